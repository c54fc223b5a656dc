#pragma once
/** Dates as serial days of the proleptic Gregorian calendar.
 *
 *  Knows: year, month, day, weekday, months added with the month's end respected.
 *  Does not know: holidays, day counts, schedules.
 */
#include <stdbool.h>
#include <stdint.h>

/** Days since 1970-01-01; valid from 1900-01-01 to 2199-12-31. Plain arithmetic adds days. */
typedef int32_t ipa_date;

#define IPA_NO_DATE INT32_MIN
#define IPA_DATE_MIN ((ipa_date)-25567)
#define IPA_DATE_MAX ((ipa_date)84005)

enum { IPA_DATE_TEXT = 11 }; /**< bytes of `YYYY-MM-DD` and its NUL */

typedef struct ipa_date_parts {
    int year, month, day; /**< month and day count from 1 */
} ipa_date_parts;

typedef enum ipa_weekday {
    IPA_MONDAY = 1,
    IPA_TUESDAY,
    IPA_WEDNESDAY,
    IPA_THURSDAY,
    IPA_FRIDAY,
    IPA_SATURDAY,
    IPA_SUNDAY,
} ipa_weekday;

/** Whether the serial day lies in the years the engine answers for (1900 to 2199). */
bool ipa_date_is_valid(ipa_date date);

bool ipa_date_is_leap_year(int year);
int ipa_date_days_in_month(int year, int month);

/** The serial day, or IPA_NO_DATE where the calendar has no such day in 1900…2199. */
ipa_date ipa_date_from(int year, int month, int day);

/** Year, month and day of a valid date. */
ipa_date_parts ipa_date_split(ipa_date date);

/** Reads exactly `YYYY-MM-DD`: ten bytes, a day that exists, nothing before or after it. */
bool ipa_date_parse(const char *text, ipa_date *date);

/** Writes `YYYY-MM-DD`, or `-` for IPA_NO_DATE; returns `text`. */
const char *ipa_date_format(ipa_date date, char text[IPA_DATE_TEXT]);

ipa_weekday ipa_date_weekday(ipa_date date);

bool ipa_date_is_month_end(ipa_date date);

/** The same day of the month `months` later (earlier when negative), clipped to the month's end.
 *  With `end_of_month`, the last day of a month goes to the last day of a month.
 *  @ensures IPA_NO_DATE beyond 1900…2199. */
ipa_date ipa_date_add_months(ipa_date date, int months, bool end_of_month);
