#include "scenarios/break_even.h"

#include <math.h>
#include <string.h>

/* A first miss in a shorter stretch than this share of the way, at most, may be stepped over. */
enum { N_LOOKS = 32 };
static const double closeness = 1e-10; /* of the way from neutral to worst */

typedef struct break_even_lever {
    const char *name;
    double neutral, worst;
    bool whole;
} break_even_lever;

static const break_even_lever levers[] = {
#define BREAK_EVEN_LEVER(name, neutral, worst, whole) {#name, neutral, worst, whole},
    IPA_BREAK_EVEN_TABLE(BREAK_EVEN_LEVER)
#undef BREAK_EVEN_LEVER
};
enum { N_LEVERS = sizeof levers / sizeof *levers };

const char *const ipa_break_even_levers[] = {
#define BREAK_EVEN_NAME(name, neutral, worst, whole) #name,
    IPA_BREAK_EVEN_TABLE(BREAK_EVEN_NAME)
#undef BREAK_EVEN_NAME
        NULL};

static const break_even_lever *lever_named(const char *name) {
    for (int n = 0; n < N_LEVERS; n++)
        if (strcmp(levers[n].name, name) == 0)
            return &levers[n];
    return NULL;
}

bool ipa_break_even_knows(const char *name) {
    return lever_named(name) != NULL;
}

/* What is asked of a tranche: the figures of ipa_break_even, in their order. */
typedef enum criterion { TIMELY_INTEREST, PRINCIPAL, TIMELY, N_CRITERIA } criterion;

static bool holds(const ipa_timeliness *of, criterion what) {
    switch (what) {
    case TIMELY_INTEREST:
        return of->interest < 0;
    case PRINCIPAL:
        return of->principal_left <= 0.005;
    default:
        return ipa_timeliness_first_miss(of) < 0 && of->charges < 0;
    }
}

/* The answers at one value: a bit a tranche, variant and criterion. */
typedef struct look {
    double way; /* share of the way from neutral to worst; of whole levers the number */
    bool *holds;
} look;

typedef struct finder {
    const ipa_break_even_search *of;
    ipa_overlay_base base;
    break_even_lever lever;
    int n_tranches, n_bits;
    look *looks;
    int n_looks;
    ipa_arena *arena;
} finder;

static double value_at(const finder *find, double way) {
    return find->lever.whole
               ? way
               : find->lever.neutral + way * (find->lever.worst - find->lever.neutral);
}

static ipa_status look_at(finder *find, double way, const look **found, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *own = NULL;
    for (int n = 0; n < find->n_looks; n++)
        if (find->looks[n].way == way) {
            *found = &find->looks[n];
            return IPA_OK;
        }
    own = ipa_arena_create();
    const int n_given = find->of->n_given;
    ipa_stress_override *overlay = IPA_NEW_ARRAY(own, n_given + 1, ipa_stress_override);
    for (int n = 0; n < n_given; n++)
        overlay[n] = find->of->given[n];
    overlay[n_given] = ipa_overlay_number(find->of->lever, value_at(find, way), own);
    ipa_trial trial;
    IPA_TRY(ipa_trial_run(&find->base, overlay, n_given + 1, own, &trial, error));
    look seen = {way, IPA_NEW_ARRAY(find->arena, find->n_bits, bool)};
    for (int bit = 0; bit < find->n_bits; bit++) {
        const int t = bit / (IPA_N_VARIANTS * N_CRITERIA);
        const int variant = bit / N_CRITERIA % IPA_N_VARIANTS;
        seen.holds[bit] = holds(&trial.tranches[variant][t], (criterion)(bit % N_CRITERIA));
    }
    IPA_PUSH(find->arena, find->looks, find->n_looks, seen);
    *found = &find->looks[find->n_looks - 1];
out:
    ipa_arena_destroy(own);
    return status;
}

/* Halves the step in which the answer turns. */
static ipa_status close_in(finder *find, int bit, double good, double bad, double *last,
                           ipa_error *error) {
    ipa_status status = IPA_OK;
    while (!find->lever.whole && bad - good > closeness) {
        const double middle = good + (bad - good) / 2;
        const look *at;
        IPA_TRY(look_at(find, middle, &at, error));
        *(at->holds[bit] ? &good : &bad) = middle;
    }
    *last = good;
out:
    return status;
}

static ipa_status critical(finder *find, int bit, int n_first, double *value, ipa_error *error) {
    ipa_status status = IPA_OK;
    int bad = 0;
    while (bad < n_first && find->looks[bad].holds[bit])
        bad++;
    double last = NAN;
    if (bad == n_first) {
        *value = find->lever.worst < find->lever.neutral ? -INFINITY : INFINITY;
        return IPA_OK;
    }
    if (bad > 0)
        IPA_TRY(close_in(find, bit, find->looks[bad - 1].way, find->looks[bad].way, &last, error));
    *value = isnan(last) ? NAN : value_at(find, last);
out:
    return status;
}

/* Looks along the whole way, closely where little is asked of the deal. */
static ipa_status look_along(finder *find, int n_most, ipa_error *error) {
    ipa_status status = IPA_OK;
    const look *seen;
    const int n = find->lever.whole ? n_most : N_LOOKS;
    for (int i = 0; i <= n; i++) {
        const double share = (double)i / N_LOOKS;
        IPA_TRY(look_at(find, find->lever.whole ? i : share * share, &seen, error));
    }
out:
    return status;
}

/* How many tranches there are, and how far a whole lever can go. */
static ipa_status measure(finder *find, int *n_most, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_arena *own = ipa_arena_create();
    ipa_overlaid of;
    IPA_TRY(ipa_overlay_apply(&find->base, find->of->given, find->of->n_given, own, &of, error));
    find->n_tranches = of.plan->n_tranches;
    find->n_bits = find->n_tranches * IPA_N_VARIANTS * N_CRITERIA;
    const bool of_obligors = strcmp(find->of->lever, "largest_obligors") == 0;
    *n_most = of_obligors ? of.deal->n_obligors : of.plan->n_periods;
out:
    ipa_arena_destroy(own);
    return status;
}

ipa_status ipa_break_even_find(const ipa_break_even_search *search, ipa_arena *arena,
                               ipa_break_even **rows, int *n_rows, ipa_error *error) {
    ipa_status status = IPA_OK;
    const break_even_lever *lever = lever_named(search->lever);
    if (lever == NULL)
        return ipa_fail(error, IPA_RANGE, "no break-even is sought along `%s`", search->lever);
    finder find = {.of = search, .base = *search->base, .lever = *lever, .arena = arena};
    if (find.base.laws == NULL)
        find.base.laws = ipa_laws_create(arena);
    int n_most = 0;
    IPA_TRY(measure(&find, &n_most, error));
    IPA_TRY(look_along(&find, n_most, error));
    const int n_first = find.n_looks;
    *n_rows = find.n_tranches;
    *rows = IPA_NEW_ARRAY(arena, find.n_tranches, ipa_break_even);
    for (int bit = 0; bit < find.n_bits; bit++) {
        ipa_break_even *row = &(*rows)[bit / (IPA_N_VARIANTS * N_CRITERIA)];
        const int variant = bit / N_CRITERIA % IPA_N_VARIANTS;
        double *const to[] = {row->timely_interest, row->principal, row->timely};
        row->lever = search->lever;
        row->given = search->given;
        row->n_given = search->n_given;
        row->tranche = bit / (IPA_N_VARIANTS * N_CRITERIA);
        IPA_TRY(critical(&find, bit, n_first, &to[bit % N_CRITERIA][variant], error));
    }
out:
    return status;
}
