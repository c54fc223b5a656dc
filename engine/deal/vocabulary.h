#pragma once
/** Every word a deal may use, with its meaning: fields, columns, quantities of expressions.
 *
 *  Knows: the tables of fields and of quantities, and how they read as text and as documentation.
 *  Does not know: how a value is read, where the text goes.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"

typedef struct ipa_word {
    const char *name;    /**< `tranches[].coupon.fixed`, `contracts.csv:principal`, `balance(T)` */
    const char *kind;    /**< `rate`, `column: date`, `quantity: number` */
    const char *values;  /**< range or words it may be; "" when any */
    const char *initial; /**< default; "" when there is none */
    const char *example; /**< "" when there is none */
    const char *alias;   /**< Chinese header of a column; "" */
    const char *en, *zh; /**< meaning; `zh` is "" where there is English only */
    bool required;
    bool later; /**< known to the format, not computed with yet */
} ipa_word;

/** All words in the order of the tables. @owner the arena. */
const ipa_word *ipa_vocabulary_words(ipa_arena *arena, size_t *n_words);

/** The words whose name holds `part`, or all for NULL, as text for a terminal; "" when there is
 *  none. @owner the arena. */
const char *ipa_vocabulary_text(ipa_arena *arena, const char *part, bool chinese);

/** The tables of the words as Markdown: the generated part of docs/deal-format.md.
 *  @owner the arena. */
const char *ipa_vocabulary_markdown(ipa_arena *arena);
