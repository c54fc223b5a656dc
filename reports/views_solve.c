#include <math.h>
#include <string.h>

#include "reports/cells.h"
#include "reports/plain.h"
#include "reports/solve_report.h"
#include "reports/words.h"

static const ipa_format FORMATS[] = {
    [IPA_SOLUTION_NUMBER] = IPA_FORMAT_NUMBER,
    [IPA_SOLUTION_MONEY] = IPA_FORMAT_MONEY,
    [IPA_SOLUTION_SHARE] = IPA_FORMAT_PROBABILITY,
    [IPA_SOLUTION_PRICE] = IPA_FORMAT_PER_UNIT,
};

/* Names of what is looked for and of what is reached. */
static const struct {
    const char *name, *zh, *en;
} WORDS[] = {
    {"coupon", "票面利率", "coupon"},
    {"balance", "规模", "balance"},
    {"reserve", "储备金", "reserve"},
    {"support_cap", "增信上限", "support cap"},
    {"overcollateralisation", "超额抵押倍数", "over-collateralisation"},
    {"break_even", "临界值", "break-even"},
    {"tranche", "档", "tranche"},
    {"account", "账户", "account"},
    {"support", "增信", "support"},
    {"default_probability", "违约概率", "default probability"},
    {"expected_loss", "预期损失率", "expected loss"},
    {"expected_principal_loss", "预期本金损失率", "expected principal loss"},
    {"loss_given_default", "违约损失率", "loss given default"},
    {"interest_shortfall_probability", "利息短缺概率", "interest shortfall probability"},
    {"extension_probability", "延期概率", "extension probability"},
    {"price", "价格", "price"},
    {"wal", "加权平均期限", "weighted average life"},
    {"base.price", "基准情形价格", "base-case price"},
    {"base.yield", "基准情形收益率", "base-case yield"},
    {"base.wal", "基准情形加权平均期限", "base-case weighted average life"},
    {"base.coverage_gross", "基准情形最低覆盖倍数", "least base-case coverage"},
    {"grade", "隐含级别（按预期损失）", "implied grade (by EL)"},
    {"grade_by_pd", "隐含级别（按违约概率）", "implied grade (by PD)"},
};

static const char *word(const ipa_view *view, const char *name) {
    for (size_t n = 0; n < sizeof WORDS / sizeof *WORDS; n++)
        if (strcmp(WORDS[n].name, name) == 0)
            return ipa_cells_say(view, WORDS[n].zh, WORDS[n].en);
    return name;
}

static const char *range(const ipa_view *view, double low, double high, ipa_format format) {
    if (!isfinite(low) || !isfinite(high))
        return "";
    const char *unit = format == IPA_FORMAT_MONEY ? ipa_plain_unit(view) : "";
    return ipa_arena_format(view->arena, "%s %s – %s%s%s", ipa_cells_say(view, "范围", "between"),
                            ipa_plain_figure(view, low, format),
                            ipa_plain_figure(view, high, format), *unit ? " " : "", unit);
}

/* ---- the answer ---- */

static const ipa_cells_column ANSWER_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                  {"值", "Figure", IPA_FORMAT_NUMBER},
                                                  {"标准误", "Standard error", IPA_FORMAT_NUMBER},
                                                  {"说明", "Note", IPA_FORMAT_TEXT}};

static void tell_unknown(ipa_cells *cells, const ipa_solution *of, int n) {
    const ipa_view *view = cells->view;
    const ipa_solution_unknown *unknown = &of->unknowns[n];
    const ipa_format format = FORMATS[unknown->hint];
    const char *name = word(view, unknown->name);
    if (of->lever != NULL)
        name = ipa_arena_format(view->arena, "%s (%s)", name, of->lever);
    ipa_cells_row(cells);
    ipa_cells_text(cells, ipa_arena_format(view->arena, "%s %s", unknown->subject, name));
    ipa_cells_formatted(cells, unknown->value, format);
    ipa_cells_formatted(cells, unknown->standard_error, format);
    const char *looked = range(view, unknown->low, unknown->high, format);
    if (unknown->at_end)
        looked = ipa_arena_format(
            view->arena, "%s%s", looked,
            ipa_cells_say(view, "；目标在端点处仍满足", "; the target holds up to its end"));
    ipa_cells_text(cells, looked);
}

static void tell_target(ipa_cells *cells, const ipa_solution *of, int m) {
    const ipa_view *view = cells->view;
    const ipa_solution_target *target = &of->targets[m];
    const ipa_format format = FORMATS[target->hint];
    const char *name = target->figure != NULL ? word(view, target->figure) : "";
    ipa_cells_row(cells);
    ipa_cells_text(cells, ipa_arena_format(view->arena, "%s %s", target->tranche, name));
    if (target->grade != NULL)
        ipa_cells_text(cells, target->grade);
    else
        ipa_cells_formatted(cells, target->reached.mean, format);
    if (target->grade != NULL)
        ipa_cells_blank(cells);
    else
        ipa_cells_formatted(cells, target->reached.standard_error, format);
    ipa_cells_text(cells,
                   ipa_arena_format(
                       view->arena, "%s %s%s", ipa_cells_say(view, "目标", "target"), target->text,
                       of->without_support
                           ? ipa_cells_say(view, "（无外部增信）", " (without outside support)")
                           : ""));
}

static void tell_text(ipa_cells *cells, const char *zh, const char *en, const char *text) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_blank(cells);
    ipa_cells_blank(cells);
    ipa_cells_text(cells, text);
}

static void tell_count(ipa_cells *cells, const char *zh, const char *en, double count) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_formatted(cells, count, IPA_FORMAT_INTEGER);
}

ipa_table *ipa_views_solve_answers(const ipa_view *view) {
    const ipa_solution *of = view->solution;
    ipa_cells cells = IPA_CELLS_BEGIN(view, "solve_answers", ANSWER_COLUMNS);
    for (int n = 0; n < of->n_unknowns; n++)
        tell_unknown(&cells, of, n);
    for (int m = 0; m < of->n_targets; m++)
        tell_target(&cells, of, m);
    if (of->n_tries > 0)
        tell_count(&cells, "试算结构数", "Structures tried", of->n_tries);
    if (of->n_paths > 0) {
        tell_count(&cells, "每个结构的路径数", "Paths of each", (double)of->n_paths);
        tell_text(&cells, "种子", "Seed", ipa_arena_format(view->arena, "%llu", of->seed));
    }
    if (of->reason != NULL)
        tell_text(&cells, "无解的原因", "Why there is no answer", of->reason);
    for (int n = 0; n < of->n_overlay; n++)
        tell_text(
            &cells, "要素设为", "Set the deal to",
            ipa_arena_format(view->arena, "%s=%s", of->overlay[n].field, of->overlay[n].value));
    tell_text(&cells, "命令", "Command", view->run->command);
    tell_text(&cells, "程序版本", "Version", view->run->version);
    tell_text(&cells, "要素文件摘要", "Digest of the deal", view->deal->sha256);
    return cells.table;
}

/* ---- what was tried ---- */

static void add_columns(ipa_cells *cells, const ipa_solution *of) {
    const ipa_view *view = cells->view;
    for (int n = 0; n < of->n_unknowns; n++) {
        const char *name = ipa_arena_format(view->arena, "%s %s", of->unknowns[n].subject,
                                            word(view, of->unknowns[n].name));
        ipa_cells_column_add(cells, name, name, FORMATS[of->unknowns[n].hint]);
    }
    for (int m = 0; m < of->n_targets; m++) {
        const char *name = ipa_arena_format(
            view->arena, "%s %s", of->targets[m].tranche,
            of->targets[m].figure != NULL ? word(view, of->targets[m].figure) : "");
        ipa_cells_column_add(cells, name, name, FORMATS[of->targets[m].hint]);
        ipa_cells_column_add(cells, "标准误", "Standard error", FORMATS[of->targets[m].hint]);
    }
}

static bool is_grade(const ipa_solution_target *target) {
    return target->figure != NULL && strncmp(target->figure, "grade", 5) == 0;
}

ipa_table *ipa_views_solve_tries(const ipa_view *view) {
    static const ipa_cells_column columns[] = {{"序号", "No.", IPA_FORMAT_INTEGER}};
    const ipa_solution *of = view->solution;
    ipa_cells cells = IPA_CELLS_BEGIN(view, "solve_tries", columns);
    add_columns(&cells, of);
    for (int n = 0; n < of->n_tries; n++) {
        const ipa_solution_try *at = &of->tries[n];
        ipa_cells_row(&cells);
        ipa_cells_number(&cells, n + 1);
        for (int m = 0; m < of->n_unknowns; m++)
            ipa_cells_number(&cells, at->value[m]);
        for (int m = 0; m < of->n_targets; m++) {
            if (!is_grade(&of->targets[m])) {
                ipa_cells_estimate(&cells, at->figure[m]);
                continue;
            }
            ipa_cells_text(&cells,
                           ipa_requirement_grade(view->plan, at->figure[m].mean, view->arena));
            ipa_cells_blank(&cells);
        }
    }
    return cells.table;
}
