#include "engine/market/calendar.h"

#include <string.h>

#include "engine/market/holidays_cn.h"

typedef struct named {
    const char *name, *text;
} named;

#define ROW(id, name, text) {name, text},
static const named bases[IPA_N_CALENDARS] = {IPA_CALENDAR_TABLE(ROW)};
static const named rolls[IPA_N_ROLLS] = {IPA_ROLL_TABLE(ROW)};
#undef ROW

static int index_of(const named *rows, int n_rows, const char *name) {
    for (int at = 0; at < n_rows; at++)
        if (strcmp(name, rows[at].name) == 0)
            return at;
    return -1;
}

bool ipa_calendar_parse(const char *name, ipa_calendar_base *base) {
    int at = index_of(bases, IPA_N_CALENDARS, name);
    if (at >= 0)
        *base = (ipa_calendar_base)at;
    return at >= 0;
}

bool ipa_calendar_parse_roll(const char *name, ipa_roll *roll) {
    int at = index_of(rolls, IPA_N_ROLLS, name);
    if (at >= 0)
        *roll = (ipa_roll)at;
    return at >= 0;
}

const char *ipa_calendar_name(ipa_calendar_base base) {
    return bases[base].name;
}
const char *ipa_calendar_text(ipa_calendar_base base) {
    return bases[base].text;
}
const char *ipa_calendar_roll_name(ipa_roll roll) {
    return rolls[roll].name;
}
const char *ipa_calendar_roll_text(ipa_roll roll) {
    return rolls[roll].text;
}

/* Index of the first further closed day that is not before the date. */
static size_t first_closed_from(const ipa_calendar *calendar, ipa_date date) {
    size_t low = 0;
    size_t high = calendar->n_closed;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->closed[middle] < date)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ipa_calendar_is_business_day(const ipa_calendar *calendar, ipa_date date) {
    size_t at = first_closed_from(calendar, date);
    if (at < calendar->n_closed && calendar->closed[at] == date)
        return false;
    if (calendar->base == IPA_CALENDAR_NONE)
        return true;
    if (ipa_date_weekday(date) >= IPA_SATURDAY)
        return false;
    return calendar->base != IPA_CALENDAR_CN || !ipa_holidays_cn_is_closed(date);
}

bool ipa_calendar_covers(const ipa_calendar *calendar, ipa_date date) {
    int year = ipa_date_split(date).year;
    if (calendar->base != IPA_CALENDAR_CN || ipa_holidays_cn_source(year) != NULL)
        return true;
    size_t at = first_closed_from(calendar, ipa_date_from(year, 1, 1));
    return at < calendar->n_closed && ipa_date_split(calendar->closed[at]).year == year;
}

static ipa_date walk(const ipa_calendar *calendar, ipa_date date, int step) {
    while (ipa_date_is_valid(date) && !ipa_calendar_is_business_day(calendar, date))
        date += step;
    return ipa_date_is_valid(date) ? date : IPA_NO_DATE;
}

static bool same_month(ipa_date a, ipa_date b) {
    return a != IPA_NO_DATE && ipa_date_split(a).month == ipa_date_split(b).month;
}

ipa_date ipa_calendar_roll(const ipa_calendar *calendar, ipa_roll roll, ipa_date date) {
    if (roll == IPA_ROLL_NONE)
        return date;
    bool forward = roll == IPA_ROLL_FOLLOWING || roll == IPA_ROLL_MODIFIED_FOLLOWING;
    bool modified = roll == IPA_ROLL_MODIFIED_FOLLOWING || roll == IPA_ROLL_MODIFIED_PRECEDING;
    int step = forward ? 1 : -1;
    ipa_date rolled = walk(calendar, date, step);
    return modified && !same_month(rolled, date) ? walk(calendar, date, -step) : rolled;
}

ipa_date ipa_calendar_add_business_days(const ipa_calendar *calendar, ipa_date date, int n) {
    int step = n < 0 ? -1 : 1;
    for (; n != 0 && date != IPA_NO_DATE; n -= step)
        date = walk(calendar, date + step, step);
    return date;
}
