#pragma once
/** A document as it was written: a tree of scalars, sequences and mappings with their places.
 *
 *  Knows: keys in file order, and where each key and value stands.
 *  Does not know: YAML (read_yaml makes the tree), what a key means.
 */
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/finding.h"

typedef enum ipa_node_kind { IPA_SCALAR, IPA_SEQUENCE, IPA_MAPPING } ipa_node_kind;

typedef struct ipa_node {
    ipa_node_kind kind;
    ipa_mark mark;    /**< of the value */
    const char *text; /**< a scalar's text; "" for an empty (null) one */
    bool quoted;      /**< a scalar in quotes is text even when it looks like a number */
    bool overridden;  /**< set from outside the file (`--set`, a scenario's overlay) */
    const char *key;  /**< in a mapping: the key; else NULL */
    ipa_mark key_mark;
    struct ipa_node *parent;
    size_t index; /**< place among the parent's items */
    struct ipa_node **items;
    size_t n_items;
} ipa_node;

/** The value under `key`, or NULL (also when `node` is NULL or no mapping). */
const ipa_node *ipa_node_get(const ipa_node *node, const char *key);

/** Whether the node is there and not an empty scalar. */
bool ipa_node_given(const ipa_node *node);

/** The path as findings and `--set` write it: `tranches[0].coupon.fixed`. @owner the arena. */
const char *ipa_node_path(const ipa_node *node, ipa_arena *arena);

/** The path of `key` in the node, `fees[1].due`; the key alone when the node is NULL.
 *  @owner the arena. */
const char *ipa_node_field(const ipa_node *node, const char *key, ipa_arena *arena);

/** The place of `key`'s value in `node`, or of the node itself when the key is absent. */
ipa_mark ipa_node_mark(const ipa_node *node, const char *key);

/** The node with all below it, without a key or a parent. @owner the arena. */
ipa_node *ipa_node_copy(const ipa_node *node, ipa_arena *arena);

/** The value on one line, as `--set` takes it. @owner the arena. */
const char *ipa_node_flow(const ipa_node *node, ipa_arena *arena);

/** Replaces or adds the value at a field path (`tranches[0].coupon.fixed`, also
 *  `tranches[A].coupon.fixed` by id). The value is read as YAML flow text by the caller.
 *  @errors IPA_RANGE when the path leads nowhere: an index out of range, a step into a scalar. */
ipa_status ipa_node_set(ipa_node *root, ipa_arena *arena, const char *path, ipa_node *value,
                        ipa_error *error) IPA_MUST_USE;
