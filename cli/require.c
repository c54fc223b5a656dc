#include "cli/require.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

static const struct figure {
    const char *name;
    size_t offset;
} figures[] = {
#define FIGURE(member, text) {#member, offsetof(ipa_tranche_figures, member)},
    IPA_ESTIMATE_TABLE(FIGURE)
#undef FIGURE
};
enum { N_FIGURES = sizeof figures / sizeof *figures };

static const char *const comparisons[] = {"<=", ">=", "<", ">"};
enum { N_COMPARISONS = sizeof comparisons / sizeof *comparisons };

typedef struct requirement {
    char tranche[64], figure[64], comparison[3];
    double bound;
} requirement;

static bool parse(const char *text, requirement *parsed) {
    char rest[64], *end = NULL;
    if (sscanf(text, " %63[^. ].%63[a-z_] %2[<>=] %63s", parsed->tranche, parsed->figure,
               parsed->comparison, rest) != 4)
        return false;
    parsed->bound = strtod(rest, &end);
    return end != rest && *end == '\0';
}

static int find_tranche(const ipa_plan *plan, const char *id) {
    for (int t = 0; t < plan->n_tranches; t++)
        if (strcmp(plan->tranches[t].id, id) == 0)
            return t;
    return -1;
}

static int find_figure(const char *name) {
    for (int i = 0; i < N_FIGURES; i++)
        if (strcmp(figures[i].name, name) == 0)
            return i;
    return -1;
}

static int find_comparison(const char *text) {
    for (int i = 0; i < N_COMPARISONS; i++)
        if (strcmp(comparisons[i], text) == 0)
            return i;
    return -1;
}

static ipa_status check_one(const char *text, const ipa_plan *plan, ipa_error *error) {
    requirement parsed;
    if (!parse(text, &parsed) || find_comparison(parsed.comparison) < 0)
        return ipa_fail(error, IPA_RANGE, "--require `%s`: write it like 'A.expected_loss < 0.001'",
                        text);
    if (find_tranche(plan, parsed.tranche) < 0)
        return ipa_fail(error, IPA_RANGE, "--require `%s`: the deal has no tranche `%s`", text,
                        parsed.tranche);
    if (find_figure(parsed.figure) >= 0)
        return IPA_OK;
    const char *names[N_FIGURES];
    for (int i = 0; i < N_FIGURES; i++)
        names[i] = figures[i].name;
    int nearest = ipa_text_nearest(parsed.figure, names, N_FIGURES);
    return ipa_fail(error, IPA_RANGE, "--require `%s`: no figure `%s`%s%s", text, parsed.figure,
                    nearest >= 0 ? "; did you mean " : "", nearest >= 0 ? names[nearest] : "");
}

ipa_status ipa_require_check(const ipa_options *options, const ipa_plan *plan, ipa_error *error) {
    ipa_status status = IPA_OK;
    for (int i = 0; i < options->n_requirements; i++)
        IPA_TRY(check_one(options->requirements[i], plan, error));
out:
    return status;
}

static bool holds(double value, int comparison, double bound) {
    switch (comparison) {
    case 0:
        return value <= bound;
    case 1:
        return value >= bound;
    case 2:
        return value < bound;
    default:
        return value > bound;
    }
}

bool ipa_require_judge(const ipa_options *options, const ipa_result *result, ipa_arena *arena) {
    (void)arena;
    bool all = true;
    for (int i = 0; i < options->n_requirements; i++) {
        requirement parsed;
        if (result->simulation == NULL || !parse(options->requirements[i], &parsed)) {
            fprintf(stderr, "ipabs: requirement `%s` cannot be judged without a simulation\n",
                    options->requirements[i]);
            all = false;
            continue;
        }
        const ipa_tranche_figures *tranche =
            &result->simulation->tranches[find_tranche(result->plan, parsed.tranche)];
        const ipa_estimate *figure =
            (const void *)((const char *)tranche + figures[find_figure(parsed.figure)].offset);
        if (holds(figure->mean, find_comparison(parsed.comparison), parsed.bound))
            continue;
        fprintf(stderr, "ipabs: requirement `%s` failed: the figure is %.10g ± %.2g\n",
                options->requirements[i], figure->mean, figure->standard_error);
        all = false;
    }
    return all;
}
