#include "reports/json_stress.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/decimal.h"
#include "reports/json.h"
#include "reports/json_run.h"

static const char *const VARIANTS[IPA_N_VARIANTS] = {
    [IPA_SUPPORTED] = "with_support", [IPA_WITHOUT_SUPPORT] = "without_support"};

/* From 1, as the file counts; null: none. */
static void put_period(json_t *object, const char *key, int period) {
    json_object_set_new(object, key, period < 0 ? json_null() : json_integer(period + 1));
}

static json_t *dumped(json_t *object, ipa_arena *arena, const char **text) {
    char *bytes = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(17));
    *text = bytes != NULL ? ipa_arena_copy(arena, bytes) : NULL;
    free(bytes);
    return object;
}

/* ---- one scenario ---- */

static json_t *overlay(const ipa_stress_scenario *scenario) {
    json_t *object = json_object();
    for (int n = 0; n < scenario->n_overlay; n++) {
        const ipa_stress_override *one = &scenario->overlay[n];
        ipa_decimal value;
        json_object_set_new(object, one->field,
                            ipa_decimal_parse(one->value, &value)
                                ? json_real(ipa_decimal_value(value))
                                : json_string(one->value));
    }
    return object;
}

static json_t *tranche_figures(const ipa_stress_tranche *tranche) {
    json_t *object = json_object();
    ipa_json_put(object, "unpaid", tranche->unpaid);
    ipa_json_put(object, "interest_missed", tranche->interest_missed);
    put_period(object, "first_miss", tranche->first_miss);
    ipa_json_put(object, "wal", tranche->wal);
    ipa_json_put(object, "price", tranche->price);
    ipa_json_put(object, "least_coverage", tranche->least_coverage);
    return object;
}

static json_t *figures(const ipa_plan *plan, const ipa_stress_scenario *scenario) {
    json_t *object = json_object(), *tranches = json_object();
    ipa_json_put(object, "collections", scenario->collections);
    ipa_json_put(object, "default_rate", scenario->default_rate);
    ipa_json_put(object, "drawn", scenario->drawn);
    put_period(object, "first_draw", scenario->first_draw);
    for (int t = 0; t < plan->n_tranches; t++) {
        json_t *tranche = json_object();
        for (int v = 0; v < IPA_N_VARIANTS; v++)
            json_object_set_new(tranche, VARIANTS[v], tranche_figures(&scenario->tranches[v][t]));
        json_object_set_new(tranches, plan->tranches[t].id, tranche);
    }
    json_object_set_new(object, "tranches", tranches);
    return object;
}

/* The tranches of the base case as they are without outside support. */
static json_t *unsupported_tranches(const ipa_view *view, const ipa_path_result *unsupported) {
    ipa_result alone = *view->result;
    ipa_view of = *view;
    alone.base = *unsupported;
    of.result = &alone;
    json_t *whole = ipa_json_run_base(&of), *object = json_object();
    json_object_set(object, "tranches", json_object_get(whole, "tranches"));
    json_decref(whole);
    return object;
}

const char *ipa_json_stress_scenario(const ipa_view *view, const ipa_stress_scenario *scenario,
                                     const ipa_path_result *unsupported) {
    const char *text = NULL;
    json_t *object = json_object(), *base = ipa_json_run_base(view);
    ipa_json_put_text(object, "name", scenario->name);
    json_object_set_new(object, "overlay", overlay(scenario));
    json_object_set_new(object, "figures", figures(view->plan, scenario));
    json_object_set_new(base, "without_support", unsupported_tranches(view, unsupported));
    json_object_set_new(object, "base", base);
    if (view->result->simulation != NULL)
        json_object_set_new(object, "simulation", ipa_json_run_simulation(view));
    json_decref(dumped(object, view->arena, &text));
    return text;
}

/* Without the file's part, what the report shows. */
static json_t *scenario_part(const ipa_view *view, const ipa_stress_scenario *scenario) {
    json_t *object = scenario->json != NULL ? json_loads(scenario->json, 0, NULL) : NULL;
    if (object != NULL)
        return object;
    object = json_object();
    ipa_json_put_text(object, "name", scenario->name);
    json_object_set_new(object, "overlay", overlay(scenario));
    json_object_set_new(object, "figures", figures(view->plan, scenario));
    return object;
}

/* ---- break-even, targets, largest obligors ---- */

/* Infinite: it never misses, null; NaN: it misses even at the neutral value. */
static json_t *bearable(double value) {
    return isnan(value) ? json_string("always missed") : ipa_json_number(value);
}

static json_t *break_even(const ipa_break_even *row) {
    json_t *object = json_object(), *interest = json_object(), *principal = json_object();
    for (int v = IPA_N_VARIANTS - 1; v >= 0; v--) {
        json_object_set_new(object, VARIANTS[v], bearable(row->timely[v]));
        json_object_set_new(interest, VARIANTS[v], bearable(row->timely_interest[v]));
        json_object_set_new(principal, VARIANTS[v], bearable(row->principal[v]));
    }
    json_object_set_new(object, "timely_interest", interest);
    json_object_set_new(object, "principal", principal);
    return object;
}

static void put_break_even(json_t *stress, const ipa_view *view) {
    const ipa_stress_result *of = view->stress;
    json_t *object = json_object();
    for (int n = 0; n < of->n_break_even; n++) {
        const ipa_break_even *row = &of->break_even[n];
        const char *id = view->plan->tranches[row->tranche].id;
        if (json_object_get(object, id) == NULL)
            json_object_set_new(object, id, json_object());
        json_object_set_new(json_object_get(object, id), row->lever, break_even(row));
    }
    json_object_set_new(stress, "break_even", object);
}

static json_t *protection(const ipa_stress_result *of, const ipa_protection *row) {
    static const char *const methods[] = {"by_multiplier", "by_lognormal"};
    json_t *object = json_object();
    for (int v = 0; v < IPA_N_VARIANTS; v++) {
        json_t *variant = json_object();
        ipa_json_put(variant, "critical", row->critical[v]);
        for (int m = 0; m < 2; m++) {
            json_t *method = json_object(), *distances = json_object();
            for (int n = 0; n < of->n_targets; n++)
                ipa_json_put(distances, of->targets[n].grade, row->distance[v][m][n]);
            ipa_json_put_text(method, "grade", row->grade[v][m]);
            json_object_set_new(method, "distance", distances);
            json_object_set_new(variant, methods[m], method);
        }
        json_object_set_new(object, VARIANTS[v], variant);
    }
    return object;
}

static void put_targets(json_t *stress, const ipa_view *view) {
    const ipa_stress_result *of = view->stress;
    json_t *object = json_object(), *grades = json_object(), *tranches = json_object();
    ipa_json_put_text(object, "class", of->target_class);
    ipa_json_put_text(object, "table", of->target_table.en);
    ipa_json_put(object, "base_rate", of->target_base);
    ipa_json_put(object, "mu", of->target_mu);
    ipa_json_put(object, "sigma", of->target_sigma);
    for (int n = 0; n < of->n_targets; n++) {
        const ipa_target_rate *target = &of->targets[n];
        json_t *grade = json_object();
        ipa_json_put(grade, "multiplier", target->multiplier);
        ipa_json_put(grade, "by_multiplier", target->by_multiplier);
        ipa_json_put(grade, "probability", target->probability);
        ipa_json_put(grade, "by_lognormal", target->by_lognormal);
        json_object_set_new(grades, target->grade, grade);
    }
    for (int n = 0; n < of->n_protection; n++)
        json_object_set_new(tranches, view->plan->tranches[of->protection[n].tranche].id,
                            protection(of, &of->protection[n]));
    json_object_set_new(object, "grades", grades);
    json_object_set_new(object, "tranches", tranches);
    json_object_set_new(stress, "targets", object);
}

static void put_largest(json_t *stress, const ipa_view *view) {
    json_t *rows = json_array();
    for (int n = 0; n < view->stress->n_large; n++) {
        const ipa_large_obligors *row = &view->stress->large[n];
        json_t *object = json_object(), *tranches = json_object();
        ipa_json_put_text(object, "grade", row->grade);
        json_object_set_new(object, "obligors", json_integer(row->n_defaulting));
        ipa_json_put(object, "exposure", row->exposure);
        ipa_json_put(object, "recovery", row->recovery);
        for (int t = 0; t < view->plan->n_tranches; t++) {
            json_t *tranche = json_object();
            for (int v = 0; v < IPA_N_VARIANTS; v++) {
                json_t *variant = json_object();
                ipa_json_put(variant, "unpaid", row->unpaid[v][t]);
                json_object_set_new(variant, "holds", json_boolean(row->holds[v][t]));
                json_object_set_new(tranche, VARIANTS[v], variant);
            }
            json_object_set_new(tranches, view->plan->tranches[t].id, tranche);
        }
        json_object_set_new(object, "tranches", tranches);
        json_array_append_new(rows, object);
    }
    json_object_set_new(stress, "large_obligors", rows);
}

/* ---- sensitivities, contributions, structures ---- */

/* What a tranche does at one end of an assumption's range. */
static json_t *moved(const ipa_sensitivity *of, int end) {
    json_t *at = json_object();
    ipa_json_put_text(at, "value", end == 0 ? of->low : of->high);
    for (int v = IPA_N_VARIANTS - 1; v >= 0; v--) {
        json_t *variant = json_object();
        ipa_json_put_estimate(variant, "expected_loss", of->loss[v][end]);
        ipa_json_put_estimate(variant, "price", of->price[v][end]);
        ipa_json_put_estimate(variant, "expected_loss_change", of->loss_change[v][end]);
        ipa_json_put_estimate(variant, "price_change", of->price_change[v][end]);
        json_object_set_new(at, VARIANTS[v], variant);
    }
    return at;
}

static void put_sensitivities(json_t *stress, const ipa_view *view) {
    const ipa_stress_result *of = view->stress;
    json_t *object = json_object(), *rows = json_array();
    ipa_json_put_text(object, "tranche", view->plan->tranches[of->sensitivity_tranche].id);
    ipa_json_put(object, "bump", of->sensitivity_bump);
    json_object_set_new(object, "insensitive", json_integer(of->n_insensitive));
    for (int n = 0; n < of->n_sensitivities; n++) {
        const ipa_sensitivity *one = &of->sensitivities[n];
        json_t *row = json_object();
        ipa_json_put_text(row, "field", one->field);
        ipa_json_put_text(row, "base", one->base);
        json_object_set_new(row, "low", moved(one, 0));
        json_object_set_new(row, "high", moved(one, 1));
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "assumptions", rows);
    json_object_set_new(stress, "sensitivities", object);
}

static void put_contributions(json_t *stress, const ipa_stress_result *of) {
    static const char *const kinds[] = {[IPA_CONTRIBUTION_OBLIGOR] = "obligors",
                                        [IPA_CONTRIBUTION_INDUSTRY] = "industries",
                                        [IPA_CONTRIBUTION_PATENT] = "patents"};
    json_t *object = json_object();
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        json_t *parts = json_object();
        for (int n = 0; n < of->n_contributions; n++) {
            const ipa_contribution *one = &of->contributions[n];
            if ((size_t)one->kind != kind)
                continue;
            json_t *part = json_object();
            ipa_json_put_estimate(part, "expected", one->expected);
            ipa_json_put_estimate(part, "cvar95", one->cvar95);
            ipa_json_put_estimate(part, "cvar99", one->cvar99);
            ipa_json_put_estimate(part, "tranche_loss", one->tranche_loss);
            json_object_set_new(parts, one->id, part);
        }
        json_object_set_new(object, kinds[kind], parts);
    }
    json_object_set_new(stress, "contributions", object);
}

static void put_sweep(json_t *stress, const ipa_view *view) {
    const ipa_stress_sweep *of = view->stress->sweep;
    json_t *object = json_object(), *axes = json_array(), *rows = json_array();
    ipa_json_put_text(object, "tranche", view->plan->tranches[of->tranche].id);
    json_object_set_new(object, "paths", json_integer(of->n_paths));
    for (int axis = 0; axis < of->n_axes; axis++)
        json_array_append_new(axes, json_string(of->axes[axis]));
    for (int n = 0; n < of->n_structures; n++) {
        const ipa_structure *one = &of->structures[n];
        json_t *row = json_object(), *values = json_array();
        for (int axis = 0; axis < of->n_axes; axis++)
            json_array_append_new(values, isfinite(one->values[axis])
                                              ? ipa_json_number(one->values[axis])
                                              : json_string(one->written[axis]));
        json_object_set_new(row, "values", values);
        ipa_json_put(row, "cost", one->cost);
        ipa_json_put_estimate(row, "expected_loss", one->expected_loss);
        ipa_json_put_estimate(row, "default_probability", one->default_probability);
        ipa_json_put_estimate(row, "price", one->price);
        ipa_json_put(row, "coverage", one->coverage);
        json_object_set_new(row, "efficient", json_boolean(one->efficient));
        json_array_append_new(rows, row);
    }
    json_object_set_new(object, "axes", axes);
    json_object_set_new(object, "structures", rows);
    json_object_set_new(stress, "sweep", object);
}

/* ---- the file ---- */

json_t *ipa_json_stress_part(const ipa_view *view) {
    const ipa_stress_result *of = view->stress;
    json_t *stress = json_object(), *scenarios = json_array();
    ipa_json_put_text(stress, "deck", of->deck);
    ipa_json_put_text(stress, "source", of->source.en);
    for (int n = 0; n < of->n_scenarios; n++)
        json_array_append_new(scenarios, scenario_part(view, &of->scenarios[n]));
    json_object_set_new(stress, "scenarios", scenarios);
    put_break_even(stress, view);
    if (of->target_class != NULL)
        put_targets(stress, view);
    if (of->n_large > 0)
        put_largest(stress, view);
    if (of->n_sensitivities > 0)
        put_sensitivities(stress, view);
    if (of->n_contributions > 0)
        put_contributions(stress, of);
    if (of->sweep != NULL)
        put_sweep(stress, view);
    return stress;
}

ipa_status ipa_json_stress_report(const ipa_view *view, const char **text, ipa_error *error) {
    json_t *root = json_object();
    json_object_set_new(root, "ipabs", ipa_json_header(view));
    json_object_set_new(root, "stress", ipa_json_stress_part(view));
    return ipa_json_file(root, view->arena, text, error);
}
