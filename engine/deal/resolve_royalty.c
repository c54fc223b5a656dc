#include <math.h>

#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"

static void set_terms(const ipa_resolver *r, const ipa_deal_contract *source,
                      ipa_plan_royalty *royalty) {
    double *from = IPA_NEW_ARRAY(r->arena, source->n_tiers, double);
    double *rate = IPA_NEW_ARRAY(r->arena, source->n_tiers, double);
    for (int n = 0; n < source->n_tiers; n++) {
        from[n] = ipa_money_fen(source->tiers[n].from);
        rate[n] = source->tiers[n].rate.value;
    }
    *royalty = (ipa_plan_royalty){
        .n_tiers = source->n_tiers,
        .from = from,
        .rate = rate,
        .minimum = ipa_money_fen(source->minimum),
        .cap = source->cap.given ? ipa_money_fen(source->cap) : INFINITY,
        .factor = ipa_names_find(r->deal, IPA_NAME_FACTOR, source->factor.id),
        .own = ipa_resolve_sales_own(r, source),
    };
}

/** Number of the contract year (start + n years, start + (n+1) years] the date lies in. */
static int contract_year(const ipa_deal_contract *source, ipa_date date) {
    int year = 0;
    ipa_date end = ipa_date_add_months(source->start, 12, false);
    while (end != IPA_NO_DATE && end < date)
        end = ipa_date_add_months(source->start, 12 * (++year + 1), false);
    return year;
}

/** Whether what was sold up to a date, the last inside the deal, ends its contract year: the
 * minimum of a year that the deal does not see to its end never falls due in it. */
static bool year_is_over(const ipa_deal_contract *source, ipa_date date) {
    const int year = contract_year(source, date);
    return source->royalty_by_period || date == source->end ||
           date == ipa_date_add_months(source->start, 12 * (year + 1), false);
}

/** What of a collection period lies in the contract's life: (from, to]; empty: to ≤ from. */
typedef struct overlap {
    ipa_date from, to;
} overlap;

static overlap overlap_of(const ipa_deal_contract *source, const ipa_period *period) {
    const bool ends = source->end < period->collection_end;
    const bool starts = source->start > period->collection_start;
    return (overlap){starts ? source->start : period->collection_start,
                     ends ? source->end : period->collection_end};
}

/** A due beyond the calendar's last day is as good as never. */
static ipa_date due_date(const ipa_deal_contract *source, ipa_date sold) {
    ipa_date date = ipa_date_add_months(sold, source->reporting_lag_months, false);
    return date == IPA_NO_DATE ? IPA_DATE_MAX : date;
}

static void set_sales(const ipa_resolver *r, ipa_plan_contract *contract,
                      ipa_plan_royalty *royalty) {
    const ipa_deal_contract *source = contract->source;
    const int n_periods = r->plan->n_periods;
    const double base_sales = ipa_money_fen(source->base_sales);
    royalty->sales = IPA_NEW_ARRAY(r->arena, n_periods, ipa_plan_sale);
    contract->dues = IPA_NEW_ARRAY(r->arena, n_periods, ipa_plan_due);
    int n = 0, year = -1;
    bool over = false;
    for (int k = 0; k < n_periods; k++) {
        const overlap part = overlap_of(source, &r->plan->periods[k]);
        if (part.to <= part.from)
            continue;
        const double middle = ((double)part.from + part.to) / 2 - r->deal->terms.cutoff;
        const int year_before = year;
        over = year_is_over(source, part.to);
        year = contract_year(source, part.to);
        const bool opens = n == 0 || year != year_before || source->royalty_by_period;
        if (opens && n > 0)
            royalty->sales[n - 1].closes_year = true;
        royalty->sales[n] = (ipa_plan_sale){
            .period = k,
            .base = base_sales * ((part.to - part.from) / 365.0) *
                    ipa_profile_at(&source->profile, middle / 365.0) *
                    ipa_levers_sales(&r->deal->stress, middle / 365.0),
            .opens_year = opens,
        };
        const ipa_date date = due_date(source, part.to);
        contract->dues[n++] = (ipa_plan_due){
            .date = date, .period = ipa_plan_period(r->plan, date), .accrual_period = k};
    }
    if (n > 0)
        royalty->sales[n - 1].closes_year = over;
    royalty->n_sales = contract->n_dues = n;
}

/** Sales at their mean; half up to the fen where the deal rounds. */
static void set_base_case(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_plan_royalty *royalty = contract->royalty;
    const double *expected = royalty->factor >= 0 ? r->plan->sales[royalty->factor].expected : NULL;
    double sales = 0;
    for (int n = 0; n < royalty->n_sales; n++) {
        const ipa_plan_sale *sale = &royalty->sales[n];
        if (sale->opens_year)
            sales = 0;
        const double before = ipa_plan_royalty_fee(royalty, sales, false);
        sales += sale->base * (expected != NULL ? expected[sale->period] : 1);
        double due = ipa_plan_royalty_fee(royalty, sales, sale->closes_year) - before;
        due = (due > 0 ? due : 0) * (royalty->kept != NULL ? royalty->kept[n] : 1);
        contract->dues[n].income = r->plan->rounds ? floor(due + 0.5) : due;
    }
}

void ipa_resolve_royalty(const ipa_resolver *r, ipa_plan_contract *contract) {
    ipa_plan_royalty *royalty = IPA_NEW(r->arena, ipa_plan_royalty);
    set_terms(r, contract->source, royalty);
    set_sales(r, contract, royalty);
    royalty->kept = ipa_resolve_stress_season(r, contract);
    contract->royalty = royalty;
    set_base_case(r, contract);
}
