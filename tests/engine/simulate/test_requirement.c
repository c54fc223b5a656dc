#include "engine/simulate/requirement.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/runs.h"

static ipa_requirement read(const test_run *run, const char *text, int tranche) {
    ipa_requirement requirement;
    ipa_error error = {0};
    cr_assert_eq(ipa_requirement_read(text, run->plan, tranche, &requirement, &error), IPA_OK, "%s",
                 error.message);
    return requirement;
}

Test(requirement, is_read_with_and_without_its_tranche) {
    test_run run = run_load("deals/eight-firms");
    const ipa_requirement named = read(&run, " A.expected_loss<= 0.1%", -1);
    cr_expect_eq(named.tranche, 0);
    cr_expect_eq(named.comparison, IPA_AT_MOST);
    cr_expect_eq(named.bound, 0.001);
    const ipa_requirement plain = read(&run, "price = 100", 1);
    cr_expect_eq(plain.tranche, 1);
    cr_expect_eq(plain.comparison, IPA_EQUAL);
    const ipa_requirement base = read(&run, "base.price > 99.5", 0);
    cr_expect_eq(base.tranche, 0);
    cr_expect_eq(read(&run, "SUB.base.price > 99.5", 0).figure, base.figure);
    cr_expect_eq(read(&run, "SUB.base.price > 99.5", 0).tranche, 1);
    cr_expect_eq(read(&run, "A.grade >= Aaa", -1).bound, 0);
    cr_expect_eq(read(&run, "grade_by_pd = Aa1", 0).bound, -1);
    run_free(&run);
}

Test(requirement, says_what_is_wrong_with_it) {
    static const struct {
        const char *text, *expected;
    } wrong[] = {{"A.expected_loss", "write it like"},
                 {"A.expected_loss < ", "write it like"},
                 {"A.expected_los < 0.1", "did you mean expected_loss"},
                 {"Z.expected_loss < 0.1", "no tranche `Z`"},
                 {"expected_loss < 0.1", "write the tranche too"},
                 {"A.expected_loss < much", "no number"},
                 {"A.grade >= Aa9", "no grade `Aa9`"}};
    test_run run = run_load("deals/eight-firms");
    for (size_t n = 0; n < sizeof wrong / sizeof *wrong; n++) {
        ipa_requirement requirement;
        ipa_error error = {0};
        cr_expect_eq(ipa_requirement_read(wrong[n].text, run.plan, -1, &requirement, &error),
                     IPA_RANGE);
        cr_expect_not_null(strstr(error.message, wrong[n].expected), "%s", error.message);
    }
    run_free(&run);
}

Test(requirement, comparisons_hold_or_not) {
    static const struct {
        const char *text;
        bool below, at, above; /* of 0.5 */
    } cases[] = {{"A.price < 0.5", true, false, false},
                 {"A.price <= 0.5", true, true, false},
                 {"A.price > 0.5", false, false, true},
                 {"A.price >= 0.5", false, true, true},
                 {"A.price = 0.5", false, true, false}};
    test_run run = run_load("deals/eight-firms");
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        const ipa_requirement requirement = read(&run, cases[n].text, -1);
        cr_expect_eq(ipa_requirement_holds(&requirement, 0.4), cases[n].below, "%s", cases[n].text);
        cr_expect_eq(ipa_requirement_holds(&requirement, 0.5), cases[n].at, "%s", cases[n].text);
        cr_expect_eq(ipa_requirement_holds(&requirement, 0.6), cases[n].above, "%s", cases[n].text);
        cr_expect_not(ipa_requirement_holds(&requirement, NAN));
    }
    run_free(&run);
}

Test(requirement, finds_the_figures_of_a_run) {
    test_run run = run_load("deals/eight-firms");
    run_simulate(&run, 640, 7, 1);
    const ipa_simulation_result *of = run.result->simulation;
    const ipa_requirement_evidence evidence = {run.plan, &run.result->base, of->tranches,
                                               of->n_paths};
    ipa_requirement requirement = read(&run, "A.expected_loss < 1", -1);
    cr_expect_eq(ipa_requirement_value(&requirement, &evidence).mean,
                 of->tranches[0].expected_loss.mean);
    cr_expect_eq(ipa_requirement_value(&requirement, &evidence).standard_error,
                 of->tranches[0].expected_loss.standard_error);
    requirement = read(&run, "A.wal < 1", -1);
    cr_expect_eq(ipa_requirement_value(&requirement, &evidence).mean, of->tranches[0].wal.mean);
    requirement = read(&run, "A.base.yield < 1", -1);
    cr_expect_eq(ipa_requirement_value(&requirement, &evidence).mean,
                 run.result->base.tranches[0].valuation.yield);
    requirement = read(&run, "A.base.coverage_gross < 1", -1);
    double least = INFINITY;
    for (int k = 0; k < run.plan->n_periods; k++)
        least = fmin(least, run.result->base.tranches[0].coverage_gross[k]);
    cr_expect_eq(ipa_requirement_value(&requirement, &evidence).mean, least);
    requirement = read(&run, "A.grade >= Aa1", -1);
    const double grade = ipa_requirement_value(&requirement, &evidence).mean;
    if (of->tranches[0].default_probability.mean > 0)
        cr_expect_str_eq(ipa_requirement_grade(run.plan, grade, run.arena),
                         of->tranches[0].rating.by_el);
    run_free(&run);
}

/* 100,000 paths without a default show a grade that a hundred do not; both say less than Aaa. */
Test(requirement, paths_without_a_default_bound_the_grade) {
    test_run run = run_load("deals/eight-firms");
    const ipa_tranche_figures unseen = {.wal = {1.6, 0},
                                        .rating = {"not resolved: needs 9 paths", "not resolved"}};
    ipa_requirement_evidence evidence = {run.plan, NULL, &unseen, 100};
    const ipa_requirement requirement = read(&run, "A.grade >= Aa3", -1);
    const double few = ipa_requirement_value(&requirement, &evidence).mean;
    evidence.n_paths = 100000;
    const double many = ipa_requirement_value(&requirement, &evidence).mean;
    cr_expect_lt(few, many);
    cr_expect_lt(many, 0);
    run_free(&run);
}
