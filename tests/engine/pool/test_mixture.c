/* Uniform defaults of the base case, computed anew the obvious way: contract by contract, for each
 * period the case in which everything defaults as it begins, then the weighted sum. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/pool.h"
#include "tests/support/runs.h"

enum { MOST_PERIODS = 80 };

typedef struct cash {
    double of[IPA_N_COLLECTION_KINDS][MOST_PERIODS];
} cash;

static double standing(const ipa_plan *plan, int c, int k) {
    double left = plan->contracts[c].principal;
    for (int d = 0; d < plan->contracts[c].n_dues; d++)
        if (plan->contracts[c].dues[d].period < k)
            left = plan->contracts[c].dues[d].outstanding;
    return left;
}

/* One contract that defaults as period `end` begins, by its mean recovery; n_periods: never. */
static void add_contract(const ipa_plan *plan, int c, int end, double weight, cash *sum) {
    const ipa_plan_contract *contract = &plan->contracts[c];
    const ipa_deal_contract *source = contract->source;
    for (int d = 0; d < contract->n_dues; d++) {
        const ipa_plan_due *due = &contract->dues[d];
        if (due->period >= end || due->period >= plan->n_periods)
            continue;
        sum->of[IPA_COLLECTION_INCOME][due->period] += weight * due->income;
        sum->of[IPA_COLLECTION_PRINCIPAL][due->period] += weight * due->principal;
    }
    if (end == plan->n_periods)
        return;
    const double claim = standing(plan, c, end);
    const double net = claim * source->recovery_mean.value * (1 - source->recovery_cost.value);
    const int arrival = ipa_plan_recovery_period(plan, end, source->recovery_lag_months.value);
    if (arrival < plan->n_periods)
        sum->of[IPA_COLLECTION_RECOVERY][arrival] += weight * fmin(net, claim);
}

/* Every due of every contract on its own: no deposits, guarantors or facilities. */
static cash expected(const ipa_plan *plan, double rate, const double *timing) {
    cash sum = {0};
    double left = 1;
    for (int k = 0; k < plan->n_periods; k++) {
        double stands = 0;
        for (int c = 0; c < plan->n_contracts; c++)
            stands += standing(plan, c, k);
        const double share = stands > 0 ? rate * plan->pool_original * timing[k] / stands : 0;
        const double weight = fmin(share, left);
        left -= weight;
        for (int c = 0; c < plan->n_contracts; c++)
            add_contract(plan, c, k, weight, &sum);
    }
    for (int c = 0; c < plan->n_contracts; c++)
        add_contract(plan, c, plan->n_periods, left, &sum);
    return sum;
}

static void expect_mixture(const char *folder, double rate, const char *written,
                           const double *timing) {
    char override[128];
    snprintf(override, sizeof override, "stress={cumulative_default_rate: %g, default_timing: %s}",
             rate, written);
    const char *const overrides[] = {override};
    test_run plain = run_load(folder), under = run_load_with(folder, overrides, 1);
    const cash exact = expected(plain.plan, rate, timing);
    run_simulate(&under, 0, 1, 1);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < plain.plan->n_periods; k++)
            cr_expect_float_eq(under.result->base.cash[kind][k],
                               floor(exact.of[kind][k] + 0.5) / 100, 1e-6,
                               "%s: kind %d period %d: %.2f, not %.4f", override, kind, k + 1,
                               under.result->base.cash[kind][k], exact.of[kind][k] / 100);
    run_free(&plain);
    run_free(&under);
}

Test(mixture, the_sample_of_eight_firms_to_the_fen) {
    static const char folder[] = "deals/eight-firms";
    double even[MOST_PERIODS] = {0}, front[MOST_PERIODS] = {0}, back[MOST_PERIODS] = {0};
    double by_year[MOST_PERIODS] = {0};
    for (int k = 0; k < 12; k++) {
        even[k] = 1.0 / 12;
        front[k] = (12 - k) / 78.0;
        back[k] = (k + 1) / 78.0;
        by_year[k] = k < 4 ? 0.1 : k < 8 ? 0.15 : 0;
    }
    expect_mixture(folder, 0.073, "even", even);
    expect_mixture(folder, 0.031, "front", front);
    expect_mixture(folder, 0.2, "back", back);
    expect_mixture(folder, 0.11, "[0.4, 0.6]", by_year);
    expect_mixture(folder, 1, "even", even); /* more than there is to default */
    expect_mixture(folder, 0, "even", even);
}

Test(mixture, the_rate_is_what_defaults) {
    static const char *const folders[] = {"deals/eight-firms", "deals/entrusted-loans",
                                          "deals/pledge-loans", "deals/leaseback"};
    const char *const overrides[] = {"stress.cumulative_default_rate=5%"};
    for (size_t n = 0; n < sizeof folders / sizeof *folders; n++) {
        test_run under = run_load_with(folders[n], overrides, 1);
        run_simulate(&under, 0, 1, 1);
        const ipa_plan *plan = under.plan;
        const double defaulted = under.result->base.pool_defaulted[plan->n_periods - 1];
        cr_expect_float_eq(defaulted, 0.05 * plan->pool_original / 100, 0.01, "%s: %.2f",
                           folders[n], defaulted);
        run_free(&under);
    }
}

/* Facilities, guarantors and deposits know contracts: where the whole pool defaults at once the
 * mixture is that one case. */
Test(mixture, all_of_it_as_the_deal_begins_is_everybody_stopping_then) {
    static const char *const folders[] = {"deals/entrusted-loans", "deals/pledge-loans",
                                          "deals/leaseback", "deals/technology-contracts"};
    for (size_t n = 0; n < sizeof folders / sizeof *folders; n++) {
        test_run run = run_load(folders[n]);
        const ipa_plan *plan = run.plan;
        double *weights = IPA_NEW_ARRAY(run.arena, plan->n_periods, double);
        weights[0] = 1;
        const char *const stops[] = {"stress.obligor_stops={all: 0}"};
        const char *const rate[] = {"stress={cumulative_default_rate: 1, default_timing: [1]}"};
        test_run none = run_load_with(folders[n], stops, 1);
        test_run mixed = run_load_with(folders[n], rate, 1);
        ((ipa_plan *)mixed.plan)->stress.default_weights = weights;
        run_simulate(&none, 0, 1, 1);
        run_simulate(&mixed, 0, 1, 1);
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            for (int k = 0; k < plan->n_periods; k++)
                cr_expect_float_eq(mixed.result->base.cash[kind][k],
                                   none.result->base.cash[kind][k], 1e-6, "%s: %d %d", folders[n],
                                   kind, k);
        run_free(&run);
        run_free(&none);
        run_free(&mixed);
    }
}
