#include "engine/deal/credit.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/normal.h"
#include "engine/math/student.h"
#include "tests/support/oracle.h"

static ipa_arena *arena;
static void begin(void) {
    arena = ipa_arena_create();
}
static void end(void) {
    ipa_arena_destroy(arena);
}
TestSuite(credit, .init = begin, .fini = end);

static void expect_near(double actual, double expected, double relative, const char *what) {
    cr_expect(fabs(actual - expected) <= relative * fabs(expected), "%s: %.17g, not %.17g", what,
              actual, expected);
}

/* `key=a|b|c;` in an oracle's params. */
static int numbers_after(const char *params, const char *key, double *values, int most) {
    const char *at = strstr(params, key);
    cr_assert(at != NULL, "%s in %s", key, params);
    int n = 0;
    at += strlen(key);
    while (n < most) {
        char *after;
        values[n++] = strtod(at, &after);
        if (*after != '|')
            break;
        at = after + 1;
    }
    return n;
}

/* The oracle writes hazards between knots; a curve is written as cumulative PDs. The hazard after
 * the last knot is carried by one more point. */
static ipa_credit curve_of(const char *params) {
    double knots[8], hazard[8], years[8], pd[8], sum = 0;
    int n = numbers_after(params, "knots=", knots, 7);
    int n_hazards = numbers_after(params, "h=", hazard, 8);
    cr_assert_eq(n_hazards, n + 1);
    for (int at = 0; at <= n; at++) {
        years[at] = at < n ? knots[at] : knots[n - 1] + 1;
        sum += hazard[at] * (years[at] - (at > 0 ? years[at - 1] : 0));
        pd[at] = -expm1(-sum);
    }
    ipa_credit credit = {0};
    ipa_credit_set_points(&credit, n + 1, years, pd, arena);
    return credit;
}

Test(credit, survival_and_default_time_of_piecewise_hazards_are_the_oracles) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("05_hazard_default_time.csv", &n_rows);
    int n_survivals = 0, n_times = 0;
    for (size_t at = 0; at < n_rows; at++) {
        const ipa_oracle_row *row = &rows[at];
        bool survival = strcmp(row->case_id, "survival") == 0;
        bool time = strcmp(row->case_id, "default_time") == 0;
        if (!survival && !time)
            continue;
        ipa_credit credit = curve_of(row->params);
        double actual = survival ? ipa_credit_survival(&credit, oracle_parameter(row, "t"))
                                 : ipa_credit_default_years(&credit, oracle_parameter(row, "u"));
        /* The PDs in between are doubles near 0.1, good to 1e-16 of 1, not of themselves. */
        expect_near(actual, row->value, 1e-13, row->params);
        n_survivals += survival;
        n_times += time;
    }
    cr_assert(n_survivals >= 14 && n_times >= 10, "%d, %d", n_survivals, n_times);
    free(rows);
}

static double table[] = {0.02, 0.05, 0.10, 0.001, 0.001, 0.004};
static const char *grades[] = {"B", "A"};
static double points_years[] = {0, 0.5, 2}, points_pd[] = {0, 0.01, 0.04};
static ipa_pd_points curves[] = {
    {.file = "x.csv", .years = points_years, .cumulative = points_pd, .n_points = 3}};
static const ipa_deal deal = {
    .pd_table = {.name = "t", .grades = grades, .n_grades = 2, .n_years = 3, .cumulative = table},
    .pd_curves = curves,
    .n_pd_curves = 1};

static ipa_credit from(ipa_deal_credit source) {
    ipa_credit credit = {0};
    ipa_credit_set_curve(&credit, &deal, &source, arena);
    return credit;
}

Test(credit, a_grade_meets_its_table_at_every_year) {
    ipa_credit b = from((ipa_deal_credit){.rating.id = "B"});
    for (int year = 1; year <= 3; year++)
        expect_near(1 - ipa_credit_survival(&b, year), table[year - 1], 1e-14, "PD of B");
    /* between the knots the hazard is constant; after the last, the last one goes on */
    expect_near(ipa_credit_survival(&b, 1.5), sqrt(0.98 * 0.95), 1e-15, "S(1.5)");
    expect_near(ipa_credit_survival(&b, 4), 0.90 * 0.90 / 0.95, 1e-15, "S(4)");
    expect_near(ipa_credit_survival(&b, 0.25), pow(0.98, 0.25), 1e-15, "S(0.25)");
    ipa_credit a = from((ipa_deal_credit){.rating.id = "A"});
    expect_near(1 - ipa_credit_survival(&a, 3), 0.004, 1e-13, "PD of A");
    expect_near(ipa_credit_survival(&a, 1.7), 0.999, 1e-15, "a flat stretch");
}

Test(credit, a_flat_hazard_and_own_points) {
    ipa_credit flat = from((ipa_deal_credit){.hazard = {.value = 0.06, .given = true}});
    expect_near(ipa_credit_survival(&flat, 0.25), exp(-0.015), 1e-15, "S(0.25)");
    expect_near(ipa_credit_survival(&flat, 30), exp(-1.8), 1e-15, "S(30)");
    ipa_credit own = from((ipa_deal_credit){.pd_curve.id = "x.csv"});
    expect_near(1 - ipa_credit_survival(&own, 0.5), 0.01, 1e-14, "PD(0.5)");
    expect_near(1 - ipa_credit_survival(&own, 2), 0.04, 1e-14, "PD(2)");
    cr_expect_eq(ipa_credit_survival(&own, 0), 1);
    cr_expect_eq(ipa_credit_survival(&own, -1), 1, "before the cut-off date all live");
}

Test(credit, thresholds_are_quantiles_of_the_cumulative_pd) {
    ipa_credit b = from((ipa_deal_credit){.rating.id = "B"});
    for (int year = 1; year <= 3; year++) {
        double pd = table[year - 1];
        expect_near(ipa_credit_threshold(&b, year, false, 0), ipa_normal_quantile(pd), 1e-13,
                    "Gaussian");
        expect_near(ipa_credit_threshold(&b, year, true, 5), ipa_student_quantile(5, pd), 1e-12,
                    "Student-t");
        expect_near(ipa_normal_cdf(ipa_credit_threshold(&b, year, false, 0)), pd, 1e-12, "back");
    }
    /* Φ⁻¹(0.05), from any table */
    expect_near(ipa_credit_threshold(&b, 2, false, 0), -1.6448536269514722, 1e-13, "2 years");
    cr_expect_eq(ipa_credit_threshold(&b, 0, false, 0), -INFINITY);
    cr_expect_eq(ipa_credit_threshold(&b, 0, true, 5), -INFINITY);
}

Test(credit, thresholds_never_fall_and_keep_their_digits_in_both_tails) {
    ipa_credit hot = from((ipa_deal_credit){.hazard = {.value = 3, .given = true}});
    double before = -INFINITY;
    for (int day = 0; day <= 3650; day++) {
        double threshold = ipa_credit_threshold(&hot, day / 365.0, false, 0);
        cr_assert(threshold >= before, "day %d", day);
        before = threshold;
    }
    /* survival e^−30 is below the last bit of the PD */
    expect_near(ipa_credit_threshold(&hot, 10, false, 0), -ipa_normal_quantile(exp(-30)), 1e-13,
                "ten years");
    ipa_credit safe = from((ipa_deal_credit){.hazard = {.value = 0, .given = true}});
    cr_expect_eq(ipa_credit_threshold(&safe, 100, false, 0), -INFINITY);
    cr_expect_eq(ipa_credit_default_years(&safe, 0.5), INFINITY);
}

Test(credit, default_years_invert_survival) {
    ipa_credit credits[] = {from((ipa_deal_credit){.rating.id = "B"}),
                            from((ipa_deal_credit){.pd_curve.id = "x.csv"}),
                            from((ipa_deal_credit){.hazard = {.value = 0.06, .given = true}})};
    for (size_t at = 0; at < 3; at++)
        for (double years = 0.1; years < 20; years += 0.37) {
            double back =
                ipa_credit_default_years(&credits[at], ipa_credit_survival(&credits[at], years));
            expect_near(back, years, 1e-12, "τ");
        }
    cr_expect_eq(ipa_credit_default_years(&credits[0], 1), 0);
}
