#include "engine/pool/cash_days.h"

#include <string.h>

ipa_collections ipa_cash_days_collections(const ipa_plan *plan, ipa_arena *arena) {
    ipa_collections rows =
        ipa_layout_collections(arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        const ipa_plan_account *account = &plan->accounts[plan->collect[kind]];
        if (account->rate.mantissa == 0)
            continue;
        rows.cash_days[kind] = ipa_layout_rows(arena, plan->n_periods);
        if (account->credited != NULL)
            rows.credit_days[kind] = ipa_layout_rows(arena, plan->n_periods);
    }
    return rows;
}

void ipa_cash_days_clear(const ipa_plan *plan, ipa_collections *to) {
    const size_t bytes = (size_t)plan->n_periods * sizeof(ipa_row);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        if (to->cash_days[kind] != NULL)
            memset(to->cash_days[kind], 0, bytes);
        if (to->credit_days[kind] != NULL)
            memset(to->credit_days[kind], 0, bytes);
    }
}

typedef struct days {
    double to_payment, to_credit;
} days;

static days days_of(const ipa_plan *plan, ipa_collection_kind kind, int k, ipa_date date) {
    const ipa_date closing = plan->deal->terms.closing;
    const ipa_date *credited = plan->accounts[plan->collect[kind]].credited;
    const ipa_date start = date > closing ? date : closing;
    const bool counts = credited != NULL && credited[k] != IPA_NO_DATE && credited[k] > start;
    /* A payment date rolled back to a business day may come before what it pays out. */
    const ipa_date payment = plan->periods[k].payment;
    return (days){payment > start ? payment - start : 0, counts ? credited[k] - start : 0};
}

static void add_product(double factor, const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += factor * x[p];
}

void ipa_cash_days_add(const ipa_plan *plan, ipa_collection_kind kind, int k, ipa_date date,
                       const double *amount, ipa_collections *to) {
    const days lie = days_of(plan, kind, k, date);
    if (to->cash_days[kind] != NULL)
        add_product(lie.to_payment, amount, to->cash_days[kind][k].lane);
    if (to->credit_days[kind] != NULL)
        add_product(lie.to_credit, amount, to->credit_days[kind][k].lane);
}

void ipa_cash_days_add_lane(const ipa_plan *plan, ipa_collection_kind kind, int k, int lane,
                            double amount, ipa_collections *to) {
    const days lie = days_of(plan, kind, k, plan->periods[k].collection_end);
    if (to->cash_days[kind] != NULL)
        to->cash_days[kind][k].lane[lane] += lie.to_payment * amount;
    if (to->credit_days[kind] != NULL)
        to->credit_days[kind][k].lane[lane] += lie.to_credit * amount;
}
