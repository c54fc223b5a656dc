#include <string.h>

#include "engine/deal/resolve.h"

/* Places to which a level between two knots of a curve is taken as a decimal before it is rounded
 * as the deal says: what doubles lose lies beyond them. */
enum { CURVE_DECIMALS = 12 };

/* ---- indices ---- */

static ipa_decimal level_of_curve(const ipa_deal_index *index, double years) {
    const ipa_curve curve = ipa_curve_through(index->knot_years, index->knot_rates,
                                              (size_t)index->n_knots, IPA_COMPOUNDING_ANNUAL);
    return ipa_decimal_from(ipa_curve_zero_rate(&curve, years), CURVE_DECIMALS);
}

bool ipa_resolve_coupons_fixed(const ipa_deal_index *index, ipa_date date) {
    const ipa_dated_list *fixings = &index->fixings;
    const int last = fixings->n_items - 1;
    const bool expected = index->flat.given || index->n_knots > 0;
    return last >= 0 && (date <= fixings->items[last].date || !expected);
}

/* Up to the last fixing the one that holds; after it what is expected, if the deal says so. */
static ipa_decimal written_level(const ipa_deal *deal, const ipa_deal_index *index, ipa_date date) {
    const ipa_dated_list *fixings = &index->fixings;
    const int last = fixings->n_items - 1;
    if (ipa_resolve_coupons_fixed(index, date)) {
        int at = 0;
        while (at < last && fixings->items[at + 1].date <= date)
            at++;
        return fixings->items[at].number.exact;
    }
    if (index->n_knots > 0)
        return level_of_curve(index, (date - deal->market.valuation_date) / 365.0);
    return index->flat.exact;
}

static ipa_decimal sum(ipa_decimal a, ipa_decimal b) {
    const int scale = a.scale > b.scale ? a.scale : b.scale;
    for (; a.scale < scale; a.scale++)
        a.mantissa *= 10;
    for (; b.scale < scale; b.scale++)
        b.mantissa *= 10;
    return (ipa_decimal){a.mantissa + b.mantissa, scale};
}

/* A stress moves what is not fixed yet. */
ipa_decimal ipa_resolve_coupons_level(const ipa_deal *deal, const ipa_deal_index *index,
                                      ipa_date date) {
    const ipa_dated_list *fixings = &index->fixings;
    const int last = fixings->n_items - 1;
    const bool is_fixed = last >= 0 && date <= fixings->items[last].date;
    const ipa_decimal level = written_level(deal, index, date);
    const bool moves = deal->stress.index_shift.given && !is_fixed;
    return moves && date > deal->market.valuation_date ? sum(level, deal->stress.index_shift.exact)
                                                       : level;
}

static ipa_decimal rounded(ipa_decimal rate, int decimals) {
    const int64_t steps =
        ipa_decimal_round_product(rate, (ipa_decimal){1, 0}, (ipa_fraction){1, 1}, decimals);
    return (ipa_decimal){steps, decimals};
}

static ipa_decimal coupon_on(const ipa_resolver *r, const ipa_deal_tranche *source,
                             const ipa_deal_index *index, ipa_date date) {
    const ipa_deal_floating *floating = &source->floating;
    const ipa_decimal level =
        rounded(ipa_resolve_coupons_level(r->deal, index, date), floating->decimals);
    ipa_decimal rate = sum(level, floating->spread.exact);
    if (floating->floor.given && ipa_decimal_value(rate) < floating->floor.value)
        rate = floating->floor.exact;
    if (floating->cap.given && ipa_decimal_value(rate) > floating->cap.value)
        rate = floating->cap.exact;
    return rate;
}

const ipa_deal_index *ipa_resolve_coupons_index(const ipa_deal *deal, const char *id) {
    for (int n = 0; n < deal->market.n_indices; n++)
        if (strcmp(deal->market.indices[n].id, id) == 0)
            return &deal->market.indices[n];
    return NULL;
}

static bool passes(ipa_date closing, int months, ipa_date date) {
    const ipa_date due = ipa_date_add_months(closing, months, false);
    return due != IPA_NO_DATE && due <= date;
}

/* Closing, then the first nominal date on or after each interval from it. */
void ipa_resolve_coupons_resets(const ipa_plan *plan, const ipa_deal_tranche *source,
                                ipa_date *resets) {
    const ipa_date closing = plan->deal->terms.closing;
    ipa_date reset = closing;
    int n_intervals = 1;
    for (int k = 0; k < plan->n_periods; k++) {
        const int months = (int)source->floating.reset;
        const ipa_date start = k > 0 ? plan->periods[k - 1].nominal : closing;
        while (months > 0 && passes(closing, n_intervals * months, start)) {
            reset = start;
            n_intervals++;
        }
        resets[k] = months > 0 ? reset : start;
    }
}

static void float_coupons(const ipa_resolver *r, const ipa_deal_tranche *source,
                          ipa_accrual *accrual) {
    const ipa_deal_index *index = ipa_resolve_coupons_index(r->deal, source->floating.index.id);
    ipa_date *resets = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_date);
    IPA_ASSERT(index != NULL);
    ipa_resolve_coupons_resets(r->plan, source, resets);
    for (int k = 0; k < r->plan->n_periods; k++)
        accrual[k].rate = coupon_on(r, source, index, resets[k]);
}

/* ---- steps ---- */

/* The share of a year from the start of the period to a date inside it, over a denominator that
 * all of its parts have: they then add up to the whole, whatever the convention. */
static int64_t part_of(ipa_day_count day_count, ipa_date start, ipa_date end, int64_t over) {
    const ipa_fraction fraction = ipa_day_count_fraction(day_count, start, end);
    return fraction.numerator * (over / fraction.denominator);
}

ipa_accrual ipa_resolve_coupons_part(const ipa_deal_tranche *source, ipa_date from, ipa_date to,
                                     ipa_fraction whole) {
    const ipa_dated_list *steps = &source->coupon_steps;
    const bool mixed = source->day_count == IPA_DAY_COUNT_ACT_ACT;
    const int64_t over = mixed ? 365 * 366 : whole.denominator;
    int at = 0;
    while (at + 1 < steps->n_items && steps->items[at + 1].date <= from)
        at++;
    if (at + 1 >= steps->n_items || steps->items[at + 1].date >= to)
        return (ipa_accrual){steps->items[at].number.exact, whole};
    ipa_decimal total = {0, 0};
    int64_t before = 0;
    for (bool more = true; more; at++) {
        more = at + 1 < steps->n_items && steps->items[at + 1].date < to;
        const ipa_date end = more ? steps->items[at + 1].date : to;
        const int64_t until = part_of(source->day_count, from, end, over);
        ipa_decimal part = steps->items[at].number.exact;
        part.mantissa *= until - before;
        total = sum(total, part);
        before = until;
    }
    return (ipa_accrual){total, {1, over}};
}

static void step_coupons(const ipa_resolver *r, const ipa_deal_tranche *source,
                         const ipa_plan_tranche *tranche, ipa_accrual *accrual) {
    for (int k = 0; k < r->plan->n_periods; k++)
        accrual[k] =
            ipa_resolve_coupons_part(source, r->plan->periods[k].accrual_start,
                                     r->plan->periods[k].accrual_end, tranche->fraction[k]);
}

void ipa_resolve_coupons(const ipa_resolver *r, const ipa_deal_tranche *source,
                         ipa_plan_tranche *tranche) {
    const bool anew = tranche->is_put && source->put.coupon.given;
    if (!anew && !source->floating.index.id && source->coupon_steps.n_items == 0)
        return;
    ipa_accrual *accrual = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_accrual);
    for (int k = 0; k < r->plan->n_periods; k++)
        accrual[k] = (ipa_accrual){tranche->coupon, tranche->fraction[k]};
    if (source->floating.index.id)
        float_coupons(r, source, accrual);
    else if (source->coupon_steps.n_items > 0)
        step_coupons(r, source, tranche, accrual);
    for (int k = tranche->put_period + 1; anew && k < r->plan->n_periods; k++)
        accrual[k] = (ipa_accrual){source->put.coupon.exact, tranche->fraction[k]};
    tranche->accrual = accrual;
}
