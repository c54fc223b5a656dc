#include <criterion/criterion.h>
#include <string.h>

#include "engine/simulate/simulation.h"
#include "reports/plain.h"
#include "reports/replay.h"
#include "tests/support/viewed.h"

#define SAMPLE "deals/eight-firms"

static void expect(const char *text, const char *part) {
    cr_assert_not_null(strstr(text, part), "`%s` is not in\n%s", part, text);
}

static int count(const char *text, const char *part) {
    int n_found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        n_found++;
    return n_found;
}

typedef struct story {
    viewed *of;
    ipa_path_result *path;
    ipa_path_event *events;
    int n_events;
    const char *text;
} story;

/* The worst path of a run: it has defaults, draws and a trigger. */
static story worst(ipa_language language) {
    story told = {.of = viewed_create(SAMPLE, 6400, language)};
    const ipa_simulation_result *simulation = told.of->view.result->simulation;
    ipa_simulation_options options = {
        .n_paths = simulation->n_paths, .seed = simulation->seed, .n_threads = 1};
    long path = simulation->worst[0].path;
    ipa_replayed replayed;
    cr_assert_eq(ipa_simulation_replay(told.of->view.plan, &options, path, true, told.of->arena,
                                       &replayed, NULL),
                 IPA_OK);
    told.path = replayed.path;
    told.events = replayed.events;
    told.n_events = replayed.n_events;
    told.text = ipa_replay_text(&told.of->view, path + 1, told.path, told.events, told.n_events);
    return told;
}

Test(replay, every_default_and_recovery_is_told) {
    story told = worst(IPA_LANGUAGE_EN);
    int n_defaults = 0, n_recoveries = 0;
    cr_assert_gt(told.n_events, 0);
    for (int n = 0; n < told.n_events; n++) {
        const ipa_path_event *event = &told.events[n];
        int n_periods = told.of->view.plan->n_periods;
        n_defaults += event->period < n_periods && !told.path->ended[event->period];
        n_recoveries += !event->is_entity && event->recovery > 0 &&
                        event->recovery_period < n_periods &&
                        !told.path->ended[event->recovery_period];
        if (!event->is_entity && event->period < n_periods && !told.path->ended[event->period])
            expect(told.text, ipa_plain_figure(&told.of->view, event->claim, IPA_FORMAT_MONEY));
    }
    cr_assert_eq(count(told.text, "  ! default of "), n_defaults);
    cr_assert_eq(count(told.text, "  + recovery of "), n_recoveries);
    viewed_free(told.of);
}

Test(replay, every_period_and_payment_is_told) {
    story told = worst(IPA_LANGUAGE_EN);
    int n_told = 0;
    while (n_told < told.of->view.plan->n_periods && !told.path->ended[n_told])
        n_told++;
    cr_assert_eq(count(told.text, "\nPeriod "), n_told);
    for (int n = 0; n < told.path->n_ledger; n++) {
        const ipa_ledger_entry *entry = &told.path->ledger[n];
        if (!entry->skipped && entry->paid > 0)
            expect(told.text, ipa_plain_figure(&told.of->view, entry->paid, IPA_FORMAT_MONEY));
    }
    expect(told.text, "Totals");
    expect(told.text, ipa_plain_figure(&told.of->view, told.path->tranches[0].total_interest,
                                       IPA_FORMAT_MONEY));
    viewed_free(told.of);
}

Test(replay, changes_of_triggers_are_told_once) {
    story told = worst(IPA_LANGUAGE_ZH);
    const ipa_plan *plan = told.of->view.plan;
    int n_changes = 0;
    for (int n = 0; n < plan->n_triggers; n++)
        for (int k = 0; k < plan->n_periods && !told.path->ended[k]; k++)
            n_changes += told.path->triggers[n][k] != (k > 0 && told.path->triggers[n][k - 1]);
    cr_assert_eq(count(told.text, "  * 触发事件 "), n_changes);
    expect(told.text, "正常分配");
    viewed_free(told.of);
}
