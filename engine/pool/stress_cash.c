#include "engine/pool/stress_cash.h"

#include <math.h>
#include <string.h>

static void keep(double share, ipa_row *row) {
    for (int p = 0; p < IPA_LANES; p++)
        row->lane[p] *= share;
}

static double whole(double fen) {
    return floor(fen + 0.5);
}

static void round_half_up(ipa_row *row) {
    for (int p = 0; p < IPA_LANES; p++)
        row->lane[p] = whole(row->lane[p]);
}

static void add_alive(const double *restrict x, double threshold, double amount,
                      double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += x[p] > threshold ? amount : 0;
}

/* By what the cut dues of a contract differ from whole fen: income and principal are paid as one,
 * income being rounded within it. */
static void pay_whole_fen(const ipa_defaults *defaults, const ipa_plan_contract *contract,
                          ipa_collections *to) {
    const double *x = defaults->obligors[contract->obligor].lane;
    const double kept = 1 - defaults->plan->stress.haircut;
    for (int d = 0; d < contract->n_dues; d++) {
        const ipa_plan_due *due = &contract->dues[d];
        if (due->period >= defaults->plan->n_periods)
            continue;
        const double income = whole(kept * due->income);
        const double principal = whole(kept * (due->income + due->principal)) - income;
        add_alive(x, due->threshold, income - kept * due->income,
                  to->cash[IPA_COLLECTION_INCOME][due->period].lane);
        add_alive(x, due->threshold, principal - kept * due->principal,
                  to->cash[IPA_COLLECTION_PRINCIPAL][due->period].lane);
    }
}

/* Rows [n_periods] of one kind; NULL: nobody asks. */
static void cut(const ipa_plan *plan, ipa_row *rows) {
    for (int k = 0; rows != NULL && k < plan->n_periods; k++)
        keep(1 - plan->stress.haircut, &rows[k]);
}

static void delay(const ipa_plan *plan, ipa_row *rows) {
    const int n_periods = plan->n_periods;
    const int by = plan->stress.delay < n_periods ? plan->stress.delay : n_periods;
    if (rows == NULL)
        return;
    memmove(rows + by, rows, (size_t)(n_periods - by) * sizeof *rows);
    memset(rows, 0, (size_t)by * sizeof *rows);
}

static void for_all(const ipa_plan *plan, ipa_collections *collections, ipa_row *contract_cash,
                    void change(const ipa_plan *plan, ipa_row *rows)) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        change(plan, collections->cash[kind]);
        change(plan, collections->cash_days[kind]);
        change(plan, collections->credit_days[kind]);
    }
    for (int c = 0; c < plan->n_contracts && contract_cash != NULL; c++)
        change(plan, contract_cash + (ptrdiff_t)c * plan->n_periods);
}

void ipa_stress_cash_apply(const ipa_defaults *defaults, bool rounds, ipa_collections *collections,
                           ipa_row *contract_cash) {
    const ipa_plan *plan = defaults->plan;
    if (plan->stress.haircut != 0)
        for_all(plan, collections, contract_cash, cut);
    for (int c = 0; c < plan->n_contracts && rounds && plan->stress.haircut != 0; c++)
        if (plan->contracts[c].plain)
            pay_whole_fen(defaults, &plan->contracts[c], collections);
    if (plan->stress.delay > 0)
        for_all(plan, collections, contract_cash, delay);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && rounds; kind++)
        for (int k = 0; k < plan->n_periods; k++)
            round_half_up(&collections->cash[kind][k]);
    for (int p = 0; p < IPA_LANES; p++)
        collections->exhausted->lane[p] += plan->stress.delay;
}
