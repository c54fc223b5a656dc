#include "engine/deal/patent_life.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/written.h"

#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

TestSuite(patent_life);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

static ipa_deal_patent patent(ipa_patent_kind kind, const char *filed, const char *granted,
                              const char *expires) {
    return (ipa_deal_patent){.id = "P1",
                             .kind = kind,
                             .filed = filed ? written_date(filed) : IPA_NO_DATE,
                             .granted = granted ? written_date(granted) : IPA_NO_DATE,
                             .expires = expires ? written_date(expires) : IPA_NO_DATE,
                             .registered_on = IPA_NO_DATE};
}

/* ---- expiry ---- */

Test(patent_life, patents_expire_on_the_anniversary_of_filing) {
    static const struct {
        ipa_patent_kind kind;
        const char *filed, *on_tape, *expires;
    } cases[] = {
        {IPA_PATENT_INVENTION, "2015-03-10", NULL, "2035-03-10"},
        {IPA_PATENT_INVENTION, "2012-02-29", NULL, "2032-02-29"},
        {IPA_PATENT_UTILITY_MODEL, "2020-02-29", NULL, "2030-02-28"},
        {IPA_PATENT_DESIGN, "2021-05-31", NULL, "2031-05-31"},
        {IPA_PATENT_DESIGN, "2021-06-01", NULL, "2036-06-01"},
        {IPA_PATENT_INVENTION, "2015-03-10", "2030-01-01", "2030-01-01"},
        {IPA_PATENT_INVENTION, "2015-03-10", "2040-01-01", "2035-03-10"},
        {IPA_PATENT_SOFTWARE, "2015-03-10", "2070-12-31", "2070-12-31"},
        {IPA_PATENT_TRADEMARK, NULL, "2029-06-30", "2029-06-30"},
    };
    for (int n = 0; n < COUNT(cases); n++) {
        ipa_deal_patent one = patent(cases[n].kind, cases[n].filed, NULL, cases[n].on_tape);
        cr_expect_eq(ipa_patent_life_expiry(&one), written_date(cases[n].expires), "row %d", n);
    }
    ipa_deal_patent open = patent(IPA_PATENT_SOFTWARE, NULL, NULL, NULL);
    cr_expect_eq(ipa_patent_life_expiry(&open), IPA_DATE_MAX);
}

/* ---- hazards ---- */

static ipa_deal_hazard rows[] = {
    {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 0, 0.01, {0}},
    {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 3, 0.05, {0}},
    {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 8, 0.10, {0}},
    {IPA_PATENT_INVENTION, IPA_CAUSE_INVALID, 2, 0.0075, {0}},
    {IPA_PATENT_INVENTION, IPA_CAUSE_PARTIAL, 0, 0.5, {0}},
    {IPA_PATENT_DESIGN, IPA_CAUSE_LAPSE, 0, 0.2, {0}},
};

Test(patent_life, hazards_add_up_over_the_ages) {
    const ipa_deal_patent_model model = {.rows = rows, .n_rows = COUNT(rows)};
    static const struct {
        ipa_patent_kind kind;
        ipa_patent_cause cause;
        double from, to, hazard;
    } cases[] = {
        {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 1, 10, 0.01 * 2 + 0.05 * 5 + 0.1 * 2},
        {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 4, 5.5, 0.05 * 1.5},
        {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 3, 8, 0.05 * 5},
        {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 9, 29, 0.1 * 20},
        {IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 5, 5, 0},
        {IPA_PATENT_INVENTION, IPA_CAUSE_INVALID, 0, 1.5, 0},
        {IPA_PATENT_INVENTION, IPA_CAUSE_INVALID, 0, 5, 0.0075 * 3},
        {IPA_PATENT_INVENTION, IPA_CAUSE_OBSOLETE, 0, 20, 0},
        {IPA_PATENT_DESIGN, IPA_CAUSE_LAPSE, 1, 3, 0.4},
        {IPA_PATENT_SOFTWARE, IPA_CAUSE_LAPSE, 1, 3, 0},
    };
    for (int n = 0; n < COUNT(cases); n++)
        cr_expect_float_eq(ipa_patent_life_hazard(&model, cases[n].kind, cases[n].cause,
                                                  cases[n].from, cases[n].to),
                           cases[n].hazard, 1e-15, "row %d", n);
}

Test(patent_life, piecewise_hazards_survive_as_in_the_oracle) {
    size_t n_rows;
    ipa_oracle_row *oracle = oracle_read("05_hazard_default_time.csv", &n_rows);
    int n_seen = 0;
    for (size_t row = 0; row < n_rows; row++) {
        if (strcmp(oracle[row].case_id, "survival") != 0)
            continue;
        ipa_deal_hazard table[8];
        const char *knot = strstr(oracle[row].params, "knots=") + strlen("knots=");
        const char *hazard = strstr(oracle[row].params, ";h=") + strlen(";h=");
        int n = 0;
        for (bool more = true; more; n++) {
            char *after;
            table[n] = (ipa_deal_hazard){IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 0, 0, {0}};
            if (n > 0) {
                table[n].age_from = strtod(knot, &after);
                knot = after + 1;
            }
            table[n].hazard = strtod(hazard, &after);
            more = *after == '|';
            hazard = after + 1;
        }
        const ipa_deal_patent_model model = {.rows = table, .n_rows = n};
        const double integrated = ipa_patent_life_hazard(
            &model, IPA_PATENT_INVENTION, IPA_CAUSE_LAPSE, 0, oracle_parameter(&oracle[row], "t"));
        cr_expect(oracle_agrees(&oracle[row], exp(-integrated)), "%s: %.17g", oracle[row].params,
                  exp(-integrated));
        n_seen++;
    }
    cr_expect_geq(n_seen, 7);
    free(oracle);
}

/* ---- grant and survival ---- */

static ipa_deal *deal_of(ipa_deal *deal) {
    *deal = (ipa_deal){.terms.cutoff = written_date("2025-07-25")};
    deal->model.patents = (ipa_deal_patent_model){
        .rows = rows,
        .n_rows = COUNT(rows),
        .grant_median_months = written_number("20"),
        .grant_sigma = written_number("0.4"),
        .grant_probability = written_number("0.55"),
        .grant_accelerated_factor = written_number("0.5"),
    };
    return deal;
}

/* P(ln t > ln(months / median)), t lognormal. */
static double later_than(double months, double median) {
    return erfc(log(months / median) / 0.4 / sqrt(2)) / 2;
}

Test(patent_life, applications_are_granted_given_that_they_are_still_pending) {
    ipa_deal deal;
    deal_of(&deal);
    /* 365 days before the cut-off date, so 12 months pending */
    ipa_deal_patent one = patent(IPA_PATENT_INVENTION, "2024-07-25", NULL, NULL);
    cr_assert(ipa_patent_life_is_pending(&one));
    const ipa_date then = deal.terms.cutoff + 730; /* 36 months */
    expect_near(ipa_patent_life_granted(&deal, &one, then),
                1 - later_than(36, 20) / later_than(12, 20), 1e-12, "36 months");
    cr_expect_eq(ipa_patent_life_granted(&deal, &one, deal.terms.cutoff), 0);
    one.accelerated = true;
    expect_near(ipa_patent_life_granted(&deal, &one, then),
                1 - later_than(36, 10) / later_than(12, 10), 1e-12, "accelerated");
    one.accelerated = false;
    one.filed = deal.terms.cutoff + 365; /* filed a year after the cut-off date */
    cr_expect_eq(ipa_patent_life_granted(&deal, &one, deal.terms.cutoff + 300), 0);
    expect_near(ipa_patent_life_granted(&deal, &one, then), 1 - later_than(12, 20), 1e-12,
                "filed later");
    one.filed = written_date("1970-01-01"); /* the chance of still pending has no digits left */
    cr_expect_float_eq(ipa_patent_life_granted(&deal, &one, deal.terms.cutoff + 36500), 1, 1e-2);
}

Test(patent_life, a_certain_time_to_grant_is_a_step) {
    ipa_deal deal;
    deal_of(&deal);
    deal.model.patents.grant_sigma = written_number("0");
    ipa_deal_patent one = patent(IPA_PATENT_UTILITY_MODEL, "2024-07-25", NULL, NULL);
    cr_expect_eq(ipa_patent_life_granted(&deal, &one, deal.terms.cutoff + 243), 0, "19.99 months");
    cr_expect_eq(ipa_patent_life_granted(&deal, &one, deal.terms.cutoff + 244), 1, "20.02 months");
    one.filed = written_date("2020-07-25");
    cr_expect_eq(ipa_patent_life_granted(&deal, &one, deal.terms.cutoff + 1), 1, "overdue");
}

Test(patent_life, only_patents_without_a_date_of_grant_are_pending) {
    ipa_deal deal;
    deal_of(&deal);
    ipa_deal_patent granted = patent(IPA_PATENT_DESIGN, "2023-01-01", "2025-10-01", NULL);
    cr_expect(!ipa_patent_life_is_pending(&granted));
    cr_expect_eq(ipa_patent_life_granted(&deal, &granted, written_date("2025-09-30")), 0);
    cr_expect_eq(ipa_patent_life_granted(&deal, &granted, written_date("2025-10-01")), 1);
    ipa_deal_patent software = patent(IPA_PATENT_SOFTWARE, NULL, NULL, "2060-01-01");
    cr_expect(!ipa_patent_life_is_pending(&software));
    cr_expect_eq(ipa_patent_life_granted(&deal, &software, deal.terms.cutoff), 1);
}

Test(patent_life, survival_is_grant_and_every_cause_that_ends_it) {
    ipa_deal deal;
    deal_of(&deal);
    /* 1,000 days old at the cut-off date; partial invalidation ends nothing */
    ipa_deal_patent one = patent(IPA_PATENT_INVENTION, NULL, "2024-01-01", NULL);
    one.filed = deal.terms.cutoff - 1000;
    const double now = 1000 / 365.0, then = 2000 / 365.0;
    const double hazard = 0.01 * (3 - now) + 0.05 * (then - 3) + 0.0075 * (then - now);
    expect_near(ipa_patent_life_survival(&deal, &one, deal.terms.cutoff + 1000), exp(-hazard),
                1e-14, "granted");
    cr_expect_eq(ipa_patent_life_survival(&deal, &one, deal.terms.cutoff), 1);
    const ipa_date expiry = ipa_patent_life_expiry(&one);
    cr_expect_gt(ipa_patent_life_survival(&deal, &one, expiry - 1), 0);
    cr_expect_eq(ipa_patent_life_survival(&deal, &one, expiry), 0);
    one.granted = IPA_NO_DATE;
    expect_near(ipa_patent_life_survival(&deal, &one, deal.terms.cutoff + 1000),
                0.55 * exp(-hazard) * (1 - later_than(then * 12, 20) / later_than(now * 12, 20)),
                1e-12, "pending");
}

/* ---- annual fees and renewal ---- */

static ipa_patent_kind kind_of(const ipa_oracle_row *row) {
    char name[256];
    oracle_text(row, "type", name);
    if (strcmp(name, "invention") == 0)
        return IPA_PATENT_INVENTION;
    cr_assert(strcmp(name, "utility_model") == 0 || strcmp(name, "design") == 0, "%s", name);
    return strcmp(name, "design") == 0 ? IPA_PATENT_DESIGN : IPA_PATENT_UTILITY_MODEL;
}

static double oracle_figure(const ipa_oracle_row *row) {
    const char *id = row->case_id;
    if (strcmp(id, "cnipa_annuity") == 0)
        return ipa_patent_life_annuity(kind_of(row), (int)oracle_parameter(row, "year"));
    if (strcmp(id, "cnipa_annuity_total") == 0) {
        const int term = (int)oracle_parameter(row, "term");
        cr_expect_eq(ipa_patent_life_term(kind_of(row)), term);
        return ipa_patent_life_annuities(kind_of(row), 1, term, 0);
    }
    if (strcmp(id, "cnipa_annuity_pv") == 0)
        return ipa_patent_life_annuities(kind_of(row), (int)oracle_parameter(row, "from_year"),
                                         ipa_patent_life_term(kind_of(row)), 0.05);
    if (strcmp(id, "cnipa_late_fee") == 0)
        return ipa_patent_life_late_fee((int)oracle_parameter(row, "month_bucket"));
    const ipa_patent_renewal law = {.mu = oracle_parameter(row, "mu"),
                                    .sigma = oracle_parameter(row, "sigma"),
                                    .decay = oracle_parameter(row, "d")};
    if (strcmp(id, "renewal_survival") == 0)
        return ipa_patent_life_renewal(IPA_PATENT_INVENTION, &law, (int)oracle_parameter(row, "a"));
    cr_assert_str_eq(id, "patent_value_mean");
    return ipa_patent_life_mean_value(IPA_PATENT_INVENTION, &law, 0.1);
}

Test(patent_life, annual_fees_and_renewals_are_those_of_the_oracle) {
    size_t n_rows;
    ipa_oracle_row *oracle = oracle_read("14_patent_renewal.csv", &n_rows);
    for (size_t row = 0; row < n_rows; row++) {
        const double actual = oracle_figure(&oracle[row]);
        cr_expect(oracle_agrees(&oracle[row], actual), "%s %s: %.17g, not %.17g",
                  oracle[row].case_id, oracle[row].params, actual, oracle[row].value);
    }
    cr_expect_eq(n_rows, 87);
    free(oracle);
}

Test(patent_life, nothing_is_due_outside_the_term) {
    cr_expect_eq(ipa_patent_life_annuity(IPA_PATENT_INVENTION, 0), 0);
    cr_expect_eq(ipa_patent_life_annuity(IPA_PATENT_INVENTION, 21), 0);
    cr_expect_eq(ipa_patent_life_annuity(IPA_PATENT_UTILITY_MODEL, 11), 0);
    cr_expect_eq(ipa_patent_life_annuity(IPA_PATENT_SOFTWARE, 1), 0);
    cr_expect_eq(ipa_patent_life_annuity(IPA_PATENT_TRADEMARK, 1), 0);
    cr_expect_eq(ipa_patent_life_annuities(IPA_PATENT_DESIGN, 9, 8, 0), 0);
    cr_expect(isnan(ipa_patent_life_late_fee(6)), "after the grace the right has lapsed");
    const ipa_patent_renewal law = {.mu = 8, .sigma = 1.6, .decay = 0.88};
    cr_expect_eq(ipa_patent_life_renewal(IPA_PATENT_UTILITY_MODEL, &law, 11), 0);
}
