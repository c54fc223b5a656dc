#pragma once
/** The model of a deal: sales processes, and who depends on them.
 *
 *  Knows: which processes fit together, which factors need one.
 *  Does not know: simulation, single values out of range.
 */
#include "engine/deal/validate.h"

/** Adds a finding for everything about `model` that does not fit together. */
void ipa_validate_model(const ipa_deal *deal, const ipa_validate_scope *scope);

/** Says so when a factor of the deal has no process in `model.sales`. What is not known whole is
 *  not judged. */
void ipa_validate_model_process(const ipa_deal *deal, const ipa_validate_scope *scope,
                                ipa_reference factor);
