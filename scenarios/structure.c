#include "scenarios/structure.h"

#include <string.h>

#include "engine/simulate/base_case.h"

/* What lies right of the pool, from the start of a field path; of a vehicle's likewise. A section
 * stands for everything in it. */
static const char *const allowed[] = {
    "accounts",
    "fees",
    "tranches",
    "support",
    "triggers",
    "ledgers",
    "servicer",
    "waterfalls",
    "closing",
    "reports",
    "market.discount",
    "market.spreads",
    "obligor_fees",
    "subsidies",
    "simulation.rounding",
    "stress.curve_shift",
    "stress.support_off",
};
enum { N_ALLOWED = sizeof allowed / sizeof *allowed };

/* The section of a vehicle: what follows `vehicles[trust].`. */
static const char *inside_vehicle(const char *field) {
    static const char start[] = "vehicles[";
    const char *end = strncmp(field, start, sizeof start - 1) == 0 ? strchr(field, ']') : NULL;
    return end != NULL && end[1] == '.' ? end + 2 : field;
}

static bool begins_with(const char *field, const char *section) {
    const size_t length = strlen(section);
    return strncmp(field, section, length) == 0 && strchr(".[", field[length]) != NULL;
}

ipa_status ipa_structure_allows(const char *field, ipa_error *error) {
    const char *own = inside_vehicle(field);
    for (int n = 0; n < N_ALLOWED; n++)
        if (begins_with(own, allowed[n]))
            return IPA_OK;
    return ipa_fail(error, IPA_RANGE,
                    "`%s` changes what the pool brings, and structures are compared on the same "
                    "paths: change notes, fees, accounts, support, triggers, ledgers, waterfalls, "
                    "closing, discounting or spreads",
                    field);
}

ipa_status ipa_structure_open(const ipa_overlay_base *base, const ipa_structure_options *options,
                              ipa_structure_source **made, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *arena = ipa_arena_create();
    ipa_structure_source *source = IPA_NEW(arena, ipa_structure_source);
    *made = NULL;
    *source = (ipa_structure_source){.arena = arena, .base = *base, .options = *options};
    if (source->base.laws == NULL)
        source->base.laws = ipa_laws_create(arena); /* nobody else uses this arena from now on */
    IPA_TRY(ipa_overlay_apply(&source->base, NULL, 0, arena, &source->deal, error));
    if (options->n_paths > 0) {
        const ipa_collection_store_options keeping = {
            .n_paths = options->n_paths,
            .seed = options->seed,
            .n_threads = options->n_threads,
            .memory_bytes = options->memory_bytes,
            .progress = options->progress,
            .context = options->context,
        };
        IPA_TRY(ipa_collection_store_create(source->deal.plan, &keeping, &source->store, error));
    }
    *made = source;
out:
    if (status != IPA_OK)
        ipa_structure_close(source);
    return status;
}

void ipa_structure_close(ipa_structure_source *source) {
    if (!source)
        return;
    ipa_collection_store_free(source->store);
    ipa_arena_destroy(source->arena);
}

/* A structure has no file of its own to point into: the field and what is wrong with it. */
static ipa_status first_finding(const ipa_findings *findings, ipa_error *error) {
    for (size_t n = 0; n < findings->n_items; n++) {
        const ipa_finding *at = &findings->items[n];
        if (ipa_code_lookup(at->code)->severity == IPA_ERROR)
            return ipa_fail(error, IPA_FINDINGS, "`%s`: %s", at->field, at->message);
    }
    return ipa_fail(error, IPA_FINDINGS, "the changed deal has errors");
}

static ipa_status resolve(const ipa_structure_source *source, const ipa_stress_override *overlay,
                          int n_overlay, ipa_arena *arena, ipa_overlaid *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int n = 0; n < n_overlay; n++)
        IPA_TRY(ipa_structure_allows(ipa_overlay_field(overlay[n].field, arena), error));
    status = ipa_overlay_apply(&source->base, overlay, n_overlay, arena, to, error);
    if (status == IPA_FINDINGS)
        status = first_finding(&to->findings, error);
    IPA_TRY(status);
    const char *difference =
        source->store ? ipa_collection_store_difference(source->store, to->plan) : NULL;
    if (difference != NULL)
        status =
            ipa_fail(error, IPA_RANGE, "a structure needs the deal's own pool, and %s", difference);
out:
    return status;
}

ipa_status ipa_structure_run(const ipa_structure_source *source, const ipa_stress_override *overlay,
                             int n_overlay, const ipa_rerun_options *options, ipa_arena *arena,
                             ipa_structured *made, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_overlaid of;
    ipa_rerun_options chosen = *options;
    chosen.rounding = source->options.rounding;
    *made = (ipa_structured){0};
    IPA_TRY(resolve(source, overlay, n_overlay, arena, &of, error));
    made->deal = of.deal;
    made->plan = of.plan;
    double *forecast = IPA_NEW_ARRAY(arena, ipa_layers_n_forecast(of.plan), double);
    made->base[IPA_SUPPORTED] = ipa_base_case_run(of.plan, arena, forecast);
    if (!options->skip[IPA_WITHOUT_SUPPORT])
        made->base[IPA_WITHOUT_SUPPORT] = ipa_base_case_unsupported(of.plan, arena);
    if (source->store)
        IPA_TRY(ipa_rerun_run(of.plan, (ipa_rerun_base){&made->base[IPA_SUPPORTED], forecast},
                              source->store, &chosen, arena, made->tranches, error));
out:
    return status;
}
