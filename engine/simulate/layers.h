#pragma once
/** From the pool to what a plan pays: through the vehicle that holds the pool, where there is one.
 *
 *  Knows: the order pool → vehicle's waterfall → certificate → plan's waterfall.
 *  Does not know: what is measured, threads.
 */
#include "engine/pool/pool.h"
#include "engine/random/rates.h"
#include "engine/waterfall/waterfall.h"

/** A waterfall with what goes in and what comes out. */
typedef struct ipa_layer {
    const ipa_plan *plan;
    ipa_waterfall *waterfall;
    ipa_collections collections;
    ipa_payments payments;
    ipa_rate_rows rows;
    const ipa_rate_rows *rates; /**< those rows once they are drawn; NULL: certain rates */
} ipa_layer;

/** One thread's. */
typedef struct ipa_layers {
    ipa_pool *pool; /**< of the plan that holds the contracts; NULL: its collections are given */
    const ipa_row *entities; /**< [n_entities] latent variables of supporters, of the same block */
    ipa_rates *rates;        /**< NULL: certain */
    ipa_layer own;
    ipa_layer lower;      /**< plan NULL: the plan holds the contracts itself */
    ipa_collections seen; /**< of the vehicle, up to a call; only where it has one */
} ipa_layers;

/** The plan that holds the contracts: its vehicle's, or its own. */
const ipa_plan *ipa_layers_holder(const ipa_plan *plan);

/** Figures that `forecast` of the functions below has room for. @units fen
 *  @shape the plan's [kind][n_periods], then its vehicle's */
int ipa_layers_n_forecast(const ipa_plan *plan);

/** `model` is of the holder's plan. @owner the arena. */
ipa_layers *ipa_layers_create(const ipa_plan *plan, const ipa_pool_model *model, ipa_arena *arena);

/** Without a pool: blocks come from ipa_layers_give. @owner the arena. */
ipa_layers *ipa_layers_create_given(const ipa_plan *plan, ipa_arena *arena);

/** The block to run next, as the holder's pool brought it; read until the next one is given. */
void ipa_layers_give(ipa_layers *layers, const ipa_collections *collections,
                     const ipa_row *entities);

void ipa_layers_set_forecast(ipa_layers *layers, const double *forecast);

/** The base case's collections become the forecast of both layers, unless it is foreseen already.
 *  Runs the base case, without a trace, as far as that takes. */
void ipa_layers_base(ipa_layers *layers, bool is_foreseen, double *forecast);

/** Draws the rates of a block of paths, for both layers; nothing where they are certain. */
void ipa_layers_draw_rates(ipa_layers *layers, uint64_t seed, uint64_t first_path, int n_paths);

/** Draws a block of paths, up to what the pool brings, and its rates. */
void ipa_layers_simulate(ipa_layers *layers, uint64_t seed, uint64_t first_path, int n_paths);

/** Runs both waterfalls on the block drawn last; the trace is the plan's. */
void ipa_layers_run(ipa_layers *layers, ipa_waterfall_options options);
