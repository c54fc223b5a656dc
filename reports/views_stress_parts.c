#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/cells.h"
#include "reports/stress_report.h"
#include "reports/stress_words.h"
#include "reports/words.h"

static const struct {
    const char *zh, *en;
} VARIANTS[IPA_N_VARIANTS] = {[IPA_SUPPORTED] = {"有增信", "with support"},
                              [IPA_WITHOUT_SUPPORT] = {"无增信", "without support"}};

/* ---- sensitivities ---- */

static const ipa_cells_column SENSITIVITY_COLUMNS[] = {{"假设", "Assumption", IPA_FORMAT_TEXT},
                                                       {"低值", "Low", IPA_FORMAT_TEXT},
                                                       {"基准值", "Base", IPA_FORMAT_TEXT},
                                                       {"高值", "High", IPA_FORMAT_TEXT}};

/** Which figure's changes a table of sensitivities has. */
typedef enum figure { LOSS, PRICE } figure;

static const struct {
    const char *zh, *en;
    ipa_format format;
} FIGURES[] = {[LOSS] = {"预期损失变动", "Change of expected loss", IPA_FORMAT_PROBABILITY},
               [PRICE] = {"价格变动", "Change of price", IPA_FORMAT_PER_UNIT}};

/* Without support first, low before high. */
static void add_changes(ipa_cells *cells, figure of) {
    static const struct { const char *zh, *en; } ends[] = {{"低值", "low"}, {"高值", "high"}};
    ipa_arena *arena = cells->view->arena;
    for (int v = IPA_N_VARIANTS - 1; v >= 0; v--)
        for (int end = 0; end < 2; end++) {
            ipa_cells_column_add(
                cells,
                ipa_arena_format(arena, "%s（%s，%s）", FIGURES[of].zh, ends[end].zh,
                                 VARIANTS[v].zh),
                ipa_arena_format(arena, "%s: %s, %s", FIGURES[of].en, ends[end].en, VARIANTS[v].en),
                FIGURES[of].format);
            ipa_cells_column_add(cells, "标准误", "Std. error", FIGURES[of].format);
        }
    ipa_cells_column_add(cells, "字段", "Field", IPA_FORMAT_TEXT);
}

/* Columns of the tapes have no base value but themselves. */
static const char *moved(const ipa_view *view, const char *value) {
    if (value == NULL || *value != '"')
        return value;
    const double factor = strtod(value + 2, NULL);
    return ipa_arena_format(view->arena, "×%.4g", factor);
}

static double most_of_price(const ipa_sensitivity *one) {
    const ipa_estimate *change = one->price_change[IPA_WITHOUT_SUPPORT];
    return fmax(fabs(change[0].mean), fabs(change[1].mean));
}

static int by_price(const void *a, const void *b) {
    const double left = most_of_price(a), right = most_of_price(b);
    if (left != right)
        return left < right ? 1 : -1;
    return strcmp(((const ipa_sensitivity *)a)->field, ((const ipa_sensitivity *)b)->field);
}

/* The result has them by the change of the loss. */
static const ipa_sensitivity *ordered(const ipa_view *view, figure shown) {
    const ipa_stress_result *of = view->stress;
    if (shown == LOSS || of->n_sensitivities == 0)
        return of->sensitivities;
    ipa_sensitivity *rows = IPA_NEW_ARRAY(view->arena, of->n_sensitivities, ipa_sensitivity);
    memcpy(rows, of->sensitivities, (size_t)of->n_sensitivities * sizeof *rows);
    qsort(rows, (size_t)of->n_sensitivities, sizeof *rows, by_price);
    return rows;
}

static void note_sensitivities(ipa_table *table, const ipa_view *view) {
    const ipa_stress_result *of = view->stress;
    const double percent = 100 * of->sensitivity_bump;
    const int t = of->sensitivity_tranche;
    table->note_zh = ipa_arena_format(
        view->arena,
        "%s；每项假设单独上下变动 %.4g%%，与基准同一批路径；按无增信时的变动由大到小；另有 %d "
        "项无影响。",
        ipa_words_tranche(IPA_LANGUAGE_ZH, view->deal, t), percent, of->n_insensitive);
    table->note_en = ipa_arena_format(
        view->arena,
        "%s. Each assumption alone moved down and up by %.4g%% on the same paths; largest change "
        "without support first; %d more change nothing.",
        ipa_words_tranche(IPA_LANGUAGE_EN, view->deal, t), percent, of->n_insensitive);
}

static ipa_table *sensitivities(const ipa_view *view, const char *id, figure shown) {
    const ipa_stress_result *of = view->stress;
    ipa_cells cells = IPA_CELLS_BEGIN(view, id, SENSITIVITY_COLUMNS);
    const ipa_sensitivity *rows = ordered(view, shown);
    add_changes(&cells, shown);
    for (int n = 0; n < of->n_sensitivities; n++) {
        const ipa_sensitivity *one = &rows[n];
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, ipa_stress_words_assumption(view, one));
        ipa_cells_text(&cells, moved(view, one->low));
        ipa_cells_text(&cells, one->base);
        ipa_cells_text(&cells, moved(view, one->high));
        for (int v = IPA_N_VARIANTS - 1; v >= 0; v--)
            for (int end = 0; end < 2; end++)
                ipa_cells_estimate(&cells, shown == LOSS ? one->loss_change[v][end]
                                                         : one->price_change[v][end]);
        ipa_cells_text(&cells, one->field);
    }
    if (of->n_sensitivities > 0)
        note_sensitivities(cells.table, view);
    return cells.table;
}

ipa_table *ipa_views_stress_sensitivities(const ipa_view *view) {
    return sensitivities(view, "stress_sensitivities", LOSS);
}

ipa_table *ipa_views_stress_price_moves(const ipa_view *view) {
    return sensitivities(view, "stress_price_moves", PRICE);
}

/* ---- contributions ---- */

static const ipa_cells_column CONTRIBUTION_COLUMNS[] = {
    {"类别", "Kind", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"预期短缺", "Expected shortfall", IPA_FORMAT_MONEY},
    {"标准误", "Std. error", IPA_FORMAT_MONEY},
    {"预期短缺占比", "Share of expected", IPA_FORMAT_RATE},
    {"CVaR95", "CVaR95", IPA_FORMAT_MONEY},
    {"标准误", "Std. error", IPA_FORMAT_MONEY},
    {"CVaR95占比", "Share of CVaR95", IPA_FORMAT_RATE},
    {"CVaR99", "CVaR99", IPA_FORMAT_MONEY},
    {"标准误", "Std. error", IPA_FORMAT_MONEY},
    {"CVaR99占比", "Share of CVaR99", IPA_FORMAT_RATE},
    {"档损失（无增信）", "Loss of the tranche without support", IPA_FORMAT_MONEY},
    {"标准误", "Std. error", IPA_FORMAT_MONEY},
    {"标识", "Id", IPA_FORMAT_TEXT}};

static const struct {
    const char *zh, *en;
} KINDS[] = {[IPA_CONTRIBUTION_OBLIGOR] = {"债务人", "Obligor"},
             [IPA_CONTRIBUTION_INDUSTRY] = {"行业", "Industry"},
             [IPA_CONTRIBUTION_PATENT] = {"专利", "Patent"}};

typedef struct totals {
    double expected, cvar95, cvar99;
} totals;

/* Obligors and patents add up to the whole; industries share the same out again. */
static totals total_of(const ipa_stress_result *of) {
    totals sum = {0};
    for (int n = 0; n < of->n_contributions; n++) {
        const ipa_contribution *one = &of->contributions[n];
        if (one->kind == IPA_CONTRIBUTION_INDUSTRY)
            continue;
        sum.expected += one->expected.mean;
        sum.cvar95 += one->cvar95.mean;
        sum.cvar99 += one->cvar99.mean;
    }
    return sum;
}

static const char *name_of(const ipa_view *view, const ipa_contribution *one) {
    if (one->kind == IPA_CONTRIBUTION_INDUSTRY)
        return ipa_words_industry(view->language, one->id);
    return one->name != NULL ? one->name : one->id;
}

/* Figures, not formulas: a chart over formulas shows nothing until they are calculated. */
static void put_part(ipa_cells *cells, ipa_estimate part, double whole) {
    ipa_cells_estimate(cells, part);
    ipa_cells_number(cells, whole > 0 ? part.mean / whole : NAN);
}

ipa_table *ipa_views_stress_contributions(const ipa_view *view) {
    const ipa_stress_result *of = view->stress;
    const totals whole = total_of(of);
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_contributions", CONTRIBUTION_COLUMNS);
    for (int n = 0; n < of->n_contributions; n++) {
        const ipa_contribution *one = &of->contributions[n];
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, KINDS[one->kind].zh, KINDS[one->kind].en);
        ipa_cells_text(&cells, name_of(view, one));
        put_part(&cells, one->expected, whole.expected);
        put_part(&cells, one->cvar95, whole.cvar95);
        put_part(&cells, one->cvar99, whole.cvar99);
        ipa_cells_estimate(&cells, one->tranche_loss);
        ipa_cells_text(&cells, one->id);
    }
    cells.table->note_zh = "资产池回款较基准情形的短缺：全部路径的均值，以及最差 5%、1% "
                           "路径的均值（CVaR），按欧拉法分解，各部分之和为总数。"
                           "债务人与专利合计为 100%，行业另作一次分解。";
    cells.table->note_en =
        "What collections fall short of the base case: mean of all paths, and of "
        "the worst 5% and 1% (CVaR), shared out by Euler's rule. Obligors and "
        "patents add up to 100%; industries share out the same.";
    return cells.table;
}

/* ---- structures of a sweep ---- */

static const ipa_cells_column SWEEP_COLUMNS[] = {
    {"资金成本", "Cost of money", IPA_FORMAT_PROBABILITY},
    {"预期损失", "Expected loss", IPA_FORMAT_PROBABILITY},
    {"标准误", "Std. error", IPA_FORMAT_PROBABILITY},
    {"违约概率", "Default probability", IPA_FORMAT_PROBABILITY},
    {"标准误", "Std. error", IPA_FORMAT_PROBABILITY},
    {"价格", "Price", IPA_FORMAT_PER_UNIT},
    {"标准误", "Std. error", IPA_FORMAT_PER_UNIT},
    {"最低覆盖", "Least coverage", IPA_FORMAT_MULTIPLE},
    {"有效", "Efficient", IPA_FORMAT_TEXT}};

/* Amounts, rates and multiples are told apart by their size: an axis is any field. */
static ipa_format format_of(const ipa_stress_sweep *of, int axis) {
    double most = 0;
    for (int n = 0; n < of->n_structures; n++)
        if (isfinite(of->structures[n].values[axis]))
            most = fmax(most, fabs(of->structures[n].values[axis]));
    return most >= 1000 ? IPA_FORMAT_MONEY : most < 1 ? IPA_FORMAT_PROBABILITY : IPA_FORMAT_NUMBER;
}

static void add_axes(ipa_cells *cells, const ipa_stress_sweep *of) {
    for (int axis = 0; axis < of->n_axes; axis++) {
        const char *name = ipa_stress_words_field(cells->view, of->axes[axis]);
        ipa_cells_column_add(cells, name, name, format_of(of, axis));
    }
    for (size_t n = 0; n < IPA_CELLS_COUNT(SWEEP_COLUMNS); n++)
        ipa_cells_column_add(cells, SWEEP_COLUMNS[n].zh, SWEEP_COLUMNS[n].en,
                             SWEEP_COLUMNS[n].format);
}

static void note_sweep(ipa_table *table, const ipa_view *view) {
    const ipa_stress_sweep *of = view->stress->sweep;
    table->note_zh = ipa_arena_format(
        view->arena,
        "%s；%ld 条相同路径；资金成本为各档票息 ÷（规模 × 期限）；✓：没有成本更低且预期损失不更高的"
        "方案；空白：产品规则不允许。",
        ipa_words_tranche(IPA_LANGUAGE_ZH, view->deal, of->tranche), of->n_paths);
    table->note_en =
        ipa_arena_format(view->arena,
                         "%s, on the same %ld paths. Cost: coupons ÷ (balance × life). ✓: none "
                         "costs less at no more "
                         "expected loss. Blank: the deal's rules forbid it.",
                         ipa_words_tranche(IPA_LANGUAGE_EN, view->deal, of->tranche), of->n_paths);
}

ipa_table *ipa_views_stress_sweep(const ipa_view *view) {
    static const ipa_cells_column columns[] = {{"序号", "No.", IPA_FORMAT_INTEGER}};
    const ipa_stress_sweep *of = view->stress->sweep;
    int n_efficient, n_drawn;
    ipa_cells cells = IPA_CELLS_BEGIN(view, "stress_sweep", columns);
    if (of == NULL)
        return cells.table;
    const ipa_structure **structures = ipa_stress_report_structures(view, &n_efficient, &n_drawn);
    add_axes(&cells, of);
    for (int n = 0; n < of->n_structures; n++) {
        const ipa_structure *one = structures[n];
        ipa_cells_row(&cells);
        ipa_cells_number(&cells, (double)(one - of->structures) + 1);
        for (int axis = 0; axis < of->n_axes; axis++) {
            if (isfinite(one->values[axis]))
                ipa_cells_number(&cells, one->values[axis]);
            else
                ipa_cells_text(&cells, one->written[axis]);
        }
        ipa_cells_number(&cells, one->cost);
        ipa_cells_estimate(&cells, one->expected_loss);
        ipa_cells_estimate(&cells, one->default_probability);
        ipa_cells_estimate(&cells, one->price);
        ipa_cells_number(&cells, one->coverage);
        ipa_cells_text(&cells, one->efficient ? "✓" : "");
    }
    note_sweep(cells.table, view);
    return cells.table;
}
