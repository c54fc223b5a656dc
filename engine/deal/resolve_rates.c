#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/elementary.h"

static const double loadings_margin = 1e-9; /* what the sum of β·C·β may lose in doubles */

/** The parts of `model.rates` under construction. */
typedef struct builder {
    const ipa_resolver *r;
    const ipa_deal_rates *source;
    const ipa_plan *holder; /**< of the contracts, whose collection periods shocks belong to */
    ipa_plan_short_rate *path;
    ipa_date *dates; /**< [n_dates] as they come, then sorted */
    int n_dates;
} builder;

static double years_to(const builder *of, ipa_date date) {
    return (date - of->path->start) / 365.0;
}

/* ---- the law ---- */

static void complain(const builder *of, const char *key, const char *message) {
    ipa_findings_add(of->r->findings, IPA_E0570_RATES, ipa_node_mark(of->source->node, key),
                     ipa_node_field(of->source->node, key, of->r->arena),
                     "for example `initial: 0.015`", "%s", message);
}

/* Under a curve that compounds otherwise the short rate is what its zero rate says a day from now.
 */
static double start_of_curve(const builder *of) {
    const double day = 1 / 365.0;
    return -ipa_log(ipa_curve_discount(&of->r->plan->curve, day, 0)) / day;
}

static ipa_short_rate law_of(const builder *of) {
    const ipa_deal_rates *source = of->source;
    ipa_short_rate rate = {.law = ipa_short_rate_law_of(source->kind),
                           .reversion = source->reversion.value,
                           .mean = source->mean.value,
                           .volatility = source->volatility.value};
    if (source->kind == IPA_SHORT_RATE_HULL_WHITE)
        return rate; /* any level does: the fit takes it out again */
    rate.initial = source->initial.given ? source->initial.value : start_of_curve(of);
    if (rate.law == IPA_SHORT_RATE_SQUARE_ROOT && !(rate.initial > 0))
        complain(of, "initial", "the curve begins at no rate above 0, and `initial` says none");
    return rate;
}

/* ---- dates ---- */

static void add_date(builder *of, ipa_date date) {
    if (date > of->path->start)
        IPA_PUSH(of->r->arena, of->dates, of->n_dates, date);
}

static int ascending(const void *left, const void *right) {
    const ipa_date a = *(const ipa_date *)left, b = *(const ipa_date *)right;
    return (a > b) - (a < b);
}

static void sort_dates(builder *of) {
    int n_kept = 0;
    qsort(of->dates, (size_t)of->n_dates, sizeof *of->dates, ascending);
    for (int n = 0; n < of->n_dates; n++)
        if (n == 0 || of->dates[n] != of->dates[n_kept - 1])
            of->dates[n_kept++] = of->dates[n];
    of->n_dates = n_kept;
}

/* No step then leaves a collection period. */
static void add_collection_ends(builder *of) {
    const ipa_date last = of->dates[of->n_dates - 1];
    add_date(of, of->holder->periods[0].collection_start);
    for (int k = 0; k < of->holder->n_periods; k++)
        if (of->holder->periods[k].collection_end < last)
            add_date(of, of->holder->periods[k].collection_end);
    sort_dates(of);
}

/* Whole days, so that a draw has its date as address. */
static void split_steps(builder *of) {
    const int most = (int)(IPA_SHORT_RATE_LONGEST_STEP * 365 + 0.5);
    const int n_dates = of->n_dates;
    ipa_date before = of->path->start;
    for (int n = 0; n < n_dates; n++) {
        const ipa_date date = of->dates[n];
        const int days = date - before, n_steps = (days + most - 1) / most;
        for (int s = 1; s < n_steps; s++)
            add_date(of, before + (ipa_date)((long)days * s / n_steps));
        before = date;
    }
    sort_dates(of);
}

static int index_of(const builder *of, ipa_date date) {
    const ipa_date *at = bsearch(&date, of->dates, (size_t)of->n_dates, sizeof date, ascending);
    return at ? (int)(at - of->dates) : -1;
}

/* ---- shocks of the factors ---- */

static bool set_loadings(builder *of, double *explained) {
    const ipa_plan *holder = of->holder;
    const ipa_pairs *written = &of->source->loadings;
    double *loadings = IPA_NEW_ARRAY(of->r->arena, holder->n_factors, double);
    bool any = false;
    for (int n = 0; n < written->n_items; n++) {
        const int f = ipa_names_find(of->r->deal, IPA_NAME_FACTOR, written->items[n].name);
        if (f >= 0)
            loadings[f] = written->items[n].number.value;
        any |= written->items[n].number.value != 0;
    }
    *explained = 0;
    for (int f = 0; f < holder->n_factors; f++)
        for (int g = 0; g < holder->n_factors; g++)
            *explained +=
                loadings[f] * holder->correlation[f * holder->n_factors + g] * loadings[g];
    if (any)
        of->path->loadings = loadings;
    if (*explained > 1 + loadings_margin)
        ipa_findings_add(of->r->findings, IPA_E0550_LOADINGS,
                         ipa_node_mark(of->source->node, "loadings"), "model.rates.loadings", NULL,
                         "the factors explain %.4g of the short rate, more than the whole",
                         *explained);
    return any;
}

/* With s the sum of part² over the dates of a period, I − κ·part·part' squared is I − ρ²·part·part'
 * where κ = (1 − √(1 − ρ²s)) ÷ s. */
static void share_shocks(const builder *of, double explained) {
    ipa_plan_short_rate *path = of->path;
    int *period = IPA_NEW_ARRAY(of->r->arena, of->n_dates, int);
    double *part = IPA_NEW_ARRAY(of->r->arena, of->n_dates, double);
    double *kept = IPA_NEW_ARRAY(of->r->arena, of->n_dates, double);
    for (int n = 0; n < of->n_dates; n++) {
        const int days = of->dates[n] - (n > 0 ? of->dates[n - 1] : path->start);
        const int k = ipa_plan_period(of->holder, of->dates[n]);
        const bool inside = k >= 0 && k < of->holder->n_periods;
        period[n] = inside ? k : -1;
        if (!inside)
            continue;
        const ipa_period *of_shock = &of->holder->periods[k];
        part[n] = sqrt((double)days / (of_shock->collection_end - of_shock->collection_start));
    }
    for (int n = 0, first = 0; n < of->n_dates; n++) {
        double sum = 0;
        first = n > 0 && period[n] == period[first] ? first : n;
        for (int m = first; m < of->n_dates && period[m] == period[first]; m++)
            sum += part[m] * part[m];
        const double own = 1 - explained * sum;
        kept[n] = sum > 0 ? (1 - sqrt(own > 0 ? own : 0)) / sum : 0;
    }
    path->period = period;
    path->part = part;
    path->kept = kept;
}

static void set_path(builder *of) {
    ipa_plan_short_rate *path = of->path;
    const ipa_plan *holder = of->holder;
    double explained;
    if (set_loadings(of, &explained))
        add_collection_ends(of);
    if (path->rate.law == IPA_SHORT_RATE_SQUARE_ROOT)
        split_steps(of);
    ipa_short_rate_step *steps = IPA_NEW_ARRAY(of->r->arena, of->n_dates, ipa_short_rate_step);
    for (int n = 0; n < of->n_dates; n++) {
        const ipa_date before = n > 0 ? of->dates[n - 1] : path->start;
        steps[n] = ipa_short_rate_step_of(&path->rate, (of->dates[n] - before) / 365.0);
    }
    path->n_dates = of->n_dates;
    path->dates = of->dates;
    path->steps = steps;
    path->n_factors = holder->n_factors;
    path->n_periods = holder->n_periods;
    path->cholesky = holder->cholesky;
    path->factor_shift = holder->stress.factor_shift;
    path->streams = holder->factor_streams;
    path->weights = holder->whole_life;
    share_shocks(of, explained);
}

/* ---- reference rates ---- */

static bool follows(const builder *of, const ipa_deal_index *index) {
    for (int n = 0; n < of->source->n_indices; n++)
        if (strcmp(of->source->indices[n].id, index->id) == 0)
            return true;
    return of->source->n_indices == 0;
}

static int tenor_of(const ipa_deal_index *index) {
    const int year = 12;
    return index->tenor_months > 0 ? index->tenor_months : year;
}

/* Payments every year, the first after what is over. */
static ipa_plan_reset reset_on(const builder *of, const ipa_deal_index *index, ipa_date date) {
    const int year = 12, months = tenor_of(index), n_bonds = (months + year - 1) / year;
    const ipa_short_rate *rate = &of->path->rate;
    const ipa_curve *curve = &of->r->plan->curve;
    const bool fitted = ipa_short_rate_is_fitted(of->source->kind);
    const double start = years_to(of, date), stub = (months - (n_bonds - 1) * year) / 12.0;
    ipa_short_rate_bond *bonds = IPA_NEW_ARRAY(of->r->arena, n_bonds, ipa_short_rate_bond);
    double *accrual = IPA_NEW_ARRAY(of->r->arena, n_bonds, double);
    double annuity = 0, forward = 1;
    for (int n = 0; n < n_bonds; n++) {
        const double years = stub + n;
        forward = ipa_curve_discount(curve, start + years, 0) / ipa_curve_discount(curve, start, 0);
        accrual[n] = n == 0 ? stub : 1;
        annuity += accrual[n] * forward;
        bonds[n] = ipa_short_rate_bond_of(rate, years);
        if (fitted)
            bonds[n].log_scale += ipa_log(ipa_short_rate_fit(rate, curve, start + years) /
                                          ipa_short_rate_fit(rate, curve, start));
    }
    const double level = ipa_decimal_value(ipa_resolve_coupons_level(of->r->deal, index, date));
    return (ipa_plan_reset){.date = index_of(of, date),
                            .beside = level - (1 - forward) / annuity,
                            .n_bonds = n_bonds,
                            .bonds = bonds,
                            .accrual = accrual};
}

static double times(ipa_number number, double unit, double absent) {
    return number.given ? round(number.value * unit) : absent;
}

static void set_coupon(const ipa_deal_floating *source, ipa_plan_floating *to) {
    const int scales[] = {source->decimals, source->spread.exact.scale,
                          source->cap.given ? source->cap.exact.scale : 0,
                          source->floor.given ? source->floor.exact.scale : 0};
    for (size_t n = 0; n < sizeof scales / sizeof *scales; n++)
        to->scale = scales[n] > to->scale ? scales[n] : to->scale;
    to->unit = 1;
    to->index_unit = 1;
    for (int n = 0; n < to->scale; n++)
        to->unit *= 10;
    for (int n = 0; n < source->decimals; n++)
        to->index_unit *= 10;
    to->per_index_unit = to->unit / to->index_unit;
    to->spread = times(source->spread, to->unit, 0);
    to->least = times(source->floor, to->unit, -INFINITY);
    to->most = times(source->cap, to->unit, INFINITY);
}

/** The periods of a tranche whose coupon is random, and when each is set; false: none. */
typedef struct floats {
    const ipa_deal_index *index;
    ipa_date *resets; /**< [n_periods]; IPA_NO_DATE: certain */
} floats;

static bool find_resets(const builder *of, const ipa_plan *plan, int t, floats *found) {
    const ipa_deal_tranche *source = &plan->deal->tranches[t];
    const ipa_plan_tranche *tranche = &plan->tranches[t];
    bool any = false;
    if (!source->floating.index.id)
        return false;
    found->index = ipa_resolve_coupons_index(plan->deal, source->floating.index.id);
    if (!follows(of, found->index))
        return false;
    found->resets = IPA_NEW_ARRAY(of->r->arena, plan->n_periods, ipa_date);
    ipa_resolve_coupons_resets(plan, source, found->resets);
    for (int k = 0; k < plan->n_periods; k++) {
        const bool anew = tranche->is_put && source->put.coupon.given && k > tranche->put_period;
        if (anew || found->resets[k] <= of->path->start ||
            ipa_resolve_coupons_fixed(found->index, found->resets[k]))
            found->resets[k] = IPA_NO_DATE;
        any |= found->resets[k] != IPA_NO_DATE;
    }
    return any;
}

static const ipa_plan_floating *floating_of(const builder *of, const ipa_plan *plan, int t,
                                            const floats *found) {
    ipa_plan_floating *to = IPA_NEW(of->r->arena, ipa_plan_floating);
    ipa_plan_reset *resets = IPA_NEW_ARRAY(of->r->arena, plan->n_periods, ipa_plan_reset);
    int *reset = IPA_NEW_ARRAY(of->r->arena, plan->n_periods, int);
    for (int k = 0; k < plan->n_periods; k++) {
        reset[k] = -1;
        if (found->resets[k] == IPA_NO_DATE)
            continue;
        if (k == 0 || found->resets[k] != found->resets[k - 1])
            resets[to->n_resets++] = reset_on(of, found->index, found->resets[k]);
        reset[k] = to->n_resets - 1;
    }
    to->resets = resets;
    to->reset = reset;
    set_coupon(&plan->deal->tranches[t].floating, to);
    return to;
}

/* ---- plans ---- */

static void gather_dates(builder *of, const ipa_plan *plan) {
    floats found = {0};
    for (int t = 0; t < plan->n_tranches; t++) {
        const bool any = find_resets(of, plan, t, &found);
        for (int k = 0; any && k < plan->n_periods; k++)
            if (found.resets[k] != IPA_NO_DATE)
                add_date(of, found.resets[k]);
    }
    for (int k = 0; of->source->discounts && k < plan->n_periods; k++)
        add_date(of, plan->periods[k].payment);
}

static void set_discounts(const builder *of, const ipa_plan *plan, ipa_plan_rates *rates) {
    int *payment = IPA_NEW_ARRAY(of->r->arena, plan->n_periods, int);
    double *log_price = IPA_NEW_ARRAY(of->r->arena, plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++) {
        const double years = years_to(of, plan->periods[k].payment);
        payment[k] = index_of(of, plan->periods[k].payment);
        if (payment[k] >= 0)
            log_price[k] = ipa_log(ipa_short_rate_price(&of->path->rate, years));
    }
    rates->payment = payment;
    rates->log_price = log_price;
}

static const ipa_plan_rates *rates_of(const builder *of, const ipa_plan *plan) {
    ipa_plan_rates *rates = IPA_NEW(of->r->arena, ipa_plan_rates);
    const ipa_plan_floating **floating =
        IPA_NEW_ARRAY(of->r->arena, plan->n_tranches, const ipa_plan_floating *);
    floats found = {0};
    for (int t = 0; t < plan->n_tranches; t++)
        if (find_resets(of, plan, t, &found))
            floating[t] = floating_of(of, plan, t, &found);
    rates->path = of->path;
    rates->floating = floating;
    if (of->source->discounts)
        set_discounts(of, plan, rates);
    return rates;
}

void ipa_resolve_rates(const ipa_resolver *r, ipa_plan *lower) {
    const ipa_deal_rates *source = &r->deal->model.rates;
    const bool has_lower = lower != NULL && lower->n_periods > 0;
    builder of = {.r = r, .source = source, .holder = has_lower ? lower : r->plan};
    if (source->node == NULL)
        return;
    of.path = IPA_NEW(r->arena, ipa_plan_short_rate);
    of.path->start = r->deal->market.valuation_date;
    of.path->rate = law_of(&of);
    gather_dates(&of, r->plan);
    if (has_lower)
        gather_dates(&of, lower);
    if (of.n_dates == 0) {
        ipa_findings_add(r->findings, IPA_W0571_RATES_UNUSED, source->node->mark, "model.rates",
                         NULL,
                         "no coupon floats after the valuation date, and `discount` is false");
        return;
    }
    sort_dates(&of);
    set_path(&of);
    r->plan->rates = rates_of(&of, r->plan);
    if (has_lower)
        lower->rates = rates_of(&of, lower);
}
