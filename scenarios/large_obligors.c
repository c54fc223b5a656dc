#include "scenarios/large_obligors.h"

#include <math.h>
#include <string.h>

enum { FIRST_MONTH = 1 };

/* Place of a grade in the table, best 0; one that is not there is below all. */
static int place_of(const ipa_pd_table *table, const char *grade) {
    int n = 0;
    while (n < table->n_grades && (grade == NULL || strcmp(table->grades[n], grade) != 0))
        n++;
    return n;
}

int ipa_large_obligors_choose(const ipa_plan *plan, const char *grade, int n, int *chosen) {
    const ipa_deal *deal = plan->deal;
    const int limit = place_of(&deal->pd_table, grade);
    int n_chosen = 0;
    for (int i = 0; i < plan->n_obligors; i++) {
        const double principal = plan->obligors[i].principal;
        if (place_of(&deal->pd_table, deal->obligors[i].credit.rating.id) <= limit)
            continue;
        int at = n_chosen < n ? n_chosen : n;
        while (at > 0 && plan->obligors[chosen[at - 1]].principal < principal)
            at--;
        if (at == n)
            continue;
        n_chosen += n_chosen < n;
        memmove(&chosen[at + 1], &chosen[at], (size_t)(n_chosen - at - 1) * sizeof *chosen);
        chosen[at] = i;
    }
    return n_chosen;
}

static const char *stops_of(const ipa_plan *plan, const int *chosen, int n, ipa_arena *arena) {
    const char *text = "";
    for (int i = 0; i < n; i++)
        text = ipa_arena_format(arena, "%s%s\"%s\": %d", text, i > 0 ? ", " : "",
                                plan->obligors[chosen[i]].credit.id, FIRST_MONTH);
    return ipa_arena_format(arena, "{%s}", text);
}

static void judge(const ipa_plan *plan, const ipa_trial *trial, ipa_arena *arena,
                  ipa_large_obligors *row) {
    for (int variant = 0; variant < IPA_N_VARIANTS; variant++) {
        row->unpaid[variant] = IPA_NEW_ARRAY(arena, trial->n_tranches, double);
        row->holds[variant] = IPA_NEW_ARRAY(arena, trial->n_tranches, bool);
        for (int t = 0; t < trial->n_tranches; t++) {
            const ipa_timeliness *of = &trial->tranches[variant][t];
            row->unpaid[variant][t] = of->unpaid / (plan->tranches[t].original / 100);
            row->holds[variant][t] = of->interest < 0 && of->principal_left <= 0.005;
        }
    }
}

ipa_status ipa_large_obligors_run(const ipa_overlay_base *base, const ipa_large_ask *ask,
                                  ipa_arena *arena, ipa_large_obligors *row, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_overlaid of;
    ipa_trial trial;
    IPA_TRY(ipa_overlay_apply(base, NULL, 0, arena, &of, error));
    int *chosen = IPA_NEW_ARRAY(arena, ask->n_largest + 1, int);
    const int n = ipa_large_obligors_choose(of.plan, ask->grade, ask->n_largest, chosen);
    const ipa_stress_override overlay[] = {
        {"obligor_stops", stops_of(of.plan, chosen, n, arena)},
        ipa_overlay_number("recovery_rate", ask->recovery, arena)};
    IPA_TRY(ipa_trial_run(base, overlay, 2, arena, &trial, error));
    *row = (ipa_large_obligors){.grade = ask->grade, .n_defaulting = n, .recovery = ask->recovery};
    double exposure = 0;
    for (int i = 0; i < n; i++)
        exposure += of.plan->obligors[chosen[i]].principal;
    row->exposure = exposure / ipa_plan_pool_original(of.plan);
    judge(of.plan, &trial, arena, row);
out:
    return status;
}
