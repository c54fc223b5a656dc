#pragma once
/** A random deal while it is written: what its sections must know of one another.
 *
 *  Knows: counts, dates, sizes, which tranche is a residual one.
 *  Does not know: what is tested.
 */
#include "tests/support/random_source.h"

enum { RANDOM_MOST = 8 };

typedef struct random_draft {
    random_source source;
    test_folder folder;
    const char *prefix; /**< of files that are its own */
    ipa_date cutoff, closing, legal_final;
    ipa_date nominal[64];
    int n_periods;
    int months;                  /**< between payment dates; 0: they are written out */
    int lag;                     /**< days */
    double balance[RANDOM_MOST]; /**< tranche */
    double pool;                 /**< yuan of principal */
    bool rounds;
    int face;
    int n_accounts, n_fees, n_tranches, n_support, n_entities, n_triggers, n_ledgers;
    bool residual[RANDOM_MOST]; /**< tranche */
    bool has_coupon[RANDOM_MOST];
    bool notional[RANDOM_MOST];   /**< tranche without a balance */
    bool by_payment[RANDOM_MOST]; /**< fee */
    bool reimbursed[RANDOM_MOST]; /**< support */
    bool rated[RANDOM_MOST];      /**< entity */
    bool has_pot[RANDOM_MOST];    /**< account */
    bool liquidity[RANDOM_MOST];  /**< support */
    bool may_call, may_buy;
    const char *account[RANDOM_MOST];
} random_draft;

static inline bool chance(random_draft *of, double p) {
    return random_chance(&of->source, p);
}
static inline int whole(random_draft *of, int low, int high) {
    return random_whole(&of->source, low, high);
}
static inline double between(random_draft *of, double low, double high) {
    return random_between(&of->source, low, high);
}
#define PICK(of, ...) RANDOM_PICK(&(of)->source, __VA_ARGS__)

/** An expression of yuan, of any sign, that may name what stands above (`n_fees` and `n_triggers`
 *  of the draft say how many are written by then). */
void random_amount(random_draft *of, FILE *file, int depth);
void random_condition(random_draft *of, FILE *file, int depth);
/** A day count of notes and fees. */
const char *random_day_count(random_draft *of);
/** Writes the tranches and their schedules; which are residual is settled. */
void random_tranches(random_draft *of, FILE *file);
/** Writes G1, G2, … and the servicer. */
void random_entities(random_draft *of, FILE *file);
/** Writes what purchases may buy, into the section of the pool. */
void random_replacement(random_draft *of, FILE *file);
/** Writes the supports. */
void random_support(random_draft *of, FILE *file);
/** Writes the market and its indices, I1 to I3. */
void random_market(random_draft *of, FILE *file);
/** Writes the waterfalls. */
void random_waterfalls(random_draft *of, FILE *file);
