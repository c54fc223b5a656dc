#include "engine/market/day_count.h"

#include <string.h>

#include "engine/base/status.h"

static const struct {
    const char *name, *text;
} conventions[IPA_N_DAY_COUNTS] = {
#define ROW(id, name, text) {name, text},
    IPA_DAY_COUNT_TABLE(ROW)
#undef ROW
};

bool ipa_day_count_parse(const char *name, ipa_day_count *day_count) {
    for (int at = 0; at < IPA_N_DAY_COUNTS; at++)
        if (strcmp(name, conventions[at].name) == 0) {
            *day_count = (ipa_day_count)at;
            return true;
        }
    return false;
}

const char *ipa_day_count_name(ipa_day_count day_count) {
    return conventions[day_count].name;
}

const char *ipa_day_count_text(ipa_day_count day_count) {
    return conventions[day_count].text;
}

/* Each year has 360 days and each month 30; what a 31st counts as is all that the two differ in. */
static int days_by_thirty(ipa_date start, ipa_date end, bool end_always_clipped) {
    ipa_date_parts from = ipa_date_split(start);
    ipa_date_parts to = ipa_date_split(end);
    if (from.day == 31)
        from.day = 30;
    if (to.day == 31 && (end_always_clipped || from.day == 30))
        to.day = 30;
    return 360 * (to.year - from.year) + 30 * (to.month - from.month) + (to.day - from.day);
}

static ipa_date first_of_year(int year) {
    return ipa_date_from(year, 1, 1);
}

static int days_in_leap_years(ipa_date start, ipa_date end) {
    int last_year = ipa_date_split(end).year;
    int days = 0;
    for (int year = ipa_date_split(start).year; year <= last_year; year++) {
        if (!ipa_date_is_leap_year(year))
            continue;
        ipa_date from = first_of_year(year);
        ipa_date to = from + 366;
        days += (end < to ? end : to) - (start > from ? start : from);
    }
    return days;
}

int ipa_day_count_days(ipa_day_count day_count, ipa_date start, ipa_date end) {
    IPA_ASSERT(start <= end);
    switch (day_count) {
    case IPA_DAY_COUNT_30_360:
        return days_by_thirty(start, end, false);
    case IPA_DAY_COUNT_30E_360:
        return days_by_thirty(start, end, true);
    default:
        return end - start;
    }
}

ipa_fraction ipa_day_count_fraction(ipa_day_count day_count, ipa_date start, ipa_date end) {
    int days = ipa_day_count_days(day_count, start, end);
    if (day_count == IPA_DAY_COUNT_ACT_365F)
        return (ipa_fraction){days, 365};
    if (day_count != IPA_DAY_COUNT_ACT_ACT)
        return (ipa_fraction){days, 360};
    int leap = days_in_leap_years(start, end);
    if (leap == 0)
        return (ipa_fraction){days, 365};
    if (leap == days)
        return (ipa_fraction){days, 366};
    return (ipa_fraction){(int64_t)365 * leap + (int64_t)366 * (days - leap), 365 * 366};
}

double ipa_day_count_years(ipa_day_count day_count, ipa_date start, ipa_date end) {
    if (end < start)
        return -ipa_day_count_years(day_count, end, start);
    ipa_fraction fraction = ipa_day_count_fraction(day_count, start, end);
    return (double)fraction.numerator / (double)fraction.denominator;
}
