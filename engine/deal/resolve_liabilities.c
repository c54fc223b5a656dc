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

/* ---- tranches ---- */

static int last_instalment(const ipa_deal_tranche *source) {
    int last = source->n_schedule - 1;
    while (last > 0 && source->schedule_per_100[last].exact.mantissa == 0)
        last--;
    return last;
}

/** What is left per 100 of face, in units of 10^-decimals of the currency per unit. */
static double balance_after(const ipa_resolver *r, const ipa_plan_tranche *tranche,
                            int64_t repaid_per_unit) {
    const ipa_deal_terms *terms = &r->deal->terms;
    int64_t face = ipa_decimal_round_product(terms->face.exact, (ipa_decimal){1, 0},
                                             (ipa_fraction){1, 1}, terms->principal_decimals);
    ipa_decimal factor = {face - repaid_per_unit, terms->principal_decimals};
    return (double)ipa_decimal_round_product(factor, (ipa_decimal){(int64_t)tranche->units, 0},
                                             (ipa_fraction){1, 1}, 2);
}

/** Scheduled balances. With rounding they are whole units of the per-unit principal, repaid per
 *  unit and multiplied by the units; the last instalment is whatever is left. */
static void schedule_balances(const ipa_resolver *r, const ipa_deal_tranche *source,
                              ipa_plan_tranche *tranche) {
    const ipa_deal_terms *terms = &r->deal->terms;
    int last = last_instalment(source);
    int64_t repaid_per_unit = 0;
    double repaid_per_100 = 0;
    for (int k = 0; k < r->plan->n_periods; k++) {
        if (k >= last) {
            tranche->scheduled_balance[k] = 0;
            continue;
        }
        repaid_per_unit +=
            ipa_decimal_round_product(terms->face.exact, source->schedule_per_100[k].exact,
                                      (ipa_fraction){1, 100}, terms->principal_decimals);
        repaid_per_100 += source->schedule_per_100[k].value;
        tranche->scheduled_balance[k] = r->plan->rounds
                                            ? balance_after(r, tranche, repaid_per_unit)
                                            : tranche->original * (100 - repaid_per_100) / 100;
    }
    if (last >= r->plan->n_periods)
        ipa_findings_add(r->findings, IPA_E0456_PERIODS, source->schedule_per_100[last].mark,
                         ipa_node_field(source->node, "amortisation", r->arena), NULL,
                         "the schedule has %d instalments, and there are %d payment dates",
                         last + 1, r->plan->n_periods);
}

static void resolve_amortisation(const ipa_resolver *r, const ipa_deal_tranche *source,
                                 ipa_plan_tranche *tranche) {
    int n_periods = r->plan->n_periods, final = n_periods - 1;
    if (source->expected_final != IPA_NO_DATE)
        for (final = 0; final < n_periods - 1; final++)
            if (r->plan->periods[final].nominal >= source->expected_final)
                break;
    tranche->expected_final_period = final;
    if (source->amortisation == IPA_AMORTISATION_SCHEDULE ||
        source->amortisation == IPA_AMORTISATION_BULLET)
        tranche->scheduled_balance = IPA_NEW_ARRAY(r->arena, n_periods, double);
    if (source->amortisation == IPA_AMORTISATION_SCHEDULE)
        schedule_balances(r, source, tranche);
    for (int k = 0; source->amortisation == IPA_AMORTISATION_BULLET && k < final; k++)
        tranche->scheduled_balance[k] = tranche->original;
}

static double units_of(const ipa_resolver *r, const ipa_deal_tranche *source) {
    double balance = ipa_money_fen(source->balance), face = ipa_money_fen(r->deal->terms.face);
    double units = face > 0 ? balance / face : 0;
    return r->plan->rounds ? floor(units) : units;
}

static double spread_of(const ipa_deal *deal, const char *id) {
    for (int at = 0; at < deal->market.spreads.n_items; at++)
        if (strcmp(deal->market.spreads.items[at].name, id) == 0)
            return deal->market.spreads.items[at].number.value;
    return 0;
}

static void resolve_tranches(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_tranches = r->deal->n_tranches;
    plan->tranches = IPA_NEW_ARRAY(r->arena, plan->n_tranches, ipa_plan_tranche);
    for (int t = 0; t < plan->n_tranches; t++) {
        const ipa_deal_tranche *source = &r->deal->tranches[t];
        ipa_plan_tranche *tranche = &plan->tranches[t];
        *tranche = (ipa_plan_tranche){
            .id = source->id,
            .original = ipa_money_fen(source->balance),
            .units = units_of(r, source),
            .coupon = source->coupon.exact,
            .fraction = IPA_NEW_ARRAY(r->arena, plan->n_periods, ipa_fraction),
            .amortisation = source->amortisation,
            .arrears_rate = source->arrears_at_coupon ? source->coupon.exact
                                                      : source->unpaid_interest_rate.exact,
            .timely = source->timely,
            .is_residual = source->amortisation == IPA_AMORTISATION_RESIDUAL,
            .spread = spread_of(r->deal, source->id)};
        for (int k = 0; k < plan->n_periods; k++)
            tranche->fraction[k] = ipa_day_count_fraction(
                source->day_count, plan->periods[k].accrual_start, plan->periods[k].accrual_end);
        resolve_amortisation(r, source, tranche);
    }
}

/* ---- entities, supports, triggers ---- */

static int grade_of(const ipa_pd_table *table, const char *rating) {
    for (int at = 0; rating != NULL && at < table->n_grades; at++)
        if (strcmp(table->grades[at], rating) == 0)
            return at + 1;
    return 0;
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
        entity->grade = grade_of(&r->deal->pd_table, source->credit.rating.id);
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
                               .after_payment = source->after_payment,
                               .curable = source->curable,
                               .consecutive = source->consecutive > 1 ? source->consecutive : 1,
                               .effect = source->effect};
    }
}

void ipa_resolve_liabilities(const ipa_resolver *r) {
    resolve_entities(r);
    resolve_accounts(r);
    ipa_resolve_fees(r);
    resolve_tranches(r);
    ipa_resolve_fees_support(r);
    resolve_triggers(r);
}
