#include <float.h>
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/credit.h"
#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/cholesky.h"

static ipa_mark mark_of(const ipa_deal *deal, const char *section, const char *key) {
    const ipa_node *node = ipa_node_get(deal->root, section);
    return node ? ipa_node_mark(node, key) : (ipa_mark){.file = "deal.yaml"};
}

static void set_identity(double *matrix, int n) {
    for (int f = 0; f < n; f++)
        matrix[f * n + f] = 1;
}

static void resolve_factors(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    const ipa_deal_model *model = &r->deal->model;
    /* A deal without factors has one that nobody loads on, so that draws find a column. */
    int n = model->n_factors > 0 ? model->n_factors : 1;
    plan->n_factors = n;
    plan->factor_streams = IPA_NEW_ARRAY(r->arena, n, uint32_t);
    for (int f = 0; f < n; f++)
        plan->factor_streams[f] = ipa_text_hash(model->n_factors > 0 ? model->factors[f].id : "");
    double *matrix = IPA_NEW_ARRAY(r->arena, n * n, double);
    plan->correlation = matrix;
    plan->cholesky = IPA_NEW_ARRAY(r->arena, n * n, double);
    if (model->correlation == NULL || model->n_factors == 0)
        set_identity(matrix, n);
    else
        memcpy(matrix, model->correlation, sizeof(double) * (size_t)n * (size_t)n);
    ipa_error detail;
    if (ipa_cholesky_factor(n, matrix, plan->cholesky, NULL, &detail) != IPA_OK)
        ipa_findings_add(r->findings, IPA_E0501_CORRELATION,
                         mark_of(r->deal, "model", "correlation"), "model.correlation", NULL, "%s",
                         detail.message);
    int factor = ipa_names_find(r->deal, IPA_NAME_FACTOR, model->recovery_factor.id);
    plan->recovery_factor = factor < 0 ? 0 : factor;
    plan->recovery_correlation = model->recovery_correlation.value;
}

static void resolve_copula(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    const ipa_deal_model *model = &r->deal->model;
    plan->student_t = model->student_t;
    plan->intensity = model->intensity;
    plan->degrees_of_freedom = model->degrees_of_freedom.value;
    ipa_error detail;
    if (plan->student_t && ipa_laws_gamma(r->laws, plan->degrees_of_freedom / 2, 2,
                                          &plan->chi_square, &detail) != IPA_OK)
        ipa_findings_add(r->findings, IPA_E0552_DISTRIBUTION, model->degrees_of_freedom.mark,
                         "model.default", NULL, "%s", detail.message);
}

static ipa_curve form_of(const ipa_deal_nelson_siegel *form, ipa_compounding compounding) {
    return ipa_curve_nelson_siegel(form->level.value, form->slope.value, form->curvature.value,
                                   form->decay_years.value, compounding);
}

/* Of the hump at most 0.2985 of the curvature shows, at 1.793 decay years. */
static void check_form(const ipa_resolver *r) {
    const ipa_deal_nelson_siegel *form = &r->deal->market.form;
    const double start = form->level.value + form->slope.value;
    const double least = fmin(form->level.value, start) - 0.2985 * fabs(form->curvature.value);
    if (ipa_compounding_growth(r->plan->curve.compounding, least) <= 0)
        ipa_findings_add(r->findings, IPA_E0108_OUT_OF_RANGE, form->node->mark,
                         "market.discount.nelson_siegel", NULL,
                         "zero rates down to %.4g have no discount factor", least);
}

static void resolve_curve(const ipa_resolver *r) {
    const ipa_deal_market *market = &r->deal->market;
    ipa_compounding compounding =
        market->annual ? IPA_COMPOUNDING_ANNUAL : IPA_COMPOUNDING_CONTINUOUS;
    r->plan->curve = market->form.node != NULL ? form_of(&market->form, compounding)
                     : market->flat || market->n_knots == 0
                         ? ipa_curve_flat(market->flat_rate.value, compounding)
                         : ipa_curve_through(market->knot_years, market->knot_rates,
                                             (size_t)market->n_knots, compounding);
    if (market->form.node != NULL)
        check_form(r);
    size_t fault = ipa_curve_fault(&r->plan->curve);
    if (fault < r->plan->curve.n_knots)
        ipa_findings_add(r->findings, IPA_E0108_OUT_OF_RANGE, market->curve_file.mark,
                         "market.discount", NULL,
                         "row %zu of the curve, %g years at %g, cannot be used", fault + 1,
                         market->knot_years[fault], market->knot_rates[fault]);
}

void ipa_resolve_model(const ipa_resolver *r) {
    resolve_factors(r);
    resolve_copula(r);
    resolve_curve(r);
}

void ipa_resolve_model_credit(const ipa_resolver *r, const char *id, const ipa_deal_credit *source,
                              ipa_credit *credit) {
    int n = r->plan->n_factors;
    double *loadings = IPA_NEW_ARRAY(r->arena, n, double);
    for (int at = 0; at < source->loadings.n_items; at++) {
        int f = ipa_names_find(r->deal, IPA_NAME_FACTOR, source->loadings.items[at].name);
        if (f >= 0)
            loadings[f] += source->loadings.items[at].number.value;
    }
    const double multiplier = ipa_resolve_stress_loadings(r, loadings);
    for (int f = 0; f < n && multiplier != 1; f++)
        loadings[f] *= multiplier;
    credit->id = id;
    credit->stream = ipa_text_hash(id);
    credit->loadings = loadings;
    ipa_credit_set_curve(credit, r->deal, source, r->arena);
    if (r->plan->intensity) /* loadings are then of the hazard, which no copula bounds */
        return;
    double explained = 0;
    for (int f = 0; f < n; f++)
        for (int g = 0; g < n; g++)
            explained += loadings[f] * r->plan->correlation[f * n + g] * loadings[g];
    credit->idiosyncratic = explained < 1 ? sqrt(1 - explained) : 0;
}

/* A default that is certain by its curve still leaves the base case, whose latent variables are +∞,
 * alive; one that is forced does not. */
double ipa_resolve_model_threshold(const ipa_resolver *r, const ipa_credit *credit, ipa_date date) {
    const double years = (date - r->deal->terms.cutoff) / 365.0;
    if (credit->is_forced && date >= credit->forced_on)
        return INFINITY;
    const double threshold =
        r->plan->intensity
            ? years
            : ipa_credit_threshold(credit, years, r->plan->student_t, r->plan->degrees_of_freedom);
    return threshold > DBL_MAX ? DBL_MAX : threshold;
}
