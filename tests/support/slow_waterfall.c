#include "tests/support/slow_waterfall.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/slow_money.h"

/* ---- triggers ---- */

static void test_triggers(slow_waterfall *of, bool after_payment) {
    for (int n = 0; n < of->deal->n_triggers; n++) {
        const ipa_deal_trigger *trigger = &of->deal->triggers[n];
        if (trigger->after_payment != after_payment)
            continue;
        const bool holds = slow_waterfall_value(of, trigger->when) != 0;
        of->times[n] = holds ? of->times[n] + 1 : 0;
        const bool strikes = of->times[n] >= trigger->consecutive;
        const bool cured =
            trigger->curable &&
            (trigger->restore.text ? slow_waterfall_value(of, trigger->restore) != 0 : !strikes);
        of->on[n] = strikes || (of->on[n] && !cured);
    }
}

/** Whether some trigger has this effect on the date. */
static bool in_effect(const slow_waterfall *of, ipa_effect effect) {
    for (int n = 0; n < of->deal->n_triggers; n++) {
        const ipa_deal_trigger *trigger = &of->deal->triggers[n];
        const bool next = trigger->after_payment || trigger->takes_effect == IPA_TAKES_EFFECT_NEXT;
        if (trigger->effect == effect && (next ? of->was_on[n] : of->on[n]))
            return true;
    }
    return false;
}

/** The waterfall of the date; one that is not given falls back to the one before it. */
static int choose(const slow_waterfall *of, int *written) {
    const int kind = in_effect(of, IPA_EFFECT_DEFAULT)      ? IPA_WATERFALL_DEFAULT
                     : in_effect(of, IPA_EFFECT_ACCELERATE) ? IPA_WATERFALL_ACCELERATED
                                                            : IPA_WATERFALL_NORMAL;
    *written = kind;
    while (*written > 0 && !of->deal->waterfalls[*written].given)
        --*written;
    return kind;
}

/* ---- the life of a deal ---- */

/** Proceeds less costs and the purchase price. */
static double closing_cash(slow_waterfall *of) {
    const ipa_deal *deal = of->deal;
    const ipa_deal_closing *closing = &deal->closing;
    const ipa_fraction one = {1, 1}, percent = {1, 100};
    if (!closing->given)
        return 0;
    double cash = -slow_money_fen(closing->purchase_price);
    for (int t = 0; t < deal->n_tranches; t++) {
        ipa_number price = {.exact = {100, 0}, .value = 100};
        for (int n = 0; n < closing->proceeds.n_items; n++)
            if (strcmp(closing->proceeds.items[n].name, deal->tranches[t].id) == 0)
                price = closing->proceeds.items[n].number;
        const double balance = slow_money_fen(deal->tranches[t].balance);
        cash += deal->terms.rounds ? slow_money_product(balance, price.exact, percent)
                                   : balance * price.value / 100;
    }
    for (int n = 0; n < closing->n_upfront; n++) {
        const ipa_deal_upfront *cost = &closing->upfront[n];
        const double base = cost->base.text ? 100 * slow_waterfall_value(of, cost->base) : 0;
        if (cost->amount.given)
            cash -= slow_money_fen(cost->amount);
        else
            cash -= deal->terms.rounds ? slow_money_product(base, cost->rate.exact, one)
                                       : base * cost->rate.value;
    }
    return cash;
}

static void start(slow_waterfall *of) {
    of->k = 0;
    of->reader = (slow_reader){of, slow_waterfall_quantity, slow_waterfall_after, INFINITY};
    memset(of->arrived, 0, sizeof *of - offsetof(slow_waterfall, arrived));
    for (int t = 0; t < of->deal->n_tranches; t++)
        of->balance[t] = of->opening[t] = slow_money_fen(of->deal->tranches[t].balance);
    for (int n = 0; n < of->deal->n_accounts; n++)
        of->cash[n] = slow_money_fen(of->deal->accounts[n].initial);
    for (int n = 0; n < of->deal->n_ledgers; n++)
        of->ledger[n] = slow_money_fen(of->deal->ledgers[n].initial);
    of->called = of->n_periods;
    of->cash[slow_waterfall_account(of->deal, NULL)] += closing_cash(of);
}

/** What stands whether or not the deal has ended. */
static void report_standing(slow_waterfall *of) {
    const int k = of->k;
    for (int t = 0; t < of->deal->n_tranches; t++) {
        of->out.opening[t][k] = of->ended ? of->balance[t] : of->opening[t];
        of->out.closing[t][k] = of->balance[t];
        of->out.interest_unpaid[t][k] = of->arrears[SLOW_INTEREST][t];
    }
    for (int n = 0; n < of->deal->n_accounts; n++)
        of->out.account[n][k] = of->cash[n];
    for (int n = 0; n < of->deal->n_ledgers; n++)
        of->out.ledger[n][k] = of->ledger[n];
    of->out.ended[0][k] = of->ended;
    of->out.called[0][k] = k >= of->called;
    slow_waterfall_report_pool(of);
}

static void report_flows(slow_waterfall *of, int kind) {
    const int k = of->k;
    for (int t = 0; t < of->deal->n_tranches; t++) {
        of->out.interest_due[t][k] = of->due[SLOW_INTEREST][t];
        of->out.interest_paid[t][k] = of->paid[SLOW_INTEREST][t];
        of->out.interest_unpaid[t][k] = of->deal->tranches[t].interest_carry
                                            ? of->due[SLOW_INTEREST][t] - of->paid[SLOW_INTEREST][t]
                                            : 0;
        of->out.principal_due[t][k] = of->due[SLOW_PRINCIPAL][t];
        of->out.principal_paid[t][k] = of->paid[SLOW_PRINCIPAL][t];
        of->out.residual[t][k] = of->paid[SLOW_RESIDUAL][t];
        of->out.accreted[t][k] = of->accreted[t];
    }
    for (int n = 0; n < of->deal->n_fees; n++) {
        const slow_payee fee = {SLOW_FEE, n};
        of->out.fee_unpaid[n][k] = slow_dues_unpaid(of, fee);
        of->out.fee_due[n][k] = fmax(0, of->due[SLOW_FEE][n]);
        of->out.fee_paid[n][k] = of->paid[SLOW_FEE][n];
    }
    for (int n = 0; n < of->deal->n_support; n++) {
        of->out.drawn[n][k] = of->drawn_today[n];
        const double interest = of->draw_interest_due[n] - of->draw_interest[n];
        of->out.reimbursed[n][k] = of->paid[SLOW_SUPPORT][n] - interest;
        of->out.draw_interest_due[n][k] = of->draw_interest_due[n];
        of->out.draw_interest_paid[n][k] = interest;
        of->out.commitment_due[n][k] = of->due[SLOW_COMMITMENT][n];
        of->out.commitment_paid[n][k] = of->paid[SLOW_COMMITMENT][n];
    }
    for (int n = 0; n < of->deal->n_triggers; n++)
        of->out.trigger_on[n][k] = of->on[n];
    for (int n = 0; n < of->deal->n_accounts; n++)
        of->out.account_interest[n][k] = of->account_interest[n];
    of->out.bought[k] = of->bought;
    of->out.bought_principal[k] = of->bought_principal;
    of->out.lost[0][k] = of->lost;
    of->out.delayed[0][k] = of->delayed;
    of->out.waterfall[0][k] = kind;
    of->out.call_price[0][k] = of->call_price;
}

static void run_date(slow_waterfall *of) {
    int written;
    slow_collections_open(of);
    slow_accounts_open(of);
    of->call_price = of->bought = of->bought_principal = 0;
    slow_dues_fix(of);
    memcpy(of->was_on, of->on, sizeof of->on);
    test_triggers(of, false);
    of->trapped = in_effect(of, IPA_EFFECT_TRAP);
    of->stopped = in_effect(of, IPA_EFFECT_STOP_REVOLVING);
    const int kind = choose(of, &written);
    const ipa_deal_waterfall *waterfall = &of->deal->waterfalls[written];
    for (int s = 0; s < waterfall->n_steps; s++)
        slow_steps_run(of, &waterfall->steps[s]);
    const bool over = slow_waterfall_is_final(of);
    if (over)
        of->out.in_kind = slow_waterfall_performing(of);
    test_triggers(of, true);
    report_standing(of);
    report_flows(of, kind);
    slow_dues_carry(of);
    of->ended = over;
}

void slow_waterfall_run(slow_waterfall *of) {
    cr_assert_leq(of->n_periods, SLOW_MOST_PERIODS);
    start(of);
    for (of->k = 0; of->k < of->n_periods; of->k++)
        if (of->ended)
            report_standing(of);
        else
            run_date(of);
}
