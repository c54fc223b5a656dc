#include <math.h>
#include <string.h>

#include "reports/cells.h"
#include "reports/plain.h"
#include "reports/words.h"

static bool same(const char *left, const char *right) {
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

/* ---- contracts ---- */

static const ipa_cells_column CONTRACT_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"债务人", "Obligor", IPA_FORMAT_TEXT},
    {"合同类型", "Kind", IPA_FORMAT_TEXT},
    {"起始日", "Start", IPA_FORMAT_DATE},
    {"到期日", "End", IPA_FORMAT_DATE},
    {"付款频率", "Frequency", IPA_FORMAT_TEXT},
    {"还本方式", "Amortisation", IPA_FORMAT_TEXT},
    {"本金", "Principal", IPA_FORMAT_MONEY},
    {"利率", "Rate", IPA_FORMAT_RATE},
    {"提前终止率（每年）", "Early end, hazard a year", IPA_FORMAT_RATE},
    {"提前终止费率", "Fee on it", IPA_FORMAT_RATE},
    {"逾期概率（每期）", "Probability of a late due", IPA_FORMAT_RATE}};

static const ipa_cells_column SECURITY_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"债务人", "Obligor", IPA_FORMAT_TEXT},
    {"专利件数", "Patents", IPA_FORMAT_INTEGER},
    {"专利失效的影响", "When patents fall away", IPA_FORMAT_TEXT},
    {"保证金", "Deposit", IPA_FORMAT_MONEY},
    {"风险补偿", "Facility", IPA_FORMAT_TEXT},
    {"评估值", "Valuation", IPA_FORMAT_MONEY},
    {"处置基准", "Disposal brings a share of", IPA_FORMAT_TEXT},
    {"回收均值", "Mean", IPA_FORMAT_RATE},
    {"回收标准差", "Deviation", IPA_FORMAT_RATE},
    {"回收时滞（月）", "Lag (months)", IPA_FORMAT_NUMBER},
    {"时滞标准差（月）", "Deviation of the lag (months)", IPA_FORMAT_NUMBER},
    {"处置费率", "Cost of disposal", IPA_FORMAT_RATE}};

static void payment_cells(ipa_cells *cells, const ipa_deal_contract *contract) {
    const ipa_language language = cells->view->language;
    const bool royalty = contract->kind == IPA_CONTRACT_ROYALTY;
    const bool written_out = contract->amortisation == IPA_CONTRACT_SCHEDULE;
    ipa_cells_date(cells, contract->start);
    ipa_cells_date(cells, contract->end);
    ipa_cells_text(cells, royalty || written_out
                              ? NULL
                              : ipa_words_of(language, IPA_WORDS_FREQUENCY, contract->frequency));
    ipa_cells_text(cells, royalty ? NULL
                                  : ipa_words_of(language, IPA_WORDS_CONTRACT_AMORTISATION,
                                                 (int)contract->amortisation));
    ipa_cells_number(cells, royalty ? NAN : contract->principal.value);
    ipa_cells_number(cells, royalty || !contract->rate.given ? NAN : contract->rate.value);
}

static void hazard_cells(ipa_cells *cells, const ipa_deal_contract *contract) {
    ipa_cells_given(cells, contract->prepay_rate);
    ipa_cells_given(cells, contract->prepay_fee);
    ipa_cells_given(cells, contract->late_probability);
}

static void security_cells(ipa_cells *cells, const ipa_plan_contract *contract) {
    if (contract->n_patents > 0) {
        ipa_cells_number(cells, contract->n_patents);
        ipa_cells_text(cells, ipa_words_of(cells->view->language, IPA_WORDS_PATENT_RULE,
                                           (int)contract->patent_rule));
    } else
        cells->column += 2;
    ipa_cells_given(cells, contract->source->deposit);
    ipa_cells_text(cells, contract->source->facility.id);
}

static void disposal_cells(ipa_cells *cells, const ipa_deal_contract *contract) {
    ipa_cells_given(cells, contract->valuation);
    if (contract->recovery_by_valuation)
        ipa_cells_words(cells, "评估值", "the valuation");
    else
        ipa_cells_words(cells, "债权", "the claim");
    ipa_cells_given(cells, contract->recovery_mean);
    ipa_cells_given(cells, contract->recovery_sd);
    ipa_cells_given(cells, contract->recovery_lag_months);
    ipa_cells_given(cells, contract->recovery_lag_sd);
    ipa_cells_given(cells, contract->recovery_cost);
}

static void contract_row(ipa_cells *cells, int c) {
    const ipa_plan_contract *contract = &cells->view->plan->contracts[c];
    ipa_cells_row(cells);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_text(cells, contract->source->id);
    ipa_cells_text(cells, cells->view->deal->obligors[contract->obligor].id);
}

ipa_table *ipa_views_contract_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "contract_terms", CONTRACT_COLUMNS);
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const ipa_deal_contract *source = view->plan->contracts[c].source;
        contract_row(&cells, c);
        ipa_cells_text(&cells,
                       ipa_words_of(view->language, IPA_WORDS_CONTRACT_KIND, (int)source->kind));
        payment_cells(&cells, source);
        hazard_cells(&cells, source);
    }
    return cells.table;
}

ipa_table *ipa_views_contract_security(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "contract_security", SECURITY_COLUMNS);
    for (int c = 0; c < view->plan->n_contracts; c++) {
        contract_row(&cells, c);
        security_cells(&cells, &view->plan->contracts[c]);
        disposal_cells(&cells, view->plan->contracts[c].source);
    }
    return cells.table;
}

/* ---- royalties ---- */

static const ipa_cells_column ROYALTY_COLUMNS[] = {
    {"合同", "Contract", IPA_FORMAT_TEXT},
    {"基准年销售额", "Sales a year at the cut-off date", IPA_FORMAT_MONEY},
    {"提成率（按销售额分档）", "Rate (by tiers of sales)", IPA_FORMAT_TEXT},
    {"最低保证额", "Minimum", IPA_FORMAT_MONEY},
    {"封顶额", "Cap", IPA_FORMAT_MONEY},
    {"计费周期", "Counted by", IPA_FORMAT_TEXT},
    {"销售曲线", "Shape of sales", IPA_FORMAT_TEXT},
    {"驱动因子", "Driven by", IPA_FORMAT_TEXT},
    {"因子波动率（每年）", "Volatility of the factor", IPA_FORMAT_RATE},
    {"因子回复速度（每年）", "Reversion of the factor", IPA_FORMAT_NUMBER},
    {"自身波动率（每年）", "Own volatility", IPA_FORMAT_RATE},
    {"自身回复速度（每年）", "Own reversion", IPA_FORMAT_NUMBER},
    {"报告时滞（月）", "Reporting lag (months)", IPA_FORMAT_INTEGER},
    {"专利失效的影响", "When patents fall away", IPA_FORMAT_TEXT}};

/* `5%; from 20,000,000.00 yuan: 4%`. */
static const char *tiers_of(const ipa_view *view, const ipa_deal_contract *contract) {
    const char *text = "", *unit = ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit);
    for (int n = 0; n < contract->n_tiers; n++) {
        const double from = contract->tiers[n].from.value;
        const char *rate =
            ipa_arena_format(view->arena, "%.6g%%", 100 * contract->tiers[n].rate.value);
        const char *amount = ipa_plain_figure(view, from, IPA_FORMAT_MONEY);
        text = ipa_arena_format(view->arena, "%s%s", text,
                                n == 0 ? "" : ipa_cells_say(view, "；", "; "));
        if (!(from > 0))
            text = ipa_arena_format(view->arena, "%s%s", text, rate);
        else if (view->language == IPA_LANGUAGE_EN)
            text = ipa_arena_format(view->arena, "%sfrom %s %s: %s", text, amount, unit, rate);
        else
            text = ipa_arena_format(view->arena, "%s%s%s起 %s", text, amount, unit, rate);
    }
    return text;
}

static const char *profile_of(const ipa_view *view, const ipa_deal_contract *contract) {
    const ipa_profile *profile = &contract->profile;
    const char *name = ipa_words_of(view->language, IPA_WORDS_PROFILE, (int)profile->kind);
    switch (profile->kind) {
    case IPA_PROFILE_GROWTH:
    case IPA_PROFILE_DECAY:
        return ipa_arena_format(view->arena, "%s%s %.4g%%%s", name,
                                ipa_cells_say(view, "，每年", ""), 100 * profile->a,
                                ipa_cells_say(view, "", " a year"));
    case IPA_PROFILE_BASS:
        return ipa_arena_format(view->arena, "%s p = %.6g, q = %.6g", name, profile->a, profile->b);
    case IPA_PROFILE_GAMMA:
        return ipa_arena_format(view->arena, "%s a = %.6g, b = %.6g", name, profile->a, profile->b);
    case IPA_PROFILE_POINTS:
        return ipa_arena_format(view->arena, "%s %s", name, contract->profile_file.id);
    default:
        return name;
    }
}

static void process_cells(ipa_cells *cells, const ipa_plan_contract *contract) {
    const ipa_deal_model *model = &cells->view->deal->model;
    const int factor = contract->royalty->factor;
    const ipa_deal_process *process = NULL;
    for (int n = 0; factor >= 0 && n < model->n_sales; n++)
        if (same(model->sales[n].factor.id, model->factors[factor].id))
            process = &model->sales[n];
    ipa_cells_text(
        cells,
        factor < 0 ? NULL : ipa_words_industry(cells->view->language, model->factors[factor].id));
    ipa_cells_number(cells, process == NULL ? NAN : process->volatility.value);
    ipa_cells_number(cells, process == NULL ? NAN : process->reversion.value);
    ipa_cells_given(cells, contract->source->sales_volatility);
    ipa_cells_given(cells, contract->source->sales_reversion);
}

static void royalty_row(ipa_cells *cells, const ipa_plan_contract *contract) {
    const ipa_view *view = cells->view;
    const ipa_deal_contract *source = contract->source;
    ipa_cells_row(cells);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_text(cells, source->id);
    ipa_cells_number(cells, source->base_sales.value);
    ipa_cells_text(cells, tiers_of(view, source));
    ipa_cells_given(cells, source->minimum);
    ipa_cells_given(cells, source->cap);
    if (source->royalty_by_period)
        ipa_cells_words(cells, "每归集期", "collection period");
    else
        ipa_cells_words(cells, "合同年度累计", "contract year, cumulative");
    ipa_cells_text(cells, profile_of(view, source));
    process_cells(cells, contract);
    ipa_cells_number(cells, source->reporting_lag_months);
    ipa_cells_text(cells,
                   ipa_words_of(view->language, IPA_WORDS_PATENT_RULE, (int)contract->patent_rule));
}

ipa_table *ipa_views_royalty_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "royalty_terms", ROYALTY_COLUMNS);
    for (int c = 0; c < view->plan->n_contracts; c++)
        if (view->plan->contracts[c].royalty != NULL)
            royalty_row(&cells, &view->plan->contracts[c]);
    return cells.table;
}

/* ---- who stands in for an obligor ---- */

static const ipa_cells_column GUARANTOR_COLUMNS[] = {
    {"债务人", "Obligor", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"担保人", "Guarantor", IPA_FORMAT_TEXT},
    {"担保人评级", "Its rating", IPA_FORMAT_TEXT},
    {"担保比例（扣除保证金后的债权）", "Share of the claim less deposit", IPA_FORMAT_RATE},
    {"支付时点", "Paid", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_guarantor_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "guarantor_terms", GUARANTOR_COLUMNS);
    for (int i = 0; i < view->plan->n_obligors; i++) {
        const ipa_plan_obligor *obligor = &view->plan->obligors[i];
        if (obligor->guarantor < 0)
            continue;
        const ipa_deal_entity *entity = &view->deal->entities[obligor->guarantor];
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, view->deal->obligors[i].id);
        ipa_cells_text(&cells, view->deal->obligors[i].name);
        ipa_cells_text(&cells, ipa_words_entity(entity));
        ipa_cells_text(&cells, entity->credit.rating.id);
        ipa_cells_number(&cells, obligor->guarantee_share);
        ipa_cells_words(&cells, "违约所在归集期的下一期，届时担保人须未违约",
                        "in the period after that of the default, if it lives then");
    }
    return cells.table;
}

static const ipa_cells_column FACILITY_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"补偿比例（扣除保证金与担保后的债权）", "Share of the claim less deposit and guarantee",
     IPA_FORMAT_RATE},
    {"单户上限", "Cap per obligor", IPA_FORMAT_MONEY},
    {"总上限", "Pool cap", IPA_FORMAT_MONEY},
    {"支付时滞（月）", "Lag (months)", IPA_FORMAT_NUMBER},
    {"须全部专利已登记质押", "Every patent must be registered", IPA_FORMAT_CHECK},
    {"回收按比例返还", "Later recoveries repay it", IPA_FORMAT_CHECK},
    {"约定合同笔数", "Contracts that name it", IPA_FORMAT_INTEGER},
    {"符合条件笔数", "Of them, that qualify", IPA_FORMAT_INTEGER}};

ipa_table *ipa_views_facility_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "facility_terms", FACILITY_COLUMNS);
    for (int n = 0; n < view->plan->n_facilities; n++) {
        const ipa_deal_facility *facility = &view->deal->model.facilities[n];
        int n_named = 0, n_qualify = 0;
        for (int c = 0; c < view->plan->n_contracts; c++) {
            n_named += same(view->plan->contracts[c].source->facility.id, facility->id);
            n_qualify += view->plan->contracts[c].facility == n;
        }
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, facility->id);
        ipa_cells_number(&cells, facility->share.value);
        ipa_cells_given(&cells, facility->cap_per_obligor);
        ipa_cells_given(&cells, facility->pool_cap);
        ipa_cells_number(&cells, facility->lag_months.value);
        ipa_cells_bool(&cells, facility->needs_pledge);
        ipa_cells_bool(&cells, facility->repaid);
        cells.role = IPA_ROLE_OUTPUT;
        ipa_cells_number(&cells, n_named);
        ipa_cells_number(&cells, n_qualify);
    }
    return cells.table;
}

static const ipa_cells_column DISPOSAL_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                    {"约定", "Term", IPA_FORMAT_TEXT}};

static void term(ipa_cells *cells, const char *zh, const char *en, ipa_number number,
                 ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    cells->role = number.given ? IPA_ROLE_INPUT : IPA_ROLE_OUTPUT;
    ipa_cells_formatted(cells, number.value, format);
}

ipa_table *ipa_views_disposal_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "disposal_terms", DISPOSAL_COLUMNS);
    const ipa_deal_model *model = &view->deal->model;
    term(&cells, "回收与因子的相关系数", "Correlation of recoveries with the factor",
         model->recovery_correlation, IPA_FORMAT_NUMBER);
    term(&cells, "知识产权价值年衰减率", "Value the IP loses a year", model->recovery_decay,
         IPA_FORMAT_RATE);
    term(&cells, "未登记质押或许可的处置所得比例", "What a disposal brings where unregistered",
         model->unregistered_share, IPA_FORMAT_RATE);
    term(&cells, "交易平台费率", "Fee of the exchange", model->platform_fee, IPA_FORMAT_RATE);
    if (model->buyback.entity.id == NULL)
        return cells.table;
    ipa_cells_row(&cells);
    ipa_cells_words(&cells, "回购承诺人（违约所在期末存续则回购，替代处置）",
                    "Buy-back by (in place of a disposal, if it lives at the period's end)");
    cells.role = IPA_ROLE_INPUT;
    ipa_cells_text(&cells, ipa_words_entity(&view->deal->entities[view->plan->buyback_entity]));
    term(&cells, "回购价占处置基准的比例", "Its price, as a share of what a disposal is a share of",
         model->buyback.share, IPA_FORMAT_RATE);
    term(&cells, "回购款时滞（月）", "Lag of the price (months)", model->buyback.lag_months,
         IPA_FORMAT_NUMBER);
    return cells.table;
}
