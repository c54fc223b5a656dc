#include "reports/views.h"

const ipa_view_entry ipa_view_entries[] = {
#define IPA_VIEW_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_VIEW_TABLE(IPA_VIEW_ENTRY)
#undef IPA_VIEW_ENTRY
};
const int ipa_n_view_entries = (int)(sizeof ipa_view_entries / sizeof ipa_view_entries[0]);
