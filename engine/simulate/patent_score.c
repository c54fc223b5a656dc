#include "engine/simulate/patent_score.h"

#include <math.h>
#include <string.h>

double ipa_patent_score_level_weight(const ipa_deal *deal, ipa_indicator_level level) {
    double weight = 0;
    for (int n = 0; n < deal->valuation.n_indicators; n++)
        if (deal->valuation.indicators[n].level == (int)level)
            weight += deal->valuation.indicators[n].weight.value;
    return weight;
}

static int indicator_of(const ipa_deal_valuation *valuation, const char *name) {
    int n = 0;
    while (n < valuation->n_indicators && !ipa_indicators_same(valuation->indicators[n].name, name))
        n++;
    IPA_ASSERT(n < valuation->n_indicators); /* the reader has judged it */
    return n;
}

static int patent_of(const ipa_deal *deal, const char *id) {
    int j = 0;
    while (j < deal->n_patents && strcmp(deal->patents[j].id, id) != 0)
        j++;
    IPA_ASSERT(j < deal->n_patents);
    return j;
}

/* What is missing makes a sum NaN, and so it stays blank. */
static void add_up(const ipa_deal *deal, ipa_patent_scored *of) {
    const ipa_deal_valuation *valuation = &deal->valuation;
    of->total = 0;
    for (int level = 0; level < IPA_N_INDICATOR_LEVELS; level++)
        of->levels[level] = 0;
    for (int n = 0; n < valuation->n_indicators; n++) {
        const double points = valuation->indicators[n].weight.value * of->scores[n];
        of->levels[valuation->indicators[n].level] += points;
        of->total += points;
    }
    for (int level = 0; level < IPA_N_INDICATOR_LEVELS; level++)
        of->levels[level] /= ipa_patent_score_level_weight(deal, (ipa_indicator_level)level);
}

ipa_patent_scored *ipa_patent_score_all(const ipa_deal *deal, ipa_arena *arena) {
    const ipa_deal_valuation *valuation = &deal->valuation;
    if (valuation->n_indicators == 0)
        return NULL;
    ipa_patent_scored *all = IPA_NEW_ARRAY(arena, deal->n_patents, ipa_patent_scored);
    for (int j = 0; j < deal->n_patents; j++) {
        all[j].scores = IPA_NEW_ARRAY(arena, valuation->n_indicators, double);
        for (int n = 0; n < valuation->n_indicators; n++)
            all[j].scores[n] = NAN;
    }
    for (int n = 0; n < valuation->n_scores; n++) {
        const ipa_deal_score *score = &valuation->scores[n];
        all[patent_of(deal, score->patent.id)].scores[indicator_of(valuation, score->indicator)] =
            score->score.value;
    }
    for (int j = 0; j < deal->n_patents; j++)
        add_up(deal, &all[j]);
    return all;
}
