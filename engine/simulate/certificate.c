#include "engine/simulate/certificate.h"

#include <string.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/pool_model.h"

/** One tranche's rows of the vehicle's payments, [n_periods]. */
typedef struct certificate {
    const ipa_plan *upper, *lower;
    const ipa_plan_tranche *tranche;
    const ipa_row *opening, *closing, *interest, *principal, *residual, *unpaid, *ended;
} certificate;

static certificate certificate_of(const ipa_plan *plan, const ipa_payments *paid) {
    const int first = plan->certificate * plan->lower->n_periods;
    return (certificate){
        .upper = plan,
        .lower = plan->lower,
        .tranche = &plan->lower->tranches[plan->certificate],
        .opening = paid->opening + first,
        .closing = paid->closing + first,
        .interest = paid->interest_paid + first,
        .principal = paid->principal_paid + first,
        .residual = paid->residual + first,
        .unpaid = paid->interest_unpaid + first,
        .ended = paid->ended,
    };
}

/* ---- lane kernels ---- */

/* A residual repays the balance first: what it repaid is how far the balance fell. */
static void split_residual(const double *restrict residual, const double *restrict opening,
                           const double *restrict closing, double *restrict income,
                           double *restrict principal) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double fell = opening[p] - closing[p];
        const double repaid = residual[p] < fell ? residual[p] : fell;
        principal[p] += repaid;
        income[p] += residual[p] - repaid;
    }
}

static void add(const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += x[p];
}

static void fill(double value, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = value;
}

static void mark_above(const double *restrict x, double threshold, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = x[p] > threshold ? 1 : 0;
}

/* ---- what it brings ---- */

/* What one payment date of the vehicle brings. */
static void paid_on(const certificate *of, int k, ipa_row *income, ipa_row *principal) {
    *income = of->interest[k];
    *principal = of->principal[k];
    if (of->tranche->is_residual)
        split_residual(of->residual[k].lane, of->opening[k].lane, of->closing[k].lane, income->lane,
                       principal->lane);
}

static void collect(const certificate *of, ipa_collection_kind kind, int k, const ipa_row *cash,
                    ipa_collections *to) {
    const int at = of->upper->certificate_period[k];
    add(cash->lane, to->cash[kind][at].lane);
    if (ipa_cash_days_asked(to, kind))
        ipa_cash_days_add(of->upper, kind, at, of->lower->periods[k].payment, cash->lane, to);
}

static void collect_cash(const certificate *of, ipa_collections *to) {
    const size_t bytes = (size_t)of->upper->n_periods * sizeof(ipa_row);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        memset(to->cash[kind], 0, bytes);
    ipa_cash_days_clear(of->upper, to);
    for (int k = 0; k < of->lower->n_periods; k++) {
        ipa_row income, principal;
        paid_on(of, k, &income, &principal);
        collect(of, IPA_COLLECTION_INCOME, k, &income, to);
        collect(of, IPA_COLLECTION_PRINCIPAL, k, &principal, to);
    }
}

/* ---- how it stands ---- */

/* The vehicle's last period whose payment lies in or before the plan's period; −1: none yet. */
static int reported(const certificate *of, int period) {
    int k = -1;
    while (k + 1 < of->lower->n_periods && of->upper->certificate_period[k + 1] <= period)
        k++;
    return k;
}

static void report(const certificate *of, const ipa_collections *below, ipa_collections *to) {
    const struct {
        const ipa_row *from;
        ipa_row *to;
        double before;
    } figures[] = {
        {of->closing, to->performing, of->tranche->original},
        {below->delinquent, to->delinquent, 0},
        {below->overdue[IPA_DELINQUENCY_30], to->overdue[IPA_DELINQUENCY_30], 0},
        {below->overdue[IPA_DELINQUENCY_60], to->overdue[IPA_DELINQUENCY_60], 0},
        {below->overdue[IPA_DELINQUENCY_90], to->overdue[IPA_DELINQUENCY_90], 0},
        {below->defaulted, to->defaulted, 0},
        {below->recovered, to->recovered, 0},
    };
    for (int m = 0; m < of->upper->n_periods; m++) {
        const int k = reported(of, m);
        for (size_t n = 0; n < sizeof figures / sizeof *figures; n++)
            if (k < 0)
                fill(figures[n].before, figures[n].to[m].lane);
            else
                figures[n].to[m] = figures[n].from[k];
        to->ip_value[m] = below->ip_value[k < 0 ? 0 : k];
        fill(0, to->annuities[m].lane);
    }
}

/* Whether nothing is left to come after the vehicle's date. A residual, or an interest-only
 * certificate, may come as long as the vehicle goes on. */
static bool is_over(const certificate *of, int k, int lane) {
    const bool repaid = !of->tranche->is_residual && of->tranche->original > 0 &&
                        of->closing[k].lane[lane] <= 0 && of->unpaid[k].lane[lane] <= 0;
    return repaid || k == of->lower->n_periods - 1 || of->ended[k + 1].lane[lane] > 0.5;
}

static void find_exhausted(const certificate *of, ipa_collections *to) {
    for (int p = 0; p < IPA_LANES; p++) {
        int k = 0;
        while (!is_over(of, k, p))
            k++;
        to->exhausted->lane[p] = of->upper->certificate_period[k];
    }
}

/* Supporters of the plan live or not on the plan's own dates. */
static void find_alive(const ipa_plan *plan, const ipa_row *entities, ipa_collections *to) {
    for (int n = 0; n < plan->n_entities; n++)
        for (int k = 0; k < plan->n_periods; k++)
            mark_above(entities[n].lane, plan->entities[n].threshold[k],
                       to->alive[n * plan->n_periods + k].lane);
}

void ipa_certificate_collect(const ipa_plan *plan, const ipa_row *entities,
                             const ipa_collections *below, const ipa_payments *paid,
                             ipa_collections *to) {
    const certificate of = certificate_of(plan, paid);
    to->n_paths = below->n_paths;
    collect_cash(&of, to);
    report(&of, below, to);
    find_exhausted(&of, to);
    find_alive(plan, entities, to);
    memcpy(to->obligor_defaulted, below->obligor_defaulted,
           (size_t)plan->n_obligors * sizeof(ipa_row));
}
