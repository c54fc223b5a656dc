#include "engine/pool/recovery.h"

#include <math.h>

static double share(const ipa_defaults *defaults, const ipa_plan_contract *contract, int lane) {
    const ipa_plan *plan = defaults->plan;
    if (!contract->recovery)
        return contract->recovery_mean;
    const ipa_stream stream = {IPA_PURPOSE_RECOVERY, contract->stream};
    const double own =
        ipa_draw_normal(defaults->seed, defaults->first_path + (uint64_t)lane, stream, 0);
    const double rho = plan->recovery_correlation;
    const double factor = rho != 0 ? defaults->factors[plan->recovery_factor].lane[lane] : 0;
    const double score = rho * factor + sqrt(1 - rho * rho) * own;
    return ipa_quantile_table_one(contract->recovery, score);
}

static int arrival(const ipa_defaults *defaults, const ipa_plan_contract *contract, int lane,
                   int default_period) {
    if (!contract->lag)
        return contract->recovery_period[default_period];
    const ipa_stream stream = {IPA_PURPOSE_RECOVERY_LAG, contract->stream};
    const double score =
        ipa_draw_normal(defaults->seed, defaults->first_path + (uint64_t)lane, stream, 0);
    return ipa_plan_recovery_period(defaults->plan, default_period,
                                    ipa_quantile_table_one(contract->lag, score));
}

ipa_recovery ipa_recovery_of(const ipa_defaults *defaults, int contract, int lane,
                             int default_period, double claim) {
    const ipa_plan_contract *of = &defaults->plan->contracts[contract];
    const double net = share(defaults, of, lane) * claim * (1 - of->recovery_cost);
    const double positive = net > 0 ? net : 0;
    return (ipa_recovery){.amount = positive < claim ? positive : claim,
                          .period = arrival(defaults, of, lane, default_period)};
}
