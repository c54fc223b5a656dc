#include "tests/support/witness.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

void witness_compare(ipa_witness *witness, double x, double ours, double theirs, double floor) {
    const double size = fabs(theirs) > floor ? fabs(theirs) : floor;
    const double error = ours == theirs ? 0.0 : fabs(ours - theirs) / size;
    witness->n_points++;
    if (error <= witness->worst)
        return;
    witness->worst = isnan(error) ? INFINITY : error;
    witness->at = x;
    witness->ours = ours;
    witness->theirs = theirs;
}

void witness_expect(const ipa_witness *witness, const char *what, size_t n_points,
                    double tolerance) {
    cr_expect_geq(witness->n_points, n_points, "%s: only %zu points compared", what,
                  witness->n_points);
    cr_expect_leq(witness->worst, tolerance, "%s: relative error %.3g at %.17g: %.17g, not %.17g",
                  what, witness->worst, witness->at, witness->ours, witness->theirs);
}

uint64_t witness_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

uint64_t witness_hash(uint64_t hash, size_t n, const double *values) {
    for (size_t i = 0; i < n; i++)
        for (int shift = 0; shift < 64; shift += 8)
            hash = (hash ^ ((witness_bits(values[i]) >> shift) & 0xff)) * 0x100000001b3u;
    return hash;
}
