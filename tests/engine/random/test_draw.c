#include <Random123/philox.h>
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/block/lanes.h"
#include "engine/math/normal.h"
#include "engine/random/draw.h"
#include "tests/support/oracle.h"
#include "tests/support/witness.h"

static const ipa_stream obligor = {IPA_PURPOSE_OBLIGOR, 0x9e3779b9u};

/* The address whose counter is these four words; the published answers are reached through it. */
static void words_at(const uint32_t c[4], const uint32_t k[2], uint32_t out[4]) {
    const uint64_t seed = k[0] | (uint64_t)k[1] << 32;
    const uint64_t path = c[0] | (uint64_t)(c[1] & 0xffff) << 32, index = (uint64_t)c[2] << 1;
    const ipa_stream stream = {c[1] >> 16, c[3]};
    const uint64_t even = ipa_draw_bits(seed, path, stream, index);
    const uint64_t odd = ipa_draw_bits(seed, path, stream, index | 1);
    out[0] = (uint32_t)even;
    out[1] = (uint32_t)(even >> 32);
    out[2] = (uint32_t)odd;
    out[3] = (uint32_t)(odd >> 32);
}

static void check_known_answer(const ipa_oracle_row *row) {
    uint32_t c[4], k[2], expected[4], ours[4];
    cr_assert_eq(
        sscanf(row->params, "ctr=%x %x %x %x;key=%x %x", &c[0], &c[1], &c[2], &c[3], &k[0], &k[1]),
        6, "%s", row->params);
    cr_assert_eq(sscanf(row->value_text, "%x %x %x %x", &expected[0], &expected[1], &expected[2],
                        &expected[3]),
                 4);
    words_at(c, k, ours);
    cr_expect_arr_eq(ours, expected, sizeof ours, "%s", row->params);
    /* The same answer out of the lanes of a block, the last lane where the path allows. */
    const uint64_t path = c[0] | (uint64_t)(c[1] & 0xffff) << 32;
    const uint64_t first = path >= IPA_LANES ? path - (IPA_LANES - 1) : path;
    const ipa_stream stream = {c[1] >> 16, c[3]};
    for (uint64_t half = 0; half < 2; half++) {
        double u[IPA_LANES];
        ipa_draw_uniforms(k[0] | (uint64_t)k[1] << 32, first, (int)(path - first) + 1, stream,
                          (uint64_t)c[2] << 1 | half, u);
        const uint64_t bits = expected[2 * half] | (uint64_t)expected[2 * half + 1] << 32;
        cr_expect_eq(u[path - first], ((double)(bits >> 12) + 0.5) * 0x1p-52, "%s", row->params);
    }
}

/* Seven KATs of Philox4x32-10: three published with Random123, four of its own implementation. */
Test(draw, known_answers) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("19_rng_kat.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++)
        if (strcmp(rows[at].case_id, "philox4x32_10") == 0) {
            check_known_answer(&rows[at]);
            n_checked++;
        }
    cr_expect_eq(n_checked, 7);
    free(rows);
}

/* Oracle 19 gives the map from bits to the uniform; the bits of a draw are on hand to check it. */
Test(draw, uniforms_are_the_middles_of_intervals) {
    size_t n_rows;
    ipa_oracle_row *rows = oracle_read("19_rng_kat.csv", &n_rows);
    int n_checked = 0;
    for (size_t at = 0; at < n_rows; at++)
        if (strcmp(rows[at].case_id, "u64_to_double_open") == 0) {
            const uint64_t x = strtoull(strstr(rows[at].params, "x=0x") + 4, NULL, 16);
            cr_expect_eq(((double)(x >> 12) + 0.5) * 0x1p-52, rows[at].value, "%s",
                         rows[at].params);
            n_checked++;
        }
    cr_expect_eq(n_checked, 4);
    free(rows);
    for (uint64_t path = 0; path < 100000; path++) {
        const uint64_t x = ipa_draw_bits(7, path, obligor, 3);
        const double u = ipa_draw_uniform(7, path, obligor, 3);
        cr_assert_eq(u, ((double)(x >> 12) + 0.5) * 0x1p-52);
        cr_assert(u > 0.0 && u < 1.0);
    }
}

/* The lanes are our own code; Random123 stands behind every bit of them, the carry of the path into
   its upper half included. */
Test(draw, lanes_are_random123_bit_for_bit) {
    const uint64_t firsts[] = {
        0, 64, 12345, 0xffffffe0u, (UINT64_C(1) << 40) - 7, IPA_DRAW_MOST_PATHS - 64};
    const uint64_t seeds[] = {0, 1, 20250320, UINT64_MAX};
    for (size_t at = 0; at < 6; at++)
        for (size_t s = 0; s < 4; s++)
            for (uint64_t index = 0; index < 40; index++) {
                double u[IPA_LANES];
                ipa_draw_uniforms(seeds[s], firsts[at], IPA_LANES, obligor, index, u);
                for (int p = 0; p < IPA_LANES; p++) {
                    const uint64_t path = firsts[at] + (uint64_t)p;
                    const philox4x32_ctr_t counter = {
                        {(uint32_t)path, (uint32_t)(path >> 32) | obligor.purpose << 16,
                         (uint32_t)(index / 2), obligor.id}};
                    const philox4x32_key_t key = {{(uint32_t)seeds[s], (uint32_t)(seeds[s] >> 32)}};
                    const philox4x32_ctr_t out = philox4x32_R(10, counter, key);
                    const uint64_t low = out.v[index % 2 * 2], high = out.v[index % 2 * 2 + 1];
                    const uint64_t bits = low | high << 32;
                    cr_assert_eq(u[p], ((double)(bits >> 12) + 0.5) * 0x1p-52,
                                 "seed %zu first %zu index %d lane %d", s, at, (int)index, p);
                }
            }
}

/* A draw is the same alone, in any block, at any place in it, and as half of a pair. */
Test(draw, does_not_depend_on_the_block) {
    for (int n = 0; n <= IPA_LANES; n++)
        for (uint64_t first = 1000; first < 1003; first++) {
            double z[IPA_LANES + 1], u[IPA_LANES + 1], pair[2 * IPA_LANES];
            double uniforms[2 * IPA_LANES];
            z[n] = u[n] = -777.0;
            ipa_draw_normals(42, first, n, obligor, 5, z);
            ipa_draw_uniforms(42, first, n, obligor, 5, u);
            ipa_draw_normal_pairs(42, first, n, obligor, 2, pair);
            ipa_draw_uniform_pairs(42, first, n, obligor, 2, uniforms);
            cr_assert(z[n] == -777.0 && u[n] == -777.0, "only the paths asked for are written");
            for (int p = 0; p < n; p++) {
                const uint64_t path = first + (uint64_t)p;
                cr_assert_eq(z[p], ipa_draw_normal(42, path, obligor, 5));
                cr_assert_eq(u[p], ipa_draw_uniform(42, path, obligor, 5));
                cr_assert_eq(z[p], ipa_normal_quantile(u[p]));
                cr_assert_eq(pair[p], ipa_draw_normal(42, path, obligor, 4));
                cr_assert_eq(uniforms[p], ipa_draw_uniform(42, path, obligor, 4));
                cr_assert_eq(uniforms[IPA_LANES + p], u[p]);
                cr_assert_eq(pair[IPA_LANES + p], z[p]);
            }
        }
}

enum { N_BINS = 1000, N_DRAWS = 1 << 20 };

/* For a fixed seed these are fixed numbers: the tests say that this stream looks random, at odds of
   a thousand to one. */
static void expect_random(const double *u, const char *what) {
    static int bins[N_BINS], grid[32][32];
    memset(bins, 0, sizeof bins);
    memset(grid, 0, sizeof grid);
    for (int at = 0; at < N_DRAWS; at++) {
        bins[(int)(u[at] * N_BINS)]++;
        if (at % 2)
            grid[(int)(u[at - 1] * 32)][(int)(u[at] * 32)]++;
    }
    double chi_square = 0, serial = 0;
    for (int bin = 0; bin < N_BINS; bin++)
        chi_square += pow(bins[bin] - (double)N_DRAWS / N_BINS, 2) / ((double)N_DRAWS / N_BINS);
    for (int cell = 0; cell < 1024; cell++)
        serial += pow(grid[cell / 32][cell % 32] - N_DRAWS / 2048.0, 2) / (N_DRAWS / 2048.0);
    cr_expect_gt(gsl_cdf_chisq_Q(chi_square, N_BINS - 1), 1e-3, "%s: chi-square %g", what,
                 chi_square);
    cr_expect_gt(gsl_cdf_chisq_P(chi_square, N_BINS - 1), 1e-3, "%s: too even", what);
    cr_expect_gt(gsl_cdf_chisq_Q(serial, 1023), 1e-3, "%s: pairs %g", what, serial);
}

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

Test(draw, neighbours_in_every_direction_look_independent) {
    static double u[N_DRAWS];
    for (int at = 0; at < N_DRAWS; at += IPA_LANES)
        ipa_draw_uniforms(1, (uint64_t)at, IPA_LANES, obligor, 0, u + at);
    expect_random(u, "paths");
    for (int at = 0; at < N_DRAWS; at++)
        u[at] = ipa_draw_uniform(1, 99, obligor, (uint64_t)at);
    expect_random(u, "indices");
    for (int at = 0; at < N_DRAWS; at++)
        u[at] = ipa_draw_uniform(1, 99, (ipa_stream){IPA_PURPOSE_OBLIGOR, (uint32_t)at}, 0);
    expect_random(u, "ids");
    for (int at = 0; at < N_DRAWS; at++)
        u[at] = ipa_draw_uniform((uint64_t)at, 99, obligor, 0);
    expect_random(u, "seeds");
    for (int at = 0; at < N_DRAWS; at++)
        u[at] = ipa_draw_uniform(1, (uint64_t)at / 6, (ipa_stream){(uint32_t)at % 6 + 1, 5}, 0);
    expect_random(u, "purposes");
}

/* Kolmogorov–Smirnov: √n D above 1.95 has probability 0.001. */
Test(draw, normals_are_normal) {
    static double z[N_DRAWS];
    for (int at = 0; at < N_DRAWS; at += 2 * IPA_LANES)
        ipa_draw_normal_pairs(20250320, (uint64_t)at, IPA_LANES, obligor, 0, z + at);
    double sum = 0, square = 0, fourth = 0, distance = 0;
    for (int at = 0; at < N_DRAWS; at++) {
        sum += z[at];
        square += z[at] * z[at];
        fourth += pow(z[at], 4);
    }
    const double n = N_DRAWS;
    cr_expect_lt(fabs(sum / n) * sqrt(n), 3.3);
    cr_expect_lt(fabs(square / n - 1.0) * sqrt(n / 2.0), 3.3);
    cr_expect_lt(fabs(fourth / n - 3.0) * sqrt(n / 96.0), 3.3);
    qsort(z, N_DRAWS, sizeof *z, ascending);
    for (int at = 0; at < N_DRAWS; at++) {
        const double exact = gsl_cdf_ugaussian_P(z[at]);
        distance = fmax(distance, fmax(exact - at / n, (at + 1) / n - exact));
    }
    cr_expect_lt(sqrt(n) * distance, 1.95, "%g", sqrt(n) * distance);
}

/* The hash was recorded from gcc 12 at -O3 with AVX-512; -O0, SSE2, AVX2 and clang give the same.
 */
Test(draw, has_the_bits_of_every_machine) {
    uint64_t hash = WITNESS_HASH_START;
    for (uint64_t index = 0; index < 64; index++) {
        double z[IPA_LANES];
        ipa_draw_normals(20250320, index * IPA_LANES, IPA_LANES, obligor, index, z);
        hash = witness_hash(hash, IPA_LANES, z);
    }
    cr_expect_eq(hash, 0xb25c90938c5d6798u, "0x%llx", (unsigned long long)hash);
}
