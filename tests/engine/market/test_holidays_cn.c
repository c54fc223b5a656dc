#include <criterion/criterion.h>
#include <string.h>

#include "engine/market/holidays_cn.h"

/* Closed weekdays day by day, as other open calendars list them, where the table lists periods:
 * 2015 to 2024 the XSHG calendar of exchange_calendars (with 2024-02-09, which it gained later),
 * 2025 and 2026 a public list of trading-day exceptions (its 2026-09-25 and 2026-10-01 ff.
 * confirmed by the exchanges' notice). */
static const char *const closed_days[] = {
    "2015-01-01 2015-01-02 2015-02-18 2015-02-19 2015-02-20 2015-02-23 2015-02-24 2015-04-06 "
    "2015-05-01 2015-06-22 2015-09-03 2015-09-04 2015-10-01 2015-10-02 2015-10-05 2015-10-06 "
    "2015-10-07",
    "2016-01-01 2016-02-08 2016-02-09 2016-02-10 2016-02-11 2016-02-12 2016-04-04 2016-05-02 "
    "2016-06-09 2016-06-10 2016-09-15 2016-09-16 2016-10-03 2016-10-04 2016-10-05 2016-10-06 "
    "2016-10-07",
    "2017-01-02 2017-01-27 2017-01-30 2017-01-31 2017-02-01 2017-02-02 2017-04-03 2017-04-04 "
    "2017-05-01 2017-05-29 2017-05-30 2017-10-02 2017-10-03 2017-10-04 2017-10-05 2017-10-06",
    "2018-01-01 2018-02-15 2018-02-16 2018-02-19 2018-02-20 2018-02-21 2018-04-05 2018-04-06 "
    "2018-04-30 2018-05-01 2018-06-18 2018-09-24 2018-10-01 2018-10-02 2018-10-03 2018-10-04 "
    "2018-10-05 2018-12-31",
    "2019-01-01 2019-02-04 2019-02-05 2019-02-06 2019-02-07 2019-02-08 2019-04-05 2019-05-01 "
    "2019-05-02 2019-05-03 2019-06-07 2019-09-13 2019-10-01 2019-10-02 2019-10-03 2019-10-04 "
    "2019-10-07",
    "2020-01-01 2020-01-24 2020-01-27 2020-01-28 2020-01-29 2020-01-30 2020-01-31 2020-04-06 "
    "2020-05-01 2020-05-04 2020-05-05 2020-06-25 2020-06-26 2020-10-01 2020-10-02 2020-10-05 "
    "2020-10-06 2020-10-07 2020-10-08",
    "2021-01-01 2021-02-11 2021-02-12 2021-02-15 2021-02-16 2021-02-17 2021-04-05 2021-05-03 "
    "2021-05-04 2021-05-05 2021-06-14 2021-09-20 2021-09-21 2021-10-01 2021-10-04 2021-10-05 "
    "2021-10-06 2021-10-07",
    "2022-01-03 2022-01-31 2022-02-01 2022-02-02 2022-02-03 2022-02-04 2022-04-04 2022-04-05 "
    "2022-05-02 2022-05-03 2022-05-04 2022-06-03 2022-09-12 2022-10-03 2022-10-04 2022-10-05 "
    "2022-10-06 2022-10-07",
    "2023-01-02 2023-01-23 2023-01-24 2023-01-25 2023-01-26 2023-01-27 2023-04-05 2023-05-01 "
    "2023-05-02 2023-05-03 2023-06-22 2023-06-23 2023-09-29 2023-10-02 2023-10-03 2023-10-04 "
    "2023-10-05 2023-10-06",
    "2024-01-01 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 2024-04-04 "
    "2024-04-05 2024-05-01 2024-05-02 2024-05-03 2024-06-10 2024-09-16 2024-09-17 2024-10-01 "
    "2024-10-02 2024-10-03 2024-10-04 2024-10-07",
    "2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 "
    "2025-05-01 2025-05-02 2025-05-05 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06 "
    "2025-10-07 2025-10-08",
    "2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23 "
    "2026-04-06 2026-05-01 2026-05-04 2026-05-05 2026-06-19 2026-09-25 2026-10-01 2026-10-02 "
    "2026-10-05 2026-10-06 2026-10-07",
};

Test(holidays_cn, every_day_of_twelve_years_as_independent_lists_have_it) {
    int first = ipa_holidays_cn_first_year();
    int last = ipa_holidays_cn_last_year();
    cr_assert(first == 2015 && last == 2026);
    cr_assert(sizeof closed_days / sizeof *closed_days == 12);
    for (ipa_date date = ipa_date_from(first, 1, 1); date <= ipa_date_from(last, 12, 31); date++) {
        char text[IPA_DATE_TEXT];
        ipa_date_format(date, text);
        const char *list = closed_days[ipa_date_split(date).year - first];
        cr_expect(ipa_holidays_cn_is_closed(date) == (strstr(list, text) != NULL), "%s", text);
    }
}

/* Trading days a year, as the market quotes them (244 for 2015, and so on). */
Test(holidays_cn, trading_days_a_year) {
    static const int trading_days[] = {244, 244, 244, 243, 244, 243, 243, 242, 242, 242, 243, 242};
    for (int year = 2015; year <= 2026; year++) {
        int weekdays = 0;
        for (ipa_date date = ipa_date_from(year, 1, 1); date <= ipa_date_from(year, 12, 31); date++)
            weekdays += ipa_date_weekday(date) <= IPA_FRIDAY;
        cr_expect(weekdays - (int)ipa_holidays_cn_count(year) == trading_days[year - 2015], "%d",
                  year);
        cr_expect(ipa_holidays_cn_source(year) != NULL &&
                  strlen(ipa_holidays_cn_source(year)) > 20);
    }
}

Test(holidays_cn, nothing_is_known_outside_the_table) {
    static const int years[] = {1900, 2014, 2027, 2199};
    for (size_t at = 0; at < sizeof years / sizeof *years; at++) {
        cr_assert(ipa_holidays_cn_count(years[at]) == 0);
        cr_assert(ipa_holidays_cn_source(years[at]) == NULL);
        cr_assert(!ipa_holidays_cn_is_closed(ipa_date_from(years[at], 10, 1)));
    }
}
