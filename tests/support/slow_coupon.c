#include <math.h>
#include <string.h>

#include "tests/support/slow_waterfall.h"

/* Coupons are whole numbers of 1e-8 a year. */
enum { SCALE = 8 };

static int64_t power(int n) {
    int64_t value = 1;
    for (; n > 0; n--)
        value *= 10;
    return value;
}

static int64_t scaled(ipa_number number) {
    return number.exact.mantissa * power(SCALE - number.exact.scale);
}

int slow_coupon_put_period(const slow_waterfall *of, int t) {
    const ipa_date date = of->deal->tranches[t].put.date;
    int k = 0;
    while (date != IPA_NO_DATE && k < of->n_periods && of->periods[k].nominal < date)
        k++;
    return date == IPA_NO_DATE ? of->n_periods : k;
}

/* ---- reference rates ---- */

/** The day on which the rate of the period was looked at. */
static ipa_date reset_date(const slow_waterfall *of, const ipa_deal_floating *floating) {
    const ipa_date closing = of->deal->terms.closing;
    ipa_date reset = closing, before = closing;
    for (int k = 0; k < of->k; before = of->periods[k++].nominal) {
        bool looks = floating->reset == IPA_RESET_PERIOD;
        for (int m = 1; !looks; m++) {
            const ipa_date due = ipa_date_add_months(closing, m * (int)floating->reset, false);
            if (due > of->periods[k].nominal)
                break;
            looks = due > before;
        }
        if (looks)
            reset = of->periods[k].nominal;
    }
    return reset;
}

/** Between the knots in a straight line, level before and after them. */
static long double level_of_curve(const ipa_deal_index *index, double years) {
    const int last = index->n_knots - 1;
    if (years <= index->knot_years[0])
        return index->knot_rates[0];
    for (int n = 1; n <= last; n++)
        if (years <= index->knot_years[n]) {
            const long double step = index->knot_years[n] - index->knot_years[n - 1];
            return index->knot_rates[n - 1] + (index->knot_rates[n] - index->knot_rates[n - 1]) *
                                                  (years - index->knot_years[n - 1]) / step;
        }
    return index->knot_rates[last];
}

/** Half up, in units of the last decimal; a level that ties may fall either way where it was
 *  computed. */
static int64_t rounded_level(slow_waterfall *of, long double level, int decimals, bool exact) {
    const long double parts = level * (long double)power(decimals);
    const long double nearest = floorl(parts + 0.5L + (exact ? 1e-9L : 0));
    if (!exact && fabsl(parts - floorl(parts) - 0.5L) < 1e-7L)
        of->reader.nearest = 0;
    return (int64_t)nearest;
}

static int64_t level_on(slow_waterfall *of, const ipa_deal_floating *floating, ipa_date date) {
    const ipa_deal_market *market = &of->deal->market;
    const ipa_deal_index *index = NULL;
    for (int n = 0; n < market->n_indices; n++)
        if (strcmp(market->indices[n].id, floating->index.id) == 0)
            index = &market->indices[n];
    const ipa_dated_list *fixings = &index->fixings;
    const int decimals = floating->decimals;
    const bool knows_more = index->n_knots > 0 || index->flat.given;
    long double level = index->flat.value;
    bool exact = true;
    const double years = (date - market->valuation_date) / 365.0;
    if (fixings->n_items > 0 &&
        (!knows_more || date <= fixings->items[fixings->n_items - 1].date)) {
        for (int n = 0; n < fixings->n_items; n++)
            if (fixings->items[n].date <= date)
                level = fixings->items[n].number.value;
    } else if (index->n_knots > 0) {
        level = level_of_curve(index, years);
        exact = years <= index->knot_years[0] || years >= index->knot_years[index->n_knots - 1];
    }
    return rounded_level(of, level, decimals, exact) * power(SCALE - decimals);
}

static int64_t floating_coupon(slow_waterfall *of, const ipa_deal_floating *floating) {
    int64_t coupon = level_on(of, floating, reset_date(of, floating)) + scaled(floating->spread);
    if (floating->floor.given && coupon < scaled(floating->floor))
        coupon = scaled(floating->floor);
    if (floating->cap.given && coupon > scaled(floating->cap))
        coupon = scaled(floating->cap);
    return coupon;
}

/* ---- a period's interest ---- */

/** The coupon in force on a date of the period. */
static int64_t coupon_on(slow_waterfall *of, int t, ipa_date date) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    if (tranche->put.coupon.given && of->k > slow_coupon_put_period(of, t))
        return scaled(tranche->put.coupon);
    if (tranche->floating.index.id)
        return floating_coupon(of, &tranche->floating);
    int64_t coupon = scaled(tranche->coupon);
    for (int n = 0; n < tranche->coupon_steps.n_items; n++)
        if (tranche->coupon_steps.items[n].date <= date)
            coupon = scaled(tranche->coupon_steps.items[n].number);
    return coupon;
}

int64_t slow_coupon_year_days(const ipa_deal_tranche *tranche) {
    switch (tranche->day_count) {
    case IPA_DAY_COUNT_ACT_365F:
        return 365;
    case IPA_DAY_COUNT_ACT_ACT:
        return 365 * 366;
    default:
        return 360;
    }
}

/** Days from the start of the interest period, of the year above; months of thirty days included,
 *  pieces add up to the whole period. */
static int64_t days_until(const slow_waterfall *of, const ipa_deal_tranche *tranche,
                          ipa_date date) {
    const ipa_fraction until =
        ipa_day_count_fraction(tranche->day_count, of->periods[of->k].accrual_start, date);
    return until.numerator * (slow_coupon_year_days(tranche) / until.denominator);
}

ipa_number slow_coupon_of_period(slow_waterfall *of, int t) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    const ipa_period *period = &of->periods[of->k];
    ipa_number sum = {.exact = {0, SCALE}};
    for (ipa_date start = period->accrual_start, end; start < period->accrual_end; start = end) {
        end = period->accrual_end;
        for (int n = tranche->coupon_steps.n_items - 1; n >= 0; n--)
            if (tranche->coupon_steps.items[n].date > start &&
                tranche->coupon_steps.items[n].date < end)
                end = tranche->coupon_steps.items[n].date;
        const int64_t days = days_until(of, tranche, end) - days_until(of, tranche, start);
        const int64_t coupon = coupon_on(of, t, start);
        sum.exact.mantissa += coupon * days;
        sum.value += (double)coupon / 1e8 * (double)days / (double)slow_coupon_year_days(tranche);
    }
    return sum;
}
