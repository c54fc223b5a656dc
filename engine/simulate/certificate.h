#pragma once
/** A vehicle's tranche as the pool of the plan above it.
 *
 *  Knows: what the vehicle paid on which date, how it stands, when it ended.
 *  Does not know: how it was paid, who the plan pays.
 */
#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** Turns the payments of a block into collections of the plan above: interest, and a residual
 * beyond the balance it repays, are income; principal is principal; each in the plan's collection
 * period that contains the actual payment date. Figures of the pool are those that the vehicle's
 * last payment date up to the period's end reports; before the first of them nothing has happened.
 *  @shape entities[n_entities] latent variables of supporters
 *  @ensures exhausted is the period in which the certificate's last payment can have come. */
void ipa_certificate_collect(const ipa_plan *plan, const ipa_row *entities,
                             const ipa_collections *below, const ipa_payments *paid,
                             ipa_collections *to);
