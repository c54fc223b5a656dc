#pragma once
/** The option table: what may be written behind each command, and how help shows it.
 *
 *  Knows: names, letters, types, which command takes which option.
 *  Does not know: what a command does with it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"

/* X(ENUM, name, operand, summary, example). */
#define IPA_COMMAND_TABLE(X)                                                                       \
    X(INIT, "init", "DIR", "write a complete sample deal to edit", "ipabs init my-deal")           \
    X(CHECK, "check", "DEAL", "read and judge a deal; print all findings", "ipabs check my-deal")  \
    X(RUN, "run", "DEAL", "base case, Monte Carlo and the report workbook",                        \
      "ipabs run my-deal --paths 100000 -o my-deal.xlsx --json my-deal.json")                      \
    X(PATH, "path", "DEAL", "replay one simulated path, period by period",                         \
      "ipabs path my-deal --path 4711")                                                            \
    X(VALUE, "value", "DEAL", "value the patents and contracts, method by method",                 \
      "ipabs value my-deal --set valuation.spread=0.08 --paths 20000 -o value.xlsx")               \
    X(PRICE, "price", "DEAL", "price, yield, spread and coupon of a tranche, each from any other", \
      "ipabs price my-deal --tranche A --yield 2.79% --holder-tax 0.2 -o price.xlsx")              \
    X(SOLVE, "solve", "DEAL", "the coupon, balance, reserve … at which a figure meets a target",   \
      "ipabs solve my-deal --for coupon --tranche A --target 'price = 100'")                       \
    X(STRESS, "stress", "DEAL", "decks of scenarios, break-even values, target default rates",     \
      "ipabs stress my-deal --deck market -o stress.xlsx --json stress.json")                      \
    X(EXPLAIN, "explain", "CODE", "explain a finding's code, with an example",                     \
      "ipabs explain E0107")                                                                       \
    X(VOCABULARY, "vocabulary", "[WORD]",                                                          \
      "every field, step, expression name, model and measure, with its meaning",                   \
      "ipabs vocabulary balance")

typedef enum ipa_command {
#define IPA_COMMAND_ENUM(name, text, operand, summary, example) IPA_COMMAND_##name,
    IPA_COMMAND_TABLE(IPA_COMMAND_ENUM)
#undef IPA_COMMAND_ENUM
        IPA_N_COMMANDS
} ipa_command;

typedef struct ipa_command_entry {
    const char *name, *operand, *summary, *example;
} ipa_command_entry;
extern const ipa_command_entry ipa_command_entries[IPA_N_COMMANDS];

typedef enum ipa_when { IPA_WHEN_AUTO, IPA_WHEN_ALWAYS, IPA_WHEN_NEVER } ipa_when;

/** What the user asked for. Numbers are −1 and texts NULL where nothing was said. */
typedef struct ipa_options {
    ipa_command command;
    const char *operand;
    bool help;
    const char *output, *json, *csv, *sample, *as_of, *sampler;
    const char *tranche, *price, *yield, *coupon, *spread, *settlement, *holder_tax;
    int64_t paths, seed, threads, path;
    int language, unit, progress, error_format; /**< index of the choice */
    int yield_convention, yield_dates;
    bool quiet, without_support, resume;
    const char **overrides;
    int n_overrides;
    const char **requirements;
    int n_requirements;
    const char **decks;
    int n_decks;
    /* of `solve` */
    const char *solve_for, *account, *support, *lever, *from, *to;
    const char **tranches;
    int n_tranches;
    const char **targets;
    int n_targets;
    bool change_total;
    int64_t memory; /**< MiB */
} ipa_options;

/** Reads the command line. @errors IPA_RANGE with the message to print (wrong usage).
 *  @owner the arena. */
ipa_status ipa_options_read(int argc, char **argv, ipa_arena *arena, ipa_options *options,
                            ipa_error *error) IPA_MUST_USE;

/** Help for the program, or for one command. @owner the arena. */
const char *ipa_options_program_help(ipa_arena *arena);
const char *ipa_options_command_help(ipa_command command, ipa_arena *arena);
