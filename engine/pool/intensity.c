#include "engine/pool/intensity.h"

#include <math.h>
#include <string.h>

#include "engine/deal/credit.h"
#include "engine/math/elementary.h"

enum { N_BLOCKS = IPA_INTENSITY_PATHS / IPA_LANES };

typedef struct hazards {
    const ipa_credit *credit;
    ipa_purpose purpose; /**< of its own stream */
    const double *level; /**< h [n_periods]; NULL: loads on nothing */
} hazards;

struct ipa_intensity {
    const ipa_plan *plan;
    int n_credits;
    hazards *credits;
    double *ends; /**< [n_periods] years from the cut-off date */
};

/* ---- lane kernels ---- */

/* exp(−Σ b_f·state_f[k]): the hazard as a multiple of h[k]. */
IPA_LANES_INLINE void relative_lanes(const ipa_plan *plan, const double *loadings, int k,
                                     const ipa_row *state, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] = 0;
    for (int f = 0; f < plan->n_factors; f++) {
        const double b = loadings[f];
        const double *restrict row = state[f * plan->n_periods + k].lane;
        if (b == 0)
            continue;
        for (int p = 0; p < IPA_LANES; p++)
            x[p] = fma(-b, row[p], x[p]);
    }
    for (int p = 0; p < IPA_LANES; p++)
        x[p] = ipa_exp(x[p]);
}

/* The times at which the integrals meet E; infinity, and `met` what they are, where they do not. */
IPA_LANES_INLINE void times_lanes(const ipa_intensity *of, const hazards *credit,
                                  const ipa_row *state, const double *restrict exponential,
                                  double *restrict met, double *restrict years) {
    double rate[IPA_LANES] IPA_LANES_ALIGNED;
    for (int p = 0; p < IPA_LANES; p++) {
        met[p] = 0;
        years[p] = INFINITY;
    }
    for (int k = 0; k < of->plan->n_periods; k++) {
        const double start = k > 0 ? of->ends[k - 1] : 0, length = of->ends[k] - start;
        const double level = credit->level[k];
        relative_lanes(of->plan, credit->credit->loadings, k, state, rate);
        for (int p = 0; p < IPA_LANES; p++) {
            const double hazard = level * rate[p], next = met[p] + hazard * length;
            const double here = start + (exponential[p] - met[p]) / hazard;
            const double later = next >= exponential[p] ? here : INFINITY;
            years[p] = met[p] < exponential[p] ? later : years[p];
            met[p] = next;
        }
    }
}

/* With x = h·m: Σ w(1 − e^{−x}), those who default, and Σ w·m·e^{−x}, its slope in h; lane by lane,
   so that the sums are the same on every machine. */
IPA_LANES_INLINE void defaults_lanes(double h, const double *restrict m, const double *restrict w,
                                     double *restrict sums) {
    double *restrict defaulted = sums, *restrict slope = sums + IPA_LANES;
    for (int p = 0; p < 2 * IPA_LANES; p++)
        sums[p] = 0;
    for (int block = 0; block < N_BLOCKS; block++)
        for (int p = 0; p < IPA_LANES; p++) {
            const int at = block * IPA_LANES + p;
            const double lost = ipa_expm1(-h * m[at]);
            defaulted[p] -= w[at] * lost;
            slope[p] += w[at] * m[at] * (1.0 + lost);
        }
}

IPA_LANES_INLINE void exposure_lanes(const ipa_plan *plan, const double *loadings, int k,
                                     const ipa_row *state, double *restrict m) {
    const ptrdiff_t block_rows = (ptrdiff_t)plan->n_factors * plan->n_periods;
    for (int block = 0; block < N_BLOCKS; block++)
        relative_lanes(plan, loadings, k, state + block * block_rows, m + block * IPA_LANES);
}

IPA_LANES_INLINE void survive_lanes(double h, const double *restrict m, double *restrict w) {
    for (int at = 0; at < IPA_INTENSITY_PATHS; at++)
        w[at] *= ipa_exp(-h * m[at]);
}

IPA_PER_INSTRUCTION_SET(static, times, times_lanes,
                        (const ipa_intensity *of, const hazards *credit, const ipa_row *state,
                         const double *exponential, double *met, double *years),
                        (of, credit, state, exponential, met, years))
IPA_PER_INSTRUCTION_SET(static, defaults, defaults_lanes,
                        (double h, const double *m, const double *w, double *sums), (h, m, w, sums))
IPA_PER_INSTRUCTION_SET(static, exposure, exposure_lanes,
                        (const ipa_plan *plan, const double *loadings, int k, const ipa_row *state,
                         double *m),
                        (plan, loadings, k, state, m))
IPA_PER_INSTRUCTION_SET(static, survive, survive_lanes, (double h, const double *m, double *w),
                        (h, m, w))

/* ---- calibration ---- */

/** What the calibration of one credit after the other works on. */
typedef struct calibration {
    ipa_intensity *of;
    ipa_row *state; /**< [N_BLOCKS][n_factors][n_periods] */
    double *m, *w;  /**< of one period: exposure; weight of having survived so far */
} calibration;

/* The share of the paths that has to default in a period falls short of h·m for any h below the
   answer and grows ever more slowly: Newton's steps from 0 climb to the answer and never pass it.
   They end where rounding has the last word. */
static double solve(const calibration *on, double defaulting) {
    double h = 0, last = INFINITY, sums[2 * IPA_LANES] IPA_LANES_ALIGNED;
    const double target = defaulting * IPA_INTENSITY_PATHS;
    for (int round = 0; round < 1000; round++) {
        double defaulted = 0, slope = 0;
        defaults(h, on->m, on->w, sums);
        for (int p = 0; p < IPA_LANES; p++) {
            defaulted += sums[p];
            slope += sums[IPA_LANES + p];
        }
        const double step = (target - defaulted) / slope, size = fabs(step);
        h += step;
        if (!(size > 1e-15 * h) || (size < 1e-8 * h && size >= 0.5 * last))
            break;
        last = size;
    }
    return h;
}

static const double *calibrate(const calibration *on, const ipa_credit *credit, ipa_arena *arena) {
    const ipa_plan *plan = on->of->plan;
    double *level = IPA_NEW_ARRAY(arena, plan->n_periods, double);
    double before = 0; /* integrated hazard of the curve */
    for (int at = 0; at < IPA_INTENSITY_PATHS; at++)
        on->w[at] = 1;
    for (int k = 0; k < plan->n_periods; k++) {
        const double now = ipa_credit_hazard(credit, on->of->ends[k]);
        const double length = on->of->ends[k] - (k > 0 ? on->of->ends[k - 1] : 0);
        exposure(plan, credit->loadings, k, on->state, on->m);
        double h = 0;
        if (now > before)
            h = now < INFINITY ? solve(on, -ipa_exp(-before) * ipa_expm1(before - now)) : INFINITY;
        survive(h, on->m, on->w);
        level[k] = h / length;
        before = now;
    }
    return level;
}

static bool loads(const ipa_plan *plan, const ipa_credit *credit) {
    for (int f = 0; f < plan->n_factors; f++)
        if (credit->loadings[f] != 0)
            return true;
    return false;
}

static bool same(const double *a, const double *b, int n) {
    return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

static bool alike(const ipa_plan *plan, const ipa_credit *a, const ipa_credit *b) {
    return a->n_points == b->n_points && same(a->loadings, b->loadings, plan->n_factors) &&
           same(a->years, b->years, a->n_points) &&
           same(a->cumulative_hazard, b->cumulative_hazard, a->n_points);
}

static void draw_states(const ipa_plan *plan, ipa_arena *arena, ipa_row *state) {
    ipa_sales *sales = ipa_sales_create(plan, arena);
    ipa_row *whole_life = ipa_layout_rows(arena, plan->n_factors);
    const size_t n_rows = (size_t)plan->n_factors * (size_t)plan->n_periods;
    for (size_t block = 0; block < N_BLOCKS; block++) {
        const uint64_t first = block * IPA_LANES;
        ipa_factors_draw(&sales->model, IPA_INTENSITY_SEED, first, IPA_LANES, whole_life->lane);
        ipa_sales_draw(sales, IPA_INTENSITY_SEED, first, IPA_LANES, whole_life);
        memcpy(state + block * n_rows, sales->state, n_rows * sizeof *state);
    }
}

static void calibrate_all(ipa_intensity *of, ipa_arena *arena) {
    const ipa_plan *plan = of->plan;
    ipa_arena *scratch = ipa_arena_create();
    calibration on = {.of = of,
                      .m = IPA_NEW_ARRAY(scratch, IPA_INTENSITY_PATHS, double),
                      .w = IPA_NEW_ARRAY(scratch, IPA_INTENSITY_PATHS, double)};
    for (int at = 0; at < of->n_credits; at++) {
        hazards *credit = &of->credits[at];
        if (!loads(plan, credit->credit))
            continue;
        for (int other = 0; other < at && !credit->level; other++)
            if (alike(plan, of->credits[other].credit, credit->credit))
                credit->level = of->credits[other].level;
        if (!on.state) {
            on.state = ipa_layout_rows(scratch, N_BLOCKS * plan->n_factors * plan->n_periods);
            draw_states(plan, scratch, on.state);
        }
        if (!credit->level)
            credit->level = calibrate(&on, credit->credit, arena);
    }
    ipa_arena_destroy(scratch);
}

const ipa_intensity *ipa_intensity_calibrate(const ipa_plan *plan, ipa_arena *arena) {
    ipa_intensity *of = IPA_NEW(arena, ipa_intensity);
    of->plan = plan;
    of->n_credits = plan->n_obligors + plan->n_entities;
    of->credits = IPA_NEW_ARRAY(arena, of->n_credits, hazards);
    of->ends = IPA_NEW_ARRAY(arena, plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++)
        of->ends[k] = (plan->periods[k].collection_end - plan->periods[0].collection_start) / 365.0;
    for (int i = 0; i < plan->n_obligors; i++)
        of->credits[i] =
            (hazards){.credit = &plan->obligors[i].credit, .purpose = IPA_PURPOSE_OBLIGOR};
    for (int n = 0; n < plan->n_entities; n++)
        of->credits[plan->n_obligors + n] =
            (hazards){.credit = &plan->entities[n].credit, .purpose = IPA_PURPOSE_ENTITY};
    calibrate_all(of, arena);
    return of;
}

const double *ipa_intensity_hazards(const ipa_intensity *intensity, int credit) {
    return intensity->credits[credit].level;
}

/* ---- default times ---- */

/* On the curve's own hazard from the last period's end, where `met` of E is behind. */
static double after_the_last(const ipa_intensity *of, const ipa_credit *credit, double left) {
    const double end = of->ends[of->plan->n_periods - 1];
    const double years =
        ipa_credit_default_years(credit, ipa_exp(-(ipa_credit_hazard(credit, end) + left)));
    return years > end ? years : end;
}

void ipa_intensity_times(const ipa_intensity *intensity, int credit, const ipa_sales *sales,
                         double *years) {
    const hazards *of = &intensity->credits[credit];
    double uniform[IPA_LANES] IPA_LANES_ALIGNED = {0}, met[IPA_LANES] IPA_LANES_ALIGNED;
    double exponential[IPA_LANES] IPA_LANES_ALIGNED;
    IPA_ASSERT(sales != NULL);
    ipa_draw_uniforms(sales->seed, sales->first_path, sales->n_paths,
                      (ipa_stream){of->purpose, of->credit->stream}, 0, uniform);
    if (!of->level) {
        for (int p = 0; p < sales->n_paths; p++)
            years[p] = ipa_credit_default_years(of->credit, 1 - uniform[p]);
        return;
    }
    for (int p = 0; p < IPA_LANES; p++)
        exponential[p] = 1 - uniform[p];
    ipa_log_array(IPA_LANES, exponential, exponential);
    for (int p = 0; p < IPA_LANES; p++)
        exponential[p] = -exponential[p];
    times(intensity, of, sales->state, exponential, met, years);
    for (int p = 0; p < sales->n_paths; p++)
        if (!(years[p] < INFINITY))
            years[p] = after_the_last(intensity, of->credit, exponential[p] - met[p]);
}
