#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/slow_money.h"
#include "tests/support/slow_waterfall.h"

bool slow_dues_is_residual(const slow_waterfall *of, int t) {
    return of->deal->tranches[t].amortisation == IPA_AMORTISATION_RESIDUAL;
}

bool slow_dues_is_repaid(slow_waterfall *of, int t) {
    slow_expression_compared(&of->reader, of->balance[t] / 100, 0);
    return of->balance[t] == 0;
}

bool slow_dues_all_repaid(slow_waterfall *of) {
    bool all = true;
    for (int t = 0; t < of->deal->n_tranches; t++)
        all = all && (slow_dues_is_residual(of, t) || slow_dues_is_repaid(of, t));
    return all;
}

/* ---- fees ---- */

static bool falls_due(const slow_waterfall *of, ipa_date date) {
    return date <= of->periods[of->k].payment &&
           (of->k == 0 || date > of->periods[of->k - 1].payment);
}

/** How often a fee falls due on this date. */
static int falls_due_in(const slow_waterfall *of, const ipa_deal_fee *fee) {
    int count = fee->due.n_dates == 0;
    for (int date = 0; date < fee->due.n_dates; date++)
        count += falls_due(of, fee->due.dates[date]);
    return count;
}

static ipa_fraction fee_year(const slow_waterfall *of, const ipa_deal_fee *fee) {
    const ipa_period *period = &of->periods[of->k];
    const ipa_date closing = of->deal->terms.closing;
    if (fee->per != IPA_PER_YEAR)
        return (ipa_fraction){1, 1};
    if (!fee->accrues_by_collection)
        return ipa_day_count_fraction(fee->day_count, period->accrual_start, period->accrual_end);
    const ipa_date first = period->collection_start > closing ? period->collection_start : closing;
    const ipa_date end = period->collection_end > first ? period->collection_end : first;
    return ipa_day_count_fraction(fee->day_count, first, end);
}

/** What this date adds to what is owed. */
static double fresh_fee(slow_waterfall *of, int n) {
    const ipa_deal_fee *fee = &of->deal->fees[n];
    const ipa_decimal one = {1, 0};
    const ipa_fraction year = fee_year(of, fee);
    const int count = falls_due_in(of, fee);
    const ipa_number first = of->k == 0 && fee->first_rate.given ? fee->first_rate : fee->rate;
    const ipa_number rate = fee->amount.given ? (ipa_number){.exact = one, .value = 1} : first;
    double base =
        fee->amount.given ? slow_money_fen(fee->amount) : 100 * slow_waterfall_value(of, fee->base);
    if (fee->cumulative)
        base = of->fee_base[n] + (of->rounding ? floor(base + 0.5) : base);
    if (fee->per != IPA_PER_PAYMENT)
        of->fee_base[n] = base;
    const double due = of->rounding
                           ? slow_money_product(base, rate.exact, year)
                           : base * rate.value * (double)year.numerator / (double)year.denominator;
    return count * due - (fee->cumulative ? of->fell_due[n] : 0);
}

/** Floor, then cap, then what is left of the cap over all dates. */
static double bounded_fee(const slow_waterfall *of, int n, double due) {
    const ipa_deal_fee *fee = &of->deal->fees[n];
    if (fee->cumulative && due < 0 && !fee->carry_negative)
        due = 0;
    if (fee->floor.given && falls_due_in(of, fee) > 0)
        due = fmax(due, slow_money_fen(fee->floor));
    if (fee->cap.given)
        due = fmin(due, slow_money_fen(fee->cap));
    if (fee->cumulative_cap.given)
        due = fmin(due, fmax(0, slow_money_fen(fee->cumulative_cap) - of->fell_due[n]));
    return due;
}

static double on_arrears(const slow_waterfall *of, int n) {
    const ipa_deal_fee *fee = &of->deal->fees[n];
    const ipa_period *period = &of->periods[of->k];
    const double arrears = fmax(0, of->arrears[SLOW_FEE][n]);
    const ipa_fraction year =
        ipa_day_count_fraction(fee->day_count, period->accrual_start, period->accrual_end);
    return of->rounding ? slow_money_product(arrears, fee->arrears_rate.exact, year)
                        : arrears * fee->arrears_rate.value * (double)year.numerator /
                              (double)year.denominator;
}

static void set_fee(slow_waterfall *of, int n) {
    const ipa_deal_fee *fee = &of->deal->fees[n];
    const double fresh = bounded_fee(of, n, fresh_fee(of, n));
    double due = fresh + on_arrears(of, n) + of->arrears[SLOW_FEE][n];
    if (fee->per != IPA_PER_PAYMENT)
        of->fell_due[n] += fresh;
    if (due < 0 && !fee->carry_negative)
        due = 0;
    of->due[SLOW_FEE][n] = due;
}

/* ---- support ---- */

bool slow_dues_stands_by(const slow_waterfall *of, int n) {
    const ipa_deal_support *support = &of->deal->support[n];
    const char *entity = support->entity.id;
    double alive = 1;
    for (int e = 0; entity && e < of->deal->n_entities; e++)
        if (strcmp(of->deal->entities[e].id, entity) == 0)
            alive = of->rows->alive[e * of->n_periods + of->k].lane[of->lane];
    const bool outside = support->kind != IPA_SUPPORT_DEPOSIT || entity;
    return alive != 0 && (!outside || of->outside_support);
}

bool slow_dues_revolves(const ipa_deal_support *support) {
    return support->revolving || support->kind == IPA_SUPPORT_LIQUIDITY;
}

/** Interest on what stands drawn, the fee for what may still be drawn. */
static void set_support(slow_waterfall *of, int n) {
    const ipa_deal_support *support = &of->deal->support[n];
    const ipa_period *period = &of->periods[of->k];
    const ipa_fraction year =
        ipa_day_count_fraction(support->day_count, period->accrual_start, period->accrual_end);
    const double part = (double)year.numerator / (double)year.denominator;
    const double standing = of->drawn[n] - of->reimbursed[n];
    const double used = slow_dues_revolves(support) ? standing : of->drawn[n];
    const double left = support->cap.given && slow_dues_stands_by(of, n)
                            ? fmax(0, slow_money_fen(support->cap) - used)
                            : 0;
    of->draw_interest[n] += of->rounding ? slow_money_product(standing, support->rate.exact, year)
                                         : standing * support->rate.value * part;
    of->draw_interest_due[n] = of->draw_interest[n];
    of->due[SLOW_SUPPORT][n] = standing + of->draw_interest[n];
    of->due[SLOW_COMMITMENT][n] =
        of->arrears[SLOW_COMMITMENT][n] +
        (of->rounding ? slow_money_product(left, support->commitment_rate.exact, year)
                      : left * support->commitment_rate.value * part);
}

/* ---- the date ---- */

/** Interest joins the balance, each unit's in the decimals of its principal. */
static void accrete(slow_waterfall *of, int t) {
    const ipa_date until = of->deal->tranches[t].accrete_until;
    of->accreted[t] = 0;
    if (until == IPA_NO_DATE || of->periods[of->k].nominal > until)
        return;
    of->accreted[t] = slow_notes_interest(of, t, of->deal->terms.principal_decimals);
    of->due[SLOW_INTEREST][t] = 0;
    of->balance[t] += of->accreted[t];
}

void slow_dues_fix(slow_waterfall *of) {
    memset(of->due, 0, sizeof of->due);
    memset(of->paid, 0, sizeof of->paid);
    memset(of->drawn_today, 0, sizeof of->drawn_today);
    for (int t = 0; t < of->deal->n_tranches; t++)
        of->opening[t] = of->balance[t];
    for (int t = 0; t < of->deal->n_tranches; t++)
        if (of->deal->tranches[t].notional.text)
            of->notional[t] = slow_waterfall_amount(of, of->deal->tranches[t].notional);
    for (int t = 0; t < of->deal->n_tranches; t++) {
        of->due[SLOW_INTEREST][t] = slow_notes_interest(of, t, of->deal->terms.interest_decimals);
        accrete(of, t);
        of->due[SLOW_PRINCIPAL][t] = fmax(0, of->balance[t] - slow_notes_target(of, t));
    }
    for (int n = 0; n < of->deal->n_support; n++)
        set_support(of, n);
    for (int n = 0; n < of->deal->n_fees; n++)
        if (of->deal->fees[n].per != IPA_PER_PAYMENT)
            set_fee(of, n);
}

/** Sums what `of_one` says of a tranche's interest and principal. */
static double of_both(slow_waterfall *of, int t,
                      double (*of_one)(slow_waterfall *of, slow_payee payee)) {
    return of_one(of, (slow_payee){SLOW_INTEREST, t}) + of_one(of, (slow_payee){SLOW_PRINCIPAL, t});
}

double slow_dues_due(slow_waterfall *of, slow_payee payee) {
    if (payee.part == SLOW_TRANCHE)
        return of_both(of, payee.index, slow_dues_due);
    if (payee.part == SLOW_FEE && of->deal->fees[payee.index].per == IPA_PER_PAYMENT)
        set_fee(of, payee.index);
    return fmax(0, of->due[payee.part][payee.index]);
}

double slow_dues_unpaid(slow_waterfall *of, slow_payee payee) {
    if (payee.part == SLOW_TRANCHE)
        return of_both(of, payee.index, slow_dues_unpaid);
    if (payee.part == SLOW_SUPPORT)
        return of->drawn[payee.index] - of->reimbursed[payee.index] +
               of->draw_interest[payee.index];
    if (payee.part == SLOW_RESIDUAL)
        return 0;
    if (payee.part == SLOW_PRINCIPAL)
        return fmax(0, of->balance[payee.index] - slow_notes_target(of, payee.index));
    return fmax(0, slow_dues_due(of, payee) - of->paid[payee.part][payee.index]);
}

double slow_dues_paid(slow_waterfall *of, slow_payee payee) {
    if (payee.part == SLOW_TRANCHE)
        return of_both(of, payee.index, slow_dues_paid);
    const bool assumed = of->assumed[payee.part][payee.index];
    return of->paid[payee.part][payee.index] + (assumed ? slow_dues_unpaid(of, payee) : 0);
}

void slow_dues_carry(slow_waterfall *of) {
    for (int t = 0; t < of->deal->n_tranches; t++)
        of->arrears[SLOW_INTEREST][t] = of->deal->tranches[t].interest_carry
                                            ? of->due[SLOW_INTEREST][t] - of->paid[SLOW_INTEREST][t]
                                            : 0;
    for (int n = 0; n < of->deal->n_support; n++)
        of->arrears[SLOW_COMMITMENT][n] =
            of->due[SLOW_COMMITMENT][n] - of->paid[SLOW_COMMITMENT][n];
    for (int n = 0; n < of->deal->n_fees; n++) {
        const ipa_deal_fee *fee = &of->deal->fees[n];
        const double left = of->due[SLOW_FEE][n] - of->paid[SLOW_FEE][n];
        const bool stays = left > 0 ? fee->carry : fee->carry_negative && of->due[SLOW_FEE][n] < 0;
        of->arrears[SLOW_FEE][n] = stays ? left : 0;
    }
}
