#pragma once
/** Grids of nominal dates: a deal's payment dates, a contract's due dates.
 *
 *  Knows: frequencies, month ends, the stub at the end.
 *  Does not know: holidays (dates here are nominal), amounts.
 *
 *  The k-th date is counted from the anchor, never from its clipped predecessor, so 31 January
 *  gives 28 February and then 31 March. Twice a month: the anchor's day and the one 15 days from it
 *  (1st and 16th, 15th and 30th), clipped alike; with month ends kept, the 15th and the last.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/market/date.h"

/* enum, name in a deal, months between two dates; 0: half a month */
#define IPA_FREQUENCY_TABLE(X)       \
    X(MONTHLY, "monthly", 1)         \
    X(QUARTERLY, "quarterly", 3)     \
    X(SEMIANNUAL, "semiannual", 6)   \
    X(ANNUAL, "annual", 12)          \
    X(SEMIMONTHLY, "semimonthly", 0) \
    X(BIMONTHLY, "bimonthly", 2)

typedef enum ipa_frequency {
#define IPA_FREQUENCY_ENUM(id, name, months) IPA_FREQUENCY_##id,
    IPA_FREQUENCY_TABLE(IPA_FREQUENCY_ENUM)
#undef IPA_FREQUENCY_ENUM
        IPA_N_FREQUENCIES
} ipa_frequency;

/** A grid of dates up to `end`, or an explicit list when `listed` is not NULL. Plain data: make it
 *  with one of the three functions below. */
typedef struct ipa_schedule {
    ipa_date anchor;
    ipa_date end;   /**< always the last date: a stub when the grid does not hit it */
    int months;     /**< between two dates of the grid; 0: half a month */
    int first_step; /**< 0 when the anchor itself is a date, else 1 */
    bool end_of_month;
    const ipa_date *listed; /**< borrowed */
    size_t n_listed;
} ipa_schedule;

bool ipa_schedule_parse_frequency(const char *name, ipa_frequency *frequency);
const char *ipa_schedule_frequency_name(ipa_frequency frequency);
/** Months between two dates; 0 for half a month. */
int ipa_schedule_months(ipa_frequency frequency);
int ipa_schedule_per_year(ipa_frequency frequency);

/** The date `step` steps of `months` (0: half a month) after the anchor, before it where the step
 * is negative, month ends clipped.
 *  @ensures IPA_NO_DATE beyond the valid dates. */
ipa_date ipa_schedule_step(ipa_date anchor, int months, int step, bool end_of_month);

/** Nominal payment dates of a deal: the first one, then every period, ending on legal final. */
ipa_schedule ipa_schedule_payments(ipa_date first_payment, ipa_date legal_final,
                                   ipa_frequency frequency, bool end_of_month);

/** Nominal payment dates written out, ending on legal final; dates after it are left out.
 *  @owner `dates` stays the caller's and must outlive the schedule; strictly ascending. */
ipa_schedule ipa_schedule_written(const ipa_date *dates, size_t n_dates, ipa_date legal_final);

/** Due dates of a contract: every period after its start, on the start's day of the month, ending
 *  on its end. None when it ends where it starts. */
ipa_schedule ipa_schedule_dues(ipa_date start, ipa_date end, ipa_frequency frequency);

/** Number of dates; 0 when the end lies before the first. */
size_t ipa_schedule_count(const ipa_schedule *schedule);

/** The date at index k, from 0; k is below the count. */
ipa_date ipa_schedule_date(const ipa_schedule *schedule, size_t k);

/** All dates, ascending. @shape dates[count] */
void ipa_schedule_fill(const ipa_schedule *schedule, ipa_date *dates);

/** Index of the first date of a written list that is not after its predecessor; `n_dates` when the
 *  list ascends. */
size_t ipa_schedule_disorder(const ipa_date *dates, size_t n_dates);
