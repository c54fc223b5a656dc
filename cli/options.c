#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/simulate/price_result.h"

const ipa_command_entry ipa_command_entries[IPA_N_COMMANDS] = {
#define IPA_COMMAND_ENTRY(name, text, operand, summary, example) {text, operand, summary, example},
    IPA_COMMAND_TABLE(IPA_COMMAND_ENTRY)
#undef IPA_COMMAND_ENTRY
};

typedef enum option_type { TEXT, COUNT, CHOICE, FLAG, LIST } option_type;

typedef struct option_entry {
    const char *name;
    char letter; /* 0: none */
    option_type type;
    size_t offset;       /* in ipa_options; of a list: its array, the count follows */
    const char *operand; /* as help shows it; of a choice: the choices */
    unsigned commands;   /* bit set */
    const char *help;
} option_entry;

#define ON(command) (1u << IPA_COMMAND_##command)
#define ON_ALL ((1u << IPA_N_COMMANDS) - 1)
#define ON_DEAL (ON(CHECK) | ON(RUN) | ON(PATH) | ON(VALUE) | ON(PRICE) | ON(SOLVE) | ON(STRESS))
#define ON_REPORT (ON(RUN) | ON(VALUE) | ON(PRICE) | ON(SOLVE) | ON(STRESS))
#define AT(member) offsetof(ipa_options, member)

/* `annual|semiannual|…` from the table of quotes. */
#define QUOTE_CHOICE(id, name, zh, en) "|" name
static const char quote_choices[] = IPA_PRICE_QUOTE_TABLE(QUOTE_CHOICE);
#undef QUOTE_CHOICE

static const option_entry entries[] = {
    {"output", 'o', TEXT, AT(output), "FILE", ON_REPORT, "write the report workbook (.xlsx)"},
    {"json", 0, TEXT, AT(json), "FILE", ON_REPORT, "write the result file; - for standard output"},
    {"csv", 0, TEXT, AT(csv), "DIR", ON_REPORT, "write every table of the report as CSV"},
    {"paths", 0, COUNT, AT(paths), "N", ON_REPORT,
     "number of simulated paths; 0: base case only (default: the deal's)"},
    {"path", 0, COUNT, AT(path), "N", ON(PATH), "the path to replay, from 1"},
    {"seed", 0, COUNT, AT(seed), "S", ON_REPORT | ON(PATH),
     "seed of the draws (default: the deal's)"},
    {"threads", 0, COUNT, AT(threads), "N", ON(RUN) | ON(PRICE) | ON(SOLVE) | ON(STRESS),
     "threads; never changes a figure (default: one per processor)"},
    {"sampler", 0, TEXT, AT(sampler), "NAME", ON_REPORT | ON(PATH),
     "philox: independent paths (the only one yet)"},
    {"without-support", 0, FLAG, AT(without_support), NULL, ON(PATH) | ON(SOLVE),
     "with every outside support switched off"},
    {"lang", 0, CHOICE, AT(language), "zh|en|both", ON_REPORT | ON(PATH) | ON(VOCABULARY),
     "language of the report (default: the deal's)"},
    {"unit", 0, CHOICE, AT(unit), "yuan|wan|yi", ON_REPORT | ON(PATH),
     "unit amounts are shown in (default: the deal's)"},
    {"set", 0, LIST, AT(overrides), "FIELD=VALUE", ON_DEAL,
     "override one field of the deal; repeatable; shown in the report"},
    {"resume", 0, FLAG, AT(resume), NULL, ON(STRESS),
     "take up what an interrupted run with the same outputs has finished"},
    {"tranche", 0, TEXT, AT(tranche), "ID", ON(PRICE), "which tranche (default: the first)"},
    {"price", 0, TEXT, AT(price), "P", ON(PRICE), "the figures at this clean price per 100"},
    {"yield", 0, TEXT, AT(yield), "Y", ON(PRICE), "the figures at this yield: 0.0279 or 2.79%"},
    {"coupon", 0, TEXT, AT(coupon), "C", ON(PRICE),
     "the figures of notes that pay this fixed coupon, at the curve and the tranche's spread"},
    {"spread", 0, TEXT, AT(spread), "S", ON(PRICE),
     "the figures at this spread over the curve: 0.0115, 1.15% or 115bp"},
    {"settlement", 0, TEXT, AT(settlement), "DATE", ON(PRICE),
     "settlement date (default: the valuation date)"},
    {"yield-convention", 0, CHOICE, AT(yield_convention), quote_choices + 1, ON(PRICE),
     "how yields are compounded (default: annual)"},
    {"yield-dates", 0, CHOICE, AT(yield_dates), "nominal|payment", ON(PRICE),
     "dates that flows are timed on (default: nominal)"},
    {"holder-tax", 0, TEXT, AT(holder_tax), "SHARE", ON(PRICE),
     "share of every interest payment that tax takes; adds the after-tax yield"},
    {"deck", 0, LIST, AT(decks), "FILE|NAME", ON(RUN) | ON(PRICE) | ON(STRESS),
     "a stress deck: a file, or the name of one that comes with the program; repeatable"},
    {"for", 0, TEXT, AT(solve_for), "WHAT", ON(SOLVE),
     "coupon, balance, reserve, support_cap, overcollateralisation or break_even"},
    {"tranche", 0, LIST, AT(tranches), "ID", ON(SOLVE),
     "whose coupon or balance, and whose figure the target is; two of them for two balances"},
    {"target", 0, LIST, AT(targets), "TEST", ON(SOLVE),
     "'price = 100', 'A.expected_loss <= 0.001', 'grade = Aa3', 'base.coverage_gross >= 1.3'"},
    {"account", 0, TEXT, AT(account), "ID", ON(SOLVE), "the reserve (default: reserve)"},
    {"support", 0, TEXT, AT(support), "ID", ON(SOLVE), "whose cap (default: the only one)"},
    {"lever", 0, TEXT, AT(lever), "NAME", ON(SOLVE),
     "of a break-even (default: collections_haircut)"},
    {"from", 0, TEXT, AT(from), "X", ON(SOLVE), "least value to look at"},
    {"to", 0, TEXT, AT(to), "X", ON(SOLVE), "largest value to look at"},
    {"change-total", 0, FLAG, AT(change_total), NULL, ON(SOLVE),
     "the residual tranche does not take the difference"},
    {"memory", 0, COUNT, AT(memory), "MIB", ON(SOLVE),
     "collections kept beyond it go to a temporary file (default: 2048)"},
    {"require", 0, LIST, AT(requirements), "TEST", ON(RUN),
     "exit 1 unless e.g. 'A.expected_loss < 0.001' holds; repeatable"},
    {"as-of", 0, TEXT, AT(as_of), "DATE", ON_REPORT,
     "the run's date; two runs with the same one write identical bytes"},
    {"sample", 0, TEXT, AT(sample), "NAME", ON(INIT),
     "which sample deal (default: eight-firms; a wrong name lists them all)"},
    {"error-format", 0, CHOICE, AT(error_format), "long|short|json", ON_DEAL,
     "how findings are printed"},
    {"progress", 0, CHOICE, AT(progress), "auto|always|never", ON_REPORT,
     "the progress bar (auto: on a terminal)"},
    {"quiet", 'q', FLAG, AT(quiet), NULL, ON_REPORT, "no summary on standard output"},
    {"help", 'h', FLAG, AT(help), NULL, ON_ALL, "this help"},
};
enum { N_ENTRIES = sizeof entries / sizeof *entries };

static void *member(ipa_options *options, const option_entry *entry) {
    return (char *)options + entry->offset;
}

/* Index of `word` among `a|b|c`, or −1. */
static int choice_index(const char *choices, const char *word) {
    size_t length = strlen(word);
    int index = 0;
    for (const char *at = choices; at != NULL; index++) {
        if (strncmp(at, word, length) == 0 && (at[length] == '|' || at[length] == '\0'))
            return index;
        at = strchr(at, '|');
        if (at != NULL)
            at++;
    }
    return -1;
}

static ipa_status store_count(int64_t *count, const option_entry *entry, const char *value,
                              ipa_error *error) {
    char *end = NULL;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < 0)
        return ipa_fail(error, IPA_RANGE, "--%s needs a whole number from 0, not `%s`", entry->name,
                        value);
    *count = number;
    return IPA_OK;
}

static ipa_status store(const option_entry *entry, const char *value, ipa_arena *arena,
                        ipa_options *options, ipa_error *error) {
    void *place = member(options, entry);
    switch (entry->type) {
    case TEXT:
        *(const char **)place = value;
        return IPA_OK;
    case COUNT:
        return store_count(place, entry, value, error);
    case CHOICE: {
        int index = choice_index(entry->operand, value);
        if (index < 0)
            return ipa_fail(error, IPA_RANGE, "--%s takes %s, not `%s`", entry->name,
                            entry->operand, value);
        *(int *)place = index;
        return IPA_OK;
    }
    case FLAG:
        *(bool *)place = true;
        return IPA_OK;
    case LIST: {
        struct list {
            const char **items;
            int n_items;
        } *list = place;
        IPA_PUSH(arena, list->items, list->n_items, value);
        return IPA_OK;
    }
    }
    return ipa_fail(error, IPA_RANGE, "unknown type of option --%s", entry->name);
}

static int find_command(const char *name) {
    for (int c = 0; c < IPA_N_COMMANDS; c++)
        if (strcmp(ipa_command_entries[c].name, name) == 0)
            return c;
    return -1;
}

static ipa_status unknown_command(const char *name, ipa_error *error) {
    const char *names[IPA_N_COMMANDS];
    for (int c = 0; c < IPA_N_COMMANDS; c++)
        names[c] = ipa_command_entries[c].name;
    int nearest = ipa_text_nearest(name, names, IPA_N_COMMANDS);
    if (nearest >= 0)
        return ipa_fail(error, IPA_RANGE, "no command `%s`; did you mean `%s`?", name,
                        names[nearest]);
    return ipa_fail(error, IPA_RANGE, "no command `%s`; see ipabs --help", name);
}

static const option_entry *find_option(int code) {
    for (int i = 0; i < N_ENTRIES; i++)
        if (code == 256 + i || (entries[i].letter != 0 && code == entries[i].letter))
            return &entries[i];
    return NULL;
}

/* Long options of one command for getopt_long, and its letters. */
static void offered(ipa_command command, struct option *longs, char *letters) {
    int n = 0;
    *letters++ = ':';
    for (int i = 0; i < N_ENTRIES; i++) {
        if ((entries[i].commands & (1u << command)) == 0)
            continue;
        bool takes_value = entries[i].type != FLAG;
        longs[n++] = (struct option){entries[i].name, takes_value ? required_argument : no_argument,
                                     NULL, 256 + i};
        if (entries[i].letter != 0) {
            *letters++ = entries[i].letter;
            if (takes_value)
                *letters++ = ':';
        }
    }
    longs[n] = (struct option){0};
    *letters = '\0';
}

static ipa_status read_operand(int argc, char **argv, ipa_options *options, ipa_error *error) {
    const ipa_command_entry *entry = &ipa_command_entries[options->command];
    if (optind < argc)
        options->operand = argv[optind++];
    if (optind < argc)
        return ipa_fail(error, IPA_RANGE, "%s takes one %s; `%s` is one too many", entry->name,
                        entry->operand, argv[optind]);
    if (options->operand == NULL && entry->operand[0] != '[' && !options->help)
        return ipa_fail(error, IPA_RANGE, "%s needs a %s; see ipabs %s --help", entry->name,
                        entry->operand, entry->name);
    return IPA_OK;
}

ipa_status ipa_options_read(int argc, char **argv, ipa_arena *arena, ipa_options *options,
                            ipa_error *error) {
    *options = (ipa_options){
        .paths = -1, .seed = -1, .threads = -1, .path = -1, .language = -1, .unit = -1};
    int command = find_command(argv[1]);
    if (command < 0)
        return unknown_command(argv[1], error);
    options->command = (ipa_command)command;

    struct option longs[N_ENTRIES + 1];
    char letters[2 * N_ENTRIES + 2];
    offered(options->command, longs, letters);
    optind = 2;
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
        if (code == ':')
            return ipa_fail(error, IPA_RANGE, "%s needs a value", argv[optind - 1]);
        const option_entry *entry = find_option(code);
        if (entry == NULL)
            return ipa_fail(error, IPA_RANGE, "%s does not take `%s`; see ipabs %s --help", argv[1],
                            argv[optind - 1], argv[1]);
        ipa_status status = store(entry, optarg, arena, options, error);
        if (status != IPA_OK)
            return status;
    }
    return read_operand(argc, argv, options, error);
}

const char *ipa_options_program_help(ipa_arena *arena) {
    const char *text =
        "ipabs — Monte Carlo engine for intellectual-property asset-backed securities\n\n"
        "Usage: ipabs COMMAND …\n\n";
    for (int c = 0; c < IPA_N_COMMANDS; c++)
        text = ipa_arena_format(arena, "%s  %-10s %-7s %s\n", text, ipa_command_entries[c].name,
                                ipa_command_entries[c].operand, ipa_command_entries[c].summary);
    return ipa_arena_format(
        arena,
        "%s\nipabs COMMAND --help shows a command's options; ipabs --version the version.\n"
        "DEAL is a deal folder or its deal.yaml. Exit status: 0 done; 1 a stated requirement "
        "failed;\n"
        "2 wrong usage; 65 the deal or a tape has errors; 66 an input is missing; 70 an invariant "
        "of\n"
        "ipabs broke; 73 an output cannot be written; 130 interrupted.\n",
        text);
}

const char *ipa_options_command_help(ipa_command command, ipa_arena *arena) {
    const ipa_command_entry *entry = &ipa_command_entries[command];
    const char *text = ipa_arena_format(arena, "ipabs %s %s — %s\n\nOptions:\n", entry->name,
                                        entry->operand, entry->summary);
    for (int i = 0; i < N_ENTRIES; i++) {
        if ((entries[i].commands & (1u << command)) == 0)
            continue;
        const char *name = ipa_arena_format(
            arena, "%s--%s%s%s",
            entries[i].letter ? (char[]){'-', entries[i].letter, ',', ' ', 0} : "", entries[i].name,
            entries[i].operand ? " " : "", entries[i].operand ? entries[i].operand : "");
        text = ipa_arena_format(arena, "%s  %-32s %s\n", text, name, entries[i].help);
    }
    return ipa_arena_format(arena, "%s\nExample:\n  %s\n", text, entry->example);
}
