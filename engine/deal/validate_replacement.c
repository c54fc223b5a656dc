#include "engine/deal/validate_replacement.h"

#include <string.h>

/* ---- terms ---- */

/** Where a finding about an asset goes. */
typedef struct place {
    ipa_mark mark;
    const char *field;
} place;

static place of_section(const ipa_deal *deal, const ipa_validate_scope *scope, const char *key) {
    const ipa_node *node = deal->pool.replacement.node;
    return (place){ipa_node_mark(node, key), ipa_node_field(node, key, scope->bind->arena)};
}

static place of_row(const ipa_validate_scope *scope, const ipa_deal_asset *asset, const char *key) {
    return (place){asset->mark,
                   ipa_arena_format(scope->bind->arena, "assets[%s].%s", asset->id, key)};
}

static void refuse(const ipa_validate_scope *scope, place at, const char *hint, const char *text) {
    ipa_findings_add(scope->bind->findings, IPA_E0440_REPLACEMENT, at.mark, at.field, hint, "%s",
                     text);
}

/* Dues fall on payment dates, and the last of them ends the term. */
static void check_grid(const ipa_deal *deal, const ipa_validate_scope *scope,
                       ipa_frequency frequency, int term_months, const place at[2]) {
    const int period = ipa_schedule_months(deal->periods.frequency);
    const bool own = (int)frequency != IPA_NO_CHOICE;
    const int months = own ? ipa_schedule_months(frequency) : period;
    ipa_arena *arena = scope->bind->arena;
    if (period < 1)
        refuse(scope, at[0], "use `periods.frequency: monthly` or a longer one",
               "the dues of replacement assets need periods of whole months");
    else if (months < period || months % period != 0)
        refuse(scope, at[0],
               ipa_arena_format(arena, "leave it out: %s",
                                ipa_schedule_frequency_name(deal->periods.frequency)),
               "dues would fall between the payment dates");
    else if (term_months % months != 0)
        refuse(scope, at[1],
               ipa_arena_format(arena, "%d or %d", term_months - term_months % months,
                                term_months - term_months % months + months),
               ipa_arena_format(arena, "the term is no multiple of the %d months between dues",
                                months));
}

static void check_assets(const ipa_deal *deal, const ipa_validate_scope *scope,
                         ipa_date last_payment) {
    const ipa_deal_replacement *replacement = &deal->pool.replacement;
    for (int n = 0; n < replacement->n_assets; n++) {
        const ipa_deal_asset *asset = &replacement->assets[n];
        const place at[2] = {of_row(scope, asset, "frequency"),
                             of_row(scope, asset, "term_months")};
        if (asset->term_months > 0)
            check_grid(deal, scope, asset->frequency, asset->term_months, at);
        const bool late = asset->available_from != IPA_NO_DATE && last_payment != IPA_NO_DATE &&
                          asset->available_from > last_payment;
        if (late)
            ipa_findings_add(scope->bind->findings, IPA_W0443_NEVER_BOUGHT, asset->mark,
                             of_row(scope, asset, "available_from").field, NULL,
                             "`%s` is offered after the last payment date", asset->id);
    }
}

static void check_terms(const ipa_deal *deal, const ipa_validate_scope *scope,
                        ipa_date last_payment) {
    const ipa_deal_replacement *replacement = &deal->pool.replacement;
    const bool term = ipa_node_given(ipa_node_get(replacement->node, "term_months"));
    const bool entities = ipa_node_given(ipa_node_get(replacement->node, "entities"));
    if (!entities && !replacement->assets_file.id)
        refuse(scope, of_section(deal, scope, "entities"),
               "write `entities: [core]`, or `assets: assets.csv`",
               "nobody pays the replacement assets");
    if (entities && !term)
        refuse(scope, of_section(deal, scope, "term_months"), "add `term_months: 6`",
               "assets of the entities have no term");
    if (term && !entities)
        refuse(scope, of_section(deal, scope, "term_months"), "write `entities: [core]`",
               "a term needs the entities that pay");
    for (int n = 1; n < replacement->n_entities; n++)
        for (int m = 0; m < n; m++)
            if (strcmp(replacement->entities[n].id, replacement->entities[m].id) == 0)
                refuse(scope,
                       (place){replacement->entities[n].mark, replacement->entities[n].field},
                       "leave one out: they share alike", "the entity is named twice");
    if (deal->periods.dates.n_dates > 0)
        refuse(scope, of_section(deal, scope, "frequency"),
               "write `periods: {first_payment: …, frequency: …}`",
               "the dues of replacement assets need a deal with a `frequency`");
    if (deal->periods.dates.n_dates > 0 || (int)deal->periods.frequency == IPA_NO_CHOICE)
        return;
    const place at[2] = {of_section(deal, scope, "frequency"),
                         of_section(deal, scope, "term_months")};
    if (entities && replacement->term_months > 0)
        check_grid(deal, scope, replacement->frequency, replacement->term_months, at);
    check_assets(deal, scope, last_payment);
}

/* ---- steps ---- */

static bool can_stop(const ipa_deal *deal) {
    for (int n = 0; n < deal->n_triggers; n++)
        if (deal->triggers[n].effect == IPA_EFFECT_STOP_REVOLVING)
            return true;
    return false;
}

static int check_steps(const ipa_deal *deal, const ipa_validate_scope *scope) {
    int n_buying = 0;
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; s < deal->waterfalls[kind].n_steps; s++) {
            const ipa_deal_step *step = &deal->waterfalls[kind].steps[s];
            if (step->verb != IPA_VERB_BUY)
                continue;
            n_buying++;
            const ipa_mark mark = ipa_node_mark(step->node, "buy");
            const char *field = ipa_node_field(step->node, "buy", scope->bind->arena);
            if (deal->n_vehicles > 0) {
                ipa_findings_add(scope->bind->findings, IPA_E0498_PURCHASE_ABOVE_VEHICLE, mark,
                                 field, "move the step into the vehicle's waterfalls",
                                 "the pool is the vehicle's: what it buys is its own");
                continue;
            }
            if (!deal->pool.replacement.node)
                ipa_findings_add(scope->bind->findings, IPA_E0441_NOTHING_TO_BUY, mark, field,
                                 "describe the assets in `pool.replacement`",
                                 "nothing is described that could be bought");
            if (!step->when.text && !can_stop(deal))
                ipa_findings_add(scope->bind->findings, IPA_W0442_ENDLESS_PURCHASES, mark, field,
                                 "add `when` with the end of the revolving period",
                                 "nothing ends these purchases");
        }
    return n_buying;
}

void ipa_validate_replacement(const ipa_deal *deal, const ipa_validate_scope *scope,
                              ipa_date last_payment) {
    /* A vehicle below shares the section and is judged by itself. */
    const ipa_node *node = deal->n_vehicles > 0 ? NULL : deal->pool.replacement.node;
    if (node)
        check_terms(deal, scope, last_payment);
    if (check_steps(deal, scope) == 0 && node)
        ipa_findings_add(scope->bind->findings, IPA_W0443_NEVER_BOUGHT, node->mark,
                         "pool.replacement", "add a step `{buy: assets, when: …}`",
                         "no step buys replacement assets");
}
