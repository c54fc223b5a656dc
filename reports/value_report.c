#include "reports/value_report.h"

#include "reports/plain.h"

const ipa_view_entry ipa_value_report_entries[] = {
#define VALUE_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_VALUE_REPORT_TABLE(VALUE_ENTRY)
#undef VALUE_ENTRY
};
const int ipa_value_report_n_entries =
    (int)(sizeof ipa_value_report_entries / sizeof ipa_value_report_entries[0]);

const char *ipa_value_report_text(const ipa_view *view) {
    ipa_plain plain = ipa_plain_begin(view);
    ipa_plain_heading(&plain, "估值摘要", "Value summary");
    ipa_plain_table(&plain, ipa_views_value_summary(view));
    return plain.out.text;
}
