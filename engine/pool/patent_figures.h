#pragma once
/** Pool figures that hang on which patents live: what the IP is worth, what it costs to keep.
 *
 *  Knows: the plan's values and annual fees of patents, and on which lanes they count.
 *  Does not know: dues, who pays the fees. @source model 4.4, 5.2
 */
#include "engine/pool/contracts.h"

/** Adds to `ip_value` and `annuities` on the block of the draws, as far as the plan asks for them.
 *  `contracts`: NULL where all are plain. Allocates nothing. */
void ipa_patent_figures_add(const ipa_defaults *defaults, const ipa_patents *patents,
                            const ipa_contracts *contracts, ipa_collections *to);
