#pragma once
/** What becomes of the claims on one path, claim by claim in the order of default.
 *
 *  Knows: deposit, guarantor, facility, sale or buy-back, as the pages say it.
 *  Does not know: how the engine does it.
 */
#include "tests/support/slow_lives.h"

typedef struct slow_claims slow_claims;
struct slow_claim;

/** @owner the arena. */
slow_claims *slow_claims_create(const slow_deal *deal, ipa_arena *arena);

/** Sorts the claims by time of default and fills what each brings, and when. */
void slow_claims_settle(const slow_claims *claims, slow_life *life, int n_claims,
                        struct slow_claim *list);

/** P(a, x) by its power series. */
double slow_claims_gamma_cdf(double a, double x);
