#include "engine/simulate/ratings.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Three grades over three years; the last two of "C" tell the hazard that is continued. */
static double rates[3][3] = {{0.0001, 0.0004, 0.0010}, {0.01, 0.03, 0.06}, {0.10, 0.19, 0.271}};
static const char *grades[3] = {"A", "B", "C"};

static ipa_pd_table table_of_three(void) {
    return (ipa_pd_table){
        .name = "three", .grades = grades, .n_grades = 3, .n_years = 3, .cumulative = &rates[0][0]};
}

static ipa_rating implied(double years, long n_defaults, long n_paths, double loss,
                          double standard_error, ipa_arena *arena) {
    const ipa_pd_table table = table_of_three();
    return ipa_ratings_implied(
        &table, (ipa_ratings_evidence){years, n_defaults, n_paths, {loss, standard_error}}, arena);
}

Test(ratings, table_between_and_beyond_its_years) {
    const ipa_pd_table table = table_of_three();
    for (int grade = 0; grade < 3; grade++)
        for (int year = 1; year <= 3; year++)
            cr_expect_float_eq(ipa_ratings_pd(&table, grade, year), rates[grade][year - 1], 1e-15);
    cr_expect_eq(ipa_ratings_pd(&table, 1, 0), 0);
    /* C survives 0.9 a year */
    for (double years = 0.25; years < 12; years += 0.75)
        cr_expect_float_eq(ipa_ratings_pd(&table, 2, years), 1 - pow(0.9, years), 1e-13);
    for (double years = 0.1; years < 12; years += 0.1)
        for (int grade = 0; grade < 2; grade++) {
            cr_expect_lt(ipa_ratings_pd(&table, grade, years),
                         ipa_ratings_pd(&table, grade, years + 0.1));
            cr_expect_lt(ipa_ratings_pd(&table, grade, years),
                         ipa_ratings_pd(&table, grade + 1, years));
        }
}

/* 0 of n: the bound is 1 − 0.025^(1/n), so 36,887 paths (ln 0.025 / ln(1 − 0.0001)) tell A. */
Test(ratings, no_default_seen) {
    ipa_arena *arena = ipa_arena_create();
    const long needed = (long)ceil(log(0.025) / log1p(-0.0001));
    cr_expect_eq(needed, 36887);
    cr_expect_str_eq(implied(1, 0, needed, 0, 0, arena).by_pd, "A");
    cr_expect_str_eq(implied(1, 0, needed - 1, 0, 0, arena).by_pd,
                     "not resolved: needs 36887 paths");
    cr_expect_str_eq(implied(1, 0, 100, 0, 0, arena).by_pd, "not resolved: needs 36887 paths");
    ipa_arena_destroy(arena);
}

/* No default seen says nothing of how much is lost in one: the loss stays unresolved too, and needs
 * more paths, because its limit is lower. */
Test(ratings, no_loss_seen) {
    ipa_arena *arena = ipa_arena_create();
    const char *needed = "not resolved: needs 67069 paths";
    cr_expect_eq((long)ceil(log(0.025) / log1p(-0.55 * 0.0001)), 67069);
    cr_expect_str_eq(implied(1, 0, 40000, 0, 0, arena).by_el, needed);
    cr_expect_str_eq(implied(1, 0, 67069, 0, 0, arena).by_el, "A");
    ipa_arena_destroy(arena);
}

Test(ratings, the_bound_decides_not_the_mean) {
    ipa_arena *arena = ipa_arena_create();
    /* 1 of 100 is B's 1%, but the bound is 5.4%: C */
    cr_expect_str_eq(implied(1, 1, 100, 0.001, 0.0001, arena).by_pd, "C");
    /* 900 of 100,000: 0.9% ± 0.06% */
    cr_expect_str_eq(implied(1, 900, 100000, 0.001, 0.0001, arena).by_pd, "B");
    cr_expect_str_eq(implied(1, 990, 100000, 0.001, 0.0001, arena).by_pd, "C");
    cr_expect_str_eq(implied(1, 50000, 100000, 0.3, 0.01, arena).by_pd, "below C");
    cr_expect_str_eq(implied(1, 100000, 100000, 1, 0, arena).by_pd, "below C");
    ipa_arena_destroy(arena);
}

Test(ratings, loss_against_its_share_of_the_table) {
    ipa_arena *arena = ipa_arena_create();
    /* B allows 0.55 × 1% in a year */
    cr_expect_str_eq(implied(1, 1000, 100000, 0.0054, 0.00001, arena).by_el, "C");
    cr_expect_str_eq(implied(1, 1000, 100000, 0.0050, 0.00001, arena).by_el, "B");
    cr_expect_str_eq(implied(1, 1000, 100000, 0.0050, 0.001, arena).by_el, "C");
    cr_expect_str_eq(implied(1, 40000, 100000, 0.4, 0.001, arena).by_el, "below C");
    /* a longer life allows more */
    cr_expect_str_eq(implied(3, 1000, 100000, 0.0054, 0.00001, arena).by_el, "B");
    ipa_arena_destroy(arena);
}

/* More defaults never make a better grade, at any count: a bound that fails would. */
Test(ratings, grades_never_improve_with_defaults) {
    ipa_arena *arena = ipa_arena_create();
    int last = 0;
    for (long k = 1; k <= 10000; k += k < 200 ? 1 : 37) {
        const char *text = implied(1, k, 10000, 0, 0, arena).by_pd;
        int grade = 0;
        while (grade < 3 && strcmp(text, grades[grade]) != 0)
            grade++;
        cr_expect_geq(grade, last, "%ld defaults: %s", k, text);
        last = grade;
    }
    cr_expect_eq(last, 3);
    ipa_arena_destroy(arena);
}

Test(ratings, a_loss_that_is_no_number_gets_no_grade) {
    ipa_arena *arena = ipa_arena_create();
    cr_expect_str_eq(implied(1, 10, 100000, NAN, 0, arena).by_el, "below C");
    cr_expect_str_eq(implied(1, 10, 100000, 0.0001, NAN, arena).by_el, "below C");
    ipa_arena_destroy(arena);
}

Test(ratings, no_life_no_grade) {
    ipa_arena *arena = ipa_arena_create();
    cr_expect_str_eq(implied(NAN, 0, 1000, 0, 0, arena).by_pd, "-");
    cr_expect_str_eq(implied(0, 0, 1000, 0, 0, arena).by_el, "-");
    ipa_arena_destroy(arena);
}
