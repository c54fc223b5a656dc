#include <math.h>
#include <string.h>

#include "engine/market/bond.h"
#include "reports/cells.h"
#include "reports/words.h"

/* The flows of a tranche after the valuation date, per 100 of its size. */
static ipa_bond flows_of(const ipa_view *view, int t, const double *interest,
                         const double *principal) {
    ipa_bond_flow *flows = IPA_NEW_ARRAY(view->arena, view->plan->n_periods, ipa_bond_flow);
    const double original = view->plan->tranches[t].original / 100;
    const double per_100 = original > 0 ? 100 / original : 0;
    size_t n_flows = 0;
    for (int k = 0; k < view->plan->n_periods; k++) {
        double years = view->plan->periods[k].years_from_valuation;
        double flow[2] = {interest == NULL ? 0 : interest[k] * per_100, principal[k] * per_100};
        if (years > 0 && flow[0] + flow[1] > 0)
            flows[n_flows++] = (ipa_bond_flow){years, flow[0], flow[1]};
    }
    return (ipa_bond){flows, n_flows};
}

/* Everything the base case pays the tranche; of the residual tranche what it receives. */
static ipa_bond base_flows(const ipa_view *view, int t) {
    const ipa_base_tranche *tranche = &view->result->base.tranches[t];
    double *principal = IPA_NEW_ARRAY(view->arena, view->plan->n_periods, double);
    for (int k = 0; k < view->plan->n_periods; k++)
        principal[k] = tranche->principal_paid[k] + tranche->residual[k];
    return flows_of(view, t, tranche->interest_paid, principal);
}

/* The mean simulated cash: interest and principal are not told apart in it. */
static ipa_bond mean_flows(const ipa_view *view, int t) {
    double *cash = IPA_NEW_ARRAY(view->arena, view->plan->n_periods, double);
    for (int k = 0; k < view->plan->n_periods; k++)
        cash[k] = view->result->simulation->tranches[t].cashflow[k].mean.mean;
    return flows_of(view, t, NULL, cash);
}

static double yield_of(const ipa_bond *bond, double price) {
    double yield;
    if (bond->n_flows == 0 || !isfinite(price) ||
        ipa_bond_yield(bond, IPA_COMPOUNDING_ANNUAL, price, &yield, NULL) != IPA_OK)
        return NAN;
    return yield;
}

static double spread_of(const ipa_view *view, const ipa_bond *bond, double price) {
    double spread;
    if (bond->n_flows == 0 || !isfinite(price) ||
        ipa_bond_spread(bond, &view->plan->curve, price, &spread, NULL) != IPA_OK)
        return NAN;
    return spread;
}

/* ---- grid ---- */

static const ipa_cells_column GRID_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"现金流", "Cash flow", IPA_FORMAT_TEXT},
    {"收益率（年化，按兑付日）", "Yield (annual, payment dates)", IPA_FORMAT_PROBABILITY},
    {"全价（每百元）", "Dirty price per 100", IPA_FORMAT_PER_UNIT},
    {"应计利息（每百元）", "Accrued per 100", IPA_FORMAT_PER_UNIT},
    {"净价（每百元）", "Clean price per 100", IPA_FORMAT_PER_UNIT},
    {"利差（对曲线）", "Spread over the curve", IPA_FORMAT_PROBABILITY},
    {"加权平均期限（年）", "WAL (years)", IPA_FORMAT_NUMBER},
    {"麦考利久期（年）", "Macaulay duration (years)", IPA_FORMAT_NUMBER},
    {"修正久期（年）", "Modified duration (years)", IPA_FORMAT_NUMBER},
    {"凸性", "Convexity", IPA_FORMAT_NUMBER},
    {"基点价值（每百元）", "DV01 per 100", IPA_FORMAT_NUMBER}};

static const double YIELD_STEPS[] = {-0.01,  -0.0075, -0.005, -0.0025, 0,
                                     0.0025, 0.005,   0.0075, 0.01};

/* What the rows of one tranche and cash flow have in common. */
typedef struct grid_case {
    int t;
    const char *zh, *en;
    ipa_bond bond;
    double wal;
} grid_case;

static void grid_rows(ipa_cells *cells, const grid_case *of, double centre) {
    const ipa_view *view = cells->view;
    double accrued = view->result->base.tranches[of->t].valuation.accrued;
    for (size_t n = 0; n < IPA_CELLS_COUNT(YIELD_STEPS); n++) {
        double yield = centre + YIELD_STEPS[n];
        ipa_bond_risk risk = ipa_bond_risk_at(&of->bond, IPA_COMPOUNDING_ANNUAL, yield);
        const double figures[] = {yield,
                                  risk.price,
                                  accrued,
                                  risk.price - accrued,
                                  spread_of(view, &of->bond, risk.price),
                                  of->wal,
                                  risk.macaulay,
                                  risk.modified,
                                  risk.convexity,
                                  risk.dv01};
        ipa_cells_row(cells);
        ipa_cells_text(cells, view->plan->tranches[of->t].id);
        ipa_cells_words(cells, of->zh, of->en);
        for (size_t figure = 0; figure < IPA_CELLS_COUNT(figures); figure++)
            ipa_cells_number(cells, figures[figure]);
    }
}

ipa_table *ipa_views_price_grid(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "price_grid", GRID_COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++) {
        const ipa_valuation *valuation = &view->result->base.tranches[t].valuation;
        grid_case of = {t, "基准情形", "base case", base_flows(view, t), valuation->wal};
        double centre = yield_of(&of.bond, valuation->price);
        if (!isfinite(centre))
            continue;
        grid_rows(&cells, &of, centre);
        if (view->result->simulation == NULL)
            continue;
        of = (grid_case){t, "损失调整（模拟均值）", "loss-adjusted (simulated mean)",
                         mean_flows(view, t), view->result->simulation->tranches[t].wal.mean};
        if (of.bond.n_flows > 0)
            grid_rows(&cells, &of, centre);
    }
    return cells.table;
}

/* ---- summary ---- */

static const ipa_cells_column SUMMARY_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"票面利率", "Coupon", IPA_FORMAT_PROBABILITY},
    {"现行票面下的价格（每百元）", "Price at this coupon per 100", IPA_FORMAT_PER_UNIT},
    {"应计利息（每百元）", "Accrued per 100", IPA_FORMAT_PER_UNIT},
    {"净价（每百元）", "Clean price per 100", IPA_FORMAT_PER_UNIT},
    {"收益率（年化）", "Yield (annual)", IPA_FORMAT_PROBABILITY},
    {"收益率（按发行价）", "Yield at the issue price", IPA_FORMAT_PROBABILITY},
    {"利差（对曲线）", "Spread over the curve", IPA_FORMAT_PROBABILITY},
    {"平价票面利率（还本不变）", "Coupon at par (same principal)", IPA_FORMAT_PROBABILITY},
    {"加权平均期限（年）", "WAL (years)", IPA_FORMAT_NUMBER},
    {"麦考利久期（年）", "Macaulay duration (years)", IPA_FORMAT_NUMBER},
    {"修正久期（年）", "Modified duration (years)", IPA_FORMAT_NUMBER},
    {"凸性", "Convexity", IPA_FORMAT_NUMBER},
    {"价格（模拟，每百元）", "Price per 100 (simulated)", IPA_FORMAT_PER_UNIT},
    {"±标准误", "± s.e.", IPA_FORMAT_PER_UNIT},
    {"损失调整收益率（按发行价）", "Loss-adjusted yield (at the issue price)",
     IPA_FORMAT_PROBABILITY},
    {"加权平均期限（模拟，年）", "WAL (simulated, years)", IPA_FORMAT_NUMBER},
    {"±标准误", "± s.e.", IPA_FORMAT_NUMBER}};

/* The coupon at which the base case's principal and interest on its balances are worth the balance:
 * exact while the coupon leaves the principal as it is. NaN for a residual tranche, and for one
 * that interest is added to. */
static double par_coupon(const ipa_view *view, int t) {
    const ipa_plan_tranche *tranche = &view->plan->tranches[t];
    const ipa_base_tranche *base = &view->result->base.tranches[t];
    double balance = NAN, principal = 0, annuity = 0;
    if (tranche->is_residual || tranche->n_accreting > 0)
        return NAN;
    for (int k = 0; k < view->plan->n_periods; k++) {
        double years = view->plan->periods[k].years_from_valuation;
        if (years <= 0)
            continue;
        double discount = ipa_curve_discount(&view->plan->curve, years, tranche->spread);
        if (isnan(balance))
            balance = base->opening[k];
        principal += base->principal_paid[k] * discount;
        annuity += base->opening[k] * ipa_fraction_value(tranche->fraction[k]) * discount;
    }
    return annuity > 0 ? (balance - principal) / annuity : NAN;
}

/* Per 100, as the closing states it; else par. */
static double issue_price(const ipa_view *view, int t) {
    const ipa_pairs *proceeds = &view->deal->closing.proceeds;
    for (int n = 0; n < proceeds->n_items; n++)
        if (strcmp(proceeds->items[n].name, view->plan->tranches[t].id) == 0)
            return proceeds->items[n].number.value;
    return 100;
}

static void summary_row(ipa_cells *cells, int t) {
    const ipa_view *view = cells->view;
    const ipa_valuation *valuation = &view->result->base.tranches[t].valuation;
    ipa_bond bond = base_flows(view, t);
    const double figures[] = {ipa_plan_coupon(&view->plan->tranches[t], 0),
                              valuation->price,
                              valuation->accrued,
                              valuation->price - valuation->accrued,
                              valuation->yield,
                              yield_of(&bond, issue_price(view, t)),
                              spread_of(view, &bond, valuation->price),
                              par_coupon(view, t),
                              valuation->wal,
                              valuation->duration_macaulay,
                              valuation->duration,
                              valuation->convexity};
    ipa_cells_row(cells);
    ipa_cells_text(cells, view->plan->tranches[t].id);
    for (size_t n = 0; n < IPA_CELLS_COUNT(figures); n++)
        ipa_cells_number(cells, figures[n]);
    if (view->result->simulation == NULL)
        return;
    const ipa_tranche_figures *simulated = &view->result->simulation->tranches[t];
    ipa_cells_estimate(cells, simulated->price);
    ipa_cells_number(cells, simulated->loss_adjusted_yield);
    ipa_cells_estimate(cells, simulated->wal);
}

ipa_table *ipa_views_price_summary(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "price_summary", SUMMARY_COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++)
        summary_row(&cells, t);
    return cells.table;
}
