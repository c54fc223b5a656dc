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

/* The command as one would type it to get the same figures: what names outputs is left out. */
static const char *command(const ipa_options *options, ipa_arena *arena) {
    const char *text = ipa_arena_format(
        arena, "ipabs %s %s", ipa_command_entries[options->command].name, options->operand);
    if (options->paths >= 0)
        text = ipa_arena_format(arena, "%s --paths %lld", text, (long long)options->paths);
    if (options->seed >= 0)
        text = ipa_arena_format(arena, "%s --seed %lld", text, (long long)options->seed);
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
