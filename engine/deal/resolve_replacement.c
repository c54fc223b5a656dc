#include <math.h>

#include "engine/deal/fields.h"
#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"

/** What the constant form and a listed asset have in common. */
typedef struct terms {
    int term_months;
    double rate;
    ipa_frequency frequency;
    ipa_contract_amortisation amortisation;
} terms;

/* A product, not a power: the same bits on any machine. */
static double compounded(double rate, int n_dues) {
    double product = 1;
    for (int n = 0; n < n_dues; n++)
        product *= 1 + rate;
    return product;
}

/** Repaid by the due of this number, of `n_dues`, per unit of principal. */
static double instalment(const terms *of, double rate, int n_dues, int due, double outstanding) {
    if (due == n_dues)
        return outstanding;
    if (of->amortisation == IPA_CONTRACT_BULLET)
        return 0;
    if (of->amortisation == IPA_CONTRACT_EQUAL_PRINCIPAL || rate == 0)
        return 1.0 / n_dues;
    return rate / (1 - 1 / compounded(rate, n_dues)) - rate * outstanding;
}

/* Dues fall on payment dates, `gap` periods apart; nothing of the unit is rounded. */
static void resolve_dues(const ipa_resolver *r, const terms *of, ipa_plan_replacement *to) {
    const int period = ipa_schedule_months(r->deal->periods.frequency);
    const int months =
        (int)of->frequency == IPA_NO_CHOICE ? period : ipa_schedule_months(of->frequency);
    const int gap = months / period, n_dues = of->term_months / months;
    const double rate = of->rate * months / 12;
    double outstanding = 1;
    to->n_dues = n_dues * gap;
    to->income = IPA_NEW_ARRAY(r->arena, to->n_dues, double);
    to->repaid = IPA_NEW_ARRAY(r->arena, to->n_dues, double);
    to->outstanding = IPA_NEW_ARRAY(r->arena, to->n_dues, double);
    for (int m = 0; m < to->n_dues; m++) {
        to->outstanding[m] = outstanding;
        if ((m + 1) % gap != 0)
            continue;
        to->income[m] = rate * outstanding;
        to->repaid[m] = instalment(of, rate, n_dues, (m + 1) / gap, outstanding);
        outstanding -= to->repaid[m];
    }
}

static int first_period(const ipa_plan *plan, ipa_date available_from) {
    int k = 0;
    while (available_from != IPA_NO_DATE && k < plan->n_periods &&
           plan->periods[k].nominal < available_from)
        k++;
    return k;
}

static const int *entities_of(const ipa_resolver *r, const ipa_reference *references, int n) {
    int *entities = IPA_NEW_ARRAY(r->arena, n, int);
    for (int at = 0; at < n; at++)
        entities[at] = ipa_names_find(r->deal, IPA_NAME_ENTITY, references[at].id);
    return entities;
}

static void resolve_asset(const ipa_resolver *r, const ipa_deal_asset *source,
                          ipa_plan_replacement *to) {
    const ipa_number price = source->price.given ? source->price : r->deal->pool.replacement.price;
    *to = (ipa_plan_replacement){.id = source->id,
                                 .entities = entities_of(r, &source->entity, 1),
                                 .n_entities = 1,
                                 .principal = ipa_money_fen(source->principal),
                                 .first_period = first_period(r->plan, source->available_from),
                                 .price = price.value};
    resolve_dues(
        r,
        &(terms){source->term_months, source->rate.value, source->frequency, source->amortisation},
        to);
}

static void resolve_replacements(const ipa_resolver *r) {
    const ipa_deal_replacement *source = &r->deal->pool.replacement;
    ipa_plan *plan = r->plan;
    const int period = ipa_schedule_months(r->deal->periods.frequency);
    if (source->node == NULL)
        return;
    plan->replacements = IPA_NEW_ARRAY(r->arena, source->n_assets + 1, ipa_plan_replacement);
    for (int n = 0; n < source->n_assets; n++)
        resolve_asset(r, &source->assets[n], &plan->replacements[n]);
    plan->n_replacements = source->n_assets;
    const int lag_months =
        source->recovery_lag_months + (int)ceil(r->deal->stress.recovery_lag_months.value);
    plan->replacement_recovery = ipa_resolve_stress_recovered(r, source->recovery_mean.value);
    plan->replacement_lag = (lag_months + period - 1) / period;
    if (source->n_entities == 0)
        return;
    ipa_plan_replacement *form = &plan->replacements[plan->n_replacements++];
    *form = (ipa_plan_replacement){.entities = entities_of(r, source->entities, source->n_entities),
                                   .n_entities = source->n_entities,
                                   .principal = INFINITY,
                                   .price = source->price.value};
    resolve_dues(
        r,
        &(terms){source->term_months, source->rate.value, source->frequency, source->amortisation},
        form);
}

/* What is bought pays as little as the pool does. */
static void cut(const ipa_resolver *r) {
    const double kept = 1 - r->deal->stress.collections_haircut.value;
    ipa_plan *plan = r->plan;
    plan->replacement_recovery *= kept;
    for (int n = 0; n < plan->n_replacements; n++)
        for (int m = 0; m < plan->replacements[n].n_dues; m++) {
            plan->replacements[n].income[m] *= kept;
            plan->replacements[n].repaid[m] *= kept;
        }
}

void ipa_resolve_replacement(const ipa_resolver *r) {
    resolve_replacements(r);
    if (ipa_levers_in_force(&r->deal->stress, IPA_LEVER_COLLECTIONS_HAIRCUT))
        cut(r);
}
