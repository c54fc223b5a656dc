#pragma once
/** Whether a tranche is paid on time on one path, and what it is left with.
 *
 *  Knows: what counts as missed: more than half a fen of interest on its date, of scheduled
 * principal on its date, or of what should stand at zero at the expected final date. Does not know:
 * why something was missed; probabilities.
 */
#include "engine/simulate/result.h"

typedef struct ipa_timeliness {
    int interest;  /**< first period (0-based) with interest left unpaid; −1: none */
    int principal; /**< likewise of principal */
    int charges;   /**< likewise of a fee on what the tranche is paid, while the normal order of
                      payments   runs: the depository pays holders only what it was sent with its fee
                    */
    double interest_missed; /**< interest unpaid, at its largest */
    double principal_left;  /**< at the end, what is handed over in kind apart */
    double unpaid;          /**< at the end, interest too */
} ipa_timeliness;

/** Judges the base case or a replay. A residual tranche has no principal to miss. @units yuan */
ipa_timeliness ipa_timeliness_of(const ipa_plan *plan, int tranche, const ipa_path_result *path);

/** The earlier of the two misses; −1: none. */
int ipa_timeliness_first_miss(const ipa_timeliness *of);
