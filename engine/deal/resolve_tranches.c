#include <math.h>
#include <string.h>

#include "engine/deal/money.h"
#include "engine/deal/resolve.h"

/** Principal by payment date, per 100 of face. */
typedef struct instalments {
    const ipa_number *per_100; /**< [n] */
    int n;
} instalments;

/* ---- files ---- */

/* The period that a row's date is the nominal payment date of, or −1 with a finding. */
static int period_of(const ipa_resolver *r, const ipa_deal_tranche *source, const ipa_dated *row) {
    for (int k = 0; k < r->plan->n_periods; k++)
        if (r->plan->periods[k].nominal == row->date)
            return k;
    char date[IPA_DATE_TEXT];
    ipa_findings_add(r->findings, IPA_E0483_TRANCHE_SCHEDULE, row->mark,
                     source->schedule_file.field, NULL, "%s is no nominal payment date",
                     ipa_date_format(row->date, date));
    return -1;
}

static instalments instalments_of(const ipa_resolver *r, const ipa_deal_tranche *source) {
    if (!source->schedule_file.id)
        return (instalments){source->schedule_per_100, source->n_schedule};
    ipa_number *per_100 = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, ipa_number);
    for (int n = 0; n < source->schedule.n_items; n++) {
        const int k = period_of(r, source, &source->schedule.items[n]);
        if (k >= 0)
            per_100[k] = source->schedule.items[n].number;
    }
    return (instalments){per_100, r->plan->n_periods};
}

/* ---- balances ---- */

static int last_instalment(instalments schedule) {
    int last = schedule.n - 1;
    while (last > 0 && schedule.per_100[last].exact.mantissa == 0)
        last--;
    return last;
}

/** What is left once every unit has been repaid so many 10^-decimals of the currency. What was
 *  repaid is what is rounded to the fen. */
static double balance_after(const ipa_resolver *r, const ipa_plan_tranche *tranche,
                            int64_t repaid_per_unit) {
    const ipa_decimal repaid = {repaid_per_unit, r->deal->terms.principal_decimals};
    return tranche->original -
           (double)ipa_decimal_round_product(repaid, (ipa_decimal){(int64_t)tranche->units, 0},
                                             (ipa_fraction){1, 1}, 2);
}

/** Scheduled balances. With rounding they are whole units of the per-unit principal, repaid per
 *  unit and multiplied by the units; the last instalment is whatever is left. */
static void schedule_balances(const ipa_resolver *r, const ipa_deal_tranche *source,
                              ipa_plan_tranche *tranche) {
    const ipa_deal_terms *terms = &r->deal->terms;
    const instalments schedule = instalments_of(r, source);
    int last = last_instalment(schedule);
    double *per_100 = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, double);
    tranche->per_100 = per_100;
    int64_t repaid_per_unit = 0;
    double repaid_per_100 = 0;
    for (int k = 0; k < r->plan->n_periods; k++) {
        per_100[k] = k < schedule.n ? schedule.per_100[k].value : 0;
        if (k >= last) {
            tranche->scheduled_balance[k] = 0;
            continue;
        }
        repaid_per_unit +=
            ipa_decimal_round_product(terms->face.exact, schedule.per_100[k].exact,
                                      (ipa_fraction){1, 100}, terms->principal_decimals);
        repaid_per_100 += schedule.per_100[k].value;
        tranche->scheduled_balance[k] = r->plan->rounds
                                            ? balance_after(r, tranche, repaid_per_unit)
                                            : tranche->original * (100 - repaid_per_100) / 100;
    }
    if (last >= r->plan->n_periods)
        ipa_findings_add(r->findings, IPA_E0456_PERIODS, schedule.per_100[last].mark,
                         ipa_node_field(source->node, "amortisation", r->arena), NULL,
                         "the schedule has %d instalments, and there are %d payment dates",
                         last + 1, r->plan->n_periods);
}

/* What stands, in steps of the per-unit principal; at least 0. */
static int64_t steps_of(const ipa_resolver *r, const ipa_plan_tranche *tranche, double fen) {
    const ipa_fraction per_unit = {1, (int64_t)tranche->units};
    return ipa_decimal_round_product((ipa_decimal){llround(fen), 2}, (ipa_decimal){1, 0}, per_unit,
                                     r->deal->terms.principal_decimals);
}

static double balance_of(const ipa_resolver *r, const ipa_plan_tranche *tranche, int64_t steps) {
    const ipa_decimal factor = {steps, r->deal->terms.principal_decimals};
    return (double)ipa_decimal_round_product(factor, (ipa_decimal){(int64_t)tranche->units, 0},
                                             (ipa_fraction){1, 1}, 2);
}

/** Target balances as written, on the dates between them the one before; whole steps per unit. */
static void target_balances(const ipa_resolver *r, const ipa_deal_tranche *source,
                            ipa_plan_tranche *tranche) {
    double *target = tranche->scheduled_balance;
    for (int k = 0; k < r->plan->n_periods; k++)
        target[k] = NAN;
    for (int n = 0; n < source->schedule.n_items; n++) {
        const int k = period_of(r, source, &source->schedule.items[n]);
        const double fen = ipa_money_fen(source->schedule.items[n].number);
        if (k >= 0)
            target[k] = r->plan->rounds ? balance_of(r, tranche, steps_of(r, tranche, fen)) : fen;
    }
    /* Before the first target nothing is due, whatever has been added to the balance. */
    for (int k = 0; k < r->plan->n_periods; k++)
        if (isnan(target[k]))
            target[k] = k > 0                                  ? target[k - 1]
                        : source->accrete_until != IPA_NO_DATE ? INFINITY
                                                               : tranche->original;
}

/** What holders hand back lowers every later target in proportion. */
static void lower_after_put(const ipa_resolver *r, ipa_plan_tranche *tranche) {
    double *target = tranche->scheduled_balance;
    const int put = tranche->put_period;
    const double opening = put > 0 ? target[put - 1] : tranche->original;
    if (!(target[put] > 0))
        return;
    const double back = ipa_decimal_value(tranche->put_share) * opening;
    const int64_t stood = steps_of(r, tranche, target[put]);
    const int64_t handed_back =
        ipa_decimal_floor_product((ipa_decimal){steps_of(r, tranche, opening), 0},
                                  tranche->put_share, (ipa_fraction){1, 1}, 0);
    const int64_t remains = stood > handed_back ? stood - handed_back : 0;
    const double share = back < target[put] ? (target[put] - back) / target[put] : 0;
    for (int k = put + 1; k < r->plan->n_periods; k++)
        target[k] = r->plan->rounds
                        ? balance_of(r, tranche,
                                     ipa_decimal_round_product(
                                         (ipa_decimal){steps_of(r, tranche, target[k]), 0},
                                         (ipa_decimal){1, 0}, (ipa_fraction){remains, stood}, 0))
                        : target[k] * share;
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
    if (source->amortisation == IPA_AMORTISATION_SCHEDULE && source->schedule_is_balance)
        target_balances(r, source, tranche);
    else if (source->amortisation == IPA_AMORTISATION_SCHEDULE)
        schedule_balances(r, source, tranche);
    for (int k = 0; source->amortisation == IPA_AMORTISATION_BULLET && k < final; k++)
        tranche->scheduled_balance[k] = tranche->original;
    if (tranche->scheduled_balance && tranche->is_put)
        lower_after_put(r, tranche);
}

static double units_of(const ipa_resolver *r, const ipa_deal_tranche *source) {
    double balance = ipa_money_fen(source->balance), face = ipa_money_fen(r->deal->terms.face);
    double units = face > 0 ? balance / face : 0;
    if (source->notional.text)
        return 1;
    return r->plan->rounds ? floor(units) : units;
}

static double spread_of(const ipa_deal *deal, const char *id) {
    for (int at = 0; at < deal->market.spreads.n_items; at++)
        if (strcmp(deal->market.spreads.items[at].name, id) == 0)
            return deal->market.spreads.items[at].number.value;
    return 0;
}

/* ---- dates ---- */

/* Payment dates up to this one. */
static int periods_until(const ipa_plan *plan, ipa_date date) {
    int n = 0;
    while (date != IPA_NO_DATE && n < plan->n_periods && plan->periods[n].nominal <= date)
        n++;
    return n;
}

static void resolve_put(const ipa_resolver *r, const ipa_deal_tranche *source,
                        ipa_plan_tranche *tranche) {
    const ipa_deal_put *put = &source->put;
    if (put->date == IPA_NO_DATE)
        return;
    tranche->put_period = periods_until(r->plan, put->date - 1);
    tranche->is_put = tranche->put_period < r->plan->n_periods;
    tranche->put_share = put->share.exact;
    /* (price − 100) ÷ 100, exactly */
    const ipa_decimal price = put->price.exact;
    int64_t hundred = 100;
    for (int n = 0; n < price.scale; n++)
        hundred *= 10;
    tranche->put_premium = (ipa_decimal){price.mantissa - hundred, price.scale + 2};
    if (!tranche->is_put)
        ipa_findings_add(r->findings, IPA_E0482_TRANCHE_TERMS, ipa_node_mark(source->node, "put"),
                         ipa_node_field(source->node, "put", r->arena), NULL,
                         "there is no payment date on or after the date of the put");
}

static void resolve_tranche(const ipa_resolver *r, const ipa_deal_tranche *source,
                            ipa_plan_tranche *tranche) {
    const ipa_plan *plan = r->plan;
    *tranche = (ipa_plan_tranche){
        .id = source->id,
        .original = ipa_money_fen(source->balance),
        .units = units_of(r, source),
        .coupon = source->coupon.exact,
        .fraction = IPA_NEW_ARRAY(r->arena, plan->n_periods, ipa_fraction),
        .amortisation = source->amortisation,
        .arrears_rate =
            source->arrears_at_coupon ? source->coupon.exact : source->unpaid_interest_rate.exact,
        .arrears_at_coupon = source->arrears_at_coupon,
        .interest_lapses = !source->interest_carry,
        .n_locked = periods_until(plan, source->lockout),
        .n_accreting = periods_until(plan, source->accrete_until),
        .notional = ipa_expression_compile(r->deal, source->notional, false, r->arena, r->findings),
        .timely = source->timely,
        .is_residual = source->amortisation == IPA_AMORTISATION_RESIDUAL,
        .spread = spread_of(r->deal, source->id)};
    for (int k = 0; k < plan->n_periods; k++)
        tranche->fraction[k] = ipa_day_count_fraction(
            source->day_count, plan->periods[k].accrual_start, plan->periods[k].accrual_end);
    resolve_put(r, source, tranche);
    resolve_amortisation(r, source, tranche);
    ipa_resolve_coupons(r, source, tranche);
}

void ipa_resolve_tranches(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->n_tranches = r->deal->n_tranches;
    plan->tranches = IPA_NEW_ARRAY(r->arena, plan->n_tranches, ipa_plan_tranche);
    for (int t = 0; t < plan->n_tranches; t++)
        resolve_tranche(r, &r->deal->tranches[t], &plan->tranches[t]);
}
