/* `ipabs price` as a user runs it: figures, outputs, what is refused. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/shell.h"

#define SAMPLE IPABS_SOURCE_DIR "/deals/eight-firms"

TestSuite(command_price, .init = shell_enter, .fini = shell_leave, .timeout = 120);

/* Runs `ipabs price DEAL …` in the test's folder; findings are left out. */
static shell_outcome *price(const char *words) {
    char line[2048];
    snprintf(line, sizeof line, "ipabs price %s --error-format short", words);
    return shell_run(line);
}

static json_t *file(const char *name) {
    char path[256];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", shell_folder(), name);
    json_t *root = json_load_file(path, 0, &error);
    cr_assert_not_null(root, "%s: %s", name, error.text);
    return root;
}

static double figure(const json_t *root, size_t row, const char *name) {
    const json_t *rows = json_object_get(json_object_get(root, "price"), "rows");
    const json_t *value = json_object_get(json_array_get(rows, row), name);
    cr_assert(json_is_number(value), "%s of row %zu", name, row);
    return json_number_value(value);
}

static void expect_at(const char *words, const char *name, double expected, double tolerance) {
    char line[512];
    snprintf(line, sizeof line, SAMPLE " %s --json out.json -q", words);
    const shell_outcome *got = price(line);
    cr_assert_eq(got->exit, 0, "%s: %s", words, got->text);
    json_t *root = file("out.json");
    cr_expect_float_eq(figure(root, 0, name), expected, tolerance, "%s: %s %.9g", words, name,
                       figure(root, 0, name));
    json_decref(root);
}

Test(command_price, the_sample_as_published) {
    expect_at("--paths 0 --yield 2.00%", "clean", 101.279666, 5.1e-7);
    expect_at("--paths 0 --yield 0.025", "clean", 100.494939, 5.1e-7);
    expect_at("--paths 0 --tranche A --yield 279bp", "clean", 100.045136, 5.1e-7);
    expect_at("--paths 0 --yield 3.00%", "clean", 99.721829, 5.1e-7);
    expect_at("--paths 0 --yield 3.50%", "clean", 98.960098, 5.1e-7);
    expect_at("--paths 0 --price 100", "yield", 0.028192, 5.1e-7);
    expect_at("--paths 0 --yield 2.79%", "wal", 1.6272, 5.1e-5);
    expect_at("--paths 0 --yield 2.79%", "duration", 1.5437, 5.1e-5);
}

Test(command_price, a_coupon_runs_the_deal_again) {
    expect_at("--paths 0 --price 100", "par_coupon", 0.0279, 2e-6);
    expect_at("--paths 0 --spread 115bp", "par_coupon", 0.026612, 5.1e-7);
    expect_at("--paths 0 --coupon 0.026612", "clean", 100, 6e-4);
    expect_at("--paths 0 --coupon 0.026612", "spread", 0.0115, 1e-15);
}

Test(command_price, everything_that_can_be_written) {
    const shell_outcome *got =
        price(SAMPLE " --paths 500 --lang en --settlement 2026-05-06 --holder-tax 25% "
                     "-o p.xlsx --json p.json --csv tables --as-of 2026-01-01");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_assert(strstr(got->text, "settlement 2026-05-06"), "%s", got->text);
    cr_assert(strstr(got->text, "loss-adjusted, without support"), "%s", got->text);
    cr_assert(strstr(got->text, "After-tax yield"), "%s", got->text);
    static const char *const tables[] = {"p.xlsx", "tables/price_figures.csv",
                                         "tables/price_yields.csv", "tables/price_flows.csv",
                                         "tables/price_audit.csv"};
    for (size_t n = 0; n < sizeof tables / sizeof *tables; n++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", shell_folder(), tables[n]);
        cr_expect_eq(access(path, F_OK), 0, "%s", tables[n]);
    }
    json_t *root = file("p.json");
    const json_t *of = json_object_get(root, "price");
    cr_expect_str_eq(json_string_value(json_object_get(of, "tranche")), "A");
    cr_expect_str_eq(json_string_value(json_object_get(of, "settlement")), "2026-05-06");
    cr_expect_eq(json_array_size(json_object_get(of, "cases")), 3);
    cr_expect_eq(json_array_size(json_object_get(of, "rows")), 3 * (2 + 9));
    cr_expect(json_is_null(json_object_get(of, "given")));
    cr_expect_float_eq(figure(root, 0, "dirty"),
                       figure(root, 0, "clean") + figure(root, 0, "accrued"), 1e-12);
    json_decref(root);
}

Test(command_price, the_same_date_gives_the_same_workbook) {
    for (int n = 0; n < 2; n++)
        cr_assert_eq(price(n == 0 ? SAMPLE " --paths 300 --as-of 2026-01-05 -q -o a.xlsx"
                                  : SAMPLE " --paths 300 --as-of 2026-01-05 -q -o b.xlsx")
                         ->exit,
                     0);
    char command[256];
    snprintf(command, sizeof command, "cmp %s/a.xlsx %s/b.xlsx", shell_folder(), shell_folder());
    cr_assert_eq(system(command), 0);
}

/* Nothing is left for the subordinated tranche: its figures are `null`, `-` and blank. */
Test(command_price, what_does_not_exist_is_no_number) {
    const shell_outcome *got =
        price(SAMPLE " --paths 0 --tranche SUB --set fees[agencies].amount=10000000 "
                     "--lang en --json p.json --csv tables");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_expect(strstr(got->text, "curve + spread       -       0.0000"), "%s", got->text);
    cr_expect_not(strstr(got->text, "nan") || strstr(got->text, "inf"), "%s", got->text);
    json_t *root = file("p.json");
    const json_t *row = json_array_get(json_object_get(json_object_get(root, "price"), "rows"), 0);
    cr_expect(json_is_null(json_object_get(row, "yield")));
    cr_expect(json_is_null(json_object_get(row, "duration")));
    cr_expect_eq(figure(root, 0, "clean"), 0);
    json_decref(root);
    got = price(SAMPLE " --paths 0 --tranche SUB --set fees[agencies].amount=10000000 --price 50");
    cr_expect_eq(got->exit, 1, "a sound question without an answer");
    cr_expect(strstr(got->text, "no yield gives the clean price 50"), "%s", got->text);
}

Test(command_price, wrong_usage_is_2_and_says_why) {
    static const struct {
        const char *words, *message;
    } wrong[] = {
        {"--yield 2% --price 100", "--price and --yield: set one of"},
        {"--coupon 2% --spread 1%", "--coupon and --spread: set one of"},
        {"--tranche SAB", "no tranche `SAB`; did you mean `SUB`"},
        {"--tranche mezzanine", "there are `A, SUB`"},
        {"--yield 2.79", "looks like a percentage: write 2.79% or 0.0279"},
        {"--yield high", "needs a rate"},
        {"--price 1e2x", "needs a clean price per 100"},
        {"--price -5", "must be positive"},
        {"--settlement 2031-01-01", "nothing is to come"},
        {"--settlement 2025-01-01", "before the valuation date"},
        {"--settlement tomorrow", "needs a date"},
        {"--yield-convention weekly", "--yield-convention takes annual|"},
        {"--yield-convention simple", "a simple yield is that of one last payment"},
        {"--spread 100%", "is no rate of a note"},
        {"--coupon 10000bp", "is no rate of a note"},
        {"--holder-tax 120%", "a share from 0 to below 1, not 1.2"},
        {"--holder-tax much", "needs a share"},
        {"--tranche SUB --coupon 3%", "has no coupon"},
    };
    for (size_t n = 0; n < sizeof wrong / sizeof *wrong; n++) {
        char line[512];
        snprintf(line, sizeof line, SAMPLE " --paths 0 -o x.xlsx %s", wrong[n].words);
        const shell_outcome *got = price(line);
        cr_expect_eq(got->exit, 2, "%s: %d", wrong[n].words, got->exit);
        cr_expect(strstr(got->text, wrong[n].message), "%s: %s", wrong[n].words, got->text);
    }
    char path[256];
    snprintf(path, sizeof path, "%s/x.xlsx", shell_folder());
    cr_expect_neq(access(path, F_OK), 0, "nothing is written");
}

Test(command_price, a_coupon_that_is_not_fixed_is_not_set) {
    static const char *const kinds[][2] = {
        {"--set 'tranches[A].coupon={step: [[2025-07-25, 0.0279], [2027-07-25, 0.0329]]}'",
         "has a coupon in steps"},
        {"--set 'market.indices={LPR: {flat: 0.03}}' "
         "--set 'tranches[A].coupon={floating: LPR}'",
         "has a floating coupon"}};
    for (size_t n = 0; n < sizeof kinds / sizeof *kinds; n++) {
        char line[512];
        snprintf(line, sizeof line, SAMPLE " --paths 0 --coupon 3%% %s", kinds[n][0]);
        const shell_outcome *got = price(line);
        cr_expect_eq(got->exit, 2, "%s", got->text);
        cr_expect(strstr(got->text, kinds[n][1]), "%s", got->text);
    }
}

Test(command_price, a_deck_adds_its_scenarios) {
    const shell_outcome *got = price(SAMPLE " --paths 0 --yield 2.79% --deck regulator --lang en "
                                            "--json p.json -o p.xlsx");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_expect(strstr(got->text, "Pool cash down by 20% · base case, without support"), "%s",
              got->text);
    json_t *root = file("p.json");
    const json_t *of = json_object_get(root, "price");
    cr_expect_eq(json_array_size(json_object_get(of, "cases")), 1 + 4 * 2);
    const size_t third = 3 * (json_array_size(json_object_get(of, "rows")) / 9);
    const json_t *row = json_array_get(json_object_get(of, "rows"), third);
    cr_expect_str_eq(json_string_value(json_object_get(row, "scenario")), "pool cash -20%");
    cr_expect_str_eq(json_string_value(json_object_get(row, "case")), "base");
    cr_expect_float_eq(figure(root, third, "clean"), 100.045136, 1e-3, "the shortfall is paid");
    cr_expect_lt(figure(root, third + (third / 3), "clean"), 90);
    json_decref(root);
    cr_expect_eq(price(SAMPLE " --paths 0 --deck nowhere.yaml")->exit, 66);
}

Test(command_price, a_deck_with_an_error_is_65_at_its_place) {
    char path[256];
    snprintf(path, sizeof path, "%s/wrong.yaml", shell_folder());
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream);
    fputs("ipabs_deck: 1\nscenarios:\n  - {name: x, overlay: {pd_multiplyer: 2}}\n", stream);
    fclose(stream);
    const shell_outcome *got = price(SAMPLE " --paths 0 --deck wrong.yaml -o x.xlsx");
    cr_expect_eq(got->exit, 65, "%s", got->text);
    cr_expect(strstr(got->text, "wrong.yaml:3:"), "%s", got->text);
    cr_expect(strstr(got->text, "pd_multiplier"), "%s", got->text);
}

Test(command_price, interest_on_a_notional_has_no_price_per_100) {
    const shell_outcome *got =
        price(IPABS_SOURCE_DIR "/tests/golden/every_tranche --tranche IO --paths 0");
    cr_expect_eq(got->exit, 2);
    cr_expect(strstr(got->text, "no balance of its own"), "%s", got->text);
}

Test(command_price, the_command_in_the_report_asks_the_same) {
    const shell_outcome *got =
        price(SAMPLE " --yield 3% --yield-convention quarterly --yield-dates payment --paths 0 "
                     "--lang en -q --csv tables");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    char path[256];
    char text[4096];
    snprintf(path, sizeof path, "%s/tables/price_audit.csv", shell_folder());
    FILE *stream = fopen(path, "r");
    cr_assert_not_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    cr_expect(strstr(text, " --yield 3% --yield-convention quarterly --yield-dates payment "
                           "--paths 0"),
              "%s", text);
}
