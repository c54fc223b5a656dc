#pragma once
/** Draws: money that comes in because listed dues lack it.
 *
 *  Knows: caps, who is alive, when support is over, `draw` from an account.
 *  Does not know: what the money is then paid to.
 */
#include "engine/waterfall/state.h"

/** Draws what the listed dues lack beyond the cash now in `from`: from a support as long as its
 *  entity lives, up to its cap, and never after every tranche but the residual ones stands at zero;
 *  or from an account as far as its cash goes. A date with a draw counts once. */
void ipa_support_draw(ipa_waterfall *waterfall, const ipa_step *step);
