#pragma once
/** A patent's score by the user's weights: Σ weight × score, in all and by first-level indicator.
 *
 *  Knows: the tables of weights and scores.
 *  Does not know: money.
 */
#include "engine/deal/deal.h"
#include "engine/deal/indicators.h"

typedef struct ipa_patent_scored {
    double *scores;                        /**< [n_indicators] 0…100; NaN: not given */
    double levels[IPA_N_INDICATOR_LEVELS]; /**< mean by weight; NaN: a score of it is missing */
    double total;                          /**< 0…100; NaN where any score is missing */
} ipa_patent_scored;

/** The weight of a first-level indicator: that of its indicators together. */
double ipa_patent_score_level_weight(const ipa_deal *deal, ipa_indicator_level level);

/** Scores of every patent of the deal, [n_patents]; NULL where the deal has no weights. @owner the
 *  arena. */
ipa_patent_scored *ipa_patent_score_all(const ipa_deal *deal, ipa_arena *arena);
