/* What becomes of claims: every branch against sums by hand, and the laws no branch may break. */
#include "engine/pool/claims.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/random/draw.h"

enum { N_PERIODS = 8, N_CONTRACTS = 4, GUARANTOR = 0, ORIGINATOR = 1, N_ENTITIES };

/* Four obligors with a contract each that brings 40% of the claim less 10% costs two periods later,
 * and two supporters that live. What differs a test says. */
typedef struct hand {
    ipa_arena *arena;
    ipa_plan plan;
    ipa_plan_obligor obligors[N_CONTRACTS];
    ipa_plan_contract contracts[N_CONTRACTS];
    ipa_plan_entity entities[N_ENTITIES];
    ipa_plan_facility facilities[2];
    double thresholds[N_PERIODS];
    int two_later[N_PERIODS + 1], three_later[N_PERIODS + 1], next[N_PERIODS + 1];
    double latent[N_ENTITIES]; /* alive through k iff above k + ½ */
} hand;

static hand *hand_create(void) {
    ipa_arena *arena = ipa_arena_create();
    hand *of = IPA_NEW(arena, hand);
    *of = (hand){.arena = arena, .latent = {99, 99}};
    for (int k = 0; k < N_PERIODS; k++)
        of->thresholds[k] = k + 0.5;
    for (int k = 0; k <= N_PERIODS; k++) {
        of->next[k] = k + 1 < N_PERIODS ? k + 1 : N_PERIODS;
        of->two_later[k] = k + 2 < N_PERIODS ? k + 2 : N_PERIODS;
        of->three_later[k] = k + 3 < N_PERIODS ? k + 3 : N_PERIODS;
    }
    for (int c = 0; c < N_CONTRACTS; c++) {
        of->obligors[c] = (ipa_plan_obligor){.guarantor = -1};
        of->contracts[c] = (ipa_plan_contract){.obligor = c,
                                               .recovery_mean = 0.4,
                                               .recovery_cost = 0.1,
                                               .recovery_period = of->two_later,
                                               .proceeds_base = NAN,
                                               .proceeds_factor = 1,
                                               .buyback_base = NAN,
                                               .facility = -1};
    }
    for (int n = 0; n < N_ENTITIES; n++)
        of->entities[n] = (ipa_plan_entity){.end_threshold = of->thresholds};
    of->plan = (ipa_plan){.n_periods = N_PERIODS,
                          .n_obligors = N_CONTRACTS,
                          .n_contracts = N_CONTRACTS,
                          .n_entities = N_ENTITIES,
                          .obligors = of->obligors,
                          .contracts = of->contracts,
                          .entities = of->entities,
                          .facilities = of->facilities,
                          .buyback_entity = -1,
                          .buyback_period = of->next};
    return of;
}

static void hand_free(hand *of) {
    ipa_arena_destroy(of->arena);
}

/* A facility that pays three periods after the default; contracts 0…n_members − 1 name it. */
static ipa_plan_facility *found(hand *of, double share, double cap, double pool_cap) {
    const int f = of->plan.n_facilities++;
    of->facilities[f] = (ipa_plan_facility){
        .share = share, .cap_per_obligor = cap, .pool_cap = pool_cap, .period = of->three_later};
    for (int c = 0; c < N_CONTRACTS; c++)
        of->contracts[c].facility = f;
    return &of->facilities[f];
}

static void settle(hand *of, int n_claims, ipa_claim *list) {
    ipa_defaults *defaults = ipa_defaults_create(&of->plan, of->arena);
    ipa_claims *claims = ipa_claims_create(&of->plan, of->arena);
    ipa_defaults_draw(defaults, 1, 0, 3);
    for (int n = 0; n < N_ENTITIES; n++)
        defaults->entities[n].lane[2] = of->latent[n];
    ipa_claims_settle(claims, defaults, 2, n_claims, list);
}

/* One claim of contract 0 in a period. */
static ipa_claim settled(hand *of, int period, double amount) {
    ipa_claim claim = {.contract = 0, .period = period, .years = period, .amount = amount};
    settle(of, 1, &claim);
    return claim;
}

static void expect(ipa_claim got, const char *what, const double amounts[5]) {
    const double is[5] = {got.deposit, got.guarantee, got.compensation, got.recovery, got.repaid};
    static const char *const names[5] = {"deposit", "guarantee", "compensation", "recovery",
                                         "repaid"};
    for (int n = 0; n < 5; n++)
        cr_expect_float_eq(is[n], amounts[n], 1e-10, "%s: %s %g, not %g", what, names[n], is[n],
                           amounts[n]);
}
#define EXPECT(got, what, ...) expect(got, what, (double[5]){__VA_ARGS__})

/* ---- deposit, sale ---- */

Test(claims, a_sale_brings_a_share_less_costs) {
    hand *of = hand_create();
    ipa_claim got = settled(of, 3, 1000);
    EXPECT(got, "claim basis", 0, 0, 0, 360, 0);
    cr_expect_eq(got.recovery_period, 5);
    cr_expect_not(got.bought_back);
    of->plan.platform_fee = 0.05;
    got = settled(of, 3, 1000);
    EXPECT(got, "platform fee", 0, 0, 0, 0.4 * 1000 * 0.9 * 0.95, 0);
    of->contracts[0].proceeds_factor = 0.8;
    got = settled(of, 3, 1000);
    EXPECT(got, "not all registered", 0, 0, 0, 0.4 * 1000 * 0.8 * 0.9 * 0.95, 0);
    hand_free(of);
}

Test(claims, no_more_than_the_claim_and_no_less_than_nothing) {
    hand *of = hand_create();
    of->contracts[0].recovery_mean = 3;
    ipa_claim got = settled(of, 0, 1000);
    EXPECT(got, "share above 1", 0, 0, 0, 1000, 0);
    of->contracts[0].recovery_cost = 2;
    got = settled(of, 0, 1000);
    EXPECT(got, "costs above what it brings", 0, 0, 0, 0, 0);
    hand_free(of);
}

/* What a sale brings is a share of the value then: 0.5 × 2000 × 0.81 × 0.9 = 729. */
Test(claims, a_sale_of_valued_property) {
    hand *of = hand_create();
    of->contracts[0].recovery_mean = 0.5;
    of->contracts[0].proceeds_base = 2000;
    of->contracts[0].proceeds_factor = 0.81;
    ipa_claim got = settled(of, 0, 1000);
    EXPECT(got, "below the claim", 0, 0, 0, 729, 0);
    got = settled(of, 0, 600);
    EXPECT(got, "above the claim", 0, 0, 0, 600, 0);
    hand_free(of);
}

Test(claims, a_deposit_is_set_off_first) {
    hand *of = hand_create();
    of->contracts[0].deposit = 300;
    ipa_claim got = settled(of, 0, 1000);
    EXPECT(got, "the sale is of the gross claim", 300, 0, 0, 360, 0);
    of->contracts[0].deposit = 800;
    got = settled(of, 0, 1000);
    EXPECT(got, "only what is left", 800, 0, 0, 200, 0);
    got = settled(of, 0, 500);
    EXPECT(got, "never more than the claim", 500, 0, 0, 0, 0);
    hand_free(of);
}

/* ---- guarantor ---- */

Test(claims, a_guarantor_pays_its_share_if_it_lives) {
    hand *of = hand_create();
    of->contracts[0].deposit = 300;
    of->obligors[0].guarantor = GUARANTOR;
    of->obligors[0].guarantee_share = 0.6;
    ipa_claim got = settled(of, 4, 1000);
    EXPECT(got, "alive", 300, 420, 0, 280, 0);
    of->latent[GUARANTOR] = 4.6;
    got = settled(of, 4, 1000);
    EXPECT(got, "it outlives the period", 300, 420, 0, 280, 0);
    of->latent[GUARANTOR] = 4.5;
    got = settled(of, 4, 1000);
    EXPECT(got, "dead by the period's end", 300, 0, 0, 360, 0);
    of->obligors[0].guarantee_share = 1;
    of->latent[GUARANTOR] = 99;
    got = settled(of, 4, 1000);
    EXPECT(got, "in full", 300, 700, 0, 0, 0);
    hand_free(of);
}

/* ---- facility ---- */

Test(claims, a_facility_pays_its_share_of_what_is_left) {
    hand *of = hand_create();
    found(of, 0.5, INFINITY, INFINITY);
    of->contracts[0].deposit = 100;
    of->obligors[0].guarantor = GUARANTOR;
    of->obligors[0].guarantee_share = 1.0 / 3;
    const ipa_claim got = settled(of, 1, 1000);
    EXPECT(got, "after deposit and guarantee", 100, 300, 300, 300, 0);
    cr_expect_eq(got.compensation_period, 4);
    of->contracts[0].facility = -1;
    EXPECT(settled(of, 1, 1000), "a contract without it", 100, 300, 0, 360, 0);
    hand_free(of);
}

/* Two contracts of obligor 0 share its cap of 500: 40% of 1000, then what is left. */
Test(claims, cap_for_each_obligor) {
    hand *of = hand_create();
    found(of, 0.4, 500, INFINITY);
    of->contracts[1].obligor = 0;
    ipa_claim list[3] = {{.contract = 0, .period = 2, .years = 1, .amount = 1000},
                         {.contract = 1, .period = 2, .years = 1, .amount = 800},
                         {.contract = 2, .period = 2, .years = 1, .amount = 900}};
    settle(of, 3, list);
    EXPECT(list[0], "first contract", 0, 0, 400, 360, 0);
    EXPECT(list[1], "second contract", 0, 0, 100, 288, 0);
    EXPECT(list[2], "another obligor", 0, 0, 360, 324, 0);
    hand_free(of);
}

/* First come, first served: the order of default, not of the tape, until the pool cap is used. */
Test(claims, pool_cap_in_order_of_default) {
    hand *of = hand_create();
    found(of, 0.5, INFINITY, 900);
    ipa_claim list[4] = {{.contract = 0, .period = 5, .years = 3.1, .amount = 1000},
                         {.contract = 1, .period = 2, .years = 1.7, .amount = 800},
                         {.contract = 2, .period = 2, .years = 1.2, .amount = 600},
                         {.contract = 3, .period = 7, .years = 4.0, .amount = 400}};
    settle(of, 4, list);
    EXPECT(list[2], "first to default", 0, 0, 300, 216, 0);
    EXPECT(list[1], "second", 0, 0, 400, 288, 0);
    EXPECT(list[0], "gets what is left", 0, 0, 200, 360, 0);
    EXPECT(list[3], "gets nothing", 0, 0, 0, 144, 0);
    for (int n = 0; n < 4; n++)
        cr_expect_eq(list[n].contract, n, "the list keeps its order");
    hand_free(of);
}

Test(claims, ties_go_by_the_tape) {
    hand *of = hand_create();
    found(of, 1, INFINITY, 1000);
    ipa_claim list[3] = {{.contract = 2, .period = 2, .years = 1.5, .amount = 400},
                         {.contract = 0, .period = 2, .years = 1.5, .amount = 400},
                         {.contract = 1, .period = 2, .years = 1.5, .amount = 400}};
    settle(of, 3, list);
    EXPECT(list[1], "first on the tape", 0, 0, 400, 0, 0);
    EXPECT(list[2], "second", 0, 0, 400, 0, 0);
    EXPECT(list[0], "third", 0, 0, 200, 160 * 0.9, 0);
    hand_free(of);
}

/* What one facility has paid is nothing to another. */
Test(claims, each_facility_has_its_own_caps) {
    hand *of = hand_create();
    found(of, 0.5, 450, 500);
    found(of, 0.25, INFINITY, 300);
    of->contracts[0].facility = of->contracts[1].facility = 0;
    of->contracts[1].obligor = of->contracts[2].obligor = 0;
    ipa_claim list[4] = {{.contract = 0, .years = 1, .amount = 800},
                         {.contract = 1, .years = 1, .amount = 800},
                         {.contract = 2, .years = 1, .amount = 800},
                         {.contract = 3, .years = 2, .amount = 800}};
    settle(of, 4, list);
    EXPECT(list[0], "0.5 of 800", 0, 0, 400, 288, 0);
    EXPECT(list[1], "cap of the obligor", 0, 0, 50, 288, 0);
    EXPECT(list[2], "the other facility", 0, 0, 200, 288, 0);
    EXPECT(list[3], "its pool cap", 0, 0, 100, 288, 0);
    hand_free(of);
}

/* Nothing is remembered from one path to the next. */
Test(claims, every_path_starts_with_full_caps) {
    hand *of = hand_create();
    found(of, 1, 700, 700);
    ipa_defaults *defaults = ipa_defaults_create(&of->plan, of->arena);
    ipa_claims *claims = ipa_claims_create(&of->plan, of->arena);
    ipa_defaults_draw(defaults, 1, 0, 2);
    for (int lane = 0; lane < 2; lane++) {
        ipa_claim claim = {.contract = 0, .years = 1, .amount = 1000};
        ipa_claims_settle(claims, defaults, lane, 1, &claim);
        cr_expect_eq(claim.compensation, 700);
    }
    hand_free(of);
}

/* Money too late for the deal is lost, and yet used up. */
Test(claims, lost_compensation_uses_the_caps) {
    hand *of = hand_create();
    found(of, 0.5, INFINITY, 700);
    ipa_claim list[2] = {{.contract = 0, .period = 6, .years = 3, .amount = 1000},
                         {.contract = 1, .period = 4, .years = 4, .amount = 1000}};
    settle(of, 2, list);
    EXPECT(list[0], "lost", 0, 0, 500, 360, 0);
    cr_expect_eq(list[0].compensation_period, N_PERIODS);
    cr_expect_eq(list[0].recovery_period, N_PERIODS);
    EXPECT(list[1], "what is left", 0, 0, 200, 360, 0);
    hand_free(of);
}

/* Sold for 500 where 1000 are owed, 400 of it to the facility: 3 to 2. */
Test(claims, a_facility_that_is_repaid_shares_the_proceeds) {
    hand *of = hand_create();
    ipa_plan_facility *facility = found(of, 0.4, INFINITY, INFINITY);
    facility->repaid = true;
    of->contracts[0].recovery_cost = 0;
    of->contracts[0].recovery_mean = 0.5;
    EXPECT(settled(of, 0, 1000), "in proportion", 0, 0, 400, 300, 200);
    of->contracts[0].proceeds_base = 9000;
    EXPECT(settled(of, 0, 1000), "both in full", 0, 0, 400, 600, 400);
    facility->repaid = false;
    EXPECT(settled(of, 0, 1000), "not repaid", 0, 0, 400, 600, 0);
    facility->repaid = true;
    facility->pool_cap = 0;
    of->contracts[0].proceeds_base = NAN;
    EXPECT(settled(of, 0, 1000), "it paid nothing", 0, 0, 0, 500, 0);
    facility->pool_cap = INFINITY;
    facility->share = 1;
    EXPECT(settled(of, 0, 1000), "it paid everything", 0, 0, 1000, 0, 500);
    of->contracts[0].deposit = 1000;
    EXPECT(settled(of, 0, 1000), "nothing is owed", 1000, 0, 0, 0, 0);
    hand_free(of);
}

/* ---- buy-back ---- */

Test(claims, a_buy_back_replaces_the_sale) {
    hand *of = hand_create();
    of->plan.buyback_entity = ORIGINATOR;
    of->plan.buyback_share = 0.7;
    of->plan.platform_fee = 0.5;
    of->contracts[0].proceeds_factor = 0.5;
    of->contracts[0].deposit = 100;
    ipa_claim got = settled(of, 3, 1000);
    EXPECT(got, "no costs, no discount", 100, 0, 0, 700, 0);
    cr_expect(got.bought_back);
    cr_expect_eq(got.recovery_period, 4);
    of->contracts[0].buyback_base = 600;
    got = settled(of, 3, 1000);
    EXPECT(got, "of the valuation", 100, 0, 0, 420, 0);
    of->contracts[0].buyback_base = 4000;
    got = settled(of, 3, 1000);
    EXPECT(got, "never more than is left", 100, 0, 0, 900, 0);
    of->latent[ORIGINATOR] = 3.5;
    got = settled(of, 3, 1000);
    EXPECT(got, "dead: sold", 100, 0, 0, 0.4 * 1000 * 0.5 * 0.9 * 0.5, 0);
    cr_expect_not(got.bought_back);
    cr_expect_eq(got.recovery_period, 5);
    hand_free(of);
}

/* ---- cash ---- */

static ipa_collections rows(hand *of) {
    ipa_collections to =
        ipa_layout_collections(of->arena, N_PERIODS, of->plan.n_entities, of->plan.n_obligors);
    for (int k = 0; k < N_PERIODS; k++)
        memset(&to.cash[IPA_COLLECTION_RECOVERY][k], 0, sizeof(ipa_row));
    memset(to.exhausted, 0, sizeof(ipa_row));
    return to;
}

Test(claims, cash_in_its_periods) {
    hand *of = hand_create();
    found(of, 0.5, INFINITY, INFINITY);
    of->contracts[0].deposit = 100;
    of->obligors[0].guarantor = GUARANTOR;
    of->obligors[0].guarantee_share = 1.0 / 3;
    ipa_claim list[2] = {{.contract = 0, .period = 1, .years = 1, .amount = 1000},
                         {.contract = 2, .period = 2, .years = 2, .amount = 500}};
    ipa_collections to = rows(of);
    ipa_row *contracts = ipa_layout_rows(of->arena, N_CONTRACTS * N_PERIODS);
    memset(contracts, 0, N_CONTRACTS * N_PERIODS * sizeof(ipa_row));
    settle(of, 2, list);
    ipa_claims_post(&of->plan, 2, 2, list, &to, contracts);
    const double first[N_PERIODS] = {0, 100, 300, 300, 300}; /* sale 3, facility 4 */
    const double third[N_PERIODS] = {0, 0, 0, 0, 180, 250};
    for (int k = 0; k < N_PERIODS; k++) {
        cr_expect_float_eq(contracts[k].lane[2], first[k], 1e-10);
        cr_expect_float_eq(contracts[2 * N_PERIODS + k].lane[2], third[k], 1e-10);
        cr_expect_float_eq(to.cash[IPA_COLLECTION_RECOVERY][k].lane[2], first[k] + third[k], 1e-10);
        cr_expect_eq(to.cash[IPA_COLLECTION_RECOVERY][k].lane[1], 0, "another path");
    }
    cr_expect_eq(to.exhausted->lane[2], 5);
    cr_expect_eq(to.exhausted->lane[1], 0);
    hand_free(of);
}

Test(claims, cash_after_the_end_is_lost) {
    hand *of = hand_create();
    found(of, 0.5, INFINITY, INFINITY);
    of->obligors[0].guarantor = GUARANTOR;
    of->obligors[0].guarantee_share = 0.2;
    ipa_claim claim = {.contract = 0, .period = 7, .years = 4, .amount = 1000};
    ipa_collections to = rows(of);
    settle(of, 1, &claim);
    EXPECT(claim, "it still reduces the claim", 0, 200, 400, 360, 0);
    ipa_claims_post(&of->plan, 2, 1, &claim, &to, NULL);
    for (int k = 0; k < N_PERIODS; k++)
        cr_expect_eq(to.cash[IPA_COLLECTION_RECOVERY][k].lane[2], 0);
    cr_expect_eq(to.exhausted->lane[2], 7, "the period of default");
    hand_free(of);
}

/* ---- laws ---- */

static double pick(uint64_t path, uint64_t index) {
    return ipa_draw_uniform(8, path, (ipa_stream){99, 7}, index);
}

static hand *any(uint64_t path) {
    hand *of = hand_create();
    uint64_t n = 100;
    for (int f = 0; f < 2; f++) {
        ipa_plan_facility *facility = found(of, pick(path, n), 0, 0);
        facility->cap_per_obligor = pick(path, n + 1) < 0.3 ? INFINITY : 900 * pick(path, n + 2);
        facility->pool_cap = pick(path, n + 3) < 0.3 ? INFINITY : 1500 * pick(path, n + 4);
        facility->repaid = pick(path, n + 5) < 0.5;
        n += 6;
    }
    of->plan.platform_fee = 0.2 * pick(path, 1);
    of->plan.buyback_entity = pick(path, 2) < 0.5 ? ORIGINATOR : -1;
    of->plan.buyback_share = 1.2 * pick(path, 3);
    of->latent[GUARANTOR] = 12 * pick(path, 4);
    of->latent[ORIGINATOR] = 12 * pick(path, 5);
    for (int c = 0; c < N_CONTRACTS; c++, n += 12) {
        ipa_plan_contract *contract = &of->contracts[c];
        contract->obligor = (int)(N_CONTRACTS * pick(path, n));
        contract->facility = (int)(3 * pick(path, n + 1)) - 1;
        contract->deposit = pick(path, n + 2) < 0.5 ? 0 : 1200 * pick(path, n + 3);
        contract->recovery_mean = pick(path, n + 4);
        contract->recovery_cost = 0.3 * pick(path, n + 5);
        contract->proceeds_factor = pick(path, n + 6);
        if (pick(path, n + 7) < 0.5)
            contract->proceeds_base = contract->buyback_base = 3000 * pick(path, n + 8);
        of->obligors[c].guarantor = pick(path, n + 9) < 0.5 ? GUARANTOR : -1;
        of->obligors[c].guarantee_share = pick(path, n + 10);
    }
    return of;
}

static void expect_lawful(const hand *of, const ipa_claim *claim) {
    const double tiny = 1e-9 * claim->amount;
    const ipa_plan_contract *contract = &of->contracts[claim->contract];
    const double given[5] = {claim->deposit, claim->guarantee, claim->compensation, claim->recovery,
                             claim->repaid};
    for (int n = 0; n < 5; n++)
        cr_assert_geq(given[n], 0);
    cr_assert_leq(claim->deposit + claim->guarantee + claim->compensation + claim->recovery,
                  claim->amount + tiny);
    cr_assert_leq(claim->repaid, claim->compensation + tiny);
    if (contract->facility < 0 || !of->facilities[contract->facility].repaid)
        cr_assert_eq(claim->repaid, 0);
    if (contract->facility < 0)
        cr_assert_eq(claim->compensation, 0);
    else
        cr_assert_leq(claim->compensation,
                      of->facilities[contract->facility].share * claim->amount + tiny);
    const double base = isnan(contract->proceeds_base) ? claim->amount : contract->proceeds_base;
    if (!claim->bought_back)
        cr_assert_leq(claim->recovery + claim->repaid, contract->recovery_mean * base + tiny);
}

static void expect_caps(const hand *of, int n_claims, const ipa_claim *list) {
    for (int f = 0; f < 2; f++) {
        double used = 0, by_one[N_CONTRACTS] = {0};
        for (int n = 0; n < n_claims; n++)
            if (of->contracts[list[n].contract].facility == f) {
                used += list[n].compensation;
                by_one[of->contracts[list[n].contract].obligor] += list[n].compensation;
            }
        cr_assert_leq(used, of->facilities[f].pool_cap * (1 + 1e-12));
        for (int i = 0; i < N_CONTRACTS; i++)
            cr_assert_leq(by_one[i], of->facilities[f].cap_per_obligor * (1 + 1e-12));
    }
}

Test(claims, laws_of_any_settlement) {
    int n_used[3] = {0};
    for (uint64_t path = 0; path < 4000; path++) {
        hand *of = any(path);
        ipa_claim list[N_CONTRACTS];
        for (int n = 0; n < N_CONTRACTS; n++) {
            const double years = 4 * pick(path, 10 + (uint64_t)n);
            list[n] = (ipa_claim){.contract = n,
                                  .period = (int)(2 * years),
                                  .years = years,
                                  .amount = 1 + 2000 * pick(path, 20 + (uint64_t)n)};
        }
        settle(of, N_CONTRACTS, list);
        for (int n = 0; n < N_CONTRACTS; n++) {
            expect_lawful(of, &list[n]);
            n_used[0] += list[n].guarantee > 0;
            n_used[1] += list[n].repaid > 0;
            n_used[2] += list[n].bought_back;
        }
        expect_caps(of, N_CONTRACTS, list);
        hand_free(of);
    }
    for (int n = 0; n < 3; n++)
        cr_expect_gt(n_used[n], 1000, "a branch hardly taken: %d", n);
}

/* Many facility claims in any order are served as if they had come sorted. */
Test(claims, served_in_order_of_default_however_many) {
    enum { N = 500 };
    ipa_arena *arena = ipa_arena_create();
    hand *of = hand_create();
    ipa_plan_contract *contracts = IPA_NEW_ARRAY(arena, N, ipa_plan_contract);
    ipa_claim *list = IPA_NEW_ARRAY(arena, N, ipa_claim);
    found(of, 1, INFINITY, 100);
    for (int c = 0; c < N; c++) {
        contracts[c] = of->contracts[0];
        list[c] = (ipa_claim){
            .contract = c, .years = floor(300 * pick(0, (uint64_t)c)) / 100, .amount = 1};
    }
    of->plan.n_contracts = N;
    of->plan.contracts = contracts;
    settle(of, N, list);
    for (int c = 0; c < N; c++) {
        int n_before = 0;
        for (int other = 0; other < N; other++)
            n_before += list[other].years < list[c].years ||
                        (list[other].years == list[c].years && other < c);
        cr_expect_eq(list[c].compensation, n_before < 100 ? 1 : 0);
    }
    hand_free(of);
    ipa_arena_destroy(arena);
}
