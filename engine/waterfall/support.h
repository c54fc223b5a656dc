#pragma once
/** Supports: money that comes in because listed dues lack it, and what it costs.
 *
 *  Knows: caps, who is alive, when support is over, `draw` from an account, interest on what stands
 *  drawn, fees for what does not.
 *  Does not know: what the money is then paid to.
 */
#include "engine/waterfall/state.h"

/** Sets what is owed to a support before payments: what it gave and did not get back, with interest
 *  up to this date, and its fee for what could be drawn and is not, arrears included. */
void ipa_support_fix(ipa_waterfall *waterfall, int n);

/** Draws what the listed dues lack beyond the cash now in `from`: from a support as long as its
 *  entity lives and it has not lapsed, up to its cap, and never after every tranche but the
 *  residual ones stands at zero; or from an account as far as its cash goes. A date with a draw
 *  counts once. */
void ipa_support_draw(ipa_waterfall *waterfall, const ipa_step *step);

/** Enters what was paid to a support: interest first, then what it gave. */
void ipa_support_credit(ipa_waterfall *waterfall, int n, const double *amount);

/** Carries what is unpaid of its fee to the next date. */
void ipa_support_carry(ipa_waterfall *waterfall, int n);
