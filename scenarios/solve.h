#pragma once
/** Solving: the coupon, balance, reserve, cap or over-collateralisation at which figures of the
 *  notes meet their targets, on the same paths for every structure tried.
 *
 *  Knows: a look along the whole range, GSL's bracketing root finders inside the step where the
 *  target is first met, whole steps with the answer on the safe side; errors by the delta method.
 *  Does not know: how a structure is run, how an answer is shown.
 */
#include "scenarios/structure.h"
#include "scenarios/unknown.h"

/** One unknown with its target, or two with one each: the first is solved inside the second. */
typedef struct ipa_solve_request {
    ipa_unknown_kind kind[IPA_SOLUTION_MOST];
    ipa_unknown_options unknown[IPA_SOLUTION_MOST];
    const char *target[IPA_SOLUTION_MOST];
    const char *tranche; /**< of targets that name none; NULL: they all do */
    int n_unknowns;
    bool keep_total, without_support;
    int n_threads;
    /** Called after each structure, with how many there were; false interrupts. NULL allowed. */
    bool (*progress)(void *context, long done, long total);
    void *context;
} ipa_solve_request;

/** Judges a request before anything is drawn, and says whether it needs paths: base cases are
 * enough for figures of the base case. @errors IPA_RANGE. */
ipa_status ipa_solve_check(const ipa_solve_request *request, const ipa_plan *plan, bool *simulates,
                           ipa_error *error) IPA_MUST_USE;

/** Searches. Without an answer `found` is false and `reason` says why. The same request on the same
 *  source gives the same bits. @errors IPA_RANGE (a request that makes no sense), IPA_INTERRUPTED,
 *  those of ipa_structure_run but IPA_FINDINGS. @owner the arena. */
ipa_status ipa_solve_run(const ipa_structure_source *source, const ipa_solve_request *request,
                         ipa_arena *arena, ipa_solution *solution, ipa_error *error) IPA_MUST_USE;
