#include <math.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/report_files.h"
#include "cli/run_info.h"
#include "engine/base/decimal.h"
#include "reports/solve_report.h"
#include "scenarios/solve.h"
#include "scenarios/solve_break_even.h"

static const char break_even[] = "break_even";

/* ---- what was asked ---- */

static ipa_status read_end(const char *option, const char *text, double *value, ipa_error *error) {
    ipa_decimal number;
    *value = NAN;
    if (text == NULL)
        return IPA_OK;
    if (!ipa_decimal_parse(text, &number))
        return ipa_fail(error, IPA_RANGE, "--%s needs a number, not `%s`", option, text);
    *value = ipa_decimal_value(number);
    return IPA_OK;
}

static ipa_status check(const ipa_options *options, ipa_error *error) {
    if (options->solve_for == NULL)
        return ipa_fail(error, IPA_RANGE,
                        "say what to look for: --for coupon, balance, reserve, support_cap, "
                        "overcollateralisation or break_even");
    if (strcmp(options->solve_for, break_even) == 0)
        return IPA_OK;
    if (ipa_unknown_kind_named(options->solve_for) < 0)
        return ipa_fail(error, IPA_RANGE,
                        "--for `%s`: there are coupon, balance, reserve, support_cap, "
                        "overcollateralisation and break_even",
                        options->solve_for);
    if (options->n_targets < 1 || options->n_targets > IPA_SOLUTION_MOST)
        return ipa_fail(error, IPA_RANGE,
                        "one --target, or two for two unknowns: --target 'price = 100'");
    if (options->n_targets == 2 && options->n_tranches != 2)
        return ipa_fail(error, IPA_RANGE, "two targets need two unknowns: --tranche A --tranche B");
    if (options->n_targets == 1 && options->n_tranches > 1)
        return ipa_fail(error, IPA_RANGE, "two unknowns need two targets: --target '…' twice");
    return IPA_OK;
}

/* An account or support has its own option, everything else is of a tranche. */
static const char *subject_of(const ipa_options *options, ipa_unknown_kind kind, int n) {
    if (kind == IPA_UNKNOWN_RESERVE)
        return options->account;
    if (kind == IPA_UNKNOWN_SUPPORT_CAP)
        return options->support;
    return n < options->n_tranches ? options->tranches[n] : NULL;
}

static ipa_status read_request(const ipa_options *options, ipa_solve_request *request,
                               ipa_error *error) {
    ipa_status status = IPA_OK;
    const int kind = ipa_unknown_kind_named(options->solve_for);
    double low, high;
    *request = (ipa_solve_request){
        .n_unknowns = options->n_targets,
        .keep_total = !options->change_total,
        .without_support = options->without_support,
        .n_threads = options->threads > 0 ? (int)options->threads : 0,
        .tranche = options->n_tranches == 1 ? options->tranches[0] : NULL,
    };
    IPA_TRY(read_end("from", options->from, &low, error));
    IPA_TRY(read_end("to", options->to, &high, error));
    for (int n = 0; n < request->n_unknowns; n++) {
        request->kind[n] = (ipa_unknown_kind)kind;
        request->target[n] = options->targets[n];
        request->unknown[n] = (ipa_unknown_options){subject_of(options, request->kind[n], n),
                                                    request->keep_total, low, high};
    }
out:
    return status;
}

/* ---- the search ---- */

static bool go_on(void *context, long done, long total) {
    (void)done;
    (void)total; /* nobody knows how many structures it takes: no bar, but Ctrl-C works */
    return ipa_progress_report(context, 0, 1);
}

static ipa_status search(const ipa_options *options, const ipa_loaded *loaded, ipa_arena *arena,
                         ipa_solution *solution, ipa_error *error) {
    const ipa_deal_simulation *asked = &loaded->deal->simulation;
    const ipa_overlay_base base = {.path = options->operand,
                                   .overrides = options->overrides,
                                   .n_overrides = options->n_overrides};
    ipa_status status = IPA_OK;
    ipa_progress progress = ipa_progress_start((ipa_when)options->progress);
    ipa_structure_source *source = NULL;
    ipa_solve_request request;
    bool simulates;
    IPA_TRY(read_request(options, &request, error));
    IPA_TRY(ipa_solve_check(&request, loaded->plan, &simulates, error));
    const long n_paths = options->paths >= 0 ? (long)options->paths : asked->n_paths;
    const ipa_structure_options keeping = {
        .n_paths = simulates ? n_paths : 0,
        .seed = options->seed >= 0 ? (unsigned long long)options->seed : asked->seed,
        .n_threads = options->threads > 0 ? (int)options->threads : 0,
        .rounding = asked->rounding,
        .memory_bytes = options->memory > 0 ? (double)options->memory * 0x1p20 : 0,
        .progress = ipa_progress_report,
        .context = &progress,
    };
    request.progress = go_on;
    request.context = &progress;
    IPA_TRY(ipa_structure_open(&base, &keeping, &source, error));
    IPA_TRY(ipa_solve_run(source, &request, arena, solution, error));
out:
    ipa_progress_finish(&progress);
    ipa_structure_close(source);
    return status;
}

static ipa_status search_break_even(const ipa_options *options, ipa_arena *arena,
                                    ipa_solution *solution, ipa_error *error) {
    const ipa_overlay_base base = {.path = options->operand,
                                   .overrides = options->overrides,
                                   .n_overrides = options->n_overrides};
    const ipa_solve_break_even_request request = {
        .lever = options->lever,
        .tranche = options->n_tranches > 0 ? options->tranches[0] : NULL,
        .target = options->n_targets > 0 ? options->targets[0] : NULL,
        .without_support = options->without_support,
    };
    return ipa_solve_break_even_run(&base, &request, arena, solution, error);
}

/* What makes it the same question again. */
static const char *command(const ipa_options *options, const char *text, ipa_arena *arena) {
    const struct {
        const char *name, *value;
    } texts[] = {{"for", options->solve_for},   {"account", options->account},
                 {"support", options->support}, {"lever", options->lever},
                 {"from", options->from},       {"to", options->to}};
    for (size_t n = 0; n < sizeof texts / sizeof *texts; n++)
        if (texts[n].value != NULL)
            text = ipa_arena_format(arena, "%s --%s %s", text, texts[n].name, texts[n].value);
    for (int n = 0; n < options->n_tranches; n++)
        text = ipa_arena_format(arena, "%s --tranche %s", text, options->tranches[n]);
    for (int n = 0; n < options->n_targets; n++)
        text = ipa_arena_format(arena, "%s --target '%s'", text, options->targets[n]);
    return ipa_arena_format(arena, "%s%s%s", text,
                            options->without_support ? " --without-support" : "",
                            options->change_total ? " --change-total" : "");
}

int ipa_commands_solve(const ipa_options *options, ipa_arena *arena) {
    const ipa_report_files files = {ipa_solve_report_workbook, ipa_solve_report_json,
                                    ipa_solve_report_text, ipa_solve_report_entries,
                                    IPA_N_SOLVE_SHEETS};
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_solution solution = {0};
    IPA_TRY(check(options, &error));
    IPA_TRY(ipa_run_info_check(options, &error));
    IPA_TRY(ipa_report_files_check(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    if (strcmp(options->solve_for, break_even) == 0)
        IPA_TRY(search_break_even(options, arena, &solution, &error));
    else
        IPA_TRY(search(options, &loaded, arena, &solution, &error));
    ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    info.command = command(options, info.command, arena);
    ipa_view view = ipa_run_info_view(options, &loaded, NULL, &info, arena);
    view.solution = &solution;
    IPA_TRY(ipa_report_files_write(&files, options, &view, &error));
    return solution.found ? IPA_EXIT_DONE : IPA_EXIT_REQUIREMENT;
out:
    return ipa_commands_fail(&error);
}
