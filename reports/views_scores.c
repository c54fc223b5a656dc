#include <math.h>

#include "reports/cells.h"
#include "reports/value_report.h"
#include "reports/words.h"

/* The first row holds the weights; those of the patents follow. */
enum { WEIGHTS = 0, FIRST_INDICATOR = 2, SCORE_WIDTH = 9 /**< characters */ };

static const ipa_cells_column COLUMNS[] = {{"专利", "Patent", IPA_FORMAT_TEXT},
                                           {"名称", "Title", IPA_FORMAT_TEXT}};

static int n_indicators(const ipa_view *view) {
    return view->deal->valuation.n_indicators;
}

static void add_columns(ipa_cells *cells) {
    const ipa_deal_valuation *valuation = &cells->view->deal->valuation;
    for (int n = 0; n < valuation->n_indicators; n++) {
        const char *name = valuation->indicators[n].name;
        const ipa_indicator *known = ipa_indicators_find(name);
        const ipa_indicator_level level = (ipa_indicator_level)valuation->indicators[n].level;
        ipa_cells_column_add(cells, known ? known->zh : name, known ? known->en : name,
                             IPA_FORMAT_NUMBER);
        ipa_table_column *column = &cells->table->columns[FIRST_INDICATOR + n];
        column->group_zh = ipa_indicators_level_name(level, true);
        column->group_en = ipa_indicators_level_name(level, false);
        column->width = SCORE_WIDTH;
    }
    for (int level = 0; level < IPA_N_INDICATOR_LEVELS; level++)
        ipa_cells_column_add(cells, ipa_indicators_level_name((ipa_indicator_level)level, true),
                             ipa_indicators_level_name((ipa_indicator_level)level, false),
                             IPA_FORMAT_NUMBER);
    ipa_cells_column_add(cells, "总分", "Score", IPA_FORMAT_NUMBER);
}

/* Σ weight × score (or of the weights alone) of one level; level −1: of all. */
static const char *sum_of(const ipa_cells *cells, int level, int row) {
    const ipa_deal_valuation *valuation = &cells->view->deal->valuation;
    ipa_arena *arena = cells->table->arena;
    const char *sum = "";
    for (int n = 0; n < valuation->n_indicators; n++) {
        if (level >= 0 && valuation->indicators[n].level != level)
            continue;
        sum = ipa_arena_format(arena, "%s%s%s", sum, sum[0] ? "+" : "",
                               ipa_cells_place(cells, FIRST_INDICATOR + n, WEIGHTS));
        if (row != WEIGHTS)
            sum = ipa_arena_format(arena, "%s*%s", sum,
                                   ipa_cells_place(cells, FIRST_INDICATOR + n, row));
    }
    return sum;
}

static void weights_row(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    double all = 0;
    ipa_cells_row(cells);
    ipa_cells_words(cells, "权重（使用者给定）", "Weight (the user's)");
    ipa_cells_blank(cells);
    for (int n = 0; n < n_indicators(view); n++)
        ipa_cells_given(cells, view->deal->valuation.indicators[n].weight);
    for (int level = 0; level < IPA_N_INDICATOR_LEVELS; level++) {
        const double weight = ipa_patent_score_level_weight(view->deal, (ipa_indicator_level)level);
        const char *sum = sum_of(cells, level, WEIGHTS);
        if (sum[0])
            ipa_cells_formula(cells, ipa_arena_format(view->arena, "=%s", sum), weight);
        else
            ipa_cells_blank(cells);
        all += weight;
    }
    ipa_cells_formula(cells, ipa_arena_format(view->arena, "=%s", sum_of(cells, -1, WEIGHTS)), all);
}

static bool is_scored(const ipa_view *view, int j) {
    for (int n = 0; n < n_indicators(view); n++)
        if (isfinite(view->value->scores[j].scores[n]))
            return true;
    return false;
}

static void score_row(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_patent_scored *scored = &view->value->scores[j];
    const int row = cells->table->n_rows;
    ipa_cells_row(cells);
    ipa_cells_text(cells, view->deal->patents[j].id);
    ipa_cells_text(cells, view->deal->patents[j].title);
    cells->role = IPA_ROLE_INPUT;
    for (int n = 0; n < n_indicators(view); n++)
        ipa_cells_number(cells, scored->scores[n]);
    cells->role = IPA_ROLE_OUTPUT;
    for (int level = 0; level < IPA_N_INDICATOR_LEVELS; level++)
        if (isfinite(scored->levels[level]))
            ipa_cells_formula(cells,
                              ipa_arena_format(view->arena, "=(%s)/%s", sum_of(cells, level, row),
                                               ipa_cells_place(cells, cells->column, WEIGHTS)),
                              scored->levels[level]);
        else
            ipa_cells_blank(cells);
    if (isfinite(scored->total))
        ipa_cells_formula(cells, ipa_arena_format(view->arena, "=%s", sum_of(cells, -1, row)),
                          scored->total);
}

ipa_table *ipa_views_patent_scores(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "patent_scores", COLUMNS);
    add_columns(&cells);
    if (!view->value || !view->value->scores)
        return cells.table;
    weights_row(&cells);
    for (int j = 0; j < view->deal->n_patents; j++)
        if (is_scored(view, j))
            score_row(&cells, j);
    return cells.table;
}
