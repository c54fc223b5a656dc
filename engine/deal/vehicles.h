#pragma once
/** Two vehicles in one deal file: a trust that holds the pool, a plan that holds its certificate.
 *
 *  Knows: what a vehicle shares with the deal above it, what its certificate is.
 *  Does not know: the plan, when anything is paid.
 */
#include "engine/deal/validate.h"

/** Makes each vehicle a deal of its own: its sections over the deal's. Tapes, entities, market and
 *  model are the deal's. */
void ipa_vehicles_complete(ipa_deal *deal);

/** The tranche of the first vehicle that is the deal's pool; −1: none. */
int ipa_vehicles_certificate(const ipa_deal *deal);

/** Adds a finding for everything that does not fit between a deal and its vehicle. */
void ipa_vehicles_judge(const ipa_deal *deal, const ipa_validate_scope *scope);
