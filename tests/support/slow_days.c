#include "tests/support/slow_days.h"

#include <string.h>

static const ipa_deal_account *account_of(const ipa_deal *deal, int kind) {
    const char *id = deal->collect[kind].id;
    for (int n = 0; n < deal->n_accounts; n++)
        if (strcmp(deal->accounts[n].id, id ? id : "collection") == 0)
            return &deal->accounts[n];
    return &deal->accounts[0];
}

bool slow_days_count(const ipa_deal *deal, int kind) {
    return account_of(deal, kind)->rate.value != 0;
}

/** The last day that a payment date credits after the one before; IPA_NO_DATE: none. */
static ipa_date credited_by(const ipa_plan *plan, const ipa_deal_account *account, int k) {
    ipa_date last = IPA_NO_DATE;
    for (int n = 0; n < account->credit.n_dates; n++) {
        const ipa_date date = account->credit.dates[n];
        const bool open = k == 0 || date > plan->periods[k - 1].payment;
        if (open && date <= plan->periods[k].payment)
            last = date;
    }
    return last;
}

int slow_days_lain(const ipa_plan *plan, int kind, int k, ipa_date date, bool to_credit) {
    const ipa_deal_account *account = account_of(plan->deal, kind);
    const ipa_date closing = plan->deal->terms.closing, from = date > closing ? date : closing;
    const ipa_date until = to_credit ? credited_by(plan, account, k) : plan->periods[k].payment;
    return until != IPA_NO_DATE && until > from ? until - from : 0;
}
