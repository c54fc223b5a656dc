#include <math.h>
#include <string.h>

#include "tests/support/slow_waterfall.h"

/** What the pool brings in the period, and how long it lay with the account. */
static slow_arrival of_pool(const slow_waterfall *of, int kind) {
    const ipa_collections *rows = of->rows;
    const int k = of->k, lane = of->lane;
    return (slow_arrival){
        rows->cash[kind][k].lane[lane],
        rows->cash_days[kind] ? rows->cash_days[kind][k].lane[lane] : 0,
        rows->credit_days[kind] ? rows->credit_days[kind][k].lane[lane] : 0,
    };
}

/** What is bought pays at the end of the collection period. */
static void add_purchases(slow_waterfall *of, int kind) {
    const double fen = slow_purchases_bring(of, kind);
    const ipa_period *period = &of->periods[of->k];
    const ipa_date closing = of->deal->terms.closing;
    const ipa_date since = period->collection_end > closing ? period->collection_end : closing;
    const int account = slow_waterfall_account(of->deal, of->deal->collect[kind].id);
    const ipa_date credited = slow_accounts_credited_up_to(of, &of->deal->accounts[account]);
    slow_arrival *arrived = &of->arrived[kind];
    arrived->fen += fen;
    if (period->payment > since)
        arrived->days += fen * (period->payment - since);
    if (credited != IPA_NO_DATE && credited > since)
        arrived->credit_days += fen * (credited - since);
}

void slow_collections_open(slow_waterfall *of) {
    memset(of->arrived, 0, sizeof of->arrived);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && of->k <= of->called; kind++) {
        of->arrived[kind] = of_pool(of, kind);
        if (of->n_vintages > 0)
            add_purchases(of, kind);
    }
    slow_servicer_pass(of);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && of->rounding; kind++)
        of->arrived[kind].fen = floor(of->arrived[kind].fen + 0.5);
}
