#pragma once
/** YAML text to a tree of nodes.
 *
 *  Knows: YAML's scalars, sequences and mappings, duplicate keys, limits.
 *  Does not know: what a key means, files.
 *
 *  A deal is data: aliases, tags, keys that are no scalars and further documents are refused, so
 *  that a few bytes cannot stand for many and every value is read where it is written.
 */
#include "engine/deal/node.h"

enum {
    IPA_YAML_MAX_BYTES = 4 << 20,
    IPA_YAML_MAX_DEPTH = 64,
    IPA_YAML_MAX_KEYS = 1000, /**< of one mapping */
    IPA_YAML_MAX_NODES = 50000
};

/** The tree of one document, or NULL when it has no meaning as a whole (syntax, alias, limit); the
 *  findings say why. Of a key written twice the first counts, and a finding names the second.
 *  `origin` is where the text begins: its file, and for a piece of a line its line and column.
 *  @owner the arena. */
ipa_node *ipa_read_yaml(const char *text, size_t n_text, ipa_mark origin, ipa_arena *arena,
                        ipa_findings *findings);
