#include "engine/simulate/income_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pool/pool.h"
#include "engine/simulate/path_store.h"
#include "engine/simulate/quantiles.h"
#include "engine/simulate/value_rate.h"

/* ---- the deal beyond its legal final ---- */

/* Two dues late in a row are still collected. */
enum { SPARE_MONTHS = 6, MONTHS_A_YEAR = 12 };

static ipa_date latest(ipa_date a, ipa_date b) {
    return a > b ? a : b;
}

static ipa_date last_due(const ipa_deal *deal) {
    ipa_date last = deal->terms.legal_final;
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_deal_contract *contract = &deal->contracts[c];
        if (contract->ineligible)
            continue;
        const int spare = contract->late_probability.value > 0 ? SPARE_MONTHS : 0;
        const ipa_date end =
            ipa_date_add_months(contract->end, contract->reporting_lag_months + spare, false);
        if (end != IPA_NO_DATE)
            last = latest(last, end + deal->periods.collection_lag_days);
    }
    for (int n = 0; n < deal->n_dues; n++)
        last = latest(last, deal->dues[n].due + deal->periods.collection_lag_days);
    return last;
}

/* Dates written out go on at the distance of the last two. */
static void extend_dates(ipa_deal_periods *periods, ipa_date last, ipa_arena *arena) {
    const ipa_date_list *given = &periods->dates;
    if (given->n_dates == 0)
        return;
    const ipa_date end = given->dates[given->n_dates - 1];
    const int days = given->n_dates > 1 ? end - given->dates[given->n_dates - 2] : 0;
    const int months = days > 45 ? (int)lround(days * MONTHS_A_YEAR / 365.25) : 1;
    const int n_more = last > end ? (last - end) / 28 / months + 1 : 0;
    ipa_date_list list = {.dates = IPA_NEW_ARRAY(arena, given->n_dates + n_more, ipa_date),
                          .n_dates = given->n_dates};
    memcpy(list.dates, given->dates, (size_t)given->n_dates * sizeof *list.dates);
    for (int n = 1; n <= n_more; n++) {
        const ipa_date next = ipa_date_add_months(end, n * months, false);
        if (next == IPA_NO_DATE || next >= last)
            break;
        list.dates[list.n_dates++] = next;
    }
    periods->dates = list;
}

static void spare_from_default(ipa_deal_credit *credit) {
    *credit = (ipa_deal_credit){.hazard = {.given = true}};
}

static void leave_recoveries_out(ipa_deal *deal, ipa_arena *arena) {
    static const ipa_number nothing = {.given = true};
    ipa_deal_contract *contracts = IPA_NEW_ARRAY(arena, deal->n_contracts, ipa_deal_contract);
    ipa_deal_obligor *obligors = IPA_NEW_ARRAY(arena, deal->n_obligors, ipa_deal_obligor);
    memcpy(contracts, deal->contracts, (size_t)deal->n_contracts * sizeof *contracts);
    memcpy(obligors, deal->obligors, (size_t)deal->n_obligors * sizeof *obligors);
    for (int c = 0; c < deal->n_contracts; c++) {
        ipa_deal_contract *contract = &contracts[c];
        contract->recovery_mean = contract->recovery_sd = contract->deposit = nothing;
        contract->facility = (ipa_reference){0};
    }
    for (int i = 0; i < deal->n_obligors; i++)
        obligors[i].guarantor = (ipa_reference){0};
    deal->contracts = contracts;
    deal->obligors = obligors;
    deal->model.buyback.entity = (ipa_reference){0};
}

static void leave_defaults_out(ipa_deal *deal, ipa_arena *arena) {
    ipa_deal_entity *entities = IPA_NEW_ARRAY(arena, deal->n_entities, ipa_deal_entity);
    for (int n = 0; n < deal->n_entities; n++)
        entities[n] = deal->entities[n];
    for (int i = 0; i < deal->n_obligors; i++)
        spare_from_default(&deal->obligors[i].credit);
    for (int n = 0; n < deal->n_entities; n++)
        spare_from_default(&entities[n].credit);
    deal->entities = entities;
    deal->model.intensity = deal->model.student_t = false;
}

ipa_deal *ipa_income_value_deal(const ipa_deal *deal, ipa_arena *arena) {
    ipa_deal *extended = IPA_NEW(arena, ipa_deal);
    *extended = *deal;
    extended->n_vehicles = 0; /* who holds the contracts does not matter to what they bring */
    extended->terms.legal_final = last_due(deal);
    if (extended->terms.legal_final > deal->terms.legal_final)
        extend_dates(&extended->periods, extended->terms.legal_final, arena);
    leave_recoveries_out(extended, arena);
    if (!deal->valuation.default_risk)
        leave_defaults_out(extended, arena);
    return extended;
}

/* ---- present values ---- */

/** The run while it goes. */
typedef struct income_run {
    const ipa_plan *plan;
    ipa_income_values *values;
    ipa_pool *pool;
    ipa_collections collections;
    ipa_row *cash;    /**< [n_contracts][n_periods] fen */
    ipa_row *worth;   /**< [n_contracts + 1]: the last is the pool's, yuan */
    double *discount; /**< [n_periods]: yuan today of a fen then; 0 once collected */
    ipa_path_store store;
} income_run;

static double *discounts_of(const ipa_plan *plan, ipa_arena *arena) {
    double *discount = IPA_NEW_ARRAY(arena, plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++) {
        const double years = ipa_value_rate_years(plan, plan->periods[k].collection_end);
        discount[k] = years > 0 ? ipa_value_rate_discount(plan, years) / 100 : 0;
    }
    return discount;
}

static void value_block(income_run *run) {
    const int n_periods = run->plan->n_periods, n_contracts = run->plan->n_contracts;
    ipa_row *pool = &run->worth[n_contracts];
    memset(run->worth, 0, (size_t)(n_contracts + 1) * sizeof *run->worth);
    for (int c = 0; c < n_contracts; c++) {
        ipa_row *worth = &run->worth[c];
        for (int k = 0; k < n_periods; k++)
            for (int p = 0; p < IPA_LANES; p++)
                worth->lane[p] += run->discount[k] * run->cash[c * n_periods + k].lane[p];
        for (int p = 0; p < IPA_LANES; p++)
            pool->lane[p] += worth->lane[p];
    }
}

static void add_means(income_run *run, int n_paths, double share) {
    const int n_periods = run->plan->n_periods;
    for (int n = 0; n < run->plan->n_contracts * n_periods; n++) {
        double sum = 0;
        for (int p = 0; p < n_paths; p++)
            sum += run->cash[n].lane[p];
        run->values->by_period[n] += share * run->discount[n % n_periods] * sum;
    }
}

static void value_base(income_run *run) {
    const int n_contracts = run->plan->n_contracts;
    ipa_pool_base(run->pool, &run->collections);
    value_block(run);
    for (int c = 0; c < n_contracts; c++)
        run->values->contracts[c].base = run->worth[c].lane[0];
    run->values->pool.base = run->worth[n_contracts].lane[0];
    if (run->values->n_paths == 0)
        add_means(run, 1, 1);
}

static ipa_status simulate(income_run *run, const ipa_income_options *options, ipa_error *error) {
    const int n_series = run->plan->n_contracts + 1;
    ipa_status status = IPA_OK;
    for (long path = 0; path < options->n_paths; path += IPA_LANES) {
        const long left = options->n_paths - path;
        const int n_paths = left < IPA_LANES ? (int)left : IPA_LANES;
        ipa_pool_simulate(run->pool, options->seed, (uint64_t)path, n_paths, &run->collections);
        value_block(run);
        add_means(run, n_paths, 1.0 / (double)options->n_paths);
        for (int n = 0; n < n_series; n++)
            ipa_path_store_put(&run->store, n, path, &run->worth[n], n_paths);
        const long done = path + n_paths;
        if (options->progress && !options->progress(options->context, done, options->n_paths))
            return ipa_fail(error, IPA_INTERRUPTED, "interrupted after %ld of %ld paths", done,
                            options->n_paths);
    }
    return status;
}

static void summarise(const double *sample, long n, double *scratch, ipa_income *income) {
    const double levels[] = {0.05, 0.5, 0.95};
    long ranks[3];
    double values[3], mean = 0, squares = 0;
    for (long p = 0; p < n; p++)
        mean += sample[p] / (double)n;
    for (long p = 0; p < n; p++)
        squares += (sample[p] - mean) * (sample[p] - mean);
    for (int level = 0; level < 3; level++)
        ranks[level] = ipa_quantiles_rank(n, levels[level]);
    ipa_quantiles_select(sample, n, ranks, 3, values, scratch);
    income->expected =
        (ipa_estimate){mean, n > 1 ? sqrt(squares / ((double)(n - 1) * (double)n)) : NAN};
    income->p05 = values[0];
    income->p50 = values[1];
    income->p95 = values[2];
}

static ipa_status summarise_all(const income_run *run, ipa_error *error) {
    ipa_income_values *values = run->values;
    double *scratch = malloc(2 * (size_t)values->n_paths * sizeof *scratch);
    if (!scratch)
        return ipa_fail(error, IPA_LIMIT, "no memory to sort %ld paths", values->n_paths);
    for (int c = 0; c < run->plan->n_contracts; c++)
        summarise(ipa_path_store_series(&run->store, c), values->n_paths, scratch,
                  &values->contracts[c]);
    summarise(ipa_path_store_series(&run->store, run->plan->n_contracts), values->n_paths, scratch,
              &values->pool);
    free(scratch);
    return IPA_OK;
}

/* The extended deal was sound up to its legal final: what is wrong now lies beyond it. */
static ipa_status resolve_extended(const ipa_deal *deal, ipa_arena *arena, ipa_plan **plan,
                                   ipa_error *error) {
    ipa_findings findings = ipa_findings_make(arena);
    const ipa_status status =
        ipa_plan_resolve(ipa_income_value_deal(deal, arena), arena, &findings, plan, error);
    if (status == IPA_FINDINGS)
        return ipa_fail(error, IPA_LIMIT, "the contracts cannot be valued to their ends: %s",
                        findings.n_items > 0 ? findings.items[0].message : "no plan");
    return status;
}

static const ipa_income unknown = {.expected = {NAN, NAN}, .p05 = NAN, .p50 = NAN, .p95 = NAN};

ipa_status ipa_income_value_run(const ipa_deal *deal, const ipa_income_options *options,
                                ipa_arena *arena, ipa_income_values *values, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_plan *plan = NULL;
    income_run run = {.values = values};
    IPA_TRY(resolve_extended(deal, arena, &plan, error));
    *values = (ipa_income_values){
        .plan = plan,
        .n_paths = options->n_paths,
        .contracts = IPA_NEW_ARRAY(arena, plan->n_contracts, ipa_income),
        .pool = unknown,
        .by_period = IPA_NEW_ARRAY(arena, plan->n_contracts * plan->n_periods, double)};
    for (int c = 0; c < plan->n_contracts; c++)
        values->contracts[c] = unknown;
    run.plan = plan;
    run.pool = ipa_pool_create(plan, arena);
    run.collections =
        ipa_layout_collections(arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    run.cash = ipa_layout_rows(arena, plan->n_contracts * plan->n_periods);
    run.worth = ipa_layout_rows(arena, plan->n_contracts + 1);
    run.discount = discounts_of(plan, arena);
    ipa_pool_watch(run.pool, run.cash);
    value_base(&run);
    if (options->n_paths == 0)
        goto out;
    IPA_TRY(ipa_path_store_create(&run.store, plan->n_contracts + 1, options->n_paths, error));
    IPA_TRY(simulate(&run, options, error));
    IPA_TRY(summarise_all(&run, error));
out:
    ipa_path_store_free(&run.store);
    return status;
}

int ipa_income_value_last(const ipa_income_values *values) {
    const int n_periods = values->plan->n_periods;
    int last = 0;
    for (int n = 0; n < values->plan->n_contracts * n_periods; n++)
        if (values->by_period[n] != 0 && n % n_periods > last)
            last = n % n_periods;
    return last;
}
