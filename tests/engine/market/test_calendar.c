#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/calendar.h"

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &date), "%s", text);
    return date;
}

static void assert_rolled(const ipa_calendar *calendar, ipa_roll roll, const char *from,
                          const char *to) {
    char text[IPA_DATE_TEXT];
    ipa_date rolled = ipa_calendar_roll(calendar, roll, day(from));
    cr_expect_str_eq(ipa_date_format(rolled, text), to, "%s %s", ipa_calendar_roll_name(roll),
                     from);
}

Test(calendar, a_date_that_is_no_business_day_rolls_by_rule) {
    static const ipa_calendar weekends = {.base = IPA_CALENDAR_WEEKENDS};
    static const struct {
        const char *date;
        const char *rolled[IPA_N_ROLLS]; /* none, following, modified, preceding, modified */
    } rows[] = {
        {"2025-10-25", {"2025-10-25", "2025-10-27", "2025-10-27", "2025-10-24", "2025-10-24"}},
        {"2025-10-24", {"2025-10-24", "2025-10-24", "2025-10-24", "2025-10-24", "2025-10-24"}},
        {"2025-05-31", {"2025-05-31", "2025-06-02", "2025-05-30", "2025-05-30", "2025-05-30"}},
        {"2025-06-01", {"2025-06-01", "2025-06-02", "2025-06-02", "2025-05-30", "2025-06-02"}},
    };
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++)
        for (int roll = 0; roll < IPA_N_ROLLS; roll++)
            assert_rolled(&weekends, (ipa_roll)roll, rows[at].date, rows[at].rolled[roll]);
}

Test(calendar, long_holidays_are_rolled_over) {
    static const ipa_calendar china = {.base = IPA_CALENDAR_CN};
    assert_rolled(&china, IPA_ROLL_FOLLOWING, "2025-10-01", "2025-10-09");
    assert_rolled(&china, IPA_ROLL_PRECEDING, "2025-10-08", "2025-09-30");
    assert_rolled(&china, IPA_ROLL_MODIFIED_FOLLOWING, "2026-04-30", "2026-04-30");
    assert_rolled(&china, IPA_ROLL_MODIFIED_FOLLOWING, "2022-04-30", "2022-04-29");
    assert_rolled(&china, IPA_ROLL_FOLLOWING, "2022-04-30", "2022-05-05");
    /* A make-up working Saturday is no business day. */
    assert_rolled(&china, IPA_ROLL_FOLLOWING, "2025-02-08", "2025-02-10");
}

/* The sample deal's file rolls its dates by weekends only: column `payment_weekends_only`. */
Test(calendar, payment_dates_of_the_sample_deal) {
    static const ipa_calendar weekends = {.base = IPA_CALENDAR_WEEKENDS};
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    cr_assert(file != NULL);
    char line[1024];
    int n_rows = 0;
    cr_assert(fgets(line, sizeof line, file) != NULL);
    cr_assert(strstr(line, "period,nominal,payment_weekends_only,") == line);
    while (fgets(line, sizeof line, file) != NULL) {
        char nominal[IPA_DATE_TEXT];
        char payment[IPA_DATE_TEXT];
        cr_assert(sscanf(line, "%*d,%10[0-9-],%10[0-9-],", nominal, payment) == 2);
        assert_rolled(&weekends, IPA_ROLL_FOLLOWING, nominal, payment);
        n_rows++;
    }
    fclose(file);
    cr_assert(n_rows == 12);
}

Test(calendar, business_days_are_counted_both_ways) {
    static const ipa_calendar china = {.base = IPA_CALENDAR_CN};
    static const struct {
        const char *from;
        int n;
        const char *to;
    } rows[] = {
        {"2025-10-27", -1, "2025-10-24"}, {"2025-10-27", -2, "2025-10-23"},
        {"2025-10-09", -1, "2025-09-30"}, {"2025-10-09", -2, "2025-09-29"},
        {"2025-09-30", 1, "2025-10-09"},  {"2025-10-04", 1, "2025-10-09"},
        {"2025-10-04", -1, "2025-09-30"}, {"2025-10-04", 0, "2025-10-04"},
        {"2199-12-31", 1, "-"},           {"1900-01-01", -1, "-"},
    };
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++) {
        char text[IPA_DATE_TEXT];
        ipa_date moved = ipa_calendar_add_business_days(&china, day(rows[at].from), rows[at].n);
        cr_expect_str_eq(ipa_date_format(moved, text), rows[at].to, "row %zu", at);
    }
}

/* Follows the words of each rule one day at a time. */
static ipa_date slow_roll(const ipa_calendar *calendar, ipa_roll roll, ipa_date date) {
    ipa_date next = date;
    ipa_date last = date;
    while (!ipa_calendar_is_business_day(calendar, next))
        next++;
    while (!ipa_calendar_is_business_day(calendar, last))
        last--;
    int month = ipa_date_split(date).month;
    switch (roll) {
    case IPA_ROLL_FOLLOWING:
        return next;
    case IPA_ROLL_MODIFIED_FOLLOWING:
        return ipa_date_split(next).month == month ? next : last;
    case IPA_ROLL_PRECEDING:
        return last;
    case IPA_ROLL_MODIFIED_PRECEDING:
        return ipa_date_split(last).month == month ? last : next;
    default:
        return date;
    }
}

Test(calendar, rules_agree_with_their_words_on_every_day) {
    for (int base = 0; base < IPA_N_CALENDARS; base++) {
        ipa_calendar calendar = {.base = (ipa_calendar_base)base};
        for (ipa_date date = day("2015-01-01"); date < day("2028-01-01"); date++)
            for (int roll = 0; roll < IPA_N_ROLLS; roll++)
                cr_assert(ipa_calendar_roll(&calendar, (ipa_roll)roll, date) ==
                          slow_roll(&calendar, (ipa_roll)roll, date));
    }
}

Test(calendar, further_closed_days_add_to_the_base) {
    const ipa_date closed[] = {day("2025-07-25"), day("2025-07-28"), day("2029-02-13")};
    ipa_calendar china = {.base = IPA_CALENDAR_CN, .closed = closed, .n_closed = 3};
    assert_rolled(&china, IPA_ROLL_FOLLOWING, "2025-07-25", "2025-07-29");
    assert_rolled(&china, IPA_ROLL_FOLLOWING, "2025-10-01", "2025-10-09");
    ipa_calendar none = {.base = IPA_CALENDAR_NONE, .closed = closed, .n_closed = 3};
    assert_rolled(&none, IPA_ROLL_FOLLOWING, "2025-07-25", "2025-07-26");
    assert_rolled(&none, IPA_ROLL_PRECEDING, "2025-07-26", "2025-07-26");
    assert_rolled(&none, IPA_ROLL_FOLLOWING, "2029-02-13", "2029-02-14");
}

Test(calendar, years_whose_holidays_nobody_gave_are_not_covered) {
    const ipa_date closed[] = {day("2029-02-13")};
    ipa_calendar china = {.base = IPA_CALENDAR_CN};
    ipa_calendar extended = {.base = IPA_CALENDAR_CN, .closed = closed, .n_closed = 1};
    ipa_calendar weekends = {.base = IPA_CALENDAR_WEEKENDS};
    static const struct {
        const char *date;
        bool china, extended;
    } rows[] = {{"2014-12-31", false, false}, {"2015-01-01", true, true},
                {"2026-12-31", true, true},   {"2027-01-01", false, false},
                {"2029-01-01", false, true},  {"2029-12-31", false, true},
                {"2030-01-01", false, false}};
    for (size_t at = 0; at < sizeof rows / sizeof *rows; at++) {
        cr_expect(ipa_calendar_covers(&china, day(rows[at].date)) == rows[at].china);
        cr_expect(ipa_calendar_covers(&extended, day(rows[at].date)) == rows[at].extended);
        cr_expect(ipa_calendar_covers(&weekends, day(rows[at].date)));
    }
}

Test(calendar, where_every_day_is_closed_there_is_no_business_day) {
    const ipa_date closed[] = {day("2199-12-30"), day("2199-12-31")};
    ipa_calendar calendar = {.base = IPA_CALENDAR_NONE, .closed = closed, .n_closed = 2};
    assert_rolled(&calendar, IPA_ROLL_FOLLOWING, "2199-12-30", "-");
    assert_rolled(&calendar, IPA_ROLL_MODIFIED_FOLLOWING, "2199-12-30", "2199-12-29");
}

Test(calendar, names) {
    static const char *const rolls[] = {"none", "following", "modified_following", "preceding",
                                        "modified_preceding"};
    cr_assert(sizeof rolls / sizeof *rolls == IPA_N_ROLLS);
    for (int at = 0; at < IPA_N_ROLLS; at++) {
        ipa_roll roll;
        cr_assert(ipa_calendar_parse_roll(rolls[at], &roll) && (int)roll == at);
        cr_assert(strlen(ipa_calendar_roll_text(roll)) > 0);
    }
    static const char *const bases[] = {"CN", "WEEKENDS", "NONE"};
    for (int at = 0; at < IPA_N_CALENDARS; at++) {
        ipa_calendar_base base;
        cr_assert(ipa_calendar_parse(bases[at], &base) && (int)base == at);
        cr_assert_str_eq(ipa_calendar_name(base), bases[at]);
        cr_assert(strlen(ipa_calendar_text(base)) > 0);
    }
    ipa_roll roll = IPA_ROLL_PRECEDING;
    ipa_calendar_base base = IPA_CALENDAR_NONE;
    cr_assert(!ipa_calendar_parse_roll("Following", &roll) && roll == IPA_ROLL_PRECEDING);
    cr_assert(!ipa_calendar_parse("cn", &base) && base == IPA_CALENDAR_NONE);
}
