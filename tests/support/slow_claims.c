#include "tests/support/slow_claims.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/math/beta.h"
#include "engine/random/draw.h"
#include "tests/support/slow_pool.h"

struct slow_claims {
    const slow_deal *deal;
    const ipa_quantile_table *share[SLOW_CONTRACTS], *lag[SLOW_CONTRACTS]; /**< NULL: certain */
};

double slow_claims_gamma_cdf(double a, double x) {
    double term = 1 / a, sum = term;
    for (int n = 1; n < 2000; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum * exp(a * log(x) - x - lgamma(a));
}

slow_claims *slow_claims_create(const slow_deal *deal, ipa_arena *arena) {
    slow_claims *claims = IPA_NEW(arena, slow_claims);
    claims->deal = deal;
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_deal_contract *contract = deal->contracts[c];
        const double mean = contract->recovery_lag_months.value;
        const double sd = contract->recovery_lag_sd.value;
        double a, b;
        if (contract->recovery_sd.value > 0) {
            cr_assert_eq(ipa_beta_from_moments(contract->recovery_mean.value,
                                               contract->recovery_sd.value, &a, &b, NULL),
                         IPA_OK);
            cr_assert_eq(ipa_quantile_table_beta(arena, a, b, &claims->share[c], NULL), IPA_OK);
        }
        if (sd > 0)
            cr_assert_eq(ipa_quantile_table_gamma(arena, mean * mean / (sd * sd), sd * sd / mean,
                                                  &claims->lag[c], NULL),
                         IPA_OK);
    }
    return claims;
}

/* The period of a payment so many months after the end of a period: whole calendar months, then a
   fraction of a month as days of 365/12, to the nearest day. */
static int arrival(const slow_deal *deal, slow_life *life, int k, double months) {
    const double whole = floor(months);
    if (whole > 1200)
        return deal->n_periods;
    const double days = (months - whole) * (365.0 / 12);
    int day = 0;
    while (months > whole && slow_by(life, day + 0.5, days))
        day++;
    const ipa_date date = ipa_date_add_months(deal->end[k], (int)whole, false) + day;
    int arrives = 0;
    while (arrives < deal->n_periods && date > deal->end[arrives])
        arrives++;
    return arrives;
}

static int entity_index(const slow_deal *deal, const char *id) {
    for (int i = 0; i < deal->deal->n_entities; i++)
        if (id != NULL && strcmp(deal->deal->entities[i].id, id) == 0)
            return i;
    return -1;
}

static bool entity_lives(const slow_deal *deal, slow_life *life, int entity, int k) {
    return entity >= 0 &&
           !slow_by(life, life->entity_years[entity], slow_years(deal, deal->end[k]));
}

/* ---- the facility ---- */

static const ipa_deal_facility *facility_of(const slow_deal *deal, int c) {
    const ipa_deal_model *model = &deal->deal->model;
    const char *id = deal->contracts[c]->facility.id;
    for (int n = 0; n < model->n_facilities; n++) {
        if (id == NULL || strcmp(model->facilities[n].id, id) != 0)
            continue;
        bool registered = deal->n_patents[c] > 0;
        for (int m = 0; m < deal->n_patents[c]; m++)
            registered =
                registered && deal->deal->patents[deal->patents[c][m]].registered_on != IPA_NO_DATE;
        return model->facilities[n].needs_pledge && !registered ? NULL : &model->facilities[n];
    }
    return NULL;
}

/* What a facility pays on a claim, given what it has paid on those before it. */
static double compensation(const slow_claims *claims, int at, const slow_claim *list) {
    const ipa_deal_facility *facility = facility_of(claims->deal, list[at].contract);
    double for_obligor = 0, in_all = 0;
    if (facility == NULL)
        return 0;
    for (int n = 0; n < at; n++)
        if (facility_of(claims->deal, list[n].contract) == facility) {
            in_all += list[n].compensation;
            for_obligor += list[n].obligor == list[at].obligor ? list[n].compensation : 0;
        }
    double amount =
        facility->share.value * (list[at].amount - list[at].deposit - list[at].guarantee);
    if (facility->cap_per_obligor.given)
        amount = fmin(amount, facility->cap_per_obligor.value * 100 - for_obligor);
    if (facility->pool_cap.given)
        amount = fmin(amount, facility->pool_cap.value * 100 - in_all);
    return fmax(0, amount);
}

/* ---- the disposal ---- */

/* Share of the IP's value that can be sold as registered. */
static double registered_factor(const slow_deal *deal, int c) {
    double registered = 0, all = 0, n_registered = 0;
    const double unregistered = deal->deal->model.unregistered_share.value;
    for (int n = 0; n < deal->n_patents[c]; n++) {
        const ipa_deal_patent *patent = &deal->deal->patents[deal->patents[c][n]];
        const double counts = patent->registered_on != IPA_NO_DATE ? 1 : unregistered;
        all += patent->value.value;
        registered += patent->value.value * counts;
        n_registered += counts;
    }
    if (deal->n_patents[c] == 0)
        return 1;
    return all > 0 ? registered / all : n_registered / deal->n_patents[c];
}

static double sale_share(const slow_claims *claims, int c, const slow_life *life) {
    const slow_deal *deal = claims->deal;
    const ipa_deal_model *model = &deal->deal->model;
    if (claims->share[c] == NULL)
        return deal->contracts[c]->recovery_mean.value;
    const double rho = model->recovery_correlation.value;
    int factor = 0;
    for (int f = 0; f < deal->n_factors; f++)
        if (model->recovery_factor.id != NULL &&
            strcmp(deal->factor[f], model->recovery_factor.id) == 0)
            factor = f;
    const ipa_stream own = {IPA_PURPOSE_RECOVERY, ipa_streams_hash(deal->contracts[c]->id)};
    const double score = (deal->n_factors > 0 ? rho * life->factor[factor] : 0) +
                         sqrt(1 - rho * rho) * ipa_draw_normal(life->seed, life->path, own, 0);
    return ipa_quantile_table_one(claims->share[c], score);
}

static double sale_proceeds(const slow_claims *claims, const slow_claim *claim,
                            const slow_life *life) {
    const slow_deal *deal = claims->deal;
    const ipa_deal_model *model = &deal->deal->model;
    const ipa_deal_contract *contract = deal->contracts[claim->contract];
    double base = claim->amount;
    if (contract->recovery_by_valuation)
        base = contract->valuation.value * 100 *
               pow(1 - model->recovery_decay.value, contract->recovery_lag_months.value / 12);
    return sale_share(claims, claim->contract, life) * base *
           registered_factor(deal, claim->contract) * (1 - contract->recovery_cost.value) *
           (1 - model->platform_fee.value);
}

static double sale_months(const slow_claims *claims, int c, const slow_life *life) {
    const ipa_deal_contract *contract = claims->deal->contracts[c];
    const ipa_stream stream = {IPA_PURPOSE_RECOVERY_LAG, ipa_streams_hash(contract->id)};
    if (claims->lag[c] == NULL)
        return contract->recovery_lag_months.value;
    return ipa_quantile_table_one(claims->lag[c],
                                  ipa_draw_normal(life->seed, life->path, stream, 0));
}

static void dispose(const slow_claims *claims, slow_life *life, slow_claim *claim) {
    const slow_deal *deal = claims->deal;
    const ipa_deal_buyback *buyback = &deal->deal->model.buyback;
    const ipa_deal_contract *contract = deal->contracts[claim->contract];
    const ipa_deal_facility *facility = facility_of(deal, claim->contract);
    const double left = claim->amount - claim->deposit - claim->guarantee - claim->compensation;
    double net, months;
    if (entity_lives(deal, life, entity_index(deal, buyback->entity.id), claim->period)) {
        net = buyback->share.value *
              (contract->recovery_by_valuation ? contract->valuation.value * 100 : claim->amount);
        months = buyback->lag_months.value;
    } else {
        net = fmax(0, sale_proceeds(claims, claim, life));
        months = sale_months(claims, claim->contract, life);
    }
    claim->recovery_period = arrival(deal, life, claim->period, months);
    claim->recovery = fmin(left, net);
    if (facility != NULL && facility->repaid) {
        const double owed = left + claim->compensation, total = fmin(owed, net);
        claim->recovery = owed > 0 ? total * left / owed : 0;
        claim->repaid = total - claim->recovery;
    }
}

/* ---- all claims ---- */

static void sort_by_default(int n_claims, slow_claim *list) {
    for (int n = 1; n < n_claims; n++)
        for (int m = n; m > 0 && list[m].years < list[m - 1].years; m--) {
            const slow_claim other = list[m];
            list[m] = list[m - 1];
            list[m - 1] = other;
        }
}

void slow_claims_settle(const slow_claims *claims, slow_life *life, int n_claims,
                        slow_claim *list) {
    const slow_deal *deal = claims->deal;
    sort_by_default(n_claims, list);
    for (int n = 0; n < n_claims; n++) {
        slow_claim *claim = &list[n];
        const ipa_deal_contract *contract = deal->contracts[claim->contract];
        const ipa_deal_obligor *obligor = &deal->deal->obligors[claim->obligor];
        const ipa_deal_facility *facility = facility_of(deal, claim->contract);
        claim->deposit = fmin(contract->deposit.value * 100, claim->amount);
        if (entity_lives(deal, life, entity_index(deal, obligor->guarantor.id), claim->period))
            claim->guarantee = obligor->guarantee_share.value * (claim->amount - claim->deposit);
        claim->compensation = compensation(claims, n, list);
        if (facility != NULL)
            claim->compensation_period =
                arrival(deal, life, claim->period, facility->lag_months.value);
        dispose(claims, life, claim);
    }
}
