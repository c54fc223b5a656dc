#include "scenarios/solve.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <string.h>

/* Steps of the first look: over all of one unknown's range, and of each of two. */
enum { LOOKS_ALONE = 16, LOOKS_NESTED = 6, MOST_ITERATIONS = 100 };

/** A structure as it was seen. */
typedef struct sight {
    int64_t steps[IPA_SOLUTION_MOST];
    ipa_estimate figure[IPA_SOLUTION_MOST];
    bool possible;
} sight;

typedef struct search {
    const ipa_structure_source *source;
    const ipa_solve_request *request;
    ipa_unknown_set set;
    ipa_requirement targets[IPA_SOLUTION_MOST];
    ipa_variant variant;
    ipa_arena *arena;
    sight *sights;
    int n_sights;
    ipa_error impossible; /**< why the last structure that could not be made could not */
    ipa_status status;    /**< of a failure inside GSL's callbacks */
    ipa_error error;
} search;

/* ---- one structure ---- */

static const sight *seen(const search *of, const int64_t *steps) {
    for (int n = 0; n < of->n_sights; n++)
        if (memcmp(of->sights[n].steps, steps, sizeof of->sights[n].steps) == 0)
            return &of->sights[n];
    return NULL;
}

static bool any_simulated(const search *of) {
    for (int n = 0; n < of->request->n_unknowns; n++)
        if (ipa_requirement_figures[of->targets[n].figure].simulated)
            return true;
    return false;
}

static ipa_status measure(search *of, sight *at, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *own = ipa_arena_create();
    ipa_structured made;
    ipa_stress_override *overlay;
    ipa_rerun_options options = {.n_threads = of->request->n_threads};
    options.skip[IPA_SUPPORTED] = of->variant != IPA_SUPPORTED || !any_simulated(of);
    options.skip[IPA_WITHOUT_SUPPORT] = of->variant != IPA_WITHOUT_SUPPORT;
    const int n_overlay = ipa_unknown_overlay(&of->set, at->steps, own, &overlay);
    IPA_TRY(ipa_structure_run(of->source, overlay, n_overlay, &options, own, &made, error));
    const ipa_requirement_evidence evidence = {made.plan, &made.base[of->variant],
                                               made.tranches[of->variant],
                                               of->source->options.n_paths};
    for (int n = 0; n < of->request->n_unknowns; n++)
        at->figure[n] = ipa_requirement_value(&of->targets[n], &evidence);
    at->possible = true;
out:
    ipa_arena_destroy(own);
    return status;
}

/** Looks at a structure, or remembers it. One that the deal's rules forbid is not possible. */
static ipa_status look(search *of, const int64_t *steps, const sight **found, ipa_error *error) {
    ipa_status status = IPA_OK;
    *found = seen(of, steps);
    if (*found != NULL)
        return IPA_OK;
    sight at = {.figure = {{NAN, NAN}, {NAN, NAN}}};
    ipa_error why = {0};
    memcpy(at.steps, steps, sizeof at.steps);
    status = measure(of, &at, &why);
    if (status == IPA_FINDINGS) {
        of->impossible = why;
        status = IPA_OK;
    }
    if (status != IPA_OK && error)
        *error = why;
    IPA_TRY(status);
    IPA_PUSH(of->arena, of->sights, of->n_sights, at);
    *found = &of->sights[of->n_sights - 1];
    if (of->request->progress && !of->request->progress(of->request->context, of->n_sights, 0))
        status = ipa_fail(error, IPA_INTERRUPTED, "interrupted after %d structures", of->n_sights);
out:
    return status;
}

/* ---- one unknown ---- */

/** What is asked of the figure of target `n`: at least 0 where it is met. */
static double slack(const search *of, int n, double figure) {
    const ipa_requirement *target = &of->targets[n];
    const bool more = target->comparison == IPA_EQUAL
                          ? ipa_requirement_figures[target->figure].more_is_better
                          : target->comparison == IPA_AT_LEAST || target->comparison == IPA_ABOVE;
    return more ? figure - target->bound : target->bound - figure;
}

static bool meets(const search *of, int n, double slack_of) {
    const ipa_comparison comparison = of->targets[n].comparison;
    const bool strict = comparison == IPA_BELOW || comparison == IPA_ABOVE;
    return strict ? slack_of > 0 : slack_of >= 0;
}

static ipa_status solve_unknown(search *of, int n, int64_t *steps, bool *found, ipa_error *error);

/** The slack of target n at x steps of unknown n, those before it solved for; NaN: not possible. */
static ipa_status slack_at(search *of, int n, int64_t x, int64_t *steps, double *value,
                           ipa_error *error) {
    ipa_status status = IPA_OK;
    bool inside = true;
    const sight *at;
    *value = NAN;
    steps[n] = x;
    if (n > 0)
        IPA_TRY(solve_unknown(of, n - 1, steps, &inside, error));
    if (!inside)
        goto out;
    IPA_TRY(look(of, steps, &at, error));
    if (at->possible)
        *value = slack(of, n, at->figure[n].mean);
out:
    return status;
}

/** A step of the range on whose ends the target is met and not met. */
typedef struct bracket {
    int64_t met, missed;
    double slack_met, slack_missed;
    bool found, whole; /**< whole: it is met at the end that is liked best, or to the bit */
} bracket;

static int64_t look_place(const ipa_unknown *unknown, int look, int n_looks) {
    const double share = (double)look / n_looks;
    const int64_t way = (int64_t)llround(share * (double)(unknown->high - unknown->low));
    return unknown->prefers_high ? unknown->high - way : unknown->low + way;
}

/* From the best end on: the first step between two places in which the target is met, or for an
 * equality in which it changes sides. What cannot be made does not meet an inequality. */
static ipa_status find_bracket(search *of, int n, int64_t *steps, bracket *to, ipa_error *error) {
    ipa_status status = IPA_OK;
    const int n_looks = of->request->n_unknowns == 1 ? LOOKS_ALONE : LOOKS_NESTED;
    const bool equal = of->targets[n].comparison == IPA_EQUAL;
    double before = NAN;
    int64_t place_before = 0;
    *to = (bracket){0};
    for (int at = 0; at <= n_looks && !to->found; at++) {
        double now;
        const int64_t place = look_place(&of->set.items[n], at, n_looks);
        IPA_TRY(slack_at(of, n, place, steps, &now, error));
        const bool met = meets(of, n, now), met_before = meets(of, n, before);
        if (met && (equal ? now == 0 : at == 0))
            *to = (bracket){place, place, now, now, true, true};
        else if (met && at > 0 && !met_before && !(equal && isnan(before)))
            *to = (bracket){place, place_before, now, before, true, false};
        else if (met_before && !met && !isnan(now))
            *to = (bracket){place_before, place, before, now, true, false};
        before = now;
        place_before = place;
    }
out:
    return status;
}

/** What GSL's function needs, with the bracket as it narrows. */
typedef struct equation {
    search *of;
    int n;
    int64_t *steps;
    bracket *between;
    bool steps_only; /**< the sign alone: the figure jumps */
} equation;

static bool is_between(const bracket *of, int64_t x) {
    return of->met < of->missed ? x > of->met && x < of->missed : x < of->met && x > of->missed;
}

static void note(equation *at, int64_t x, double value) {
    const bool met = meets(at->of, at->n, value); /* what cannot be made does not */
    if (!is_between(at->between, x))
        return;
    *(met ? &at->between->met : &at->between->missed) = x;
    *(met ? &at->between->slack_met : &at->between->slack_missed) = value;
}

static double excess(double x, void *context) {
    equation *at = context;
    double value = NAN;
    const int64_t place = llround(x);
    if (at->of->status == IPA_OK)
        at->of->status = slack_at(at->of, at->n, place, at->steps, &value, &at->of->error);
    if (at->of->status != IPA_OK)
        return GSL_NAN;
    note(at, place, value);
    return at->steps_only ? (meets(at->of, at->n, value) ? 1 : -1) : value;
}

/* Narrows the bracket with GSL until its ends are a step apart, or GSL has its root. */
static ipa_status iterate(equation *at, ipa_error *error) {
    const bracket start = *at->between;
    const double low = (double)(start.met < start.missed ? start.met : start.missed);
    const double high = (double)(start.met < start.missed ? start.missed : start.met);
    gsl_function function = {excess, at};
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(at->steps_only ? gsl_root_fsolver_bisection
                                                                     : gsl_root_fsolver_brent);
    if (solver == NULL)
        return ipa_fail(error, IPA_SYSTEM, "no memory for a root finder");
    int state = gsl_root_fsolver_set(solver, &function, low, high), waiting = GSL_CONTINUE;
    double before = gsl_root_fsolver_root(solver);
    for (int n = 0; state == GSL_SUCCESS && waiting == GSL_CONTINUE && n < MOST_ITERATIONS; n++) {
        state = gsl_root_fsolver_iterate(solver);
        waiting = gsl_root_test_delta(gsl_root_fsolver_root(solver), before, 0.5, 0);
        before = gsl_root_fsolver_root(solver);
    }
    gsl_root_fsolver_free(solver);
    if (at->of->status != IPA_OK && error)
        *error = at->of->error;
    return at->of->status;
}

/* GSL's interval may keep a far end: strides that double from the near end find the other one, and
 * halving closes in on it. */
static ipa_status close_in(equation *at, ipa_error *error) {
    ipa_status status = IPA_OK;
    bracket *between = at->between;
    double value;
    for (int64_t stride = 1; llabs(between->missed - between->met) > 1;) {
        const int64_t width = llabs(between->missed - between->met);
        const int64_t toward = between->missed > between->met ? 1 : -1;
        const bool near_met = fabs(between->slack_met) <= fabs(between->slack_missed);
        const int64_t middle = between->met + toward * (width / 2);
        const int64_t stepped =
            near_met ? between->met + toward * stride : between->missed - toward * stride;
        const int64_t place = stride < width / 2 && !at->steps_only ? stepped : middle;
        IPA_TRY(slack_at(at->of, at->n, place, at->steps, &value, error));
        note(at, place, value);
        stride *= 2;
    }
out:
    return status;
}

/* Sets steps[n] and those before it. */
static ipa_status solve_unknown(search *of, int n, int64_t *steps, bool *found, ipa_error *error) {
    ipa_status status = IPA_OK;
    bracket between;
    double unused;
    IPA_TRY(find_bracket(of, n, steps, &between, error));
    *found = between.found;
    if (!between.found)
        goto out;
    if (!between.whole) {
        const bool jumps = ipa_requirement_figures[of->targets[n].figure].steps;
        equation at = {of, n, steps, &between, jumps || isnan(between.slack_missed)};
        IPA_TRY(iterate(&at, error));
        IPA_TRY(close_in(&at, error));
    }
    /* the unknowns before this one as they are at the answer */
    IPA_TRY(slack_at(of, n, between.met, steps, &unused, error));
out:
    return status;
}

/* ---- how sure the answer is ---- */

static int64_t clipped(const ipa_unknown *unknown, int64_t steps) {
    return steps < unknown->low ? unknown->low : steps > unknown->high ? unknown->high : steps;
}

/* Slopes of all figures along unknown n, from two structures beside the answer. */
static ipa_status slopes(search *of, int n, const int64_t *answer, double slope[IPA_SOLUTION_MOST],
                         ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_unknown *unknown = &of->set.items[n];
    const int64_t reach = (unknown->high - unknown->low) / (4 * LOOKS_ALONE);
    int64_t steps[IPA_SOLUTION_MOST];
    memcpy(steps, answer, sizeof steps);
    const int64_t ends[2] = {clipped(unknown, answer[n] - (reach > 0 ? reach : 1)),
                             clipped(unknown, answer[n] + (reach > 0 ? reach : 1))};
    const sight *at[2];
    for (int end = 0; end < 2; end++) {
        steps[n] = ends[end];
        const sight *there;
        IPA_TRY(look(of, steps, &there, error));
        if (!there->possible) {
            steps[n] = answer[n];
            IPA_TRY(look(of, steps, &there, error));
        }
        sight *kept = IPA_NEW(of->arena, sight); /* the list may move */
        *kept = *there;
        at[end] = kept;
    }
    const double rise = ipa_unknown_value(unknown, of->set.plan, at[1]->steps[n]) -
                        ipa_unknown_value(unknown, of->set.plan, at[0]->steps[n]);
    for (int m = 0; m < of->request->n_unknowns; m++)
        slope[m] = (at[1]->figure[m].mean - at[0]->figure[m].mean) / rise;
out:
    return status;
}

/* Of two unknowns the errors of the figures are not independent: their effects are added up. */
static void set_errors(const search *of, double slope[IPA_SOLUTION_MOST][IPA_SOLUTION_MOST],
                       const ipa_estimate *figure, ipa_solution *to) {
    if (of->request->n_unknowns == 1) {
        /* an end of the range hangs on no figure */
        const double error = figure[0].standard_error / fabs(slope[0][0]);
        to->unknowns[0].standard_error = isfinite(error) && !to->unknowns[0].at_end ? error : NAN;
        return;
    }
    /* slope[n][m] is of figure m along unknown n */
    const double determinant = slope[0][0] * slope[1][1] - slope[0][1] * slope[1][0];
    for (int n = 0; n < IPA_SOLUTION_MOST; n++) {
        const int other = 1 - n;
        const double error = (fabs(slope[other][1]) * figure[0].standard_error +
                              fabs(slope[other][0]) * figure[1].standard_error) /
                             fabs(determinant);
        to->unknowns[n].standard_error = isfinite(error) ? error : NAN;
    }
}

/* ---- what is told: texts of the deal are copied, it may be gone when they are read ---- */

static ipa_solution_hint hint_of(ipa_unknown_kind kind) {
    return kind == IPA_UNKNOWN_COUPON                  ? IPA_SOLUTION_SHARE
           : kind == IPA_UNKNOWN_OVERCOLLATERALISATION ? IPA_SOLUTION_NUMBER
                                                       : IPA_SOLUTION_MONEY;
}

static ipa_solution_hint hint_of_figure(const char *name) {
    static const struct {
        const char *in_name;
        ipa_solution_hint hint;
    } hints[] = {{"price", IPA_SOLUTION_PRICE},
                 {"probability", IPA_SOLUTION_SHARE},
                 {"loss", IPA_SOLUTION_SHARE},
                 {"yield", IPA_SOLUTION_SHARE}};
    for (size_t n = 0; n < sizeof hints / sizeof *hints; n++)
        if (strstr(name, hints[n].in_name) != NULL)
            return hints[n].hint;
    return IPA_SOLUTION_NUMBER;
}

static void tell_unknowns(const search *of, ipa_solution *to) {
    for (int n = 0; n < of->request->n_unknowns; n++) {
        const ipa_unknown *unknown = &of->set.items[n];
        const double ends[2] = {ipa_unknown_value(unknown, of->set.plan, unknown->low),
                                ipa_unknown_value(unknown, of->set.plan, unknown->high)};
        to->unknowns[n] = (ipa_solution_unknown){
            .name = ipa_unknown_name(unknown->kind),
            .whose = ipa_unknown_whose(unknown->kind),
            .hint = hint_of(unknown->kind),
            .subject = ipa_arena_copy(of->arena, unknown->subject),
            .value = NAN,
            .standard_error = NAN,
            .low = fmin(ends[0], ends[1]),
            .high = fmax(ends[0], ends[1]),
        };
    }
}

static void tell_targets(const search *of, ipa_solution *to) {
    for (int m = 0; m < of->request->n_unknowns; m++) {
        const ipa_requirement *target = &of->targets[m];
        ipa_solution_target *told = &to->targets[m];
        *told = (ipa_solution_target){
            .text = target->text,
            .tranche = ipa_arena_copy(of->arena, of->set.plan->tranches[target->tranche].id),
            .figure = ipa_requirement_figures[target->figure].name,
            .hint = hint_of_figure(ipa_requirement_figures[target->figure].name),
            .reached = {NAN, NAN},
            .least = NAN,
            .most = NAN,
        };
    }
}

static void tell_ranges(const search *of, ipa_solution *to) {
    for (int m = 0; m < to->n_targets; m++)
        for (int n = 0; n < of->n_sights; n++) {
            const double figure = of->sights[n].figure[m].mean;
            to->targets[m].least = fmin(to->targets[m].least, figure);
            to->targets[m].most = fmax(to->targets[m].most, figure);
        }
}

static void tell_tries(const search *of, ipa_solution *to) {
    to->n_tries = of->n_sights;
    to->tries = IPA_NEW_ARRAY(of->arena, of->n_sights, ipa_solution_try);
    for (int n = 0; n < of->n_sights; n++) {
        const sight *at = &of->sights[n];
        to->tries[n].possible = at->possible;
        for (int m = 0; m < of->request->n_unknowns; m++) {
            to->tries[n].value[m] =
                ipa_unknown_value(&of->set.items[m], of->set.plan, at->steps[m]);
            to->tries[n].figure[m] = at->figure[m];
        }
    }
}

static const char *shown(const search *of, int m, double figure) {
    if (!isfinite(figure))
        return "-";
    return ipa_requirement_figures[of->targets[m].figure].is_grade
               ? ipa_requirement_grade(of->set.plan, figure, of->arena)
               : ipa_arena_format(of->arena, "%.6g", figure);
}

/* The figure of a target over everything that was tried. */
static const char *spread(const search *of, const ipa_solution *to, int m) {
    const ipa_solution_target *target = &to->targets[m];
    const bool grade = ipa_requirement_figures[of->targets[m].figure].is_grade;
    const ipa_solution_unknown *unknown = &to->unknowns[m];
    return ipa_arena_format(
        of->arena, "with the %s of %s from %.10g to %.10g, %s of %s lies between %s and %s",
        unknown->name, unknown->subject, unknown->low, unknown->high, target->figure,
        target->tranche, shown(of, m, grade ? target->most : target->least),
        shown(of, m, grade ? target->least : target->most));
}

static const char *why_not(const search *of, const ipa_solution *to) {
    const char *text =
        to->n_targets == 1
            ? ipa_arena_format(of->arena, "`%s` cannot be met: %s", to->targets[0].text,
                               spread(of, to, 0))
            : ipa_arena_format(of->arena, "`%s` and `%s` were not met together: %s; %s",
                               to->targets[0].text, to->targets[1].text, spread(of, to, 0),
                               spread(of, to, 1));
    return of->impossible.status != IPA_OK
               ? ipa_arena_format(of->arena, "%s; some structures cannot be made: %s", text,
                                  of->impossible.message)
               : text;
}

static ipa_status tell_answer(search *of, const int64_t *steps, ipa_solution *to,
                              ipa_error *error) {
    ipa_status status = IPA_OK;
    double slope[IPA_SOLUTION_MOST][IPA_SOLUTION_MOST] = {{0}};
    ipa_estimate figure[IPA_SOLUTION_MOST];
    const sight *at;
    IPA_TRY(look(of, steps, &at, error));
    memcpy(figure, at->figure, sizeof figure);
    for (int n = 0; n < of->request->n_unknowns; n++) {
        to->unknowns[n].value = ipa_unknown_value(&of->set.items[n], of->set.plan, steps[n]);
        to->targets[n].reached = figure[n];
        if (ipa_requirement_figures[of->targets[n].figure].is_grade)
            to->targets[n].grade = ipa_arena_copy(
                of->arena, ipa_requirement_grade(of->set.plan, figure[n].mean, of->arena));
        to->unknowns[n].at_end =
            steps[n] == of->set.items[n].low || steps[n] == of->set.items[n].high;
        IPA_TRY(slopes(of, n, steps, slope[n], error));
    }
    set_errors(of, slope, figure, to);
    to->n_overlay = ipa_unknown_overlay(&of->set, steps, of->arena, &to->overlay);
out:
    return status;
}

/* ---- a request ---- */

static ipa_status prepare(search *of, ipa_error *error) {
    const ipa_solve_request *request = of->request;
    ipa_status status = IPA_OK;
    int tranche = -1;
    for (int t = 0; request->tranche != NULL && t < of->set.plan->n_tranches; t++)
        if (strcmp(of->set.plan->tranches[t].id, request->tranche) == 0)
            tranche = t;
    if (request->tranche != NULL && tranche < 0)
        return ipa_fail(error, IPA_RANGE, "the deal has no tranche `%s`", request->tranche);
    for (int n = 0; n < request->n_unknowns; n++) {
        IPA_TRY(ipa_unknown_of(request->kind[n], &request->unknown[n], of->set.plan,
                               &of->set.items[n], error));
        IPA_TRY(ipa_requirement_read(request->target[n], of->set.plan, tranche, &of->targets[n],
                                     error));
        /* a dearer note is worth more and loses more */
        if (request->kind[n] == IPA_UNKNOWN_COUPON)
            of->set.items[n].prefers_high = slack(of, n, 1) < slack(of, n, 0);
    }
    if (request->n_unknowns == 2 && of->set.items[0].kind == of->set.items[1].kind &&
        of->set.items[0].index == of->set.items[1].index)
        status = ipa_fail(error, IPA_RANGE, "both unknowns are the %s of `%s`",
                          ipa_unknown_name(of->set.items[0].kind), of->set.items[0].subject);
out:
    return status;
}

ipa_status ipa_solve_check(const ipa_solve_request *request, const ipa_plan *plan, bool *simulates,
                           ipa_error *error) {
    search of = {.request = request, .set = {.plan = plan}};
    const ipa_status status = prepare(&of, error);
    *simulates = status == IPA_OK && any_simulated(&of);
    return status;
}

ipa_status ipa_solve_run(const ipa_structure_source *source, const ipa_solve_request *request,
                         ipa_arena *arena, ipa_solution *solution, ipa_error *error) {
    ipa_status status = IPA_OK;
    search of = {
        .source = source,
        .request = request,
        .set = {.plan = source->deal.plan,
                .keep_total = request->keep_total,
                .n_items = request->n_unknowns},
        .variant = request->without_support ? IPA_WITHOUT_SUPPORT : IPA_SUPPORTED,
        .arena = arena,
    };
    int64_t steps[IPA_SOLUTION_MOST] = {0};
    gsl_set_error_handler_off(); /* its default ends the process */
    *solution = (ipa_solution){
        .n_unknowns = request->n_unknowns,
        .n_targets = request->n_unknowns,
        .n_paths = source->options.n_paths,
        .seed = source->options.seed,
        .without_support = request->without_support,
    };
    IPA_TRY(prepare(&of, error));
    if (any_simulated(&of) && source->store == NULL)
        IPA_TRY(ipa_fail(error, IPA_RANGE, "a target is a simulated figure: it needs paths"));
    tell_unknowns(&of, solution);
    tell_targets(&of, solution);
    IPA_TRY(solve_unknown(&of, request->n_unknowns - 1, steps, &solution->found, error));
    if (solution->found)
        IPA_TRY(tell_answer(&of, steps, solution, error));
    tell_ranges(&of, solution);
    tell_tries(&of, solution);
    if (!solution->found)
        solution->reason = why_not(&of, solution);
out:
    return status;
}
