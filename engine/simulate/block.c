#include "engine/simulate/block.h"

#include "engine/pool/cash_days.h"
#include "engine/waterfall/seen.h"

/* model 7.4: 1e-6 yuan for a deal of 100 million, more for a larger one */
static const double breach_fen = 1e-4, breach_deal_fen = 1e10;

double ipa_block_most_breach(const ipa_plan *plan) {
    double size = plan->pool_original;
    for (int t = 0; t < plan->n_tranches; t++)
        size += plan->tranches[t].original;
    return breach_fen * (size > breach_deal_fen ? size / breach_deal_fen : 1);
}

ipa_block *ipa_block_create(const ipa_measures *measures, const ipa_pool_model *model,
                            const double *forecast, bool rounding, ipa_arena *arena) {
    const ipa_plan *plan = measures->plan;
    ipa_block *block = IPA_NEW(arena, ipa_block);
    block->measures = measures;
    block->rounding = rounding;
    block->layers = ipa_layers_create(plan, model, arena);
    ipa_layers_set_forecast(block->layers, forecast);
    if (ipa_seen_differs(plan))
        block->seen = ipa_cash_days_collections(plan, arena);
    block->rows = ipa_layout_rows(arena, measures->n_rows);
    block->tally = ipa_tally_create(measures->n_tallied, measures->pairs,
                                    measures->n_variants * plan->n_tranches * IPA_N_RATIOS, arena);
    return block;
}

static void run_variant(ipa_block *block, ipa_variant variant) {
    const ipa_payments *payments = &block->layers->own.payments;
    ipa_layers_run(block->layers,
                   (ipa_waterfall_options){.rounding = block->rounding,
                                           .outside_support = variant == IPA_SUPPORTED});
    ipa_measures_tranches(block->measures, variant, payments, block->rows);
    for (int p = 0; p < payments->n_paths; p++) {
        const double breach = payments->breach->lane[p];
        /* written so that a breach that is not a number counts */
        if (!(breach <= block->breach))
            block->breach = breach;
    }
}

void ipa_block_run(ipa_block *block, uint64_t seed, uint64_t first_path, int n_paths) {
    const ipa_layer *own = &block->layers->own;
    block->breach = 0;
    ipa_layers_simulate(block->layers, seed, first_path, n_paths);
    run_variant(block, IPA_SUPPORTED);
    ipa_measures_deal(block->measures,
                      ipa_seen_collections(block->measures->plan, &own->payments, &own->collections,
                                           &block->seen),
                      &own->payments, block->rows);
    if (block->measures->n_variants == IPA_N_VARIANTS)
        run_variant(block, IPA_WITHOUT_SUPPORT);
    ipa_tally_set(&block->tally, block->rows, n_paths);
}
