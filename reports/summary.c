#include "reports/summary.h"

#include <math.h>

#include "reports/holdings.h"
#include "reports/levers_text.h"
#include "reports/plain.h"
#include "reports/words.h"

/* Cash may leak by this much a path and date before the check fails, in yuan. @source model 7.4 */
static const double CASH_TOLERANCE = 1e-6;

static ipa_cells table_of(const ipa_view *view, const ipa_cells_column *columns, size_t n_columns) {
    ipa_cells cells = {.view = view, .table = ipa_table_create(view->arena, "summary", "", "")};
    for (size_t n = 0; n < n_columns; n++)
        ipa_cells_column_add(&cells, columns[n].zh, columns[n].en, columns[n].format);
    return cells;
}
#define TABLE_OF(view, columns) table_of(view, columns, IPA_CELLS_COUNT(columns))

static void facts(ipa_plain *plain) {
    const ipa_view *view = plain->view;
    const ipa_deal_terms *terms = &view->deal->terms;
    const struct {
        const char *zh, *en;
        double figure;
        ipa_format format;
        const char *unit_zh, *unit_en;
    } rows[] = {{"基准日", "cut-off", terms->cutoff, IPA_FORMAT_DATE, "", ""},
                {"设立日", "closing", terms->closing, IPA_FORMAT_DATE, "", ""},
                {"法定到期日", "legal final", terms->legal_final, IPA_FORMAT_DATE, "", ""},
                {"债务人", "obligors", view->plan->n_obligors, IPA_FORMAT_INTEGER, " 家", ""},
                {"合同", "contracts", view->plan->n_contracts, IPA_FORMAT_INTEGER, " 笔", ""},
                {"知识产权", "items of IP", view->deal->n_patents, IPA_FORMAT_INTEGER, " 件", ""}};
    ipa_plain_add(plain, "%s\n  ", ipa_words_name(view->language, terms->name, view->deal->folder));
    for (size_t n = 0; n < IPA_CELLS_COUNT(rows); n++)
        ipa_plain_add(plain, "%s%s %s%s", n == 0 ? "" : ipa_cells_say(view, "，", ", "),
                      ipa_cells_say(view, rows[n].zh, rows[n].en),
                      ipa_plain_figure(view, rows[n].figure, rows[n].format),
                      ipa_cells_say(view, rows[n].unit_zh, rows[n].unit_en));
    ipa_plain_add(plain, "\n");
    const char *levers = ipa_levers_text_all(view);
    if (levers != NULL)
        ipa_plain_add(plain, "  %s%s\n", ipa_cells_say(view, "压力情景：", "under stress: "),
                      levers);
    if (view->plan->pool_original > 0)
        ipa_plain_add(plain, "  %s %s %s\n", ipa_cells_say(view, "资产池本金", "pool principal"),
                      ipa_plain_figure(view, view->plan->pool_original / 100, IPA_FORMAT_MONEY),
                      ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit));
    if (ipa_holdings_royalties(view))
        ipa_plain_add(
            plain, "  %s %s %s\n",
            ipa_cells_say(view, "提成许可费（基准合计）", "royalties (base case, in all)"),
            ipa_plain_figure(view, ipa_holdings_amounts(view) - view->plan->pool_original / 100,
                             IPA_FORMAT_MONEY),
            ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit));
}

static void capital(ipa_plain *plain) {
    static const ipa_cells_column COLUMNS[] = {{"档次", "tranche", IPA_FORMAT_TEXT},
                                               {"名称", "name", IPA_FORMAT_TEXT},
                                               {"规模", "size", IPA_FORMAT_MONEY},
                                               {"占比", "share", IPA_FORMAT_RATE},
                                               {"票面利率", "coupon", IPA_FORMAT_RATE},
                                               {"信用支持", "support below", IPA_FORMAT_RATE},
                                               {"最低覆盖", "lowest coverage", IPA_FORMAT_MULTIPLE},
                                               {"所在期", "in period", IPA_FORMAT_INTEGER}};
    static const int SHARED[] = {0, 1, 2, 3, 4, 7}; /* columns of the capital structure */
    const ipa_view *view = plain->view;
    const ipa_table *structure = ipa_views_capital_structure(view);
    const ipa_table *coverage = ipa_views_key_coverage(view);
    ipa_cells cells = TABLE_OF(view, COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++) {
        ipa_cells_row(&cells);
        for (size_t n = 0; n < IPA_CELLS_COUNT(SHARED); n++)
            cells.row[n] = *ipa_table_at(structure, t, SHARED[n]);
        cells.row[6] = *ipa_table_at(coverage, t, 1);
        cells.row[7] = *ipa_table_at(coverage, t, 2);
    }
    ipa_plain_heading(plain, "资本结构", "Capital structure");
    ipa_plain_table(plain, cells.table);
}

static void prices(ipa_plain *plain) {
    static const ipa_cells_column COLUMNS[] = {
        {"档次", "tranche", IPA_FORMAT_TEXT},
        {"价格（每百元）", "price per 100", IPA_FORMAT_PER_UNIT},
        {"收益率（按此价格）", "yield at this price", IPA_FORMAT_PROBABILITY},
        {"期限（年）", "WAL (years)", IPA_FORMAT_NUMBER},
        {"修正久期", "duration", IPA_FORMAT_NUMBER},
        {"凸性", "convexity", IPA_FORMAT_NUMBER},
        {"模拟价格（每百元）", "simulated price per 100", IPA_FORMAT_TEXT},
        {"损失调整收益率（按发行价）", "loss-adjusted yield at issue price",
         IPA_FORMAT_PROBABILITY}};
    const ipa_view *view = plain->view;
    ipa_cells cells = TABLE_OF(view, COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const ipa_valuation *valuation = &view->result->base.tranches[t].valuation;
        const double figures[] = {valuation->price, valuation->yield, valuation->wal,
                                  valuation->duration, valuation->convexity};
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, view->plan->tranches[t].id);
        for (size_t n = 0; n < IPA_CELLS_COUNT(figures); n++)
            ipa_cells_number(&cells, figures[n]);
        if (view->result->simulation == NULL)
            continue;
        const ipa_tranche_figures *simulated = &view->result->simulation->tranches[t];
        ipa_cells_text(&cells, ipa_plain_estimate(view, simulated->price, IPA_FORMAT_PER_UNIT));
        ipa_cells_number(&cells, simulated->loss_adjusted_yield);
    }
    ipa_plain_heading(plain, "基准情形价格与期限", "Price and life in the base case");
    ipa_plain_table(plain, cells.table);
}

static void risk_row(ipa_cells *cells, int t, const char *support,
                     const ipa_tranche_figures *figures) {
    const ipa_view *view = cells->view;
    ipa_cells_row(cells);
    ipa_cells_text(cells, view->plan->tranches[t].id);
    ipa_cells_text(cells, support);
    ipa_cells_text(cells,
                   ipa_plain_estimate(view, figures->default_probability, IPA_FORMAT_PROBABILITY));
    ipa_cells_text(cells, ipa_plain_estimate(view, figures->expected_loss, IPA_FORMAT_PROBABILITY));
    ipa_cells_text(cells, ipa_words_rating(view->language, figures->rating.by_pd, view->arena));
    ipa_cells_text(cells, ipa_words_rating(view->language, figures->rating.by_el, view->arena));
}

/* Where all support counts as the deal's own, there is nothing to set side by side. */
static bool has_outside_support(const ipa_plan *plan) {
    for (int s = 0; s < plan->n_support; s++)
        if (plan->support[s].outside)
            return true;
    return false;
}

static void risks(ipa_plain *plain) {
    static const ipa_cells_column COLUMNS[] = {
        {"档次", "tranche", IPA_FORMAT_TEXT},
        {"外部支持", "outside support", IPA_FORMAT_TEXT},
        {"违约概率", "default probability", IPA_FORMAT_TEXT},
        {"预期损失", "expected loss", IPA_FORMAT_TEXT},
        {"隐含评级（按违约概率）", "rating by PD", IPA_FORMAT_TEXT},
        {"隐含评级（按预期损失）", "rating by EL", IPA_FORMAT_TEXT}};
    const ipa_view *view = plain->view;
    const ipa_simulation_result *simulation = view->result->simulation;
    ipa_cells cells = TABLE_OF(view, COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++) {
        if (!has_outside_support(view->plan)) {
            risk_row(&cells, t, ipa_cells_say(view, "未设", "none"), &simulation->tranches[t]);
            continue;
        }
        risk_row(&cells, t, ipa_cells_say(view, "无", "without"), &simulation->without_support[t]);
        risk_row(&cells, t, ipa_cells_say(view, "有", "with"), &simulation->tranches[t]);
    }
    ipa_plain_heading(plain, "各档风险（± 为标准误）", "Risk of the tranches (± standard error)");
    ipa_plain_table(plain, cells.table);
}

static void simulated(ipa_cells *cells, const char *zh, const char *en, ipa_estimate estimate,
                      ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_text(cells, ipa_plain_estimate(cells->view, estimate, format));
}

static const char *unit_of(const ipa_view *view) {
    return ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit);
}

static void pool(ipa_plain *plain) {
    static const ipa_cells_column COLUMNS[] = {
        {"资产池与增信", "pool and support", IPA_FORMAT_TEXT},
        {"模拟值", "simulated", IPA_FORMAT_TEXT}};
    const ipa_view *view = plain->view;
    const ipa_simulation_result *simulation = view->result->simulation;
    ipa_cells cells = TABLE_OF(view, COLUMNS);
    if (view->plan->pool_original > 0) {
        simulated(&cells, "累计违约率", "cumulative default rate", simulation->default_rate,
                  IPA_FORMAT_PROBABILITY);
        simulated(&cells, "累计净损失率", "cumulative net loss rate", simulation->loss_rate,
                  IPA_FORMAT_PROBABILITY);
    } else
        simulated(&cells, ipa_arena_format(view->arena, "归集总额（%s）", unit_of(view)),
                  ipa_arena_format(view->arena, "collections in all (%s)", unit_of(view)),
                  simulation->total_collections.mean, IPA_FORMAT_MONEY);
    for (int s = 0; s < view->plan->n_support; s++) {
        const char *name = ipa_words_support(view->language, view->plan->support[s].id);
        ipa_cells_row(&cells);
        ipa_cells_text(
            &cells, ipa_arena_format(view->arena, "%s%s", name,
                                     ipa_cells_say(view, "：动用概率", ": probability of a draw")));
        ipa_cells_text(&cells, ipa_plain_estimate(view, simulation->draw_probability[s],
                                                  IPA_FORMAT_PROBABILITY));
        ipa_cells_row(&cells);
        ipa_cells_text(
            &cells, ipa_arena_format(view->arena, "%s%s%s%s", name,
                                     ipa_cells_say(view, "：预期动用额（", ": expected draw ("),
                                     ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit),
                                     ipa_cells_say(view, "）", ")")));
        ipa_cells_text(&cells,
                       ipa_plain_estimate(view, simulation->expected_draw[s], IPA_FORMAT_MONEY));
    }
    ipa_plain_heading(plain, "资产池与增信", "Pool and support");
    ipa_plain_table(plain, cells.table);
}

static void checks(ipa_plain *plain) {
    const ipa_view *view = plain->view;
    const ipa_simulation_result *simulation = view->result->simulation;
    double breach = simulation->cash_conservation_max_abs;
    bool is_sound = breach < CASH_TOLERANCE && simulation->nonfinite == 0;
    ipa_plain_heading(plain, "校验", "Checks");
    ipa_plain_add(plain, "  %s%s%s %.2g %s%s%s %ld\n",
                  is_sound ? ipa_cells_say(view, "通过", "passed")
                           : ipa_cells_say(view, "未通过", "FAILED"),
                  ipa_cells_say(view, "：", ": "),
                  ipa_cells_say(view, "现金守恒最大误差", "largest breach of cash conservation"),
                  breach, ipa_cells_say(view, "元", "yuan"), ipa_cells_say(view, "，", ", "),
                  ipa_cells_say(view, "非有限数", "figures not finite"), simulation->nonfinite);
    ipa_plain_add(plain, "  %s %s%s%s %llu\n", ipa_cells_say(view, "模拟路径", "simulated paths"),
                  ipa_plain_figure(view, (double)simulation->n_paths, IPA_FORMAT_INTEGER),
                  ipa_cells_say(view, "，", ", "), ipa_cells_say(view, "种子", "seed"),
                  simulation->seed);
}

const char *ipa_summary_text(const ipa_view *view) {
    ipa_plain plain = ipa_plain_begin(view);
    facts(&plain);
    capital(&plain);
    prices(&plain);
    if (view->result->simulation != NULL) {
        risks(&plain);
        pool(&plain);
        checks(&plain);
    }
    return plain.out.text;
}
