#include "reports/replay.h"

#include <math.h>
#include <string.h>

#include "reports/cells.h"
#include "reports/plain.h"
#include "reports/words.h"

/* A replayed path being told. */
typedef struct replay {
    ipa_plain plain;
    const ipa_path_result *result;
    const ipa_path_event *events;
    int n_events;
} replay;

static const char *money(const replay *telling, double amount) {
    return ipa_plain_figure(telling->plain.view, amount, IPA_FORMAT_MONEY);
}

static const char *say(const replay *telling, const char *zh, const char *en) {
    return ipa_cells_say(telling->plain.view, zh, en);
}

static void head(replay *telling, long path) {
    const ipa_view *view = telling->plain.view;
    const ipa_simulation_result *simulation =
        view->result == NULL ? NULL : view->result->simulation;
    ipa_plain_add(&telling->plain, "%s%ld%s", say(telling, "第 ", "Path "), path,
                  say(telling, " 条路径", ""));
    ipa_plain_add(&telling->plain, "%s%llu", say(telling, "，种子 ", ", seed "),
                  simulation == NULL ? view->deal->simulation.seed : simulation->seed);
    ipa_plain_add(&telling->plain, "%s%s\n", say(telling, "，金额单位：", ", amounts in "),
                  ipa_words_of(view->language, IPA_WORDS_UNIT, (int)view->unit));
}

/* What a happening is to the deal: bad (!), money (+), money that goes elsewhere (-), news (*). */
static char mark(ipa_pool_event_kind kind) {
    static const char MARKS[IPA_N_POOL_EVENTS] = {
        [IPA_POOL_EVENT_REFUSED] = '!',     [IPA_POOL_EVENT_LAPSED] = '!',
        [IPA_POOL_EVENT_ABANDONED] = '!',   [IPA_POOL_EVENT_OBSOLETE] = '!',
        [IPA_POOL_EVENT_INVALIDATED] = '!', [IPA_POOL_EVENT_LOST] = '!',
        [IPA_POOL_EVENT_LIMITED] = '!',     [IPA_POOL_EVENT_INVALIDATED_TOGETHER] = '!',
        [IPA_POOL_EVENT_FALLEN] = '!',      [IPA_POOL_EVENT_LATE] = '!',
        [IPA_POOL_EVENT_PAID_LATE] = '+',   [IPA_POOL_EVENT_TERMINATED] = '!',
        [IPA_POOL_EVENT_DEFAULT] = '!',     [IPA_POOL_EVENT_SUPPORTER] = '!',
        [IPA_POOL_EVENT_SERVICER] = '!',    [IPA_POOL_EVENT_PREPAID] = '+',
        [IPA_POOL_EVENT_REPURCHASED] = '+', [IPA_POOL_EVENT_DEPOSIT] = '+',
        [IPA_POOL_EVENT_GUARANTEE] = '+',   [IPA_POOL_EVENT_COMPENSATION] = '+',
        [IPA_POOL_EVENT_RECOVERY] = '+',    [IPA_POOL_EVENT_BUYBACK] = '+',
        [IPA_POOL_EVENT_REPAID] = '-'};
    return MARKS[kind] == 0 ? '*' : MARKS[kind];
}

static const char *word(const replay *telling, ipa_pool_event_kind kind) {
    return ipa_words_of(telling->plain.view->language, IPA_WORDS_EVENT, (int)kind);
}

/* What a claim brings, said with the default it follows from. */
static void outcome(replay *telling, const ipa_path_event *claim) {
    int n_told = 0;
    for (int n = 0; n < telling->n_events; n++) {
        const ipa_path_event *event = &telling->events[n];
        if (event->kind <= IPA_POOL_EVENT_DEFAULT || event->cause != claim->cause ||
            strcmp(event->id, claim->id) != 0)
            continue;
        n_told++;
        ipa_plain_add(&telling->plain, "%s%s %s", say(telling, "，", ", "),
                      word(telling, event->kind), money(telling, event->value));
        if (event->period < telling->plain.view->plan->n_periods)
            ipa_plain_add(&telling->plain, "%s%d%s", say(telling, "（第 ", " in period "),
                          event->period + 1, say(telling, " 期）", ""));
        else
            ipa_plain_add(&telling->plain, "%s",
                          say(telling, "（期满未收到）", " too late to be received"));
    }
    if (n_told == 0)
        ipa_plain_add(&telling->plain, "%s", say(telling, "，无回收", ", no recovery"));
}

static void happening(replay *telling, const ipa_path_event *event) {
    ipa_plain_add(&telling->plain, "  %c %s %s", mark(event->kind), event->id,
                  word(telling, event->kind));
    if (isfinite(event->years))
        ipa_plain_add(&telling->plain, "%s%.2f%s", say(telling, "，基准日后 ", ", "), event->years,
                      say(telling, " 年", " years after the cut-off date"));
    if (event->kind == IPA_POOL_EVENT_DEFAULT) {
        ipa_plain_add(&telling->plain, "%s%s", say(telling, "，债权 ", ", claim "),
                      money(telling, event->value));
        if (event->value > 0)
            outcome(telling, event);
    } else if (ipa_pool_events_traits[event->kind].figure == IPA_POOL_EVENT_IN_MONEY)
        ipa_plain_add(&telling->plain, " %s", money(telling, event->value));
    else if (ipa_pool_events_traits[event->kind].figure == IPA_POOL_EVENT_IN_SHARE)
        ipa_plain_add(&telling->plain, " %s",
                      ipa_plain_figure(telling->plain.view, event->value, IPA_FORMAT_RATE));
    ipa_plain_add(&telling->plain, "\n");
}

static void happenings(replay *telling, int k) {
    for (int n = 0; n < telling->n_events; n++)
        if (telling->events[n].period == k)
            happening(telling, &telling->events[n]);
}

static void collected(replay *telling, int k) {
    const ipa_view *view = telling->plain.view;
    ipa_plain_add(&telling->plain, "  %s", say(telling, "归集", "collected"));
    for (int kind = 0; kind < 4; kind++)
        if (telling->result->cash[kind][k] != 0 || kind < 2)
            ipa_plain_add(&telling->plain, "%s%s %s", kind == 0 ? " " : say(telling, "，", ", "),
                          ipa_words_of(view->language, IPA_WORDS_COLLECTION_KIND, kind),
                          money(telling, telling->result->cash[kind][k]));
    ipa_plain_add(&telling->plain, "%s%s\n", say(telling, "；资产池余额 ", "; pool balance "),
                  money(telling, telling->result->pool_balance[k]));
}

/* What of it does not reach the deal now. */
static void withheld(replay *telling, int k) {
    const ipa_path_result *path = telling->result;
    if (path->lost == NULL || (path->lost[k] == 0 && path->delayed[k] == 0))
        return;
    ipa_plain_add(&telling->plain, "  ! %s%s%s%s\n",
                  say(telling, "资产服务机构：损失 ", "servicer: lost "),
                  money(telling, path->lost[k]), say(telling, "，延迟到账 ", ", delayed "),
                  money(telling, path->delayed[k]));
}

static const char *entry_name(const replay *telling, const ipa_ledger_entry *entry) {
    const ipa_view *view = telling->plain.view;
    const ipa_step *step = &view->plan->waterfalls[entry->waterfall].steps[entry->step];
    if (entry->payee < 0)
        return ipa_words_step_short(view->language, view->plan, step, view->arena);
    return ipa_words_payee(view->language, view->deal, step->payees[entry->payee], view->arena);
}

/* Steps that were skipped, or at which nothing was due and nothing paid, are left out. */
static void steps(replay *telling, int k) {
    static const ipa_cells_column COLUMNS[] = {
        {"步骤", "step", IPA_FORMAT_INTEGER},        {"项目", "item", IPA_FORMAT_TEXT},
        {"账户可用", "available", IPA_FORMAT_MONEY}, {"应付", "due", IPA_FORMAT_MONEY},
        {"实付", "paid", IPA_FORMAT_MONEY},          {"差额", "lacking", IPA_FORMAT_MONEY}};
    const ipa_view *view = telling->plain.view;
    ipa_cells cells = {.view = view, .table = ipa_table_create(view->arena, "replay", "", "")};
    for (size_t n = 0; n < IPA_CELLS_COUNT(COLUMNS); n++)
        ipa_cells_column_add(&cells, COLUMNS[n].zh, COLUMNS[n].en, COLUMNS[n].format);
    for (int n = 0; n < telling->result->n_ledger; n++) {
        const ipa_ledger_entry *entry = &telling->result->ledger[n];
        if (entry->period != k || entry->skipped || (entry->due == 0 && entry->paid == 0))
            continue;
        ipa_cells_row(&cells);
        ipa_cells_number(&cells, entry->step + 1);
        ipa_cells_text(&cells, entry_name(telling, entry));
        ipa_cells_number(&cells, entry->available);
        ipa_cells_number(&cells, entry->due);
        ipa_cells_number(&cells, entry->paid);
        ipa_cells_number(&cells, entry->due - entry->paid);
    }
    if (cells.table->n_rows > 0)
        ipa_plain_table(&telling->plain, cells.table);
}

static void triggers(replay *telling, int k) {
    const ipa_plan *plan = telling->plain.view->plan;
    for (int n = 0; n < plan->n_triggers; n++) {
        bool now = telling->result->triggers[n][k];
        bool before = k > 0 && telling->result->triggers[n][k - 1];
        if (now != before)
            ipa_plain_add(&telling->plain, "  * %s%s %s\n", say(telling, "触发事件 ", "trigger "),
                          plan->triggers[n].id,
                          now ? say(telling, "触发", "turns on")
                              : say(telling, "恢复", "is cured"));
    }
}

static void earned(replay *telling, int k) {
    const ipa_view *view = telling->plain.view;
    for (int n = 0; n < view->plan->n_accounts; n++)
        if (telling->result->account_interest[n][k] != 0)
            ipa_plain_add(&telling->plain, "  + %s%s%s\n",
                          ipa_words_account(view->language, view->plan->accounts[n].id),
                          say(telling, " 利息 ", " interest "),
                          money(telling, telling->result->account_interest[n][k]));
}

/* What the steps did beside payments. */
static void beside(replay *telling, int k) {
    const ipa_view *view = telling->plain.view;
    if (telling->result->called == k)
        ipa_plain_add(&telling->plain, "  * %s%s\n",
                      say(telling, "清仓回购，价款 ", "the pool is called for "),
                      money(telling, telling->result->call_price));
    if (view->plan->may_buy && telling->result->revolving.bought[k] > 0)
        ipa_plain_add(&telling->plain, "  * %s%s%s%s\n",
                      say(telling, "循环购入本金 ", "bought principal of "),
                      money(telling, telling->result->revolving.principal[k]),
                      say(telling, "，支出 ", " for "),
                      money(telling, telling->result->revolving.bought[k]));
    if (view->plan->may_buy && telling->result->revolving.defaulted[k] > 0)
        ipa_plain_add(&telling->plain, "  * %s%s\n",
                      say(telling, "循环购入资产违约 ", "defaulted on assets bought "),
                      money(telling, telling->result->revolving.defaulted[k]));
    for (int n = 0; n < view->plan->n_ledgers; n++)
        ipa_plain_add(&telling->plain, "  * %s%s %s\n", say(telling, "台账 ", "ledger "),
                      view->plan->ledgers[n].id, money(telling, telling->result->ledgers[n][k]));
}

/* Where it is the path's own. */
static void coupons(replay *telling, int k) {
    const ipa_view *view = telling->plain.view;
    const ipa_plan_rates *rates = view->plan->rates;
    for (int t = 0; rates != NULL && t < view->plan->n_tranches; t++)
        if (rates->floating[t] != NULL && rates->floating[t]->reset[k] >= 0)
            ipa_plain_add(&telling->plain, "  * %s %s %.4f%%\n",
                          say(telling, "票面利率", "coupon of"), view->plan->tranches[t].id,
                          100 * telling->result->tranches[t].coupon[k]);
}

static void balances(replay *telling, int k) {
    const ipa_view *view = telling->plain.view;
    ipa_plain_add(&telling->plain, "  %s", say(telling, "期末", "closing"));
    for (int t = 0; t < view->plan->n_tranches; t++)
        ipa_plain_add(&telling->plain, "%s%s %s", t == 0 ? " " : say(telling, "，", ", "),
                      view->plan->tranches[t].id,
                      money(telling, telling->result->tranches[t].closing[k]));
    for (int n = 0; n < view->plan->n_accounts; n++)
        ipa_plain_add(&telling->plain, "%s%s %s", say(telling, "，", ", "),
                      ipa_words_account(view->language, view->plan->accounts[n].id),
                      money(telling, telling->result->accounts[n][k]));
    ipa_plain_add(&telling->plain, "\n");
}

static void period(replay *telling, int k) {
    const ipa_view *view = telling->plain.view;
    ipa_plain_add(
        &telling->plain, "\n%s%d%s %s %s\n", say(telling, "第 ", "Period "), k + 1,
        say(telling, " 期", ""),
        ipa_plain_figure(view, view->plan->periods[k].payment, IPA_FORMAT_DATE),
        ipa_words_of(view->language, IPA_WORDS_WATERFALL, (int)telling->result->waterfall[k]));
    happenings(telling, k);
    collected(telling, k);
    withheld(telling, k);
    earned(telling, k);
    coupons(telling, k);
    steps(telling, k);
    triggers(telling, k);
    beside(telling, k);
    balances(telling, k);
}

static void totals(replay *telling) {
    static const ipa_cells_column COLUMNS[] = {
        {"档次", "tranche", IPA_FORMAT_TEXT},
        {"利息合计", "interest in all", IPA_FORMAT_MONEY},
        {"本金合计", "principal in all", IPA_FORMAT_MONEY},
        {"剩余收益合计", "residual in all", IPA_FORMAT_MONEY}};
    const ipa_view *view = telling->plain.view;
    ipa_cells cells = {.view = view, .table = ipa_table_create(view->arena, "replay", "", "")};
    for (size_t n = 0; n < IPA_CELLS_COUNT(COLUMNS); n++)
        ipa_cells_column_add(&cells, COLUMNS[n].zh, COLUMNS[n].en, COLUMNS[n].format);
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const ipa_base_tranche *tranche = &telling->result->tranches[t];
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, view->plan->tranches[t].id);
        ipa_cells_number(&cells, tranche->total_interest);
        ipa_cells_number(&cells, tranche->total_principal);
        ipa_cells_number(&cells, tranche->total_residual);
    }
    ipa_plain_heading(&telling->plain, "合计", "Totals");
    ipa_plain_table(&telling->plain, cells.table);
}

const char *ipa_replay_text(const ipa_view *view, long path, const ipa_path_result *result,
                            const ipa_path_event *events, int n_events) {
    replay telling = {ipa_plain_begin(view), result, events, n_events};
    int k = 0;
    head(&telling, path);
    for (; k < view->plan->n_periods && !result->ended[k]; k++)
        period(&telling, k);
    if (k < view->plan->n_periods)
        ipa_plain_add(&telling.plain, "\n%s%d%s\n",
                      say(&telling, "第 ", "The deal ends with period "), k,
                      say(&telling, " 期后产品结束", ""));
    totals(&telling);
    return telling.plain.out.text;
}
