#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

Test(views_assumptions, figures_have_their_place) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_assumptions(&of->view);
    int row = viewed_row(table, "tranches[0].coupon.fixed", NULL);
    cr_assert_geq(row, 0);
    cr_assert_str_eq(viewed_text(table, row, "Value"), "0.0279");
    cr_assert_str_eq(viewed_text(table, row, "Source"), "deal.yaml");
    cr_assert_eq(viewed_number(table, row, "Line"), 32);
    cr_assert_str_eq(viewed_text(table, row, "Mark"), "");
    viewed_free(of);
}

/* Every scalar of deal.yaml is shown. */
static int count_scalars(const ipa_node *node) {
    if (node->kind == IPA_SCALAR)
        return node->text[0] != '\0';
    int n_scalars = 0;
    for (size_t n = 0; n < node->n_items; n++)
        n_scalars += count_scalars(node->items[n]);
    return n_scalars;
}

Test(views_assumptions, nothing_of_the_document_is_left_out) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_assumptions(&of->view);
    int n_rows = 0;
    for (int row = 0; row < table->n_rows; row++)
        n_rows += strcmp(viewed_text(table, row, "Source"), "deal.yaml") == 0 &&
                  strncmp(viewed_text(table, row, "Mark"), "警告", strlen("警告")) != 0;
    /* `sampler` has one value so far and waits for its issue. */
    cr_assert_geq(n_rows, count_scalars(of->view.deal->root) - 1);
    cr_assert_leq(n_rows, count_scalars(of->view.deal->root));
    viewed_free(of);
}

Test(views_assumptions, defaults_tables_and_warnings_are_named) {
    viewed *of = viewed_create(SAMPLE, 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_assumptions(&of->view);
    int pd = viewed_row(table, "model.default.pd_table", "idealised: 16 × 10");
    for (int row = 0; pd < 0 && row < table->n_rows; row++)
        if (strcmp(viewed_text(table, row, "Field"), "model.default.pd_table") == 0 &&
            strcmp(viewed_text(table, row, "Mark"), "built in") == 0)
            pd = row;
    cr_assert_geq(pd, 0);
    cr_assert_not_null(strstr(viewed_text(table, pd, "Meaning"), "Moody's idealised"));
    int year = viewed_row(table, "calendar.holidays:2026", NULL);
    cr_assert_geq(year, 0);
    cr_assert_str_eq(viewed_text(table, year, "Mark"), "built in");
    int unknown = viewed_row(table, "calendar.holidays:2030", NULL);
    cr_assert_str_eq(viewed_text(table, unknown, "Value"), "weekends only");
    cr_assert_str_eq(viewed_text(table, 0, "Mark"), "warning W0411");
    int end_of_month = viewed_row(table, "periods.end_of_month", NULL);
    cr_assert_str_eq(viewed_text(table, end_of_month, "Mark"), "default");
    int principal = viewed_row(table, "contracts.csv:principal", NULL);
    cr_assert_str_eq(viewed_text(table, principal, "Value"), "8 values, 7000000 to 20000000");
    cr_assert_eq(viewed_number(table, principal, "Line"), 2);
    cr_assert_str_eq(viewed_text(table, principal, "Mark"), "to line 9");
    int filed = viewed_row(table, "patents.csv:filed", NULL);
    cr_assert_str_eq(viewed_text(table, filed, "Value"), "75 values");
    cr_assert_eq(viewed_row(table, "patents.csv:expires", NULL), -1, "no patent states its expiry");
    int knot = viewed_row(table, "market.discount.curve:0.25", NULL);
    cr_assert_str_eq(viewed_text(table, knot, "Value"), "0.014");
    cr_assert_eq(viewed_number(table, knot, "Line"), 2);
    viewed_free(of);
}

Test(views_assumptions, overrides_are_marked) {
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal;
    ipa_plan *plan;
    const char *const overrides[] = {"tranches[A].coupon.fixed=0.03"};
    ipa_read_options options = {.overrides = overrides, .n_overrides = 1};
    cr_assert_eq(
        ipa_deal_read(IPABS_SOURCE_DIR "/" SAMPLE, &options, arena, &findings, &deal, NULL),
        IPA_OK);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &plan, NULL), IPA_OK);
    ipa_run_info run = {.version = "", .command = "", .as_of = "", .sampler = "philox"};
    ipa_result result = {.plan = plan};
    ipa_view view = {.deal = deal,
                     .plan = plan,
                     .result = &result,
                     .run = &run,
                     .language = IPA_LANGUAGE_ZH,
                     .unit = IPA_UNIT_YUAN,
                     .arena = arena};
    const ipa_table *table = ipa_views_assumptions(&view);
    int row = viewed_row(table, "tranches[0].coupon.fixed", NULL);
    cr_assert_str_eq(viewed_text(table, row, "Value"), "0.03");
    cr_assert_str_eq(viewed_text(table, row, "Mark"), "命令行覆盖");
    ipa_arena_destroy(arena);
}

/* The table of hazards of its own: each row with the line it stands on. */
Test(views_assumptions, hazards_have_their_lines) {
    viewed *of = viewed_create("tests/golden/replay", 0, IPA_LANGUAGE_ZH);
    const ipa_table *table = ipa_views_assumptions(&of->view);
    const ipa_deal_patent_model *model = &of->view.deal->model.patents;
    int n_found = 0;
    cr_assert_gt(model->n_rows, 0);
    for (int row = 0; row < table->n_rows; row++) {
        if (strncmp(viewed_text(table, row, "Field"), "model.patents.hazards:", 22) != 0)
            continue;
        n_found++;
        cr_assert_str_eq(viewed_text(table, row, "Source"), "hazards.csv");
        cr_assert_gt(viewed_number(table, row, "Line"), 1);
    }
    cr_assert_gt(n_found, 0);
    viewed_free(of);
}

/* A default of a coupon that floats is none of one that is fixed; nor is a put's where there is
 * no put. */
Test(views_assumptions, defaults_of_another_kind_of_coupon_are_left_out) {
    viewed *of = viewed_create("tests/golden/every_tranche", 0, IPA_LANGUAGE_EN);
    const ipa_table *table = ipa_views_assumptions(&of->view);
    const struct {
        const char *field;
        bool shown;
    } rows[] = {{"tranches[0].coupon.spread", true},     {"tranches[0].coupon.fixed", false},
                {"tranches[1].coupon.step[1][1]", true}, {"tranches[1].coupon.fixed", false},
                {"tranches[1].coupon.decimals", false},  {"tranches[3].coupon.fixed", true},
                {"tranches[3].coupon.reset", false},     {"tranches[4].put.price", false},
                {"tranches[3].put.price", true},         {"market.indices.LPR1Y.curve", true}};
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++)
        cr_expect_eq(viewed_row(table, rows[n].field, NULL) >= 0, rows[n].shown, "%s",
                     rows[n].field);
    viewed_free(of);
}
