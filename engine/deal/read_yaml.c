#include "engine/deal/read_yaml.h"

#include <string.h>
#include <yaml.h>

typedef struct tree_builder {
    ipa_arena *arena;
    ipa_findings *findings;
    ipa_mark origin;
    ipa_node *stack[IPA_YAML_MAX_DEPTH]; /* collections being filled, the innermost last */
    int depth;
    ipa_node *root;
    size_t n_nodes;
    const char *key; /* read, its value is next; NULL: none */
    ipa_mark key_mark;
    bool key_is_twice;
    bool has_alias;
    bool stop;   /* nothing more can be read */
    bool failed; /* the tree is not to be used */
} tree_builder;

static ipa_mark place(const tree_builder *builder, yaml_mark_t from, yaml_mark_t to) {
    ipa_mark origin = builder->origin;
    int column = (int)from.column + (from.line == 0 ? origin.column : 1);
    int width =
        from.line == to.line && to.column > from.column ? (int)(to.column - from.column) : 1;
    return (ipa_mark){origin.file, origin.line + (int)from.line, column, width};
}

/* Opening a flow collection shows its bracket, a block one its first character. */
static ipa_mark place_of_start(const tree_builder *builder, const yaml_event_t *event) {
    ipa_mark mark = place(builder, event->start_mark, event->start_mark);
    mark.width = 1;
    return mark;
}

static void refuse(tree_builder *builder, ipa_code code, ipa_mark mark, const char *hint,
                   const char *message) {
    ipa_findings_add(builder->findings, code, mark, NULL, hint, "%s", message);
    builder->failed = true;
}

/* Values YAML calls null are blanks. */
static bool is_null(const char *text) {
    return strcmp(text, "~") == 0 || strcmp(text, "null") == 0 || strcmp(text, "Null") == 0 ||
           strcmp(text, "NULL") == 0;
}

static bool expects_key(const tree_builder *builder) {
    return builder->depth > 0 && builder->stack[builder->depth - 1]->kind == IPA_MAPPING &&
           !builder->key;
}

static void take_key(tree_builder *builder, const yaml_event_t *event) {
    const ipa_node *mapping = builder->stack[builder->depth - 1];
    const char *key = ipa_arena_copy_n(builder->arena, (const char *)event->data.scalar.value,
                                       event->data.scalar.length);
    builder->key = key;
    builder->key_mark = place(builder, event->start_mark, event->end_mark);
    if (mapping->n_items == IPA_YAML_MAX_KEYS) {
        refuse(builder, IPA_E0114_YAML_LIMIT, builder->key_mark,
               "put lists of this length into a tape", "a mapping of more than 1,000 keys");
        builder->stop = true;
        return;
    }
    const ipa_node *first = ipa_node_get(mapping, key);
    builder->key_is_twice = first != NULL;
    if (first)
        ipa_findings_add(builder->findings, IPA_E0103_DUPLICATE_KEY, builder->key_mark,
                         ipa_node_path(first, builder->arena), "keep one of the two",
                         "`%s` is written twice, first in line %d", key, first->key_mark.line);
}

/* Puts a new node where the document has it. */
static ipa_node *attach(tree_builder *builder, ipa_node_kind kind, ipa_mark mark) {
    ipa_node *node = IPA_NEW(builder->arena, ipa_node);
    *node = (ipa_node){.kind = kind, .mark = mark, .text = ""};
    if (++builder->n_nodes > IPA_YAML_MAX_NODES) {
        refuse(builder, IPA_E0114_YAML_LIMIT, mark, "put lists of this length into a tape",
               "the document has more than 50,000 values");
        builder->stop = true;
    }
    if (builder->depth == 0) {
        builder->root = node;
        return node;
    }
    ipa_node *parent = builder->stack[builder->depth - 1];
    IPA_ASSERT(parent != NULL);
    node->parent = parent;
    node->index = parent->n_items;
    node->key = builder->key;
    node->key_mark = builder->key_mark;
    if (!builder->key || !builder->key_is_twice)
        IPA_PUSH(builder->arena, parent->items, parent->n_items, node);
    builder->key = NULL;
    return node;
}

static void check_tag(tree_builder *builder, const yaml_char_t *tag, ipa_mark mark) {
    if (tag)
        refuse(builder, IPA_E0115_YAML_FEATURE, mark, "leave the tag out",
               "a tag: types are not stated in a deal");
}

static void take_scalar(tree_builder *builder, const yaml_event_t *event) {
    ipa_mark mark = place(builder, event->start_mark, event->end_mark);
    if (event->data.scalar.length == 0 && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        mark.width = 1;
    check_tag(builder, event->data.scalar.tag, mark);
    if (expects_key(builder)) {
        take_key(builder, event);
        return;
    }
    ipa_node *node = attach(builder, IPA_SCALAR, mark);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->text = ipa_arena_copy_n(builder->arena, (const char *)event->data.scalar.value,
                                  event->data.scalar.length);
    if (!node->quoted && is_null(node->text))
        node->text = "";
}

static void open_collection(tree_builder *builder, const yaml_event_t *event, ipa_node_kind kind,
                            const yaml_char_t *tag) {
    ipa_mark mark = place_of_start(builder, event);
    check_tag(builder, tag, mark);
    if (expects_key(builder)) {
        refuse(builder, IPA_E0115_YAML_FEATURE, mark, "a key is one word",
               "a list or a mapping cannot be a key");
        builder->stop = true;
        return;
    }
    if (builder->depth == IPA_YAML_MAX_DEPTH) {
        refuse(builder, IPA_E0114_YAML_LIMIT, mark, "no deal needs more than a few levels",
               "the document is nested more than 64 levels deep");
        builder->stop = true;
        return;
    }
    ipa_node *node = attach(builder, kind, mark);
    builder->stack[builder->depth++] = node;
}

static void take_alias(tree_builder *builder, const yaml_event_t *event) {
    ipa_mark mark = place(builder, event->start_mark, event->end_mark);
    if (!builder->has_alias)
        refuse(builder, IPA_E0113_YAML_ALIAS, mark, "write the values out",
               "aliases are not read; this is the first");
    builder->has_alias = true;
    if (expects_key(builder)) {
        builder->key = "";
        builder->key_mark = mark;
        builder->key_is_twice = true; /* the value is not kept */
    } else {
        attach(builder, IPA_SCALAR, mark);
    }
}

static void take_event(tree_builder *builder, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (builder->root) {
            refuse(builder, IPA_E0115_YAML_FEATURE, place_of_start(builder, event),
                   "one file holds one deal", "a second document begins here");
            builder->stop = true;
        }
        break;
    case YAML_ALIAS_EVENT:
        take_alias(builder, event);
        break;
    case YAML_SCALAR_EVENT:
        take_scalar(builder, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_collection(builder, event, IPA_SEQUENCE, event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        open_collection(builder, event, IPA_MAPPING, event->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        builder->depth--;
        break;
    case YAML_STREAM_END_EVENT:
        builder->stop = true;
        break;
    default:
        break;
    }
}

/* libyaml says what it found and, for some errors, in the middle of what. */
static void report_syntax(tree_builder *builder, const yaml_parser_t *parser) {
    const char *problem = parser->problem ? parser->problem : "this is no YAML";
    const char *context = parser->context;
    ipa_mark mark = place(builder, parser->problem_mark, parser->problem_mark);
    /* A piece of a line that ends too early ends on that line. */
    if (builder->origin.column > 1)
        mark = builder->origin;
    const char *hint = context
                           ? ipa_arena_format(builder->arena, "%s, begun in line %d", context,
                                              builder->origin.line + (int)parser->context_mark.line)
                           : NULL;
    refuse(builder, IPA_E0101_YAML_SYNTAX, mark, hint, problem);
    builder->stop = true;
}

ipa_node *ipa_read_yaml(const char *text, size_t n_text, ipa_mark origin, ipa_arena *arena,
                        ipa_findings *findings) {
    if (origin.line == 0)
        origin.line = origin.column = 1;
    tree_builder builder = {.arena = arena, .findings = findings, .origin = origin};
    yaml_parser_t parser;
    IPA_ASSERT(yaml_parser_initialize(&parser));
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, n_text);
    while (!builder.stop) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            report_syntax(&builder, &parser);
            break;
        }
        take_event(&builder, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (!builder.failed && !builder.root)
        refuse(&builder, IPA_E0101_YAML_SYNTAX, (ipa_mark){.file = origin.file},
               "`ipabs init DIR` writes a complete sample", "the document holds nothing");
    return builder.failed ? NULL : builder.root;
}
