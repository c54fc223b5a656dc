#include "engine/simulate/obligor_cost.h"

#include <math.h>

#include "engine/market/day_count.h"

/* ---- internal rate of return ---- */

static double worth(const ipa_obligor_flow *flows, int n_flows, double rate) {
    double sum = 0;
    for (int n = 0; n < n_flows; n++)
        sum += flows[n].amount * pow(1 + rate, -flows[n].years);
    return sum;
}

double ipa_obligor_cost_rate(const ipa_obligor_flow *flows, int n_flows) {
    double low = -0.99, high = 100;
    const bool rises = worth(flows, n_flows, low) < 0;
    if (n_flows == 0 || rises == (worth(flows, n_flows, high) < 0))
        return NAN;
    for (int step = 0; step < 200 && high - low > 1e-15; step++) {
        const double middle = 0.5 * (low + high);
        if ((worth(flows, n_flows, middle) < 0) == rises)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

/* ---- one firm ---- */

/** A firm while its years are filled. Amounts in yuan. */
typedef struct firm {
    const ipa_plan *plan;
    ipa_arena *arena;
    const ipa_plan_obligor *of;
    ipa_obligor_cost *cost;
    ipa_date first, last; /**< of receipts; of dues */
    double valuation;
} firm;

static bool lends(const ipa_plan_contract *contract) {
    return !contract->royalty && contract->principal > 0;
}

static const ipa_plan_contract *contract_of(const firm *f, int n) {
    return &f->plan->contracts[f->of->contracts[n]];
}

static ipa_date received_on(const firm *f, const ipa_plan_contract *contract) {
    const ipa_date cutoff = f->plan->deal->terms.cutoff;
    return contract->source->start > cutoff ? contract->source->start : cutoff;
}

static void find_dates(firm *f) {
    f->first = f->last = IPA_NO_DATE;
    for (int n = 0; n < f->of->n_contracts; n++) {
        const ipa_plan_contract *contract = contract_of(f, n);
        if (!lends(contract))
            continue;
        const ipa_date start = received_on(f, contract);
        if (f->first == IPA_NO_DATE || start < f->first)
            f->first = start;
        for (int d = 0; d < contract->n_dues; d++)
            if (contract->dues[d].date > f->last)
                f->last = contract->dues[d].date;
        f->valuation += contract->source->valuation.value;
    }
}

static void fill_contract(const firm *f, const ipa_plan_contract *contract,
                          ipa_obligor_year *year) {
    const ipa_date start = received_on(f, contract);
    const bool first = year->start == f->first;
    double paid_before = 0;
    for (int d = 0; d < contract->n_dues; d++) {
        const ipa_plan_due *due = &contract->dues[d];
        if (due->date <= year->start) {
            paid_before += due->principal + due->written_off;
        } else if (due->date <= year->end) {
            year->principal += due->principal / 100;
            year->income += due->income / 100;
        }
    }
    if (start <= year->start)
        year->opening += (contract->principal - paid_before) / 100;
    if ((start > year->start || (first && start == year->start)) && start <= year->end)
        year->received += contract->principal / 100;
}

static void make_years(const firm *f) {
    ipa_obligor_cost *cost = f->cost;
    while (cost->n_years == 0 || cost->years[cost->n_years - 1].end < f->last) {
        ipa_obligor_year year = {
            .start = ipa_date_add_months(f->first, 12 * cost->n_years, false),
            .end = ipa_date_add_months(f->first, 12 * (cost->n_years + 1), false),
            .fee = IPA_NEW_ARRAY(f->arena, f->plan->deal->n_obligor_fees, double),
            .subsidy = IPA_NEW_ARRAY(f->arena, f->plan->deal->n_subsidies, double)};
        if (year.end > f->last || year.end == IPA_NO_DATE)
            year.end = f->last;
        for (int n = 0; n < f->of->n_contracts; n++)
            if (lends(contract_of(f, n)))
                fill_contract(f, contract_of(f, n), &year);
        cost->received += year.received;
        IPA_PUSH(f->arena, cost->years, cost->n_years, year);
    }
}

/* ---- fees and subsidies ---- */

/* What a rate applies to in a year; principal is what has been received so far, or in all for what
 * is paid once. */
static double base_of(const firm *f, const ipa_deal_firm_item *item, int y) {
    const ipa_obligor_year *year = &f->cost->years[y];
    double received = 0;
    for (int n = 0; n < y; n++)
        received += f->cost->years[n].received;
    switch (item->base) {
    case IPA_FIRM_INTEREST:
        return year->income;
    case IPA_FIRM_PRINCIPAL:
        return item->whole ? f->cost->received : y > 0 ? received : year->opening;
    case IPA_FIRM_BALANCE:
        return year->opening;
    case IPA_FIRM_VALUATION:
        return f->valuation;
    case IPA_FIRM_FEES:
        return year->fees;
    case IPA_N_FIRM_BASES:
        break;
    }
    return 0;
}

static const double half_a_fen = 0.005;

static void charge(const firm *f, int n) {
    const ipa_deal_firm_item *fee = &f->plan->deal->obligor_fees[n];
    for (int y = 0; y < f->cost->n_years; y++) {
        ipa_obligor_year *year = &f->cost->years[y];
        const bool due = fee->whole ? y == 0 : year->opening > half_a_fen;
        if (!due)
            continue;
        year->fee[n] = fee->amount.given ? fee->amount.value : fee->rate.value * base_of(f, fee, y);
        year->fees += year->fee[n];
    }
}

static void subsidise(const firm *f, int n) {
    const ipa_deal_firm_item *subsidy = &f->plan->deal->subsidies[n];
    double left = subsidy->cap.given ? subsidy->cap.value : INFINITY;
    for (int y = 0; y < f->cost->n_years; y++) {
        ipa_obligor_year *year = &f->cost->years[y];
        if (!subsidy->whole)
            left = subsidy->cap.given ? subsidy->cap.value : INFINITY;
        const double wanted = subsidy->rate.value * base_of(f, subsidy, y);
        year->subsidy[n] = wanted < left ? wanted : left;
        year->subsidies += year->subsidy[n];
        left -= year->subsidy[n];
    }
}

/* ---- rates ---- */

typedef struct flow_list {
    ipa_obligor_flow *items;
    int n_items;
} flow_list;

static void add_flow(const firm *f, flow_list *flows, ipa_date date, double amount) {
    const ipa_obligor_flow flow = {ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, f->first, date),
                                   amount};
    IPA_PUSH(f->arena, flows->items, flows->n_items, flow);
}

static flow_list contract_flows(const firm *f) {
    flow_list flows = {0};
    for (int n = 0; n < f->of->n_contracts; n++) {
        const ipa_plan_contract *contract = contract_of(f, n);
        if (!lends(contract))
            continue;
        add_flow(f, &flows, received_on(f, contract), contract->principal / 100);
        for (int d = 0; d < contract->n_dues; d++)
            add_flow(f, &flows, contract->dues[d].date,
                     -(contract->dues[d].principal + contract->dues[d].income) / 100);
    }
    return flows;
}

/* A fee on interest is known when the interest is. */
static ipa_date charged_on(const ipa_deal_firm_item *fee, const ipa_obligor_year *year) {
    return !fee->amount.given && fee->base == IPA_FIRM_INTEREST ? year->end : year->start;
}

static void find_rates(const firm *f) {
    const ipa_deal *deal = f->plan->deal;
    ipa_obligor_cost *cost = f->cost;
    flow_list flows = contract_flows(f);
    cost->contract_rate = ipa_obligor_cost_rate(flows.items, flows.n_items);
    for (int y = 0; y < cost->n_years; y++)
        for (int n = 0; n < deal->n_obligor_fees; n++)
            add_flow(f, &flows, charged_on(&deal->obligor_fees[n], &cost->years[y]),
                     -cost->years[y].fee[n]);
    cost->cost_unsubsidised = ipa_obligor_cost_rate(flows.items, flows.n_items);
    for (int y = 0; y < cost->n_years; y++)
        add_flow(f, &flows, cost->years[y].end, cost->years[y].subsidies);
    cost->cost = ipa_obligor_cost_rate(flows.items, flows.n_items);
}

static void fill(firm *f) {
    ipa_obligor_cost *cost = f->cost;
    make_years(f);
    for (int n = 0; n < f->plan->deal->n_obligor_fees; n++)
        charge(f, n);
    for (int n = 0; n < f->plan->deal->n_subsidies; n++)
        subsidise(f, n);
    for (int y = 0; y < cost->n_years; y++) {
        cost->principal += cost->years[y].principal;
        cost->income += cost->years[y].income;
        cost->fees += cost->years[y].fees;
        cost->subsidies += cost->years[y].subsidies;
    }
    cost->net = cost->income + cost->fees - cost->subsidies;
    find_rates(f);
}

ipa_obligor_costs ipa_obligor_cost_all(const ipa_plan *plan, ipa_arena *arena) {
    ipa_obligor_costs costs = {.items = IPA_NEW_ARRAY(arena, plan->n_obligors, ipa_obligor_cost)};
    for (int i = 0; i < plan->n_obligors; i++) {
        firm f = {.plan = plan, .arena = arena, .of = &plan->obligors[i]};
        f.cost = &costs.items[costs.n_items];
        find_dates(&f);
        if (f.first == IPA_NO_DATE || f.last == IPA_NO_DATE)
            continue;
        f.cost->obligor = i;
        fill(&f);
        costs.n_items++;
    }
    return costs;
}
