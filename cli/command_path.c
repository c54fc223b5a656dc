#include "cli/commands.h"
#include "cli/output.h"
#include "cli/run_info.h"
#include "engine/simulate/simulation.h"
#include "reports/replay.h"
#include "reports/vehicle.h"

/* What the vehicle pays comes before what the deal makes of it. */
static const char *replay_of_vehicle(const ipa_view *below, const ipa_options *options,
                                     const ipa_replayed *replayed) {
    const ipa_words_pair name = below->deal->terms.name;
    const char *text = ipa_replay_text(below, (long)options->path, replayed->lower->path,
                                       replayed->lower->events, replayed->lower->n_events);
    return ipa_arena_format(below->arena, "%s\n%s",
                            below->language == IPA_LANGUAGE_EN ? name.en : name.zh, text);
}

static ipa_status replay(const ipa_options *options, ipa_arena *arena, ipa_error *error) {
    ipa_loaded loaded;
    ipa_replayed replayed = {0};
    ipa_status status = IPA_OK;
    if (options->path < 1)
        return ipa_fail(error, IPA_RANGE, "path needs --path N, counted from 1");
    IPA_TRY(ipa_run_info_check(options, error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, error));
    ipa_simulation_options run = {.n_paths = (long)options->path,
                                  .seed = options->seed >= 0 ? (unsigned long long)options->seed
                                                             : loaded.deal->simulation.seed,
                                  .rounding = loaded.deal->simulation.rounding};
    IPA_TRY(ipa_simulation_replay(loaded.plan, &run, (long)options->path - 1,
                                  !options->without_support, arena, &replayed, error));
    ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    ipa_view view = ipa_run_info_view(options, &loaded, NULL, &info, arena);
    const char *text = ipa_replay_text(&view, (long)options->path, replayed.path, replayed.events,
                                       replayed.n_events);
    ipa_view below;
    if (ipa_vehicle_view(&view, &below))
        text =
            ipa_arena_format(arena, "%s\n%s", replay_of_vehicle(&below, options, &replayed), text);
    IPA_TRY(ipa_output_text("-", text, arena, error));
out:
    return status;
}

int ipa_commands_path(const ipa_options *options, ipa_arena *arena) {
    ipa_error error = {0};
    ipa_status status = replay(options, arena, &error);
    return status == IPA_OK ? IPA_EXIT_DONE : ipa_commands_fail(&error);
}
