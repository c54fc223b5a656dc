#include "cli/deck_run.h"

#include <stdio.h>
#include <string.h>

#include "cli/progress.h"
#include "cli/run_info.h"
#include "reports/json_stress.h"
#include "scenarios/stress.h"

/* ---- the result file's part of a scenario ---- */

typedef struct writer {
    const ipa_options *options;
    const ipa_run_info *info;
} writer;

static const char *write_scenario(void *context, const ipa_stress_scenario *scenario,
                                  const ipa_scenario_run *run, ipa_arena *arena) {
    const writer *by = context;
    const ipa_loaded loaded = {run->of.deal, run->of.plan, run->of.findings};
    const ipa_view view = ipa_run_info_view(by->options, &loaded, run->result, by->info, arena);
    return ipa_json_stress_scenario(&view, scenario, &run->unsupported);
}

/* ---- checkpoints ---- */

/* Beside the first file that is written; NULL: none is. */
static const char *checkpoint_of(const ipa_options *options, ipa_arena *arena) {
    const char *const outputs[] = {options->output, options->json, options->csv};
    if (options->command != IPA_COMMAND_STRESS)
        return NULL;
    for (size_t n = 0; n < sizeof outputs / sizeof *outputs; n++)
        if (outputs[n] != NULL && strcmp(outputs[n], "-") != 0) {
            size_t length = strlen(outputs[n]);
            while (length > 1 && outputs[n][length - 1] == '/')
                length--;
            return ipa_arena_format(arena, "%.*s.resume", (int)length, outputs[n]);
        }
    return NULL;
}

/* Base cases alone tell no loss. */
static void tell_what_paths_are_for(const ipa_options *options, const ipa_deck_job *job) {
    for (int n = 0; n < options->n_decks; n++)
        if (options->paths == 0 && job->decks[n]->sensitivities.node != NULL)
            fprintf(stderr, "ipabs: the sensitivities of deck `%s` need paths: left out\n",
                    job->decks[n]->asked);
}

ipa_status ipa_deck_run(const ipa_options *options, const ipa_deck_job *job, ipa_arena *arena,
                        ipa_stress_result **result, ipa_error *error) {
    const ipa_overlay_base base = {.path = options->operand,
                                   .overrides = options->overrides,
                                   .n_overrides = options->n_overrides,
                                   .laws = ipa_laws_create(arena)};
    writer by = {options, job->info};
    ipa_progress progress = ipa_progress_start((ipa_when)options->progress);
    progress.unit = "scenarios";
    progress.scale = IPA_STRESS_STEP;
    const ipa_stress_options run = {
        .decks = job->decks,
        .n_decks = options->n_decks,
        .unstressed = job->unstressed,
        .sampler = job->info->sampler,
        .checkpoint = checkpoint_of(options, arena),
        .resume = options->resume,
        .scenario = {.base = &base,
                     .n_paths = (long)options->paths,
                     .seed = options->seed,
                     .n_threads = options->threads > 0 ? (int)options->threads : 0,
                     .progress = ipa_progress_report,
                     .context = &progress,
                     .write = options->json != NULL ? write_scenario : NULL,
                     .write_context = &by},
    };
    if (options->resume && run.checkpoint == NULL)
        return ipa_fail(error, IPA_RANGE,
                        "--resume needs the output of the interrupted run: -o, --json or --csv");
    const ipa_status status = ipa_stress_run(job->loaded->plan, &run, arena, result, error);
    ipa_progress_finish(&progress);
    if (status == IPA_OK)
        tell_what_paths_are_for(options, job);
    return status;
}
