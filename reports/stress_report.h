#pragma once
/** The stress report: which tables it has, one to a sheet.
 *
 *  Knows: the order of the sheets and their names, what is read on the terminal.
 *  Does not know: figures (views make the tables), workbooks.
 */
#include "reports/views.h"

/* X(sheet, id, zh, en) → `ipa_table *ipa_views_<id>(const ipa_view *)`. */
#define IPA_STRESS_REPORT_TABLE(X)                                   \
    X(1, stress_tranches, "情景与各档", "Scenarios by tranche")      \
    X(2, stress_pool, "情景与资产池", "Pool and support") \
    X(3, stress_break_even, "临界值", "Break-even values")           \
    X(4, stress_targets, "目标违约率", "Target default rates")       \
    X(5, stress_protection, "信用保护距离", "Protection distance")   \
    X(6, stress_largest, "大额债务人", "Largest obligors")           \
    X(7, stress_audit, "口径与审计", "Basis and audit")

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

/** What is read on the terminal. @owner the view's arena. */
const char *ipa_stress_report_text(const ipa_view *view);
