#pragma once
/** Who brings a pool's collections down: obligors, industries and patents by their share in what
 *  collections fall short of the base case, on average and in the worst paths.
 *
 *  Knows: each contract's cash on the first paths of a run; Euler's rule (the parts of a mean, and
 * of a mean over the worst paths, add up to the whole). Does not know: what a lever is, reports.
 *
 *  A contract's shortfall is its cash in the base case less its cash on the path, over the whole
 *  life, undiscounted. Where patents die, the part of it that would not be there had they lived
 *  goes to the patents, shared by weight × periods lost; the rest to the obligor.
 */
#include "engine/simulate/simulation.h"
#include "engine/simulate/stress_result.h"

/** At most as many paths are looked at. */
enum { IPA_CONTRIBUTIONS_PATHS = 16384 };

typedef struct ipa_contributions_ask {
    long n_paths;
    unsigned long long seed;
    bool rounding;
    int tranche; /**< whose loss, without outside support, is shared out as well */
    /** The same deal with patents that do not die before they expire; NULL: nothing hangs on them.
     */
    const ipa_plan *immortal;
} ipa_contributions_ask;

/** Obligors, then industries, then patents; within each the largest expected part first. An
 *  industry is the sum of its obligors and their patents.
 *  @errors IPA_LIMIT (memory). @owner the arena. */
ipa_status ipa_contributions_run(const ipa_plan *plan, const ipa_contributions_ask *ask,
                                 ipa_arena *arena, ipa_contribution **rows, int *n_rows,
                                 ipa_error *error) IPA_MUST_USE;
