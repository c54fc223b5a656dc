#include "engine/deal/validate_valuation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/indicators.h"

static const double WEIGHT_TOLERANCE = 1e-6;

static bool is_written(const ipa_node *node, const char *key) {
    return ipa_node_given(ipa_node_get(node, key));
}

static void need_one(const ipa_validate_scope *scope, const ipa_node *node, const char *hint,
                     const char *fault) {
    ipa_findings_add(scope->bind->findings, IPA_E0117_ONE_OF, node->mark,
                     ipa_node_path(node, scope->bind->arena), hint, "%s", fault);
}

/* ---- firms' fees and subsidies ---- */

static void check_fee(const ipa_validate_scope *scope, const ipa_deal_firm_item *fee) {
    const bool rate = is_written(fee->node, "rate"), amount = is_written(fee->node, "amount");
    const char *fault =
        rate == amount
            ? rate ? "both `rate` and `amount` are given" : "neither `rate` nor `amount` is given"
        : amount && is_written(fee->node, "base") ? "`base` means nothing beside `amount`"
        : rate && fee->base == IPA_FIRM_FEES      ? "a fee cannot be a share of the fees"
        : rate && fee->base == IPA_FIRM_INTEREST && fee->whole
            ? "interest falls due by the year, so a fee on it is not paid once"
            : NULL;
    if (fault)
        need_one(scope, fee->node, "write `rate` with its `base`, or `amount`", fault);
}

static void check_twice(const ipa_validate_scope *scope, const ipa_deal_firm_item *items,
                        int n_items) {
    for (int n = 0; n < n_items; n++)
        for (int m = 0; m < n && items[n].id; m++)
            if (items[m].id && strcmp(items[m].id, items[n].id) == 0)
                ipa_findings_add(scope->bind->findings, IPA_E0402_DUPLICATE_NAME,
                                 ipa_node_mark(items[n].node, "id"),
                                 ipa_node_field(items[n].node, "id", scope->bind->arena),
                                 "give it another id", "`%s` stands in this list already",
                                 items[n].id);
}

/* ---- scoring ---- */

static bool is_named(const char *name) {
    return name && name[0];
}

static void check_weights(const ipa_deal_valuation *valuation, const ipa_validate_scope *scope) {
    double sum = 0;
    bool whole = true;
    for (int n = 0; n < valuation->n_indicators; n++) {
        const ipa_deal_indicator *indicator = &valuation->indicators[n];
        sum += indicator->weight.value;
        whole = whole && indicator->weight.given;
        for (int m = 0; m < n && is_named(indicator->name); m++)
            if (is_named(valuation->indicators[m].name) &&
                ipa_indicators_same(valuation->indicators[m].name, indicator->name))
                ipa_findings_add(scope->bind->findings, IPA_E0460_INDICATOR_WEIGHTS,
                                 indicator->mark, "valuation.indicators", "keep one of the two",
                                 "`%s` is the indicator in line %d again", indicator->name,
                                 valuation->indicators[m].mark.line);
    }
    if (valuation->n_indicators > 0 && whole && fabs(sum - 1) > WEIGHT_TOLERANCE)
        ipa_findings_add(scope->bind->findings, IPA_E0460_INDICATOR_WEIGHTS,
                         valuation->indicators[0].mark, "valuation.indicators", NULL,
                         "the weights sum to %.10g, not to 1", sum);
}

static int find_indicator(const ipa_deal_valuation *valuation, const char *name) {
    for (int n = 0; n < valuation->n_indicators; n++)
        if (is_named(valuation->indicators[n].name) &&
            ipa_indicators_same(valuation->indicators[n].name, name))
            return n;
    return -1;
}

/* A score by the patent and the row of its weight, so that sorting brings what belongs together. */
typedef struct score_entry {
    const ipa_deal_score *score;
    int indicator;
} score_entry;

static int compare_entries(const void *left, const void *right) {
    const score_entry *a = left, *b = right;
    const int by_patent = strcmp(a->score->patent.id, b->score->patent.id);
    if (by_patent != 0)
        return by_patent;
    if (a->indicator != b->indicator)
        return a->indicator - b->indicator;
    return a->score < b->score ? -1 : a->score > b->score;
}

/* The scores that can be told apart; the others have their findings. */
static int list_scores(const ipa_deal_valuation *valuation, const ipa_validate_scope *scope,
                       score_entry *entries) {
    int n_entries = 0;
    for (int n = 0; n < valuation->n_scores; n++) {
        const ipa_deal_score *score = &valuation->scores[n];
        if (!score->patent.id || !is_named(score->indicator))
            continue;
        const int indicator = find_indicator(valuation, score->indicator);
        if (indicator < 0)
            ipa_findings_add(
                scope->bind->findings, IPA_E0461_SCORE_INDICATOR, score->mark,
                ipa_arena_format(scope->bind->arena, "scores[%s].indicator", score->patent.id),
                NULL, "the weights name no indicator `%s`", score->indicator);
        else
            entries[n_entries++] = (score_entry){score, indicator};
    }
    return n_entries;
}

static void check_group(const ipa_deal_valuation *valuation, const ipa_validate_scope *scope,
                        const score_entry *entries, int n_entries) {
    const ipa_deal_score *first = entries[0].score;
    int n_distinct = 1;
    for (int n = 1; n < n_entries; n++) {
        if (entries[n].indicator != entries[n - 1].indicator)
            n_distinct++;
        else
            ipa_findings_add(
                scope->bind->findings, IPA_E0461_SCORE_INDICATOR, entries[n].score->mark,
                ipa_arena_format(scope->bind->arena, "scores[%s].indicator", first->patent.id),
                "keep one of the two", "`%s` has its score of `%s` in line %d already",
                first->patent.id, entries[n].score->indicator, entries[n - 1].score->mark.line);
    }
    if (n_distinct < valuation->n_indicators)
        ipa_findings_add(scope->bind->findings, IPA_W0462_SCORE_MISSING, first->mark,
                         "valuation.scores", NULL,
                         "`%s` has scores of %d of %d indicators and gets none as a whole",
                         first->patent.id, n_distinct, valuation->n_indicators);
}

static void check_scores(const ipa_deal_valuation *valuation, const ipa_validate_scope *scope) {
    score_entry *entries = IPA_NEW_ARRAY(scope->bind->arena, valuation->n_scores, score_entry);
    const int n_entries = list_scores(valuation, scope, entries);
    if (n_entries > 0)
        qsort(entries, (size_t)n_entries, sizeof *entries, compare_entries);
    for (int n = 0, end; n < n_entries; n = end) {
        for (end = n + 1; end < n_entries &&
                          strcmp(entries[end].score->patent.id, entries[n].score->patent.id) == 0;)
            end++;
        check_group(valuation, scope, entries + n, end - n);
    }
}

/* ---- rates ---- */

static bool has_sales(const ipa_deal *deal, const char *id) {
    for (int n = 0; n < deal->valuation.base_sales.n_items; n++)
        if (strcmp(deal->valuation.base_sales.items[n].name, id) == 0)
            return true;
    for (int c = 0; c < deal->n_contracts; c++)
        if (deal->contracts[c].id && strcmp(deal->contracts[c].id, id) == 0)
            return deal->contracts[c].base_sales.value > 0;
    return true; /* an unknown contract has its finding */
}

static void check_sales(const ipa_deal *deal, const ipa_validate_scope *scope,
                        const ipa_pairs *pairs) {
    for (int n = 0; n < pairs->n_items; n++)
        if (!has_sales(deal, pairs->items[n].name))
            ipa_findings_add(scope->bind->findings, IPA_W0463_NO_SALES, pairs->items[n].number.mark,
                             "valuation.base_sales",
                             ipa_arena_format(scope->bind->arena,
                                              "write `base_sales: {%s: 20000000}`",
                                              pairs->items[n].name),
                             "the contract `%s` has no sales", pairs->items[n].name);
}

void ipa_validate_valuation(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_node *section = ipa_node_get(deal->root, "valuation");
    const ipa_deal_valuation *valuation = &deal->valuation;
    for (int n = 0; n < deal->n_obligor_fees; n++)
        check_fee(scope, &deal->obligor_fees[n]);
    check_twice(scope, deal->obligor_fees, deal->n_obligor_fees);
    check_twice(scope, deal->subsidies, deal->n_subsidies);
    if (!section || section->kind != IPA_MAPPING)
        return;
    if (is_written(section, "rate") && is_written(section, "spread"))
        need_one(scope, section, "keep one of the two",
                 "`rate` is flat, so `spread` means nothing beside it");
    if (is_written(section, "scores") && !is_written(section, "indicators"))
        need_one(scope, section, "write `indicators: indicators.csv`",
                 "`scores` need the weights of their indicators");
    check_weights(valuation, scope);
    if (valuation->n_indicators > 0)
        check_scores(valuation, scope);
    check_sales(deal, scope, &valuation->royalty_rates);
    check_sales(deal, scope, &valuation->margins);
}
