#include <math.h>
#include <string.h>

#include "engine/market/schedule.h"
#include "tests/support/random_pool_draft.h"

/* ---- cells ---- */

/** A figure with this chance, else nothing; then a comma. */
static void maybe(random_pool_draft *of, FILE *file, double p, double low, double high) {
    if (chance(of, p))
        fprintf(file, "%.4f", between(of, low, high));
    fputc(',', file);
}

static void maybe_amount(random_pool_draft *of, FILE *file, double p, double most) {
    if (chance(of, p))
        fprintf(file, "%.2f", between(of, 0, most));
    fputc(',', file);
}

/* ---- who pays ---- */

const char *const RANDOM_CREDITS[] = {"rating", "hazard", "pd_curve"};

static void put_curve(random_pool_draft *of, const char *name) {
    random_file text;
    double years = 0, pd = 0;
    random_file_begin(&text);
    fputs("years,cumulative_pd\n", text.file);
    if (chance(of, 0.5))
        fputs("0,0\n", text.file);
    for (int n = whole(of, 1, 6); n > 0; n--) {
        years += between(of, 0.1, 2);
        pd += chance(of, 0.2) ? 0 : (1 - pd) * between(of, 0, 0.4);
        fprintf(text.file, "%.3f,%.6f\n", years, pd);
    }
    random_file_finish(&text, &of->folder, name);
}

random_credit_text random_credit(random_pool_draft *of) {
    static const char *const grades[] = {"A2", "Baa3", "Ba2", "B1", "B3", "Caa1", "Caa2", "Caa3"};
    random_credit_text credit = {.which = chance(of, 0.5) ? 0 : whole(of, 1, 2)};
    char *value = credit.value;
    if (credit.which == 0)
        snprintf(value, sizeof credit.value, "%s", random_name(&of->source, 8, grades));
    else if (credit.which == 1)
        snprintf(value, sizeof credit.value, "%.4f", chance(of, 0.1) ? 0 : between(of, 0, 0.5));
    else
        snprintf(value, sizeof credit.value, "pd%d.csv", ++of->n_curves);
    if (credit.which == 2)
        put_curve(of, value);
    return credit;
}

void random_loadings(random_pool_draft *of, FILE *file, const char *between_items,
                     const char *colon) {
    double left = of->intensity ? 3 : 0.9;
    bool any = false;
    for (int f = 0; f < of->n_factors; f++) {
        if (!chance(of, 0.6) || (of->intensity && !of->process[f]))
            continue;
        const double b = between(of, -0.3, 1) * left;
        left -= fabs(b);
        fprintf(file, "%s%s%s%.3f", any ? between_items : "", RANDOM_FACTORS[f], colon, b);
        any = true;
    }
}

static void put_obligors(random_pool_draft *of) {
    random_file text;
    random_file_begin(&text);
    fputs("id,name,rating,hazard,pd_curve,loadings,guarantor,guarantee_share\n", text.file);
    for (int i = 0; i < of->n_obligors; i++) {
        const random_credit_text credit = random_credit(of);
        fprintf(text.file, "E%d,firm %d", i + 1, i + 1);
        for (int n = 0; n < 3; n++)
            fprintf(text.file, ",%s", n == credit.which ? credit.value : "");
        fputc(',', text.file);
        random_loadings(of, text.file, ";", ":");
        if (of->n_entities > 0 && chance(of, 0.5))
            fprintf(text.file, ",G%d,%.2f\n", whole(of, 1, of->n_entities), between(of, 0, 1));
        else
            fputs(",,\n", text.file);
    }
    random_file_finish(&text, &of->folder, "obligors.csv");
}

static void put_patent(random_pool_draft *of, FILE *file, int j) {
    const int kind = whole(of, 0, 4);
    const int oldest = kind == 0 ? 7200 : kind < 3 ? 3600 : 4000;
    const ipa_date filed = of->cutoff - whole(of, 1, chance(of, 0.3) ? 900 : oldest);
    const ipa_date granted = filed + whole(of, 100, 1100);
    fprintf(file, "P%d,%s,", j + 1, RANDOM_KINDS[kind]);
    if (kind < 3 || chance(of, 0.6))
        random_file_date(file, filed);
    fputc(',', file);
    if (kind < 3 && (granted <= of->cutoff || chance(of, 0.1)) && !chance(of, 0.1))
        random_file_date(file, granted);
    fputc(',', file);
    if (kind >= 3 || chance(of, 0.2))
        random_file_date(file, of->cutoff + whole(of, 40, 2500));
    fputc(',', file);
    if (of->patent_contract[j] >= 0)
        fprintf(file, "L%d", of->patent_contract[j] + 1);
    fputc(',', file);
    maybe(of, file, 0.6, 0, 1);
    maybe_amount(of, file, 0.7, 1e6);
    if (chance(of, 0.7))
        random_file_date(file, of->cutoff - whole(of, 0, 300));
    fprintf(file, ",%s,%s\n", PICK(of, "", "no", "yes"), PICK(of, "", "owner", "deal"));
}

static void put_patents(random_pool_draft *of) {
    random_file text;
    random_file_begin(&text);
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
    random_file_finish(&text, &of->folder, "patents.csv");
}

/** Dues written out: random dates, principal and losses that sum to the principal. */
static double put_schedule(random_pool_draft *of, int c, ipa_date start, ipa_date *end) {
    double sum = 0;
    ipa_date date = start;
    for (int n = whole(of, 1, 10); n > 0; n--) {
        const double principal = chance(of, 0.2) ? 0 : floor(between(of, 0, 3e7)) / 100;
        const double loss = chance(of, 0.2) ? floor(between(of, 0, 5e6)) / 100 : 0;
        date += whole(of, 5, 200);
        fprintf(of->schedule, "L%d,", c + 1);
        random_file_date(of->schedule, date);
        fprintf(of->schedule, ",%.2f,%.2f,%.2f\n", principal, between(of, 0, 5e4), loss);
        sum += floor(principal * 100 + 0.5) + floor(loss * 100 + 0.5);
    }
    if (sum < 1) {
        date += 10;
        fprintf(of->schedule, "L%d,", c + 1);
        random_file_date(of->schedule, date);
        fputs(",1000.00,0,0\n", of->schedule);
        sum = 100000;
    }
    *end = date;
    return sum / 100;
}

/** Columns start,end,frequency,principal,rate,amortisation of a fixed kind. */
static void put_fixed(random_pool_draft *of, FILE *file, int c) {
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
    random_file_date(file, strcmp(amortisation, "schedule") == 0 ? of->cutoff - 301 : start);
    fputc(',', file);
    random_file_date(file, end);
    fprintf(file, ",%s,%.2f,%.4f,%s,", RANDOM_FREQUENCIES[which], principal,
            chance(of, 0.1) ? 0 : between(of, 0, 0.15), amortisation);
}

static void put_profile_table(random_pool_draft *of, FILE *file, int c) {
    char name[24];
    random_file text;
    double years = 0;
    snprintf(name, sizeof name, "profile%d.csv", c + 1);
    fprintf(file, "table:%s", name);
    random_file_begin(&text);
    fputs("years,multiplier\n", text.file);
    for (int n = whole(of, 1, 6); n >= 0; n--) {
        fprintf(text.file, "%.3f,%.4f\n", years, between(of, 0, 2));
        years += between(of, 0.1, 2);
    }
    random_file_finish(&text, &of->folder, name);
}

static void put_profile(random_pool_draft *of, FILE *file, int c) {
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
static void put_royalty(random_pool_draft *of, FILE *file, int c) {
    const ipa_date start = of->cutoff + (chance(of, 0.3) ? whole(of, 1, 300) : -whole(of, 0, 1200));
    const double minimum = chance(of, 0.5) ? between(of, 0, 2e6) : 0;
    random_file_date(file, start);
    fputc(',', file);
    random_file_date(file, (start > of->cutoff ? start : of->cutoff) + whole(of, 30, 2000));
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
    fprintf(file, "%s,", of->process[f] && chance(of, 0.8) ? RANDOM_FACTORS[f] : "");
    maybe(of, file, 0.6, 0, 0.5);
    maybe(of, file, 0.5, 0, 2);
    fprintf(file, "%d,", chance(of, 0.5) ? 0 : whole(of, 1, 7));
}

/** Columns patents … repurchase_on. */
static void put_rest(random_pool_draft *of, FILE *file, int c, bool may_be_bought) {
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
    fprintf(file, ",%s,", c > 0 && chance(of, 0.05) ? "no title deed" : "");
    if (may_be_bought && chance(of, 0.3))
        random_file_date(file, of->cutoff + whole(of, 1, 900));
    fputs("\n", file);
}

static void put_contracts(random_pool_draft *of) {
    random_file text, schedule;
    random_file_begin(&text);
    random_file_begin(&schedule);
    of->schedule = schedule.file;
    fputs("contract,due,principal,income,loss\n", schedule.file);
    fputs("id,obligor,kind,start,end,frequency,principal,rate,amortisation,royalty_rate,"
          "base_sales,minimum,cap,royalty_basis,profile,factor,sales_volatility,sales_reversion,"
          "reporting_lag_months,patents,patent_rule,deposit,valuation,recovery_basis,"
          "recovery_mean,recovery_sd,recovery_lag_months,recovery_lag_sd,recovery_cost,"
          "prepay_rate,prepay_fee,late_probability,facility,eligible,repurchase_on\n",
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
        put_rest(of, text.file, c, of->buys_back && !royalty);
    }
    /* A tape may not be empty: one contract whose dues are written out is always left out. */
    fprintf(text.file,
            "L0,E1,loan,2023-01-01,2040-01-01,,1.00,,schedule,,,,,,,,,,,,,,,,,,,,,,,,,old,\n");
    fputs("L0,2040-01-01,1.00,0,0\n", schedule.file);
    random_file_finish(&text, &of->folder, "contracts.csv");
    random_file_finish(&schedule, &of->folder, "schedule.csv");
}

void random_tapes(random_pool_draft *of) {
    put_obligors(of);
    put_patents(of);
    put_contracts(of);
}
