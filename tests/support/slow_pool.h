#pragma once
/** What the pool brings on one path, followed contract by contract and due by due.
 *
 *  Knows: what slow_lives draws; schedules, royalties, lateness, prepayment, patents' rules, and
 *  what becomes of claims, as the pages say it.
 *  Does not know: how the engine does it.
 *
 *  All money in fen.
 */
#include "engine/block/layout.h"
#include "tests/support/slow_lives.h"

/** One contract on one path, or the sum of all. */
typedef struct slow_cash {
    double cash[IPA_N_COLLECTION_KINDS][SLOW_PERIODS];
    /** Fen × days that dues in time came before the end of their period: lain by the payment date,
     *  and by what that date credits. */
    double sooner[2][IPA_N_COLLECTION_KINDS][SLOW_PERIODS];
    double performing[SLOW_PERIODS], delinquent[SLOW_PERIODS];
    double overdue[IPA_N_DELINQUENCIES][SLOW_PERIODS];
    double ip_value[SLOW_PERIODS];
    double defaulted[SLOW_PERIODS], recovered[SLOW_PERIODS]; /**< in the period; sums: cumulative */
    double share[SLOW_PERIODS];                              /**< a[k] of a contract */
    int prepaid;                                             /**< period; n_periods: never */
    bool is_bought; /**< back, as ineligible: then not prepaid */
    int exhausted;
} slow_cash;

/** A contract in default. */
typedef struct slow_claim {
    int contract, obligor, period;
    double years, amount;
    double deposit, guarantee, compensation, recovery, repaid;
    int compensation_period, recovery_period; /**< n_periods: lost */
} slow_claim;

typedef struct slow_path {
    slow_life life;
    slow_cash contracts[SLOW_CONTRACTS], all;
    double annuities[SLOW_PERIODS];    /**< official fees of living patents that the deal bears */
    slow_claim claims[SLOW_CONTRACTS]; /**< in order of default */
    int n_claims;
    bool entity_alive[SLOW_NAMES][SLOW_PERIODS], obligor_defaulted[SLOW_NAMES];
} slow_path;

typedef struct slow_pool slow_pool;

/** @owner the arena. */
slow_pool *slow_pool_create(const ipa_plan *plan, ipa_arena *arena);
const slow_deal *slow_pool_deal(const slow_pool *pool);

void slow_pool_path(slow_pool *pool, uint64_t seed, uint64_t path, slow_path *out);
void slow_pool_base(slow_pool *pool, slow_path *out);
