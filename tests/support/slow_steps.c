#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/slow_money.h"
#include "tests/support/slow_waterfall.h"

/** A step while it runs. */
typedef struct slow_step {
    slow_waterfall *of;
    const ipa_deal_step *text;
    slow_payee payees[SLOW_MOST];
    int from;
    double left;   /**< what the step may still spend: cash, limit and amount */
    bool replaces; /**< an amount stands for what is due */
} slow_step;

static double least(double a, double b) {
    return a < b ? a : b;
}

/* ---- money of one payee ---- */

static bool is_trapped(const slow_step *step, slow_payee payee) {
    return step->of->trapped && (payee.part == SLOW_RESIDUAL || payee.part == SLOW_INTEREST) &&
           slow_dues_is_residual(step->of, payee.index);
}

/** The most the payee may take. */
static double bound(const slow_step *step, slow_payee payee) {
    slow_waterfall *of = step->of;
    if (is_trapped(step, payee))
        return 0;
    if (payee.part == SLOW_RESIDUAL)
        return INFINITY;
    if (payee.part == SLOW_PRINCIPAL && step->replaces)
        return slow_dues_is_residual(of, payee.index) ? 0 : of->balance[payee.index];
    return slow_dues_unpaid(of, payee);
}

/** What of `fen` a tranche can hand to all its units alike; the whole of what is wanted when that
 *  is what is paid. */
static double payable(const slow_step *step, slow_payee payee, double wanted, double fen) {
    const slow_waterfall *of = step->of;
    const bool interest = payee.part == SLOW_INTEREST;
    if (!of->rounding || (!interest && payee.part != SLOW_PRINCIPAL))
        return least(wanted, fen);
    const ipa_deal_tranche *tranche = &of->deal->tranches[payee.index];
    if (fen >= wanted || tranche->notional.text)
        return least(wanted, fen);
    const slow_units units = {llround(tranche->balance.value / of->deal->terms.face.value),
                              interest ? of->deal->terms.interest_decimals
                                       : of->deal->terms.principal_decimals};
    return least(wanted, slow_money_alike(fen, units));
}

static void pay(slow_step *step, slow_payee payee, double fen) {
    slow_waterfall *of = step->of;
    const int t = payee.index;
    of->cash[step->from] -= fen;
    of->paid[payee.part][t] += fen;
    step->left -= fen;
    if (payee.part == SLOW_PRINCIPAL)
        of->balance[t] = of->balance[t] - fen <= 1e-12 * fen ? 0 : of->balance[t] - fen;
    if (payee.part == SLOW_RESIDUAL)
        of->balance[t] = fmax(0, of->balance[t] - fen);
    if (payee.part == SLOW_SUPPORT) {
        const double interest = least(fen, of->draw_interest[t]);
        of->draw_interest[t] -= interest;
        of->reimbursed[t] += fen - interest;
    }
}

/* ---- pay ---- */

static bool waits_for_a_senior(const slow_step *step, int at) {
    for (int before = 0; before < at; before++)
        if (step->payees[before].part == SLOW_PRINCIPAL &&
            !slow_dues_is_repaid(step->of, step->payees[before].index))
            return true;
    return false;
}

static void pay_in_order(slow_step *step) {
    for (int n = 0; n < step->text->n_payees; n++) {
        const slow_payee payee = step->payees[n];
        if (payee.part == SLOW_PRINCIPAL && waits_for_a_senior(step, n))
            continue;
        const double wanted = bound(step, payee);
        pay(step, payee, payable(step, payee, wanted, step->left));
    }
}

/** By what a step is shared: dues, or balances where an amount is paid and nothing is due. */
static double weights(const slow_step *step, double weight[SLOW_MOST]) {
    const int n_payees = step->text->n_payees;
    double total = 0;
    for (int n = 0; n < n_payees; n++) {
        const slow_payee payee = step->payees[n];
        weight[n] = is_trapped(step, payee)       ? 0
                    : payee.part == SLOW_RESIDUAL ? 1
                                                  : slow_dues_unpaid(step->of, payee);
        total += weight[n];
    }
    for (int n = 0; n < n_payees && total == 0 && step->replaces; n++)
        weight[n] = step->payees[n].part == SLOW_PRINCIPAL ? bound(step, step->payees[n]) : 0;
    if (total == 0 && step->replaces)
        for (int n = 0; n < n_payees; n++)
            total += weight[n];
    return total;
}

static void pay_alike(slow_step *step) {
    double weight[SLOW_MOST], share[SLOW_MOST];
    const double total = weights(step, weight);
    const int n_payees = step->text->n_payees;
    const bool residual = step->payees[0].part == SLOW_RESIDUAL;
    const double pot = residual || step->replaces ? step->left : least(step->left, total);
    for (int n = 0; n < n_payees; n++)
        if (total == 0)
            share[n] = 0;
        else if (pot == total)
            share[n] = weight[n];
        else
            share[n] = step->of->rounding ? slow_money_share(pot, weight[n], total)
                                          : pot * weight[n] / total;
    for (int n = 0; n < n_payees; n++)
        pay(step, step->payees[n],
            payable(step, step->payees[n], bound(step, step->payees[n]), share[n]));
}

static bool is_shared(const slow_step *step) {
    if (step->text->how != IPA_HOW_DEFAULT)
        return step->text->how == IPA_HOW_PRO_RATA;
    for (int n = 0; n < step->text->n_payees; n++)
        if (step->payees[n].part != SLOW_FEE && step->payees[n].part != SLOW_COMMITMENT)
            return false;
    return true;
}

static void run_pay(slow_step *step) {
    if (step->text->amount.text) {
        step->replaces = true;
        step->left = least(step->left, slow_waterfall_amount(step->of, step->text->amount));
    }
    if (is_shared(step) && step->text->n_payees > 1)
        pay_alike(step);
    else
        pay_in_order(step);
}

/* ---- move and draw ---- */

static void run_move(slow_step *step) {
    slow_waterfall *of = step->of;
    const int to = slow_waterfall_account(of->deal, step->text->account.id);
    const ipa_formula target = of->deal->accounts[to].target;
    if (!step->text->limit.text && target.text)
        step->left = least(step->left, fmax(0, slow_waterfall_amount(of, target) - of->cash[to]));
    of->cash[step->from] -= step->left;
    of->cash[to] += step->left;
}

/** What the listed dues lack beyond the cash there is. */
static double lack(slow_step *step) {
    slow_waterfall *of = step->of;
    double asked = 0;
    for (int n = 0; n < step->text->n_payees; n++)
        of->assumed[step->payees[n].part][step->payees[n].index] = true;
    for (int n = 0; n < step->text->n_payees; n++)
        asked += slow_dues_unpaid(of, step->payees[n]);
    memset(of->assumed, 0, sizeof of->assumed);
    return fmax(0, asked - of->cash[step->from]);
}

static void draw_support(slow_step *step, double most) {
    slow_waterfall *of = step->of;
    const int n = slow_waterfall_payee(of->deal, step->text->source.id).index;
    const ipa_deal_support *support = &of->deal->support[n];
    const bool over =
        support->lapses != IPA_NO_DATE && of->periods[of->k].nominal > support->lapses;
    if (over || !slow_dues_stands_by(of, n) || slow_dues_all_repaid(of))
        return;
    const double used = of->drawn[n] - (slow_dues_revolves(support) ? of->reimbursed[n] : 0);
    const double room =
        support->cap.given ? fmax(0, slow_money_fen(support->cap) - used) : INFINITY;
    const double drawn = least(most, room);
    of->draws[n] += drawn > 0 && of->drawn_today[n] == 0;
    of->drawn[n] += drawn;
    of->drawn_today[n] += drawn;
    of->cash[step->from] += drawn;
}

static void run_draw(slow_step *step, double limit) {
    slow_waterfall *of = step->of;
    const double wanted = least(lack(step), limit);
    if (step->text->source.id) {
        draw_support(step, wanted);
        return;
    }
    const int account = slow_waterfall_account(of->deal, step->text->account.id);
    const double drawn = least(wanted, of->cash[account]);
    of->cash[account] -= drawn;
    of->cash[step->from] += drawn;
}

/* ---- ledger and call ---- */

static void run_ledger(slow_waterfall *of, const ipa_deal_step *text) {
    const double fen = 100 * slow_waterfall_value(of, text->amount);
    for (int n = 0; n < of->deal->n_ledgers; n++)
        if (strcmp(of->deal->ledgers[n].id, text->ledger.id) == 0)
            of->ledger[n] = fmax(0, of->ledger[n] + (of->rounding ? floor(fen + 0.5) : fen));
}

static void run_call(slow_step *step) {
    slow_waterfall *of = step->of;
    if (of->called < of->n_periods)
        return;
    of->call_price = slow_waterfall_amount(of, step->text->price);
    of->cash[step->from] += of->call_price;
    of->called = of->k;
}

static void run_buy(slow_step *step) {
    slow_waterfall *of = step->of;
    const double spent = slow_purchases_buy(of, step->left);
    of->bought += spent;
    of->cash[step->from] -= spent;
}

void slow_steps_run(slow_waterfall *of, const ipa_deal_step *text) {
    if (text->when.text && slow_waterfall_value(of, text->when) == 0)
        return;
    slow_step step = {.of = of, .text = text};
    cr_assert_leq(text->n_payees, SLOW_MOST);
    for (int n = 0; n < text->n_payees; n++)
        step.payees[n] = slow_waterfall_payee(of->deal, text->payees[n].id);
    step.from = slow_waterfall_account(of->deal, text->from.id);
    const double limit = text->limit.text ? slow_waterfall_amount(of, text->limit) : INFINITY;
    step.left =
        fmax(0, least(of->cash[step.from], limit)); /* shares may leave a crumb too little */
    if (text->verb == IPA_VERB_PAY)
        run_pay(&step);
    else if (text->verb == IPA_VERB_MOVE)
        run_move(&step);
    else if (text->verb == IPA_VERB_LEDGER)
        run_ledger(of, text);
    else if (text->verb == IPA_VERB_BUY)
        run_buy(&step);
    else if (text->verb == IPA_VERB_CALL)
        run_call(&step);
    else
        run_draw(&step, limit);
}
