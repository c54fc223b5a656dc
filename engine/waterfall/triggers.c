#include "engine/waterfall/triggers.h"

#include "engine/math/instruction_set.h"
#include "engine/waterfall/evaluate.h"

#define LANES for (int p = 0; p < IPA_LANES; p++)

/* 1 where what is on goes off: a trigger that can be cured does when its condition no longer holds,
 * or when its level of restoring is reached. */
static ipa_value goes_off(ipa_waterfall *waterfall, int n) {
    const ipa_plan_trigger *trigger = &waterfall->plan->triggers[n];
    if (trigger->restore != NULL)
        return ipa_evaluate_value(waterfall, trigger->restore);
    return (ipa_value){NULL, trigger->curable ? 1 : 0};
}

/* y = 1 where on and y is 0, else 0. */
IPA_LANES_INLINE void unless_lanes(const double *restrict on, double *restrict y) {
    LANES {
        const double not_off = y[p] == 0 ? 1.0 : 0.0;
        y[p] = on[p] != 0 ? not_off : 0;
    }
}
IPA_PER_INSTRUCTION_SET(static, keep_unless, unless_lanes, (const double *on, double *y), (on, y))

static void find_stays(ipa_waterfall *waterfall, int n, double *stays) {
    const ipa_value off = goes_off(waterfall, n);
    if (off.lane)
        ipa_kernels_copy(stays, off.lane);
    else
        ipa_kernels_fill(stays, off.alike);
    keep_unless(waterfall->on[n].lane, stays);
}

IPA_LANES_INLINE void test_lanes(const double *restrict met, const double *restrict live,
                                 const double *restrict stays, double needed,
                                 double *restrict times, double *restrict next) {
    LANES {
        const double more = times[p] + 1, in_a_row = met[p] != 0 ? more : 0;
        const double now = in_a_row >= needed ? 1.0 : stays[p];
        times[p] = live[p] != 0 ? in_a_row : 0;
        next[p] = live[p] != 0 ? now : 0;
    }
}
IPA_PER_INSTRUCTION_SET(static, enter_test, test_lanes,
                        (const double *met, const double *live, const double *stays, double needed,
                         double *times, double *next),
                        (met, live, stays, needed, times, next))

static void test(ipa_waterfall *waterfall, int n) {
    const ipa_plan_trigger *trigger = &waterfall->plan->triggers[n];
    const double needed = trigger->consecutive > 1 ? trigger->consecutive : 1;
    double *next = trigger->takes_effect_next ? waterfall->next[n].lane : waterfall->on[n].lane;
    ipa_row stays, met;
    find_stays(waterfall, n, stays.lane);
    const double *holds = ipa_evaluate(waterfall, trigger->when);
    if (holds == next) { /* its condition is itself */
        ipa_kernels_copy(met.lane, holds);
        holds = met.lane;
    }
    enter_test(holds, waterfall->live->lane, stays.lane, needed, waterfall->times[n].lane, next);
}

/* y = the greater of y and on × effect. */
IPA_LANES_INLINE void raise_lanes(const double *restrict on, double effect, double *restrict y) {
    LANES {
        const double chosen = on[p] * effect;
        y[p] = chosen > y[p] ? chosen : y[p];
    }
}
IPA_PER_INSTRUCTION_SET(static, raise_by, raise_lanes, (const double *on, double effect, double *y),
                        (on, effect, y))

void ipa_triggers_close(ipa_waterfall *waterfall) {
    for (int n = 0; n < waterfall->plan->n_triggers; n++)
        if (waterfall->plan->triggers[n].takes_effect_next)
            ipa_kernels_copy(waterfall->on[n].lane, waterfall->next[n].lane);
}

void ipa_triggers_eventful(const ipa_waterfall *waterfall, double *eventful) {
    ipa_kernels_fill(eventful, 0);
    for (int n = 0; n < waterfall->plan->n_triggers; n++)
        if (waterfall->plan->triggers[n].effect != IPA_EFFECT_NONE)
            raise_by(waterfall->on[n].lane, 1, eventful);
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
        if (effect > IPA_WATERFALL_NORMAL)
            raise_by(waterfall->on[n].lane, effect, running);
    }
}

void ipa_triggers_any(const ipa_waterfall *waterfall, ipa_effect effect, double *y) {
    ipa_kernels_fill(y, 0);
    for (int n = 0; n < waterfall->plan->n_triggers; n++)
        if (waterfall->plan->triggers[n].effect == effect)
            raise_by(waterfall->on[n].lane, 1, y);
}

void ipa_triggers_trap(const ipa_waterfall *waterfall, ipa_payee payee, double *amount) {
    const bool is_tranche = payee.kind == IPA_PAYEE_RESIDUAL || payee.kind == IPA_PAYEE_INTEREST;
    const double *trapped = waterfall->trapped->lane;
    if (is_tranche && waterfall->plan->tranches[payee.index].is_residual)
        for (int p = 0; p < IPA_LANES; p++)
            amount[p] = trapped[p] != 0 ? 0 : amount[p];
}
