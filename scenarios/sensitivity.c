#include "scenarios/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/simulate/contributions.h"
#include "scenarios/tranche_paths.h"

/* What all bars share. */
typedef struct tornado {
    const ipa_overlay_base *base;
    const ipa_sensitivity_ask *ask;
    const ipa_simulation_options *run;
    const char *tranche;     /* its id */
    ipa_tranche_paths still; /* the deal as it stands */
} tornado;

/* Not allowed where the deal's own rules refuse a moved value: it is no assumption alone. */
typedef struct tornado_bar {
    ipa_sensitivity of;
    int allowed;
} tornado_bar;

/* Both figures of one variant at one value. */
static void compare(const tornado *of, const ipa_tranche_paths *moved, int variant, int side,
                    ipa_sensitivity *bar) {
    const ipa_variant v = (ipa_variant)variant;
    bar->loss[v][side] = ipa_tranche_paths_mean(moved, NULL, v, IPA_TRANCHE_PATHS_LOSS);
    bar->price[v][side] = ipa_tranche_paths_mean(moved, NULL, v, IPA_TRANCHE_PATHS_PRICE);
    bar->loss_change[v][side] =
        ipa_tranche_paths_mean(moved, &of->still, v, IPA_TRANCHE_PATHS_LOSS);
    bar->price_change[v][side] =
        ipa_tranche_paths_mean(moved, &of->still, v, IPA_TRANCHE_PATHS_PRICE);
}

static ipa_status look(const tornado *of, const ipa_stress_override *value, int side,
                       tornado_bar *to, ipa_error *error) {
    ipa_arena *own = ipa_arena_create();
    ipa_tranche_paths moved = {0};
    ipa_overlaid changed;
    ipa_status status = ipa_overlay_apply(of->base, value, 1, own, &changed, error);
    if (status == IPA_OK)
        status = ipa_tranche_paths_run(changed.plan, of->ask->tranche, of->run, &moved, error);
    for (int v = 0; status == IPA_OK && v < IPA_N_VARIANTS; v++)
        compare(of, &moved, v, side, &to->of);
    if (status == IPA_FINDINGS) {
        to->allowed = false;
        status = IPA_OK;
    }
    ipa_tranche_paths_free(&moved);
    ipa_arena_destroy(own);
    return status;
}

static void pass_bar(ipa_archive *with, void *figures) {
    tornado_bar *to = figures;
    ipa_archive_whole(with, &to->allowed);
    for (int v = 0; v < IPA_N_VARIANTS; v++)
        for (int side = 0; side < 2; side++) {
            ipa_archive_estimate(with, &to->of.loss[v][side]);
            ipa_archive_estimate(with, &to->of.price[v][side]);
            ipa_archive_estimate(with, &to->of.loss_change[v][side]);
            ipa_archive_estimate(with, &to->of.price_change[v][side]);
        }
}

static ipa_status fill_bar(const tornado *of, const ipa_assumption *at, ipa_arena *arena,
                           tornado_bar *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_stress_override ends[] = {at->low, at->high};
    const ipa_resume_part part = {.kind = "sensitivity",
                                  .n_paths = of->run->n_paths,
                                  .seed = (long long)of->run->seed,
                                  .marks = &of->tranche,
                                  .n_marks = 1,
                                  .overlay = ends,
                                  .n_overlay = 2,
                                  .pass = pass_bar,
                                  .figures = to};
    if (ipa_resume_take(of->ask->kept, &part, arena))
        return IPA_OK;
    to->allowed = true;
    IPA_TRY(look(of, &at->low, 0, to, error));
    IPA_TRY(look(of, &at->high, 1, to, error));
    IPA_TRY(ipa_resume_keep(of->ask->kept, &part, error));
out:
    return status;
}

static double largest(const ipa_estimate change[2]) {
    return fmax(fabs(change[0].mean), fabs(change[1].mean));
}

static bool moves(const ipa_sensitivity *bar) {
    double most = 0;
    for (int v = 0; v < IPA_N_VARIANTS; v++)
        most = fmax(most, fmax(largest(bar->loss_change[v]), largest(bar->price_change[v])));
    return most > 1e-12;
}

static int by_change(const void *a, const void *b) {
    const ipa_sensitivity *left = a, *right = b;
    for (int v = IPA_N_VARIANTS - 1; v >= 0; v--) {
        const double x = largest(left->loss_change[v]), y = largest(right->loss_change[v]);
        if (x != y)
            return x < y ? 1 : -1;
        const double p = largest(left->price_change[v]), q = largest(right->price_change[v]);
        if (p != q)
            return p < q ? 1 : -1;
    }
    return strcmp(left->field, right->field);
}

static ipa_status fill_bars(const tornado *of, const ipa_assumption *assumptions, int n,
                            ipa_arena *arena, ipa_stress_result *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    to->sensitivities = IPA_NEW_ARRAY(arena, n, ipa_sensitivity);
    for (int i = 0; i < n; i++) {
        const ipa_assumption *at = &assumptions[i];
        tornado_bar made = {.of = {.field = at->field,
                                   .title = at->title,
                                   .low = at->low.value,
                                   .base = at->base,
                                   .high = at->high.value}};
        IPA_TRY(fill_bar(of, at, arena, &made, error));
        if (made.allowed && moves(&made.of))
            to->sensitivities[to->n_sensitivities++] = made.of;
        else
            to->n_insensitive++;
        if (of->run->progress != NULL && !of->run->progress(of->run->context, i + 1, n))
            return ipa_fail(error, IPA_INTERRUPTED, "interrupted after %d of %d assumptions", i + 1,
                            n);
    }
    qsort(to->sensitivities, (size_t)to->n_sensitivities, sizeof *to->sensitivities, by_change);
out:
    return status;
}

static bool hangs_on_patents(const ipa_plan *plan) {
    for (int c = 0; c < plan->n_contracts; c++)
        if (plan->contracts[c].patent_rule != IPA_PATENT_RULE_NONE &&
            plan->contracts[c].n_patents > 0)
            return true;
    return false;
}

static ipa_status contribute(const tornado *of, const ipa_overlaid *still, ipa_arena *arena,
                             ipa_stress_result *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    static const ipa_stress_override immortal = {"patent_hazard_multiplier", "0"};
    ipa_arena *own = ipa_arena_create();
    ipa_overlaid living = {0};
    const ipa_plan *holder = still->plan->lower != NULL ? still->plan->lower : still->plan;
    if (hangs_on_patents(holder))
        IPA_TRY(ipa_overlay_apply(of->base, &immortal, 1, own, &living, error));
    const ipa_contributions_ask ask = {.n_paths = of->run->n_paths,
                                       .seed = of->run->seed,
                                       .rounding = of->run->rounding,
                                       .tranche = of->ask->tranche,
                                       .immortal = living.plan};
    IPA_TRY(ipa_contributions_run(still->plan, &ask, arena, &to->contributions,
                                  &to->n_contributions, error));
out:
    ipa_arena_destroy(own);
    return status;
}

ipa_status ipa_sensitivity_run(const ipa_overlay_base *base, const ipa_sensitivity_ask *ask,
                               const ipa_simulation_options *run, ipa_arena *arena,
                               ipa_stress_result *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    tornado of = {.base = base, .ask = ask, .run = run};
    ipa_overlaid still;
    int n = 0;
    IPA_TRY(ipa_overlay_apply(base, NULL, 0, arena, &still, error));
    of.tranche = still.plan->tranches[ask->tranche].id;
    IPA_TRY(ipa_tranche_paths_run(still.plan, ask->tranche, run, &of.still, error));
    const ipa_assumption *assumptions =
        ipa_assumptions_of(still.deal, ask->bump, ask->fields, ask->n_fields, arena, &n);
    to->sensitivity_tranche = ask->tranche;
    to->sensitivity_bump = ask->bump;
    IPA_TRY(fill_bars(&of, assumptions, n, arena, to, error));
    IPA_TRY(contribute(&of, &still, arena, to, error));
out:
    ipa_tranche_paths_free(&of.still);
    return status;
}
