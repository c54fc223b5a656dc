#pragma once
/** What owning the IP saves or earns its user: relief from royalty and profit split, over what is
 *  left of the patents' legal lives.
 *
 *  Knows: sales a year by the contract's profile and the levers of a stress, rates, margins, tax,
 *  expiry by law.
 *  Does not know: paths, hazards: who owns a patent keeps it.
 */
#include "engine/simulate/value_rate.h"

/** Both methods for one patent's part of a contract, yuan; NaN where an assumption is missing. */
typedef struct ipa_relief {
    double relief, split;
} ipa_relief;

/** What is assumed for a contract: by the valuation section, else by the contract itself. */
typedef struct ipa_relief_terms {
    double base_sales;   /**< yuan a year; 0: none known */
    double royalty_rate; /**< NaN: the contract's tiers, or nothing known */
    bool by_tiers;       /**< the contract's own tiers, marginal, without minimum and cap */
    double margin;       /**< NaN: none known */
    double share, tax_rate;
} ipa_relief_terms;

ipa_relief_terms ipa_relief_value_terms(const ipa_plan *plan, int contract);

/** The values of using the contract's IP until a date, with `weight` of it, in yearly steps at
 *  their midpoints from the valuation date. */
ipa_relief ipa_relief_value_until(const ipa_plan *plan, int contract, ipa_date until,
                                  double weight);
