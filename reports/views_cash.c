#include <math.h>

#include "reports/cells.h"
#include "reports/words.h"

/* Periods up to the one in which the deal ends; what comes after is all zeros. */
static int periods_of(const ipa_view *view) {
    int n_periods = 0;
    while (n_periods < view->plan->n_periods && !view->result->base.ended[n_periods])
        n_periods++;
    return n_periods;
}

#define PERIOD_COLUMNS                            \
    {"期数", "Period", IPA_FORMAT_INTEGER}, {     \
        "兑付日", "Payment date", IPA_FORMAT_DATE \
    }

/* ---- tranches ---- */

static const ipa_cells_column PAYMENT_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    PERIOD_COLUMNS,
    {"期初余额", "Opening", IPA_FORMAT_MONEY},
    {"每份利息", "Interest per unit", IPA_FORMAT_PER_UNIT},
    {"应付利息", "Interest due", IPA_FORMAT_MONEY},
    {"兑付利息", "Interest paid", IPA_FORMAT_MONEY},
    {"未付利息", "Interest unpaid", IPA_FORMAT_MONEY},
    {"每份本金", "Principal per unit", IPA_FORMAT_PER_UNIT},
    {"应付本金", "Principal due", IPA_FORMAT_MONEY},
    {"兑付本金", "Principal paid", IPA_FORMAT_MONEY},
    {"剩余收益", "Residual", IPA_FORMAT_MONEY},
    {"期末余额", "Closing", IPA_FORMAT_MONEY},
    {"累计兑付比例", "Repaid so far", IPA_FORMAT_RATE},
    {"因子", "Factor", IPA_FORMAT_NUMBER}};

static void payment_row(ipa_cells *cells, int t, int k) {
    const ipa_view *view = cells->view;
    const ipa_base_tranche *tranche = &view->result->base.tranches[t];
    double original = view->plan->tranches[t].original / 100;
    ipa_cells_row(cells);
    ipa_cells_text(cells, view->plan->tranches[t].id);
    ipa_cells_number(cells, k + 1);
    ipa_cells_date(cells, view->plan->periods[k].payment);
    const double *const figures[] = {tranche->opening,         tranche->interest_per_unit,
                                     tranche->interest_due,    tranche->interest_paid,
                                     tranche->interest_unpaid, tranche->principal_per_unit,
                                     tranche->principal_due,   tranche->principal_paid,
                                     tranche->residual,        tranche->closing};
    for (size_t n = 0; n < IPA_CELLS_COUNT(figures); n++)
        ipa_cells_number(cells, figures[n][k]);
    ipa_cells_number(cells, (original - tranche->closing[k]) / original);
    ipa_cells_number(cells, tranche->closing[k] / original);
}

ipa_table *ipa_views_tranche_payments(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "tranche_payments", PAYMENT_COLUMNS);
    double interest = 0, principal = 0, residual = 0;
    for (int t = 0; t < view->plan->n_tranches; t++) {
        for (int k = 0; k < periods_of(view); k++)
            payment_row(&cells, t, k);
        interest += view->result->base.tranches[t].total_interest;
        principal += view->result->base.tranches[t].total_principal;
        residual += view->result->base.tranches[t].total_residual;
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = 6;
    ipa_cells_number(&cells, interest);
    cells.column = 10;
    ipa_cells_number(&cells, principal);
    ipa_cells_number(&cells, residual);
    return cells.table;
}

/* ---- revolving purchases ---- */

static const ipa_cells_column REVOLVING_COLUMNS[] = {
    PERIOD_COLUMNS,
    {"购买支出", "Spent", IPA_FORMAT_MONEY},
    {"购入本金", "Principal bought", IPA_FORMAT_MONEY},
    {"回收利息", "Income", IPA_FORMAT_MONEY},
    {"回收本金", "Principal", IPA_FORMAT_MONEY},
    {"处置回收", "Recovery", IPA_FORMAT_MONEY},
    {"期末余额", "Closing", IPA_FORMAT_MONEY}};

/* Empty where no step buys. */
ipa_table *ipa_views_revolving(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "revolving", REVOLVING_COLUMNS);
    const ipa_base_revolving *of = &view->result->base.revolving;
    const double *const figures[] = {of->bought,
                                     of->principal,
                                     of->cash[IPA_COLLECTION_INCOME],
                                     of->cash[IPA_COLLECTION_PRINCIPAL],
                                     of->cash[IPA_COLLECTION_RECOVERY],
                                     of->balance};
    enum { N_FIGURES = sizeof figures / sizeof figures[0], N_FLOWS = N_FIGURES - 1 };
    double totals[N_FLOWS] = {0};
    if (!view->plan->may_buy)
        return cells.table;
    for (int k = 0; k < periods_of(view); k++) {
        ipa_cells_row(&cells);
        ipa_cells_number(&cells, k + 1);
        ipa_cells_date(&cells, view->plan->periods[k].payment);
        for (int n = 0; n < N_FIGURES; n++)
            ipa_cells_number(&cells, figures[n][k]);
        for (int n = 0; n < N_FLOWS; n++)
            totals[n] += figures[n][k];
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = 2;
    for (int n = 0; n < N_FLOWS; n++)
        ipa_cells_number(&cells, totals[n]);
    return cells.table;
}

/* ---- accounts and fees ---- */

static const ipa_cells_column ACCOUNT_COLUMNS[] = {
    {"账户", "Account", IPA_FORMAT_TEXT},
    PERIOD_COLUMNS,
    {"期初余额", "Opening", IPA_FORMAT_MONEY},
    {"归集流入", "Collections in", IPA_FORMAT_MONEY},
    {"利息", "Interest", IPA_FORMAT_MONEY},
    {"其他收支净额", "Everything else, net", IPA_FORMAT_MONEY},
    {"期末余额", "Closing", IPA_FORMAT_MONEY}};

ipa_table *ipa_views_accounts(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "accounts", ACCOUNT_COLUMNS);
    const ipa_path_result *base = &view->result->base;
    for (int n = 0; n < view->plan->n_accounts; n++) {
        double opening = view->plan->accounts[n].initial / 100;
        for (int k = 0; k < periods_of(view); k++) {
            double collected = 0, closing = base->accounts[n][k];
            for (int kind = 0; kind < 4; kind++)
                collected += view->plan->collect[kind] == n ? base->cash[kind][k] : 0;
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, ipa_words_account(view->language, view->plan->accounts[n].id));
            ipa_cells_number(&cells, k + 1);
            ipa_cells_date(&cells, view->plan->periods[k].payment);
            ipa_cells_number(&cells, opening);
            ipa_cells_number(&cells, collected);
            ipa_cells_number(&cells, base->account_interest[n][k]);
            ipa_cells_number(&cells, closing - opening - collected - base->account_interest[n][k]);
            ipa_cells_number(&cells, closing);
            opening = closing;
        }
    }
    return cells.table;
}

static const ipa_cells_column LEDGER_COLUMNS[] = {{"台账", "Ledger", IPA_FORMAT_TEXT},
                                                  PERIOD_COLUMNS,
                                                  {"期初", "Opening", IPA_FORMAT_MONEY},
                                                  {"当期记入", "Entered", IPA_FORMAT_MONEY},
                                                  {"期末", "Closing", IPA_FORMAT_MONEY}};

ipa_table *ipa_views_ledgers(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "ledgers", LEDGER_COLUMNS);
    for (int n = 0; n < view->plan->n_ledgers; n++) {
        double opening = view->plan->ledgers[n].initial / 100;
        for (int k = 0; k < periods_of(view); k++) {
            const double closing = view->result->base.ledgers[n][k];
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, view->plan->ledgers[n].id);
            ipa_cells_number(&cells, k + 1);
            ipa_cells_date(&cells, view->plan->periods[k].payment);
            ipa_cells_number(&cells, opening);
            ipa_cells_number(&cells, closing - opening);
            ipa_cells_number(&cells, closing);
            opening = closing;
        }
    }
    return cells.table;
}

static const ipa_cells_column FEE_COLUMNS[] = {
    {"税费", "Tax or fee", IPA_FORMAT_TEXT}, PERIOD_COLUMNS,
    {"应付", "Due", IPA_FORMAT_MONEY},       {"已付", "Paid", IPA_FORMAT_MONEY},
    {"未付", "Unpaid", IPA_FORMAT_MONEY},    {"累计已付", "Paid so far", IPA_FORMAT_MONEY}};

ipa_table *ipa_views_fees(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "fees", FEE_COLUMNS);
    double all = 0;
    for (int n = 0; n < view->plan->n_fees; n++) {
        const ipa_base_fee *fee = &view->result->base.fees[n];
        double so_far = 0;
        for (int k = 0; k < periods_of(view); k++) {
            so_far += fee->paid[k];
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, ipa_words_fee(view->language, view->plan->fees[n].id));
            ipa_cells_number(&cells, k + 1);
            ipa_cells_date(&cells, view->plan->periods[k].payment);
            ipa_cells_number(&cells, fee->due[k]);
            ipa_cells_number(&cells, fee->paid[k]);
            ipa_cells_number(&cells, fee->unpaid[k]);
            ipa_cells_number(&cells, so_far);
        }
        all += so_far;
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    cells.column = 4;
    ipa_cells_number(&cells, all);
    return cells.table;
}

/* ---- support ---- */

static const ipa_cells_column SUPPORT_COLUMNS[] = {
    {"增信", "Support", IPA_FORMAT_TEXT},
    PERIOD_COLUMNS,
    {"动用", "Drawn", IPA_FORMAT_MONEY},
    {"累计动用", "Drawn so far", IPA_FORMAT_MONEY},
    {"偿还", "Reimbursed", IPA_FORMAT_MONEY},
    {"尚未偿还", "Not reimbursed", IPA_FORMAT_MONEY},
    {"应付利息", "Interest due", IPA_FORMAT_MONEY},
    {"已付利息", "Interest paid", IPA_FORMAT_MONEY},
    {"应付承诺费", "Commitment fee due", IPA_FORMAT_MONEY},
    {"已付承诺费", "Commitment fee paid", IPA_FORMAT_MONEY},
    {"动用概率（模拟，全期）", "Probability of a draw (simulated, whole life)",
     IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY},
    {"预期动用额（模拟，全期）", "Expected draw (simulated, whole life)", IPA_FORMAT_MONEY},
    {"±标准误", "± s.e.", IPA_FORMAT_MONEY}};

/* Interest and fees of a support that charges them; NAN: it does not. */
static void support_charges(ipa_cells *cells, int s, double interest, double fee, int k) {
    const ipa_base_support *support = &cells->view->result->base.support[s];
    const ipa_plan_support *plan = &cells->view->plan->support[s];
    const bool bears = plan->rate.mantissa != 0, charges = plan->commitment_rate.mantissa != 0;
    ipa_cells_number(cells, bears && k >= 0 ? support->interest_due[k] : NAN);
    ipa_cells_number(cells, bears ? interest : NAN);
    ipa_cells_number(cells, charges && k >= 0 ? support->fee_due[k] : NAN);
    ipa_cells_number(cells, charges ? fee : NAN);
}

static void support_total(ipa_cells *cells, int s) {
    const ipa_view *view = cells->view;
    const ipa_base_support *support = &view->result->base.support[s];
    double drawn = 0, reimbursed = 0, interest = 0, fee = 0;
    for (int k = 0; k < periods_of(view); k++) {
        drawn += support->drawn[k];
        reimbursed += support->reimbursed[k];
        interest += support->interest_paid[k];
        fee += support->fee_paid[k];
    }
    ipa_cells_row(cells);
    cells->role = IPA_ROLE_TOTAL;
    ipa_cells_text(cells, ipa_words_support(view->language, view->plan->support[s].id));
    ipa_cells_blank(cells);
    ipa_cells_blank(cells);
    ipa_cells_number(cells, drawn);
    ipa_cells_number(cells, drawn);
    ipa_cells_number(cells, reimbursed);
    ipa_cells_blank(cells);
    support_charges(cells, s, interest, fee, -1);
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation == NULL)
        return;
    ipa_cells_estimate(cells, simulation->draw_probability[s]);
    ipa_cells_estimate(cells, simulation->expected_draw[s]);
}

static void support_rows(ipa_cells *cells, int s) {
    const ipa_view *view = cells->view;
    const ipa_base_support *support = &view->result->base.support[s];
    double drawn = 0, reimbursed = 0;
    for (int k = 0; k < periods_of(view); k++) {
        drawn += support->drawn[k];
        reimbursed += support->reimbursed[k];
        ipa_cells_row(cells);
        ipa_cells_text(cells, ipa_words_support(view->language, view->plan->support[s].id));
        ipa_cells_number(cells, k + 1);
        ipa_cells_date(cells, view->plan->periods[k].payment);
        ipa_cells_number(cells, support->drawn[k]);
        ipa_cells_number(cells, drawn);
        ipa_cells_number(cells, support->reimbursed[k]);
        ipa_cells_number(cells, view->plan->support[s].reimbursed ? drawn - reimbursed : NAN);
        support_charges(cells, s, support->interest_paid[k], support->fee_paid[k], k);
    }
    support_total(cells, s);
}

ipa_table *ipa_views_support(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "support", SUPPORT_COLUMNS);
    for (int s = 0; s < view->plan->n_support; s++)
        support_rows(&cells, s);
    return cells.table;
}

/* ---- coverage ---- */

static const ipa_cells_column COVERAGE_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    PERIOD_COLUMNS,
    {"当期（归集÷本档实付本息）", "Current (÷ paid)", IPA_FORMAT_MULTIPLE},
    {"净覆盖（扣税费，÷实付）", "Net of taxes and fees (÷ paid)", IPA_FORMAT_MULTIPLE},
    {"累计覆盖（÷累计实付）", "Cumulative (÷ paid)", IPA_FORMAT_MULTIPLE},
    {"至今最低（÷实付）", "Lowest so far (÷ paid)", IPA_FORMAT_MULTIPLE},
    {"本金覆盖率", "Principal coverage", IPA_FORMAT_MULTIPLE},
    {"利息覆盖率（÷至本档应付利息）", "Interest coverage (÷ interest due down to it)",
     IPA_FORMAT_MULTIPLE},
    {"应付覆盖（归集÷至本档应付本息）", "On dues (÷ due down to it)", IPA_FORMAT_MULTIPLE},
    {"应付覆盖（模拟均值）", "On dues (simulated mean)", IPA_FORMAT_MULTIPLE},
    {"±标准误", "± s.e.", IPA_FORMAT_MULTIPLE},
    {"5% 分位", "p05", IPA_FORMAT_MULTIPLE},
    {"50% 分位", "p50", IPA_FORMAT_MULTIPLE},
    {"95% 分位", "p95", IPA_FORMAT_MULTIPLE}};

/* Cash of the period before and after fees, what of it the tranche was paid, and what was owed down
 * to it: paid never exceeds due, so that only the latter shows cash that falls short. */
typedef struct cover {
    double collected, net, income, paid;
    double interest, due;  /* due down to the tranche */
    double balances_above; /* closing balances down to the tranche */
} cover;

static cover cover_of(const ipa_view *view, int t, int k) {
    const ipa_path_result *base = &view->result->base;
    const ipa_base_tranche *tranche = &base->tranches[t];
    cover found = {.paid = tranche->interest_paid[k] + tranche->principal_paid[k],
                   .income = base->cash[0][k]};
    for (int kind = 0; kind < 4; kind++)
        found.collected += base->cash[kind][k];
    found.net = found.collected;
    for (int n = 0; n < view->plan->n_fees; n++)
        found.net -= base->fees[n].paid[k];
    for (int above = 0; above <= t; above++) {
        found.balances_above += base->tranches[above].closing[k];
        found.interest += base->tranches[above].interest_due[k];
        found.due += base->tranches[above].interest_due[k] + base->tranches[above].principal_due[k];
    }
    return found;
}

static double ratio(double above, double below) {
    return below > 0 ? above / below : NAN;
}

static void coverage_rows(ipa_cells *cells, int t) {
    const ipa_view *view = cells->view;
    const ipa_simulation_result *simulation = view->result->simulation;
    double collected = 0, paid = 0, lowest = INFINITY;
    for (int k = 0; k < periods_of(view); k++) {
        cover now = cover_of(view, t, k);
        double current = view->result->base.tranches[t].coverage_gross[k];
        collected += now.collected;
        paid += now.paid;
        lowest = isfinite(current) && current < lowest ? current : lowest;
        ipa_cells_row(cells);
        ipa_cells_text(cells, view->plan->tranches[t].id);
        ipa_cells_number(cells, k + 1);
        ipa_cells_date(cells, view->plan->periods[k].payment);
        ipa_cells_number(cells, current);
        ipa_cells_number(cells, ratio(now.net, now.paid));
        ipa_cells_number(cells, ratio(collected, paid));
        ipa_cells_number(cells, lowest);
        ipa_cells_number(cells, ratio(view->result->base.pool_balance[k], now.balances_above));
        ipa_cells_number(cells, ratio(now.income, now.interest));
        ipa_cells_number(cells, ratio(now.collected, now.due));
        if (simulation == NULL)
            continue;
        const ipa_fan *fan = &simulation->coverage[t * view->plan->n_periods + k];
        ipa_cells_estimate(cells, fan->mean);
        for (int level = 1; level <= 5; level += 2)
            ipa_cells_number(cells, fan->percentile[level]);
    }
}

ipa_table *ipa_views_coverage(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "coverage", COVERAGE_COLUMNS);
    for (int t = 0; t < view->plan->n_tranches; t++)
        coverage_rows(&cells, t);
    return cells.table;
}
