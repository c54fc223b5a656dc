#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/deal/fields.h"
#include "engine/market/schedule.h"
#include "tests/support/slow_money.h"
#include "tests/support/slow_waterfall.h"

/** What an asset says of itself, or the constant form of all. */
typedef struct slow_terms {
    double rate, price; /**< a year; per unit of principal */
    int months, n_dues; /**< between two dues */
    ipa_contract_amortisation amortisation;
} slow_terms;

static slow_terms terms_of(const slow_waterfall *of, int asset) {
    const ipa_deal_replacement *form = &of->deal->pool.replacement;
    const ipa_deal_asset *own = asset < 0 ? NULL : &form->assets[asset];
    const int frequency = (int)(own ? own->frequency : form->frequency);
    const int months = ipa_schedule_months(frequency == IPA_NO_CHOICE ? of->deal->periods.frequency
                                                                      : (ipa_frequency)frequency);
    return (slow_terms){
        .rate = own ? own->rate.value : form->rate.value,
        .price = own && own->price.given ? own->price.value : form->price.value,
        .months = months,
        .n_dues = (own ? own->term_months : form->term_months) / months,
        .amortisation = own ? own->amortisation : form->amortisation,
    };
}

/* ---- what one unit of principal brings ---- */

/** What stands after so many dues. */
static double left_after(const slow_terms *of, int n) {
    const double rate = of->rate * of->months / 12, all = of->n_dues;
    if (n >= of->n_dues)
        return 0;
    if (of->amortisation == IPA_CONTRACT_BULLET)
        return 1;
    if (of->amortisation == IPA_CONTRACT_EQUAL_PRINCIPAL || rate == 0)
        return 1 - n / all;
    return (pow(1 + rate, all) - pow(1 + rate, n)) / (pow(1 + rate, all) - 1);
}

/** Dues up to so many payment dates after the purchase, and whether one falls on the last. */
static int dues_by(const slow_waterfall *of, const slow_terms *terms, int n_dates, bool *now) {
    const int passed = n_dates * ipa_schedule_months(of->deal->periods.frequency);
    *now = n_dates > 0 && passed % terms->months == 0 && passed / terms->months <= terms->n_dues;
    return passed / terms->months;
}

/* ---- who pays ---- */

static int entity_of(const slow_waterfall *of, const char *id) {
    for (int e = 0; e < of->deal->n_entities; e++)
        if (strcmp(of->deal->entities[e].id, id) == 0)
            return e;
    cr_assert_fail("%s", id);
    return -1;
}

static bool is_alive(const slow_waterfall *of, int entity, int k) {
    return of->rows->alive[entity * of->n_periods + k].lane[of->lane] != 0;
}

/** The date that finds the payer dead; n_periods: none. */
static int died_in(const slow_waterfall *of, int entity) {
    int k = 0;
    while (k < of->n_periods && is_alive(of, entity, k))
        k++;
    return k;
}

static int recovered_in(const slow_waterfall *of, int died) {
    const int months = ipa_schedule_months(of->deal->periods.frequency);
    const int lag = of->deal->pool.replacement.recovery_lag_months;
    return died + (lag + months - 1) / months;
}

/** Principal that stands after the dues of a date, whoever lives. */
static double standing(const slow_waterfall *of, const slow_vintage *vintage, int k) {
    const slow_terms terms = terms_of(of, vintage->asset);
    bool now;
    return vintage->principal *
           left_after(&terms, dues_by(of, &terms, k - vintage->bought_in, &now));
}

/** What is claimed where the payer dies. */
static double claim(const slow_waterfall *of, const slow_vintage *vintage) {
    return vintage->died < of->n_periods ? standing(of, vintage, vintage->died - 1) : 0;
}

/** What of the claim comes back by a date. */
static double recovered_by(const slow_waterfall *of, const slow_vintage *vintage, int k) {
    return vintage->died < of->n_periods && recovered_in(of, vintage->died) <= k
               ? of->deal->pool.replacement.recovery_mean.value * claim(of, vintage)
               : 0;
}

/* ---- what it brings ---- */

/** Cash of a kind that one purchase brings on a date. */
static double brings(const slow_waterfall *of, const slow_vintage *vintage, int kind, int k) {
    const slow_terms terms = terms_of(of, vintage->asset);
    bool now;
    if (kind == IPA_COLLECTION_RECOVERY)
        return recovered_by(of, vintage, k) - recovered_by(of, vintage, k - 1);
    const int n = dues_by(of, &terms, k - vintage->bought_in, &now);
    if (!now || k >= vintage->died || kind == IPA_COLLECTION_PREPAYMENT)
        return 0;
    const double before = left_after(&terms, n - 1);
    return vintage->principal * (kind == IPA_COLLECTION_INCOME
                                     ? before * terms.rate * terms.months / 12
                                     : before - left_after(&terms, n));
}

double slow_purchases_bring(const slow_waterfall *of, int kind) {
    double fen = 0;
    for (int v = 0; v < of->n_vintages; v++)
        if (of->vintages[v].bought_in < of->k)
            fen += brings(of, &of->vintages[v], kind, of->k);
    return fen;
}

double slow_purchases_performing(const slow_waterfall *of) {
    double fen = 0;
    for (int v = 0; v < of->n_vintages; v++)
        if (of->vintages[v].died > of->k)
            fen += standing(of, &of->vintages[v], of->k);
    return fen;
}

double slow_purchases_defaulted(const slow_waterfall *of, int k) {
    double fen = 0;
    for (int v = 0; v < of->n_vintages; v++)
        if (of->vintages[v].died <= k)
            fen += claim(of, &of->vintages[v]);
    return fen;
}

double slow_purchases_recovered(const slow_waterfall *of, int k) {
    double fen = 0;
    for (int v = 0; v < of->n_vintages; v++)
        fen += recovered_by(of, &of->vintages[v], k);
    return fen;
}

bool slow_purchases_owe(const slow_waterfall *of) {
    const bool recovers = of->deal->pool.replacement.recovery_mean.value > 0;
    for (int v = 0; v < of->n_vintages; v++) {
        const slow_vintage *vintage = &of->vintages[v];
        const int back = recovered_in(of, vintage->died);
        if (vintage->died > of->k ? standing(of, vintage, of->k) > 0
                                  : recovers && back > of->k && back < of->n_periods)
            return true;
    }
    return false;
}

/* ---- the purchase ---- */

static void add(slow_waterfall *of, int asset, int entity, double principal) {
    cr_assert_lt(of->n_vintages, SLOW_VINTAGES);
    of->vintages[of->n_vintages++] = (slow_vintage){of->k, died_in(of, entity), asset, principal};
    of->bought_principal += principal;
    of->purchased += principal;
}

/** As much of an asset as is on offer, and is not bought yet; returns what is spent. */
static double buy_asset(slow_waterfall *of, int n, double cash) {
    const ipa_deal_asset *asset = &of->deal->pool.replacement.assets[n];
    const int entity = entity_of(of, asset->entity.id);
    const bool early =
        asset->available_from != IPA_NO_DATE && of->periods[of->k].nominal < asset->available_from;
    if (early || !is_alive(of, entity, of->k))
        return 0;
    const double price = terms_of(of, n).price;
    const double offered = slow_money_fen(asset->principal) - of->taken[n];
    double cost = offered * price;
    if (of->rounding)
        cost = floor(cost + 0.5);
    const bool all = cost <= cash;
    const double principal = all ? offered : cash / price;
    if (principal <= 0)
        return 0;
    add(of, n, entity, principal);
    of->taken[n] = all ? slow_money_fen(asset->principal) : of->taken[n] + principal;
    return all ? cost : cash;
}

double slow_purchases_buy(slow_waterfall *of, double cash) {
    const ipa_deal_replacement *form = &of->deal->pool.replacement;
    double left = cash;
    int n_alive = 0;
    if (of->stopped || of->k >= of->called || cash <= 0)
        return 0;
    for (int n = 0; n < form->n_assets && left > 0; n++)
        left -= buy_asset(of, n, left);
    for (int e = 0; e < form->n_entities; e++)
        n_alive += is_alive(of, entity_of(of, form->entities[e].id), of->k);
    for (int e = 0; e < form->n_entities && left > 0; e++) {
        const int entity = entity_of(of, form->entities[e].id);
        if (is_alive(of, entity, of->k))
            add(of, -1, entity, left / terms_of(of, -1).price / n_alive);
    }
    return n_alive > 0 ? cash : cash - left;
}
