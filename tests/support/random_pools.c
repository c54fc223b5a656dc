#include "tests/support/random_pools.h"

#include <math.h>
#include <stdlib.h>

#include "engine/market/schedule.h"
#include "tests/support/random_pool_draft.h"

const char *const RANDOM_FACTORS[] = {"macro", "software", "medical", "energy"};
const char *const RANDOM_FREQUENCIES[] = {"monthly", "quarterly", "semiannual", "annual"};
const char *const RANDOM_KINDS[] = {"invention", "utility_model", "design", "software",
                                    "trademark"};

/* ---- deal.yaml ---- */

static void put_dates(random_pool_draft *of, FILE *file, ipa_date first) {
    ipa_date date = first;
    fputs("  dates: [", file);
    for (int left = whole(of, 2, 14); left >= 0; left--) {
        random_file_date(file, date);
        of->legal_final = date;
        fputs(left > 0 ? ", " : "]\n", file);
        date += whole(of, 20, 190);
    }
}

static void put_grid(random_pool_draft *of, FILE *file, ipa_date first) {
    static const int most[] = {30, 16, 9, 6};
    const int which = of->intensity ? whole(of, 1, 3) : whole(of, 0, 3);
    const int months = ipa_schedule_months((ipa_frequency)which);
    of->legal_final = ipa_date_add_months(first, months * whole(of, 2, most[which]), false) +
                      (chance(of, 0.2) ? whole(of, 1, 18) : 0);
    fputs("  first_payment: ", file);
    random_file_date(file, first);
    fprintf(file, "\n  frequency: %s\n", RANDOM_FREQUENCIES[which]);
    if (chance(of, 0.2))
        fputs("  end_of_month: true\n", file);
}

static void put_terms(random_pool_draft *of, FILE *file) {
    const ipa_date first = of->cutoff + whole(of, 32, 200);
    random_file periods;
    random_file_begin(&periods);
    fputs("periods:\n", periods.file);
    if (chance(of, 0.25))
        put_dates(of, periods.file, first);
    else
        put_grid(of, periods.file, first);
    if (chance(of, 0.5))
        fprintf(periods.file, "  collection_lag_days: %d\n", whole(of, 1, 30));
    fputs("ipabs: 1\ndeal:\n  name: {zh: 随机资产池, en: A random pool}\n  cutoff: ", file);
    random_file_date(file, of->cutoff);
    fputs("\n  closing: ", file);
    random_file_date(file, of->cutoff + (chance(of, 0.5) ? 0 : whole(of, 1, 30)));
    fputs("\n  legal_final: ", file);
    random_file_date(file, of->legal_final);
    fprintf(file, "\n%scalendar: {holidays: %s}\n", chance(of, 0.5) ? "  units: none\n" : "",
            PICK(of, "CN", "WEEKENDS", "NONE"));
    fclose(periods.file);
    fputs(periods.bytes, file);
    free(periods.bytes);
}

static void put_entities(random_pool_draft *of, FILE *file) {
    of->n_entities = whole(of, 0, 3);
    fputs(of->n_entities > 0 ? "entities:\n" : "", file);
    for (int n = 0; n < of->n_entities; n++) {
        const random_credit_text credit = random_credit(of);
        fprintf(file, "  - {id: G%d, %s: %s", n + 1, RANDOM_CREDITS[credit.which], credit.value);
        fputs(", loadings: {", file);
        random_loadings(of, file, ", ", ": ");
        fputs("}}\n", file);
    }
}

/** Accounts of which one may earn on what is collected. */
static void put_accounts(random_pool_draft *of, FILE *file) {
    if (chance(of, 0.5))
        return;
    fputs("accounts:\n  - {id: collection, rate: 0.01", file);
    if (chance(of, 0.4)) {
        ipa_date date = of->cutoff + 30; /* closing at the latest */
        fputs(", credit: [", file);
        for (int left = whole(of, 1, 8); left > 0; left--) {
            date += whole(of, 20, 200);
            random_file_date(file, date);
            fputs(left > 1 ? ", " : "]", file);
        }
    }
    fputs("}\n", file);
    if (chance(of, 0.5))
        fprintf(file, "  - {id: other}\ncollect: {%s: other}\n",
                PICK(of, "income", "principal", "prepayment", "recovery"));
}

static void put_structure(random_pool_draft *of, FILE *file) {
    put_accounts(of, file);
    fputs("pool: {obligors: obligors.csv, contracts: contracts.csv, schedule: schedule.csv", file);
    fputs(of->n_patents > 0 ? ", patents: patents.csv" : "", file);
    of->buys_back = of->n_entities > 0 && chance(of, 0.4);
    if (of->buys_back)
        fprintf(file, ", repurchase: {entity: G%d, price: %.3f}", whole(of, 1, of->n_entities),
                chance(of, 0.5) ? 1 : between(of, 0.5, 1.2));
    fputs("}\n", file);
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

static void put_sales(random_pool_draft *of, FILE *file) {
    bool any = false;
    for (int f = 0; f < of->n_factors; f++) {
        if (!of->process[f])
            continue;
        fprintf(file, "%s    %s: ", any ? "" : "  sales:\n", RANDOM_FACTORS[f]);
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

static void put_hazards(random_pool_draft *of) {
    static const char *const causes[] = {"lapse", "obsolete", "invalid_full", "invalid_partial"};
    random_file text;
    random_file_begin(&text);
    fputs("kind,cause,age_from,hazard\n", text.file);
    for (int kind = 0; kind < 5; kind++)
        for (int cause = 0; cause < 4; cause++) {
            double age = chance(of, 0.7) ? 0 : between(of, 0.5, 4);
            for (int n = whole(of, 0, 4); n > 0; n--) {
                fprintf(text.file, "%s,%s,%.3f,%.4f\n", RANDOM_KINDS[kind], causes[cause], age,
                        chance(of, 0.2) ? 0 : between(of, 0, 0.3));
                age += between(of, 0.2, 4);
            }
        }
    random_file_finish(&text, &of->folder, "hazards.csv");
}

static void put_patent_model(random_pool_draft *of, FILE *file) {
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

static void put_disposal(random_pool_draft *of, FILE *file) {
    fprintf(file, "  recovery: {correlation: %.2f, factor: %s, decay: %.2f",
            chance(of, 0.3) ? 0 : between(of, -1, 1),
            RANDOM_FACTORS[whole(of, 0, of->n_factors - 1)], between(of, 0, 0.5));
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

static void put_correlation(random_pool_draft *of, FILE *file) {
    fputs("  correlation: ", file);
    if (chance(of, 0.3) || of->n_factors < 2) {
        fputs("identity\n", file);
        return;
    }
    fputs("{pairs: {", file);
    for (int f = 0; f + 1 < of->n_factors; f++) {
        fprintf(file, "%s%s: {", f > 0 ? ", " : "", RANDOM_FACTORS[f]);
        for (int g = f + 1; g < of->n_factors; g++)
            fprintf(file, "%s%s: %.3f", g > f + 1 ? ", " : "", RANDOM_FACTORS[g],
                    between(of, -0.3, 0.33));
        fputs("}", file);
    }
    fputs("}}\n", file);
}

static void put_model(random_pool_draft *of, FILE *file) {
    fputs("model:\n  default: {copula: ", file);
    if (of->intensity)
        fputs("intensity", file);
    else if (chance(of, 0.4))
        fprintf(file, "{student_t: %.1f}", between(of, 2.2, 12));
    else
        fputs("gaussian", file);
    fputs("}\n  factors: [", file);
    for (int f = 0; f < of->n_factors; f++)
        fprintf(file, "%s%s", f > 0 ? ", " : "", RANDOM_FACTORS[f]);
    fputs("]\n", file);
    put_correlation(of, file);
    put_sales(of, file);
    put_patent_model(of, file);
    put_disposal(of, file);
}

test_folder random_pools_create(uint64_t seed) {
    random_pool_draft of = {.source = random_source_make(seed), .folder = folder_create()};
    random_file yaml;
    of.cutoff = ipa_date_from(2024, 1, 1) + whole(&of, 0, 1000);
    of.n_obligors = whole(&of, 1, MOST_OBLIGORS);
    of.n_contracts = whole(&of, 1, MOST_CONTRACTS);
    of.n_patents = chance(&of, 0.2) ? 0 : whole(&of, 1, MOST_PATENTS);
    of.n_factors = whole(&of, 1, MOST_FACTORS);
    of.intensity = chance(&of, 0.06);
    for (int f = 0; f < of.n_factors; f++)
        of.process[f] = chance(&of, 0.7);
    random_file_begin(&yaml);
    put_terms(&of, yaml.file);
    put_entities(&of, yaml.file);
    put_structure(&of, yaml.file);
    put_model(&of, yaml.file);
    random_file_finish(&yaml, &of.folder, "deal.yaml");
    random_tapes(&of);
    return of.folder;
}
