#include "engine/deal/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/builder.h"

const ipa_node *ipa_node_get(const ipa_node *node, const char *key) {
    if (!node || node->kind != IPA_MAPPING)
        return NULL;
    for (size_t n = 0; n < node->n_items; n++)
        if (strcmp(node->items[n]->key, key) == 0)
            return node->items[n];
    return NULL;
}

bool ipa_node_given(const ipa_node *node) {
    return node && (node->kind != IPA_SCALAR || node->quoted || node->text[0] != '\0');
}

const char *ipa_node_path(const ipa_node *node, ipa_arena *arena) {
    if (!node || !node->parent)
        return "";
    const char *parent = ipa_node_path(node->parent, arena);
    if (!node->key)
        return ipa_arena_format(arena, "%s[%zu]", parent, node->index);
    return ipa_arena_format(arena, "%s%s%s", parent, parent[0] ? "." : "", node->key);
}

const char *ipa_node_field(const ipa_node *node, const char *key, ipa_arena *arena) {
    return node ? ipa_arena_format(arena, "%s.%s", ipa_node_path(node, arena), key) : key;
}

ipa_mark ipa_node_mark(const ipa_node *node, const char *key) {
    const ipa_node *value = ipa_node_get(node, key);
    return value ? value->mark : node->mark;
}

/* One step of a field path: a key, or what stands in brackets. */
typedef struct path_step {
    char *name;
    bool is_item;
} path_step;

/* Cuts the next step off the path; false where the path is malformed. */
static bool next_step(const char **path, ipa_arena *arena, path_step *step) {
    const char *from = *path;
    step->is_item = *from == '[';
    if (step->is_item) {
        size_t n = strcspn(++from, "]");
        if (n == 0 || from[n] != ']')
            return false;
        step->name = ipa_arena_copy_n(arena, from, n);
        *path = from + n + 1;
    } else {
        size_t n = strcspn(from, ".[");
        if (n == 0)
            return false;
        step->name = ipa_arena_copy_n(arena, from, n);
        *path = from + n;
    }
    bool ends = **path == '\0';
    bool more = (**path == '.' && (*path)[1] != '\0') || **path == '[';
    if (**path == '.')
        (*path)++;
    return ends || more;
}

/* The slot of a sequence that `[2]` or `[A]` means, or NULL. */
static ipa_node **find_item(ipa_node *node, const char *name) {
    if (node->kind != IPA_SEQUENCE)
        return NULL;
    for (size_t n = 0; n < node->n_items; n++) {
        const ipa_node *id = ipa_node_get(node->items[n], "id");
        if (id && id->kind == IPA_SCALAR && strcmp(id->text, name) == 0)
            return &node->items[n];
    }
    char *end = NULL;
    unsigned long index = strtoul(name, &end, 10);
    bool is_index = name[0] >= '0' && name[0] <= '9' && *end == '\0';
    return is_index && index < node->n_items ? &node->items[index] : NULL;
}

static ipa_node **find_key(ipa_node *node, const char *key) {
    for (size_t n = 0; n < node->n_items; n++)
        if (strcmp(node->items[n]->key, key) == 0)
            return &node->items[n];
    return NULL;
}

/* The slot under a key; an absent key is added as a blank, a blank becomes a mapping. */
static ipa_node **make_key(ipa_node *node, const char *key, const ipa_node *value,
                           ipa_arena *arena) {
    if (node->kind == IPA_SCALAR && !ipa_node_given(node))
        node->kind = IPA_MAPPING;
    if (node->kind != IPA_MAPPING)
        return NULL;
    ipa_node **slot = find_key(node, key);
    if (slot)
        return slot;
    ipa_node *blank = IPA_NEW(arena, ipa_node);
    *blank = (ipa_node){.kind = IPA_SCALAR,
                        .mark = value->mark,
                        .text = "",
                        .overridden = true,
                        .key = key,
                        .key_mark = value->key_mark,
                        .parent = node,
                        .index = node->n_items};
    IPA_PUSH(arena, node->items, node->n_items, blank);
    return &node->items[node->n_items - 1];
}

static void mark_overridden(ipa_node *node) {
    node->overridden = true;
    for (size_t n = 0; n < node->n_items; n++)
        mark_overridden(node->items[n]);
}

ipa_status ipa_node_set(ipa_node *root, ipa_arena *arena, const char *path, ipa_node *value,
                        ipa_error *error) {
    ipa_node *node = root;
    ipa_node **slot = NULL;
    const char *rest = path;
    do {
        path_step step;
        if (!next_step(&rest, arena, &step))
            return ipa_fail(error, IPA_RANGE, "`%s` is no field path", path);
        if (slot)
            node = *slot;
        IPA_ASSERT(node != NULL);
        slot = step.is_item ? find_item(node, step.name) : make_key(node, step.name, value, arena);
        if (!slot)
            return ipa_fail(error, IPA_RANGE,
                            step.is_item ? "there is no item `[%s]` in `%s`"
                                         : "there is no place for `%s` in `%s`",
                            step.name, ipa_node_path(node, arena));
    } while (*rest);
    const ipa_node *old = *slot;
    value->key = old->key;
    if (!value->key_mark.file)
        value->key_mark = old->key_mark;
    value->parent = old->parent;
    value->index = old->index;
    mark_overridden(value);
    *slot = value;
    return IPA_OK;
}

/* ---- copies ---- */

ipa_node *ipa_node_copy(const ipa_node *node, ipa_arena *arena) {
    ipa_node *copy = IPA_NEW(arena, ipa_node);
    *copy = *node;
    copy->key = NULL;
    copy->parent = NULL;
    copy->index = 0;
    copy->items = IPA_NEW_ARRAY(arena, node->n_items, ipa_node *);
    for (size_t n = 0; n < node->n_items; n++) {
        ipa_node *item = ipa_node_copy(node->items[n], arena);
        item->key = node->items[n]->key;
        item->parent = copy;
        item->index = n;
        copy->items[n] = item;
    }
    return copy;
}

/* A plain word of a flow collection ends at these. */
static bool ends_early(const char *text) {
    return text[0] == '\0' || strpbrk(text, ",[]{}:#\"'&*!|>%@`") != NULL;
}

static void add_quoted(ipa_builder *to, const char *text) {
    ipa_builder_add(to, "\"");
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\')
            ipa_builder_add(to, "\\");
        if (*at == '\n')
            ipa_builder_add(to, "\\n");
        else
            ipa_builder_add_n(to, at, 1);
    }
    ipa_builder_add(to, "\"");
}

static void add_word(ipa_builder *to, const char *text, bool quoted, bool inside) {
    if (quoted || (inside && text[0] != '\0' && ends_early(text)))
        add_quoted(to, text);
    else
        ipa_builder_add(to, inside && text[0] == '\0' ? "~" : text);
}

static void add_flow(ipa_builder *to, const ipa_node *node, bool inside) {
    if (node->kind == IPA_SCALAR) {
        add_word(to, node->text, node->quoted, inside);
        return;
    }
    ipa_builder_add(to, node->kind == IPA_SEQUENCE ? "[" : "{");
    for (size_t n = 0; n < node->n_items; n++) {
        ipa_builder_add(to, n > 0 ? ", " : "");
        if (node->kind == IPA_MAPPING) {
            add_word(to, node->items[n]->key, ends_early(node->items[n]->key), true);
            ipa_builder_add(to, ": ");
        }
        add_flow(to, node->items[n], true);
    }
    ipa_builder_add(to, node->kind == IPA_SEQUENCE ? "]" : "}");
}

const char *ipa_node_flow(const ipa_node *node, ipa_arena *arena) {
    ipa_builder text = {.arena = arena};
    ipa_builder_add(&text, "");
    add_flow(&text, node, false);
    return text.text;
}
