#include <math.h>
#include <string.h>

#include "engine/deal/names.h"
#include "engine/deal/resolve.h"
#include "engine/math/elementary.h"

/* ---- the deal under its levers ---- */

static ipa_date cutoff_plus(const ipa_deal *deal, double months) {
    return ipa_levers_date(deal->terms.cutoff, months);
}

static void shift_curve(ipa_deal *deal, ipa_arena *arena) {
    ipa_deal_market *market = &deal->market;
    const double shift = deal->stress.curve_shift.value;
    double *rates = IPA_NEW_ARRAY(arena, market->n_knots, double);
    for (int n = 0; n < market->n_knots; n++)
        rates[n] = market->knot_rates[n] + shift;
    market->knot_rates = rates;
    market->flat_rate.value += shift;
    market->form.level.value += shift;
}

static void raise_hazards(ipa_deal *deal, ipa_arena *arena) {
    ipa_deal_patent_model *model = &deal->model.patents;
    ipa_deal_hazard *rows = IPA_NEW_ARRAY(arena, model->n_rows, ipa_deal_hazard);
    for (int n = 0; n < model->n_rows; n++) {
        rows[n] = model->rows[n];
        rows[n].hazard *= deal->stress.patent_hazard_multiplier.value;
    }
    model->rows = rows;
}

/* ---- patents that are lost ---- */

static void lose(ipa_deal_patent *patent, ipa_date on) {
    if (patent->expires != IPA_NO_DATE && patent->expires <= on)
        return;
    patent->expires = on;
    patent->is_lost = true;
}

static double base_cash(const ipa_plan *plan, const ipa_plan_contract *contract) {
    double cash = 0;
    for (int d = 0; d < contract->n_dues; d++)
        if (contract->dues[d].period < plan->n_periods)
            cash += contract->dues[d].income + contract->dues[d].principal;
    return cash;
}

/** What hangs on each patent: its value, or its weights' shares of the contracts' cash where no
 *  patent of the pool has a value. */
static double *carried_by(const ipa_deal *deal, const ipa_plan *as_written, ipa_arena *arena) {
    double *carried = IPA_NEW_ARRAY(arena, deal->n_patents, double), all = 0;
    for (int j = 0; j < deal->n_patents; j++) {
        carried[j] = deal->patents[j].value.value;
        all += carried[j];
    }
    for (int c = 0; !(all > 0) && c < as_written->n_contracts; c++) {
        const ipa_plan_contract *contract = &as_written->contracts[c];
        for (int n = 0; n < contract->n_patents; n++)
            carried[contract->patents[n]] += contract->weights[n] * base_cash(as_written, contract);
    }
    return carried;
}

/* The first of those that carry most and are not taken yet; −1: none is left. */
static int heaviest(const double *carried, const bool *taken, int n) {
    int best = -1;
    for (int at = 0; at < n; at++)
        if (!taken[at] && (best < 0 || carried[at] > carried[best]))
            best = at;
    return best;
}

static bool same_technology(const ipa_deal_patent *a, const ipa_deal_patent *b) {
    return a->technology[0] != '\0' && strcmp(a->technology, b->technology) == 0;
}

static void lose_key_patents(ipa_deal *deal, const double *carried, ipa_arena *arena) {
    bool *taken = IPA_NEW_ARRAY(arena, deal->n_patents, bool);
    for (int n = 0; n < deal->stress.key_patents; n++) {
        const int j = heaviest(carried, taken, deal->n_patents);
        if (j < 0)
            return;
        taken[j] = true;
        lose(&deal->patents[j], cutoff_plus(deal, deal->stress.key_patents_months));
    }
}

/* A technology stands where its first patent does; patents of none are no technology. */
static void lose_key_technologies(ipa_deal *deal, const double *carried, ipa_arena *arena) {
    const int n_patents = deal->n_patents;
    double *together = IPA_NEW_ARRAY(arena, n_patents, double);
    bool *taken = IPA_NEW_ARRAY(arena, n_patents, bool);
    for (int j = 0; j < n_patents; j++) {
        int first = 0;
        while (first < j && !same_technology(&deal->patents[first], &deal->patents[j]))
            first++;
        together[first] += carried[j];
        taken[j] = first < j || deal->patents[j].technology[0] == '\0';
    }
    for (int n = 0; n < deal->stress.key_technologies; n++) {
        const int first = heaviest(together, taken, n_patents);
        if (first < 0)
            return;
        taken[first] = true;
        for (int j = first; j < n_patents; j++)
            if (same_technology(&deal->patents[first], &deal->patents[j]))
                lose(&deal->patents[j], cutoff_plus(deal, deal->stress.key_technologies_months));
    }
}

static void lose_patents(ipa_deal *deal, const ipa_plan *as_written, ipa_arena *arena) {
    ipa_deal_patent *patents = IPA_NEW_ARRAY(arena, deal->n_patents, ipa_deal_patent);
    for (int j = 0; j < deal->n_patents; j++)
        patents[j] = deal->patents[j];
    deal->patents = patents;
    for (int j = 0; j < deal->n_patents; j++) {
        const ipa_pair *lost = ipa_levers_of(&deal->stress.patents_lost, patents[j].id);
        if (lost != NULL)
            lose(&patents[j], ipa_levers_when(deal->terms.cutoff, lost));
    }
    if (as_written == NULL)
        return;
    const double *carried = carried_by(deal, as_written, arena);
    lose_key_patents(deal, carried, arena);
    lose_key_technologies(deal, carried, arena);
}

static void put_under(ipa_deal *deal, const ipa_plan *as_written, ipa_arena *arena) {
    if (ipa_levers_in_force(&deal->stress, IPA_LEVER_CURVE_SHIFT))
        shift_curve(deal, arena);
    if (ipa_levers_in_force(&deal->stress, IPA_LEVER_PATENT_HAZARD_MULTIPLIER))
        raise_hazards(deal, arena);
    lose_patents(deal, as_written, arena);
}

static ipa_deal *copy_of(const ipa_deal *deal, ipa_arena *arena) {
    ipa_deal *copy = IPA_NEW(arena, ipa_deal);
    *copy = *deal;
    copy->vehicles = IPA_NEW_ARRAY(arena, deal->n_vehicles, ipa_deal);
    for (int n = 0; n < deal->n_vehicles; n++)
        copy->vehicles[n] = deal->vehicles[n];
    return copy;
}

const ipa_deal *ipa_resolve_stress_deal(const ipa_deal *deal, const ipa_plan *as_written,
                                        ipa_arena *arena) {
    ipa_deal *stressed = copy_of(deal, arena);
    const ipa_plan *holder =
        as_written != NULL && as_written->lower != NULL ? as_written->lower : as_written;
    put_under(stressed, holder, arena);
    for (int n = 0; n < stressed->n_vehicles; n++)
        put_under(&stressed->vehicles[n], holder, arena);
    return stressed;
}

const ipa_deal *ipa_resolve_stress_without(const ipa_deal *deal, ipa_arena *arena) {
    ipa_deal *without = copy_of(deal, arena);
    without->stress = (ipa_deal_stress){0};
    for (int n = 0; n < without->n_vehicles; n++)
        without->vehicles[n].stress = (ipa_deal_stress){0};
    return without;
}

/* ---- credits ---- */

static void force(const ipa_resolver *r, ipa_credit *credit, ipa_date on) {
    if (credit->is_forced && credit->forced_on <= on)
        return;
    credit->is_forced = true;
    credit->forced_on = on;
    credit->forced_years = (on - r->deal->terms.cutoff) / 365.0;
}

static void multiply_pd(const ipa_deal_stress *stress, ipa_lever lever, ipa_number multiplier,
                        ipa_credit *credit) {
    credit->is_multiplied = ipa_levers_in_force(stress, lever);
    credit->pd_multiplier = multiplier.value;
}

void ipa_resolve_stress_obligor(const ipa_resolver *r, ipa_credit *credit) {
    const ipa_deal_stress *stress = &r->deal->stress;
    const ipa_pair *stops = ipa_levers_of(&stress->obligor_stops, credit->id);
    multiply_pd(stress, IPA_LEVER_PD_MULTIPLIER, stress->pd_multiplier, credit);
    if (stops != NULL)
        force(r, credit, ipa_levers_when(r->deal->terms.cutoff, stops));
}

void ipa_resolve_stress_entity(const ipa_resolver *r, ipa_credit *credit) {
    const ipa_deal_stress *stress = &r->deal->stress;
    const ipa_pair *defaults = ipa_levers_of(&stress->entity_defaults, credit->id);
    multiply_pd(stress, IPA_LEVER_ENTITY_PD_MULTIPLIER, stress->entity_pd_multiplier, credit);
    if (defaults != NULL)
        force(r, credit, ipa_levers_when(r->deal->terms.cutoff, defaults));
}

void ipa_resolve_stress_largest(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    const ipa_deal_stress *stress = &r->deal->stress;
    if (stress->largest_obligors == 0)
        return;
    double *size = IPA_NEW_ARRAY(r->arena, plan->n_obligors, double);
    bool *taken = IPA_NEW_ARRAY(r->arena, plan->n_obligors, bool);
    for (int i = 0; i < plan->n_obligors; i++)
        size[i] = plan->obligors[i].principal;
    for (int c = 0; !(plan->pool_original > 0) && c < plan->n_contracts; c++)
        size[plan->contracts[c].obligor] += base_cash(plan, &plan->contracts[c]);
    for (int n = 0; n < stress->largest_obligors; n++) {
        const int i = heaviest(size, taken, plan->n_obligors);
        if (i < 0)
            return;
        taken[i] = true;
        force(r, &plan->obligors[i].credit, cutoff_plus(r->deal, stress->largest_default_months));
    }
}

double ipa_resolve_stress_loadings(const ipa_resolver *r, const double *loadings) {
    /* What is left to the firm itself, so that no two are one. */
    static const double most_explained = 0.99;
    const double multiplier = ipa_levers_multiple(r->deal->stress.correlation_multiplier);
    const int n = r->plan->n_factors;
    double explained = 0;
    if (r->plan->intensity || multiplier == 1)
        return multiplier;
    for (int f = 0; f < n; f++)
        for (int g = 0; g < n; g++)
            explained += loadings[f] * r->plan->correlation[f * n + g] * loadings[g];
    if (multiplier * multiplier * explained <= most_explained)
        return multiplier;
    return sqrt(most_explained / explained);
}

/* ---- recoveries ---- */

double ipa_resolve_stress_recovered(const ipa_resolver *r, double mean) {
    const ipa_deal_stress *stress = &r->deal->stress;
    const double stated = stress->recovery_rate.given ? stress->recovery_rate.value : mean;
    const double stressed = stated * ipa_levers_multiple(stress->recovery_multiplier);
    return stressed < 1 ? stressed : 1;
}

/* A lower mean is a share of every path's recovery, a higher one a share of what each loses. */
void ipa_resolve_stress_recovery(const ipa_resolver *r, ipa_plan_contract *contract) {
    const ipa_deal_stress *stress = &r->deal->stress;
    const double mean = contract->recovery_mean;
    const double stressed = ipa_resolve_stress_recovered(r, mean);
    const double multiple = stress->recovery_rate.given && mean > 0
                                ? stressed / mean
                                : ipa_levers_multiple(stress->recovery_multiplier);
    contract->recovery_mean = stressed;
    if (multiple < 1 && mean > 0)
        contract->recovery_less = 1 - multiple;
    else if (mean < 1)
        contract->recovery_more = (stressed - mean) / (1 - mean);
}

/* ---- royalties ---- */

double *ipa_resolve_stress_season(const ipa_resolver *r, const ipa_plan_contract *contract) {
    const ipa_deal_stress *stress = &r->deal->stress;
    const ipa_date from = cutoff_plus(r->deal, stress->season_from_months);
    const ipa_date to = cutoff_plus(r->deal, stress->season_to_months);
    if (!ipa_levers_in_force(stress, IPA_LEVER_SEASON_HAIRCUT))
        return NULL;
    double *kept = IPA_NEW_ARRAY(r->arena, contract->n_dues, double);
    for (int d = 0; d < contract->n_dues; d++) {
        const ipa_date due = contract->dues[d].date;
        kept[d] = due > from && due <= to ? 1 - stress->season_haircut.value : 1;
    }
    return kept;
}

/* ---- factors ---- */

static const double *factor_shift(const ipa_resolver *r) {
    const ipa_pairs *shock = &r->deal->stress.factor_shock;
    const int n_named = r->deal->model.n_factors;
    if (shock->n_items == 0)
        return NULL;
    double *shift = IPA_NEW_ARRAY(r->arena, r->plan->n_factors, double);
    for (int f = 0; f < r->plan->n_factors; f++) {
        const ipa_pair *of =
            ipa_levers_of(shock, f < n_named ? r->deal->model.factors[f].id : NULL);
        shift[f] = of != NULL ? of->number.value : 0;
    }
    return shift;
}

/* A shift of Z shifts the shock of each period by its weight, and the state by what the process
 * makes of these: sales are expected to be exp of that times what they were. */
static void shift_sales(const ipa_resolver *r, ipa_plan_process *process, double shift) {
    const int n_periods = r->plan->n_periods;
    double *expected = IPA_NEW_ARRAY(r->arena, n_periods, double), state = 0, growth = 0;
    for (int k = 0; k < n_periods; k++) {
        const double shock = shift * r->plan->whole_life[k];
        state = (k > 0 ? process->decay[k] : 0) * state + process->sd[k] * shock +
                (process->grows ? process->gain[k] * growth : 0);
        if (process->grows)
            growth = process->growth_decay[k] * growth + process->growth_shared[k] * shock;
        expected[k] = process->expected[k] * ipa_exp(state);
    }
    process->expected = expected;
}

void ipa_resolve_stress_factors(const ipa_resolver *r) {
    ipa_plan_stress *stress = &r->plan->stress;
    stress->factor_shift = factor_shift(r);
    for (int f = 0; f < r->plan->n_factors && stress->factor_shift != NULL; f++)
        if (r->plan->sales[f].given && stress->factor_shift[f] != 0)
            shift_sales(r, &r->plan->sales[f], stress->factor_shift[f]);
}

/* ---- cash ---- */

void ipa_resolve_stress_cash(const ipa_resolver *r) {
    ipa_plan_stress *stress = &r->plan->stress;
    stress->is_given = ipa_levers_any(&r->deal->stress);
    stress->haircut = r->deal->stress.collections_haircut.value;
    stress->delay = r->deal->stress.collections_delay;
    stress->by_period = r->by_period;
}
