#pragma once
/** The value report: which tables it has, one to a sheet.
 *
 *  Knows: the order of the sheets and their names.
 *  Does not know: figures (views make the tables), workbooks.
 */
#include "reports/views.h"

/* X(sheet, id, zh, en) → `ipa_table *ipa_views_<id>(const ipa_view *)`. */
#define IPA_VALUE_REPORT_TABLE(X)                                \
    X(1, value_summary, "估值摘要", "Value summary")             \
    X(2, value_methods, "方法与假设", "Methods and assumptions") \
    X(3, contract_values, "合同估值", "Contract values")         \
    X(4, contract_methods, "合同各方法", "Contracts by method")  \
    X(5, patent_values, "专利估值", "Patent values")             \
    X(6, patent_lives, "专利寿命", "Patent lives")               \
    X(7, patent_scores, "评分表", "Scoring table")               \
    X(8, appraisal_check, "评估值核对", "Appraisal check")       \
    X(9, value_years, "逐年收益现值", "Value by year")           \
    X(10, value_audit, "审计", "Audit")

#define IPA_VALUE_REPORT_DECLARE(sheet, id, zh, en) ipa_view_function ipa_views_##id;
IPA_VALUE_REPORT_TABLE(IPA_VALUE_REPORT_DECLARE)
#undef IPA_VALUE_REPORT_DECLARE

extern const ipa_view_entry ipa_value_report_entries[];
extern const int ipa_value_report_n_entries;

/** What is read on the terminal: the summary, and each contract by each method. @owner the view's
 *  arena. */
const char *ipa_value_report_text(const ipa_view *view);
