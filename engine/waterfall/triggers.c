#include "engine/waterfall/triggers.h"

#include "engine/waterfall/evaluate.h"

/* What is left of having been on: a trigger that can be cured goes off when its condition does, or
 * when its level of restoring is reached. */
static void stay(ipa_waterfall *waterfall, int n, double *stays) {
    const ipa_plan_trigger *trigger = &waterfall->plan->triggers[n];
    ipa_kernels_fill(stays, 0);
    if (trigger->restore != NULL)
        ipa_kernels_equal(ipa_evaluate(waterfall, trigger->restore), 0, stays);
    else if (!trigger->curable)
        ipa_kernels_fill(stays, 1);
    ipa_kernels_keep(waterfall->on[n].lane, stays);
}

static void test(ipa_waterfall *waterfall, int n) {
    const ipa_plan_trigger *trigger = &waterfall->plan->triggers[n];
    const double needed = trigger->consecutive > 1 ? trigger->consecutive : 1;
    const double *live = waterfall->live->lane;
    double *times = waterfall->times[n].lane;
    double *next = trigger->takes_effect_next ? waterfall->next[n].lane : waterfall->on[n].lane;
    ipa_row stays;
    stay(waterfall, n, stays.lane);
    const double *met = ipa_evaluate(waterfall, trigger->when);
    for (int p = 0; p < IPA_LANES; p++) {
        double in_a_row = met[p] != 0 ? times[p] + 1 : 0;
        double now = in_a_row >= needed ? 1.0 : stays.lane[p];
        times[p] = live[p] != 0 ? in_a_row : 0;
        next[p] = live[p] != 0 ? now : 0;
    }
}

void ipa_triggers_close(ipa_waterfall *waterfall) {
    for (int n = 0; n < waterfall->plan->n_triggers; n++)
        if (waterfall->plan->triggers[n].takes_effect_next)
            ipa_kernels_copy(waterfall->on[n].lane, waterfall->next[n].lane);
}

void ipa_triggers_eventful(const ipa_waterfall *waterfall, double *eventful) {
    ipa_kernels_fill(eventful, 0);
    for (int n = 0; n < waterfall->plan->n_triggers; n++) {
        const double *on = waterfall->on[n].lane;
        if (waterfall->plan->triggers[n].effect != IPA_EFFECT_NONE)
            for (int p = 0; p < IPA_LANES; p++)
                eventful[p] = on[p] > eventful[p] ? on[p] : eventful[p];
    }
}

void ipa_triggers_test(ipa_waterfall *waterfall, bool after_payment) {
    for (int n = 0; n < waterfall->plan->n_triggers; n++)
        if (waterfall->plan->triggers[n].after_payment == after_payment)
            test(waterfall, n);
}

void ipa_triggers_choose(const ipa_waterfall *waterfall, double *running) {
    static const double waterfall_of[] = {
        [IPA_EFFECT_NONE] = IPA_WATERFALL_NORMAL,
        [IPA_EFFECT_ACCELERATE] = IPA_WATERFALL_ACCELERATED,
        [IPA_EFFECT_DEFAULT] = IPA_WATERFALL_DEFAULT,
        [IPA_EFFECT_TRAP] = IPA_WATERFALL_NORMAL,
        [IPA_EFFECT_STOP_REVOLVING] = IPA_WATERFALL_NORMAL,
    };
    ipa_kernels_fill(running, IPA_WATERFALL_NORMAL);
    for (int n = 0; n < waterfall->plan->n_triggers; n++) {
        const double effect = waterfall_of[waterfall->plan->triggers[n].effect];
        const double *on = waterfall->on[n].lane;
        for (int p = 0; p < IPA_LANES; p++) {
            double chosen = on[p] * effect;
            running[p] = chosen > running[p] ? chosen : running[p];
        }
    }
}

void ipa_triggers_any(const ipa_waterfall *waterfall, ipa_effect effect, double *y) {
    ipa_kernels_fill(y, 0);
    for (int n = 0; n < waterfall->plan->n_triggers; n++) {
        const double *on = waterfall->on[n].lane;
        if (waterfall->plan->triggers[n].effect == effect)
            for (int p = 0; p < IPA_LANES; p++)
                y[p] = on[p] > y[p] ? on[p] : y[p];
    }
}

void ipa_triggers_trap(const ipa_waterfall *waterfall, ipa_payee payee, double *amount) {
    const bool is_tranche = payee.kind == IPA_PAYEE_RESIDUAL || payee.kind == IPA_PAYEE_INTEREST;
    const double *trapped = waterfall->trapped->lane;
    if (is_tranche && waterfall->plan->tranches[payee.index].is_residual)
        for (int p = 0; p < IPA_LANES; p++)
            amount[p] = trapped[p] != 0 ? 0 : amount[p];
}
