/* Coupons and discounts that differ by path, from the draws to what is measured. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/simulate/layers.h"
#include "engine/simulate/measures.h"
#include "engine/simulate/path_result.h"
#include "engine/simulate/simulation.h"
#include "tests/support/rate_deals.h"
#include "tests/support/runs.h"

enum { SEED = 3 };

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(floating, .init = begin, .fini = end);

/** A block of a plan, run and measured. */
typedef struct one_block {
    ipa_layers *layers;
    ipa_measures *measures;
    ipa_row *rows;
} one_block;

static ipa_layers *layers_of(const ipa_plan *plan) {
    return ipa_layers_create(plan, ipa_pool_model_create(ipa_layers_holder(plan), arena), arena);
}

static one_block block_of(const ipa_plan *plan, uint64_t first_path) {
    double *forecast = IPA_NEW_ARRAY(arena, ipa_layers_n_forecast(plan), double);
    ipa_layers_base(layers_of(plan), false, forecast);
    one_block of = {layers_of(plan), ipa_measures_create(plan, false, arena), NULL};
    of.rows = ipa_layout_rows(arena, of.measures->n_rows);
    ipa_layers_set_forecast(of.layers, forecast);
    ipa_layers_simulate(of.layers, SEED, first_path, IPA_LANES);
    ipa_layers_run(of.layers, (ipa_waterfall_options){.outside_support = true});
    ipa_measures_tranches(of.measures, IPA_SUPPORTED, &of.layers->own.payments, of.rows);
    return of;
}

static double figure(const one_block *of, int t, ipa_tranche_figure name, int p) {
    return of->rows[ipa_measures_row(of->measures, IPA_SUPPORTED, t, name)].lane[p];
}

/* Cash × the path's own discount; a path that loses nothing loses nothing at its own coupons. */
Test(floating, a_path_is_measured_at_its_own_rates) {
    const ipa_plan *plan = rate_deal(arena, NULL);
    int n_whole = 0, n_different = 0;
    for (uint64_t first = 0; first < 10 * IPA_LANES; first += IPA_LANES) {
        const one_block of = block_of(plan, first);
        const ipa_payments *paid = &of.layers->own.payments;
        const ipa_rate_rows *rates = paid->rates;
        cr_assert_not_null(rates);
        for (int t = 0; t < 3; t++)
            for (int p = 0; p < IPA_LANES; p++) {
                double worth = 0, on_curve = 0;
                for (int k = 0; k < plan->n_periods; k++) {
                    const int at = t * plan->n_periods + k;
                    const double cash =
                        paid->interest_paid[at].lane[p] + paid->principal_paid[at].lane[p];
                    const double then =
                        ipa_curve_discount(&plan->curve, plan->periods[k].years_from_valuation,
                                           plan->tranches[t].spread) *
                        cash;
                    const double due = paid->opening[at].lane[p] * rates->coupon[t][k].lane[p] *
                                       ipa_fraction_value(plan->tranches[t].fraction[k]);
                    const double before = k > 0 ? paid->interest_unpaid[at - 1].lane[p] : 0;
                    if (before == 0)
                        cr_expect_float_eq(paid->interest_due[at].lane[p], fmax(due, 0), 1e-3);
                    worth += then * rates->discount[k].lane[p];
                    on_curve += then;
                }
                cr_expect_float_eq(figure(&of, t, IPA_FIGURE_PV, p), worth, 1e-4);
                n_different += fabs(worth - on_curve) > 1e-4 * on_curve;
                if (figure(&of, t, IPA_FIGURE_DEFAULT, p) == 0 &&
                    figure(&of, t, IPA_FIGURE_SHORTFALL, p) == 0) {
                    cr_expect_eq(figure(&of, t, IPA_FIGURE_COUPON_LOSS, p), 0);
                    n_whole++;
                }
            }
    }
    cr_expect_gt(n_whole, 1500, "%d", n_whole);
    cr_expect_gt(n_different, 1500);
}

/* Without volatility the simulation is the one without a model. */
Test(floating, certain_rates_change_nothing) {
    const ipa_plan *plain = rate_deal(arena, (const char *const[]){"model.rates=null", NULL});
    const ipa_plan *still =
        rate_deal(arena, (const char *const[]){"model.rates.volatility=0", NULL});
    const one_block a = block_of(plain, 64), b = block_of(still, 64);
    cr_expect_null(a.layers->own.payments.rates);
    cr_expect_not_null(b.layers->own.payments.rates);
    for (int t = 0; t < plain->n_tranches; t++)
        for (int f = 0; f < IPA_N_TRANCHE_FIGURES; f++)
            for (int p = 0; p < IPA_LANES; p++) {
                const double x = figure(&a, t, (ipa_tranche_figure)f, p);
                cr_expect_float_eq(figure(&b, t, (ipa_tranche_figure)f, p), x, 1e-13 * fabs(x));
            }
}

/* What the pool brings hangs on draws of its own, and the base case on none. */
Test(floating, a_model_of_rates_moves_no_other_draw) {
    const ipa_plan *plain = rate_deal(arena, (const char *const[]){"model.rates=null", NULL});
    const ipa_plan *random = rate_deal(arena, NULL);
    const ipa_simulation_options options = {.n_paths = 500, .seed = SEED, .n_threads = 1};
    ipa_result *a, *b;
    cr_assert_eq(ipa_simulation_run(plain, &options, arena, &a, NULL), IPA_OK);
    cr_assert_eq(ipa_simulation_run(random, &options, arena, &b, NULL), IPA_OK);
    const size_t n_periods = (size_t)plain->n_periods;
    cr_expect_arr_eq(a->simulation->collections, b->simulation->collections,
                     n_periods * sizeof *a->simulation->collections);
    cr_expect_arr_eq(a->simulation->obligor_defaults, b->simulation->obligor_defaults,
                     (size_t)plain->n_obligors * sizeof *a->simulation->obligor_defaults);
    for (int t = 0; t < plain->n_tranches; t++) {
        cr_expect_arr_eq(a->base.tranches[t].interest_due, b->base.tranches[t].interest_due,
                         n_periods * sizeof(double));
        cr_expect_arr_eq(a->base.tranches[t].coupon, b->base.tranches[t].coupon,
                         n_periods * sizeof(double));
        cr_expect_eq(a->base.tranches[t].valuation.price, b->base.tranches[t].valuation.price);
    }
    cr_expect_neq(a->simulation->tranches[0].price.mean, b->simulation->tranches[0].price.mean);
}

/* A replay tells the coupons that its path paid. */
Test(floating, a_replay_has_its_path_s_coupons) {
    const ipa_plan *plan = rate_deal(arena, NULL);
    const ipa_simulation_options options = {.n_paths = 100, .seed = SEED, .rounding = true};
    const one_block of = block_of(plan, 64);
    ipa_replayed replayed = {0};
    cr_assert_eq(ipa_simulation_replay(plan, &options, 64 + 9, true, arena, &replayed, NULL),
                 IPA_OK);
    for (int t = 0; t < 3; t++)
        for (int k = 0; k < plan->n_periods; k++)
            cr_expect_eq(replayed.path->tranches[t].coupon[k],
                         of.layers->own.rows.coupon[t][k].lane[9]);
}

/* The trust below a deal pays on the same path of the short rate, run with the deal or alone. */
Test(floating, a_vehicle_sees_the_deal_s_path) {
    static const char *const model[] = {
        "model.rates={kind: hull_white, reversion: 0.1, volatility: 0.01, loadings: {macro: 0.3}}",
        "market.indices={LPR1Y: {flat: 0.045}}",
        "vehicles[trust].tranches[CERT].coupon={floating: LPR1Y, decimals: 8}"};
    const ipa_read_options options = {.overrides = model, .n_overrides = 3};
    ipa_findings findings = ipa_findings_make(arena);
    ipa_deal *deal;
    ipa_plan *plan;
    cr_assert_eq(ipa_deal_read(IPABS_SOURCE_DIR "/deals/eight-firms-trust", &options, arena,
                               &findings, &deal, NULL),
                 IPA_OK);
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &plan, NULL), IPA_OK);
    cr_assert_not_null(plan->lower);
    cr_expect_eq(plan->rates->path, plan->lower->rates->path);
    const one_block both = block_of(plan, 0), alone = block_of(plan->lower, 0);
    int n_floating = 0;
    for (int t = 0; t < plan->lower->n_tranches; t++)
        for (int k = 0; plan->lower->rates->floating[t] && k < plan->lower->n_periods; k++) {
            const int at = t * plan->lower->n_periods + k;
            n_floating += plan->lower->rates->floating[t]->reset[k] >= 0;
            cr_expect_arr_eq(&both.layers->lower.rows.coupon[t][k],
                             &alone.layers->own.rows.coupon[t][k], sizeof(ipa_row));
            cr_expect_arr_eq(&both.layers->lower.payments.interest_due[at],
                             &alone.layers->own.payments.interest_due[at], sizeof(ipa_row));
        }
    cr_expect_gt(n_floating, 0);
}
