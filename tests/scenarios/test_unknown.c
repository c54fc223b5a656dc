/* What a solver may change of a deal, in whole steps. */
#include "scenarios/unknown.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static ipa_arena *arena;
static ipa_overlaid deal;

static void open_deal(void) {
    const ipa_overlay_base base = {.path = IPABS_SOURCE_DIR "/deals/credit-abs"};
    arena = ipa_arena_create();
    cr_assert_eq(ipa_overlay_apply(&base, NULL, 0, arena, &deal, NULL), IPA_OK);
}

static void close_deal(void) {
    ipa_arena_destroy(arena);
}

TestSuite(scenarios_unknown, .init = open_deal, .fini = close_deal);

static ipa_unknown unknown(ipa_unknown_kind kind, const char *subject, bool keep_total) {
    const ipa_unknown_options options = {subject, keep_total, NAN, NAN};
    ipa_unknown made;
    ipa_error error = {0};
    cr_assert_eq(ipa_unknown_of(kind, &options, deal.plan, &made, &error), IPA_OK, "%s",
                 error.message);
    return made;
}

static const char *value_of(const ipa_stress_override *overlay, int n, const char *field) {
    for (int i = 0; i < n; i++)
        if (strcmp(overlay[i].field, field) == 0)
            return overlay[i].value;
    return "";
}

Test(scenarios_unknown, names_are_those_of_the_command) {
    cr_expect_eq(ipa_unknown_kind_named("support_cap"), IPA_UNKNOWN_SUPPORT_CAP);
    cr_expect_eq(ipa_unknown_kind_named("cap"), -1);
    cr_expect_str_eq(ipa_unknown_name(IPA_UNKNOWN_RESERVE), "reserve");
    cr_expect_str_eq(ipa_unknown_whose(IPA_UNKNOWN_RESERVE), "account");
}

Test(scenarios_unknown, a_balance_takes_from_the_residual_note) {
    ipa_unknown_set set = {.plan = deal.plan, .keep_total = true, .n_items = 2};
    set.items[0] = unknown(IPA_UNKNOWN_BALANCE, "B", true);
    set.items[1] = unknown(IPA_UNKNOWN_BALANCE, "C", true);
    cr_expect_eq(set.items[0].high, 799999, "40 million of its own and 40 of SUB, less a unit");
    const int64_t steps[] = {450000, 240000};
    ipa_stress_override *overlay;
    const int n = ipa_unknown_overlay(&set, steps, arena, &overlay);
    cr_assert_eq(n, 3);
    cr_expect_str_eq(value_of(overlay, n, "tranches[B].balance"), "45000000.00");
    cr_expect_str_eq(value_of(overlay, n, "tranches[C].balance"), "24000000.00");
    cr_expect_str_eq(value_of(overlay, n, "tranches[SUB].balance"), "36000000.00");
    set.keep_total = false;
    cr_expect_eq(ipa_unknown_overlay(&set, steps, arena, &overlay), 2);
}

/* 440 million down to C scaled to 330: three quarters of each, in whole units. */
Test(scenarios_unknown, over_collateralisation_scales_alike) {
    ipa_unknown_set set = {.plan = deal.plan, .keep_total = true, .n_items = 1};
    set.items[0] = unknown(IPA_UNKNOWN_OVERCOLLATERALISATION, "C", true);
    const int64_t steps[] = {3300000};
    ipa_stress_override *overlay;
    const int n = ipa_unknown_overlay(&set, steps, arena, &overlay);
    cr_assert_eq(n, 5);
    cr_expect_str_eq(value_of(overlay, n, "tranches[A1].balance"), "138750000.00");
    cr_expect_str_eq(value_of(overlay, n, "tranches[A2].balance"), "142500000.00");
    cr_expect_str_eq(value_of(overlay, n, "tranches[B].balance"), "30000000.00");
    cr_expect_str_eq(value_of(overlay, n, "tranches[C].balance"), "18750000.00");
    cr_expect_str_eq(value_of(overlay, n, "tranches[SUB].balance"), "150000000.00");
    cr_expect_float_eq(ipa_unknown_value(&set.items[0], deal.plan, steps[0]),
                       ipa_plan_pool_original(deal.plan) / 330e8, 1e-12);
}

Test(scenarios_unknown, a_reserve_moves_its_target_where_one_is_written) {
    ipa_unknown_set set = {.plan = deal.plan, .n_items = 1};
    set.items[0] = unknown(IPA_UNKNOWN_RESERVE, NULL, true);
    cr_expect_str_eq(set.items[0].subject, "reserve");
    const int64_t steps[] = {123456};
    ipa_stress_override *overlay;
    const int n = ipa_unknown_overlay(&set, steps, arena, &overlay);
    cr_assert_eq(n, 2);
    cr_expect_str_eq(value_of(overlay, n, "accounts[reserve].initial"), "1234.56");
    cr_expect_str_eq(value_of(overlay, n, "accounts[reserve].target"), "1234.56");
}

Test(scenarios_unknown, a_coupon_has_eight_digits) {
    ipa_unknown_set set = {.plan = deal.plan, .n_items = 1};
    set.items[0] = unknown(IPA_UNKNOWN_COUPON, "B", true);
    const int64_t steps[] = {2819217};
    ipa_stress_override *overlay;
    cr_assert_eq(ipa_unknown_overlay(&set, steps, arena, &overlay), 1);
    cr_expect_str_eq(overlay[0].field, "tranches[B].coupon.fixed");
    cr_expect_str_eq(overlay[0].value, "0.02819217");
    cr_expect_eq(ipa_unknown_value(&set.items[0], deal.plan, steps[0]), 0.02819217);
}

Test(scenarios_unknown, ends_narrow_the_range) {
    ipa_unknown_options options = {"B", true, 1e6, 2e6};
    ipa_unknown made;
    cr_assert_eq(ipa_unknown_of(IPA_UNKNOWN_BALANCE, &options, deal.plan, &made, NULL), IPA_OK);
    cr_expect_eq(made.low, 10000);
    cr_expect_eq(made.high, 20000);
    options = (ipa_unknown_options){"B", true, 3e6, 2e6};
    ipa_error error = {0};
    cr_expect_eq(ipa_unknown_of(IPA_UNKNOWN_BALANCE, &options, deal.plan, &made, &error),
                 IPA_RANGE);
    /* pool ÷ notes: the smaller multiple is the larger balance */
    const double pool = ipa_plan_pool_original(deal.plan) / 100;
    options = (ipa_unknown_options){"C", true, 1.25, 2};
    cr_assert_eq(
        ipa_unknown_of(IPA_UNKNOWN_OVERCOLLATERALISATION, &options, deal.plan, &made, NULL),
        IPA_OK);
    cr_expect_eq(made.low, llround(pool / 2 / 100));
    cr_expect_eq(made.high, llround(pool / 1.25 / 100));
}
