#include "engine/pool/sales.h"

#include <string.h>

#include "engine/math/elementary.h"

static bool royalty_is_random(const ipa_plan *plan, const ipa_plan_royalty *royalty) {
    return royalty->own.given || (royalty->factor >= 0 && plan->sales[royalty->factor].given);
}

bool ipa_sales_needed(const ipa_plan *plan) {
    for (int c = 0; c < plan->n_contracts; c++)
        if (plan->contracts[c].royalty && royalty_is_random(plan, plan->contracts[c].royalty))
            return true;
    return plan->intensity;
}

static void fill(ipa_row *row, double value) {
    for (int p = 0; p < IPA_LANES; p++)
        row->lane[p] = value;
}

static size_t n_rows(const ipa_plan *plan) {
    return (size_t)plan->n_factors * (size_t)plan->n_periods;
}

ipa_sales *ipa_sales_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_sales *sales = IPA_NEW(arena, ipa_sales);
    const int n = (int)n_rows(plan);
    sales->plan = plan;
    sales->model = (ipa_factors){.n_factors = plan->n_factors,
                                 .cholesky = plan->cholesky,
                                 .streams = plan->factor_streams,
                                 .n_periods = plan->n_periods,
                                 .weights = plan->whole_life};
    sales->shocks = ipa_layout_rows(arena, n);
    sales->state = ipa_layout_rows(arena, n);
    sales->multiplier = ipa_layout_rows(arena, n);
    sales->growth_shocks = ipa_layout_rows(arena, plan->n_periods);
    for (int row = 0; row < n; row++)
        fill(&sales->multiplier[row], 1);
    return sales;
}

/* ---- lane kernels: rows [n_periods] ---- */

/* In place: from the shocks to the state. */
IPA_LANES_INLINE void walk_lanes(const ipa_plan_process *process, int n, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] *= process->sd[0];
    for (int k = 1; k < n; k++) {
        const double decay = process->decay[k], sd = process->sd[k];
        double *restrict now = x + k * IPA_LANES;
        const double *restrict before = now - IPA_LANES;
        for (int p = 0; p < IPA_LANES; p++)
            now[p] = fma(decay, before[p], sd * now[p]);
    }
}

/* In place likewise; growth carries over from period to period. */
IPA_LANES_INLINE void grow_lanes(const ipa_plan_process *process, int n,
                                 const double *restrict growth_shocks, double *restrict x) {
    double state[IPA_LANES] IPA_LANES_ALIGNED = {0}, growth[IPA_LANES] IPA_LANES_ALIGNED = {0};
    for (int k = 0; k < n; k++) {
        const double decay = process->decay[k], gain = process->gain[k], sd = process->sd[k];
        const double growth_decay = process->growth_decay[k];
        const double shared = process->growth_shared[k], own = process->growth_own[k];
        const double *restrict zeta = growth_shocks + k * IPA_LANES;
        double *restrict now = x + k * IPA_LANES;
        for (int p = 0; p < IPA_LANES; p++) {
            const double shock = now[p];
            state[p] = fma(decay, state[p], fma(gain, growth[p], sd * shock));
            growth[p] = fma(growth_decay, growth[p], fma(shared, shock, own * zeta[p]));
            now[p] = state[p];
        }
    }
}

IPA_LANES_INLINE void multiply_lanes(int n, const double *restrict drift,
                                     const double *restrict state, double *restrict multiplier) {
    for (int k = 0; k < n; k++)
        for (int p = 0; p < IPA_LANES; p++)
            multiplier[k * IPA_LANES + p] = ipa_exp(state[k * IPA_LANES + p] + drift[k]);
}

IPA_LANES_INLINE void multiply_own_lanes(int n, const double *restrict drift, double *restrict x) {
    for (int k = 0; k < n; k++)
        for (int p = 0; p < IPA_LANES; p++)
            x[k * IPA_LANES + p] = ipa_exp(x[k * IPA_LANES + p] + drift[k]);
}

IPA_PER_INSTRUCTION_SET(static, walk, walk_lanes,
                        (const ipa_plan_process *process, int n, double *x), (process, n, x))
IPA_PER_INSTRUCTION_SET(static, grow, grow_lanes,
                        (const ipa_plan_process *process, int n, const double *growth_shocks,
                         double *x),
                        (process, n, growth_shocks, x))
IPA_PER_INSTRUCTION_SET(static, multiply, multiply_lanes,
                        (int n, const double *drift, const double *state, double *multiplier),
                        (n, drift, state, multiplier))
IPA_PER_INSTRUCTION_SET(static, multiply_own, multiply_own_lanes,
                        (int n, const double *drift, double *x), (n, drift, x))

/* ---- blocks ---- */

static void move_factor(ipa_sales *sales, int f) {
    const ipa_plan_process *process = &sales->plan->sales[f];
    const int n = sales->plan->n_periods;
    const ptrdiff_t first = (ptrdiff_t)f * n;
    double *state = sales->state[first].lane;
    memcpy(state, sales->shocks[first].lane, (size_t)n * sizeof(ipa_row));
    if (process->grows) {
        const ipa_stream stream = {IPA_PURPOSE_GROWTH, sales->plan->factor_streams[f]};
        ipa_draw_normal_rows(sales->seed, sales->first_path, sales->n_paths, stream, n,
                             sales->growth_shocks->lane);
        grow(process, n, sales->growth_shocks->lane, state);
    } else {
        walk(process, n, state);
    }
    multiply(n, process->drift, state, sales->multiplier[first].lane);
}

void ipa_sales_draw(ipa_sales *sales, uint64_t seed, uint64_t first_path, int n_paths,
                    const ipa_row *whole_life) {
    sales->seed = seed;
    sales->first_path = first_path;
    sales->n_paths = n_paths;
    ipa_factors_shocks(&sales->model, seed, first_path, n_paths, whole_life->lane,
                       sales->shocks->lane);
    for (int f = 0; f < sales->plan->n_factors; f++)
        if (sales->plan->sales[f].given)
            move_factor(sales, f);
}

void ipa_sales_expected(ipa_sales *sales) {
    const ipa_plan *plan = sales->plan;
    sales->n_paths = 1;
    memset(sales->state, 0, n_rows(plan) * sizeof(ipa_row));
    for (int f = 0; f < plan->n_factors; f++)
        for (int k = 0; k < plan->n_periods; k++)
            fill(&sales->multiplier[f * plan->n_periods + k],
                 plan->sales[f].given ? plan->sales[f].expected[k] : 1);
}

void ipa_sales_own(const ipa_sales *sales, const ipa_plan_process *own, uint32_t stream,
                   ipa_row *multiplier) {
    const int n = sales->plan->n_periods;
    if (!own->given) {
        for (int k = 0; k < n; k++)
            fill(&multiplier[k], 1);
        return;
    }
    IPA_ASSERT(!own->grows);
    if (sales->n_paths < IPA_LANES)
        memset(multiplier, 0, (size_t)n * sizeof *multiplier);
    ipa_draw_normal_rows(sales->seed, sales->first_path, sales->n_paths,
                         (ipa_stream){IPA_PURPOSE_SALES, stream}, n, multiplier->lane);
    walk(own, n, multiplier->lane);
    multiply_own(n, own->drift, multiplier->lane);
}
