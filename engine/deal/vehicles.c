#include "engine/deal/vehicles.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/defaults.h"
#include "engine/deal/validate_steps.h"

/* Sections of the deal that are its own, not the vehicle's below it. */
static const char *const OWN[] = {"periods",  "accounts", "collect",  "fees",
                                  "tranches", "support",  "triggers", "waterfalls",
                                  "closing",  "vehicles", "calendar", "ledgers"};

static bool is_own(const char *key) {
    for (size_t n = 0; n < sizeof OWN / sizeof OWN[0]; n++)
        if (strcmp(OWN[n], key) == 0)
            return true;
    return false;
}

/* The document of a vehicle: its own sections, and those of the deal that it shares. Nodes keep
 * their parents, so that findings name them where they stand. */
static ipa_node *overlay(const ipa_deal *deal, const ipa_node *own) {
    ipa_node *root = IPA_NEW(deal->arena, ipa_node);
    *root = (ipa_node){.kind = IPA_MAPPING, .mark = own->mark};
    root->items = IPA_NEW_ARRAY(deal->arena, own->n_items + deal->root->n_items, ipa_node *);
    for (size_t n = 0; n < own->n_items; n++)
        if (strcmp(own->items[n]->key, "id") != 0 && strcmp(own->items[n]->key, "name") != 0)
            root->items[root->n_items++] = own->items[n];
    for (size_t n = 0; n < deal->root->n_items; n++) {
        const char *key = deal->root->items[n]->key;
        bool calendar = strcmp(key, "calendar") == 0 && !ipa_node_get(own, key);
        if (calendar || !is_own(key))
            root->items[root->n_items++] = deal->root->items[n];
    }
    return root;
}

/* The vehicle's last payment date up to the deal's legal final: no odd date is added at its end. */
static ipa_date last_payment(const ipa_deal_periods *periods, ipa_date legal_final) {
    enum { YEAR = 366 };
    bool listed = periods->dates.n_dates > 0;
    ipa_date last = legal_final;
    if (legal_final == IPA_NO_DATE || (!listed && (periods->first_payment == IPA_NO_DATE ||
                                                   (int)periods->frequency == IPA_NO_CHOICE)))
        return legal_final;
    for (int n = 0; n < periods->dates.n_dates && periods->dates.dates[n] <= legal_final; n++)
        last = periods->dates.dates[n];
    if (listed)
        return last;
    ipa_schedule grid = ipa_schedule_payments(periods->first_payment, legal_final + YEAR,
                                              periods->frequency, periods->end_of_month);
    for (size_t k = 0; k < ipa_schedule_count(&grid) && ipa_schedule_date(&grid, k) <= legal_final;
         k++)
        last = ipa_schedule_date(&grid, k);
    return last;
}

static void complete(const ipa_deal *deal, ipa_deal *vehicle) {
    const ipa_deal own = *vehicle;
    *vehicle = *deal;
    vehicle->vehicle = own.vehicle ? own.vehicle : "";
    vehicle->vehicles = NULL;
    vehicle->n_vehicles = 0;
    vehicle->pool.certificate = (ipa_reference){0};
    vehicle->root = overlay(deal, own.root);
    vehicle->terms.name = own.terms.name;
    if (ipa_node_given(ipa_node_get(own.root, "calendar")))
        vehicle->calendar = own.calendar;
    vehicle->periods = own.periods;
    vehicle->terms.legal_final = last_payment(&own.periods, deal->terms.legal_final);
    vehicle->accounts = own.accounts, vehicle->n_accounts = own.n_accounts;
    vehicle->n_pots = 0;
    vehicle->ledgers = own.ledgers, vehicle->n_ledgers = own.n_ledgers;
    memcpy(vehicle->collect, own.collect, sizeof own.collect);
    vehicle->fees = own.fees, vehicle->n_fees = own.n_fees;
    vehicle->tranches = own.tranches, vehicle->n_tranches = own.n_tranches;
    vehicle->support = own.support, vehicle->n_support = own.n_support;
    vehicle->triggers = own.triggers, vehicle->n_triggers = own.n_triggers;
    memcpy(vehicle->waterfalls, own.waterfalls, sizeof own.waterfalls);
    vehicle->closing = own.closing;
    if (!vehicle->terms.name.zh)
        vehicle->terms.name = (ipa_words_pair){vehicle->vehicle, vehicle->vehicle};
    ipa_defaults_fill(vehicle);
    ipa_validate_steps_resolve(vehicle);
}

void ipa_vehicles_complete(ipa_deal *deal) {
    for (int n = 0; n < deal->n_vehicles; n++)
        complete(deal, &deal->vehicles[n]);
}

/* The tranche's id in `trust.CERT`; NULL where the vehicle's is another. */
static const char *tranche_named(const ipa_deal *deal) {
    const char *id = deal->pool.certificate.id;
    const char *vehicle = deal->n_vehicles > 0 ? deal->vehicles[0].vehicle : NULL;
    size_t n = id ? strcspn(id, ".") : 0;
    bool named = id && vehicle && strlen(vehicle) == n && strncmp(vehicle, id, n) == 0;
    return named && id[n] == '.' ? id + n + 1 : NULL;
}

int ipa_vehicles_certificate(const ipa_deal *deal) {
    const char *id = tranche_named(deal);
    for (int t = 0; id && t < deal->vehicles[0].n_tranches; t++)
        if (strcmp(deal->vehicles[0].tranches[t].id, id) == 0)
            return t;
    return -1;
}

/* ---- what is wrong ---- */

static void refuse(const ipa_validate_scope *scope, ipa_code code, ipa_mark mark, const char *field,
                   const char *hint, const char *message) {
    ipa_findings_add(scope->bind->findings, code, mark, field, hint, "%s", message);
}

static const char *first_name(const ipa_deal *deal, ipa_arena *arena) {
    const ipa_deal *vehicle = &deal->vehicles[0];
    return ipa_arena_format(arena, "%s.%s", vehicle->vehicle,
                            vehicle->n_tranches > 0 ? vehicle->tranches[0].id : "CERT");
}

/* The tranche meant by a name that is none: hinted among the vehicle's. */
static void report_unknown(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal *vehicle = &deal->vehicles[0];
    const ipa_reference *named = &deal->pool.certificate;
    ipa_arena *arena = scope->bind->arena;
    const char **ids = IPA_NEW_ARRAY(arena, vehicle->n_tranches, const char *);
    for (int t = 0; t < vehicle->n_tranches; t++)
        ids[t] = ipa_arena_format(arena, "%s.%s", vehicle->vehicle, vehicle->tranches[t].id);
    int nearest = ipa_text_nearest(named->id, ids, (size_t)vehicle->n_tranches);
    ipa_findings_add(scope->bind->findings, IPA_E0401_UNKNOWN_NAME, named->mark, named->field,
                     nearest < 0
                         ? ipa_arena_format(arena, "for example `%s`", first_name(deal, arena))
                         : ipa_arena_format(arena, "did you mean `%s`?", ids[nearest]),
                     "there is no tranche `%s` of a vehicle", named->id);
}

static void judge_notes(const ipa_deal *deal, const ipa_validate_scope *scope, int certificate) {
    const ipa_deal *vehicle = &deal->vehicles[0];
    for (int t = 0; t < vehicle->n_tranches; t++) {
        const ipa_deal_tranche *tranche = &vehicle->tranches[t];
        if (t != certificate)
            ipa_findings_add(scope->bind->findings, IPA_W0497_VEHICLE_NOTES,
                             ipa_node_mark(tranche->node, "id"),
                             ipa_node_path(tranche->node, scope->bind->arena), NULL,
                             "what `%s` is paid leaves the deal: its pool is `%s`", tranche->id,
                             deal->pool.certificate.id);
    }
}

static void judge_count(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_node *list = ipa_node_get(deal->root, "vehicles");
    if (list && list->kind == IPA_SEQUENCE && list->n_items > 1)
        refuse(scope, IPA_E0495_VEHICLES, list->items[1]->mark,
               ipa_node_path(list->items[1], scope->bind->arena), "leave it out",
               "a deal stands on one vehicle at most");
}

void ipa_vehicles_judge(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_reference *named = &deal->pool.certificate;
    judge_count(deal, scope);
    if (deal->n_vehicles == 0) {
        if (named->id && !ipa_node_given(ipa_node_get(deal->root, "vehicles")))
            refuse(scope, IPA_E0495_VEHICLES, named->mark, named->field,
                   "define the vehicle under `vehicles`",
                   "the deal has no vehicle whose certificate this could be");
        return;
    }
    if (!named->id) {
        refuse(scope, IPA_E0495_VEHICLES, ipa_node_mark(deal->root, "vehicles"), "vehicles",
               ipa_arena_format(scope->bind->arena, "write `certificate: %s` under `pool`",
                                first_name(deal, scope->bind->arena)),
               "the deal does not say which tranche of the vehicle is its pool");
        return;
    }
    int certificate = ipa_vehicles_certificate(deal);
    if (certificate >= 0)
        judge_notes(deal, scope, certificate);
    else if (deal->vehicles[0].n_tranches > 0)
        report_unknown(deal, scope);
}
