#include "engine/math/quantile_table.h"

#include "engine/math/beta.h"
#include "engine/math/elementary.h"
#include "engine/math/gamma.h"
#include "engine/math/normal.h"

#define HALF_LOG_2PI 0x1.d67f1c864beb5p-1
/* Ten times better between nodes than promised: the middle is not quite the worst point. */
#define TOLERANCE 1e-10
/* A logarithm below this is a zero, log-odds above it a one: no figure depends on its digits. */
#define UNDERFLOW_LOG -745.0
enum { COARSEST = 8, FINEST = 256, PIECE = 64 };

typedef struct tabulated {
    int is_share;
    double a, b;
} tabulated;

/* The exact quantile in the interpolated coordinate. */
static double exact(const tabulated *law, double z) {
    const double p = ipa_normal_cdf(z), q = ipa_normal_cdf(-z);
    return law->is_share ? ipa_beta_logit_quantile(law->a, law->b, p, q)
                         : ipa_gamma_log_quantile(law->a, p, q);
}

/* With w the density in the interpolated coordinate g: g' = φ/w, g'' = −g' (z + g' (ln w)'). */
static void fill_node(const tabulated *law, double z, double step, double node[3]) {
    const double value = exact(law, z);
    const double log_density = law->is_share ? ipa_beta_log_density_of_logit(law->a, law->b, value)
                                             : ipa_gamma_log_density_of_log(law->a, value);
    const double slope_of_log = law->is_share ? law->a - (law->a + law->b) / (1.0 + ipa_exp(-value))
                                              : law->a - ipa_exp(value);
    const double slope = ipa_exp(-0.5 * z * z - HALF_LOG_2PI - log_density);
    node[0] = value;
    node[1] = step * slope;
    node[2] = -0.5 * step * step * slope * (z + slope * slope_of_log);
}

IPA_LANES_INLINE double interpolated(const double *nodes, double per_score, double z) {
    const double end = IPA_QUANTILE_TABLE_END, last = 2.0 * end * per_score - 1.0;
    double inside = z < -end ? -end : z;
    inside = inside > end ? end : inside;
    const double at = (inside + end) * per_score;
    /* A score that is not a number takes a place in the table too, and stays none. */
    const int whole = (int)(at < last ? at : last);
    const double *left = nodes + 3 * whole, *right = left + 3;
    const double t = at - whole;
    const double value = right[0] - left[0] - left[1] - left[2];
    const double slope = right[1] - left[1] - 2.0 * left[2];
    const double curvature = right[2] - left[2];
    const double third = fma(10.0, value, fma(-4.0, slope, curvature));
    const double fourth = fma(-15.0, value, fma(7.0, slope, -2.0 * curvature));
    const double fifth = fma(6.0, value, fma(-3.0, slope, curvature));
    const double upper = fma(t, fma(t, fma(t, fifth, fourth), third), left[2]);
    return fma(t, fma(t, upper, left[1]), left[0]);
}

static void fill(const tabulated *law, int per_score, ipa_quantile_table *table) {
    const double step = 1.0 / per_score;
    table->per_score = per_score;
    table->n_intervals = (int)(2.0 * IPA_QUANTILE_TABLE_END * per_score);
    for (int i = 0; i <= table->n_intervals; i++)
        fill_node(law, i * step - IPA_QUANTILE_TABLE_END, step, table->nodes + 3 * i);
}

static int is_fine_enough(const tabulated *law, const ipa_quantile_table *table) {
    for (int i = 0; i < table->n_intervals; i++) {
        const double z = (i + 0.5) / table->per_score - IPA_QUANTILE_TABLE_END;
        const double truth = exact(law, z),
                     error = interpolated(table->nodes, table->per_score, z) - truth;
        const int counts = truth > UNDERFLOW_LOG && (!law->is_share || truth < -UNDERFLOW_LOG);
        if (counts && !(error < TOLERANCE && error > -TOLERANCE))
            return 0;
    }
    return 1;
}

static ipa_status build(ipa_arena *arena, const tabulated *law, double scale,
                        const ipa_quantile_table **table, ipa_error *error) {
    ipa_quantile_table *built = IPA_NEW(arena, ipa_quantile_table);
    built->is_share = law->is_share;
    built->scale = scale;
    for (int per_score = COARSEST; per_score <= FINEST; per_score *= 2) {
        const size_t n_nodes = (size_t)(2.0 * IPA_QUANTILE_TABLE_END * per_score) + 1;
        built->nodes = IPA_NEW_ARRAY(arena, 3 * n_nodes, double);
        fill(law, per_score, built);
        if (is_fine_enough(law, built)) {
            *table = built;
            return IPA_OK;
        }
    }
    return ipa_fail(error, IPA_NO_CONVERGENCE,
                    "the quantiles of a %s with parameters %.6g and %.6g are too steep to tabulate",
                    law->is_share ? "beta" : "gamma", law->a, law->b);
}

ipa_status ipa_quantile_table_gamma(ipa_arena *arena, double shape, double scale,
                                    const ipa_quantile_table **table, ipa_error *error) {
    if (!(shape > 0.0 && shape < INFINITY && scale > 0.0 && scale < INFINITY))
        return ipa_fail(error, IPA_RANGE, "no gamma has shape %.6g and scale %.6g", shape, scale);
    return build(arena, &(tabulated){.a = shape, .b = scale}, scale, table, error);
}

ipa_status ipa_quantile_table_beta(ipa_arena *arena, double a, double b,
                                   const ipa_quantile_table **table, ipa_error *error) {
    if (!(a > 0.0 && a < INFINITY && b > 0.0 && b < INFINITY))
        return ipa_fail(error, IPA_RANGE, "no beta has parameters %.6g and %.6g", a, b);
    return build(arena, &(tabulated){.is_share = 1, .a = a, .b = b}, 1.0, table, error);
}

/* In pieces through an array of our own: the compiler cannot know that x is not among the nodes. */
IPA_LANES_INLINE void table_lanes(const ipa_quantile_table *table, int n, const double *z,
                                  double *x) {
    const double per_score = table->per_score, scale = table->scale;
    double g[PIECE];
    for (int start = 0; start < n; start += PIECE) {
        const int length = n - start < PIECE ? n - start : PIECE;
        for (int p = 0; p < length; p++)
            g[p] = interpolated(table->nodes, per_score, z[start + p]);
        if (table->is_share)
            for (int p = 0; p < length; p++)
                x[start + p] = 1.0 / (1.0 + ipa_exp(-g[p]));
        else
            for (int p = 0; p < length; p++)
                x[start + p] = scale * ipa_exp(g[p]);
    }
}

IPA_PER_INSTRUCTION_SET(extern, ipa_quantile_table_at, table_lanes,
                        (const ipa_quantile_table *table, int n, const double *z, double *x),
                        (table, n, z, x))

double ipa_quantile_table_one(const ipa_quantile_table *table, double z) {
    double x;
    ipa_quantile_table_at(table, 1, &z, &x);
    return x;
}
