#include "tests/support/runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void stop(const char *what, const char *message) {
    fprintf(stderr, "%s: %s\n", what, message);
    abort();
}

test_run run_load(const char *folder) {
    return run_load_with(folder, NULL, 0);
}

test_run run_load_with(const char *folder, const char *const *overrides, int n_overrides) {
    const ipa_read_options options = {.overrides = overrides, .n_overrides = n_overrides};
    test_run run = {.arena = ipa_arena_create()};
    ipa_findings findings = ipa_findings_make(run.arena);
    ipa_error error = {0};
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    const char *path =
        *folder == '/' ? folder : ipa_arena_format(run.arena, "%s/%s", IPABS_SOURCE_DIR, folder);
    ipa_status status = ipa_deal_read(path, &options, run.arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, run.arena, &findings, &plan, &error);
    if (status != IPA_OK)
        stop(folder, findings.n_errors > 0
                         ? ipa_findings_text(&findings, run.arena, IPA_FORMAT_SHORT, false)
                         : error.message);
    run.plan = plan;
    return run;
}

void run_simulate(test_run *run, long n_paths, unsigned long long seed, int n_threads) {
    const ipa_simulation_options options = {
        .n_paths = n_paths, .seed = seed, .n_threads = n_threads};
    ipa_error error = {0};
    if (ipa_simulation_run(run->plan, &options, run->arena, &run->result, &error) != IPA_OK)
        stop("simulation", error.message);
}

void run_free(test_run *run) {
    ipa_arena_destroy(run->arena);
}

int run_tranche(const test_run *run, const char *id) {
    for (int t = 0; t < run->plan->n_tranches; t++)
        if (strcmp(run->plan->tranches[t].id, id) == 0)
            return t;
    stop(id, "no such tranche");
    return -1;
}

int run_trigger(const test_run *run, const char *id) {
    for (int n = 0; n < run->plan->n_triggers; n++)
        if (strcmp(run->plan->triggers[n].id, id) == 0)
            return n;
    stop(id, "no such trigger");
    return -1;
}

bool run_agrees(ipa_estimate estimate, double exact, double errors) {
    const double off = fabs(estimate.mean - exact);
    const double allowed = errors * estimate.standard_error + 1e-12 * fabs(exact) + 1e-13;
    if (!(off <= allowed))
        fprintf(stderr, "%.12g, not %.12g (%.2f standard errors)\n", estimate.mean, exact,
                off / estimate.standard_error);
    return off <= allowed;
}
