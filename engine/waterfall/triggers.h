#pragma once
/** Triggers: tests that switch the waterfall.
 *
 *  Knows: when they are tested, dates in a row, which of them can be cured and when, from which
 *  date on they are in force.
 *  Does not know: what the waterfall then pays.
 */
#include "engine/waterfall/state.h"

/** Tests the triggers of this point of the date, in listed order: a later one sees what an earlier
 *  one has become. Those after payment so take effect on the next date. */
void ipa_triggers_test(ipa_waterfall *waterfall, bool after_payment);

/** What was tested before payment and takes effect on the next date comes into force, after
 *  everything of this date. */
void ipa_triggers_close(ipa_waterfall *waterfall);

/** eventful = 1 in lanes where a trigger with an effect is on. */
void ipa_triggers_eventful(const ipa_waterfall *waterfall, double *eventful);

/** running = the waterfall each lane is in: default before accelerated before normal. */
void ipa_triggers_choose(const ipa_waterfall *waterfall, double *running);

/** y = 1 where a trigger with this effect is on. */
void ipa_triggers_any(const ipa_waterfall *waterfall, ipa_effect effect, double *y);

/** While cash is trapped a residual tranche gets nothing: amount = 0 there. */
void ipa_triggers_trap(const ipa_waterfall *waterfall, ipa_payee payee, double *amount);
