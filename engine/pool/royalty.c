#include "engine/pool/royalty.h"

#include <math.h>

#include "engine/math/instruction_set.h"

IPA_LANES_INLINE void times_lanes(const double *restrict multiplier, double *restrict x) {
    for (int p = 0; p < IPA_LANES; p++)
        x[p] *= multiplier[p];
}

/* Tiers of the year's sales so far: what ipa_plan_royalty_fee says, in the same order of steps. */
IPA_LANES_INLINE void tier_lanes(const ipa_plan_royalty *royalty, const double *restrict sales,
                                 double *restrict fee) {
    for (int p = 0; p < IPA_LANES; p++)
        fee[p] = 0;
    for (int n = 0; n < royalty->n_tiers; n++) {
        const double from = royalty->from[n], rate = royalty->rate[n];
        const double to = n + 1 < royalty->n_tiers ? royalty->from[n + 1] : INFINITY;
        for (int p = 0; p < IPA_LANES; p++) {
            const double up_to = sales[p] < to ? sales[p] : to;
            const double above = up_to - from;
            fee[p] += rate * (above > 0 ? above : 0);
        }
    }
}

/* What is due beyond what this year already was: nothing once the cap is reached. The minimum where
   the year closes. */
IPA_LANES_INLINE void due_lanes(double minimum, double cap, const double *restrict fee,
                                double *restrict before, double *restrict due) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double least = fee[p] < minimum ? minimum : fee[p];
        const double more = (least < cap ? least : cap) - before[p];
        due[p] = more > 0 ? more : 0;
        before[p] = fee[p];
    }
}

IPA_LANES_INLINE void royalty_lanes(const ipa_plan_royalty *royalty, const ipa_row *factor,
                                    const ipa_row *own, ipa_row *dues) {
    double sold[IPA_LANES] IPA_LANES_ALIGNED, year[IPA_LANES] IPA_LANES_ALIGNED = {0};
    double fee[IPA_LANES] IPA_LANES_ALIGNED, before[IPA_LANES] IPA_LANES_ALIGNED = {0};
    for (int n = 0; n < royalty->n_sales; n++) {
        const ipa_plan_sale *sale = &royalty->sales[n];
        const double minimum = sale->closes_year ? royalty->minimum : -INFINITY;
        const double kept = sale->opens_year ? 0 : 1;
        for (int p = 0; p < IPA_LANES; p++)
            sold[p] = sale->base;
        if (factor)
            times_lanes(factor[sale->period].lane, sold);
        if (own)
            times_lanes(own[sale->period].lane, sold);
        for (int p = 0; p < IPA_LANES; p++) {
            year[p] = kept * year[p] + sold[p];
            before[p] *= kept;
        }
        tier_lanes(royalty, year, fee);
        due_lanes(minimum, royalty->cap, fee, before, dues[n].lane);
    }
}

IPA_PER_INSTRUCTION_SET(extern, ipa_royalty_dues, royalty_lanes,
                        (const ipa_plan_royalty *royalty, const ipa_row *factor, const ipa_row *own,
                         ipa_row *dues),
                        (royalty, factor, own, dues))
