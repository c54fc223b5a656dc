#include <criterion/criterion.h>
#include <math.h>

#include "engine/simulate/tally.h"

enum { N = 1000 };

static double x_of(int n) {
    return 1e8 + sin(n) * (n % 7);
}
static double y_of(int n) {
    return 3 + cos(0.3 * n) + 0.1 * sin(n);
}

/* Two passes in long double: the textbook. */
static double covariance(double (*a)(int), double (*b)(int), long double *mean_a,
                         long double *mean_b) {
    long double sum_a = 0, sum_b = 0, products = 0;
    for (int n = 0; n < N; n++) {
        sum_a += a(n);
        sum_b += b(n);
    }
    *mean_a = sum_a / N;
    *mean_b = sum_b / N;
    for (int n = 0; n < N; n++)
        products += (a(n) - *mean_a) * (b(n) - *mean_b);
    return (double)(products / (N - 1));
}

static ipa_tally tally_of(int block, ipa_arena *arena) {
    static const ipa_tally_pair pair = {1, 0};
    ipa_row rows[2];
    ipa_tally total = ipa_tally_create(2, &pair, 1, arena);
    ipa_tally part = ipa_tally_create(2, &pair, 1, arena);
    for (int n = 0; n < N; n += block) {
        const int n_paths = n + block <= N ? block : N - n;
        for (int p = 0; p < n_paths; p++) {
            rows[0].lane[p] = x_of(n + p);
            rows[1].lane[p] = y_of(n + p);
        }
        ipa_tally_set(&part, rows, n_paths);
        ipa_tally_merge(&total, &part);
    }
    return total;
}

Test(tally, is_the_textbook_whatever_the_blocks) {
    ipa_arena *arena = ipa_arena_create();
    long double mean_x, mean_y;
    const double xx = covariance(x_of, x_of, &mean_x, &mean_x);
    const double xy = covariance(x_of, y_of, &mean_x, &mean_y);
    const double yy = covariance(y_of, y_of, &mean_y, &mean_y);
    for (int block = 1; block <= IPA_LANES; block += 9) {
        const ipa_tally tally = tally_of(block, arena);
        const ipa_estimate x = ipa_tally_estimate(&tally, 0);
        const ipa_estimate ratio = ipa_tally_ratio(&tally, 0);
        const double r = (double)(mean_y / mean_x);
        cr_expect_eq(tally.count, N);
        cr_expect_float_eq(x.mean, (double)mean_x, 1e-7);
        cr_expect_float_eq(x.standard_error / sqrt(xx / N), 1, 1e-9);
        cr_expect_float_eq(ratio.mean / r, 1, 1e-13);
        cr_expect_float_eq(ratio.standard_error /
                               (sqrt((yy - 2 * r * xy + r * r * xx) / N) / (double)mean_x),
                           1, 1e-9);
    }
    ipa_arena_destroy(arena);
}

Test(tally, constants_have_no_error) {
    ipa_arena *arena = ipa_arena_create();
    ipa_row row;
    ipa_tally total = ipa_tally_create(1, NULL, 0, arena);
    ipa_tally part = ipa_tally_create(1, NULL, 0, arena);
    for (int p = 0; p < IPA_LANES; p++)
        row.lane[p] = 0.1;
    for (int block = 0; block < 100; block++) {
        ipa_tally_set(&part, &row, IPA_LANES);
        ipa_tally_merge(&total, &part);
    }
    cr_expect_eq(ipa_tally_estimate(&total, 0).mean, 0.1);
    cr_expect_eq(ipa_tally_estimate(&total, 0).standard_error, 0);
    ipa_arena_destroy(arena);
}

Test(tally, nothing_over_nothing_is_no_number) {
    ipa_arena *arena = ipa_arena_create();
    static const ipa_tally_pair pair = {0, 1};
    ipa_row rows[2] = {{{0}}, {{0}}};
    ipa_tally tally = ipa_tally_create(2, &pair, 1, arena);
    ipa_tally_set(&tally, rows, 10);
    cr_expect(isnan(ipa_tally_ratio(&tally, 0).mean));
    ipa_arena_destroy(arena);
}
