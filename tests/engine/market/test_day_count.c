#include <criterion/criterion.h>
#include <string.h>

#include "engine/market/day_count.h"

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &date), "%s", text);
    return date;
}

static double years(ipa_day_count day_count, const char *start, const char *end) {
    return ipa_day_count_years(day_count, day(start), day(end));
}

/* The examples of ISDA's paper "EMU and market conventions: recent developments" (1998), for
 * the actual/actual (ISDA) method. */
Test(day_count, actual_actual_as_isda_published_it) {
    static const struct {
        const char *start, *end;
        double expected;
    } rows[] = {
        {"2003-11-01", "2004-05-01", 61.0 / 365 + 121.0 / 366},
        {"1999-02-01", "1999-07-01", 150.0 / 365},
        {"1999-07-01", "2000-07-01", 184.0 / 365 + 182.0 / 366},
        {"2002-08-15", "2003-07-15", 334.0 / 365},
        {"2003-07-15", "2004-01-15", 170.0 / 365 + 14.0 / 366},
        {"1999-07-30", "2000-01-30", 155.0 / 365 + 29.0 / 366},
        {"2000-01-30", "2000-06-30", 152.0 / 366},
        {"1999-11-30", "2000-04-30", 32.0 / 365 + 120.0 / 366},
    };
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++)
        cr_assert_float_eq(years(IPA_DAY_COUNT_ACT_ACT, rows[at].start, rows[at].end),
                           rows[at].expected, 1e-15, "row %zu", at);
}

/* The sheet of sample calculations that accompanies the ISDA 2006 definitions (30/360). */
Test(day_count, thirty_day_months_as_isda_published_them) {
    static const struct {
        const char *start, *end;
        int bond_basis, eurobond;
    } rows[] = {
        {"2006-08-20", "2007-02-20", 180, 180}, {"2007-02-20", "2007-08-20", 180, 180},
        {"2007-08-20", "2008-02-20", 180, 180}, {"2008-02-20", "2008-08-20", 180, 180},
        {"2006-08-31", "2007-02-28", 178, 178}, {"2007-02-28", "2007-08-31", 183, 182},
        {"2007-08-31", "2008-02-29", 179, 179}, {"2008-02-29", "2008-08-31", 182, 181},
        {"2008-08-31", "2009-02-28", 178, 178}, {"2009-02-28", "2009-08-31", 183, 182},
        {"2006-01-31", "2006-02-28", 28, 28},   {"2006-01-30", "2006-02-28", 28, 28},
        {"2006-02-28", "2006-03-03", 5, 5},     {"2006-02-14", "2006-02-28", 14, 14},
        {"2006-09-30", "2006-10-31", 30, 30},   {"2006-10-31", "2006-11-28", 28, 28},
        {"2007-08-31", "2008-02-28", 178, 178}, {"2008-02-28", "2008-08-28", 180, 180},
        {"2008-02-28", "2008-08-30", 182, 182}, {"2008-02-28", "2008-08-31", 183, 182},
        {"2007-02-26", "2008-02-28", 362, 362}, {"2007-02-26", "2008-02-29", 363, 363},
        {"2008-02-29", "2009-02-28", 359, 359}, {"2008-02-28", "2008-03-30", 32, 32},
        {"2008-02-28", "2008-03-31", 33, 32},
    };
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++) {
        ipa_date start = day(rows[at].start);
        ipa_date end = day(rows[at].end);
        cr_expect(ipa_day_count_days(IPA_DAY_COUNT_30_360, start, end) == rows[at].bond_basis,
                  "row %zu", at);
        cr_expect(ipa_day_count_days(IPA_DAY_COUNT_30E_360, start, end) == rows[at].eurobond,
                  "row %zu", at);
    }
}

Test(day_count, days_of_the_year_over_a_fixed_year) {
    cr_assert_float_eq(years(IPA_DAY_COUNT_ACT_365F, "2025-07-25", "2025-10-25"), 92.0 / 365, 0);
    cr_assert_float_eq(years(IPA_DAY_COUNT_ACT_365F, "2027-07-25", "2028-07-25"), 366.0 / 365, 0);
    cr_assert_float_eq(years(IPA_DAY_COUNT_ACT_360, "2025-07-25", "2025-10-25"), 92.0 / 360, 0);
    ipa_fraction fraction =
        ipa_day_count_fraction(IPA_DAY_COUNT_ACT_365F, day("2025-07-25"), day("2025-10-25"));
    cr_assert(fraction.numerator == 92 && fraction.denominator == 365);
}

/* One day at a time, as the definition reads. */
static double slow_actual_actual(ipa_date start, ipa_date end) {
    int leap = 0;
    int other = 0;
    for (ipa_date date = start; date < end; date++) {
        if (ipa_date_is_leap_year(ipa_date_split(date).year))
            leap++;
        else
            other++;
    }
    return leap / 366.0 + other / 365.0;
}

Test(day_count, actual_actual_agrees_with_a_walk_over_every_day) {
    for (ipa_date start = day("1999-11-01"); start < day("2005-01-01"); start += 17)
        for (ipa_date end = start; end < start + 2200; end += 61)
            cr_assert_float_eq(ipa_day_count_years(IPA_DAY_COUNT_ACT_ACT, start, end),
                               slow_actual_actual(start, end), 4e-15);
}

Test(day_count, nothing_accrues_on_no_days_and_time_back_is_negative) {
    for (int at = 0; at < IPA_N_DAY_COUNTS; at++) {
        ipa_date start = day("2025-07-25");
        cr_assert(ipa_day_count_years((ipa_day_count)at, start, start) == 0);
        double forth = ipa_day_count_years((ipa_day_count)at, start, start + 400);
        cr_assert(forth > 1);
        cr_assert(ipa_day_count_years((ipa_day_count)at, start + 400, start) == -forth);
    }
}

Test(day_count, names_are_read_exactly) {
    static const char *const names[] = {"ACT/365F", "ACT/360", "ACT/ACT", "30/360", "30E/360"};
    cr_assert(sizeof names / sizeof *names == IPA_N_DAY_COUNTS);
    for (int at = 0; at < IPA_N_DAY_COUNTS; at++) {
        ipa_day_count day_count;
        cr_assert(ipa_day_count_parse(names[at], &day_count));
        cr_assert((int)day_count == at);
        cr_assert_str_eq(ipa_day_count_name(day_count), names[at]);
        cr_assert(strlen(ipa_day_count_text(day_count)) > 0);
    }
    ipa_day_count day_count;
    cr_assert(!ipa_day_count_parse("ACT/365", &day_count));
    cr_assert(!ipa_day_count_parse("act/365f", &day_count));
}
