#pragma once
/** What every section of a deal is made of: figures, names, expressions and references as written.
 *
 *  Knows: the value and where it stands.
 *  Does not know: which section it belongs to.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/decimal.h"
#include "engine/deal/node.h"
#include "engine/market/date.h"

/** A figure as written; `given` is false where the deal left it blank (value is then the default).
 */
typedef struct ipa_number {
    ipa_decimal exact;
    double value;
    bool given;
    ipa_mark mark;
} ipa_number;

/** A name in both report languages; one of them may stand in for the other. */
typedef struct ipa_words_pair {
    const char *zh;
    const char *en;
} ipa_words_pair;

/** The text of an expression and where it begins; NULL text: not given. */
typedef struct ipa_formula {
    const char *text;
    ipa_mark mark;
    const char *field; /**< field path, for findings */
} ipa_formula;

typedef struct ipa_date_list {
    ipa_date *dates;
    int n_dates;
} ipa_date_list;

/** An id that names something else in the deal. */
typedef struct ipa_reference {
    const char *id; /**< NULL: not given */
    ipa_mark mark;
    const char *field;
} ipa_reference;

typedef struct ipa_pair { /**< `name: number` in a mapping or `name:number` in a cell */
    const char *name;
    ipa_number number;
    ipa_date date; /**< in place of the number, where one may be written; else IPA_NO_DATE */
} ipa_pair;

typedef struct ipa_pairs {
    ipa_pair *items;
    int n_items;
} ipa_pairs;

/** A figure that holds from a date on, or on it. */
typedef struct ipa_dated {
    ipa_date date;
    ipa_number number;
    ipa_mark mark; /**< of the date */
} ipa_dated;

typedef struct ipa_dated_list {
    ipa_dated *items; /**< dates rise */
    int n_items;
} ipa_dated_list;
