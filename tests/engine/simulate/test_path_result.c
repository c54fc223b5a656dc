#include "engine/simulate/path_result.h"

#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/runs.h"

static const char sample[] = "deals/eight-firms";

static test_run base_of(const char *folder) {
    test_run run = run_load(folder);
    run_simulate(&run, 0, 1, 1);
    return run;
}

static double collected(const ipa_path_result *path, int k) {
    double cash = 0;
    for (int kind = 0; kind < 4; kind++)
        cash += path->cash[kind][k];
    return cash;
}

static double paid_out(const test_run *run, int k) {
    const ipa_path_result *path = &run->result->base;
    double cash = 0;
    for (int t = 0; t < run->plan->n_tranches; t++)
        cash += path->tranches[t].interest_paid[k] + path->tranches[t].principal_paid[k] +
                path->tranches[t].residual[k];
    for (int n = 0; n < run->plan->n_fees; n++)
        cash += path->fees[n].paid[k];
    for (int n = 0; n < run->plan->n_support; n++)
        cash += path->support[n].reimbursed[k] - path->support[n].drawn[k];
    return cash;
}

static double held(const test_run *run, int k) {
    double cash = 0;
    for (int n = 0; n < run->plan->n_accounts; n++)
        cash += k < 0 ? run->plan->accounts[n].initial / 100 : run->result->base.accounts[n][k];
    return cash;
}

/* What comes in is paid out or held, in yuan, as a reader of the result adds it up. */
static void cash_adds_up(const char *folder, double tolerance) {
    test_run run = base_of(folder);
    int n_live = 0;
    for (int k = 0; k < run.plan->n_periods; k++) {
        if (run.result->base.ended[k])
            continue;
        const double in = collected(&run.result->base, k),
                     out = paid_out(&run, k) + held(&run, k) - held(&run, k - 1);
        cr_expect_float_eq(in, out, tolerance, "%s period %d: %.9f in, %.9f out", folder, k + 1, in,
                           out);
        n_live++;
    }
    cr_expect_gt(n_live, 0);
    run_free(&run);
}

Test(path_result, cash_adds_up) {
    cash_adds_up(sample, 1e-6);
    cash_adds_up("tests/golden/oracle15_shortfall", 1e-11);
    cash_adds_up("tests/golden/e2e18_path_all_default_q4", 1e-11);
    cash_adds_up("tests/golden/e2e18_path_two_default_q3_one_q6", 1e-11);
}

/* The ledger tells the same payments as the tranches and fees. */
Test(path_result, ledger_adds_up_to_the_payments) {
    test_run run = base_of(sample);
    const ipa_path_result *path = &run.result->base;
    cr_expect_gt(path->n_ledger, 12 * 6);
    for (int k = 0; k < run.plan->n_periods; k++) {
        double paid = 0;
        for (int n = 0; n < path->n_ledger; n++) {
            const ipa_ledger_entry *entry = &path->ledger[n];
            if (entry->period != k || entry->payee < 0)
                continue;
            paid += entry->paid;
            cr_expect(!entry->skipped || entry->paid == 0);
            cr_expect_leq(entry->paid, entry->available + 1e-6);
        }
        cr_expect_float_eq(paid, path->ended[k] ? 0 : paid_out(&run, k), 1e-6, "period %d: %.2f",
                           k + 1, paid);
    }
    run_free(&run);
}

Test(path_result, totals_and_per_unit) {
    test_run run = base_of(sample);
    const ipa_base_tranche *a = &run.result->base.tranches[run_tranche(&run, "A")];
    cr_expect_float_eq(a->total_interest, 4312715.00, 1e-6);
    cr_expect_float_eq(a->total_principal, 95000000.00, 1e-6);
    cr_expect_eq(a->total_residual, 0);
    cr_expect_float_eq(run.result->base.tranches[run_tranche(&run, "SUB")].total_residual,
                       8241064.03, 1e-6);
    for (int k = 0; k < 12; k++) {
        cr_expect_float_eq(a->interest_per_unit[k] * 950000, a->interest_paid[k], 1e-6);
        cr_expect_float_eq(a->principal_per_unit[k] * 950000, a->principal_paid[k], 1e-6);
    }
    run_free(&run);
}

Test(path_result, without_units_there_is_nothing_per_unit) {
    test_run run = base_of("tests/golden/oracle15_seq");
    for (int k = 0; k < run.plan->n_periods; k++)
        cr_expect(isnan(run.result->base.tranches[0].interest_per_unit[k]));
    run_free(&run);
}

/* Collections over what the tranche is paid; nothing where it is paid nothing. */
Test(path_result, coverage_of_each_tranche) {
    test_run run = base_of("tests/golden/oracle15_shortfall");
    const ipa_path_result *path = &run.result->base;
    int n_blank = 0;
    for (int t = 0; t < run.plan->n_tranches; t++)
        for (int k = 0; k < run.plan->n_periods; k++) {
            const ipa_base_tranche *tranche = &path->tranches[t];
            const double paid = tranche->interest_paid[k] + tranche->principal_paid[k];
            n_blank += paid == 0;
            if (paid == 0)
                cr_expect(isnan(tranche->coverage_gross[k]));
            else
                cr_expect_float_eq(tranche->coverage_gross[k] * paid, collected(path, k), 1e-11);
        }
    cr_expect_gt(n_blank, 0);
    run_free(&run);
}

/* When a deal has ended nothing flows any more, and what was lost still stands. */
Test(path_result, after_the_end_nothing_flows) {
    test_run run = base_of(sample);
    const ipa_path_result *path = &run.result->base;
    int n_ended = 0;
    for (int k = 0; k < run.plan->n_periods; k++) {
        cr_expect(k == 0 || !path->ended[k - 1] || path->ended[k], "an ended deal came back");
        cr_expect_eq(path->ended[k], k >= 12);
        if (!path->ended[k])
            continue;
        n_ended++;
        cr_expect_eq(paid_out(&run, k), 0);
        cr_expect_eq(collected(path, k), 0);
        for (int t = 0; t < run.plan->n_tranches; t++)
            cr_expect_eq(path->tranches[t].interest_due[k], 0);
    }
    cr_expect_eq(n_ended, run.plan->n_periods - 12);
    run_free(&run);
}

Test(path_result, what_was_lost_stands_at_the_end) {
    test_run run = base_of("tests/golden/e2e18_path_all_default_q4");
    const int last = run.plan->n_periods - 1;
    double closing = 0, repaid = 0, original = 0;
    for (int t = 0; t < 2; t++) {
        closing += run.result->base.tranches[t].closing[last];
        repaid += run.result->base.tranches[t].total_principal;
        original += run.plan->tranches[t].original / 100;
    }
    cr_expect_gt(closing, 1);
    cr_expect_float_eq(closing + repaid, original, 1e-9);
    run_free(&run);
}
