#include "tests/support/pool_agreement.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/patents.h"
#include "engine/pool/pool.h"
#include "tests/support/random_pools.h"
#include "tests/support/slow_days.h"

enum { MOST_PRINTED = 40 };

/** A difference below this share of the pool's size is none. */
static const double tolerance = 1e-12;
/** A comparison of times nearer than this may fall either way. */
static const double tie = 1e-11;

/** One pool while it is compared. */
typedef struct comparison {
    const char *name;
    const ipa_plan *plan;
    slow_pool *slow;
    slow_path *path;
    ipa_pool *pool;
    ipa_collections rows;
    ipa_row *contract_cash;
    double size, ip_size; /**< of the pool, and of its IP at the cut-off date, fen */
    int lane;             /**< −1: the base case */
    pool_agreement *agreement;
} comparison;

/* ours: the engine's; theirs: the reference's. */
static void expect(const comparison *of, const char *what, int k, double ours, double theirs) {
    const double off = fabs(ours - theirs) / of->size;
    of->agreement->n_figures++;
    if (off > of->agreement->worst)
        of->agreement->worst = off;
    if (off <= tolerance)
        return;
    if (of->agreement->n_wrong++ < MOST_PRINTED)
        fprintf(stderr, "%s path %d: %s, period %d: %.6f, the reference says %.6f (%.3g)\n",
                of->name, of->lane, what, k, ours, theirs, off);
}

/* Flags and numbers of periods: no tolerance. */
static void expect_same(const comparison *of, const char *what, int k, double ours, double theirs) {
    of->agreement->n_figures++;
    if (ours == theirs)
        return;
    if (of->agreement->n_wrong++ < MOST_PRINTED)
        fprintf(stderr, "%s path %d: %s, period %d: %g, the reference says %g\n", of->name,
                of->lane, what, k, ours, theirs);
}

/** How long cash lies with an account that earns; days are counted in thousands. */
static void compare_days(const comparison *of, int kind, int k, int p) {
    static const char *const whats[] = {"days to payment", "days to credit"};
    const ipa_row *const rows[] = {of->rows.cash_days[kind], of->rows.credit_days[kind]};
    cr_assert_eq(rows[0] != NULL, slow_days_count(of->plan->deal, kind));
    for (int credit = 0; credit < 2; credit++) {
        if (rows[credit] == NULL)
            continue;
        const ipa_date end = of->plan->periods[k].collection_end;
        const double days =
            of->path->all.cash[kind][k] * slow_days_lain(of->plan, kind, k, end, credit) +
            of->path->all.sooner[credit][kind][k];
        expect(of, whats[credit], k, rows[credit][k].lane[p] / 1000, days / 1000);
        of->agreement->n_days += days > 0;
    }
}

static void compare_figures(const comparison *of, int p) {
    static const char *const kinds[] = {"income", "principal", "prepayment", "recovery"};
    static const char *const buckets[] = {"overdue 30", "overdue 60", "overdue 90"};
    const slow_cash *all = &of->path->all;
    const ipa_collections *rows = &of->rows;
    for (int k = 0; k < of->plan->n_periods; k++) {
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
            expect(of, kinds[kind], k, rows->cash[kind][k].lane[p], all->cash[kind][k]);
            of->agreement->n_paid[kind] += all->cash[kind][k] > 0;
            compare_days(of, kind, k, p);
        }
        for (int bucket = 0; bucket < IPA_N_DELINQUENCIES; bucket++) {
            expect(of, buckets[bucket], k, rows->overdue[bucket][k].lane[p],
                   all->overdue[bucket][k]);
            of->agreement->n_overdue[bucket] += all->overdue[bucket][k] > 0;
        }
        expect(of, "performing", k, rows->performing[k].lane[p], all->performing[k]);
        expect(of, "delinquent", k, rows->delinquent[k].lane[p], all->delinquent[k]);
        expect(of, "defaulted", k, rows->defaulted[k].lane[p], all->defaulted[k]);
        expect(of, "recovered", k, rows->recovered[k].lane[p], all->recovered[k]);
        expect(of, "annuities", k, rows->annuities[k].lane[p], of->path->annuities[k]);
        of->agreement->n_annuities += of->path->annuities[k] > 0;
        of->agreement->n_delinquent += all->delinquent[k] > 0;
        if (of->plan->ip_value == NULL)
            continue;
        comparison valued = *of;
        valued.size += of->ip_size;
        expect(&valued, "ip_value", k, rows->ip_value[k].lane[p], all->ip_value[k]);
        of->agreement->n_ip_values += all->ip_value[k] > 0;
    }
    expect_same(of, "exhausted", 0, rows->exhausted->lane[p], all->exhausted);
}

/* Cash hangs on default times by the dates between which they fall; here they are held themselves.
 */
static void compare_time(const comparison *of, const ipa_credit *credit, double latent,
                         double theirs) {
    const double ours = ipa_defaults_years(of->plan, credit, latent);
    of->agreement->n_figures++;
    if (of->lane < 0 || theirs > 100 || fabs(ours - theirs) <= 1e-9 * fmax(1, theirs))
        return;
    if (of->agreement->n_wrong++ < MOST_PRINTED)
        fprintf(stderr, "%s path %d: %s defaults at %.12g, the reference says %.12g\n", of->name,
                of->lane, credit->id, ours, theirs);
}

static void compare_names(const comparison *of, int p) {
    const ipa_defaults *defaults = ipa_pool_defaults(of->pool);
    const int K = of->plan->n_periods;
    for (int i = 0; i < of->plan->n_obligors; i++) {
        expect_same(of, of->plan->obligors[i].credit.id, K, of->rows.obligor_defaulted[i].lane[p],
                    of->path->obligor_defaulted[i]);
        of->agreement->n_defaults += of->path->obligor_defaulted[i];
    }
    for (int i = 0; i < of->plan->n_entities; i++) {
        compare_time(of, &of->plan->entities[i].credit, defaults->entities[i].lane[p],
                     of->path->life.entity_years[i]);
        for (int k = 0; k < K; k++)
            expect_same(of, of->plan->entities[i].credit.id, k, of->rows.alive[i * K + k].lane[p],
                        of->path->entity_alive[i][k]);
    }
}

static void compare_contracts(const comparison *of, int p) {
    const int K = of->plan->n_periods;
    for (int c = 0; c < of->plan->n_contracts; c++) {
        const slow_cash *one = &of->path->contracts[c];
        for (int k = 0; k < K; k++) {
            double cash = 0;
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                cash += one->cash[kind][k];
            expect(of, of->plan->contracts[c].source->id, k, of->contract_cash[c * K + k].lane[p],
                   cash);
        }
        of->agreement->n_prepaid += one->prepaid < K && !one->is_bought;
        of->agreement->n_bought += one->is_bought;
        if (of->lane >= 0)
            expect_same(of, "prepaid", c, ipa_pool_prepaid(of->pool, c, p), one->prepaid);
    }
}

static void compare_patents(const comparison *of, int p) {
    const ipa_patents *patents = ipa_pool_patents(of->pool);
    const int K = of->plan->n_periods;
    for (int j = 0; patents != NULL && j < of->plan->n_patents; j++)
        for (int k = 0; k < K; k++) {
            expect_same(of, of->plan->patents[j].source->id, k, patents->alive[j * K + k].lane[p],
                        of->path->life.alive[j][k]);
            of->agreement->n_dead_patents += !of->path->life.alive[j][k];
        }
}

static double all_cash(const comparison *of) {
    double cash = 0;
    for (int k = 0; k < of->plan->n_periods; k++)
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            cash += of->path->all.cash[kind][k];
    return cash;
}

static void compare_path(comparison *of, int p) {
    of->agreement->n_paths++;
    if (of->path->life.nearest < tie) {
        of->agreement->n_ties++;
        return;
    }
    comparison scaled = *of;
    scaled.size += all_cash(of);
    compare_figures(&scaled, p);
    compare_names(&scaled, p);
    compare_contracts(&scaled, p);
    compare_patents(&scaled, p);
    for (int n = 0; n < of->path->n_claims; n++) {
        const slow_claim *claim = &of->path->claims[n];
        of->agreement->n_claims++;
        of->agreement->n_guaranteed += claim->guarantee > 0;
        of->agreement->n_compensated += claim->compensation > 0;
        of->agreement->n_repaid += claim->repaid > 0;
    }
}

static void expect_order(const comparison *of) {
    const slow_deal *deal = slow_pool_deal(of->slow);
    cr_assert_eq(deal->n_contracts, of->plan->n_contracts);
    for (int c = 0; c < deal->n_contracts; c++)
        cr_assert_eq(of->plan->contracts[c].source, deal->contracts[c]);
    for (int i = 0; i < of->plan->n_obligors; i++)
        cr_assert_str_eq(of->plan->obligors[i].credit.id, deal->obligors[i].id);
    for (int i = 0; i < of->plan->n_entities; i++)
        cr_assert_str_eq(of->plan->entities[i].credit.id, deal->entities[i].id);
    for (int j = 0; j < of->plan->n_patents; j++)
        cr_assert_eq(of->plan->patents[j].source, &deal->deal->patents[j]);
}

static bool rows_agree(const comparison *of, int n_paths, const ipa_row *ours,
                       const ipa_row *theirs) {
    bool same = true;
    for (int k = 0; k < of->plan->n_periods; k++)
        for (int p = 0; p < n_paths; p++)
            same = same && ours[k].lane[p] == theirs[k].lane[p];
    return same;
}

/* A pool whose contracts nobody watches leaves out what nothing needs, and no figure else. */
static void expect_unwatched(const comparison *of, uint64_t seed, int n_paths, ipa_arena *arena) {
    const ipa_collections *ours = &of->rows;
    ipa_collections rows = ipa_layout_collections(arena, of->plan->n_periods, of->plan->n_entities,
                                                  of->plan->n_obligors);
    ipa_pool_simulate(ipa_pool_create(of->plan, arena), seed, 0, n_paths, &rows);
    const ipa_row *const pairs[][2] = {
        {ours->performing, rows.performing}, {ours->delinquent, rows.delinquent},
        {ours->ip_value, rows.ip_value},     {ours->annuities, rows.annuities},
        {ours->defaulted, rows.defaulted},   {ours->recovered, rows.recovered}};
    bool same = ours->exhausted->lane[0] == rows.exhausted->lane[0];
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        same = same && rows_agree(of, n_paths, ours->cash[kind], rows.cash[kind]);
    for (size_t n = 0; n < sizeof pairs / sizeof pairs[0]; n++)
        same = same && rows_agree(of, n_paths, pairs[n][0], pairs[n][1]);
    cr_expect(same, "%s: other figures where nobody watches", of->name);
}

void pool_agreement_compare(const char *name, const ipa_plan *plan, int n_paths,
                            pool_agreement *agreement) {
    const uint64_t seed = 20251123;
    ipa_arena *arena = ipa_arena_create();
    comparison of = {.name = name, .plan = plan, .lane = -1, .agreement = agreement};
    of.slow = slow_pool_create(plan, arena);
    of.path = IPA_NEW(arena, slow_path);
    of.pool = ipa_pool_create(plan, arena);
    of.rows = ipa_cash_days_collections(plan, arena);
    of.contract_cash = ipa_layout_rows(arena, plan->n_contracts * plan->n_periods);
    of.size = 1 + plan->pool_original;
    for (int c = 0; c < plan->n_contracts && plan->ip_value != NULL; c++)
        of.ip_size += plan->ip_value[c * plan->n_periods];
    expect_order(&of);
    ipa_pool_watch(of.pool, of.contract_cash);
    ipa_pool_base(of.pool, &of.rows);
    slow_pool_base(of.slow, of.path);
    of.size += all_cash(&of);
    compare_path(&of, 0);
    ipa_pool_simulate(of.pool, seed, 0, n_paths, &of.rows);
    for (of.lane = 0; of.lane < n_paths; of.lane++) {
        slow_pool_path(of.slow, seed, (uint64_t)of.lane, of.path);
        compare_path(&of, of.lane);
    }
    agreement->n_pools++;
    expect_unwatched(&of, seed, n_paths, arena);
    ipa_arena_destroy(arena);
}

void pool_agreement_random(uint64_t seed, int n_paths, pool_agreement *agreement) {
    const test_folder folder = random_pools_create(seed);
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    ipa_error error = {0};
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_status status = ipa_deal_read(folder.path, NULL, arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    cr_assert_eq(status, IPA_OK, "random pool %llu: %s %s", (unsigned long long)seed, error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    if (plan != NULL)
        pool_agreement_compare(
            ipa_arena_format(arena, "random pool %llu", (unsigned long long)seed), plan, n_paths,
            agreement);
    ipa_arena_destroy(arena);
    folder_remove(&folder);
}
