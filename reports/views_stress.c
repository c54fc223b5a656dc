#include <math.h>
#include <string.h>

#include "engine/deal/levers.h"
#include "reports/cells.h"
#include "reports/stress_report.h"
#include "reports/stress_words.h"
#include "reports/words.h"

static const char *tranche_name(const ipa_view *view, int t) {
    return view->plan->tranches[t].id;
}

static void put_variant(ipa_cells *cells, int variant) {
    ipa_cells_words(cells, variant == IPA_SUPPORTED ? "有外部增信" : "无外部增信",
                    variant == IPA_SUPPORTED ? "with support" : "without support");
}

static const char *scenario_name(const ipa_view *view, const ipa_stress_scenario *scenario) {
    return ipa_words_name(view->language, scenario->title, scenario->name);
}

/* `below BB-` in the report's language. */
static const char *grade_text(const ipa_view *view, const char *grade) {
    static const char below[] = "below ";
    if (grade == NULL || strncmp(grade, below, sizeof below - 1) != 0)
        return grade != NULL ? grade : "";
    return ipa_arena_format(view->arena, "%s%s", ipa_cells_say(view, "低于 ", below),
                            grade + sizeof below - 1);
}

/* From 1; blank: none. */
static void put_period(ipa_cells *cells, int period) {
    if (period < 0)
        ipa_cells_blank(cells);
    else
        ipa_cells_number(cells, period + 1);
}

/* ---- scenarios ---- */

static const ipa_cells_column TRANCHE_COLUMNS[] = {
    {"情景", "Scenario", IPA_FORMAT_TEXT},
    {"档", "Tranche", IPA_FORMAT_TEXT},
    {"外部增信", "Support", IPA_FORMAT_TEXT},
    {"期末未付", "Unpaid at the end", IPA_FORMAT_PROBABILITY},
    {"最大欠息", "Interest missed", IPA_FORMAT_MONEY},
    {"首次未足额期", "First miss (period)", IPA_FORMAT_INTEGER},
    {"最低覆盖", "Least coverage", IPA_FORMAT_MULTIPLE},
    {"加权平均期限（年）", "WAL (years)", IPA_FORMAT_NUMBER},
    {"价格", "Price", IPA_FORMAT_PER_UNIT},
    {"违约概率", "Default probability", IPA_FORMAT_PROBABILITY},
    {"标准误", "Std. error", IPA_FORMAT_PROBABILITY},
    {"预期损失", "Expected loss", IPA_FORMAT_PROBABILITY},
    {"标准误", "Std. error", IPA_FORMAT_PROBABILITY},
    {"模拟价格", "Simulated price", IPA_FORMAT_PER_UNIT},
    {"标准误", "Std. error", IPA_FORMAT_PER_UNIT},
    {"对应评级（预期损失）", "Grade by loss", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_stress_tranches(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_tranches", TRANCHE_COLUMNS);
    const ipa_stress_result *of = view->stress;
    for (int n = 0; n < of->n_scenarios; n++)
        for (int t = 0; t < view->plan->n_tranches; t++)
            for (int v = 0; v < IPA_N_VARIANTS; v++) {
                const ipa_stress_tranche *tranche = &of->scenarios[n].tranches[v][t];
                ipa_cells_row(&cells);
                ipa_cells_text(&cells, scenario_name(view, &of->scenarios[n]));
                ipa_cells_text(&cells, tranche_name(view, t));
                put_variant(&cells, v);
                ipa_cells_number(&cells, tranche->unpaid);
                ipa_cells_number(&cells, tranche->interest_missed);
                put_period(&cells, tranche->first_miss);
                ipa_cells_number(&cells, tranche->least_coverage);
                ipa_cells_number(&cells, tranche->wal);
                ipa_cells_number(&cells, tranche->price);
                ipa_cells_estimate(&cells, tranche->default_probability);
                ipa_cells_estimate(&cells, tranche->expected_loss);
                ipa_cells_estimate(&cells, tranche->simulated_price);
                if (tranche->rating.by_el != NULL)
                    ipa_cells_text(&cells, grade_text(view, ipa_words_rating(view->language,
                                                                             tranche->rating.by_el,
                                                                             view->arena)));
            }
    return cells.table;
}

static const ipa_cells_column POOL_COLUMNS[] = {
    {"情景", "Scenario", IPA_FORMAT_TEXT},
    {"回款合计", "Collections", IPA_FORMAT_MONEY},
    {"违约率", "Default rate", IPA_FORMAT_RATE},
    {"外部增信支取", "Drawn of support", IPA_FORMAT_MONEY},
    {"首次支取期", "First draw (period)", IPA_FORMAT_INTEGER},
    {"模拟违约率", "Simulated default rate", IPA_FORMAT_RATE},
    {"标准误", "Std. error", IPA_FORMAT_RATE},
    {"模拟损失率", "Simulated loss rate", IPA_FORMAT_RATE},
    {"标准误", "Std. error", IPA_FORMAT_RATE},
    {"模拟支取", "Simulated draws", IPA_FORMAT_MONEY},
    {"标准误", "Std. error", IPA_FORMAT_MONEY},
    {"情景内容", "What changes", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_stress_pool(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_pool", POOL_COLUMNS);
    for (int n = 0; n < view->stress->n_scenarios; n++) {
        const ipa_stress_scenario *scenario = &view->stress->scenarios[n];
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, scenario_name(view, scenario));
        ipa_cells_number(&cells, scenario->collections);
        ipa_cells_number(&cells, scenario->default_rate);
        ipa_cells_number(&cells, scenario->drawn);
        put_period(&cells, scenario->first_draw);
        ipa_cells_estimate(&cells, scenario->simulated_default_rate);
        ipa_cells_estimate(&cells, scenario->simulated_loss_rate);
        ipa_cells_estimate(&cells, scenario->simulated_drawn);
        ipa_cells_text(&cells,
                       ipa_stress_words_overlay(view, scenario->overlay, scenario->n_overlay));
    }
    return cells.table;
}

/* ---- break-even, targets, largest obligors ---- */

static const ipa_cells_column BREAK_EVEN_COLUMNS[] = {
    {"压力因子", "Lever", IPA_FORMAT_TEXT},
    {"档", "Tranche", IPA_FORMAT_TEXT},
    {"外部增信", "Support", IPA_FORMAT_TEXT},
    {"利息不足的临界值", "Interest missed beyond", IPA_FORMAT_NUMBER},
    {"本息不足的临界值", "Any yuan missed beyond", IPA_FORMAT_NUMBER},
    {"期末本金不足的临界值", "Principal unpaid beyond", IPA_FORMAT_NUMBER}};

/* In what the lever is counted. */
static ipa_format format_of(const char *name) {
    static const ipa_format formats[IPA_N_LEVER_UNITS] = {
        [IPA_LEVER_IN_SHARE] = IPA_FORMAT_PROBABILITY, [IPA_LEVER_IN_RATE] = IPA_FORMAT_PROBABILITY,
        [IPA_LEVER_IN_MULTIPLE] = IPA_FORMAT_NUMBER,   [IPA_LEVER_IN_MONTHS] = IPA_FORMAT_NUMBER,
        [IPA_LEVER_IN_PERIODS] = IPA_FORMAT_INTEGER,   [IPA_LEVER_IN_COUNT] = IPA_FORMAT_INTEGER,
        [IPA_LEVER_IN_SIGMAS] = IPA_FORMAT_NUMBER,     [IPA_LEVER_IN_NONE] = IPA_FORMAT_NUMBER,
    };
    const int lever = ipa_levers_find(name);
    return lever < 0 ? IPA_FORMAT_NUMBER : formats[ipa_levers_traits[lever].unit];
}

static void put_bearable(ipa_cells *cells, const char *lever, double value) {
    ipa_table_cell *cell = &cells->row[cells->column];
    if (isfinite(value)) {
        ipa_cells_formatted(cells, value, format_of(lever));
        return;
    }
    if (isnan(value))
        ipa_cells_words(cells, "始终", "from the start");
    else
        ipa_cells_words(cells, "从不", "never");
    cell->has_format = true;
    cell->format = IPA_FORMAT_TEXT;
}

ipa_table *ipa_views_stress_break_even(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_break_even", BREAK_EVEN_COLUMNS);
    for (int n = 0; n < view->stress->n_break_even; n++)
        for (int v = 0; v < IPA_N_VARIANTS; v++) {
            const ipa_break_even *row = &view->stress->break_even[n];
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, ipa_stress_words_field(view, row->lever));
            ipa_cells_text(&cells, tranche_name(view, row->tranche));
            put_variant(&cells, v);
            put_bearable(&cells, row->lever, row->timely_interest[v]);
            put_bearable(&cells, row->lever, row->timely[v]);
            put_bearable(&cells, row->lever, row->principal[v]);
        }
    return cells.table;
}

static const ipa_cells_column TARGET_COLUMNS[] = {
    {"评级", "Grade", IPA_FORMAT_TEXT},
    {"倍数", "Multiplier", IPA_FORMAT_MULTIPLE},
    {"目标违约率（倍数法）", "Target by multiplier", IPA_FORMAT_RATE},
    {"目标违约概率", "Target probability", IPA_FORMAT_PROBABILITY},
    {"目标违约率（对数正态法）", "Target by lognormal", IPA_FORMAT_RATE}};

ipa_table *ipa_views_stress_targets(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_targets", TARGET_COLUMNS);
    for (int n = 0; n < view->stress->n_targets; n++) {
        const ipa_target_rate *target = &view->stress->targets[n];
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, target->grade);
        ipa_cells_number(&cells, target->multiplier);
        ipa_cells_number(&cells, target->by_multiplier);
        ipa_cells_number(&cells, target->probability);
        ipa_cells_number(&cells, target->by_lognormal);
    }
    return cells.table;
}

static const ipa_cells_column PROTECTION_COLUMNS[] = {
    {"档", "Tranche", IPA_FORMAT_TEXT},
    {"外部增信", "Support", IPA_FORMAT_TEXT},
    {"评级", "Grade", IPA_FORMAT_TEXT},
    {"临界违约率", "Critical default rate", IPA_FORMAT_RATE},
    {"保护距离（倍数法）", "Distance by multiplier", IPA_FORMAT_RATE},
    {"保护距离（对数正态法）", "Distance by lognormal", IPA_FORMAT_RATE},
    {"指示评级（倍数法）", "Indicated by multiplier", IPA_FORMAT_TEXT},
    {"指示评级（对数正态法）", "Indicated by lognormal", IPA_FORMAT_TEXT}};

enum { CRITICAL = 3, BY_MULTIPLIER = 2, BY_LOGNORMAL = 4 /* of the protection, of the targets */ };

/* What is critical less the target on its own sheet. */
static void put_distance(ipa_cells *cells, int target, int n, double distance) {
    const ipa_view_entry *entry = &ipa_stress_report_entries[IPA_STRESS_SHEET_stress_targets];
    const char *sheet = ipa_cells_say(cells->view, entry->zh, entry->en);
    ipa_cells_formula(cells,
                      ipa_arena_format(cells->table->arena, "=%s-'%s'!%s",
                                       ipa_cells_place(cells, CRITICAL, cells->table->n_rows - 1),
                                       sheet, ipa_cells_place(cells, target, n)),
                      distance);
}

ipa_table *ipa_views_stress_protection(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_protection", PROTECTION_COLUMNS);
    const ipa_stress_result *of = view->stress;
    for (int row = 0; row < of->n_protection; row++)
        for (int v = 0; v < IPA_N_VARIANTS; v++)
            for (int n = 0; n < of->n_targets; n++) {
                const ipa_protection *one = &of->protection[row];
                ipa_cells_row(&cells);
                ipa_cells_text(&cells, tranche_name(view, one->tranche));
                put_variant(&cells, v);
                ipa_cells_text(&cells, of->targets[n].grade);
                ipa_cells_number(&cells, one->critical[v]);
                put_distance(&cells, BY_MULTIPLIER, n, one->distance[v][0][n]);
                put_distance(&cells, BY_LOGNORMAL, n, one->distance[v][1][n]);
                for (int method = 0; method < 2; method++)
                    ipa_cells_text(&cells, grade_text(view, one->grade[v][method]));
            }
    return cells.table;
}

static const ipa_cells_column LARGEST_COLUMNS[] = {
    {"目标评级", "Target grade", IPA_FORMAT_TEXT},
    {"违约户数", "Obligors defaulting", IPA_FORMAT_INTEGER},
    {"本金占比", "Share of principal", IPA_FORMAT_RATE},
    {"回收率", "Recovery", IPA_FORMAT_RATE},
    {"档", "Tranche", IPA_FORMAT_TEXT},
    {"外部增信", "Support", IPA_FORMAT_TEXT},
    {"期末未付", "Unpaid at the end", IPA_FORMAT_PROBABILITY},
    {"通过", "Holds", IPA_FORMAT_CHECK}};

ipa_table *ipa_views_stress_largest(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_largest", LARGEST_COLUMNS);
    for (int n = 0; n < view->stress->n_large; n++)
        for (int t = 0; t < view->plan->n_tranches; t++)
            for (int v = 0; v < IPA_N_VARIANTS; v++) {
                const ipa_large_obligors *row = &view->stress->large[n];
                ipa_cells_row(&cells);
                ipa_cells_text(&cells, row->grade);
                ipa_cells_number(&cells, row->n_defaulting);
                ipa_cells_number(&cells, row->exposure);
                ipa_cells_number(&cells, row->recovery);
                ipa_cells_text(&cells, tranche_name(view, t));
                put_variant(&cells, v);
                ipa_cells_number(&cells, row->unpaid[v][t]);
                ipa_cells_bool(&cells, row->holds[v][t]);
            }
    return cells.table;
}

/* ---- audit ---- */

static const ipa_cells_column AUDIT_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                 {"内容", "Value", IPA_FORMAT_TEXT}};

static void say(ipa_cells *cells, const char *zh, const char *en, const char *value) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_text(cells, value != NULL ? value : "");
}

ipa_table *ipa_views_stress_audit(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_audit", AUDIT_COLUMNS);
    const ipa_stress_result *of = view->stress;
    say(&cells, "版本", "Version", view->run->version);
    say(&cells, "命令", "Command", view->run->command);
    say(&cells, "日期", "Date", view->run->as_of);
    say(&cells, "产品指纹", "SHA-256 of the deal", view->deal->sha256);
    say(&cells, "情景组", "Deck", of->deck);
    say(&cells, "情景来源", "Source of the deck", ipa_words_name(view->language, of->source, NULL));
    say(&cells, "模拟路径数", "Simulated paths", ipa_arena_format(view->arena, "%ld", of->n_paths));
    if (of->n_paths > 0)
        say(&cells, "随机种子", "Seed", ipa_arena_format(view->arena, "%llu", of->seed));
    for (int n = 0; n < view->deal->n_overrides; n++)
        say(&cells, "覆盖输入", "Override", view->deal->overrides[n]);
    if (of->target_class != NULL)
        say(&cells, "目标违约率来源", "Source of the targets",
            ipa_words_name(view->language, of->target_table, NULL));
    return cells.table;
}
