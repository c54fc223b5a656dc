#pragma once
/** Price, yield, spread and coupon of a tranche, each from any other one.
 *
 *  Knows: the flows still to come on a settlement date, how a yield is quoted, the curve seen from
 *  there, what is withheld from interest.
 *  Does not know: how flows came about, how figures are shown.
 *
 *  Begin, add the run of the deal (and of its scenarios), finish.
 */
#include "engine/simulate/price_result.h"

/** Judges what is asked before anything is run. @errors IPA_RANGE: the settlement date lies before
 *  the valuation date or not before the last payment date, interest is not paid as often as the
 *  quote says, a figure that cannot be. @owner the arena. */
ipa_status ipa_price_begin(const ipa_plan *plan, const ipa_price_terms *terms, ipa_arena *arena,
                           ipa_price_result **price, ipa_error *error) IPA_MUST_USE;

/** Adds what the deal as it stands pays the tranche: the base case and, where simulated, the mean
 *  with and without outside support. Comes before any scenario.
 *  @errors IPA_RANGE: nothing is outstanding on the settlement date, or a simple yield is asked for
 *  while several payments are to come. */
ipa_status ipa_price_add(ipa_price_result *price, const ipa_result *run,
                         ipa_error *error) IPA_MUST_USE;

/** Adds a scenario's run, of a plan of its own, and its base case without outside support. Where
 *  nothing is outstanding there is no case. Nothing of the run is kept but name and title. */
void ipa_price_add_scenario(ipa_price_result *price, const ipa_result *run,
                            const ipa_path_result *unsupported, const char *name,
                            ipa_words_pair title);

/** Works out the rows. @errors IPA_NO_CONVERGENCE: the figure that was set has no yield, or no
 *  price, in the deal's base case. */
ipa_status ipa_price_finish(ipa_price_result *price, ipa_error *error) IPA_MUST_USE;

/** What has to change so that the tranche pays this coupon: `tranches[A].coupon.fixed`.
 *  @errors IPA_RANGE: it has no fixed coupon. @owner the arena. */
ipa_status ipa_price_coupon_field(const ipa_deal *deal, int tranche, ipa_arena *arena,
                                  const char **field, ipa_error *error) IPA_MUST_USE;
