#include "scenarios/stress.h"

#include <math.h>
#include <string.h>

#include "scenarios/break_even.h"
#include "scenarios/large_obligors.h"
#include "scenarios/resume.h"
#include "scenarios/sensitivity.h"
#include "scenarios/stress_sweep.h"
#include "scenarios/target_rates.h"

static const char CRITICAL[] = "cumulative_default_rate";
static const ipa_deck_scenario nothing; /* given beside a lever */

typedef struct stress_run {
    const ipa_plan *plan;
    const ipa_stress_options *options;
    ipa_resume kept;
    ipa_arena *arena;
    ipa_stress_result *to;
    long job, n_jobs;
} stress_run;

/* ---- progress ---- */

static bool report(void *context, long done, long total) {
    const stress_run *run = context;
    const ipa_scenario_options *asked = &run->options->scenario;
    const long part = total > 0 ? (long)(IPA_STRESS_STEP * ((double)done / (double)total)) : 0;
    return asked->progress == NULL ||
           asked->progress(asked->context, run->job * IPA_STRESS_STEP + part,
                           run->n_jobs * IPA_STRESS_STEP);
}

static ipa_status job_done(stress_run *run, ipa_error *error) {
    run->job++;
    if (report(run, 0, 1))
        return IPA_OK;
    return ipa_fail(error, IPA_INTERRUPTED, "interrupted after %ld of %ld parts", run->job,
                    run->n_jobs);
}

static int count_rows(const ipa_deck *deck) {
    const bool critical = deck->targets.node != NULL;
    return deck->n_scenarios + deck->n_break_even + (critical ? 1 : 0) +
           deck->large.counts.n_items + (deck->sweep.node != NULL ? 1 : 0) +
           (deck->sensitivities.node != NULL ? 1 : 0);
}

static long count_jobs(const ipa_stress_options *options) {
    long n_jobs = options->unstressed == NULL ? 1 : 0;
    for (int n = 0; n < options->n_decks; n++)
        n_jobs += count_rows(options->decks[n]);
    return n_jobs;
}

/* ---- what every part is run with ---- */

static ipa_scenario_options options_with(stress_run *run, long n_paths) {
    ipa_scenario_options options = run->options->scenario;
    options.n_paths = n_paths;
    options.progress = report;
    options.context = run;
    options.kept = &run->kept;
    return options;
}

static ipa_simulation_options simulation_of(stress_run *run, long n_paths) {
    const ipa_scenario_options options = options_with(run, n_paths);
    return ipa_scenario_simulation(&options, run->plan->deal);
}

/* ---- the deal as it stands ---- */

static bool is_simulated(const ipa_stress_options *options) {
    for (int n = 0; n < options->n_decks; n++)
        if (options->decks[n]->simulated)
            return true;
    return false;
}

/* Sensitivities and sweeps take paths in any deck. */
static bool takes_paths(const ipa_stress_options *options) {
    for (int n = 0; n < options->n_decks; n++)
        if (options->decks[n]->sensitivities.node != NULL || options->decks[n]->sweep.node != NULL)
            return true;
    return is_simulated(options);
}

/* Where nothing was said on the command line, the deck decides. */
static long paths_of(const ipa_stress_options *options, bool simulated) {
    const long asked = options->scenario.n_paths;
    return asked >= 0 || simulated ? asked : 0;
}

static ipa_status run_unstressed(stress_run *run, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_result *result = NULL;
    run->to->unstressed = run->options->unstressed;
    if (run->to->unstressed == NULL) {
        const ipa_simulation_options simulation =
            simulation_of(run, paths_of(run->options, is_simulated(run->options)));
        IPA_TRY(ipa_simulation_run(run->plan, &simulation, run->arena, &result, error));
        run->to->unstressed = result;
        IPA_TRY(job_done(run, error));
    }
    const ipa_simulation_options most =
        simulation_of(run, paths_of(run->options, takes_paths(run->options)));
    run->to->n_paths = most.n_paths;
    run->to->seed = most.seed;
out:
    return status;
}

/* ---- scenarios ---- */

/* A name that an earlier deck has taken tells its deck too. */
static const char *name_of(const stress_run *run, const ipa_deck *deck, const char *name) {
    for (int n = 0; n < run->to->n_scenarios; n++)
        if (strcmp(run->to->scenarios[n].name, name) == 0)
            return ipa_arena_format(run->arena, "%s (%s)", name, deck->asked);
    return name;
}

static ipa_status run_scenario(stress_run *run, const ipa_deck *deck,
                               const ipa_deck_scenario *scenario, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_scenario_options options = options_with(run, paths_of(run->options, deck->simulated));
    ipa_deck_scenario named = *scenario;
    named.name = name_of(run, deck, scenario->name);
    IPA_TRY(ipa_scenario_figures(&named, &options, run->arena,
                                 &run->to->scenarios[run->to->n_scenarios], error));
    run->to->n_scenarios++;
    IPA_TRY(job_done(run, error));
out:
    return status;
}

static ipa_status run_scenarios(stress_run *run, ipa_error *error) {
    ipa_status status = IPA_OK;
    int n_scenarios = 0;
    for (int n = 0; n < run->options->n_decks; n++)
        n_scenarios += run->options->decks[n]->n_scenarios;
    run->to->scenarios = IPA_NEW_ARRAY(run->arena, n_scenarios, ipa_stress_scenario);
    for (int n = 0; n < run->options->n_decks; n++) {
        const ipa_deck *deck = run->options->decks[n];
        for (int s = 0; s < deck->n_scenarios; s++)
            IPA_TRY(run_scenario(run, deck, &deck->scenarios[s], error));
    }
out:
    return status;
}

/* ---- break-evens, targets, largest obligors ---- */

/* A report has room for one of each of these. */
static ipa_status refuse_second(const char *part, ipa_error *error) {
    return ipa_fail(error, IPA_RANGE, "two decks ask for %s: run them one after the other", part);
}

static const ipa_break_even *rows_of(const stress_run *run, const char *lever,
                                     const ipa_deck_scenario *given) {
    for (int n = 0; n < run->to->n_break_even; n++) {
        const ipa_break_even *row = &run->to->break_even[n];
        if (strcmp(row->lever, lever) == 0 && row->given == given->overlay)
            return row;
    }
    return NULL;
}

static ipa_status find_break_even(stress_run *run, const char *lever,
                                  const ipa_deck_scenario *given, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_break_even_search search = {.base = run->options->scenario.base,
                                          .given = given->overlay,
                                          .n_given = given->n_overlay,
                                          .lever = lever};
    ipa_break_even *rows = NULL;
    int n_rows = 0;
    if (rows_of(run, lever, given) == NULL) {
        IPA_TRY(ipa_break_even_find(&search, run->arena, &rows, &n_rows, error));
        for (int n = 0; n < n_rows; n++)
            IPA_PUSH(run->arena, run->to->break_even, run->to->n_break_even, rows[n]);
    }
    IPA_TRY(job_done(run, error));
out:
    return status;
}

static double given(const ipa_number *number) {
    return number->given ? number->value : NAN;
}

static ipa_status find_targets(stress_run *run, const ipa_deck_targets *targets, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_target_ask ask = {.class_name = targets->class_name,
                                .base_rate = given(&targets->base_rate),
                                .mu = given(&targets->mu),
                                .sigma = given(&targets->sigma)};
    if (targets->node == NULL)
        return IPA_OK;
    if (run->to->targets != NULL)
        return refuse_second("target rates", error);
    IPA_TRY(find_break_even(run, CRITICAL, &nothing, error));
    ipa_target_rates_fill(&ask, rows_of(run, CRITICAL, &nothing), run->arena, run->to);
out:
    return status;
}

static ipa_status test_largest(stress_run *run, const ipa_deck_large_obligors *large,
                               ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int n = 0; n < large->counts.n_items; n++) {
        const ipa_pair *count = &large->counts.items[n];
        const ipa_large_ask ask = {count->name, (int)count->number.value, large->recovery.value};
        ipa_large_obligors row = {0};
        IPA_TRY(ipa_large_obligors_run(run->options->scenario.base, &ask, run->arena, &row, error));
        IPA_PUSH(run->arena, run->to->large, run->to->n_large, row);
        IPA_TRY(job_done(run, error));
    }
out:
    return status;
}

/* Base cases alone tell no loss: nothing is moved where no path is asked for. */
static ipa_status run_sensitivities(stress_run *run, const ipa_deck_sensitivities *asked,
                                    ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_simulation_options simulation = simulation_of(run, run->options->scenario.n_paths);
    const char **fields = IPA_NEW_ARRAY(run->arena, asked->n_fields, const char *);
    for (int n = 0; n < asked->n_fields; n++)
        fields[n] = asked->fields[n].id;
    const ipa_sensitivity_ask ask = {.bump = asked->bump.value,
                                     .fields = asked->n_fields > 0 ? fields : NULL,
                                     .n_fields = asked->n_fields,
                                     .tranche = ipa_plan_find_tranche(run->plan, asked->tranche.id),
                                     .kept = &run->kept};
    if (asked->node == NULL)
        return IPA_OK;
    if (run->to->sensitivities != NULL)
        return refuse_second("sensitivities", error);
    if (simulation.n_paths > 0)
        IPA_TRY(ipa_sensitivity_run(run->options->scenario.base, &ask, &simulation, run->arena,
                                    run->to, error));
    IPA_TRY(job_done(run, error));
out:
    return status;
}

static ipa_status run_sweep(stress_run *run, const ipa_deck_sweep *sweep, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_scenario_options options = options_with(run, run->options->scenario.n_paths);
    if (sweep->node == NULL)
        return IPA_OK;
    if (run->to->sweep != NULL)
        return refuse_second("a sweep", error);
    IPA_TRY(
        ipa_stress_sweep_run(sweep, &options, run->plan->deal, run->arena, &run->to->sweep, error));
    IPA_TRY(job_done(run, error));
out:
    return status;
}

static ipa_status run_parts(stress_run *run, const ipa_deck *deck, ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int n = 0; n < deck->n_break_even; n++)
        IPA_TRY(find_break_even(run, deck->break_even[n].id, &deck->assumed, error));
    IPA_TRY(find_targets(run, &deck->targets, error));
    IPA_TRY(test_largest(run, &deck->large, error));
    IPA_TRY(run_sensitivities(run, &deck->sensitivities, error));
    IPA_TRY(run_sweep(run, &deck->sweep, error));
out:
    return status;
}

/* ---- the whole ---- */

static const char *joined(const char *left, const char *between, const char *right,
                          ipa_arena *arena) {
    if (right == NULL)
        return left;
    return left == NULL ? right : ipa_arena_format(arena, "%s%s%s", left, between, right);
}

static void name_decks(stress_run *run) {
    ipa_stress_result *to = run->to;
    for (int n = 0; n < run->options->n_decks; n++) {
        const ipa_deck *deck = run->options->decks[n];
        const bool named = deck->name.zh != NULL;
        to->deck = joined(to->deck, ", ", deck->asked, run->arena);
        to->title.zh = joined(to->title.zh, "、", named ? deck->name.zh : deck->asked, run->arena);
        to->title.en = joined(to->title.en, ", ", named ? deck->name.en : deck->asked, run->arena);
        to->source.zh = joined(to->source.zh, "；", deck->source.zh, run->arena);
        to->source.en = joined(to->source.en, "; ", deck->source.en, run->arena);
    }
}

ipa_status ipa_stress_run(const ipa_plan *plan, const ipa_stress_options *options, ipa_arena *arena,
                          ipa_stress_result **result, ipa_error *error) {
    ipa_status status = IPA_OK;
    stress_run run = {.plan = plan,
                      .options = options,
                      .arena = arena,
                      .to = IPA_NEW(arena, ipa_stress_result),
                      .n_jobs = count_jobs(options),
                      .kept = {.folder = options->checkpoint,
                               .takes = options->resume,
                               .deal_sha256 = plan->deal->sha256,
                               .sampler = options->sampler}};
    *result = run.to;
    name_decks(&run);
    IPA_TRY(ipa_resume_open(&run.kept, error));
    IPA_TRY(run_unstressed(&run, error));
    IPA_TRY(run_scenarios(&run, error));
    for (int n = 0; n < options->n_decks; n++)
        IPA_TRY(run_parts(&run, options->decks[n], error));
    ipa_resume_close(&run.kept);
out:
    return status;
}
