#include <math.h>

#include "reports/holdings.h"
#include "reports/levers_text.h"
#include "reports/words.h"

static const ipa_cells_column FACT_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                {"内容", "Content", IPA_FORMAT_TEXT}};

static void fact(ipa_cells *cells, const char *zh, const char *en) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    cells->role = IPA_ROLE_INPUT;
}

static double notes_of(const ipa_view *view) {
    double sum = 0;
    for (int t = 0; t < view->deal->n_tranches; t++)
        sum += view->deal->tranches[t].balance.value;
    return sum;
}

static void fact_dates(ipa_cells *cells) {
    const ipa_deal *deal = cells->view->deal;
    const struct {
        const char *zh, *en;
        ipa_date date;
    } dates[] = {{"基准日", "Cut-off date", deal->terms.cutoff},
                 {"设立日", "Closing date", deal->terms.closing},
                 {"法定到期日", "Legal final", deal->terms.legal_final},
                 {"估值日", "Valuation date", deal->market.valuation_date}};
    for (size_t n = 0; n < IPA_CELLS_COUNT(dates); n++) {
        fact(cells, dates[n].zh, dates[n].en);
        ipa_cells_date(cells, dates[n].date);
    }
}

static void fact_run(ipa_cells *cells) {
    const ipa_simulation_result *simulation = cells->view->result->simulation;
    fact(cells, "模拟路径数", "Simulated paths");
    ipa_cells_formatted(cells, simulation == NULL ? 0 : (double)simulation->n_paths,
                        IPA_FORMAT_INTEGER);
    if (simulation == NULL)
        return;
    fact(cells, "随机种子", "Seed");
    ipa_cells_text(cells, ipa_arena_format(cells->view->arena, "%llu", simulation->seed));
}

ipa_table *ipa_views_deal_facts(const ipa_view *view) {
    const ipa_deal *deal = view->deal;
    ipa_cells cells = IPA_CELLS_BEGIN(view, "deal_facts", FACT_COLUMNS);
    fact(&cells, "产品名称", "Deal");
    ipa_cells_text(&cells, ipa_words_name(view->language, deal->terms.name, ""));
    if (ipa_levers_text_all(view) != NULL) {
        fact(&cells, "压力情景", "Under stress");
        ipa_cells_text(&cells, ipa_levers_text_all(view));
    }
    fact(&cells, "币种", "Currency");
    ipa_cells_text(&cells, deal->terms.currency);
    fact(&cells, "发行规模", "Notes issued");
    ipa_cells_formatted(&cells, notes_of(view), IPA_FORMAT_MONEY);
    if (view->plan->pool_original > 0) {
        fact(&cells, "资产池本金", "Pool principal");
        ipa_cells_formatted(&cells, view->plan->pool_original / 100, IPA_FORMAT_MONEY);
    }
    if (ipa_holdings_royalties(view)) {
        fact(&cells, "提成许可费（基准合计）", "Royalties (base case, in all)");
        ipa_cells_formatted(&cells, ipa_holdings_amounts(view) - view->plan->pool_original / 100,
                            IPA_FORMAT_MONEY);
    }
    fact(&cells, "债务人家数", "Obligors");
    ipa_cells_formatted(&cells, view->plan->n_obligors, IPA_FORMAT_INTEGER);
    fact(&cells, "合同笔数", "Contracts");
    ipa_cells_formatted(&cells, view->plan->n_contracts, IPA_FORMAT_INTEGER);
    fact(&cells, "知识产权件数", "Items of IP");
    ipa_cells_formatted(&cells, deal->n_patents, IPA_FORMAT_INTEGER);
    fact_dates(&cells);
    fact(&cells, "兑付频率", "Payment frequency");
    ipa_cells_text(
        &cells, deal->periods.dates.n_dates > 0
                    ? ipa_cells_say(view, "按列明的日期", "on listed dates")
                    : ipa_words_of(view->language, IPA_WORDS_FREQUENCY, deal->periods.frequency));
    for (int s = 0; s < deal->n_support; s++) {
        fact(&cells, "外部增信", "Outside support");
        ipa_cells_text(&cells, ipa_words_support(view->language, deal->support[s].id));
    }
    fact_run(&cells);
    return cells.table;
}

static const ipa_cells_column CAPITAL_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"规模", "Size", IPA_FORMAT_MONEY},
    {"占比", "Share", IPA_FORMAT_RATE},
    {"票面利率", "Coupon", IPA_FORMAT_RATE},
    {"加权平均期限（年）", "WAL (years)", IPA_FORMAT_NUMBER},
    {"预期到期日", "Expected final", IPA_FORMAT_DATE},
    {"信用支持（次级占比）", "Credit support (share below)", IPA_FORMAT_RATE},
    {"违约概率（无支持）", "PD without support", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"违约概率（有支持）", "PD with support", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"预期损失（无支持）", "EL without support", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"预期损失（有支持）", "EL with support", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"隐含评级（无支持，按违约概率）", "Rating without support, by PD", IPA_FORMAT_TEXT},
    {"隐含评级（有支持，按违约概率）", "Rating with support, by PD", IPA_FORMAT_TEXT},
    {"隐含评级（无支持，按预期损失）", "Rating without support, by EL", IPA_FORMAT_TEXT},
    {"隐含评级（有支持，按预期损失）", "Rating with support, by EL", IPA_FORMAT_TEXT}};

static void capital_risk(ipa_cells *cells, int t) {
    const ipa_view *view = cells->view;
    if (view->result->simulation == NULL)
        return;
    const ipa_tranche_figures *without = &view->result->simulation->without_support[t];
    const ipa_tranche_figures *with = &view->result->simulation->tranches[t];
    ipa_cells_estimate(cells, without->default_probability);
    ipa_cells_estimate(cells, with->default_probability);
    ipa_cells_estimate(cells, without->expected_loss);
    ipa_cells_estimate(cells, with->expected_loss);
    const char *ratings[] = {without->rating.by_pd, with->rating.by_pd, without->rating.by_el,
                             with->rating.by_el};
    for (size_t n = 0; n < IPA_CELLS_COUNT(ratings); n++)
        ipa_cells_text(cells, ipa_words_rating(view->language, ratings[n], view->arena));
}

ipa_table *ipa_views_capital_structure(const ipa_view *view) {
    const ipa_deal *deal = view->deal;
    ipa_cells cells = IPA_CELLS_BEGIN(view, "capital_structure", CAPITAL_COLUMNS);
    double all = notes_of(view), down_to = 0;
    for (int t = 0; t < deal->n_tranches; t++) {
        const ipa_deal_tranche *tranche = &deal->tranches[t];
        down_to += tranche->balance.value;
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, tranche->id);
        ipa_cells_text(&cells, ipa_words_tranche(view->language, deal, t));
        ipa_cells_number(&cells, tranche->balance.value);
        ipa_cells_number(&cells, tranche->balance.value / all);
        ipa_cells_number(&cells, ipa_plan_coupon(&view->plan->tranches[t], 0));
        ipa_cells_number(&cells, view->result->base.tranches[t].valuation.wal);
        ipa_cells_date(&cells, tranche->expected_final != IPA_NO_DATE ? tranche->expected_final
                                                                      : deal->terms.legal_final);
        ipa_cells_number(&cells, (all - down_to) / all);
        capital_risk(&cells, t);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    ipa_cells_blank(&cells);
    ipa_cells_number(&cells, all);
    ipa_cells_number(&cells, 1);
    return cells.table;
}

static const ipa_cells_column KEY_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"最低覆盖倍数", "Lowest coverage", IPA_FORMAT_MULTIPLE},
    {"所在期", "In period", IPA_FORMAT_INTEGER},
    {"平均覆盖倍数", "Average coverage", IPA_FORMAT_MULTIPLE},
    {"利息合计", "Interest in all", IPA_FORMAT_MONEY},
    {"本金合计", "Principal in all", IPA_FORMAT_MONEY},
    {"剩余收益合计", "Residual in all", IPA_FORMAT_MONEY},
    {"实物分配", "Handed over in kind", IPA_FORMAT_MONEY}};

/* Lowest and mean of the periods that have a coverage. */
static void coverage_range(const ipa_view *view, int t, double figures[3]) {
    const double *coverage = view->result->base.tranches[t].coverage_gross;
    int lowest = -1, n_dates = 0;
    double sum = 0;
    for (int k = 0; k < view->plan->n_periods; k++) {
        if (!isfinite(coverage[k]))
            continue;
        if (lowest < 0 || coverage[k] < coverage[lowest])
            lowest = k;
        sum += coverage[k];
        n_dates++;
    }
    figures[0] = lowest < 0 ? NAN : coverage[lowest];
    figures[1] = lowest < 0 ? NAN : lowest + 1;
    figures[2] = n_dates == 0 ? NAN : sum / n_dates;
}

ipa_table *ipa_views_key_coverage(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "key_coverage", KEY_COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const ipa_base_tranche *tranche = &view->result->base.tranches[t];
        double figures[3];
        coverage_range(view, t, figures);
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, view->plan->tranches[t].id);
        for (int n = 0; n < 3; n++)
            ipa_cells_number(&cells, figures[n]);
        ipa_cells_number(&cells, tranche->total_interest);
        ipa_cells_number(&cells, tranche->total_principal);
        ipa_cells_number(&cells, tranche->total_residual);
        ipa_cells_number(&cells, tranche->in_kind > 0 ? tranche->in_kind : NAN);
    }
    return cells.table;
}
