/* The deal of split_accounts against expected.csv, which expected.py beside it computes in exact
 * fractions: accounts, transfers both ways, ledgers, interest, set-aside, trap, call, to the fen.
 */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "tests/support/runs.h"

static const char FOLDER[] = "tests/golden/split_accounts";

/* The figure of a column in a line of a CSV file, by its head. */
static double figure(const char *head, const char *line, const char *name) {
    for (;; head += strcspn(head, ",\n") + 1, line += strcspn(line, ",\n") + 1) {
        const size_t length = strcspn(head, ",\n");
        if (strlen(name) == length && strncmp(head, name, length) == 0)
            return strtod(line, NULL);
        cr_assert_eq(head[length], ',', "no column %s", name);
    }
}

static void expect(const char *head, const char *line, const char *name, double actual) {
    const double expected = figure(head, line, name);
    cr_expect_float_eq(actual, expected, 1e-9, "period %g, %s: %.4f, not %.2f",
                       figure(head, line, "period"), name, actual, expected);
}

static void expect_period(const test_run *run, const char *head, const char *line, int k) {
    const ipa_path_result *base = &run->result->base;
    const ipa_base_tranche *a = &base->tranches[run_tranche(run, "A")];
    expect(head, line, "A.interest", a->interest_paid[k]);
    expect(head, line, "A.principal", a->principal_paid[k]);
    expect(head, line, "A.closing", a->closing[k]);
    expect(head, line, "residual", base->tranches[run_tranche(run, "SUB")].residual[k]);
    expect(head, line, "pool", base->pool_balance[k]);
    expect(head, line, "weak", base->triggers[run_trigger(run, "weak")][k]);
    expect(head, line, "call", base->called == k ? base->call_price : 0);
    for (int n = 0; n < run->plan->n_ledgers; n++)
        expect(head, line, run->plan->ledgers[n].id, base->ledgers[n][k]);
    for (int n = 0; n < run->plan->n_accounts; n++) {
        const char *id = run->plan->accounts[n].id;
        expect(head, line, ipa_arena_format(run->arena, "cash.%s", id), base->accounts[n][k]);
        expect(head, line, ipa_arena_format(run->arena, "interest.%s", id),
               base->account_interest[n][k]);
    }
}

static const char *next_line(const char *line) {
    return line + strcspn(line, "\n") + 1;
}

Test(golden_steps, to_the_fen) {
    test_run run = run_load(FOLDER);
    char *head = NULL;
    size_t n_bytes = 0;
    const char *path = ipa_arena_format(run.arena, "%s/%s/expected.csv", IPABS_SOURCE_DIR, FOLDER);
    cr_assert_eq(ipa_text_read_file(run.arena, path, 1 << 20, &head, &n_bytes, NULL), IPA_OK);
    run_simulate(&run, 0, 1, 1);
    cr_assert_eq(run.plan->n_accounts, 5);
    const char *line = head;
    for (int k = 0; k < run.plan->n_periods; k++) {
        line = next_line(line);
        expect_period(&run, head, line, k);
    }
    cr_expect_eq(*next_line(line), '\0');
    run_free(&run);
}

/* Cash in is cash out on every path, interest and price included, with and without rounding. */
Test(golden_steps, no_cash_is_lost_on_any_path) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 640, 3, 2);
    const ipa_simulation_result *of = run.result->simulation;
    cr_expect_leq(of->cash_conservation_max_abs, 1e-6);
    cr_expect_gt(of->call_probability.mean, 0.5);
    for (int k = run.result->base.called + 1; k < run.plan->n_periods; k++)
        cr_expect_eq(run.result->base.cash[IPA_COLLECTION_PRINCIPAL][k], 0);
    run_free(&run);
}
