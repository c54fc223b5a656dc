#pragma once
/** The deal as a whole: dates in order, sums that agree, references that lead somewhere.
 *
 *  Knows: what has to hold between the parts of a deal.
 *  Does not know: how a single value is read (bind does), the plan.
 *
 *  What could not be read has its finding already: nothing is said again about what depends on it.
 */
#include "engine/deal/bind.h"

/** What the reader knows about what it read. */
typedef struct ipa_validate_scope {
    ipa_bind *bind; /**< findings, and the references to look up */
    bool *known;    /**< [IPA_N_REFERENTS] of a tape or table: it was read whole */
    bool dues_known;
} ipa_validate_scope;

/** Adds a finding for everything that does not fit together. Works on partly filled deals. */
void ipa_validate_deal(const ipa_deal *deal, const ipa_validate_scope *scope);
