#include "cli/run_info.h"

#include <string.h>
#include <time.h>

#include "engine/base/version.h"

ipa_status ipa_run_info_check(const ipa_options *options, ipa_error *error) {
    ipa_date date;
    if (options->as_of != NULL && !ipa_date_parse(options->as_of, &date))
        return ipa_fail(error, IPA_RANGE, "--as-of needs a date YYYY-MM-DD, not `%s`",
                        options->as_of);
    if (options->sampler != NULL && strcmp(options->sampler, "philox") != 0)
        return ipa_fail(error, IPA_RANGE,
                        "--sampler `%s` is not supported yet; philox is the one there is",
                        options->sampler);
    return IPA_OK;
}

static const char *now(ipa_arena *arena) {
    time_t seconds = time(NULL);
    struct tm local;
    char text[32];
    localtime_r(&seconds, &local);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
    return ipa_arena_copy(arena, text);
}

/* What a pricing was asked, as it was typed. */
static const char *pricing(const ipa_options *options, const char *text, ipa_arena *arena) {
    const struct {
        const char *name, *value;
    } asked[] = {{"tranche", options->tranche},      {"price", options->price},
                 {"yield", options->yield},          {"coupon", options->coupon},
                 {"spread", options->spread},        {"settlement", options->settlement},
                 {"holder-tax", options->holder_tax}};
    for (size_t n = 0; n < sizeof asked / sizeof *asked; n++)
        if (asked[n].value != NULL)
            text = ipa_arena_format(arena, "%s --%s %s", text, asked[n].name, asked[n].value);
    static const char *const quotes[] = {
#define QUOTE(id, name, zh, en) name,
        IPA_PRICE_QUOTE_TABLE(QUOTE)
#undef QUOTE
    };
    if (options->yield_convention > 0)
        text = ipa_arena_format(arena, "%s --yield-convention %s", text,
                                quotes[options->yield_convention]);
    if (options->yield_dates > 0)
        text = ipa_arena_format(arena, "%s --yield-dates payment", text);
    return text;
}

/* The command as one would type it to get the same figures: what names outputs is left out. */
static const char *command(const ipa_options *options, ipa_arena *arena) {
    const char *text = ipa_arena_format(
        arena, "ipabs %s %s", ipa_command_entries[options->command].name, options->operand);
    if (options->command == IPA_COMMAND_PRICE)
        text = pricing(options, text, arena);
    if (options->paths >= 0)
        text = ipa_arena_format(arena, "%s --paths %lld", text, (long long)options->paths);
    if (options->seed >= 0)
        text = ipa_arena_format(arena, "%s --seed %lld", text, (long long)options->seed);
    for (int i = 0; i < options->n_decks; i++)
        text = ipa_arena_format(arena, "%s --deck %s", text, options->decks[i]);
    for (int i = 0; i < options->n_overrides; i++)
        text = ipa_arena_format(arena, "%s --set '%s'", text, options->overrides[i]);
    return text;
}

ipa_run_info ipa_run_info_make(const ipa_options *options, const ipa_findings *findings,
                               ipa_arena *arena) {
    return (ipa_run_info){.version = ipa_version(),
                          .command = command(options, arena),
                          .as_of = options->as_of != NULL ? options->as_of : now(arena),
                          .sampler = "philox",
                          .findings = findings};
}

ipa_view ipa_run_info_view(const ipa_options *options, const ipa_loaded *loaded,
                           const ipa_result *result, const ipa_run_info *info, ipa_arena *arena) {
    const ipa_deal_reports *asked = &loaded->deal->reports;
    return (ipa_view){.deal = loaded->deal,
                      .plan = loaded->plan,
                      .result = result,
                      .run = info,
                      .language = options->language >= 0 ? (ipa_language)options->language
                                                         : asked->language,
                      .unit = options->unit >= 0 ? (ipa_unit)options->unit : asked->unit,
                      .arena = arena};
}
