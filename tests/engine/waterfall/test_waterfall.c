#include "engine/waterfall/waterfall.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/plan_builder.h"

/* ---- oracle 15: micro-waterfalls in exact fractions ---- */

static builder_run micro_deal(plan_builder *builder, bool pro_rata, const char *cash) {
    const ipa_waterfall_kind normal = IPA_WATERFALL_NORMAL;
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 60, "0.0279");
    a->arrears_rate = a->coupon;
    ipa_plan_tranche *b = plan_builder_tranche(builder, "B", 30, "0.055");
    b->arrears_rate = b->coupon;
    plan_builder_residual(builder, "R", 10);
    plan_builder_step(builder, normal, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, normal, (builder_step){.pay = "B.interest"});
    plan_builder_step(builder, normal,
                      (builder_step){.pay = "A.principal,B.principal", .pro_rata = pro_rata});
    plan_builder_step(builder, normal, (builder_step){.pay = "R.residual"});
    builder_run run = plan_builder_run(builder);
    for (int k = 0; k < 6; k++) {
        char *end;
        builder_collect(&run, IPA_COLLECTION_INCOME, k, 0, strtod(cash, &end));
        cash = end + (*end == '|');
    }
    return run;
}

static double micro_figure(const builder_run *run, const char *name, int k) {
    if (strcmp(name, "residual") == 0)
        return builder_yuan(run, run->out.residual, 2, k, 0);
    const ipa_row *rows = strcmp(name + 2, "int") == 0    ? run->out.interest_paid
                          : strcmp(name + 2, "prin") == 0 ? run->out.principal_paid
                          : strcmp(name + 2, "bal") == 0  ? run->out.closing
                                                          : run->out.interest_unpaid;
    return builder_yuan(run, rows, name[0] - 'A', k, 0);
}

static void check_micro(const char *prefix, bool pro_rata) {
    size_t n_rows, n_checked = 0;
    ipa_oracle_row *rows = oracle_read("15_waterfall_rational.csv", &n_rows);
    plan_builder *builder = plan_builder_create(6);
    builder_run run = {0};
    for (size_t n = 0; n < n_rows; n++) {
        char cash[256];
        if (strncmp(rows[n].case_id, prefix, strlen(prefix)) != 0)
            continue;
        if (n_checked++ == 0) {
            run = micro_deal(builder, pro_rata, oracle_text(&rows[n], "cash", cash));
            builder_go(&run);
        }
        double ours = micro_figure(&run, rows[n].case_id + strlen(prefix),
                                   (int)oracle_parameter(&rows[n], "period") - 1);
        cr_expect(oracle_agrees(&rows[n], ours), "%s %s: %.17g, not %.17g", rows[n].case_id,
                  rows[n].params, ours, rows[n].value);
    }
    cr_assert_eq(n_checked, 54);
    plan_builder_free(builder);
    free(rows);
}

Test(waterfall, oracle_15_sequential) {
    check_micro("seq_", false);
}

Test(waterfall, oracle_15_pro_rata) {
    check_micro("prorata_", true);
}

Test(waterfall, oracle_15_interest_on_arrears) {
    check_micro("shortfall_", false);
}

/* ---- oracle 18: three fixed paths, quarter by quarter ---- */

static const int quarter_days[12] = {92, 92, 91, 90, 92, 92, 91, 90, 92, 92, 91, 91};

static ipa_plan_tranche *scheduled(plan_builder *builder, const char *id, double yuan,
                                   const char *coupon) {
    ipa_plan_tranche *tranche = plan_builder_tranche(builder, id, yuan, coupon);
    tranche->amortisation = IPA_AMORTISATION_SCHEDULE;
    tranche->arrears_rate = tranche->coupon;
    for (int k = 0; k < 12; k++) {
        tranche->fraction[k] = (ipa_fraction){quarter_days[k], 365};
        tranche->scheduled_balance[k] = k < 9 ? yuan * 100 * (1 - (k + 1) / 10.0) : 0;
    }
    return tranche;
}

static builder_run two_class_deal(plan_builder *builder) {
    const ipa_waterfall_kind normal = IPA_WATERFALL_NORMAL, turbo = IPA_WATERFALL_ACCELERATED;
    plan_builder_account(builder, "reserve", 0, NULL);
    scheduled(builder, "A", 330, "0.0279");
    scheduled(builder, "B", 90, "0.055");
    plan_builder_residual(builder, "R", 10);
    plan_builder_fixed_fee(builder, "agent", 0.5)->carry = false;
    plan_builder_trigger(builder, "thin",
                         "due(A) + due(B) > 0 and "
                         "collections.income - 0.5 < 1.10 * (due(A) + due(B))",
                         IPA_EFFECT_ACCELERATE);
    for (int kind = normal; kind <= (int)turbo; kind++) {
        plan_builder_step(builder, kind, (builder_step){.move = "collection", .from = "reserve"});
        plan_builder_step(builder, kind, (builder_step){.pay = "agent"});
        plan_builder_step(builder, kind, (builder_step){.pay = "A.interest"});
    }
    plan_builder_step(builder, normal, (builder_step){.pay = "B.interest"});
    plan_builder_step(builder, normal,
                      (builder_step){.move = "reserve",
                                     .limit = "0.03 * (opening(A) + opening(B))",
                                     .when = "period < 12"});
    plan_builder_step(builder, normal, (builder_step){.pay = "A.principal"});
    plan_builder_step(builder, normal, (builder_step){.pay = "B.principal"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "A.principal", .amount = "balance(A)"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "B.interest"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "B.principal", .amount = "balance(B)"});
    plan_builder_step(builder, normal, (builder_step){.pay = "R.residual"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "R.residual"});
    return plan_builder_run(builder);
}

/* Six licences of 10 a quarter; `defaults[k]` of them stop before quarter k + 1 is paid. */
static void collect_licences(builder_run *run, int p, const int defaults[12]) {
    int alive = 6;
    for (int k = 0; k < 12; k++) {
        alive -= defaults[k];
        builder_collect(run, IPA_COLLECTION_INCOME, k, p, 10 * alive);
        if (k + 2 < 12)
            builder_collect(run, IPA_COLLECTION_RECOVERY, k + 2, p,
                            0.35 * 10 * (12 - k) * defaults[k]);
    }
}

static double class_figure(const builder_run *run, const char *name, int k, int p) {
    if (strcmp(name, "eq") == 0)
        return builder_yuan(run, run->out.residual, 2, k, p);
    const ipa_row *rows = name[1] == 'i'   ? run->out.interest_paid
                          : name[1] == 'p' ? run->out.principal_paid
                                           : run->out.closing;
    return builder_yuan(run, rows, name[0] - 'A', k, p);
}

Test(waterfall, oracle_18_fixed_paths) {
    static const char *const names[] = {"no_default", "two_default_q3_one_q6", "all_default_q4"};
    const int defaults[3][12] = {{0}, {[2] = 2, [5] = 1}, {[3] = 6}};
    plan_builder *builder = plan_builder_create(12);
    builder_run run = two_class_deal(builder);
    run.in.n_paths = 3;
    for (int p = 0; p < 3; p++)
        collect_licences(&run, p, defaults[p]);
    builder_go(&run);
    size_t n_rows, n_checked = 0;
    ipa_oracle_row *rows = oracle_read("18_e2e_waterfall_enumeration.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++) {
        char path[256];
        if (strncmp(rows[n].case_id, "path_", 5) != 0)
            continue;
        oracle_text(&rows[n], "path", path);
        int p = 0;
        while (p < 3 && strcmp(names[p], path) != 0)
            p++;
        cr_assert_lt(p, 3);
        double ours = class_figure(&run, rows[n].case_id + 5,
                                   (int)oracle_parameter(&rows[n], "quarter") - 1, p);
        cr_expect(oracle_agrees(&rows[n], ours), "%s %s: %.17g, not %.17g", rows[n].case_id,
                  rows[n].params, ours, rows[n].value);
        n_checked++;
    }
    cr_assert_eq(n_checked, 252);
    cr_assert_lt(run.out.breach->lane[0], 1e-9);
    plan_builder_free(builder);
    free(rows);
}

/* ---- the sample deal, to the fen ---- */

enum { N_QUARTERS = 12 };

/* Columns of expected/base.csv after the two dates. */
typedef struct sample_row {
    double days, income, principal, collections, fees[6], per_unit, interest, principal_per_unit,
        repaid, drawn, residual, cash, balance;
} sample_row;

static void read_sample(sample_row rows[N_QUARTERS]) {
    FILE *file = fopen(IPABS_SOURCE_DIR "/deals/eight-firms/expected/base.csv", "r");
    char line[1024];
    cr_assert_not_null(file);
    cr_assert_not_null(fgets(line, sizeof line, file));
    for (int k = 0; k < N_QUARTERS; k++) {
        cr_assert_not_null(fgets(line, sizeof line, file));
        double *fields = (double *)&rows[k];
        char *at = line;
        for (int n = 0; n < 3; n++)
            at = strchr(at, ',') + 1;
        for (size_t n = 0; n < sizeof *rows / sizeof *fields; n++, at++) {
            char *start = at;
            fields[n] = strtod(start, &at);
            cr_assert(at > start);
        }
    }
    fclose(file);
}

static void sample_fees(plan_builder *builder, const sample_row rows[N_QUARTERS]) {
    static const char *const yearly[3][2] = {
        {"manager", "0.0015"}, {"custodian", "0.0001"}, {"servicer", "0.0002"}};
    ipa_plan_fee *vat = plan_builder_fee(builder, "vat", "0.032621", "collections.income");
    vat->is_tax = true;
    vat->carry_negative = true;
    for (int n = 0; n < 3; n++) {
        ipa_plan_fee *fee = plan_builder_fee(builder, yearly[n][0], yearly[n][1], "balance(A)");
        fee->per = IPA_PER_YEAR;
        for (int k = 0; k < N_QUARTERS; k++)
            fee->fraction[k] = (ipa_fraction){(int64_t)rows[k].days, 365};
    }
    plan_builder_fixed_fee(builder, "agencies", 20000);
    plan_builder_fee(builder, "csdc", "0.00005", "paid(A)")->per = IPA_PER_PAYMENT;
}

static void sample_steps(plan_builder *builder) {
    const ipa_waterfall_kind normal = IPA_WATERFALL_NORMAL, turbo = IPA_WATERFALL_ACCELERATED;
    const char *const fees = "manager,custodian,servicer,agencies";
    plan_builder_step(builder, normal,
                      (builder_step){.draw = "shortfall_payer",
                                     .dues = "vat,manager,custodian,servicer,agencies,A.interest,"
                                             "A.principal,csdc"});
    for (int kind = normal; kind <= (int)turbo; kind++) {
        plan_builder_step(builder, kind, (builder_step){.pay = "vat"});
        plan_builder_step(builder, kind, (builder_step){.pay = fees, .pro_rata = true});
    }
    plan_builder_step(builder, turbo,
                      (builder_step){.draw = "shortfall_payer", .dues = "A.interest,A.principal"});
    plan_builder_step(builder, normal, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "A.interest"});
    plan_builder_step(builder, normal, (builder_step){.pay = "A.principal"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "A.principal", .amount = "balance(A)"});
    plan_builder_step(builder, normal, (builder_step){.pay = "csdc"});
    plan_builder_step(builder, turbo, (builder_step){.pay = "csdc"});
    plan_builder_step(builder, normal, (builder_step){.pay = "SUB.residual", .when = "final"});
    plan_builder_step(builder, turbo,
                      (builder_step){.pay = "SUB.residual", .when = "balance(A) <= 0"});
}

/* The eight-firm deal over its twenty periods, with the pool's cash as expected/base.csv has it. */
static builder_run sample_deal(plan_builder *builder, sample_row rows[N_QUARTERS]) {
    read_sample(rows);
    plan_builder_round(builder);
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 95000000, "0.0279");
    a->amortisation = IPA_AMORTISATION_SCHEDULE;
    a->timely = true;
    for (int k = 0; k < N_QUARTERS; k++) {
        a->fraction[k] = (ipa_fraction){(int64_t)rows[k].days, 365};
        a->scheduled_balance[k] = k < 11 ? 95000000e2 - (k + 1) * 83333.0 * 9500 : 0;
    }
    plan_builder_residual(builder, "SUB", 5000000);
    sample_fees(builder, rows);
    plan_builder_support(builder, "shortfall_payer", "guarantor");
    plan_builder_trigger(builder, "support_twice", "draws(shortfall_payer) >= 2",
                         IPA_EFFECT_ACCELERATE);
    plan_builder_trigger(builder, "senior_unpaid", "unpaid(A.interest) > 0.005", IPA_EFFECT_DEFAULT)
        ->after_payment = true;
    sample_steps(builder);
    builder_run run = plan_builder_run(builder);
    run.in.exhausted->lane[0] = N_QUARTERS - 1;
    for (int k = 0; k < N_QUARTERS; k++) {
        run.in.cash[IPA_COLLECTION_INCOME][k].lane[0] = round(rows[k].income * 100);
        run.in.cash[IPA_COLLECTION_PRINCIPAL][k].lane[0] = round(rows[k].principal * 100);
    }
    return run;
}

static double fen(const ipa_row *rows, int item, int k) {
    return rows[item * 20 + k].lane[0];
}

Test(waterfall, sample_deal_to_the_fen) {
    sample_row rows[N_QUARTERS];
    plan_builder *builder = plan_builder_create(20);
    builder_run run = sample_deal(builder, rows);
    builder_go(&run);
    for (int k = 0; k < N_QUARTERS; k++) {
        for (int n = 0; n < 6; n++)
            cr_expect_eq(fen(run.out.fee_paid, n, k), round(rows[k].fees[n] * 100),
                         "fee %d, period %d: %.0f", n, k + 1, fen(run.out.fee_paid, n, k));
        cr_expect_eq(fen(run.out.interest_paid, 0, k), round(rows[k].interest * 100));
        cr_expect_eq(fen(run.out.principal_paid, 0, k), round(rows[k].repaid * 100));
        cr_expect_eq(fen(run.out.drawn, 0, k), round(rows[k].drawn * 100));
        cr_expect_eq(fen(run.out.residual, 1, k), round(rows[k].residual * 100));
        cr_expect_eq(fen(run.out.closing, 0, k), round(rows[k].balance * 100));
        cr_expect_eq(fen(run.out.account, 0, k), round(rows[k].cash * 100));
        cr_expect_eq(run.out.ended[k].lane[0], 0);
    }
    cr_assert_eq(run.out.breach->lane[0], 0);
    plan_builder_free(builder);
}

Test(waterfall, nothing_happens_after_the_end) {
    sample_row rows[N_QUARTERS];
    plan_builder *builder = plan_builder_create(20);
    builder_run run = sample_deal(builder, rows);
    /* Money that comes after the pool was said to be exhausted is not the deal's. */
    run.in.cash[IPA_COLLECTION_INCOME][15].lane[0] = 100;
    builder_go(&run);
    for (int k = N_QUARTERS; k < 20; k++) {
        cr_expect_eq(run.out.ended[k].lane[0], 1);
        cr_expect_eq(fen(run.out.account, 0, k), 0);
        for (int n = 0; n < 6; n++)
            cr_expect_eq(fen(run.out.fee_due, n, k), 0);
    }
    plan_builder_free(builder);
}

/* ---- many paths ---- */

static double uniform(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* Something of everything: two classes and a residual, pro rata fees, a reserve, a capped and a
 * reimbursed support, three waterfalls. */
static builder_run rich_deal(plan_builder *builder) {
    plan_builder_round(builder);
    plan_builder_account(builder, "reserve", 500, "0.05 * balance(A)");
    ipa_plan_tranche *a = plan_builder_tranche(builder, "A", 60000, "0.0279");
    a->arrears_rate = a->coupon;
    plan_builder_tranche(builder, "B", 30000, "0.055")->amortisation = IPA_AMORTISATION_BULLET;
    builder->plan.tranches[1].expected_final_period = 3;
    plan_builder_residual(builder, "R", 10000);
    plan_builder_fee(builder, "tax", "0.0333", "collections.income - 300")->carry_negative = true;
    plan_builder_fee(builder, "manager", "0.0123", "balance(A) + balance(B)");
    plan_builder_fixed_fee(builder, "agent", 33.33)->carry = false;
    plan_builder_fee(builder, "csdc", "0.00777", "paid(A) + paid(B)")->per = IPA_PER_PAYMENT;
    plan_builder_support(builder, "payer", "guarantor")->reimbursed = true;
    builder->plan.support[0].cap = 300000;
    plan_builder_trigger(builder, "thin", "coverage(B) < 1.05", IPA_EFFECT_ACCELERATE)->curable =
        true;
    plan_builder_trigger(builder, "missed", "unpaid(A.interest) > 0.005", IPA_EFFECT_DEFAULT)
        ->after_payment = true;
    const builder_step steps[] = {
        {.draw = "payer", .dues = "tax,manager,A.interest,csdc", .limit = "5000"},
        {.pay = "tax"},
        {.pay = "manager,agent", .pro_rata = true},
        {.draw_account = "reserve", .dues = "A.interest,B.interest"},
        {.pay = "A.interest,B.interest", .pro_rata = true},
        {.pay = "A.principal,B.principal", .limit = "0.8 * account(collection)"},
        {.pay = "csdc"},
        {.pay = "payer"},
        {.move = "reserve"},
        {.pay = "R.residual", .when = "final or oc(B) > 1.4"},
    };
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
        plan_builder_step(builder, IPA_WATERFALL_NORMAL, steps[s]);
    const builder_step turbo[] = {
        {.move = "collection", .from = "reserve"},
        {.pay = "tax,manager,csdc", .pro_rata = true},
        {.pay = "A.interest,B.interest"},
        {.pay = "A.principal,B.principal", .pro_rata = true, .amount = "account(collection)"},
        {.pay = "R.residual", .when = "balance(A) + balance(B) <= 0"},
    };
    for (size_t s = 0; s < sizeof turbo / sizeof *turbo; s++)
        plan_builder_step(builder, IPA_WATERFALL_ACCELERATED, turbo[s]);
    return plan_builder_run(builder);
}

enum { RICH_PERIODS = 8 };

static void random_fates(builder_run *run) {
    uint64_t state = 20250725;
    run->in.n_paths = IPA_LANES;
    for (int p = 0; p < IPA_LANES; p++) {
        const double luck = uniform(&state);
        const int last = (int)(RICH_PERIODS * (0.4 + uniform(&state)));
        run->in.exhausted->lane[p] = last < RICH_PERIODS ? last : RICH_PERIODS - 1;
        for (int k = 0; k < RICH_PERIODS; k++) {
            const bool paid = k <= run->in.exhausted->lane[p];
            const double yuan = paid ? 70000 * luck * uniform(&state) : 0;
            builder_collect(run, IPA_COLLECTION_PRINCIPAL, k, p, floor(yuan * 100) / 100);
            builder_collect(run, IPA_COLLECTION_INCOME, k, p, floor(yuan * 7) / 100);
            run->in.performing[k].lane[p] = 100000e2 * (1 - k / 10.0);
            run->in.alive[k].lane[p] = luck * RICH_PERIODS > 0.3 * k ? 1 : 0;
        }
    }
}

static void check_lane(const builder_run *run, int p) {
    const double least = run->options.rounding ? 0 : 1e-6; /* fen */
    const ipa_payments *out = &run->out;
    for (int row = 0; row < 3 * RICH_PERIODS; row++) {
        cr_expect_leq(out->interest_paid[row].lane[p], out->interest_due[row].lane[p] + least);
        cr_expect_leq(out->principal_paid[row].lane[p], out->opening[row].lane[p]);
        cr_expect_geq(out->closing[row].lane[p], 0);
        cr_expect_geq(out->principal_paid[row].lane[p], 0);
    }
    for (int row = 0; row < 4 * RICH_PERIODS; row++)
        cr_expect_leq(out->fee_paid[row].lane[p], out->fee_due[row].lane[p] + least);
    for (int row = 0; row < 2 * RICH_PERIODS; row++)
        cr_expect_geq(out->account[row].lane[p], 0);
    double drawn = 0;
    for (int k = 0; k < RICH_PERIODS; k++)
        drawn += out->drawn[k].lane[p];
    cr_expect_leq(drawn, 300000 + least);
    cr_expect_leq(out->breach->lane[p], least);
}

static void check_whole_fen(const ipa_row *rows, int n_rows) {
    for (int row = 0; row < n_rows; row++)
        for (int p = 0; p < IPA_LANES; p++)
            cr_expect_eq(rows[row].lane[p], round(rows[row].lane[p]), "row %d lane %d", row, p);
}

static void check_properties(bool rounding) {
    plan_builder *builder = plan_builder_create(RICH_PERIODS);
    builder_run run = rich_deal(builder);
    random_fates(&run);
    run.options.rounding = rounding;
    builder_go(&run);
    int n_kind[IPA_N_WATERFALLS] = {0}, n_ended = 0;
    for (int p = 0; p < IPA_LANES; p++) {
        check_lane(&run, p);
        for (int k = 0; k < RICH_PERIODS; k++) {
            n_kind[(int)run.out.waterfall[k].lane[p]]++;
            n_ended += run.out.ended[k].lane[p] != 0;
        }
    }
    /* The fates must differ for this to mean anything. */
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        cr_expect_gt(n_kind[kind], 10, "waterfall %d ran %d times", kind, n_kind[kind]);
    cr_expect_gt(n_ended, 10, "%d dates after an end", n_ended);
    if (rounding) {
        check_whole_fen(run.out.account, 2 * RICH_PERIODS);
        check_whole_fen(run.out.principal_paid, 3 * RICH_PERIODS);
        check_whole_fen(run.out.interest_paid, 3 * RICH_PERIODS);
        check_whole_fen(run.out.fee_paid, 4 * RICH_PERIODS);
    }
    plan_builder_free(builder);
}

Test(waterfall, cash_is_conserved_and_nobody_is_overpaid) {
    check_properties(false);
}

Test(waterfall, so_it_is_to_the_fen) {
    check_properties(true);
}

static void expect_same_bits(const ipa_row *one, const ipa_row *block, int n_rows, int p) {
    for (int row = 0; row < n_rows; row++)
        cr_expect(memcmp(&one[row].lane[0], &block[row].lane[p], sizeof(double)) == 0,
                  "row %d of lane %d: %.17g, not %.17g", row, p, block[row].lane[p],
                  one[row].lane[0]);
}

static void expect_same_path(const ipa_payments *one, const ipa_payments *block, int p) {
    expect_same_bits(one->interest_paid, block->interest_paid, 3 * RICH_PERIODS, p);
    expect_same_bits(one->interest_unpaid, block->interest_unpaid, 3 * RICH_PERIODS, p);
    expect_same_bits(one->principal_paid, block->principal_paid, 3 * RICH_PERIODS, p);
    expect_same_bits(one->residual, block->residual, 3 * RICH_PERIODS, p);
    expect_same_bits(one->closing, block->closing, 3 * RICH_PERIODS, p);
    expect_same_bits(one->fee_due, block->fee_due, 4 * RICH_PERIODS, p);
    expect_same_bits(one->fee_paid, block->fee_paid, 4 * RICH_PERIODS, p);
    expect_same_bits(one->drawn, block->drawn, RICH_PERIODS, p);
    expect_same_bits(one->reimbursed, block->reimbursed, RICH_PERIODS, p);
    expect_same_bits(one->trigger_on, block->trigger_on, 2 * RICH_PERIODS, p);
    expect_same_bits(one->account, block->account, 2 * RICH_PERIODS, p);
    expect_same_bits(one->waterfall, block->waterfall, RICH_PERIODS, p);
    expect_same_bits(one->ended, block->ended, RICH_PERIODS, p);
}

/* Lanes not in use hold what is no number. */
static void copy_lane(ipa_row *to, const ipa_row *from, int n_rows, int p) {
    for (int row = 0; row < n_rows; row++)
        for (int lane = 0; lane < IPA_LANES; lane++)
            to[row].lane[lane] = lane == 0 ? from[row].lane[p] : NAN;
}

static void check_one_by_one(bool rounding) {
    plan_builder *builder = plan_builder_create(RICH_PERIODS);
    builder_run block = rich_deal(builder);
    random_fates(&block);
    block.options.rounding = rounding;
    builder_go(&block);
    builder_run one = block;
    one.in = ipa_layout_collections(builder->arena, RICH_PERIODS, 1, 0);
    one.in.n_paths = 1;
    one.out = ipa_waterfall_payments(one.plan, builder->arena);
    for (int p = 0; p < IPA_LANES; p++) {
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            copy_lane(one.in.cash[kind], block.in.cash[kind], RICH_PERIODS, p);
        copy_lane(one.in.performing, block.in.performing, RICH_PERIODS, p);
        copy_lane(one.in.alive, block.in.alive, RICH_PERIODS, p);
        copy_lane(one.in.exhausted, block.in.exhausted, 1, p);
        builder_go(&one);
        expect_same_path(&one.out, &block.out, p);
    }
    plan_builder_free(builder);
}

Test(waterfall, a_block_is_its_paths_bit_for_bit) {
    check_one_by_one(false);
    check_one_by_one(true);
}

/* ---- trace ---- */

Test(waterfall, trace_explains_every_payment) {
    sample_row rows[N_QUARTERS];
    plan_builder *builder = plan_builder_create(20);
    builder_run run = sample_deal(builder, rows);
    ipa_trace trace = {.lane = 0, .arena = builder->arena};
    run.options.trace = &trace;
    builder_go(&run);
    double paid = 0, skipped = 0, cash = 0;
    for (int n = 0; n < trace.n_entries; n++) {
        const ipa_trace_entry *entry = &trace.entries[n];
        cr_expect_leq(entry->paid, entry->due);
        cr_expect_lt(entry->period, N_QUARTERS);
        paid += entry->step > 0 ? entry->paid : -entry->paid;
        skipped += entry->skipped;
    }
    for (int k = 0; k < N_QUARTERS; k++)
        cash += round(rows[k].collections * 100);
    cr_assert_eq(trace.n_entries, 10 * N_QUARTERS);
    cr_assert_eq(paid, cash);
    cr_assert_eq(skipped, N_QUARTERS - 1);
    plan_builder_free(builder);
}

Test(waterfall, trace_shows_a_step_within_its_limit) {
    plan_builder *builder = plan_builder_create(1);
    plan_builder_tranche(builder, "A", 1000, "0");
    plan_builder_step(builder, IPA_WATERFALL_NORMAL,
                      (builder_step){.pay = "A.principal", .limit = "300"});
    builder_run run = plan_builder_run(builder);
    ipa_trace trace = {.lane = 0, .arena = builder->arena};
    run.options.trace = &trace;
    builder_collect(&run, IPA_COLLECTION_PRINCIPAL, 0, 0, 200);
    builder_go(&run);
    cr_assert_eq(trace.n_entries, 1);
    cr_assert_eq(trace.entries[0].available, 20000);
    cr_assert_eq(trace.entries[0].due, 30000);
    cr_assert_eq(trace.entries[0].paid, 20000);
    plan_builder_free(builder);
}

/* ---- no allocation in a run ---- */

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
void *__libc_malloc(size_t n_bytes);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t n_bytes);
void *__libc_memalign(size_t alignment, size_t n_bytes);
static size_t n_allocations;

void *malloc(size_t n_bytes) {
    n_allocations++;
    return __libc_malloc(n_bytes);
}

void *calloc(size_t count, size_t size) {
    n_allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t n_bytes) {
    n_allocations++;
    return __libc_realloc(old, n_bytes);
}

void *aligned_alloc(size_t alignment, size_t n_bytes) {
    n_allocations++;
    return __libc_memalign(alignment, n_bytes);
}

Test(waterfall, a_run_allocates_nothing) {
    plan_builder *builder = plan_builder_create(RICH_PERIODS);
    builder_run run = rich_deal(builder);
    random_fates(&run);
    const size_t before = n_allocations;
    cr_assert_gt(before, 0, "allocations are not counted");
    run.options.rounding = false;
    builder_go(&run);
    run.options.rounding = true;
    builder_go(&run);
    cr_assert_eq(n_allocations, before);
    plan_builder_free(builder);
}
#endif
