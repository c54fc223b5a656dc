/* What a solver answers, against closed forms, fresh runs and itself. */
#include "scenarios/solve.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/normal.h"
#include "engine/simulate/simulation.h"
#include "tests/support/oracle.h"

#define SAMPLE IPABS_SOURCE_DIR "/deals/eight-firms"

/* Bits, NaN included. */
static bool same_bits(const void *a, const void *b, size_t n_bytes) {
    return memcmp(a, b, n_bytes) == 0;
}

typedef struct case_of {
    ipa_arena *arena;
    ipa_overlay_base base;
    ipa_structure_source *source;
} case_of;

static case_of open_case(const char *path, const char *const *set, int n_set, long n_paths) {
    case_of of = {.arena = ipa_arena_create(),
                  .base = {.path = path, .overrides = set, .n_overrides = n_set}};
    const ipa_structure_options options = {.n_paths = n_paths, .seed = 3};
    ipa_error error = {0};
    cr_assert_eq(ipa_structure_open(&of.base, &options, &of.source, &error), IPA_OK, "%s",
                 error.message);
    return of;
}

static void close_case(case_of *of) {
    ipa_structure_close(of->source);
    ipa_arena_destroy(of->arena);
}

static ipa_solve_request ask(ipa_unknown_kind kind, const char *subject, const char *tranche,
                             const char *target) {
    return (ipa_solve_request){
        .kind = {kind},
        .unknown = {{.subject = subject, .keep_total = true, .low = NAN, .high = NAN}},
        .target = {target},
        .tranche = tranche,
        .n_unknowns = 1,
        .keep_total = true,
    };
}

static ipa_solution solve(case_of *of, const ipa_solve_request *request) {
    ipa_solution solution;
    ipa_error error = {0};
    cr_assert_eq(ipa_solve_run(of->source, request, of->arena, &solution, &error), IPA_OK, "%s",
                 error.message);
    return solution;
}

static ipa_solution solved(case_of *of, ipa_solve_request request) {
    ipa_solution solution = solve(of, &request);
    cr_assert(solution.found, "%s", solution.reason);
    return solution;
}

/* The answer, run afresh with another seed. */
static ipa_result *run_answer(const case_of *of, const ipa_solution *solution, long n_paths) {
    const ipa_simulation_options options = {.n_paths = n_paths, .seed = 4711};
    ipa_overlaid overlaid;
    ipa_result *result;
    cr_assert_eq(ipa_overlay_apply(&of->base, solution->overlay, solution->n_overlay, of->arena,
                                   &overlaid, NULL),
                 IPA_OK);
    cr_assert_eq(ipa_simulation_run(overlaid.plan, &options, of->arena, &result, NULL), IPA_OK);
    return result;
}

/* ---- coupons ---- */

/* The sample's senior at par yields 2.8192% a year on nominal dates with a coupon of 2.79%: so at
 * that flat yield its par coupon is 2.79%. */
Test(scenarios_solve, par_coupon_of_a_bond_without_risk) {
    static const char *const set[] = {"market.discount={flat: 0.028192, compounding: annual}",
                                      "market.spreads={A: 0}", "calendar.roll=none"};
    case_of of = open_case(SAMPLE, set, 3, 0);
    const ipa_solution got = solved(&of, ask(IPA_UNKNOWN_COUPON, "A", "A", "base.price = 100"));
    /* interest is rounded to a ten-thousandth per note: a step of a few millionths of coupon */
    cr_expect_float_eq(got.unknowns[0].value, 0.0279, 2.5e-6, "%.8f", got.unknowns[0].value);
    cr_expect_leq(got.unknowns[0].value, 0.0279);
    cr_expect_float_eq(got.targets[0].reached.mean, 100, 1e-4);
    cr_expect_geq(got.targets[0].reached.mean, 100);
    cr_expect_eq(got.unknowns[0].standard_error, 0);
    close_case(&of);
}

/* Linear in the coupon: (100 − value of principal) ÷ value of the balances' years. */
Test(scenarios_solve, par_coupon_in_closed_form_on_the_deals_curve) {
    static const char *const set[] = {"deal.units=none"};
    case_of of = open_case(SAMPLE, set, 1, 0);
    const ipa_plan *plan = of.source->deal.plan;
    const ipa_plan_tranche *a = &plan->tranches[0];
    double principal = 0, annuity = 0, opening = a->original;
    for (int k = 0; k < plan->n_periods; k++) {
        const double discount =
            ipa_curve_discount(&plan->curve, plan->periods[k].years_from_valuation, a->spread);
        principal += discount * (opening - a->scheduled_balance[k]);
        annuity += discount * opening * ipa_fraction_value(a->fraction[k]);
        opening = a->scheduled_balance[k];
    }
    const double exact = (a->original - principal) / annuity;
    const ipa_solution got = solved(&of, ask(IPA_UNKNOWN_COUPON, "A", "A", "base.price = 100"));
    cr_expect_float_eq(got.unknowns[0].value, exact, 1.1e-8, "%.10f, not %.10f",
                       got.unknowns[0].value, exact);
    close_case(&of);
}

Test(scenarios_solve, par_coupon_prices_at_par_on_fresh_paths) {
    case_of of = open_case(SAMPLE, NULL, 0, 20000);
    ipa_solve_request request = ask(IPA_UNKNOWN_COUPON, "A", "A", "price = 100");
    request.without_support = true; /* where there is something to lose */
    const ipa_solution got = solved(&of, request);
    cr_expect_float_eq(got.targets[0].reached.mean, 100, 1e-5);
    cr_expect_gt(got.unknowns[0].standard_error, 0);
    const ipa_estimate fresh = run_answer(&of, &got, 20000)->simulation->without_support[0].price;
    const double error = hypot(fresh.standard_error, got.targets[0].reached.standard_error);
    cr_expect_lt(fabs(fresh.mean - 100), 4 * error, "%.6f ± %.6f", fresh.mean, error);
    /* delta method: that much coupon is that much price */
    const double slope = got.targets[0].reached.standard_error / got.unknowns[0].standard_error;
    cr_expect(slope > 100 && slope < 250, "%g", slope);
    close_case(&of);
}

Test(scenarios_solve, twice_gives_the_same_bits_for_any_number_of_threads) {
    ipa_solution got[3];
    case_of of[3];
    for (int n = 0; n < 3; n++) {
        of[n] = open_case(SAMPLE, NULL, 0, 3000);
        ipa_solve_request request = ask(IPA_UNKNOWN_BALANCE, "A", "A", "expected_loss <= 0.002");
        request.n_threads = n + 1;
        request.without_support = true;
        got[n] = solved(&of[n], request);
    }
    for (int n = 1; n < 3; n++) {
        cr_expect_eq(got[n].n_tries, got[0].n_tries);
        cr_expect(same_bits(&got[n].unknowns[0].value, &got[0].unknowns[0].value, sizeof(double)));
        cr_expect(same_bits(&got[n].unknowns[0].standard_error, &got[0].unknowns[0].standard_error,
                            sizeof(double)));
        cr_expect(same_bits(&got[n].targets[0].reached, &got[0].targets[0].reached,
                            sizeof(ipa_estimate)));
    }
    for (int n = 0; n < 3; n++)
        close_case(&of[n]);
}

/* ---- balances against oracle 17 ---- */

enum { N_FIRMS = 20, N_DUES = 12, MOST_CASH = N_FIRMS * N_DUES, N_NODES = 400 };

/** Law of all cash: 20 equal licences of 12 dues of 1, hazard 0.06, correlation 0.2, Gaussian. */
static void cash_law(double law[MOST_CASH + 1]) {
    memset(law, 0, (MOST_CASH + 1) * sizeof *law);
    for (int node = 0; node < N_NODES; node++) {
        const double z = -8 + 16 * (node + 0.5) / N_NODES;
        double alive[N_DUES + 2] = {1}, given[MOST_CASH + 1] = {1};
        for (int j = 1; j <= N_DUES; j++) {
            const double threshold = ipa_normal_quantile(-expm1(-0.06 * j / 4));
            alive[j] = 1 - ipa_normal_cdf((threshold - sqrt(0.2) * z) / sqrt(0.8));
        }
        for (int firm = 0; firm < N_FIRMS; firm++) {
            double next[MOST_CASH + 1] = {0};
            for (int cash = 0; cash <= firm * N_DUES; cash++)
                for (int paid = 0; paid <= N_DUES; paid++)
                    next[cash + paid] += given[cash] * (alive[paid] - alive[paid + 1]);
            memcpy(given, next, sizeof given);
        }
        for (int cash = 0; cash <= MOST_CASH; cash++)
            law[cash] += given[cash] * exp(-z * z / 2) / sqrt(2 * M_PI) * 16 / N_NODES;
    }
}

static double mean_below(const double *law, double balance) {
    double mean = 0;
    for (int cash = 0; cash <= MOST_CASH; cash++)
        mean += law[cash] * fmin(balance, cash);
    return mean;
}

static double exact_loss(const double *law, double balance) {
    return 1 - mean_below(law, balance) / balance;
}

/* Loss of what lies between two attachment points. */
static double exact_loss_between(const double *law, double above, double balance) {
    return 1 - (mean_below(law, above + balance) - mean_below(law, above)) / balance;
}

static double oracle_paid(void) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("17_e2e_zero_coupon_turbo.csv", &n_rows);
    double paid = NAN;
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "E_A_paid") == 0 && strncmp(rows[n].params, "E2E1a;", 6) == 0 &&
            oracle_parameter(&rows[n], "j") == 12)
            paid = rows[n].value;
    free(rows);
    return paid;
}

Test(scenarios_solve, balance_for_an_expected_loss_is_the_closed_forms_inverse) {
    double law[MOST_CASH + 1];
    cash_law(law);
    cr_assert_float_eq(mean_below(law, 150), oracle_paid(), 1e-9);
    case_of of = open_case(IPABS_SOURCE_DIR "/tests/golden/e2e17_a", NULL, 0, 100000);
    const ipa_solution got =
        solved(&of, ask(IPA_UNKNOWN_BALANCE, "A", "A", "expected_loss = 0.003"));
    double low = 1, high = 189; /* B keeps its 50 of 240 */
    while (high - low > 1e-9)
        *(exact_loss(law, (low + high) / 2) < 0.003 ? &low : &high) = (low + high) / 2;
    cr_expect_float_eq(got.unknowns[0].value, low, 4 * got.unknowns[0].standard_error,
                       "%.4f ± %.4f, not %.4f", got.unknowns[0].value,
                       got.unknowns[0].standard_error, low);
    cr_expect_lt(got.unknowns[0].standard_error, 1);
    cr_expect_leq(got.targets[0].reached.mean, 0.003);
    cr_expect_float_eq(got.targets[0].reached.mean, 0.003, 1e-9);
    close_case(&of);
}

/* Two attachment points for two losses, both at once. */
Test(scenarios_solve, two_balances_for_two_losses) {
    double law[MOST_CASH + 1];
    cash_law(law);
    const double first = exact_loss(law, 160), second = exact_loss_between(law, 160, 35);
    case_of of = open_case(IPABS_SOURCE_DIR "/tests/golden/e2e17_a", NULL, 0, 20000);
    ipa_arena *arena = of.arena;
    const ipa_unknown_options side = {.keep_total = true, .low = NAN, .high = NAN};
    ipa_solve_request request = {
        .kind = {IPA_UNKNOWN_BALANCE, IPA_UNKNOWN_BALANCE},
        .unknown = {side, side},
        .target = {ipa_arena_format(arena, "A.expected_loss = %.17f", first),
                   ipa_arena_format(arena, "B.expected_loss = %.17f", second)},
        .n_unknowns = 2,
        .keep_total = true,
    };
    request.unknown[0].subject = "A";
    request.unknown[1].subject = "B";
    const ipa_solution got = solved(&of, request);
    const double exact[2] = {160, 35};
    for (int n = 0; n < 2; n++) {
        cr_expect_float_eq(got.unknowns[n].value, exact[n], 4 * got.unknowns[n].standard_error,
                           "%.4f ± %.4f", got.unknowns[n].value, got.unknowns[n].standard_error);
        cr_expect_lt(got.unknowns[n].standard_error, 10);
    }
    cr_expect_float_eq(got.targets[0].reached.mean, first, 1e-8);
    cr_expect_float_eq(got.targets[1].reached.mean, second, 1e-8);
    cr_expect_leq(got.targets[1].reached.mean, second);
    close_case(&of);
}

/* The residual note takes the difference, and only it. */
Test(scenarios_solve, the_total_stays_unless_it_may_change) {
    case_of of = open_case(SAMPLE, NULL, 0, 1000);
    ipa_solve_request request = ask(IPA_UNKNOWN_BALANCE, "A", "A", "expected_loss <= 0.002");
    request.without_support = true;
    const ipa_solution kept = solved(&of, request);
    cr_assert_eq(kept.n_overlay, 2);
    cr_expect_str_eq(kept.overlay[0].field, "tranches[A].balance");
    cr_expect_float_eq(strtod(kept.overlay[0].value, NULL) + strtod(kept.overlay[1].value, NULL),
                       1e8, 1e-6);
    cr_expect_eq(fmod(kept.unknowns[0].value, 100), 0, "whole units");
    request.keep_total = request.unknown[0].keep_total = false;
    const ipa_solution free_total = solved(&of, request);
    cr_assert_eq(free_total.n_overlay, 1);
    cr_expect_str_eq(free_total.overlay[0].field, "tranches[A].balance");
    close_case(&of);
}

/* ---- figures that jump ---- */

Test(scenarios_solve, a_default_probability_is_met_on_the_safe_side_and_no_unit_more) {
    case_of of = open_case(SAMPLE, NULL, 0, 2000);
    ipa_solve_request request = ask(IPA_UNKNOWN_BALANCE, "A", "A", "default_probability <= 0.05");
    request.without_support = true;
    const ipa_solution got = solved(&of, request);
    cr_expect_leq(got.targets[0].reached.mean, 0.05);
    ipa_structured made;
    const ipa_stress_override one_more[] = {
        {"tranches[A].balance", ipa_arena_format(of.arena, "%.2f", got.unknowns[0].value + 100)},
        {"tranches[SUB].balance",
         ipa_arena_format(of.arena, "%.2f", 1e8 - got.unknowns[0].value - 100)}};
    const ipa_rerun_options options = {.n_threads = 1};
    cr_assert_eq(ipa_structure_run(of.source, one_more, 2, &options, of.arena, &made, NULL),
                 IPA_OK);
    cr_expect_gt(made.tranches[IPA_WITHOUT_SUPPORT][0].default_probability.mean, 0.05);
    close_case(&of);
}

Test(scenarios_solve, a_grade_is_reached) {
    case_of of = open_case(SAMPLE, NULL, 0, 5000);
    ipa_solve_request request = ask(IPA_UNKNOWN_BALANCE, "A", "A", "grade = Baa2");
    request.without_support = true;
    const ipa_solution got = solved(&of, request);
    cr_assert_not_null(got.targets[0].grade);
    cr_expect_str_eq(got.targets[0].grade, "Baa2");
    close_case(&of);
}

/* ---- other unknowns ---- */

/* A cap that lets the senior lose no more than so much, and a yuan less that does not. */
Test(scenarios_solve, support_cap) {
    case_of of = open_case(SAMPLE, NULL, 0, 3000);
    const ipa_solution none =
        solve(&of, &(ipa_solve_request){.kind = {IPA_UNKNOWN_SUPPORT_CAP},
                                        .unknown = {{.low = NAN, .high = NAN}},
                                        .target = {"A.expected_loss <= 0.05"},
                                        .n_unknowns = 1});
    cr_expect_eq(none.unknowns[0].value, 0, "the smallest that does");
    cr_expect(none.unknowns[0].at_end);
    cr_expect(isnan(none.unknowns[0].standard_error));
    const ipa_solution got = solved(
        &of, ask(IPA_UNKNOWN_SUPPORT_CAP, "shortfall_payer", "A", "expected_loss <= 0.0015"));
    cr_expect_gt(got.unknowns[0].value, 0);
    cr_expect_not(got.unknowns[0].at_end);
    cr_expect_float_eq(got.targets[0].reached.mean, 0.0015, 1e-9);
    close_case(&of);
}

Test(scenarios_solve, reserve_named_so_or_by_account) {
    static const char *const set[] = {
        "accounts=[{id: collection}, {id: reserve, initial: 0}]",
        "waterfalls.normal=[{draw: {account: reserve}, for: [vat, manager, custodian, servicer, "
        "agencies, A.interest, A.principal, csdc]}, {pay: vat}, {pay: [manager, custodian, "
        "servicer, agencies]}, {pay: A.interest}, {pay: A.principal}, {pay: csdc}, {pay: "
        "SUB.residual, when: \"final\"}, {pay: SUB.residual, from: reserve, when: \"final\"}]",
        "triggers=[]", "waterfalls.accelerated=null"};
    case_of of = open_case(SAMPLE, set, 3, 2000);
    const ipa_solution got =
        solved(&of, ask(IPA_UNKNOWN_RESERVE, NULL, "A", "expected_loss <= 0.001"));
    cr_expect_str_eq(got.unknowns[0].subject, "reserve");
    cr_expect_str_eq(got.overlay[0].field, "accounts[reserve].initial");
    cr_expect_eq(got.n_overlay, 1, "no target was written");
    cr_expect_float_eq(got.targets[0].reached.mean, 0.001, 1e-8);
    close_case(&of);
}

/* Scaled alike, of two notes the loss of the lower one is the closed form's. */
Test(scenarios_solve, overcollateralisation_scales_the_notes_alike) {
    double law[MOST_CASH + 1];
    cash_law(law);
    case_of of = open_case(IPABS_SOURCE_DIR "/tests/golden/e2e17_a", NULL, 0, 20000);
    const double target = exact_loss_between(law, 144, 48); /* 150 and 50, × 0.96 */
    const ipa_solution got =
        solved(&of, ask(IPA_UNKNOWN_OVERCOLLATERALISATION, "B", NULL,
                        ipa_arena_format(of.arena, "B.expected_loss = %.17f", target)));
    const double pool = ipa_plan_pool_original(of.source->deal.plan) / 100;
    cr_expect_float_eq(got.unknowns[0].value, pool / 192, 4 * got.unknowns[0].standard_error,
                       "%.5f ± %.5f, not %.5f", got.unknowns[0].value,
                       got.unknowns[0].standard_error, pool / 192);
    close_case(&of);
}

/* ---- no answer ---- */

Test(scenarios_solve, says_why_a_target_cannot_be_met) {
    case_of of = open_case(SAMPLE, NULL, 0, 500);
    ipa_solve_request request = ask(IPA_UNKNOWN_COUPON, "A", "A", "price = 1000");
    const ipa_solution got = solve(&of, &request);
    cr_expect_not(got.found);
    cr_expect(isnan(got.unknowns[0].value));
    cr_expect_not_null(strstr(got.reason, "price of A lies between"), "%s", got.reason);
    cr_expect_gt(got.targets[0].most, got.targets[0].least);
    cr_expect_lt(got.targets[0].most, 1000);
    close_case(&of);
}

Test(scenarios_solve, refuses_requests_that_make_no_sense) {
    case_of of = open_case(SAMPLE, NULL, 0, 0);
    const struct {
        ipa_solve_request request;
        const char *expected;
    } wrong[] = {
        {ask(IPA_UNKNOWN_COUPON, "Z", "A", "base.price = 100"), "no tranche `Z`"},
        {ask(IPA_UNKNOWN_COUPON, "A", "Z", "base.price = 100"), "no tranche `Z`"},
        {ask(IPA_UNKNOWN_COUPON, NULL, "A", "base.price = 100"), "say which tranche"},
        {ask(IPA_UNKNOWN_RESERVE, NULL, "A", "base.price = 100"), "no account `reserve`"},
        {ask(IPA_UNKNOWN_COUPON, "A", "A", "price = 100"), "needs paths"},
        {ask(IPA_UNKNOWN_COUPON, "A", "A", "base.pric = 100"), "did you mean base.price"},
    };
    for (size_t n = 0; n < sizeof wrong / sizeof *wrong; n++) {
        ipa_solution solution;
        ipa_error error = {0};
        cr_expect_eq(ipa_solve_run(of.source, &wrong[n].request, of.arena, &solution, &error),
                     IPA_RANGE, "%zu", n);
        cr_expect_not_null(strstr(error.message, wrong[n].expected), "%s", error.message);
    }
    close_case(&of);
}
