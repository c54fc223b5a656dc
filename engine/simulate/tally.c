#include "engine/simulate/tally.h"

#include <math.h>
#include <string.h>

enum { STRANDS = 8 };

ipa_tally ipa_tally_create(int n_figures, const ipa_tally_pair *pairs, int n_pairs,
                           ipa_arena *arena) {
    return (ipa_tally){
        .n_figures = n_figures,
        .n_pairs = n_pairs,
        .pairs = pairs,
        .mean = IPA_NEW_ARRAY(arena, n_figures, double),
        .squares = IPA_NEW_ARRAY(arena, n_figures, double),
        .products = IPA_NEW_ARRAY(arena, n_pairs, double),
    };
}

/* Eight strands, summed pairwise: an order of the file format, which vector registers can follow.
 */
static double sum(double *restrict strand) {
    for (int half = STRANDS / 2; half > 0; half /= 2)
        for (int n = 0; n < half; n++)
            strand[n] += strand[n + half];
    return strand[0];
}

/* From the first path on: the mean of equal figures is that figure, without an error. */
static double mean_of(const double *restrict x, int n_paths) {
    double strand[STRANDS] = {0};
    const double first = x[0];
    const int whole = n_paths - n_paths % STRANDS;
    for (int p = 0; p < whole; p += STRANDS)
        for (int n = 0; n < STRANDS; n++)
            strand[n] += x[p + n] - first;
    for (int p = whole; p < n_paths; p++)
        strand[p - whole] += x[p] - first;
    return first + sum(strand) / n_paths;
}

static double deviations(const double *restrict x, double mean_x, const double *restrict y,
                         double mean_y, int n_paths) {
    double strand[STRANDS] = {0};
    const int whole = n_paths - n_paths % STRANDS;
    for (int p = 0; p < whole; p += STRANDS)
        for (int n = 0; n < STRANDS; n++)
            strand[n] += (x[p + n] - mean_x) * (y[p + n] - mean_y);
    for (int p = whole; p < n_paths; p++)
        strand[p - whole] += (x[p] - mean_x) * (y[p] - mean_y);
    return sum(strand);
}

void ipa_tally_set(ipa_tally *tally, const ipa_row *rows, int n_paths) {
    tally->count = n_paths;
    for (int n = 0; n < tally->n_figures; n++) {
        const double *x = rows[n].lane;
        tally->mean[n] = mean_of(x, n_paths);
        tally->squares[n] = deviations(x, tally->mean[n], x, tally->mean[n], n_paths);
    }
    for (int n = 0; n < tally->n_pairs; n++) {
        const ipa_tally_pair pair = tally->pairs[n];
        tally->products[n] =
            deviations(rows[pair.numerator].lane, tally->mean[pair.numerator],
                       rows[pair.denominator].lane, tally->mean[pair.denominator], n_paths);
    }
}

void ipa_tally_merge(ipa_tally *tally, const ipa_tally *part) {
    const double ours = (double)tally->count, theirs = (double)part->count;
    const double weight = theirs / (ours + theirs), between = ours * weight;
    for (int n = 0; n < tally->n_pairs; n++) {
        const ipa_tally_pair pair = tally->pairs[n];
        const double dx = part->mean[pair.numerator] - tally->mean[pair.numerator];
        const double dy = part->mean[pair.denominator] - tally->mean[pair.denominator];
        tally->products[n] += part->products[n] + dx * dy * between;
    }
    for (int n = 0; n < tally->n_figures; n++) {
        const double delta = part->mean[n] - tally->mean[n];
        tally->mean[n] += delta * weight;
        tally->squares[n] += part->squares[n] + delta * delta * between;
    }
    tally->count += part->count;
}

ipa_estimate ipa_tally_estimate(const ipa_tally *tally, int figure) {
    const double n = (double)tally->count;
    return (ipa_estimate){
        .mean = tally->mean[figure],
        .standard_error = tally->count > 1 ? sqrt(tally->squares[figure] / (n * (n - 1))) : NAN,
    };
}

ipa_estimate ipa_tally_ratio(const ipa_tally *tally, int pair) {
    const int up = tally->pairs[pair].numerator, down = tally->pairs[pair].denominator;
    const double bottom = tally->mean[down], n = (double)tally->count;
    if (!(bottom != 0))
        return (ipa_estimate){NAN, NAN};
    const double ratio = tally->mean[up] / bottom;
    const double squares = tally->squares[up] - 2 * ratio * tally->products[pair] +
                           ratio * ratio * tally->squares[down];
    return (ipa_estimate){
        .mean = ratio,
        .standard_error = tally->count > 1
                              ? sqrt((squares > 0 ? squares : 0) / (n * (n - 1))) / fabs(bottom)
                              : NAN,
    };
}
