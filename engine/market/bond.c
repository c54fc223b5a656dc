#include "engine/market/bond.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

void ipa_bond_quiet_gsl(void) {
    gsl_set_error_handler_off();
}

static double amount(const ipa_bond_flow *flow) {
    return flow->interest + flow->principal;
}

double ipa_bond_value(const ipa_bond *bond, const ipa_curve *curve, double spread) {
    double value = 0;
    for (size_t at = 0; at < bond->n_flows; at++)
        value +=
            amount(&bond->flows[at]) * ipa_curve_discount(curve, bond->flows[at].years, spread);
    return value;
}

double ipa_bond_price(const ipa_bond *bond, ipa_compounding compounding, double yield) {
    ipa_curve flat = ipa_curve_flat(yield, compounding);
    return ipa_bond_value(bond, &flat, 0);
}

/* ---- spread from price; a yield is the spread over a flat curve of zero ---- */

typedef struct problem {
    const ipa_bond *bond;
    const ipa_curve *curve;
    double price;
} problem;

/* Falls as the spread rises, because the flows are payments to the holder. */
static double excess(double spread, void *parameters) {
    const problem *p = parameters;
    return ipa_bond_value(p->bond, p->curve, spread) / p->price - 1;
}

/* The spread below which some discount factor does not exist; −∞ for continuous compounding. */
static double lowest_spread(const problem *p) {
    int per_year = ipa_compounding_per_year(p->curve->compounding);
    if (per_year == 0)
        return -INFINITY;
    double lowest_rate = INFINITY;
    for (size_t at = 0; at < p->bond->n_flows; at++) {
        double rate = ipa_curve_zero_rate(p->curve, p->bond->flows[at].years);
        lowest_rate = rate < lowest_rate ? rate : lowest_rate;
    }
    return -per_year - lowest_rate;
}

/* Widens from around zero until the price lies between; false when no spread in reach brackets it.
 */
static bool bracket(problem *p, double *low, double *high) {
    enum { MAX_DOUBLINGS = 40 };
    double floor = lowest_spread(p);
    double width = 0.05;
    *high = floor > 0 ? floor + width : width;
    for (int tries = 0; !(excess(*high, p) <= 0); tries++, width *= 2) {
        if (tries == MAX_DOUBLINGS)
            return false;
        *high += width;
    }
    width = 0.05;
    *low = *high;
    for (int tries = 0; !(excess(*low, p) >= 0); tries++, width *= 2) {
        if (tries == MAX_DOUBLINGS)
            return false;
        double next = *low - width;
        *low = next > floor ? next : floor + (*low - floor) / 2;
    }
    return isfinite(excess(*low, p)) && isfinite(excess(*high, p));
}

static ipa_status polish(problem *p, double low, double high, double *spread, ipa_error *error) {
    enum { MAX_ITERATIONS = 200 };
    gsl_function equation = {.function = excess, .params = p};
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (solver == NULL)
        return ipa_fail(error, IPA_SYSTEM, "no memory for a root finder");
    int state = gsl_root_fsolver_set(solver, &equation, low, high);
    int waiting = GSL_CONTINUE;
    for (int at = 0; state == GSL_SUCCESS && waiting == GSL_CONTINUE && at < MAX_ITERATIONS; at++) {
        state = gsl_root_fsolver_iterate(solver);
        waiting = gsl_root_test_interval(gsl_root_fsolver_x_lower(solver),
                                         gsl_root_fsolver_x_upper(solver), 1e-15, 1e-15);
    }
    *spread = gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    double miss = fabs(excess(*spread, p));
    if (state != GSL_SUCCESS || !(miss <= 1e-9))
        return ipa_fail(error, IPA_NO_CONVERGENCE,
                        "no yield or spread found for the price %.10g (relative miss %.2g)",
                        p->price, miss);
    return IPA_OK;
}

ipa_status ipa_bond_spread(const ipa_bond *bond, const ipa_curve *curve, double price,
                           double *spread, ipa_error *error) {
    if (!(price > 0) || !isfinite(price))
        return ipa_fail(error, IPA_RANGE, "a price must be positive, not %.10g", price);
    problem p = {bond, curve, price};
    double low;
    double high;
    if (!bracket(&p, &low, &high))
        return ipa_fail(error, IPA_NO_CONVERGENCE,
                        "no yield or spread gives the price %.10g: the flows cannot be worth that",
                        price);
    return polish(&p, low, high, spread, error);
}

ipa_status ipa_bond_yield(const ipa_bond *bond, ipa_compounding compounding, double price,
                          double *yield, ipa_error *error) {
    ipa_curve zero = ipa_curve_flat(0, compounding);
    return ipa_bond_spread(bond, &zero, price, yield, error);
}

/* ---- risk ---- */

ipa_bond_risk ipa_bond_risk_at(const ipa_bond *bond, ipa_compounding compounding, double yield) {
    double value = 0;
    double first = 0;  /* Σ t · PV */
    double second = 0; /* Σ t² · PV */
    for (size_t at = 0; at < bond->n_flows; at++) {
        const ipa_bond_flow *flow = &bond->flows[at];
        double present = amount(flow) * ipa_compounding_discount(compounding, yield, flow->years);
        value += present;
        first += present * flow->years;
        second += present * flow->years * flow->years;
    }
    if (value == 0)
        return (ipa_bond_risk){0};
    int per_year = ipa_compounding_per_year(compounding);
    double growth = ipa_compounding_growth(compounding, yield);
    double period = per_year == 0 ? 0 : 1.0 / per_year;
    double modified = first / value / growth;
    return (ipa_bond_risk){
        .price = value,
        .macaulay = first / value,
        .modified = modified,
        .convexity = (second + period * first) / value / (growth * growth),
        .dv01 = value * modified * 1e-4,
    };
}

double ipa_bond_wal(const ipa_bond *bond) {
    double weighted = 0;
    double paid = 0;
    for (size_t at = 0; at < bond->n_flows; at++) {
        weighted += bond->flows[at].years * bond->flows[at].principal;
        paid += bond->flows[at].principal;
    }
    return paid == 0 ? 0 : weighted / paid;
}

double ipa_bond_accrued(double balance, double coupon, ipa_day_count day_count, ipa_date last,
                        ipa_date settlement) {
    return balance * coupon * ipa_day_count_years(day_count, last, settlement);
}
