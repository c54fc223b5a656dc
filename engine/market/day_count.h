#pragma once
/** Day counts: the share of a year between two dates, as an exact fraction.
 *
 *  Knows: the conventions of the table below (ISDA 2006 definitions, section 4.16).
 *  Does not know: coupons, rounding, calendars.
 */
#include <stdbool.h>

#include "engine/base/decimal.h"
#include "engine/market/date.h"

/* enum, name in a deal, what it does */
#define IPA_DAY_COUNT_TABLE(X)                                                             \
    X(ACT_365F, "ACT/365F", "actual days over 365, in leap years too")                     \
    X(ACT_360, "ACT/360", "actual days over 360")                                          \
    X(ACT_ACT, "ACT/ACT", "ISDA: days in leap years over 366, the others over 365")        \
    X(30_360, "30/360", "bond basis: a 31st starts as the 30th, and ends as it after one") \
    X(30E_360, "30E/360", "Eurobond basis: every 31st counts as the 30th")

typedef enum ipa_day_count {
#define IPA_DAY_COUNT_ENUM(id, name, text) IPA_DAY_COUNT_##id,
    IPA_DAY_COUNT_TABLE(IPA_DAY_COUNT_ENUM)
#undef IPA_DAY_COUNT_ENUM
        IPA_N_DAY_COUNTS
} ipa_day_count;

bool ipa_day_count_parse(const char *name, ipa_day_count *day_count);
const char *ipa_day_count_name(ipa_day_count day_count);
const char *ipa_day_count_text(ipa_day_count day_count);

/** Days of interest in `[start, end)`: actual ones, or those of twelve months of thirty.
 *  `end` is not before `start`. */
int ipa_day_count_days(ipa_day_count day_count, ipa_date start, ipa_date end);

/** The exact share of a year in `[start, end)`; `end` is not before `start`.
 *  @source ISDA 2006 definitions 4.16 (b), (d), (e), (f), (g); 30/360 has no February rule. */
ipa_fraction ipa_day_count_fraction(ipa_day_count day_count, ipa_date start, ipa_date end);

/** Years from `start` to `end`; negative where `end` comes first. */
double ipa_day_count_years(ipa_day_count day_count, ipa_date start, ipa_date end);
