#include <criterion/criterion.h>
#include <math.h>

#include "engine/deal/patent_life.h"
#include "tests/support/resolved.h"
#include "tests/support/written.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(resolve_patents, .init = begin, .fini = end);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

/* Three patents of a deal that keeps only its first contract; the cut-off date is 2025-07-25. */
enum { N_PATENTS = 3 };
static ipa_deal *deal_with_patents(void) {
    static ipa_deal_hazard rows[] = {{IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 0, 0.02, {0}},
                                     {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 5, 0.06, {0}},
                                     {IPA_PATENT_INVENTION, IPA_CAUSE_INVALID, 0, 0.01, {0}},
                                     {IPA_PATENT_INVENTION, IPA_CAUSE_PARTIAL, 0, 0.005, {0}}};
    ipa_deal *deal = resolved_sample(arena);
    resolved_only(deal)->patents = "P1; P10 ;P3";
    deal->patents = IPA_NEW_ARRAY(arena, N_PATENTS, ipa_deal_patent);
    deal->n_patents = N_PATENTS;
    static const char *const ids[] = {"P1", "P2", "P10"};
    for (int j = 0; j < N_PATENTS; j++)
        deal->patents[j] = (ipa_deal_patent){.id = ids[j],
                                             .kind = IPA_PATENT_INVENTION,
                                             .filed = written_date("2020-10-25"),
                                             .granted = written_date("2022-01-10"),
                                             .expires = IPA_NO_DATE,
                                             .registered_on = IPA_NO_DATE};
    ipa_deal_patent_model *model = &deal->model.patents;
    model->rows = rows;
    model->n_rows = 4;
    model->family_share = written_number("0.4");
    model->partial_factor = written_number("0.6");
    model->grant_median_months = written_number("20");
    model->grant_sigma = written_number("0.4");
    model->grant_probability = written_number("0.55");
    model->grant_accelerated_factor = written_number("1");
    return deal;
}

Test(resolve_patents, causes_strike_by_their_integrated_hazards) {
    ipa_deal *deal = deal_with_patents();
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert_eq(plan->n_patents, N_PATENTS);
    cr_expect_eq(plan->partial_factor, 0.6);
    const ipa_plan_patent *patent = &plan->patents[0];
    const int age = deal->terms.cutoff - written_date("2020-10-25"); /* 1,734 days */
    for (int k = 0; k < plan->n_periods; k++) {
        const double days = plan->periods[k].collection_end - deal->terms.cutoff;
        const double young = fmin(days, 1825 - age), old = days - young;
        expect_near(patent->own[IPA_CAUSE_LAPSE][k], -expm1(-(0.02 * young + 0.06 * old) / 365),
                    1e-13, "lapse");
        cr_expect_eq(patent->own[IPA_CAUSE_OBSOLETE][k], 0);
        expect_near(patent->own[IPA_CAUSE_INVALID][k], -expm1(-0.006 * days / 365), 1e-13, "own");
        expect_near(patent->family[IPA_CAUSE_INVALID][k], -expm1(-0.004 * days / 365), 1e-13,
                    "family");
        expect_near(patent->own[IPA_CAUSE_PARTIAL][k], -expm1(-0.003 * days / 365), 1e-13, "own");
        expect_near(patent->family[IPA_CAUSE_PARTIAL][k], -expm1(-0.002 * days / 365), 1e-13,
                    "family");
    }
    cr_expect(patent->family[IPA_CAUSE_LAPSE] == NULL);
    cr_expect(patent->family[IPA_CAUSE_OBSOLETE] == NULL);
    cr_expect(patent->granted == NULL && patent->base_granted_period == 0);
    cr_expect_neq(plan->patents[0].stream, plan->patents[1].stream);
    /* together they are what survival says: no cause is lost or counted twice */
    const double alive = (1 - patent->own[IPA_CAUSE_LAPSE][9]) *
                         (1 - patent->own[IPA_CAUSE_INVALID][9]) *
                         (1 - patent->family[IPA_CAUSE_INVALID][9]);
    expect_near(ipa_patent_life_survival(deal, patent->source, plan->periods[9].collection_end),
                alive, 1e-13, "survival");
}

Test(resolve_patents, a_patent_counts_before_its_expiry_only) {
    ipa_deal *deal = deal_with_patents();
    deal->patents[0].expires = written_date("2026-07-25"); /* the end of period 3 */
    deal->patents[1].expires = written_date("2026-07-26");
    deal->patents[2].expires = written_date("2025-01-01");
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->patents[0].expired_period, 3);
    cr_expect_eq(plan->patents[1].expired_period, 4);
    cr_expect_eq(plan->patents[2].expired_period, 0);
    deal->patents[0].expires = IPA_NO_DATE;
    plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->patents[0].expired_period, plan->n_periods);
    cr_expect_eq(plan->patents[0].expires, written_date("2040-10-25"));
}

Test(resolve_patents, applications_wait_for_their_grant) {
    ipa_deal *deal = deal_with_patents();
    deal->patents[0].granted = IPA_NO_DATE;
    deal->patents[0].filed = deal->terms.cutoff - 365;
    deal->patents[1].granted = written_date("2026-01-25"); /* known, the end of period 1 */
    ipa_plan *plan = resolved_plan(deal, arena);
    const ipa_plan_patent *pending = &plan->patents[0], *known = &plan->patents[1];
    cr_assert(pending->granted != NULL && known->granted != NULL);
    cr_expect_eq(pending->grant_probability, 0.55);
    cr_expect_eq(known->grant_probability, 1);
    int median = -1;
    for (int k = 0; k < plan->n_periods; k++) {
        const double months =
            (365 + plan->periods[k].collection_end - deal->terms.cutoff) * 12 / 365.0;
        const double later = erfc(log(months / 20) / 0.4 / sqrt(2)) / 2;
        const double granted = 1 - later / (erfc(log(12 / 20.0) / 0.4 / sqrt(2)) / 2);
        expect_near(pending->granted[k], granted, 1e-12, "granted");
        if (median < 0 && granted >= 0.5)
            median = k;
        cr_expect_eq(known->granted[k], k >= 1);
    }
    cr_expect_eq(pending->base_granted_period, median);
    cr_expect_eq(known->base_granted_period, 1);
    deal->model.patents.grant_median_months = written_number("1000");
    plan = resolved_plan(deal, arena);
    cr_expect_eq(plan->patents[0].base_granted_period, plan->n_periods, "not in the deal's time");
}

Test(resolve_patents, contracts_have_the_patents_either_tape_says) {
    ipa_deal *deal = deal_with_patents();
    deal->contracts[0].patent_rule = IPA_PATENT_RULE_WEIGHTED;
    deal->patents[1].contract.id = deal->contracts[0].id;
    deal->patents[0].weight = written_number("3");
    deal->patents[2].weight = written_number("1");
    const ipa_plan_contract *contract = &resolved_plan(deal, arena)->contracts[0];
    cr_assert_eq(contract->n_patents, 3, "P3 is no patent, P1 is not P10");
    static const double weights[] = {0.75, 0, 0.25};
    for (int n = 0; n < 3; n++) {
        cr_expect_eq(contract->patents[n], n);
        cr_expect_eq(contract->weights[n], weights[n]);
    }
    cr_expect_eq(contract->patent_rule, IPA_PATENT_RULE_WEIGHTED);
    cr_expect(!contract->plain);
    deal->patents[0].weight = deal->patents[2].weight = (ipa_number){0};
    deal->patents[1].contract.id = "L2";
    contract = &resolved_plan(deal, arena)->contracts[0];
    cr_assert_eq(contract->n_patents, 2);
    cr_expect_eq(contract->patents[1], 2);
    cr_expect(contract->weights[0] == 0.5 && contract->weights[1] == 0.5, "blank weights: equal");
    deal->contracts[0].patents = NULL;
    deal->contracts[0].patent_rule = IPA_PATENT_RULE_NONE;
    contract = &resolved_plan(deal, arena)->contracts[0];
    cr_expect(contract->n_patents == 0 && contract->plain);
}

Test(resolve_patents, the_deal_pays_the_annual_fees_it_bears) {
    ipa_deal *deal = deal_with_patents();
    cr_expect(resolved_plan(deal, arena)->annuity == NULL);
    deal->patents[1].annuity_by_deal = true;
    deal->patents[1].kind = IPA_PATENT_UTILITY_MODEL;
    deal->patents[2].annuity_by_deal = true;
    deal->patents[2].granted = written_date("2026-10-25");
    deal->patents[2].expires = written_date("2028-10-25");
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert(plan->annuity != NULL);
    /* anniversaries of 2020-10-25 are collection ends: years 6 … 10 of the utility model begin on
     * those of 2025 … 2029. The invention's fee of year 7 is paid with its grant; year 8 follows,
     * and it expires on the day its year 9 would begin. */
    for (int k = 0; k < plan->n_periods; k++) {
        static const double utility_model[] = {1200, 1200, 1200, 2000, 2000};
        cr_expect_eq(plan->annuity[k], 0, "its owner pays");
        cr_expect_eq(plan->annuity[plan->n_periods + k],
                     k % 4 == 0 ? 100 * utility_model[k / 4] : 0, "period %d", k);
        cr_expect_eq(plan->annuity[2 * plan->n_periods + k], k == 8 ? 200000 : 0, "period %d", k);
    }
}

Test(resolve_patents, ip_is_valued_where_an_expression_asks) {
    ipa_deal *deal = deal_with_patents();
    cr_expect(resolved_plan(deal, arena)->ip_value == NULL);
    deal->triggers[0].when.text = "ip_value < 1000000 or draws(shortfall_payer) >= 2";
    deal->model.recovery_decay = written_number("0.2");
    ipa_plan *plan = resolved_plan(deal, arena);
    cr_assert(plan->ip_value != NULL);
    cr_assert_eq(deal->contracts[0].valuation.value, 52e6);
    for (int k = 0; k < plan->n_periods; k++) {
        const double years = (plan->periods[k].collection_end - deal->terms.cutoff) / 365.0;
        expect_near(plan->ip_value[k], 52e8 * pow(0.8, years), 1e-13, "valuation");
    }
    deal->contracts[0].valuation = (ipa_number){0};
    deal->patents[0].value = written_number("1000000");
    deal->patents[1].value = written_number("50000000"); /* not of this contract */
    deal->patents[2].value = written_number("500000.5");
    plan = resolved_plan(deal, arena);
    expect_near(plan->ip_value[3], 150000050 * pow(0.8, 1), 1e-13, "its patents' values");
}
