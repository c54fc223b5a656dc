#include "engine/deal/validate_stress.h"

#include <string.h>

#include "engine/base/text.h"

static const double SUM_TOLERANCE = 1e-9;

/** The ids a map or list of a lever may name, besides `all`. */
typedef struct known_ids {
    ipa_referent referent;
    const char **ids;
    int n_ids;
    bool whole; /**< none was refused when it was read */
} known_ids;

static void know(const ipa_validate_scope *scope, known_ids *known, const char *id) {
    known->whole = known->whole && id != NULL && id[0] != '\0';
    IPA_PUSH(scope->bind->arena, known->ids, known->n_ids, id);
}

static known_ids ids_of(const ipa_deal *deal, const ipa_validate_scope *scope,
                        ipa_referent referent) {
    known_ids known = {.referent = referent, .whole = scope->known[referent]};
    for (int i = 0; referent == IPA_REFERENT_OBLIGOR && i < deal->n_obligors; i++)
        know(scope, &known, deal->obligors[i].id);
    for (int j = 0; referent == IPA_REFERENT_PATENT && j < deal->n_patents; j++)
        know(scope, &known, deal->patents[j].id);
    for (int f = 0; referent == IPA_REFERENT_FACTOR && f < deal->model.n_factors; f++)
        know(scope, &known, deal->model.factors[f].id);
    for (int n = 0; referent == IPA_REFERENT_ENTITY && n < deal->n_entities; n++)
        know(scope, &known, deal->entities[n].id);
    /* Supports of the vehicle below are as much the deal's as its own. */
    for (int n = 0; referent == IPA_REFERENT_SUPPORT && n < deal->n_support; n++)
        know(scope, &known, deal->support[n].id);
    for (int v = 0; referent == IPA_REFERENT_SUPPORT && v < deal->n_vehicles; v++)
        for (int n = 0; n < deal->vehicles[v].n_support; n++)
            know(scope, &known, deal->vehicles[v].support[n].id);
    return known;
}

static void look_up(const ipa_validate_scope *scope, const known_ids *known,
                    ipa_reference reference) {
    if (!known->whole || strcmp(reference.id, "all") == 0)
        return;
    for (int n = 0; known->ids != NULL && n < known->n_ids; n++)
        if (strcmp(known->ids[n], reference.id) == 0)
            return;
    const int nearest = ipa_text_nearest(reference.id, known->ids, (size_t)known->n_ids);
    ipa_findings_add(
        scope->bind->findings, IPA_E0401_UNKNOWN_NAME, reference.mark, reference.field,
        nearest < 0 || known->ids == NULL
            ? NULL
            : ipa_arena_format(scope->bind->arena, "did you mean `%s`?", known->ids[nearest]),
        "there is no %s `%s`", ipa_fields_referent_text(known->referent, false), reference.id);
}

/* ---- maps and lists ---- */

static bool is_whole(ipa_number number) {
    return number.exact.scale <= 0 || number.value == (double)(int)number.value;
}

static void check_time(const ipa_deal *deal, const ipa_validate_scope *scope, const char *lever,
                       const ipa_pair *pair) {
    const char *path = ipa_arena_format(scope->bind->arena, "stress.%s.%s", lever, pair->name);
    char early[IPA_DATE_TEXT], cutoff[IPA_DATE_TEXT];
    if (pair->date == IPA_NO_DATE && !is_whole(pair->number))
        ipa_findings_add(scope->bind->findings, IPA_E0108_OUT_OF_RANGE, pair->number.mark, path,
                         "months are whole", "%.10g is not a whole number", pair->number.value);
    if (pair->date != IPA_NO_DATE && pair->date < deal->terms.cutoff)
        ipa_findings_add(scope->bind->findings, IPA_E0108_OUT_OF_RANGE, pair->number.mark, path,
                         "write months or a date after the cut-off date",
                         "%s lies before the cut-off date %s", ipa_date_format(pair->date, early),
                         ipa_date_format(deal->terms.cutoff, cutoff));
}

static void check_map(const ipa_deal *deal, const ipa_validate_scope *scope, ipa_lever lever,
                      const ipa_pairs *map, ipa_referent referent) {
    const ipa_lever_traits *traits = &ipa_levers_traits[lever];
    const ipa_node *node = ipa_node_get(deal->stress.node, traits->name);
    const known_ids known = ids_of(deal, scope, referent);
    for (size_t n = 0; node && node->kind == IPA_MAPPING && n < node->n_items; n++) {
        const ipa_node *item = node->items[n];
        look_up(
            scope, &known,
            (ipa_reference){item->key, item->key_mark, ipa_node_path(item, scope->bind->arena)});
    }
    for (int n = 0; n < map->n_items && traits->unit == IPA_LEVER_IN_MONTHS; n++)
        check_time(deal, scope, traits->name, &map->items[n]);
}

static void check_names(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const known_ids known = ids_of(deal, scope, IPA_REFERENT_SUPPORT);
    for (int n = 0; n < deal->stress.support_off.n_items; n++)
        look_up(scope, &known, deal->stress.support_off.items[n]);
}

/* ---- figures that belong together ---- */

static void check_timing(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_lever_timing *timing = &deal->stress.default_timing;
    double sum = 0;
    for (int n = 0; n < timing->n_shares; n++) {
        if (!timing->shares[n].given)
            return;
        sum += timing->shares[n].value;
    }
    if (timing->kind == IPA_TIMING_BY_YEAR && !(sum > 1 - SUM_TOLERANCE && sum < 1 + SUM_TOLERANCE))
        ipa_findings_add(scope->bind->findings, IPA_E0430_TIMING_SUM,
                         ipa_node_mark(deal->stress.node, "default_timing"),
                         "stress.default_timing", NULL, "the shares sum to %.10g, not to 1", sum);
}

static void check_season(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_stress *stress = &deal->stress;
    const ipa_node *from = ipa_node_get(stress->node, "season_from_months");
    if (stress->season_to_months > stress->season_from_months)
        return;
    const char *key = ipa_node_given(from) ? "season_from_months" : "season_to_months";
    ipa_findings_add(scope->bind->findings, IPA_E0431_SEASON, ipa_node_mark(stress->node, key),
                     ipa_arena_format(scope->bind->arena, "stress.%s", key), NULL,
                     "the season is from month %d to month %d", stress->season_from_months,
                     stress->season_to_months);
}

void ipa_validate_stress(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_stress *stress = &deal->stress;
    if (!stress->node)
        return;
    check_map(deal, scope, IPA_LEVER_OBLIGOR_STOPS, &stress->obligor_stops, IPA_REFERENT_OBLIGOR);
    check_map(deal, scope, IPA_LEVER_PATENTS_LOST, &stress->patents_lost, IPA_REFERENT_PATENT);
    check_map(deal, scope, IPA_LEVER_FACTOR_SHOCK, &stress->factor_shock, IPA_REFERENT_FACTOR);
    check_map(deal, scope, IPA_LEVER_ENTITY_DEFAULTS, &stress->entity_defaults,
              IPA_REFERENT_ENTITY);
    check_names(deal, scope);
    check_timing(deal, scope);
    check_season(deal, scope);
}
