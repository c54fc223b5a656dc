#pragma once
/** What the steps did on one path, entry by entry.
 *
 *  Knows: the lane that is watched, the step that runs.
 *  Does not know: what a step is for.
 */
#include "engine/waterfall/state.h"

/** Rows of what a step does to a payee; a trace takes its lane out of them. */
typedef struct ipa_trace_rows {
    const double *available, *due, *room, *paid;
} ipa_trace_rows;

/** Adds an entry of the step that runs when its mask holds the watched lane. `due` is what the
 * payee may take, at most `room`. */
void ipa_trace_add(ipa_waterfall *waterfall, int payee, ipa_trace_rows rows);

/** Adds the entries of a step whose `when` did not hold in the watched lane; `mask` holds the lanes
 *  of the waterfall. */
void ipa_trace_skip(ipa_waterfall *waterfall, const ipa_step *step, const double *mask);
