#include <math.h>

#include "engine/deal/patent_life.h"
#include "reports/holdings.h"
#include "reports/plain.h"
#include "reports/words.h"

enum { MOST_YEARS = 10 };

static bool is_registered(const ipa_deal_patent *patent) {
    return patent->registered_on != IPA_NO_DATE;
}

static bool is_expired(const ipa_view *view, int j) {
    return view->plan->patents[j].expires <= view->deal->terms.cutoff;
}

static double years_left(const ipa_view *view, int j) {
    return is_expired(view, j)
               ? 0
               : ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, view->deal->terms.cutoff,
                                     view->plan->patents[j].expires);
}

static const char *kind_of(const ipa_view *view, int j) {
    return ipa_words_of(view->language, IPA_WORDS_PATENT_KIND,
                        (int)view->plan->patents[j].source->kind);
}

/* The contracts in the pool that it stands in. */
static const char *contracts_of(const ipa_view *view, int j) {
    const char *text = "";
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &view->plan->contracts[c];
        for (int n = 0; n < contract->n_patents; n++)
            if (contract->patents[n] == j)
                text = ipa_arena_format(view->arena, "%s%s%s", text,
                                        *text == '\0' ? "" : ipa_cells_say(view, "、", ", "),
                                        contract->source->id);
    }
    return text;
}

/* ---- by kind ---- */

static const ipa_cells_column KIND_COLUMNS[] = {
    {"类别", "Kind", IPA_FORMAT_TEXT},
    {"件数", "Items", IPA_FORMAT_INTEGER},
    {"其中：审查中", "Of them, pending", IPA_FORMAT_INTEGER},
    {"其中：已登记", "Of them, registered", IPA_FORMAT_INTEGER},
    {"评估值", "Value", IPA_FORMAT_MONEY},
    {"占比", "Share", IPA_FORMAT_RATE},
    {"平均剩余年限（年）", "Mean years left", IPA_FORMAT_NUMBER}};

typedef struct kind_sum {
    int n_items, n_pending, n_registered;
    double value, years;
} kind_sum;

static void add_patent(const ipa_view *view, int j, kind_sum *sum) {
    const ipa_deal_patent *patent = view->plan->patents[j].source;
    sum->n_items++;
    sum->n_pending += ipa_patent_life_is_pending(patent);
    sum->n_registered += is_registered(patent);
    sum->value += patent->value.value;
    sum->years += years_left(view, j);
}

static void kind_cells(ipa_cells *cells, const kind_sum *sum, double all) {
    ipa_cells_number(cells, sum->n_items);
    ipa_cells_number(cells, sum->n_pending);
    ipa_cells_number(cells, sum->n_registered);
    ipa_cells_number(cells, all > 0 ? sum->value : NAN);
    ipa_cells_number(cells, sum->value / all);
    ipa_cells_number(cells, sum->years / sum->n_items);
}

ipa_table *ipa_views_patents_by_kind(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "patents_by_kind", KIND_COLUMNS);
    kind_sum kinds[IPA_PATENT_TRADEMARK + 1] = {0}, all = {0};
    for (int j = 0; j < view->plan->n_patents; j++) {
        add_patent(view, j, &kinds[view->plan->patents[j].source->kind]);
        add_patent(view, j, &all);
    }
    if (all.n_items == 0)
        return cells.table;
    for (int kind = IPA_PATENT_INVENTION; kind <= IPA_PATENT_TRADEMARK; kind++) {
        if (kinds[kind].n_items == 0)
            continue;
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, ipa_words_of(view->language, IPA_WORDS_PATENT_KIND, kind));
        kind_cells(&cells, &kinds[kind], all.value);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    kind_cells(&cells, &all, all.value);
    return cells.table;
}

/* ---- the register ---- */

static const ipa_cells_column REGISTER_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"名称", "Title", IPA_FORMAT_TEXT},
    {"类别", "Kind", IPA_FORMAT_TEXT},
    {"权利人", "Owner", IPA_FORMAT_TEXT},
    {"登记号", "Registration no.", IPA_FORMAT_TEXT},
    {"合同", "Contracts", IPA_FORMAT_TEXT},
    {"申请日", "Filed", IPA_FORMAT_DATE},
    {"授权日", "Granted", IPA_FORMAT_DATE},
    {"届满日", "Expires", IPA_FORMAT_DATE},
    {"剩余年限（年）", "Years left", IPA_FORMAT_NUMBER},
    {"基准日状态", "Status at the cut-off date", IPA_FORMAT_TEXT},
    {"评估值", "Value", IPA_FORMAT_MONEY},
    {"合同内权重", "Weight in the contract", IPA_FORMAT_NUMBER},
    {"技术领域", "Technology", IPA_FORMAT_TEXT},
    {"质押或许可登记日", "Pledge or licence registered on", IPA_FORMAT_DATE},
    {"质权顺位", "Rank of the pledge", IPA_FORMAT_INTEGER}};

static void status_cell(ipa_cells *cells, int j) {
    const ipa_deal_patent *patent = cells->view->plan->patents[j].source;
    if (is_expired(cells->view, j))
        ipa_cells_words(cells, "已届满", "expired");
    else if (ipa_patent_life_is_pending(patent))
        ipa_cells_words(cells, "审查中", "pending");
    else if (patent->granted != IPA_NO_DATE && patent->granted > cells->view->deal->terms.cutoff)
        ipa_cells_words(cells, "待授权", "to be granted");
    else
        ipa_cells_words(cells, "有效", "in force");
}

static void register_row(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_deal_patent *patent = view->plan->patents[j].source;
    ipa_cells_row(cells);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_text(cells, patent->id);
    ipa_cells_text(cells, patent->title);
    ipa_cells_text(cells, kind_of(view, j));
    ipa_cells_text(cells, patent->owner);
    ipa_cells_text(cells, patent->registration_no);
    ipa_cells_text(cells, contracts_of(view, j));
    ipa_cells_date(cells, patent->filed);
    ipa_cells_date(cells, patent->granted);
    cells->role = IPA_ROLE_OUTPUT;
    ipa_cells_date(cells, view->plan->patents[j].expires);
    ipa_cells_number(cells, years_left(view, j));
    status_cell(cells, j);
    ipa_cells_given(cells, patent->value);
    ipa_cells_given(cells, patent->weight);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_text(cells, ipa_words_industry(view->language, patent->technology));
    if (is_registered(patent))
        ipa_cells_date(cells, patent->registered_on);
    else
        ipa_cells_words(cells, "未登记", "not registered");
    ipa_cells_number(cells, patent->pledge_rank > 0 ? patent->pledge_rank : NAN);
}

ipa_table *ipa_views_patents(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "patents", REGISTER_COLUMNS);
    for (int j = 0; j < view->plan->n_patents; j++)
        register_row(&cells, j);
    return cells.table;
}

/* ---- survival ---- */

static const ipa_cells_column SURVIVAL_COLUMNS[] = {{"代码", "Id", IPA_FORMAT_TEXT},
                                                    {"类别", "Kind", IPA_FORMAT_TEXT},
                                                    {"合同", "Contracts", IPA_FORMAT_TEXT},
                                                    {"届满日", "Expires", IPA_FORMAT_DATE}};

static ipa_date year_end(const ipa_view *view, int year) {
    return ipa_date_add_months(view->deal->terms.cutoff, 12 * year, false);
}

static int n_years_of(const ipa_view *view) {
    int n_years = 0;
    while (n_years < MOST_YEARS && year_end(view, n_years + 1) <= view->deal->terms.legal_final)
        n_years++;
    return n_years;
}

static void survival_heads(ipa_cells *cells, int n_years) {
    ipa_arena *arena = cells->view->arena;
    for (int year = 1; year <= n_years; year++)
        ipa_cells_column_add(cells, ipa_arena_format(arena, "第 %d 年末（解析解）", year),
                             ipa_arena_format(arena, "End of year %d (closed form)", year),
                             IPA_FORMAT_PROBABILITY);
    ipa_cells_column_add(cells, "末期归集期末（解析解）",
                         "End of the last collection period (closed form)", IPA_FORMAT_PROBABILITY);
    ipa_cells_column_add(cells, "末期归集期末（模拟）",
                         "End of the last collection period (simulated)", IPA_FORMAT_PROBABILITY);
    ipa_cells_column_add(cells, "±标准误", "± s.e.", IPA_FORMAT_PROBABILITY);
}

ipa_table *ipa_views_patent_survival(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "patent_survival", SURVIVAL_COLUMNS);
    const ipa_plan *plan = view->plan;
    const ipa_contract_cash *look =
        view->result->simulation == NULL ? NULL : view->result->simulation->contracts;
    const int n_years = n_years_of(view), last = plan->n_periods - 1;
    survival_heads(&cells, n_years);
    for (int j = 0; j < plan->n_patents; j++) {
        const ipa_deal_patent *patent = plan->patents[j].source;
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, patent->id);
        ipa_cells_text(&cells, kind_of(view, j));
        ipa_cells_text(&cells, contracts_of(view, j));
        ipa_cells_date(&cells, plan->patents[j].expires);
        for (int year = 1; year <= n_years; year++)
            ipa_cells_number(&cells,
                             ipa_patent_life_survival(view->deal, patent, year_end(view, year)));
        ipa_cells_number(&cells, ipa_patent_life_survival(view->deal, patent,
                                                          plan->periods[last].collection_end));
        if (look != NULL && look->alive != NULL)
            ipa_cells_estimate(&cells, look->alive[j * plan->n_periods + last]);
    }
    if (look != NULL && look->alive != NULL) {
        const char *n_paths = ipa_plain_figure(view, (double)look->n_paths, IPA_FORMAT_INTEGER);
        cells.table->note_zh = ipa_arena_format(
            view->arena, "模拟概率取自本次模拟的前 %s 条路径。审查中的申请含授权概率。", n_paths);
        cells.table->note_en = ipa_arena_format(
            view->arena,
            "Simulated probabilities are of the first %s paths of the run. Pending applications "
            "include the probability of a grant.",
            n_paths);
    }
    return cells.table;
}

/* ---- eligibility ---- */

static const ipa_cells_column CHECK_COLUMNS[] = {{"对象", "Item", IPA_FORMAT_TEXT},
                                                 {"代码", "Id", IPA_FORMAT_TEXT},
                                                 {"所属合同", "Of contract", IPA_FORMAT_TEXT},
                                                 {"检查结果", "Finding", IPA_FORMAT_TEXT},
                                                 {"影响", "What follows", IPA_FORMAT_TEXT}};

static void item(ipa_cells *cells, bool is_contract, const char *id, const char *of_contract) {
    ipa_cells_row(cells);
    if (is_contract)
        ipa_cells_words(cells, "合同", "contract");
    else
        ipa_cells_words(cells, "知识产权", "IP");
    ipa_cells_text(cells, id);
    ipa_cells_text(cells, of_contract);
}

static void left_out(ipa_cells *cells) {
    const ipa_deal *deal = cells->view->deal;
    for (int c = 0; c < deal->n_contracts; c++) {
        if (deal->contracts[c].ineligible == NULL)
            continue;
        item(cells, true, deal->contracts[c].id, NULL);
        ipa_cells_text(cells, deal->contracts[c].ineligible);
        ipa_cells_words(cells, "不入池，不计入任何金额", "left out of the pool");
    }
}

static void facilities(ipa_cells *cells) {
    const ipa_plan *plan = cells->view->plan;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        if (contract->source->facility.id == NULL || contract->facility >= 0)
            continue;
        item(cells, true, contract->source->id, NULL);
        ipa_cells_words(cells, "名下专利未全部办理质押登记", "not all its patents are registered");
        ipa_cells_text(cells, ipa_arena_format(cells->view->arena, "%s%s",
                                               ipa_cells_say(cells->view, "不能获得风险补偿：",
                                                             "no compensation from the facility "),
                                               contract->source->facility.id));
    }
}

/* The latest due of a contract whose payments depend on its patents. */
static ipa_date depends_until(const ipa_view *view, int j) {
    ipa_date latest = IPA_NO_DATE;
    for (int c = 0; c < view->plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &view->plan->contracts[c];
        if (contract->patent_rule == IPA_PATENT_RULE_NONE || contract->n_dues == 0)
            continue;
        const ipa_date last = contract->dues[contract->n_dues - 1].date;
        for (int n = 0; n < contract->n_patents; n++)
            if (contract->patents[n] == j && (latest == IPA_NO_DATE || last > latest))
                latest = last;
    }
    return latest;
}

static void expiry(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_date until = depends_until(view, j);
    if (!is_expired(view, j) && (until == IPA_NO_DATE || view->plan->patents[j].expires > until))
        return;
    item(cells, false, view->plan->patents[j].source->id, contracts_of(view, j));
    if (is_expired(view, j))
        ipa_cells_words(cells, "基准日前已届满", "expired by the cut-off date");
    else
        ipa_cells_words(cells, "合同最后一期应付日前届满",
                        "expires before the contract's last due");
    if (*contracts_of(view, j) == '\0')
        ipa_cells_words(cells, "不属于任何入池合同", "stands in no contract of the pool");
    else if (until == IPA_NO_DATE)
        ipa_cells_words(cells, "合同付款不取决于专利", "payments do not depend on it");
    else
        ipa_cells_words(cells, "届满后不再计入合同付款", "counts no longer from then on");
}

static void grant(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_deal_patent *patent = view->plan->patents[j].source;
    if (!ipa_patent_life_is_pending(patent))
        return;
    item(cells, false, patent->id, contracts_of(view, j));
    ipa_cells_words(cells, "申请审查中，尚未授权", "application pending, not granted yet");
    ipa_cells_text(cells, ipa_arena_format(view->arena, "%s%.2f%%",
                                           ipa_cells_say(view, "授权前不计入；授权概率 ",
                                                         "counts from its grant, probability "),
                                           100 * view->plan->patents[j].grant_probability));
}

static void registration(ipa_cells *cells, int j) {
    const ipa_view *view = cells->view;
    const ipa_deal_patent *patent = view->plan->patents[j].source;
    if (is_registered(patent))
        return;
    item(cells, false, patent->id, contracts_of(view, j));
    ipa_cells_words(cells, "质押或许可未登记", "pledge or licence not registered");
    ipa_cells_text(cells, ipa_arena_format(view->arena, "%s%.2f%%",
                                           ipa_cells_say(view, "处置所得按该比例计：",
                                                         "a disposal brings only "),
                                           100 * view->deal->model.unregistered_share.value));
}

/* What the trustee's counsel would ask about, item by item; a clean deal says so in one row. */
ipa_table *ipa_views_eligibility(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "eligibility", CHECK_COLUMNS);
    left_out(&cells);
    facilities(&cells);
    for (int j = 0; j < view->plan->n_patents; j++) {
        expiry(&cells, j);
        grant(&cells, j);
        registration(&cells, j);
    }
    if (cells.table->n_rows == 0) {
        ipa_cells_row(&cells);
        ipa_cells_words(&cells, "全部", "all");
        cells.column = 3;
        ipa_cells_words(&cells, "合同均已入池；知识产权均有效并已登记",
                        "no contract left out; all IP in force, registered");
    }
    return cells.table;
}
