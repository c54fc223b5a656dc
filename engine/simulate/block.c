#include "engine/simulate/block.h"

#include "engine/pool/cash_days.h"
#include "engine/waterfall/seen.h"

ipa_block *ipa_block_create(const ipa_measures *measures, const ipa_pool_model *model,
                            const double *forecast, bool rounding, ipa_arena *arena) {
    const ipa_plan *plan = measures->plan;
    ipa_block *block = IPA_NEW(arena, ipa_block);
    block->measures = measures;
    block->rounding = rounding;
    block->pool = ipa_pool_create_shared(model, arena);
    block->waterfall = ipa_waterfall_create(plan, arena);
    ipa_waterfall_set_forecast(block->waterfall, forecast);
    block->collections = ipa_cash_days_collections(plan, arena);
    if (plan->may_be_called)
        block->seen = ipa_cash_days_collections(plan, arena);
    block->payments = ipa_waterfall_payments(plan, arena);
    block->rows = ipa_layout_rows(arena, measures->n_rows);
    block->tally = ipa_tally_create(measures->n_tallied, measures->pairs,
                                    measures->n_variants * plan->n_tranches * IPA_N_RATIOS, arena);
    return block;
}

static void run_variant(ipa_block *block, ipa_variant variant) {
    ipa_waterfall_run(block->waterfall, &block->collections,
                      (ipa_waterfall_options){.rounding = block->rounding,
                                              .outside_support = variant == IPA_SUPPORTED},
                      &block->payments);
    ipa_measures_tranches(block->measures, variant, &block->payments, block->rows);
    for (int p = 0; p < block->payments.n_paths; p++) {
        const double breach = block->payments.breach->lane[p];
        /* written so that a breach that is not a number counts */
        if (!(breach <= block->breach))
            block->breach = breach;
    }
}

void ipa_block_run(ipa_block *block, uint64_t seed, uint64_t first_path, int n_paths) {
    block->breach = 0;
    ipa_pool_simulate(block->pool, seed, first_path, n_paths, &block->collections);
    run_variant(block, IPA_SUPPORTED);
    ipa_measures_deal(block->measures,
                      ipa_seen_collections(block->measures->plan, &block->payments,
                                           &block->collections, &block->seen),
                      &block->payments, block->rows);
    if (block->measures->n_variants == IPA_N_VARIANTS)
        run_variant(block, IPA_WITHOUT_SUPPORT);
    ipa_tally_set(&block->tally, block->rows, n_paths);
}
