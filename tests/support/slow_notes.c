#include <math.h>

#include "tests/support/slow_money.h"
#include "tests/support/slow_waterfall.h"

static double original(const ipa_deal_tranche *tranche) {
    return slow_money_fen(tranche->balance);
}

static slow_units units_of(const slow_waterfall *of, int t, int decimals) {
    const double n_units = of->deal->tranches[t].balance.value / of->deal->terms.face.value;
    return (slow_units){llround(n_units), decimals};
}

/* ---- interest ---- */

/** What the period adds to an amount, and to what is open of it, where both are whole fen. */
static double whole_fen(const slow_waterfall *of, int t, double fen, ipa_number years) {
    const ipa_fraction day = {1, slow_coupon_year_days(&of->deal->tranches[t])};
    return of->rounding ? slow_money_product(fen, years.exact, day) : fen * years.value;
}

/** Rate of interest on what is open: years of the coupon, or of a rate of its own. */
static ipa_number late_years(slow_waterfall *of, int t) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    const ipa_period *period = &of->periods[of->k];
    const ipa_fraction year =
        ipa_day_count_fraction(tranche->day_count, period->accrual_start, period->accrual_end);
    ipa_number late = tranche->unpaid_interest_rate;
    if (tranche->arrears_at_coupon) {
        late = slow_coupon_of_period(of, t);
        return late.value < 0 ? (ipa_number){.exact = {0, 0}} : late;
    }
    late.exact.mantissa *= year.numerator * (slow_coupon_year_days(tranche) / year.denominator);
    late.value *= (double)year.numerator / (double)year.denominator;
    return late;
}

/** On a notional amount: there are no notes, so all is whole fen. */
static double notional_due(slow_waterfall *of, int t) {
    const double open = of->arrears[SLOW_INTEREST][t];
    return open + whole_fen(of, t, open, late_years(of, t)) +
           fmax(0, whole_fen(of, t, of->notional[t], slow_coupon_of_period(of, t)));
}

/** What is handed back at a put: of each note as much as its decimals show. */
static double handed_back(const slow_waterfall *of, int t, double opening, bool rounds) {
    const ipa_number share = of->deal->tranches[t].put.share;
    if (!rounds)
        return opening * share.value;
    const slow_units units = units_of(of, t, of->deal->terms.principal_decimals);
    return slow_money_of_all(slow_money_down(slow_money_parts(opening, units), share.exact), units);
}

/** What a put adds to the interest due; below zero where less than face is paid. */
static double premium(const slow_waterfall *of, int t) {
    const ipa_deal_put *put = &of->deal->tranches[t].put;
    if (of->k != slow_coupon_put_period(of, t))
        return 0;
    const double back = handed_back(of, t, of->opening[t], of->rounding);
    const double above = put->price.value - 100;
    ipa_decimal exact = put->price.exact;
    int64_t hundred = 100;
    for (int n = 0; n < exact.scale; n++)
        hundred *= 10;
    exact.mantissa -= hundred;
    return of->rounding ? slow_money_product(back, exact, (ipa_fraction){1, 100})
                        : back * above / 100;
}

double slow_notes_interest(slow_waterfall *of, int t, int decimals) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    if (tranche->notional.text)
        return notional_due(of, t);
    const double arrears = of->arrears[SLOW_INTEREST][t], above = premium(of, t);
    const ipa_number years = slow_coupon_of_period(of, t), late = late_years(of, t);
    if (!of->rounding)
        return arrears + arrears * late.value + fmax(0, of->balance[t] * years.value + above);
    const ipa_fraction day = {1, slow_coupon_year_days(tranche)};
    const slow_units units = units_of(of, t, decimals),
                     factors = units_of(of, t, of->deal->terms.principal_decimals);
    const long long factor = slow_money_parts(of->balance[t], factors),
                    open = slow_money_parts(arrears, units);
    const long long owed = open + slow_money_of_part(open, decimals, decimals, late.exact, day);
    const long long fresh =
        slow_money_of_part(factor, factors.decimals, decimals, years.exact, day);
    return fmax(slow_money_of_all(owed, units), slow_money_of_all(owed + fresh, units) + above);
}

/* ---- principal ---- */

/** The instalment of a period as written. */
static ipa_number instalment(const slow_waterfall *of, int t, int k) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    if (k < tranche->n_schedule)
        return tranche->schedule_per_100[k];
    for (int n = 0; n < tranche->schedule.n_items; n++)
        if (tranche->schedule.items[n].date == of->periods[k].nominal)
            return tranche->schedule.items[n].number;
    return (ipa_number){.exact = {0, 0}};
}

/** What instalments leave: each unit's part of a date is rounded like any payment, and the last
 * part is what is left. */
static double left_by_instalments(const slow_waterfall *of, int t, int date) {
    const double all = original(&of->deal->tranches[t]);
    const slow_units units = units_of(of, t, of->deal->terms.principal_decimals);
    int last = 0;
    for (int k = 0; k < of->n_periods; k++)
        last = instalment(of, t, k).value > 0 ? k : last;
    if (date >= last)
        return 0;
    long long parts = 0;
    double share = 0;
    for (int k = 0; k <= date; k++) {
        const ipa_number part = instalment(of, t, k);
        share += part.value;
        parts += slow_money_of_part(slow_money_parts(all, units), units.decimals, units.decimals,
                                    part.exact, (ipa_fraction){1, 100});
    }
    return all - (of->deal->terms.rounds ? slow_money_of_all(parts, units) : all * share / 100);
}

/** The balance that a file names for the date, or for the date before it, as its notes show it. */
static double left_by_targets(const slow_waterfall *of, int t, int date) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    const slow_units units = units_of(of, t, of->deal->terms.principal_decimals);
    double left = tranche->accrete_until != IPA_NO_DATE ? INFINITY : original(tranche);
    for (int n = 0; n < tranche->schedule.n_items; n++)
        if (tranche->schedule.items[n].date <= of->periods[date].nominal) {
            left = slow_money_fen(tranche->schedule.items[n].number);
            if (of->deal->terms.rounds)
                left = slow_money_of_all(slow_money_parts(left, units), units);
        }
    return left;
}

/** What the plan leaves after a date, puts apart. */
static double planned(const slow_waterfall *of, int t, int date) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    ipa_date last = tranche->expected_final;
    switch (tranche->amortisation) {
    case IPA_AMORTISATION_SCHEDULE:
        return tranche->schedule_is_balance ? left_by_targets(of, t, date)
                                            : left_by_instalments(of, t, date);
    case IPA_AMORTISATION_BULLET:
        last = last == IPA_NO_DATE ? of->deal->terms.legal_final : last;
        if (date == of->n_periods - 1 || of->periods[date].nominal >= last)
            return 0;
        return original(tranche);
    case IPA_AMORTISATION_PASS_THROUGH:
        return 0;
    case IPA_AMORTISATION_RESIDUAL:
        break;
    }
    return INFINITY;
}

/** Targets after a put fall as the one of its date does. */
static double after_put(const slow_waterfall *of, int t, int put) {
    const bool rounds = of->deal->terms.rounds;
    const double target = planned(of, t, of->k), on_date = planned(of, t, put);
    const double before = put > 0 ? planned(of, t, put - 1) : original(&of->deal->tranches[t]);
    if (target == 0 || isinf(target) || isinf(on_date))
        return target;
    const double left = fmax(0, on_date - handed_back(of, t, before, rounds));
    if (!rounds)
        return target * left / on_date;
    const slow_units units = units_of(of, t, of->deal->terms.principal_decimals);
    return slow_money_of_all(
        slow_money_of_part(slow_money_parts(target, units), units.decimals, units.decimals,
                           (ipa_decimal){(int64_t)slow_money_parts(left, units), 0},
                           (ipa_fraction){1, slow_money_parts(on_date, units)}),
        units);
}

double slow_notes_target(const slow_waterfall *of, int t) {
    const ipa_deal_tranche *tranche = &of->deal->tranches[t];
    const int put = slow_coupon_put_period(of, t);
    double target = of->k > put ? after_put(of, t, put) : planned(of, t, of->k);
    if (tranche->notional.text ||
        (tranche->lockout != IPA_NO_DATE && of->periods[of->k].nominal <= tranche->lockout))
        target = INFINITY;
    if (of->k != put)
        return target;
    return fmax(0, fmin(of->opening[t], target) - handed_back(of, t, of->opening[t], of->rounding));
}
