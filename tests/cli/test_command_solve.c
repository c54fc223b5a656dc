/* `ipabs solve` as a user runs it. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/shell.h"

#define SAMPLE IPABS_SOURCE_DIR "/deals/eight-firms"

TestSuite(command_solve, .init = shell_enter, .fini = shell_leave, .timeout = 300);

static shell_outcome *run(const char *words) {
    char line[2048];
    snprintf(line, sizeof line, "ipabs %s", words);
    return shell_run(line);
}

static json_t *solve_file(const char *words, int exit) {
    char command[1024];
    snprintf(command, sizeof command, "solve %s --json - 2>/dev/null", words);
    const shell_outcome *got = run(command);
    cr_assert_eq(got->exit, exit, "%s", got->text);
    json_t *root = json_loads(got->text, 0, NULL);
    cr_assert_not_null(root, "%s", got->text);
    return root;
}

static double number(const json_t *object, const char *key, const char *within) {
    return json_real_value(json_object_get(json_object_get(object, key), within));
}

/* The shape of the page, and an answer that the deal set to it confirms. */
Test(command_solve, the_answer_set_in_the_deal_reaches_the_target) {
    json_t *root =
        solve_file(SAMPLE " --for coupon --tranche A --target 'price = 100' --paths 2000", 0);
    const json_t *solve = json_object_get(root, "solve");
    cr_expect_str_eq(json_string_value(json_object_get(solve, "for")), "coupon");
    cr_expect_str_eq(json_string_value(json_object_get(solve, "tranche")), "A");
    cr_expect_str_eq(json_string_value(json_object_get(solve, "target")), "price = 100");
    cr_expect_gt(json_integer_value(json_object_get(solve, "evaluations")), 3);
    cr_expect_gt(number(solve, "answer", "stderr"), 0);
    const double reached = number(json_object_get(solve, "reached"), "price", "mean");
    cr_expect_float_eq(reached, 100, 1e-5);
    char words[512];
    snprintf(words, sizeof words,
             "run " SAMPLE
             " --paths 2000 --set tranches[A].coupon.fixed=%s -q --json - 2>/dev/null",
             json_string_value(
                 json_object_get(json_object_get(solve, "set"), "tranches[A].coupon.fixed")));
    json_t *again = json_loads(run(words)->text, 0, NULL);
    cr_assert_not_null(again);
    const json_t *simulation = json_object_get(again, "simulation");
    const json_t *a = json_object_get(json_object_get(simulation, "tranches"), "A");
    cr_expect_eq(number(a, "price", "mean"), reached, "to the bit");
    json_decref(root);
    json_decref(again);
}

Test(command_solve, two_unknowns_are_lists) {
    json_t *root = solve_file(IPABS_SOURCE_DIR
                              "/tests/golden/e2e17_a --for balance --tranche A --tranche B "
                              "--target 'A.expected_loss = 0.003' --target 'B.expected_loss = "
                              "0.05' --paths 2000",
                              0);
    const json_t *solve = json_object_get(root, "solve");
    cr_expect_eq(json_array_size(json_object_get(solve, "answer")), 2);
    const json_t *reached = json_object_get(solve, "reached");
    cr_expect_float_eq(number(reached, "A.expected_loss", "mean"), 0.003, 1e-7);
    cr_expect_float_eq(number(reached, "B.expected_loss", "mean"), 0.05, 1e-7);
    json_decref(root);
}

Test(command_solve, no_answer_is_1_and_says_why) {
    json_t *root = solve_file(SAMPLE " --for coupon --tranche A --target 'base.price = 900'", 1);
    const json_t *solve = json_object_get(root, "solve");
    cr_expect(json_is_null(json_object_get(solve, "answer")));
    cr_expect_not_null(strstr(json_string_value(json_object_get(solve, "reason")),
                              "base.price of A lies between"));
    json_decref(root);
}

Test(command_solve, a_break_even_is_borne_and_a_little_more_is_not) {
    json_t *root = solve_file(SAMPLE " --for break_even --tranche A --without-support", 0);
    const json_t *solve = json_object_get(root, "solve");
    cr_expect_str_eq(json_string_value(json_object_get(solve, "lever")), "collections_haircut");
    const double haircut = number(solve, "answer", "value");
    cr_expect(haircut > 0.02 && haircut < 0.04, "%g", haircut);
    json_decref(root);
    root = solve_file(SAMPLE " --for break_even --tranche A --target principal", 1);
    cr_expect_not_null(
        strstr(json_string_value(json_object_get(json_object_get(root, "solve"), "reason")),
               "at no value"));
    json_decref(root);
}

Test(command_solve, every_output_is_written_in_both_languages) {
    const shell_outcome *got =
        run("solve " SAMPLE " --for overcollateralisation --tranche A --target "
            "'base.coverage_gross >= 1.2' --lang zh -o s.xlsx --csv tables "
            "--as-of 2026-01-01");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_expect_not_null(strstr(got->text, "超额抵押倍数"), "%s", got->text);
    cr_expect_not_null(strstr(got->text, "--set 'tranches[A].balance="));
    cr_expect_eq(
        run("--version >/dev/null; test -s s.xlsx && test -s tables/solve_answers.csv && test -s "
            "tables/solve_tries.csv")
            ->exit,
        0);
    cr_expect_not_null(strstr(run("solve " SAMPLE " --for overcollateralisation --tranche A "
                                  "--target 'base.coverage_gross >= 1.2' --lang en")
                                  ->text,
                              "over-collateralisation"));
}

Test(command_solve, wrong_usage_is_2) {
    static const char *const wrong[] = {
        "solve " SAMPLE,
        "solve " SAMPLE " --for cupon --target 'A.price = 100'",
        "solve " SAMPLE " --for coupon --tranche A",
        "solve " SAMPLE " --for coupon --tranche A --target 'pric = 100'",
        "solve " SAMPLE " --for coupon --tranche A --target 'price = 100' --from x",
        "solve " SAMPLE " --for coupon --tranche A --target 'price = 100' --paths 0",
        "solve " SAMPLE " --for coupon --tranche Z --target 'price = 100'",
        "solve " SAMPLE " --for balance --tranche A --tranche SUB --target 'A.price = 100'",
        "solve " SAMPLE " --for balance --tranche A --target 'A.price = 100' --target 'A.wal = 1'",
        "solve " SAMPLE " --for reserve --target 'A.price = 100'",
        "solve " SAMPLE " --for break_even --lever pd_multiplier",
        "solve " SAMPLE " --for break_even --target never"};
    for (size_t n = 0; n < sizeof wrong / sizeof *wrong; n++)
        cr_expect_eq(run(wrong[n])->exit, 2, "%s", wrong[n]);
    cr_expect_not_null(strstr(run("solve --help")->text, "Example:\n  ipabs solve"));
}
