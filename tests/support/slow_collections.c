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

void slow_collections_open(slow_waterfall *of) {
    memset(of->arrived, 0, sizeof of->arrived);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && of->k <= of->called; kind++)
        of->arrived[kind] = of_pool(of, kind);
    slow_servicer_pass(of);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && of->rounding; kind++)
        of->arrived[kind].fen = floor(of->arrived[kind].fen + 0.5);
}
