#pragma once
/** What a tranche is worth at prices, yields, spreads and coupons: plain data between those who
 *  compute it and the reports.
 *
 *  Knows: how yields are quoted, the cases that were priced and their flows, rows of figures.
 *  Does not know: how any of it was computed or how it is shown.
 *
 *  Prices and flows per 100 of the balance on the settlement date, rates as decimals, times in
 *  years (ACT/365F) from that date. NaN: the figure does not exist.
 */
#include "engine/simulate/result.h"

/* How a yield is quoted: enum, as the command line has it, in both languages. */
#define IPA_PRICE_QUOTE_TABLE(X)                                                     \
    X(ANNUAL, "annual", "年复利（实际年化）", "annual effective")                    \
    X(SEMIANNUAL, "semiannual", "半年复利", "compounded twice a year")               \
    X(QUARTERLY, "quarterly", "按季复利", "compounded quarterly")                    \
    X(MONTHLY, "monthly", "按月复利", "compounded monthly")                          \
    X(CONTINUOUS, "continuous", "连续复利", "compounded continuously")               \
    X(COUPON, "coupon", "按付息频率复利", "compounded as often as interest is paid") \
    X(SIMPLE, "simple", "单利（到期一次支付）", "simple, of one last payment")

typedef enum ipa_price_quote {
#define IPA_PRICE_QUOTE_ENUM(id, name, zh, en) IPA_PRICE_QUOTE_##id,
    IPA_PRICE_QUOTE_TABLE(IPA_PRICE_QUOTE_ENUM)
#undef IPA_PRICE_QUOTE_ENUM
        IPA_N_PRICE_QUOTES
} ipa_price_quote;

/* What the user set, whose other figures are wanted: enum, its name in the result file. */
#define IPA_PRICE_GIVEN_TABLE(X) \
    X(NOTHING, NULL)             \
    X(PRICE, "price")            \
    X(YIELD, "yield")            \
    X(COUPON, "coupon")          \
    X(SPREAD, "spread")

typedef enum ipa_price_given {
#define IPA_PRICE_GIVEN_ENUM(id, name) IPA_PRICE_GIVEN_##id,
    IPA_PRICE_GIVEN_TABLE(IPA_PRICE_GIVEN_ENUM)
#undef IPA_PRICE_GIVEN_ENUM
        IPA_N_PRICE_GIVEN
} ipa_price_given;

/** What is asked of the pricing. */
typedef struct ipa_price_terms {
    int tranche;
    ipa_date settlement; /**< IPA_NO_DATE: the valuation date */
    ipa_price_quote quote;
    bool on_payment_dates; /**< times run to payment dates, else to nominal ones */
    double holder_tax;     /**< share of every interest payment that the holder does not keep */
    ipa_price_given given;
    double value; /**< clean price per 100, or a rate */
} ipa_price_terms;

/* Where in the price–yield relation a row stands: enum, its name in the result file. */
#define IPA_PRICE_POINT_TABLE(X)                                                \
    X(GIVEN, "given")   /* at what the user set */                              \
    X(MARKET, "market") /* at the curve and the tranche's spread in the deal */ \
    X(PAR, "par")       /* at a clean price of 100 */                           \
    X(GRID, "grid")     /* at a round yield */

typedef enum ipa_price_point {
#define IPA_PRICE_POINT_ENUM(id, name) IPA_PRICE_POINT_##id,
    IPA_PRICE_POINT_TABLE(IPA_PRICE_POINT_ENUM)
#undef IPA_PRICE_POINT_ENUM
        IPA_N_PRICE_POINTS
} ipa_price_point;

/* Whose flows: enum, its name in the result file. */
#define IPA_PRICE_KIND_TABLE(X)                                     \
    X(BASE, "base")                                                 \
    X(BASE_WITHOUT_SUPPORT, "base_without_support")                 \
    X(LOSS_ADJUSTED, "loss_adjusted") /* the mean simulated cash */ \
    X(LOSS_ADJUSTED_WITHOUT_SUPPORT, "loss_adjusted_without_support")

typedef enum ipa_price_kind {
#define IPA_PRICE_KIND_ENUM(id, name) IPA_PRICE_KIND_##id,
    IPA_PRICE_KIND_TABLE(IPA_PRICE_KIND_ENUM)
#undef IPA_PRICE_KIND_ENUM
        IPA_N_PRICE_KINDS
} ipa_price_kind;

typedef struct ipa_price_flow {
    ipa_date date;
    double years;
    double interest, principal; /**< everything paid that is no principal counts as interest */
    double earning;             /**< interest that a coupon of 1 would bring; not of means */
} ipa_price_flow;

/** Flows still to come of one tranche, under one scenario. */
typedef struct ipa_price_case {
    const char *scenario; /**< NULL: the deal as it stands */
    ipa_words_pair title; /**< of the scenario */
    ipa_price_kind kind;
    double balance; /**< yuan on the settlement date; in the mean, of means */
    double accrued; /**< interest earned by then and not yet paid */
    double earned;  /**< the same of a coupon of 1; NaN where it cannot be told */
    double spread;  /**< the tranche's over the curve, as the deal has it */
    ipa_price_flow *flows;
    int n_flows;
    ipa_curve curve; /**< seen from the settlement date, at the flows' times */
} ipa_price_case;

/** The figures that belong together. */
typedef struct ipa_price_row {
    int at; /**< of the cases */
    ipa_price_point point;
    double yield, clean, dirty, accrued, spread, wal, duration, duration_macaulay, convexity, dv01;
    double par_coupon; /**< at which the notes would be worth par here, their principal as it is */
    double after_tax_yield;
} ipa_price_row;

typedef struct ipa_price_result {
    ipa_arena *arena;
    ipa_price_terms terms; /**< settlement filled in */
    ipa_compounding compounding;
    long n_paths; /**< 0: base case only */
    unsigned long long seed;
    ipa_price_case *cases; /**< the deal's base case first */
    int n_cases;
    ipa_price_row *rows; /**< by case; what was set first, or else the market */
    int n_rows;
    int n_points; /**< rows of each case */
} ipa_price_result;
