#include <criterion/criterion.h>
#include <math.h>
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

Test(replay, everything_that_happens_is_told_once) {
    story told = worst(IPA_LANGUAGE_EN);
    const int n_periods = told.of->view.plan->n_periods;
    int n_events[IPA_N_POOL_EVENTS] = {0};
    for (int n = 0; n < told.n_events; n++) {
        const ipa_path_event *event = &told.events[n];
        if (event->period >= n_periods || told.path->ended[event->period])
            continue;
        n_events[event->kind]++;
        if (event->kind >= IPA_POOL_EVENT_DEFAULT)
            expect(told.text, ipa_plain_figure(&told.of->view, event->value, IPA_FORMAT_MONEY));
    }
    cr_assert_gt(n_events[IPA_POOL_EVENT_DEFAULT], 0);
    cr_assert_gt(n_events[IPA_POOL_EVENT_RECOVERY], 0);
    cr_assert_eq(count(told.text, " default, "), n_events[IPA_POOL_EVENT_DEFAULT]);
    cr_assert_eq(count(told.text, ", claim "), n_events[IPA_POOL_EVENT_DEFAULT]);
    cr_assert_eq(count(told.text, " years after the cut-off date"),
                 n_events[IPA_POOL_EVENT_DEFAULT] + n_events[IPA_POOL_EVENT_SUPPORTER]);
    cr_assert_eq(count(told.text, "\n  + "), n_events[IPA_POOL_EVENT_RECOVERY]);
    viewed_free(told.of);
}

/* Every kind has its line: what is said of it, in the period it belongs to. */
Test(replay, every_kind_of_event) {
    story told = worst(IPA_LANGUAGE_EN);
    const ipa_view *view = &told.of->view;
    const int n_periods = view->plan->n_periods;
    const ipa_path_event events[] = {{IPA_POOL_EVENT_GRANTED, "P1", 0, 0, NAN, NAN},
                                     {IPA_POOL_EVENT_INVALIDATED_TOGETHER, "P2", 0, 0, NAN, NAN},
                                     {IPA_POOL_EVENT_SHARE, "C1", 1, 1, NAN, 0.6},
                                     {IPA_POOL_EVENT_PREPAID, "C2", 1, 1, NAN, 1234.5},
                                     {IPA_POOL_EVENT_DEFAULT, "C3", 1, 1, 0.25, 1000},
                                     {IPA_POOL_EVENT_DEPOSIT, "C3", 1, 1, NAN, 100},
                                     {IPA_POOL_EVENT_GUARANTEE, "C3", 2, 1, NAN, 300},
                                     {IPA_POOL_EVENT_RECOVERY, "C3", n_periods, 1, NAN, 200},
                                     {IPA_POOL_EVENT_DEFAULT, "C4", 2, 2, 0.5, 700},
                                     {IPA_POOL_EVENT_DEFAULT, "C5", 2, 2, 0.5, 0},
                                     {IPA_POOL_EVENT_SUPPORTER, "G", 2, 2, 0.75, NAN}};
    const char *text =
        ipa_replay_text(view, 1, told.path, events, (int)(sizeof events / sizeof events[0]));
    static const char *const LINES[] = {
        "\n  * P1 patent granted\n",
        "\n  ! P2 patent declared invalid with others of its contract\n",
        "\n  * C1 share payable by its patents 60.00%\n",
        "\n  + C2 prepayment 1,234.50\n",
        "\n  ! C3 default, 0.25 years after the cut-off date, claim 1,000.00, deposit set off "
        "100.00 "
        "in period 2, paid by the guarantor 300.00 in period 3, recovery 200.00 too late to be "
        "received\n",
        "\n  + C3 deposit set off 100.00\n",
        "\n  + C3 paid by the guarantor 300.00\n",
        "\n  ! C4 default, 0.50 years after the cut-off date, claim 700.00, no recovery\n",
        "\n  ! C5 default, 0.50 years after the cut-off date, claim 0.00\n",
        "\n  ! G default of the support provider, 0.75 years after the cut-off date\n"};
    for (size_t n = 0; n < sizeof LINES / sizeof LINES[0]; n++)
        cr_assert_eq(count(text, LINES[n]), 1, "%s in\n%s", LINES[n], text);
    cr_assert_eq(count(text, "200.00 too late"), 1);
    cr_assert(strstr(text, "P1 patent") < strstr(text, "\nPeriod 2"));
    cr_assert(strstr(text, "C1 share") > strstr(text, "\nPeriod 2"));
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

/* Interest before the steps that spend it, the ledgers and the call after them. */
Test(replay, interest_ledgers_and_a_call_are_told) {
    viewed *of = viewed_create("tests/golden/split_accounts", 0, IPA_LANGUAGE_EN);
    const char *text = ipa_replay_text(&of->view, 1, &of->view.result->base, NULL, 0);
    const char *third = strstr(text, "Period 3 ");
    cr_assert_not_null(third);
    const char *interest = strstr(third, "+ Income account interest 9.56");
    const char *step = strstr(third, "enter in ledger pdl ");
    const char *ledger = strstr(third, "* ledger pdl 18,380.89");
    cr_assert(interest && step && ledger && interest < step && step < ledger, "%s", third);
    cr_expect_eq(count(text, "the pool is called for 62,124.00"), 1);
    viewed_free(of);
}

/* Coupons of the path, from the second period on: the first is a fixing. */
Test(replay, coupons_of_the_path_are_told) {
    viewed *of = viewed_create("tests/golden/floating_rates", 64, IPA_LANGUAGE_EN);
    const ipa_simulation_options options = {.n_paths = 64, .seed = 5};
    ipa_replayed replayed = {0};
    cr_assert_eq(
        ipa_simulation_replay(of->view.plan, &options, 7, true, of->arena, &replayed, NULL),
        IPA_OK);
    const char *text =
        ipa_replay_text(&of->view, 8, replayed.path, replayed.events, replayed.n_events);
    cr_expect_eq(count(text, "coupon of A"), of->view.plan->n_periods - 1);
    cr_expect_eq(count(text, "coupon of C"), of->view.plan->n_periods - 4);
    expect(text, ipa_arena_format(of->arena, "coupon of A %.4f%%",
                                  100 * replayed.path->tranches[0].coupon[5]));
    viewed_free(of);
}
