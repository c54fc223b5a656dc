/* Every sample deal: sound, paid as promised in its base case, lawful on simulated paths. */
#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/runs.h"
#include "tests/support/samples.h"

enum { N_PATHS = 2000, FEWEST_DEALS = 8, MOST_ASSETS = 64 };

/* ---- base case ---- */

static void notes_are_paid(const char *folder, const test_run *run) {
    const ipa_plan *plan = run->plan;
    for (int t = 0; t < plan->n_tranches; t++) {
        const ipa_base_tranche *tranche = &run->result->base.tranches[t];
        const int last = plan->n_periods - 1;
        if (plan->tranches[t].is_residual) {
            cr_expect_gt(tranche->total_residual, 0, "%s: nothing is left for %s", folder,
                         plan->tranches[t].id);
            continue;
        }
        cr_expect_eq(tranche->closing[last], 0, "%s: %s ends at %.2f", folder, plan->tranches[t].id,
                     tranche->closing[last]);
        for (int k = 0; k < plan->n_periods; k++)
            cr_expect_eq(tranche->interest_unpaid[k], 0, "%s: %s in period %d", folder,
                         plan->tranches[t].id, k + 1);
        const int expected = plan->tranches[t].expected_final_period;
        cr_expect_eq(tranche->closing[expected], 0, "%s: %s is late", folder, plan->tranches[t].id);
    }
}

/* The periods in which the pool is the deal's: all, or those up to its sale. */
static int held_periods(const ipa_result *of) {
    return of->base.called >= 0 ? of->base.called + 1 : of->plan->n_periods;
}

/* What a fen buys of the asset is owed on its dates, those after the pool's sale left out. */
static double owed_on(const ipa_result *of, const ipa_plan_replacement *asset, double principal,
                      int k) {
    double owed = 0;
    for (int m = 0; m < asset->n_dues && k + 1 + m < held_periods(of); m++)
        owed += principal * (asset->income[m] + asset->repaid[m]);
    return owed;
}

/* Dues of what the base case bought: what was spent goes to the assets in their order. */
static double promised_by_purchases(const char *folder, const ipa_result *of) {
    const ipa_plan *plan = of->plan;
    const ipa_base_revolving *revolving = &of->base.revolving;
    double gone[MOST_ASSETS] = {0}, promised = 0;
    cr_assert_leq(plan->n_replacements, MOST_ASSETS);
    for (int k = 0; k < plan->n_periods && revolving->bought; k++) {
        double left = 100 * revolving->bought[k], principal = 0;
        for (int n = 0; n < plan->n_replacements; n++) {
            const ipa_plan_replacement *asset = &plan->replacements[n];
            if (asset->first_period > k || left <= 0)
                continue;
            const double bought = fmin(left / asset->price, asset->principal - gone[n]);
            gone[n] += bought;
            left -= bought * asset->price;
            principal += bought;
            promised += owed_on(of, asset, bought, k);
        }
        cr_expect_float_eq(revolving->principal[k], principal / 100, 0.05,
                           "%s: principal bought in period %d", folder, k + 1);
    }
    return promised;
}

/* What fixed schedules promise while the pool is the deal's arrives, whatever the grammar around
 * it. */
static void dues_arrive(const char *folder, const test_run *run) {
    /* A vehicle collects them where there is one. */
    const ipa_result *of = run->result->lower ? run->result->lower : run->result;
    const ipa_plan *plan = of->plan;
    double promised = 0, collected = 0;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        if (contract->royalty || contract->patent_rule != IPA_PATENT_RULE_NONE)
            return;
        for (int d = 0; d < contract->n_dues; d++)
            if (contract->dues[d].period < held_periods(of))
                promised += contract->dues[d].income + contract->dues[d].principal;
    }
    /* An asset's price is rounded to the fen. */
    const double within = plan->may_buy ? 0.05 : 0.005;
    promised += promised_by_purchases(folder, of);
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k < plan->n_periods; k++)
            collected += of->base.cash[kind][k];
    cr_expect_float_eq(collected, promised / 100, within, "%s: %.2f of %.2f", folder, collected,
                       promised / 100);
}

/* ---- simulation ---- */

static void figures_are_lawful(const char *folder, const test_run *run) {
    const ipa_simulation_result *simulation = run->result->simulation;
    cr_expect_eq(simulation->nonfinite, 0, "%s", folder);
    cr_expect_lt(simulation->cash_conservation_max_abs, 1e-6, "%s: %g", folder,
                 simulation->cash_conservation_max_abs);
    for (int t = 0; t < run->plan->n_tranches; t++) {
        const ipa_tranche_figures *with = &simulation->tranches[t];
        const ipa_tranche_figures *without = &simulation->without_support[t];
        cr_expect(with->expected_loss.mean >= 0 && with->expected_loss.mean < 1.5, "%s", folder);
        if (!run->plan->tranches[t].is_residual)
            cr_expect_leq(with->expected_loss.mean, without->expected_loss.mean + 1e-12,
                          "%s: support does %s harm", folder, run->plan->tranches[t].id);
    }
}

static void judge(const char *folder) {
    test_run run = run_load(folder);
    run_simulate(&run, N_PATHS, 7, 1);
    notes_are_paid(folder, &run);
    dues_arrive(folder, &run);
    figures_are_lawful(folder, &run);
    run_free(&run);
}

Test(sample_deals, each_is_sound_paid_and_lawful) {
    static sample samples[SAMPLES_MOST];
    const int n_samples = samples_list(samples);
    cr_assert_geq(n_samples, FEWEST_DEALS);
    for (int n = 0; n < n_samples; n++)
        judge(samples[n].folder);
}
