#include "engine/deal/plan.h"

#include <math.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/deal/resolve.h"
#include "engine/deal/vehicles.h"

int ipa_plan_period(const ipa_plan *plan, ipa_date date) {
    if (date <= plan->periods[0].collection_start)
        return -1;
    int low = 0, high = plan->n_periods;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (plan->periods[middle].collection_end < date)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int ipa_plan_recovery_period(const ipa_plan *plan, int default_period, double lag_months) {
    /* Every date of the years that the calendar answers for is nearer than this. */
    const double forever = 12 * 300;
    if (default_period >= plan->n_periods || !(lag_months < forever))
        return plan->n_periods;
    double months = floor(lag_months);
    ipa_date date =
        ipa_date_add_months(plan->periods[default_period].collection_end, (int)months, false);
    if (date == IPA_NO_DATE)
        return plan->n_periods;
    date += (ipa_date)floor((lag_months - months) * 365 / 12 + 0.5);
    return ipa_plan_period(plan, date);
}

double ipa_plan_survival(const ipa_credit *credit, double years) {
    return ipa_credit_survival(credit, years);
}

ipa_calendar ipa_plan_calendar(const ipa_deal *deal) {
    const ipa_deal_calendar *source = &deal->calendar;
    ipa_calendar calendar = {.base = IPA_CALENDAR_CN,
                             .closed = source->extra.dates,
                             .n_closed = (size_t)source->extra.n_dates};
    /* A file extends the Chinese table, so its name stands for that base. */
    if (source->holidays == NULL || !ipa_calendar_parse(source->holidays, &calendar.base))
        calendar.base = IPA_CALENDAR_CN;
    return calendar;
}

static bool program_asks(const ipa_program *program, ipa_quantity quantity) {
    for (int at = 0; program != NULL && at < program->n_instructions; at++) {
        const ipa_instruction *instruction = &program->instructions[at];
        if (instruction->operation == IPA_OPERATION_QUANTITY && instruction->quantity == quantity)
            return true;
    }
    return false;
}

static bool waterfall_asks(const ipa_plan_waterfall *waterfall, ipa_quantity quantity) {
    for (int s = 0; s < waterfall->n_steps; s++) {
        const ipa_step *step = &waterfall->steps[s];
        if (program_asks(step->amount, quantity) || program_asks(step->limit, quantity) ||
            program_asks(step->when, quantity) || program_asks(step->price, quantity))
            return true;
    }
    return false;
}

ipa_accrual ipa_plan_accrual(const ipa_plan_tranche *tranche, int k) {
    return tranche->accrual ? tranche->accrual[k]
                            : (ipa_accrual){tranche->coupon, tranche->fraction[k]};
}

ipa_accrual ipa_plan_arrears(const ipa_plan_tranche *tranche, int k) {
    const ipa_accrual own = {tranche->arrears_rate, tranche->fraction[k]};
    const ipa_accrual coupon = ipa_plan_accrual(tranche, k);
    if (!tranche->arrears_at_coupon)
        return own;
    return coupon.rate.mantissa > 0 ? coupon : (ipa_accrual){{0, 0}, own.fraction};
}

double ipa_plan_accrual_value(ipa_accrual accrual) {
    return ipa_decimal_value(accrual.rate) * ipa_fraction_value(accrual.fraction);
}

double ipa_plan_coupon(const ipa_plan_tranche *tranche, int k) {
    const ipa_accrual accrual = ipa_plan_accrual(tranche, k);
    const ipa_fraction whole = tranche->fraction[k];
    if (accrual.fraction.numerator == whole.numerator &&
        accrual.fraction.denominator == whole.denominator)
        return ipa_decimal_value(accrual.rate);
    return ipa_plan_accrual_value(accrual) / ipa_fraction_value(whole);
}

double ipa_plan_residual_share(const ipa_plan *plan, int t) {
    int n_residual = 0;
    for (int at = 0; at < plan->n_tranches; at++)
        n_residual += plan->tranches[at].is_residual;
    return plan->tranches[t].is_residual ? 1.0 / n_residual : 0;
}

bool ipa_plan_asks(const ipa_plan *plan, ipa_quantity quantity) {
    bool asks = false;
    for (int n = 0; n < plan->n_accounts; n++)
        asks |= program_asks(plan->accounts[n].target, quantity);
    for (int n = 0; n < plan->n_fees; n++)
        asks |= program_asks(plan->fees[n].base, quantity);
    for (int t = 0; t < plan->n_tranches; t++)
        asks |= program_asks(plan->tranches[t].notional, quantity);
    for (int n = 0; n < plan->n_triggers; n++)
        asks |= program_asks(plan->triggers[n].when, quantity) ||
                program_asks(plan->triggers[n].restore, quantity);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        asks |= waterfall_asks(&plan->waterfalls[kind], quantity);
    return asks;
}

static void warn_without_principal(const ipa_resolver *r) {
    if (r->plan->pool_original > 0 || (!ipa_plan_asks(r->plan, IPA_QUANTITY_CUM_DEFAULT_RATE) &&
                                       !ipa_plan_asks(r->plan, IPA_QUANTITY_CUM_NET_LOSS_RATE)))
        return;
    ipa_findings_add(r->findings, IPA_W0457_NO_PRINCIPAL, r->deal->pool.contracts.mark,
                     "pool.contracts", NULL,
                     "the contracts have no principal, so `cum_default_rate` and "
                     "`cum_net_loss_rate` are always 0");
}

static void resolve_pool(const ipa_resolver *r) {
    ipa_resolve_model(r);
    ipa_resolve_sales(r);
    ipa_resolve_stress_factors(r);
    ipa_resolve_patents(r);
    ipa_resolve_recovery(r);
    ipa_resolve_pool(r);
    ipa_resolve_stress_cash(r);
}

/* A pool that a vehicle holds has its findings there. */
static void resolve(const ipa_resolver *r, ipa_plan *lower) {
    ipa_findings unheard = ipa_findings_make(r->arena);
    ipa_resolver pool = *r;
    if (!ipa_resolve_periods(r))
        return;
    if (lower != NULL)
        pool.findings = &unheard;
    resolve_pool(&pool);
    ipa_resolve_liabilities(r);
    if (lower != NULL)
        r->plan->servicer = NULL; /* it collects for the vehicle */
    ipa_resolve_replacement(r);
    ipa_resolve_steps(r);
    ipa_resolve_closing(r);
    ipa_resolve_ip_value(r, r->plan);
    if (lower != NULL)
        ipa_resolve_vehicles(r, lower);
    if (r->deal->vehicle == NULL)
        ipa_resolve_rates(r, lower);
    warn_without_principal(r);
}

static ipa_plan *plan_create(const ipa_deal *deal, ipa_arena *arena) {
    ipa_plan *plan = IPA_NEW(arena, ipa_plan);
    *plan = (ipa_plan){.deal = deal, .arena = arena, .rounds = deal->terms.rounds};
    return plan;
}

static ipa_plan *resolve_whole(ipa_resolver r) {
    ipa_plan *lower = NULL;
    r.plan = plan_create(r.deal, r.arena);
    /* a deal made by hand has none */
    r.laws = r.deal->laws != NULL ? r.deal->laws : ipa_laws_create(r.arena);
    if (r.deal->n_vehicles > 0) {
        ipa_resolver below = r;
        below.deal = &r.deal->vehicles[0];
        below.plan = lower = plan_create(below.deal, r.arena);
        resolve(&below, NULL);
        r.plan->lower = lower;
        r.plan->certificate = ipa_vehicles_certificate(r.deal);
    }
    resolve(&r, lower);
    return r.plan;
}

static ipa_plan *holder(ipa_plan *plan) {
    return plan->lower != NULL ? (ipa_plan *)plan->lower : plan;
}

/* What is wrong with the deal without its levers is wrong with them: it is said once. */
static ipa_plan *resolve_stressed(const ipa_deal *deal, ipa_arena *arena, ipa_findings *findings) {
    ipa_findings unheard = ipa_findings_make(arena);
    const ipa_plan *as_written = resolve_whole((ipa_resolver){
        .deal = ipa_resolve_stress_without(deal, arena), .arena = arena, .findings = &unheard});
    if (unheard.n_errors > 0)
        as_written = NULL;
    const ipa_deal *stressed = ipa_resolve_stress_deal(deal, as_written, arena);
    ipa_plan *plan =
        resolve_whole((ipa_resolver){.deal = stressed, .arena = arena, .findings = findings});
    plan->as_written = as_written;
    if (holder(plan)->stress.default_weights != NULL)
        holder(plan)->stress.defaulting = holder(resolve_whole((ipa_resolver){
            .deal = stressed, .arena = arena, .findings = &unheard, .by_period = true}));
    return plan;
}

ipa_status ipa_plan_resolve(const ipa_deal *deal, ipa_arena *arena, ipa_findings *findings,
                            ipa_plan **plan, ipa_error *error) {
    size_t n_errors = findings->n_errors;
    *plan = ipa_levers_any(&deal->stress)
                ? resolve_stressed(deal, arena, findings)
                : resolve_whole((ipa_resolver){.deal = deal, .arena = arena, .findings = findings});
    if (findings->n_errors > n_errors)
        return ipa_fail(error, IPA_FINDINGS, "the deal cannot be resolved: %zu errors",
                        findings->n_errors - n_errors);
    return IPA_OK;
}

double ipa_plan_royalty_fee(const ipa_plan_royalty *royalty, double sales, bool trued_up) {
    double fee = 0;
    for (int n = 0; n < royalty->n_tiers && sales > royalty->from[n]; n++) {
        const bool last = n + 1 == royalty->n_tiers || sales <= royalty->from[n + 1];
        const double up_to = last ? sales : royalty->from[n + 1];
        fee += royalty->rate[n] * (up_to - royalty->from[n]);
    }
    if (trued_up && fee < royalty->minimum)
        fee = royalty->minimum;
    return fee < royalty->cap ? fee : royalty->cap;
}

double ipa_plan_accrued(const ipa_plan *plan, int t, int k, ipa_date date) {
    const ipa_deal_tranche *source = &plan->deal->tranches[t];
    const ipa_plan_tranche *tranche = &plan->tranches[t];
    const ipa_date from = plan->periods[k].accrual_start;
    const ipa_fraction part = ipa_day_count_fraction(source->day_count, from, date);
    const bool anew = tranche->is_put && source->put.coupon.given && k > tranche->put_period;
    if (source->coupon_steps.n_items > 0 && !anew)
        return ipa_plan_accrual_value(ipa_resolve_coupons_part(source, from, date, part));
    return ipa_plan_coupon(tranche, k) * ipa_fraction_value(part);
}

int ipa_plan_find_tranche(const ipa_plan *plan, const char *id) {
    int t = 0;
    while (id != NULL && t < plan->n_tranches && strcmp(plan->tranches[t].id, id) != 0)
        t++;
    return t < plan->n_tranches ? t : -1;
}

double ipa_plan_pool_original(const ipa_plan *plan) {
    const ipa_plan *lower = plan->lower;
    if (lower == NULL)
        return plan->pool_original;
    return plan->certificate < lower->n_tranches ? lower->tranches[plan->certificate].original : 0;
}
