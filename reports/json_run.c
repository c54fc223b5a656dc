#include "reports/json_run.h"

#include <math.h>

#include "engine/block/layout.h"
#include "reports/json.h"
#include "reports/json_stress.h"
#include "reports/json_value.h"
#include "reports/vehicle.h"

static json_t *fan(const ipa_fan *row) {
    static const char *const names[IPA_N_FAN] = {"p01", "p05", "p25", "p50", "p75", "p95", "p99"};
    json_t *object = ipa_json_estimate(row->mean);
    for (int i = 0; i < IPA_N_FAN; i++)
        ipa_json_put(object, names[i], row->percentile[i]);
    return object;
}

static json_t *fans(const ipa_fan *rows, int n_periods) {
    json_t *array = json_array();
    for (int k = 0; k < n_periods; k++)
        json_array_append_new(array, fan(&rows[k]));
    return array;
}

static json_t *periods(const ipa_plan *plan) {
    json_t *array = json_array();
    for (int k = 0; k < plan->n_periods; k++) {
        const ipa_period *period = &plan->periods[k];
        json_t *object = json_object();
        json_object_set_new(object, "period", json_integer(k + 1));
        ipa_json_put_date(object, "collection_end", period->collection_end);
        ipa_json_put_date(object, "nominal", period->nominal);
        ipa_json_put_date(object, "payment", period->payment);
#define DATE_BEFORE(id, name, days) \
    ipa_json_put_date(object, name, period->before[IPA_OFFSET_##id]);
        IPA_OFFSET_TABLE(DATE_BEFORE)
#undef DATE_BEFORE
        json_object_set_new(object, "days", json_integer(period->days));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *base_collections(const ipa_plan *plan, const ipa_path_result *base, int k) {
    static const char *const names[] = {"income", "principal", "prepayment", "recovery"};
    json_t *object = json_object();
    double total = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        ipa_json_put(object, names[kind], base->cash[kind][k]);
        total += base->cash[kind][k];
    }
    /* Whole fen add up exactly; their doubles in yuan do not. */
    ipa_json_put(object, "total", plan->rounds ? nearbyint(100 * total) / 100 : total);
    return object;
}

static void put_revolving(json_t *period, const ipa_plan *plan, const ipa_base_revolving *of,
                          int k) {
    if (!plan->may_buy)
        return;
    json_t *object = json_object();
    ipa_json_put(object, "bought", of->bought[k]);
    ipa_json_put(object, "principal_bought", of->principal[k]);
    ipa_json_put(object, "income", of->cash[IPA_COLLECTION_INCOME][k]);
    ipa_json_put(object, "principal", of->cash[IPA_COLLECTION_PRINCIPAL][k]);
    ipa_json_put(object, "recovery", of->cash[IPA_COLLECTION_RECOVERY][k]);
    ipa_json_put(object, "defaulted", of->defaulted[k]);
    ipa_json_put(object, "balance", of->balance[k]);
    json_object_set_new(period, "revolving", object);
}

static json_t *base_period(const ipa_plan *plan, const ipa_path_result *base, int k) {
    static const char *const waterfalls[] = {"normal", "accelerated", "default"};
    json_t *object = json_object();
    json_object_set_new(object, "collections", base_collections(plan, base, k));
    ipa_json_put(object, "pool_balance", base->pool_balance[k]);
    if (plan->servicer != NULL) {
        json_t *servicer = json_object();
        ipa_json_put(servicer, "lost", base->lost[k]);
        ipa_json_put(servicer, "delayed", base->delayed[k]);
        json_object_set_new(object, "servicer", servicer);
    }
    json_t *accounts = json_object();
    for (int a = 0; a < plan->n_accounts; a++)
        ipa_json_put(accounts, plan->accounts[a].id, base->accounts[a][k]);
    json_object_set_new(object, "accounts", accounts);
    if (plan->bears_interest) {
        json_t *interest = json_object();
        for (int a = 0; a < plan->n_accounts; a++)
            ipa_json_put(interest, plan->accounts[a].id, base->account_interest[a][k]);
        json_object_set_new(object, "account_interest", interest);
    }
    if (plan->n_ledgers > 0) {
        json_t *ledgers = json_object();
        for (int n = 0; n < plan->n_ledgers; n++)
            ipa_json_put(ledgers, plan->ledgers[n].id, base->ledgers[n][k]);
        json_object_set_new(object, "ledgers", ledgers);
    }
    put_revolving(object, plan, &base->revolving, k);
    json_t *fees = json_object();
    for (int f = 0; f < plan->n_fees; f++) {
        json_t *fee = json_object();
        ipa_json_put(fee, "due", base->fees[f].due[k]);
        ipa_json_put(fee, "paid", base->fees[f].paid[k]);
        ipa_json_put(fee, "unpaid", base->fees[f].unpaid[k]);
        json_object_set_new(fees, plan->fees[f].id, fee);
    }
    json_object_set_new(object, "fees", fees);
    json_t *support = json_object();
    for (int s = 0; s < plan->n_support; s++) {
        json_t *entry = json_object();
        ipa_json_put(entry, "drawn", base->support[s].drawn[k]);
        ipa_json_put(entry, "reimbursed", base->support[s].reimbursed[k]);
        if (plan->support[s].rate.mantissa != 0) {
            ipa_json_put(entry, "interest_due", base->support[s].interest_due[k]);
            ipa_json_put(entry, "interest", base->support[s].interest_paid[k]);
        }
        if (plan->support[s].commitment_rate.mantissa != 0) {
            ipa_json_put(entry, "fee_due", base->support[s].fee_due[k]);
            ipa_json_put(entry, "fee", base->support[s].fee_paid[k]);
        }
        json_object_set_new(support, plan->support[s].id, entry);
    }
    json_object_set_new(object, "support", support);
    json_t *triggers = json_object();
    for (int g = 0; g < plan->n_triggers; g++)
        json_object_set_new(triggers, plan->triggers[g].id, json_boolean(base->triggers[g][k]));
    json_object_set_new(object, "triggers", triggers);
    json_object_set_new(object, "waterfall", json_string(waterfalls[base->waterfall[k]]));
    return object;
}

static json_t *base_tranche(const ipa_plan *plan, const ipa_base_tranche *tranche, int t) {
    const struct {
        const char *name;
        const double *values;
    } columns[] = {{"opening", tranche->opening},
                   {"interest_due", tranche->interest_due},
                   {"interest_paid", tranche->interest_paid},
                   {"interest_unpaid", tranche->interest_unpaid},
                   {"principal_paid", tranche->principal_paid},
                   {"accreted", tranche->accreted},
                   {"closing", tranche->closing},
                   {"residual", tranche->residual},
                   {"interest_per_unit", tranche->interest_per_unit},
                   {"principal_per_unit", tranche->principal_per_unit},
                   {"coverage_gross", tranche->coverage_gross}};
    const ipa_valuation *valuation = &tranche->valuation;
    const struct {
        const char *name;
        double value;
    } figures[] = {{"total_interest", tranche->total_interest},
                   {"total_principal", tranche->total_principal},
                   {"residual", tranche->total_residual},
                   {"in_kind", tranche->in_kind},
                   {"wal", valuation->wal},
                   {"price", valuation->price},
                   {"yield", valuation->yield},
                   {"duration", valuation->duration},
                   {"duration_macaulay", valuation->duration_macaulay},
                   {"convexity", valuation->convexity},
                   {"accrued", valuation->accrued}};
    json_t *object = json_object(), *rows = json_array();
    for (int k = 0; k < plan->n_periods; k++) {
        json_t *row = json_object();
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            ipa_json_put(row, columns[i].name, columns[i].values[k]);
        ipa_json_put(row, "coupon", ipa_plan_coupon(&plan->tranches[t], k));
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "periods", rows);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        ipa_json_put(object, figures[i].name, figures[i].value);
    return object;
}

static json_t *base_contracts(const ipa_plan *plan, const double *cash) {
    json_t *object = json_object();
    for (int c = 0; c < plan->n_contracts; c++) {
        json_t *row = json_array();
        for (int k = 0; k < plan->n_periods; k++)
            json_array_append_new(row, ipa_json_number(cash[c * plan->n_periods + k]));
        json_object_set_new(object, plan->contracts[c].source->id, row);
    }
    return object;
}

/* Null where the pool is never called. */
static json_t *base_call(const ipa_plan *plan, const ipa_path_result *base) {
    if (base->called < 0)
        return json_null();
    json_t *object = json_object();
    json_object_set_new(object, "period", json_integer(base->called + 1));
    ipa_json_put_date(object, "date", plan->periods[base->called].payment);
    ipa_json_put(object, "price", base->call_price);
    return object;
}

static json_t *base(const ipa_view *view) {
    const ipa_plan *plan = view->plan;
    json_t *object = json_object(), *rows = json_array(), *tranches = json_object();
    for (int k = 0; k < plan->n_periods; k++)
        json_array_append_new(rows, base_period(plan, &view->result->base, k));
    for (int t = 0; t < plan->n_tranches; t++)
        json_object_set_new(tranches, plan->tranches[t].id,
                            base_tranche(plan, &view->result->base.tranches[t], t));
    json_object_set_new(object, "periods", rows);
    json_object_set_new(object, "tranches", tranches);
    json_object_set_new(object, "contracts", base_contracts(plan, view->result->contract_base));
    if (plan->may_be_called)
        json_object_set_new(object, "call", base_call(plan, &view->result->base));
    return object;
}

static json_t *loss(const ipa_tranche_figures *figures) {
    static const char *const var_names[] = {"var95", "var99", "var999"};
    static const char *const cvar_names[] = {"cvar95", "cvar99", "cvar999"};
    json_t *object = json_object();
    for (int i = 0; i < 3; i++) {
        json_t *var = json_object();
        ipa_json_put(var, "value", figures->var[i].value);
        ipa_json_put(var, "low", figures->var[i].low);
        ipa_json_put(var, "high", figures->var[i].high);
        json_object_set_new(object, var_names[i], var);
    }
    for (int i = 0; i < 3; i++)
        ipa_json_put_estimate(object, cvar_names[i], figures->cvar[i]);
    return object;
}

static json_t *tranche_figures(const ipa_tranche_figures *figures, int n_periods) {
    const struct {
        const char *name;
        ipa_estimate value;
    } estimates[] = {
#define ESTIMATE(member, text) {#member, figures->member},
        IPA_ESTIMATE_TABLE(ESTIMATE)
#undef ESTIMATE
    };
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof estimates / sizeof *estimates; i++)
        ipa_json_put_estimate(object, estimates[i].name, estimates[i].value);
    json_t *pv = ipa_json_estimate(figures->pv);
    ipa_json_put(pv, "p01", figures->pv_percentile[0]);
    ipa_json_put(pv, "p50", figures->pv_percentile[1]);
    ipa_json_put(pv, "p99", figures->pv_percentile[2]);
    json_object_set_new(object, "pv", pv);
    ipa_json_put_estimate(object, "in_kind", figures->in_kind);
    json_object_set_new(object, "loss", loss(figures));
    json_t *yield = json_object();
    ipa_json_put(yield, "loss_adjusted", figures->loss_adjusted_yield);
    json_object_set_new(object, "yield", yield);
    json_t *rating = json_object();
    json_object_set_new(rating, "by_pd", json_string(figures->rating.by_pd));
    json_object_set_new(rating, "by_el", json_string(figures->rating.by_el));
    json_object_set_new(object, "implied_rating", rating);
    json_object_set_new(object, "cashflow", fans(figures->cashflow, n_periods));
    return object;
}

static json_t *tranches(const ipa_plan *plan, const ipa_tranche_figures *figures) {
    json_t *object = json_object();
    for (int t = 0; t < plan->n_tranches; t++)
        json_object_set_new(object, plan->tranches[t].id,
                            tranche_figures(&figures[t], plan->n_periods));
    return object;
}

/* NULL: zero throughout. */
static json_t *estimates(const ipa_estimate *figures, int n_periods) {
    json_t *array = json_array();
    for (int k = 0; k < n_periods; k++)
        json_array_append_new(
            array, ipa_json_estimate(figures != NULL ? figures[k] : (ipa_estimate){0, 0}));
    return array;
}

/* What no contract of the deal can owe late is zero, what nobody asks for is left out. */
static void put_pool_series(json_t *object, const ipa_plan *plan,
                            const ipa_simulation_result *simulation) {
    static const char *const names[IPA_N_POOL_SERIES] = {
#define SERIES_NAME(name, text) #name,
        IPA_POOL_SERIES_TABLE(SERIES_NAME)
#undef SERIES_NAME
    };
    for (int n = 0; n < IPA_N_POOL_SERIES; n++) {
        const ipa_estimate *figures = simulation->pool_series[n];
        if (figures != NULL || n != IPA_POOL_SERIES_ip_value)
            json_object_set_new(object, names[n], estimates(figures, plan->n_periods));
    }
}

static json_t *spread(const ipa_spread *figures) {
    json_t *object = ipa_json_estimate(figures->mean);
    ipa_json_put(object, "p05", figures->p05);
    ipa_json_put(object, "p95", figures->p95);
    return object;
}

static void put_contracts(json_t *object, const ipa_plan *plan, const ipa_contract_cash *from) {
    json_t *contracts = json_object(), *patents = json_object();
    for (int c = 0; c < plan->n_contracts; c++) {
        json_t *contract = json_object(), *expected = json_array();
        for (int k = 0; k < plan->n_periods; k++)
            json_array_append_new(expected, spread(&from->cash[c * plan->n_periods + k]));
        json_object_set_new(contract, "expected", expected);
        json_object_set_new(contract, "total", spread(&from->total[c]));
        ipa_json_put_estimate(contract, "prepayment_probability", from->prepayment[c]);
        json_object_set_new(contracts, plan->contracts[c].source->id, contract);
    }
    for (int j = 0; from->alive != NULL && j < plan->n_patents; j++) {
        json_t *patent = json_object();
        json_object_set_new(patent, "alive",
                            estimates(from->alive + j * plan->n_periods, plan->n_periods));
        json_object_set_new(patents, plan->patents[j].source->id, patent);
    }
    json_object_set_new(object, "contract_paths", json_integer(from->n_paths));
    json_object_set_new(object, "contracts", contracts);
    json_object_set_new(object, "patents", patents);
}

static json_t *pool(const ipa_plan *plan, const ipa_simulation_result *simulation) {
    json_t *object = json_object(), *obligors = json_object();
    json_object_set_new(object, "expected_collections",
                        fans(simulation->collections, plan->n_periods));
    json_object_set_new(object, "total_collections", fan(&simulation->total_collections));
    ipa_json_put_estimate(object, "default_rate", simulation->default_rate);
    ipa_json_put_estimate(object, "loss_rate", simulation->loss_rate);
    for (int i = 0; i < plan->n_obligors; i++)
        ipa_json_put_estimate(obligors, plan->obligors[i].credit.id,
                              simulation->obligor_defaults[i]);
    json_object_set_new(object, "obligor_defaults", obligors);
    put_pool_series(object, plan, simulation);
    put_contracts(object, plan, simulation->contracts);
    return object;
}

static json_t *simulation(const ipa_view *view) {
    const ipa_plan *plan = view->plan;
    const ipa_simulation_result *run = view->result->simulation;
    json_t *object = json_object(), *support = json_object(), *triggers = json_object(),
           *without = json_object(), *checks = json_object();
    json_object_set_new(object, "pool", pool(plan, run));
    json_object_set_new(object, "tranches", tranches(plan, run->tranches));
    if (plan->servicer != NULL) {
        json_t *servicer = json_object();
        ipa_json_put_estimate(servicer, "default_probability", run->servicer_default);
        ipa_json_put_estimate(servicer, "expected_loss", run->servicer_loss);
        json_object_set_new(object, "servicer", servicer);
    }
    for (int s = 0; s < plan->n_support; s++) {
        json_t *entry = json_object();
        ipa_json_put_estimate(entry, "draw_probability", run->draw_probability[s]);
        ipa_json_put_estimate(entry, "expected_draw", run->expected_draw[s]);
        json_object_set_new(support, plan->support[s].id, entry);
    }
    json_object_set_new(object, "support", support);
    for (int g = 0; g < plan->n_triggers; g++) {
        json_t *entry = json_object();
        ipa_json_put_estimate(entry, "probability", run->trigger_probability[g]);
        json_object_set_new(triggers, plan->triggers[g].id, entry);
    }
    json_object_set_new(object, "triggers", triggers);
    if (plan->may_be_called) {
        json_t *call = json_object();
        ipa_json_put_estimate(call, "probability", run->call_probability);
        json_object_set_new(object, "call", call);
    }
    json_object_set_new(without, "tranches", tranches(plan, run->without_support));
    json_object_set_new(object, "without_support", without);
    ipa_json_put(checks, "cash_conservation_max_abs", run->cash_conservation_max_abs);
    json_object_set_new(checks, "nonfinite", json_integer(run->nonfinite));
    json_object_set_new(object, "checks", checks);
    return object;
}

static json_t *vehicles(const ipa_view *below) {
    json_t *object = json_object(), *vehicle = json_object();
    json_object_set_new(vehicle, "periods", periods(below->plan));
    json_object_set_new(vehicle, "base", base(below));
    if (below->result->simulation != NULL)
        json_object_set_new(vehicle, "simulation", simulation(below));
    json_object_set_new(object, below->deal->vehicle, vehicle);
    return object;
}

ipa_status ipa_json_run_report(const ipa_view *view, const char **text, ipa_error *error) {
    json_t *root = json_object();
    json_object_set_new(root, "ipabs", ipa_json_header(view));
    json_object_set_new(root, "periods", periods(view->plan));
    json_object_set_new(root, "base", base(view));
    json_object_set_new(root, "obligor_costs", ipa_json_value_costs(view));
    if (view->result->simulation != NULL)
        json_object_set_new(root, "simulation", simulation(view));
    if (view->stress != NULL)
        json_object_set_new(root, "stress", ipa_json_stress_part(view));
    ipa_view below;
    if (ipa_vehicle_view(view, &below))
        json_object_set_new(root, "vehicles", vehicles(&below));
    return ipa_json_file(root, view->arena, text, error);
}

json_t *ipa_json_run_base(const ipa_view *view) {
    return base(view);
}

json_t *ipa_json_run_simulation(const ipa_view *view) {
    return simulation(view);
}
