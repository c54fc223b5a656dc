#include "scenarios/stress_sweep.h"

/** Progress over drawing and structures together. */
typedef struct halves {
    const ipa_scenario_options *options;
} halves;

/* The drawing is short: a tenth of the way. */
static bool report_drawn(void *context, long done, long total) {
    const halves *of = context;
    return of->options->progress(of->options->context, done, 10 * total);
}

static bool report_run(void *context, long done, long total) {
    const halves *of = context;
    return of->options->progress(of->options->context, total + 9 * done, 10 * total);
}

static ipa_sweep_axis axis_of(const ipa_deck_axis *asked, ipa_arena *arena) {
    const int n_values = (int)asked->values->n_items;
    const char **values = IPA_NEW_ARRAY(arena, n_values, const char *);
    for (int n = 0; n < n_values; n++)
        values[n] = asked->values->items[n]->text;
    return (ipa_sweep_axis){asked->field, values, n_values};
}

ipa_status ipa_stress_sweep_run(const ipa_deck_sweep *asked, const ipa_scenario_options *options,
                                const ipa_deal *deal, ipa_arena *arena, ipa_stress_sweep **sweep,
                                ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_simulation_options run = ipa_scenario_simulation(options, deal);
    halves progress = {.options = options};
    ipa_sweep_axis *axes = IPA_NEW_ARRAY(arena, asked->n_axes, ipa_sweep_axis);
    ipa_structure_source *source = NULL;
    for (int axis = 0; axis < asked->n_axes; axis++)
        axes[axis] = axis_of(&asked->axes[axis], arena);
    const ipa_structure_options keeping = {
        .n_paths = run.n_paths,
        .seed = run.seed,
        .n_threads = run.n_threads,
        .rounding = run.rounding,
        .progress = options->progress ? report_drawn : NULL,
        .context = &progress,
    };
    const ipa_sweep_request request = {
        .tranche = asked->tranche.id,
        .axes = axes,
        .n_axes = asked->n_axes,
        .keep_total = asked->keep_total,
        .without_support = asked->without_support,
        .n_threads = run.n_threads,
        .kept = options->kept,
        .progress = options->progress ? report_run : NULL,
        .context = &progress,
    };
    IPA_TRY(ipa_structure_open(options->base, &keeping, &source, error));
    IPA_TRY(ipa_sweep_run(source, &request, arena, sweep, error));
out:
    ipa_structure_close(source);
    return status;
}
