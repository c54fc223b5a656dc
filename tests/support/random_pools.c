#include "tests/support/random_pools.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/market/date.h"
#include "engine/market/schedule.h"

enum { MOST_OBLIGORS = 8, MOST_CONTRACTS = 12, MOST_PATENTS = 20, MOST_FACTORS = 4 };

static const char *const FACTORS[MOST_FACTORS] = {"macro", "software", "medical", "energy"};
static const char *const FREQUENCIES[] = {"monthly", "quarterly", "semiannual", "annual"};
static const char *const KINDS[] = {"invention", "utility_model", "design", "software",
                                    "trademark"};

/** What is decided of a deal while it is written. */
typedef struct draft {
    uint64_t state; /* of the generator */
    test_folder folder;
    ipa_date cutoff, legal_final;
    int n_obligors, n_contracts, n_patents, n_factors, n_entities, n_facilities, n_curves;
    bool process[MOST_FACTORS];
    bool intensity;
    bool has_patents[MOST_CONTRACTS];
    int patent_contract[MOST_PATENTS]; /* −1: none in its row */
    int also[MOST_CONTRACTS];          /* a further patent, by the contract's row; −1: none */
    FILE *schedule;
} draft;

/* ---- the generator: splitmix64 ---- */

static uint64_t bits(draft *of) {
    uint64_t z = of->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double between(draft *of, double low, double high) {
    return low + (high - low) * ((double)(bits(of) >> 11) * 0x1p-53);
}

/** A whole number from low to high, both included. */
static int whole(draft *of, int low, int high) {
    return low + (int)(bits(of) % (uint64_t)(high - low + 1));
}

static bool chance(draft *of, double p) {
    return between(of, 0, 1) < p;
}

static const char *pick(draft *of, int n, const char *const *names) {
    return names[whole(of, 0, n - 1)];
}
#define PICK(of, ...)                                                                    \
    pick((of), (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)), \
         (const char *const[]){__VA_ARGS__})

/* ---- files ---- */

typedef struct text_file {
    FILE *file;
    char *bytes;
    size_t n_bytes;
} text_file;

static void begin(text_file *text) {
    text->file = open_memstream(&text->bytes, &text->n_bytes);
    cr_assert_not_null(text->file);
}

static void finish(text_file *text, const draft *of, const char *name) {
    fclose(text->file);
    folder_write(&of->folder, name, text->bytes, text->n_bytes);
    free(text->bytes);
}

static void put_date(FILE *file, ipa_date date) {
    char text[IPA_DATE_TEXT];
    fputs(ipa_date_format(date, text), file);
}

/** A figure with this chance, else nothing; then a comma. */
static void maybe(draft *of, FILE *file, double p, double low, double high) {
    if (chance(of, p))
        fprintf(file, "%.4f", between(of, low, high));
    fputc(',', file);
}

static void maybe_amount(draft *of, FILE *file, double p, double most) {
    if (chance(of, p))
        fprintf(file, "%.2f", between(of, 0, most));
    fputc(',', file);
}

/* ---- deal.yaml ---- */

static void put_dates(draft *of, FILE *file, ipa_date first) {
    ipa_date date = first;
    fputs("  dates: [", file);
    for (int left = whole(of, 2, 14); left >= 0; left--) {
        put_date(file, date);
        of->legal_final = date;
        fputs(left > 0 ? ", " : "]\n", file);
        date += whole(of, 20, 190);
    }
}

static void put_grid(draft *of, FILE *file, ipa_date first) {
    static const int most[] = {30, 16, 9, 6};
    const int which = of->intensity ? whole(of, 1, 3) : whole(of, 0, 3);
    const int months = ipa_schedule_months((ipa_frequency)which);
    of->legal_final = ipa_date_add_months(first, months * whole(of, 2, most[which]), false) +
                      (chance(of, 0.2) ? whole(of, 1, 18) : 0);
    fputs("  first_payment: ", file);
    put_date(file, first);
    fprintf(file, "\n  frequency: %s\n", FREQUENCIES[which]);
    if (chance(of, 0.2))
        fputs("  end_of_month: true\n", file);
}

static void put_terms(draft *of, FILE *file) {
    const ipa_date first = of->cutoff + whole(of, 32, 200);
    text_file periods;
    begin(&periods);
    fputs("periods:\n", periods.file);
    if (chance(of, 0.25))
        put_dates(of, periods.file, first);
    else
        put_grid(of, periods.file, first);
    if (chance(of, 0.5))
        fprintf(periods.file, "  collection_lag_days: %d\n", whole(of, 1, 30));
    fputs("ipabs: 1\ndeal:\n  name: {zh: 随机资产池, en: A random pool}\n  cutoff: ", file);
    put_date(file, of->cutoff);
    fputs("\n  closing: ", file);
    put_date(file, of->cutoff + (chance(of, 0.5) ? 0 : whole(of, 1, 30)));
    fputs("\n  legal_final: ", file);
    put_date(file, of->legal_final);
    fprintf(file, "\n%scalendar: {holidays: %s}\n", chance(of, 0.5) ? "  units: none\n" : "",
            PICK(of, "CN", "WEEKENDS", "NONE"));
    fclose(periods.file);
    fputs(periods.bytes, file);
    free(periods.bytes);
}

static const char *const CREDITS[] = {"rating", "hazard", "pd_curve"};

/** One of them, as written. */
typedef struct credit_text {
    int which;
    char value[24];
} credit_text;

static void put_curve(draft *of, const char *name) {
    text_file text;
    double years = 0, pd = 0;
    begin(&text);
    fputs("years,cumulative_pd\n", text.file);
    if (chance(of, 0.5))
        fputs("0,0\n", text.file);
    for (int n = whole(of, 1, 6); n > 0; n--) {
        years += between(of, 0.1, 2);
        pd += chance(of, 0.2) ? 0 : (1 - pd) * between(of, 0, 0.4);
        fprintf(text.file, "%.3f,%.6f\n", years, pd);
    }
    finish(&text, of, name);
}

static credit_text draw_credit(draft *of) {
    static const char *const grades[] = {"A2", "Baa3", "Ba2", "B1", "B3", "Caa1", "Caa2", "Caa3"};
    credit_text credit = {.which = chance(of, 0.5) ? 0 : whole(of, 1, 2)};
    char *value = credit.value;
    if (credit.which == 0)
        snprintf(value, sizeof credit.value, "%s", pick(of, 8, grades));
    else if (credit.which == 1)
        snprintf(value, sizeof credit.value, "%.4f", chance(of, 0.1) ? 0 : between(of, 0, 0.5));
    else
        snprintf(value, sizeof credit.value, "pd%d.csv", ++of->n_curves);
    if (credit.which == 2)
        put_curve(of, value);
    return credit;
}

/** Loadings, all together at most 0.9 in a copula; b's of any size on factors with a process. */
static void put_loadings(draft *of, FILE *file, const char *between_items, const char *colon) {
    double left = of->intensity ? 3 : 0.9;
    bool any = false;
    for (int f = 0; f < of->n_factors; f++) {
        if (!chance(of, 0.6) || (of->intensity && !of->process[f]))
            continue;
        const double b = between(of, -0.3, 1) * left;
        left -= fabs(b);
        fprintf(file, "%s%s%s%.3f", any ? between_items : "", FACTORS[f], colon, b);
        any = true;
    }
}

static void put_entities(draft *of, FILE *file) {
    of->n_entities = whole(of, 0, 3);
    fputs(of->n_entities > 0 ? "entities:\n" : "", file);
    for (int n = 0; n < of->n_entities; n++) {
        const credit_text credit = draw_credit(of);
        fprintf(file, "  - {id: G%d, %s: %s", n + 1, CREDITS[credit.which], credit.value);
        fputs(", loadings: {", file);
        put_loadings(of, file, ", ", ": ");
        fputs("}}\n", file);
    }
}

static void put_structure(draft *of, FILE *file) {
    fputs("pool: {obligors: obligors.csv, contracts: contracts.csv, schedule: schedule.csv", file);
    fputs(of->n_patents > 0 ? ", patents: patents.csv}\n" : "}\n", file);
    fputs("tranches:\n"
          "  - {id: A, balance: 800000, coupon: {fixed: 0.03}, amortisation: pass_through}\n"
          "  - {id: SUB, balance: 200000, amortisation: residual}\n",
          file);
    if (chance(of, 0.7))
        fputs("triggers:\n  - {id: worthless, when: \"ip_value < 1\", effect: none}\n", file);
    fputs("waterfalls:\n  normal:\n    - {pay: A.interest}\n    - {pay: A.principal}\n"
          "    - {pay: SUB.residual, when: \"final\"}\n"
          "market: {discount: {flat: 2%}}\n",
          file);
}

static void put_sales(draft *of, FILE *file) {
    bool any = false;
    for (int f = 0; f < of->n_factors; f++) {
        if (!of->process[f])
            continue;
        fprintf(file, "%s    %s: ", any ? "" : "  sales:\n", FACTORS[f]);
        any = true;
        if (chance(of, 0.35))
            fprintf(file,
                    "{volatility: %.3f, growth: {initial: %.3f, mean: %.3f, reversion: %.3f, "
                    "volatility: %.3f, correlation: %.2f}}\n",
                    chance(of, 0.1) ? 0 : between(of, 0, 0.4), between(of, -0.2, 0.5),
                    between(of, -0.1, 0.1), chance(of, 0.15) ? 0 : between(of, 0.001, 2),
                    chance(of, 0.1) ? 0 : between(of, 0, 0.3), between(of, -1, 1));
        else
            fprintf(file, "{reversion: %.3f, volatility: %.3f}\n",
                    chance(of, 0.3) ? 0 : between(of, 0.001, 2), between(of, 0, 0.5));
    }
}

static void put_hazards(draft *of) {
    static const char *const causes[] = {"lapse", "obsolete", "invalid_full", "invalid_partial"};
    text_file text;
    begin(&text);
    fputs("kind,cause,age_from,hazard\n", text.file);
    for (int kind = 0; kind < 5; kind++)
        for (int cause = 0; cause < 4; cause++) {
            double age = chance(of, 0.7) ? 0 : between(of, 0.5, 4);
            for (int n = whole(of, 0, 4); n > 0; n--) {
                fprintf(text.file, "%s,%s,%.3f,%.4f\n", KINDS[kind], causes[cause], age,
                        chance(of, 0.2) ? 0 : between(of, 0, 0.3));
                age += between(of, 0.2, 4);
            }
        }
    finish(&text, of, "hazards.csv");
}

static void put_patent_model(draft *of, FILE *file) {
    const char *hazards = PICK(of, "builtin", "none", "hazards.csv", "hazards.csv");
    if (hazards[0] == 'h')
        put_hazards(of);
    fprintf(file, "  patents: {hazards: %s", hazards);
    if (chance(of, 0.7))
        fprintf(file, ", family_share: %.2f", chance(of, 0.2) ? 1 : between(of, 0, 1));
    if (chance(of, 0.5))
        fprintf(file, ", partial_factor: %.2f", between(of, 0, 1));
    if (chance(of, 0.7))
        fprintf(file,
                ", grant: {median_months: %.1f, sigma: %.2f, probability: %.2f, "
                "accelerated_factor: %.2f}",
                between(of, 4, 40), between(of, 0.1, 1), between(of, 0, 1), between(of, 0.2, 1));
    fputs("}\n", file);
}

static void put_disposal(draft *of, FILE *file) {
    fprintf(file, "  recovery: {correlation: %.2f, factor: %s, decay: %.2f",
            chance(of, 0.3) ? 0 : between(of, -1, 1), FACTORS[whole(of, 0, of->n_factors - 1)],
            between(of, 0, 0.5));
    fprintf(file, ", unregistered_share: %.2f, platform_fee: %.2f", between(of, 0, 1),
            chance(of, 0.5) ? 0 : between(of, 0, 0.1));
    if (of->n_entities > 0 && chance(of, 0.4))
        fprintf(file, ", buyback: {entity: G%d, share: %.2f, lag_months: %.1f}",
                whole(of, 1, of->n_entities), between(of, 0, 1),
                chance(of, 0.5) ? whole(of, 0, 12) : between(of, 0, 12));
    fputs("}\n", file);
    of->n_facilities = whole(of, 0, 2);
    fputs(of->n_facilities > 0 ? "  facilities:\n" : "", file);
    for (int n = 0; n < of->n_facilities; n++) {
        fprintf(file, "    - {id: F%d, share: %.2f, lag_months: %.1f", n + 1, between(of, 0, 1),
                chance(of, 0.5) ? whole(of, 0, 18) : between(of, 0, 18));
        if (chance(of, 0.6))
            fprintf(file, ", cap_per_obligor: %.2f", between(of, 0, 2e6));
        if (chance(of, 0.6))
            fprintf(file, ", pool_cap: %.2f", between(of, 0, 4e6));
        if (chance(of, 0.3))
            fputs(", needs_pledge: true", file);
        fputs(chance(of, 0.5) ? ", repaid: true}\n" : "}\n", file);
    }
}

static void put_correlation(draft *of, FILE *file) {
    fputs("  correlation: ", file);
    if (chance(of, 0.3) || of->n_factors < 2) {
        fputs("identity\n", file);
        return;
    }
    fputs("{pairs: {", file);
    for (int f = 0; f + 1 < of->n_factors; f++) {
        fprintf(file, "%s%s: {", f > 0 ? ", " : "", FACTORS[f]);
        for (int g = f + 1; g < of->n_factors; g++)
            fprintf(file, "%s%s: %.3f", g > f + 1 ? ", " : "", FACTORS[g], between(of, -0.3, 0.33));
        fputs("}", file);
    }
    fputs("}}\n", file);
}

static void put_model(draft *of, FILE *file) {
    fputs("model:\n  default: {copula: ", file);
    if (of->intensity)
        fputs("intensity", file);
    else if (chance(of, 0.4))
        fprintf(file, "{student_t: %.1f}", between(of, 2.2, 12));
    else
        fputs("gaussian", file);
    fputs("}\n  factors: [", file);
    for (int f = 0; f < of->n_factors; f++)
        fprintf(file, "%s%s", f > 0 ? ", " : "", FACTORS[f]);
    fputs("]\n", file);
    put_correlation(of, file);
    put_sales(of, file);
    put_patent_model(of, file);
    put_disposal(of, file);
}

/* ---- tapes ---- */

static void put_obligors(draft *of) {
    text_file text;
    begin(&text);
    fputs("id,name,rating,hazard,pd_curve,loadings,guarantor,guarantee_share\n", text.file);
    for (int i = 0; i < of->n_obligors; i++) {
        const credit_text credit = draw_credit(of);
        fprintf(text.file, "E%d,firm %d", i + 1, i + 1);
        for (int n = 0; n < 3; n++)
            fprintf(text.file, ",%s", n == credit.which ? credit.value : "");
        fputc(',', text.file);
        put_loadings(of, text.file, ";", ":");
        if (of->n_entities > 0 && chance(of, 0.5))
            fprintf(text.file, ",G%d,%.2f\n", whole(of, 1, of->n_entities), between(of, 0, 1));
        else
            fputs(",,\n", text.file);
    }
    finish(&text, of, "obligors.csv");
}

static void put_patent(draft *of, FILE *file, int j) {
    const int kind = whole(of, 0, 4);
    const int oldest = kind == 0 ? 7200 : kind < 3 ? 3600 : 4000;
    const ipa_date filed = of->cutoff - whole(of, 1, chance(of, 0.3) ? 900 : oldest);
    const ipa_date granted = filed + whole(of, 100, 1100);
    fprintf(file, "P%d,%s,", j + 1, KINDS[kind]);
    if (kind < 3 || chance(of, 0.6))
        put_date(file, filed);
    fputc(',', file);
    if (kind < 3 && (granted <= of->cutoff || chance(of, 0.1)) && !chance(of, 0.1))
        put_date(file, granted);
    fputc(',', file);
    if (kind >= 3 || chance(of, 0.2))
        put_date(file, of->cutoff + whole(of, 40, 2500));
    fputc(',', file);
    if (of->patent_contract[j] >= 0)
        fprintf(file, "L%d", of->patent_contract[j] + 1);
    fputc(',', file);
    maybe(of, file, 0.6, 0, 1);
    maybe_amount(of, file, 0.7, 1e6);
    if (chance(of, 0.7))
        put_date(file, of->cutoff - whole(of, 0, 300));
    fprintf(file, ",%s,%s\n", PICK(of, "", "no", "yes"), PICK(of, "", "owner", "deal"));
}

static void put_patents(draft *of) {
    text_file text;
    begin(&text);
    fputs("id,kind,filed,granted,expires,contract,weight,value,registered_on,accelerated,"
          "annuity_payer\n",
          text.file);
    for (int c = 0; c < of->n_contracts; c++) {
        of->also[c] = of->n_patents > 0 && chance(of, 0.3) ? whole(of, 0, of->n_patents - 1) : -1;
        of->has_patents[c] = of->also[c] >= 0;
    }
    for (int j = 0; j < of->n_patents; j++) {
        of->patent_contract[j] = chance(of, 0.8) ? whole(of, 0, of->n_contracts - 1) : -1;
        if (of->patent_contract[j] >= 0)
            of->has_patents[of->patent_contract[j]] = true;
        put_patent(of, text.file, j);
    }
    finish(&text, of, "patents.csv");
}

/** Dues written out: random dates, principal and losses that sum to the principal. */
static double put_schedule(draft *of, int c, ipa_date start, ipa_date *end) {
    double sum = 0;
    ipa_date date = start;
    for (int n = whole(of, 1, 10); n > 0; n--) {
        const double principal = chance(of, 0.2) ? 0 : floor(between(of, 0, 3e7)) / 100;
        const double loss = chance(of, 0.2) ? floor(between(of, 0, 5e6)) / 100 : 0;
        date += whole(of, 5, 200);
        fprintf(of->schedule, "L%d,", c + 1);
        put_date(of->schedule, date);
        fprintf(of->schedule, ",%.2f,%.2f,%.2f\n", principal, between(of, 0, 5e4), loss);
        sum += floor(principal * 100 + 0.5) + floor(loss * 100 + 0.5);
    }
    if (sum < 1) {
        date += 10;
        fprintf(of->schedule, "L%d,", c + 1);
        put_date(of->schedule, date);
        fputs(",1000.00,0,0\n", of->schedule);
        sum = 100000;
    }
    *end = date;
    return sum / 100;
}

/** Columns start,end,frequency,principal,rate,amortisation of a fixed kind. */
static void put_fixed(draft *of, FILE *file, int c) {
    const int which = whole(of, 0, 3), months = ipa_schedule_months((ipa_frequency)which);
    const ipa_date start = of->cutoff + (chance(of, 0.25) ? whole(of, 1, 200) : -whole(of, 0, 500));
    const char *amortisation =
        PICK(of, "level", "equal_principal", "bullet", "interest_only", "schedule");
    ipa_date end;
    do
        end = ipa_date_add_months(start, months * whole(of, 1, 60 / months), false) +
              (chance(of, 0.3) ? whole(of, 1, 25) : 0);
    while (end <= of->cutoff + 40);
    double principal = floor(between(of, 1e5, 3e8)) / 100;
    if (strcmp(amortisation, "schedule") == 0)
        principal = put_schedule(of, c, of->cutoff - (chance(of, 0.3) ? 300 : 0), &end);
    put_date(file, strcmp(amortisation, "schedule") == 0 ? of->cutoff - 301 : start);
    fputc(',', file);
    put_date(file, end);
    fprintf(file, ",%s,%.2f,%.4f,%s,", FREQUENCIES[which], principal,
            chance(of, 0.1) ? 0 : between(of, 0, 0.15), amortisation);
}

static void put_profile_table(draft *of, FILE *file, int c) {
    char name[24];
    text_file text;
    double years = 0;
    snprintf(name, sizeof name, "profile%d.csv", c + 1);
    fprintf(file, "table:%s", name);
    begin(&text);
    fputs("years,multiplier\n", text.file);
    for (int n = whole(of, 1, 6); n >= 0; n--) {
        fprintf(text.file, "%.3f,%.4f\n", years, between(of, 0, 2));
        years += between(of, 0.1, 2);
    }
    finish(&text, of, name);
}

static void put_profile(draft *of, FILE *file, int c) {
    const int which = whole(of, 0, 6);
    if (which == 0)
        fprintf(file, "growth:%.3f", between(of, -0.2, 0.3));
    else if (which == 1)
        fprintf(file, "decay:%.3f", between(of, 0, 0.5));
    else if (which == 2)
        fprintf(file, "\"bass:%.3f,%.3f\"", between(of, 0.005, 0.1), between(of, 0, 0.9));
    else if (which == 3)
        fprintf(file, "\"gamma:%.2f,%.2f\"", between(of, 0.6, 5), between(of, 0.3, 4));
    else if (which == 4)
        put_profile_table(of, file, c);
    else
        fputs(which == 5 ? "constant" : "", file);
    fputc(',', file);
}

/** Columns start … sales_reversion, reporting_lag_months of a royalty. */
static void put_royalty(draft *of, FILE *file, int c) {
    const ipa_date start = of->cutoff + (chance(of, 0.3) ? whole(of, 1, 300) : -whole(of, 0, 1200));
    const double minimum = chance(of, 0.5) ? between(of, 0, 2e6) : 0;
    put_date(file, start);
    fputc(',', file);
    put_date(file, (start > of->cutoff ? start : of->cutoff) + whole(of, 30, 2000));
    fputs(",,,,,", file);
    if (chance(of, 0.4))
        fprintf(file, "%.4f,", between(of, 0, 0.2));
    else {
        double from = 0;
        for (int n = whole(of, 1, 4); n > 0; n--) {
            fprintf(file, "%.2f:%.4f%s", from, between(of, 0, 0.15), n > 1 ? ";" : ",");
            from += between(of, 1e6, 4e7);
        }
    }
    fprintf(file, "%.2f,", between(of, 1e5, 1e8));
    if (minimum > 0)
        fprintf(file, "%.2f", minimum);
    fputc(',', file);
    if (chance(of, 0.4))
        fprintf(file, "%.2f", minimum + between(of, 1e5, 5e6));
    fprintf(file, ",%s,", PICK(of, "", "year", "period"));
    put_profile(of, file, c);
    const int f = whole(of, 0, of->n_factors - 1);
    fprintf(file, "%s,", of->process[f] && chance(of, 0.8) ? FACTORS[f] : "");
    maybe(of, file, 0.6, 0, 0.5);
    maybe(of, file, 0.5, 0, 2);
    fprintf(file, "%d,", chance(of, 0.5) ? 0 : whole(of, 1, 7));
}

/** Columns patents … eligible. */
static void put_rest(draft *of, FILE *file, int c) {
    const double mean = between(of, 0.05, 0.95);
    if (of->also[c] >= 0)
        fprintf(file, "P%d", of->also[c] + 1);
    fprintf(file, ",%s,",
            of->has_patents[c] ? PICK(of, "none", "all", "any", "weighted", "weighted") : "none");
    maybe_amount(of, file, 0.4, 5e5);
    const bool appraised = chance(of, 0.7);
    maybe_amount(of, file, appraised ? 1 : 0, 5e6);
    fprintf(file, "%s,%.4f,", appraised ? PICK(of, "", "claim", "valuation", "valuation") : "",
            mean);
    if (chance(of, 0.7))
        fprintf(file, "%.4f", between(of, 0.05, 0.6) * sqrt(mean * (1 - mean)));
    const double lag = chance(of, 0.5) ? whole(of, 0, 24) : between(of, 0.5, 24);
    fprintf(file, ",%.2f,", lag);
    if (lag > 0.4 && chance(of, 0.4))
        fprintf(file, "%.2f", lag * between(of, 0.1, 0.9));
    fputc(',', file);
    maybe(of, file, 0.5, 0, 0.3);
    maybe(of, file, 0.4, 0, 0.8);
    maybe(of, file, 0.4, 0, 0.05);
    maybe(of, file, 0.4, 0, 0.7);
    if (of->n_facilities > 0 && chance(of, 0.7))
        fprintf(file, "F%d", whole(of, 1, of->n_facilities));
    fprintf(file, ",%s\n", c > 0 && chance(of, 0.05) ? "no title deed" : "");
}

static void put_contracts(draft *of) {
    text_file text, schedule;
    begin(&text);
    begin(&schedule);
    of->schedule = schedule.file;
    fputs("contract,due,principal,income,loss\n", schedule.file);
    fputs("id,obligor,kind,start,end,frequency,principal,rate,amortisation,royalty_rate,"
          "base_sales,minimum,cap,royalty_basis,profile,factor,sales_volatility,sales_reversion,"
          "reporting_lag_months,patents,patent_rule,deposit,valuation,recovery_basis,"
          "recovery_mean,recovery_sd,recovery_lag_months,recovery_lag_sd,recovery_cost,"
          "prepay_rate,prepay_fee,late_probability,facility,eligible\n",
          text.file);
    for (int c = 0; c < of->n_contracts; c++) {
        const bool royalty = chance(of, 0.4);
        fprintf(text.file, "L%d,E%d,%s,", c + 1, whole(of, 1, of->n_obligors),
                royalty ? "royalty"
                        : PICK(of, "licence_fee", "loan", "lease", "receivable", "milestone"));
        if (royalty) {
            put_royalty(of, text.file, c);
        } else {
            put_fixed(of, text.file, c);
            fputs(",,,,,,,,,,", text.file);
        }
        put_rest(of, text.file, c);
    }
    /* A tape may not be empty: one contract whose dues are written out is always left out. */
    fprintf(text.file,
            "L0,E1,loan,2023-01-01,2040-01-01,,1.00,,schedule,,,,,,,,,,,,,,,,,,,,,,,,,old\n");
    fputs("L0,2040-01-01,1.00,0,0\n", schedule.file);
    finish(&text, of, "contracts.csv");
    finish(&schedule, of, "schedule.csv");
}

test_folder random_pools_create(uint64_t seed) {
    draft of = {.state = seed * 0x2545f4914f6cdd1du + 1, .folder = folder_create()};
    text_file yaml;
    of.cutoff = ipa_date_from(2024, 1, 1) + whole(&of, 0, 1000);
    of.n_obligors = whole(&of, 1, MOST_OBLIGORS);
    of.n_contracts = whole(&of, 1, MOST_CONTRACTS);
    of.n_patents = chance(&of, 0.2) ? 0 : whole(&of, 1, MOST_PATENTS);
    of.n_factors = whole(&of, 1, MOST_FACTORS);
    of.intensity = chance(&of, 0.06);
    for (int f = 0; f < of.n_factors; f++)
        of.process[f] = chance(&of, 0.7);
    begin(&yaml);
    put_terms(&of, yaml.file);
    put_entities(&of, yaml.file);
    put_structure(&of, yaml.file);
    put_model(&of, yaml.file);
    finish(&yaml, &of, "deal.yaml");
    put_obligors(&of);
    put_patents(&of);
    put_contracts(&of);
    return of.folder;
}
