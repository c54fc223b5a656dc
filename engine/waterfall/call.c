#include "engine/waterfall/call.h"

#include "engine/waterfall/evaluate.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/trace.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

void ipa_call_make(ipa_waterfall *waterfall, const ipa_step *step) {
    double *price = waterfall->wanted->lane;
    double *amount = waterfall->amount->lane;
    double *cash = waterfall->cash[step->from].lane;
    double *called = waterfall->called->lane;
    const double *mask = waterfall->mask->lane;
    const double k = waterfall->k;
    ipa_evaluate_cap(waterfall, step->price, price);
    if (waterfall->rounding)
        for (int p = 0; p < waterfall->collections->n_paths; p++)
            price[p] = ipa_rounding_nearest(price[p]);
    LANES {
        const double sold = called[p] < k + 1 ? 0 : price[p];
        amount[p] = mask[p] != 0 ? sold : 0;
    }
    ipa_trace_add(waterfall, -1, (ipa_trace_rows){cash, amount, waterfall->room->lane, amount});
    ipa_kernels_add(cash, amount);
    ipa_kernels_add(waterfall->call_price->lane, amount);
    LANES {
        const double now = called[p] < k ? called[p] : k;
        called[p] = mask[p] != 0 ? now : called[p];
    }
    waterfall->any_called = true;
}

void ipa_call_keep_held(const ipa_waterfall *waterfall, double *y) {
    const double *called = waterfall->called->lane;
    const double k = waterfall->k;
    if (waterfall->any_called)
        LANES y[p] = called[p] > k ? y[p] : 0;
}

void ipa_call_keep_collected(const ipa_waterfall *waterfall, double *y) {
    const double *called = waterfall->called->lane;
    const double k = waterfall->k;
    if (waterfall->any_called)
        LANES y[p] = called[p] >= k ? y[p] : 0;
}

const double *ipa_call_held(const ipa_waterfall *waterfall, const double *x, double *y) {
    if (!waterfall->any_called)
        return x;
    ipa_kernels_copy(y, x);
    ipa_call_keep_held(waterfall, y);
    return y;
}

const double *ipa_call_collected(const ipa_waterfall *waterfall, const double *x, double *y) {
    if (!waterfall->any_called)
        return x;
    ipa_kernels_copy(y, x);
    ipa_call_keep_collected(waterfall, y);
    return y;
}

const double *ipa_call_sum(const ipa_waterfall *waterfall, const ipa_row *sums, int ago,
                           double *y) {
    const double *called = waterfall->called->lane;
    const int k = waterfall->k - ago;
    if (k >= 0 && !waterfall->any_called)
        return sums[k].lane;
    if (k < 0)
        ipa_kernels_fill(y, 0);
    else
        LANES y[p] = sums[called[p] < k ? (int)called[p] : k].lane[p];
    return y;
}

void ipa_call_made(const ipa_waterfall *waterfall, double *y) {
    const double *called = waterfall->called->lane;
    const double k = waterfall->k;
    LANES y[p] = called[p] <= k ? 1.0 : 0.0;
}
