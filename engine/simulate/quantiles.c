#include "engine/simulate/quantiles.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/math/beta.h"

enum { BINS = 1024, MOST_RANKS = 16, SMALL = 48, RADIX_BITS = 11, RADIX = 1 << RADIX_BITS };

static const double tail = 0.025;

ipa_estimate ipa_quantiles_mean(const double *sample, long n) {
    double mean = 0, squares = 0;
    for (long p = 0; p < n; p++)
        mean += sample[p];
    mean /= (double)n;
    for (long p = 0; p < n; p++)
        squares += (sample[p] - mean) * (sample[p] - mean);
    return (ipa_estimate){mean, n > 1 ? sqrt(squares / ((double)n * (double)(n - 1))) : NAN};
}

long ipa_quantiles_rank(long n, double level) {
    /* n·level may be a rounding error above the whole number that it is meant to be. */
    const long rank = (long)ceil((double)n * (level - 1e-12)) - 1;
    return rank < 0 ? 0 : rank >= n ? n - 1 : rank;
}

/* ---- selection ---- */

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/** A part of a sample in which some ranks are looked for. */
typedef struct selection {
    const double *sample;
    long n, below; /**< below: how many values of the whole sample lie below this part */
    const long *ranks;
    int n_ranks;
    double *values, *to, *spare; /**< two workspaces of length n; `sample` may be the second */
} selection;

static void range_of(const double *restrict x, long n, double *low, double *high) {
    double least = x[0], most = x[0];
    for (long p = 1; p < n; p++) {
        least = x[p] < least ? x[p] : least;
        most = x[p] > most ? x[p] : most;
    }
    *low = least;
    *high = most;
}

static int bin_of(double x, double low, double per_bin) {
    const int bin = (int)((x - low) * per_bin);
    return bin < BINS - 1 ? bin : BINS - 1;
}

static void select_small(selection part) {
    memcpy(part.to, part.sample, (size_t)part.n * sizeof(double));
    qsort(part.to, (size_t)part.n, sizeof(double), ascending);
    for (int i = 0; i < part.n_ranks; i++)
        part.values[i] = part.to[part.ranks[i] - part.below];
}

/** A bin that holds ranks, and where its values are gathered. */
typedef struct wanted_bin {
    int bin, first_rank, n_ranks;
    long start, n, below;
} wanted_bin;

static int find_bins(selection part, const long *counts, wanted_bin *wanted) {
    long below = part.below, start = 0;
    int n_wanted = 0;
    for (int bin = 0, i = 0; bin < BINS && i < part.n_ranks; bin++) {
        int inside = 0;
        while (i + inside < part.n_ranks && part.ranks[i + inside] < below + counts[bin])
            inside++;
        if (inside > 0) {
            wanted[n_wanted++] = (wanted_bin){bin, i, inside, start, counts[bin], below};
            start += counts[bin];
            i += inside;
        }
        below += counts[bin];
    }
    return n_wanted;
}

static void gather(selection part, double low, double per_bin, const wanted_bin *wanted,
                   int n_wanted) {
    long next[BINS];
    bool is_wanted[BINS] = {false};
    for (int n = 0; n < n_wanted; n++) {
        next[wanted[n].bin] = wanted[n].start;
        is_wanted[wanted[n].bin] = true;
    }
    for (long p = 0; p < part.n; p++) {
        const int bin = bin_of(part.sample[p], low, per_bin);
        if (is_wanted[bin])
            part.to[next[bin]++] = part.sample[p];
    }
}

/* Bins between the extremes; each rank goes on inside its own. No bin holds both extremes, so the
 * parts shrink. */
static void select_part(selection part) {
    double low, high;
    range_of(part.sample, part.n, &low, &high);
    if (low == high) {
        for (int i = 0; i < part.n_ranks; i++)
            part.values[i] = low;
        return;
    }
    const double per_bin = BINS / (high - low);
    if (part.n <= SMALL || !(per_bin > 0 && per_bin < INFINITY)) {
        select_small(part);
        return;
    }
    long counts[BINS] = {0};
    wanted_bin wanted[MOST_RANKS];
    for (long p = 0; p < part.n; p++)
        counts[bin_of(part.sample[p], low, per_bin)]++;
    const int n_wanted = find_bins(part, counts, wanted);
    gather(part, low, per_bin, wanted, n_wanted);
    for (int n = 0; n < n_wanted; n++) {
        const wanted_bin *bin = &wanted[n];
        select_part((selection){
            part.to + bin->start, bin->n, bin->below, part.ranks + bin->first_rank, bin->n_ranks,
            part.values + bin->first_rank, part.spare + bin->start, part.to + bin->start});
    }
}

void ipa_quantiles_select(const double *sample, long n, const long *ranks, int n_ranks,
                          double *values, double *scratch) {
    IPA_ASSERT(n_ranks <= MOST_RANKS);
    select_part((selection){sample, n, 0, ranks, n_ranks, values, scratch, scratch + n});
}

/* ---- sorting ---- */

/* The bits of a double, changed so that they order as the numbers do. */
static uint64_t key_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (UINT64_C(1) << 63);
}

void ipa_quantiles_sort(double *sample, long n, double *scratch) {
    double *from = sample, *to = scratch;
    for (int shift = 0; shift < 64; shift += RADIX_BITS) {
        long starts[RADIX] = {0}, total = 0;
        for (long p = 0; p < n; p++)
            starts[(key_of(from[p]) >> shift) & (RADIX - 1)]++;
        for (int digit = 0; digit < RADIX; digit++) {
            const long count = starts[digit];
            starts[digit] = total;
            total += count;
        }
        for (long p = 0; p < n; p++)
            to[starts[(key_of(from[p]) >> shift) & (RADIX - 1)]++] = from[p];
        double *other = from;
        from = to;
        to = other;
    }
    if (from != sample) /* six passes come back by themselves */
        memcpy(sample, from, (size_t)n * sizeof(double));
}

/* ---- bounds ---- */

/* P(at most k of n). Our beta law: GSL's has no answer for ten million paths. */
static double at_most(long k, long n, double share) {
    return k < 0 ? 0 : k >= n ? 1 : ipa_beta_cdf((double)(n - k), (double)k + 1, 1 - share);
}

/* The least k from −1 to n whose P(at most k) has passed the probability; `or_equal`: reached. */
static long first_past(long n, double share, double probability, bool or_equal) {
    long below = -2, past = n;
    while (past - below > 1) {
        const long middle = below + (past - below) / 2;
        const double p = at_most(middle, n, share);
        if (p > probability || (or_equal && p >= probability))
            past = middle;
        else
            below = middle;
    }
    return past;
}

/* From 1, l = max{l : P(at most l − 1) ≤ 2.5%} and u = min{u : P(at most u − 1) ≥ 97.5%}. */
void ipa_quantiles_interval(long n, double level, long *low, long *high) {
    *low = first_past(n, level, tail, false) - 1;
    *high = first_past(n, level, 1 - tail, true);
}

ipa_quantile_estimate ipa_quantiles_var(const double *sorted, long n, double level) {
    long low, high;
    ipa_quantiles_interval(n, level, &low, &high);
    return (ipa_quantile_estimate){
        .value = sorted[ipa_quantiles_rank(n, level)],
        .low = low >= 0 ? sorted[low] : NAN,
        .high = high < n ? sorted[high] : NAN,
    };
}

ipa_estimate ipa_quantiles_cvar(const double *sorted, long n, double level) {
    const long rank = ipa_quantiles_rank(n, level);
    const double q = sorted[rank], share = 1 - level;
    double sum = 0, squares = 0;
    for (long p = n - 1; p > rank; p--) {
        const double above = sorted[p] - q;
        sum += above;
        squares += above * above;
    }
    const double mean = sum / (double)n, variance = squares / (double)n - mean * mean;
    return (ipa_estimate){
        .mean = q + mean / share,
        .standard_error =
            n > 1 ? sqrt((variance > 0 ? variance : 0) / (double)(n - 1)) / share : NAN,
    };
}

/* Our beta quantile: GSL's finds no answer for as plain a case as 6 of 10,000. */
double ipa_quantiles_upper(long k, long n) {
    return k >= n ? 1 : ipa_beta_quantile((double)k + 1, (double)(n - k), 1 - tail);
}

double ipa_quantiles_lower(long k, long n) {
    return k <= 0 ? 0 : ipa_beta_quantile((double)k, (double)(n - k) + 1, tail);
}
