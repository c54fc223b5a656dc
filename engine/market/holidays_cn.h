#pragma once
/** The weekdays on which the Shanghai and Shenzhen stock exchanges are closed, year by year.
 *
 *  Knows: the published closing days of the years in its table, and what each year rests on.
 *  Does not know: weekends, roll rules, days no notice has named yet.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/market/date.h"

/** Whether the exchanges are closed on this weekday for a holiday. */
bool ipa_holidays_cn_is_closed(ipa_date date);

/** Number of weekdays closed in the year; 0 for a year the table does not hold. */
size_t ipa_holidays_cn_count(int year);

/** The notices the year rests on; NULL for a year the table does not hold. */
const char *ipa_holidays_cn_source(int year);

/** First and last year of the table. */
int ipa_holidays_cn_first_year(void);
int ipa_holidays_cn_last_year(void);
