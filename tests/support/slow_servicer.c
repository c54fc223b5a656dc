#include <string.h>

#include "engine/deal/fields.h"
#include "engine/market/schedule.h"
#include "tests/support/slow_waterfall.h"

/** The first date on which the servicer is dead; n_periods: none. */
static int died_in(const slow_waterfall *of) {
    const ipa_deal *deal = of->deal;
    int entity = 0, k = 0;
    while (strcmp(deal->entities[entity].id, deal->servicer.entity.id) != 0)
        entity++;
    while (k < of->n_periods && of->rows->alive[entity * of->n_periods + k].lane[of->lane] != 0)
        k++;
    return k;
}

/** The day of the hand-over before the one on this day. */
static ipa_date hand_over_before(ipa_date date, int frequency) {
    if (frequency != IPA_FREQUENCY_SEMIMONTHLY)
        return ipa_date_add_months(date, -ipa_schedule_months((ipa_frequency)frequency), false);
    const int day = ipa_date_split(date).day;
    if (day > 15)
        return date - 15;
    const ipa_date first = date - day + 1;
    const ipa_date before = ipa_date_add_months(first, -1, false) + day + 14;
    return before < first ? before : first - 1;
}

/** The part of the period's collections that is still with the servicer. */
static double share_held(const slow_waterfall *of, int frequency) {
    const ipa_period *period = &of->periods[of->k];
    if (frequency == IPA_NO_CHOICE)
        return 1;
    const double days = period->collection_end - period->collection_start;
    const double held =
        period->collection_end - hand_over_before(period->collection_end, frequency);
    return held < days ? held / days : 1;
}

static double share_lost(const slow_waterfall *of) {
    const ipa_deal_servicer *servicer = &of->deal->servicer;
    const double usual = share_held(of, servicer->transfer);
    bool event = false;
    for (int n = 0; n < of->deal->n_triggers; n++)
        event = event || (of->on[n] && of->deal->triggers[n].effect != IPA_EFFECT_NONE);
    if (!event || servicer->after_event == IPA_NO_CHOICE)
        return usual;
    const double then = share_held(of, servicer->after_event);
    return then < usual ? then : usual;
}

static void lose(slow_waterfall *of, double share) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        slow_arrival *arrived = &of->arrived[kind];
        of->lost += share * arrived->fen;
        arrived->fen *= 1 - share;
        arrived->days *= 1 - share;
        arrived->credit_days *= 1 - share;
    }
}

/** What reaches the deal so much later, or never. */
static void delay(slow_waterfall *of, int n_periods) {
    const int then = of->k + n_periods;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        const double fen = of->arrived[kind].fen;
        of->arrived[kind] = (slow_arrival){0, 0, 0};
        if (then < of->n_periods) {
            of->under_way[kind][then] += fen;
            of->delayed += fen;
        } else {
            of->lost += fen;
        }
    }
}

void slow_servicer_pass(slow_waterfall *of) {
    of->lost = of->delayed = 0;
    const bool is_plan = of->deal->pool.certificate.id != NULL; /* its trust has the servicer */
    if (of->deal->servicer.entity.id == NULL || is_plan || of->k > of->called)
        return;
    const int died = died_in(of), n_late = of->deal->servicer.perfection_periods;
    if (of->k == died && of->deal->servicer.commingling)
        lose(of, share_lost(of));
    if (of->k > died && of->k <= died + n_late)
        delay(of, n_late);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        of->arrived[kind].fen += of->under_way[kind][of->k];
}

bool slow_servicer_holds(const slow_waterfall *of) {
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        for (int k = of->k + 1; k < of->n_periods; k++)
            if (of->under_way[kind][k] > 0)
                return true;
    return false;
}
