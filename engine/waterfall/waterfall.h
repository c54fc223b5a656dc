#pragma once
/** Priority of payments over a block of paths.
 *
 *  Knows: the plan's step program and the layout of a block.
 *  Does not know: how paths were made, what is reported, where the deal file lies.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** One thread's state of the machine: accounts, balances, dues, a stack for expressions. */
typedef struct ipa_waterfall ipa_waterfall;

/** What one step did to one payee on one path: the raw material of the waterfall sheet and of a
 *  replay. Entries of a date in the order the steps ran. Fen. */
typedef struct ipa_trace_entry {
    int period;
    ipa_waterfall_kind waterfall;
    int step;
    int payee;        /**< index among the step's payees; −1 for `move` and `draw` */
    double available; /**< cash in the step's account, or the ledger, before this entry */
    double due;   /**< what the payee may take here: due, or the step's amount, within its limit;
                       of a draw: what the listed dues lack */
    double paid;  /**< paid, moved or drawn */
    bool skipped; /**< its `when` did not hold */
} ipa_trace_entry;

typedef struct ipa_trace {
    int lane;
    ipa_arena *arena;
    ipa_trace_entry *entries;
    int n_entries;
} ipa_trace;

typedef struct ipa_waterfall_options {
    bool rounding;        /**< money to the fen as the contracts round it */
    bool outside_support; /**< false: every support that an outside entity gives is switched off */
    ipa_trace *trace;     /**< NULL: none */
    const ipa_rate_rows *rates; /**< of these paths; NULL: the plan's coupons, the curve */
} ipa_waterfall_options;

/** @owner the arena. */
ipa_waterfall *ipa_waterfall_create(const ipa_plan *plan, ipa_arena *arena);

/** Rows for what a block of this plan pays, to be filled by runs of this plan alone: what it never
 *  pays is zero from here on. @owner the arena. */
ipa_payments ipa_waterfall_payments(const ipa_plan *plan, ipa_arena *arena);

/** Sets this period's forecast collections (fen, `[kind][n_periods]`), the base case's; zero
 * before. */
void ipa_waterfall_set_forecast(ipa_waterfall *waterfall, const double *forecast);

/** Runs every payment date of a block. Allocates nothing (unless traced).
 *  @ensures cash in = cash out + change of accounts on every path and date, up to `breach`. */
void ipa_waterfall_run(ipa_waterfall *waterfall, const ipa_collections *collections,
                       ipa_waterfall_options options, ipa_payments *payments);
