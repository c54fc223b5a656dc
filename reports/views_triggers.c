#include <math.h>

#include "engine/block/layout.h"
#include "reports/cells.h"
#include "reports/words.h"

/* Where a trigger is looked at: base case, period k, before or after this date's payments. */
typedef struct moment {
    const ipa_view *view;
    int k;
    bool after;
} moment;

static double sum_to(const moment *at, const double *values) {
    double sum = 0;
    for (int k = 0; k < (at->after ? at->k + 1 : at->k); k++)
        sum += values[k];
    return sum;
}

static double collected(const moment *at, int kind) {
    return at->view->result->base.cash[kind][at->k];
}

static double value_of_unpaid(const moment *at, ipa_payee payee) {
    const ipa_path_result *base = &at->view->result->base;
    if (!at->after)
        return NAN;
    if (payee.kind == IPA_PAYEE_FEE)
        return base->fees[payee.index].unpaid[at->k];
    if (payee.kind == IPA_PAYEE_INTEREST)
        return base->tranches[payee.index].interest_unpaid[at->k];
    return NAN;
}

static double value_of_draws(const moment *at, int support) {
    const double *drawn = at->view->result->base.support[support].drawn;
    int n_draws = 0;
    for (int k = 0; k < (at->after ? at->k + 1 : at->k); k++)
        n_draws += drawn[k] > 0;
    return n_draws;
}

/* Cash in an account at the moment of the test: before payments, what it held and what came in. */
static double value_of_account(const moment *at, int account) {
    const ipa_plan *plan = at->view->plan;
    const double *closing = at->view->result->base.accounts[account];
    if (at->after)
        return closing[at->k];
    double cash = at->k > 0 ? closing[at->k - 1] : plan->accounts[account].initial / 100;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        cash += plan->collect[kind] == account ? collected(at, kind) : 0;
    return cash;
}

static double value_of_due(const moment *at, ipa_payee payee) {
    const ipa_base_tranche *tranche = &at->view->result->base.tranches[payee.index];
    switch (payee.kind) {
    case IPA_PAYEE_INTEREST:
        return tranche->interest_due[at->k];
    case IPA_PAYEE_PRINCIPAL:
        return tranche->principal_due[at->k];
    case IPA_PAYEE_TRANCHE:
        return tranche->interest_due[at->k] + tranche->principal_due[at->k];
    default:
        return NAN;
    }
}

static double value_of_balance(const moment *at, int t) {
    const ipa_base_tranche *tranche = &at->view->result->base.tranches[t];
    return at->after ? tranche->closing[at->k] : tranche->opening[at->k];
}

/* What a date buys is in the pool when its steps are done. */
static double value_of_pool(const moment *at) {
    const ipa_path_result *base = &at->view->result->base;
    const bool before = !at->after && at->view->plan->may_buy;
    return base->pool_balance[at->k] - (before ? base->revolving.principal[at->k] : 0);
}

/* `coverage` and `oc`: cash, with or without the pool, to what is owed down to the tranche. What
 * covers nothing has no figure. */
static double value_of_cover(const moment *at, const ipa_instruction *instruction) {
    bool of_balances = instruction->quantity == IPA_QUANTITY_OC;
    double cash = value_of_account(at, at->view->plan->collection_account), owed = 0;
    for (int t = 0; t <= instruction->argument.index; t++)
        owed += of_balances ? value_of_balance(at, t)
                            : value_of_due(at, (ipa_payee){IPA_PAYEE_TRANCHE, t});
    if (of_balances)
        cash += value_of_pool(at);
    return owed > 0 ? cash / owed : NAN;
}

/* Of the principal at the cut-off date; a pool without any loses no share of it. */
static double share_of_pool(const moment *at, double yuan) {
    const double fen = at->view->plan->pool_original;
    return fen > 0 ? yuan * 100 / fen : 0;
}

static double value_of_net_loss(const moment *at) {
    const ipa_path_result *base = &at->view->result->base;
    double lost = base->pool_defaulted[at->k];
    for (int k = 0; k <= at->k; k++)
        lost -= base->cash[IPA_COLLECTION_RECOVERY][k];
    return share_of_pool(at, lost);
}

/* The quantities that the results tell; NaN for those only the waterfall itself knows. */
static double value_of(const moment *at, const ipa_instruction *instruction) {
    const ipa_path_result *base = &at->view->result->base;
    const ipa_plan *plan = at->view->plan;
    int index = instruction->argument.index, k = at->k;
    switch (instruction->quantity) {
    case IPA_QUANTITY_PERIOD:
        return k + 1;
    case IPA_QUANTITY_YEARS:
        return ipa_day_count_years(IPA_DAY_COUNT_ACT_365F, plan->deal->terms.closing,
                                   plan->periods[k].nominal);
    case IPA_QUANTITY_COLLECTIONS_INCOME:
    case IPA_QUANTITY_COLLECTIONS_PRINCIPAL:
    case IPA_QUANTITY_COLLECTIONS_PREPAYMENT:
    case IPA_QUANTITY_COLLECTIONS_RECOVERY:
        return collected(at, (int)(instruction->quantity - IPA_QUANTITY_COLLECTIONS_INCOME));
    case IPA_QUANTITY_COLLECTIONS_TOTAL:
        return collected(at, 0) + collected(at, 1) + collected(at, 2) + collected(at, 3);
    case IPA_QUANTITY_POOL_BALANCE:
        return value_of_pool(at);
    case IPA_QUANTITY_POOL_ORIGINAL:
        return ipa_plan_pool_original(plan) / 100;
    case IPA_QUANTITY_POOL_DEFAULTED:
        return base->pool_defaulted[k];
    case IPA_QUANTITY_CUM_DEFAULT_RATE:
        return share_of_pool(at, base->pool_defaulted[k]);
    case IPA_QUANTITY_CUM_NET_LOSS_RATE:
        return value_of_net_loss(at);
    case IPA_QUANTITY_ACCOUNT:
        return value_of_account(at, index);
    case IPA_QUANTITY_COVERAGE:
    case IPA_QUANTITY_OC:
        return value_of_cover(at, instruction);
    case IPA_QUANTITY_DUE:
        return value_of_due(at, instruction->argument);
    case IPA_QUANTITY_BALANCE:
        return value_of_balance(at, index);
    case IPA_QUANTITY_FACTOR:
        return value_of_balance(at, index) * 100 / plan->tranches[index].original;
    case IPA_QUANTITY_OPENING:
        return base->tranches[index].opening[k];
    case IPA_QUANTITY_UNPAID:
        return value_of_unpaid(at, instruction->argument);
    case IPA_QUANTITY_DRAWS:
        return value_of_draws(at, index);
    case IPA_QUANTITY_DRAWN:
        return sum_to(at, base->support[index].drawn);
    default:
        return NAN;
    }
}

/* `quantity comparison number`: the shape whose distance to the threshold can be shown. */
static bool is_simple(const ipa_program *program) {
    return program->n_instructions == 3 &&
           program->instructions[0].operation == IPA_OPERATION_QUANTITY &&
           program->instructions[1].operation == IPA_OPERATION_CONSTANT &&
           program->instructions[2].operation >= IPA_OPERATION_LESS &&
           program->instructions[2].operation <= IPA_OPERATION_GREATER_EQUAL;
}

static const ipa_cells_column TRIGGER_COLUMNS[] = {
    {"触发事件", "Trigger", IPA_FORMAT_TEXT},
    {"期数", "Period", IPA_FORMAT_INTEGER},
    {"兑付日", "Payment date", IPA_FORMAT_DATE},
    {"指标", "Measure", IPA_FORMAT_TEXT},
    {"值", "Value", IPA_FORMAT_NUMBER},
    {"阈值", "Threshold", IPA_FORMAT_NUMBER},
    {"距离（正为未触及）", "Distance (positive: not reached)", IPA_FORMAT_NUMBER},
    {"状态", "State", IPA_FORMAT_TEXT},
    {"触发概率（模拟，全期）", "Probability of ever being on (simulated)", IPA_FORMAT_PROBABILITY},
    {"±标准误", "± s.e.", IPA_FORMAT_PROBABILITY}};

static void trigger_row(ipa_cells *cells, int n, int k) {
    const ipa_view *view = cells->view;
    const ipa_plan_trigger *trigger = &view->plan->triggers[n];
    const ipa_program *when = trigger->when;
    bool simple = is_simple(when);
    moment at = {view, k, trigger->after_payment};
    double value = simple ? value_of(&at, &when->instructions[0]) : NAN;
    double threshold = simple ? when->instructions[1].constant : NAN;
    bool falls = simple && (when->instructions[2].operation == IPA_OPERATION_LESS ||
                            when->instructions[2].operation == IPA_OPERATION_LESS_EQUAL);
    ipa_cells_row(cells);
    ipa_cells_text(cells, trigger->id);
    ipa_cells_number(cells, k + 1);
    ipa_cells_date(cells, view->plan->periods[k].payment);
    ipa_cells_text(cells, when->text);
    ipa_cells_number(cells, value);
    ipa_cells_number(cells, threshold);
    ipa_cells_number(cells, falls ? value - threshold : threshold - value);
    if (view->result->base.triggers[n][k])
        ipa_cells_words(cells, "已触发", "on");
    else
        ipa_cells_words(cells, "未触发", "off");
    if (view->result->simulation != NULL)
        ipa_cells_estimate(cells, view->result->simulation->trigger_probability[n]);
}

ipa_table *ipa_views_triggers(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "triggers", TRIGGER_COLUMNS);
    for (int n = 0; n < view->plan->n_triggers; n++)
        for (int k = 0; k < view->plan->n_periods && !view->result->base.ended[k]; k++)
            trigger_row(&cells, n, k);
    return cells.table;
}
