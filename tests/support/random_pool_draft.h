#pragma once
/** A random pool while it is written: what deal.yaml and the tapes must know of one another.
 *
 *  Knows: counts, dates, which contracts have patents, which factors a process.
 *  Does not know: what is tested.
 */
#include "tests/support/random_source.h"

enum { MOST_OBLIGORS = 8, MOST_CONTRACTS = 12, MOST_PATENTS = 20, MOST_FACTORS = 4 };

extern const char *const RANDOM_FACTORS[MOST_FACTORS];
extern const char *const RANDOM_FREQUENCIES[4];
extern const char *const RANDOM_KINDS[5]; /**< of patents */

typedef struct random_pool_draft {
    random_source source;
    test_folder folder;
    ipa_date cutoff, legal_final;
    int n_obligors, n_contracts, n_patents, n_factors, n_entities, n_facilities, n_curves;
    bool process[MOST_FACTORS];
    bool intensity;
    bool buys_back; /**< somebody does, what proves ineligible */
    bool has_patents[MOST_CONTRACTS];
    int patent_contract[MOST_PATENTS]; /**< −1: none in its row */
    int also[MOST_CONTRACTS];          /**< a further patent, by the contract's row; −1: none */
    FILE *schedule;
} random_pool_draft;

static inline bool chance(random_pool_draft *of, double p) {
    return random_chance(&of->source, p);
}
static inline int whole(random_pool_draft *of, int low, int high) {
    return random_whole(&of->source, low, high);
}
static inline double between(random_pool_draft *of, double low, double high) {
    return random_between(&of->source, low, high);
}
#define PICK(of, ...) RANDOM_PICK(&(of)->source, __VA_ARGS__)

/** How likely somebody is to default: which of RANDOM_CREDITS says it, and its value as written. */
typedef struct random_credit_text {
    int which;
    char value[24];
} random_credit_text;

extern const char *const RANDOM_CREDITS[3];
random_credit_text random_credit(random_pool_draft *of);

/** Loadings, all together at most 0.9 in a copula; b's of any size on factors with a process. */
void random_loadings(random_pool_draft *of, FILE *file, const char *between_items,
                     const char *colon);

/** Writes obligors.csv, patents.csv, contracts.csv and schedule.csv. */
void random_tapes(random_pool_draft *of);
