/* `ipabs stress` as a user runs it: decks by name and file, findings, outputs, an interruption. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/shell.h"

#define SAMPLE IPABS_SOURCE_DIR "/deals/eight-firms"

TestSuite(command_stress, .init = shell_enter, .fini = shell_leave, .timeout = 300);

static void write_deck(const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/deck.yaml", shell_folder());
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static json_t *result_file(const char *name) {
    char path[128];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", shell_folder(), name);
    json_t *root = json_load_file(path, 0, &error);
    cr_assert_not_null(root, "%s: %s", name, error.text);
    return root;
}

static const json_t *at(const json_t *object, const char *a, const char *b) {
    return json_object_get(json_object_get(object, a), b);
}

Test(command_stress, needs_a_deck) {
    const shell_outcome *got = shell_run("ipabs stress " SAMPLE);
    cr_assert_eq(got->exit, 2);
    cr_assert(strstr(got->text, "market-45"), "%s", got->text);
    got = shell_run("ipabs stress " SAMPLE " --deck markt");
    cr_assert_eq(got->exit, 66);
    cr_assert(strstr(got->text, "market-45"));
    cr_assert_eq(shell_run("ipabs stress " SAMPLE " --deck market --resume")->exit, 2);
}

Test(command_stress, a_mistyped_overlay_is_a_finding_and_nothing_is_run) {
    write_deck("ipabs_deck: 1\n"
               "scenarios:\n"
               "  - {name: typo, overlay: {recovery_multiplyer: 0.8}}\n"
               "  - {name: range, overlay: {collections_haircut: 1.5}}\n");
    const shell_outcome *got = shell_run("ipabs stress " SAMPLE " --deck deck.yaml -o out.xlsx "
                                         "--error-format short");
    cr_assert_eq(got->exit, 65);
    cr_assert(strstr(got->text, "deck.yaml:3:28: error[E0104]"), "%s", got->text);
    cr_assert(strstr(got->text, "did you mean `recovery_multiplier`?"), "%s", got->text);
    cr_assert(strstr(got->text, "deck.yaml:4:50: error["), "%s", got->text);
    cr_assert_eq(shell_run("ls out.xlsx* out.xlsx.resume")->exit != 0, true);
}

Test(command_stress, every_output_is_written_and_the_checkpoint_goes) {
    const shell_outcome *got =
        shell_run("ipabs stress " SAMPLE " --deck regulator --lang zh --as-of 2025-08-01 "
                  "-o out.xlsx --json out.json --csv tables");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_assert(strstr(got->text, "资产池现金流下降20%"), "%s", got->text);
    cr_assert_eq(shell_run("test -s out.xlsx && test -s tables/stress_tranches.csv && "
                           "! test -e out.xlsx.resume")
                     ->exit,
                 0);
    json_t *root = result_file("out.json");
    const json_t *stress = json_object_get(root, "stress");
    const json_t *scenarios = json_object_get(stress, "scenarios");
    cr_assert_eq(json_array_size(scenarios), 4);
    const json_t *cash = json_array_get(scenarios, 1);
    cr_expect_str_eq(json_string_value(json_object_get(cash, "name")), "pool cash -20%");
    cr_expect_eq(json_real_value(at(cash, "overlay", "collections_haircut")), 0.2);
    cr_expect_not_null(at(cash, "base", "periods"));
    cr_expect_not_null(at(json_object_get(cash, "base"), "without_support", "tranches"));
    cr_expect_null(json_object_get(cash, "simulation"), "the deck is not simulated");
    const json_t *broken = at(json_object_get(stress, "break_even"), "A", "collections_haircut");
    cr_expect(json_is_null(json_object_get(broken, "with_support")));
    cr_expect_float_eq(json_number_value(json_object_get(broken, "without_support")), 0.029, 0.001);
    json_decref(root);
}

Test(command_stress, sensitivities_without_paths_are_left_out_and_said_so) {
    write_deck("ipabs_deck: 1\nscenarios: [{name: base}]\nsensitivities: {bump: 0.1}\n");
    const char *said = "the sensitivities of deck `deck.yaml` need paths";
    const shell_outcome *got = shell_run("ipabs stress " SAMPLE " --deck deck.yaml --paths 0");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_expect(strstr(got->text, said), "%s", got->text);
    got = shell_run("ipabs stress " SAMPLE
                    " --deck deck.yaml --paths 64 --seed 7 --json out.json -o out.xlsx");
    cr_assert_eq(got->exit, 0, "%s", got->text);
    cr_expect_null(strstr(got->text, said));
    cr_expect(strstr(got->text, "敏感性"), "%s", got->text);
    json_t *root = result_file("out.json");
    cr_expect_eq(json_integer_value(at(root, "ipabs", "paths")), 64);
    cr_expect_eq(json_integer_value(at(root, "ipabs", "seed")), 7);
    json_decref(root);
    got = shell_run("python3 -m zipfile -e out.xlsx book && cat book/xl/worksheets/sheet1.xml");
    cr_expect(strstr(got->text, "种子 7&amp;C"), "the foot names the seed that was run");
}

/* The scenario's part of the file is the run file of the same override. */
Test(command_stress, a_scenario_is_a_run_with_the_same_override) {
    write_deck(
        "ipabs_deck: 1\n"
        "scenarios: [{name: hard, overlay: {pd_multiplier: 2, recovery_multiplier: 0.5}}]\n");
    cr_assert_eq(shell_run("ipabs stress " SAMPLE
                           " --deck deck.yaml --paths 800 --json stress.json -q && "
                           "ipabs run " SAMPLE " --set stress.pd_multiplier=2 "
                           "--set stress.recovery_multiplier=0.5 --paths 800 --json run.json -q")
                     ->exit,
                 0);
    json_t *stress = result_file("stress.json"), *apart = result_file("run.json");
    const json_t *scenario = json_array_get(at(stress, "stress", "scenarios"), 0);
    json_t *base = json_object_get(scenario, "base");
    json_object_del(base, "without_support");
    cr_expect(json_equal(base, json_object_get(apart, "base")));
    cr_expect(
        json_equal(json_object_get(scenario, "simulation"), json_object_get(apart, "simulation")));
    json_decref(stress);
    json_decref(apart);
}

Test(command_stress, a_run_takes_decks_too) {
    write_deck("ipabs_deck: 1\nscenarios: [{name: late, overlay: {collections_delay: 1}}]\n");
    cr_assert_eq(shell_run("ipabs run " SAMPLE
                           " --deck deck.yaml --paths 300 --json run.json -q && "
                           "ipabs run " SAMPLE " --paths 300 --json alone.json -q")
                     ->exit,
                 0);
    json_t *with = result_file("run.json"), *alone = result_file("alone.json");
    cr_assert_eq(json_array_size(at(with, "stress", "scenarios")), 1);
    json_object_del(with, "stress");
    cr_expect(json_equal(with, alone));
    json_decref(with);
    json_decref(alone);
}

Test(command_stress, an_interrupted_deck_is_taken_up_to_the_same_bytes) {
    write_deck("ipabs_deck: 1\n"
               "grid: {pd_multiplier: [1, 2, 3], recovery_multiplier: [1, 0.5]}\n");
#define STRESS "ipabs stress " SAMPLE " --deck deck.yaml --paths 30000 --as-of 2025-08-01 -q "
    const shell_outcome *got = shell_run(
        IPABS_PROGRAM " stress " SAMPLE " --deck deck.yaml --paths 30000 --as-of 2025-08-01 -q "
                      "-o out.xlsx --json out.json & pid=$!; "
                      "for i in $(seq 600); do ls out.xlsx.resume/*.part >/dev/null 2>&1 && "
                      "break; sleep 0.05; done; kill -INT $pid; wait $pid; echo status $?; true");
    cr_assert(strstr(got->text, "status 130"), "%s", got->text);
    cr_assert_eq(shell_run("ls out.xlsx.resume/*.part && ! test -e out.json")->exit, 0);
    got = shell_run(STRESS "--threads 2 -o out.xlsx --json out.json --resume && " STRESS
                           "--threads 1 -o new.xlsx --json new.json && cmp out.json new.json && "
                           "cmp out.xlsx new.xlsx && ! test -e out.xlsx.resume");
    cr_assert_eq(got->exit, 0, "%s", got->text);
}
