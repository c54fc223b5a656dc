#include "reports/live.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/layers.h"
#include "reports/live_book.h"

#define SAMPLE "deals/eight-firms"

typedef struct live_run {
    ipa_arena *arena;
    ipa_result result;
    ipa_view view;
    const ipa_live_book *book;
} live_run;

static live_run load(const char *folder, const char *const *overrides, ipa_language language) {
    live_run run = {.arena = ipa_arena_create()};
    ipa_findings findings = ipa_findings_make(run.arena);
    ipa_read_options given = {.overrides = overrides};
    while (overrides && overrides[given.n_overrides])
        given.n_overrides++;
    ipa_deal *deal;
    ipa_plan *plan;
    ipa_error error;
    const char *path = ipa_arena_format(run.arena, "%s/%s", IPABS_SOURCE_DIR, folder);
    cr_assert_eq(ipa_deal_read(path, &given, run.arena, &findings, &deal, &error), IPA_OK);
    cr_assert_eq(ipa_plan_resolve(deal, run.arena, &findings, &plan, &error), IPA_OK);
    double *forecast = IPA_NEW_ARRAY(run.arena, ipa_layers_n_forecast(plan), double);
    run.result = (ipa_result){.plan = plan, .base = ipa_base_case_run(plan, run.arena, forecast)};
    run.view = (ipa_view){.deal = deal, .plan = plan, .language = language, .arena = run.arena};
    return run;
}

static void make(live_run *run) {
    run->view.result = &run->result;
    run->book = ipa_live_book_make(&run->view);
}

static bool is(const char *text, const char *what) {
    return text ? strcmp(text, what) == 0 : *what == '\0';
}

/* The column under these heads; `group` NULL: any. */
static int column(const ipa_table *table, const char *group, const char *name) {
    for (int n = 0; n < table->n_columns; n++)
        if ((!group || is(table->columns[n].group_en, group)) &&
            is(table->columns[n].name_en, name))
            return n;
    cr_assert_fail("no column %s %s", group ? group : "", name);
    return -1;
}

static const ipa_table_cell *cell(const live_run *run, int sheet, int row, const char *group,
                                  const char *name) {
    const ipa_table *table = run->book->tables[sheet];
    return ipa_table_at(table, row, column(table, group, name));
}

/* ---- the sample ---- */

typedef struct text_case {
    int sheet, row;
    const char *group, *name, *formula;
} text_case;

Test(live, formulas_of_the_sample) {
    static const text_case cases[] = {
        {IPA_LIVE_WATERFALL, 0, "Collections", "Total", "=ROUND(SUM(G6:J6),2)"},
        {IPA_LIVE_WATERFALL, 1, "VAT", "Due", "=IF(E7,ROUND(M7*G7,2)+BN6,0)"},
        {IPA_LIVE_WATERFALL, 0, "Management fee", "Due",
         "=IF(E6,ROUND(O6*'Tranche payments'!G6*D6/365,2),0)"},
        {IPA_LIVE_WATERFALL, 1, "Rating and audit fees", "Due", "=IF(E7,U7+BR6,0)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 2. VAT", "Available", "=ROUND(X6+Z6,2)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 2. VAT", "Paid", "=MIN(AA6,AB6)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 2. VAT", "Unpaid", "=ROUND(AB6-AC6,2)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 3. Pro rata", "To share",
         "=IF(E6,MIN(ROUND(AA6-AC6,2),AE6),0)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 3. Management fee", "Due",
         "=IF(AF6=AE6,P6,INT(AF6*P6/AE6*100+0.000001)/100)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 4. Senior interest", "Due", "='Tranche payments'!H6"},
        {IPA_LIVE_WATERFALL, 0, "Normal 4. Senior interest", "Paid",
         "=IF(AW6>=AX6,AX6,ROUND(INT(AW6/'Tranche payments'!D6*10000+0.000001)/10000*"
         "'Tranche payments'!D6,2))"},
        {IPA_LIVE_WATERFALL, 1, "Normal 6. Clearing house fee", "Due",
         "=IF(E7,ROUND(W7*(AY7+BC7),2)+BS6,0)"},
        {IPA_LIVE_WATERFALL, 0, "Normal 7. Subordinated residual", "Due", "=IF(BI6,BJ6,0)"},
        {IPA_LIVE_WATERFALL, 1, "Opening accounts", "Collection account", "=BT6"},
        {IPA_LIVE_WATERFALL, 0, "Closing accounts", "Collection account", "=ROUND(BJ6-BL6,2)"},
        {IPA_LIVE_PAYMENTS, 0, NULL, "Interest due", "=ROUND(ROUND(G6/D6*E6*F6/365,4)*D6,2)"},
        {IPA_LIVE_PAYMENTS, 1, NULL, "Interest due",
         "=IF('Waterfall'!E7,ROUND(ROUND(G7/D7*E7*F7/365,4)*D7,2)+S6,0)"},
        {IPA_LIVE_PAYMENTS, 1, NULL, "Opening balance", "=Q6"},
        {IPA_LIVE_PAYMENTS, 0, NULL, "Principal due", "=MAX(0,ROUND(G6-L6,2))"},
        {IPA_LIVE_PAYMENTS, 1, NULL, "Scheduled balance", "=ROUND(L6-K7/100*G6,2)"},
        {IPA_LIVE_PAYMENTS, 0, NULL, "Interest paid", "='Waterfall'!AY6"},
        {IPA_LIVE_PAYMENTS, 0, NULL, "Principal per unit", "=ROUND(O6/D6,4)"},
        {IPA_LIVE_PAYMENTS, 0, NULL, "Closing balance", "=ROUND(G6-O6,2)"},
        {IPA_LIVE_PAYMENTS, 20, NULL, "Principal paid", "=SUM(O6:O25)"},
        {IPA_LIVE_PAYMENTS, 21, NULL, "Closing balance", "=MAX(0,ROUND(G27-O27-P27,2))"},
        {IPA_LIVE_CHECKS, 1, NULL, "Holds", "=IF(ABS(D7-E7)<0.005,1,0)"},
    };
    live_run run = load(SAMPLE, NULL, IPA_LANGUAGE_EN);
    make(&run);
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        const text_case *at = &cases[n];
        const ipa_table_cell *found = cell(&run, at->sheet, at->row, at->group, at->name);
        cr_expect(is(found->formula, at->formula), "%s %s: %s", at->group ? at->group : "",
                  at->name, found->formula);
    }
    ipa_arena_destroy(run.arena);
}

/* A column of expected/base.csv by name, or NaN at the end of the file. */
static double expected(const char *head, const char *line, const char *name) {
    for (;; head += strcspn(head, ",\n") + 1, line += strcspn(line, ",\n") + 1) {
        const size_t length = strcspn(head, ",\r\n");
        if (strlen(name) == length && strncmp(head, name, length) == 0)
            return strtod(line, NULL);
        cr_assert_eq(head[strcspn(head, ",\n")], ',', "no column %s", name);
    }
}

Test(live, values_of_the_sample_to_the_fen) {
    static const struct {
        const char *expected, *group, *name;
        int sheet;
    } columns[] = {
        {"income", "Collections", "Income", IPA_LIVE_WATERFALL},
        {"principal", "Collections", "Principal", IPA_LIVE_WATERFALL},
        {"collections", "Collections", "Total", IPA_LIVE_WATERFALL},
        {"vat", "Normal 2. VAT", "Paid", IPA_LIVE_WATERFALL},
        {"manager", "Normal 3. Management fee", "Paid", IPA_LIVE_WATERFALL},
        {"custodian", "Normal 3. Custody fee", "Paid", IPA_LIVE_WATERFALL},
        {"servicer", "Normal 3. Servicing fee", "Paid", IPA_LIVE_WATERFALL},
        {"agencies", "Normal 3. Rating and audit fees", "Paid", IPA_LIVE_WATERFALL},
        {"csdc", "Normal 6. Clearing house fee", "Paid", IPA_LIVE_WATERFALL},
        {"support_drawn", "Normal 1. Draw: Shortfall undertaking", "Drawn", IPA_LIVE_WATERFALL},
        {"SUB_residual", "Normal 7. Subordinated residual", "Paid", IPA_LIVE_WATERFALL},
        {"closing_cash", "Closing accounts", "Collection account", IPA_LIVE_WATERFALL},
        {"interest_per_unit", NULL, "Interest per unit", IPA_LIVE_PAYMENTS},
        {"A_interest", NULL, "Interest paid", IPA_LIVE_PAYMENTS},
        {"principal_per_unit", NULL, "Principal per unit", IPA_LIVE_PAYMENTS},
        {"A_principal", NULL, "Principal paid", IPA_LIVE_PAYMENTS},
        {"A_balance", NULL, "Closing balance", IPA_LIVE_PAYMENTS},
    };
    live_run run = load(SAMPLE, NULL, IPA_LANGUAGE_EN);
    make(&run);
    FILE *file = fopen(IPABS_SOURCE_DIR "/" SAMPLE "/expected/base.csv", "r");
    char head[1024], line[1024];
    cr_assert(file && fgets(head, sizeof head, file));
    int n_rows = 0;
    for (; fgets(line, sizeof line, file); n_rows++)
        for (size_t n = 0; n < sizeof columns / sizeof *columns; n++) {
            const double wanted = expected(head, line, columns[n].expected);
            const double ours =
                cell(&run, columns[n].sheet, n_rows, columns[n].group, columns[n].name)->number;
            cr_expect_float_eq(ours, wanted, 1e-6, "period %d %s: %.10g, not %.10g", n_rows + 1,
                               columns[n].expected, ours, wanted);
        }
    fclose(file);
    cr_expect_geq(n_rows, 12);
    ipa_arena_destroy(run.arena);
}

Test(live, the_sample_is_formulas_throughout) {
    live_run run = load(SAMPLE, NULL, IPA_LANGUAGE_ZH);
    make(&run);
    int n_formulas = 0;
    for (int sheet = 0; sheet < IPA_N_LIVE_SHEETS; sheet++) {
        const ipa_table *table = run.book->tables[sheet];
        for (int n = 0; n < table->n_rows * table->n_columns; n++)
            n_formulas += table->cells[n].formula != NULL;
    }
    cr_expect_geq(n_formulas, 400);
    cr_expect_eq(n_formulas, run.book->n_formulas);
    cr_expect_eq(run.book->n_inputs, 0);
    cr_expect_str_eq(run.book->sheets[IPA_LIVE_WATERFALL].name, "现金流分配");
    cr_expect_str_eq(cell(&run, IPA_LIVE_PAYMENTS, 0, NULL, "Interest paid")->formula,
                     "='现金流分配'!AY6");
    ipa_arena_destroy(run.arena);
}

/* ---- other deals ---- */

typedef struct deal_case {
    char folder[48];
    const char *overrides[3];
} deal_case;

static void expect_sound(const deal_case *deal) {
    live_run run = load(deal->folder, deal->overrides, IPA_LANGUAGE_EN);
    make(&run);
    const ipa_table *checks = run.book->tables[IPA_LIVE_CHECKS];
    cr_expect_eq(run.book->n_inputs, 0, "%s %s: %d figures without a formula", deal->folder,
                 deal->overrides[0] ? deal->overrides[0] : "", run.book->n_inputs);
    for (int row = 0; row < checks->n_rows - 1; row++)
        cr_expect_eq(ipa_table_at(checks, row, 2)->number, 1, "%s: %s", deal->folder,
                     ipa_table_at(checks, row, 1)->text);
    ipa_arena_destroy(run.arena);
}

Test(live, deals_of_every_kind_are_formulas_throughout) {
    static const deal_case deals[] = {
        {SAMPLE, {"tranches[0].coupon.fixed=0.099"}},
        {SAMPLE, {"tranches[0].coupon.fixed=0.12", "support[0].cap=1000000"}},
        {SAMPLE, {"tranches[0].coupon.fixed=0.12", "support[0].reimbursed=true"}},
        {SAMPLE, {"tranches[0].amortisation=pass_through"}},
        {"tests/reports/every_step", {NULL}},
        {"tests/golden/oracle15_seq", {NULL}},
        {"tests/golden/oracle15_prorata", {NULL}},
        {"tests/golden/oracle15_shortfall", {NULL}},
        {"tests/golden/e2e17_a", {NULL}},
        {"tests/golden/e2e18_G_trigger", {NULL}},
        {"tests/golden/e2e18_path_all_default_q4", {NULL}},
    };
    for (size_t n = 0; n < sizeof deals / sizeof *deals; n++)
        expect_sound(&deals[n]);
}

/* Ledgers and calls stand on the sheets as the engine's figures; what hangs on them still adds up.
 */
Test(live, verbs_without_formulas_leave_the_checks_sound) {
    live_run run = load("tests/golden/split_accounts", NULL, IPA_LANGUAGE_EN);
    make(&run);
    const ipa_table *checks = run.book->tables[IPA_LIVE_CHECKS];
    for (int row = 0; row < checks->n_rows - 1; row++)
        cr_expect_eq(ipa_table_at(checks, row, 2)->number, 1, "%s",
                     ipa_table_at(checks, row, 1)->text);
    cr_expect_gt(run.book->n_formulas, 10 * run.book->n_inputs);
    ipa_arena_destroy(run.arena);
}

/* Fees, ledgers, calls, purchases, a vehicle below: what each adds up to holds. */
Test(live, the_checks_of_every_sample_hold) {
    glob_t found;
    cr_assert_eq(glob(IPABS_SOURCE_DIR "/deals/*/deal.yaml", 0, NULL, &found), 0);
    cr_assert_geq(found.gl_pathc, 8);
    for (size_t n = 0; n < found.gl_pathc; n++) {
        live_run run = load(found.gl_pathv[n] + sizeof IPABS_SOURCE_DIR, NULL, IPA_LANGUAGE_EN);
        make(&run);
        const ipa_table *checks = run.book->tables[IPA_LIVE_CHECKS];
        for (int row = 0; row < checks->n_rows - 1; row++)
            cr_expect_eq(ipa_table_at(checks, row, 2)->number, 1, "%s: %s", found.gl_pathv[n],
                         ipa_table_at(checks, row, 1)->text);
        ipa_arena_destroy(run.arena);
    }
    globfree(&found);
}

/* Fees within limits and on cumulative bases are formulas; what a support that bears interest is
 * owed, its fee, and a fee that waits for both are the engine's figures. */
Test(live, terms_of_fees_are_formulas_and_interest_on_draws_is_not) {
    live_run run = load("tests/reports/fees_and_lines", NULL, IPA_LANGUAGE_EN);
    make(&run);
    const ipa_table *checks = run.book->tables[IPA_LIVE_CHECKS];
    for (int row = 0; row < checks->n_rows - 1; row++)
        cr_expect_eq(ipa_table_at(checks, row, 2)->number, 1, "%s",
                     ipa_table_at(checks, row, 1)->text);
    for (int n = 0; n < run.view.plan->n_fees; n++)
        for (int k = 0; k < run.view.plan->n_periods; k++) {
            const int column = run.book->columns.fee_due[n];
            if (column < 0)
                continue;
            const ipa_table_cell *due =
                ipa_table_at(run.book->tables[IPA_LIVE_WATERFALL], k, column);
            cr_expect_not_null(due->formula, "%s, period %d", run.view.plan->fees[n].id, k);
            cr_expect_float_eq(due->number > 0 ? due->number : 0, run.result.base.fees[n].due[k],
                               1e-6, "%s, period %d", run.view.plan->fees[n].id, k);
        }
    cr_expect_gt(run.book->n_inputs, 0);
    cr_expect_gt(run.book->n_formulas, 20 * run.book->n_inputs);
    ipa_arena_destroy(run.arena);
}

Test(live, accelerated_dates_have_columns_of_their_own) {
    live_run run =
        load(SAMPLE, (const char *[]){"tranches[0].coupon.fixed=0.12", NULL}, IPA_LANGUAGE_EN);
    make(&run);
    const ipa_path_result *base = &run.result.base;
    int n_drawn = 0, n_accelerated = 0;
    for (int k = 0; k < run.view.plan->n_periods; k++) {
        const bool accelerated = !base->ended[k] && base->waterfall[k] == IPA_WATERFALL_ACCELERATED;
        n_accelerated += accelerated;
        n_drawn += base->support[0].drawn[k] > 0;
        cr_expect_eq(cell(&run, IPA_LIVE_WATERFALL, k, NULL, "Accelerated")->number, accelerated);
        cr_expect_float_eq(
            cell(&run, IPA_LIVE_WATERFALL, k, "Accelerated 4. Senior interest", "Paid")->number,
            accelerated ? base->tranches[0].interest_paid[k] : 0, 1e-6);
        cr_expect_float_eq(
            cell(&run, IPA_LIVE_WATERFALL, k, "Normal 1. Draw: Shortfall undertaking", "Drawn")
                    ->number +
                cell(&run, IPA_LIVE_WATERFALL, k, "Accelerated 3. Draw: Shortfall undertaking",
                     "Drawn")
                    ->number,
            base->support[0].drawn[k], 1e-6);
    }
    cr_expect_gt(n_drawn, 0);
    cr_expect_gt(n_accelerated, 0);
    ipa_arena_destroy(run.arena);
}

/* ---- what is wrong shows ---- */

static double master(const live_run *run) {
    return ipa_table_at(run->book->tables[IPA_LIVE_CHECKS], 0, 2)->number;
}

Test(live, a_total_of_the_engine_that_differs_fails_the_master_check) {
    live_run run = load(SAMPLE, NULL, IPA_LANGUAGE_EN);
    make(&run);
    cr_expect_eq(master(&run), 1);
    run.result.base.tranches[0].total_interest += 0.01;
    make(&run);
    cr_expect_eq(master(&run), 0);
    ipa_arena_destroy(run.arena);
}

Test(live, a_figure_the_formula_does_not_give_is_an_input_and_said_to_be) {
    live_run run = load(SAMPLE, NULL, IPA_LANGUAGE_EN);
    run.result.base.fees[1].due[2] += 0.01;
    make(&run);
    const ipa_table_cell *due = cell(&run, IPA_LIVE_WATERFALL, 2, "Management fee", "Due (engine)");
    cr_expect_null(due->formula);
    cr_expect_eq(due->role, IPA_ROLE_INPUT);
    cr_expect_eq(due->number, run.result.base.fees[1].due[2]);
    cr_expect_geq(run.book->n_inputs, 1);
    const ipa_table *checks = run.book->tables[IPA_LIVE_CHECKS];
    cr_expect_eq(ipa_table_at(checks, checks->n_rows - 1, 3)->number, run.book->n_inputs);
    ipa_arena_destroy(run.arena);
}

Test(live, names_of_columns_and_sheets) {
    static const struct {
        int column;
        const char *name;
    } cases[] = {{0, "A"},   {25, "Z"},   {26, "AA"},  {51, "AZ"},
                 {52, "BA"}, {701, "ZZ"}, {702, "AAA"}};
    ipa_arena *arena = ipa_arena_create();
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++)
        cr_expect_str_eq(ipa_live_column(cases[n].column, arena), cases[n].name);
    cr_expect_str_eq(ipa_live_sheet_name(8, IPA_LANGUAGE_EN), "Waterfall");
    cr_expect_str_eq(ipa_live_sheet_name(9, IPA_LANGUAGE_BOTH), "各档兑付");
    cr_expect_str_eq(ipa_live_sheet_name(21, IPA_LANGUAGE_ZH), "校验");
    ipa_arena_destroy(arena);
}
