#include "engine/market/date.h"

#include <stddef.h>
#include <string.h>

#include "engine/base/status.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2199, DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400 };

bool ipa_date_is_valid(ipa_date date) {
    return date >= IPA_DATE_MIN && date <= IPA_DATE_MAX;
}

bool ipa_date_is_leap_year(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int ipa_date_days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    IPA_ASSERT(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && ipa_date_is_leap_year(year));
}

/* Years are counted from March, so that the leap day is the last of its year; the months from
 * March then have the cumulative days (153 m + 2) / 5. Day 0 of the count is 0000-03-01. */
enum { MARCH_COUNT_OF_EPOCH = 719468 };

ipa_date ipa_date_from(int year, int month, int day) {
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > ipa_date_days_in_month(year, month))
        return IPA_NO_DATE;
    int march_year = year - (month <= 2);
    int march_month = (month + 9) % 12;
    int leap_days = march_year / 4 - march_year / 100 + march_year / 400;
    int day_of_year = (153 * march_month + 2) / 5 + day - 1;
    return 365 * march_year + leap_days + day_of_year - MARCH_COUNT_OF_EPOCH;
}

ipa_date_parts ipa_date_split(ipa_date date) {
    IPA_ASSERT(ipa_date_is_valid(date));
    int count = date + MARCH_COUNT_OF_EPOCH;
    int era = count / DAYS_PER_ERA;
    int day_of_era = count % DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) /
        365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    int month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (ipa_date_parts){
        .year = era * YEARS_PER_ERA + year_of_era + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * march_month + 2) / 5 + 1,
    };
}

bool ipa_date_parse(const char *text, ipa_date *date) {
    static const char shape[] = "dddd-dd-dd";
    int fields[3] = {0, 0, 0};
    size_t field = 0;
    if (strlen(text) != sizeof shape - 1)
        return false;
    for (size_t at = 0; shape[at] != '\0'; at++) {
        if (shape[at] == '-') {
            if (text[at] != '-')
                return false;
            field++;
        } else {
            if (text[at] < '0' || text[at] > '9')
                return false;
            fields[field] = 10 * fields[field] + (text[at] - '0');
        }
    }
    ipa_date parsed = ipa_date_from(fields[0], fields[1], fields[2]);
    if (parsed == IPA_NO_DATE)
        return false;
    *date = parsed;
    return true;
}

const char *ipa_date_format(ipa_date date, char text[IPA_DATE_TEXT]) {
    if (date == IPA_NO_DATE)
        return strcpy(text, "-");
    ipa_date_parts parts = ipa_date_split(date);
    int digits = (parts.year * 100 + parts.month) * 100 + parts.day;
    text[IPA_DATE_TEXT - 1] = '\0';
    for (int at = IPA_DATE_TEXT - 2; at >= 0; at--) {
        if (at == 4 || at == 7) {
            text[at] = '-';
        } else {
            text[at] = (char)('0' + digits % 10);
            digits /= 10;
        }
    }
    return text;
}

ipa_weekday ipa_date_weekday(ipa_date date) {
    IPA_ASSERT(ipa_date_is_valid(date));
    /* 1899-12-31, the day before the first valid one, was a Sunday. */
    return (ipa_weekday)((date - IPA_DATE_MIN) % 7 + IPA_MONDAY);
}

bool ipa_date_is_month_end(ipa_date date) {
    ipa_date_parts parts = ipa_date_split(date);
    return parts.day == ipa_date_days_in_month(parts.year, parts.month);
}

ipa_date ipa_date_add_months(ipa_date date, int months, bool end_of_month) {
    enum { MONTHS_OF_RANGE = 12 * (YEAR_MAX - YEAR_MIN + 1) };
    if (months > MONTHS_OF_RANGE || months < -MONTHS_OF_RANGE)
        return IPA_NO_DATE;
    ipa_date_parts parts = ipa_date_split(date);
    int month_count = 12 * parts.year + parts.month - 1 + months;
    int year = month_count / 12;
    int month = month_count % 12 + 1;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return IPA_NO_DATE;
    int last = ipa_date_days_in_month(year, month);
    bool to_end = parts.day > last || (end_of_month && ipa_date_is_month_end(date));
    return ipa_date_from(year, month, to_end ? last : parts.day);
}
