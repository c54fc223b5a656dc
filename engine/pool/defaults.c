#include "engine/pool/defaults.h"

#include <float.h>

#include "engine/deal/credit.h"
#include "engine/math/normal.h"
#include "engine/math/student.h"

ipa_defaults *ipa_defaults_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_defaults *defaults = IPA_NEW(arena, ipa_defaults);
    defaults->plan = plan;
    defaults->model = (ipa_factors){
        .n_factors = plan->n_factors, .cholesky = plan->cholesky, .streams = plan->factor_streams};
    defaults->factors = ipa_layout_rows(arena, plan->n_factors);
    defaults->mixing = ipa_layout_rows(arena, 1);
    defaults->obligors = ipa_layout_rows(arena, plan->n_obligors);
    defaults->entities = ipa_layout_rows(arena, plan->n_entities);
    return defaults;
}

static void add_factor(double loading, const double *restrict z, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] += loading * z[p];
}

static void scale(double factor, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] *= factor;
}

static void move(double by, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] += by;
}

static void mix(const double *restrict mixing, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] *= mixing[p];
}

static void draw_latent(const ipa_defaults *defaults, const ipa_credit *credit, ipa_purpose purpose,
                        double *x) {
    const ipa_stream stream = {purpose, credit->stream};
    ipa_draw_normals(defaults->seed, defaults->first_path, defaults->n_paths, stream, 0, x);
    scale(credit->idiosyncratic, x);
    for (int f = 0; f < defaults->plan->n_factors; f++)
        if (credit->loadings[f] != 0)
            add_factor(credit->loadings[f], defaults->factors[f].lane, x);
    if (defaults->plan->student_t)
        mix(defaults->mixing->lane, x);
}

void ipa_defaults_factors(ipa_defaults *defaults, uint64_t seed, uint64_t first_path, int n_paths) {
    const ipa_plan *plan = defaults->plan;
    defaults->seed = seed;
    defaults->first_path = first_path;
    defaults->n_paths = n_paths;
    defaults->is_base = false;
    if (plan->n_factors > 0)
        ipa_factors_draw(&defaults->model, seed, first_path, n_paths, defaults->factors->lane);
    for (int f = 0; f < plan->n_factors && plan->stress.factor_shift != NULL; f++)
        move(plan->stress.factor_shift[f], defaults->factors[f].lane);
    if (plan->student_t)
        ipa_factors_mixing(plan->chi_square, plan->degrees_of_freedom, seed, first_path, n_paths,
                           defaults->mixing->lane);
}

void ipa_defaults_latent(ipa_defaults *defaults, const ipa_intensity *intensity,
                         const ipa_sales *sales) {
    const ipa_plan *plan = defaults->plan;
    for (int i = 0; i < plan->n_obligors; i++)
        if (intensity != NULL)
            ipa_intensity_times(intensity, i, sales, defaults->obligors[i].lane);
        else
            draw_latent(defaults, &plan->obligors[i].credit, IPA_PURPOSE_OBLIGOR,
                        defaults->obligors[i].lane);
    for (int n = 0; n < plan->n_entities; n++)
        if (intensity != NULL)
            ipa_intensity_times(intensity, plan->n_obligors + n, sales, defaults->entities[n].lane);
        else
            draw_latent(defaults, &plan->entities[n].credit, IPA_PURPOSE_ENTITY,
                        defaults->entities[n].lane);
}

void ipa_defaults_draw(ipa_defaults *defaults, uint64_t seed, uint64_t first_path, int n_paths) {
    ipa_defaults_factors(defaults, seed, first_path, n_paths);
    ipa_defaults_latent(defaults, NULL, NULL);
}

void ipa_defaults_none(ipa_defaults *defaults) {
    const ipa_plan *plan = defaults->plan;
    defaults->n_paths = 1;
    defaults->is_base = true;
    for (int p = 0; p < IPA_LANES; p++) {
        for (int i = 0; i < plan->n_obligors; i++)
            defaults->obligors[i].lane[p] = INFINITY;
        for (int n = 0; n < plan->n_entities; n++)
            defaults->entities[n].lane[p] = INFINITY;
    }
}

void ipa_defaults_by_period(ipa_defaults *defaults, int first_period, int n_paths) {
    ipa_defaults_none(defaults);
    defaults->n_paths = n_paths;
    for (int p = 0; p < n_paths; p++)
        for (int i = 0; i < defaults->plan->n_obligors; i++)
            if (first_period + p < defaults->plan->n_periods)
                defaults->obligors[i].lane[p] = first_period + p - 0.5;
}

static double natural_years(const ipa_plan *plan, const ipa_credit *credit, double latent) {
    if (plan->intensity || plan->stress.by_period || latent > DBL_MAX)
        return latent;
    /* 1 − U by the law's symmetry: no digit is lost where U is near 1. */
    const double survival = plan->student_t ? ipa_student_cdf(plan->degrees_of_freedom, -latent)
                                            : ipa_normal_cdf(-latent);
    return ipa_credit_default_years(credit, survival);
}

double ipa_defaults_years(const ipa_plan *plan, const ipa_credit *credit, double latent) {
    const double years = natural_years(plan, credit, latent);
    return credit->is_forced && credit->forced_years < years ? credit->forced_years : years;
}
