/* deals/credit-abs against the same priority of payments written out in C for that deal alone:
 * every figure of every date, on the collections of simulated blocks. */
#include <criterion/criterion.h>

#include "bench/peer_credit_abs.h"
#include "engine/simulate/layers.h"
#include "tests/support/runs.h"

enum { N_BLOCKS = 40, CREDIT_SEED = 7 };

typedef struct credit_run {
    ipa_arena *arena;
    const ipa_plan *plan;
    ipa_layers *layers;
    peer_terms *terms;
    peer_state *state;
    peer_date *dates;
    double n_ran[IPA_N_WATERFALLS], n_calls; /**< lanes × dates, to know that all of it was tried */
} credit_run;

static void expect_rows(const credit_run *of, const char *what, int row, const ipa_row *ours,
                        const double *peer) {
    for (int p = 0; p < of->layers->own.collections.n_paths; p++) {
        const double size = fmax(fabs(peer[p]), 1e6);
        cr_expect_leq(fabs(ours[row].lane[p] - peer[p]), 1e-9 * size,
                      "%s, row %d, lane %d: %.9g and %.9g", what, row, p, ours[row].lane[p],
                      peer[p]);
    }
}

static void expect_notes(const credit_run *of, int k) {
    const ipa_payments *ours = &of->layers->own.payments;
    const peer_date *peer = &of->dates[k];
    for (int t = 0; t < PEER_N_NOTES; t++) {
        const int at = t * of->plan->n_periods + k;
        expect_rows(of, "opening", at, ours->opening, peer->opening[t]);
        expect_rows(of, "interest due", at, ours->interest_due, peer->interest_due[t]);
        expect_rows(of, "interest paid", at, ours->interest_paid, peer->interest_paid[t]);
        expect_rows(of, "interest unpaid", at, ours->interest_unpaid, peer->interest_unpaid[t]);
        expect_rows(of, "principal due", at, ours->principal_due, peer->principal_due[t]);
        expect_rows(of, "principal paid", at, ours->principal_paid, peer->principal_paid[t]);
        expect_rows(of, "closing", at, ours->closing, peer->closing[t]);
    }
    expect_rows(of, "residual", PEER_SUB * of->plan->n_periods + k, ours->residual, peer->residual);
}

static void expect_states(const credit_run *of, int k) {
    const ipa_payments *ours = &of->layers->own.payments;
    const peer_date *peer = &of->dates[k];
    const int n_periods = of->plan->n_periods;
    for (int n = 0; n < PEER_N_FEES; n++) {
        expect_rows(of, "fee due", n * n_periods + k, ours->fee_due, peer->fee_due[n]);
        expect_rows(of, "fee paid", n * n_periods + k, ours->fee_paid, peer->fee_paid[n]);
        expect_rows(of, "fee unpaid", n * n_periods + k, ours->fee_unpaid, peer->fee_unpaid[n]);
    }
    for (int n = 0; n < PEER_N_ACCOUNTS; n++)
        expect_rows(of, "account", n * n_periods + k, ours->account, peer->account[n]);
    for (int n = 0; n < PEER_N_LEDGERS; n++)
        expect_rows(of, "ledger", n * n_periods + k, ours->ledger, peer->ledger[n]);
    for (int n = 0; n < PEER_N_TRIGGERS; n++)
        expect_rows(of, "trigger", n * n_periods + k, ours->trigger_on, peer->trigger_on[n]);
    expect_rows(of, "waterfall", k, ours->waterfall, peer->waterfall);
    expect_rows(of, "ended", k, ours->ended, peer->ended);
    expect_rows(of, "called", k, ours->called, peer->called);
    expect_rows(of, "call price", k, ours->call_price, peer->call_price);
}

static void count(credit_run *of, int k, int n_paths) {
    for (int p = 0; p < n_paths; p++) {
        of->n_ran[(int)of->dates[k].waterfall[p]] += of->dates[k].ended[p] == 0;
        of->n_calls += of->dates[k].call_price[p] > 0;
    }
}

/* So little comes in that the senior notes miss their interest. */
static void cut_collections(credit_run *of) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = 0; k < of->plan->n_periods; k++)
            for (int p = 0; p < IPA_LANES; p++)
                of->layers->own.collections.cash[kind][k].lane[p] *= 0.005 * p;
}

static void compare_block(credit_run *of, int block) {
    const int n_paths = block == 1 ? 7 : IPA_LANES;
    ipa_layers_simulate(of->layers, CREDIT_SEED, (uint64_t)block * IPA_LANES, n_paths);
    if (block % 4 == 3)
        cut_collections(of);
    ipa_layers_run(of->layers, (ipa_waterfall_options){.outside_support = true});
    peer_credit_abs_run(of->plan, of->terms, &of->layers->own.collections, of->state, of->dates);
    for (int k = 0; k < of->plan->n_periods; k++) {
        expect_notes(of, k);
        expect_states(of, k);
        count(of, k, n_paths);
    }
    expect_rows(of, "in kind", 0, of->layers->own.payments.in_kind, of->state->in_kind);
}

Test(golden_peer_credit, every_figure) {
    test_run run = run_load("deals/credit-abs");
    credit_run of = {.arena = run.arena, .plan = run.plan};
    of.layers = ipa_layers_create(run.plan, ipa_pool_model_create(run.plan, run.arena), run.arena);
    of.terms = peer_terms_create(run.plan, run.arena);
    of.state = IPA_NEW(run.arena, peer_state);
    of.dates = IPA_NEW_ARRAY(run.arena, run.plan->n_periods, peer_date);
    for (int block = 0; block < N_BLOCKS; block++)
        compare_block(&of, block);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        cr_expect_gt(of.n_ran[kind], 100, "waterfall %d ran on too few dates", kind);
    cr_expect_gt(of.n_calls, 10);
    run_free(&run);
}
