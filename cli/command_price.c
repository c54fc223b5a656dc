#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/decks.h"
#include "cli/progress.h"
#include "cli/report_files.h"
#include "cli/run_info.h"
#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "reports/json_price.h"
#include "reports/price_report.h"
#include "reports/xlsx_price.h"
#include "scenarios/price_deck.h"

/* ---- what was asked ---- */

/* `0.0115`, `1.15%`, `115bp`. */
static bool read_number(const char *text, double *value) {
    char digits[64];
    ipa_decimal decimal;
    const size_t length = strlen(text);
    const bool in_bp = length > 2 && strcmp(text + length - 2, "bp") == 0;
    if (length >= sizeof digits)
        return false;
    snprintf(digits, sizeof digits, "%.*s", (int)(in_bp ? length - 2 : length), text);
    if (!ipa_decimal_parse(digits, &decimal))
        return false;
    *value = ipa_decimal_value(decimal) / (in_bp ? 10000 : 1);
    return true;
}

static ipa_status read_rate(const char *option, const char *text, double *value, ipa_error *error) {
    if (!read_number(text, value))
        return ipa_fail(error, IPA_RANGE,
                        "--%s needs a rate such as 0.0279, 2.79%% or 279bp, not `%s`", option,
                        text);
    if (fabs(*value) >= 1 && strpbrk(text, "%b") == NULL)
        return ipa_fail(error, IPA_RANGE, "--%s %s looks like a percentage: write %s%% or %g",
                        option, text, text, *value / 100);
    if (fabs(*value) >= 1)
        return ipa_fail(error, IPA_RANGE, "--%s %s is no rate of a note: below 100%% a year",
                        option, text);
    return IPA_OK;
}

static ipa_status read_given(const ipa_options *options, ipa_price_terms *terms, ipa_error *error) {
    const struct {
        const char *name, *text;
        ipa_price_given given;
    } ways[] = {{"price", options->price, IPA_PRICE_GIVEN_PRICE},
                {"yield", options->yield, IPA_PRICE_GIVEN_YIELD},
                {"coupon", options->coupon, IPA_PRICE_GIVEN_COUPON},
                {"spread", options->spread, IPA_PRICE_GIVEN_SPREAD}};
    const char *before = NULL;
    ipa_status status = IPA_OK;
    for (size_t n = 0; n < sizeof ways / sizeof *ways; n++) {
        if (ways[n].text == NULL)
            continue;
        if (before != NULL)
            return ipa_fail(error, IPA_RANGE,
                            "--%s and --%s: set one of price, yield, coupon and spread; the others "
                            "follow from it",
                            before, ways[n].name);
        before = ways[n].name;
        terms->given = ways[n].given;
        if (terms->given != IPA_PRICE_GIVEN_PRICE)
            IPA_TRY(read_rate(ways[n].name, ways[n].text, &terms->value, error));
        else if (!read_number(ways[n].text, &terms->value))
            return ipa_fail(error, IPA_RANGE, "--price needs a clean price per 100, not `%s`",
                            ways[n].text);
    }
out:
    return status;
}

static ipa_status read_terms(const ipa_options *options, ipa_price_terms *terms, ipa_error *error) {
    ipa_status status = IPA_OK;
    *terms = (ipa_price_terms){.settlement = IPA_NO_DATE,
                               .quote = (ipa_price_quote)options->yield_convention,
                               .on_payment_dates = options->yield_dates == 1};
    IPA_TRY(ipa_run_info_check(options, error));
    IPA_TRY(read_given(options, terms, error));
    if (options->holder_tax != NULL && !read_number(options->holder_tax, &terms->holder_tax))
        IPA_TRY(ipa_fail(error, IPA_RANGE,
                         "--holder-tax needs a share such as 0.2 or 20%%, not `%s`",
                         options->holder_tax));
    if (options->settlement != NULL && !ipa_date_parse(options->settlement, &terms->settlement))
        IPA_TRY(ipa_fail(error, IPA_RANGE, "--settlement needs a date YYYY-MM-DD, not `%s`",
                         options->settlement));
out:
    return status;
}

static ipa_status find_tranche(const ipa_options *options, const ipa_plan *plan, ipa_arena *arena,
                               int *tranche, ipa_error *error) {
    const char **ids = IPA_NEW_ARRAY(arena, plan->n_tranches, const char *);
    for (int t = 0; t < plan->n_tranches; t++) {
        ids[t] = plan->tranches[t].id;
        *tranche = t;
        if (options->tranche != NULL && strcmp(ids[t], options->tranche) == 0)
            return IPA_OK;
    }
    *tranche = 0;
    if (options->tranche == NULL)
        return IPA_OK;
    const int nearest = ipa_text_nearest(options->tranche, ids, (size_t)plan->n_tranches);
    const char *all = ids[0];
    for (int t = 1; t < plan->n_tranches; t++)
        all = ipa_arena_format(arena, "%s, %s", all, ids[t]);
    return ipa_fail(error, IPA_RANGE, "no tranche `%s`; %s `%s`", options->tranche,
                    nearest >= 0 ? "did you mean" : "there are", nearest >= 0 ? ids[nearest] : all);
}

/* ---- what is run ---- */

/* The overrides of the command line, and the coupon on top where one was asked for. */
static ipa_status base_of(const ipa_options *options, const ipa_price_terms *terms,
                          const ipa_deal *deal, ipa_arena *arena, ipa_overlay_base *base,
                          ipa_error *error) {
    const char *field = NULL;
    ipa_status status = IPA_OK;
    *base = (ipa_overlay_base){.path = options->operand,
                               .overrides = options->overrides,
                               .n_overrides = options->n_overrides};
    if (terms->given != IPA_PRICE_GIVEN_COUPON)
        return IPA_OK;
    IPA_TRY(ipa_price_coupon_field(deal, terms->tranche, arena, &field, error));
    const char **overrides = IPA_NEW_ARRAY(arena, options->n_overrides + 1, const char *);
    for (int n = 0; n < options->n_overrides; n++)
        overrides[n] = options->overrides[n];
    overrides[base->n_overrides++] = ipa_arena_format(arena, "%s=%.17g", field, terms->value);
    base->overrides = overrides;
out:
    return status;
}

/* The deal whose notes pay the coupon asked for. */
static ipa_status set_coupon(const ipa_options *options, const ipa_overlay_base *base,
                             ipa_loaded *loaded, ipa_arena *arena, ipa_error *error) {
    ipa_overlaid changed = {0};
    ipa_status status = ipa_overlay_apply(base, NULL, 0, arena, &changed, error);
    if (status == IPA_FINDINGS)
        return ipa_commands_judge(options, &changed.findings, arena, error);
    *loaded = (ipa_loaded){changed.deal, changed.plan, changed.findings};
    return status;
}

static ipa_status run_all(const ipa_scenario_options *run, const ipa_options *options,
                          const ipa_loaded *loaded, ipa_price_result *price, ipa_result **result,
                          ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_deck **decks = NULL;
    const ipa_simulation_options own = ipa_scenario_simulation(run, loaded->deal);
    IPA_TRY(ipa_decks_load(options, run->base, loaded->deal, price->arena, &decks, error));
    IPA_TRY(ipa_simulation_run(loaded->plan, &own, price->arena, result, error));
    IPA_TRY(ipa_price_add(price, *result, error));
    for (int n = 0; n < options->n_decks; n++)
        IPA_TRY(ipa_price_deck_add(price, decks[n], run, error));
    IPA_TRY(ipa_price_finish(price, error));
out:
    return status;
}

static ipa_status price_all(const ipa_options *options, ipa_price_terms *terms, ipa_loaded *loaded,
                            ipa_arena *arena, ipa_view *view, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_price_result *price = NULL;
    ipa_result *result = NULL;
    ipa_overlay_base base;
    IPA_TRY(find_tranche(options, loaded->plan, arena, &terms->tranche, error));
    IPA_TRY(base_of(options, terms, loaded->deal, arena, &base, error));
    if (terms->given == IPA_PRICE_GIVEN_COUPON)
        IPA_TRY(set_coupon(options, &base, loaded, arena, error));
    IPA_TRY(ipa_price_begin(loaded->plan, terms, arena, &price, error));
    ipa_progress progress = ipa_progress_start((ipa_when)options->progress);
    const ipa_scenario_options run = {.base = &base,
                                      .n_paths = options->paths,
                                      .seed = options->seed,
                                      .n_threads = options->threads > 0 ? (int)options->threads : 0,
                                      .progress = ipa_progress_report,
                                      .context = &progress};
    status = run_all(&run, options, loaded, price, &result, error);
    ipa_progress_finish(&progress);
    view->price = price;
    view->result = result;
out:
    return status;
}

int ipa_commands_price(const ipa_options *options, ipa_arena *arena) {
    const ipa_report_files files = {ipa_xlsx_price_write, ipa_json_price_report,
                                    ipa_price_report_text, ipa_price_report_entries,
                                    IPA_N_PRICE_SHEETS};
    ipa_status status = IPA_OK;
    ipa_error error = {0};
    ipa_loaded loaded;
    ipa_price_terms terms;
    ipa_view priced = {0};
    IPA_TRY(read_terms(options, &terms, &error));
    IPA_TRY(ipa_report_files_check(options, arena, &error));
    IPA_TRY(ipa_commands_load(options, arena, &loaded, &error));
    IPA_TRY(price_all(options, &terms, &loaded, arena, &priced, &error));
    const ipa_run_info info = ipa_run_info_make(options, &loaded.findings, arena);
    ipa_view view = ipa_run_info_view(options, &loaded, priced.result, &info, arena);
    view.price = priced.price;
    IPA_TRY(ipa_report_files_write(&files, options, &view, &error));
    return IPA_EXIT_DONE;
out:;
    const int code = ipa_commands_fail(&error);
    /* A sound question without an answer. */
    return status == IPA_NO_CONVERGENCE ? IPA_EXIT_REQUIREMENT : code;
}
