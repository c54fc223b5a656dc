/* Laws that hold whatever a deal says, on random deals. */
#include <criterion/criterion.h>
#include <criterion/theories.h>
#include <math.h>

#include "engine/pool/cash_days.h"
#include "engine/pool/pool.h"
#include "engine/waterfall/waterfall.h"
#include "tests/support/random_deals.h"
#include "tests/support/random_source.h"

#define SEEDS 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20

enum { N_PATHS = 32, DEALS_A_POINT = 5 };

/** A deal resolved and run on a block. */
typedef struct run {
    ipa_arena *arena;
    ipa_plan *plan;
    ipa_waterfall *waterfall;
    ipa_collections in;
    ipa_payments out;
    double size; /**< fen */
} run;

static void pay(run *of, bool rounding) {
    ipa_waterfall_run(of->waterfall, &of->in,
                      (ipa_waterfall_options){.rounding = rounding, .outside_support = true},
                      &of->out);
}

static run begin(test_folder folder) {
    run of = {.arena = ipa_arena_create()};
    ipa_findings findings = ipa_findings_make(of.arena);
    ipa_error error = {0};
    ipa_deal *deal = NULL;
    ipa_status status = ipa_deal_read(folder.path, NULL, of.arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, of.arena, &findings, &of.plan, &error);
    cr_assert_eq(status, IPA_OK, "%s",
                 ipa_findings_text(&findings, of.arena, IPA_FORMAT_SHORT, false));
    folder_remove(&folder);
    const ipa_plan *plan = of.plan;
    of.in = ipa_cash_days_collections(plan, of.arena);
    of.waterfall = ipa_waterfall_create(plan, of.arena);
    of.out = ipa_waterfall_payments(plan, of.arena);
    ipa_pool_simulate(ipa_pool_create(plan, of.arena), 7, 0, N_PATHS, &of.in);
    of.size = 1 + plan->pool_original;
    for (int t = 0; t < plan->n_tranches; t++)
        of.size += plan->tranches[t].original;
    return of;
}

/** A figure of an item in a period on a path. */
static double at(const run *of, const ipa_row *rows, int item, int k, int p) {
    return rows[item * of->plan->n_periods + k].lane[p];
}

static double sum(const run *of, const ipa_row *rows, int n_items, int k, int p) {
    double total = 0;
    for (int item = 0; item < n_items; item++)
        total += at(of, rows, item, k, p);
    return total;
}

/* ---- cash ---- */

/** What comes in of the pool, and of what was bought: not what the servicer loses, later what it
 *  delays, and nothing on dates after a call. */
static double collected(const run *of, int k, int p) {
    const bool called = k > 0 && at(of, of->out.called, 0, k - 1, p) != 0;
    const int late = of->plan->servicer ? of->plan->servicer->perfection_periods : 0;
    double cash = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        cash += at(of, of->in.cash[kind], 0, k, p);
        if (of->out.revolving.bought)
            cash += at(of, of->out.revolving.cash[kind], 0, k, p);
    }
    if (of->out.n_servicers > 0) {
        cash -= at(of, of->out.lost, 0, k, p) + at(of, of->out.delayed, 0, k, p);
        cash += late > 0 && k >= late ? at(of, of->out.delayed, 0, k - late, p) : 0;
    }
    return called ? 0 : cash;
}

static double cash_in(const run *of, int k, int p) {
    return collected(of, k, p) + sum(of, of->out.drawn, of->plan->n_support, k, p) +
           sum(of, of->out.account_interest, of->plan->n_accounts, k, p) +
           at(of, of->out.call_price, 0, k, p);
}

static double cash_out(const run *of, int k, int p) {
    const int n_tranches = of->plan->n_tranches;
    const double bought = of->out.revolving.bought ? at(of, of->out.revolving.bought, 0, k, p) : 0;
    return bought + sum(of, of->out.interest_paid, n_tranches, k, p) +
           sum(of, of->out.principal_paid, n_tranches, k, p) +
           sum(of, of->out.residual, n_tranches, k, p) +
           sum(of, of->out.fee_paid, of->plan->n_fees, k, p) +
           sum(of, of->out.reimbursed, of->plan->n_support, k, p) +
           sum(of, of->out.draw_interest_paid, of->plan->n_support, k, p) +
           sum(of, of->out.commitment_paid, of->plan->n_support, k, p);
}

static double opening_cash(const run *of) {
    double cash = 0;
    for (int n = 0; n < of->plan->n_accounts; n++)
        cash += of->plan->accounts[n].initial;
    return cash;
}

static void expect_conserved(const run *of, int p) {
    double before = opening_cash(of);
    for (int k = 0; k < of->plan->n_periods; k++) {
        if (at(of, of->out.ended, 0, k, p) != 0)
            return;
        const double after = sum(of, of->out.account, of->plan->n_accounts, k, p);
        const double gap = before + cash_in(of, k, p) - cash_out(of, k, p) - after;
        cr_expect_lt(fabs(gap), 1e-9 * of->size, "path %d, period %d: %g fen", p, k + 1, gap);
        before = after;
    }
}

/** No more is lost or delayed than was collected, none is bought or handed over below nothing. */
static void expect_events(const run *of, int k, int p) {
    if (of->out.n_servicers > 0) {
        const double lost = at(of, of->out.lost, 0, k, p), late = at(of, of->out.delayed, 0, k, p);
        double brought = 0;
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
            brought += at(of, of->in.cash[kind], 0, k, p);
            if (of->out.revolving.bought)
                brought += at(of, of->out.revolving.cash[kind], 0, k, p);
        }
        cr_expect_geq(lost, 0);
        cr_expect_geq(late, 0);
        cr_expect_leq(lost + late, brought + 1e-9 * of->size);
    }
    if (of->out.revolving.bought)
        cr_expect_geq(at(of, of->out.revolving.bought, 0, k, p), 0);
    cr_expect_geq(of->out.in_kind->lane[p], 0);
}

static void expect_bounds(const run *of, int p) {
    const double crumb = 1e-9 * of->size;
    double owed[16] = {0};
    for (int k = 0; k < of->plan->n_periods; k++) {
        for (int t = 0; t < of->plan->n_tranches; t++) {
            cr_expect_leq(at(of, of->out.interest_paid, t, k, p),
                          at(of, of->out.interest_due, t, k, p) + crumb);
            cr_expect_leq(at(of, of->out.principal_paid, t, k, p),
                          at(of, of->out.opening, t, k, p) + at(of, of->out.accreted, t, k, p) +
                              crumb);
            cr_expect_geq(at(of, of->out.closing, t, k, p), 0);
            cr_expect_geq(at(of, of->out.interest_due, t, k, p), 0);
            cr_expect_geq(at(of, of->out.accreted, t, k, p), 0);
            cr_expect_geq(at(of, of->out.residual, t, k, p), 0);
        }
        for (int n = 0; n < of->plan->n_fees; n++)
            cr_expect_leq(at(of, of->out.fee_paid, n, k, p),
                          at(of, of->out.fee_due, n, k, p) + crumb);
        for (int n = 0; n < of->plan->n_accounts; n++)
            cr_expect_geq(at(of, of->out.account, n, k, p), 0);
        for (int n = 0; n < of->plan->n_support; n++) {
            owed[n] += at(of, of->out.drawn, n, k, p) - at(of, of->out.reimbursed, n, k, p);
            cr_expect_geq(owed[n], -crumb);
            cr_expect_leq(at(of, of->out.draw_interest_paid, n, k, p),
                          at(of, of->out.draw_interest_due, n, k, p) + crumb);
            cr_expect_leq(at(of, of->out.commitment_paid, n, k, p),
                          at(of, of->out.commitment_due, n, k, p) + crumb);
        }
        for (int n = 0; n < of->plan->n_ledgers; n++)
            cr_expect_geq(at(of, of->out.ledger, n, k, p), 0);
        expect_events(of, k, p);
    }
}

TheoryDataPoints(waterfall_laws, cash_is_conserved_and_nobody_gets_more_than_is_due) = {
    DataPoints(int, SEEDS),
};

Theory((int point), waterfall_laws, cash_is_conserved_and_nobody_gets_more_than_is_due) {
    for (int deal = 0; deal < DEALS_A_POINT; deal++) {
        run of = begin(random_deals_create((uint64_t)(100000 + DEALS_A_POINT * point + deal)));
        pay(&of, deal % 2 == 0 && of.plan->rounds);
        const bool whole = deal % 2 == 0 && of.plan->rounds;
        for (int p = 0; p < N_PATHS; p++) {
            if (!whole) /* what arrives is taken to the fen there */
                expect_conserved(&of, p);
            expect_bounds(&of, p);
            cr_expect_lt(of.out.breach->lane[p], 1e-9 * of.size);
        }
        ipa_arena_destroy(of.arena);
    }
}

/* ---- rank ---- */

TheoryDataPoints(waterfall_laws, a_junior_gets_principal_only_after_every_senior) = {
    DataPoints(int, SEEDS),
};

Theory((int point), waterfall_laws, a_junior_gets_principal_only_after_every_senior) {
    long n_junior = 0;
    for (int deal = 0; deal < DEALS_A_POINT; deal++) {
        run of = begin(random_deals_sequential((uint64_t)(200000 + DEALS_A_POINT * point + deal)));
        pay(&of, deal % 2 == 0);
        for (int p = 0; p < N_PATHS; p++)
            for (int k = 0; k < of.plan->n_periods; k++)
                for (int t = 1; t < of.plan->n_tranches; t++) {
                    if (at(&of, of.out.principal_paid, t, k, p) <= 0)
                        continue;
                    n_junior++;
                    cr_expect_eq(at(&of, of.out.closing, t - 1, k, p), 0);
                    cr_expect_eq(at(&of, of.out.interest_unpaid, t - 1, k, p), 0);
                }
        ipa_arena_destroy(of.arena);
    }
    cr_expect_gt(n_junior, 0);
}

TheoryDataPoints(waterfall_laws, more_collections_never_hurt_the_senior) = {
    DataPoints(int, SEEDS),
};

/* The senior is better off where less of it stands and less interest is open, on every date: what
 * it got in all may be less, for it accrued less. */
Theory((int point), waterfall_laws, more_collections_never_hurt_the_senior) {
    for (int deal = 0; deal < DEALS_A_POINT; deal++) {
        const uint64_t seed = (uint64_t)(300000 + DEALS_A_POINT * point + deal);
        run of = begin(random_deals_sequential(seed));
        random_source source = random_source_make(seed);
        const int n_periods = of.plan->n_periods;
        double before[128][N_PATHS];
        pay(&of, false);
        for (int k = 0; k < n_periods; k++)
            for (int p = 0; p < N_PATHS; p++)
                before[k][p] =
                    at(&of, of.out.closing, 0, k, p) + at(&of, of.out.interest_unpaid, 0, k, p);
        for (int p = 0; p < N_PATHS; p++)
            for (int more = random_whole(&source, 1, 3); more > 0; more--)
                of.in
                    .cash[random_whole(&source, 0, IPA_N_COLLECTION_KINDS - 1)]
                         [random_whole(&source, 0, n_periods - 1)]
                    .lane[p] += random_between(&source, 0, 0.2) * of.plan->pool_original;
        pay(&of, false);
        for (int k = 0; k < n_periods; k++)
            for (int p = 0; p < N_PATHS; p++)
                cr_expect_leq(at(&of, of.out.closing, 0, k, p) +
                                  at(&of, of.out.interest_unpaid, 0, k, p),
                              before[k][p] + 1e-9 * of.size, "seed %d, path %d, period %d",
                              (int)seed, p, k + 1);
        ipa_arena_destroy(of.arena);
    }
}
