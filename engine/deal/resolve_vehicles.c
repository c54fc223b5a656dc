#include "engine/deal/resolve.h"

/* One finding says enough: dates after a late one are late as well. */
static void map_periods(const ipa_resolver *r, const ipa_plan *lower) {
    ipa_plan *plan = r->plan;
    plan->certificate_period = IPA_NEW_ARRAY(r->arena, lower->n_periods, int);
    for (int k = 0; k < lower->n_periods; k++) {
        const ipa_date paid = lower->periods[k].payment;
        const int at = plan->certificate_period[k] = ipa_plan_period(plan, paid);
        if (at >= 0 && at < plan->n_periods)
            continue;
        char date[IPA_DATE_TEXT];
        const ipa_node *periods = ipa_node_get(lower->deal->root, "periods");
        ipa_findings_add(r->findings, IPA_E0496_VEHICLE_DATES, periods->mark,
                         ipa_node_path(periods, r->arena), NULL,
                         at < 0 ? "what is paid on %s comes before the deal collects anything"
                                : "what is paid on %s comes after the deal's last collection "
                                  "period",
                         ipa_date_format(paid, date));
        return;
    }
}

void ipa_resolve_vehicles(const ipa_resolver *r, ipa_plan *lower) {
    ipa_resolver below = *r;
    below.deal = lower->deal;
    below.plan = lower;
    if (lower->n_periods == 0)
        return;
    map_periods(r, lower);
    ipa_resolve_ip_value(&below, r->plan);
}
