#pragma once
/** Whether the engine and the slow reference pay the same on a deal, path by path.
 *
 *  Knows: every figure of ipa_payments.
 *  Does not know: where the deal came from.
 */
#include "engine/deal/plan.h"

/** How much was compared, and how much of it was not zero. */
typedef struct waterfall_agreement {
    long n_deals, n_paths;
    long n_ties; /**< paths that differ where a comparison hangs on the last bits */
    long n_figures, n_wrong, n_paid;
    long n_accelerated, n_defaulted, n_drawn, n_reimbursed, n_missed, n_ended, n_rounded;
    long n_called, n_ledgers, n_accreted, n_commitments, n_trapped, n_interest, n_in_kind;
    long n_lost, n_delayed, n_bought, n_layers;
    double worst; /**< largest difference as a share of the deal's size */
} waterfall_agreement;

/** Compares the base case and `n_paths` paths (at most a block), with and without outside support.
 *  Prints the first few differences with the deal's name. */
void waterfall_agreement_compare(const char *name, const ipa_plan *plan, int n_paths,
                                 waterfall_agreement *agreement);

/** The random deal of a seed: made, read, resolved, compared, deleted. */
void waterfall_agreement_random(uint64_t seed, int n_paths, waterfall_agreement *agreement);
