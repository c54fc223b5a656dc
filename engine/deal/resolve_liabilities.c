#include <math.h>
#include <string.h>

#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"

static const ipa_program *compile(const ipa_resolver *r, ipa_formula formula, bool condition) {
    return ipa_expression_compile(r->deal, formula, condition, r->arena, r->findings);
}

/* ---- accounts ---- */

/** By payment date, the last of the credit dates since the payment date before. */
static const ipa_date *credited_of(const ipa_resolver *r, const ipa_date_list *credit) {
    if (credit->n_dates == 0)
        return NULL;
    ipa_date *credited = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_date);
    ipa_date before = r->deal->terms.closing;
    for (int k = 0; k < r->plan->n_periods; k++) {
        const ipa_date payment = r->plan->periods[k].payment;
        credited[k] = IPA_NO_DATE;
        for (int at = 0; at < credit->n_dates; at++)
            if (credit->dates[at] > before && credit->dates[at] <= payment)
                credited[k] = credit->dates[at];
        before = payment;
    }
    return credited;
}

static void resolve_accounts(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_accounts = r->deal->n_accounts;
    plan->accounts = IPA_NEW_ARRAY(r->arena, plan->n_accounts, ipa_plan_account);
    for (int at = 0; at < plan->n_accounts; at++) {
        const ipa_deal_account *source = &r->deal->accounts[at];
        plan->accounts[at] =
            (ipa_plan_account){.id = source->id,
                               .initial = ipa_money_fen(source->initial),
                               .target = compile(r, source->target, false),
                               .rate = source->rate.exact,
                               .year_days = source->day_count == IPA_DAY_COUNT_ACT_360 ? 360 : 365,
                               .credited = credited_of(r, &source->credit)};
        plan->bears_interest |= source->rate.value != 0;
    }
    plan->n_ledgers = r->deal->n_ledgers;
    plan->ledgers = IPA_NEW_ARRAY(r->arena, plan->n_ledgers, ipa_plan_ledger);
    for (int at = 0; at < plan->n_ledgers; at++)
        plan->ledgers[at] = (ipa_plan_ledger){
            .id = r->deal->ledgers[at].id, .initial = ipa_money_fen(r->deal->ledgers[at].initial)};
    int collection = ipa_names_find(r->deal, IPA_NAME_ACCOUNT, "collection");
    plan->collection_account = collection < 0 ? 0 : collection;
    for (int kind = 0; kind < 4; kind++) {
        int account = ipa_names_find(r->deal, IPA_NAME_ACCOUNT, r->deal->collect[kind].id);
        plan->collect[kind] = account < 0 ? plan->collection_account : account;
    }
}

/* ---- entities, supports, triggers ---- */

static int grade_of(const ipa_pd_table *table, const char *rating) {
    for (int at = 0; rating != NULL && at < table->n_grades; at++)
        if (strcmp(table->grades[at], rating) == 0)
            return at + 1;
    return 0;
}

static int *grades_of(const ipa_resolver *r, const ipa_deal_entity *source) {
    int *grades = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, int);
    for (int k = 0, next = 0; k < r->plan->n_periods; k++) {
        while (next < source->n_rating_path &&
               source->rating_path[next].from <= r->plan->periods[k].nominal)
            next++;
        const char *rating =
            next > 0 ? source->rating_path[next - 1].rating.id : source->credit.rating.id;
        grades[k] = grade_of(&r->deal->pd_table, rating);
    }
    return grades;
}

/** Never below the period before: the quantile is right to 1e-12 only, and an order hangs on it. */
static void set_threshold(const ipa_resolver *r, const ipa_credit *credit, ipa_date date, int k,
                          double *threshold) {
    const double here = ipa_resolve_model_threshold(r, credit, date);
    threshold[k] = k > 0 && here < threshold[k - 1] ? threshold[k - 1] : here;
}

static void resolve_entities(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_entities = r->deal->n_entities;
    plan->entities = IPA_NEW_ARRAY(r->arena, plan->n_entities, ipa_plan_entity);
    for (int at = 0; at < plan->n_entities; at++) {
        const ipa_deal_entity *source = &r->deal->entities[at];
        ipa_plan_entity *entity = &plan->entities[at];
        ipa_resolve_model_credit(r, source->id, &source->credit, &entity->credit);
        ipa_resolve_stress_entity(r, &entity->credit);
        entity->grade = grades_of(r, source);
        entity->threshold = IPA_NEW_ARRAY(r->arena, plan->n_periods, double);
        entity->end_threshold = IPA_NEW_ARRAY(r->arena, plan->n_periods, double);
        for (int k = 0; k < plan->n_periods; k++) {
            const ipa_period *period = &plan->periods[k];
            set_threshold(r, &entity->credit, period->payment, k, entity->threshold);
            set_threshold(r, &entity->credit, period->collection_end, k, entity->end_threshold);
        }
    }
}

static void resolve_triggers(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_triggers = r->deal->n_triggers;
    plan->triggers = IPA_NEW_ARRAY(r->arena, plan->n_triggers, ipa_plan_trigger);
    for (int at = 0; at < plan->n_triggers; at++) {
        const ipa_deal_trigger *source = &r->deal->triggers[at];
        plan->triggers[at] =
            (ipa_plan_trigger){.id = source->id,
                               .when = compile(r, source->when, true),
                               .restore = compile(r, source->restore, true),
                               .after_payment = source->after_payment,
                               .curable = source->curable || source->restore.text != NULL,
                               .takes_effect_next = !source->after_payment &&
                                                    source->takes_effect == IPA_TAKES_EFFECT_NEXT,
                               .consecutive = source->consecutive > 1 ? source->consecutive : 1,
                               .effect = source->effect};
    }
}

void ipa_resolve_liabilities(const ipa_resolver *r) {
    resolve_entities(r);
    resolve_accounts(r);
    ipa_resolve_fees(r);
    ipa_resolve_tranches(r);
    ipa_resolve_fees_support(r);
    resolve_triggers(r);
    ipa_resolve_servicer(r);
}
