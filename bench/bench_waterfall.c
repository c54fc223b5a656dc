/* The waterfall on one block of paths: what a step of each verb costs, what a date costs beside its
 * steps, what the priorities of payments of the sample deals cost as a whole, and beside one of
 * them the same priority written out in C (bench/peer_credit_abs.h), which must pay the same.
 *
 * A small deal is resolved with one and with many copies of a step; the difference of the two times
 * is the copies. Times are the fastest of many short runs: other programs can only add to them. */
#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/peer_credit_abs.h"
#include "engine/simulate/layers.h"

enum {
    N_REPEATS = 101,
    N_TURNS = 5,
    N_RUNS = 8,
    N_COPIES = 32,
    SEED = 20250725,
    SEED_ACCELERATED = 7
};

/* ---- a deal on one block ---- */

typedef struct bench_deal {
    ipa_arena *arena;
    ipa_plan *plan;
    ipa_layers *layers;
} bench_deal;

static bench_deal deal_open(const char *folder) {
    bench_deal of = {.arena = ipa_arena_create()};
    ipa_findings findings = ipa_findings_make(of.arena);
    ipa_deal *deal;
    ipa_error error = {0};
    if (ipa_deal_read(folder, NULL, of.arena, &findings, &deal, &error) != IPA_OK ||
        ipa_plan_resolve(deal, of.arena, &findings, &of.plan, &error) != IPA_OK) {
        fprintf(stderr, "%s cannot be read: %s\n", folder, error.message);
        exit(1);
    }
    of.layers = ipa_layers_create(
        of.plan, ipa_pool_model_create(ipa_layers_holder(of.plan), of.arena), of.arena);
    ipa_layers_simulate(of.layers, SEED, 0, IPA_LANES);
    return of;
}

static void run_waterfall(void *context) {
    const bench_deal *of = context;
    for (int n = 0; n < N_RUNS; n++)
        ipa_layers_run(of->layers, (ipa_waterfall_options){.outside_support = true});
}

static double path_periods(const bench_deal *of) {
    const ipa_plan *lower = of->plan->lower;
    return (double)N_RUNS * IPA_LANES * (of->plan->n_periods + (lower ? lower->n_periods : 0));
}

/* Nanoseconds per path and period. */
static double time_of(bench_deal *of) {
    return 1e9 * bench_run(run_waterfall, of, N_REPEATS).fastest / path_periods(of);
}

/* ---- a step of each verb ---- */

/* Cash comes in on every date, and nothing that the steps in question do ends the deal. */
static const char before_steps[] =
    "ipabs: 1\n"
    "deal: {name: {zh: 步骤, en: Steps}, cutoff: 2025-01-15, closing: 2025-01-15, "
    "legal_final: 2030-01-15}\n"
    "calendar: {holidays: WEEKENDS}\n"
    "periods: {first_payment: 2025-04-15, frequency: quarterly}\n"
    "pool: {obligors: obligors.csv, contracts: contracts.csv, replacement: {entities: [buyer], "
    "term_months: 12, rate: 0.05}}\n"
    "accounts: [{id: collection}, {id: reserve, initial: 100000, target: \"0.02 * balance(A)\"}]\n"
    "ledgers: [{id: pdl}]\n"
    "entities: [{id: buyer, rating: A2, loadings: {macro: 0.5}}]\n"
    "support: [{id: guarantee, kind: guarantee, reimbursed: true}]\n"
    "fees:\n"
    "  - {id: manager, rate: 0.0015, base: pool.balance, per: year}\n"
    "  - {id: custodian, rate: 0.0005, base: pool.balance, per: year}\n"
    "tranches:\n"
    "  - {id: A, balance: 700000, coupon: {fixed: 0.03}, amortisation: pass_through}\n"
    "  - {id: B, balance: 100000, coupon: {fixed: 0.04}, amortisation: pass_through}\n"
    "  - {id: SUB, balance: 200000, amortisation: residual}\n"
    "market: {discount: {flat: 2%}}\n"
    "model: {factors: [macro]}\n"
    "waterfalls:\n"
    "  normal:\n";

static const char obligors[] =
    "id,name,rating,loadings\nE1,甲公司,Ba1,macro:0.4\nE2,乙公司,Ba2,macro:0.3\n";
static const char contracts[] = "id,obligor,kind,start,end,frequency,principal,rate,amortisation\n"
                                "L1,E1,loan,2025-01-15,2030-01-15,quarterly,600000,0.05,level\n"
                                "L2,E2,loan,2025-01-15,2030-01-15,quarterly,400000,0.06,level\n";

static const struct {
    const char *what, *step;
} steps[] = {
    {"pay a fee", "{pay: manager}"},
    {"pay two fees, pro rata", "{pay: [manager, custodian]}"},
    {"pay interest", "{pay: A.interest}"},
    {"pay principal", "{pay: A.principal}"},
    {"pay two principals, sequential", "{pay: [A.principal, B.principal], how: sequential}"},
    {"pay two principals, pro rata", "{pay: [A.principal, B.principal], how: pro_rata}"},
    {"pay residual", "{pay: SUB.residual}"},
    {"pay a support back", "{pay: guarantee}"},
    {"move to a target", "{move: reserve, from: collection}"},
    {"move up to a limit", "{move: reserve, from: collection, limit: 10}"},
    {"set aside", "{set_aside: collection, limit: 10}"},
    {"draw from a support", "{draw: guarantee, for: [A.interest]}"},
    {"draw from an account", "{draw: {account: reserve}, for: [A.interest]}"},
    {"ledger", "{ledger: pdl, amount: pool.new_defaults}"},
    {"buy", "{buy: assets, limit: 10}"},
    {"call", "{call: , price: 10}"},
    {"pay interest, when", "{pay: A.interest, when: \"pool.balance > 0\"}"},
    {"pay interest, when of the date", "{pay: A.interest, when: \"period >= 1\"}"},
    {"pay interest, limit", "{pay: A.interest, limit: \"0.5 * account(collection)\"}"},
    {"pay principal, amount", "{pay: A.principal, amount: \"max(balance(A) - 1000, 0)\"}"},
};

static void write_file(const char *folder, const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) == EOF || fclose(file) != 0) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(1);
    }
}

static double time_copies(const char *folder, const char *step, int n_copies) {
    static char text[1 << 15];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", before_steps);
    for (int n = 0; n < n_copies && used < sizeof text; n++)
        used += (size_t)snprintf(text + used, sizeof text - used, "    - %s\n", step);
    if (used >= sizeof text)
        exit(1);
    write_file(folder, "deal.yaml", text);
    bench_deal deal = deal_open(folder);
    const double time = time_of(&deal);
    ipa_arena_destroy(deal.arena);
    return time;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

static void time_steps(void) {
    char folder[] = "/tmp/ipabs-bench-XXXXXX";
    if (!mkdtemp(folder))
        exit(1);
    write_file(folder, "obligors.csv", obligors);
    write_file(folder, "contracts.csv", contracts);
    double date = 0;
    printf("%-40s %10s\n", "a step", "ns per path and date");
    for (size_t n = 0; n < sizeof steps / sizeof *steps; n++) {
        const double one = time_copies(folder, steps[n].step, 1);
        const double many = time_copies(folder, steps[n].step, 1 + N_COPIES);
        const double step = (many - one) / N_COPIES;
        printf("%-40s %10.2f\n", steps[n].what, step);
        date = n == 0 ? one - step : date;
    }
    printf("%-40s %10.2f\n", "a date of this deal without steps", date);
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- whole priorities of payments ---- */

static const char *const samples[] = {"eight-firms",  "eight-firms-trust", "trust-loan",
                                      "pledge-loans", "supply-chain",      "royalty-pool"};

static int n_steps(const bench_deal *of) {
    return of->plan->waterfalls[IPA_WATERFALL_NORMAL].n_steps;
}

static void time_samples(void) {
    printf("%-40s %10s %10s\n", "a deal's waterfall", "steps normally", "ns per path and date");
    for (size_t n = 0; n < sizeof samples / sizeof *samples; n++) {
        char folder[256];
        snprintf(folder, sizeof folder, "%s/deals/%s", IPABS_SOURCE_DIR, samples[n]);
        bench_deal deal = deal_open(folder);
        printf("%-40s %10d %10.2f\n", samples[n], n_steps(&deal), time_of(&deal));
        ipa_arena_destroy(deal.arena);
    }
}

/* ---- a priority of payments written out in C ---- */

typedef struct bench_peer {
    bench_deal deal;
    peer_terms *terms;
    peer_state *state;
    peer_date *dates;
} bench_peer;

static void run_peer(void *context) {
    const bench_peer *of = context;
    for (int n = 0; n < N_RUNS; n++)
        peer_credit_abs_run(of->deal.plan, of->terms, &of->deal.layers->own.collections, of->state,
                            of->dates);
}

static double worst_difference(const ipa_row *ours, const double *peer) {
    double worst = 0;
    for (int p = 0; p < IPA_LANES; p++)
        worst = fmax(worst, fabs(ours->lane[p] - peer[p]));
    return worst;
}

/* Largest difference of what the notes are paid and left with, fen (the test compares everything).
 */
static double difference(const bench_peer *of) {
    const ipa_payments *ours = &of->deal.layers->own.payments;
    const int n_periods = of->deal.plan->n_periods;
    double worst = 0;
    for (int k = 0; k < n_periods; k++)
        for (int t = 0; t < PEER_N_NOTES; t++) {
            const int at = t * n_periods + k;
            const peer_date *peer = &of->dates[k];
            worst = fmax(worst, worst_difference(&ours->interest_paid[at], peer->interest_paid[t]));
            worst =
                fmax(worst, worst_difference(&ours->principal_paid[at], peer->principal_paid[t]));
            worst = fmax(worst, worst_difference(&ours->closing[at], peer->closing[t]));
        }
    return worst;
}

/* Both in turns, so that neither has the quieter machine. */
static bool time_block(bench_peer *of, const char *what, uint64_t seed) {
    bench_time ours = {.fastest = INFINITY}, peer = {.fastest = INFINITY};
    ipa_layers_simulate(of->deal.layers, seed, 0, IPA_LANES);
    for (int turn = 0; turn < N_TURNS; turn++) {
        ours.fastest = fmin(ours.fastest, bench_run(run_waterfall, &of->deal, N_REPEATS).fastest);
        peer.fastest = fmin(peer.fastest, bench_run(run_peer, of, N_REPEATS).fastest);
    }
    const double per = 1e9 / path_periods(&of->deal), apart = difference(of);
    printf("%-40s %10d %10.2f\n", what, n_steps(&of->deal), ours.fastest * per);
    printf("%-40s %10s %10.2f\n", "  written out in C", "", peer.fastest * per);
    printf("%-40s %10.2f x, payments differ by at most %.2g fen\n", "  the engine takes",
           ours.fastest / peer.fastest, apart);
    return apart < 1;
}

/* Two blocks: one that only ever pays normally, and one on which some paths accelerate, so that two
 * waterfalls run on many of its dates. */
static bool time_peer(void) {
    bench_peer of = {.deal = deal_open(IPABS_SOURCE_DIR "/deals/credit-abs")};
    of.terms = peer_terms_create(of.deal.plan, of.deal.arena);
    of.state = IPA_NEW(of.deal.arena, peer_state);
    of.dates = IPA_NEW_ARRAY(of.deal.arena, of.deal.plan->n_periods, peer_date);
    const bool same = time_block(&of, "credit-abs, as planned", SEED) &&
                      time_block(&of, "credit-abs, accelerated in some paths", SEED_ACCELERATED);
    ipa_arena_destroy(of.deal.arena);
    return same;
}

int main(void) {
    time_steps();
    time_samples();
    return time_peer() ? 0 : 1;
}
