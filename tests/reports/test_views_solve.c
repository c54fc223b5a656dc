/* Tables, text and file of what a solver found. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "reports/solve_report.h"
#include "tests/support/viewed.h"

static ipa_stress_override set[] = {{"tranches[A].balance", "90000000.00"}};
static ipa_solution_try tries[] = {
    {{95e6}, {{0.002, 0.0001}}, true},
    {{90e6}, {{0.001, 0.0001}}, true},
    {{99e6}, {{NAN, NAN}}, false},
};

static ipa_solution answer(void) {
    ipa_solution of = {.n_unknowns = 1,
                       .n_targets = 1,
                       .found = true,
                       .overlay = set,
                       .n_overlay = 1,
                       .tries = tries,
                       .n_tries = 3,
                       .n_paths = 1000,
                       .seed = 7};
    of.unknowns[0] = (ipa_solution_unknown){
        "balance", "tranche", "A", IPA_SOLUTION_MONEY, 90e6, 2e5, 100, 99e6, false};
    of.targets[0] = (ipa_solution_target){.text = "expected_loss <= 0.001",
                                          .tranche = "A",
                                          .figure = "expected_loss",
                                          .hint = IPA_SOLUTION_SHARE,
                                          .reached = {0.001, 0.0001}};
    return of;
}

static viewed *of;
static ipa_solution solution;

static void make(ipa_solution shown, ipa_language language) {
    of = viewed_create("deals/eight-firms", 0, language);
    solution = shown;
    of->view.solution = &solution;
}

static void end(void) {
    viewed_free(of);
}

TestSuite(views_solve, .fini = end);

Test(views_solve, the_answer_stands_first_with_its_error) {
    make(answer(), IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_solve_answers(&of->view);
    cr_expect_str_eq(viewed_text(table, 0, "Item"), "A balance");
    cr_expect_eq(viewed_number(table, 0, "Figure"), 90e6);
    cr_expect_eq(viewed_number(table, 0, "Standard error"), 2e5);
    cr_expect_str_eq(viewed_text(table, 1, "Item"), "A expected loss");
    cr_expect_eq(viewed_number(table, 1, "Figure"), 0.001);
    cr_expect_geq(viewed_row(table, "Set the deal to", NULL), 0);
    const ipa_table *tried = ipa_views_solve_tries(&of->view);
    cr_assert_eq(tried->n_rows, 3);
    cr_expect_eq(viewed_number(tried, 1, "A balance"), 90e6);
    cr_expect_eq(viewed_cell(tried, 2, "A expected loss")->kind, IPA_CELL_BLANK);
}

Test(views_solve, the_text_says_how_to_set_it) {
    make(answer(), IPA_LANGUAGE_ZH);
    const char *text = ipa_solve_report_text(&of->view);
    cr_expect_not_null(strstr(text, "求解结果"));
    cr_expect_not_null(strstr(text, "90,000,000.00"));
    cr_expect_not_null(strstr(text, "--set 'tranches[A].balance=90000000.00'"));
}

Test(views_solve, amounts_in_a_column_of_all_kinds_name_their_unit) {
    make(answer(), IPA_LANGUAGE_ZH);
    of->view.unit = IPA_UNIT_WAN;
    const char *text = ipa_solve_report_text(&of->view);
    cr_expect(strstr(text, " 9,000.00 万元  20.00 万元  范围 0.01 – 9,900.00 万元"), "%s", text);
    cr_expect(strstr(text, " 0.1000%"), "%s", text);
}

Test(views_solve, without_an_answer_the_reason_stands_everywhere) {
    ipa_solution none = answer();
    none.found = false;
    none.reason = "it cannot be";
    none.n_overlay = 0;
    none.unknowns[0].value = none.unknowns[0].standard_error = NAN;
    make(none, IPA_LANGUAGE_EN);
    cr_expect_not_null(strstr(ipa_solve_report_text(&of->view), "No answer"));
    cr_expect_not_null(strstr(ipa_solve_report_text(&of->view), "it cannot be"));
    const char *text;
    cr_assert_eq(ipa_solve_report_json(&of->view, &text, NULL), IPA_OK);
    json_t *root = json_loads(text, 0, NULL);
    const json_t *solve = json_object_get(root, "solve");
    cr_expect(json_is_null(json_object_get(solve, "answer")));
    cr_expect_str_eq(json_string_value(json_object_get(solve, "reason")), "it cannot be");
    cr_expect_eq(json_object_size(json_object_get(solve, "reached")), 0);
    json_decref(root);
}

Test(views_solve, the_file_has_the_shape_of_its_page) {
    make(answer(), IPA_LANGUAGE_EN);
    const char *text;
    cr_assert_eq(ipa_solve_report_json(&of->view, &text, NULL), IPA_OK);
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_not_null(root);
    const char *what, *tranche, *target;
    double value, error, mean;
    json_int_t evaluations;
    cr_expect_eq(json_unpack(root, "{s:{s:s, s:s, s:s, s:{s:f, s:f}, s:{s:{s:f}}, s:I}}", "solve",
                             "for", &what, "tranche", &tranche, "target", &target, "answer",
                             "value", &value, "stderr", &error, "reached", "expected_loss", "mean",
                             &mean, "evaluations", &evaluations),
                 0);
    cr_expect_str_eq(what, "balance");
    cr_expect_str_eq(tranche, "A");
    cr_expect_eq(value, 90e6);
    cr_expect_eq(error, 2e5);
    cr_expect_eq(mean, 0.001);
    cr_expect_eq(evaluations, 3);
    json_decref(root);
}

Test(views_solve, a_grade_is_told_by_its_name) {
    ipa_solution graded = answer();
    static ipa_solution_try grades[] = {{{95e6}, {{-3, 0}}, true}};
    graded.targets[0].figure = "grade";
    graded.targets[0].grade = "Aa3";
    graded.tries = grades;
    graded.n_tries = 1;
    make(graded, IPA_LANGUAGE_EN);
    cr_expect_str_eq(viewed_text(ipa_views_solve_answers(&of->view), 1, "Figure"), "Aa3");
    cr_expect_str_eq(viewed_text(ipa_views_solve_tries(&of->view), 0, "A implied grade (by EL)"),
                     "Aa3");
}
