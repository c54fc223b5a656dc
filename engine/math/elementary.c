#include "engine/math/elementary.h"

IPA_LANES_INLINE void exp_lanes(int n, const double *x, double *y) {
    for (int i = 0; i < n; i++)
        y[i] = ipa_exp(x[i]);
}

IPA_LANES_INLINE void log_lanes(int n, const double *x, double *y) {
    for (int i = 0; i < n; i++)
        y[i] = ipa_log(x[i]);
}

IPA_PER_INSTRUCTION_SET(extern, ipa_exp_array, exp_lanes, (int n, const double *x, double *y),
                        (n, x, y))
IPA_PER_INSTRUCTION_SET(extern, ipa_log_array, log_lanes, (int n, const double *x, double *y),
                        (n, x, y))
