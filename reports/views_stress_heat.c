#include "reports/cells.h"
#include "reports/stress_report.h"
#include "reports/stress_words.h"
#include "reports/words.h"

/* ---- the heat map ---- */

static bool is_simulated(const ipa_stress_result *of) {
    for (int n = 0; n < of->n_scenarios; n++)
        if (of->scenarios[n].tranches[IPA_SUPPORTED][0].expected_loss.mean >= 0)
            return true;
    return false;
}

/* X(zh, en, simulated, figure of an ipa_stress_tranche): all between 0 and 1, none the better for
 * being large. */
#define HEAT_FIGURES(X)                                      \
    X("期末未付", "unpaid at the end", false, unpaid)        \
    X("预期损失", "expected loss", true, expected_loss.mean) \
    X("违约概率", "default probability", true, default_probability.mean)

static void add_figure(ipa_cells *cells, int t, const char *zh, const char *en) {
    static const struct {
        const char *zh, *en;
    } variants[IPA_N_VARIANTS] = {
        [IPA_SUPPORTED] = {"有增信", "with support"},
        [IPA_WITHOUT_SUPPORT] = {"无增信", "without support"},
    };
    const ipa_deal *deal = cells->view->deal;
    ipa_arena *arena = cells->view->arena;
    for (int v = IPA_N_VARIANTS - 1; v >= 0; v--)
        ipa_cells_column_add(
            cells,
            ipa_arena_format(arena, "%s%s（%s）", ipa_words_tranche(IPA_LANGUAGE_ZH, deal, t), zh,
                             variants[v].zh),
            ipa_arena_format(arena, "%s: %s, %s", ipa_words_tranche(IPA_LANGUAGE_EN, deal, t), en,
                             variants[v].en),
            IPA_FORMAT_PROBABILITY);
}

static void add_columns(ipa_cells *cells, bool simulated) {
    const ipa_view *view = cells->view;
    for (int t = 0; t < view->plan->n_tranches; t++) {
        if (view->plan->tranches[t].is_residual)
            continue;
#define HEAT_COLUMN(zh, en, is_simulation, figure) \
    if (simulated || !(is_simulation))             \
        add_figure(cells, t, zh, en);
        HEAT_FIGURES(HEAT_COLUMN)
#undef HEAT_COLUMN
    }
}

static void put_figures(ipa_cells *cells, const ipa_stress_scenario *scenario, int t,
                        bool simulated) {
#define HEAT_CELL(zh, en, is_simulation, figure)      \
    if (simulated || !(is_simulation))                \
        for (int v = IPA_N_VARIANTS - 1; v >= 0; v--) \
            ipa_cells_number(cells, scenario->tranches[v][t].figure);
    HEAT_FIGURES(HEAT_CELL)
#undef HEAT_CELL
}

ipa_table *ipa_views_stress_heat(const ipa_view *view) {
    static const ipa_cells_column columns[] = {{"情景", "Scenario", IPA_FORMAT_TEXT}};
    const ipa_stress_result *of = view->stress;
    const bool simulated = is_simulated(of);
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_heat", columns);
    add_columns(&cells, simulated);
    for (int n = 0; n < of->n_scenarios; n++) {
        const ipa_stress_scenario *scenario = &of->scenarios[n];
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, ipa_words_name(view->language, scenario->title, scenario->name));
        for (int t = 0; t < view->plan->n_tranches; t++)
            if (!view->plan->tranches[t].is_residual)
                put_figures(&cells, scenario, t, simulated);
    }
    cells.table->note_zh = "期末未付为基准情形，占原始规模；预期损失与违约概率为模拟，"
                           "标准误见“情景与各档”。颜色：0 为绿，1% 为黄，10% 及以上为红。";
    cells.table->note_en = "Unpaid: base case, of the original balance. Expected loss and default "
                           "probability: simulated, errors by tranche. Green 0, yellow 1%, red "
                           "from 10%.";
    return cells.table;
}

/* ---- what the scenarios change ---- */

static const ipa_cells_column OVERLAY_COLUMNS[] = {{"情景", "Scenario", IPA_FORMAT_TEXT},
                                                   {"压力因子", "What changes", IPA_FORMAT_TEXT},
                                                   {"取值", "To", IPA_FORMAT_TEXT},
                                                   {"字段", "Field", IPA_FORMAT_TEXT},
                                                   {"原文", "As written", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_stress_overlays(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_overlays", OVERLAY_COLUMNS);
    for (int n = 0; n < view->stress->n_scenarios; n++) {
        const ipa_stress_scenario *scenario = &view->stress->scenarios[n];
        for (int at = 0; at < scenario->n_overlay; at++) {
            const ipa_stress_override *one = &scenario->overlay[at];
            ipa_cells_row(&cells);
            cells.role = IPA_ROLE_INPUT;
            ipa_cells_text(&cells, ipa_words_name(view->language, scenario->title, scenario->name));
            ipa_cells_text(&cells, ipa_stress_words_field(view, one->field));
            ipa_cells_text(&cells, ipa_stress_words_value(view, one));
            ipa_cells_text(&cells, one->field);
            ipa_cells_text(&cells, one->value);
        }
    }
    return cells.table;
}
