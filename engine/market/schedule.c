#include "engine/market/schedule.h"

#include <string.h>

#include "engine/base/status.h"

static const struct {
    const char *name;
    int months;
} frequencies[IPA_N_FREQUENCIES] = {
#define ROW(id, name, months) {name, months},
    IPA_FREQUENCY_TABLE(ROW)
#undef ROW
};

bool ipa_schedule_parse_frequency(const char *name, ipa_frequency *frequency) {
    for (int at = 0; at < IPA_N_FREQUENCIES; at++)
        if (strcmp(name, frequencies[at].name) == 0) {
            *frequency = (ipa_frequency)at;
            return true;
        }
    return false;
}

const char *ipa_schedule_frequency_name(ipa_frequency frequency) {
    return frequencies[frequency].name;
}

int ipa_schedule_months(ipa_frequency frequency) {
    return frequencies[frequency].months;
}

int ipa_schedule_per_year(ipa_frequency frequency) {
    return frequencies[frequency].months > 0 ? 12 / frequencies[frequency].months : 24;
}

ipa_schedule ipa_schedule_payments(ipa_date first_payment, ipa_date legal_final,
                                   ipa_frequency frequency, bool end_of_month) {
    return (ipa_schedule){.anchor = first_payment,
                          .end = legal_final,
                          .months = ipa_schedule_months(frequency),
                          .end_of_month = end_of_month};
}

ipa_schedule ipa_schedule_written(const ipa_date *dates, size_t n_dates, ipa_date legal_final) {
    IPA_ASSERT(dates != NULL && n_dates > 0);
    return (ipa_schedule){
        .anchor = dates[0], .end = legal_final, .listed = dates, .n_listed = n_dates};
}

ipa_schedule ipa_schedule_dues(ipa_date start, ipa_date end, ipa_frequency frequency) {
    return (ipa_schedule){
        .anchor = start, .end = end, .months = ipa_schedule_months(frequency), .first_step = 1};
}

/* The date half a month after the one `months` after the anchor. */
static ipa_date half_month_later(ipa_date anchor, int months, bool end_of_month) {
    enum { HALF = 15 };
    const ipa_date_parts from = ipa_date_split(anchor);
    const bool keeps_end = end_of_month && ipa_date_is_month_end(anchor);
    const bool is_late = keeps_end || from.day > HALF;
    const int day = keeps_end ? HALF : is_late ? from.day - HALF : from.day + HALF;
    const ipa_date first = ipa_date_from(from.year, from.month, 1);
    const ipa_date month = ipa_date_add_months(first, months + (is_late ? 1 : 0), false);
    if (month == IPA_NO_DATE)
        return IPA_NO_DATE;
    const ipa_date_parts in = ipa_date_split(month);
    const int n_days = ipa_date_days_in_month(in.year, in.month);
    return ipa_date_from(in.year, in.month, day < n_days ? day : n_days);
}

ipa_date ipa_schedule_step(ipa_date anchor, int months, int step, bool end_of_month) {
    if (months > 0)
        return ipa_date_add_months(anchor, step * months, end_of_month);
    const int odd = step & 1, whole = (step - odd) / 2; /* before the anchor too */
    return odd ? half_month_later(anchor, whole, end_of_month)
               : ipa_date_add_months(anchor, whole, end_of_month);
}

/* The date of the grid or list at k as if there were no end. */
static ipa_date unended(const ipa_schedule *schedule, size_t k) {
    if (schedule->listed != NULL)
        return k < schedule->n_listed ? schedule->listed[k] : IPA_DATE_MAX;
    const int step = schedule->first_step + (int)k;
    ipa_date date =
        ipa_schedule_step(schedule->anchor, schedule->months, step, schedule->end_of_month);
    return date == IPA_NO_DATE ? IPA_DATE_MAX : date;
}

size_t ipa_schedule_count(const ipa_schedule *schedule) {
    if (schedule->end < schedule->anchor + schedule->first_step)
        return 0;
    size_t k = 0;
    while (unended(schedule, k) < schedule->end)
        k++;
    return k + 1;
}

ipa_date ipa_schedule_date(const ipa_schedule *schedule, size_t k) {
    ipa_date date = unended(schedule, k);
    return date < schedule->end ? date : schedule->end;
}

void ipa_schedule_fill(const ipa_schedule *schedule, ipa_date *dates) {
    size_t n_dates = ipa_schedule_count(schedule);
    for (size_t k = 0; k < n_dates; k++)
        dates[k] = ipa_schedule_date(schedule, k);
}

size_t ipa_schedule_disorder(const ipa_date *dates, size_t n_dates) {
    for (size_t k = 1; k < n_dates; k++)
        if (dates[k] <= dates[k - 1])
            return k;
    return n_dates;
}
