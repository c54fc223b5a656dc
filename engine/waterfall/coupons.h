#pragma once
/** Interest of a period on many paths: at the plan's coupon, or at one of each path's own.
 *
 *  Knows: whose coupon it is, rounding or not, interest on what was not paid.
 *  Does not know: what interest is on, when it is paid.
 */
#include "engine/waterfall/state.h"

/** Whether some path's coupon of this date may lie below zero. */
bool ipa_coupons_may_be_negative(const ipa_waterfall *waterfall, int t);

/** due = what was open + interest on the principal and on what was open. @units fen
 *  @ensures without rounding, 0 in lanes whose deal has ended. */
void ipa_coupons_accrue(const ipa_waterfall *waterfall, int t, const double *principal,
                        const double *open, double *due);

/** Interest on the balance that is added to it. @units fen */
void ipa_coupons_accrete(const ipa_waterfall *waterfall, int t, const double *balance,
                         double *added);
