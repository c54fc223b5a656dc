#include <stdio.h>

#include "tests/support/random_draft.h"

static void put_rating_path(random_draft *of, FILE *file) {
    ipa_date date = of->closing + whole(of, -20, 300);
    fputs(", rating_path: [", file);
    for (int left = whole(of, 1, 4); left > 0; left--) {
        fputs("[", file);
        random_file_date(file, date);
        fprintf(file, ", %s]%s", PICK(of, "Aa2", "Baa3", "B1", "Caa3"), left > 1 ? ", " : "]");
        date += whole(of, 1, 400);
    }
}

/** Its default loses and delays what is collected. */
static void put_servicer(random_draft *of, FILE *file) {
    fprintf(file, "servicer: {entity: G%d, commingling: %s, perfection_periods: %d",
            whole(of, 1, of->n_entities), PICK(of, "true", "true", "false"), whole(of, 0, 3));
    if (chance(of, 0.5))
        fprintf(file, ", transfer: %s",
                PICK(of, "semimonthly", "monthly", "bimonthly", "quarterly"));
    if (chance(of, 0.4))
        fprintf(file, ", after_event: %s", PICK(of, "semimonthly", "monthly", "quarterly"));
    fputs("}\n", file);
}

void random_entities(random_draft *of, FILE *file) {
    for (int e = 0; e < of->n_entities; e++) {
        of->rated[e] = chance(of, 0.5);
        fprintf(file, "%s  - {id: G%d, ", e > 0 ? "" : "entities:\n", e + 1);
        if (of->rated[e])
            fprintf(file, "rating: %s", PICK(of, "A2", "Ba2", "Caa2"));
        else
            fprintf(file, "hazard: %.4f", between(of, 0, 0.4));
        if (of->rated[e] && chance(of, 0.3))
            put_rating_path(of, file);
        fprintf(file, ", loadings: {macro: %.2f}}\n", between(of, 0, 0.8));
    }
    if (of->n_entities > 0 && chance(of, 0.3))
        put_servicer(of, file);
}

void random_support(random_draft *of, FILE *file) {
    for (int n = 0; n < of->n_support; n++) {
        of->liquidity[n] = chance(of, 0.3);
        of->reimbursed[n] = of->liquidity[n] || chance(of, 0.6);
        fprintf(file, "%s  - {id: S%d, kind: %s", n > 0 ? "" : "support:\n", n + 1,
                of->liquidity[n] ? "liquidity" : PICK(of, "shortfall", "guarantee", "deposit"));
        if (of->liquidity[n])
            fprintf(file, ", rate: %.4f, commitment_rate: %.4f, day_count: %s",
                    between(of, 0.001, 0.1), between(of, 0.001, 0.02), random_day_count(of));
        if (of->n_entities > 0 && chance(of, 0.7))
            fprintf(file, ", entity: G%d", whole(of, 1, of->n_entities));
        if (of->liquidity[n] || chance(of, 0.7))
            fprintf(file, ", cap: %.2f", between(of, 0, 0.2) * of->pool);
        if (!of->liquidity[n] && chance(of, 0.2)) {
            fputs(", lapses: ", file);
            random_file_date(file, of->nominal[whole(of, 0, of->n_periods - 1)]);
        }
        if (of->reimbursed[n] && chance(of, 0.4))
            fputs(", revolving: true", file);
        fprintf(file, "%s}\n", of->reimbursed[n] ? ", reimbursed: true" : "");
    }
}
