#include "engine/deal/levers.h"

#include <string.h>

#include "engine/base/status.h"
#include "engine/base/text.h"
#include "engine/math/elementary.h"

const ipa_lever_traits ipa_levers_traits[IPA_N_LEVERS] = {
#define TRAITS(id, name, kind, form, neutral, example, range, unit, zh, en, ...) \
    {#name, IPA_LEVER_IS_##kind, IPA_LEVER_IN_##unit, neutral, zh, en},
    IPA_LEVER_TABLE(TRAITS)
#undef TRAITS
};

static const char ALL[] = "all";

const char *ipa_levers_unit_text(ipa_lever_unit unit, bool chinese) {
    static const struct {
        const char *zh, *en;
    } UNITS[] = {
#define UNIT_ROW(id, zh, en) {zh, en},
        IPA_LEVER_UNIT_TABLE(UNIT_ROW)
#undef UNIT_ROW
    };
    return chinese ? UNITS[unit].zh : UNITS[unit].en;
}

int ipa_levers_find(const char *name) {
    for (int n = 0; n < IPA_N_LEVERS; n++)
        if (strcmp(ipa_levers_traits[n].name, name) == 0)
            return n;
    return -1;
}

const char *ipa_levers_nearest(const char *name) {
    const char *names[IPA_N_LEVERS];
    for (int n = 0; n < IPA_N_LEVERS; n++)
        names[n] = ipa_levers_traits[n].name;
    const int nearest = ipa_text_nearest(name, names, IPA_N_LEVERS);
    return nearest < 0 ? NULL : names[nearest];
}

/* ---- what is in force ---- */

static bool number_differs(const ipa_number *number, const char *neutral) {
    ipa_decimal at_rest;
    if (!number->given)
        return false;
    return neutral == NULL || !ipa_decimal_parse(neutral, &at_rest) ||
           number->value != ipa_decimal_value(at_rest);
}

bool ipa_levers_in_force(const ipa_deal_stress *stress, ipa_lever lever) {
    /* Their figures mean something only beside another lever. */
    static const bool QUALIFIES[IPA_N_LEVERS] = {
        [IPA_LEVER_LARGEST_DEFAULT_MONTHS] = true,  [IPA_LEVER_KEY_PATENTS_MONTHS] = true,
        [IPA_LEVER_KEY_TECHNOLOGIES_MONTHS] = true, [IPA_LEVER_SEASON_FROM_MONTHS] = true,
        [IPA_LEVER_SEASON_TO_MONTHS] = true,        [IPA_LEVER_DEFAULT_TIMING] = true};
    const size_t offsets[IPA_N_LEVERS] = {
#define OFFSET(id, name, ...) offsetof(ipa_deal_stress, name),
        IPA_LEVER_TABLE(OFFSET)
#undef OFFSET
    };
    const void *at = (const char *)stress + offsets[lever];
    if (QUALIFIES[lever])
        return false;
    switch (ipa_levers_traits[lever].kind) {
    case IPA_LEVER_IS_NUMBER:
        return number_differs(at, ipa_levers_traits[lever].neutral);
    case IPA_LEVER_IS_WHOLE:
        return *(const int *)at != 0;
    case IPA_LEVER_IS_MAP:
        return ((const ipa_pairs *)at)->n_items > 0;
    case IPA_LEVER_IS_NAMES:
        return ((const ipa_lever_names *)at)->n_items > 0;
    case IPA_LEVER_IS_TIMING:
        break;
    }
    return false;
}

bool ipa_levers_any(const ipa_deal_stress *stress) {
    for (int lever = 0; lever < IPA_N_LEVERS; lever++)
        if (ipa_levers_in_force(stress, (ipa_lever)lever))
            return true;
    return false;
}

/* ---- values ---- */

double ipa_levers_multiple(ipa_number written) {
    return written.given ? written.value : 1;
}

const ipa_pair *ipa_levers_of(const ipa_pairs *map, const char *id) {
    const ipa_pair *found = NULL;
    for (int n = 0; n < map->n_items; n++) {
        if (id != NULL && strcmp(map->items[n].name, id) == 0)
            return &map->items[n];
        if (strcmp(map->items[n].name, ALL) == 0)
            found = &map->items[n];
    }
    return found;
}

bool ipa_levers_name(const ipa_lever_names *names, const char *id) {
    for (int n = 0; n < names->n_items; n++)
        if (strcmp(names->items[n].id, ALL) == 0 || strcmp(names->items[n].id, id) == 0)
            return true;
    return false;
}

double ipa_levers_sales(const ipa_deal_stress *stress, double years) {
    const double decay = stress->royalty_decay.value;
    return (1 - stress->sales_haircut.value) * (decay != 0 ? ipa_exp(-decay * years) : 1);
}

ipa_date ipa_levers_date(ipa_date cutoff, double months) {
    const ipa_date date = ipa_date_add_months(cutoff, (int)months, false);
    return date == IPA_NO_DATE ? IPA_DATE_MAX : date;
}

ipa_date ipa_levers_when(ipa_date cutoff, const ipa_pair *pair) {
    return pair->date != IPA_NO_DATE ? pair->date : ipa_levers_date(cutoff, pair->number.value);
}
