#include <criterion/criterion.h>

#include "engine/market/date.h"

Test(date, every_day_of_three_centuries_follows_its_predecessor) {
    ipa_date date = IPA_DATE_MIN;
    int weekday = IPA_MONDAY; /* 1900-01-01 was a Monday */
    for (int year = 1900; year <= 2199; year++)
        for (int month = 1; month <= 12; month++) {
            static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
            int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int last = days[month - 1] + (month == 2 ? leap : 0);
            for (int day = 1; day <= last; day++, date++, weekday = weekday % 7 + 1) {
                ipa_date_parts parts = ipa_date_split(date);
                cr_assert(ipa_date_from(year, month, day) == date, "%d-%d-%d", year, month, day);
                cr_assert(parts.year == year && parts.month == month && parts.day == day);
                cr_assert((int)ipa_date_weekday(date) == weekday);
                cr_assert(ipa_date_is_month_end(date) == (day == last));
            }
            cr_assert(ipa_date_from(year, month, last + 1) == IPA_NO_DATE);
        }
    cr_assert(date == IPA_DATE_MAX + 1);
}

Test(date, known_serial_days) {
    cr_assert(ipa_date_from(1970, 1, 1) == 0);
    cr_assert(ipa_date_from(2000, 2, 29) == 11016);
    cr_assert(ipa_date_from(2025, 7, 25) == 20294);
    cr_assert(ipa_date_weekday(ipa_date_from(2025, 7, 25)) == IPA_FRIDAY);
    cr_assert(ipa_date_from(1899, 12, 31) == IPA_NO_DATE);
    cr_assert(ipa_date_from(2200, 1, 1) == IPA_NO_DATE);
    cr_assert(ipa_date_from(2025, 0, 1) == IPA_NO_DATE);
    cr_assert(ipa_date_from(2025, 13, 1) == IPA_NO_DATE);
    cr_assert(ipa_date_from(2025, 1, 0) == IPA_NO_DATE);
    cr_assert(!ipa_date_is_valid(IPA_NO_DATE));
}

Test(date, text_is_read_strictly_and_written_back) {
    char text[IPA_DATE_TEXT];
    for (ipa_date date = IPA_DATE_MIN; date <= IPA_DATE_MAX; date += 13) {
        ipa_date back = IPA_NO_DATE;
        cr_assert(ipa_date_parse(ipa_date_format(date, text), &back));
        cr_assert(back == date, "%s", text);
    }
    cr_assert_str_eq(ipa_date_format(20294, text), "2025-07-25");
    cr_assert_str_eq(ipa_date_format(IPA_NO_DATE, text), "-");

    static const char *const refused[] = {
        "",           "2025-7-25",  "2025-07-25 ", " 2025-07-25", "2025/07/25", "20250725",
        "2025-02-29", "2025-13-01", "2025-00-10",  "2025-01-00",  "1899-12-31", "2200-01-01",
        "2025-07-2x", "+025-07-25", "2025-07--5",  "25-07-2025",  "2025-04-31", "-",
    };
    for (size_t at = 0; at < sizeof refused / sizeof *refused; at++) {
        ipa_date date = 7;
        cr_assert(!ipa_date_parse(refused[at], &date), "%s", refused[at]);
        cr_assert(date == 7);
    }
}

typedef struct move {
    int year, month, day, months;
    bool end_of_month;
    const char *expected;
} move;

Test(date, months_are_added_with_the_month_end_clipped) {
    static const move moves[] = {
        {2025, 1, 31, 1, false, "2025-02-28"},
        {2024, 1, 31, 1, false, "2024-02-29"},
        {2025, 1, 31, 2, false, "2025-03-31"},
        {2025, 2, 28, 1, false, "2025-03-28"},
        {2025, 2, 28, 1, true, "2025-03-31"},
        {2025, 4, 30, 3, true, "2025-07-31"},
        {2025, 4, 30, 3, false, "2025-07-30"},
        {2025, 4, 29, 3, true, "2025-07-29"},
        {2025, 7, 25, 3, false, "2025-10-25"},
        {2025, 10, 25, 3, false, "2026-01-25"},
        {2025, 3, 31, -1, false, "2025-02-28"},
        {2025, 1, 15, -1, false, "2024-12-15"},
        {2025, 1, 15, -13, false, "2023-12-15"},
        {2024, 2, 29, 12, false, "2025-02-28"},
        {2024, 2, 29, 48, true, "2028-02-29"},
        {2199, 12, 1, 1, false, "-"},
        {1900, 1, 1, -1, false, "-"},
        {2025, 1, 1, 2000000000, false, "-"},
        {2025, 1, 1, -2000000000, false, "-"},
        {2025, 12, 31, 0, true, "2025-12-31"},
    };
    for (size_t at = 0; at < sizeof moves / sizeof *moves; at++) {
        const move *m = &moves[at];
        char text[IPA_DATE_TEXT];
        ipa_date moved = ipa_date_add_months(ipa_date_from(m->year, m->month, m->day), m->months,
                                             m->end_of_month);
        cr_assert_str_eq(ipa_date_format(moved, text), m->expected, "row %zu", at);
    }
}
