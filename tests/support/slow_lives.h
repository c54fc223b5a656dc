#pragma once
/** What one path draws, the slow and obvious way: sales, default times, the lives of patents.
 *
 *  Knows: the pages on the model, a deal as written; the engine's random addresses and special
 *  functions, and of the plan only its periods.
 *  Does not know: how the engine does it: no thresholds, no lanes, times instead of probabilities.
 */
#include "engine/deal/plan.h"

enum {
    SLOW_PERIODS = 128,
    SLOW_FACTORS = 6,
    SLOW_NAMES = 24,
    SLOW_CONTRACTS = 24,
    SLOW_PATENTS = 128
};

/** A log-sales process; with `grows` its growth reverts. What follows from it by period is worked
 *  out once. */
typedef struct slow_process {
    bool given, grows;
    double reversion, volatility;
    double growth_initial, growth_mean, growth_reversion, growth_volatility, growth_correlation;
    double decay[SLOW_PERIODS], gain[SLOW_PERIODS], growth_decay[SLOW_PERIODS];
    double sd[SLOW_PERIODS], growth_shared[SLOW_PERIODS], growth_own[SLOW_PERIODS];
    double drift[SLOW_PERIODS], expected[SLOW_PERIODS]; /**< mean of log sales, of sales */
} slow_process;

/** Someone who can default. */
typedef struct slow_name {
    const char *id;
    double loadings[SLOW_FACTORS];
    double own; /**< weight of its own normal */
    int n_knots;
    const double *years, *hazard; /**< knots of the cumulative hazard, from (0, 0) */
    double h[SLOW_PERIODS];       /**< of the intensity model */
} slow_name;

/** Everything about a deal that does not depend on the path. */
typedef struct slow_deal {
    const ipa_deal *deal;
    ipa_arena *arena;
    int n_periods;
    ipa_date cutoff, end[SLOW_PERIODS]; /**< of the collection periods */
    int n_factors;
    const char *factor[SLOW_FACTORS];
    double root[SLOW_FACTORS][SLOW_FACTORS];       /**< L, LL' = C */
    double reflection[SLOW_PERIODS][SLOW_PERIODS]; /**< H, its first column w */
    slow_process process[SLOW_FACTORS], own[SLOW_CONTRACTS];
    slow_name obligors[SLOW_NAMES], entities[SLOW_NAMES];
    const ipa_quantile_table *chi_square;
    const ipa_deal_contract *contracts[SLOW_CONTRACTS]; /**< eligible ones, in tape order */
    int n_contracts;
    int patents[SLOW_CONTRACTS][SLOW_PATENTS], n_patents[SLOW_CONTRACTS];
    int family[SLOW_PATENTS]; /**< contract whose shocks a patent follows; −1: none */
} slow_deal;

/** What one path has drawn. */
typedef struct slow_life {
    bool base;
    uint64_t seed, path;
    double factor[SLOW_FACTORS];                                /**< Z */
    double state[SLOW_FACTORS][SLOW_PERIODS];                   /**< of log sales */
    double multiplier[SLOW_FACTORS][SLOW_PERIODS];              /**< of sales */
    double obligor_years[SLOW_NAMES], entity_years[SLOW_NAMES]; /**< default times; or infinity */
    bool alive[SLOW_PATENTS][SLOW_PERIODS], partial[SLOW_PATENTS][SLOW_PERIODS];
    double nearest; /**< how near any comparison of times came to a tie */
} slow_life;

/** @owner the arena. The intensity model is calibrated here, if it is asked for. */
slow_deal *slow_deal_create(const ipa_plan *plan, ipa_arena *arena);

/** One path, or the base case. */
void slow_lives_draw(const slow_deal *deal, uint64_t seed, uint64_t path, slow_life *life);
void slow_lives_base(const slow_deal *deal, slow_life *life);

/** What a process makes of sales, driven by normals; those of the growth may be NULL.
 *  @shape all [n_periods] */
void slow_lives_sales(const slow_process *of, const double *shocks, const double *growth_shocks,
                      int n_periods, double *state, double *multiplier);

double slow_years(const slow_deal *deal, ipa_date date);
/** time ≤ limit, noting how near it is to a tie. */
bool slow_by(slow_life *life, double time, double limit);
