/* Hazards that follow sales: the calibration in plain arithmetic, default times against a slow
 * search, and laws within four standard errors at fixed seeds. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/pool/intensity.h"
#include "tests/support/oracle.h"
#include "tests/support/sales_plan.h"
#include "tests/support/witness.h"

enum { N_PERIODS = 20, N_FACTORS = 2, N_CREDITS = 6, N_BLOCKS = 2048 };
enum { N_PATHS = N_BLOCKS * IPA_LANES };
#define STEP 0.2

/* Curve A of oracle 05: knots at 1, 3, 5 years, then hazard 0.03; its knots lie at ends of periods.
 * Curve S is steep, with a knot inside a period, a stretch without defaults, and ends flat. */
static const double years_a[] = {0, 1, 3, 5, 6};
static const double hazard_a[] = {0, 0.010, 0.046, 0.096, 0.126};
static const double years_s[] = {0, 0.5, 1.2, 2.9, 3.3, 4.5, 6};
static const double hazard_s[] = {0, 0.1, 0.1, 0.6, 3.0, 3.3, 3.3};

static const double loads_none[] = {0, 0}, loads_high[] = {1.5, 0}, loads_both[] = {0.8, -0.6};
static const double loads_against[] = {-1.5, 0};

typedef struct world {
    sales_plan *of;
    ipa_plan_obligor obligors[N_CREDITS - 1];
    ipa_plan_entity entity;
    const ipa_intensity *intensity;
    ipa_sales *sales;
    ipa_row *whole_life;
} world;

static ipa_credit credit_a(uint32_t stream, const double *loadings) {
    return (ipa_credit){.stream = stream,
                        .loadings = loadings,
                        .n_points = 5,
                        .years = years_a,
                        .cumulative_hazard = hazard_a};
}

static ipa_credit credit_s(uint32_t stream, const double *loadings) {
    return (ipa_credit){.stream = stream,
                        .loadings = loadings,
                        .n_points = 7,
                        .years = years_s,
                        .cumulative_hazard = hazard_s};
}

enum { NONE, TWIN, OTHER_TWIN, BOTH, STEEP, ENTITY };

static world *world_create(void) {
    static const double c[] = {1, 0.4, 0.4, 1};
    world *made = calloc(1, sizeof *made);
    cr_assert_not_null(made);
    made->of = sales_plan_create(N_FACTORS, c, N_PERIODS, STEP);
    ipa_plan *plan = &made->of->plan;
    plan->sales[0] = sales_plan_process(made->of, 0.3, 0.35);
    plan->sales[1] = sales_plan_growing(made->of, (sales_growth){0.2, 0.15, 0.02, 0.7, 0.08, 0.3});
    made->obligors[NONE].credit = credit_a(10, loads_none);
    made->obligors[TWIN].credit = credit_a(11, loads_high);
    made->obligors[OTHER_TWIN].credit = credit_a(12, loads_high);
    made->obligors[BOTH].credit = credit_a(13, loads_both);
    made->obligors[STEEP].credit = credit_s(14, loads_high);
    made->entity.credit = credit_a(11, loads_against);
    plan->intensity = true;
    plan->obligors = made->obligors;
    plan->n_obligors = N_CREDITS - 1;
    plan->entities = &made->entity;
    plan->n_entities = 1;
    made->intensity = ipa_intensity_calibrate(plan, made->of->arena);
    made->sales = ipa_sales_create(plan, made->of->arena);
    made->whole_life = ipa_layout_rows(made->of->arena, N_FACTORS);
    return made;
}

static void world_free(world *of) {
    sales_plan_free(of->of);
    free(of);
}

static void draw(world *of, uint64_t seed, uint64_t first_path, int n_paths) {
    ipa_factors_draw(&of->sales->model, seed, first_path, n_paths, of->whole_life->lane);
    ipa_sales_draw(of->sales, seed, first_path, n_paths, of->whole_life);
}

static const ipa_credit *credit_of(const world *of, int credit) {
    return credit < N_CREDITS - 1 ? &of->obligors[credit].credit : &of->entity.credit;
}

/** λ(k) of a path, in plain arithmetic. */
static double slow_hazard(const world *of, int credit, int k, int p) {
    const double *b = credit_of(of, credit)->loadings;
    double exponent = 0;
    for (int f = 0; f < N_FACTORS; f++)
        exponent -= b[f] * of->sales->state[f * N_PERIODS + k].lane[p];
    return ipa_intensity_hazards(of->intensity, credit)[k] * exp(exponent);
}

/* ---- calibration ---- */

/* On the calibration's own paths the mean survival is the curve to the last digits. */
Test(intensity, mean_survival_of_the_calibration_is_the_curve) {
    world *of = world_create();
    static double survival[N_CREDITS][N_PERIODS];
    for (uint64_t first = 0; first < IPA_INTENSITY_PATHS; first += IPA_LANES) {
        draw(of, IPA_INTENSITY_SEED, first, IPA_LANES);
        for (int credit = TWIN; credit < N_CREDITS; credit++)
            for (int p = 0; p < IPA_LANES; p++) {
                double integral = 0;
                for (int k = 0; k < N_PERIODS; k++) {
                    integral += slow_hazard(of, credit, k, p) * STEP;
                    survival[credit][k] += exp(-integral) / IPA_INTENSITY_PATHS;
                }
            }
    }
    ipa_witness witness = {0};
    for (int credit = TWIN; credit < N_CREDITS; credit++)
        for (int k = 0; k < N_PERIODS; k++)
            witness_compare(&witness, credit * 100 + k, survival[credit][k],
                            ipa_credit_survival(credit_of(of, credit), (k + 1) * STEP), 0);
    witness_expect(&witness, "mean survival", (N_CREDITS - 1) * N_PERIODS, 1e-12);
    world_free(of);
}

/* Where sales do not move, the hazard is the curve's. */
Test(intensity, hazards_of_still_sales_are_the_curve_s) {
    sales_plan *of = sales_plan_create(1, NULL, N_PERIODS, STEP);
    ipa_plan_obligor obligor = {.credit = credit_a(1, (double[]){2.0})};
    of->plan.sales[0] = sales_plan_process(of, 0.3, 0);
    of->plan.obligors = &obligor;
    of->plan.n_obligors = 1;
    const double *h = ipa_intensity_hazards(ipa_intensity_calibrate(&of->plan, of->arena), 0);
    for (int k = 0; k < N_PERIODS; k++) {
        const double expected = k < 5 ? 0.010 : k < 15 ? 0.018 : 0.025;
        cr_expect_float_eq(h[k], expected, 1e-13, "period %d: %.17g", k, h[k]);
    }
    sales_plan_free(of);
}

/* Who has the same curve and loadings has the same hazards; who has none follows the curve. A
   stretch without hazard stays one; a certain default is a default at once. */
Test(intensity, hazards_are_shared_zero_or_infinite_where_the_curve_says_so) {
    world *of = world_create();
    const ipa_intensity *intensity = of->intensity;
    cr_expect_null(ipa_intensity_hazards(intensity, NONE));
    cr_expect_eq(ipa_intensity_hazards(intensity, TWIN),
                 ipa_intensity_hazards(intensity, OTHER_TWIN));
    cr_expect_neq(ipa_intensity_hazards(intensity, TWIN), ipa_intensity_hazards(intensity, BOTH));
    cr_expect_neq(ipa_intensity_hazards(intensity, TWIN), ipa_intensity_hazards(intensity, STEEP));
    cr_expect_eq(ipa_intensity_hazards(intensity, STEEP)[4], 0); /* (0.8, 1.0] */
    cr_expect_gt(ipa_intensity_hazards(intensity, STEEP)[6], 0);
    world_free(of);

    static const double knots[] = {0, 1, 2}, certain[] = {0, 0.1, INFINITY};
    sales_plan *plan = sales_plan_create(1, NULL, 3, 1);
    ipa_plan_obligor obligor = {.credit = {.loadings = (double[]){1.0},
                                           .n_points = 3,
                                           .years = knots,
                                           .cumulative_hazard = certain}};
    plan->plan.sales[0] = sales_plan_process(plan, 0, 0.2);
    plan->plan.obligors = &obligor;
    plan->plan.n_obligors = 1;
    intensity = ipa_intensity_calibrate(&plan->plan, plan->arena);
    cr_expect_eq(ipa_intensity_hazards(intensity, 0)[1], INFINITY);
    ipa_sales *sales = ipa_sales_create(&plan->plan, plan->arena);
    ipa_row whole_life;
    double years[IPA_LANES];
    ipa_factors_draw(&sales->model, 1, 0, IPA_LANES, whole_life.lane);
    ipa_sales_draw(sales, 1, 0, IPA_LANES, &whole_life);
    ipa_intensity_times(intensity, 0, sales, years);
    for (int p = 0; p < IPA_LANES; p++)
        cr_expect_leq(years[p], 1);
    sales_plan_free(plan);
}

/* ---- default times ---- */

/* The slow search: period by period until the integral passes E. */
static double slow_years(const world *of, int credit, int p, double e) {
    const ipa_credit *curve = credit_of(of, credit);
    double integral = 0;
    for (int k = 0; k < N_PERIODS; k++) {
        const double hazard = slow_hazard(of, credit, k, p);
        if (integral + hazard * STEP >= e)
            return k * STEP + (e - integral) / hazard;
        integral += hazard * STEP;
    }
    const double end = ipa_credit_hazard(curve, N_PERIODS * STEP);
    return ipa_credit_default_years(curve, exp(-(end + e - integral)));
}

Test(intensity, times_are_the_slow_ones) {
    world *of = world_create();
    ipa_witness witness = {0};
    double years[IPA_LANES];
    for (uint64_t block = 0; block < 40; block++) {
        const int n_paths = 64 - (int)block;
        draw(of, 3, 1000 * block, n_paths);
        for (int credit = TWIN; credit < N_CREDITS; credit++) {
            ipa_intensity_times(of->intensity, credit, of->sales, years);
            for (int p = 0; p < n_paths; p++) {
                const ipa_stream stream = {credit == ENTITY ? IPA_PURPOSE_ENTITY
                                                            : IPA_PURPOSE_OBLIGOR,
                                           credit_of(of, credit)->stream};
                const double u = ipa_draw_uniform(3, 1000 * block + (uint64_t)p, stream, 0);
                witness_compare(&witness, credit, years[p], slow_years(of, credit, p, -log1p(-u)),
                                0);
            }
        }
    }
    witness_expect(&witness, "time of default", 8000, 1e-12);
    world_free(of);
}

/* Without loadings it is the inverse of the curve at the path's own uniform, to the bit. */
Test(intensity, times_without_loadings_are_the_curve_s) {
    world *of = world_create();
    double years[IPA_LANES];
    draw(of, 4, 0, IPA_LANES);
    ipa_intensity_times(of->intensity, NONE, of->sales, years);
    for (int p = 0; p < IPA_LANES; p++) {
        const double u = ipa_draw_uniform(4, (uint64_t)p, (ipa_stream){IPA_PURPOSE_OBLIGOR, 10}, 0);
        cr_expect_eq(years[p], ipa_credit_default_years(credit_of(of, NONE), 1 - u));
    }
    world_free(of);
}

/* Without loadings a path's defaults are those of a Gaussian copula without loadings, one for one:
   the same uniforms against the same curve. */
Test(intensity, times_without_loadings_are_an_independent_copula_s) {
    world *of = world_create();
    double years[IPA_LANES], latent[IPA_LANES];
    for (uint64_t first = 0; first < 6400; first += IPA_LANES) {
        draw(of, 4, first, IPA_LANES);
        ipa_intensity_times(of->intensity, NONE, of->sales, years);
        ipa_draw_normals(4, first, IPA_LANES, (ipa_stream){IPA_PURPOSE_OBLIGOR, 10}, 0, latent);
        for (double end = 0.5; end < 40; end *= 2) {
            const double threshold = ipa_credit_threshold(credit_of(of, NONE), end, false, 0);
            for (int p = 0; p < IPA_LANES; p++)
                cr_assert_eq(years[p] > end, latent[p] > threshold, "%g years", end);
        }
    }
    world_free(of);
}

/* A path is the same in whatever block it is drawn. */
Test(intensity, a_path_is_the_same_in_every_block) {
    world *of = world_create();
    double wide[IPA_LANES], one[IPA_LANES];
    draw(of, 4, 0, IPA_LANES);
    ipa_intensity_times(of->intensity, BOTH, of->sales, wide);
    for (int p = 0; p < IPA_LANES; p += 9) {
        draw(of, 4, (uint64_t)p, 1);
        ipa_intensity_times(of->intensity, BOTH, of->sales, one);
        cr_expect_eq(one[0], wide[p]);
    }
    world_free(of);
}

/* ---- laws ---- */

typedef struct simulated {
    double years[N_CREDITS][N_PATHS], state[N_PATHS]; /**< state: factor 0 at the end */
} simulated;

static simulated *simulate(world *of, uint64_t seed) {
    static simulated made;
    double years[IPA_LANES];
    for (int first = 0; first < N_PATHS; first += IPA_LANES) {
        draw(of, seed, (uint64_t)first, IPA_LANES);
        for (int credit = 0; credit < N_CREDITS; credit++) {
            ipa_intensity_times(of->intensity, credit, of->sales, years);
            memcpy(&made.years[credit][first], years, sizeof years);
        }
        memcpy(&made.state[first], of->sales->state[N_PERIODS - 1].lane, sizeof years);
    }
    return &made;
}

static double alive(const simulated *on, int credit, double years) {
    long n = 0;
    for (int p = 0; p < N_PATHS; p++)
        n += on->years[credit][p] > years;
    return (double)n / N_PATHS;
}

static double both_alive(const simulated *on, int a, int b, double years) {
    long n = 0;
    for (int p = 0; p < N_PATHS; p++)
        n += on->years[a][p] > years && on->years[b][p] > years;
    return (double)n / N_PATHS;
}

/* The error has two parts: of the calibration, Var S(t | sales)/16384 with Var S(t | sales) =
   P(two twins alive) − S², and of the simulation. The bound for it is that of the twins, whose
   loading is the largest; for the steep one it is S(1 − S). */
Test(intensity, mean_survival_is_the_curve_on_other_paths) {
    world *of = world_create();
    const simulated *on = simulate(of, 5);
    for (int credit = 0; credit < N_CREDITS; credit++)
        for (double years = STEP; years < 4.1; years += STEP) {
            const double exact = ipa_credit_survival(credit_of(of, credit), years);
            const double conditional =
                credit == STEEP ? exact * (1 - exact)
                                : both_alive(on, TWIN, OTHER_TWIN, years) - exact * exact;
            const double error =
                sqrt(exact * (1 - exact) / N_PATHS + fmax(0, conditional) / IPA_INTENSITY_PATHS);
            const double errors = (alive(on, credit, years) - exact) / error;
            cr_expect_lt(fabs(errors), 4, "credit %d at %g: %g errors", credit, years, errors);
        }
    world_free(of);
}

/* Defaults of those who follow the same sales come together, of those who run against them apart;
   whoever follows sales defaults when they are low. */
Test(intensity, dependence_has_the_right_sign) {
    world *of = world_create();
    const simulated *on = simulate(of, 6);
    const double end = N_PERIODS * STEP;
    const double twin = alive(on, TWIN, end), other = alive(on, OTHER_TWIN, end);
    const double none = alive(on, NONE, end), against = alive(on, ENTITY, end);
    const double error = sqrt(twin * (1 - twin) * other * (1 - other) / N_PATHS);
    cr_expect_gt(both_alive(on, TWIN, OTHER_TWIN, end) - twin * other, 4 * error);
    cr_expect_lt(both_alive(on, TWIN, ENTITY, end) - twin * against, -4 * error);
    cr_expect_lt(fabs(both_alive(on, TWIN, NONE, end) - twin * none), 4 * error);
    double low = 0, high = 0;
    long n_low = 0, n_high = 0;
    for (int p = 0; p < N_PATHS; p++) {
        low += on->years[TWIN][p] <= end ? on->state[p] : 0;
        n_low += on->years[TWIN][p] <= end;
        high += on->years[ENTITY][p] <= end ? on->state[p] : 0;
        n_high += on->years[ENTITY][p] <= end;
    }
    const double spread = 0.35 * sqrt((1 - exp(-0.6 * end)) / 0.6);
    cr_expect_lt(low / (double)n_low, -4 * spread / sqrt((double)n_low));
    cr_expect_gt(high / (double)n_high, 4 * spread / sqrt((double)n_high));
    world_free(of);
}

/* Given survival of the last period, what is left is the curve's: P(τ > T + s | τ > T). Curve S is
   flat from 4.5 years on: nobody defaults any more. */
Test(intensity, after_the_last_period_the_curve_goes_on) {
    world *of = world_create();
    const simulated *on = simulate(of, 7);
    const double end = N_PERIODS * STEP;
    static const double later[] = {4.5, 5, 6, 8, 15, 40};
    for (int credit = 0; credit < N_CREDITS; credit++)
        for (size_t n = 0; n < sizeof later / sizeof *later; n++) {
            const double start = alive(on, credit, end);
            const double exact = ipa_credit_survival(credit_of(of, credit), later[n]) /
                                 ipa_credit_survival(credit_of(of, credit), end);
            const double error = sqrt(exact * (1 - exact) / (start * N_PATHS));
            cr_expect_leq(fabs(alive(on, credit, later[n]) / start - exact), 4 * error + 1e-15,
                          "credit %d at %g", credit, later[n]);
        }
    for (int p = 0; p < N_PATHS; p++)
        cr_assert(on->years[STEEP][p] <= 4.5 || on->years[STEEP][p] == INFINITY);
    world_free(of);
}

/* Oracle 05: survival at its times, and its default times as quantiles of survival. */
Test(intensity, without_loadings_the_law_is_that_of_oracle_05) {
    static const char tag[] = "curve=A;knots=1|3|5;h=0.010|0.018|0.025|0.030;";
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("05_hazard_default_time.csv", &n_rows);
    world *of = world_create();
    const simulated *on = simulate(of, 8);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        const bool survival = strcmp(row->case_id, "survival") == 0;
        if ((!survival && strcmp(row->case_id, "default_time") != 0) ||
            strncmp(row->params, tag, strlen(tag)) != 0)
            continue;
        const double years = survival ? oracle_parameter(row, "t") : row->value;
        const double exact = survival ? row->value : oracle_parameter(row, "u");
        const double errors =
            (alive(on, NONE, years) - exact) / sqrt(exact * (1 - exact) / N_PATHS);
        cr_expect_lt(fabs(errors), 4, "%s: %g errors", row->params, errors);
        n_checked++;
    }
    cr_expect_eq(n_checked, 12);
    free(rows);
    world_free(of);
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2 and clang give the same. */
Test(intensity, has_the_bits_of_every_machine) {
    sales_plan *of = sales_plan_create(1, NULL, 16, 1);
    /* Written out, for the helper's processes come from libm. */
    double decay[16], sd[16], drift[16], years[IPA_LANES] = {0};
    for (int k = 0; k < 16; k++) {
        decay[k] = 0.875;
        sd[k] = 0.1875;
        drift[k] = -0.015625 * (k + 1);
    }
    of->plan.sales[0] = (ipa_plan_process){.given = true, .decay = decay, .sd = sd, .drift = drift};
    ipa_plan_obligor obligor = {.credit = credit_a(1, (double[]){1.5})};
    of->plan.obligors = &obligor;
    of->plan.n_obligors = 1;
    const ipa_intensity *intensity = ipa_intensity_calibrate(&of->plan, of->arena);
    uint64_t hash = witness_hash(WITNESS_HASH_START, 16, ipa_intensity_hazards(intensity, 0));
    ipa_sales *sales = ipa_sales_create(&of->plan, of->arena);
    for (uint64_t block = 0; block < 32; block++) {
        ipa_row whole_life;
        ipa_factors_draw(&sales->model, 1, block * IPA_LANES, IPA_LANES, whole_life.lane);
        ipa_sales_draw(sales, 1, block * IPA_LANES, IPA_LANES, &whole_life);
        ipa_intensity_times(intensity, 0, sales, years);
        hash = witness_hash(hash, IPA_LANES, years);
    }
    cr_expect_eq(hash, 0x78256f4fb8927aabu, "0x%llx", (unsigned long long)hash);
    sales_plan_free(of);
}
