#include "tests/support/slow_certificate.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/support/slow_money.h"

int slow_certificate_tranche(const ipa_deal *deal) {
    const char *name = strchr(deal->pool.certificate.id, '.') + 1;
    return slow_waterfall_payee(&deal->vehicles[0], name).index;
}

/** The plan's collection period with the date. */
static int period_with(const slow_waterfall *plan, ipa_date date) {
    int k = 0;
    while (k < plan->n_periods && plan->periods[k].collection_end < date)
        k++;
    cr_assert(k < plan->n_periods && plan->periods[k].collection_start < date);
    return k;
}

/** A payment of the trust, on the day on which it was made. */
static void receive(slow_waterfall *plan, ipa_collections *rows, int kind, ipa_date date,
                    double fen) {
    const int lane = plan->lane, k = plan->k = period_with(plan, date);
    const ipa_date payment = plan->periods[k].payment, closing = plan->deal->terms.closing;
    const int account = slow_waterfall_account(plan->deal, plan->deal->collect[kind].id);
    const ipa_date credited = slow_accounts_credited_up_to(plan, &plan->deal->accounts[account]);
    const ipa_date since = date > closing ? date : closing;
    rows->cash[kind][k].lane[lane] += fen;
    if (rows->cash_days[kind] && payment > since)
        rows->cash_days[kind][k].lane[lane] += fen * (payment - since);
    if (rows->credit_days[kind] && credited != IPA_NO_DATE && credited > since)
        rows->credit_days[kind][k].lane[lane] += fen * (credited - since);
}

static void clear(const slow_waterfall *plan, ipa_collections *rows) {
    for (int k = 0; k < plan->n_periods; k++)
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
            rows->cash[kind][k].lane[plan->lane] = 0;
            if (rows->cash_days[kind])
                rows->cash_days[kind][k].lane[plan->lane] = 0;
            if (rows->credit_days[kind])
                rows->credit_days[kind][k].lane[plan->lane] = 0;
        }
}

/** How the pool stands in a period: as the trust's last payment date up to its end reports it;
 *  before the first of them the certificate stands whole and nothing has happened. */
static void report(const slow_waterfall *trust, int t, const slow_waterfall *plan, int k,
                   ipa_collections *rows) {
    const int lane = plan->lane;
    int last = -1;
    while (last + 1 < trust->n_periods &&
           trust->periods[last + 1].payment <= plan->periods[k].collection_end)
        last++;
    const slow_figures *seen = &trust->out;
    rows->performing[k].lane[lane] =
        last < 0 ? slow_money_fen(trust->deal->tranches[t].balance) : seen->closing[t][last];
    rows->defaulted[k].lane[lane] = last < 0 ? 0 : seen->pool_defaulted[last];
    rows->recovered[k].lane[lane] = last < 0 ? 0 : seen->pool_recovered[last];
    rows->delinquent[k].lane[lane] = last < 0 ? 0 : seen->pool_delinquent[0][last];
    for (int bucket = 0; bucket < IPA_N_DELINQUENCIES; bucket++)
        rows->overdue[bucket][k].lane[lane] =
            last < 0 ? 0 : seen->pool_delinquent[1 + bucket][last];
    rows->ip_value[k].lane[lane] = last < 0 ? 0 : seen->pool_ip_value[last];
    rows->annuities[k].lane[lane] = 0;
}

/** The trust's date after which the certificate gets nothing more: the trust is over, or it is
 *  repaid and owed nothing. */
static int last_of(slow_waterfall *trust, int t) {
    const slow_figures *paid = &trust->out;
    const bool residual = slow_dues_is_residual(trust, t);
    int j = 0;
    for (; j < trust->n_periods - 1; j++) {
        if (paid->ended[0][j + 1] != 0)
            break;
        slow_expression_compared(&trust->reader, paid->closing[t][j] / 100, 0);
        if (!residual && paid->closing[t][j] == 0 && paid->interest_unpaid[t][j] == 0)
            break;
    }
    return j;
}

void slow_certificate_collect(slow_waterfall *trust, slow_waterfall *plan, ipa_collections *rows) {
    const int t = slow_certificate_tranche(plan->deal);
    const slow_figures *paid = &trust->out;
    clear(plan, rows);
    for (int j = 0; j < trust->n_periods && paid->ended[0][j] == 0; j++) {
        const ipa_date date = trust->periods[j].payment;
        double repaid = paid->principal_paid[t][j], income = paid->interest_paid[t][j];
        if (slow_dues_is_residual(trust, t)) {
            repaid = paid->opening[t][j] - paid->closing[t][j];
            income += paid->residual[t][j] - repaid;
        }
        receive(plan, rows, IPA_COLLECTION_INCOME, date, income);
        receive(plan, rows, IPA_COLLECTION_PRINCIPAL, date, repaid);
    }
    for (int k = 0; k < plan->n_periods; k++)
        report(trust, t, plan, k, rows);
    rows->exhausted->lane[plan->lane] =
        period_with(plan, trust->periods[last_of(trust, t)].payment);
}
