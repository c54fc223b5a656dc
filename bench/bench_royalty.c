/* Royalties: 100 contracts on 4 industries over 20 quarters, each with noise of its own, three
 * tiers, a minimum, a cap and contract years; on blocks of paths, and one path after the other in
 * plain C with libm's exp on the same draws, which must find the same royalties. */
#include <math.h>

#include "bench/bench.h"
#include "engine/math/cholesky.h"
#include "engine/pool/royalty.h"
#include "engine/pool/sales.h"

enum { N_CONTRACTS = 100, N_FACTORS = 4, N_PERIODS = 20, N_PATHS = 4096, N_REPEATS = 5 };
enum { SEED = 20250725 };

typedef struct bench_royalty {
    ipa_plan plan;
    ipa_plan_royalty royalties[N_CONTRACTS];
    ipa_sales *sales;
    ipa_row *whole_life, *own, *dues;
    double blocks_total, scalar_total; /**< all dues of all paths, fen */
} bench_royalty;

/* ---- the pool ---- */

static ipa_plan_process reverting(ipa_arena *arena, double kappa, double sigma) {
    double *decay = IPA_NEW_ARRAY(arena, N_PERIODS, double);
    double *sd = IPA_NEW_ARRAY(arena, N_PERIODS, double);
    double *drift = IPA_NEW_ARRAY(arena, N_PERIODS, double);
    for (int k = 0; k < N_PERIODS; k++) {
        decay[k] = exp(-kappa * 0.25);
        sd[k] = sigma * sqrt((1 - exp(-2 * kappa * 0.25)) / (2 * kappa));
        drift[k] = -0.5 * sigma * sigma * (1 - exp(-2 * kappa * 0.25 * (k + 1))) / (2 * kappa);
    }
    return (ipa_plan_process){.given = true, .decay = decay, .sd = sd, .drift = drift};
}

static void set_factors(bench_royalty *bench, ipa_arena *arena) {
    static const double correlation[N_FACTORS * N_FACTORS] = {1,  .3, .2, .1, .3, 1,  .4, .2,
                                                              .2, .4, 1,  .3, .1, .2, .3, 1};
    ipa_plan *plan = &bench->plan;
    plan->n_periods = N_PERIODS;
    plan->n_factors = N_FACTORS;
    plan->cholesky = IPA_NEW_ARRAY(arena, N_FACTORS * N_FACTORS, double);
    plan->factor_streams = IPA_NEW_ARRAY(arena, N_FACTORS, uint32_t);
    plan->sales = IPA_NEW_ARRAY(arena, N_FACTORS, ipa_plan_process);
    plan->whole_life = IPA_NEW_ARRAY(arena, N_PERIODS, double);
    if (ipa_cholesky_factor(N_FACTORS, correlation, plan->cholesky, NULL, NULL) != IPA_OK)
        exit(1);
    for (int f = 0; f < N_FACTORS; f++) {
        plan->factor_streams[f] = 1 + (uint32_t)f;
        plan->sales[f] = reverting(arena, 0.2 + 0.1 * f, 0.25);
    }
    for (int k = 0; k < N_PERIODS; k++)
        plan->whole_life[k] = 1 / sqrt(N_PERIODS);
}

static void set_royalties(bench_royalty *bench, ipa_arena *arena) {
    static const double from[] = {0, 2e9, 5e9}, rate[] = {0.05, 0.04, 0.03};
    for (int c = 0; c < N_CONTRACTS; c++) {
        ipa_plan_sale *sales = IPA_NEW_ARRAY(arena, N_PERIODS, ipa_plan_sale);
        for (int k = 0; k < N_PERIODS; k++)
            sales[k] = (ipa_plan_sale){.period = k,
                                       .base = 2e8 * (1 + c % 9),
                                       .opens_year = k % 4 == 0,
                                       .closes_year = k % 4 == 3};
        bench->royalties[c] = (ipa_plan_royalty){.n_tiers = 3,
                                                 .from = from,
                                                 .rate = rate,
                                                 .minimum = 5e7,
                                                 .cap = 3e8,
                                                 .factor = c % N_FACTORS,
                                                 .own = reverting(arena, 0.5, 0.3),
                                                 .sales = sales,
                                                 .n_sales = N_PERIODS};
    }
}

/* ---- blocks of paths ---- */

static void on_blocks(void *context) {
    bench_royalty *bench = context;
    double sums[IPA_LANES] = {0};
    for (uint64_t first = 0; first < N_PATHS; first += IPA_LANES) {
        ipa_sales *sales = bench->sales;
        ipa_factors_draw(&sales->model, SEED, first, IPA_LANES, bench->whole_life->lane);
        ipa_sales_draw(sales, SEED, first, IPA_LANES, bench->whole_life);
        for (int c = 0; c < N_CONTRACTS; c++) {
            const ipa_plan_royalty *royalty = &bench->royalties[c];
            ipa_sales_own(sales, &royalty->own, 1000 + (uint32_t)c, bench->own);
            ipa_royalty_dues(royalty, sales->multiplier + royalty->factor * N_PERIODS, bench->own,
                             bench->dues);
            for (int n = 0; n < N_PERIODS; n++)
                for (int p = 0; p < IPA_LANES; p++)
                    sums[p] += bench->dues[n].lane[p];
        }
    }
    bench->blocks_total = 0;
    for (int p = 0; p < IPA_LANES; p++)
        bench->blocks_total += sums[p];
}

/* ---- one path after the other ---- */

static double normal(uint64_t path, ipa_purpose purpose, uint32_t id, int index) {
    return ipa_draw_normal(SEED, path, (ipa_stream){purpose, id}, (uint64_t)index);
}

static void walk(const ipa_plan_process *process, const double *shocks, double *multiplier) {
    double state = 0;
    for (int k = 0; k < N_PERIODS; k++) {
        state = process->decay[k] * state + process->sd[k] * shocks[k];
        multiplier[k] = exp(state + process->drift[k]);
    }
}

static void walk_factors(const bench_royalty *bench, uint64_t path,
                         double multiplier[N_FACTORS][N_PERIODS]) {
    const ipa_plan *plan = &bench->plan;
    double own[N_FACTORS][N_PERIODS];
    for (int f = 0; f < N_FACTORS; f++)
        for (int k = 0; k < N_PERIODS; k++)
            own[f][k] = normal(path, k == 0 ? IPA_PURPOSE_FACTOR : IPA_PURPOSE_SHOCK,
                               plan->factor_streams[f], k);
    for (int f = 0; f < N_FACTORS; f++) {
        double x[N_PERIODS] = {0}, along = 0, length = 0;
        for (int k = 0; k < N_PERIODS; k++) {
            const double v = (k == 0) - plan->whole_life[k];
            for (int g = 0; g <= f; g++)
                x[k] += plan->cholesky[f * N_FACTORS + g] * own[g][k];
            along += v * x[k];
            length += v * v;
        }
        for (int k = 0; k < N_PERIODS; k++)
            x[k] -= 2 * ((k == 0) - plan->whole_life[k]) * along / length;
        walk(&plan->sales[f], x, multiplier[f]);
    }
}

static double royalties(const ipa_plan_royalty *royalty, const double *factor, const double *own) {
    double total = 0, sold = 0;
    for (int n = 0; n < royalty->n_sales; n++) {
        const ipa_plan_sale *sale = &royalty->sales[n];
        if (sale->opens_year)
            sold = 0;
        const double before = sold > 0 ? ipa_plan_royalty_fee(royalty, sold, false) : 0;
        sold += sale->base * factor[sale->period] * own[sale->period];
        const double due = ipa_plan_royalty_fee(royalty, sold, sale->closes_year) - before;
        total += due > 0 ? due : 0;
    }
    return total;
}

static void one_by_one(void *context) {
    bench_royalty *bench = context;
    bench->scalar_total = 0;
    for (uint64_t path = 0; path < N_PATHS; path++) {
        double factors[N_FACTORS][N_PERIODS], shocks[N_PERIODS], own[N_PERIODS];
        walk_factors(bench, path, factors);
        for (int c = 0; c < N_CONTRACTS; c++) {
            const ipa_plan_royalty *royalty = &bench->royalties[c];
            for (int k = 0; k < N_PERIODS; k++)
                shocks[k] = normal(path, IPA_PURPOSE_SALES, 1000 + (uint32_t)c, k);
            walk(&royalty->own, shocks, own);
            bench->scalar_total += royalties(royalty, factors[royalty->factor], own);
        }
    }
}

static void print(const char *what, bench_time time) {
    const double items = (double)N_CONTRACTS * N_PERIODS * N_PATHS;
    bench_print(what, time, items, "contract-period-paths");
    printf("%-40s %10.2f ns\n", "  each", 1e9 * time.median / items);
}

int main(void) {
    ipa_arena *arena = ipa_arena_create();
    bench_royalty *bench = IPA_NEW(arena, bench_royalty);
    set_factors(bench, arena);
    set_royalties(bench, arena);
    bench->sales = ipa_sales_create(&bench->plan, arena);
    bench->whole_life = ipa_layout_rows(arena, N_FACTORS);
    bench->own = ipa_layout_rows(arena, N_PERIODS);
    bench->dues = ipa_layout_rows(arena, N_PERIODS);
    const bench_time ours = bench_run(on_blocks, bench, N_REPEATS);
    print("royalties on blocks of paths", ours);
    const bench_time peer = bench_run(one_by_one, bench, N_REPEATS);
    print("royalties, path after path", peer);
    bench_print_ratio("ratio", ours, peer);
    const double apart = fabs(bench->blocks_total / bench->scalar_total - 1);
    printf("%-40s %10.1e\n", "totals apart by", apart);
    ipa_arena_destroy(arena);
    return apart < 1e-11 ? 0 : 1;
}
