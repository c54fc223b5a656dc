#pragma once
/** Business days: which days a payment can be made on, and where a date that is none rolls to.
 *
 *  Knows: weekends, the Chinese exchanges' closing days, a user's own closed days, roll rules.
 *  Does not know: where a user's days were read from, accrual.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/market/date.h"

/* enum, name in a deal, what is closed */
#define IPA_CALENDAR_TABLE(X)                                                           \
    X(CN, "CN", "weekends and the closing days of the Shanghai and Shenzhen exchanges") \
    X(WEEKENDS, "WEEKENDS", "Saturdays and Sundays")                                    \
    X(NONE, "NONE", "no day")

typedef enum ipa_calendar_base {
#define IPA_CALENDAR_ENUM(id, name, text) IPA_CALENDAR_##id,
    IPA_CALENDAR_TABLE(IPA_CALENDAR_ENUM)
#undef IPA_CALENDAR_ENUM
        IPA_N_CALENDARS
} ipa_calendar_base;

/* enum, name in a deal, where a date that is no business day goes */
#define IPA_ROLL_TABLE(X)                                                                  \
    X(NONE, "none", "stays where it is")                                                   \
    X(FOLLOWING, "following", "the next business day")                                     \
    X(MODIFIED_FOLLOWING, "modified_following",                                            \
      "the next business day, or the last one before it when that lies in the next month") \
    X(PRECEDING, "preceding", "the last business day before it")                           \
    X(MODIFIED_PRECEDING, "modified_preceding",                                            \
      "the last business day before it, or the next one when that lies in the month before")

typedef enum ipa_roll {
#define IPA_ROLL_ENUM(id, name, text) IPA_ROLL_##id,
    IPA_ROLL_TABLE(IPA_ROLL_ENUM)
#undef IPA_ROLL_ENUM
        IPA_N_ROLLS
} ipa_roll;

/** A base calendar and further closed days. Plain data; `{.base = …}` is whole. */
typedef struct ipa_calendar {
    ipa_calendar_base base;
    const ipa_date *closed; /**< closed besides the base's days: ascending, borrowed; or NULL */
    size_t n_closed;
} ipa_calendar;

bool ipa_calendar_parse(const char *name, ipa_calendar_base *base);
const char *ipa_calendar_name(ipa_calendar_base base);
const char *ipa_calendar_text(ipa_calendar_base base);

bool ipa_calendar_parse_roll(const char *name, ipa_roll *roll);
const char *ipa_calendar_roll_name(ipa_roll roll);
const char *ipa_calendar_roll_text(ipa_roll roll);

/** Whether a payment can be made on the day. Make-up working weekends are not business days: the
 *  exchanges and the clearing house stay closed on them. */
bool ipa_calendar_is_business_day(const ipa_calendar *calendar, ipa_date date);

/** Whether the holidays of the date's year are known: false for CN in a year whose notices its
 * table does not hold and for which no further closed day is given. Such a year is weekends only.
 */
bool ipa_calendar_covers(const ipa_calendar *calendar, ipa_date date);

/** The date itself when it is a business day, else where the rule rolls it.
 *  @ensures IPA_NO_DATE when that lies beyond the valid dates. */
ipa_date ipa_calendar_roll(const ipa_calendar *calendar, ipa_roll roll, ipa_date date);

/** The business day `n` after the date (before it when negative): T−1 is `n = −1`. The date need
 *  not be a business day; `n = 0` gives it back.
 *  @ensures IPA_NO_DATE when that lies beyond the valid dates. */
ipa_date ipa_calendar_add_business_days(const ipa_calendar *calendar, ipa_date date, int n);
