#include "scenarios/scenario.h"

#include <math.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/path_result.h"
#include "engine/simulate/timeliness.h"

static const ipa_estimate NO_ESTIMATE = {NAN, NAN};

/* ---- tranches ---- */

static ipa_stress_tranche tranche_figures(const ipa_plan *plan, int t, const ipa_path_result *base,
                                          const ipa_tranche_figures *simulated) {
    const ipa_base_tranche *of = &base->tranches[t];
    const ipa_timeliness time = ipa_timeliness_of(plan, t, base);
    const double original = plan->tranches[t].original / 100;
    ipa_stress_tranche to = {
        .unpaid = original > 0 ? time.unpaid / original : NAN,
        .interest_missed = time.interest_missed,
        .first_miss = ipa_timeliness_first_miss(&time),
        .wal = of->valuation.wal,
        .price = of->valuation.price,
        .least_coverage = ipa_path_result_least_coverage(of, plan->n_periods),
        .default_probability = NO_ESTIMATE,
        .expected_loss = NO_ESTIMATE,
        .simulated_price = NO_ESTIMATE,
        .simulated_wal = NO_ESTIMATE,
    };
    if (simulated != NULL) {
        to.default_probability = simulated->default_probability;
        to.expected_loss = simulated->expected_loss;
        to.simulated_price = simulated->price;
        to.simulated_wal = simulated->wal;
        to.rating = simulated->rating;
    }
    return to;
}

static const char *kept(const char *text, ipa_arena *arena) {
    return text != NULL ? ipa_arena_copy(arena, text) : NULL;
}

static ipa_stress_tranche *tranches(const ipa_plan *plan, const ipa_path_result *base,
                                    const ipa_tranche_figures *simulated, ipa_arena *arena) {
    ipa_stress_tranche *to = IPA_NEW_ARRAY(arena, plan->n_tranches, ipa_stress_tranche);
    for (int t = 0; t < plan->n_tranches; t++) {
        to[t] = tranche_figures(plan, t, base, simulated != NULL ? &simulated[t] : NULL);
        to[t].rating.by_pd = kept(to[t].rating.by_pd, arena);
        to[t].rating.by_el = kept(to[t].rating.by_el, arena);
    }
    return to;
}

/* ---- outside support ---- */

/* The plan's payment date on or after a vehicle's. */
static int period_of(const ipa_plan *plan, ipa_date date) {
    int k = 0;
    while (k < plan->n_periods - 1 && plan->periods[k].payment < date)
        k++;
    return k;
}

static void add_draws(const ipa_plan *plan, const ipa_result *from, const ipa_plan *top,
                      ipa_stress_scenario *to) {
    for (int s = 0; s < plan->n_support; s++)
        for (int k = 0; plan->support[s].outside && k < plan->n_periods; k++) {
            const double drawn = from->base.support[s].drawn[k];
            const int period = period_of(top, plan->periods[k].payment);
            to->drawn += drawn;
            if (drawn > 0.005 && (to->first_draw < 0 || period < to->first_draw))
                to->first_draw = period;
        }
}

/* The error of a sum of draws that hang together is at most the sum of their errors. */
static void add_simulated_draws(const ipa_plan *plan, const ipa_simulation_result *from,
                                ipa_estimate *to) {
    for (int s = 0; s < plan->n_support; s++)
        if (plan->support[s].outside) {
            to->mean += from->expected_draw[s].mean;
            to->standard_error += from->expected_draw[s].standard_error;
        }
}

static void fill_support(const ipa_plan *plan, const ipa_result *result, ipa_stress_scenario *to) {
    to->first_draw = -1;
    add_draws(plan, result, plan, to);
    if (plan->lower != NULL)
        add_draws(plan->lower, result->lower, plan, to);
    if (result->simulation == NULL)
        return;
    to->simulated_drawn = (ipa_estimate){0, 0};
    add_simulated_draws(plan, result->simulation, &to->simulated_drawn);
    if (plan->lower != NULL && result->lower->simulation != NULL)
        add_simulated_draws(plan->lower, result->lower->simulation, &to->simulated_drawn);
}

/* ---- the pool ---- */

static void fill_pool(const ipa_plan *plan, const ipa_result *result, ipa_stress_scenario *to) {
    const ipa_path_result *base = &result->base;
    to->collections = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < plan->n_periods; k++)
            to->collections += base->cash[kind][k];
    to->default_rate = plan->pool_original > 0
                           ? 100 * base->pool_defaulted[plan->n_periods - 1] / plan->pool_original
                           : NAN;
    to->simulated_default_rate = to->simulated_loss_rate = to->simulated_drawn = NO_ESTIMATE;
    if (result->simulation != NULL) {
        to->simulated_default_rate = result->simulation->default_rate;
        to->simulated_loss_rate = result->simulation->loss_rate;
    }
}

static void fill(const ipa_scenario_run *run, ipa_arena *arena, ipa_stress_scenario *to) {
    const ipa_plan *plan = run->of.plan;
    const ipa_simulation_result *simulation = run->result->simulation;
    to->n_tranches = plan->n_tranches;
    fill_pool(plan, run->result, to);
    fill_support(plan, run->result, to);
    to->tranches[IPA_SUPPORTED] =
        tranches(plan, &run->result->base, simulation != NULL ? simulation->tranches : NULL, arena);
    to->tranches[IPA_WITHOUT_SUPPORT] = tranches(
        plan, &run->unsupported, simulation != NULL ? simulation->without_support : NULL, arena);
}

ipa_simulation_options ipa_scenario_simulation(const ipa_scenario_options *options,
                                               const ipa_deal *deal) {
    const ipa_deal_simulation *asked = &deal->simulation;
    return (ipa_simulation_options){
        .n_paths = options->n_paths >= 0 ? options->n_paths : (long)asked->n_paths,
        .seed = options->seed >= 0 ? (unsigned long long)options->seed : asked->seed,
        .n_threads = options->n_threads,
        .rounding = asked->rounding,
        .progress = options->progress,
        .context = options->context,
    };
}

ipa_status ipa_scenario_simulate(const ipa_deck_scenario *scenario,
                                 const ipa_scenario_options *options, ipa_arena *arena,
                                 ipa_scenario_run *ran, ipa_error *error) {
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_overlay_judge(options->base, scenario->overlay, scenario->origins,
                              scenario->n_overlay, arena, &ran->of, error));
    const ipa_simulation_options run = ipa_scenario_simulation(options, ran->of.deal);
    IPA_TRY(ipa_simulation_run(ran->of.plan, &run, arena, &ran->result, error));
    ran->unsupported = ipa_base_case_unsupported(ran->of.plan, arena);
out:
    return status;
}

/* ---- kept figures ---- */

static void pass_tranche(ipa_archive *with, ipa_stress_tranche *tranche) {
    ipa_archive_number(with, &tranche->unpaid);
    ipa_archive_number(with, &tranche->interest_missed);
    ipa_archive_whole(with, &tranche->first_miss);
    ipa_archive_number(with, &tranche->wal);
    ipa_archive_number(with, &tranche->price);
    ipa_archive_number(with, &tranche->least_coverage);
    ipa_archive_estimate(with, &tranche->default_probability);
    ipa_archive_estimate(with, &tranche->expected_loss);
    ipa_archive_estimate(with, &tranche->simulated_price);
    ipa_archive_estimate(with, &tranche->simulated_wal);
    ipa_archive_text(with, &tranche->rating.by_pd);
    ipa_archive_text(with, &tranche->rating.by_el);
}

static void pass_scenario(ipa_archive *with, void *figures) {
    ipa_stress_scenario *of = figures;
    ipa_archive_number(with, &of->collections);
    ipa_archive_number(with, &of->default_rate);
    ipa_archive_number(with, &of->drawn);
    ipa_archive_whole(with, &of->first_draw);
    ipa_archive_estimate(with, &of->simulated_default_rate);
    ipa_archive_estimate(with, &of->simulated_loss_rate);
    ipa_archive_estimate(with, &of->simulated_drawn);
    ipa_archive_count(with, &of->n_tranches);
    for (int variant = 0; variant < IPA_N_VARIANTS; variant++) {
        if (!with->writes)
            of->tranches[variant] = IPA_NEW_ARRAY(with->arena, of->n_tranches, ipa_stress_tranche);
        for (int t = 0; t < of->n_tranches; t++)
            pass_tranche(with, &of->tranches[variant][t]);
    }
    ipa_archive_text(with, &of->json);
}

ipa_status ipa_scenario_figures(const ipa_deck_scenario *scenario,
                                const ipa_scenario_options *options, ipa_arena *arena,
                                ipa_stress_scenario *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *own = ipa_arena_create();
    ipa_scenario_run ran;
    const ipa_stress_scenario blank = {.name = scenario->name,
                                       .title = scenario->title,
                                       .overlay = scenario->overlay,
                                       .n_overlay = scenario->n_overlay};
    *to = blank;
    const char *const marks[] = {scenario->name, options->write != NULL ? "json" : ""};
    const ipa_resume_part part = {.kind = "scenario",
                                  .n_paths = options->n_paths,
                                  .seed = options->seed,
                                  .marks = marks,
                                  .n_marks = sizeof marks / sizeof *marks,
                                  .overlay = scenario->overlay,
                                  .n_overlay = scenario->n_overlay,
                                  .pass = pass_scenario,
                                  .figures = to};
    if (!ipa_resume_take(options->kept, &part, arena)) {
        *to = blank;
        IPA_TRY(ipa_scenario_simulate(scenario, options, own, &ran, error));
        fill(&ran, arena, to);
        if (options->write != NULL)
            to->json = options->write(options->write_context, to, &ran, arena);
        IPA_TRY(ipa_resume_keep(options->kept, &part, error));
    }
out:
    ipa_arena_destroy(own);
    return status;
}
