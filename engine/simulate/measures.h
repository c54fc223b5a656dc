#pragma once
/** What is measured on every path: the figures of the tranches, with and without outside support,
 *  of the pool, supports and triggers. The definitions of the result file are here.
 *
 *  Knows: collections and payments of a block; discount factors; what counts as missed.
 *  Does not know: statistics, threads, reports.
 *
 *  Money in fen, as in the rows that are measured.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"
#include "engine/simulate/tally.h"

/* name, kept for exact quantiles, what it is on one path */
#define IPA_TRANCHE_FIGURE_TABLE(X)                                                      \
    X(DEFAULT, false, "1: interest missed while timely, or something unpaid at the end") \
    X(LOSS, true, "(principal + interest unpaid at the end) / original")                 \
    X(PRINCIPAL_LOSS, false, "principal unpaid at the end / original")                   \
    X(SHORTFALL, false, "1: interest missed on some date, timely or not")                \
    X(EXTENSION, false, "1: something unpaid after the expected final date")             \
    X(PV, true, "all cash after the valuation date, discounted at curve + spread")       \
    X(COUPON_LOSS, false, "1 - cash discounted at the coupon / original, not below 0")   \
    X(TIME_PRINCIPAL, false, "sum of years from closing x principal")                    \
    X(PRINCIPAL, false, "sum of principal; a residual tranche's cash repays its balance first")

typedef enum ipa_tranche_figure {
#define IPA_TRANCHE_FIGURE_ENUM(name, kept, text) IPA_FIGURE_##name,
    IPA_TRANCHE_FIGURE_TABLE(IPA_TRANCHE_FIGURE_ENUM)
#undef IPA_TRANCHE_FIGURE_ENUM
        IPA_N_TRANCHE_FIGURES
} ipa_tranche_figure;

/** Supported payments, and those without what outside entities promised, on the same paths. */
typedef enum ipa_variant { IPA_SUPPORTED, IPA_WITHOUT_SUPPORT, IPA_N_VARIANTS } ipa_variant;

typedef enum ipa_measures_ratio { IPA_RATIO_LGD, IPA_RATIO_WAL, IPA_N_RATIOS } ipa_measures_ratio;

/** Where each figure's row lies. Rows before n_tallied get means; coverage and the worst paths'
 *  loss follow them. Const after creation, shared by threads. */
typedef struct ipa_measures {
    const ipa_plan *plan;
    int n_variants; /**< 1 when no support is an outside entity's: both variants are then the same
                     */
    int n_tallied, n_rows;
    int cash, balance;                   /**< [variant][tranche][period] */
    int collections;                     /**< [period] */
    int default_rate, loss_rate;         /**< one row each */
    int pool_series[IPA_N_POOL_SERIES];  /**< [period]; −1: the deal has no such thing */
    int obligors;                        /**< [obligor] */
    int servicer_default, servicer_loss; /**< 1 when it dies; amount lost with it; −1: none */
    int drawn, draws;                    /**< [support]: 1 when used; amount */
    int triggers;                        /**< [trigger]: 1 when ever on */
    int called;                          /**< 1 when the pool is called; −1: it cannot be */
    int in_kind;                         /**< principal that performs where the deal ends, fen */
    int coverage;                        /**< [tranche][period]; NaN where nothing is due */
    int total_loss;                      /**< of all tranches but the residual ones, fen */
    double *discount;                    /**< [tranche][period]; 0 up to the valuation date */
    double *coupon_discount;             /**< [tranche][period] */
    double *tolerance;                   /**< [tranche]: more than this counts as missed */
    double coupon_noise;                 /**< coupon loss that rounding alone can make */
    ipa_tally_pair *pairs;               /**< [variant][tranche][ratio] */
    int *kept;                           /**< rows that go to the path store [n_kept] */
    int n_kept;
} ipa_measures;

/** @owner the arena. */
ipa_measures *ipa_measures_create(const ipa_plan *plan, bool rounding, ipa_arena *arena);

int ipa_measures_row(const ipa_measures *measures, ipa_variant variant, int tranche,
                     ipa_tranche_figure figure);
int ipa_measures_period_row(const ipa_measures *measures, int first, ipa_variant variant,
                            int tranche, int period);
int ipa_measures_pair(const ipa_measures *measures, ipa_variant variant, int tranche,
                      ipa_measures_ratio ratio);
/** The series of the path store a row is kept in, or −1. */
int ipa_measures_series(const ipa_measures *measures, int row);

/** Measures the tranches of a block. @shape rows[n_rows] */
void ipa_measures_tranches(const ipa_measures *measures, ipa_variant variant,
                           const ipa_payments *payments, ipa_row *rows);
/** Measures pool, supports, triggers, coverage and total loss, after the tranches with support. */
void ipa_measures_deal(const ipa_measures *measures, const ipa_collections *collections,
                       const ipa_payments *payments, ipa_row *rows);

/** Finds the first figure of a block that is not finite: its name, and the lane.
 *  @ensures false when all are. */
bool ipa_measures_nonfinite(const ipa_measures *measures, const ipa_row *rows, int n_paths,
                            int *lane, char text[160]);
