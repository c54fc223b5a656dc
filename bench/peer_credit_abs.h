#pragma once
/** The priority of payments of deals/credit-abs written out in C: one loop over the lanes of a
 * block for what falls due, one for each waterfall, one for what is handed on, which the compiler
 *  vectorises for the same instruction sets as the engine's kernels.
 *
 *  Knows: the deal's accounts, fees, notes, steps and triggers by heart; its dates, rates and
 *  amounts from the plan.
 *  Does not know: rounding to the fen, a trace of the steps, other deals.
 *
 *  Money in fen.
 */
#include <math.h>

#include "engine/block/layout.h"
#include "engine/deal/plan.h"
#include "engine/math/instruction_set.h"

enum { PEER_A1, PEER_A2, PEER_B, PEER_C, PEER_SUB, PEER_N_NOTES };
enum {
    PEER_VAT,
    PEER_TRUSTEE,
    PEER_CUSTODIAN,
    PEER_AGENT,
    PEER_AGENCIES,
    PEER_EXPENSES,
    PEER_SERVICER,
    PEER_N_FEES
};
enum { PEER_INCOME, PEER_PRINCIPAL, PEER_TAX, PEER_RESERVE, PEER_N_ACCOUNTS };
enum { PEER_PDL, PEER_LENT, PEER_CURED, PEER_N_LEDGERS };
enum { PEER_DEFAULTS, PEER_SCHEDULE_MISSED, PEER_SENIOR_UNPAID, PEER_N_TRIGGERS };

typedef double peer_row[IPA_LANES];

/** What a date pays and how it leaves the deal: what ipa_payments tells of it. */
typedef struct peer_date {
    peer_row opening[PEER_N_NOTES], closing[PEER_N_NOTES];
    peer_row interest_due[PEER_N_NOTES], interest_paid[PEER_N_NOTES];
    peer_row interest_unpaid[PEER_N_NOTES];
    peer_row principal_due[PEER_N_NOTES], principal_paid[PEER_N_NOTES];
    peer_row residual;
    peer_row fee_due[PEER_N_FEES], fee_paid[PEER_N_FEES], fee_unpaid[PEER_N_FEES];
    peer_row account[PEER_N_ACCOUNTS], ledger[PEER_N_LEDGERS], trigger_on[PEER_N_TRIGGERS];
    peer_row waterfall, ended, called, call_price;
} peer_date;

/** What is carried from date to date. */
typedef struct peer_state {
    peer_row cash[PEER_N_ACCOUNTS], ledger[PEER_N_LEDGERS];
    peer_row balance[PEER_N_NOTES], arrears[PEER_N_NOTES], fee_arrears[PEER_N_FEES];
    peer_row on[PEER_N_TRIGGERS];
    peer_row live, called;
    peer_row held, defaulted, new_defaults; /**< of the pool, until it is called */
    peer_row taxed;                         /**< income of the date */
    peer_row in_kind;
} peer_state;

/** The figures of a date that all lanes share. */
typedef struct peer_terms {
    double k, last; /**< `last`: 1 on the last date */
    double interest[PEER_N_NOTES], on_arrears[PEER_N_NOTES], floor[PEER_N_NOTES];
    double fee[PEER_N_FEES]; /**< per fen of base; of AGENCIES the amount itself */
    double most_defaults, cured_defaults;
    double original, income_tax, least_reserve, most_expenses;
} peer_terms;

/* ---- one lane ---- */

/** One lane of a date while its steps run: everything stays in registers or on the stack. */
typedef struct peer_lane {
    double mask, live, exhausted;
    double cash[PEER_N_ACCOUNTS], ledger[PEER_N_LEDGERS];
    double balance[PEER_N_NOTES], interest[PEER_N_NOTES], interest_paid[PEER_N_NOTES];
    double repaid[PEER_N_NOTES], residual;
    double due[PEER_N_FEES], paid[PEER_N_FEES];
    double new_defaults, held, called, price;
} peer_lane;

#define PEER_INLINE static inline __attribute__((always_inline))

PEER_INLINE double peer_positive(double x) {
    return x > 0 ? x : 0;
}

PEER_INLINE double peer_least(double x, double y) {
    return x < y ? x : y;
}

PEER_INLINE double peer_most(double x, double y) {
    return x > y ? x : y;
}

PEER_INLINE double peer_take(double mask, double wanted, double cash) {
    const double amount = peer_positive(peer_least(wanted, cash));
    return mask != 0 ? amount : 0;
}

PEER_INLINE void peer_move(double mask, double wanted, double *from, double *to) {
    const double amount = peer_take(mask, wanted, *from);
    *from -= amount;
    *to += amount;
}

PEER_INLINE double peer_owed_fee(const peer_lane *x, int n) {
    return peer_positive(x->due[n] - x->paid[n]);
}

PEER_INLINE double peer_owed_interest(const peer_lane *x, int t) {
    return peer_positive(x->interest[t] - x->interest_paid[t]);
}

PEER_INLINE double peer_owed_principal(const peer_lane *x, const peer_terms *on, int t) {
    const double above = peer_positive(x->balance[t] - on->floor[t]);
    return x->live != 0 ? above : 0;
}

PEER_INLINE void peer_pay_fee(peer_lane *x, int n, double most, double *cash) {
    peer_move(x->mask, peer_least(peer_owed_fee(x, n), most), cash, &x->paid[n]);
}

PEER_INLINE void peer_pay_interest(peer_lane *x, int t, double *cash) {
    peer_move(x->mask, peer_owed_interest(x, t), cash, &x->interest_paid[t]);
}

PEER_INLINE void peer_repay(peer_lane *x, int t, double mask, double wanted, double *cash) {
    const double amount = peer_take(mask, wanted, *cash);
    *cash -= amount;
    x->repaid[t] += amount;
    x->balance[t] -= amount;
}

PEER_INLINE void peer_pay_residual(peer_lane *x, double mask, double *cash) {
    const double amount = peer_take(mask, *cash, *cash);
    *cash -= amount;
    x->residual += amount;
    x->balance[PEER_SUB] = peer_positive(x->balance[PEER_SUB] - amount);
}

PEER_INLINE void peer_enter(peer_lane *x, int n, double entry) {
    const double least = peer_most(entry, -x->ledger[n]);
    x->ledger[n] += x->mask != 0 ? least : 0;
}

/* What each of two or four is owed of a pot that may not reach for all. */
PEER_INLINE double peer_share(double pot, double owed, double total) {
    const double part = pot * owed / (total > 0 ? total : 1);
    return pot == total ? owed : peer_least(part, owed);
}

PEER_INLINE void peer_pay_costs(peer_lane *x, double *cash) {
    double owed[4], total = 0;
    for (int n = 0; n < 4; n++)
        total += owed[n] = peer_owed_fee(x, PEER_TRUSTEE + n);
    const double pot = peer_least(*cash, total);
    for (int n = 0; n < 4; n++)
        peer_move(x->mask, peer_share(pot, owed[n], total), cash, &x->paid[PEER_TRUSTEE + n]);
}

PEER_INLINE void peer_pay_senior_interest(peer_lane *x, double *cash) {
    const double a1 = peer_owed_interest(x, PEER_A1), a2 = peer_owed_interest(x, PEER_A2);
    const double total = a1 + a2, pot = peer_least(*cash, total);
    peer_move(x->mask, peer_share(pot, a1, total), cash, &x->interest_paid[PEER_A1]);
    peer_move(x->mask, peer_share(pot, a2, total), cash, &x->interest_paid[PEER_A2]);
}

PEER_INLINE double peer_senior(const peer_lane *x) {
    return x->balance[PEER_A1] + x->balance[PEER_A2];
}

PEER_INLINE double peer_notes(const peer_lane *x) {
    return peer_senior(x) + x->balance[PEER_B] + x->balance[PEER_C];
}

PEER_INLINE double peer_senior_costs(const peer_lane *x) {
    double owed = 0;
    for (int n = PEER_VAT; n <= PEER_AGENCIES; n++)
        owed += peer_owed_fee(x, n);
    return owed + peer_owed_interest(x, PEER_A1) + peer_owed_interest(x, PEER_A2);
}

PEER_INLINE double peer_reserve_target(const peer_lane *x, const peer_terms *on) {
    const double half_year =
        0.5 * (0.0398 * x->balance[PEER_A1] + 0.0430 * x->balance[PEER_A2] + 0.0028 * x->held);
    return peer_senior(x) > 0 ? peer_most(half_year, on->least_reserve) : 0;
}

PEER_INLINE double peer_final(const peer_lane *x, const peer_terms *on) {
    const double over = on->k >= peer_least(x->exhausted, x->called) ? 1.0 : 0.0;
    return peer_most(peer_notes(x) <= 0 ? over : 0.0, on->last);
}

PEER_INLINE double peer_both(double mask, double condition) {
    return mask != 0 ? condition : 0;
}

/* Principal lends income what its senior costs lack, and says so in two ledgers. */
PEER_INLINE void peer_lend(peer_lane *x) {
    const double lack = peer_positive(peer_senior_costs(x) - x->cash[PEER_INCOME]);
    peer_enter(x, PEER_LENT, peer_least(lack, x->cash[PEER_PRINCIPAL]) - x->ledger[PEER_LENT]);
    peer_move(x->mask, x->ledger[PEER_LENT], &x->cash[PEER_PRINCIPAL], &x->cash[PEER_INCOME]);
    peer_enter(x, PEER_PDL, x->ledger[PEER_LENT]);
    peer_move(x->mask, peer_owed_fee(x, PEER_VAT) - x->cash[PEER_TAX], &x->cash[PEER_INCOME],
              &x->cash[PEER_TAX]);
}

PEER_INLINE void peer_call(peer_lane *x, const peer_terms *on) {
    const double small = x->held <= 0.1 * on->original ? 1.0 : 0.0;
    const double enough = x->cash[PEER_PRINCIPAL] + x->held >= peer_notes(x) ? 1.0 : 0.0;
    const double calls = peer_both(x->mask, small * enough);
    const double unsold = x->called >= on->k + 1 ? x->held : 0;
    const double price = calls != 0 ? unsold : 0;
    x->price += price;
    x->cash[PEER_PRINCIPAL] += price;
    x->called = calls != 0 ? peer_least(x->called, on->k) : x->called;
}

PEER_INLINE void peer_run_normal(peer_lane *x, const peer_terms *on) {
    double *income = &x->cash[PEER_INCOME], *principal = &x->cash[PEER_PRINCIPAL];
    double *tax = &x->cash[PEER_TAX], *reserve = &x->cash[PEER_RESERVE];
    peer_enter(x, PEER_PDL, x->new_defaults);
    peer_pay_fee(x, PEER_VAT, INFINITY, tax);
    peer_move(x->mask, peer_positive(peer_senior_costs(x) - *income), reserve, income);
    peer_lend(x);
    peer_pay_costs(x, income);
    peer_pay_fee(x, PEER_EXPENSES, on->most_expenses, income);
    peer_pay_fee(x, PEER_SERVICER, 0.5 * x->due[PEER_SERVICER], income);
    peer_pay_senior_interest(x, income);
    peer_move(x->mask, peer_reserve_target(x, on) - *reserve, income, reserve);
    peer_pay_fee(x, PEER_SERVICER, INFINITY, income);
    peer_pay_interest(x, PEER_B, income);
    peer_pay_interest(x, PEER_C, income);
    peer_enter(x, PEER_CURED, peer_least(x->ledger[PEER_PDL], *income) - x->ledger[PEER_CURED]);
    peer_move(x->mask, x->ledger[PEER_CURED], income, principal);
    peer_enter(x, PEER_PDL, -x->ledger[PEER_CURED]);
    peer_pay_fee(x, PEER_EXPENSES, INFINITY, income);
    peer_pay_interest(x, PEER_SUB, income);
    peer_move(x->mask, *income, income, principal);
    peer_move(x->mask, *reserve - peer_reserve_target(x, on), reserve, principal);
    peer_call(x, on);
    peer_repay(x, PEER_A1, x->mask, peer_owed_principal(x, on, PEER_A1), principal);
    double open = peer_both(x->mask, peer_owed_principal(x, on, PEER_A1) <= 0 ? 1.0 : 0.0);
    for (int t = PEER_A2; t <= PEER_C; t++) {
        peer_repay(x, t, open, peer_owed_principal(x, on, t), principal);
        open = x->balance[t] == 0 ? open : 0;
    }
    const double final = peer_both(x->mask, peer_final(x, on));
    peer_move(final, peer_owed_fee(x, PEER_VAT), tax, &x->paid[PEER_VAT]);
    peer_pay_residual(x, peer_both(x->mask, peer_notes(x) <= 0 ? 1.0 : 0.0), principal);
    peer_pay_residual(x, final, reserve);
    peer_pay_residual(x, final, tax);
}

/* The seniors rank alike: A2 its share of the cash, A1 the rest. */
PEER_INLINE void peer_repay_seniors(peer_lane *x, const peer_terms *on, double *cash) {
    const double senior = peer_senior(x);
    const double share = *cash * x->balance[PEER_A2] / (senior > 0 ? senior : 1);
    const double limit = senior > 0 ? share : 0;
    peer_repay(x, PEER_A2, x->mask, peer_least(peer_owed_principal(x, on, PEER_A2), limit), cash);
    peer_repay(x, PEER_A1, x->mask, x->balance[PEER_A1], cash);
}

PEER_INLINE void peer_run_accelerated(peer_lane *x, const peer_terms *on) {
    double *income = &x->cash[PEER_INCOME], *principal = &x->cash[PEER_PRINCIPAL];
    double *tax = &x->cash[PEER_TAX];
    peer_enter(x, PEER_PDL, x->new_defaults);
    peer_pay_fee(x, PEER_VAT, INFINITY, tax);
    peer_move(x->mask, x->cash[PEER_RESERVE], &x->cash[PEER_RESERVE], income);
    peer_lend(x);
    peer_pay_costs(x, income);
    peer_pay_fee(x, PEER_EXPENSES, on->most_expenses, income);
    peer_pay_fee(x, PEER_SERVICER, 0.5 * x->due[PEER_SERVICER], income);
    peer_pay_senior_interest(x, income);
    peer_pay_fee(x, PEER_SERVICER, INFINITY, income);
    peer_pay_interest(x, PEER_B, income);
    peer_pay_interest(x, PEER_C, income);
    peer_enter(x, PEER_CURED, *income - x->ledger[PEER_CURED]);
    peer_move(x->mask, *income, income, principal);
    peer_enter(x, PEER_PDL, -x->ledger[PEER_CURED]);
    peer_repay_seniors(x, on, principal);
    double open = peer_both(x->mask, peer_senior(x) <= 0 ? 1.0 : 0.0);
    peer_repay(x, PEER_B, open, peer_owed_principal(x, on, PEER_B), principal);
    open = x->balance[PEER_B] == 0 ? open : 0;
    peer_repay(x, PEER_C, open, peer_owed_principal(x, on, PEER_C), principal);
    const double repaid = peer_both(x->mask, peer_notes(x) <= 0 ? 1.0 : 0.0);
    const double final = peer_both(x->mask, peer_final(x, on));
    peer_move(repaid, peer_owed_fee(x, PEER_EXPENSES), principal, &x->paid[PEER_EXPENSES]);
    peer_move(final, peer_owed_fee(x, PEER_VAT), tax, &x->paid[PEER_VAT]);
    peer_pay_residual(x, repaid, principal);
    peer_pay_residual(x, final, tax);
}

PEER_INLINE void peer_run_default(peer_lane *x, const peer_terms *on) {
    double *income = &x->cash[PEER_INCOME];
    peer_enter(x, PEER_PDL, x->new_defaults);
    peer_move(x->mask, x->cash[PEER_RESERVE], &x->cash[PEER_RESERVE], income);
    peer_move(x->mask, x->cash[PEER_PRINCIPAL], &x->cash[PEER_PRINCIPAL], income);
    peer_move(x->mask, x->cash[PEER_TAX], &x->cash[PEER_TAX], income);
    peer_pay_fee(x, PEER_VAT, INFINITY, income);
    peer_pay_costs(x, income);
    peer_pay_fee(x, PEER_EXPENSES, on->most_expenses, income);
    peer_pay_fee(x, PEER_SERVICER, INFINITY, income);
    peer_pay_senior_interest(x, income);
    peer_repay_seniors(x, on, income);
    const double to_b = peer_both(x->mask, peer_senior(x) <= 0 ? 1.0 : 0.0);
    peer_move(to_b, peer_owed_interest(x, PEER_B), income, &x->interest_paid[PEER_B]);
    peer_repay(x, PEER_B, to_b, peer_owed_principal(x, on, PEER_B), income);
    const double to_c = peer_both(to_b, x->balance[PEER_B] <= 0 ? 1.0 : 0.0);
    peer_move(to_c, peer_owed_interest(x, PEER_C), income, &x->interest_paid[PEER_C]);
    peer_repay(x, PEER_C, to_c, peer_owed_principal(x, on, PEER_C), income);
    const double repaid = peer_both(x->mask, peer_notes(x) <= 0 ? 1.0 : 0.0);
    peer_move(repaid, peer_owed_fee(x, PEER_EXPENSES), income, &x->paid[PEER_EXPENSES]);
    peer_pay_residual(x, repaid, income);
}

/* ---- a date on all lanes ---- */

#define PEER_LANES for (int p = 0; p < IPA_LANES; p++)

/** Collections of the date and how the pool stands. */
typedef struct peer_pool {
    const double *income, *principal, *prepayment, *recovery, *performing, *defaulted, *exhausted;
} peer_pool;

/* The pool's cash and figures, and what falls due. */
PEER_INLINE void peer_collect(const peer_pool *pool, const peer_terms *on, peer_state *s) {
    const double k = on->k;
    PEER_LANES {
        const double called = s->called[p], live = s->live[p], before = s->defaulted[p];
        const double taxed = pool->income[p], income = taxed + pool->recovery[p];
        const double principal = pool->principal[p] + pool->prepayment[p];
        const double performing = pool->performing[p], defaulted = pool->defaulted[p];
        const double comes = called >= k ? live : 0;
        const double now = called >= k ? defaulted : before;
        s->cash[PEER_INCOME][p] += comes != 0 ? income : 0;
        s->cash[PEER_PRINCIPAL][p] += comes != 0 ? principal : 0;
        s->taxed[p] = called >= k ? taxed : 0;
        s->held[p] = called > k ? performing : 0;
        s->defaulted[p] = now;
        s->new_defaults[p] = now - before;
    }
}

PEER_INLINE void peer_fix_notes(const peer_terms *on, peer_state *s, peer_date *d) {
    for (int t = 0; t < PEER_N_NOTES; t++) {
        const double rate = on->interest[t], on_arrears = on->on_arrears[t], floor = on->floor[t];
        PEER_LANES {
            const double balance = s->balance[t][p], arrears = s->arrears[t][p];
            const double interest = arrears + balance * rate + arrears * on_arrears;
            const double above = peer_positive(balance - floor);
            d->opening[t][p] = balance;
            d->interest_due[t][p] = s->live[p] != 0 ? interest : 0;
            d->principal_due[t][p] = s->live[p] != 0 ? above : 0;
            d->interest_paid[t][p] = 0;
            d->principal_paid[t][p] = 0;
        }
    }
}

/* One fee in one lane. */
PEER_INLINE void peer_fix_fee(peer_state *s, peer_date *d, int n, int p, double accrued) {
    const double due = accrued + s->fee_arrears[n][p], live = s->live[p];
    d->fee_due[n][p] = live != 0 ? due : 0;
    d->fee_paid[n][p] = 0;
}

PEER_INLINE void peer_fix_fees(const peer_terms *on, peer_state *restrict s,
                               peer_date *restrict d) {
    const peer_terms terms = *on;
    PEER_LANES {
        const double notes = s->balance[PEER_A1][p] + s->balance[PEER_A2][p] +
                             s->balance[PEER_B][p] + s->balance[PEER_C][p];
        const double spent = 4e6 + 0.012 * s->new_defaults[p];
        peer_fix_fee(s, d, PEER_VAT, p, s->taxed[p] * terms.fee[PEER_VAT]);
        peer_fix_fee(s, d, PEER_TRUSTEE, p, notes * terms.fee[PEER_TRUSTEE]);
        peer_fix_fee(s, d, PEER_CUSTODIAN, p, notes * terms.fee[PEER_CUSTODIAN]);
        peer_fix_fee(s, d, PEER_AGENT, p, notes * terms.fee[PEER_AGENT]);
        peer_fix_fee(s, d, PEER_AGENCIES, p, terms.fee[PEER_AGENCIES]);
        peer_fix_fee(s, d, PEER_EXPENSES, p, spent * terms.fee[PEER_EXPENSES]);
        peer_fix_fee(s, d, PEER_SERVICER, p, notes * terms.fee[PEER_SERVICER]);
    }
}

PEER_INLINE void peer_open(const peer_terms *on, peer_state *s, peer_date *d) {
    PEER_LANES {
        const double rate = s->defaulted[p] / on->original;
        const double stays = rate <= on->cured_defaults ? 0 : s->on[PEER_DEFAULTS][p];
        const double now = rate > on->most_defaults ? 1.0 : stays;
        const double defaults = s->live[p] != 0 ? now : 0;
        const double fast = peer_most(defaults, s->on[PEER_SCHEDULE_MISSED][p]);
        const double kind = s->on[PEER_SENIOR_UNPAID][p] != 0 ? 2.0 : fast;
        s->on[PEER_DEFAULTS][p] = defaults;
        d->waterfall[p] = s->live[p] != 0 ? kind : 0;
        d->residual[p] = 0;
        d->call_price[p] = 0;
    }
}

PEER_INLINE peer_lane peer_load(const peer_state *s, const peer_date *d, const double *exhausted,
                                int kind, int p) {
    const double runs = d->waterfall[p] == kind ? 1.0 : 0.0;
    peer_lane x = {.live = s->live[p], .exhausted = exhausted[p], .residual = d->residual[p]};
    x.mask = x.live != 0 ? runs : 0;
    for (int n = 0; n < PEER_N_ACCOUNTS; n++)
        x.cash[n] = s->cash[n][p];
    for (int n = 0; n < PEER_N_LEDGERS; n++)
        x.ledger[n] = s->ledger[n][p];
    for (int t = 0; t < PEER_N_NOTES; t++) {
        x.balance[t] = s->balance[t][p];
        x.interest[t] = d->interest_due[t][p];
        x.interest_paid[t] = d->interest_paid[t][p];
        x.repaid[t] = d->principal_paid[t][p];
    }
    for (int n = 0; n < PEER_N_FEES; n++) {
        x.due[n] = d->fee_due[n][p];
        x.paid[n] = d->fee_paid[n][p];
    }
    x.new_defaults = s->new_defaults[p];
    x.held = s->held[p];
    x.called = s->called[p];
    x.price = d->call_price[p];
    return x;
}

PEER_INLINE void peer_store(const peer_lane *x, peer_state *s, peer_date *d, int p) {
    for (int n = 0; n < PEER_N_ACCOUNTS; n++)
        s->cash[n][p] = x->cash[n];
    for (int n = 0; n < PEER_N_LEDGERS; n++)
        s->ledger[n][p] = x->ledger[n];
    for (int t = 0; t < PEER_N_NOTES; t++) {
        s->balance[t][p] = x->balance[t];
        d->interest_paid[t][p] = x->interest_paid[t];
        d->principal_paid[t][p] = x->repaid[t];
    }
    for (int n = 0; n < PEER_N_FEES; n++)
        d->fee_paid[n][p] = x->paid[n];
    s->called[p] = x->called;
    d->residual[p] = x->residual;
    d->call_price[p] = x->price;
}

PEER_INLINE void peer_run(int kind, const peer_terms *on, const double *restrict exhausted,
                          peer_state *restrict s, peer_date *restrict d) {
    const peer_terms terms = *on; /* so that no lane asks whether it may be read */
    int any = 0;
    PEER_LANES any |= (s->live[p] != 0) & (d->waterfall[p] == kind);
    if (any == 0)
        return;
    PEER_LANES {
        peer_lane x = peer_load(s, d, exhausted, kind, p);
        if (kind == IPA_WATERFALL_NORMAL)
            peer_run_normal(&x, &terms);
        else if (kind == IPA_WATERFALL_ACCELERATED)
            peer_run_accelerated(&x, &terms);
        else
            peer_run_default(&x, &terms);
        peer_store(&x, s, d, p);
    }
}

PEER_INLINE void peer_close_notes(const peer_terms *on, peer_state *s, peer_date *d) {
    for (int t = 0; t < PEER_N_NOTES; t++)
        PEER_LANES {
            const double unpaid = peer_positive(d->interest_due[t][p] - d->interest_paid[t][p]);
            const double kept = t == PEER_SUB ? 0 : unpaid;
            const double arrears = s->live[p] != 0 ? kept : s->arrears[t][p];
            s->arrears[t][p] = arrears;
            d->interest_unpaid[t][p] = arrears;
            d->closing[t][p] = s->balance[t][p];
        }
    for (int n = 0; n < PEER_N_FEES; n++)
        PEER_LANES {
            const double unpaid = peer_positive(d->fee_due[n][p] - d->fee_paid[n][p]);
            s->fee_arrears[n][p] = unpaid;
            d->fee_unpaid[n][p] = unpaid;
        }
}

PEER_INLINE void peer_close(const peer_terms *on, const double *exhausted, peer_state *s,
                            peer_date *d) {
    const double k = on->k, last = on->last;
    PEER_LANES {
        const double live = s->live[p];
        const double a1 = d->interest_due[PEER_A1][p] - d->interest_paid[PEER_A1][p];
        const double a2 = d->interest_due[PEER_A2][p] - d->interest_paid[PEER_A2][p];
        const double lacks = peer_positive(a1) + peer_positive(a2) > 0.5 ? 1.0 : 0.0;
        const double late = s->balance[PEER_A1][p] - on->floor[PEER_A1] > 0.5 ? 1.0 : 0.0;
        const double missed = s->on[PEER_DEFAULTS][p] != 0 ? 0 : late;
        const double schedule = peer_most(s->on[PEER_SCHEDULE_MISSED][p], missed);
        const double unpaid = peer_most(s->on[PEER_SENIOR_UNPAID][p], lacks);
        s->on[PEER_SCHEDULE_MISSED][p] = live != 0 ? schedule : 0;
        s->on[PEER_SENIOR_UNPAID][p] = live != 0 ? unpaid : 0;
    }
    for (int n = 0; n < PEER_N_TRIGGERS; n++)
        PEER_LANES d->trigger_on[n][p] = s->live[p] != 0 ? s->on[n][p] : 0;
    for (int n = 0; n < PEER_N_ACCOUNTS; n++)
        PEER_LANES d->account[n][p] = s->cash[n][p];
    for (int n = 0; n < PEER_N_LEDGERS; n++)
        PEER_LANES d->ledger[n][p] = s->ledger[n][p];
    PEER_LANES {
        const double notes = s->balance[PEER_A1][p] + s->balance[PEER_A2][p] +
                             s->balance[PEER_B][p] + s->balance[PEER_C][p];
        const double called = s->called[p], live = s->live[p], performing = s->held[p];
        const double over = k >= peer_least(exhausted[p], called) ? 1.0 : 0.0;
        const double final = peer_most(notes <= 0 ? over : 0.0, last);
        double held = called > k ? performing : 0;
        held = final != 0 ? held : 0;
        d->called[p] = called <= k ? 1.0 : 0.0;
        d->ended[p] = live == 0 ? 1.0 : 0.0;
        s->in_kind[p] += live != 0 ? held : 0;
        s->live[p] = final != 0 ? 0 : live;
    }
}

IPA_LANES_INLINE void peer_date_lanes(const peer_pool *pool, const peer_terms *on, peer_state *s,
                                      peer_date *d) {
    peer_collect(pool, on, s);
    peer_fix_notes(on, s, d);
    peer_fix_fees(on, s, d);
    peer_open(on, s, d);
    peer_run(IPA_WATERFALL_NORMAL, on, pool->exhausted, s, d);
    peer_run(IPA_WATERFALL_ACCELERATED, on, pool->exhausted, s, d);
    peer_run(IPA_WATERFALL_DEFAULT, on, pool->exhausted, s, d);
    peer_close_notes(on, s, d);
    peer_close(on, pool->exhausted, s, d);
}
IPA_PER_INSTRUCTION_SET(static, peer_date_run, peer_date_lanes,
                        (const peer_pool *pool, const peer_terms *on, peer_state *s, peer_date *d),
                        (pool, on, s, d))

/* ---- a block ---- */

static inline double peer_fee_rate(const ipa_plan_fee *fee, int k) {
    const double rate = ipa_decimal_value(fee->rate);
    if (fee->due_count)
        return fee->amount * fee->due_count[k];
    return fee->per == IPA_PER_YEAR ? rate * ipa_fraction_value(fee->fraction[k]) : rate;
}

/* The step tables of the trigger `defaults`: from which date, above what, back at what. */
static inline void peer_thresholds(ipa_date nominal, peer_terms *terms) {
    static const struct {
        int year;
        double most, cured;
    } rows[] = {{2026, 0.08, 0.06}, {2027, 0.11, 0.09}, {2028, 0.13, 0.11}};
    terms->most_defaults = 0.05;
    terms->cured_defaults = 0.03;
    for (int n = 0; n < 3; n++)
        if (nominal > ipa_date_from(rows[n].year, 12, 26)) {
            terms->most_defaults = rows[n].most;
            terms->cured_defaults = rows[n].cured;
        }
}

/** [n_periods] terms. @owner the arena. */
static inline peer_terms *peer_terms_create(const ipa_plan *plan, ipa_arena *arena) {
    peer_terms *terms = IPA_NEW_ARRAY(arena, plan->n_periods, peer_terms);
    for (int k = 0; k < plan->n_periods; k++) {
        terms[k] = (peer_terms){.k = k,
                                .last = k == plan->n_periods - 1,
                                .original = ipa_plan_pool_original(plan),
                                .least_reserve = 150000000,
                                .most_expenses = 15000000};
        for (int t = 0; t < PEER_N_NOTES; t++) {
            const ipa_plan_tranche *tranche = &plan->tranches[t];
            terms[k].interest[t] = ipa_plan_accrual_value(ipa_plan_accrual(tranche, k));
            terms[k].on_arrears[t] = ipa_plan_accrual_value(ipa_plan_arrears(tranche, k));
        }
        terms[k].floor[PEER_A1] = plan->tranches[PEER_A1].scheduled_balance[k];
        terms[k].floor[PEER_SUB] = plan->tranches[PEER_SUB].original;
        for (int n = 0; n < PEER_N_FEES; n++)
            terms[k].fee[n] = peer_fee_rate(&plan->fees[n], k);
        peer_thresholds(plan->periods[k].nominal, &terms[k]);
    }
    return terms;
}

/** Pays a block. @shape terms[n_periods], dates[n_periods] */
static inline void peer_credit_abs_run(const ipa_plan *plan, const peer_terms *terms,
                                       const ipa_collections *from, peer_state *state,
                                       peer_date *dates) {
    *state = (peer_state){0};
    for (int p = 0; p < IPA_LANES; p++) {
        state->live[p] = p < from->n_paths ? 1 : 0;
        state->called[p] = plan->n_periods;
        for (int n = 0; n < PEER_N_ACCOUNTS; n++)
            state->cash[n][p] = plan->accounts[n].initial;
        for (int t = 0; t < PEER_N_NOTES; t++)
            state->balance[t][p] = plan->tranches[t].original;
    }
    for (int k = 0; k < plan->n_periods; k++) {
        const peer_pool pool = {from->cash[IPA_COLLECTION_INCOME][k].lane,
                                from->cash[IPA_COLLECTION_PRINCIPAL][k].lane,
                                from->cash[IPA_COLLECTION_PREPAYMENT][k].lane,
                                from->cash[IPA_COLLECTION_RECOVERY][k].lane,
                                from->performing[k].lane,
                                from->defaulted[k].lane,
                                from->exhausted->lane};
        peer_date_run(&pool, &terms[k], state, &dates[k]);
    }
}
