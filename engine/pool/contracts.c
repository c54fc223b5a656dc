#include "engine/pool/contracts.h"

#include <math.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/royalty.h"

/** What is kept of a contract between the passes over a block. */
typedef struct compiled {
    int last_period;     /**< of its last due; n_periods: after the deal; −1: none */
    double *outstanding; /**< [n_periods] scheduled principal at the period's end */
    int *reported; /**< [n_periods + 1]: the last period in which dues fall due that earlier periods
                      than this earned; NULL: patents cannot end it before its last due */
    ipa_row *prepaid; /**< period it is settled in; n_periods: it is not */
    ipa_row *bought;  /**< 1 where that is the originator's repurchase */
    ipa_row *owed;    /**< late dues that a default leaves unpaid */
} compiled;

struct ipa_contracts {
    const ipa_plan *plan;
    compiled *compiled; /**< [n_contracts]; empty where plain */
    ipa_contracts_block block;
    ipa_row *royalties;                        /**< [most sales of a contract] */
    ipa_row *own;                              /**< [n_periods] noise of its sales */
    ipa_row *income, *principal, *gate, *ends; /**< one each */
    ipa_row *lying;                            /**< one: what of a due comes in */
    ipa_row *uniforms;                         /**< [2] of a pair of dues */
};

/** One contract on one block. */
typedef struct pass {
    ipa_contracts *contracts;
    const ipa_plan *plan;
    const ipa_plan_contract *contract;
    const compiled *compiled;
    const double *latent;
    const ipa_row *share; /**< [n_periods] of the patents; NULL: everything is payable */
    double *ends;         /**< period its obligor defaults in */
    double *prepaid;
    int index, n_paths;
    bool is_late; /**< dues may be late */
    ipa_contracts_rows to;
} pass;

/* ---- create ---- */

static int last_due_period(const ipa_plan_contract *contract) {
    for (int d = contract->n_dues - 1; d >= 0; d--) {
        const ipa_plan_due *due = &contract->dues[d];
        if (contract->royalty != NULL || due->income != 0 || due->principal != 0 ||
            due->written_off != 0)
            return due->period;
    }
    return -1;
}

static double *outstanding_at_ends(const ipa_plan *plan, const ipa_plan_contract *contract,
                                   ipa_arena *arena) {
    double *outstanding = IPA_NEW_ARRAY(arena, plan->n_periods, double), left = contract->principal;
    int d = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        for (; d < contract->n_dues && contract->dues[d].period <= k; d++)
            left = contract->dues[d].outstanding;
        outstanding[k] = left;
    }
    return outstanding;
}

/* Patents only die once all are granted: then nothing payable means nothing ever again, but for
   what was earned before and is reported later. */
static int *reported_by(const ipa_plan *plan, const ipa_plan_contract *contract, ipa_arena *arena) {
    bool may_end = contract->patent_rule != IPA_PATENT_RULE_NONE && contract->n_patents > 0;
    for (int n = 0; n < contract->n_patents; n++)
        may_end &= plan->patents[contract->patents[n]].granted == NULL;
    if (!may_end)
        return NULL;
    int *reported = IPA_NEW_ARRAY(arena, plan->n_periods + 1, int), d = 0;
    for (int m = 0; m <= plan->n_periods; m++) {
        reported[m] = m > 0 ? reported[m - 1] : -1;
        for (; d < contract->n_dues && contract->dues[d].accrual_period < m; d++)
            if (contract->dues[d].period > reported[m])
                reported[m] = contract->dues[d].period;
    }
    return reported;
}

ipa_contracts *ipa_contracts_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_contracts *contracts = IPA_NEW(arena, ipa_contracts);
    int most_sales = 0;
    contracts->plan = plan;
    contracts->compiled = IPA_NEW_ARRAY(arena, plan->n_contracts, compiled);
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        if (contract->plain)
            continue;
        contracts->compiled[c] = (compiled){
            .last_period = last_due_period(contract),
            .outstanding = outstanding_at_ends(plan, contract, arena),
            .reported = reported_by(plan, contract, arena),
            .prepaid = ipa_layout_rows(arena, 1),
            .bought = ipa_layout_rows(arena, 1),
            .owed = ipa_layout_rows(arena, 1),
        };
        if (contract->royalty != NULL && contract->royalty->n_sales > most_sales)
            most_sales = contract->royalty->n_sales;
    }
    contracts->royalties = ipa_layout_rows(arena, most_sales);
    contracts->own = ipa_layout_rows(arena, plan->n_periods);
    contracts->income = ipa_layout_rows(arena, 1);
    contracts->principal = ipa_layout_rows(arena, 1);
    contracts->gate = ipa_layout_rows(arena, 1);
    contracts->ends = ipa_layout_rows(arena, 1);
    contracts->lying = ipa_layout_rows(arena, 1);
    contracts->uniforms = ipa_layout_rows(arena, 2);
    return contracts;
}

void ipa_contracts_begin(ipa_contracts *contracts, ipa_contracts_block block) {
    contracts->block = block;
}

/* ---- lane kernels ---- */

static void set(double value, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = value;
}

static void count_above(const double *restrict x, double threshold, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += x[p] > threshold ? 1 : 0;
}

static void set_reached(const double *restrict u, double threshold, double value,
                        double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = u[p] <= threshold ? value : y[p];
}

static void unset_unless_below(const double *restrict limit, double value, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = y[p] < limit[p] ? y[p] : value;
}

/* 1 where the obligor lives on the date and the contract is not settled before the period. */
static void open_gate(const double *restrict x, double threshold, const double *restrict prepaid,
                      double period, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double alive = x[p] > threshold ? 1 : 0;
        y[p] = prepaid[p] >= period ? alive : 0;
    }
}

/* Settling a contract pays the dues of its period, late or not. */
static void shut_late(const double *restrict u, double probability, const double *restrict prepaid,
                      double period, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double settled = prepaid[p] == period ? y[p] : 0;
        y[p] = u[p] > probability ? y[p] : settled;
    }
}

static void add_gated(const double *restrict gate, const double *restrict amount,
                      double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += gate[p] * amount[p];
}

static void add_gated_sum(const double *restrict gate, double amount, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += gate[p] * amount;
}

/* Adds where neither a default nor a settlement has come by the period's end. */
static void add_standing(const double *restrict ends, const double *restrict prepaid, double period,
                         const double *restrict amount, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double alive = ends[p] > period ? amount[p] : 0;
        y[p] += prepaid[p] > period ? alive : 0;
    }
}

static void scale(double amount, const double *restrict share, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = amount * share[p];
}

static void multiply(const double *restrict x, const double *restrict share, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = x[p] * share[p];
}

static void cut(double kept, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] *= kept;
}

static void round_half_up(double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = floor(y[p] + 0.5);
}

/* ---- when the contract ends ---- */

static void find_default(const pass *at) {
    const double *thresholds = at->plan->obligors[at->contract->obligor].end_threshold;
    set(0, at->ends);
    for (int k = 0; k < at->plan->n_periods; k++)
        count_above(at->latent, thresholds[k], at->ends);
}

/* Whoever must buy it back does so while it lives, unless default or prepayment came first. */
static void find_repurchase(const pass *at) {
    const ipa_plan *plan = at->plan;
    const int k = at->contract->repurchase_period;
    double *bought = at->compiled->bought->lane;
    set(0, bought);
    if (!at->contract->is_repurchased || k > at->compiled->last_period)
        return;
    const ipa_plan_entity *entity = &plan->entities[plan->repurchase_entity];
    const double threshold = entity->end_threshold[k];
    const double *x = at->contracts->block.defaults->entities[plan->repurchase_entity].lane;
    count_above(x, threshold, bought);
    for (int p = 0; p < IPA_LANES; p++) {
        const double stands = at->ends[p] > k ? bought[p] : 0;
        bought[p] = at->prepaid[p] > k ? stands : 0;
        at->prepaid[p] = bought[p] != 0 ? k : at->prepaid[p];
    }
}

static void find_prepayment(const pass *at) {
    const ipa_defaults *defaults = at->contracts->block.defaults;
    const int n_periods = at->plan->n_periods, last = at->compiled->last_period;
    double *u = at->contracts->uniforms->lane;
    set(n_periods, at->prepaid);
    if (at->contract->prepaid == NULL || at->contracts->block.is_base)
        return;
    ipa_draw_uniforms(defaults->seed, defaults->first_path, defaults->n_paths,
                      (ipa_stream){IPA_PURPOSE_PREPAYMENT, at->contract->stream}, 0, u);
    for (int k = last < n_periods ? last : n_periods - 1; k >= 0; k--)
        set_reached(u, at->contract->prepaid[k], k, at->prepaid);
    unset_unless_below(at->ends, n_periods, at->prepaid);
}

/* ---- what falls due ---- */

static void find_royalties(const pass *at) {
    ipa_contracts *contracts = at->contracts;
    const ipa_plan_royalty *royalty = at->contract->royalty;
    const ipa_sales *sales = contracts->block.sales;
    const bool is_noisy = royalty->own.given && !contracts->block.is_base;
    const ipa_row *factor = sales != NULL && royalty->factor >= 0
                                ? &sales->multiplier[royalty->factor * at->plan->n_periods]
                                : NULL;
    if (is_noisy)
        ipa_sales_own(sales, &royalty->own, at->contract->stream, contracts->own);
    ipa_royalty_dues(royalty, factor, is_noisy ? contracts->own : NULL, contracts->royalties);
}

static void scale_due(const pass *at, double amount, int period, double *y) {
    if (at->share == NULL)
        set(amount, y);
    else
        scale(amount, at->share[period].lane, y);
}

/* Income and principal of a due, as far as patents leave them payable. */
static void find_amounts(const pass *at, int d) {
    const ipa_plan_due *due = &at->contract->dues[d];
    const int earned = due->accrual_period;
    ipa_contracts *contracts = at->contracts;
    if (at->contract->royalty == NULL)
        scale_due(at, due->income, earned, contracts->income->lane);
    else if (at->share == NULL)
        *contracts->income = contracts->royalties[d];
    else
        multiply(contracts->royalties[d].lane, at->share[earned].lane, contracts->income->lane);
    scale_due(at, due->principal, earned, contracts->principal->lane);
    if (at->contract->royalty != NULL && at->contract->royalty->kept != NULL)
        cut(at->contract->royalty->kept[d], contracts->income->lane);
    if (contracts->block.is_base && at->plan->rounds) {
        round_half_up(contracts->income->lane);
        round_half_up(contracts->principal->lane);
    }
}

static const double *draw_lateness(const pass *at, int d) {
    const ipa_defaults *defaults = at->contracts->block.defaults;
    if (d % 2 == 0)
        ipa_draw_uniform_pairs(defaults->seed, defaults->first_path, defaults->n_paths,
                               (ipa_stream){IPA_PURPOSE_LATENESS, at->contract->stream},
                               (uint64_t)d / 2, at->contracts->uniforms->lane);
    return at->contracts->uniforms[d % 2].lane;
}

/* ---- cash ---- */

/* What falls due on a date is paid then; what comes otherwise, at the collection period's end. */
static void pay(const pass *at, ipa_collection_kind kind, const ipa_plan_due *due,
                const ipa_row *amount) {
    const double *gate = at->contracts->gate->lane;
    const int k = due->period;
    add_gated(gate, amount->lane, at->to.collections->cash[kind][k].lane);
    if (at->to.cash != NULL)
        add_gated(gate, amount->lane, at->to.cash[at->index * at->plan->n_periods + k].lane);
    if (ipa_cash_days_asked(at->to.collections, kind)) {
        multiply(gate, amount->lane, at->contracts->lying->lane);
        ipa_cash_days_add(at->plan, kind, k, due->date, at->contracts->lying->lane,
                          at->to.collections);
    }
}

static void pay_lane(const pass *at, ipa_collection_kind kind, int k, int lane, double amount) {
    at->to.collections->cash[kind][k].lane[lane] += amount;
    if (at->to.cash != NULL)
        at->to.cash[at->index * at->plan->n_periods + k].lane[lane] += amount;
    if (ipa_cash_days_asked(at->to.collections, kind))
        ipa_cash_days_add_lane(at->plan, kind, k, lane, amount, at->to.collections);
}

static void keep_open(const pass *at, int lane, int period) {
    double *exhausted = &at->to.collections->exhausted->lane[lane];
    *exhausted = *exhausted < period ? period : *exhausted;
}

/* ---- late dues ---- */

/* Late by as many periods as powers of the probability lie above the uniform. */
static int periods_late(double probability, double u, int most) {
    double power = probability;
    int n = 0;
    for (; n < most && u <= power; n++)
        power *= probability;
    return n;
}

/* Whether the due is late on the lane, and then until when. */
static bool is_late(const pass *at, int d, int lane, const double *u, ipa_late_due *late) {
    const ipa_plan_due *due = &at->contract->dues[d];
    const double prepaid = at->prepaid[lane];
    const int n_periods = at->plan->n_periods;
    if (u[lane] > at->contract->late_probability || !(at->latent[lane] > due->threshold) ||
        due->period >= n_periods || prepaid <= due->period)
        return false;
    const int paid = due->period + periods_late(at->contract->late_probability, u[lane], n_periods);
    const int settled = prepaid < paid ? (int)prepaid : paid;
    *late = (ipa_late_due){
        .due = d,
        .period = due->period,
        .paid = settled < n_periods && at->ends[lane] > settled ? settled : n_periods,
        .income = at->contracts->income->lane[lane],
        .principal = at->contracts->principal->lane[lane],
    };
    return late->income + late->principal > 0;
}

static void stand_late(const pass *at, int lane, const ipa_late_due *late, int until) {
    static const struct {
        int above, most;
    } buckets[] = {
#define BUCKET(name, above_days, most_days) {above_days, most_days},
        IPA_DELINQUENCY_TABLE(BUCKET)
#undef BUCKET
    };
    ipa_collections *to = at->to.collections;
    const double amount = late->income + late->principal;
    for (int k = late->period; k < until; k++) {
        const int days = at->plan->periods[k].collection_end - at->contract->dues[late->due].date;
        to->delinquent[k].lane[lane] += amount;
        to->performing[k].lane[lane] += late->principal;
        for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
            if (days > buckets[n].above && days <= buckets[n].most)
                to->overdue[n][k].lane[lane] += amount;
    }
}

static void collect_late(const pass *at, int d, const double *u) {
    const int n_periods = at->plan->n_periods;
    for (int p = 0; p < at->n_paths; p++) {
        ipa_late_due late;
        if (!is_late(at, d, p, u, &late))
            continue;
        const bool is_paid = late.paid < n_periods;
        const int ends = (int)at->ends[p];
        stand_late(at, p, &late, is_paid ? late.paid : ends);
        if (is_paid) {
            pay_lane(at, IPA_COLLECTION_INCOME, late.paid, p, late.income);
            pay_lane(at, IPA_COLLECTION_PRINCIPAL, late.paid, p, late.principal);
        } else if (ends < n_periods)
            at->compiled->owed->lane[p] += late.income + late.principal;
        keep_open(at, p, is_paid ? late.paid : ends < n_periods ? ends : n_periods - 1);
    }
}

/* ---- dues ---- */

static bool ends_early(const ipa_plan_contract *contract) {
    return contract->prepaid != NULL || contract->is_repurchased;
}

/* What a settled royalty has earned and not yet reported is paid when it is settled. */
static void pay_unreported(const pass *at, const ipa_plan_due *due) {
    for (int p = 0; p < at->n_paths; p++)
        if (at->prepaid[p] >= due->accrual_period && at->prepaid[p] < due->period)
            pay_lane(at, IPA_COLLECTION_INCOME, (int)at->prepaid[p], p,
                     at->contracts->income->lane[p]);
}

static void collect_due(const pass *at, int d) {
    const ipa_plan_due *due = &at->contract->dues[d];
    double *gate = at->contracts->gate->lane;
    const double *u = at->is_late ? draw_lateness(at, d) : NULL;
    if (due->accrual_period >= at->plan->n_periods)
        return;
    find_amounts(at, d);
    if (due->accrual_period < due->period && ends_early(at->contract))
        pay_unreported(at, due);
    if (due->period >= at->plan->n_periods)
        return;
    open_gate(at->latent, due->threshold, at->prepaid, due->period, gate);
    if (due->written_off != 0)
        add_gated_sum(gate, due->written_off, at->to.written_off[due->period].lane);
    if (at->is_late) {
        collect_late(at, d, u);
        shut_late(u, at->contract->late_probability, at->prepaid, due->period, gate);
    }
    if (due->income != 0 || at->contract->royalty != NULL)
        pay(at, IPA_COLLECTION_INCOME, due, at->contracts->income);
    if (due->principal != 0)
        pay(at, IPA_COLLECTION_PRINCIPAL, due, at->contracts->principal);
}

/* ---- balance, settlement, end ---- */

static void stand(const pass *at) {
    for (int k = 0; k < at->plan->n_periods; k++) {
        if (at->compiled->outstanding[k] <= 1e-9 * at->contract->principal)
            continue;
        scale_due(at, at->compiled->outstanding[k], k, at->contracts->principal->lane);
        add_standing(at->ends, at->prepaid, k, at->contracts->principal->lane,
                     at->to.collections->performing[k].lane);
    }
}

static void settle(const pass *at) {
    const bool to_the_fen = at->contracts->block.is_base && at->plan->rounds;
    for (int p = 0; p < at->n_paths && ends_early(at->contract); p++) {
        if (at->prepaid[p] >= at->plan->n_periods)
            continue;
        const int k = (int)at->prepaid[p];
        const double left =
            at->compiled->outstanding[k] * (at->share != NULL ? at->share[k].lane[p] : 1);
        const bool bought = at->compiled->bought->lane[p] != 0;
        const double price = bought ? at->plan->repurchase_price * left : left;
        pay_lane(at, IPA_COLLECTION_PREPAYMENT, k, p, to_the_fen ? floor(price + 0.5) : price);
        if (!bought)
            pay_lane(at, IPA_COLLECTION_INCOME, k, p, left * at->contract->prepay_fee);
    }
}

/* The period after which nothing of the contract is to come, its patents being what they are. */
static int life(const pass *at, int lane) {
    const int last = at->compiled->last_period, n_periods = at->plan->n_periods;
    if (at->compiled->reported == NULL || at->share == NULL)
        return last;
    int m = 0;
    while (m < n_periods && at->share[m].lane[lane] > 0)
        m++;
    const int reported = at->compiled->reported[m];
    const int ended = reported > m ? reported : m;
    return ended < last ? ended : last;
}

static void exhaust(const pass *at) {
    for (int p = 0; p < at->n_paths; p++) {
        const double ends = at->ends[p], prepaid = at->prepaid[p], lasts = life(at, p);
        const double first = ends < prepaid ? ends : prepaid;
        keep_open(at, p, (int)(first < lasts ? first : lasts));
    }
}

/* ---- a contract ---- */

static pass pass_of(ipa_contracts *contracts, int c) {
    const ipa_plan_contract *contract = &contracts->plan->contracts[c];
    const ipa_contracts_block *block = &contracts->block;
    const bool has_rule = contract->patent_rule != IPA_PATENT_RULE_NONE && contract->n_patents > 0;
    return (pass){
        .contracts = contracts,
        .plan = contracts->plan,
        .contract = contract,
        .compiled = &contracts->compiled[c],
        .latent = block->defaults->obligors[contract->obligor].lane,
        .share = has_rule ? &block->patents->share[c * contracts->plan->n_periods] : NULL,
        .ends = contracts->ends->lane,
        .prepaid = contracts->compiled[c].prepaid->lane,
        .index = c,
        .n_paths = block->defaults->n_paths,
        .is_late = contract->late_probability > 0 && !block->is_base,
    };
}

void ipa_contracts_collect(ipa_contracts *contracts, int contract, ipa_contracts_rows to) {
    pass at = pass_of(contracts, contract);
    at.to = to;
    set(0, at.compiled->owed->lane);
    find_default(&at);
    find_prepayment(&at);
    find_repurchase(&at);
    if (at.contract->royalty != NULL)
        find_royalties(&at);
    for (int d = 0; d < at.contract->n_dues; d++)
        collect_due(&at, d);
    stand(&at);
    settle(&at);
    exhaust(&at);
}

double ipa_contracts_claim(const ipa_contracts *contracts, int contract, int lane, int period) {
    const ipa_plan_contract *of = &contracts->plan->contracts[contract];
    const compiled *kept = &contracts->compiled[contract];
    const double x = contracts->block.defaults->obligors[of->obligor].lane[lane];
    const int n_periods = contracts->plan->n_periods;
    double outstanding = of->principal;
    if (kept->prepaid->lane[lane] < n_periods)
        return 0;
    for (int d = 0; d < of->n_dues && x > of->dues[d].threshold; d++)
        outstanding = of->dues[d].outstanding;
    if (of->patent_rule != IPA_PATENT_RULE_NONE && of->n_patents > 0)
        outstanding *= contracts->block.patents->share[contract * n_periods + period].lane[lane];
    return outstanding + kept->owed->lane[lane];
}

const ipa_row *ipa_contracts_prepaid_row(const ipa_contracts *contracts, int contract) {
    return contracts->compiled[contract].prepaid;
}

bool ipa_contracts_bought(const ipa_contracts *contracts, int contract, int lane) {
    return contracts->compiled[contract].bought->lane[lane] != 0;
}

int ipa_contracts_late(ipa_contracts *contracts, int contract, int lane, ipa_late_due *list) {
    if (contracts->plan->contracts[contract].plain)
        return 0;
    pass at = pass_of(contracts, contract);
    int n_late = 0;
    if (!at.is_late)
        return 0;
    find_default(&at);
    if (at.contract->royalty != NULL)
        find_royalties(&at);
    for (int d = 0; d < at.contract->n_dues; d++) {
        const double *u = draw_lateness(&at, d);
        if (at.contract->dues[d].accrual_period >= at.plan->n_periods)
            continue;
        find_amounts(&at, d);
        n_late += is_late(&at, d, lane, u, &list[n_late]);
    }
    return n_late;
}
