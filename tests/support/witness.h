#pragma once
/** Comparing our figures with a witness (GSL, LAPACK, Random123) over many points.
 *
 *  Knows: the worst relative error met so far and where it was; a hash of a stream of doubles.
 *  Does not know: what is compared.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct ipa_witness {
    double worst, at, ours, theirs;
    size_t n_points;
} ipa_witness;

/** Takes one comparison at x: |ours − theirs| / max(|theirs|, floor); a NaN on either side counts
 *  as infinitely wrong. */
void witness_compare(ipa_witness *witness, double x, double ours, double theirs, double floor);

/** Fails the test unless at least `n_points` were compared and none differs by more than
 *  `tolerance`. */
void witness_expect(const ipa_witness *witness, const char *what, size_t n_points,
                    double tolerance);

/** FNV-1a, 64 bits, of the bits of n doubles: a change of compiler or machine that changes one bit
 *  changes it. Start with WITNESS_HASH_START. */
uint64_t witness_hash(uint64_t hash, size_t n, const double *values);
#define WITNESS_HASH_START 0xcbf29ce484222325u

/** Bits in which two doubles agree or not, for "same to the bit". */
uint64_t witness_bits(double x);
