#pragma once
/** Figures that no distribution, copula or note can have: judged with everything else.
 *
 *  Knows: whole units of a tranche, loadings that explain more than everything, means and
 * deviations of recoveries and lags. Does not know: how a figure is used (the plan does).
 */
#include "engine/deal/validate.h"

/** Adds a finding for every figure that is impossible. What could not be read is passed over. */
void ipa_validate_figures(const ipa_deal *deal, const ipa_validate_scope *scope);
