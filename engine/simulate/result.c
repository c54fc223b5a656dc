#include "engine/simulate/result.h"

const double ipa_result_fan_levels[IPA_N_FAN] = {0.01, 0.05, 0.25, 0.50, 0.75, 0.95, 0.99};
