#include <math.h>

#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/elementary.h"
#include "engine/math/reverting.h"

/** Standard deviation of a reverting state after `years` from a certain start. */
static double spread(double reversion, double volatility, double years) {
    return volatility * sqrt(years * ipa_reverting_mean(2 * reversion * years));
}

/* ---- a process without growth ---- */

static double years_to_end(const ipa_resolver *r, int k) {
    return (r->plan->periods[k].collection_end - r->deal->terms.cutoff) / 365.0;
}

/** @source model 4.2 */
static ipa_plan_process level_process(const ipa_resolver *r, double reversion, double volatility) {
    const int n_periods = r->plan->n_periods;
    double *decay = IPA_NEW_ARRAY(r->arena, n_periods, double);
    double *sd = IPA_NEW_ARRAY(r->arena, n_periods, double);
    double *drift = IPA_NEW_ARRAY(r->arena, n_periods, double);
    double *expected = IPA_NEW_ARRAY(r->arena, n_periods, double);
    for (int k = 0; k < n_periods; k++) {
        const double step = r->plan->collection_years[k];
        const double so_far = spread(reversion, volatility, years_to_end(r, k));
        decay[k] = ipa_exp(-reversion * step);
        sd[k] = spread(reversion, volatility, step);
        drift[k] = -so_far * so_far / 2;
        expected[k] = 1;
    }
    return (ipa_plan_process){
        .given = true, .decay = decay, .sd = sd, .drift = drift, .expected = expected};
}

/* ---- growth that reverts ---- */

/** What is random in log sales and in their growth after some years from a certain start. */
typedef struct joint_step {
    double variance, growth_variance, covariance;
} joint_step;

/** The exact moments of d ln S = (g − σ²/2)dt + σ dW, dg = κ(ḡ − g)dt + η dV, dW dV = ρ dt; they
 *  keep their digits as κ falls to 0. */
static joint_step joint(const ipa_deal_process *law, double years) {
    const double sigma = law->volatility.value, eta = law->growth_volatility.value;
    const double shared = law->growth_correlation.value * sigma * eta;
    const double x = law->growth_reversion.value * years, gain = years * ipa_reverting_mean(x);
    return (joint_step){
        .variance = sigma * sigma * years +
                    eta * eta * years * years * years * ipa_reverting_twice(x) +
                    2 * shared * years * years * ipa_reverting_once(x),
        .growth_variance = eta * eta * years * ipa_reverting_mean(2 * x),
        .covariance = eta * eta * gain * gain / 2 + shared * gain,
    };
}

static ipa_plan_process growing_process(const ipa_resolver *r, const ipa_deal_process *law) {
    const int n_periods = r->plan->n_periods;
    enum { DECAY, SD, DRIFT, EXPECTED, GAIN, GROWTH_DECAY, SHARED, OWN, N_ARRAYS };
    double *arrays[N_ARRAYS];
    for (int n = 0; n < N_ARRAYS; n++)
        arrays[n] = IPA_NEW_ARRAY(r->arena, n_periods, double);
    const double sigma = law->volatility.value, mean = law->growth_mean.value;
    for (int k = 0; k < n_periods; k++) {
        const double step = r->plan->collection_years[k], t = years_to_end(r, k);
        const double x = law->growth_reversion.value * step;
        const joint_step moments = joint(law, step);
        const double sd = sqrt(moments.variance);
        const double common = sd > 0 ? moments.covariance / sd : 0;
        const double rest = moments.growth_variance - common * common;
        arrays[DECAY][k] = 1;
        arrays[SD][k] = sd;
        arrays[GAIN][k] = step * ipa_reverting_mean(x);
        arrays[GROWTH_DECAY][k] = ipa_exp(-x);
        arrays[SHARED][k] = common;
        arrays[OWN][k] = rest > 0 ? sqrt(rest) : 0;
        arrays[DRIFT][k] = (mean - sigma * sigma / 2) * t +
                           (law->growth_initial.value - mean) * t *
                               ipa_reverting_mean(law->growth_reversion.value * t);
        arrays[EXPECTED][k] = ipa_exp(arrays[DRIFT][k] + joint(law, t).variance / 2);
    }
    return (ipa_plan_process){.given = true,
                              .grows = true,
                              .decay = arrays[DECAY],
                              .sd = arrays[SD],
                              .drift = arrays[DRIFT],
                              .expected = arrays[EXPECTED],
                              .gain = arrays[GAIN],
                              .growth_decay = arrays[GROWTH_DECAY],
                              .growth_shared = arrays[SHARED],
                              .growth_own = arrays[OWN]};
}

/* ---- the deal ---- */

ipa_plan_process ipa_resolve_sales_own(const ipa_resolver *r, const ipa_deal_contract *contract) {
    if (!(contract->sales_volatility.value > 0))
        return (ipa_plan_process){0};
    return level_process(r, contract->sales_reversion.value, contract->sales_volatility.value);
}

void ipa_resolve_sales(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    const ipa_deal_model *model = &r->deal->model;
    plan->collection_years = IPA_NEW_ARRAY(r->arena, plan->n_periods, double);
    plan->whole_life = IPA_NEW_ARRAY(r->arena, plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++) {
        const ipa_period *period = &plan->periods[k];
        plan->collection_years[k] = (period->collection_end - period->collection_start) / 365.0;
        plan->whole_life[k] = 1 / sqrt(plan->n_periods);
    }
    plan->sales = IPA_NEW_ARRAY(r->arena, plan->n_factors, ipa_plan_process);
    for (int n = 0; n < model->n_sales; n++) {
        const ipa_deal_process *law = &model->sales[n];
        const int f = ipa_names_find(r->deal, IPA_NAME_FACTOR, law->factor.id);
        if (f >= 0)
            plan->sales[f] = law->grows
                                 ? growing_process(r, law)
                                 : level_process(r, law->reversion.value, law->volatility.value);
    }
}
