#include "engine/deal/contract_schedule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/money.h"

/* Beyond this a figure is no whole number of fen that a double can hold. */
#define MOST_FEN 9.0e15

static void complain(const ipa_deal_contract *contract, ipa_findings *findings, ipa_code code,
                     const char *message) {
    const char *field = ipa_arena_format(findings->arena, "contracts[%s]", contract->id);
    ipa_findings_add(findings, code, contract->mark, field, NULL, "contract `%s`: %s", contract->id,
                     message);
}

double ipa_contract_schedule_level_payment(double principal, ipa_decimal rate, int per_year,
                                           int n_periods) {
    if (rate.mantissa == 0)
        return (double)ipa_decimal_round_product((ipa_decimal){(int64_t)principal, 2},
                                                 (ipa_decimal){1, 0}, (ipa_fraction){1, n_periods},
                                                 2);
    /* Extended precision: the payment of the largest contract is right to a millionth of a fen
     * before it is rounded. */
    long double growth = 1, step = (long double)rate.mantissa / per_year;
    for (int at = 0; at < rate.scale; at++)
        step /= 10;
    for (int at = 0; at < n_periods; at++)
        growth *= 1 + step;
    return (double)floorl(principal * step * growth / (growth - 1) + 0.5L);
}

/** Income of the period that ends at index k, on what is outstanding. */
static double income_of(const ipa_deal_contract *contract, const ipa_schedule *grid, int k,
                        int n_dues, double outstanding) {
    ipa_fraction share = {1, ipa_schedule_per_year(contract->frequency)};
    if (k == n_dues - 1) {
        int months = ipa_schedule_months(contract->frequency);
        ipa_date start = k > 0 ? ipa_schedule_date(grid, (size_t)k - 1) : contract->start;
        ipa_date whole = ipa_schedule_step(contract->start, months, k + 1, false);
        if (whole != IPA_NO_DATE && whole > contract->end) {
            share.numerator = contract->end - start;
            share.denominator *= whole - start;
        }
    }
    ipa_decimal base = {(int64_t)outstanding, 2};
    return (double)ipa_decimal_round_product(base, contract->rate.exact, share, 2);
}

static double principal_of(const ipa_deal_contract *contract, double payment, double income,
                           double outstanding, bool last) {
    if (last)
        return outstanding;
    double principal = 0;
    if (contract->amortisation == IPA_CONTRACT_LEVEL)
        principal = payment - income;
    else if (contract->amortisation == IPA_CONTRACT_EQUAL_PRINCIPAL)
        principal = payment;
    principal = principal < 0 ? 0 : principal;
    return principal < outstanding ? principal : outstanding;
}

static ipa_plan_due *computed(const ipa_deal_contract *contract, ipa_arena *arena,
                              ipa_findings *findings, int *n_dues) {
    ipa_schedule grid = ipa_schedule_dues(contract->start, contract->end, contract->frequency);
    int n = (int)ipa_schedule_count(&grid);
    double outstanding = ipa_money_fen(contract->principal);
    if (n == 0)
        complain(contract, findings, IPA_E0403_DATE_ORDER, "it ends before its first due");
    else if (!ipa_money_is_whole_fen(contract->principal) || fabs(outstanding) > MOST_FEN)
        complain(contract, findings, IPA_E0453_CONTRACT_FEN,
                 "its principal is no whole number of fen");
    if (n == 0 || !ipa_money_is_whole_fen(contract->principal) || fabs(outstanding) > MOST_FEN)
        return NULL;
    int per_year = ipa_schedule_per_year(contract->frequency);
    bool level = contract->amortisation == IPA_CONTRACT_LEVEL;
    ipa_decimal rate = level ? contract->rate.exact : (ipa_decimal){0, 0};
    double payment = ipa_contract_schedule_level_payment(outstanding, rate, per_year, n);
    ipa_plan_due *dues = IPA_NEW_ARRAY(arena, n, ipa_plan_due);
    for (int k = 0; k < n; k++) {
        double income = income_of(contract, &grid, k, n, outstanding);
        double principal = principal_of(contract, payment, income, outstanding, k == n - 1);
        outstanding -= principal;
        dues[k] = (ipa_plan_due){.date = ipa_schedule_date(&grid, (size_t)k),
                                 .income = income,
                                 .principal = principal,
                                 .outstanding = outstanding};
    }
    *n_dues = n;
    return dues;
}

static int by_date(const void *left, const void *right) {
    ipa_date a = ((const ipa_plan_due *)left)->date, b = ((const ipa_plan_due *)right)->date;
    return (a > b) - (a < b);
}

static int merge_dates(ipa_plan_due *dues, int n_rows) {
    int n = 0;
    for (int row = 0; row < n_rows; row++) {
        if (n == 0 || dues[n - 1].date != dues[row].date) {
            dues[n++] = dues[row];
            continue;
        }
        dues[n - 1].income += dues[row].income;
        dues[n - 1].principal += dues[row].principal;
        dues[n - 1].written_off += dues[row].written_off;
    }
    return n;
}

static ipa_plan_due *written_out(const ipa_deal *deal, const ipa_deal_contract *contract,
                                 ipa_arena *arena, ipa_findings *findings, int *n_dues) {
    ipa_plan_due *dues = NULL;
    int n_rows = 0;
    for (int row = 0; row < deal->n_dues; row++) {
        const ipa_deal_due *source = &deal->dues[row];
        if (strcmp(source->contract.id, contract->id) != 0)
            continue;
        ipa_plan_due due = {.date = source->due,
                            .income = ipa_money_fen(source->income),
                            .principal = ipa_money_fen(source->principal),
                            .written_off = ipa_money_fen(source->loss)};
        IPA_PUSH(arena, dues, n_rows, due);
    }
    if (n_rows == 0) {
        complain(contract, findings, IPA_E0404_SCHEDULE_SUM, "schedule.csv has no due of it");
        return NULL;
    }
    qsort(dues, (size_t)n_rows, sizeof *dues, by_date);
    int n = merge_dates(dues, n_rows);
    double outstanding = ipa_money_fen(contract->principal), least = outstanding;
    /* Amounts that are whole fen sum exactly; a billionth is left to those that are not. */
    double crumb = 1e-9 * fabs(outstanding);
    for (int k = 0; k < n; k++) {
        outstanding -= dues[k].principal + dues[k].written_off;
        least = outstanding < least ? outstanding : least;
        dues[k].outstanding = fabs(outstanding) < crumb && k == n - 1 ? 0 : outstanding;
    }
    if (dues[n - 1].outstanding != 0 || least < -crumb) {
        complain(contract, findings, IPA_E0404_SCHEDULE_SUM,
                 ipa_arena_format(arena, "its dues repay %.2f yuan %s than its principal of %.2f",
                                  fabs(outstanding != 0 ? outstanding : least) / 100,
                                  outstanding > 0 ? "less" : "more",
                                  ipa_money_fen(contract->principal) / 100));
        return NULL;
    }
    *n_dues = n;
    return dues;
}

ipa_plan_due *ipa_contract_schedule_dues(const ipa_deal *deal, const ipa_deal_contract *contract,
                                         ipa_arena *arena, ipa_findings *findings, int *n_dues) {
    *n_dues = 0;
    return contract->amortisation == IPA_CONTRACT_SCHEDULE
               ? written_out(deal, contract, arena, findings, n_dues)
               : computed(contract, arena, findings, n_dues);
}
