#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/beta.h"
#include "engine/math/elementary.h"

/** Default in a period → period in which money arrives after a lag. */
static int *arrivals(const ipa_resolver *r, double lag_months) {
    int *period = IPA_NEW_ARRAY(r->arena, r->plan->n_periods + 1, int);
    for (int k = 0; k <= r->plan->n_periods; k++)
        period[k] = ipa_plan_recovery_period(r->plan, k, lag_months);
    return period;
}

static double limit_of(ipa_number cap) {
    return cap.given ? ipa_money_fen(cap) : INFINITY;
}

void ipa_resolve_recovery(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    const ipa_deal_model *model = &r->deal->model;
    plan->platform_fee = model->platform_fee.value;
    plan->buyback_entity = ipa_names_find(r->deal, IPA_NAME_ENTITY, model->buyback.entity.id);
    plan->buyback_share = model->buyback.share.value;
    plan->buyback_period = arrivals(r, model->buyback.lag_months.value);
    plan->n_facilities = model->n_facilities;
    plan->facilities = IPA_NEW_ARRAY(r->arena, plan->n_facilities, ipa_plan_facility);
    for (int n = 0; n < plan->n_facilities; n++) {
        const ipa_deal_facility *source = &model->facilities[n];
        plan->facilities[n] =
            (ipa_plan_facility){.id = source->id,
                                .share = source->share.value,
                                .cap_per_obligor = limit_of(source->cap_per_obligor),
                                .pool_cap = limit_of(source->pool_cap),
                                .period = arrivals(r, source->lag_months.value),
                                .needs_pledge = source->needs_pledge,
                                .repaid = source->repaid};
    }
}

double ipa_resolve_recovery_decay(const ipa_resolver *r, double years) {
    const double left = 1 - r->deal->model.recovery_decay.value;
    if (!(years > 0))
        return 1;
    return left > 0 ? ipa_pow(left, years) : 0;
}

/* ---- one contract ---- */

static const ipa_deal_patent *patent_of(const ipa_resolver *r, const ipa_plan_contract *contract,
                                        int n) {
    return r->plan->patents[contract->patents[n]].source;
}

static bool is_registered(const ipa_deal_patent *patent) {
    return patent->registered_on != IPA_NO_DATE;
}

/** Share of its worth that IP brings, part of which is not registered: by value, by number where
 *  nothing has a value. */
static double registered_factor(const ipa_resolver *r, const ipa_plan_contract *contract) {
    const double unregistered = r->deal->model.unregistered_share.value;
    double all = 0, brought = 0, number_brought = 0;
    for (int n = 0; n < contract->n_patents; n++) {
        const ipa_deal_patent *patent = patent_of(r, contract, n);
        const double share = is_registered(patent) ? 1 : unregistered;
        all += patent->value.value;
        brought += patent->value.value * share;
        number_brought += share;
    }
    if (contract->n_patents == 0)
        return 1;
    return all > 0 ? brought / all : number_brought / contract->n_patents;
}

static int facility_of(const ipa_resolver *r, const ipa_plan_contract *contract) {
    const char *id = contract->source->facility.id;
    int found = -1;
    for (int n = 0; id != NULL && n < r->plan->n_facilities; n++)
        if (strcmp(r->plan->facilities[n].id, id) == 0)
            found = n;
    if (found < 0 || !r->plan->facilities[found].needs_pledge)
        return found;
    bool pledged = contract->n_patents > 0;
    for (int n = 0; n < contract->n_patents; n++)
        pledged &= is_registered(patent_of(r, contract, n));
    return pledged ? found : -1;
}

static void complain(const ipa_resolver *r, const ipa_plan_contract *contract, const char *column,
                     const ipa_error *error) {
    const char *id = contract->source->id;
    ipa_findings_add(r->findings, IPA_E0552_DISTRIBUTION, contract->source->mark,
                     ipa_arena_format(r->arena, "contracts[%s].%s", id, column), NULL,
                     "contract `%s`: %s", id, error->message);
}

static void set_discount(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_deal_contract *source = contract->source;
    double mean = source->recovery_mean.value, sd = source->recovery_sd.value, a, b;
    contract->recovery_mean = mean;
    contract->recovery_cost = source->recovery_cost.value;
    ipa_error error = {0};
    if (sd > 0 && (ipa_beta_from_moments(mean, sd, &a, &b, &error) != IPA_OK ||
                   ipa_laws_beta(r->laws, a, b, &contract->recovery, &error) != IPA_OK))
        complain(r, contract, "recovery_sd", &error);
    ipa_resolve_stress_recovery(r, contract);
}

static void set_lag(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_deal_contract *source = contract->source;
    double lag = source->recovery_lag_months.value, lag_sd = source->recovery_lag_sd.value;
    contract->lag_added = r->deal->stress.recovery_lag_months.value;
    contract->lag_months = lag + contract->lag_added;
    contract->recovery_period = arrivals(r, contract->lag_months);
    if (!(lag_sd > 0))
        return;
    double shape = lag / lag_sd * (lag / lag_sd), scale = lag_sd * lag_sd / lag;
    ipa_error error = {0};
    if (ipa_laws_gamma(r->laws, shape, scale, &contract->lag, &error) != IPA_OK)
        complain(r, contract, "recovery_lag_sd", &error);
}

void ipa_resolve_recovery_contract(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_deal_contract *source = contract->source;
    contract->stream = ipa_text_hash(source->id);
    set_discount(r, contract);
    set_lag(r, contract);
    contract->deposit = ipa_money_fen(source->deposit);
    contract->facility = facility_of(r, contract);
    contract->proceeds_base = contract->buyback_base = NAN;
    contract->proceeds_factor = registered_factor(r, contract);
    if (!source->recovery_by_valuation)
        return;
    contract->proceeds_base = contract->buyback_base = ipa_money_fen(source->valuation);
    contract->proceeds_factor *= ipa_resolve_recovery_decay(r, contract->lag_months / 12);
}
