#include "reports/price_report.h"

#include <math.h>

#include "reports/plain.h"
#include "reports/words.h"

const ipa_view_entry ipa_price_report_entries[IPA_N_PRICE_SHEETS] = {
#define PRICE_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_PRICE_REPORT_TABLE(PRICE_ENTRY)
#undef PRICE_ENTRY
};

typedef struct both {
    const char *zh, *en;
} both;

static const both QUOTES[] = {
#define QUOTE(id, name, zh, en) {zh, en},
    IPA_PRICE_QUOTE_TABLE(QUOTE)
#undef QUOTE
};

static const both KINDS[IPA_N_PRICE_KINDS] = {
    [IPA_PRICE_KIND_BASE] = {"基准情形", "base case"},
    [IPA_PRICE_KIND_BASE_WITHOUT_SUPPORT] = {"基准情形（无外部增信）",
                                             "base case, without support"},
    [IPA_PRICE_KIND_LOSS_ADJUSTED] = {"损失调整（模拟均值）", "loss-adjusted (simulated mean)"},
    [IPA_PRICE_KIND_LOSS_ADJUSTED_WITHOUT_SUPPORT] = {"损失调整（无外部增信）",
                                                      "loss-adjusted, without support"},
};

static const char *pick(const ipa_view *view, both words) {
    return ipa_words_pick(view->language, words.zh, words.en);
}

const char *ipa_price_report_quote(const ipa_view *view) {
    return pick(view, QUOTES[view->price->terms.quote]);
}

const char *ipa_price_report_case(const ipa_view *view, int at) {
    const ipa_price_case *of = &view->price->cases[at];
    const char *kind = pick(view, KINDS[of->kind]);
    if (of->scenario == NULL)
        return kind;
    return ipa_arena_format(view->arena, "%s · %s",
                            ipa_words_name(view->language, of->title, of->scenario), kind);
}

/* ---- terminal ---- */

/* Clean prices, a column a case of the deal as it stands (they come first). */
static const ipa_table *yield_table(const ipa_view *view) {
    const ipa_price_result *price = view->price;
    ipa_table *table = ipa_table_create(view->arena, "price_yields", NULL, NULL);
    ipa_table_add_column(table, "收益率", "Yield", IPA_FORMAT_PROBABILITY);
    int n_cases = 0;
    while (n_cases < price->n_cases && price->cases[n_cases].scenario == NULL) {
        const char *name = ipa_price_report_case(view, n_cases++);
        ipa_table_add_column(table, name, name, IPA_FORMAT_PER_UNIT);
    }
    for (int point = 0; point < price->n_points; point++) {
        if (price->rows[point].point != IPA_PRICE_POINT_GRID)
            continue;
        ipa_table_cell *row = ipa_table_add_row(table);
        ipa_table_number(&row[0], price->rows[point].yield);
        for (int at = 0; at < n_cases; at++)
            ipa_table_number(&row[at + 1], price->rows[at * price->n_points + point].clean);
    }
    return table;
}

static void basis(ipa_plain *plain) {
    const ipa_view *view = plain->view;
    const ipa_price_terms *terms = &view->price->terms;
    char date[IPA_DATE_TEXT];
    ipa_plain_add(
        plain, "%s (%s) · %s %s · %s · %s\n",
        ipa_words_tranche(view->language, view->deal, terms->tranche),
        view->plan->tranches[terms->tranche].id, pick(view, (both){"结算日", "settlement"}),
        ipa_date_format(terms->settlement, date),
        pick(view, terms->on_payment_dates ? (both){"按兑付日", "payment dates, ACT/365F"}
                                           : (both){"按名义兑付日", "nominal dates, ACT/365F"}),
        ipa_price_report_quote(view));
    if (terms->holder_tax > 0)
        ipa_plain_add(plain, "%s %s\n",
                      pick(view, (both){"持有人利息税率", "holder's tax on interest"}),
                      ipa_plain_figure(view, terms->holder_tax, IPA_FORMAT_RATE));
}

const char *ipa_price_report_text(const ipa_view *view) {
    ipa_plain plain = ipa_plain_begin(view);
    basis(&plain);
    ipa_plain_heading(&plain, "定价要点（每百元）", "Prices per 100");
    ipa_plain_table(&plain, ipa_views_price_figures(view));
    const ipa_table *yields = yield_table(view);
    if (yields->n_rows > 0) {
        ipa_plain_heading(&plain, "各收益率下的净价（每百元）", "Clean prices per 100 at yields");
        ipa_plain_table(&plain, yields);
    }
    return plain.out.text;
}
