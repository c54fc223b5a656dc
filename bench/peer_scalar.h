#pragma once
/** The obvious program for the sample deal: GSL's Mersenne twister, one path after the other, plain
 *  loops and branches, the sample's priority of payments written out in C.
 *
 *  Knows: the sample deal's structure by heart.
 *  Does not know: quantiles, the run without support, other deals: it does less than the engine.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "engine/deal/plan.h"

typedef struct peer_result {
    double default_probability, expected_loss;
} peer_result;

enum { PEER_MOST_PERIODS = 64 };

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
            if (x > event->threshold) {
                path->income[event->period] += event->income;
                path->principal[event->period] += event->principal;
                continue;
            }
            for (int n = 0; n < obligor->n_contracts; n++) {
                const ipa_plan_contract *contract = &plan->contracts[obligor->contracts[n]];
                const int arrives = contract->recovery_period[event->period];
                const double m = contract->recovery_mean;
                const double sd = contract->source->recovery_sd.value;
                const double sum = sd > 0 ? m * (1 - m) / (sd * sd) - 1 : 0;
                const double share = sd > 0 ? gsl_ran_beta(rng, m * sum, (1 - m) * sum) : m;
                if (arrives < plan->n_periods)
                    path->recovery[arrives] +=
                        share * contract->claim[e] * (1 - contract->recovery_cost);
            }
            break;
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

/** Pays one path; the senior tranche's loss, and whether it missed anything. */
static inline double peer_waterfall(const ipa_plan *plan, const peer_path *path, int *missed) {
    const ipa_plan_tranche *a = &plan->tranches[0];
    double cash = 0, balance = a->original, arrears = 0, fee_arrears = 0;
    int draws = 0;
    *missed = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        const double years = ipa_fraction_value(a->fraction[k]);
        const double tax = 0.032621 * path->income[k];
        const double fees = fee_arrears + balance * 0.0018 * years + 2000000;
        const double interest = arrears + balance * 0.0279 * years;
        const int fast = draws >= 2 || *missed;
        const double left = balance - a->scheduled_balance[k];
        const double due = left > 0 ? left : 0;
        const int can_draw = path->guarantor_dies > k && balance > 0;
        cash += path->income[k] + path->principal[k] + path->recovery[k];
        const double wanted = tax + fees + (interest + due) * 1.00005;
        if (!fast && can_draw && cash < wanted) {
            cash = wanted;
            draws++;
        }
        peer_pay(&cash, tax);
        fee_arrears = fees - peer_pay(&cash, fees);
        if (fast && can_draw && cash < interest + due) {
            cash = interest + due;
            draws++;
        }
        const double interest_paid = peer_pay(&cash, interest);
        const double repaid = peer_pay(&cash, fast ? balance : due);
        arrears = interest - interest_paid;
        balance -= repaid;
        peer_pay(&cash, 0.00005 * (interest_paid + repaid));
        *missed |= arrears > 0.5;
    }
    *missed |= balance > 0.5;
    return (balance + arrears) / a->original;
}

static inline peer_result peer_scalar_run(const ipa_plan *plan, long n_paths, unsigned long seed) {
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    double losses = 0;
    long defaults = 0;
    gsl_rng_set(rng, seed);
    for (long p = 0; p < n_paths; p++) {
        peer_path path;
        int missed;
        peer_pool(plan, rng, &path);
        losses += peer_waterfall(plan, &path, &missed);
        defaults += missed;
    }
    gsl_rng_free(rng);
    return (peer_result){(double)defaults / (double)n_paths, losses / (double)n_paths};
}
