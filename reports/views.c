#include "reports/views.h"

const ipa_view_entry ipa_view_entries[] = {
#define IPA_VIEW_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_VIEW_TABLE(IPA_VIEW_ENTRY)
#undef IPA_VIEW_ENTRY
};
const int ipa_n_view_entries = (int)(sizeof ipa_view_entries / sizeof ipa_view_entries[0]);

ipa_view_sample ipa_views_sample(const ipa_view *view) {
    const ipa_simulation_result *run = view->result ? view->result->simulation : NULL;
    ipa_view_sample of = {0, view->deal->simulation.seed};
    if (run)
        of = (ipa_view_sample){run->n_paths, run->seed};
    else if (view->stress && view->stress->n_paths > 0)
        of = (ipa_view_sample){view->stress->n_paths, view->stress->seed};
    else if (view->price && view->price->n_paths > 0)
        of = (ipa_view_sample){view->price->n_paths, view->price->seed};
    else if (view->solution && view->solution->n_paths > 0)
        of = (ipa_view_sample){view->solution->n_paths, view->solution->seed};
    else if (view->value && view->value->income.n_paths > 0)
        of = (ipa_view_sample){view->value->income.n_paths, view->value->seed};
    return of;
}
