#pragma once
/** What a defaulted contract still brings, and when.
 *
 *  Knows: recovery shares (beta, tied to one factor), costs, fixed and gamma lags.
 *  Does not know: who defaulted, who gets the cash. @source model 5.2
 */
#include "engine/pool/defaults.h"

typedef struct ipa_recovery {
    double amount; /**< fen */
    int period;    /**< it arrives in; n_periods: lost */
} ipa_recovery;

/** Recovery of one contract on one lane of the block drawn last.
 *  @ensures 0 <= amount <= claim. */
ipa_recovery ipa_recovery_of(const ipa_defaults *defaults, int contract, int lane,
                             int default_period, double claim);
