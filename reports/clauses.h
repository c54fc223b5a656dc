#pragma once
/** Clauses of a term sheet in words: what a tranche has besides size, coupon and amortisation.
 *
 *  Knows: coupons that change, lockouts, accretion, notionals, is_put, in both languages.
 *  Does not know: tables, what the clauses do.
 */
#include "reports/views.h"

/** The clauses of a tranche, parted by semicolons; NULL where it has none. @owner the view's arena.
 */
const char *ipa_clauses_tranche(const ipa_view *view, int t);
