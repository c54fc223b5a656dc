#include <math.h>
#include <stddef.h>

#include "reports/cells.h"
#include "reports/words.h"

/* Every figure in one row: value and standard error, or value and 95% interval. */
static const ipa_cells_column SIMULATION_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"指标", "Measure", IPA_FORMAT_TEXT},
    {"有支持", "With support", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"有支持：95% 区间下限", "With support: 95% from", IPA_FORMAT_PROBABILITY},
    {"有支持：95% 区间上限", "With support: 95% to", IPA_FORMAT_PROBABILITY},
    {"无支持", "Without support", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"无支持：95% 区间下限", "Without support: 95% from", IPA_FORMAT_PROBABILITY},
    {"无支持：95% 区间上限", "Without support: 95% to", IPA_FORMAT_PROBABILITY}};

static const double NORMAL_95 = 1.959963984540054; /* Φ⁻¹(0.975) */

/* The interval of a mean is the normal one; a probability's and a loss's stay within their range.
 */
static void estimate_cells(ipa_cells *cells, ipa_estimate estimate, ipa_format format) {
    double half = NORMAL_95 * estimate.standard_error;
    double low = estimate.mean - half;
    ipa_cells_estimate_formatted(cells, estimate, format);
    ipa_cells_formatted(cells, format == IPA_FORMAT_PROBABILITY && low < 0 ? 0 : low, format);
    ipa_cells_formatted(cells, estimate.mean + half, format);
}

static void estimate_row(ipa_cells *cells, int t, const ipa_words_pair *name,
                         const ipa_estimate both[2], ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_text(cells, t < 0 ? ipa_cells_say(cells->view, "资产池", "Pool")
                                : cells->view->plan->tranches[t].id);
    ipa_cells_words(cells, name->zh, name->en);
    estimate_cells(cells, both[0], format);
    if (t >= 0)
        estimate_cells(cells, both[1], format);
}

static void quantile_row(ipa_cells *cells, int t, const ipa_words_pair *name,
                         const ipa_quantile_estimate both[2]) {
    ipa_cells_row(cells);
    ipa_cells_text(cells, cells->view->plan->tranches[t].id);
    ipa_cells_words(cells, name->zh, name->en);
    for (int n = 0; n < 2; n++) {
        ipa_cells_number(cells, both[n].value);
        ipa_cells_blank(cells);
        ipa_cells_number(cells, both[n].low);
        ipa_cells_number(cells, both[n].high);
    }
}

static void value_row(ipa_cells *cells, int t, const ipa_words_pair *name, const double both[2],
                      ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_text(cells, cells->view->plan->tranches[t].id);
    ipa_cells_words(cells, name->zh, name->en);
    ipa_cells_formatted(cells, both[0], format);
    cells->column = 6;
    ipa_cells_formatted(cells, both[1], format);
}

#define FIGURE(member) offsetof(ipa_tranche_figures, member)
static const struct figure {
    size_t offset;
    ipa_words_pair name;
    ipa_format format;
} FIGURES[] = {
    {FIGURE(default_probability), {"违约概率", "Default probability"}, IPA_FORMAT_PROBABILITY},
    {FIGURE(expected_loss), {"预期损失", "Expected loss"}, IPA_FORMAT_PROBABILITY},
    {FIGURE(expected_principal_loss),
     {"预期本金损失", "Expected loss of principal"},
     IPA_FORMAT_PROBABILITY},
    {FIGURE(loss_given_default), {"违约损失率", "Loss given default"}, IPA_FORMAT_PROBABILITY},
    {FIGURE(interest_shortfall_probability),
     {"利息不足概率", "Probability of an interest shortfall"},
     IPA_FORMAT_PROBABILITY},
    {FIGURE(extension_probability),
     {"预期到期日未清偿概率", "Probability of extension"},
     IPA_FORMAT_PROBABILITY},
    {FIGURE(price), {"价格（每百元）", "Price per 100"}, IPA_FORMAT_PER_UNIT},
    {FIGURE(pv), {"现值", "Present value"}, IPA_FORMAT_MONEY},
    {FIGURE(wal), {"加权平均期限（年）", "WAL (years)"}, IPA_FORMAT_NUMBER}};
static const ipa_words_pair VAR_NAMES[] = {{"损失 VaR 95%", "VaR of loss, 95%"},
                                           {"损失 VaR 99%", "VaR of loss, 99%"},
                                           {"损失 VaR 99.9%", "VaR of loss, 99.9%"}};
static const ipa_words_pair CVAR_NAMES[] = {{"损失 CVaR 95%", "CVaR of loss, 95%"},
                                            {"损失 CVaR 99%", "CVaR of loss, 99%"},
                                            {"损失 CVaR 99.9%", "CVaR of loss, 99.9%"}};
static const ipa_words_pair PV_NAMES[] = {{"现值 1% 分位", "Present value, p01"},
                                          {"现值 50% 分位", "Present value, p50"},
                                          {"现值 99% 分位", "Present value, p99"}};

static void tranche_rows(ipa_cells *cells, int t) {
    const ipa_simulation_result *simulation = cells->view->result->simulation;
    const ipa_tranche_figures *with = &simulation->tranches[t];
    const ipa_tranche_figures *without = &simulation->without_support[t];
    for (size_t n = 0; n < IPA_CELLS_COUNT(FIGURES); n++) {
        const struct figure *figure = &FIGURES[n];
        const ipa_estimate both[2] = {
            *(const ipa_estimate *)(const void *)((const char *)with + figure->offset),
            *(const ipa_estimate *)(const void *)((const char *)without + figure->offset)};
        estimate_row(cells, t, &figure->name, both, figure->format);
    }
    for (int n = 0; n < 3; n++)
        value_row(cells, t, &PV_NAMES[n],
                  (double[]){with->pv_percentile[n], without->pv_percentile[n]}, IPA_FORMAT_MONEY);
    for (int n = 0; n < 3; n++)
        quantile_row(cells, t, &VAR_NAMES[n],
                     (ipa_quantile_estimate[]){with->var[n], without->var[n]});
    for (int n = 0; n < 3; n++)
        estimate_row(cells, t, &CVAR_NAMES[n], (ipa_estimate[]){with->cvar[n], without->cvar[n]},
                     IPA_FORMAT_PROBABILITY);
    value_row(cells, t, &(ipa_words_pair){"损失调整收益率", "Loss-adjusted yield"},
              (double[]){with->loss_adjusted_yield, without->loss_adjusted_yield},
              IPA_FORMAT_PROBABILITY);
}

ipa_table *ipa_views_simulation(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "simulation", SIMULATION_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation == NULL)
        return cells.table;
    for (int t = 0; t < view->plan->n_tranches; t++)
        tranche_rows(&cells, t);
    estimate_row(&cells, -1, &(ipa_words_pair){"累计违约率", "Cumulative default rate"},
                 (ipa_estimate[]){simulation->default_rate, simulation->default_rate},
                 IPA_FORMAT_PROBABILITY);
    estimate_row(&cells, -1, &(ipa_words_pair){"累计净损失率", "Cumulative net loss rate"},
                 (ipa_estimate[]){simulation->loss_rate, simulation->loss_rate},
                 IPA_FORMAT_PROBABILITY);
    return cells.table;
}

static const ipa_cells_column USE_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                               {"指标", "Measure", IPA_FORMAT_TEXT},
                                               {"值", "Value", IPA_FORMAT_PROBABILITY},
                                               {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY}};

ipa_table *ipa_views_simulation_support(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "simulation_support", USE_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation == NULL)
        return cells.table;
    for (int s = 0; s < view->plan->n_support; s++) {
        const char *name = ipa_words_support(view->language, view->plan->support[s].id);
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, name);
        ipa_cells_words(&cells, "动用概率", "Probability of a draw");
        ipa_cells_estimate(&cells, simulation->draw_probability[s]);
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, name);
        ipa_cells_words(&cells, "预期动用额", "Expected draw");
        ipa_cells_estimate_formatted(&cells, simulation->expected_draw[s], IPA_FORMAT_MONEY);
    }
    for (int n = 0; n < view->plan->n_triggers; n++) {
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, view->plan->triggers[n].id);
        ipa_cells_words(&cells, "触发概率", "Probability of ever being on");
        ipa_cells_estimate(&cells, simulation->trigger_probability[n]);
    }
    if (view->plan->servicer != NULL) {
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, "资产服务机构", "Servicer");
        ipa_cells_words(&cells, "违约概率", "Probability of its default");
        ipa_cells_estimate(&cells, simulation->servicer_default);
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, "资产服务机构", "Servicer");
        ipa_cells_words(&cells, "预期损失的归集款", "Expected collections lost with it");
        ipa_cells_estimate_formatted(&cells, simulation->servicer_loss, IPA_FORMAT_MONEY);
    }
    if (view->plan->may_be_called) {
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, "清仓回购", "Call");
        ipa_cells_words(&cells, "行权概率", "Probability of ever being made");
        ipa_cells_estimate(&cells, simulation->call_probability);
    }
    return cells.table;
}

static const ipa_cells_column CONVERGENCE_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"路径数", "Paths", IPA_FORMAT_INTEGER},
    {"违约概率", "Default probability", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"预期损失", "Expected loss", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"价格（每百元）", "Price per 100", IPA_FORMAT_PER_UNIT},
    {"±标准误", "± s.e.", IPA_FORMAT_PER_UNIT}};

ipa_table *ipa_views_convergence(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "convergence", CONVERGENCE_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    for (int t = 0; simulation != NULL && t < view->plan->n_tranches; t++)
        for (int n = 0; n < IPA_N_CONVERGENCE; n++) {
            const ipa_convergence_row *row = &simulation->convergence[t * IPA_N_CONVERGENCE + n];
            if (row->n_paths == 0)
                continue;
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, view->plan->tranches[t].id);
            ipa_cells_number(&cells, (double)row->n_paths);
            ipa_cells_estimate(&cells, row->default_probability);
            ipa_cells_estimate(&cells, row->expected_loss);
            ipa_cells_estimate(&cells, row->price);
        }
    return cells.table;
}

static void histogram_rows(ipa_cells *cells, const double *edges, const double *shares) {
    double so_far = 0;
    for (int n = 0; n < IPA_N_HISTOGRAM; n++) {
        so_far += shares[n];
        ipa_cells_row(cells);
        ipa_cells_number(cells, edges[n]);
        ipa_cells_number(cells, edges[n + 1]);
        ipa_cells_number(cells, shares[n]);
        ipa_cells_number(cells, so_far);
    }
}

static const ipa_cells_column HISTOGRAM_COLUMNS[] = {
    {"损失率从", "Loss rate from", IPA_FORMAT_RATE},
    {"损失率至", "Loss rate to", IPA_FORMAT_RATE},
    {"路径占比", "Share of paths", IPA_FORMAT_PROBABILITY},
    {"累计占比", "Cumulative", IPA_FORMAT_PROBABILITY}};

ipa_table *ipa_views_loss_histogram(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "loss_histogram", HISTOGRAM_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation != NULL && view->plan->pool_original > 0)
        histogram_rows(&cells, simulation->histogram_edges, simulation->histogram);
    return cells.table;
}

static const ipa_cells_column TOTAL_COLUMNS[] = {
    {"归集总额从", "Collections from", IPA_FORMAT_MONEY},
    {"归集总额至", "Collections to", IPA_FORMAT_MONEY},
    {"路径占比", "Share of paths", IPA_FORMAT_PROBABILITY},
    {"累计占比", "Cumulative", IPA_FORMAT_PROBABILITY}};

ipa_table *ipa_views_total_histogram(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "total_histogram", TOTAL_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation != NULL)
        histogram_rows(&cells, simulation->total_edges, simulation->total_histogram);
    return cells.table;
}

static const ipa_cells_column FAN_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"期数", "Period", IPA_FORMAT_INTEGER},
    {"兑付日", "Payment date", IPA_FORMAT_DATE},
    {"均值", "Mean", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY},
    {"1% 分位", "p01", IPA_FORMAT_MONEY},
    {"5% 分位", "p05", IPA_FORMAT_MONEY},
    {"25% 分位", "p25", IPA_FORMAT_MONEY},
    {"50% 分位", "p50", IPA_FORMAT_MONEY},
    {"75% 分位", "p75", IPA_FORMAT_MONEY},
    {"95% 分位", "p95", IPA_FORMAT_MONEY},
    {"99% 分位", "p99", IPA_FORMAT_MONEY},
    {"期末余额均值", "Mean closing balance", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY}};

ipa_table *ipa_views_cashflow_fans(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "cashflow_fans", FAN_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    for (int t = 0; simulation != NULL && t < view->plan->n_tranches; t++)
        for (int k = 0; k < view->plan->n_periods; k++) {
            const ipa_tranche_figures *figures = &simulation->tranches[t];
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, view->plan->tranches[t].id);
            ipa_cells_number(&cells, k + 1);
            ipa_cells_date(&cells, view->plan->periods[k].payment);
            ipa_cells_estimate(&cells, figures->cashflow[k].mean);
            for (int level = 0; level < IPA_N_FAN; level++)
                ipa_cells_number(&cells, figures->cashflow[k].percentile[level]);
            ipa_cells_estimate(&cells, figures->balance[k]);
        }
    return cells.table;
}

static const ipa_cells_column WORST_COLUMNS[] = {
    {"名次", "Rank", IPA_FORMAT_INTEGER},
    {"路径号", "Path", IPA_FORMAT_INTEGER},
    {"各档损失合计（不含次级）", "Loss of all tranches but the residual one", IPA_FORMAT_MONEY},
    {"合同或主体", "Contract or entity", IPA_FORMAT_TEXT},
    {"事件", "Event", IPA_FORMAT_TEXT},
    {"期次（空：期满未收到）", "Period (blank: too late)", IPA_FORMAT_INTEGER},
    {"距基准日（年）", "Years from cut-off", IPA_FORMAT_NUMBER},
    {"金额", "Amount", IPA_FORMAT_MONEY}};

static void event_cells(ipa_cells *cells, const ipa_path_event *event) {
    const ipa_view *view = cells->view;
    const ipa_pool_event_figure figure = ipa_pool_events_traits[event->kind].figure;
    ipa_cells_text(cells, event->id);
    ipa_cells_text(cells, ipa_words_of(view->language, IPA_WORDS_EVENT, (int)event->kind));
    ipa_cells_number(cells, event->period < view->plan->n_periods ? event->period + 1 : NAN);
    ipa_cells_number(cells, event->years);
    ipa_cells_number(cells, figure == IPA_POOL_EVENT_IN_MONEY ? event->value : NAN);
}

/* What becomes of single patents, and of the share payable with each of them, would bury the rest:
 * a replay tells it. */
static bool is_shown(const ipa_path_event *event) {
    return ipa_pool_events_traits[event->kind].subject != IPA_POOL_EVENT_OF_PATENT &&
           event->kind != IPA_POOL_EVENT_SHARE;
}

static void worst_row(ipa_cells *cells, int rank, const ipa_worst_path *worst) {
    ipa_cells_row(cells);
    ipa_cells_number(cells, rank);
    ipa_cells_number(cells, (double)worst->path + 1);
    ipa_cells_number(cells, worst->loss);
}

ipa_table *ipa_views_worst_paths(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "worst_paths", WORST_COLUMNS);
    const ipa_simulation_result *simulation = view->result->simulation;
    for (int n = 0; simulation != NULL && n < simulation->n_worst; n++) {
        const ipa_worst_path *worst = &simulation->worst[n];
        int n_shown = 0;
        for (int event = 0; event < worst->n_events; event++) {
            if (!is_shown(&worst->events[event]))
                continue;
            worst_row(&cells, n + 1, worst);
            event_cells(&cells, &worst->events[event]);
            n_shown++;
        }
        if (n_shown == 0)
            worst_row(&cells, n + 1, worst);
    }
    cells.table->note_zh = "单件专利的变化与应付比例的部分变动不列，逐期全貌见 ipabs path。";
    cells.table->note_en = "What befalls single patents, and shares payable that only change, are "
                           "left out: ipabs path tells a path in full.";
    return cells.table;
}
