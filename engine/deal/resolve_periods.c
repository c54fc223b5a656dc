#include "engine/deal/resolve.h"

enum { MOST_PERIODS = 1200 };

static ipa_schedule grid_of(const ipa_deal *deal) {
    const ipa_deal_periods *periods = &deal->periods;
    if (periods->dates.n_dates > 0)
        return ipa_schedule_written(periods->dates.dates, (size_t)periods->dates.n_dates,
                                    deal->terms.legal_final);
    return ipa_schedule_payments(periods->first_payment, deal->terms.legal_final,
                                 periods->frequency, periods->end_of_month);
}

static void complain(const ipa_resolver *r, const char *message) {
    const ipa_node *node = ipa_node_get(r->deal->root, "periods");
    ipa_mark mark = node ? node->mark : (ipa_mark){.file = "deal.yaml"};
    ipa_findings_add(r->findings, IPA_E0456_PERIODS, mark, "periods", NULL, "%s", message);
}

static void fill(const ipa_resolver *r, const ipa_schedule *grid) {
    const ipa_deal *deal = r->deal;
    ipa_plan *plan = r->plan;
    ipa_calendar calendar = ipa_plan_calendar(deal);
    ipa_date accrual = deal->terms.closing, collection = deal->terms.cutoff;
    for (int k = 0; k < plan->n_periods; k++) {
        ipa_period *period = &plan->periods[k];
        period->nominal = ipa_schedule_date(grid, (size_t)k);
        period->payment = ipa_calendar_roll(&calendar, deal->calendar.roll, period->nominal);
        if (period->payment == IPA_NO_DATE)
            period->payment = period->nominal;
        plan->calendar_uncovered |= !ipa_calendar_covers(&calendar, period->nominal);
        for (int n = 0; n < IPA_N_OFFSETS; n++)
            period->before[n] = ipa_calendar_add_business_days(&calendar, period->payment,
                                                               -deal->periods.offsets.days[n]);
        period->collection_start = collection;
        period->collection_end = period->nominal - deal->periods.collection_lag_days;
        period->accrual_start = accrual;
        period->accrual_end = deal->calendar.adjusted ? period->payment : period->nominal;
        period->days = period->accrual_end - period->accrual_start;
        period->years_from_closing = (period->payment - deal->terms.closing) / 365.0;
        period->years_from_valuation = (period->payment - deal->market.valuation_date) / 365.0;
        collection = period->collection_end;
        accrual = period->accrual_end;
    }
}

/* One finding says enough: what is wrong with one period is mostly wrong with all. */
static bool judge(const ipa_resolver *r) {
    for (int k = 0; k < r->plan->n_periods; k++) {
        const ipa_period *period = &r->plan->periods[k];
        bool collects = period->collection_end > period->collection_start;
        if (collects && period->accrual_end > period->accrual_start)
            continue;
        char nominal[IPA_DATE_TEXT];
        complain(r, ipa_arena_format(r->arena,
                                     "the %s period of payment date %s ends before it begins",
                                     collects ? "interest" : "collection",
                                     ipa_date_format(period->nominal, nominal)));
        return false;
    }
    return true;
}

bool ipa_resolve_periods(const ipa_resolver *r) {
    ipa_schedule grid = grid_of(r->deal);
    size_t n_periods = ipa_schedule_count(&grid);
    if (n_periods == 0 || n_periods > MOST_PERIODS) {
        complain(r, ipa_arena_format(r->arena, "there are %zu payment dates, not 1 to %d",
                                     n_periods, MOST_PERIODS));
        return false;
    }
    r->plan->n_periods = (int)n_periods;
    r->plan->periods = IPA_NEW_ARRAY(r->arena, n_periods, ipa_period);
    fill(r, &grid);
    return judge(r);
}
