/* The deal of fees_and_lines against expected.csv, which expected.py beside it computes in exact
 * fractions: first rates, floors, caps, cumulative taxes, interest on arrears, a fee in two steps,
 * a liquidity line, a deposit that revolves, an undertaking and a surety, to the fen.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "tests/support/runs.h"

static const char FOLDER[] = "tests/reports/fees_and_lines";

typedef struct table {
    const char *head, *line;
    ipa_arena *arena;
} table;

/* The figure of the line under a head. */
static double figure(const table *of, const char *name) {
    const char *head = of->head, *line = of->line;
    for (;; head += strcspn(head, ",\n") + 1, line += strcspn(line, ",\n") + 1) {
        const size_t length = strcspn(head, ",\n");
        if (strlen(name) == length && strncmp(head, name, length) == 0)
            return strtod(line, NULL);
        cr_assert_eq(head[length], ',', "no column %s", name);
    }
}

static void expect(const table *of, const char *id, const char *what, double actual) {
    const char *name = ipa_arena_format(of->arena, "%s%s", id, what);
    const double expected = figure(of, name);
    cr_expect_float_eq(actual, expected, 1e-9, "period %g, %s: %.4f, not %.2f",
                       figure(of, "period"), name, actual, expected);
}

static void expect_support(const table *of, const ipa_base_support *support,
                           const ipa_plan_support *plan, int k) {
    expect(of, plan->id, ".drawn", support->drawn[k]);
    expect(of, plan->id, ".reimbursed", support->reimbursed[k]);
    if (plan->rate.mantissa == 0) {
        cr_expect_eq(support->interest_due[k], 0);
        cr_expect_eq(support->fee_due[k], 0);
        return;
    }
    expect(of, plan->id, ".interest_due", support->interest_due[k]);
    expect(of, plan->id, ".interest", support->interest_paid[k]);
    expect(of, plan->id, ".fee_due", support->fee_due[k]);
    expect(of, plan->id, ".fee", support->fee_paid[k]);
}

static void expect_period(const table *of, const test_run *run, int k) {
    const ipa_path_result *base = &run->result->base;
    const ipa_base_tranche *a = &base->tranches[run_tranche(run, "A")];
    expect(of, "A", ".interest", a->interest_paid[k]);
    expect(of, "A", ".principal", a->principal_paid[k]);
    expect(of, "A", ".closing", a->closing[k]);
    expect(of, "residual", "", base->tranches[run_tranche(run, "SUB")].residual[k]);
    for (int n = 0; n < run->plan->n_fees; n++) {
        expect(of, run->plan->fees[n].id, ".due", base->fees[n].due[k]);
        expect(of, run->plan->fees[n].id, ".paid", base->fees[n].paid[k]);
    }
    for (int n = 0; n < run->plan->n_support; n++)
        expect_support(of, &base->support[n], &run->plan->support[n], k);
    for (int n = 0; n < run->plan->n_accounts; n++)
        expect(of, "cash.", run->plan->accounts[n].id, base->accounts[n][k]);
}

static const char *next_line(const char *line) {
    return line + strcspn(line, "\n") + 1;
}

Test(golden_fees, to_the_fen) {
    test_run run = run_load(FOLDER);
    char *text = NULL;
    size_t n_bytes = 0;
    const char *path = ipa_arena_format(run.arena, "%s/%s/expected.csv", IPABS_SOURCE_DIR, FOLDER);
    cr_assert_eq(ipa_text_read_file(run.arena, path, 1 << 20, &text, &n_bytes, NULL), IPA_OK);
    run_simulate(&run, 0, 1, 1);
    table of = {text, text, run.arena};
    for (int k = 0; k < run.plan->n_periods; k++) {
        of.line = next_line(of.line);
        expect_period(&of, &run, k);
    }
    cr_expect_eq(*next_line(of.line), '\0');
    run_free(&run);
}

/* Interest and fees of supports are cash out on every path, and nothing is lost on the way. */
Test(golden_fees, no_cash_is_lost_on_any_path) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 640, 3, 2);
    const ipa_simulation_result *of = run.result->simulation;
    cr_expect_leq(of->cash_conservation_max_abs, 1e-6);
    for (int n = 0; n < run.plan->n_support; n++)
        if (run.plan->support[n].outside)
            cr_expect_gt(of->expected_draw[n].mean, 0, "%s", run.plan->support[n].id);
    run_free(&run);
}
