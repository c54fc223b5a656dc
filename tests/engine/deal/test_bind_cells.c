#include <criterion/criterion.h>
#include <string.h>

#include "engine/deal/bind_cells.h"

static ipa_arena *arena;
static ipa_findings findings;
static ipa_bind bind;

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
    bind = (ipa_bind){.arena = arena, .findings = &findings};
}

static void tear_down(void) {
    ipa_arena_destroy(arena);
}

TestSuite(bind_cells, .init = set_up, .fini = tear_down);

/* A cell that begins in column 10; `quotes` wide in addition to its text. */
static ipa_value cell(const char *text, int quotes) {
    return (ipa_value){.text = text,
                       .path = "contracts[L1]",
                       .mark = {"contracts.csv", 2, 10, (int)strlen(text) + quotes}};
}

static ipa_deal_contract read(ipa_bind_reader *reader, const char *column, const char *text) {
    ipa_deal_contract contract = {.id = "L1"};
    ipa_value value = cell(text, 0);
    reader(&bind, ipa_fields_find(&ipa_fields_tapes[IPA_TAPE_CONTRACTS], column), &value,
           &contract);
    return contract;
}

Test(bind_cells, parts_have_their_own_places) {
    ipa_value value = cell("macro : 0.3;; soft:0.2;alone", 2);
    ipa_bind_cells parts = ipa_bind_cells_of(&value);
    ipa_bind_part part;
    cr_assert(ipa_bind_cells_next(&bind, &parts, ';', &part));
    cr_assert_str_eq(part.name.text, "macro");
    cr_assert_eq(part.name.mark.column, 11, "behind the quote");
    cr_assert_eq(part.name.mark.width, 5);
    cr_assert_str_eq(part.text.text, "0.3");
    cr_assert_eq(part.text.mark.column, 19);
    cr_assert_eq(part.text.mark.width, 3);
    cr_assert(ipa_bind_cells_next(&bind, &parts, ';', &part));
    cr_assert_str_eq(part.name.text, "soft");
    cr_assert_eq(part.name.mark.column, 25);
    cr_assert_eq(part.text.mark.column, 30);
    cr_assert(ipa_bind_cells_next(&bind, &parts, ';', &part));
    cr_assert_str_eq(part.name.text, "alone");
    cr_assert_null(part.text.text);
    cr_assert_eq(part.name.mark.column, 34);
    cr_assert_not(ipa_bind_cells_next(&bind, &parts, ';', &part));
}

Test(bind_cells, a_royalty_rate_is_one_tier_or_several) {
    ipa_deal_contract one = read(ipa_bind_cells_tiers, "royalty_rate", "5%");
    cr_assert_eq(one.n_tiers, 1);
    cr_assert_eq(one.tiers[0].from.value, 0);
    cr_assert_eq(one.tiers[0].rate.value, 0.05);
    ipa_deal_contract three =
        read(ipa_bind_cells_tiers, "royalty_rate", "0:0.05; 2e7:0.04;50000000.5 : 3%;");
    cr_assert_eq(findings.n_items, 0);
    cr_assert_eq(three.n_tiers, 3);
    cr_assert_eq(three.tiers[1].from.value, 2e7);
    cr_assert_eq(three.tiers[2].from.value, 50000000.5);
    cr_assert_eq(three.tiers[2].rate.value, 0.03);
}

Test(bind_cells, profiles_and_their_parameters) {
    static const struct {
        const char *text;
        ipa_profile_kind kind;
        double a, b;
    } rows[] = {
        {"constant", IPA_PROFILE_CONSTANT, 0, 0},
        {"growth:3%", IPA_PROFILE_GROWTH, 0.03, 0},
        {"growth:-0.05", IPA_PROFILE_GROWTH, -0.05, 0},
        {"decay: 0.10", IPA_PROFILE_DECAY, 0.1, 0},
        {"bass:0.03,0.38", IPA_PROFILE_BASS, 0.03, 0.38},
        {"gamma: 2, 3.5", IPA_PROFILE_GAMMA, 2, 3.5},
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++) {
        ipa_deal_contract contract = read(ipa_bind_cells_profile, "profile", rows[n].text);
        cr_assert_eq(findings.n_items, 0, "%s", rows[n].text);
        cr_expect_eq(contract.profile.kind, rows[n].kind, "%s", rows[n].text);
        cr_expect_eq(contract.profile.a, rows[n].a, "%s", rows[n].text);
        cr_expect_eq(contract.profile.b, rows[n].b, "%s", rows[n].text);
        cr_expect_null(contract.profile_file.id);
        if (rows[n].kind == IPA_PROFILE_BASS || rows[n].kind == IPA_PROFILE_GAMMA)
            cr_expect(contract.profile.first > 0 && contract.profile.first < 1);
    }
    ipa_deal_contract table = read(ipa_bind_cells_profile, "profile", "table: sales/L1.csv");
    cr_assert_eq(table.profile.kind, IPA_PROFILE_POINTS);
    cr_assert_str_eq(table.profile_file.id, "sales/L1.csv");
    cr_assert_eq(table.profile_file.mark.column, 17);
    cr_assert_eq(findings.n_items, 0);
}

Test(bind_cells, what_is_refused_is_marked_at_its_part) {
    read(ipa_bind_cells_tiers, "royalty_rate", "0:0.05;10:0.04;10:0.03");
    read(ipa_bind_cells_profile, "profile", "bass:0.03,x");
    read(ipa_bind_cells_profile, "profile", "bass:0,0.38");
    cr_assert_eq(findings.n_items, 3);
    cr_expect_eq(findings.items[0].code, IPA_E0211_ROYALTY_TIERS);
    cr_expect_eq(findings.items[0].mark.column, 25);
    cr_expect_eq(findings.items[1].code, IPA_E0106_BAD_NUMBER);
    cr_expect_eq(findings.items[1].mark.column, 20);
    cr_expect_eq(findings.items[2].code, IPA_E0556_PROFILE);
}
