#include "tests/support/random_deals.h"

#include <math.h>
#include <stdlib.h>

#include "engine/market/schedule.h"
#include "tests/support/random_draft.h"

static const char *const ACCOUNTS[] = {"collection", "reserve", "capital", "spare"};
static const char *const FREQUENCIES[] = {"monthly", "quarterly", "semiannual", "annual"};

/* ---- dates ---- */

static void put_periods(random_draft *of, FILE *file) {
    static const int most[IPA_N_FREQUENCIES] = {
        [IPA_FREQUENCY_MONTHLY] = 30,     [IPA_FREQUENCY_QUARTERLY] = 16,
        [IPA_FREQUENCY_SEMIANNUAL] = 8,   [IPA_FREQUENCY_ANNUAL] = 8,
        [IPA_FREQUENCY_SEMIMONTHLY] = 24, [IPA_FREQUENCY_BIMONTHLY] = 16};
    const ipa_frequency frequency = (ipa_frequency)whole(of, 0, IPA_N_FREQUENCIES - 1);
    const int months = ipa_schedule_months(frequency);
    const bool written = chance(of, 0.25);
    of->months = written ? 0 : months;
    const ipa_date first = of->closing + whole(of, 35, 200);
    of->n_periods = whole(of, 3, most[frequency]);
    for (int k = 0; k < of->n_periods; k++)
        of->nominal[k] = written && k > 0 ? of->nominal[k - 1] + whole(of, 34, 190)
                                          : ipa_schedule_step(first, months, k, false);
    of->legal_final = of->nominal[of->n_periods - 1];
    fputs(written ? "periods:\n  dates: [" : "periods:\n  first_payment: ", file);
    for (int k = 0; k < (written ? of->n_periods : 1); k++) {
        fputs(k > 0 ? ", " : "", file);
        random_file_date(file, of->nominal[k]);
    }
    if (written)
        fputs("]\n", file);
    else
        fprintf(file, "\n  frequency: %s\n", ipa_schedule_frequency_name(frequency));
    of->lag = chance(of, 0.4) ? whole(of, 1, frequency == IPA_FREQUENCY_SEMIMONTHLY ? 10 : 30) : 0;
    if (of->lag > 0)
        fprintf(file, "  collection_lag_days: %d\n", of->lag);
}

static void put_terms(random_draft *of, FILE *file) {
    random_file periods;
    random_file_begin(&periods);
    put_periods(of, periods.file);
    fclose(periods.file);
    fputs("ipabs: 1\ndeal:\n  name: {zh: 随机证券, en: A random deal}\n  cutoff: ", file);
    random_file_date(file, of->cutoff);
    fputs("\n  closing: ", file);
    random_file_date(file, of->closing);
    fputs("\n  legal_final: ", file);
    random_file_date(file, of->legal_final);
    if (!of->rounds)
        fputs("\n  units: none", file);
    else if (chance(of, 0.5))
        fprintf(file, "\n  units: {face: %d, interest_decimals: %d, principal_decimals: %d}",
                of->face, whole(of, 2, 6), whole(of, 2, 6));
    else
        of->face = 100;
    fprintf(file, "\ncalendar: {holidays: %s, roll: %s, accrual: %s}\n",
            PICK(of, "CN", "WEEKENDS", "NONE"),
            PICK(of, "following", "modified_following", "preceding", "modified_preceding", "none"),
            PICK(of, "unadjusted", "adjusted"));
    fputs(periods.bytes, file);
    free(periods.bytes);
}

/* ---- the pool: small, and far from safe ---- */

static void put_obligors(random_draft *of, int n_obligors) {
    random_file text;
    random_file_begin(&text);
    fputs("id,name,hazard,loadings\n", text.file);
    for (int i = 1; i <= n_obligors; i++)
        fprintf(text.file, "E%d,firm %d,%.4f,macro:%.2f\n", i, i,
                chance(of, 0.2) ? 0 : between(of, 0, 0.3), between(of, 0, 0.8));
    random_file_finish(&text, &of->folder, "obligors.csv");
}

static void put_contracts(random_draft *of, int n_obligors, int n_contracts) {
    random_file text;
    random_file_begin(&text);
    fputs("id,obligor,kind,start,end,frequency,principal,rate,amortisation,recovery_mean,"
          "recovery_sd,recovery_lag_months,late_probability,prepay_rate\n",
          text.file);
    for (int c = 1; c <= n_contracts; c++) {
        const int which = whole(of, 0, 3), months = ipa_schedule_months((ipa_frequency)which);
        const double principal = floor(between(of, 1e5, 4e8)) / 100;
        const ipa_date start = of->cutoff - whole(of, 0, 60);
        int n_dues = (int)((of->legal_final - of->cutoff) / (30.5 * months)) - whole(of, 0, 2);
        fprintf(text.file, "L%d,E%d,loan,", c, whole(of, 1, n_obligors));
        random_file_date(text.file, start);
        fputc(',', text.file);
        random_file_date(text.file,
                         ipa_date_add_months(start, months * (n_dues < 3 ? 3 : n_dues), false));
        const double mean = between(of, 0.05, 0.9);
        fprintf(text.file, ",%s,%.2f,%.4f,%s,%.3f,%.3f,%d,%.3f,%.3f\n", FREQUENCIES[which],
                principal, between(of, 0, 0.14), PICK(of, "level", "equal_principal", "bullet"),
                mean, chance(of, 0.5) ? 0 : 0.5 * sqrt(mean * (1 - mean)), whole(of, 0, 12),
                chance(of, 0.5) ? 0 : between(of, 0, 0.4),
                chance(of, 0.6) ? 0 : between(of, 0, 0.2));
        of->pool += principal;
    }
    random_file_finish(&text, &of->folder, "contracts.csv");
}

/* ---- liabilities ---- */

static void put_account_interest(random_draft *of, FILE *file) {
    fprintf(file, ", rate: %.4f, day_count: %s", between(of, chance(of, 0.2) ? -0.05 : 0, 0.06),
            PICK(of, "ACT/365F", "ACT/360"));
    if (chance(of, 0.6))
        return;
    fputs(", credit: [", file);
    ipa_date date = of->closing;
    for (int left = whole(of, 1, 6); left > 0; left--) {
        fputs(date > of->closing ? ", " : "", file);
        date += whole(of, 10, 250);
        random_file_date(file, date);
    }
    fputs("]", file);
}

static void put_accounts(random_draft *of, FILE *file) {
    of->n_accounts = whole(of, 1, 4);
    for (int n = 0; n < of->n_accounts; n++)
        of->account[n] = ACCOUNTS[n];
    fputs("accounts:\n", file);
    for (int n = 0; n < of->n_accounts; n++) {
        fprintf(file, "  - {id: %s", ACCOUNTS[n]);
        if (chance(of, 0.4))
            fprintf(file, ", initial: %.2f", between(of, 0, 0.05) * of->pool);
        if (chance(of, 0.3))
            put_account_interest(of, file);
        if (n > 0 && chance(of, 0.7)) {
            fputs(", target: \"", file);
            random_amount(of, file, 2);
            fputs("\"", file);
        }
        fputs("}\n", file);
    }
    if (of->n_accounts > 1 && chance(of, 0.5))
        fprintf(file, "collect: {principal: %s, %s: %s}\n",
                ACCOUNTS[whole(of, 0, of->n_accounts - 1)],
                PICK(of, "income", "prepayment", "recovery"),
                ACCOUNTS[whole(of, 0, of->n_accounts - 1)]);
}

static void put_fee_base(random_draft *of, FILE *file) {
    fputs(", base: \"", file);
    const int shape = whole(of, 0, 3);
    if (shape == 0)
        fprintf(file, "balance(T%d)", whole(of, 1, of->n_tranches));
    else if (shape == 1)
        fputs("collections.income", file);
    else if (shape == 2)
        fprintf(file, "collections.total - %.2f", between(of, 0, 0.1) * of->pool);
    else
        random_amount(of, file, 2);
    fputs("\"", file);
}

/** What bounds a fee. */
static void put_fee_bounds(random_draft *of, FILE *file, bool tax) {
    const double size = 0.003 * of->pool;
    if (!tax && chance(of, 0.15))
        fprintf(file, ", floor: %.2f, cap: %.2f", between(of, 0, size), between(of, 1, 2) * size);
    else if (chance(of, 0.1))
        fprintf(file, ", cap: %.2f", between(of, 0, 2) * size);
    if (chance(of, 0.1))
        fprintf(file, ", cumulative_cap: %.2f", between(of, 2, 8) * size);
}

static void put_fee(random_draft *of, FILE *file, int n) {
    const bool tax = chance(of, 0.25);
    bool cumulative = false;
    const char *per = tax ? "period" : PICK(of, "year", "period", "payment");
    of->by_payment[n] = per[1] == 'a';
    fprintf(file, "  - {id: f%d, per: %s", n + 1, per);
    if (tax)
        fprintf(file, ", kind: tax, carry_negative: %s", PICK(of, "true", "false"));
    if (of->by_payment[n])
        fprintf(file, ", rate: %.5f, base: \"paid(T%d)\"", between(of, 0, 0.01),
                whole(of, 1, of->n_tranches));
    else if (!tax && chance(of, 0.4))
        fprintf(file, ", amount: %.2f", between(of, 0, 0.01) * of->pool);
    else {
        fprintf(file, ", rate: %.5f", per[0] == 'y' ? between(of, 0, 0.03) : between(of, 0, 0.05));
        if (per[0] != 'y' && chance(of, 0.2))
            fputs((cumulative = true, ", cumulative: true"), file);
        else if (chance(of, 0.2))
            fprintf(file, ", first_rate: %.5f", between(of, 0, 0.03));
        put_fee_base(of, file);
    }
    if (per[0] == 'y' && chance(of, 0.5))
        fprintf(file, ", day_count: %s", random_day_count(of));
    if (per[0] == 'y' && chance(of, 0.4))
        fputs(", accrual: collection", file);
    if (per[0] == 'p' && per[1] == 'e' && !tax && !cumulative && chance(of, 0.25)) {
        fputs(", due: [", file);
        ipa_date date = of->closing;
        for (int left = whole(of, 1, 4); left > 0 && date < of->legal_final - 40; left--) {
            fputs(date > of->closing ? ", " : "", file);
            date += whole(of, 10, 300);
            date = date > of->legal_final - 10 ? of->legal_final - 10 : date;
            random_file_date(file, date);
        }
        fputs("]", file);
    }
    if (!of->by_payment[n])
        put_fee_bounds(of, file, tax);
    fprintf(file, "%s}\n",
            chance(of, 0.25)                         ? ", carry: false"
            : !of->by_payment[n] && chance(of, 0.25) ? ", arrears_rate: 0.05"
                                                     : "");
}

static void put_cure(random_draft *of, FILE *file) {
    fputs(", curable: true", file);
    if (chance(of, 0.6))
        return;
    fputs(", restore: \"", file);
    random_condition(of, file, 1);
    fputs("\"", file);
}

static void put_triggers(random_draft *of, FILE *file) {
    const int n_triggers = whole(of, 0, 4);
    for (int n = 0; n < n_triggers; n++) {
        fprintf(file, "%s  - {id: x%d, when: \"", n > 0 ? "" : "triggers:\n", n + 1);
        random_condition(of, file, 2);
        fprintf(file, "\", effect: %s",
                of->may_buy && chance(of, 0.3) ? "stop_revolving"
                                               : PICK(of, "none", "trap", "accelerate", "default"));
        const bool after = chance(of, 0.3);
        if (after)
            fputs(", test: after_payment", file);
        else if (chance(of, 0.3))
            fprintf(file, ", takes_effect: %s", PICK(of, "same", "next"));
        if (chance(of, 0.3))
            fprintf(file, ", consecutive: %d", whole(of, 1, 3));
        if (chance(of, 0.5))
            put_cure(of, file);
        fputs("}\n", file);
        of->n_triggers++;
    }
}

static void put_closing(random_draft *of, FILE *file) {
    fputs("closing:\n  proceeds: {", file);
    for (int t = 0; t < of->n_tranches; t++)
        fprintf(file, "%sT%d: %.3f", t > 0 ? ", " : "", t + 1, between(of, 95, 103));
    fprintf(file,
            "}\n  upfront: [{id: arranger, rate: %.4f, base: original(T1)}, {id: legal, "
            "amount: %.2f}]\n  purchase_price: %.2f\n",
            between(of, 0, 0.01), between(of, 0, 0.005) * of->pool,
            between(of, 0.5, 0.72) * of->pool);
}

/** The pool as the holder of the contracts buys for it. */
static void put_pool(random_draft *holder, FILE *file, const char *certificate) {
    fprintf(file, "pool: {obligors: obligors.csv, contracts: contracts.csv%s", certificate);
    if (holder->may_buy)
        random_replacement(holder, file);
    fputs("}\n", file);
}

/** Everything that a vehicle has of its own, dates apart. */
static void put_vehicle(random_draft *of, FILE *file) {
    const int n_fees = whole(of, 0, 5), n_residual = chance(of, 0.75) ? whole(of, 1, 2) : 0;
    const int n_support = whole(of, 0, 3);
    of->n_tranches = whole(of, 1, 5);
    for (int t = 0; t < of->n_tranches; t++)
        of->residual[t] = t > 0 && t >= of->n_tranches - n_residual;
    of->n_ledgers = chance(of, 0.3) ? whole(of, 1, 2) : 0;
    of->may_call = chance(of, 0.25);
    of->n_fees = of->n_support = of->n_triggers = 0;
    for (int n = 0; n < RANDOM_MOST; n++)
        of->has_pot[n] = chance(of, 0.15);
    put_accounts(of, file);
    if (of->n_ledgers > 0)
        fputs(of->n_ledgers > 1 ? "ledgers: [{id: l1}, {id: l2, initial: 5000}]\n"
                                : "ledgers: [{id: l1, initial: 100.25}]\n",
              file);
    random_tranches(of, file);
    fputs(n_fees > 0 ? "fees:\n" : "", file);
    for (; of->n_fees < n_fees; of->n_fees++)
        put_fee(of, file, of->n_fees);
    of->n_support = n_support;
    random_support(of, file);
    put_triggers(of, file);
    random_waterfalls(of, file);
    if (chance(of, 0.3))
        put_closing(of, file);
}

/* ---- a trust below ---- */

/** Dates whose payments, rolled as they may be, the plan collects. */
static void put_trust_periods(random_draft *trust, const random_draft *plan, FILE *file) {
    enum { MOST_ROLLED = 15 };
    const int before = plan->lag + MOST_ROLLED;
    trust->n_periods = 0;
    trust->months = 0;
    if (before < 27 * plan->months && plan->nominal[0] - before > trust->closing + 10) {
        trust->months = plan->months;
        for (; trust->n_periods < plan->n_periods; trust->n_periods++)
            trust->nominal[trust->n_periods] = ipa_date_add_months(
                plan->nominal[0] - before, plan->months * trust->n_periods, false);
        fputs("periods:\n  first_payment: ", file);
        random_file_date(file, trust->nominal[0]);
        fprintf(file, "\n  frequency: %s\n",
                plan->months == 1   ? "monthly"
                : plan->months == 2 ? "bimonthly"
                : plan->months == 3 ? "quarterly"
                : plan->months == 6 ? "semiannual"
                                    : "annual");
    } else {
        ipa_date date = trust->closing + whole(trust, 15, 60);
        fputs("periods:\n  dates: [", file);
        do {
            fputs(trust->n_periods > 0 ? ", " : "", file);
            random_file_date(file, date);
            trust->nominal[trust->n_periods++] = date;
            date += whole(trust, 25, 150);
        } while (date <= plan->legal_final - before && trust->n_periods < 40);
        fputs("]\n", file);
    }
    trust->legal_final = trust->nominal[trust->n_periods - 1];
    if (chance(trust, 0.4))
        fprintf(file, "  collection_lag_days: %d\n", whole(trust, 1, 12));
}

static void put_indented(FILE *file, const char *bytes) {
    bool starts = true;
    for (const char *at = bytes; *at != '\0'; at++) {
        fputs(starts ? "    " : "", file);
        fputc(*at, file);
        starts = *at == '\n';
    }
}

/** A trust that holds the contracts, and the pool's section, for which the trust's tranche stands.
 *  The plan above is as large as the certificate. */
static void put_trust(random_draft *of, FILE *file) {
    random_draft trust = *of;
    random_file text;
    char certificate[40];
    trust.source = random_source_make(random_bits(&of->source));
    trust.prefix = "trust_";
    random_file_begin(&text);
    put_trust_periods(&trust, of, text.file);
    trust.may_buy = of->n_entities > 0 && trust.months > 0 && chance(of, 0.35);
    put_vehicle(&trust, text.file);
    fclose(text.file);
    int t = 0;
    for (int other = 1; other < trust.n_tranches; other++)
        t = trust.balance[other] > trust.balance[t] || chance(of, 0.1) ? other : t;
    t = trust.notional[t] ? 0 : t;
    of->pool = trust.balance[t];
    snprintf(certificate, sizeof certificate, ", certificate: trust.T%d", t + 1);
    put_pool(&trust, file, certificate);
    fputs("vehicles:\n  - id: trust\n", file);
    put_indented(file, text.bytes);
    free(text.bytes);
}

static void put_structure(random_draft *of, FILE *file) {
    of->n_entities = whole(of, 0, 2);
    random_entities(of, file);
    if (chance(of, 0.2)) {
        put_trust(of, file);
        of->may_buy = false;
    } else {
        of->may_buy = of->n_entities > 0 && of->months > 0 && chance(of, 0.35);
        put_pool(of, file, "");
    }
    put_vehicle(of, file);
}

/** Everything in order of rank, nothing conditional. */
static void put_sequence(random_draft *of, FILE *file) {
    of->n_tranches = whole(of, 2, 5);
    of->n_accounts = 1;
    of->n_entities = whole(of, 0, 1);
    random_entities(of, file);
    put_pool(of, file, "");
    if (chance(of, 0.4))
        fprintf(file, "accounts: [{id: collection, rate: %.4f}]\n", between(of, 0, 0.03));
    fputs("fees:\n  - {id: manager, per: year, rate: 0.004, base: balance(T1)}\n", file);
    fprintf(file, "  - {id: vat, kind: tax, rate: %.4f, base: collections.income}\n",
            between(of, 0, 0.05));
    fprintf(file, "  - {id: audit, amount: %.2f, carry: %s}\n", between(of, 0, 0.002) * of->pool,
            PICK(of, "true", "false"));
    double left = between(of, 0.8, 1.3);
    fputs("tranches:\n", file);
    for (int t = 1; t <= of->n_tranches; t++) {
        const double share = t == of->n_tranches ? left : left * between(of, 0.1, 0.9);
        left -= share;
        fprintf(file,
                "  - {id: T%d, balance: %lld, amortisation: pass_through, "
                "unpaid_interest_rate: coupon, coupon: {",
                t, (long long)ceil(share * of->pool / 1000) * 1000);
        if (chance(of, 0.3))
            fprintf(file, "floating: I%d, spread: %.4f}}\n", whole(of, 1, 3), between(of, 0, 0.06));
        else
            fprintf(file, "fixed: %.4f}}\n", between(of, 0, 0.1));
    }
    fputs("waterfalls:\n  normal:\n    - {pay: [vat, manager, audit]}\n", file);
    for (int t = 1; t <= of->n_tranches; t++)
        fprintf(file, "    - {pay: T%d.interest}\n", t);
    fputs("    - {pay: [T1.principal", file);
    for (int t = 2; t <= of->n_tranches; t++)
        fprintf(file, ", T%d.principal", t);
    fputs("], how: sequential}\n", file);
}

static test_folder create(uint64_t seed, void (*put)(random_draft *of, FILE *file)) {
    static const int faces[] = {100, 100, 1000, 1};
    random_draft of = {.source = random_source_make(seed), .folder = folder_create(), .prefix = ""};
    of.cutoff = ipa_date_from(2024, 1, 1) + whole(&of, 0, 700);
    of.closing = of.cutoff + (chance(&of, 0.5) ? 0 : whole(&of, 1, 30));
    of.rounds = chance(&of, 0.65);
    of.face = faces[whole(&of, 0, 3)];
    random_file yaml;
    random_file_begin(&yaml);
    put_terms(&of, yaml.file);
    const int n_obligors = whole(&of, 2, 6);
    put_obligors(&of, n_obligors);
    put_contracts(&of, n_obligors, whole(&of, n_obligors, 8));
    put(&of, yaml.file);
    random_market(&of, yaml.file);
    fputs("model: {factors: [macro]}\n", yaml.file);
    random_file_finish(&yaml, &of.folder, "deal.yaml");
    return of.folder;
}

test_folder random_deals_create(uint64_t seed) {
    return create(seed, put_structure);
}

test_folder random_deals_sequential(uint64_t seed) {
    return create(seed, put_sequence);
}
