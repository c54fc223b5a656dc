#include "engine/deal/expression.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/deal/operation.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static ipa_deal_account accounts[] = {{.id = "collection"}, {.id = "reserve"}};
static ipa_deal_fee fees[] = {{.id = "vat"}, {.id = "manager"}};
static ipa_deal_tranche tranches[] = {{.id = "A"}, {.id = "A-1"}, {.id = "SUB"}, {.id = "优先"}};
static ipa_deal_support supports[] = {{.id = "shortfall_payer"}};
static ipa_deal_entity entities[] = {{.id = "guarantor", .credit.rating.id = "A2"}, {.id = "bank"}};
static ipa_deal_trigger triggers[] = {{.id = "support_twice"}};
static ipa_deal_ledger ledgers[] = {{.id = "pdl"}};
static const ipa_deal deal = {.accounts = accounts,
                              .n_accounts = 2,
                              .fees = fees,
                              .n_fees = 2,
                              .tranches = tranches,
                              .n_tranches = 4,
                              .support = supports,
                              .n_support = 1,
                              .entities = entities,
                              .n_entities = 2,
                              .triggers = triggers,
                              .n_triggers = 1,
                              .ledgers = ledgers,
                              .n_ledgers = 1};

static ipa_arena *arena;
static ipa_findings findings;

static void begin(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(expression, .init = begin, .fini = end);

static ipa_program *compile(const char *text, bool want_condition) {
    findings = ipa_findings_make(arena);
    ipa_formula formula = {text, {"deal.yaml", 41, 12, 1}, "when"};
    return ipa_expression_compile(&deal, formula, want_condition, arena, &findings);
}

/* What a program is, in words: `balance 0 1000 /`. */
static const char *words(const ipa_program *program) {
    char *text = ipa_arena_copy(arena, "");
    for (int at = 0; at < program->n_instructions; at++) {
        ipa_instruction i = program->instructions[at];
        const char *space = at ? " " : "";
        if (i.operation == IPA_OPERATION_CONSTANT)
            text = ipa_arena_format(arena, "%s%s%.17g", text, space, i.constant);
        else if (i.operation == IPA_OPERATION_QUANTITY)
            text = ipa_arena_format(arena, "%s%s%s:%d.%d", text, space,
                                    ipa_expression_quantity(i.quantity)->name, i.argument.kind,
                                    i.argument.index);
        else if (i.operation == IPA_OPERATION_NEGATE)
            text = ipa_arena_format(arena, "%s neg", text);
        else
            text =
                ipa_arena_format(arena, "%s%s%s", text, space, ipa_operation_symbol(i.operation));
    }
    return text;
}

static void expect_code(const char *text, bool want_condition, const char *expected) {
    ipa_program *program = compile(text, want_condition);
    cr_assert(program != NULL, "`%s`: %s", text,
              ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    cr_assert_str_eq(words(program), expected, "`%s` gives `%s`, not `%s`", text, words(program),
                     expected);
    cr_assert_eq(program->is_condition, want_condition);
    cr_assert_str_eq(program->text, text);
}

static void expect_value(const char *text, double expected) {
    ipa_program *program = compile(text, false);
    cr_assert(program != NULL, "`%s`: %s", text,
              ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    cr_assert_eq(program->n_instructions, 1, "`%s` is not folded: %s", text, words(program));
    cr_assert_eq(program->instructions[0].constant, expected, "`%s` = %.17g, not %.17g", text,
                 program->instructions[0].constant, expected);
}

static void expect_truth(const char *text, bool expected) {
    ipa_program *program = compile(text, true);
    cr_assert(program != NULL && program->n_instructions == 1, "`%s`", text);
    cr_assert_eq(program->instructions[0].constant, expected ? 1.0 : 0.0, "`%s`", text);
}

Test(expression, constants_are_folded_with_the_usual_precedence) {
    expect_value("1 + 2 * 3", 7);
    expect_value("(1 + 2) * 3", 9);
    expect_value("2 - 3 - 4", -5);
    expect_value("8 / 4 / 2", 1);
    expect_value("-2 * 3", -6);
    expect_value("2 * -3", -6);
    expect_value("--2", 2);
    expect_value("- 2 + 5", 3);
    expect_value("0.005", 0.005);
    expect_value(".5", 0.5);
    expect_value("1e-4", 1e-4);
    expect_value("1.5E3", 1500);
    expect_value("0.1 + 0.2", 0.1 + 0.2);
    expect_value("min(3, 1, 2)", 1);
    expect_value("max(3, 1, 2, 7)", 7);
    expect_value("max(1, -abs(-4)) + 1", 2);
    expect_value(" \t( ( 1 ) )\n", 1);
}

Test(expression, if_chooses) {
    expect_value("if(1 > 0, 3, 4)", 3);
    expect_value("if(1 > 2, 3, 4) * 2", 8);
    expect_truth("if(1 > 2, 1 > 0, 1 < 0)", false);
    expect_code("if(final, balance(A) / 2, 0)", false, "final:0.0 balance:0.0 2 / 0 if");
    expect_code("1 + if(final, 1, 2 * 3)", false, "1 final:0.0 1 6 if +");
}

/* The last step that is over counts: after₁ ? (after₂ ? v₂ : v₁) : v₀. */
Test(expression, stepped_is_a_ladder_of_ifs) {
    expect_code("stepped(5, \"2026-01-15\", 4)", false, "after:0.0 4 5 if");
    expect_code("stepped(5, \"2026-01-15\", period + 4, '2027-01-15', 3, \"2028-01-15\", 2) * 2",
                false, "after:0.0 after:0.0 after:0.0 2 3 if period:0.0 4 + if 5 if 2 *");
    ipa_program *program = compile("stepped(5, \"2026-01-15\", 4, \"2027-01-15\", 3)", false);
    cr_assert(program != NULL);
    ipa_date first = 0, second = 0;
    cr_assert(ipa_date_parse("2026-01-15", &first) && ipa_date_parse("2027-01-15", &second));
    cr_assert_eq(program->instructions[0].constant, first);
    cr_assert_eq(program->instructions[1].constant, second);
}

/* Thirty dates at which something changes need no more than the stack has. */
Test(expression, stepped_takes_many_dates) {
    const char *text = "stepped(0";
    for (int year = 2026; year < 2026 + IPA_EXPRESSION_DEPTH - 2; year++)
        text = ipa_arena_format(arena, "%s, \"%d-01-15\", %d", text, year, year);
    cr_assert(compile(ipa_arena_format(arena, "%s)", text), false) != NULL, "%s",
              ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    text = ipa_arena_format(arena, "%s, \"2090-01-15\", 1, \"2091-01-15\", 2)", text);
    cr_assert(compile(text, false) == NULL);
    cr_assert_eq(findings.items[0].code, IPA_E0306_EXPRESSION_TOO_DEEP);
}

Test(expression, ledgers_have_names) {
    expect_code("ledger(pdl) - pool.new_defaults", false, "ledger:0.0 pool.new_defaults:0.0 -");
    cr_assert(compile("ledger(dpl)", false) == NULL);
}

Test(expression, conditions_bind_comparison_then_not_then_and_then_or) {
    expect_truth("1 < 2", true);
    expect_truth("2 <= 2 and 2 >= 2 and 2 == 2", true);
    expect_truth("1 != 1", false);
    expect_truth("1 > 0 or 1 > 0 and 0 > 1", true);
    expect_truth("(1 > 0 or 1 > 0) and 0 > 1", false);
    expect_truth("not 1 > 0 or 1 > 0", true);
    expect_truth("not (1 > 0 or 1 > 0)", false);
    expect_truth("not not 1 > 0", true);
    expect_truth("1 + 1 == 2", true);
}

Test(expression, quantities_carry_their_arguments) {
    expect_code("balance(A)", false, "balance:0.0");
    expect_code("balance(A-1) - balance( SUB )", false, "balance:0.1 balance:0.2 -");
    expect_code("balance(优先) <= 0", true, "balance:0.3 0 <=");
    expect_code("account(reserve)", false, "account:0.1");
    expect_code("due(vat)", false, "due:0.0");
    expect_code("due(A.interest)", false, "due:1.0");
    expect_code("unpaid(A-1.principal)", false, "unpaid:2.1");
    expect_code("paid(SUB.residual)", false, "paid:3.2");
    expect_code("paid(shortfall_payer)", false, "paid:4.0");
    expect_code("paid(A)", false, "paid:6.0");
    expect_code("draws(shortfall_payer) >= 2", true, "draws:0.0 2 >=");
    expect_code("on(support_twice) and not alive(bank)", true, "on:0.0 alive:0.1 not and");
    expect_code("grade(guarantor) > 6", true, "grade:0.0 6 >");
    expect_code("final", true, "final:0.0");
    expect_code("collections.total - 2 * 3", false, "collections.total:0.0 6 -");
    expect_code("-pool.balance", false, "pool.balance:0.0 neg");
    expect_code("min(years, period, 1, 2)", false, "years:0.0 period:0.0 min 1 min 2 min");
    expect_code("balance(A) / 1000 * 2", false, "balance:0.0 1000 / 2 *");
}

Test(expression, a_date_becomes_its_serial_day) {
    const char *texts[] = {"after(\"2027-07-25\")", "after('2027-07-25')", "after(2027-07-25)"};
    for (size_t at = 0; at < COUNT(texts); at++) {
        ipa_program *program = compile(texts[at], true);
        cr_assert(program != NULL);
        cr_assert_eq(program->instructions[0].quantity, IPA_QUANTITY_AFTER);
        cr_assert_eq(program->instructions[0].constant, ipa_date_from(2027, 7, 25));
    }
}

/* text, condition wanted, finding: code, column counted from 12, width, message and hint */
static const struct {
    const char *text;
    bool want_condition;
    ipa_code code;
    int column, width;
    const char *message, *hint;
} wrong[] = {
    {"balance(A)", true, IPA_E0303_EXPRESSION_TYPE, 12, 10,
     "`balance(A)` is a number where a condition is due",
     "compare it with something, as in `balance(A) <= 0`"},
    {"balance(A) > 0", false, IPA_E0303_EXPRESSION_TYPE, 12, 14,
     "`balance(A) > 0` is a condition where a number is due", NULL},
    {"1 + final", false, IPA_E0303_EXPRESSION_TYPE, 16, 5,
     "`final` is a condition where a number is due", NULL},
    {"final and period", true, IPA_E0303_EXPRESSION_TYPE, 22, 6,
     "`period` is a number where a condition is due",
     "compare it with something, as in `balance(A) <= 0`"},
    {"not period", true, IPA_E0303_EXPRESSION_TYPE, 16, 6,
     "`period` is a number where a condition is due",
     "compare it with something, as in `balance(A) <= 0`"},
    {"min(period, final)", false, IPA_E0303_EXPRESSION_TYPE, 24, 5,
     "`final` is a condition where a number is due", NULL},
    {"collection.income > 0", true, IPA_E0302_EXPRESSION_NAME, 12, 17,
     "unknown name `collection.income`", "did you mean `collections.income`?"},
    {"balance(优) > 0", true, IPA_E0302_EXPRESSION_NAME, 20, 1, "`优` does not name a tranche",
     NULL},
    {"balance(优先) + ballance(A)", false, IPA_E0302_EXPRESSION_NAME, 26, 8,
     "unknown name `ballance`", "did you mean `balance`?"},
    {"draws(shortfal_payer) > 1", true, IPA_E0302_EXPRESSION_NAME, 18, 14,
     "`shortfal_payer` does not name a support", "did you mean `shortfall_payer`?"},
    {"due(A.intrest)", false, IPA_E0302_EXPRESSION_NAME, 16, 9,
     "`A.intrest` does not name a fee, a tranche's due or a support", "did you mean `A.interest`?"},
    {"vat > 5", true, IPA_E0302_EXPRESSION_NAME, 12, 3, "unknown name `vat`",
     "write `due(vat)`, `paid(vat)` or `unpaid(vat)`"},
    {"true", true, IPA_E0302_EXPRESSION_NAME, 12, 4, "unknown name `true`",
     "write a condition such as `1 > 0`"},
    {"balance(vat)", false, IPA_E0304_EXPRESSION_ARGUMENT, 20, 3,
     "`vat` is a fee, and a tranche is expected here", NULL},
    {"balance > 0", true, IPA_E0304_EXPRESSION_ARGUMENT, 12, 7,
     "`balance` needs a tranche in brackets", NULL},
    {"balance() > 0", true, IPA_E0304_EXPRESSION_ARGUMENT, 12, 9,
     "`balance` needs a tranche in brackets", NULL},
    {"period(1) > 0", true, IPA_E0304_EXPRESSION_ARGUMENT, 18, 2,
     "`period` takes nothing in brackets", "write `period` alone"},
    {"after(\"2027-02-30\")", true, IPA_E0304_EXPRESSION_ARGUMENT, 19, 10,
     "`2027-02-30` is not a date", "write a date as \"2027-07-25\""},
    {"grade(bank) > 3", true, IPA_E0304_EXPRESSION_ARGUMENT, 18, 4,
     "`bank` has no rating, so it has no grade", NULL},
    {"abs(1, 2)", false, IPA_E0304_EXPRESSION_ARGUMENT, 12, 9, "`abs` takes one number", NULL},
    {"min(1)", false, IPA_E0304_EXPRESSION_ARGUMENT, 12, 6, "`min` takes two numbers or more",
     NULL},
    {"1 < period < 5", true, IPA_E0305_EXPRESSION_CHAINED, 23, 1, "comparisons cannot be chained",
     "write `a < b and b < c`"},
    {"period / (2 - 2)", false, IPA_E0308_EXPRESSION_NO_VALUE, 12, 16, "division by zero", NULL},
    {"", true, IPA_E0301_EXPRESSION_SYNTAX, 12, 0, "the expression ends where a value is expected",
     NULL},
    {"1 +", false, IPA_E0301_EXPRESSION_SYNTAX, 15, 0,
     "the expression ends where a value is expected", NULL},
    {"balance(A) = 0", true, IPA_E0301_EXPRESSION_SYNTAX, 23, 1,
     "`=` stands where an operator or the end is expected", "write `==`"},
    {"final && final", true, IPA_E0301_EXPRESSION_SYNTAX, 18, 1,
     "`&` stands where an operator or the end is expected", "write `and`"},
    {"2.79% * 2", false, IPA_E0301_EXPRESSION_SYNTAX, 16, 1,
     "`%` stands where an operator or the end is expected", "write 0.0279, not 2.79%"},
    {"(1 + 2", false, IPA_E0301_EXPRESSION_SYNTAX, 18, 0,
     "the expression ends where `)` is expected", NULL},
    {"1 + * 2", false, IPA_E0301_EXPRESSION_SYNTAX, 16, 1, "`*` stands where a value is expected",
     NULL},
    {"1 2", false, IPA_E0301_EXPRESSION_SYNTAX, 14, 1,
     "`2` stands where an operator or the end is expected", NULL},
    {"1.2.3", false, IPA_E0301_EXPRESSION_SYNTAX, 15, 2,
     "`.3` stands where an operator or the end is expected", NULL},
    {"balance(A", false, IPA_E0301_EXPRESSION_SYNTAX, 21, 0,
     "the expression ends where `)` is expected", NULL},
    {"and", true, IPA_E0301_EXPRESSION_SYNTAX, 12, 3, "`and` stands where a value is expected",
     NULL},
    {"1 + not final", false, IPA_E0301_EXPRESSION_SYNTAX, 16, 3,
     "`not` stands where a value is expected", NULL},
};

Test(expression, what_is_wrong_is_said_at_its_place) {
    for (size_t at = 0; at < COUNT(wrong); at++) {
        const char *text = wrong[at].text;
        cr_assert_null(compile(text, wrong[at].want_condition), "`%s` was accepted", text);
        cr_assert_eq(findings.n_items, 1, "`%s`: %s", text,
                     ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
        const ipa_finding *finding = &findings.items[0];
        cr_expect_eq(finding->code, wrong[at].code, "`%s`: %s", text, finding->message);
        cr_expect_str_eq(finding->message, wrong[at].message, "`%s`: %s", text, finding->message);
        cr_expect_eq(finding->mark.line, 41);
        cr_expect_eq(finding->mark.column, wrong[at].column, "`%s`: column %d", text,
                     finding->mark.column);
        cr_expect_eq(finding->mark.width, wrong[at].width, "`%s`: width %d", text,
                     finding->mark.width);
        cr_expect_str_eq(finding->hint ? finding->hint : "", wrong[at].hint ? wrong[at].hint : "",
                         "`%s`: hint %s", text, finding->hint);
    }
}

Test(expression, all_unknown_names_of_one_text_are_reported) {
    cr_assert_null(compile("ballance(A) > due(wat) and un", true));
    cr_assert_eq(findings.n_items, 3);
}

Test(expression, an_expression_that_is_not_given_is_none) {
    cr_assert_null(ipa_expression_compile(&deal, (ipa_formula){0}, true, arena, &findings));
    cr_assert_eq(findings.n_items, 0);
}

static const char *repeated(const char *before, const char *middle, const char *after, int n) {
    char *text = ipa_arena_copy(arena, middle);
    for (int at = 0; at < n; at++)
        text = ipa_arena_format(arena, "%s%s%s", before, text, after);
    return text;
}

Test(expression, depth_is_bounded_by_a_finding_and_not_by_the_machine) {
    cr_assert(compile(repeated("(", "period", ")", 60), false) != NULL);
    cr_assert(compile(repeated("", "period", " + years", 200), false) != NULL,
              "a long flat sum needs two figures only");
    cr_assert(compile(repeated("period - (", "period", ")", IPA_EXPRESSION_DEPTH - 1), false) !=
              NULL);
    static const char *const openings[] = {"(", "-", "not ", "abs(", "period - ("};
    for (size_t at = 0; at < COUNT(openings); at++) {
        const char *close = strchr(openings[at], '(') ? ")" : "";
        int n = at == 4 ? IPA_EXPRESSION_DEPTH : 700;
        cr_assert_null(compile(repeated(openings[at], "period", close, n), false));
        cr_assert_eq(findings.n_items, 1, "%s", openings[at]);
        cr_expect_eq(findings.items[0].code, IPA_E0306_EXPRESSION_TOO_DEEP, "%s: %s", openings[at],
                     findings.items[0].message);
    }
    cr_assert_null(compile(repeated("", "period", " + period", 600), false));
    cr_expect_eq(findings.items[0].code, IPA_E0306_EXPRESSION_TOO_DEEP);
}

Test(expression, a_place_outside_the_file_stays_as_it_is) {
    ipa_formula formula = {"1 + nothing", {"--set", 0, 0, 0}, "triggers[0].when"};
    cr_assert_null(ipa_expression_compile(&deal, formula, true, arena, &findings));
    cr_assert_eq(findings.items[0].mark.column, 0);
    cr_assert_eq(findings.items[0].mark.width, 0);
    cr_assert_str_eq(findings.items[0].field, "triggers[0].when");
}

Test(expression, the_vocabulary_is_whole) {
    for (int q = 0; q < IPA_N_QUANTITIES; q++) {
        const ipa_quantity_entry *entry = ipa_expression_quantity((ipa_quantity)q);
        cr_expect(strlen(entry->name) > 0 && strlen(entry->text) > 0);
        cr_expect(entry->argument == IPA_ARGUMENT_NONE ||
                  strlen(ipa_expression_argument_text(entry->argument)) > 0);
        cr_expect(!(entry->is_condition && entry->is_money));
    }
    cr_expect(ipa_expression_quantity(IPA_QUANTITY_BALANCE)->is_money);
    cr_expect(!ipa_expression_quantity(IPA_QUANTITY_FACTOR)->is_money);
    cr_expect(ipa_expression_quantity(IPA_QUANTITY_ON)->is_condition);
}
