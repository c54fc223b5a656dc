#pragma once
/** The price report: which tables it has, one to a sheet.
 *
 *  Knows: the order of the sheets and their names, what is read on the terminal.
 *  Does not know: figures (views make the tables), workbooks.
 */
#include "reports/views.h"

/* X(sheet, id, zh, en) → `ipa_table *ipa_views_<id>(const ipa_view *)`. Formulas point across
 * sheets by these names. */
#define IPA_PRICE_REPORT_TABLE(X)                                       \
    X(1, price_figures, "定价要点", "Prices")                           \
    X(2, price_yields, "价格收益率表", "Price–yield table")             \
    X(3, price_flows, "现金流与折现因子", "Flows and discount factors") \
    X(4, price_audit, "口径与审计", "Basis and audit")

typedef enum ipa_price_sheet {
#define IPA_PRICE_SHEET_ENUM(sheet, id, zh, en) IPA_PRICE_SHEET_##id,
    IPA_PRICE_REPORT_TABLE(IPA_PRICE_SHEET_ENUM)
#undef IPA_PRICE_SHEET_ENUM
        IPA_N_PRICE_SHEETS
} ipa_price_sheet;

#define IPA_PRICE_REPORT_DECLARE(sheet, id, zh, en) ipa_view_function ipa_views_##id;
IPA_PRICE_REPORT_TABLE(IPA_PRICE_REPORT_DECLARE)
#undef IPA_PRICE_REPORT_DECLARE

extern const ipa_view_entry ipa_price_report_entries[IPA_N_PRICE_SHEETS];

/** How the yields are quoted, in the view's language. */
const char *ipa_price_report_quote(const ipa_view *view);

/** A case's name: its flows, and the scenario they are under. @owner the view's arena. */
const char *ipa_price_report_case(const ipa_view *view, int at);

/** What is read on the terminal. @owner the view's arena. */
const char *ipa_price_report_text(const ipa_view *view);
