#include <math.h>

#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"

static const ipa_program *compile(const ipa_resolver *r, ipa_formula formula, bool condition) {
    return ipa_expression_compile(r->deal, formula, condition, r->arena, r->findings);
}

static ipa_date later(ipa_date a, ipa_date b) {
    return a > b ? a : b;
}

/* ---- fees ---- */

static ipa_fraction *fee_fractions(const ipa_resolver *r, const ipa_deal_fee *source) {
    ipa_date closing = r->deal->terms.closing;
    ipa_fraction *fraction = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_fraction);
    for (int k = 0; k < r->plan->n_periods; k++) {
        const ipa_period *period = &r->plan->periods[k];
        bool by_collection = source->accrues_by_collection;
        ipa_date start =
            by_collection ? later(period->collection_start, closing) : period->accrual_start;
        ipa_date end = by_collection ? later(period->collection_end, closing) : period->accrual_end;
        fraction[k] = ipa_day_count_fraction(source->day_count, start, end);
    }
    return fraction;
}

static ipa_fraction *interest_fractions(const ipa_resolver *r, ipa_day_count day_count) {
    ipa_fraction *fraction = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_fraction);
    for (int k = 0; k < r->plan->n_periods; k++)
        fraction[k] = ipa_day_count_fraction(day_count, r->plan->periods[k].accrual_start,
                                             r->plan->periods[k].accrual_end);
    return fraction;
}

static int *fee_due_count(const ipa_resolver *r, const ipa_deal_fee *source) {
    if (source->due.n_dates == 0)
        return NULL;
    int *count = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, int);
    for (int at = 0; at < source->due.n_dates; at++) {
        int k = 0;
        while (k < r->plan->n_periods && r->plan->periods[k].payment < source->due.dates[at])
            k++;
        if (k < r->plan->n_periods) {
            count[k]++;
            continue;
        }
        char date[IPA_DATE_TEXT];
        ipa_findings_add(r->findings, IPA_E0455_FEE_DUE_DATE, ipa_node_mark(source->node, "due"),
                         ipa_node_field(source->node, "due", r->arena), NULL,
                         "`%s` falls due on %s, after the last payment date", source->id,
                         ipa_date_format(source->due.dates[at], date));
    }
    return count;
}

/* A limit in whole fen where the deal rounds. */
static double limit_of(const ipa_resolver *r, ipa_number amount, double otherwise) {
    if (!amount.given)
        return otherwise;
    return r->plan->rounds ? round(ipa_money_fen(amount)) : ipa_money_fen(amount);
}

void ipa_resolve_fees(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_fees = r->deal->n_fees;
    plan->fees = IPA_NEW_ARRAY(r->arena, plan->n_fees, ipa_plan_fee);
    for (int at = 0; at < plan->n_fees; at++) {
        const ipa_deal_fee *source = &r->deal->fees[at];
        plan->fees[at] =
            (ipa_plan_fee){.id = source->id,
                           .is_tax = source->is_tax,
                           .carry = source->carry,
                           .carry_negative = source->carry_negative,
                           .is_amount = source->amount.given,
                           .per = source->per,
                           .rate = source->rate.exact,
                           .amount = ipa_money_fen(source->amount),
                           .base = compile(r, source->base, false),
                           .fraction = fee_fractions(r, source),
                           .due_count = fee_due_count(r, source),
                           .has_first_rate = source->first_rate.given,
                           .first_rate = source->first_rate.exact,
                           .floor = limit_of(r, source->floor, 0),
                           .cap = limit_of(r, source->cap, INFINITY),
                           .cumulative_cap = limit_of(r, source->cumulative_cap, INFINITY),
                           .cumulative = source->cumulative,
                           .arrears_rate = source->arrears_rate.exact,
                           .arrears_fraction = interest_fractions(r, source->day_count)};
    }
}

/* ---- support ---- */

/* The fee for what is not drawn runs as long as it could be drawn. */
static ipa_fraction *commitment_fractions(const ipa_resolver *r, const ipa_deal_support *source) {
    ipa_fraction *fraction = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_fraction);
    for (int k = 0; k < r->plan->n_periods; k++) {
        const ipa_period *period = &r->plan->periods[k];
        ipa_date end = period->accrual_end;
        if (source->lapses != IPA_NO_DATE && source->lapses < end)
            end = later(source->lapses, period->accrual_start);
        fraction[k] = ipa_day_count_fraction(source->day_count, period->accrual_start, end);
    }
    return fraction;
}

static int n_open(const ipa_resolver *r, ipa_date lapses) {
    int k = 0;
    while (k < r->plan->n_periods &&
           (lapses == IPA_NO_DATE || r->plan->periods[k].nominal <= lapses))
        k++;
    return k;
}

static double cap_of(const ipa_deal_support *source) {
    return source->cap.given ? ipa_money_fen(source->cap) : INFINITY;
}

void ipa_resolve_fees_support(const ipa_resolver *r) {
    static const ipa_decimal nothing = {0};
    ipa_plan *plan = r->plan;
    plan->n_support = r->deal->n_support;
    plan->support = IPA_NEW_ARRAY(r->arena, plan->n_support, ipa_plan_support);
    for (int at = 0; at < plan->n_support; at++) {
        const ipa_deal_support *source = &r->deal->support[at];
        const bool liquidity = source->kind == IPA_SUPPORT_LIQUIDITY;
        const bool is_off = ipa_levers_name(&r->deal->stress.support_off, source->id);
        plan->support[at] = (ipa_plan_support){
            .id = source->id,
            .kind = source->kind,
            .outside = source->kind != IPA_SUPPORT_DEPOSIT || source->entity.id != NULL,
            .entity = ipa_names_find(r->deal, IPA_NAME_ENTITY, source->entity.id),
            .cap = is_off ? 0 : cap_of(source),
            .reimbursed = source->reimbursed || liquidity,
            .revolving = source->revolving || liquidity,
            .rate = source->rate.exact,
            .commitment_rate = is_off ? nothing : source->commitment_rate.exact,
            .fraction = interest_fractions(r, source->day_count),
            .commitment = commitment_fractions(r, source),
            .n_open = is_off ? 0 : n_open(r, source->lapses)};
    }
}
