/* Targets by grade against the formulas of the page, worked out here with other libraries. */
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "scenarios/target_rates.h"
#include "tests/support/runs.h"

static test_run run;
static void load(void) {
    run = run_load("deals/eight-firms");
    run_simulate(&run, 4000, 3, 1);
}
static void unload(void) {
    run_free(&run);
}
TestSuite(target_rates, .init = load, .fini = unload);

static ipa_break_even critical(double with, double without) {
    return (ipa_break_even){.timely_interest = {INFINITY, INFINITY}, .principal = {with, without}};
}

static ipa_stress_result filled(ipa_target_ask ask) {
    ipa_stress_result to = {.unstressed = run.result};
    const ipa_break_even *rows = (ipa_break_even[]){critical(INFINITY, 0.09), critical(NAN, NAN)};
    ipa_target_rates_fill(&ask, rows, run.arena, &to);
    return to;
}

static const ipa_target_rate *grade(const ipa_stress_result *of, const char *name) {
    for (int g = 0; g < of->n_targets; g++)
        if (strcmp(of->targets[g].grade, name) == 0)
            return &of->targets[g];
    cr_assert_fail("no grade %s", name);
    return NULL;
}

Test(target_rates, a_base_rate_is_multiplied) {
    const ipa_stress_result got = filled((ipa_target_ask){"corporate", 0.02, -4, 0.5});
    cr_expect_float_eq(grade(&got, "AAA")->by_multiplier, 0.10, 1e-15);
    cr_expect_float_eq(grade(&got, "BBB-")->by_multiplier, 0.04, 1e-15);
    const ipa_stress_result sme = filled((ipa_target_ask){"sme", 0.01, -4, 0.5});
    cr_expect_float_eq(grade(&sme, "AAA")->by_multiplier, 0.205, 1e-15);
    /* the table has none for BBB-: the next higher ÷ 1.1 */
    cr_expect_float_eq(grade(&sme, "BBB-")->by_multiplier, 0.055 / 1.1, 1e-15);
}

Test(target_rates, a_lognormal_quantile_is_met) {
    const ipa_stress_result got = filled((ipa_target_ask){"lease", 0.02, -4, 0.5});
    const double wanted = exp(-4 + 0.5 * gsl_cdf_ugaussian_Qinv(0.0027));
    cr_expect_float_eq(grade(&got, "AA")->by_lognormal, wanted, 1e-12);
}

/* Without a word of the deck: a lognormal law with the mean and deviation of the simulated rate. */
Test(target_rates, moments_of_the_simulation_stand_in) {
    const ipa_stress_result got = filled((ipa_target_ask){"sme", NAN, NAN, NAN});
    const ipa_estimate rate = run.result->simulation->default_rate;
    const double s = got.target_sigma;
    cr_expect_float_eq(exp(got.target_mu + s * s / 2), rate.mean, 1e-12);
    cr_expect_float_eq(sqrt(expm1(s * s)) * rate.mean, rate.standard_error * sqrt(4000), 1e-12);
}

/* The curves' expectation is that of the simulation (claims differ from the principal outstanding
 * by the income that fell due with the missed payment). */
Test(target_rates, the_curves_expect_what_is_simulated) {
    const double expected = ipa_target_rates_expected(run.plan);
    cr_expect(run_agrees(run.result->simulation->default_rate, expected, 4), "%g against %g",
              expected, run.result->simulation->default_rate.mean);
}

Test(target_rates, the_grade_is_the_best_one_that_is_reached) {
    const ipa_stress_result got = filled((ipa_target_ask){"corporate", 0.02, -4, 0.5});
    cr_assert_eq(got.n_protection, 1); /* the residual tranche promises nothing */
    const ipa_protection *senior = &got.protection[0];
    cr_expect_eq(senior->critical[IPA_SUPPORTED], 1);
    cr_expect_str_eq(senior->grade[IPA_SUPPORTED][0], "AAA");
    cr_expect_eq(senior->critical[IPA_WITHOUT_SUPPORT], 0.09);
    /* 0.02 × 4.5 = 0.09 is AA+ */
    cr_expect_str_eq(senior->grade[IPA_WITHOUT_SUPPORT][0], "AA+");
    cr_expect_float_eq(senior->distance[IPA_WITHOUT_SUPPORT][0][0], 0.09 - 0.10, 1e-15);
}
