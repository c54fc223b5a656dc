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

    struct ipa_patents_family *families; /**< every patent is in one [n_families] */
    int n_families;
    struct ipa_patents_limits *limits; /**< [n_patents][n_periods] */
    int *family_of;                    /**< [n_patents] */
    bool *is_drawn;                    /**< [n_patents]: something hangs on its life */
    bool *is_weighted; /**< [n_patents]: in a contract whose rule weighs its patents */
    ipa_row *counted; /**< [n_patents][n_periods]: alive, partly invalidated ones by what they count
                         for; of the weighted patents only */
} ipa_patents;

/** Whether anything depends on patents; if not, nothing needs to be drawn. */
bool ipa_patents_needed(const ipa_plan *plan);

/** @owner the arena. */
ipa_patents *ipa_patents_create(const ipa_plan *plan, ipa_arena *arena);

/** From now on every patent is drawn, also those nothing hangs on. No other's draws change. */
void ipa_patents_watch(ipa_patents *patents);

/** Draws a block. Allocates nothing. */
void ipa_patents_draw(ipa_patents *patents, uint64_t seed, uint64_t first_path, int n_paths);

/** The base case: every patent lives to its expiry, applications are granted at their median. */
void ipa_patents_base(ipa_patents *patents);

/** What became of a patent on a path; periods 0-based, n_periods: not within the deal. */
typedef struct ipa_patent_fate {
    int granted; /**< first period at whose end it is granted; 0 if it was at the cut-off date */
    int refused; /**< first period at whose end its application is refused */
    int ended;   /**< first period at whose end it no longer counts for good */
    ipa_patent_cause cause; /**< IPA_N_PATENT_CAUSES: it expired */
    bool by_family;         /**< a shock to all patents of the contract ended it */
    int partial;            /**< first period at whose end it is partly invalidated */
} ipa_patent_fate;

/** For replays: the fate of one patent on one lane of the block drawn last, drawn or not. */
ipa_patent_fate ipa_patents_fate(const ipa_patents *patents, int patent, int lane);
