#include "engine/waterfall/servicer.h"

#include "engine/waterfall/call.h"
#include "engine/waterfall/triggers.h"

/* The servicer's survival at a payment date; before the first it lives. */
static void alive_at(const ipa_waterfall *waterfall, int k, double *alive) {
    const int first = waterfall->plan->servicer->entity * waterfall->plan->n_periods;
    if (k < 0)
        ipa_kernels_fill(alive, 1);
    else
        ipa_kernels_copy(alive, waterfall->collections->alive[first + k].lane);
}

/* 1 in lanes where it died on one of the dates from … to. */
static void died_within(const ipa_waterfall *waterfall, int from, int to, double *died) {
    ipa_row there;
    alive_at(waterfall, from - 1, died);
    alive_at(waterfall, to, there.lane);
    ipa_kernels_subtract(died, there.lane);
}

/* 1 in lanes where the collections of period m are delayed. */
static void delays(const ipa_waterfall *waterfall, int m, double *delayed) {
    const int n = waterfall->plan->servicer->perfection_periods;
    if (n == 0 || m < 0)
        ipa_kernels_fill(delayed, 0);
    else
        died_within(waterfall, m - n, m - 1, delayed);
}

static void add_product(const double *restrict x, const double *restrict share,
                        double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += x[p] * share[p];
}

static void add_all_kinds(const ipa_waterfall *waterfall, int m, const double *share, double *y) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        add_product(waterfall->collections->cash[kind][m].lane, share, y);
}

/* Share of the period's collections that lies with a servicer found dead on this date. */
static void lose(const ipa_waterfall *waterfall, double *lost) {
    const ipa_plan_servicer *servicer = waterfall->plan->servicer;
    const int k = waterfall->k;
    ipa_row eventful, share;
    ipa_triggers_eventful(waterfall, eventful.lane);
    for (int p = 0; p < IPA_LANES; p++)
        share.lane[p] = eventful.lane[p] != 0 ? servicer->lost_after_event[k] : servicer->lost[k];
    died_within(waterfall, k, k, lost);
    for (int p = 0; p < IPA_LANES; p++)
        lost[p] *= share.lane[p];
}

/* Delayed by dates up to this one and still to come. */
static void await(ipa_waterfall *waterfall) {
    const int n = waterfall->plan->servicer->perfection_periods;
    ipa_kernels_fill(waterfall->pending->lane, 0);
    for (int m = waterfall->k; m > waterfall->k - n && m >= 0; m--) {
        ipa_row delayed;
        delays(waterfall, m, delayed.lane);
        if (m + n < waterfall->plan->n_periods)
            add_all_kinds(waterfall, m, delayed.lane, waterfall->pending->lane);
    }
}

static void record(const ipa_waterfall *waterfall, const double *lost, const double *delayed) {
    const ipa_plan_servicer *servicer = waterfall->plan->servicer;
    const int k = waterfall->k;
    /* What would come after the last date never comes. */
    const bool comes = k + servicer->perfection_periods < waterfall->plan->n_periods;
    double *gone = waterfall->payments->lost[k].lane;
    double *later = waterfall->payments->delayed[k].lane;
    ipa_kernels_fill(gone, 0);
    ipa_kernels_fill(later, 0);
    add_all_kinds(waterfall, k, lost, gone);
    add_all_kinds(waterfall, k, delayed, comes ? later : gone);
    ipa_kernels_keep(waterfall->live->lane, gone);
    ipa_kernels_keep(waterfall->live->lane, later);
    ipa_call_keep_collected(waterfall, gone);
    ipa_call_keep_collected(waterfall, later);
}

static void pass_on(ipa_waterfall *waterfall) {
    const int k = waterfall->k, since = k - waterfall->plan->servicer->perfection_periods;
    ipa_row lost, delayed, released;
    double *kept = waterfall->kept->lane;
    lose(waterfall, lost.lane);
    delays(waterfall, k, delayed.lane);
    delays(waterfall, since, released.lane);
    for (int p = 0; p < IPA_LANES; p++)
        kept[p] = 1 - lost.lane[p] - delayed.lane[p];
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        const ipa_row *cash = waterfall->collections->cash[kind];
        double *collected = waterfall->reached[kind].lane;
        waterfall->collected[kind] = &waterfall->reached[kind];
        ipa_kernels_fill(collected, 0);
        add_product(cash[k].lane, kept, collected);
        if (since >= 0)
            add_product(cash[since].lane, released.lane, collected);
    }
    record(waterfall, lost.lane, delayed.lane);
    await(waterfall);
}

void ipa_servicer_keep(const ipa_waterfall *waterfall, double *y) {
    const double *kept = waterfall->kept->lane;
    if (waterfall->plan->servicer != NULL)
        for (int p = 0; p < IPA_LANES; p++)
            y[p] *= kept[p];
}

void ipa_servicer_collect(ipa_waterfall *waterfall) {
    if (waterfall->plan->servicer != NULL) {
        pass_on(waterfall);
        return;
    }
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        waterfall->collected[kind] = &waterfall->collections->cash[kind][waterfall->k];
}
