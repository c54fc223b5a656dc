#include "scenarios/solve_break_even.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "engine/base/text.h"
#include "scenarios/break_even.h"

static const struct criterion {
    const char *word;
    size_t offset; /* of its figures in ipa_break_even */
} criteria[] = {
#define SOLVE_CRITERION(word, member) {word, offsetof(ipa_break_even, member)},
    IPA_SOLVE_BREAK_EVEN_TABLE(SOLVE_CRITERION)
#undef SOLVE_CRITERION
};
enum { N_CRITERIA = sizeof criteria / sizeof *criteria };

static const struct criterion *criterion_of(const char *word) {
    for (int n = 0; n < N_CRITERIA; n++)
        if (strcmp(criteria[n].word, word) == 0)
            return &criteria[n];
    return NULL;
}

static ipa_status check(const ipa_solve_break_even_request *request, ipa_error *error) {
    int n_levers = 0;
    while (ipa_break_even_levers[n_levers] != NULL)
        n_levers++;
    if (request->target != NULL && criterion_of(request->target) == NULL)
        return ipa_fail(error, IPA_RANGE,
                        "`%s`: the target of a break-even is timely, timely_interest or principal",
                        request->target);
    if (request->lever == NULL || ipa_break_even_knows(request->lever))
        return IPA_OK;
    const int nearest =
        ipa_text_nearest(request->lever, (const char **)ipa_break_even_levers, (size_t)n_levers);
    return ipa_fail(error, IPA_RANGE, "no break-even can be sought along `%s`%s%s", request->lever,
                    nearest >= 0 ? "; did you mean " : "",
                    nearest >= 0 ? ipa_break_even_levers[nearest] : "");
}

/* Multipliers, counts and delays are plain numbers. */
static ipa_solution_hint hint_of(const char *lever) {
    const ipa_lever_unit unit = ipa_levers_traits[ipa_levers_find(lever)].unit;
    return unit == IPA_LEVER_IN_SHARE || unit == IPA_LEVER_IN_RATE ? IPA_SOLUTION_SHARE
                                                                   : IPA_SOLUTION_NUMBER;
}

static const char *why_not(double value, const char *tranche, const char *lever, ipa_arena *arena) {
    if (isnan(value))
        return ipa_arena_format(arena, "`%s` misses at every value of %s, the neutral one too",
                                tranche, lever);
    return ipa_arena_format(arena, "`%s` misses at no value of %s", tranche, lever);
}

ipa_status ipa_solve_break_even_run(const ipa_overlay_base *base,
                                    const ipa_solve_break_even_request *request, ipa_arena *arena,
                                    ipa_solution *solution, ipa_error *error) {
    ipa_status status = IPA_OK;
    const char *lever = request->lever ? request->lever : "collections_haircut";
    const struct criterion *criterion = criterion_of(request->target ? request->target : "timely");
    ipa_break_even *rows = NULL;
    int n_rows = 0, tranche = 0;
    ipa_overlaid deal;
    IPA_TRY(check(request, error));
    IPA_TRY(ipa_overlay_apply(base, NULL, 0, arena, &deal, error));
    tranche = ipa_plan_find_tranche(deal.plan, request->tranche);
    if (tranche < 0) {
        status = ipa_fail(error, IPA_RANGE, "the deal has no tranche `%s`", request->tranche);
        goto out;
    }
    const ipa_break_even_search search = {.base = base, .lever = lever};
    IPA_TRY(ipa_break_even_find(&search, arena, &rows, &n_rows, error));
    const void *figures = (const char *)&rows[tranche] + criterion->offset;
    const double value =
        ((const double *)figures)[request->without_support ? IPA_WITHOUT_SUPPORT : IPA_SUPPORTED];
    const char *id = deal.plan->tranches[tranche].id;
    *solution = (ipa_solution){.n_unknowns = 1,
                               .n_targets = 1,
                               .lever = lever,
                               .without_support = request->without_support,
                               .found = isfinite(value)};
    solution->unknowns[0] = (ipa_solution_unknown){.name = "break_even",
                                                   .whose = "tranche",
                                                   .subject = id,
                                                   .hint = hint_of(lever),
                                                   .value = solution->found ? value : NAN,
                                                   .standard_error = solution->found ? 0 : NAN,
                                                   .low = NAN,
                                                   .high = NAN};
    solution->targets[0] = (ipa_solution_target){
        .text = criterion->word, .tranche = id, .reached = {NAN, NAN}, .least = NAN, .most = NAN};
    if (!solution->found) {
        solution->reason = why_not(value, id, lever, arena);
        goto out;
    }
    solution->overlay = IPA_NEW(arena, ipa_stress_override);
    *solution->overlay = ipa_overlay_number(ipa_overlay_field(lever, arena), value, arena);
    solution->n_overlay = 1;
out:
    return status;
}
