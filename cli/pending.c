/* Stands in while the report wings land; removed with the last of them. */
#include "cli/commands.h"
#include "engine/simulate/simulation.h"
#include "reports/csv.h"
#include "reports/replay.h"
#include "reports/summary.h"
#include "reports/workbook.h"

#define WEAK __attribute__((weak))
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
WEAK const char *ipa_summary_text(const ipa_view *view) {
    (void)view;
    return "";
}
WEAK const char *ipa_csv_text(const ipa_table *t, ipa_language l, ipa_arena *a) {
    (void)t;
    (void)l;
    (void)a;
    return "";
}
WEAK const char *ipa_replay_text(const ipa_view *v, long p, const ipa_path_result *r,
                                 const ipa_path_event *e, int n) {
    (void)v;
    (void)p;
    (void)r;
    (void)e;
    (void)n;
    return "";
}
WEAK ipa_status ipa_workbook_write(const ipa_view *v, const char *p, ipa_error *e) {
    (void)v;
    (void)p;
    return ipa_fail(e, IPA_OUTPUT, "no workbook yet");
}
