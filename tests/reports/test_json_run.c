#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/json_run.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

/* The example that docs/results.md shows between its first pair of fences. */
static json_t *documented(void) {
    static char text[1 << 16];
    FILE *file = fopen(IPABS_SOURCE_DIR "/docs/results.md", "r");
    cr_assert_not_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    char *from = strstr(text, "```json\n");
    cr_assert_not_null(from);
    from += strlen("```json\n");
    char *to = strstr(from, "```");
    cr_assert_not_null(to);
    json_error_t error;
    json_t *root = json_loadb(from, (size_t)(to - from), 0, &error);
    cr_assert_not_null(root, "docs/results.md, line %d of the example: %s", error.line, error.text);
    return root;
}

static json_t *written(const viewed *of) {
    const char *text = NULL;
    json_error_t error;
    cr_assert_eq(ipa_json_run_report(&of->view, &text, NULL), IPA_OK);
    json_t *root = json_loads(text, 0, &error);
    cr_assert_not_null(root, "%d: %s", error.line, error.text);
    return root;
}

/* Under these keys stand ids of the deal: the example shows one of several. */
static bool holds_ids(const char *key) {
    static const char *const MAPS[] = {"tranches",      "fees",      "support",
                                       "triggers",      "accounts",  "obligor_defaults",
                                       "obligor_costs", "contracts", "patents"};
    for (size_t n = 0; n < sizeof MAPS / sizeof MAPS[0]; n++)
        if (strcmp(MAPS[n], key) == 0)
            return true;
    return false;
}

static int n_compared;

static void compare(const char *key, json_t *expected, json_t *actual);

static void compare_objects(const char *key, json_t *expected, json_t *actual) {
    const char *name;
    json_t *value;
    cr_assert(json_is_object(actual), "%s", key);
    json_object_foreach(expected, name, value) {
        json_t *found = json_object_get(actual, name);
        cr_assert_not_null(found, "`%s` lacks `%s`", key, name);
        compare(name, value, found);
    }
    if (json_object_size(expected) == 0 || holds_ids(key))
        return;
    json_object_foreach(actual, name, value) {
        cr_assert_not_null(json_object_get(expected, name), "`%s` of `%s` is not documented", name,
                           key);
    }
}

static void compare(const char *key, json_t *expected, json_t *actual) {
    n_compared++;
    if (json_is_object(expected)) {
        compare_objects(key, expected, actual);
    } else if (json_is_array(expected)) {
        cr_assert_gt(json_array_size(actual), 0, "%s", key);
        for (size_t n = 0; n < json_array_size(actual); n++)
            compare(key, json_array_get(expected, 0), json_array_get(actual, n));
    } else if (json_is_string(expected)) {
        cr_assert(json_is_string(actual), "%s", key);
    } else if (json_is_boolean(expected)) {
        cr_assert(json_is_boolean(actual), "%s", key);
    } else {
        cr_assert(json_is_number(actual) || json_is_null(actual), "%s", key);
    }
}

Test(json_run, has_every_key_of_the_documented_shape_and_no_other) {
    viewed *of = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    json_t *expected = documented(), *actual = written(of);
    compare("the file", expected, actual);
    cr_assert_gt(n_compared, 1000);
    /* The example leaves these empty: they have the shape shown beside them. */
    json_t *simulation = json_object_get(actual, "simulation");
    json_t *senior = json_object_get(json_object_get(expected, "simulation"), "tranches");
    json_t *without = json_object_get(json_object_get(simulation, "without_support"), "tranches");
    compare("tranches", senior, without);
    json_decref(expected);
    json_decref(actual);
    viewed_free(of);
}

static json_t *at(json_t *root, const char *const *path) {
    for (; *path != NULL; path++) {
        root = json_is_array(root) ? json_array_get(root, (size_t)atoi(*path))
                                   : json_object_get(root, *path);
        cr_assert_not_null(root, "%s", *path);
    }
    return root;
}
#define AT(root, ...) json_number_value(at(root, (const char *const[]){__VA_ARGS__, NULL}))

Test(json_run, figures_are_those_of_the_result) {
    viewed *of = viewed_create(SAMPLE, 6400, IPA_LANGUAGE_ZH);
    json_t *root = written(of);
    const ipa_result *result = of->view.result;
    cr_assert_eq(AT(root, "ipabs", "paths"), 6400);
    cr_assert_eq(AT(root, "ipabs", "seed"), 20250725);
    cr_assert_eq(AT(root, "base", "tranches", "A", "periods", "0", "interest_paid"), 668040.00);
    cr_assert_float_eq(AT(root, "base", "periods", "0", "fees", "vat", "paid"), 40246.16, 1e-9);
    cr_assert_eq(AT(root, "base", "tranches", "A", "price"),
                 result->base.tranches[0].valuation.price);
    cr_assert_eq(AT(root, "simulation", "tranches", "A", "expected_loss", "mean"),
                 result->simulation->tranches[0].expected_loss.mean);
    cr_assert_eq(
        AT(root, "simulation", "without_support", "tranches", "SUB", "expected_loss", "stderr"),
        result->simulation->without_support[1].expected_loss.standard_error);
    cr_assert_eq(AT(root, "simulation", "tranches", "SUB", "loss", "cvar99", "mean"),
                 result->simulation->tranches[1].cvar[1].mean);
    cr_assert_eq(AT(root, "simulation", "support", "shortfall_payer", "draw_probability", "mean"),
                 result->simulation->draw_probability[0].mean);
    const char *const closing[] = {"base", "periods", "11", "accounts", "collection", NULL};
    cr_assert_eq(json_number_value(at(root, closing)), 0);
    json_decref(root);
    viewed_free(of);
}

Test(json_run, a_figure_that_does_not_exist_is_null) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    json_t *root = written(of);
    const char *const path[] = {"base", "tranches", "SUB", "periods", "0", "coverage_gross", NULL};
    cr_assert(json_is_null(at(root, path)));
    json_decref(root);
    viewed_free(of);
}

Test(json_run, the_same_run_writes_the_same_bytes) {
    viewed *first = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    viewed *second = viewed_create(SAMPLE, 640, IPA_LANGUAGE_ZH);
    const char *text[2];
    cr_assert_eq(ipa_json_run_report(&first->view, &text[0], NULL), IPA_OK);
    cr_assert_eq(ipa_json_run_report(&second->view, &text[1], NULL), IPA_OK);
    cr_assert_str_eq(text[0], text[1]);
    viewed_free(first);
    viewed_free(second);
}

/* What hangs on contracts that can be late and on expressions that ask for the value of the IP. */
Test(json_run, a_rich_pool_says_what_is_late_and_what_its_ip_is_worth) {
    viewed *of = viewed_create("tests/reports/rich_pool", 640, IPA_LANGUAGE_EN);
    json_t *root = written(of);
    json_t *pool = json_object_get(json_object_get(root, "simulation"), "pool");
    static const char *const PARTS[] = {"delinquent_30", "delinquent_60", "delinquent_90"};
    for (size_t k = 0; k < (size_t)of->view.plan->n_periods; k++) {
        json_t *late = json_array_get(json_object_get(pool, "delinquent"), k);
        double parts = 0;
        for (int n = 0; n < 3; n++)
            parts += json_number_value(
                json_object_get(json_array_get(json_object_get(pool, PARTS[n]), k), "mean"));
        cr_assert_gt(parts, 0);
        cr_assert_leq(parts, json_number_value(json_object_get(late, "mean")) + 1e-6);
        cr_assert_gt(json_number_value(json_object_get(late, "stderr")), 0);
    }
    cr_assert_eq(json_array_size(json_object_get(pool, "ip_value")),
                 (size_t)of->view.plan->n_periods);
    cr_assert_eq(json_object_size(json_object_get(pool, "contracts")), 3);
    cr_assert_eq(json_object_size(json_object_get(pool, "patents")), 6);
    cr_assert_eq(json_integer_value(json_object_get(pool, "contract_paths")), 640);
    json_decref(root);
    viewed_free(of);
}

Test(json_run, interest_ledgers_and_the_call) {
    viewed *of = viewed_create("tests/golden/split_accounts", 64, IPA_LANGUAGE_EN);
    json_t *root = written(of);
    double interest = 0, pdl = 0, price = 0, probability = -1;
    int period = 0;
    const char *date = NULL;
    json_t *base = json_object_get(root, "base");
    json_t *third = json_array_get(json_object_get(base, "periods"), 2);
    cr_assert_eq(json_unpack(third, "{s:{s:F},s:{s:F}}", "account_interest", "income", &interest,
                             "ledgers", "pdl", &pdl),
                 0);
    cr_assert_eq(json_unpack(base, "{s:{s:i,s:s,s:F}}", "call", "period", &period, "date", &date,
                             "price", &price),
                 0);
    cr_assert_eq(json_unpack(root, "{s:{s:{s:{s:F}}}}", "simulation", "call", "probability", "mean",
                             &probability),
                 0);
    cr_expect_eq(interest, 9.56);
    cr_expect_eq(pdl, 18380.89);
    cr_expect_eq(period, 11);
    cr_expect_str_eq(date, "2028-04-25");
    cr_expect_eq(price, 62124);
    cr_expect(probability > 0.5 && probability <= 1);
    json_decref(root);
    viewed_free(of);
}
