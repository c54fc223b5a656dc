#include "engine/deal/validate.h"

#include "engine/deal/validate_accounts.h"
#include "engine/deal/validate_contracts.h"
#include "engine/deal/validate_events.h"
#include "engine/deal/validate_expressions.h"
#include "engine/deal/validate_fees.h"
#include "engine/deal/validate_figures.h"
#include "engine/deal/validate_model.h"
#include "engine/deal/validate_names.h"
#include "engine/deal/validate_patents.h"
#include "engine/deal/validate_pool.h"
#include "engine/deal/validate_rates.h"
#include "engine/deal/validate_replacement.h"
#include "engine/deal/validate_steps.h"
#include "engine/deal/validate_stress.h"
#include "engine/deal/validate_tranches.h"
#include "engine/deal/validate_valuation.h"
#include "engine/deal/vehicles.h"

static const double PER_100_TOLERANCE = 1e-6;

static bool is_written(const ipa_node *node, const char *key) {
    return ipa_node_given(ipa_node_get(node, key));
}

/* ---- dates ---- */

typedef struct named_date {
    const char *section, *key;
    ipa_date date;
} named_date;

static ipa_mark mark_of(const ipa_deal *deal, const named_date *dated) {
    const ipa_node *section = ipa_node_get(deal->root, dated->section);
    return section ? ipa_node_mark(section, dated->key) : deal->root->mark;
}

/* Sections of a vehicle stand below it. */
static const char *path_of(const ipa_deal *deal, const ipa_validate_scope *scope,
                           const named_date *dated) {
    const ipa_node *section = ipa_node_get(deal->root, dated->section);
    return section ? ipa_node_field(section, dated->key, scope->bind->arena)
                   : ipa_arena_format(scope->bind->arena, "%s.%s", dated->section, dated->key);
}

/* Says so when a date does not come after another; `or_same` allows both on one day. */
static bool check_order(const ipa_deal *deal, const ipa_validate_scope *scope, ipa_code code,
                        named_date first, named_date second, bool or_same) {
    if (first.date == IPA_NO_DATE || second.date == IPA_NO_DATE || first.date < second.date ||
        (or_same && first.date == second.date))
        return true;
    char a[IPA_DATE_TEXT];
    char b[IPA_DATE_TEXT];
    ipa_findings_add(scope->bind->findings, code, mark_of(deal, &second),
                     path_of(deal, scope, &second), NULL, "%s is not %s `%s.%s`, %s",
                     ipa_date_format(second.date, b), or_same ? "on or after" : "after",
                     first.section, first.key, ipa_date_format(first.date, a));
    return false;
}

static void check_dates(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_terms *terms = &deal->terms;
    const ipa_deal_periods *periods = &deal->periods;
    named_date cutoff = {"deal", "cutoff", terms->cutoff};
    named_date closing = {"deal", "closing", terms->closing};
    named_date legal_final = {"deal", "legal_final", terms->legal_final};
    named_date first = {"periods", periods->dates.n_dates > 0 ? "dates" : "first_payment",
                        periods->first_payment};
    named_date valuation = {"market", "valuation_date", deal->market.valuation_date};
    if (deal->vehicle == NULL)
        check_order(deal, scope, IPA_W0415_DATES_UNUSUAL, cutoff, closing, true);
    check_order(deal, scope, IPA_E0403_DATE_ORDER, closing, first, false);
    bool ends = check_order(deal, scope, IPA_E0403_DATE_ORDER, first, legal_final, true) &&
                deal->vehicle == NULL &&
                check_order(deal, scope, IPA_E0403_DATE_ORDER, closing, legal_final, false);
    if (ends)
        check_order(deal, scope, IPA_E0403_DATE_ORDER, valuation, legal_final, false);
    if (first.date != IPA_NO_DATE)
        first.date -= periods->collection_lag_days;
    check_order(deal, scope, IPA_E0403_DATE_ORDER, cutoff, first, false);
}

static void check_periods(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_node *periods = ipa_node_get(deal->root, "periods");
    bool first = is_written(periods, "first_payment");
    bool frequency = is_written(periods, "frequency");
    bool dates = is_written(periods, "dates");
    bool whole = dates ? !first && !frequency : first && frequency;
    if (periods && periods->kind == IPA_MAPPING && !whole)
        ipa_findings_add(scope->bind->findings, IPA_E0117_ONE_OF, periods->mark,
                         ipa_node_path(periods, scope->bind->arena),
                         "write `{first_payment: 2025-10-25, frequency: quarterly}`",
                         "expected `first_payment` and `frequency`, or else `dates`");
}

/* The grid of nominal payment dates; false when the deal does not say it. */
static bool payment_dates(const ipa_deal *deal, ipa_schedule *schedule) {
    const ipa_deal_periods *periods = &deal->periods;
    bool listed = periods->dates.n_dates > 0;
    bool stated = periods->first_payment != IPA_NO_DATE && deal->terms.legal_final != IPA_NO_DATE &&
                  (listed || (int)periods->frequency != IPA_NO_CHOICE);
    if (!stated)
        return false;
    *schedule = listed ? ipa_schedule_written(periods->dates.dates, (size_t)periods->dates.n_dates,
                                              deal->terms.legal_final)
                       : ipa_schedule_payments(periods->first_payment, deal->terms.legal_final,
                                               periods->frequency, periods->end_of_month);
    return ipa_schedule_count(schedule) > 0;
}

static ipa_date last_payment(const ipa_deal *deal) {
    ipa_schedule schedule;
    if (!payment_dates(deal, &schedule))
        return IPA_NO_DATE;
    return ipa_schedule_date(&schedule, ipa_schedule_count(&schedule) - 1);
}

static ipa_date last_collection(const ipa_deal *deal) {
    const ipa_date last = last_payment(deal);
    return last == IPA_NO_DATE ? last : last - deal->periods.collection_lag_days;
}

static void check_calendar(const ipa_deal *deal, const ipa_validate_scope *scope) {
    ipa_schedule schedule;
    const ipa_node *written = ipa_node_get(deal->root, "calendar");
    /* What the deal's calendar lacks is said of the deal, not of its vehicle as well. */
    bool shared = deal->vehicle && !(written && written->parent && written->parent->parent);
    if (shared || !deal->calendar.holidays || !payment_dates(deal, &schedule))
        return;
    ipa_calendar calendar = {.base = IPA_CALENDAR_CN,
                             .closed = deal->calendar.extra.dates,
                             .n_closed = (size_t)deal->calendar.extra.n_dates};
    if (!ipa_calendar_parse(deal->calendar.holidays, &calendar.base))
        calendar.base = IPA_CALENDAR_CN;
    for (size_t k = 0; k < ipa_schedule_count(&schedule); k++) {
        ipa_date date = ipa_schedule_date(&schedule, k);
        if (ipa_calendar_covers(&calendar, date))
            continue;
        const ipa_node *section = ipa_node_get(deal->root, "calendar");
        ipa_findings_add(scope->bind->findings, IPA_W0411_CALENDAR_UNCOVERED,
                         section ? ipa_node_mark(section, "holidays") : deal->root->mark,
                         "calendar.holidays", NULL,
                         "the holidays of %d and of later years are not known: weekends only",
                         ipa_date_split(date).year);
        return;
    }
}

/* ---- fees and notes ---- */

static void check_rate_or_amount(const ipa_validate_scope *scope, const ipa_node *node) {
    bool rate = is_written(node, "rate");
    bool amount = is_written(node, "amount");
    bool base = is_written(node, "base");
    const char *fault = rate && amount     ? "both `rate` and `amount` are given"
                        : !rate && !amount ? "neither `rate` nor `amount` is given"
                        : rate && !base    ? "a rate needs its `base`"
                        : amount && base   ? "`base` means nothing beside `amount`"
                                           : NULL;
    if (fault)
        ipa_findings_add(scope->bind->findings, IPA_E0117_ONE_OF, node->mark,
                         ipa_node_path(node, scope->bind->arena),
                         "write `rate` and `base`, or `amount`", "%s", fault);
}

static void check_per_100(const ipa_validate_scope *scope, const ipa_deal_tranche *tranche) {
    double sum = 0;
    for (int n = 0; n < tranche->n_schedule; n++) {
        sum += tranche->schedule_per_100[n].value;
        if (!tranche->schedule_per_100[n].given)
            return;
    }
    bool sums = sum > 100 - PER_100_TOLERANCE && sum < 100 + PER_100_TOLERANCE;
    const ipa_node *list =
        ipa_node_get(ipa_node_get(tranche->node, "amortisation"), "schedule_per_100");
    if (list && list->kind == IPA_SEQUENCE && !sums)
        ipa_findings_add(scope->bind->findings, IPA_E0405_PER_100_SUM, list->mark,
                         ipa_node_path(list, scope->bind->arena), NULL,
                         "the entries sum to %.10g, not to 100", sum);
}

static void check_credit(const ipa_deal *deal, const ipa_validate_scope *scope,
                         const ipa_deal_account *account) {
    char date[IPA_DATE_TEXT];
    bool early = account->credit.n_dates > 0 && deal->terms.closing != IPA_NO_DATE &&
                 account->credit.dates[0] <= deal->terms.closing;
    if (early && !account->pot_of)
        ipa_findings_add(
            scope->bind->findings, IPA_E0403_DATE_ORDER, ipa_node_mark(account->node, "credit"),
            ipa_node_field(account->node, "credit", scope->bind->arena),
            "leave it out: interest accrues from closing", "%s is not after `deal.closing`",
            ipa_date_format(account->credit.dates[0], date));
}

static void check_liabilities(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = 0; n < deal->n_accounts; n++)
        check_credit(deal, scope, &deal->accounts[n]);
    for (int n = 0; n < deal->n_fees; n++)
        check_rate_or_amount(scope, deal->fees[n].node);
    for (int n = 0; n < deal->closing.n_upfront; n++)
        check_rate_or_amount(scope, deal->closing.upfront[n].node);
    named_date closing = {"deal", "closing", deal->terms.closing};
    for (int t = 0; t < deal->n_tranches; t++) {
        const ipa_deal_tranche *tranche = &deal->tranches[t];
        check_per_100(scope, tranche);
        bool early = tranche->expected_final != IPA_NO_DATE && closing.date != IPA_NO_DATE &&
                     tranche->expected_final <= closing.date;
        if (early)
            ipa_findings_add(scope->bind->findings, IPA_E0403_DATE_ORDER,
                             ipa_node_mark(tranche->node, "expected_final"),
                             ipa_node_field(tranche->node, "expected_final", scope->bind->arena),
                             NULL, "the expected final date is not after closing");
    }
    const ipa_node *list = ipa_node_get(deal->root, "tranches");
    if (list && list->kind == IPA_SEQUENCE && list->n_items == 0)
        ipa_findings_add(scope->bind->findings, IPA_E0105_MISSING_KEY, list->mark, "tranches", NULL,
                         "a deal needs at least one tranche");
}

static void check_market(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_node *market = ipa_node_get(deal->root, "market");
    const ipa_node *discount = ipa_node_get(market, "discount");
    bool curve = is_written(discount, "curve");
    bool flat = is_written(discount, "flat");
    bool form = is_written(discount, "nelson_siegel");
    bool refused = market && market->kind != IPA_MAPPING;
    if (!ipa_node_given(discount) && !refused)
        ipa_findings_add(scope->bind->findings, IPA_W0416_NO_DISCOUNT, deal->root->mark,
                         "market.discount", "write `market: {discount: {curve: curve.csv}}`",
                         "no discount curve is given: prices are at a zero rate of 0");
    else if (discount && discount->kind == IPA_MAPPING && curve + flat + form != 1)
        ipa_findings_add(scope->bind->findings, IPA_E0117_ONE_OF, discount->mark, "market.discount",
                         "write `{curve: curve.csv}` or `{flat: 0.025}`",
                         "exactly one of `curve`, `flat` and `nelson_siegel` is expected");
}

void ipa_validate_deal(const ipa_deal *deal, const ipa_validate_scope *scope) {
    ipa_validate_names(deal, scope);
    check_dates(deal, scope);
    check_periods(deal, scope);
    check_calendar(deal, scope);
    check_liabilities(deal, scope);
    ipa_validate_tranches(deal, scope);
    ipa_validate_figures(deal, scope);
    ipa_validate_fees(deal, scope);
    ipa_validate_steps(deal, scope);
    ipa_validate_accounts(deal, scope);
    ipa_validate_replacement(deal, scope, last_payment(deal));
    if (deal->n_tranches > 0)
        ipa_validate_expressions(deal, scope);
    if (deal->vehicle != NULL)
        return;
    check_market(deal, scope);
    ipa_vehicles_judge(deal, scope);
    ipa_validate_model(deal, scope);
    ipa_validate_rates(deal, scope);
    ipa_validate_pool(deal, scope,
                      last_collection(deal->n_vehicles > 0 ? &deal->vehicles[0] : deal));
    ipa_validate_valuation(deal, scope);
    ipa_validate_events(deal, scope);
    ipa_validate_contracts(deal, scope);
    ipa_validate_patents(deal, scope);
    ipa_validate_stress(deal, scope);
}
