#include "scenarios/price.h"

#include <math.h>

#include "engine/market/bond.h"

static const double GRID_STEP = 0.0025, PAR = 100;
enum { GRID_SIDE = 4 };

static const char *const QUOTE_NAMES[] = {
#define QUOTE_NAME(id, name, zh, en) name,
    IPA_PRICE_QUOTE_TABLE(QUOTE_NAME)
#undef QUOTE_NAME
};

static double years_between(ipa_date from, ipa_date to) {
    return ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, from, to);
}

/* ---- what is asked ---- */

static ipa_date flow_date(const ipa_price_terms *terms, const ipa_period *period) {
    return terms->on_payment_dates ? period->payment : period->nominal;
}

static const char *date_text(ipa_date date, ipa_arena *arena) {
    char text[IPA_DATE_TEXT];
    return ipa_arena_copy(arena, ipa_date_format(date, text));
}

static ipa_status check_settlement(const ipa_plan *plan, const ipa_price_terms *terms,
                                   ipa_arena *arena, ipa_error *error) {
    const ipa_date valued = plan->deal->market.valuation_date;
    const ipa_date last = flow_date(terms, &plan->periods[plan->n_periods - 1]);
    if (terms->settlement < valued)
        return ipa_fail(error, IPA_RANGE,
                        "the settlement date %s lies before the valuation date %s of the deal",
                        date_text(terms->settlement, arena), date_text(valued, arena));
    if (terms->settlement >= last)
        return ipa_fail(error, IPA_RANGE,
                        "the settlement date %s does not lie before the last payment date %s: "
                        "nothing is to come",
                        date_text(terms->settlement, arena), date_text(last, arena));
    return IPA_OK;
}

/* Compounded as often as interest is paid: only where a compounding of that kind is known. */
static ipa_status coupon_compounding(const ipa_deal *deal, ipa_compounding *compounding,
                                     ipa_error *error) {
    if (deal->periods.dates.n_dates > 0)
        return ipa_fail(error, IPA_RANGE,
                        "the payment dates are written out one by one: no frequency says how "
                        "often the yield is compounded; choose annual, semiannual, quarterly, "
                        "monthly or continuous");
    for (int of = 0; of < IPA_N_COMPOUNDINGS; of++) {
        *compounding = (ipa_compounding)of;
        if (ipa_compounding_per_year(*compounding) ==
            ipa_schedule_per_year(deal->periods.frequency))
            return IPA_OK;
    }
    return ipa_fail(error, IPA_RANGE,
                    "interest is paid %s, and no yield is quoted like that; choose annual, "
                    "semiannual, quarterly, monthly or continuous",
                    ipa_schedule_frequency_name(deal->periods.frequency));
}

static ipa_status check_figures(const ipa_price_terms *terms, ipa_error *error) {
    if (!(terms->holder_tax >= 0 && terms->holder_tax < 1))
        return ipa_fail(error, IPA_RANGE, "the holder's tax is a share from 0 to below 1, not %g",
                        terms->holder_tax);
    if (terms->given == IPA_PRICE_GIVEN_PRICE && !(terms->value > 0))
        return ipa_fail(error, IPA_RANGE, "a price must be positive, not %g", terms->value);
    return IPA_OK;
}

ipa_status ipa_price_begin(const ipa_plan *plan, const ipa_price_terms *terms, ipa_arena *arena,
                           ipa_price_result **price, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_price_result *of = IPA_NEW(arena, ipa_price_result);
    *of =
        (ipa_price_result){.arena = arena, .terms = *terms, .compounding = IPA_COMPOUNDING_ANNUAL};
    if (of->terms.settlement == IPA_NO_DATE)
        of->terms.settlement = plan->deal->market.valuation_date;
    IPA_TRY(check_figures(terms, error));
    IPA_TRY(check_settlement(plan, &of->terms, arena, error));
    if (terms->quote == IPA_PRICE_QUOTE_COUPON)
        IPA_TRY(coupon_compounding(plan->deal, &of->compounding, error));
    else if (terms->quote != IPA_PRICE_QUOTE_SIMPLE)
        IPA_ASSERT(ipa_compounding_parse(QUOTE_NAMES[terms->quote], &of->compounding));
    *price = of;
out:
    return status;
}

ipa_status ipa_price_coupon_field(const ipa_deal *deal, int tranche, ipa_arena *arena,
                                  const char **field, ipa_error *error) {
    const ipa_deal_tranche *of = &deal->tranches[tranche];
    const char *instead = of->amortisation == IPA_AMORTISATION_RESIDUAL
                              ? "takes what is left and has no coupon"
                          : of->floating.index.id != NULL ? "has a floating coupon"
                          : of->coupon_steps.n_items > 0  ? "has a coupon in steps"
                                                          : NULL;
    if (instead != NULL)
        return ipa_fail(error, IPA_RANGE,
                        "tranche `%s` %s: only a fixed coupon can be set; ask for its price, "
                        "yield or spread",
                        of->id, instead);
    *field = ipa_arena_format(arena, "tranches[%s].coupon.fixed", of->id);
    return IPA_OK;
}

/* ---- flows ---- */

/* What a tranche gets, period by period, in yuan. */
typedef struct flow_ledger {
    const ipa_plan *plan;
    int tranche;
    double *opening, *cash, *repaid; /**< [n_periods] */
} flow_ledger;

static flow_ledger empty_ledger(const ipa_plan *plan, int tranche, ipa_arena *arena) {
    return (flow_ledger){.plan = plan,
                         .tranche = tranche,
                         .opening = IPA_NEW_ARRAY(arena, plan->n_periods, double),
                         .cash = IPA_NEW_ARRAY(arena, plan->n_periods, double),
                         .repaid = IPA_NEW_ARRAY(arena, plan->n_periods, double)};
}

/* What the balance falls by is principal, as far as cash was paid for it. */
static double repaid_of(double fall, double cash) {
    return fall <= 0 ? 0 : fall < cash ? fall : cash;
}

static flow_ledger base_ledger(const ipa_plan *plan, int tranche, const ipa_base_tranche *of,
                               ipa_arena *arena) {
    flow_ledger flows = empty_ledger(plan, tranche, arena);
    for (int k = 0; k < plan->n_periods; k++) {
        flows.opening[k] = of->opening[k];
        flows.cash[k] = of->interest_paid[k] + of->principal_paid[k] + of->residual[k];
        flows.repaid[k] =
            repaid_of(of->opening[k] + of->accreted[k] - of->closing[k], flows.cash[k]);
    }
    return flows;
}

/* Interest that is added to the balance in the base case is so in the mean, in proportion. */
static flow_ledger mean_ledger(const ipa_plan *plan, int tranche, const ipa_base_tranche *base,
                               const ipa_tranche_figures *of, ipa_arena *arena) {
    flow_ledger flows = empty_ledger(plan, tranche, arena);
    for (int k = 0; k < plan->n_periods; k++) {
        const double share = base->opening[k] > 0 ? base->accreted[k] / base->opening[k] : 0;
        flows.opening[k] = k == 0 ? base->opening[0] : of->balance[k - 1].mean;
        flows.cash[k] = of->cashflow[k].mean.mean;
        flows.repaid[k] =
            repaid_of(flows.opening[k] * (1 + share) - of->balance[k].mean, flows.cash[k]);
    }
    return flows;
}

/* The first period whose flow is still to come; −1: none. */
static int next_period(const ipa_price_terms *terms, const ipa_plan *plan) {
    for (int k = 0; k < plan->n_periods; k++)
        if (flow_date(terms, &plan->periods[k]) > terms->settlement)
            return k;
    return -1;
}

/* Interest earned by settlement of every flow still to come. Two periods can have begun: a nominal
 * date may lie before settlement and its payment after it. */
static void earn(ipa_price_case *of, const ipa_price_terms *terms, const flow_ledger *from,
                 int first) {
    const ipa_plan *plan = from->plan;
    const ipa_plan_tranche *tranche = &plan->tranches[from->tranche];
    for (int k = first; k < plan->n_periods; k++) {
        const ipa_period *period = &plan->periods[k];
        const double share = PAR * from->opening[k] / of->balance;
        if (period->accrual_start >= terms->settlement)
            break;
        const ipa_date until =
            terms->settlement < period->accrual_end ? terms->settlement : period->accrual_end;
        of->accrued += share * ipa_plan_accrued(plan, from->tranche, k, until);
        of->earned += share * ipa_day_count_years(plan->deal->tranches[from->tranche].day_count,
                                                  period->accrual_start, until);
    }
    /* Interest that is on something else than the balance, or is added to it, is not the coupon
     * times what stands here. */
    if (tranche->is_residual || tranche->n_accreting > 0 || tranche->notional != NULL)
        of->earned = NAN;
}

static void list_flows(ipa_price_case *of, const ipa_price_terms *terms, const flow_ledger *from,
                       int first, ipa_arena *arena) {
    const ipa_plan *plan = from->plan;
    const double scale = PAR / of->balance;
    of->flows = IPA_NEW_ARRAY(arena, plan->n_periods, ipa_price_flow);
    for (int k = first; k < plan->n_periods; k++) {
        const ipa_date date = flow_date(terms, &plan->periods[k]);
        const double fraction = ipa_fraction_value(plan->tranches[from->tranche].fraction[k]);
        if (from->cash[k] != 0)
            of->flows[of->n_flows++] =
                (ipa_price_flow){.date = date,
                                 .years = years_between(terms->settlement, date),
                                 .interest = scale * (from->cash[k] - from->repaid[k]),
                                 .principal = scale * from->repaid[k],
                                 .earning = scale * from->opening[k] * fraction};
    }
}

/* The zero rates from settlement on that the curve of the valuation date implies, one knot a flow:
 * exact where they are asked for. */
static ipa_curve curve_from(const ipa_plan *plan, const ipa_price_case *of, ipa_date settlement,
                            ipa_arena *arena) {
    const double start = years_between(plan->deal->market.valuation_date, settlement);
    double *years = IPA_NEW_ARRAY(arena, of->n_flows, double);
    double *rates = IPA_NEW_ARRAY(arena, of->n_flows, double);
    size_t n_knots = 0;
    for (int n = 0; n < of->n_flows; n++) {
        const double at = of->flows[n].years;
        if (n_knots > 0 && !(at > years[n_knots - 1]))
            continue;
        years[n_knots] = at;
        rates[n_knots++] = start > 0 ? ipa_curve_forward(&plan->curve, start, start + at)
                                     : ipa_curve_zero_rate(&plan->curve, at);
    }
    if (n_knots == 0)
        return ipa_curve_flat(0, plan->curve.compounding);
    return ipa_curve_through(years, rates, n_knots, plan->curve.compounding);
}

/* The scenario that cases are added for; no name: the deal as it stands. */
typedef struct scenario_of {
    const char *name;
    ipa_words_pair title;
} scenario_of;

static void add_case(ipa_price_result *price, ipa_price_kind kind, const flow_ledger *from,
                     const scenario_of *under) {
    const int first = next_period(&price->terms, from->plan);
    ipa_price_case of = {.scenario = under->name,
                         .title = under->title,
                         .kind = kind,
                         .balance = first < 0 ? 0 : from->opening[first],
                         .spread = from->plan->tranches[from->tranche].spread};
    if (!(of.balance > 0))
        return;
    earn(&of, &price->terms, from, first);
    list_flows(&of, &price->terms, from, first, price->arena);
    of.curve = curve_from(from->plan, &of, price->terms.settlement, price->arena);
    if (kind != IPA_PRICE_KIND_BASE)
        of.earned = NAN; /* another coupon would move what is paid */
    IPA_PUSH(price->arena, price->cases, price->n_cases, of);
}

static void add_base(ipa_price_result *price, ipa_price_kind kind, const ipa_plan *plan,
                     const ipa_path_result *base, const scenario_of *under) {
    const int t = price->terms.tranche;
    const flow_ledger flows = base_ledger(plan, t, &base->tranches[t], price->arena);
    add_case(price, kind, &flows, under);
}

static void add_means(ipa_price_result *price, const ipa_result *run, const scenario_of *under) {
    const int t = price->terms.tranche;
    if (run->simulation == NULL)
        return;
    const struct {
        ipa_price_kind kind;
        const ipa_tranche_figures *of;
    } means[] = {
        {IPA_PRICE_KIND_LOSS_ADJUSTED, &run->simulation->tranches[t]},
        {IPA_PRICE_KIND_LOSS_ADJUSTED_WITHOUT_SUPPORT, &run->simulation->without_support[t]}};
    for (size_t n = 0; n < sizeof means / sizeof *means; n++) {
        const flow_ledger flows =
            mean_ledger(run->plan, t, &run->base.tranches[t], means[n].of, price->arena);
        add_case(price, means[n].kind, &flows, under);
    }
}

static ipa_status check_first(const ipa_price_result *price, const ipa_plan_tranche *of,
                              ipa_error *error) {
    const char *tranche = of->id;
    if (price->n_cases == 0 && !(of->original > 0))
        return ipa_fail(error, IPA_RANGE,
                        "tranche `%s` has no balance of its own that prices could be per 100 of",
                        tranche);
    if (price->n_cases == 0)
        return ipa_fail(error, IPA_RANGE,
                        "nothing of tranche `%s` is outstanding on the settlement date %s", tranche,
                        date_text(price->terms.settlement, price->arena));
    const int n_flows = price->cases[0].n_flows;
    if (price->terms.quote == IPA_PRICE_QUOTE_SIMPLE && n_flows != 1)
        return ipa_fail(error, IPA_RANGE,
                        "a simple yield is that of one last payment; %d are still to come of "
                        "tranche `%s`: choose a compounded one",
                        n_flows, tranche);
    return IPA_OK;
}

ipa_status ipa_price_add(ipa_price_result *price, const ipa_result *run, ipa_error *error) {
    const scenario_of none = {0};
    add_base(price, IPA_PRICE_KIND_BASE, run->plan, &run->base, &none);
    add_means(price, run, &none);
    if (run->simulation != NULL) {
        price->n_paths = run->simulation->n_paths;
        price->seed = run->simulation->seed;
    }
    return check_first(price, &run->plan->tranches[price->terms.tranche], error);
}

void ipa_price_add_scenario(ipa_price_result *price, const ipa_result *run,
                            const ipa_path_result *unsupported, const char *name,
                            ipa_words_pair title) {
    const scenario_of under = {name, title};
    add_base(price, IPA_PRICE_KIND_BASE, run->plan, &run->base, &under);
    add_base(price, IPA_PRICE_KIND_BASE_WITHOUT_SUPPORT, run->plan, unsupported, &under);
    add_means(price, run, &under);
}

/* ---- figures ---- */

/* A case made ready: its flows as bonds. */
typedef struct pricer {
    const ipa_price_result *price;
    const ipa_price_case *in;
    ipa_bond all, taxed, principal, earning;
    double simple_years; /**< until the one payment of a simple yield; 0: compounded */
    bool quotes;         /**< yields can be quoted */
} pricer;

static ipa_bond bond_of(const pricer *with, double interest, double principal, double earning) {
    const ipa_price_case *of = with->in;
    ipa_bond_flow *flows = IPA_NEW_ARRAY(with->price->arena, of->n_flows, ipa_bond_flow);
    for (int n = 0; n < of->n_flows; n++)
        flows[n] = (ipa_bond_flow){
            of->flows[n].years,
            interest * of->flows[n].interest + earning * of->flows[n].earning,
            principal * of->flows[n].principal,
        };
    return (ipa_bond){flows, (size_t)of->n_flows};
}

static pricer pricer_of(const ipa_price_result *price, int at) {
    const bool simple = price->terms.quote == IPA_PRICE_QUOTE_SIMPLE;
    pricer with = {.price = price, .in = &price->cases[at]};
    with.quotes = with.in->n_flows > 0 && (!simple || with.in->n_flows == 1);
    with.simple_years = simple && with.quotes ? with.in->flows[0].years : 0;
    with.all = bond_of(&with, 1, 1, 0);
    with.taxed = bond_of(&with, 1 - price->terms.holder_tax, 1, 0);
    with.principal = bond_of(&with, 0, 1, 0);
    with.earning = bond_of(&with, 0, 0, 1);
    return with;
}

/* A simple yield over one payment is an annual one in other words. */
static double compounded(const pricer *with, double yield) {
    const double years = with->simple_years;
    return years > 0 ? pow(1 + yield * years, 1 / years) - 1 : yield;
}

static double quoted(const pricer *with, double rate) {
    const double years = with->simple_years;
    return years > 0 ? (pow(1 + rate, years) - 1) / years : rate;
}

static double yield_of(const pricer *with, const ipa_bond *bond, double dirty) {
    double rate;
    if (!with->quotes ||
        ipa_bond_yield(bond, with->price->compounding, dirty, &rate, NULL) != IPA_OK)
        return NAN;
    return quoted(with, rate);
}

static double spread_of(const pricer *with, double dirty) {
    double spread;
    if (with->in->n_flows == 0 ||
        ipa_bond_spread(&with->all, &with->in->curve, dirty, &spread, NULL) != IPA_OK)
        return NAN;
    return spread;
}

static ipa_curve flat_at(const pricer *with, double yield) {
    return ipa_curve_flat(compounded(with, yield), with->price->compounding);
}

/* Principal and coupon are worth par and the interest already earned:
 * principal + coupon × earning = 100 + coupon × earned. */
static double par_coupon(const pricer *with, const ipa_curve *curve, double spread) {
    const double earning = ipa_bond_value(&with->earning, curve, spread) - with->in->earned;
    return earning > 0 ? (PAR - ipa_bond_value(&with->principal, curve, spread)) / earning : NAN;
}

static void add_risk(const pricer *with, ipa_price_row *row) {
    const double years = with->simple_years;
    ipa_bond_risk risk =
        ipa_bond_risk_at(&with->all, with->price->compounding, compounded(with, row->yield));
    if (years > 0) {
        risk.modified = years / (1 + row->yield * years);
        risk.convexity = 2 * risk.modified * risk.modified;
        risk.dv01 = risk.price * risk.modified * 1e-4;
    }
    const bool exists = isfinite(row->yield) && risk.price > 0;
    row->duration = exists ? risk.modified : NAN;
    row->duration_macaulay = exists ? risk.macaulay : NAN;
    row->convexity = exists ? risk.convexity : NAN;
    row->dv01 = exists ? risk.dv01 : NAN;
}

/* What is known of a row: its dirty price, its yield or its spread. */
typedef enum known { KNOWN_DIRTY, KNOWN_YIELD, KNOWN_SPREAD } known;

static ipa_price_row row_at(const pricer *with, ipa_price_point point, known what, double value) {
    const ipa_price_case *in = with->in;
    const double wal = ipa_bond_wal(&with->all);
    ipa_price_row row = {.at = (int)(in - with->price->cases),
                         .point = point,
                         .accrued = in->accrued,
                         .wal = wal > 0 ? wal : NAN};
    ipa_curve curve = in->curve;
    if (what == KNOWN_YIELD)
        curve = flat_at(with, with->quotes ? value : NAN);
    row.dirty = what == KNOWN_DIRTY
                    ? value
                    : ipa_bond_value(&with->all, &curve, what == KNOWN_SPREAD ? value : 0);
    row.yield = what == KNOWN_YIELD ? value : yield_of(with, &with->all, row.dirty);
    row.spread = what == KNOWN_SPREAD ? value : spread_of(with, row.dirty);
    row.clean = row.dirty - row.accrued;
    if (what == KNOWN_DIRTY)
        curve = flat_at(with, row.yield);
    row.par_coupon = par_coupon(with, &curve, what == KNOWN_SPREAD ? value : 0);
    row.after_tax_yield = yield_of(with, &with->taxed, row.dirty);
    add_risk(with, &row);
    return row;
}

/* ---- rows ---- */

static ipa_price_row given_row(const pricer *with) {
    const ipa_price_terms *terms = &with->price->terms;
    switch (terms->given) {
    case IPA_PRICE_GIVEN_PRICE:
        return row_at(with, IPA_PRICE_POINT_GIVEN, KNOWN_DIRTY, terms->value + with->in->accrued);
    case IPA_PRICE_GIVEN_YIELD:
        return row_at(with, IPA_PRICE_POINT_GIVEN, KNOWN_YIELD, terms->value);
    case IPA_PRICE_GIVEN_SPREAD:
        return row_at(with, IPA_PRICE_POINT_GIVEN, KNOWN_SPREAD, terms->value);
    default: /* notes that pay the coupon, at the market */
        return row_at(with, IPA_PRICE_POINT_GIVEN, KNOWN_SPREAD, with->in->spread);
    }
}

static void push(ipa_price_result *price, ipa_price_row row) {
    IPA_PUSH(price->arena, price->rows, price->n_rows, row);
}

static void add_points(ipa_price_result *price, const pricer *with) {
    const ipa_price_given given = price->terms.given;
    if (given != IPA_PRICE_GIVEN_NOTHING)
        push(price, given_row(with));
    if (given != IPA_PRICE_GIVEN_COUPON)
        push(price, row_at(with, IPA_PRICE_POINT_MARKET, KNOWN_SPREAD, with->in->spread));
    push(price, row_at(with, IPA_PRICE_POINT_PAR, KNOWN_DIRTY, PAR + with->in->accrued));
}

/* Round yields around the first row's. */
static void add_grid(ipa_price_result *price, const pricer *with) {
    const double centre = GRID_STEP * round(price->rows[0].yield / GRID_STEP);
    for (int n = -GRID_SIDE; n <= GRID_SIDE && isfinite(centre); n++)
        push(price, row_at(with, IPA_PRICE_POINT_GRID, KNOWN_YIELD, centre + n * GRID_STEP));
}

ipa_status ipa_price_finish(ipa_price_result *price, ipa_error *error) {
    for (int at = 0; at < price->n_cases; at++) {
        const pricer with = pricer_of(price, at);
        add_points(price, &with);
        add_grid(price, &with);
        if (at == 0)
            price->n_points = price->n_rows;
    }
    const ipa_price_row *first = &price->rows[0];
    const int n_flows = price->cases[0].n_flows;
    if (price->terms.given == IPA_PRICE_GIVEN_PRICE && !isfinite(first->yield))
        return ipa_fail(error, IPA_NO_CONVERGENCE,
                        "no yield gives the clean price %.10g in the base case: the %d payments "
                        "still to come cannot be worth that",
                        first->clean, n_flows);
    if (price->terms.given != IPA_PRICE_GIVEN_NOTHING && !isfinite(first->dirty))
        return ipa_fail(error, IPA_NO_CONVERGENCE,
                        "the %d payments still to come in the base case have no price there",
                        n_flows);
    return IPA_OK;
}
