#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/deal/deal.h"
#include "tests/support/folders.h"

static const char SAMPLE[] = IPABS_SOURCE_DIR "/deals/eight-firms";

static ipa_arena *arena;
static ipa_findings findings;
static ipa_deal *deal;
static ipa_error error;
static test_folder folder;

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
    folder = folder_create();
}

static void tear_down(void) {
    folder_remove(&folder);
    ipa_arena_destroy(arena);
}

TestSuite(deal, .init = set_up, .fini = tear_down);

static ipa_status read_with(const char *path, const char *const *overrides, int n_overrides) {
    ipa_read_options options = {.overrides = overrides, .n_overrides = n_overrides};
    findings = ipa_findings_make(arena);
    return ipa_deal_read(path, &options, arena, &findings, &deal, &error);
}

static ipa_status read_deal(const char *path) {
    return read_with(path, NULL, 0);
}

static const char *said(void) {
    return ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false);
}

static void expect_sound(const char *path) {
    ipa_status status = read_deal(path);
    cr_assert_eq(status, IPA_OK, "%s\n%s", error.message, said());
}

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &date));
    return date;
}

Test(deal, the_sample_is_read_whole) {
    expect_sound(SAMPLE);
    cr_assert_eq(findings.n_items, 1, "%s", said());
    cr_assert_eq(findings.items[0].code, IPA_W0411_CALENDAR_UNCOVERED);
    cr_assert_str_eq(deal->terms.name.zh, "示例八企知识产权资产支持专项计划");
    cr_assert_str_eq(deal->terms.name.en, "Eight-Firm IP ABS (synthetic)");
    cr_assert_eq(deal->terms.n_parties, 5);
    cr_assert_str_eq(deal->terms.parties[2].role, "trustee");
    cr_assert_eq(deal->terms.legal_final, day("2030-07-25"));
    cr_assert(deal->terms.rounds);
    cr_assert_eq(deal->terms.interest_decimals, 4);
    cr_assert_eq(deal->calendar.roll, IPA_ROLL_FOLLOWING);
    cr_assert_eq(deal->periods.frequency, IPA_FREQUENCY_QUARTERLY);
    cr_assert_eq(deal->market.valuation_date, deal->terms.closing);
    cr_assert_eq(deal->market.n_knots, 7);
    cr_assert_eq(deal->market.knot_rates[0], 0.0140);
    cr_assert_eq(deal->simulation.n_paths, 100000);
    cr_assert_eq(deal->simulation.seed, 20250725);
    cr_assert_eq(strlen(deal->sha256), 64);
}

Test(deal, notes_fees_and_steps_of_the_sample) {
    expect_sound(SAMPLE);
    const ipa_deal_tranche *senior = &deal->tranches[0];
    cr_assert_eq(deal->n_tranches, 2);
    cr_assert_eq(senior->balance.value, 95000000);
    cr_assert_eq(senior->coupon.exact.mantissa, 279);
    cr_assert_eq(senior->coupon.exact.scale, 4);
    cr_assert_eq(senior->n_schedule, 12);
    cr_assert_eq(senior->schedule_per_100[11].value, 8.3337);
    cr_assert(senior->timely);
    cr_assert_eq(deal->tranches[1].amortisation, IPA_AMORTISATION_RESIDUAL);
    cr_assert_not(deal->tranches[1].timely);
    cr_assert_eq(deal->tranches[1].expected_final, IPA_NO_DATE);
    cr_assert_eq(deal->n_fees, 6);
    cr_assert(deal->fees[0].is_tax && deal->fees[0].carry_negative && deal->fees[0].carry);
    cr_assert_str_eq(deal->fees[1].base.text, "balance(A)");
    cr_assert_eq(deal->fees[1].per, IPA_PER_YEAR);
    cr_assert_eq(deal->fees[4].amount.value, 20000);
    cr_assert_eq(deal->fees[5].per, IPA_PER_PAYMENT);
    const ipa_deal_waterfall *normal = &deal->waterfalls[IPA_WATERFALL_NORMAL];
    cr_assert_eq(normal->n_steps, 7);
    cr_assert_eq(normal->steps[0].verb, IPA_VERB_DRAW);
    cr_assert_str_eq(normal->steps[0].source.id, "shortfall_payer");
    cr_assert_eq(normal->steps[0].n_payees, 8);
    cr_assert_str_eq(normal->steps[2].payees[3].id, "agencies");
    cr_assert_str_eq(normal->steps[6].when.text, "final");
    cr_assert_str_eq(normal->steps[6].from.id, "collection");
    cr_assert_eq(normal->steps[6].how, IPA_HOW_DEFAULT);
    cr_assert(deal->waterfalls[IPA_WATERFALL_ACCELERATED].given);
    cr_assert_not(deal->waterfalls[IPA_WATERFALL_DEFAULT].given);
    cr_assert(deal->triggers[1].after_payment);
    cr_assert_eq(deal->triggers[1].effect, IPA_EFFECT_DEFAULT);
    cr_assert_not(deal->support[0].cap.given);
}

Test(deal, tapes_of_the_sample) {
    expect_sound(SAMPLE);
    cr_assert_eq(deal->n_obligors, 8);
    cr_assert_str_eq(deal->obligors[0].name, "甲航空零部件");
    cr_assert_str_eq(deal->obligors[0].credit.rating.id, "Ba1");
    cr_assert_eq(deal->obligors[0].credit.loadings.n_items, 2);
    cr_assert_str_eq(deal->obligors[0].credit.loadings.items[1].name, "aerospace");
    cr_assert_eq(deal->obligors[0].credit.loadings.items[1].number.value, 0.25);
    double principal = 0;
    for (int c = 0; c < deal->n_contracts; c++)
        principal += deal->contracts[c].principal.value;
    cr_assert_eq(deal->n_contracts, 8);
    cr_assert_eq(principal, 1e8);
    cr_assert_eq(deal->contracts[7].amortisation, IPA_CONTRACT_SCHEDULE);
    cr_assert_eq(deal->contracts[0].recovery_lag_months.value, 18);
    cr_assert_null(deal->contracts[0].ineligible);
    cr_assert_eq(deal->n_dues, 12);
    cr_assert_eq(deal->dues[1].income.value, 88112.5);
    cr_assert_eq(deal->n_patents, 75);
    cr_assert_eq(deal->patents[0].pledge_rank, 1);
    cr_assert_eq(deal->patents[0].registered_on, day("2025-07-10"));
    cr_assert_eq(deal->pd_table.n_grades, 19);
    cr_assert_eq(deal->pd_table.n_years, 10);
    cr_assert_str_eq(deal->pd_table.grades[0], "Aaa");
    cr_assert_eq(deal->pd_table.cumulative[0], 0.000001);
    for (int f = 0; f < deal->model.n_factors * deal->model.n_factors; f++)
        cr_assert_eq(deal->model.correlation[f], f % (deal->model.n_factors + 1) == 0);
}

Test(deal, a_small_deal_has_defaults) {
    expect_sound(folder.path);
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert_eq(deal->n_accounts, 1);
    cr_assert_str_eq(deal->accounts[0].id, "collection");
    for (int n = 0; n < 4; n++)
        cr_assert_str_eq(deal->collect[n].id, "collection");
    cr_assert_eq(deal->terms.face.value, 100);
    cr_assert_str_eq(deal->terms.currency, "CNY");
    cr_assert(deal->market.flat);
    cr_assert_eq(deal->market.flat_rate.value, 0.02);
    cr_assert_eq(deal->fees[0].day_count, IPA_DAY_COUNT_ACT_365F);
    cr_assert_str_eq(deal->model.recovery_factor.id, "macro");
    cr_assert_str_eq(deal->model.pd_table.id, "idealised");
    cr_assert_eq(deal->simulation.n_paths, 100000);
    cr_assert_eq(deal->reports.language, IPA_LANGUAGE_ZH);
    cr_assert_not(deal->closing.given);
    cr_assert_eq(deal->contracts[0].recovery_mean.value, 0);
    cr_assert_str_eq(deal->tranches[0].name.en, "A");
}

Test(deal, the_document_may_be_named_itself) {
    char *path = folder_path(&folder, "deal.yaml");
    expect_sound(path);
    free(path);
    cr_assert_eq(deal->n_obligors, 2);
}

static const char CHINESE[] = "企业编号,企业名称,评级,因子载荷\n"
                              "E1,甲公司,Ba1,macro:0.4\n"
                              "E2,乙公司,Ba2,macro:0.3;software:0.2\n";

Test(deal, tapes_may_have_chinese_headers_and_a_byte_order_mark) {
    static const char MARK[] = "\xEF\xBB\xBF";
    char text[sizeof MARK + sizeof CHINESE];
    snprintf(text, sizeof text, "%s%s", MARK, CHINESE);
    folder_write(&folder, "obligors.csv", text, strlen(text));
    expect_sound(folder.path);
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert_str_eq(deal->obligors[1].name, "乙公司");
    cr_assert_eq(deal->obligors[1].credit.loadings.n_items, 2);
}

/* The same tape as a spreadsheet of a Chinese Windows saves it. */
Test(deal, tapes_may_be_gb18030) {
    static const char BYTES[] =
        "\xC6\xF3\xD2\xB5\xB1\xE0\xBA\xC5,\xC6\xF3\xD2\xB5\xC3\xFB\xB3\xC6,\xC6\xC0\xBC\xB6\r\n"
        "E1,\xBC\xD7\xB9\xAB\xCB\xBE,Ba1\r\nE2,\xD2\xD2\xB9\xAB\xCB\xBE,Ba2\r\n";
    folder_write(&folder, "obligors.csv", BYTES, sizeof BYTES - 1);
    expect_sound(folder.path);
    cr_assert_str_eq(deal->obligors[0].name, "甲公司");
    cr_assert_str_eq(deal->obligors[1].name, "乙公司");
}

Test(deal, an_ineligible_contract_keeps_its_reason) {
    folder_replace(&folder, "contracts.csv", "amortisation\n", "amortisation,eligible\n");
    folder_replace(&folder, "contracts.csv", "level\n", "level,yes\n");
    folder_replace(&folder, "contracts.csv", "bullet\n", "bullet,pledge not registered\n");
    expect_sound(folder.path);
    cr_assert_null(deal->contracts[0].ineligible);
    cr_assert_str_eq(deal->contracts[1].ineligible, "pledge not registered");
}

Test(deal, what_is_not_supported_yet_may_stand_at_its_default) {
    folder_replace(&folder, "contracts.csv", "amortisation\n",
                   "amortisation,deposit,patent_rule,recovery_basis,prepay_rate,royalty_basis,"
                   "royalty_rate,facility\n");
    folder_replace(&folder, "contracts.csv", "level\n", "level,0.00,none,claim,0,year,,\n");
    folder_replace(&folder, "deal.yaml", "fees:\n",
                   "accounts: [{id: collection, rate: 0}]\nsubsidies: []\nfees:\n");
    folder_replace(&folder, "deal.yaml", "medical]}\n",
                   "medical], recovery: {decay: 0.0, unregistered_share: 1}}\n"
                   "simulation: {sampler: philox}\n");
    expect_sound(folder.path);
    cr_assert_eq(findings.n_items, 0, "%s", said());
}

Test(deal, overrides_act_before_anything_is_read) {
    static const char *const OVERRIDES[] = {
        "tranches[A].coupon.fixed=2.79%",
        "tranches[1].balance=250000",
        "model.default.copula={student_t: 6}",
        "simulation.paths=500",
        "deal.units=none",
        "tranches[A].amortisation={schedule_per_100: [50, 50]}"};
    expect_sound(folder.path);
    const char *before = deal->sha256;
    ipa_status status = read_with(folder.path, OVERRIDES, 6);
    cr_assert_eq(status, IPA_OK, "%s", said());
    cr_assert_eq(deal->tranches[0].coupon.value, 0.0279);
    cr_assert_eq(deal->tranches[1].balance.value, 250000);
    cr_assert(deal->model.student_t);
    cr_assert_eq(deal->model.degrees_of_freedom.value, 6);
    cr_assert_eq(deal->simulation.n_paths, 500);
    cr_assert_not(deal->terms.rounds);
    cr_assert_eq(deal->tranches[0].n_schedule, 2);
    cr_assert_eq(deal->n_overrides, 6);
    cr_assert_str_eq(deal->overrides[1], OVERRIDES[1]);
    cr_assert_str_neq(deal->sha256, before);
}

Test(deal, the_fingerprint_covers_every_file) {
    expect_sound(folder.path);
    const char *before = deal->sha256;
    expect_sound(folder.path);
    cr_assert_str_eq(deal->sha256, before);
    folder_replace(&folder, "contracts.csv", "0.05", "0.06");
    expect_sound(folder.path);
    cr_assert_str_neq(deal->sha256, before);
}

Test(deal, steps_may_draw_from_an_account_and_have_limits) {
    folder_replace(&folder, "deal.yaml", "fees:\n",
                   "accounts:\n  - {id: main}\n  - {id: reserve, initial: 5000, target: \"0.05 * "
                   "balance(A)\"}\nfees:\n");
    folder_replace(&folder, "deal.yaml", "    - {pay: manager}\n",
                   "    - {draw: {account: reserve}, for: [manager, A.interest]}\n"
                   "    - {pay: manager, limit: 100, from: reserve}\n"
                   "    - {move: reserve, when: \"period > 1\"}\n");
    folder_replace(&folder, "deal.yaml", "    - {pay: A.principal}\n",
                   "    - {pay: [A.principal], how: pro_rata, amount: balance(A)}\n");
    expect_sound(folder.path);
    const ipa_deal_step *steps = deal->waterfalls[IPA_WATERFALL_NORMAL].steps;
    cr_assert_eq(deal->n_accounts, 2);
    cr_assert_eq(deal->accounts[1].initial.value, 5000);
    cr_assert_str_eq(deal->collect[3].id, "main", "the first account where none is `collection`");
    cr_assert_null(steps[0].source.id);
    cr_assert_str_eq(steps[0].account.id, "reserve");
    cr_assert_str_eq(steps[0].from.id, "main");
    cr_assert_eq(steps[0].n_payees, 2);
    cr_assert_str_eq(steps[1].from.id, "reserve");
    cr_assert_str_eq(steps[1].limit.text, "100");
    cr_assert_eq(steps[2].verb, IPA_VERB_MOVE);
    cr_assert_str_eq(steps[2].account.id, "reserve");
    cr_assert_str_eq(steps[2].when.text, "period > 1");
    cr_assert_eq(steps[2].when.mark.column, 30, "behind the quote");
    cr_assert_eq(steps[4].how, IPA_HOW_PRO_RATA);
    cr_assert_str_eq(steps[4].amount.text, "balance(A)");
}

/* A tape whose every row is wrong is answered in a moment: the nearest name is not sought for each.
 */
Test(deal, a_hundred_thousand_wrong_references) {
    size_t n_rows = 100000;
    char *text = ipa_arena_alloc(arena, n_rows * 100, 1);
    char *to = text + sprintf(text, "id,obligor,kind,start,end,frequency,principal,rate,"
                                    "amortisation\n");
    for (size_t row = 0; row < n_rows; row++)
        to +=
            sprintf(to, "L%zu,X%zu,loan,2025-01-15,2026-07-15,monthly,1000,0.05,level\n", row, row);
    folder_write(&folder, "contracts.csv", text, (size_t)(to - text));
    cr_assert_eq(read_deal(folder.path), IPA_FINDINGS);
    cr_assert_eq(findings.n_errors, n_rows);
    cr_assert_eq(findings.n_items, 1000);
}

Test(deal, closing_and_dates_written_out) {
    folder_replace(&folder, "deal.yaml", "{first_payment: 2025-07-15, frequency: semiannual}",
                   "{dates: [2025-07-15, 2026-07-15]}");
    folder_replace(&folder, "deal.yaml", "market:",
                   "closing:\n  proceeds: {A: 100.5, SUB: 100}\n"
                   "  upfront: [{id: legal, amount: 1500}, {id: arranger, rate: 0.002, base: "
                   "original(A)}]\n  purchase_price: 990000\nmarket:");
    expect_sound(folder.path);
    cr_assert_eq(deal->periods.dates.n_dates, 2);
    cr_assert_eq(deal->periods.first_payment, day("2025-07-15"));
    cr_assert(deal->closing.given);
    cr_assert_eq(deal->closing.n_upfront, 2);
    cr_assert_eq(deal->closing.proceeds.items[0].number.value, 100.5);
    cr_assert_eq(deal->closing.purchase_price.value, 990000);
}

Test(deal, own_tables_of_default_rates_curves_and_closed_days) {
    folder_replace(&folder, "deal.yaml", "model: {",
                   "model: {default: {pd_table: pd.csv}, correlation: c.csv, ");
    folder_replace(&folder, "deal.yaml", "WEEKENDS", "closed.csv");
    folder_replace(&folder, "obligors.csv", "rating", "rating,pd_curve");
    folder_replace(&folder, "obligors.csv", "Ba1", "Good,");
    folder_replace(&folder, "obligors.csv", "Ba2", ",pd2.csv");
    static const char *const FILES[][2] = {
        {"pd.csv", "grade,y1,y2,y3\nGood,0.1%,0.2%,0.3%\nBad,0.05,0.1,0.2\n"},
        {"pd2.csv", "years,cumulative_pd\n1,0.01\n2.5,0.04\n"},
        {"closed.csv", "date\n2026-10-01\n2025-07-15\n"},
        {"c.csv",
         "name,software,macro,medical\nmedical,0,0.1,1\nmacro,0.3,1,0.1\nsoftware,1,0.3,0\n"},
    };
    for (size_t n = 0; n < sizeof FILES / sizeof FILES[0]; n++)
        folder_write(&folder, FILES[n][0], FILES[n][1], strlen(FILES[n][1]));
    expect_sound(folder.path);
    cr_assert_eq(deal->pd_table.n_grades, 2);
    cr_assert_eq(deal->pd_table.cumulative[2], 0.003);
    cr_assert_eq(deal->n_pd_curves, 1);
    cr_assert_eq(deal->pd_curves[0].years[1], 2.5);
    cr_assert_str_eq(deal->pd_curves[0].file, deal->obligors[1].credit.pd_curve.id);
    cr_assert_eq(deal->calendar.extra.n_dates, 2);
    cr_assert_eq(deal->calendar.extra.dates[0], day("2025-07-15"), "closed dates are sorted");
    static const double CORRELATION[9] = {1, 0.3, 0.1, 0.3, 1, 0, 0.1, 0, 1};
    for (int n = 0; n < 9; n++)
        cr_assert_eq(deal->model.correlation[n], CORRELATION[n], "entry %d", n);
}

Test(deal, what_is_missing_is_a_failure_not_a_finding) {
    cr_assert_eq(read_deal("/no/such/folder"), IPA_MISSING);
    cr_assert_eq(findings.n_items, 0);
    cr_assert(strstr(error.message, "/no/such/folder"));
    char *path = folder_path(&folder, "deal.yaml");
    cr_assert_eq(unlink(path), 0);
    free(path);
    cr_assert_eq(read_deal(folder.path), IPA_MISSING);
}

Test(deal, a_file_over_the_limit_is_refused_unread) {
    char *path = folder_path(&folder, "deal.yaml");
    cr_assert_eq(truncate(path, (4 << 20) + 1), 0);
    free(path);
    cr_assert_eq(read_deal(folder.path), IPA_FINDINGS);
    cr_assert_eq(findings.items[0].code, IPA_E0005_FILE_TOO_LARGE);
}

/* Root may read anything, so that rights are no obstacle to a test: a link that leads to itself is.
 */
Test(deal, a_file_the_system_refuses_is_a_finding) {
    char *path = folder_path(&folder, "curve.csv");
    cr_assert_eq(symlink("curve.csv", path), 0);
    free(path);
    folder_replace(&folder, "deal.yaml", "{flat: 2%}", "{curve: curve.csv}");
    cr_assert_eq(read_deal(folder.path), IPA_FINDINGS);
    cr_assert_eq(findings.n_items, 1, "%s", said());
    cr_assert_eq(findings.items[0].code, IPA_E0002_FILE_UNREADABLE);
}

/* Found by search: both have the FNV-1a hash 0xc5678c3c. */
Test(deal, ids_with_one_hash_are_refused) {
    folder_replace(&folder, "obligors.csv", "E1", "talzdl");
    folder_replace(&folder, "obligors.csv", "E2", "pcrcwx");
    folder_replace(&folder, "contracts.csv", "E1", "talzdl");
    folder_replace(&folder, "contracts.csv", "E2", "pcrcwx");
    cr_assert_eq(read_deal(folder.path), IPA_FINDINGS);
    cr_assert_eq(findings.n_items, 1, "%s", said());
    cr_assert_eq(findings.items[0].code, IPA_E0407_STREAM_COLLISION);
}

Test(deal, patents_with_one_hash_are_refused) {
    static const char TEXT[] = "id,kind,filed,granted\ntalzdl,invention,2019-03-01,2021-05-01\n"
                               "pcrcwx,invention,2019-03-01,2021-05-01\n";
    folder_write(&folder, "patents.csv", TEXT, sizeof TEXT - 1);
    folder_replace(&folder, "deal.yaml", "contracts.csv}", "contracts.csv, patents: patents.csv}");
    cr_assert_eq(read_deal(folder.path), IPA_FINDINGS);
    cr_assert_eq(findings.n_items, 1, "%s", said());
    cr_assert_eq(findings.items[0].code, IPA_E0407_STREAM_COLLISION);
}

/* A pool of many contracts is read in a moment, and no look-up is quadratic. */
Test(deal, a_hundred_thousand_contracts) {
    size_t n_rows = 100000;
    char *text = ipa_arena_alloc(arena, n_rows * 100, 1);
    char *to = text + sprintf(text, "id,obligor,kind,start,end,frequency,principal,rate,"
                                    "amortisation\n");
    for (size_t row = 0; row < n_rows; row++)
        to += sprintf(to, "L%zu,E%zu,loan,2025-01-15,2026-07-15,monthly,%zu,0.05,level\n", row,
                      1 + row % 2, 1000 + row);
    folder_write(&folder, "contracts.csv", text, (size_t)(to - text));
    expect_sound(folder.path);
    cr_assert_eq(deal->n_contracts, 100000);
    cr_assert_eq(deal->contracts[99999].principal.value, 100999);
}

/* ---- royalties, patents, what follows a default ---- */

static void write_text(const char *name, const char *text) {
    folder_write(&folder, name, text, strlen(text));
}

/* The small deal with everything of the pool in it. */
static void write_pool(void) {
    folder_replace(
        &folder, "deal.yaml", "model: {factors: [macro, software, medical]}\n",
        "entities: [{id: backer, rating: A2}]\n"
        "model:\n"
        "  factors: [macro, software, medical]\n"
        "  sales:\n"
        "    software: {reversion: 0.5, volatility: 15%}\n"
        "    macro: {volatility: 0.1, growth: {initial: 0.2, mean: 0.03, reversion: 0.7, "
        "volatility: 0.05, correlation: -0.2}}\n"
        "  patents: {hazards: none, family_share: 0.3, partial_factor: 0.5, grant: {median_months: "
        "18, sigma: 0.3, probability: 0.6, accelerated_factor: 0.4}}\n"
        "  recovery: {decay: 0.2, unregistered_share: 0.5, platform_fee: 0.03, buyback: {entity: "
        "backer, share: 0.4, lag_months: 6}}\n"
        "  facilities: [{id: pool1, share: 0.5, cap_per_obligor: 6000000, pool_cap: 10000000, "
        "lag_months: 12, needs_pledge: true, repaid: true}, {id: pool2, share: 30%}]\n");
    folder_replace(&folder, "deal.yaml", "contracts: contracts.csv}",
                   "contracts: contracts.csv, patents: patents.csv}");
    write_text("sales.csv", "years,multiplier\n0,1\n1.5,2\n4,0\n");
    write_text("obligors.csv", "企业编号,评级,因子载荷,担保人,担保比例\n"
                               "E1,Ba1,macro:0.4,backer,0.8\nE2,Ba2,,,\n");
    write_text(
        "contracts.csv",
        "合同编号,企业编号,合同类型,起始日,到期日,付款频率,本金,利率,还款方式,提成率,"
        "基准销售额,保底许可费,许可费上限,提成口径,销售曲线,销售因子,销售波动率,销售回归速度,"
        "报告时滞月数,专利,专利规则,保证金,评估值,回收基础,提前还款率,提前还款费率,"
        "延迟支付概率,风险补偿\n"
        "R1,E1,royalty,2025-01-15,2026-01-15,,,,,0:0.05;20000000:0.04,80000000,100000,"
        "5000000,period,table:sales.csv,software,0.12,2,3,P1,weighted,20000,,,0.04,,0.1,\n"
        "L2,E2,loan,2025-01-15,2026-01-15,quarterly,400000,0.06,bullet,,,,,,,,,,,P1,,3000,"
        "900000,valuation,0.05,0.01,5%,pool1\n"
        "R3,E2,royalty,2025-01-15,2026-07-15,,0,0,,0.03,1000000,,,,table:sales.csv,,,,,,,,,,,"
        ",,\n");
    write_text("patents.csv", "专利编号,专利类型,申请日,授权日,登记日,优先审查,年费承担方\n"
                              "P1,invention,2019-03-01,2021-05-01,2025-01-10,,deal\n"
                              "P2,design,2024-03-01,,,yes,\n");
}

Test(deal, royalties_by_their_chinese_headers) {
    write_pool();
    expect_sound(folder.path);
    cr_assert_eq(findings.n_items, 0, "%s", said());
    const ipa_deal_contract *royalty = &deal->contracts[0];
    cr_assert_eq(royalty->kind, IPA_CONTRACT_ROYALTY);
    cr_assert_not(royalty->principal.given);
    cr_assert_eq(royalty->n_tiers, 2);
    cr_assert_eq(royalty->tiers[1].from.value, 2e7);
    cr_assert_eq(royalty->tiers[1].rate.value, 0.04);
    cr_assert_eq(royalty->base_sales.value, 8e7);
    cr_assert_eq(royalty->minimum.value, 100000);
    cr_assert_eq(royalty->cap.value, 5000000);
    cr_assert(royalty->royalty_by_period);
    cr_assert_eq(royalty->profile.kind, IPA_PROFILE_POINTS);
    cr_assert_eq(royalty->profile.n_points, 3);
    cr_assert_eq(royalty->profile.multipliers[1], 2);
    cr_assert_str_eq(royalty->profile_file.id, "sales.csv");
    cr_assert_eq(ipa_profile_at(&royalty->profile, 0.75), 1.5);
    cr_assert_str_eq(royalty->factor.id, "software");
    cr_assert_eq(royalty->sales_volatility.value, 0.12);
    cr_assert_eq(royalty->sales_reversion.value, 2);
    cr_assert_eq(royalty->reporting_lag_months, 3);
    cr_assert_eq(royalty->patent_rule, IPA_PATENT_RULE_WEIGHTED);
    cr_assert_eq(royalty->deposit.value, 20000);
    cr_assert_eq(royalty->prepay_rate.value, 0.04);
    cr_assert_eq(royalty->late_probability.value, 0.1);
    cr_assert_eq(deal->contracts[2].profile.multipliers, royalty->profile.multipliers,
                 "a file is read once");
}

Test(deal, fixed_dues_with_deposit_guarantor_and_facility) {
    write_pool();
    expect_sound(folder.path);
    const ipa_deal_contract *loan = &deal->contracts[1];
    cr_assert_eq(loan->deposit.value, 3000);
    cr_assert(loan->recovery_by_valuation);
    cr_assert_eq(loan->valuation.value, 900000);
    cr_assert_eq(loan->prepay_rate.value, 0.05);
    cr_assert_eq(loan->prepay_fee.value, 0.01);
    cr_assert_eq(loan->late_probability.value, 0.05);
    cr_assert_str_eq(loan->facility.id, "pool1");
    cr_assert_str_eq(deal->obligors[0].guarantor.id, "backer");
    cr_assert_eq(deal->obligors[0].guarantee_share.value, 0.8);
    cr_assert_null(deal->obligors[1].guarantor.id);
    cr_assert_eq(deal->obligors[1].guarantee_share.value, 0);
    cr_assert(deal->patents[0].annuity_by_deal && !deal->patents[0].accelerated);
    cr_assert(deal->patents[1].accelerated && !deal->patents[1].annuity_by_deal);
}

Test(deal, the_model_of_sales_and_patents) {
    write_pool();
    expect_sound(folder.path);
    const ipa_deal_model *model = &deal->model;
    cr_assert_not(model->intensity);
    cr_assert_eq(model->n_sales, 2);
    cr_assert_str_eq(model->sales[0].factor.id, "software");
    cr_assert_eq(model->sales[0].reversion.value, 0.5);
    cr_assert_eq(model->sales[0].volatility.value, 0.15);
    cr_assert_not(model->sales[0].grows);
    const ipa_deal_process *macro = &model->sales[1];
    cr_assert(macro->grows);
    cr_assert_eq(macro->reversion.value, 0);
    cr_assert_eq(macro->growth_initial.value, 0.2);
    cr_assert_eq(macro->growth_mean.value, 0.03);
    cr_assert_eq(macro->growth_reversion.value, 0.7);
    cr_assert_eq(macro->growth_volatility.value, 0.05);
    cr_assert_eq(macro->growth_correlation.value, -0.2);
    cr_assert_eq(model->patents.n_rows, 0);
    cr_assert_eq(model->patents.family_share.value, 0.3);
    cr_assert_eq(model->patents.partial_factor.value, 0.5);
    cr_assert_eq(model->patents.grant_median_months.value, 18);
    cr_assert_eq(model->patents.grant_sigma.value, 0.3);
    cr_assert_eq(model->patents.grant_probability.value, 0.6);
    cr_assert_eq(model->patents.grant_accelerated_factor.value, 0.4);
}

Test(deal, the_model_of_what_follows_a_default) {
    write_pool();
    expect_sound(folder.path);
    const ipa_deal_model *model = &deal->model;
    cr_assert_eq(model->recovery_decay.value, 0.2);
    cr_assert_eq(model->unregistered_share.value, 0.5);
    cr_assert_eq(model->platform_fee.value, 0.03);
    cr_assert_str_eq(model->buyback.entity.id, "backer");
    cr_assert_eq(model->buyback.share.value, 0.4);
    cr_assert_eq(model->buyback.lag_months.value, 6);
    cr_assert_eq(model->n_facilities, 2);
    const ipa_deal_facility *facility = &model->facilities[0];
    cr_assert_str_eq(facility->id, "pool1");
    cr_assert_eq(facility->share.value, 0.5);
    cr_assert_eq(facility->cap_per_obligor.value, 6e6);
    cr_assert_eq(facility->pool_cap.value, 1e7);
    cr_assert_eq(facility->lag_months.value, 12);
    cr_assert(facility->needs_pledge && facility->repaid);
    cr_assert_not(model->facilities[1].needs_pledge || model->facilities[1].repaid);
    cr_assert_not(model->facilities[1].pool_cap.given);
}

Test(deal, the_pool_has_defaults) {
    expect_sound(folder.path);
    const ipa_deal_model *model = &deal->model;
    const ipa_deal_contract *loan = &deal->contracts[1];
    cr_assert_eq(loan->profile.kind, IPA_PROFILE_CONSTANT);
    cr_assert_eq(ipa_profile_at(&loan->profile, 3), 1);
    cr_assert_eq(loan->n_tiers, 0);
    cr_assert_not(loan->cap.given || loan->royalty_by_period || loan->recovery_by_valuation);
    cr_assert_eq(loan->patent_rule, IPA_PATENT_RULE_NONE);
    cr_assert_eq(loan->prepay_rate.value + loan->prepay_fee.value + loan->late_probability.value,
                 0);
    cr_assert_null(loan->facility.id);
    cr_assert_null(loan->factor.id);
    cr_assert_eq(model->n_sales + model->n_facilities, 0);
    cr_assert_str_eq(model->patents.hazards.id, "builtin");
    cr_assert_gt(model->patents.n_rows, 50);
    cr_assert_eq(model->patents.family_share.value, 0);
    cr_assert_eq(model->patents.partial_factor.value, 0.6);
    cr_assert_eq(model->patents.grant_median_months.value, 20);
    cr_assert_eq(model->patents.grant_sigma.value, 0.4);
    cr_assert_eq(model->patents.grant_probability.value, 0.55);
    cr_assert_eq(model->patents.grant_accelerated_factor.value, 1);
    cr_assert_eq(model->recovery_decay.value, 0);
    cr_assert_eq(model->unregistered_share.value, 1);
    cr_assert_eq(model->platform_fee.value, 0);
    cr_assert_null(model->buyback.entity.id);
}

Test(deal, loadings_of_the_intensity_model_are_exponents) {
    folder_replace(&folder, "deal.yaml", "model: {",
                   "model: {default: {copula: intensity}, sales: {macro: {volatility: 0.2}}, ");
    folder_replace(&folder, "obligors.csv", "macro:0.4", "macro:4.5");
    folder_replace(&folder, "obligors.csv", "macro:0.3", "macro:-2;software:0");
    expect_sound(folder.path);
    cr_assert_eq(findings.n_items, 0, "%s", said());
    cr_assert(deal->model.intensity && !deal->model.student_t);
    cr_assert_eq(deal->obligors[0].credit.loadings.items[0].number.value, 4.5);
    cr_assert_eq(deal->obligors[1].credit.loadings.items[0].number.value, -2);
}
