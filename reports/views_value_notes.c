#include <math.h>

#include "engine/base/version.h"
#include "reports/cells.h"
#include "reports/plain.h"
#include "reports/value_report.h"
#include "reports/words.h"

/* ---- summary ---- */

static const ipa_cells_column SUMMARY_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                   {"值", "Figure", IPA_FORMAT_MONEY},
                                                   {"说明", "Note", IPA_FORMAT_TEXT}};

/* Formats are checked in both languages. */
__attribute__((format_arg(2), format_arg(3))) static const char *
phrase(const ipa_view *view, const char *zh, const char *en) {
    return ipa_cells_say(view, zh, en);
}

static void item(ipa_cells *cells, const char *zh, const char *en, double figure,
                 ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_formatted(cells, figure, format);
}

typedef struct totals {
    double relief, split, annuities, appraisal, appraised_income;
    int n_off, n_financing;
} totals;

static void add(double *sum, double amount) {
    *sum += isfinite(amount) ? amount : 0;
}

static totals totals_of(const ipa_view *view) {
    totals all = {0};
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const ipa_contract_value *value = &view->value->contracts[c];
        add(&all.relief, value->relief);
        add(&all.split, value->split);
        add(&all.appraisal, value->appraisal);
        all.n_financing += value->fee_multiple >= IPA_PATENT_VALUE_FINANCING;
    }
    for (int j = 0; j < view->deal->n_patents; j++) {
        const ipa_patent_worth *worth = &view->value->patents[j];
        all.n_off += ipa_patent_value_is_off(view->deal, worth->income, worth->appraisal);
        all.annuities += worth->annuities;
    }
    return all;
}

static double shown(double sum) {
    return sum > 0 ? sum : NAN;
}

static void simulated(ipa_cells *cells) {
    const ipa_income_values *income = &cells->view->value->income;
    if (income->n_paths == 0)
        return;
    item(cells, "收益法：期望", "Income approach: expected", income->pool.expected.mean,
         IPA_FORMAT_MONEY);
    ipa_cells_text(cells,
                   ipa_arena_format(
                       cells->view->arena,
                       phrase(cells->view, "%s 条模拟路径的均值", "mean of %s simulated paths"),
                       ipa_plain_figure(cells->view, (double)income->n_paths, IPA_FORMAT_INTEGER)));
    item(cells, "±标准误", "± s.e.", income->pool.expected.standard_error, IPA_FORMAT_MONEY);
    item(cells, "5% 分位", "5% quantile", income->pool.p05, IPA_FORMAT_MONEY);
    item(cells, "中位数", "Median", income->pool.p50, IPA_FORMAT_MONEY);
    item(cells, "95% 分位", "95% quantile", income->pool.p95, IPA_FORMAT_MONEY);
}

static void judged(ipa_cells *cells, const totals *all) {
    const ipa_view *view = cells->view;
    const bool english = view->language == IPA_LANGUAGE_EN;
    item(cells, "评估值不在容忍区间的专利（件）", "Patents whose appraisal lies outside the band",
         all->n_off, IPA_FORMAT_INTEGER);
    ipa_cells_text(cells, ipa_arena_format(view->arena,
                                           phrase(view, "收益法与评估值之比偏离 1 超过 %.0f%%",
                                                  "value ÷ appraisal more than %.0f%% from 1"),
                                           100 * view->deal->valuation.appraisal_band.value));
    item(cells, "近似融资的许可合同（份）", "Licences that look like financing", all->n_financing,
         IPA_FORMAT_INTEGER);
    ipa_cells_text(
        cells, ipa_arena_format(view->arena,
                                phrase(view, "备案许可均价 %.0f 万元（%.1f 年）的 %.0f 倍及以上",
                                       "%.2f million yuan (%.1f years) is the mean of recorded "
                                       "licences; fees of %.0f times that or more"),
                                IPA_PATENT_VALUE_MEAN_FEE / (english ? 1e6 : 1e4),
                                IPA_PATENT_VALUE_MEAN_YEARS, IPA_PATENT_VALUE_FINANCING));
}

ipa_table *ipa_views_value_summary(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "value_summary", SUMMARY_COLUMNS);
    if (!view->value)
        return cells.table;
    const totals all = totals_of(view);
    item(&cells, "估值日", "Valuation date", view->deal->market.valuation_date, IPA_FORMAT_DATE);
    item(&cells, "合同（份）", "Contracts", view->plan->n_contracts, IPA_FORMAT_INTEGER);
    item(&cells, "知识产权（件）", "Patents and other rights", view->deal->n_patents,
         IPA_FORMAT_INTEGER);
    item(&cells, "收益法：基准", "Income approach: base case", view->value->income.pool.base,
         IPA_FORMAT_MONEY);
    ipa_cells_words(&cells, "全部按期支付、专利存续至届满",
                    "every due paid, every patent living to its expiry");
    simulated(&cells);
    item(&cells, "许可费节省法", "Relief from royalty", shown(all.relief), IPA_FORMAT_MONEY);
    if (!(all.relief > 0))
        ipa_cells_words(&cells, "未给出销售额或许可费率", "no sales or no royalty rate is given");
    item(&cells, "利润分成法", "Profit split", shown(all.split), IPA_FORMAT_MONEY);
    if (!(all.split > 0))
        ipa_cells_words(&cells, "未给出销售额或利润率", "no sales or no margin is given");
    item(&cells, "官方年费现值", "Official annual fees (PV)", all.annuities, IPA_FORMAT_MONEY);
    item(&cells, "评估值合计（合同）", "Appraisals of the contracts", shown(all.appraisal),
         IPA_FORMAT_MONEY);
    judged(&cells, &all);
    return cells.table;
}

/* ---- methods and assumptions ---- */

static const ipa_cells_column METHOD_COLUMNS[] = {{"方法", "Method", IPA_FORMAT_TEXT},
                                                  {"假设", "Assumption", IPA_FORMAT_TEXT},
                                                  {"取值", "Figure", IPA_FORMAT_PROBABILITY},
                                                  {"来源", "From", IPA_FORMAT_TEXT},
                                                  {"说明", "What it means", IPA_FORMAT_TEXT}};

/* X(zh, en): where a figure comes from */
enum { GIVEN, DEFAULT, CONTRACT, ABSENT };
static const struct {
    const char *zh, *en;
} SOURCES[] = {[GIVEN] = {"交易文件", "the deal"},
               [DEFAULT] = {"缺省", "default"},
               [CONTRACT] = {"合同", "the contracts"},
               [ABSENT] = {"未给出", "not given"}};

typedef struct method_row {
    const char *method_zh, *method_en, *zh, *en;
    double figure;
    ipa_format format;
    int source;
    const char *note_zh, *note_en;
} method_row;

static void write_row(ipa_cells *cells, const method_row *row) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, row->method_zh, row->method_en);
    ipa_cells_words(cells, row->zh, row->en);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_formatted(cells, row->figure, row->format);
    cells->role = IPA_ROLE_OUTPUT;
    ipa_cells_words(cells, SOURCES[row->source].zh, SOURCES[row->source].en);
    ipa_cells_words(cells, row->note_zh, row->note_en);
}

static int source_of(ipa_number number) {
    return number.given ? GIVEN : ABSENT;
}

/* A default counts as given once it is bound: whether it was written shows in its place. */
static int written(const ipa_view *view, const char *section, const char *key) {
    const ipa_node *node = ipa_node_get(view->deal->root, "valuation");
    node = section ? ipa_node_get(node, section) : node;
    return ipa_node_given(ipa_node_get(node, key)) ? GIVEN : DEFAULT;
}

#define ALL_ZH "全部方法"
#define ALL_EN "All methods"
#define INCOME_ZH "收益法"
#define INCOME_EN "Income approach"
#define RELIEF_ZH "许可费节省法"
#define RELIEF_EN "Relief from royalty"
#define SPLIT_ZH "利润分成法"
#define SPLIT_EN "Profit split"

static void discount_rows(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_deal_valuation *asked = &view->deal->valuation;
    if (asked->rate.given) {
        write_row(cells, &(method_row){ALL_ZH, ALL_EN, "折现率（年）", "Discount rate a year",
                                       asked->rate.value, IPA_FORMAT_PROBABILITY, GIVEN,
                                       "单一利率，年复利", "flat, compounded annually"});
        return;
    }
    write_row(cells,
              &(method_row){ALL_ZH, ALL_EN, "折现曲线：一年", "Discount curve: one year",
                            ipa_curve_zero_rate(&view->plan->curve, 1), IPA_FORMAT_PROBABILITY,
                            DEFAULT, "market.discount 的即期利率", "zero rate of market.discount"});
    write_row(cells, &(method_row){
                         ALL_ZH, ALL_EN, "折现利差", "Spread over the curve", asked->spread.value,
                         IPA_FORMAT_PROBABILITY, written(view, NULL, "spread"),
                         asked->spread.value > 0
                             ? "技术、市场、经营等风险的补偿"
                             : "未加风险溢价：收益法结果偏高，知识产权估值常用 15%–25%",
                         asked->spread.value > 0
                             ? "for the risks of technology, market and management"
                             : "no risk premium: values come out high; 15–25% a year is usual "
                               "for IP"});
}

static void income_rows(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_deal_valuation *asked = &view->deal->valuation;
    const ipa_plan *longer = view->value->income.plan;
    write_row(
        cells,
        &(method_row){INCOME_ZH, INCOME_EN, "估值至", "Valued until",
                      longer->periods[ipa_income_value_last(&view->value->income)].collection_end,
                      IPA_FORMAT_DATE, CONTRACT,
                      "各合同余下全部期限（含法定到期日之后），现金按归集期末折现，税前",
                      "the contracts' whole remaining lives, beyond the legal final; "
                      "cash counts at the end of its collection period; before tax"});
    write_row(cells,
              &(method_row){INCOME_ZH, INCOME_EN, "计入付款人违约（1 是 0 否）",
                            "Payers may default (1 yes, 0 no)", asked->default_risk ? 1 : 0,
                            IPA_FORMAT_INTEGER, written(view, NULL, "default_risk"),
                            "违约后不计任何回收、担保或补偿",
                            "what follows a default (recovery, guarantee, compensation) is left "
                            "out"});
    ipa_cells_row(cells);
    ipa_cells_words(cells, INCOME_ZH, INCOME_EN);
    ipa_cells_words(cells, "分摊到专利", "Split over the patents");
    cells->column = 4;
    ipa_cells_words(
        cells,
        "许可、提成、租赁、里程碑合同：按权重 × 各期有效概率加权的收入现值；"
        "借款与应收账款的专利只是质物，不分摊",
        "licences, royalties, leases, milestones: by weight × present value of the cash "
        "while the patent is expected to count; no part of loans and receivables, "
        "whose patents are only pledged");
}

static void royalty_rows(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_deal_valuation *asked = &view->deal->valuation;
    write_row(cells,
              &(method_row){RELIEF_ZH, RELIEF_EN, "假设许可费率", "Royalty rate",
                            asked->royalty_rate.given ? asked->royalty_rate.value : NAN,
                            IPA_FORMAT_PROBABILITY, asked->royalty_rate.given ? GIVEN : CONTRACT,
                            "销售额 × 费率 ×（1 − 税率），至法定期限届满；缺省用合同自身的分档费率",
                            "sales × rate × (1 − tax) to the end of the legal life; without a rate "
                            "the contract's own tiers"});
    write_row(cells,
              &(method_row){SPLIT_ZH, SPLIT_EN, "营业利润率", "Operating margin",
                            asked->margin.given ? asked->margin.value : NAN, IPA_FORMAT_PROBABILITY,
                            source_of(asked->margin), "销售额 × 利润率 × 分成率 ×（1 − 税率）",
                            "sales × margin × share × (1 − tax)"});
    write_row(cells,
              &(method_row){SPLIT_ZH, SPLIT_EN, "分成率", "Share of the profit", asked->share.value,
                            IPA_FORMAT_PROBABILITY, written(view, "profit_split", "share"),
                            "常见区间 25%–33%", "25–33% is usual"});
    write_row(cells, &(method_row){"许可费节省法、利润分成法", "Relief and split", "税率",
                                   "Tax rate", asked->tax_rate.value, IPA_FORMAT_PROBABILITY,
                                   written(view, NULL, "tax_rate"), "收益法为税前",
                                   "the income approach is before tax"});
}

static void other_rows(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_deal_valuation *asked = &view->deal->valuation;
    write_row(cells, &(method_row){"专利寿命", "Lives", "待授权申请的授权概率",
                                   "Chance of a pending application",
                                   view->deal->model.patents.grant_probability.value,
                                   IPA_FORMAT_PROBABILITY, DEFAULT, "见假设 model.patents",
                                   "model.patents of the deal"});
    if (asked->renewal_sigma.given)
        write_row(cells,
                  &(method_row){"维持模型", "Renewal model", "收益年衰减", "Return lost each year",
                                asked->renewal_decay.value, IPA_FORMAT_PROBABILITY, GIVEN,
                                "Schankerman–Pakes：首年收益对数正态，收益低于年费即放弃",
                                "Schankerman–Pakes: lognormal first return; dropped once the "
                                "return is below the fee"});
    write_row(cells, &(method_row){
                         "评分", "Scores", "指标数", "Indicators", asked->n_indicators,
                         IPA_FORMAT_INTEGER, asked->n_indicators > 0 ? GIVEN : ABSENT,
                         asked->n_indicators > 0
                             ? "指标体系按 GB/T 42748-2023，权重与分值均由使用者给定，并非标准所定"
                             : "未给出权重，故无评分",
                         asked->n_indicators > 0
                             ? "indicators of GB/T 42748-2023; weights and scores are the "
                               "user's, none is the standard's"
                             : "no weights are given, so there is no score"});
    write_row(cells, &(method_row){"评估值核对", "Appraisal", "容忍区间 ±", "Band ±",
                                   asked->appraisal_band.value, IPA_FORMAT_PROBABILITY,
                                   written(view, NULL, "appraisal_band"), "收益法期望 ÷ 评估值",
                                   "expected income ÷ appraisal"});
}

ipa_table *ipa_views_value_methods(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "value_methods", METHOD_COLUMNS);
    if (!view->value)
        return cells.table;
    discount_rows(&cells);
    income_rows(&cells);
    royalty_rows(&cells);
    other_rows(&cells);
    return cells.table;
}

/* ---- audit ---- */

static const ipa_cells_column AUDIT_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                 {"值", "Value", IPA_FORMAT_TEXT}};

static void say(ipa_cells *cells, const char *zh, const char *en, const char *text) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_text(cells, text);
}

ipa_table *ipa_views_value_audit(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "value_audit", AUDIT_COLUMNS);
    size_t n_parts;
    const ipa_version_part *parts = ipa_version_parts(&n_parts);
    say(&cells, "程序版本", "Version", view->run->version);
    say(&cells, "编译器", "Compiler", ipa_version_compiler());
    for (size_t n = 0; n < n_parts; n++)
        say(&cells, "程序库", "Library",
            ipa_arena_format(view->arena, "%s %s", parts[n].name, parts[n].version));
    say(&cells, "输入文件指纹（SHA-256）", "Fingerprint of the inputs (SHA-256)",
        view->deal->sha256);
    if (view->value) {
        say(&cells, "随机种子", "Seed", ipa_arena_format(view->arena, "%llu", view->value->seed));
        say(&cells, "模拟路径数", "Simulated paths",
            ipa_arena_format(view->arena, "%ld", view->value->income.n_paths));
    }
    for (int n = 0; n < view->deal->n_overrides; n++)
        say(&cells, "覆盖输入", "Override", view->deal->overrides[n]);
    say(&cells, "命令", "Command", view->run->command);
    say(&cells, "运行时间", "Time of the run", view->run->as_of);
    return cells.table;
}
