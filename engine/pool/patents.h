#pragma once
/** Which patents live on a block of paths, and what of a contract they leave payable.
 *
 *  Knows: expiry, grant, lapse, obsolescence, invalidation in full and in part, with shocks common
 *  to the patents of a contract; the patent rules.
 *  Does not know: dues, defaults, values. @source model 4.4
 */
#include <stdint.h>

#include "engine/block/layout.h"
#include "engine/deal/plan.h"

/** One thread's rows: item × n_periods + k. */
typedef struct ipa_patents {
    const ipa_plan *plan;
    uint64_t seed, first_path;
    int n_paths;
    ipa_row *alive; /**< [n_patents][n_periods]: 1 while granted, living and not expired */
    ipa_row *share; /**< [n_contracts][n_periods]: a[k]; 1 under the rule `none` */
} ipa_patents;

/** Whether anything depends on patents; if not, nothing needs to be drawn. */
bool ipa_patents_needed(const ipa_plan *plan);

/** @owner the arena. */
ipa_patents *ipa_patents_create(const ipa_plan *plan, ipa_arena *arena);

/** Draws a block. Allocates nothing. */
void ipa_patents_draw(ipa_patents *patents, uint64_t seed, uint64_t first_path, int n_paths);

/** The base case: every patent lives to its expiry, applications are granted at their median. */
void ipa_patents_base(ipa_patents *patents);
