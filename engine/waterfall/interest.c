#include "engine/waterfall/interest.h"

#include "engine/waterfall/call.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/servicer.h"

/* What is earned is kept as fen × days: at one rate a year it is interest only when credited, and
 * is rounded once. */

static ipa_date period_start(const ipa_plan *plan, int k) {
    return k > 0 ? plan->periods[k - 1].payment : plan->deal->terms.closing;
}

static bool bears(const ipa_waterfall *waterfall, int n) {
    return waterfall->plan->accounts[n].rate.mantissa != 0;
}

static bool credits_late(const ipa_plan_account *account) {
    return account->credited != NULL;
}

void ipa_interest_accrue(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    const int k = waterfall->k;
    const ipa_date start = period_start(plan, k);
    for (int n = 0; n < plan->n_accounts; n++) {
        const ipa_plan_account *account = &plan->accounts[n];
        if (!bears(waterfall, n))
            continue;
        ipa_kernels_copy(waterfall->earned[n].lane, waterfall->cash[n].lane);
        ipa_kernels_scale(waterfall->earned[n].lane, plan->periods[k].payment - start);
        if (!credits_late(account))
            continue;
        const bool any = account->credited[k] != IPA_NO_DATE;
        ipa_kernels_copy(waterfall->earned_by_credit[n].lane, waterfall->cash[n].lane);
        ipa_kernels_scale(waterfall->earned_by_credit[n].lane,
                          any ? account->credited[k] - start : 0);
    }
}

/* One kind of collections into one account; the rows are there where its account asks for them. */
static void add_collected(ipa_waterfall *waterfall, const ipa_row *days, double *earned) {
    double *part = waterfall->scratch->lane;
    if (days == NULL)
        return;
    ipa_kernels_copy(part, days[waterfall->k].lane);
    ipa_servicer_keep(waterfall, part);
    ipa_call_keep_collected(waterfall, part);
    ipa_kernels_add(earned, part);
}

static void add_collections(ipa_waterfall *waterfall, int n) {
    const ipa_collections *from = waterfall->collections;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        if (waterfall->plan->collect[kind] == n) {
            add_collected(waterfall, from->cash_days[kind], waterfall->earned[n].lane);
            add_collected(waterfall, from->credit_days[kind], waterfall->earned_by_credit[n].lane);
        }
}

/* y = fen × days that are interest now; the rest stays earned. */
static void take_earned(ipa_waterfall *waterfall, int n, double *y) {
    const ipa_plan_account *account = &waterfall->plan->accounts[n];
    double *earned = waterfall->earned[n].lane;
    double *kept = waterfall->earned_before[n].lane;
    if (!credits_late(account)) {
        ipa_kernels_copy(y, earned);
        return;
    }
    if (account->credited[waterfall->k] == IPA_NO_DATE) {
        ipa_kernels_add(kept, earned);
        ipa_kernels_fill(y, 0);
        return;
    }
    const double *by_credit = waterfall->earned_by_credit[n].lane;
    ipa_kernels_copy(y, kept);
    ipa_kernels_add(y, by_credit);
    ipa_kernels_copy(kept, earned);
    ipa_kernels_subtract(kept, by_credit);
}

static void to_interest(const ipa_waterfall *waterfall, int n, double *y) {
    const ipa_plan_account *account = &waterfall->plan->accounts[n];
    const ipa_fraction day = {1, account->year_days};
    if (waterfall->rounding)
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            y[p] = ipa_rounding_fee(y[p], account->rate, day);
    else
        ipa_kernels_scale(y, ipa_decimal_value(account->rate) / account->year_days);
}

void ipa_interest_credit(ipa_waterfall *waterfall) {
    for (int n = 0; n < waterfall->plan->n_accounts; n++) {
        double *interest = waterfall->interest[n].lane;
        double *cash = waterfall->cash[n].lane;
        ipa_kernels_fill(interest, 0);
        if (!bears(waterfall, n))
            continue;
        add_collections(waterfall, n);
        take_earned(waterfall, n, interest);
        ipa_kernels_keep(waterfall->live->lane, interest);
        to_interest(waterfall, n, interest);
        for (int p = 0; p < IPA_LANES; p++)
            interest[p] = interest[p] > -cash[p] ? interest[p] : -cash[p];
        ipa_kernels_add(cash, interest);
        ipa_kernels_add(waterfall->change->lane, interest);
    }
}
