#include <math.h>

#include "tests/support/random_draft.h"

const char *random_day_count(random_draft *of) {
    return PICK(of, "ACT/365F", "ACT/365F", "ACT/360", "ACT/ACT", "30/360", "30E/360");
}

/* ---- principal ---- */

static void put_schedule(random_draft *of, FILE *file) {
    const int n = whole(of, 1, of->n_periods);
    int left = 1000000;
    fputs("{schedule_per_100: [", file);
    for (int k = 0; k < n; k++) {
        const int part = k == n - 1 ? left : whole(of, 0, 2 * left / (n - k));
        fprintf(file, "%s%.4f", k > 0 ? ", " : "", part / 1e4);
        left -= part;
    }
    fputs("]}", file);
}

/** A file of instalments per 100 on some of the payment dates. */
static void put_instalments(random_draft *of, FILE *file) {
    int left = 1000000;
    fputs("date,per_100\n", file);
    for (int k = 0; k < of->n_periods; k++) {
        const bool last = k == of->n_periods - 1;
        if (left == 0 || (!last && chance(of, 0.4)))
            continue;
        const int part = last || chance(of, 0.1) ? left : whole(of, 0, left / 3);
        random_file_date(file, of->nominal[k]);
        fprintf(file, ",%.4f\n", part / 1e4);
        left -= part;
    }
}

/** A file of balances that fall to 0, here and there with fen that no note can show. */
static void put_targets(random_draft *of, FILE *file, double balance) {
    const int last = whole(of, 0, of->n_periods - 1);
    fputs("date,balance\n", file);
    for (int k = 0; k <= last; k++) {
        if (k < last && chance(of, 0.4))
            continue;
        balance = k == last ? 0 : floor(balance * between(of, 40, 100)) / 100;
        random_file_date(file, of->nominal[k]);
        fprintf(file, ",%.2f\n", balance);
    }
}

static void put_schedule_file(random_draft *of, FILE *file, int t, double balance) {
    random_file text;
    char name[24];
    snprintf(name, sizeof name, "%snotes%d.csv", of->prefix, t + 1);
    random_file_begin(&text);
    if (chance(of, 0.5))
        put_instalments(of, text.file);
    else
        put_targets(of, text.file, balance);
    random_file_finish(&text, &of->folder, name);
    fprintf(file, "{schedule: %s}", name);
}

static void put_put(random_draft *of, FILE *file) {
    fputs(", put: {date: ", file);
    random_file_date(file, of->nominal[whole(of, 0, of->n_periods - 1)] - whole(of, 0, 25));
    fprintf(file, ", share: %.4f", chance(of, 0.2) ? 1 : between(of, 0, 1));
    if (chance(of, 0.5))
        fprintf(file, ", price: %.2f", between(of, 97, 103));
    if (chance(of, 0.5))
        fprintf(file, ", coupon: %.4f", between(of, 0, 0.1));
    fputs("}", file);
}

/* ---- interest ---- */

static void put_coupon_steps(random_draft *of, FILE *file) {
    ipa_date date = of->closing;
    fputs(", coupon: {step: [", file);
    for (int n = whole(of, 1, 4); n > 0; n--) {
        fputs(date > of->closing ? ", [" : "[", file);
        random_file_date(file, date);
        fprintf(file, ", %.4f]", between(of, 0, 0.12));
        date += whole(of, 20, 400);
    }
    fprintf(file, "], day_count: %s}", random_day_count(of));
}

static void put_floating(random_draft *of, FILE *file) {
    fprintf(file, ", coupon: {floating: I%d, spread: %.4f, reset: %s", whole(of, 1, 3),
            between(of, -0.03, 0.05),
            PICK(of, "period", "monthly", "quarterly", "semiannual", "annual"));
    if (chance(of, 0.3))
        fprintf(file, ", floor: %.4f", between(of, -0.01, 0.03));
    if (chance(of, 0.3))
        fprintf(file, ", cap: %.4f", between(of, 0.03, 0.08));
    if (chance(of, 0.5))
        fprintf(file, ", decimals: %d", whole(of, 2, 6));
    fprintf(file, ", day_count: %s}", random_day_count(of));
}

static void put_coupon(random_draft *of, FILE *file) {
    const double which = between(of, 0, 1);
    if (which < 0.2)
        put_coupon_steps(of, file);
    else if (which < 0.4)
        put_floating(of, file);
    else
        fprintf(file, ", coupon: {fixed: %.4f, day_count: %s}", between(of, 0, 0.12),
                random_day_count(of));
}

/** Interest on what other tranches or the pool stand at, and no principal. */
static void put_notional(random_draft *of, FILE *file, int t) {
    fprintf(file, "  - {id: T%d, balance: 0, amortisation: %s, notional: \"", t + 1,
            PICK(of, "bullet", "pass_through"));
    if (chance(of, 0.5))
        fprintf(file, "balance(T%d) + 0.37 * balance(T1)", whole(of, 1, t));
    else
        fprintf(file, "%s",
                PICK(of, "pool.balance / 3", "min(opening(T1), 123456.785)",
                     "if(period > 2, balance(T1), -1)", "account(collection) + collections.total"));
    fputs("\"", file);
    put_coupon(of, file);
}

/** What both kinds of tranche may have. */
static void put_arrears(random_draft *of, FILE *file, int t) {
    if (chance(of, 0.5))
        fprintf(file, ", timely: %s", PICK(of, "true", "false"));
    if (of->has_coupon[t] && chance(of, 0.5))
        fprintf(file, ", unpaid_interest_rate: %s", PICK(of, "coupon", "0.05", "0.12"));
    if (of->has_coupon[t] && chance(of, 0.15))
        fputs(", interest_carry: false", file);
}

static void put_notes(random_draft *of, FILE *file, int t, double share) {
    const int units = (int)ceil(share * of->pool / of->face / 100) * 100;
    const long long balance = (long long)(units > 0 ? units : 100) * of->face;
    of->balance[t] = (double)balance;
    const char *kind = of->residual[t]
                           ? "residual"
                           : PICK(of, "pass_through", "pass_through", "bullet", "{", "file");
    fprintf(file, "  - {id: T%d, balance: %lld, amortisation: ", t + 1, balance);
    if (kind[0] == '{')
        put_schedule(of, file);
    else if (kind[0] == 'f')
        put_schedule_file(of, file, t, (double)balance);
    else
        fputs(kind, file);
    if (of->has_coupon[t])
        put_coupon(of, file);
    put_arrears(of, file, t);
    const bool accretes = kind[0] == 'p' && of->has_coupon[t] && chance(of, 0.1);
    if (accretes) {
        fputs(", accrete_until: ", file);
        random_file_date(file, of->nominal[whole(of, 0, of->n_periods / 2)]);
    } else if (!of->residual[t] && chance(of, 0.15))
        put_put(of, file);
    if (!of->residual[t] && chance(of, 0.15)) {
        fputs(", lockout: ", file);
        random_file_date(file, of->nominal[whole(of, 0, of->n_periods / 2)] + whole(of, 0, 20));
    }
    if (chance(of, 0.4)) {
        fputs(", expected_final: ", file);
        random_file_date(file, of->nominal[whole(of, 0, of->n_periods - 1)]);
    }
    fputs("}\n", file);
}

void random_tranches(random_draft *of, FILE *file) {
    double left = between(of, 0.8, 1.3);
    fputs("tranches:\n", file);
    for (int t = 0; t < of->n_tranches; t++) {
        const bool last = t == of->n_tranches - 1;
        of->notional[t] = t > 0 && !last && !of->residual[t] && chance(of, 0.15);
        of->has_coupon[t] = !of->residual[t] || chance(of, 0.2);
        of->balance[t] = 0;
        if (of->notional[t]) {
            put_notional(of, file, t);
            put_arrears(of, file, t);
            fputs("}\n", file);
            continue;
        }
        const double share = last ? left : left * between(of, 0.1, 0.9);
        left -= share;
        put_notes(of, file, t, share);
    }
}

/* ---- reference rates ---- */

static void put_index_file(random_draft *of, const char *name, bool fixings) {
    random_file text;
    random_file_begin(&text);
    fputs(fixings ? "date,rate\n" : "years,rate\n", text.file);
    double years = chance(of, 0.5) ? 0 : between(of, 0, 1);
    ipa_date date = of->closing - whole(of, 0, 60);
    for (int n = whole(of, 1, 7); n > 0; n--) {
        if (fixings)
            random_file_date(text.file, date);
        else
            fprintf(text.file, "%.2f", years);
        fprintf(text.file, ",%.5f\n", between(of, 0, 0.05));
        years += between(of, 0.05, 1.2);
        date += whole(of, 5, 150);
    }
    random_file_finish(&text, &of->folder, name);
}

void random_market(random_draft *of, FILE *file) {
    put_index_file(of, "curve.csv", false);
    put_index_file(of, "fixings.csv", true);
    fputs("market:\n  discount: {flat: 2%}\n", file);
    if (chance(of, 0.3)) {
        fputs("  valuation_date: ", file);
        random_file_date(file, of->closing + whole(of, 0, (of->nominal[0] - of->closing) / 2));
        fputs("\n", file);
    }
    fprintf(file,
            "  indices:\n    I1: {%s}\n    I2: {curve: curve.csv%s}\n    I3: {fixings: "
            "fixings.csv%s}\n",
            chance(of, 0.3) ? "flat: 0.01125, fixings: fixings.csv" : "flat: 0.02345",
            chance(of, 0.3) ? ", fixings: fixings.csv" : "",
            chance(of, 0.5) ? ", curve: curve.csv" : "");
}
