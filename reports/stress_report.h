#pragma once
/** The stress report: which tables it has, one to a sheet.
 *
 *  Knows: the order of the sheets and their names, what is read on the terminal.
 *  Does not know: figures (views make the tables), workbooks.
 */
#include "reports/views.h"

/* X(sheet, id, zh, en) → `ipa_table *ipa_views_<id>(const ipa_view *)`; sheet: that of the deal
 * report which holds the table when a deck was run with the deal. */
#define IPA_STRESS_REPORT_TABLE(X)                                     \
    X(17, stress_heat, "热力图", "Heat map")                           \
    X(17, stress_tranches, "情景与各档", "Scenarios by tranche")       \
    X(17, stress_pool, "情景与资产池", "Scenarios - pool and support") \
    X(17, stress_overlays, "情景内容", "What scenarios change")        \
    X(17, stress_break_even, "临界值", "Break-even values")            \
    X(17, stress_targets, "目标违约率", "Target default rates")        \
    X(17, stress_protection, "信用保护距离", "Protection distance")    \
    X(17, stress_largest, "大额债务人", "Largest obligors")            \
    X(18, stress_sensitivities, "敏感性", "Sensitivities")             \
    X(18, stress_price_moves, "价格敏感性", "Price sensitivities")     \
    X(18, stress_contributions, "风险贡献", "Contributions")           \
    X(18, stress_sweep, "结构方案", "Structures")                      \
    X(17, stress_audit, "口径与审计", "Basis and audit")

typedef enum ipa_stress_sheet {
#define IPA_STRESS_SHEET_ENUM(sheet, id, zh, en) IPA_STRESS_SHEET_##id,
    IPA_STRESS_REPORT_TABLE(IPA_STRESS_SHEET_ENUM)
#undef IPA_STRESS_SHEET_ENUM
        IPA_N_STRESS_SHEETS
} ipa_stress_sheet;

#define IPA_STRESS_REPORT_DECLARE(sheet, id, zh, en) ipa_view_function ipa_views_##id;
IPA_STRESS_REPORT_TABLE(IPA_STRESS_REPORT_DECLARE)
#undef IPA_STRESS_REPORT_DECLARE

extern const ipa_view_entry ipa_stress_report_entries[IPA_N_STRESS_SHEETS];

/** The structures of a sweep, the efficient ones first, then the others that have figures, each by
 *  cost; those without figures last. The view has a sweep. @owner the view's arena. */
const ipa_structure **ipa_stress_report_structures(const ipa_view *view, int *n_efficient,
                                                   int *n_drawn);

/** What is read on the terminal. @owner the view's arena. */
const char *ipa_stress_report_text(const ipa_view *view);
