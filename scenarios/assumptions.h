#pragma once
/** The numeric assumptions of a deal, as overrides can move them.
 *
 *  Knows: sections of deal.yaml that hold assumptions, columns of the tapes, levers.
 *  Does not know: what moving one does.
 */
#include "engine/deal/deal.h"
#include "engine/simulate/stress_result.h"

/** One assumption with its two moved values, ready to be laid over the deal. */
typedef struct ipa_assumption {
    const char *field;
    ipa_words_pair title;
    const char *base; /**< as written; of a column `×1` */
    ipa_stress_override low, high;
} ipa_assumption;

/** Every figure of the sections that are assumptions rather than structure (not dates, counts,
 *  notes), every numeric column of the tapes with something in it, and the levers that scale what
 * no single figure holds; each moved down and up by the share `bump`. `only`, when not NULL, keeps
 * the fields it names [n_only]. @owner the arena. */
ipa_assumption *ipa_assumptions_of(const ipa_deal *deal, double bump, const char *const *only,
                                   int n_only, ipa_arena *arena, int *n_assumptions);
