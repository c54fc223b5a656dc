/* Contracts that are more than a schedule, on pools by hand whose answers are known. Money in fen:
 * a loan's quarter is 1,000 of income and 9,000 of principal, a royalty's 5,000. */
#include "engine/pool/contracts.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "tests/support/pool_plan.h"

enum { N_PERIODS = 8, N_BLOCKS = 1500, N_PATHS = N_BLOCKS * IPA_LANES };

static const uint64_t seed = 31;

typedef struct bench {
    pool_plan *of;
    const ipa_plan *plan;
    ipa_pool *pool;
    ipa_collections got;
    ipa_row *cash; /* by contract */
} bench;

static bench finish(pool_plan *of) {
    bench made = {.of = of, .plan = pool_plan_finish(of)};
    made.pool = ipa_pool_create(made.plan, of->arena);
    made.got = ipa_layout_collections(of->arena, made.plan->n_periods, made.plan->n_entities,
                                      made.plan->n_obligors);
    made.cash = ipa_layout_rows(of->arena, made.plan->n_contracts * made.plan->n_periods);
    ipa_pool_watch(made.pool, made.cash);
    return made;
}

static void simulate(bench *on, int block) {
    ipa_pool_simulate(on->pool, seed, (uint64_t)block * IPA_LANES, IPA_LANES, &on->got);
}

static double got(const bench *on, ipa_collection_kind kind, int k, int p) {
    return on->got.cash[kind][k].lane[p];
}

static double got_all(const bench *on, int k, int p) {
    double all = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        all += got(on, (ipa_collection_kind)kind, k, p);
    return all;
}

static double total(const bench *on, ipa_collection_kind kind, int p) {
    double all = 0;
    for (int k = 0; k < on->plan->n_periods; k++)
        all += got(on, kind, k, p);
    return all;
}

static double of_contract(const bench *on, int c, int k, int p) {
    return on->cash[c * on->plan->n_periods + k].lane[p];
}

/* A mean over paths and how far it may stand from its law. */
typedef struct mean {
    double sum, squares;
} mean;

static void add(mean *to, double x) {
    to->sum += x;
    to->squares += x * x;
}

static void expect_mean(const mean *of, double exact, const char *what, int k) {
    const double average = of->sum / N_PATHS;
    const double error = sqrt((of->squares / N_PATHS - average * average) / N_PATHS);
    cr_expect_leq(fabs(average - exact), 4 * error + 1e-9, "%s, period %d: %g, not %g", what, k,
                  average, exact);
}

/* ---- settled early ---- */

Test(contracts, prepayment_by_its_closed_form) {
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0), 10);
    pool_plan_prepays(of, loan, 0.4);
    loan->prepay_fee = 0.02;
    bench on = finish(of);
    mean prepaid[N_PERIODS] = {{0}}, income[N_PERIODS] = {{0}}, principal[N_PERIODS] = {{0}};
    for (int block = 0; block < N_BLOCKS; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            for (int k = 0; k < N_PERIODS; k++) {
                add(&prepaid[k], got(&on, IPA_COLLECTION_PREPAYMENT, k, p));
                add(&income[k], got(&on, IPA_COLLECTION_INCOME, k, p));
                add(&principal[k], got(&on, IPA_COLLECTION_PRINCIPAL, k, p));
            }
            cr_assert_eq(total(&on, IPA_COLLECTION_PRINCIPAL, p) +
                             total(&on, IPA_COLLECTION_PREPAYMENT, p),
                         loan->principal);
        }
    }
    for (int k = 0; k < N_PERIODS; k++) {
        const double before = k > 0 ? pool_plan_survival(0.4, k - 1) : 1;
        const double left = 9000 * (N_PERIODS - k - 1) * (before - pool_plan_survival(0.4, k));
        expect_mean(&prepaid[k], left, "prepaid", k);
        expect_mean(&income[k], 1000 * before + 0.02 * left, "income", k);
        expect_mean(&principal[k], 9000 * before, "principal", k);
    }
    pool_plan_free(of);
}

/* Default and prepayment compete: whoever comes first, and in one period default. */
Test(contracts, a_default_in_the_period_comes_before_the_prepayment) {
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0.5), 0);
    pool_plan_prepays(of, loan, 0.5);
    bench on = finish(of);
    mean prepaid[N_PERIODS] = {{0}}, claimed[N_PERIODS] = {{0}};
    for (int block = 0; block < N_BLOCKS; block++) {
        simulate(&on, block);
        for (int k = 0; k < N_PERIODS; k++)
            for (int p = 0; p < IPA_LANES; p++) {
                add(&prepaid[k], got(&on, IPA_COLLECTION_PREPAYMENT, k, p));
                add(&claimed[k],
                    on.got.defaulted[k].lane[p] - (k > 0 ? on.got.defaulted[k - 1].lane[p] : 0));
            }
    }
    for (int k = 0; k < N_PERIODS; k++) {
        const double before = k > 0 ? pool_plan_survival(0.5, k - 1) : 1;
        const double after = pool_plan_survival(0.5, k);
        expect_mean(&prepaid[k], 9000 * (N_PERIODS - k - 1) * (before - after) * after, "prepaid",
                    k);
        expect_mean(&claimed[k], 9000 * (N_PERIODS - k) * (before - after) * before, "claimed", k);
    }
    pool_plan_free(of);
}

/* ---- late ---- */

Test(contracts, lateness_is_geometric) {
    enum { LATE = 6 };
    long counts[LATE] = {0};
    double distance = 0;
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0), 10);
    loan->late_probability = 0.3;
    bench on = finish(of);
    mean cash[N_PERIODS] = {{0}};
    for (int block = 0; block < N_BLOCKS; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            ipa_late_due list[N_PERIODS];
            const int n_late = ipa_contracts_late(ipa_pool_contracts(on.pool), 0, p, list);
            const int first = n_late > 0 && list[0].due == 0 ? list[0].paid : 0;
            counts[first < LATE ? first : LATE - 1]++;
            for (int k = 0; k < N_PERIODS; k++)
                add(&cash[k], got_all(&on, k, p));
        }
    }
    for (int n = 0; n < LATE; n++) {
        const double cell = N_PATHS * pow(0.3, n) * (n < LATE - 1 ? 0.7 : 1);
        distance += pow((double)counts[n] - cell, 2) / cell;
    }
    cr_expect_lt(distance, gsl_cdf_chisq_Qinv(1e-4, LATE - 1), "chi-square %g", distance);
    for (int k = 0; k < N_PERIODS; k++)
        expect_mean(&cash[k], 10000 * (1 - pow(0.3, k + 1)), "cash", k);
    pool_plan_free(of);
}

/* What is late is owed, stands in the balance, grows older, and arrives or is still owed at the
 * end. */
Test(contracts, late_dues_lose_nothing) {
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0), 40);
    loan->late_probability = 0.4;
    bench on = finish(of);
    double overdue[IPA_N_DELINQUENCIES] = {0};
    for (int block = 0; block < 40; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            double paid = 0, principal = 0;
            for (int k = 0; k < N_PERIODS; k++) {
                double late = 0;
                paid += got_all(&on, k, p);
                principal += got(&on, IPA_COLLECTION_PRINCIPAL, k, p);
                cr_assert_eq(paid + on.got.delinquent[k].lane[p], 10000 * (k + 1));
                cr_assert_eq(principal + on.got.performing[k].lane[p], loan->principal);
                for (int n = 0; n < IPA_N_DELINQUENCIES; n++) {
                    late += on.got.overdue[n][k].lane[p];
                    overdue[n] += on.got.overdue[n][k].lane[p];
                }
                cr_assert_eq(late, on.got.delinquent[k].lane[p]);
            }
            cr_assert_eq(on.got.exhausted->lane[p], N_PERIODS - 1);
        }
    }
    /* 40 days at the first end, 131 at the next: never 60 to 90 */
    cr_expect(overdue[IPA_DELINQUENCY_30] > 0 && overdue[IPA_DELINQUENCY_90] > 0);
    cr_expect_eq(overdue[IPA_DELINQUENCY_60], 0);
    pool_plan_free(of);
}

/* A default catches what is late: paid and claimed are together all that was due by then, and the
 * principal that was not. */
Test(contracts, a_default_claims_what_is_late) {
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0.6), 40);
    loan->late_probability = 0.4;
    bench on = finish(of);
    long n_caught = 0;
    for (int block = 0; block < 40; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            const double x = ipa_pool_defaults(on.pool)->obligors[0].lane[p];
            const int last = N_PERIODS - 1;
            int n_met = 0;
            while (n_met < N_PERIODS && x > loan->dues[n_met].threshold)
                n_met++;
            const double due = 10000.0 * n_met + 9000.0 * (N_PERIODS - n_met);
            const double paid =
                total(&on, IPA_COLLECTION_INCOME, p) + total(&on, IPA_COLLECTION_PRINCIPAL, p);
            const double claim = on.got.defaulted[last].lane[p];
            cr_assert_eq(paid + claim + on.got.delinquent[last].lane[p], due);
            n_caught += claim > 9000 * (N_PERIODS - n_met);
        }
    }
    cr_expect_gt(n_caught, 100);
    pool_plan_free(of);
}

/* A settlement pays all that is late with it, and the dues of its period on their dates. */
Test(contracts, settling_pays_what_is_late) {
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0), 40);
    loan->late_probability = 0.4;
    pool_plan_prepays(of, loan, 0.4);
    bench on = finish(of);
    long n_settled = 0;
    for (int block = 0; block < 40; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            const int settled = ipa_pool_prepaid(on.pool, 0, p);
            if (settled >= N_PERIODS - 1)
                continue;
            cr_assert_eq(total(&on, IPA_COLLECTION_INCOME, p), 1000 * (settled + 1));
            cr_assert_eq(total(&on, IPA_COLLECTION_PRINCIPAL, p), 9000 * (settled + 1));
            cr_assert_eq(got(&on, IPA_COLLECTION_PREPAYMENT, settled, p),
                         9000 * (N_PERIODS - settled - 1));
            for (int k = settled; k < N_PERIODS; k++)
                cr_assert_eq(on.got.delinquent[k].lane[p] + on.got.performing[k].lane[p], 0);
            for (int k = settled + 1; k < N_PERIODS; k++)
                cr_assert_eq(got_all(&on, k, p), 0);
            n_settled++;
        }
    }
    cr_expect_gt(n_settled, 500);
    pool_plan_free(of);
}

/* ---- royalties ---- */

/* Reported a quarter late; settled early it pays at once what it has earned. */
Test(contracts, a_settled_royalty_pays_what_it_has_earned) {
    long n_settled = 0;
    pool_plan *of = pool_plan_create(N_PERIODS);
    ipa_plan_contract *royalty = pool_plan_royalty(of, "R", pool_plan_obligor(of, "O", 0), 1);
    pool_plan_prepays(of, royalty, 0.3);
    bench on = finish(of);
    for (int block = 0; block < 20; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            const int settled = ipa_pool_prepaid(on.pool, 0, p);
            for (int k = 0; k < N_PERIODS; k++) {
                const double due = k == settled && k > 0    ? 10000
                                   : k == 0 && k != settled ? 0
                                                            : 5000;
                cr_assert_eq(got(&on, IPA_COLLECTION_INCOME, k, p), k > settled ? 0 : due);
                cr_assert_eq(of_contract(&on, 0, k, p), k > settled ? 0 : due);
            }
            cr_assert_eq(on.got.exhausted->lane[p], settled < N_PERIODS ? settled : N_PERIODS - 1);
            n_settled += settled < N_PERIODS;
        }
    }
    cr_expect(n_settled > 300 && n_settled < 20 * IPA_LANES - 300);
    pool_plan_free(of);
}

/* ---- patents ---- */

Test(contracts, a_rule_scales_dues_balance_and_claim) {
    static const int both[] = {0, 1};
    long n_claims = 0;
    pool_plan *of = pool_plan_create(N_PERIODS);
    pool_plan_patent(of, "P1", 0.2);
    pool_plan_patent(of, "P2", 0.3);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0.3), 0);
    pool_plan_name(of, loan, IPA_PATENT_RULE_WEIGHTED, 2, both);
    bench on = finish(of);
    for (int block = 0; block < 40; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            const int ends[] = {ipa_patents_fate(ipa_pool_patents(on.pool), 0, p).ended,
                                ipa_patents_fate(ipa_pool_patents(on.pool), 1, p).ended};
            const double x = ipa_pool_defaults(on.pool)->obligors[0].lane[p];
            int k = 0;
            for (; k < N_PERIODS && x > on.plan->obligors[0].end_threshold[k]; k++) {
                const double share = 0.5 * (k < ends[0]) + 0.5 * (k < ends[1]);
                cr_assert_eq(got(&on, IPA_COLLECTION_PRINCIPAL, k, p), 9000 * share);
                cr_assert_eq(got(&on, IPA_COLLECTION_INCOME, k, p), 1000 * share);
                cr_assert_eq(on.got.performing[k].lane[p], share * 9000 * (N_PERIODS - k - 1));
            }
            const double share = 0.5 * (k < ends[0]) + 0.5 * (k < ends[1]);
            const int silent = ends[0] > ends[1] ? ends[0] : ends[1];
            const int last = silent < N_PERIODS - 1 ? silent : N_PERIODS - 1;
            cr_assert_eq(on.got.defaulted[N_PERIODS - 1].lane[p],
                         k < N_PERIODS ? share * 9000 * (N_PERIODS - k) : 0);
            cr_assert_eq(on.got.exhausted->lane[p], k < last ? k : last);
            n_claims += k < N_PERIODS && share == 0.5;
        }
    }
    cr_expect_gt(n_claims, 100);
    pool_plan_free(of);
}

/* Royalties earned while a patent lived still come when it has died before they are reported. */
Test(contracts, a_dead_patent_s_last_royalties_are_still_to_come) {
    static const int first[] = {0};
    pool_plan *of = pool_plan_create(N_PERIODS);
    pool_plan_patent(of, "P", 0.5);
    ipa_plan_contract *royalty = pool_plan_royalty(of, "R", pool_plan_obligor(of, "O", 0), 2);
    pool_plan_name(of, royalty, IPA_PATENT_RULE_ANY, 1, first);
    bench on = finish(of);
    for (int block = 0; block < 20; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            const int ended = ipa_patents_fate(ipa_pool_patents(on.pool), 0, p).ended;
            const int last =
                ended > 0 ? ended + 1 : 0; /* two periods after the last it earned in */
            for (int k = 0; k < N_PERIODS; k++)
                cr_assert_eq(got(&on, IPA_COLLECTION_INCOME, k, p),
                             k >= 2 && k - 2 < ended ? 5000 : 0);
            cr_assert_eq(on.got.exhausted->lane[p], last < N_PERIODS - 1 ? last : N_PERIODS - 1);
        }
    }
    pool_plan_free(of);
}

/* Patents nothing hangs on are drawn for who watches. */
Test(contracts, watching_draws_every_patent) {
    static const int first[] = {0};
    long n_dead = 0;
    pool_plan *of = pool_plan_create(N_PERIODS);
    pool_plan_patent(of, "P", 0.5);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", pool_plan_obligor(of, "O", 0), 0);
    pool_plan_name(of, loan, IPA_PATENT_RULE_NONE, 1, first);
    bench on = finish(of);
    const ipa_patents *patents = ipa_pool_patents(on.pool);
    simulate(&on, 0);
    for (int p = 0; p < IPA_LANES; p++)
        for (int k = 0; k < N_PERIODS; k++) {
            const bool alive = ipa_patents_fate(patents, 0, p).ended > k;
            cr_assert_eq(patents->alive[k].lane[p], alive);
            n_dead += !alive;
        }
    cr_expect_gt(n_dead, 50);
    pool_plan_free(of);
}

/* ---- figures of patents ---- */

Test(contracts, values_and_fees_of_living_patents) {
    static const int both[] = {0, 1};
    double values[2 * N_PERIODS], fees[2 * N_PERIODS] = {0};
    pool_plan *of = pool_plan_create(N_PERIODS);
    pool_plan_patent(of, "P1", 0.2);
    pool_plan_patent(of, "P2", 0.3);
    const int o = pool_plan_obligor(of, "O", 0.2);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", o, 0);
    pool_plan_name(of, loan, IPA_PATENT_RULE_NONE, 2, both);
    pool_plan_prepays(of, pool_plan_loan(of, "M", o, 0), 0.3);
    for (int k = 0; k < N_PERIODS; k++) {
        values[k] = 1e6 / (k + 1);
        values[N_PERIODS + k] = 3e6;
        fees[N_PERIODS + k] = k % 4 == 1 ? 90000 : 0;
    }
    of->plan.ip_value = values;
    of->plan.annuity = fees;
    bench on = finish(of);
    for (int block = 0; block < 20; block++) {
        simulate(&on, block);
        for (int p = 0; p < IPA_LANES; p++) {
            const double x = ipa_pool_defaults(on.pool)->obligors[0].lane[p];
            for (int k = 0; k < N_PERIODS; k++) {
                const bool first = ipa_patents_fate(ipa_pool_patents(on.pool), 0, p).ended > k;
                const bool second = ipa_patents_fate(ipa_pool_patents(on.pool), 1, p).ended > k;
                const double own = values[k] * (0.5 * first + 0.5 * second);
                const double other = ipa_pool_prepaid(on.pool, 1, p) > k ? 3e6 : 0;
                cr_assert_eq(on.got.ip_value[k].lane[p],
                             x > on.plan->obligors[0].end_threshold[k] ? own + other : 0);
                cr_assert_eq(on.got.annuities[k].lane[p], second ? fees[N_PERIODS + k] : 0);
            }
        }
    }
    pool_plan_free(of);
}

/* ---- the base case ---- */

Test(contracts, base_case_pays_on_time_and_to_the_fen) {
    static const int first[] = {0}, both[] = {0, 1};
    pool_plan *of = pool_plan_create(N_PERIODS);
    pool_plan_patent(of, "P1", 0.2);
    of->plan.patents[pool_plan_patent(of, "P2", 0.2)].expired_period = 5;
    const int o = pool_plan_obligor(of, "O", 0.5);
    ipa_plan_contract *royalty = pool_plan_royalty(of, "R", o, 1);
    ipa_plan_contract *loan = pool_plan_loan(of, "L", o, 40);
    pool_plan_name(of, royalty, IPA_PATENT_RULE_ALL, 1, first);
    pool_plan_name(of, loan, IPA_PATENT_RULE_WEIGHTED, 2, both);
    pool_plan_prepays(of, loan, 0.5);
    loan->late_probability = 0.5;
    for (int k = 0; k < N_PERIODS; k++)
        royalty->royalty->sales[k].base = 100010; /* 5,000.5 */
    for (int k = 0; k < N_PERIODS; k++)
        loan->dues[k].income = 1001; /* half of it 500.5 */
    bench on = finish(of);
    ipa_pool_base(on.pool, &on.got);
    for (int k = 0; k < N_PERIODS; k++) {
        cr_expect_eq(of_contract(&on, 0, k, 0), k > 0 ? 5001 : 0);
        cr_expect_eq(got(&on, IPA_COLLECTION_PRINCIPAL, k, 0), k < 5 ? 9000 : 4500);
        cr_expect_eq(of_contract(&on, 1, k, 0), k < 5 ? 10001 : 5001);
        cr_expect_eq(got(&on, IPA_COLLECTION_PREPAYMENT, k, 0), 0);
        cr_expect_eq(on.got.delinquent[k].lane[0] + on.got.defaulted[k].lane[0], 0);
    }
    pool_plan_free(of);
}

/* ---- laws of the draws ---- */

/* A bit of everything; `more`: and contracts of the same obligors and of others, and patents. */
static pool_plan *mixture(bool more) {
    static const int both[] = {0, 1}, third[] = {2};
    pool_plan *of = pool_plan_create(N_PERIODS);
    const int a = pool_plan_obligor(of, "A", 0.3), b = pool_plan_obligor(of, "B", 0.2);
    pool_plan_patent(of, "P1", 0.2);
    pool_plan_patent(of, "P2", 0.1);
    pool_plan_loan(of, "L1", a, 5)->recovery_mean = 0.4;
    ipa_plan_contract *late = pool_plan_loan(of, "L2", b, 40);
    late->late_probability = 0.2;
    pool_plan_prepays(of, late, 0.2);
    ipa_plan_contract *royalty = pool_plan_royalty(of, "R", a, 1);
    pool_plan_name(of, royalty, IPA_PATENT_RULE_WEIGHTED, 2, both);
    pool_plan_prepays(of, royalty, 0.1);
    if (!more)
        return of;
    pool_plan_patent(of, "P3", 0.4);
    pool_plan_loan(of, "L3", a, 20)->late_probability = 0.5;
    ipa_plan_contract *other = pool_plan_royalty(of, "R2", pool_plan_obligor(of, "C", 0.1), 0);
    pool_plan_name(of, other, IPA_PATENT_RULE_ALL, 1, third);
    return of;
}

Test(contracts, another_contract_changes_nobody_s_cash) {
    bench few = finish(mixture(false)), more = finish(mixture(true));
    for (int block = 0; block < 20; block++) {
        simulate(&few, block);
        simulate(&more, block);
        for (int c = 0; c < few.plan->n_contracts; c++)
            for (int k = 0; k < N_PERIODS; k++)
                for (int p = 0; p < IPA_LANES; p++)
                    cr_assert_eq(of_contract(&more, c, k, p), of_contract(&few, c, k, p));
    }
    pool_plan_free(few.of);
    pool_plan_free(more.of);
}

Test(contracts, cash_by_contract_adds_up_and_watching_changes_none) {
    bench watched = finish(mixture(true)), alone = finish(mixture(true));
    ipa_pool_watch(alone.pool, NULL);
    for (int block = 0; block < 20; block++) {
        simulate(&watched, block);
        simulate(&alone, block);
        for (int k = 0; k < N_PERIODS; k++)
            for (int p = 0; p < IPA_LANES; p++) {
                double sum = 0;
                for (int c = 0; c < watched.plan->n_contracts; c++)
                    sum += of_contract(&watched, c, k, p);
                cr_assert_float_eq(sum, got_all(&watched, k, p), 1e-9);
                cr_assert_eq(got_all(&watched, k, p), got_all(&alone, k, p));
            }
    }
    pool_plan_free(watched.of);
    pool_plan_free(alone.of);
}

static void expect_row(const ipa_row *block, int p, const ipa_row *alone, int n_rows) {
    for (int k = 0; k < n_rows; k++)
        cr_assert_eq(alone[k].lane[0], block[k].lane[p]);
}

Test(contracts, a_block_is_its_paths_to_the_bit) {
    bench block = finish(mixture(true)), alone = finish(mixture(true));
    for (int first = 0; first < 4 * IPA_LANES; first += IPA_LANES) {
        simulate(&block, first / IPA_LANES);
        for (int p = 0; p < IPA_LANES; p++) {
            ipa_pool_simulate(alone.pool, seed, (uint64_t)(first + p), 1, &alone.got);
            for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
                expect_row(block.got.cash[kind], p, alone.got.cash[kind], N_PERIODS);
            for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
                expect_row(block.got.overdue[n], p, alone.got.overdue[n], N_PERIODS);
            expect_row(block.got.performing, p, alone.got.performing, N_PERIODS);
            expect_row(block.got.delinquent, p, alone.got.delinquent, N_PERIODS);
            expect_row(block.got.defaulted, p, alone.got.defaulted, N_PERIODS);
            expect_row(block.got.exhausted, p, alone.got.exhausted, 1);
            expect_row(block.cash, p, alone.cash, block.plan->n_contracts * N_PERIODS);
        }
    }
    pool_plan_free(block.of);
    pool_plan_free(alone.of);
}
