#pragma once
/** What the sale of a defaulted contract's IP brings as a share, and when the money comes.
 *
 *  Knows: recovery shares (beta, tied to one factor), fixed and gamma lags.
 *  Does not know: who defaulted, what the share is of, costs, who gets the cash. @source model 5.2
 */
#include "engine/pool/defaults.h"

/** D of one contract on one lane of the block drawn last. */
double ipa_recovery_share(const ipa_defaults *defaults, int contract, int lane);

/** The period the proceeds of a sale arrive in after a default in `default_period`.
 *  @ensures n_periods when they are lost. */
int ipa_recovery_arrival(const ipa_defaults *defaults, int contract, int lane, int default_period);
