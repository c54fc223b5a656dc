#include "engine/simulate/layers.h"

#include "engine/pool/cash_days.h"
#include "engine/simulate/certificate.h"
#include "engine/waterfall/seen.h"

const ipa_plan *ipa_layers_holder(const ipa_plan *plan) {
    return plan->lower != NULL ? plan->lower : plan;
}

static int n_forecast(const ipa_plan *plan) {
    return plan != NULL ? IPA_N_COLLECTION_KINDS * plan->n_periods : 0;
}

int ipa_layers_n_forecast(const ipa_plan *plan) {
    return n_forecast(plan) + n_forecast(plan->lower);
}

static ipa_layer layer_create(const ipa_plan *plan, ipa_arena *arena) {
    return (ipa_layer){
        .plan = plan,
        .waterfall = ipa_waterfall_create(plan, arena),
        .collections = ipa_cash_days_collections(plan, arena),
        .payments = ipa_waterfall_payments(plan, arena),
        .rows = ipa_rates_rows(plan, arena),
    };
}

ipa_layers *ipa_layers_create_given(const ipa_plan *plan, ipa_arena *arena) {
    ipa_layers *layers = IPA_NEW(arena, ipa_layers);
    layers->own = layer_create(plan, arena);
    layers->rates = ipa_rates_create(plan, arena);
    if (plan->lower != NULL)
        layers->lower = layer_create(plan->lower, arena);
    if (plan->lower != NULL && ipa_seen_differs(plan->lower))
        layers->seen = ipa_cash_days_collections(plan->lower, arena);
    return layers;
}

ipa_layers *ipa_layers_create(const ipa_plan *plan, const ipa_pool_model *model, ipa_arena *arena) {
    ipa_layers *layers = ipa_layers_create_given(plan, arena);
    layers->pool = ipa_pool_create_shared(model, arena);
    layers->entities = ipa_pool_defaults(layers->pool)->entities;
    return layers;
}

void ipa_layers_set_forecast(ipa_layers *layers, const double *forecast) {
    ipa_waterfall_set_forecast(layers->own.waterfall, forecast);
    if (layers->lower.plan != NULL)
        ipa_waterfall_set_forecast(layers->lower.waterfall,
                                   forecast + n_forecast(layers->own.plan));
}

/* Where the pool's cash goes first. */
static ipa_layer *first(ipa_layers *layers) {
    return layers->lower.plan != NULL ? &layers->lower : &layers->own;
}

void ipa_layers_give(ipa_layers *layers, const ipa_collections *collections,
                     const ipa_row *entities) {
    first(layers)->collections = *collections;
    layers->entities = entities;
}

static void read_rates(const ipa_rates *rates, ipa_layer *layer) {
    ipa_rates_read(rates, layer->plan, &layer->rows);
    layer->rates = &layer->rows;
}

void ipa_layers_draw_rates(ipa_layers *layers, uint64_t seed, uint64_t first_path, int n_paths) {
    if (layers->rates == NULL)
        return;
    ipa_rates_draw(layers->rates, seed, first_path, n_paths);
    read_rates(layers->rates, &layers->own);
    if (layers->lower.plan != NULL)
        read_rates(layers->rates, &layers->lower);
}

static void run_layer(ipa_layer *layer, ipa_waterfall_options options) {
    options.rates = layer->rates;
    ipa_waterfall_run(layer->waterfall, &layer->collections, options, &layer->payments);
}

static void run_lower(ipa_layers *layers, ipa_waterfall_options options) {
    ipa_layer *lower = &layers->lower;
    options.trace = NULL;
    run_layer(lower, options);
    const ipa_collections *below =
        ipa_seen_collections(lower->plan, &lower->payments, &lower->collections, &layers->seen);
    ipa_certificate_collect(layers->own.plan, layers->entities, below, &lower->payments,
                            &layers->own.collections);
}

static void foresee(const ipa_layer *layer, double *forecast) {
    const int n_periods = layer->plan->n_periods;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < n_periods; k++)
            forecast[kind * n_periods + k] = layer->collections.cash[kind][k].lane[0];
}

void ipa_layers_base(ipa_layers *layers, bool is_foreseen, double *forecast) {
    ipa_pool_base(layers->pool, &first(layers)->collections);
    if (layers->lower.plan != NULL) {
        if (!is_foreseen)
            foresee(&layers->lower, forecast + n_forecast(layers->own.plan));
        ipa_layers_set_forecast(layers, forecast);
        run_lower(layers, (ipa_waterfall_options){.rounding = true, .outside_support = true});
    }
    if (!is_foreseen)
        foresee(&layers->own, forecast);
    ipa_layers_set_forecast(layers, forecast);
}

void ipa_layers_simulate(ipa_layers *layers, uint64_t seed, uint64_t first_path, int n_paths) {
    ipa_pool_simulate(layers->pool, seed, first_path, n_paths, &first(layers)->collections);
    ipa_layers_draw_rates(layers, seed, first_path, n_paths);
}

void ipa_layers_run(ipa_layers *layers, ipa_waterfall_options options) {
    if (layers->lower.plan != NULL)
        run_lower(layers, options);
    run_layer(&layers->own, options);
}
