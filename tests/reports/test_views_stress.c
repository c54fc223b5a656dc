/* Tables, text and file of what decks found, from a result filled by hand. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "reports/csv.h"
#include "reports/json_stress.h"
#include "reports/stress_report.h"
#include "tests/support/viewed.h"

static ipa_stress_override mild[] = {
    {"pd_multiplier", "1.5"},        {"stress.collections_haircut", "0.2"},
    {"factor_shock", "{all: -1.5}"}, {"default_timing", "front"},
    {"recovery_lag_months", "6"},    {"tranches[A].coupon.fixed", "3%"}};
static ipa_stress_tranche calm[2] = {{.unpaid = 0,
                                      .first_miss = -1,
                                      .expected_loss = {0.001, 0.0001},
                                      .default_probability = {0.02, 0.001}},
                                     {.unpaid = 0.3, .first_miss = 2}};
static ipa_stress_tranche hard[2] = {{.unpaid = 0.05,
                                      .first_miss = 0,
                                      .interest_missed = 1234.56,
                                      .least_coverage = NAN,
                                      .expected_loss = {0.06, 0.002},
                                      .default_probability = {0.5, 0.01}},
                                     {.unpaid = 1, .first_miss = -1}};
static ipa_stress_scenario scenarios[] = {
    {.name = "base", .first_draw = -1, .tranches = {calm, hard}},
    {.name = "mild",
     .title = {"轻度", "Mild"},
     .overlay = mild,
     .n_overlay = 6,
     .drawn = 5e5,
     .first_draw = 3,
     .tranches = {calm, hard}}};

static ipa_break_even break_even[] = {
    {.lever = "collections_haircut",
     .timely_interest = {INFINITY, 0.0751},
     .principal = {INFINITY, 0.0749},
     .timely = {INFINITY, 0.028939}},
    {.lever = "collections_delay", .timely_interest = {1, NAN}, .timely = {0, NAN}}};

static ipa_target_rate targets[] = {{"AAA", 20.5, 0.75, 0.0002, 1.13}, {"BB-", 4, 0.14, NAN, NAN}};
static double near[] = {0.1, 0.6}, far[] = {-0.7, -0.1};
static ipa_protection protection[] = {{.tranche = 0,
                                       .critical = {1, 0.0888},
                                       .distance = {{near, near}, {far, far}},
                                       .grade = {{"AAA", "AAA"}, {"below BB-", "below BB-"}}}};
static double unpaid[][2] = {{0, 1}, {0.5, 1}};
static bool holds[][2] = {{true, false}, {false, false}};
static ipa_large_obligors large[] = {
    {"Aaa", 3, 0.53, 0.1, {unpaid[0], unpaid[1]}, {holds[0], holds[1]}}};

static ipa_sensitivity sensitivities[] = {
    {.field = "pd_multiplier",
     .title = {"违约概率倍数", "default probabilities of the obligors"},
     .low = "0.9",
     .base = "1",
     .high = "1.1",
     .loss_change = {{{-1e-6, 1e-6}, {1e-6, 1e-6}}, {{-0.0016, 9e-5}, {0.0017, 9e-5}}},
     .price_change = {{{0.001, 0.001}, {-0.001, 0.001}}, {{0.14, 0.008}, {-0.15, 0.008}}}},
    {.field = "contracts[*].rate",
     .title = {"年化收益率；含费用", "annual rate; fees included"},
     .low = "\"*0.9\"",
     .base = "×1",
     .high = "\"*1.1\"",
     .loss_change = {{{0, 0}, {0, 0}}, {{0.0012, 4e-5}, {-0.0011, 4e-5}}}},
    {.field = "fees[0].rate",
     .title = {"vat：费率", "vat: rate"},
     .low = "0.9%",
     .base = "1%",
     .high = "1.1%"},
    {.field = "model.sales.software.growth.volatility",
     .title = {"销售过程：volatility", "sales: volatility"}},
    {.field = "model.sales.software.volatility",
     .title = {"销售过程：volatility", "sales: volatility"}}};

static ipa_contribution contributions[] = {
    {IPA_CONTRIBUTION_OBLIGOR, "E2", "乙", {600, 10}, {900, 20}, {500, 30}, {50, 5}},
    {IPA_CONTRIBUTION_OBLIGOR, "E1", "甲", {300, 10}, {1000, 20}, {1500, 30}, {70, 5}},
    {IPA_CONTRIBUTION_INDUSTRY, "software", NULL, {1000, 14}, {2000, 28}, {2000, 42}, {120, 7}},
    {IPA_CONTRIBUTION_PATENT, "P1", NULL, {100, 5}, {100, 5}, {0, 0}, {0, 0}}};

static const char *axes[] = {"tranches[A].balance", "tranches[A].coupon.fixed",
                             "stress.support_off"};
static double axis_values[][3] = {
    {95e6, 0.0279, NAN}, {85e6, 0.0250, NAN}, {99e6, 0.03, NAN}, {85e6, 0.03, NAN}};
static const char *axis_texts[] = {"1", "2", "all"};
static ipa_structure structures[] = {
    {axis_values[0], axis_texts, 0.028, {0.003, 0.0001}, {0.1, 0.01}, {100.1, 0.1}, 1.04, false},
    {axis_values[1], axis_texts, 0.026, {0.001, 0.0001}, {0.02, 0.01}, {99.7, 0.1}, 1.17, true},
    {axis_values[2], axis_texts, NAN, {NAN, NAN}, {NAN, NAN}, {NAN, NAN}, NAN, false},
    {axis_values[3], axis_texts, 0.030, {0.0005, 0.0001}, {0.01, 0.01}, {100.5, 0.1}, 1.15, true}};
static ipa_stress_sweep sweep = {.tranche = 0,
                                 .axes = axes,
                                 .n_axes = 3,
                                 .structures = structures,
                                 .n_structures = 4,
                                 .n_paths = 500};

static ipa_stress_result result = {.deck = "small",
                                   .title = {"小", "Small"},
                                   .source = {"测试", "a test"},
                                   .n_paths = 500,
                                   .scenarios = scenarios,
                                   .n_scenarios = 2,
                                   .break_even = break_even,
                                   .n_break_even = 2,
                                   .target_class = "sme",
                                   .targets = targets,
                                   .n_targets = 2,
                                   .protection = protection,
                                   .n_protection = 1,
                                   .large = large,
                                   .n_large = 1,
                                   .sensitivity_bump = 0.1,
                                   .sensitivities = sensitivities,
                                   .n_sensitivities = 5,
                                   .n_insensitive = 4,
                                   .contributions = contributions,
                                   .n_contributions = 4,
                                   .sweep = &sweep};

static viewed *of;

static void make(ipa_language language) {
    of = viewed_create("deals/eight-firms", 0, language);
    of->view.stress = &result;
}

static void end(void) {
    viewed_free(of);
}

TestSuite(views_stress, .fini = end);

Test(views_stress, the_heat_map_has_a_figure_of_every_variant_of_tranches_that_can_lose) {
    make(IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_stress_heat(&of->view);
    cr_assert_eq(table->n_rows, 2);
    cr_assert_eq(table->n_columns, 1 + 3 * 2, "the residual tranche is not among them");
    cr_expect_str_eq(viewed_text(table, 0, "Scenario"), "base");
    cr_expect_str_eq(viewed_text(table, 1, "Scenario"), "Mild");
    const double expected[] = {0.05, 0, 0.06, 0.001, 0.5, 0.02};
    for (int n = 0; n < 6; n++)
        cr_expect_eq(ipa_table_at(table, 1, n + 1)->number, expected[n], "column %d", n + 1);
    for (int n = 1; n < 7; n++)
        for (int other = 1; other < n; other++)
            cr_expect_str_neq(table->columns[n].name_en, table->columns[other].name_en);
}

Test(views_stress, without_simulation_the_heat_map_is_of_the_base_case) {
    make(IPA_LANGUAGE_ZH);
    ipa_stress_tranche alone[2] = {{.unpaid = 0.1}, {.unpaid = 0.2}};
    alone[0].expected_loss = alone[0].default_probability = (ipa_estimate){NAN, NAN};
    ipa_stress_scenario scenario = {.name = "x", .tranches = {alone, alone}};
    ipa_stress_result base = {.scenarios = &scenario, .n_scenarios = 1};
    of->view.stress = &base;
    const ipa_table *table = ipa_views_stress_heat(&of->view);
    cr_assert_eq(table->n_columns, 1 + 2);
    cr_expect_eq(ipa_table_at(table, 0, 1)->number, 0.1);
}

Test(views_stress, overlays_are_said_in_words) {
    static const struct {
        const char *what, *to;
    } english[] = {{"Multiple of default probabilities", "1.5 times"},
                   {"Haircut on collections", "20%"},
                   {"Shock to factors", "all: -1.5 standard deviations"},
                   {"Timing of defaults", "front-loaded"},
                   {"Recoveries later by", "6 months"}};
    make(IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_stress_overlays(&of->view);
    cr_assert_eq(table->n_rows, 6);
    for (int n = 0; n < 5; n++) {
        cr_expect_str_eq(viewed_text(table, n, "What changes"), english[n].what);
        cr_expect_str_eq(viewed_text(table, n, "To"), english[n].to);
    }
    cr_expect_str_eq(viewed_text(table, 5, "To"), "3%");
    cr_expect_str_eq(viewed_text(table, 2, "As written"), "{all: -1.5}");
    const ipa_table *pool = ipa_views_stress_pool(&of->view);
    cr_expect_str_eq(viewed_text(pool, 0, "What changes"), "as it stands");
    cr_expect_not_null(strstr(viewed_text(pool, 1, "What changes"),
                              "Multiple of default probabilities 1.5 times; Haircut on"));
}

Test(views_stress, chinese_overlays_hold_no_english_words_of_the_deck) {
    make(IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_stress_overlays(&of->view);
    cr_expect_str_eq(viewed_text(table, 0, "To"), "1.5 倍");
    cr_expect_str_eq(viewed_text(table, 2, "To"), "全部: -1.5 标准差");
    cr_expect_str_eq(viewed_text(table, 3, "To"), "前置");
    cr_expect_str_eq(viewed_text(table, 5, "What changes"), "优先级：固定利率");
}

Test(views_stress, a_break_even_never_reached_and_one_missed_from_the_start_are_words) {
    make(IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_stress_break_even(&of->view);
    cr_assert_eq(table->n_rows, 4);
    cr_expect_str_eq(viewed_text(table, 0, "Any yuan missed beyond"), "never");
    cr_expect_eq(viewed_number(table, 1, "Any yuan missed beyond"), 0.028939);
    cr_expect_eq(viewed_cell(table, 1, "Any yuan missed beyond")->format, IPA_FORMAT_PROBABILITY);
    cr_expect_eq(viewed_cell(table, 2, "Any yuan missed beyond")->format, IPA_FORMAT_INTEGER,
                 "a delay of no period is no per cent");
    cr_expect_str_eq(viewed_text(table, 3, "Any yuan missed beyond"), "from the start");
}

Test(views_stress, grades_below_the_last_are_said_in_the_reports_language) {
    make(IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_stress_protection(&of->view);
    cr_assert_eq(table->n_rows, 4);
    cr_expect_str_eq(viewed_text(table, 0, "Indicated by multiplier"), "AAA");
    cr_expect_str_eq(viewed_text(table, 2, "Indicated by lognormal"), "低于 BB-");
    cr_expect_eq(viewed_number(table, 3, "Distance by multiplier"), -0.1);
}

Test(views_stress, sensitivities_show_changes_without_and_with_support_and_their_errors) {
    make(IPA_LANGUAGE_EN);
    const ipa_table *loss = ipa_views_stress_sensitivities(&of->view);
    const ipa_table *price = ipa_views_stress_price_moves(&of->view);
    cr_assert_eq(loss->n_rows, 5);
    const double expected[] = {-0.0016, 9e-5, 0.0017, 9e-5, -1e-6, 1e-6, 1e-6, 1e-6};
    const double moved[] = {0.14, 0.008, -0.15, 0.008, 0.001, 0.001, -0.001, 0.001};
    for (int n = 0; n < 8; n++) {
        cr_expect_eq(ipa_table_at(loss, 0, n + 4)->number, expected[n]);
        cr_expect_eq(ipa_table_at(price, 0, n + 4)->number, moved[n]);
    }
    cr_expect_str_eq(viewed_text(loss, 0, "Assumption"), "default probabilities of the obligors");
    cr_expect_str_eq(viewed_text(loss, 1, "Assumption"), "rate");
    cr_expect_str_eq(viewed_text(loss, 1, "Low"), "×0.9");
    cr_expect_str_eq(viewed_text(loss, 1, "Field"), "contracts[*].rate");
    cr_expect_not_null(strstr(loss->note_en, "10%"));
    cr_expect_not_null(strstr(loss->note_en, "4 more"));
}

Test(views_stress, an_assumption_is_called_as_the_report_calls_its_fee) {
    make(IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_stress_sensitivities(&of->view);
    cr_expect_str_eq(viewed_text(table, 1, "Assumption"), "利率", "a column is called by its head");
    cr_expect_str_eq(viewed_text(table, 2, "Assumption"), "增值税：费率");
    cr_expect_str_eq(viewed_text(table, 4, "Assumption"), "软件：对数销售的年波动率");
    cr_expect_str_eq(viewed_text(table, 3, "Assumption"), "软件：均值回归的增长率 · 增长率的波动率",
                     "each factor has two volatilities");
}

Test(views_stress, shares_of_obligors_and_patents_add_up) {
    make(IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_stress_contributions(&of->view);
    cr_assert_eq(table->n_rows, 4);
    cr_expect_float_eq(viewed_number(table, 0, "Share of expected"), 0.6, 1e-15);
    cr_expect_float_eq(viewed_number(table, 1, "Share of CVaR99"), 0.75, 1e-15);
    cr_expect_float_eq(viewed_number(table, 2, "Share of expected"), 1, 1e-15);
    cr_expect_float_eq(viewed_number(table, 3, "Share of CVaR95"), 0.05, 1e-15);
    cr_expect_eq(viewed_number(table, 1, "Loss of the tranche without support"), 70);
    cr_expect_str_eq(viewed_text(table, 0, "Name"), "乙");
    cr_expect_str_eq(viewed_text(table, 3, "Name"), "P1");
}

Test(views_stress, efficient_structures_come_first_by_cost_and_forbidden_ones_last) {
    make(IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_stress_sweep(&of->view);
    cr_assert_eq(table->n_rows, 4);
    const double order[] = {2, 4, 1, 3};
    for (int n = 0; n < 4; n++) {
        cr_expect_eq(viewed_number(table, n, "No."), order[n]);
        cr_expect_str_eq(viewed_text(table, n, "Efficient"), n < 2 ? "✓" : "");
    }
    cr_expect_eq(viewed_cell(table, 3, "Cost of money")->kind, IPA_CELL_BLANK);
    cr_expect_eq(ipa_table_at(table, 0, 1)->number, 85e6);
    cr_expect_eq(table->columns[1].format, IPA_FORMAT_MONEY);
    cr_expect_eq(table->columns[2].format, IPA_FORMAT_PROBABILITY);
    cr_expect_str_eq(ipa_table_at(table, 0, 3)->text, "all", "a value that is no number");
    result.sweep = NULL;
    cr_expect_eq(ipa_views_stress_sweep(&of->view)->n_rows, 0);
}

Test(views_stress, no_cell_of_any_table_is_infinite) {
    make(IPA_LANGUAGE_EN);
    for (int n = 0; n < IPA_N_STRESS_SHEETS; n++) {
        const ipa_table *table = ipa_stress_report_entries[n].make(&of->view);
        cr_expect_gt(table->n_rows, 0, "%s", ipa_stress_report_entries[n].id);
        for (int cell = 0; cell < table->n_rows * table->n_columns; cell++)
            cr_expect(isfinite(table->cells[cell].number), "%s", ipa_stress_report_entries[n].id);
        const char *csv = ipa_csv_text(table, IPA_LANGUAGE_EN, of->arena);
        cr_expect_null(strstr(csv, "nan"), "%s", ipa_stress_report_entries[n].id);
    }
}

Test(views_stress, the_text_leaves_out_what_is_there_twice) {
    make(IPA_LANGUAGE_EN);
    const char *text = ipa_stress_report_text(&of->view);
    cr_expect_null(strstr(text, "Heat map"));
    cr_expect_not_null(strstr(text, "Break-even values"));
    cr_expect_not_null(strstr(text, "Contributions"));
}

Test(views_stress, the_file_has_every_part) {
    make(IPA_LANGUAGE_EN);
    json_t *stress = ipa_json_stress_part(&of->view);
    json_t *a = json_object_get(json_object_get(stress, "break_even"), "A");
    json_t *haircut = json_object_get(a, "collections_haircut");
    cr_expect(json_is_null(json_object_get(haircut, "with_support")));
    cr_expect_eq(json_real_value(json_object_get(haircut, "without_support")), 0.028939);
    json_t *moves = json_object_get(stress, "sensitivities");
    cr_expect_eq(json_real_value(json_object_get(moves, "bump")), 0.1);
    cr_expect_eq(json_integer_value(json_object_get(moves, "insensitive")), 4);
    json_t *high =
        json_object_get(json_array_get(json_object_get(moves, "assumptions"), 0), "high");
    json_t *change = json_object_get(json_object_get(high, "without_support"), "price_change");
    cr_expect_str_eq(json_string_value(json_object_get(high, "value")), "1.1");
    cr_expect_eq(json_real_value(json_object_get(change, "mean")), -0.15);
    cr_expect_eq(json_real_value(json_object_get(change, "stderr")), 0.008);
    json_t *obligors = json_object_get(json_object_get(stress, "contributions"), "obligors");
    json_t *worst = json_object_get(json_object_get(obligors, "E1"), "cvar99");
    cr_expect_eq(json_real_value(json_object_get(worst, "mean")), 1500);
    json_t *grid = json_object_get(json_object_get(stress, "sweep"), "structures");
    cr_assert_eq(json_array_size(grid), 4);
    json_t *forbidden = json_array_get(grid, 2);
    cr_expect(json_is_null(json_object_get(forbidden, "cost")));
    cr_expect_str_eq(json_string_value(json_array_get(json_object_get(forbidden, "values"), 2)),
                     "all");
    cr_expect(json_is_true(json_object_get(json_array_get(grid, 3), "efficient")));
    json_decref(stress);
}
