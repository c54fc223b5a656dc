#pragma once
/** The break-even of one tranche as an answer of the solver.
 *
 *  Knows: which of the break-even's criteria is asked for, what no answer means.
 *  Does not know: how a break-even is searched.
 */
#include "engine/simulate/solution.h"
#include "scenarios/overlay.h"

/* X(word, member of ipa_break_even): what a tranche has to get. */
#define IPA_SOLVE_BREAK_EVEN_TABLE(X)     \
    X("timely", timely)                   \
    X("timely_interest", timely_interest) \
    X("principal", principal)

typedef struct ipa_solve_break_even_request {
    const char *lever;   /**< NULL: collections_haircut */
    const char *tranche; /**< NULL: the first */
    const char *target;  /**< a word of the table; NULL: timely */
    bool without_support;
} ipa_solve_break_even_request;

/** The largest value of the lever that the tranche bears, in the base case. @errors IPA_RANGE,
 *  those of ipa_break_even_find. @owner the arena. */
ipa_status ipa_solve_break_even_run(const ipa_overlay_base *base,
                                    const ipa_solve_break_even_request *request, ipa_arena *arena,
                                    ipa_solution *solution, ipa_error *error) IPA_MUST_USE;
