#include "engine/simulate/patent_value.h"

#include <math.h>

#include "engine/deal/patent_life.h"
#include "engine/simulate/value_rate.h"

bool ipa_patent_value_is_off(const ipa_deal *deal, double value, double appraisal) {
    const double ratio = value / appraisal;
    return isfinite(ratio) && fabs(ratio - 1) > deal->valuation.appraisal_band.value;
}

static double known(double amount) {
    return amount > 0 ? amount : NAN;
}

/* A sum of which nothing is known stays unknown. */
static void add_known(double *sum, double amount) {
    if (isfinite(amount))
        *sum = (isfinite(*sum) ? *sum : 0) + amount;
}

/* ---- one patent ---- */

static const ipa_deal_patent *patent_of(const ipa_patent_values *values, int j) {
    return &values->plan->deal->patents[j];
}

/* Fees of the patent years that begin from the valuation date on, for as long as the right lasts.
 */
static double annuities_of(const ipa_plan *plan, const ipa_deal_patent *patent, ipa_date expires) {
    double sum = 0;
    if (patent->filed == IPA_NO_DATE)
        return 0;
    for (int year = 1; year <= ipa_patent_life_term(patent->kind); year++) {
        const ipa_date begins = ipa_date_add_months(patent->filed, 12 * (year - 1), false);
        const double years = ipa_value_rate_years(plan, begins);
        if (begins != IPA_NO_DATE && begins < expires && years >= 0)
            sum +=
                ipa_patent_life_annuity(patent->kind, year) * ipa_value_rate_discount(plan, years);
    }
    return sum;
}

/* Renewed up to the patent year of a date, given that it has been up to that of the cut-off date.
 */
static double renewal_of(const ipa_deal *deal, const ipa_deal_patent *patent, ipa_date until) {
    const ipa_deal_valuation *asked = &deal->valuation;
    if (!asked->renewal_sigma.given || ipa_patent_life_term(patent->kind) == 0 ||
        patent->filed == IPA_NO_DATE)
        return NAN;
    const ipa_patent_renewal law = {asked->renewal_mu.value, asked->renewal_sigma.value,
                                    1 - asked->renewal_decay.value};
    const int now = 1 + (int)ipa_patent_life_age(deal, patent, deal->terms.cutoff);
    const int then = 1 + (int)ipa_patent_life_age(deal, patent, until);
    const int term = ipa_patent_life_term(patent->kind);
    return ipa_patent_life_renewal(patent->kind, &law, then < term ? then : term) /
           ipa_patent_life_renewal(patent->kind, &law, now < term ? now : term);
}

static void fill_life(const ipa_patent_values *values, int j, ipa_date until) {
    const ipa_deal *deal = values->plan->deal;
    const ipa_deal_patent *patent = patent_of(values, j);
    ipa_patent_worth *worth = &values->patents[j];
    if (until == IPA_NO_DATE || until >= worth->expires)
        until = worth->expires - 1;
    if (until < deal->terms.cutoff)
        until = deal->terms.cutoff;
    const double now = ipa_patent_life_age(deal, patent, deal->terms.cutoff);
    const double then = ipa_patent_life_age(deal, patent, until);
    worth->survival = ipa_patent_life_survival(deal, patent, until);
    worth->lapse_survival = exp(
        -ipa_patent_life_hazard(&deal->model.patents, patent->kind, IPA_CAUSE_LAPSE, now, then));
    worth->renewal_survival = renewal_of(deal, patent, until);
}

static void start_patent(const ipa_patent_values *values, int j) {
    const ipa_deal_patent *patent = patent_of(values, j);
    ipa_patent_worth *worth = &values->patents[j];
    *worth = (ipa_patent_worth){.income_base = NAN,
                                .income = NAN,
                                .relief = NAN,
                                .split = NAN,
                                .appraisal = known(patent->value.value),
                                .expires = ipa_patent_life_expiry(patent)};
    const double years = ipa_value_rate_years(values->plan, worth->expires);
    worth->legal_years = years > 0 ? years : 0;
    worth->annuities = annuities_of(values->plan, patent, worth->expires);
}

/* ---- one contract and its patents ---- */

/* What a debtor repays is no income of the patents it pledged. */
static const bool pays_for_ip[] = {
    [IPA_CONTRACT_LICENCE_FEE] = true, [IPA_CONTRACT_ROYALTY] = true,
    [IPA_CONTRACT_LOAN] = false,       [IPA_CONTRACT_LEASE] = true,
    [IPA_CONTRACT_RECEIVABLE] = false, [IPA_CONTRACT_MILESTONE] = true,
};

static double final_income(const ipa_income *income) {
    return isfinite(income->expected.mean) ? income->expected.mean : income->base;
}

/* Σ over periods of the present value of mean cash × the patent's chance to count then. */
static double surviving_cash(const ipa_patent_values *values, int c, int j) {
    const ipa_plan *longer = values->income.plan;
    const double *cash = values->income.by_period + c * longer->n_periods;
    double sum = 0;
    for (int k = 0; k < longer->n_periods; k++)
        if (cash[k] > 0)
            sum += cash[k] * ipa_patent_life_survival(values->plan->deal, patent_of(values, j),
                                                      longer->periods[k].collection_end);
    return sum;
}

static void split_income(const ipa_patent_values *values, int c, double *shares) {
    const ipa_plan_contract *contract = &values->plan->contracts[c];
    const ipa_income *income = &values->contracts[c].income;
    double all = 0;
    for (int n = 0; n < contract->n_patents; n++) {
        shares[n] = contract->weights[n] * surviving_cash(values, c, contract->patents[n]);
        all += shares[n];
    }
    for (int n = 0; n < contract->n_patents; n++) {
        ipa_patent_worth *worth = &values->patents[contract->patents[n]];
        const double share = all > 0 ? shares[n] / all : contract->weights[n];
        add_known(&worth->income_base, share * income->base);
        add_known(&worth->income, share * final_income(income));
    }
}

/* An application is worth what it would be if granted, times its chance. */
static double grant_chance(const ipa_deal *deal, const ipa_deal_patent *patent) {
    return ipa_patent_life_is_pending(patent) ? deal->model.patents.grant_probability.value : 1;
}

static void add_relief(const ipa_patent_values *values, int c) {
    const ipa_plan_contract *contract = &values->plan->contracts[c];
    ipa_contract_value *value = &values->contracts[c];
    if (contract->n_patents == 0) {
        const ipa_relief all = ipa_relief_value_until(values->plan, c, contract->source->end, 1);
        value->relief = all.relief;
        value->split = all.split;
    }
    for (int n = 0; n < contract->n_patents; n++) {
        const int j = contract->patents[n];
        ipa_patent_worth *worth = &values->patents[j];
        const double weight =
            contract->weights[n] * grant_chance(values->plan->deal, patent_of(values, j));
        const ipa_relief part = ipa_relief_value_until(values->plan, c, worth->expires, weight);
        add_known(&worth->relief, part.relief);
        add_known(&worth->split, part.split);
        add_known(&value->relief, part.relief);
        add_known(&value->split, part.split);
    }
}

static double fees_to_come(const ipa_plan_contract *contract) {
    double total = 0;
    for (int n = 0; n < contract->n_dues; n++)
        total += (contract->dues[n].principal + contract->dues[n].income) / 100;
    return total;
}

static void value_contract(const ipa_patent_values *values, int c, ipa_arena *arena) {
    const ipa_plan_contract *contract = &values->plan->contracts[c];
    const bool is_fee = contract->source->kind == IPA_CONTRACT_LICENCE_FEE;
    ipa_contract_value *value = &values->contracts[c];
    *value = (ipa_contract_value){.income = values->income.contracts[c],
                                  .pays_for_ip = pays_for_ip[contract->source->kind],
                                  .relief = NAN,
                                  .split = NAN,
                                  .terms = ipa_relief_value_terms(values->plan, c),
                                  .appraisal = known(contract->source->valuation.value),
                                  .patents_appraisal = NAN,
                                  .fee_total = is_fee ? fees_to_come(contract) : NAN};
    value->fee_multiple = value->fee_total / IPA_PATENT_VALUE_MEAN_FEE;
    for (int n = 0; n < contract->n_patents; n++) {
        ipa_patent_worth *worth = &values->patents[contract->patents[n]];
        if (worth->n_contracts++ == 0)
            worth->contract = contract->source->id;
        value->annuities += worth->annuities;
        add_known(&value->patents_appraisal, worth->appraisal);
    }
    if (value->pays_for_ip)
        split_income(values, c, IPA_NEW_ARRAY(arena, contract->n_patents, double));
    add_relief(values, c);
}

/* The last day its contracts ask for it. */
static ipa_date needed_until(const ipa_plan *plan, int j) {
    ipa_date until = IPA_NO_DATE;
    for (int c = 0; c < plan->n_contracts; c++)
        for (int n = 0; n < plan->contracts[c].n_patents; n++)
            if (plan->contracts[c].patents[n] == j && plan->contracts[c].source->end > until)
                until = plan->contracts[c].source->end;
    return until;
}

ipa_status ipa_patent_value_run(const ipa_plan *plan, const ipa_income_options *options,
                                ipa_arena *arena, ipa_patent_values **values, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_patent_values *all = IPA_NEW(arena, ipa_patent_values);
    *all = (ipa_patent_values){
        .plan = plan,
        .seed = options->seed,
        .contracts = IPA_NEW_ARRAY(arena, plan->n_contracts, ipa_contract_value),
        .patents = IPA_NEW_ARRAY(arena, plan->deal->n_patents, ipa_patent_worth),
        .scores = ipa_patent_score_all(plan->deal, arena)};
    *values = all;
    IPA_TRY(ipa_income_value_run(plan->deal, options, arena, &all->income, error));
    for (int j = 0; j < plan->deal->n_patents; j++)
        start_patent(all, j);
    for (int c = 0; c < plan->n_contracts; c++)
        value_contract(all, c, arena);
    for (int j = 0; j < plan->deal->n_patents; j++)
        fill_life(all, j, needed_until(plan, j));
out:
    return status;
}
