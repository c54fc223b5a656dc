#include "scenarios/sweep.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "engine/base/decimal.h"
#include "engine/simulate/hands.h"
#include "engine/simulate/path_result.h"
#include "scenarios/frontier.h"

enum { MOST_STRUCTURES = 1000000 };

typedef struct sweep {
    const ipa_structure_source *source;
    const ipa_sweep_request *request;
    ipa_stress_sweep *made;
    int residual; /**< takes the difference; −1: none does */
    atomic_int next;
    atomic_bool stopped;
    pthread_mutex_t lock;
    long done;
    ipa_status status;
    ipa_error error;
} sweep;

long ipa_sweep_count(const ipa_sweep_request *request) {
    long n = 1;
    for (int axis = 0; axis < request->n_axes && n <= MOST_STRUCTURES; axis++)
        n *= request->axes[axis].n_values;
    return n;
}

/* ---- one structure ---- */

static bool names_balance(const char *field, const char *tranche) {
    static const char start[] = "tranches[", end[] = "].balance";
    const size_t length = strlen(tranche);
    return strncmp(field, start, sizeof start - 1) == 0 &&
           strncmp(field + sizeof start - 1, tranche, length) == 0 &&
           strcmp(field + sizeof start - 1 + length, end) == 0;
}

static int axis_of_balance(const ipa_sweep_request *request, const char *tranche) {
    for (int axis = 0; axis < request->n_axes; axis++)
        if (names_balance(request->axes[axis].field, tranche))
            return axis;
    return -1;
}

/* The residual tranche, where some axis moves another balance and none its own. */
static int residual_of(const ipa_deal *deal, const ipa_sweep_request *request) {
    int residual = -1;
    bool moves = false;
    for (int t = deal->n_tranches - 1; t >= 0; t--) {
        const bool moved = axis_of_balance(request, deal->tranches[t].id) >= 0;
        moves = moves || moved;
        if (deal->tranches[t].amortisation == IPA_AMORTISATION_RESIDUAL && !moved)
            residual = t;
    }
    return request->keep_total && moves ? residual : -1;
}

static ipa_stress_override residual_balance(const sweep *of, const ipa_structure *at,
                                            ipa_arena *arena) {
    const ipa_deal *deal = of->source->deal.deal;
    double left = 0;
    for (int t = 0; t < deal->n_tranches; t++) {
        const int axis = axis_of_balance(of->request, deal->tranches[t].id);
        left += deal->tranches[t].balance.value - (axis >= 0 ? at->values[axis] : 0);
        left -= axis < 0 && t != of->residual ? deal->tranches[t].balance.value : 0;
    }
    const char *id = deal->tranches[of->residual].id;
    return (ipa_stress_override){ipa_arena_format(arena, "tranches[%s].balance", id),
                                 ipa_arena_format(arena, "%.2f", left)};
}

/* Interest of all notes but the residual ones a year of principal outstanding. */
static double cost_of(const ipa_structured *made) {
    double interest = 0, years = 0;
    for (int t = 0; t < made->plan->n_tranches; t++) {
        const ipa_base_tranche *of = &made->base[IPA_SUPPORTED].tranches[t];
        if (made->plan->tranches[t].is_residual || !isfinite(of->valuation.wal))
            continue;
        interest += of->total_interest;
        years += of->total_principal * of->valuation.wal;
    }
    return interest / years;
}

static void measure(const sweep *of, const ipa_structured *made, ipa_structure *to) {
    const int tranche = of->made->tranche;
    const ipa_variant variant = of->request->without_support ? IPA_WITHOUT_SUPPORT : IPA_SUPPORTED;
    const ipa_tranche_figures *figures = made->tranches[variant];
    to->cost = cost_of(made);
    to->coverage = ipa_path_result_least_coverage(&made->base[IPA_SUPPORTED].tranches[tranche],
                                                  made->plan->n_periods);
    if (figures == NULL)
        return;
    to->expected_loss = figures[tranche].expected_loss;
    to->default_probability = figures[tranche].default_probability;
    to->price = figures[tranche].price;
}

static ipa_stress_override *overlay_of(const sweep *of, const ipa_structure *at, int *n,
                                       ipa_arena *arena) {
    const int n_axes = of->request->n_axes;
    ipa_stress_override *overlay = IPA_NEW_ARRAY(arena, n_axes + 1, ipa_stress_override);
    for (int axis = 0; axis < n_axes; axis++)
        overlay[axis] = (ipa_stress_override){of->request->axes[axis].field, at->written[axis]};
    if (of->residual >= 0)
        overlay[n_axes] = residual_balance(of, at, arena);
    *n = n_axes + (of->residual >= 0);
    return overlay;
}

static void pass_structure(ipa_archive *with, void *figures) {
    ipa_structure *of = figures;
    ipa_archive_number(with, &of->cost);
    ipa_archive_number(with, &of->coverage);
    ipa_archive_estimate(with, &of->expected_loss);
    ipa_archive_estimate(with, &of->default_probability);
    ipa_archive_estimate(with, &of->price);
}

static ipa_status run_one(const sweep *of, ipa_structure *at, ipa_arena *arena, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_variant skipped = of->request->without_support ? IPA_SUPPORTED : IPA_WITHOUT_SUPPORT;
    ipa_rerun_options options = {.n_threads = 1};
    const ipa_structure blank = *at;
    ipa_structured made;
    int n;
    const ipa_stress_override *overlay = overlay_of(of, at, &n, arena);
    const char *const marks[] = {of->source->deal.plan->tranches[of->made->tranche].id,
                                 of->request->without_support ? "without support" : ""};
    const ipa_resume_part part = {.kind = "structure",
                                  .n_paths = of->source->options.n_paths,
                                  .seed = (long long)of->source->options.seed,
                                  .marks = marks,
                                  .n_marks = sizeof marks / sizeof *marks,
                                  .overlay = overlay,
                                  .n_overlay = n,
                                  .pass = pass_structure,
                                  .figures = at};
    if (ipa_resume_take(of->request->kept, &part, arena))
        return IPA_OK;
    *at = blank;
    options.skip[skipped] = true;
    IPA_TRY(ipa_structure_run(of->source, overlay, n, &options, arena, &made, error));
    measure(of, &made, at);
    IPA_TRY(ipa_resume_keep(of->request->kept, &part, error));
out:
    return status;
}

/* ---- the grid ---- */

static double number(const char *written) {
    ipa_decimal value;
    return ipa_decimal_parse(written, &value) ? ipa_decimal_value(value) : NAN;
}

static void place(const ipa_sweep_request *request, long index, ipa_structure *to,
                  ipa_arena *arena) {
    const ipa_estimate none = {NAN, NAN};
    *to = (ipa_structure){.cost = NAN,
                          .coverage = NAN,
                          .expected_loss = none,
                          .default_probability = none,
                          .price = none};
    to->values = IPA_NEW_ARRAY(arena, request->n_axes, double);
    to->written = IPA_NEW_ARRAY(arena, request->n_axes, const char *);
    for (int axis = request->n_axes - 1; axis >= 0; axis--) {
        const ipa_sweep_axis *of = &request->axes[axis];
        to->written[axis] = of->values[index % of->n_values];
        to->values[axis] = number(to->written[axis]);
        index /= of->n_values;
    }
}

static void finish(sweep *of, ipa_status status, const ipa_error *error) {
    const ipa_sweep_request *request = of->request;
    pthread_mutex_lock(&of->lock);
    of->done++;
    if (status == IPA_OK && request->progress &&
        !request->progress(request->context, of->done, of->made->n_structures))
        status = IPA_INTERRUPTED;
    if (status != IPA_OK && of->status == IPA_OK) {
        of->status = status;
        if (status == IPA_INTERRUPTED)
            ipa_fail(&of->error, status, "interrupted after %ld of %d structures", of->done,
                     of->made->n_structures);
        else
            of->error = *error;
    }
    if (of->status != IPA_OK)
        atomic_store(&of->stopped, true);
    pthread_mutex_unlock(&of->lock);
}

static void *work(void *context) {
    sweep *of = context;
    int index;
    while (!atomic_load(&of->stopped) &&
           (index = atomic_fetch_add(&of->next, 1)) < of->made->n_structures) {
        ipa_arena *arena = ipa_arena_create();
        ipa_error error = {0};
        ipa_status status = run_one(of, &of->made->structures[index], arena, &error);
        if (status == IPA_FINDINGS) /* a structure that cannot be has no figures */
            status = IPA_OK;
        ipa_arena_destroy(arena);
        finish(of, status, &error);
    }
    return NULL;
}

static void run_threads(sweep *of) {
    ipa_hands_run(work, of, 0, ipa_hands_count(of->request->n_threads, of->made->n_structures));
}

static ipa_status check(const ipa_structure_source *source, const ipa_sweep_request *request,
                        int *tranche, ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_plan *plan = source->deal.plan;
    *tranche = ipa_plan_find_tranche(plan, request->tranche);
    if (*tranche < 0)
        return ipa_fail(error, IPA_RANGE, "the deal has no tranche `%s`", request->tranche);
    for (int axis = 0; axis < request->n_axes; axis++) {
        if (request->axes[axis].n_values < 1)
            return ipa_fail(error, IPA_RANGE, "the axis `%s` has no values",
                            request->axes[axis].field);
        IPA_TRY(ipa_structure_allows(request->axes[axis].field, error));
    }
    if (ipa_sweep_count(request) > MOST_STRUCTURES)
        status = ipa_fail(error, IPA_LIMIT, "a sweep of more than %d structures", MOST_STRUCTURES);
out:
    return status;
}

ipa_status ipa_sweep_run(const ipa_structure_source *source, const ipa_sweep_request *request,
                         ipa_arena *arena, ipa_stress_sweep **made, ipa_error *error) {
    ipa_status status = IPA_OK;
    int tranche;
    IPA_TRY(check(source, request, &tranche, error));
    ipa_stress_sweep *to = IPA_NEW(arena, ipa_stress_sweep);
    to->tranche = tranche;
    to->n_axes = request->n_axes;
    to->axes = IPA_NEW_ARRAY(arena, request->n_axes, const char *);
    for (int axis = 0; axis < request->n_axes; axis++)
        to->axes[axis] = ipa_arena_copy(arena, request->axes[axis].field);
    to->n_structures = (int)ipa_sweep_count(request);
    to->structures = IPA_NEW_ARRAY(arena, to->n_structures, ipa_structure);
    for (int n = 0; n < to->n_structures; n++)
        place(request, n, &to->structures[n], arena);
    to->n_paths = source->options.n_paths;
    to->kept_bytes = source->store ? ipa_collection_store_bytes(source->deal.plan, to->n_paths) : 0;
    to->spilled = source->store && ipa_collection_store_spilled(source->store);
    sweep of = {
        .source = source,
        .request = request,
        .made = to,
        .residual = residual_of(source->deal.deal, request),
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    run_threads(&of);
    status = of.status;
    if (status != IPA_OK && error)
        *error = of.error;
    IPA_TRY(status);
    ipa_frontier_mark(to->structures, to->n_structures);
    *made = to;
out:
    return status;
}
