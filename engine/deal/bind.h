#pragma once
/** Values as written into the struct of a deal, by the table of fields.
 *
 *  Knows: how each kind of value is read, checked and refused; defaults; unknown and missing keys.
 *  Does not know: what a section is for, whether a reference names something (validate does).
 */
#include "engine/deal/deal.h"
#include "engine/deal/fields.h"

/** One value as written: a node of the document or a cell of a tape. */
typedef struct ipa_value {
    const char *text; /**< of a scalar or cell */
    bool quoted;      /**< a YAML scalar in quotes */
    ipa_mark mark;
    const ipa_node *node; /**< NULL for a cell, and for a default */
    const char *path;     /**< of a cell's or default's row: `contracts[L1]`, or NULL */
    bool is_default;
} ipa_value;

/** A reference as written, to be looked up when everything is read. */
typedef struct ipa_pending {
    ipa_referent referent;
    ipa_reference reference;
} ipa_pending;

typedef struct ipa_bind {
    ipa_arena *arena;
    ipa_findings *findings;
    ipa_pending *pending;
    int n_pending;
    ipa_pending *below; /**< of a vehicle: looked up among its own names */
    int n_below;
} ipa_bind;

/** Fills a struct from a mapping. NULL: nothing was written, defaults hold; a required key is then
 *  not missed. */
void ipa_bind_record(ipa_bind *bind, const ipa_record *record, const ipa_node *node, void *target);

/** Fills an array of structs from a tape. @owner the arena. */
void *ipa_bind_tape(ipa_bind *bind, const ipa_record *record, const ipa_tape *tape, int *n_rows);

/** The field path of a value, for findings. */
const char *ipa_bind_path(const ipa_bind *bind, const ipa_field *field, const ipa_value *value);

/** The value of a node. */
ipa_value ipa_bind_value(const ipa_node *node);

/** The text of a scalar; for a list or a mapping a finding, and NULL. */
const char *ipa_bind_text(ipa_bind *bind, const ipa_field *field, const ipa_value *value);

/** Says that a value has the wrong form. */
void ipa_bind_refuse_kind(ipa_bind *bind, const ipa_field *field, const ipa_value *value);

/** Remembers a reference for the look-up. */
void ipa_bind_expect(ipa_bind *bind, ipa_referent referent, ipa_reference reference);

/** Reads one value of a field into the record's struct. */
typedef void ipa_bind_reader(ipa_bind *bind, const ipa_field *field, const ipa_value *value,
                             void *record);
