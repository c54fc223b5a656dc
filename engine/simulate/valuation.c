#include "engine/simulate/valuation.h"

#include <math.h>
#include <string.h>

#include "engine/market/bond.h"

double ipa_valuation_balance(const ipa_plan *plan, const ipa_base_tranche *tranche) {
    double balance = plan->n_periods > 0 ? tranche->opening[0] : 0;
    for (int k = 0; k < plan->n_periods && plan->periods[k].years_from_valuation <= 0; k++)
        balance = tranche->closing[k];
    return balance;
}

static double life(const ipa_plan *plan, const ipa_base_tranche *flows) {
    double time = 0, total = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        const double repaid = flows->opening[k] + flows->accreted[k] - flows->closing[k];
        time += plan->periods[k].years_from_closing * repaid;
        total += repaid;
    }
    return total > 0 ? time / total : NAN;
}

static double accrued_per_100(const ipa_plan *plan, int t, double balance) {
    const ipa_date today = plan->deal->market.valuation_date;
    for (int k = 0; k < plan->n_periods && balance > 0; k++)
        if (plan->periods[k].accrual_start <= today && today < plan->periods[k].accrual_end)
            return 100 * ipa_plan_accrued(plan, t, k, today);
    return 0;
}

/* Flows per 100 of balance that are still to come. */
static ipa_bond flows_per_100(const ipa_plan *plan, const double *cash, double balance,
                              ipa_bond_flow *flows) {
    size_t n_flows = 0;
    for (int k = 0; k < plan->n_periods; k++)
        if (plan->periods[k].years_from_valuation > 0 && cash[k] != 0)
            flows[n_flows++] = (ipa_bond_flow){.years = plan->periods[k].years_from_valuation,
                                               .interest = 100 * cash[k] / balance};
    return (ipa_bond){.flows = flows, .n_flows = n_flows};
}

ipa_valuation ipa_valuation_of(const ipa_plan *plan, int tranche, const ipa_base_tranche *of) {
    ipa_valuation figures = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    const double balance = ipa_valuation_balance(plan, of);
    figures.wal = life(plan, of);
    if (!(balance > 0))
        return figures;
    ipa_arena *arena = ipa_arena_create();
    double *cash = IPA_NEW_ARRAY(arena, plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++)
        cash[k] = of->interest_paid[k] + of->principal_paid[k] + of->residual[k];
    const ipa_bond bond =
        flows_per_100(plan, cash, balance, IPA_NEW_ARRAY(arena, plan->n_periods, ipa_bond_flow));
    figures.accrued = accrued_per_100(plan, tranche, balance);
    figures.price = ipa_bond_value(&bond, &plan->curve, plan->tranches[tranche].spread);
    if (ipa_bond_yield(&bond, IPA_COMPOUNDING_ANNUAL, figures.price, &figures.yield, NULL) ==
        IPA_OK) {
        const ipa_bond_risk risk = ipa_bond_risk_at(&bond, IPA_COMPOUNDING_ANNUAL, figures.yield);
        figures.duration = risk.modified;
        figures.duration_macaulay = risk.macaulay;
        figures.convexity = risk.convexity;
    } else {
        figures.yield = NAN;
    }
    ipa_arena_destroy(arena);
    return figures;
}

static double issue_price(const ipa_deal *deal, const char *id) {
    for (int n = 0; n < deal->closing.proceeds.n_items; n++)
        if (strcmp(deal->closing.proceeds.items[n].name, id) == 0)
            return deal->closing.proceeds.items[n].number.value;
    return 100;
}

double ipa_valuation_loss_adjusted(const ipa_plan *plan, int tranche, double balance,
                                   const ipa_fan *cashflow) {
    if (!(balance > 0))
        return NAN;
    ipa_arena *arena = ipa_arena_create();
    double *cash = IPA_NEW_ARRAY(arena, plan->n_periods, double), yield = NAN;
    for (int k = 0; k < plan->n_periods; k++)
        cash[k] = cashflow[k].mean.mean;
    const ipa_bond bond =
        flows_per_100(plan, cash, balance, IPA_NEW_ARRAY(arena, plan->n_periods, ipa_bond_flow));
    const ipa_status status =
        ipa_bond_yield(&bond, IPA_COMPOUNDING_ANNUAL,
                       issue_price(plan->deal, plan->tranches[tranche].id), &yield, NULL);
    ipa_arena_destroy(arena);
    return status == IPA_OK ? yield : NAN;
}
