#include <math.h>
#include <stdio.h>

#include "engine/market/schedule.h"
#include "tests/support/random_draft.h"

static const ipa_frequency FREQUENCIES[] = {IPA_FREQUENCY_MONTHLY, IPA_FREQUENCY_BIMONTHLY,
                                            IPA_FREQUENCY_QUARTERLY, IPA_FREQUENCY_SEMIANNUAL,
                                            IPA_FREQUENCY_ANNUAL};

/** A frequency that falls on payment dates, or 0 letters of it where the deal's own will do, and a
 *  term of some of its dues. */
static int pick_terms(random_draft *of, const char **frequency) {
    *frequency = "";
    int months = of->months;
    const ipa_frequency wanted = FREQUENCIES[whole(of, 0, 4)];
    if (chance(of, 0.5) && ipa_schedule_months(wanted) % of->months == 0) {
        *frequency = ipa_schedule_frequency_name(wanted);
        months = ipa_schedule_months(wanted);
    }
    return months * whole(of, 1, 8);
}

static void put_assets(random_draft *of) {
    random_file text;
    random_file_begin(&text);
    fputs("id,entity,available_from,principal,rate,term_months,amortisation,frequency,price\n",
          text.file);
    for (int n = whole(of, 1, 3); n > 0; n--) {
        const char *frequency;
        const int term = pick_terms(of, &frequency);
        fprintf(text.file, "B%d,G%d,", n, whole(of, 1, of->n_entities));
        if (chance(of, 0.5))
            random_file_date(text.file, of->nominal[whole(of, 0, of->n_periods - 1)] -
                                            (chance(of, 0.5) ? 0 : whole(of, 0, 40)));
        fprintf(text.file, ",%.2f,%.4f,%d,%s,%s,", between(of, 0.001, 0.3) * of->pool,
                between(of, 0, 0.2), term, PICK(of, "level", "equal_principal", "bullet"),
                frequency);
        if (chance(of, 0.5))
            fprintf(text.file, "%.4f", between(of, 0.8, 1.1));
        fputs("\n", text.file);
    }
    random_file_finish(&text, &of->folder, "assets.csv");
}

void random_replacement(random_draft *of, FILE *file) {
    const bool form = chance(of, 0.8);
    const char *frequency;
    fprintf(file, ", replacement: {price: %.4f", chance(of, 0.3) ? 1 : between(of, 0.8, 1.1));
    if (form) {
        const bool both = of->n_entities > 1 && chance(of, 0.6);
        fprintf(file, ", entities: [%s", both ? "G2, G1" : "G1");
        fprintf(file, "], term_months: %d, rate: %.4f, amortisation: %s",
                pick_terms(of, &frequency), chance(of, 0.1) ? 0 : between(of, 0, 0.2),
                PICK(of, "level", "equal_principal", "bullet"));
        if (frequency[0] != '\0')
            fprintf(file, ", frequency: %s", frequency);
    }
    if (!form || chance(of, 0.4)) {
        put_assets(of);
        fputs(", assets: assets.csv", file);
    }
    if (chance(of, 0.6))
        fprintf(file, ", recovery_mean: %.3f, recovery_lag_months: %d", between(of, 0, 1),
                whole(of, 0, 14));
    fputs("}", file);
}
