#include "tests/support/slow_pool.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/contract_schedule.h"
#include "engine/deal/patent_life.h"
#include "engine/random/draw.h"
#include "tests/support/slow_claims.h"
#include "tests/support/slow_days.h"
#include "tests/support/slow_royalty.h"

/** A due inside the deal. */
typedef struct slow_due {
    ipa_date date;
    int period;  /**< n_periods: never collected */
    int accrual; /**< period whose patents count */
    double income, principal, written_off;
    double owed; /**< principal after it */
} slow_due;

typedef struct slow_dues {
    slow_due *items;
    int n_items;
    double owed; /**< principal at the cut-off date */
    int obligor;
} slow_dues;

struct slow_pool {
    slow_deal *deal;
    const ipa_plan *plan;
    slow_dues dues[SLOW_CONTRACTS]; /**< fixed kinds: as scheduled; royalties: without amounts */
    slow_claims *claims;
};

const slow_deal *slow_pool_deal(const slow_pool *pool) {
    return pool->deal;
}

static int period_of(const slow_deal *deal, ipa_date date) {
    int k = 0;
    while (k < deal->n_periods && date > deal->end[k])
        k++;
    return k;
}

/* ---- dues ---- */

static slow_dues fixed_dues(const slow_deal *deal, int c) {
    const ipa_deal_contract *contract = deal->contracts[c];
    ipa_findings findings = ipa_findings_make(deal->arena);
    int n_rows;
    const ipa_plan_due *rows =
        ipa_contract_schedule_dues(deal->deal, contract, deal->arena, &findings, &n_rows);
    slow_dues dues = {IPA_NEW_ARRAY(deal->arena, n_rows, slow_due), 0,
                      contract->principal.value * 100, 0};
    for (int n = 0; n < n_rows; n++) {
        if (rows[n].date <= deal->cutoff) {
            dues.owed = rows[n].outstanding;
            continue;
        }
        const int k = period_of(deal, rows[n].date);
        dues.items[dues.n_items++] = (slow_due){
            rows[n].date,       k, k, rows[n].income, rows[n].principal, rows[n].written_off,
            rows[n].outstanding};
    }
    return dues;
}

/* The part of a period that lies in the contract; nothing: from ≥ to. */
typedef struct span {
    ipa_date from, to;
} span;

static span sales_span(const slow_deal *deal, int c, int k) {
    const ipa_deal_contract *contract = deal->contracts[c];
    const ipa_date opens = k > 0 ? deal->end[k - 1] : deal->cutoff;
    return (span){opens > contract->start ? opens : contract->start,
                  deal->end[k] < contract->end ? deal->end[k] : contract->end};
}

static slow_dues royalty_dues(const slow_deal *deal, int c) {
    slow_dues dues = {IPA_NEW_ARRAY(deal->arena, deal->n_periods, slow_due), 0, 0, 0};
    for (int k = 0; k < deal->n_periods; k++) {
        const span of = sales_span(deal, c, k);
        if (of.from >= of.to)
            continue;
        const ipa_date date =
            ipa_date_add_months(of.to, deal->contracts[c]->reporting_lag_months, false);
        dues.items[dues.n_items++] =
            (slow_due){.date = date, .period = period_of(deal, date), .accrual = k};
    }
    return dues;
}

/* What the sales of each period make due, before patents. @shape dues[n_items] */
static void royalties(const slow_pool *pool, int c, const slow_life *life, double *due) {
    const slow_deal *deal = pool->deal;
    const ipa_deal_contract *contract = deal->contracts[c];
    const slow_dues *dues = &pool->dues[c];
    double shocks[SLOW_PERIODS], state[SLOW_PERIODS], own[SLOW_PERIODS], cumulative = 0;
    const ipa_stream stream = {IPA_PURPOSE_SALES, ipa_streams_hash(contract->id)};
    for (int k = 0; k < deal->n_periods; k++)
        shocks[k] = life->base ? 0 : ipa_draw_normal(life->seed, life->path, stream, (uint64_t)k);
    slow_lives_sales(&deal->own[c], shocks, NULL, deal->n_periods, state, own);
    for (int n = 0; n < dues->n_items; n++) {
        const int k = dues->items[n].accrual;
        const span of = sales_span(deal, c, k);
        const double middle = 0.5 * (of.from + of.to) - deal->cutoff;
        double sales = contract->base_sales.value * 100 * (of.to - of.from) / 365.0 *
                       slow_royalty_profile(&contract->profile, middle / 365.0);
        for (int f = 0; f < deal->n_factors; f++)
            if (contract->factor.id != NULL && strcmp(deal->factor[f], contract->factor.id) == 0)
                sales *= life->multiplier[f][k];
        sales *= life->base ? 1 : own[k];
        if (contract->royalty_by_period) {
            due[n] = slow_royalty_fee(contract, sales, true);
            continue;
        }
        const int year = slow_royalty_year(contract, of.to);
        if (n == 0 ||
            slow_royalty_year(contract, sales_span(deal, c, dues->items[n - 1].accrual).to) != year)
            cumulative = 0;
        /* The deal's last period is its year's last only where the year or the contract ends. */
        const bool last =
            n == dues->n_items - 1
                ? of.to == contract->end ||
                      of.to == ipa_date_add_months(contract->start, 12 * (year + 1), false)
                : slow_royalty_year(contract, sales_span(deal, c, dues->items[n + 1].accrual).to) !=
                      year;
        due[n] = fmax(0, slow_royalty_fee(contract, cumulative + sales, last) -
                             slow_royalty_fee(contract, cumulative, false));
        cumulative += sales;
    }
}

/* ---- patents ---- */

/* Weights of a contract's patents, scaled to 1. */
static void weights_of(const slow_deal *deal, int c, double *weights) {
    double sum = 0;
    for (int n = 0; n < deal->n_patents[c]; n++)
        sum += deal->deal->patents[deal->patents[c][n]].weight.value;
    for (int n = 0; n < deal->n_patents[c]; n++)
        weights[n] = sum > 0 ? deal->deal->patents[deal->patents[c][n]].weight.value / sum
                             : 1.0 / deal->n_patents[c];
}

static double share_of(const slow_deal *deal, int c, const slow_life *life, int k) {
    const ipa_patent_rule rule = deal->contracts[c]->patent_rule;
    double weights[SLOW_PATENTS], weighted = 0;
    bool all = true, any = false;
    weights_of(deal, c, weights);
    for (int n = 0; n < deal->n_patents[c]; n++) {
        const int j = deal->patents[c][n];
        all = all && life->alive[j][k];
        any = any || life->alive[j][k];
        if (life->alive[j][k])
            weighted += weights[n] *
                        (life->partial[j][k] ? deal->deal->model.patents.partial_factor.value : 1);
    }
    if (rule == IPA_PATENT_RULE_NONE)
        return 1;
    if (rule == IPA_PATENT_RULE_WEIGHTED)
        return weighted;
    return rule == IPA_PATENT_RULE_ALL ? all : any;
}

/* First period at whose end nothing is left of the contract for good: no application among its
   patents could still bring it back. */
static int falls_silent(const slow_deal *deal, int c, const double *share) {
    for (int n = 0; n < deal->n_patents[c]; n++) {
        const ipa_deal_patent *patent = &deal->deal->patents[deal->patents[c][n]];
        const bool has_grant = patent->kind <= IPA_PATENT_DESIGN;
        if (has_grant && (patent->granted == IPA_NO_DATE || patent->granted > deal->cutoff))
            return deal->n_periods;
    }
    for (int k = 0; k < deal->n_periods; k++)
        if (share[k] <= 0)
            return k;
    return deal->n_periods;
}

/* Value of the patents that live, of a contract that performs. */
static double ip_value(const slow_deal *deal, int c, const slow_life *life, int k) {
    double weights[SLOW_PATENTS], living = 0, value = deal->contracts[c]->valuation.value;
    weights_of(deal, c, weights);
    for (int n = 0; n < deal->n_patents[c]; n++)
        living += life->alive[deal->patents[c][n]][k] ? weights[n] : 0;
    if (!(value > 0))
        for (int n = 0; n < deal->n_patents[c]; n++)
            value += deal->deal->patents[deal->patents[c][n]].value.value;
    return value * 100 *
           pow(1 - deal->deal->model.recovery_decay.value, slow_years(deal, deal->end[k])) *
           (deal->n_patents[c] > 0 ? living : 1);
}

/* ---- one contract ---- */

/* The first period at whose end somebody with this default time is dead. */
static int default_period(const slow_deal *deal, slow_life *life, double years) {
    int k = 0;
    while (k < deal->n_periods && !slow_by(life, years, slow_years(deal, deal->end[k])))
        k++;
    return k;
}

/* The period in which prepayment strikes a contract that is still there and whose obligor lives at
   its end; else n_periods. */
static int prepaid_period(const slow_pool *pool, int c, slow_life *life, int defaulted) {
    const slow_deal *deal = pool->deal;
    const ipa_deal_contract *contract = deal->contracts[c];
    const slow_dues *dues = &pool->dues[c];
    if (life->base || !(contract->prepay_rate.value > 0) || dues->n_items == 0)
        return deal->n_periods;
    const ipa_date from = contract->start > deal->cutoff ? contract->start : deal->cutoff;
    const double u =
        ipa_draw_uniform(life->seed, life->path,
                         (ipa_stream){IPA_PURPOSE_PREPAYMENT, ipa_streams_hash(contract->id)}, 0);
    const double time = slow_years(deal, from) - log1p(-u) / contract->prepay_rate.value;
    const int k = default_period(deal, life, time);
    return k < defaulted && k <= dues->items[dues->n_items - 1].period ? k : deal->n_periods;
}

/* The period in which a contract found ineligible is bought back: by whoever must and lives at its
   end, unless a default or a prepayment has come by then. */
static int bought_period(const slow_pool *pool, int c, slow_life *life, int first_end) {
    const slow_deal *deal = pool->deal;
    const ipa_deal_contract *contract = deal->contracts[c];
    const slow_dues *dues = &pool->dues[c];
    const char *buyer = deal->deal->pool.repurchase.entity.id;
    if (contract->repurchase_on == IPA_NO_DATE || contract->repurchase_on <= deal->cutoff ||
        buyer == NULL || dues->n_items == 0)
        return deal->n_periods;
    const int k = period_of(deal, contract->repurchase_on);
    int e = 0;
    while (strcmp(deal->deal->entities[e].id, buyer) != 0)
        e++;
    const bool stands = k < first_end && k <= dues->items[dues->n_items - 1].period;
    return stands && !slow_by(life, life->entity_years[e], slow_years(deal, deal->end[k]))
               ? k
               : deal->n_periods;
}

static int late_by(const slow_pool *pool, int c, int d, slow_life *life) {
    const ipa_deal_contract *contract = pool->deal->contracts[c];
    const double p = contract->late_probability.value;
    if (life->base || !(p > 0))
        return 0;
    const double u = ipa_draw_uniform(
        life->seed, life->path, (ipa_stream){IPA_PURPOSE_LATENESS, ipa_streams_hash(contract->id)},
        (uint64_t)d);
    int n = 0;
    while (n <= pool->deal->n_periods && slow_by(life, u, pow(p, n + 1)))
        n++;
    return n;
}

/* An amount due in a period and paid (or not) in a later one. */
typedef struct lateness {
    double income, principal;
    ipa_date date;
    int from, to; /**< periods at whose ends it is late: [from, to) */
} lateness;

static void stay_late(const slow_deal *deal, const lateness *of, slow_cash *out) {
    const double amount = of->income + of->principal;
    for (int k = of->from; k < of->to; k++) {
        const int days = deal->end[k] - of->date;
        out->delinquent[k] += amount;
        out->performing[k] += of->principal;
        if (days > 90)
            out->overdue[IPA_DELINQUENCY_90][k] += amount;
        else if (days > 60)
            out->overdue[IPA_DELINQUENCY_60][k] += amount;
        else if (days > 30)
            out->overdue[IPA_DELINQUENCY_30][k] += amount;
    }
}

/* Where a contract stands on a path while its dues are followed. */
typedef struct standing {
    int defaulted, prepaid, silent;
    double owed;        /**< scheduled principal after the dues its obligor lived to see */
    double late_unpaid; /**< late amounts that default has caught */
    int last;           /**< last period with anything to come, were there no default */
} standing;

static void pay(slow_cash *out, int k, double income, double principal) {
    out->cash[IPA_COLLECTION_INCOME][k] += income;
    out->cash[IPA_COLLECTION_PRINCIPAL][k] += principal;
}

/* A due that is paid in time is there before the end of its period. */
static void come_sooner(const slow_pool *pool, int kind, const slow_due *due, double fen,
                        slow_cash *out) {
    const int k = due->period;
    for (int credit = 0; credit < 2; credit++)
        out->sooner[credit][kind][k] +=
            fen * (slow_days_lain(pool->plan, kind, k, due->date, credit) -
                   slow_days_lain(pool->plan, kind, k, pool->deal->end[k], credit));
}

/* What the patents leave of an amount; in the base case to the fen. */
static double scaled(const slow_pool *pool, const slow_life *life, double amount, double share) {
    const bool rounds = life->base && pool->deal->deal->terms.rounds;
    return rounds ? floor(amount * share + 0.5) : amount * share;
}

/* One due that its obligor has lived to see and that no prepayment has done away with. */
static void follow_due(const slow_pool *pool, int c, int d, slow_path *path, standing *at) {
    const slow_deal *deal = pool->deal;
    const slow_due *due = &pool->dues[c].items[d];
    slow_cash *out = &path->contracts[c];
    const int K = deal->n_periods;
    const double income = scaled(pool, &path->life, due->income, out->share[due->accrual]);
    const double principal = scaled(pool, &path->life, due->principal, out->share[due->accrual]);
    out->defaulted[due->period] += due->written_off;
    const int n_late = late_by(pool, c, d, &path->life);
    int paid = due->period + n_late;
    if (paid > at->prepaid)
        paid = at->prepaid;
    const bool in_time = paid == due->period;
    const bool is_paid = in_time || (paid < K && paid < at->defaulted);
    if (is_paid) {
        pay(out, paid, income, principal);
        if (in_time) {
            come_sooner(pool, IPA_COLLECTION_INCOME, due, income, out);
            come_sooner(pool, IPA_COLLECTION_PRINCIPAL, due, principal, out);
        }
        if (!in_time && income + principal > 0 && paid > at->last)
            at->last = paid;
    } else if (at->defaulted < K) {
        at->late_unpaid += income + principal;
    } else if (income + principal > 0) {
        at->last = K - 1;
    }
    int until = paid < K ? paid : K;
    if (at->defaulted < until)
        until = at->defaulted;
    stay_late(deal,
              &(lateness){income, principal, due->date, due->period, in_time ? due->period : until},
              out);
}

static void follow_dues(const slow_pool *pool, int c, slow_path *path, standing *at) {
    const slow_deal *deal = pool->deal;
    const slow_dues *dues = &pool->dues[c];
    const double years = path->life.obligor_years[dues->obligor];
    const bool royalty = deal->contracts[c]->kind == IPA_CONTRACT_ROYALTY;
    for (int d = 0; d < dues->n_items; d++) {
        const slow_due *due = &dues->items[d];
        if (royalty && due->accrual <= at->prepaid && due->period > at->prepaid) {
            if (at->prepaid < deal->n_periods)
                pay(&path->contracts[c], at->prepaid,
                    due->income * path->contracts[c].share[due->accrual], 0);
            continue;
        }
        if (due->period >= deal->n_periods || (royalty ? due->accrual : due->period) > at->prepaid)
            continue;
        if (slow_by(&path->life, years, slow_years(deal, due->date)))
            break;
        at->owed = due->owed;
        follow_due(pool, c, d, path, at);
    }
}

/* Last period with anything to come on schedule, as far as the patents let it. What is scheduled
   after the deal keeps it open to its end. */
static int last_period(const slow_pool *pool, int c, int silent) {
    const slow_dues *dues = &pool->dues[c];
    const bool royalty = pool->deal->contracts[c]->kind == IPA_CONTRACT_ROYALTY;
    int last = 0, reported = 0;
    for (int d = 0; d < dues->n_items; d++) {
        const int end = pool->deal->n_periods - 1;
        const int k = dues->items[d].period < end ? dues->items[d].period : end;
        const slow_due *due = &dues->items[d];
        const bool empty = !royalty && due->income + due->principal + due->written_off <= 0;
        if (empty)
            continue;
        last = k > last ? k : last;
        if (due->accrual < silent)
            reported = k > reported ? k : reported;
    }
    const int stops = last < silent ? last : silent;
    return reported > stops ? reported : stops;
}

static double scheduled_owed(const slow_pool *pool, int c, int k) {
    const slow_dues *dues = &pool->dues[c];
    double owed = dues->owed;
    for (int d = 0; d < dues->n_items; d++)
        if (dues->items[d].date <= pool->deal->end[k])
            owed = dues->items[d].owed;
    return owed;
}

/* A contract's cash before default, its figures, and its claim. */
static void follow(slow_pool *pool, int c, slow_path *path) {
    const slow_deal *deal = pool->deal;
    const int K = deal->n_periods;
    slow_dues *dues = &pool->dues[c];
    slow_cash *out = &path->contracts[c];
    const double years = path->life.obligor_years[dues->obligor];
    if (deal->contracts[c]->kind == IPA_CONTRACT_ROYALTY) {
        double amounts[SLOW_PERIODS];
        royalties(pool, c, &path->life, amounts);
        for (int d = 0; d < dues->n_items; d++)
            dues->items[d].income = amounts[d];
    }
    for (int k = 0; k < K; k++)
        out->share[k] = share_of(deal, c, &path->life, k);
    standing at = {.owed = dues->owed};
    at.defaulted = default_period(deal, &path->life, years);
    at.prepaid = prepaid_period(pool, c, &path->life, at.defaulted);
    const int bought =
        bought_period(pool, c, &path->life, at.prepaid < at.defaulted ? at.prepaid : at.defaulted);
    at.prepaid = bought < at.prepaid ? bought : at.prepaid;
    at.silent = falls_silent(deal, c, out->share);
    at.last = last_period(pool, c, at.silent);
    follow_dues(pool, c, path, &at);
    for (int k = 0; k < K && k < at.defaulted && k < at.prepaid; k++) {
        out->performing[k] += out->share[k] * scheduled_owed(pool, c, k);
        out->ip_value[k] = ip_value(deal, c, &path->life, k);
    }
    out->prepaid = at.prepaid;
    out->exhausted = at.last;
    if (at.prepaid < K) {
        const double left = out->share[at.prepaid] * scheduled_owed(pool, c, at.prepaid);
        const bool is_bought = at.prepaid == bought;
        out->is_bought = is_bought;
        out->cash[IPA_COLLECTION_PREPAYMENT][at.prepaid] +=
            is_bought ? scaled(pool, &path->life, left, deal->deal->pool.repurchase.price.value)
                      : left;
        out->cash[IPA_COLLECTION_INCOME][at.prepaid] +=
            is_bought ? 0 : left * deal->contracts[c]->prepay_fee.value;
        out->exhausted = at.last < at.prepaid ? at.last : at.prepaid;
    } else if (at.defaulted < K) {
        const double claim = out->share[at.defaulted] * at.owed + at.late_unpaid;
        if (at.defaulted < at.last || claim > 0)
            out->exhausted = at.defaulted;
        out->defaulted[at.defaulted] += claim > 0 ? claim : 0;
        if (claim > 0)
            path->claims[path->n_claims++] = (slow_claim){.contract = c,
                                                          .obligor = dues->obligor,
                                                          .period = at.defaulted,
                                                          .years = years,
                                                          .amount = claim};
    }
}

/* ---- the pool ---- */

static void post(const slow_pool *pool, slow_path *path, int c, int k, double amount) {
    if (k >= pool->deal->n_periods || !(amount > 0))
        return;
    slow_cash *out = &path->contracts[c];
    out->cash[IPA_COLLECTION_RECOVERY][k] += amount;
    out->recovered[k] += amount;
    if (k > out->exhausted)
        out->exhausted = k;
}

static void add_up(const slow_pool *pool, slow_path *path) {
    slow_cash *all = &path->all;
    for (int c = 0; c < pool->deal->n_contracts; c++) {
        const slow_cash *one = &path->contracts[c];
        all->exhausted = one->exhausted > all->exhausted ? one->exhausted : all->exhausted;
        for (int k = 0; k < pool->deal->n_periods; k++) {
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
                all->cash[kind][k] += one->cash[kind][k];
                for (int credit = 0; credit < 2; credit++)
                    all->sooner[credit][kind][k] += one->sooner[credit][kind][k];
            }
            for (int bucket = 0; bucket < IPA_N_DELINQUENCIES; bucket++)
                all->overdue[bucket][k] += one->overdue[bucket][k];
            all->performing[k] += one->performing[k];
            all->delinquent[k] += one->delinquent[k];
            all->ip_value[k] += one->ip_value[k];
            for (int j = k; j < pool->deal->n_periods; j++) {
                all->defaulted[j] += one->defaulted[k];
                all->recovered[j] += one->recovered[k];
            }
        }
    }
}

/* A patent year from the second on costs its fee on the day it begins, if that is after the grant
   and the patent still lives at the period's end. */
static void add_annuities(const slow_deal *deal, int j, slow_path *path) {
    const ipa_deal_patent *patent = &deal->deal->patents[j];
    if (!patent->annuity_by_deal || patent->filed == IPA_NO_DATE)
        return;
    for (int year = 2; year <= 20; year++) {
        const ipa_date due = ipa_date_add_months(patent->filed, 12 * (year - 1), false);
        const int k = period_of(deal, due);
        const bool granted = patent->granted == IPA_NO_DATE || due > patent->granted;
        if (due > deal->cutoff && k < deal->n_periods && granted && path->life.alive[j][k])
            path->annuities[k] += 100 * ipa_patent_life_annuity(patent->kind, year);
    }
}

/* Everything after the draws. */
static void run(slow_pool *pool, slow_path *path) {
    const slow_deal *deal = pool->deal;
    slow_life *life = &path->life;
    for (int i = 0; i < deal->deal->n_obligors; i++)
        path->obligor_defaulted[i] =
            slow_by(life, life->obligor_years[i], slow_years(deal, deal->deal->terms.legal_final));
    for (int i = 0; i < deal->deal->n_entities; i++)
        for (int k = 0; k < deal->n_periods; k++)
            path->entity_alive[i][k] = !slow_by(life, life->entity_years[i],
                                                slow_years(deal, pool->plan->periods[k].payment));
    for (int c = 0; c < deal->n_contracts; c++)
        follow(pool, c, path);
    slow_claims_settle(pool->claims, life, path->n_claims, path->claims);
    for (int n = 0; n < path->n_claims; n++) {
        const slow_claim *claim = &path->claims[n];
        post(pool, path, claim->contract, claim->period, claim->deposit);
        post(pool, path, claim->contract, claim->period + 1, claim->guarantee);
        post(pool, path, claim->contract, claim->compensation_period, claim->compensation);
        post(pool, path, claim->contract, claim->recovery_period, claim->recovery);
    }
    for (int j = 0; j < deal->deal->n_patents; j++)
        add_annuities(deal, j, path);
    add_up(pool, path);
}

void slow_pool_path(slow_pool *pool, uint64_t seed, uint64_t path, slow_path *out) {
    memset(out, 0, sizeof *out);
    slow_lives_draw(pool->deal, seed, path, &out->life);
    run(pool, out);
}

void slow_pool_base(slow_pool *pool, slow_path *out) {
    memset(out, 0, sizeof *out);
    slow_lives_base(pool->deal, &out->life);
    run(pool, out);
}

slow_pool *slow_pool_create(const ipa_plan *plan, ipa_arena *arena) {
    slow_pool *pool = IPA_NEW(arena, slow_pool);
    pool->plan = plan;
    pool->deal = slow_deal_create(plan, arena);
    const slow_deal *deal = pool->deal;
    for (int c = 0; c < deal->n_contracts; c++) {
        pool->dues[c] = deal->contracts[c]->kind == IPA_CONTRACT_ROYALTY ? royalty_dues(deal, c)
                                                                         : fixed_dues(deal, c);
        while (strcmp(deal->deal->obligors[pool->dues[c].obligor].id,
                      deal->contracts[c]->obligor.id) != 0)
            pool->dues[c].obligor++;
    }
    pool->claims = slow_claims_create(deal, arena);
    return pool;
}
