#pragma once
/** Timing of one hot path: the median of repeated runs, and how many times faster one is.
 *
 *  Knows: the monotonic clock, medians, spread.
 *  Does not know: what is timed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { BENCH_MAX_REPEATS = 101 };

/** Seconds of a run: the median, and the fastest and slowest to judge it by. */
typedef struct bench_time {
    double median;
    double fastest;
    double slowest;
} bench_time;

static inline double bench_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline int bench_ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/** Runs `work(context)` once to warm up, then `n_repeats` times (at most 101). */
static inline bench_time bench_run(void (*work)(void *context), void *context, int n_repeats) {
    double seconds[BENCH_MAX_REPEATS];
    int n = n_repeats < BENCH_MAX_REPEATS ? n_repeats : BENCH_MAX_REPEATS;
    work(context);
    for (int at = 0; at < n; at++) {
        double start = bench_now();
        work(context);
        seconds[at] = bench_now() - start;
    }
    qsort(seconds, (size_t)n, sizeof *seconds, bench_ascending);
    return (bench_time){.median = seconds[n / 2], .fastest = seconds[0], .slowest = seconds[n - 1]};
}

/** Keeps the compiler from dropping a result that nobody reads. */
static inline void bench_keep(const void *result) {
    __asm__ volatile("" : : "g"(result) : "memory");
}

/** One line: what, the median, the spread, and items a second (`n_items` of them a run). */
static inline void bench_print(const char *what, bench_time time, double n_items,
                               const char *items) {
    printf("%-40s %10.3f ms  [%.3f .. %.3f]  %12.4g %s/s\n", what, 1e3 * time.median,
           1e3 * time.fastest, 1e3 * time.slowest, n_items / time.median, items);
}

/** How many times faster than the peer: the figure to quote, for it travels between machines. */
static inline void bench_print_ratio(const char *what, bench_time ours, bench_time peer) {
    printf("%-40s %10.2f x\n", what, peer.median / ours.median);
}

/** Peak resident memory of this process in MB. */
static inline double bench_peak_mb(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024.0;
}
