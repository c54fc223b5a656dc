#include "scenarios/target_rates.h"

#include <math.h>
#include <string.h>

#include "engine/math/normal.h"

typedef struct grade_row {
    const char *grade;
    double mature, small, retail, corporate, sme, lease;
} grade_row;

static const grade_row grades[] = {
#define TARGET_ROW(...) {__VA_ARGS__},
    IPA_TARGET_RATES_TABLE(TARGET_ROW)
#undef TARGET_ROW
};
enum { N_GRADES = sizeof grades / sizeof *grades };

typedef struct class_row {
    const char *name;
    size_t multiplier, probability; /* offsets in grade_row */
} class_row;

static const class_row classes[] = {
#define TARGET_CLASS(name, multiplier, probability) \
    {#name, offsetof(grade_row, multiplier), offsetof(grade_row, probability)},
    IPA_TARGET_CLASS_TABLE(TARGET_CLASS)
#undef TARGET_CLASS
};

const char *const ipa_target_rates_classes[] = {
#define TARGET_NAME(name, multiplier, probability) #name,
    IPA_TARGET_CLASS_TABLE(TARGET_NAME)
#undef TARGET_NAME
        NULL};

static const class_row *class_named(const char *name) {
    for (size_t n = 0; n < sizeof classes / sizeof *classes; n++)
        if (strcmp(classes[n].name, name) == 0)
            return &classes[n];
    IPA_ASSERT(!"a class of the table");
    return NULL;
}

static double column(const grade_row *row, size_t offset) {
    double value;
    memcpy(&value, (const char *)row + offset, sizeof value);
    return value;
}

double ipa_target_rates_expected(const ipa_plan *plan) {
    double defaulted = 0, original = 0;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        const ipa_credit *credit = &plan->obligors[contract->obligor].credit;
        double outstanding = contract->principal, alive = 1;
        original += contract->principal;
        for (int d = 0; d < contract->n_dues; d++) {
            const double years =
                (contract->dues[d].date - plan->periods[0].collection_start) / 365.0;
            const double alive_now = ipa_plan_survival(credit, years);
            defaulted += (alive - alive_now) * outstanding;
            alive = alive_now;
            outstanding = contract->dues[d].outstanding;
        }
    }
    return original > 0 ? defaulted / original : NAN;
}

/* μ and σ of ln(rate) of a lognormal law with the simulated mean and deviation. */
static void by_moments(const ipa_stress_result *to, double *mu, double *sigma) {
    const ipa_simulation_result *simulation =
        to->unstressed != NULL ? to->unstressed->simulation : NULL;
    if (simulation == NULL || !(simulation->default_rate.mean > 0))
        return;
    const double mean = simulation->default_rate.mean;
    const double deviation =
        simulation->default_rate.standard_error * sqrt((double)simulation->n_paths);
    *sigma = sqrt(log1p(deviation / mean * (deviation / mean)));
    *mu = log(mean) - *sigma * *sigma / 2;
}

/* Where the table has nothing for a grade, the next higher target ÷ 1.1. No more than everything
 * defaults. */
static double or_next(double target, double higher) {
    const double rate = isnan(target) ? higher / 1.1 : target;
    return rate > 1 ? 1 : rate;
}

static void fill_targets(const class_row *of, ipa_arena *arena, ipa_stress_result *to) {
    to->n_targets = N_GRADES;
    to->targets = IPA_NEW_ARRAY(arena, N_GRADES, ipa_target_rate);
    ipa_target_rate higher = {.by_multiplier = NAN, .by_lognormal = NAN};
    for (int g = 0; g < N_GRADES; g++) {
        ipa_target_rate *row = &to->targets[g];
        *row = (ipa_target_rate){.grade = grades[g].grade,
                                 .multiplier = column(&grades[g], of->multiplier),
                                 .probability = column(&grades[g], of->probability)};
        row->multiplier = row->multiplier > 0 ? row->multiplier : NAN;
        row->probability = row->probability > 0 ? row->probability : NAN;
        row->by_multiplier = or_next(to->target_base * row->multiplier, higher.by_multiplier);
        row->by_lognormal = or_next(
            isnan(row->probability)
                ? NAN
                : exp(to->target_mu + to->target_sigma * ipa_normal_quantile(1 - row->probability)),
            higher.by_lognormal);
        higher = *row;
    }
}

static double method(const ipa_target_rate *row, int n) {
    return n == 0 ? row->by_multiplier : row->by_lognormal;
}

/* Every grade below the best one it reaches is reached as well: targets fall with the grade. */
static void measure(const ipa_stress_result *to, ipa_protection *row, int variant, int n,
                    ipa_arena *arena) {
    row->grade[variant][n] = NULL;
    row->distance[variant][n] = IPA_NEW_ARRAY(arena, to->n_targets, double);
    for (int g = 0; g < to->n_targets; g++) {
        const double distance = row->critical[variant] - method(&to->targets[g], n);
        row->distance[variant][n][g] = distance;
        if (row->grade[variant][n] == NULL && distance >= 0)
            row->grade[variant][n] = to->targets[g].grade;
    }
    if (row->grade[variant][n] == NULL)
        row->grade[variant][n] =
            isnan(row->distance[variant][n][0])
                ? "-"
                : ipa_arena_format(arena, "below %s", to->targets[to->n_targets - 1].grade);
}

static double least(double a, double b) {
    return a < b ? a : b;
}

/* A rate at which it misses from the start is 0; one that nothing reaches is all of the pool. */
static double critical_of(const ipa_break_even *row, int variant) {
    const double rate = least(row->timely_interest[variant], row->principal[variant]);
    if (isnan(row->timely_interest[variant]) || isnan(row->principal[variant]))
        return 0;
    return least(rate, 1);
}

void ipa_target_rates_fill(const ipa_target_ask *ask, const ipa_break_even *critical,
                           ipa_arena *arena, ipa_stress_result *to) {
    const ipa_plan *plan = to->unstressed->plan;
    to->target_class = ask->class_name;
    to->target_table = (ipa_words_pair){
        .zh = ipa_arena_format(arena,
                               "%s 类目标：公开的中国资产证券化评级程序的参数，并非评级机构发布",
                               ask->class_name),
        .en = ipa_arena_format(arena,
                               "targets of class %s: parameters of a public rating program for "
                               "Chinese ABS, no agency's publication",
                               ask->class_name)};
    to->target_base = isnan(ask->base_rate) ? ipa_target_rates_expected(plan) : ask->base_rate;
    to->target_mu = ask->mu;
    to->target_sigma = ask->sigma;
    if (isnan(ask->mu) || isnan(ask->sigma))
        by_moments(to, &to->target_mu, &to->target_sigma);
    fill_targets(class_named(ask->class_name), arena, to);
    to->protection = IPA_NEW_ARRAY(arena, plan->n_tranches, ipa_protection);
    for (int t = 0; t < plan->n_tranches; t++) {
        if (plan->tranches[t].is_residual)
            continue;
        ipa_protection *row = &to->protection[to->n_protection++];
        row->tranche = t;
        for (int variant = 0; variant < IPA_N_VARIANTS; variant++) {
            row->critical[variant] = critical_of(&critical[t], variant);
            measure(to, row, variant, 0, arena);
            measure(to, row, variant, 1, arena);
        }
    }
}
