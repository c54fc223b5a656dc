#include "engine/pool/recovery.h"

#include <math.h>

static double own_normal(const ipa_defaults *defaults, ipa_purpose purpose, int contract,
                         int lane) {
    const ipa_stream stream = {purpose, defaults->plan->contracts[contract].stream};
    return ipa_draw_normal(defaults->seed, defaults->first_path + (uint64_t)lane, stream, 0);
}

double ipa_recovery_share(const ipa_defaults *defaults, int contract, int lane) {
    const ipa_plan *plan = defaults->plan;
    const ipa_plan_contract *of = &plan->contracts[contract];
    if (!of->recovery || defaults->is_base)
        return of->recovery_mean;
    const double own = own_normal(defaults, IPA_PURPOSE_RECOVERY, contract, lane);
    const double rho = plan->recovery_correlation;
    const double factor = rho != 0 ? defaults->factors[plan->recovery_factor].lane[lane] : 0;
    const double score = rho * factor + sqrt(1 - rho * rho) * own;
    const double share = ipa_quantile_table_one(of->recovery, score);
    return share * (1 - of->recovery_less) + of->recovery_more * (1 - share);
}

int ipa_recovery_arrival(const ipa_defaults *defaults, int contract, int lane, int default_period) {
    const ipa_plan_contract *of = &defaults->plan->contracts[contract];
    if (!of->lag || defaults->is_base)
        return of->recovery_period[default_period];
    const double score = own_normal(defaults, IPA_PURPOSE_RECOVERY_LAG, contract, lane);
    return ipa_plan_recovery_period(defaults->plan, default_period,
                                    ipa_quantile_table_one(of->lag, score) + of->lag_added);
}
