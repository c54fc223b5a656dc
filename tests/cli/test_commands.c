/* Every command as a user runs it: what it prints, where, and its exit status. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/shell.h"

#define SAMPLE IPABS_SOURCE_DIR "/deals/eight-firms"

TestSuite(commands, .init = shell_enter, .fini = shell_leave, .timeout = 300);

/* Runs `ipabs …` in the test's folder with both streams joined, unless redirected in the
 * words. */
static shell_outcome *run(const char *words) {
    char line[2048];
    snprintf(line, sizeof line, IPABS_PROGRAM " %s", words); /* itself, so that a signal meets it */
    return shell_run(line);
}

static bool exists(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", shell_folder(), name);
    return access(path, F_OK) == 0;
}

static char *contents(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", shell_folder(), name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s is missing", name);
    static char buffers[2][4000000];
    static int next;
    char *text = buffers[next = 1 - next];
    text[fread(text, 1, sizeof buffers[0] - 1, file)] = '\0';
    fclose(file);
    return text;
}

Test(commands, without_a_command_usage_and_2) {
    shell_outcome *got = run("");
    cr_assert_eq(got->exit, 2);
    cr_assert(strstr(got->text, "Usage: ipabs COMMAND"));
}

Test(commands, help_of_each_command_has_an_example) {
    const char *names[] = {"init",  "check",  "run",     "path",      "value",
                           "price", "stress", "explain", "vocabulary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char words[64];
        snprintf(words, sizeof words, "%s --help", names[i]);
        shell_outcome *got = run(words);
        cr_assert_eq(got->exit, 0, "%s", names[i]);
        cr_assert(strstr(got->text, "Example:\n  ipabs "), "%s", names[i]);
    }
}

Test(commands, a_misspelt_command_is_corrected) {
    shell_outcome *got = run("chekc x");
    cr_assert_eq(got->exit, 2);
    cr_assert(strstr(got->text, "did you mean `check`?"));
}

Test(commands, wrong_usage_is_2) {
    const char *wrong[] = {"run",
                           "run " SAMPLE " --paths many",
                           "run " SAMPLE " --lang fr",
                           "run " SAMPLE " --nonsense",
                           "run " SAMPLE " extra",
                           "run " SAMPLE " --sampler sobol",
                           "run " SAMPLE " --as-of yesterday",
                           "run " SAMPLE " --require 'A.expected_los < 1'",
                           "run " SAMPLE " --require 'Z.expected_loss < 1'",
                           "path " SAMPLE,
                           "explain E9999",
                           "vocabulary qqqqqq"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_eq(run(wrong[i])->exit, 2, "%s", wrong[i]);
}

Test(commands, explain_tells_the_remedy) {
    shell_outcome *got = run("explain e0107");
    cr_assert_eq(got->exit, 0);
    cr_assert(strstr(got->text, "E0107 (error)"));
    cr_assert(strstr(got->text, "2.79%"));
}

Test(commands, vocabulary_holds_fields_quantities_and_steps) {
    shell_outcome *got = run("vocabulary");
    cr_assert_eq(got->exit, 0);
    cr_assert(strstr(got->text, "balance("));
    cr_assert(strstr(got->text, "coupon.fixed"));
    cr_assert_eq(run("vocabulary cutoff")->exit, 0);
}

Test(commands, a_missing_deal_is_66) {
    cr_assert_eq(run("check nowhere")->exit, 66);
    cr_assert_eq(run("run nowhere -o x.xlsx")->exit, 66);
    cr_assert_not(exists("x.xlsx"));
}

Test(commands, init_check_run_as_a_new_user) {
    cr_assert_eq(run("init mine")->exit, 0);
    cr_assert_not(exists("mine/expected"));
    cr_assert_eq(run("init mine")->exit, 73, "an existing folder is never overwritten");
    cr_assert_eq(run("check mine")->exit, 0);
    shell_outcome *got = run("run mine --paths 2000 -o mine.xlsx --json mine.json --csv tables");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_assert(exists("mine.xlsx") && exists("mine.json") && exists("tables/tranche_payments.csv"));
    json_t *result = json_loads(contents("mine.json"), 0, NULL);
    cr_assert_not_null(result);
    json_decref(result);
}

Test(commands, a_bad_deal_is_65_and_writes_nothing) {
    cr_assert_eq(run("init bad")->exit, 0);
    shell_outcome *got =
        run("run bad --set tranches[A].coupon.fixed=2.79 -o bad.xlsx --json bad.json "
            "--error-format short");
    cr_assert_eq(got->exit, 65, "%s", got->text);
    cr_assert(strstr(got->text, "E0107"));
    cr_assert_not(exists("bad.xlsx") || exists("bad.json"));
}

Test(commands, an_old_report_survives_a_failed_run) {
    cr_assert_eq(run("init deal")->exit, 0);
    cr_assert_eq(run("run deal --paths 64 --json out.json -q")->exit, 0);
    char *before = contents("out.json");
    cr_assert_eq(run("run deal --set deal.cutoff=nonsense --json out.json -q")->exit, 65);
    cr_assert_str_eq(before, contents("out.json"));
}

Test(commands, an_output_that_cannot_be_written_is_73) {
    cr_assert_eq(run("run " SAMPLE " --paths 64 -o no/such/folder/x.xlsx")->exit, 73);
    cr_assert_eq(run("run " SAMPLE " --paths 64 --json - -q >/dev/full")->exit, 73);
}

Test(commands, json_on_standard_output_stands_alone) {
    shell_outcome *got = run("run " SAMPLE " --paths 64 --json - 2>/dev/null");
    cr_assert_eq(got->exit, 0);
    json_t *result = json_loads(got->text, 0, NULL);
    cr_assert_not_null(result);
    cr_assert_eq(json_integer_value(json_object_get(json_object_get(result, "ipabs"), "paths")),
                 64);
    json_decref(result);
}

Test(commands, threads_never_change_a_byte) {
    cr_assert_eq(run("run " SAMPLE " --paths 5000 --threads 1 --json 1.json -q")->exit, 0);
    cr_assert_eq(run("run " SAMPLE " --paths 5000 --threads 5 --json 5.json -q")->exit, 0);
    cr_assert_str_eq(contents("1.json"), contents("5.json"));
}

Test(commands, the_same_date_gives_the_same_workbook) {
    cr_assert_eq(run("run " SAMPLE " --paths 640 --as-of 2026-01-05 -o a.xlsx -q")->exit, 0);
    cr_assert_eq(run("run " SAMPLE " --paths 640 --as-of 2026-01-05 -o b.xlsx -q")->exit, 0);
    char command[256];
    snprintf(command, sizeof command, "cmp %s/a.xlsx %s/b.xlsx", shell_folder(), shell_folder());
    cr_assert_eq(system(command), 0);
}

Test(commands, an_override_changes_the_figures) {
    cr_assert_eq(run("run " SAMPLE " --paths 0 --json a.json -q")->exit, 0);
    cr_assert_eq(
        run("run " SAMPLE " --paths 0 --set tranches[A].coupon.fixed=0.03 --json b.json -q")->exit,
        0);
    cr_assert_str_neq(contents("a.json"), contents("b.json"));
}

Test(commands, a_requirement_decides_between_0_and_1) {
    cr_assert_eq(run("run " SAMPLE " --paths 640 -q --require 'A.expected_loss < 0.9'")->exit, 0);
    cr_assert_eq(run("run " SAMPLE " --paths 640 -q --require 'A.expected_loss > 0.9'")->exit, 1);
}

Test(commands, patents_are_valued_into_every_output) {
    shell_outcome *got = run("value " SAMPLE " --paths 500 --lang en --set valuation.spread=0.08 "
                             "-o v.xlsx --json v.json --csv tables --as-of 2026-01-01");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_assert(strstr(got->text, "Income approach: expected"), "%s", got->text);
    cr_assert(exists("v.xlsx") && exists("tables/patent_values.csv"));
    cr_assert(strstr(contents("tables/value_methods.csv"), "Spread over the curve,0.08"));
    json_error_t error;
    json_t *root = json_loads(contents("v.json"), 0, &error);
    cr_assert_not_null(root);
    cr_expect_eq(json_integer_value(json_object_get(json_object_get(root, "ipabs"), "paths")), 500);
    json_decref(root);
    got = run("value " SAMPLE " --paths 500 --lang en --set valuation.spread=0.08 -q "
              "-o w.xlsx --as-of 2026-01-01");
    cr_assert_eq(got->exit, 0);
    char words[256];
    snprintf(words, sizeof words, "cmp -s %s/v.xlsx %s/w.xlsx", shell_folder(), shell_folder());
    cr_assert_eq(system(words), 0);
    cr_assert_eq(run("value " SAMPLE " --set valuation.spred=0.08")->exit, 65);
}

Test(commands, a_path_is_replayed) {
    shell_outcome *got = run("path " SAMPLE " --path 3 --lang en");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_assert(strstr(got->text, "2025-10-27"));
}

Test(commands, an_interrupted_run_is_130_and_leaves_nothing) {
    shell_outcome *got = run("run " SAMPLE " --paths 2000000 -o x.xlsx >/dev/null 2>&1 & pid=$!; "
                             "sleep 1; kill -INT $pid; wait $pid; echo status $?; true");
    cr_assert(strstr(got->text, "status 130"), "%s", got->text);
    cr_assert_not(exists("x.xlsx"));
}
