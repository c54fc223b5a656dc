#pragma once
/** Plans of the sample deal, changed by a test's hand after it was read.
 *
 *  Knows: the sample deal; a test's findings.
 *  Does not know: what is tested.
 */
#include "engine/deal/plan.h"

/** The sample deal of eight firms, as read; its structs are the test's to change. */
ipa_deal *resolved_sample(ipa_arena *arena);

/** Its first contract alone, what the sample says of it kept; the others are ineligible. */
ipa_deal_contract *resolved_only(ipa_deal *deal);

/** A process of the factor `macro` under model.sales. */
ipa_deal_process *resolved_process(ipa_deal *deal);

/** The plan; aborts the test when the deal has a finding. */
ipa_plan *resolved_plan(const ipa_deal *deal, ipa_arena *arena);
