/* Which obligors the large-obligor test takes: the sample's are rated from Ba1 to B1. */
#include <criterion/criterion.h>

#include "scenarios/large_obligors.h"
#include "tests/support/runs.h"

static test_run run;
static void load(void) {
    run = run_load("deals/eight-firms");
}
static void unload(void) {
    run_free(&run);
}
TestSuite(large_obligors, .init = load, .fini = unload);

static const char *id(int i) {
    return run.plan->obligors[i].credit.id;
}

Test(large_obligors, the_largest_come_first) {
    int chosen[3];
    cr_assert_eq(ipa_large_obligors_choose(run.plan, "Aaa", 3, chosen), 3);
    cr_expect_str_eq(id(chosen[0]), "E1"); /* 20, 18 and 15 million */
    cr_expect_str_eq(id(chosen[1]), "E2");
    cr_expect_str_eq(id(chosen[2]), "E3");
}

Test(large_obligors, those_of_the_grade_or_better_are_left_out) {
    int chosen[8];
    /* E1 is Ba1; E2, E3 and E6 are Ba2; below it are E4, E5 (Ba3), E7, E8 (B1) */
    cr_assert_eq(ipa_large_obligors_choose(run.plan, "Ba2", 8, chosen), 4);
    cr_expect_str_eq(id(chosen[0]), "E4");
    cr_expect_str_eq(id(chosen[1]), "E5");
    cr_expect_str_eq(id(chosen[2]), "E7");
    cr_expect_str_eq(id(chosen[3]), "E8");
    cr_assert_eq(ipa_large_obligors_choose(run.plan, "Ba2", 1, chosen), 1);
    cr_expect_str_eq(id(chosen[0]), "E4");
}

Test(large_obligors, nobody_is_below_the_last_grade) {
    int chosen[8];
    cr_expect_eq(ipa_large_obligors_choose(run.plan, "Caa3", 8, chosen), 0);
}
