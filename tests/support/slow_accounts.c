#include <math.h>

#include "tests/support/slow_money.h"
#include "tests/support/slow_waterfall.h"

/** The account that earns: a retained pot earns what its account does. */
static const ipa_deal_account *terms_of(const slow_waterfall *of, int n) {
    const ipa_deal_account *account = &of->deal->accounts[n];
    return account->pot_of ? &of->deal->accounts[slow_waterfall_account(of->deal, account->pot_of)]
                           : account;
}

static ipa_date date_before(const slow_waterfall *of) {
    return of->k > 0 ? of->periods[of->k - 1].payment : of->deal->terms.closing;
}

ipa_date slow_accounts_credited_up_to(const slow_waterfall *of, const ipa_deal_account *account) {
    const ipa_date payment = of->periods[of->k].payment;
    if (account->credit.n_dates == 0)
        return payment;
    ipa_date last = IPA_NO_DATE;
    for (int n = 0; n < account->credit.n_dates; n++) {
        const ipa_date date = account->credit.dates[n];
        if (date <= payment && (of->k == 0 || date > date_before(of)))
            last = date;
    }
    return last;
}

/** Fen × days of the year that make an amount of interest. */
static double interest_on(const slow_waterfall *of, const ipa_deal_account *account,
                          double fen_days) {
    const int64_t year = account->day_count == IPA_DAY_COUNT_ACT_360 ? 360 : 365;
    return of->rounding ? slow_money_product(fen_days, account->rate.exact, (ipa_fraction){1, year})
                        : fen_days * account->rate.value / (double)year;
}

/** Cash that lies in the account since the last date, and what came in since. */
static void credit(slow_waterfall *of, int n, double stood) {
    const ipa_deal_account *account = terms_of(of, n);
    const ipa_date from = date_before(of), to = slow_accounts_credited_up_to(of, account);
    const ipa_date payment = of->periods[of->k].payment;
    const bool pot = of->deal->accounts[n].pot_of != NULL;
    double all = stood * (payment - from);
    double credited = to == IPA_NO_DATE || to < from ? 0 : stood * (to - from);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && !pot; kind++)
        if (slow_waterfall_account(of->deal, of->deal->collect[kind].id) == n) {
            const slow_arrival *arrived = &of->arrived[kind];
            all += arrived->days;
            credited += to == payment ? arrived->days : arrived->credit_days;
        }
    if (to == IPA_NO_DATE) {
        of->earned[n] += all;
        return;
    }
    const double interest = interest_on(of, account, of->earned[n] + credited);
    of->earned[n] = all - credited;
    of->account_interest[n] = fmax(interest, -of->cash[n]);
    of->cash[n] += of->account_interest[n];
}

void slow_accounts_open(slow_waterfall *of) {
    double stood[SLOW_MOST];
    for (int n = 0; n < of->deal->n_accounts; n++)
        stood[n] = of->cash[n];
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        of->cash[slow_waterfall_account(of->deal, of->deal->collect[kind].id)] +=
            of->arrived[kind].fen;
    for (int n = 0; n < of->deal->n_accounts; n++) {
        of->account_interest[n] = 0;
        credit(of, n, stood[n]);
    }
}
