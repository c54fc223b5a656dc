#pragma once
/** The obvious program for the sample deal: GSL's Mersenne twister, one path after the other, plain
 *  loops and branches, the sample's priority of payments written out in C.
 *
 *  Knows: the sample deal's structure by heart; with and without its outside support; the losses of
 *  all paths, mean cash by period, sorted losses.
 *  Does not know: percentiles by period, standard errors, other deals: it does less than the
 *  engine.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "engine/deal/plan.h"

enum { PEER_MOST_PERIODS = 64, PEER_N_VARIANTS = 2 };

/** Of the senior tranche; variant 0 with support, 1 without. */
typedef struct peer_result {
    double default_probability[PEER_N_VARIANTS], expected_loss[PEER_N_VARIANTS];
    double var[PEER_N_VARIANTS][3];
    double cash[PEER_N_VARIANTS][PEER_MOST_PERIODS]; /**< fen, mean */
} peer_result;

typedef struct peer_path {
    double income[PEER_MOST_PERIODS], principal[PEER_MOST_PERIODS], recovery[PEER_MOST_PERIODS];
    int guarantor_dies;
} peer_path;

static inline double peer_latent(gsl_rng *rng, const ipa_credit *credit, const double *z, int n) {
    double x = credit->idiosyncratic * gsl_ran_gaussian(rng, 1);
    for (int f = 0; f < n; f++)
        x += credit->loadings[f] * z[f];
    return x;
}

static inline void peer_recover(const ipa_plan *plan, gsl_rng *rng, const ipa_plan_obligor *obligor,
                                int event, peer_path *path) {
    for (int n = 0; n < obligor->n_contracts; n++) {
        const ipa_plan_contract *contract = &plan->contracts[obligor->contracts[n]];
        const int arrives = contract->recovery_period[obligor->events[event].period];
        const double m = contract->recovery_mean, sd = contract->source->recovery_sd.value;
        const double sum = sd > 0 ? m * (1 - m) / (sd * sd) - 1 : 0;
        const double share = sd > 0 ? gsl_ran_beta(rng, m * sum, (1 - m) * sum) : m;
        if (arrives < plan->n_periods)
            path->recovery[arrives] +=
                share * contract->claim[event] * (1 - contract->recovery_cost);
    }
}

static inline void peer_pool(const ipa_plan *plan, gsl_rng *rng, peer_path *path) {
    double z[64];
    *path = (peer_path){.guarantor_dies = plan->n_periods};
    for (int f = 0; f < plan->n_factors; f++)
        z[f] = gsl_ran_gaussian(rng, 1);
    for (int i = 0; i < plan->n_obligors; i++) {
        const ipa_plan_obligor *obligor = &plan->obligors[i];
        const double x = peer_latent(rng, &obligor->credit, z, plan->n_factors);
        for (int e = 0; e < obligor->n_events; e++) {
            const ipa_event *event = &obligor->events[e];
            if (event->period >= plan->n_periods)
                break;
            if (x <= event->threshold) {
                peer_recover(plan, rng, obligor, e, path);
                break;
            }
            path->income[event->period] += event->income;
            path->principal[event->period] += event->principal;
        }
    }
    const double x = peer_latent(rng, &plan->entities[0].credit, z, plan->n_factors);
    for (int k = plan->n_periods - 1; k >= 0; k--)
        if (x <= plan->entities[0].threshold[k])
            path->guarantor_dies = k;
}

static inline double peer_pay(double *cash, double due) {
    const double paid = due < *cash ? due : *cash;
    *cash -= paid;
    return paid;
}

/** Pays one path; the senior tranche's loss, and whether it missed anything. Normally the support
 *  fills up whatever lacks; accelerated, what lacks of interest and scheduled principal. */
static inline double peer_waterfall(const ipa_plan *plan, const peer_path *path, bool supported,
                                    double *paid_out, bool *missed) {
    const ipa_plan_tranche *a = &plan->tranches[0];
    double cash = 0, balance = a->original, arrears = 0, tax = 0, fees = 0;
    int draws = 0;
    *missed = false;
    for (int k = 0; k < plan->n_periods; k++) {
        const double years = ipa_fraction_value(a->fraction[k]);
        const bool helps = supported && path->guarantor_dies > k && balance > 0;
        const bool fast = draws >= 2 || *missed;
        tax += 0.032621 * path->income[k];
        fees += balance * 0.0018 * years + 2000000;
        const double interest = arrears + balance * 0.0279 * years;
        const double due = fmax(0, balance - a->scheduled_balance[k]);
        cash += path->income[k] + path->principal[k] + path->recovery[k];
        const double wanted = tax + fees + (interest + due) * 1.00005;
        if (!fast && helps && cash < wanted - 0.5) {
            cash = wanted;
            draws++;
        }
        tax -= peer_pay(&cash, tax);
        fees -= peer_pay(&cash, fees);
        if (fast && helps && cash < interest + due)
            cash = interest + due;
        const double paid = peer_pay(&cash, interest);
        const double repaid = peer_pay(&cash, fast ? balance : due);
        arrears = interest - paid;
        balance -= repaid;
        peer_pay(&cash, 0.00005 * (paid + repaid));
        paid_out[k] += paid + repaid;
        *missed |= arrears > 0.5;
    }
    *missed |= balance > 0.5;
    return (balance + arrears) / a->original;
}

static inline int peer_ascending(const void *left, const void *right) {
    const double x = *(const double *)left, y = *(const double *)right;
    return (x > y) - (x < y);
}

static inline void peer_summarise(const ipa_plan *plan, double *losses, long n_paths, int variant,
                                  peer_result *result) {
    static const double levels[3] = {0.95, 0.99, 0.999};
    qsort(losses, (size_t)n_paths, sizeof *losses, peer_ascending);
    for (long p = 0; p < n_paths; p++)
        result->expected_loss[variant] += losses[p] / (double)n_paths;
    for (int n = 0; n < 3; n++)
        result->var[variant][n] = losses[(long)ceil(levels[n] * (double)n_paths) - 1];
    result->default_probability[variant] /= (double)n_paths;
    for (int k = 0; k < plan->n_periods; k++)
        result->cash[variant][k] /= (double)n_paths;
}

static inline peer_result peer_scalar_run(const ipa_plan *plan, long n_paths, unsigned long seed) {
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    double *losses[PEER_N_VARIANTS] = {malloc((size_t)n_paths * sizeof(double)),
                                       malloc((size_t)n_paths * sizeof(double))};
    peer_result result = {0};
    gsl_rng_set(rng, seed);
    if (!losses[0] || !losses[1])
        abort();
    for (long p = 0; p < n_paths; p++) {
        peer_path path;
        bool missed;
        peer_pool(plan, rng, &path);
        for (int v = 0; v < PEER_N_VARIANTS; v++) {
            losses[v][p] = peer_waterfall(plan, &path, v == 0, result.cash[v], &missed);
            result.default_probability[v] += missed;
        }
    }
    for (int v = 0; v < PEER_N_VARIANTS; v++) {
        peer_summarise(plan, losses[v], n_paths, v, &result);
        free(losses[v]);
    }
    gsl_rng_free(rng);
    return result;
}
