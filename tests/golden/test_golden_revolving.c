/* Purchases on simulated paths against every way in which two independent payers can default, each
 * run by hand: collections of what was bought, defaults, and what the notes lose. */
#include <criterion/criterion.h>
#include <math.h>

#include "tests/support/runs.h"

#define FOLDER "tests/golden/revolving"

enum { N_PERIODS = 8, N_PAYERS = 2, N_OFFERS = 3, MOST_DUES = 2, LAST_PURCHASE = 3 };

/* The terms of deal.yaml and assets.csv, written out. */
static const double HAZARD[N_PAYERS] = {0.5, 0.3};
static const double POOL[N_PERIODS] = {600000, 400000};
static const double A_SIZE = 900000, SHARE_SPENT = 0.7, RECOVERED = 0.4;

static const struct offer {
    double principal, price;
    int payer; /**< −1: shared by those alive */
    int first_period, n_dues;
    double income[MOST_DUES], repaid[MOST_DUES];
} OFFERS[N_OFFERS] = {
    {150000, 0.95, 1, 1, 1, {0}, {1}},
    {90000, 1, 0, 2, 2, {0.01, 0.01}, {0, 1}},
    {INFINITY, 0.97, -1, 0, 2, {0.02, 0.01}, {0.5, 0.5}},
};

/** What is expected, or is the case on one path. */
typedef struct figures {
    double cash[N_PERIODS], bought[N_PERIODS];
    double defaulted, loss; /**< claims ÷ what the pool was; A's unpaid ÷ its size */
} figures;

/* ---- one path: `seen[e]` is the first date that sees the payer dead ---- */

static void hold(figures *path, const struct offer *of, double principal, int k, int seen) {
    double left = principal;
    for (int m = 0; m < of->n_dues && k + 1 + m < N_PERIODS; m++) {
        const int j = k + 1 + m;
        if (j >= seen) {
            path->defaulted += left;
            if (j + 1 < N_PERIODS)
                path->cash[j + 1] += RECOVERED * left;
            return;
        }
        path->cash[j] += principal * (of->income[m] + of->repaid[m]);
        left -= principal * of->repaid[m];
    }
}

static double buy(figures *path, const struct offer *of, double *offered, double room, int k,
                  const int *seen) {
    int n_alive = 0;
    bool pays[N_PAYERS];
    for (int e = 0; e < N_PAYERS; e++) {
        pays[e] = (of->payer < 0 || of->payer == e) && k < seen[e];
        n_alive += pays[e];
    }
    if (k < of->first_period || n_alive == 0)
        return 0;
    const double spent = fmin(*offered * of->price, room), principal = spent / of->price;
    *offered -= principal;
    for (int e = 0; e < N_PAYERS; e++)
        if (pays[e])
            hold(path, of, principal / n_alive, k, seen[e]);
    path->bought[k] += spent;
    return spent;
}

static figures run_path(const int *seen) {
    figures path = {0};
    double offered[N_OFFERS], paid = 0;
    for (int n = 0; n < N_OFFERS; n++)
        offered[n] = OFFERS[n].principal;
    for (int k = 0; k < N_PERIODS; k++) {
        path.cash[k] += POOL[k];
        double room = k <= LAST_PURCHASE ? SHARE_SPENT * path.cash[k] : 0;
        for (int n = 0; n < N_OFFERS && room > 0; n++)
            room -= buy(&path, &OFFERS[n], &offered[n], room, k, seen);
        paid += path.cash[k] - path.bought[k];
    }
    path.loss = fmax(0, 1 - paid / A_SIZE);
    path.defaulted /= 1000000;
    return path;
}

/* ---- all paths ---- */

static double years(const ipa_plan *plan, int k) {
    return k < 0 ? 0 : (plan->periods[k].payment - plan->deal->terms.cutoff) / 365.0;
}

static double chance(const ipa_plan *plan, int payer, int seen) {
    const double before = exp(-HAZARD[payer] * years(plan, seen - 1));
    return seen == N_PERIODS ? before : before - exp(-HAZARD[payer] * years(plan, seen));
}

static figures enumerate(const ipa_plan *plan) {
    figures sum = {0};
    int seen[N_PAYERS];
    for (seen[0] = 0; seen[0] <= N_PERIODS; seen[0]++)
        for (seen[1] = 0; seen[1] <= N_PERIODS; seen[1]++) {
            const double p = chance(plan, 0, seen[0]) * chance(plan, 1, seen[1]);
            const figures path = run_path(seen);
            for (int k = 0; k < N_PERIODS; k++) {
                sum.cash[k] += p * path.cash[k];
                sum.bought[k] += p * path.bought[k];
            }
            sum.defaulted += p * path.defaulted;
            sum.loss += p * path.loss;
        }
    return sum;
}

Test(golden_revolving, a_path_without_a_default_is_the_base_case) {
    const int seen[N_PAYERS] = {N_PERIODS, N_PERIODS};
    const figures wanted = run_path(seen);
    test_run run = run_load(FOLDER);
    run_simulate(&run, 0, 1, 1);
    const ipa_path_result *base = &run.result->base;
    for (int k = 0; k < N_PERIODS; k++) {
        double cash = 0;
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            cash += base->cash[kind][k];
        cr_expect_float_eq(cash, wanted.cash[k], 1e-6, "period %d", k + 1);
        cr_expect_float_eq(base->revolving.bought[k], wanted.bought[k], 1e-6, "period %d", k + 1);
    }
    run_free(&run);
}

Test(golden_revolving, expectations_under_hazards) {
    test_run run = run_load(FOLDER);
    run_simulate(&run, 200000, 5, 0);
    const figures wanted = enumerate(run.plan);
    const ipa_simulation_result *of = run.result->simulation;
    cr_assert_eq(run.plan->n_periods, N_PERIODS);
    for (int k = 0; k < N_PERIODS; k++)
        cr_expect(run_agrees(of->collections[k].mean, wanted.cash[k], 4), "period %d", k + 1);
    cr_expect(run_agrees(of->default_rate, wanted.defaulted, 4), "default rate");
    cr_expect(run_agrees(of->tranches[0].expected_loss, wanted.loss, 4), "loss of A");
    cr_expect_gt(wanted.loss, 0.005);
    cr_expect_gt(wanted.defaulted, 0.05);
    run_free(&run);
}

/* ---- 1/√N ---- */

typedef struct errors {
    double true_error, stated; /**< root mean squares over the seeds */
} errors;

/* Of the collections of period 3, all of them from what was bought. */
static errors errors_of(long n_paths, int n_seeds) {
    errors of = {0, 0};
    test_run run = run_load(FOLDER);
    const double exact = enumerate(run.plan).cash[2];
    for (int seed = 1; seed <= n_seeds; seed++) {
        run_simulate(&run, n_paths, (unsigned long long)seed, 0);
        const ipa_estimate got = run.result->simulation->collections[2].mean;
        of.true_error += (got.mean - exact) * (got.mean - exact) / n_seeds;
        of.stated += got.standard_error * got.standard_error / n_seeds;
    }
    run_free(&run);
    return (errors){sqrt(of.true_error), sqrt(of.stated)};
}

/* A root mean square of 60 errors is known to 9%, the ratio of two to 13%: three times that. */
Test(golden_revolving, errors_shrink_with_the_root_of_the_paths) {
    const errors few = errors_of(500, 60), many = errors_of(8000, 60);
    cr_expect_float_eq(few.stated / many.stated, 4, 0.1, "stated: %g", few.stated / many.stated);
    cr_expect_float_eq(few.true_error / many.true_error, 4, 4 * 0.39, "true: %g",
                       few.true_error / many.true_error);
    cr_expect_float_eq(many.true_error / many.stated, 1, 0.27, "true over stated: %g",
                       many.true_error / many.stated);
}
