#include "cli/require.h"

#include <stdio.h>

#include "engine/simulate/requirement.h"

static ipa_status read(const char *text, const ipa_plan *plan, ipa_requirement *requirement,
                       ipa_error *error) {
    ipa_status status = IPA_OK;
    IPA_TRY(ipa_requirement_read(text, plan, -1, requirement, error));
    if (requirement->comparison == IPA_EQUAL)
        status =
            ipa_fail(error, IPA_RANGE, "--require `%s`: a requirement is <, <=, > or >=", text);
out:
    return status;
}

ipa_status ipa_require_check(const ipa_options *options, const ipa_plan *plan, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_requirement requirement;
    for (int i = 0; i < options->n_requirements; i++)
        IPA_TRY(read(options->requirements[i], plan, &requirement, error));
out:
    return status;
}

static void tell(const ipa_requirement *requirement, ipa_estimate figure, const ipa_plan *plan,
                 ipa_arena *arena) {
    if (ipa_requirement_figures[requirement->figure].is_grade)
        fprintf(stderr, "ipabs: requirement `%s` failed: the grade is %s\n", requirement->text,
                ipa_requirement_grade(plan, figure.mean, arena));
    else
        fprintf(stderr, "ipabs: requirement `%s` failed: the figure is %.10g ± %.2g\n",
                requirement->text, figure.mean, figure.standard_error);
}

bool ipa_require_judge(const ipa_options *options, const ipa_result *result, ipa_arena *arena) {
    const ipa_simulation_result *simulation = result->simulation;
    const ipa_requirement_evidence evidence = {
        .plan = result->plan,
        .base = &result->base,
        .simulated = simulation ? simulation->tranches : NULL,
        .n_paths = simulation ? simulation->n_paths : 0,
    };
    bool all = true;
    for (int i = 0; i < options->n_requirements; i++) {
        ipa_requirement requirement;
        if (read(options->requirements[i], result->plan, &requirement, NULL) != IPA_OK)
            return false;
        if (simulation == NULL && ipa_requirement_figures[requirement.figure].simulated) {
            fprintf(stderr, "ipabs: requirement `%s` cannot be judged without a simulation\n",
                    options->requirements[i]);
            all = false;
            continue;
        }
        const ipa_estimate figure = ipa_requirement_value(&requirement, &evidence);
        if (ipa_requirement_holds(&requirement, figure.mean))
            continue;
        tell(&requirement, figure, result->plan, arena);
        all = false;
    }
    return all;
}
