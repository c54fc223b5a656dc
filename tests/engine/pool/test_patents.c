/* Patents' lives against their laws, and what contracts may ask for against uniforms fetched one by
 * one. */
#include "engine/pool/patents.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/random/draw.h"
#include "tests/support/oracle.h"

enum { MOST = 6, N_BLOCKS = 3125, N_PATHS = N_BLOCKS * IPA_LANES };

static const uint64_t seed = 7;

/* A plan of patents and contracts alone. Patents live on, granted and unexpired, until a test says
 * otherwise. */
typedef struct hand {
    ipa_arena *arena;
    ipa_plan plan;
    ipa_plan_patent patents[MOST];
    ipa_plan_contract contracts[MOST];
    double step; /**< years of a period */
} hand;

static hand *hand_create(int n_periods, double step) {
    ipa_arena *arena = ipa_arena_create();
    hand *of = IPA_NEW(arena, hand);
    *of = (hand){.arena = arena, .step = step};
    of->plan = (ipa_plan){.n_periods = n_periods,
                          .patents = of->patents,
                          .contracts = of->contracts,
                          .partial_factor = 0.6};
    return of;
}

static double *nothing(hand *of) {
    return IPA_NEW_ARRAY(of->arena, of->plan.n_periods, double);
}

static int add_patent(hand *of, uint32_t stream) {
    const int j = of->plan.n_patents++;
    of->patents[j] = (ipa_plan_patent){.stream = stream, .expired_period = of->plan.n_periods};
    for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++)
        of->patents[j].own[cause] = nothing(of);
    of->patents[j].family[IPA_CAUSE_INVALID] = nothing(of);
    of->patents[j].family[IPA_CAUSE_PARTIAL] = nothing(of);
    return j;
}

static void set_hazard(const hand *of, double hazard, double *thresholds) {
    for (int k = 0; k < of->plan.n_periods; k++)
        thresholds[k] = 1 - exp(-hazard * of->step * (k + 1));
}

/* A contract on all patents so far from `first` on, weighing 1, 2, 3 … */
static int add_contract(hand *of, uint32_t stream, ipa_patent_rule rule, int first) {
    const int c = of->plan.n_contracts++, n_patents = of->plan.n_patents - first;
    of->contracts[c] = (ipa_plan_contract){.stream = stream,
                                           .patent_rule = rule,
                                           .patents = IPA_NEW_ARRAY(of->arena, n_patents, int),
                                           .weights = IPA_NEW_ARRAY(of->arena, n_patents, double),
                                           .n_patents = n_patents};
    for (int n = 0; n < n_patents; n++) {
        of->contracts[c].patents[n] = first + n;
        of->contracts[c].weights[n] = 2 * (n + 1) / (double)(n_patents * (n_patents + 1));
    }
    return c;
}

static double alive(const ipa_patents *patents, int j, int k, int p) {
    return patents->alive[j * patents->plan->n_periods + k].lane[p];
}

static double share(const ipa_patents *patents, int c, int k, int p) {
    return patents->share[c * patents->plan->n_periods + k].lane[p];
}

static void expect_share(double got, double exact, const char *what, int k) {
    const double error = sqrt(exact * (1 - exact) / N_PATHS);
    cr_expect_leq(fabs(got - exact), 4 * error + 1e-12, "%s, period %d: %g, not %g (%.1f errors)",
                  what, k, got, exact, fabs(got - exact) / error);
}

/* ---- laws ---- */

/* Periods of death against their law: chi-square, the last cell those who live, tail 1e-4. */
static void expect_deaths(const long *deaths, const double *survival, int n_periods) {
    double distance = 0;
    for (int k = 0; k <= n_periods; k++) {
        const double cell = (k > 0 ? survival[k - 1] : 1) - (k < n_periods ? survival[k] : 0);
        distance += pow((double)deaths[k] - cell * N_PATHS, 2) / (cell * N_PATHS);
    }
    cr_expect_lt(distance, gsl_cdf_chisq_Qinv(1e-4, n_periods), "chi-square %g", distance);
}

static void expect_lives(hand *of, const double *survival, const char *what) {
    const int n_periods = of->plan.n_periods;
    long *living = IPA_NEW_ARRAY(of->arena, n_periods, long);
    long *deaths = IPA_NEW_ARRAY(of->arena, n_periods + 1, long);
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    for (int block = 0; block < N_BLOCKS; block++) {
        ipa_patents_draw(patents, seed, (uint64_t)block * IPA_LANES, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++) {
            int k = 0;
            while (k < n_periods && alive(patents, 0, k, p) > 0)
                living[k++]++;
            deaths[k]++;
        }
    }
    for (int k = 0; k < n_periods; k++)
        expect_share((double)living[k] / N_PATHS, survival[k], what, k);
    expect_deaths(deaths, survival, n_periods);
}

Test(patents, live_by_the_hazard_of_each_cause) {
    static const double hazards[] = {0.08, 0.05, 0.12}; /* lapse, obsolete, invalid */
    for (int cause = 0; cause <= IPA_CAUSE_PARTIAL; cause++) {
        hand *of = hand_create(12, 0.25);
        double survival[12];
        add_patent(of, 11);
        add_contract(of, 21, IPA_PATENT_RULE_ALL, 0);
        for (int n = 0; n < IPA_CAUSE_PARTIAL; n++) /* the last round: all causes together */
            if (n == cause || cause == IPA_CAUSE_PARTIAL)
                set_hazard(of, hazards[n], of->patents[0].own[n]);
        const double hazard =
            cause < IPA_CAUSE_PARTIAL ? hazards[cause] : hazards[0] + hazards[1] + hazards[2];
        for (int k = 0; k < 12; k++)
            survival[k] = exp(-hazard * 0.25 * (k + 1));
        expect_lives(of, survival, "survival");
        ipa_arena_destroy(of->arena);
    }
}

/* The hazard of a shock and a patent's own add up to its whole hazard. */
Test(patents, own_and_common_invalidation_make_up_the_whole) {
    hand *of = hand_create(10, 0.5);
    double survival[10];
    add_patent(of, 11);
    add_contract(of, 21, IPA_PATENT_RULE_ALL, 0);
    set_hazard(of, 0.7 * 0.1, of->patents[0].own[IPA_CAUSE_INVALID]);
    set_hazard(of, 0.3 * 0.1, of->patents[0].family[IPA_CAUSE_INVALID]);
    for (int k = 0; k < 10; k++)
        survival[k] = exp(-0.1 * 0.5 * (k + 1));
    expect_lives(of, survival, "whole hazard");
    ipa_arena_destroy(of->arena);
}

/* Marshall and Olkin: two patents of a contract, their own hazards and a shock to both. */
Test(patents, two_patents_share_their_shock) {
    size_t n_rows;
    int n_checked = 0;
    long both[2] = {0};
    hand *of = hand_create(2, 5);
    for (int j = 0; j < 2; j++) {
        add_patent(of, 11 + (uint32_t)j);
        set_hazard(of, 0.01, of->patents[j].own[IPA_CAUSE_INVALID]);
        set_hazard(of, 0.004, of->patents[j].family[IPA_CAUSE_INVALID]);
    }
    add_contract(of, 21, IPA_PATENT_RULE_ALL, 0);
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    for (int block = 0; block < N_BLOCKS; block++) {
        ipa_patents_draw(patents, seed, (uint64_t)block * IPA_LANES, IPA_LANES);
        for (int k = 0; k < 2; k++)
            for (int p = 0; p < IPA_LANES; p++)
                both[k] += share(patents, 0, k, p) == 1;
    }
    ipa_oracle_row *rows = oracle_read("05_hazard_default_time.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++)
        if (strcmp(rows[n].case_id, "marshall_olkin") == 0) {
            const int k = oracle_parameter(&rows[n], "t") > 5;
            expect_share((double)both[k] / N_PATHS, rows[n].value, "both live", k);
            n_checked++;
        }
    cr_expect_eq(n_checked, 2);
    free(rows);
    ipa_arena_destroy(of->arena);
}

/* Which of four causes came first, on periods so short that two rarely share one: oracle 05. */
Test(patents, causes_compete) {
    static const char *const names[] = {"cause=lapse", "cause=termination", "cause=invalidation",
                                        "cause=default"};
    size_t n_rows;
    int n_checked = 0;
    long ended[4] = {0};
    hand *of = hand_create(1000, 0.01);
    add_patent(of, 11);
    add_contract(of, 21, IPA_PATENT_RULE_ALL, 0);
    set_hazard(of, 0.05, of->patents[0].own[IPA_CAUSE_LAPSE]);
    set_hazard(of, 0.02, of->patents[0].own[IPA_CAUSE_OBSOLETE]);
    set_hazard(of, 0.012, of->patents[0].own[IPA_CAUSE_INVALID]);
    set_hazard(of, 0.03, of->patents[0].family[IPA_CAUSE_INVALID]);
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    for (int path = 0; path < N_PATHS / 5; path += IPA_LANES) {
        patents->seed = seed;
        patents->first_path = (uint64_t)path;
        for (int p = 0; p < IPA_LANES; p++) {
            const ipa_patent_fate fate = ipa_patents_fate(patents, 0, p);
            if (fate.cause < IPA_N_PATENT_CAUSES)
                ended[fate.by_family ? 3 : fate.cause]++;
        }
    }
    ipa_oracle_row *rows = oracle_read("05_hazard_default_time.csv", &n_rows);
    for (size_t n = 0; n < n_rows; n++)
        for (int cause = 0; cause < 4; cause++)
            if (strcmp(rows[n].case_id, "cumulative_incidence") == 0 &&
                strstr(rows[n].params, names[cause]) != NULL &&
                oracle_parameter(&rows[n], "t") == 10) {
                const double got = (double)ended[cause] / (N_PATHS / 5);
                const double error = sqrt(rows[n].value * (1 - rows[n].value) / (N_PATHS / 5));
                cr_expect_leq(fabs(got - rows[n].value), 4 * error, "%s: %g, not %g", names[cause],
                              got, rows[n].value);
                n_checked++;
            }
    cr_expect_eq(n_checked, 4);
    free(rows);
    ipa_arena_destroy(of->arena);
}

/* A pending application counts once it is granted, if it ever is; one cause may end it before. */
Test(patents, applications_are_granted_by_their_law) {
    enum { N = 8 };
    static const double granted[N] = {0.05, 0.2, 0.45, 0.6, 0.75, 0.85, 0.92, 0.97};
    long living[N] = {0};
    hand *of = hand_create(N, 0.25);
    add_patent(of, 11);
    add_contract(of, 21, IPA_PATENT_RULE_ANY, 0);
    of->patents[0].granted = IPA_NEW_ARRAY(of->arena, N, double);
    memcpy(of->patents[0].granted, granted, sizeof granted);
    of->patents[0].grant_probability = 0.55;
    of->patents[0].expired_period = 7;
    set_hazard(of, 0.1, of->patents[0].own[IPA_CAUSE_OBSOLETE]);
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    for (int block = 0; block < N_BLOCKS; block++) {
        ipa_patents_draw(patents, seed, (uint64_t)block * IPA_LANES, IPA_LANES);
        for (int k = 0; k < N; k++)
            for (int p = 0; p < IPA_LANES; p++)
                living[k] += share(patents, 0, k, p) == 1;
    }
    for (int k = 0; k < N; k++)
        expect_share((double)living[k] / N_PATHS,
                     k < 7 ? 0.55 * granted[k] * exp(-0.1 * 0.25 * (k + 1)) : 0, "granted", k);
    ipa_arena_destroy(of->arena);
}

/* ---- paths, one uniform at a time ---- */

/* Three patents with everything: P2 pending, P3 expiring; contracts of every rule on all of them,
 * and one on the last two that follows the first contract's shocks. */
static hand *everything(void) {
    hand *of = hand_create(10, 0.5);
    for (int j = 0; j < 3; j++) {
        ipa_plan_patent *patent = &of->patents[add_patent(of, 11 + (uint32_t)j)];
        for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++)
            set_hazard(of, 0.04 + 0.02 * cause + 0.01 * j, patent->own[cause]);
        set_hazard(of, 0.05 + 0.01 * j, patent->family[IPA_CAUSE_INVALID]);
        set_hazard(of, 0.09, patent->family[IPA_CAUSE_PARTIAL]);
    }
    of->patents[1].granted = nothing(of);
    for (int k = 0; k < 10; k++)
        of->patents[1].granted[k] = 0.1 * (k + 1);
    of->patents[1].grant_probability = 0.8;
    of->patents[1].base_granted_period = 4;
    of->patents[2].expired_period = 6;
    add_contract(of, 21, IPA_PATENT_RULE_WEIGHTED, 0);
    add_contract(of, 22, IPA_PATENT_RULE_ALL, 0);
    add_contract(of, 23, IPA_PATENT_RULE_ANY, 0);
    add_contract(of, 24, IPA_PATENT_RULE_NONE, 0);
    add_contract(of, 25, IPA_PATENT_RULE_WEIGHTED, 1);
    return of;
}

static bool struck(const double *thresholds, int k, uint64_t path, ipa_stream stream, int cause) {
    return ipa_draw_uniform(seed, path, stream, (uint64_t)cause) <= thresholds[k];
}

static bool lives(const hand *of, int j, int k, uint64_t path) {
    const ipa_plan_patent *patent = &of->patents[j];
    const ipa_stream own = {IPA_PURPOSE_PATENT, patent->stream}, shock = {IPA_PURPOSE_FAMILY, 21};
    const ipa_stream grant = {IPA_PURPOSE_GRANT, patent->stream};
    for (int cause = 0; cause < IPA_CAUSE_PARTIAL; cause++)
        if (struck(patent->own[cause], k, path, own, cause))
            return false;
    if (struck(patent->family[IPA_CAUSE_INVALID], k, path, shock, IPA_CAUSE_INVALID))
        return false;
    if (patent->granted != NULL &&
        (ipa_draw_uniform(seed, path, grant, 0) > patent->granted[k] ||
         ipa_draw_uniform(seed, path, grant, 1) > patent->grant_probability))
        return false;
    return k < patent->expired_period;
}

static bool is_partial(const hand *of, int j, int k, uint64_t path) {
    const ipa_stream own = {IPA_PURPOSE_PATENT, of->patents[j].stream};
    return struck(of->patents[j].own[IPA_CAUSE_PARTIAL], k, path, own, IPA_CAUSE_PARTIAL) ||
           struck(of->patents[j].family[IPA_CAUSE_PARTIAL], k, path,
                  (ipa_stream){IPA_PURPOSE_FAMILY, 21}, IPA_CAUSE_PARTIAL);
}

static double payable(const hand *of, int c, int k, uint64_t path) {
    const ipa_plan_contract *contract = &of->contracts[c];
    int n_living = 0;
    double weight = 0;
    for (int n = 0; n < contract->n_patents; n++) {
        const int j = contract->patents[n];
        const bool living = lives(of, j, k, path);
        n_living += living;
        weight += living ? contract->weights[n] * (is_partial(of, j, k, path) ? 0.6 : 1) : 0;
    }
    switch (contract->patent_rule) {
    case IPA_PATENT_RULE_ALL:
        return n_living == contract->n_patents;
    case IPA_PATENT_RULE_ANY:
        return n_living > 0;
    case IPA_PATENT_RULE_WEIGHTED:
        return weight;
    default:
        return 1;
    }
}

Test(patents, rules_lane_by_lane) {
    hand *of = everything();
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    double least = 1, most = 0;
    for (uint64_t first = 0; first < 20 * IPA_LANES; first += IPA_LANES) {
        ipa_patents_draw(patents, seed, first, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++)
            for (int k = 0; k < 10; k++) {
                for (int j = 0; j < 3; j++)
                    cr_assert_eq(alive(patents, j, k, p), lives(of, j, k, first + (uint64_t)p));
                for (int c = 0; c < of->plan.n_contracts; c++)
                    cr_assert_float_eq(share(patents, c, k, p),
                                       payable(of, c, k, first + (uint64_t)p), 1e-15);
                least = fmin(least, share(patents, 0, k, p));
                most = fmax(most, share(patents, 0, k, p));
            }
    }
    cr_expect(least == 0 && most > 0.99 && most <= 1 + 1e-15, "%g to %g", least, most);
    ipa_arena_destroy(of->arena);
}

/* The fate told of a path is the one its rows show. */
Test(patents, fates_are_the_rows) {
    hand *of = everything();
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    long n_causes[IPA_N_PATENT_CAUSES + 1] = {0}, n_shocks = 0;
    for (uint64_t first = 0; first < 20 * IPA_LANES; first += IPA_LANES) {
        ipa_patents_draw(patents, seed, first, IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++)
            for (int j = 0; j < 3; j++) {
                const ipa_patent_fate fate = ipa_patents_fate(patents, j, p);
                for (int k = 0; k < 10; k++) {
                    cr_assert_eq(alive(patents, j, k, p), k >= fate.granted && k < fate.ended);
                    cr_assert_eq(k >= fate.partial, is_partial(of, j, k, first + (uint64_t)p));
                }
                n_causes[fate.cause]++;
                n_shocks += fate.by_family;
            }
    }
    for (int cause = 0; cause <= IPA_N_PATENT_CAUSES; cause++)
        cr_expect(cause == IPA_CAUSE_PARTIAL ? n_causes[cause] == 0 : n_causes[cause] > 50,
                  "cause %d: %ld", cause, n_causes[cause]);
    cr_expect(n_shocks > 50 && n_shocks < n_causes[IPA_CAUSE_INVALID]);
    ipa_arena_destroy(of->arena);
}

Test(patents, base_case_knows_expiry_and_grant_only) {
    hand *of = everything();
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    ipa_patents_draw(patents, seed, 0, IPA_LANES);
    ipa_patents_base(patents);
    for (int k = 0; k < 10; k++) {
        const bool second = k >= 4, third = k < 6;
        cr_expect_eq(alive(patents, 0, k, 0), 1);
        cr_expect_eq(alive(patents, 1, k, 0), second);
        cr_expect_eq(alive(patents, 2, k, 0), third);
        cr_expect_float_eq(share(patents, 0, k, 0), (1 + 2 * second + 3 * third) / 6.0, 1e-15);
        cr_expect_eq(share(patents, 1, k, 0), second && third);
        cr_expect_eq(share(patents, 2, k, 0), 1);
        cr_expect_eq(share(patents, 3, k, 0), 1);
        cr_expect_float_eq(share(patents, 4, k, 0), (second + 2 * third) / 3.0, 1e-15);
    }
    ipa_arena_destroy(of->arena);
}

Test(patents, a_block_is_its_paths_to_the_bit) {
    hand *of = everything();
    ipa_patents *block = ipa_patents_create(&of->plan, of->arena);
    ipa_patents *alone = ipa_patents_create(&of->plan, of->arena);
    ipa_patents_draw(block, seed, 6400, IPA_LANES);
    for (int p = 0; p < IPA_LANES; p++) {
        ipa_patents_draw(alone, seed, 6400 + (uint64_t)p, 1);
        for (int c = 0; c < of->plan.n_contracts; c++)
            for (int k = 0; k < 10; k++)
                cr_assert_eq(share(alone, c, k, 0), share(block, c, k, p));
    }
    ipa_arena_destroy(of->arena);
}

Test(patents, another_patent_changes_no_draws) {
    hand *few = everything(), *more = everything();
    const int j = add_patent(more, 99);
    set_hazard(more, 0.2, more->patents[j].own[IPA_CAUSE_LAPSE]);
    set_hazard(more, 0.2, more->patents[j].family[IPA_CAUSE_INVALID]);
    add_contract(more, 26, IPA_PATENT_RULE_ALL, 0);
    ipa_patents *before = ipa_patents_create(&few->plan, few->arena);
    ipa_patents *after = ipa_patents_create(&more->plan, more->arena);
    ipa_patents_draw(before, seed, 128, IPA_LANES);
    ipa_patents_draw(after, seed, 128, IPA_LANES);
    for (int p = 0; p < IPA_LANES; p++)
        for (int k = 0; k < 10; k++) {
            for (int n = 0; n < 3; n++)
                cr_assert_eq(alive(after, n, k, p), alive(before, n, k, p));
            for (int c = 0; c < few->plan.n_contracts; c++)
                cr_assert_eq(share(after, c, k, p), share(before, c, k, p));
        }
    ipa_arena_destroy(few->arena);
    ipa_arena_destroy(more->arena);
}

/* Patents of a contract payable in any event are not drawn, unless somebody looks. */
Test(patents, only_those_that_matter_are_drawn) {
    hand *of = hand_create(4, 1);
    add_patent(of, 11);
    add_contract(of, 21, IPA_PATENT_RULE_NONE, 0);
    cr_expect_not(ipa_patents_needed(&of->plan));
    add_patent(of, 12);
    add_contract(of, 22, IPA_PATENT_RULE_ALL, 1);
    cr_expect(ipa_patents_needed(&of->plan));
    ipa_patents *patents = ipa_patents_create(&of->plan, of->arena);
    ipa_patents_draw(patents, seed, 0, IPA_LANES);
    cr_expect_eq(alive(patents, 0, 3, 5), 0);
    cr_expect_eq(alive(patents, 1, 3, 5), 1);
    ipa_patents_watch(patents);
    ipa_patents_draw(patents, seed, 0, IPA_LANES);
    cr_expect_eq(alive(patents, 0, 3, 5), 1);
    ipa_arena_destroy(of->arena);
}
