#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/schedule.h"

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &date), "%s", text);
    return date;
}

/* `expected` is a list of dates parted by single spaces. */
static void assert_dates(const ipa_schedule *schedule, const char *expected) {
    size_t n_dates = ipa_schedule_count(schedule);
    ipa_date *dates = calloc(n_dates + 1, sizeof *dates);
    char *joined = calloc(n_dates + 1, IPA_DATE_TEXT);
    ipa_schedule_fill(schedule, dates);
    for (size_t k = 0; k < n_dates; k++) {
        char text[IPA_DATE_TEXT];
        if (k > 0)
            strcat(joined, " ");
        strcat(joined, ipa_date_format(dates[k], text));
    }
    cr_expect_str_eq(joined, expected);
    free(joined);
    free(dates);
}

Test(schedule, payment_dates_start_at_the_first_and_end_on_legal_final) {
    ipa_schedule hit =
        ipa_schedule_payments(day("2025-10-25"), day("2026-07-25"), IPA_FREQUENCY_QUARTERLY, false);
    assert_dates(&hit, "2025-10-25 2026-01-25 2026-04-25 2026-07-25");
    ipa_schedule stub =
        ipa_schedule_payments(day("2025-10-25"), day("2026-07-01"), IPA_FREQUENCY_QUARTERLY, false);
    assert_dates(&stub, "2025-10-25 2026-01-25 2026-04-25 2026-07-01");
    ipa_schedule only =
        ipa_schedule_payments(day("2025-10-25"), day("2025-10-25"), IPA_FREQUENCY_ANNUAL, false);
    assert_dates(&only, "2025-10-25");
    ipa_schedule none =
        ipa_schedule_payments(day("2025-10-25"), day("2025-10-24"), IPA_FREQUENCY_ANNUAL, false);
    assert_dates(&none, "");
}

Test(schedule, a_clipped_month_end_comes_back) {
    ipa_schedule clipped =
        ipa_schedule_payments(day("2025-01-31"), day("2025-05-31"), IPA_FREQUENCY_MONTHLY, false);
    assert_dates(&clipped, "2025-01-31 2025-02-28 2025-03-31 2025-04-30 2025-05-31");
    ipa_schedule kept =
        ipa_schedule_payments(day("2025-02-28"), day("2025-08-31"), IPA_FREQUENCY_QUARTERLY, false);
    assert_dates(&kept, "2025-02-28 2025-05-28 2025-08-28 2025-08-31");
    ipa_schedule ends =
        ipa_schedule_payments(day("2025-02-28"), day("2025-08-31"), IPA_FREQUENCY_QUARTERLY, true);
    assert_dates(&ends, "2025-02-28 2025-05-31 2025-08-31");
    ipa_schedule leap =
        ipa_schedule_payments(day("2023-02-28"), day("2024-08-31"), IPA_FREQUENCY_SEMIANNUAL, true);
    assert_dates(&leap, "2023-02-28 2023-08-31 2024-02-29 2024-08-31");
}

Test(schedule, dues_come_after_the_start_and_end_on_the_end) {
    ipa_schedule whole =
        ipa_schedule_dues(day("2025-07-25"), day("2026-07-25"), IPA_FREQUENCY_SEMIANNUAL);
    assert_dates(&whole, "2026-01-25 2026-07-25");
    ipa_schedule stub =
        ipa_schedule_dues(day("2025-11-30"), day("2026-06-15"), IPA_FREQUENCY_QUARTERLY);
    assert_dates(&stub, "2026-02-28 2026-05-30 2026-06-15");
    ipa_schedule short_one =
        ipa_schedule_dues(day("2025-07-25"), day("2025-08-01"), IPA_FREQUENCY_ANNUAL);
    assert_dates(&short_one, "2025-08-01");
    ipa_schedule none =
        ipa_schedule_dues(day("2025-07-25"), day("2025-07-25"), IPA_FREQUENCY_ANNUAL);
    assert_dates(&none, "");
}

Test(schedule, written_dates_end_on_legal_final_too) {
    const ipa_date dates[] = {day("2025-09-30"), day("2026-02-10"), day("2026-06-30")};
    ipa_schedule longer = ipa_schedule_written(dates, 3, day("2026-12-31"));
    assert_dates(&longer, "2025-09-30 2026-02-10 2026-06-30 2026-12-31");
    ipa_schedule equal = ipa_schedule_written(dates, 3, day("2026-06-30"));
    assert_dates(&equal, "2025-09-30 2026-02-10 2026-06-30");
    ipa_schedule shorter = ipa_schedule_written(dates, 3, day("2026-03-01"));
    assert_dates(&shorter, "2025-09-30 2026-02-10 2026-03-01");

    cr_assert(ipa_schedule_disorder(dates, 3) == 3);
    const ipa_date twice[] = {dates[0], dates[1], dates[1], dates[0]};
    cr_assert(ipa_schedule_disorder(twice, 4) == 2);
    cr_assert(ipa_schedule_disorder(dates, 0) == 0);
}

Test(schedule, a_grid_that_outlives_the_calendar_stops_at_its_end) {
    ipa_schedule late = ipa_schedule_payments(day("2198-11-30"), day("2199-12-31"),
                                              IPA_FREQUENCY_SEMIANNUAL, false);
    assert_dates(&late, "2198-11-30 2199-05-30 2199-11-30 2199-12-31");
}

/* Walks every day and takes it when it is the anchor's day of the month (or the last day of a month
 * too short for it) in a month that is a whole number of periods away. */
static size_t slow_count(ipa_date anchor, ipa_date end, int months, ipa_date *dates) {
    ipa_date_parts first = ipa_date_split(anchor);
    size_t n_dates = 0;
    for (ipa_date date = anchor; date < end; date++) {
        ipa_date_parts at = ipa_date_split(date);
        int away = 12 * (at.year - first.year) + at.month - first.month;
        bool last_day = ipa_date_split(date + 1).day == 1;
        if (away % months == 0 && (at.day == first.day || (last_day && at.day < first.day)))
            dates[n_dates++] = date;
    }
    dates[n_dates++] = end;
    return n_dates;
}

Test(schedule, agrees_with_a_walk_over_every_day) {
    static ipa_date expected[512];
    size_t n_compared = 0;
    for (int frequency = 0; frequency < IPA_N_FREQUENCIES; frequency++)
        for (int start = 0; frequency != IPA_FREQUENCY_SEMIMONTHLY && start < 800; start += 7)
            for (int term = 1; term < 1500; term += 97) {
                ipa_date anchor = day("2023-01-01") + start;
                ipa_schedule schedule =
                    ipa_schedule_payments(anchor, anchor + term, (ipa_frequency)frequency, false);
                size_t n_expected = slow_count(anchor, anchor + term, schedule.months, expected);
                cr_assert(ipa_schedule_count(&schedule) == n_expected);
                for (size_t k = 0; k < n_expected; k++)
                    cr_assert(ipa_schedule_date(&schedule, k) == expected[k]);
                ipa_schedule dues =
                    ipa_schedule_dues(anchor, anchor + term, (ipa_frequency)frequency);
                cr_assert(ipa_schedule_count(&dues) == n_expected - 1);
                for (size_t k = 1; k < n_expected; k++)
                    cr_assert(ipa_schedule_date(&dues, k - 1) == expected[k]);
                n_compared += n_expected;
            }
    cr_assert(n_compared > 10000);
}

static void expect_half_months(const char *first, const char *end, bool end_of_month,
                               const char *expected) {
    ipa_schedule grid =
        ipa_schedule_payments(day(first), day(end), IPA_FREQUENCY_SEMIMONTHLY, end_of_month);
    assert_dates(&grid, expected);
}

Test(schedule, twice_a_month_on_days_that_fit_the_month) {
    expect_half_months("2025-01-15", "2025-03-15", false,
                       "2025-01-15 2025-01-30 2025-02-15 2025-02-28 2025-03-15");
    expect_half_months("2025-01-01", "2025-02-16", false,
                       "2025-01-01 2025-01-16 2025-02-01 2025-02-16");
    expect_half_months("2024-12-16", "2025-02-01", false,
                       "2024-12-16 2025-01-01 2025-01-16 2025-02-01");
    expect_half_months("2025-01-31", "2025-03-20", false,
                       "2025-01-31 2025-02-16 2025-02-28 2025-03-16 2025-03-20");
    expect_half_months("2025-01-31", "2025-03-31", true,
                       "2025-01-31 2025-02-15 2025-02-28 2025-03-15 2025-03-31");
    ipa_schedule dues =
        ipa_schedule_dues(day("2024-01-10"), day("2024-03-05"), IPA_FREQUENCY_SEMIMONTHLY);
    assert_dates(&dues, "2024-01-25 2024-02-10 2024-02-25 2024-03-05");
}

Test(schedule, twice_a_month_backwards) {
    static const char *const dates[][2] = {{"2026-03-31", "2026-03-16"},
                                           {"2026-03-29", "2026-03-14"},
                                           {"2026-03-15", "2026-02-28"},
                                           {"2026-03-10", "2026-02-25"}};
    for (size_t n = 0; n < sizeof dates / sizeof *dates; n++)
        cr_expect_eq(ipa_schedule_step(day(dates[n][0]), 0, -1, false), day(dates[n][1]));
    cr_expect_eq(ipa_schedule_step(day("2026-03-10"), 0, -2, false), day("2026-02-10"));
}

Test(schedule, twice_a_month_is_24_times_a_year_in_order) {
    for (int start = 0; start < 800; start++) {
        const ipa_date anchor = day("2023-01-01") + start;
        for (int step = 0; step < 72; step++) {
            const ipa_date here = ipa_schedule_step(anchor, 0, step, false);
            const ipa_date next = ipa_schedule_step(anchor, 0, step + 1, false);
            cr_assert(next - here >= 12 && next - here <= 18, "%d days", next - here);
        }
        cr_assert_eq(ipa_schedule_step(anchor, 0, 48, false),
                     ipa_date_add_months(anchor, 24, false));
    }
}

Test(schedule, frequencies_by_name) {
    static const struct {
        const char *name;
        int months, per_year;
    } rows[] = {{"monthly", 1, 12}, {"quarterly", 3, 4},    {"semiannual", 6, 2},
                {"annual", 12, 1},  {"semimonthly", 0, 24}, {"bimonthly", 2, 6}};
    for (size_t at = 0; at < IPA_N_FREQUENCIES; at++) {
        ipa_frequency frequency;
        cr_assert(ipa_schedule_parse_frequency(rows[at].name, &frequency));
        cr_assert_str_eq(ipa_schedule_frequency_name(frequency), rows[at].name);
        cr_assert(ipa_schedule_months(frequency) == rows[at].months);
        cr_assert(ipa_schedule_per_year(frequency) == rows[at].per_year);
    }
    ipa_frequency untouched = IPA_FREQUENCY_ANNUAL;
    cr_assert(!ipa_schedule_parse_frequency("Quarterly", &untouched));
    cr_assert(!ipa_schedule_parse_frequency("", &untouched));
    cr_assert(untouched == IPA_FREQUENCY_ANNUAL);
}
