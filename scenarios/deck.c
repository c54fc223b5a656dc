#include "scenarios/deck.h"

#include <string.h>
#include <sys/stat.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "engine/deal/bind.h"
#include "engine/deal/bind_scalar.h"
#include "engine/deal/read_yaml.h"
#include "scenarios/break_even.h"
#include "scenarios/deck_combine.h"
#include "scenarios/deck_fields.h"
#include "scenarios/target_rates.h"

static const char SHIPPED[] = "scenarios/decks/", ENDING[] = ".yaml";

typedef struct deck_reading {
    ipa_deck *deck;
    ipa_arena *arena;
    ipa_findings *findings;
    ipa_bind bind;
} deck_reading;

/* ---- kinds ---- */

static void refuse_kind(deck_reading *reading, const ipa_node *node, const char *expected,
                        const char *hint) {
    ipa_findings_add(reading->findings, IPA_E0102_WRONG_TYPE, node->mark,
                     ipa_node_path(node, reading->arena), hint, "expected %s", expected);
}

/* Whether the node holds items of that kind; findings where it does not or is empty. */
static bool holds(deck_reading *reading, const ipa_node *node, ipa_node_kind kind,
                  const char *expected, const char *hint) {
    const bool blank = !ipa_node_given(node);
    if (!blank && node->kind != kind) {
        refuse_kind(reading, node, expected, hint);
        return false;
    }
    if (blank || (kind != IPA_SCALAR && node->n_items == 0)) {
        ipa_findings_add(reading->findings, IPA_E0603_DECK_EMPTY, node->mark,
                         ipa_node_path(node, reading->arena), hint, "nothing stands here");
        return false;
    }
    return true;
}

/* ---- parts ---- */

static void check_overlay(deck_reading *reading, ipa_deck_entry *entry) {
    if (entry->overlay == NULL || entry->overlay->kind == IPA_MAPPING)
        return;
    refuse_kind(reading, entry->overlay, "levers and fields with their values",
                "write `{recovery_multiplier: 0.8}`");
    entry->overlay = NULL;
}

/* One list of a product; returns how many entries can be combined. */
static int read_choices(deck_reading *reading, const ipa_node *list, ipa_deck_entry **entries) {
    static const char HINT[] = "write `[{name: …, overlay: {…}}, …]`";
    int n_entries = 0;
    *entries = NULL;
    if (!holds(reading, list, IPA_SEQUENCE, "a list of scenarios", HINT))
        return 0;
    *entries = IPA_NEW_ARRAY(reading->arena, list->n_items, ipa_deck_entry);
    for (size_t n = 0; n < list->n_items; n++) {
        ipa_deck_entry *entry = &(*entries)[n_entries];
        if (list->items[n]->kind != IPA_MAPPING) {
            refuse_kind(reading, list->items[n], "a scenario", "write `{name: …, overlay: {…}}`");
            continue;
        }
        ipa_bind_record(&reading->bind, &ipa_deck_fields_entry, list->items[n], entry);
        check_overlay(reading, entry);
        n_entries += entry->name != NULL;
    }
    return n_entries;
}

static bool is_grid(deck_reading *reading, const ipa_node *grid) {
    static const char HINT[] = "write `{recovery_multiplier: [1, 0.5, 0]}`";
    if (grid == NULL || !holds(reading, grid, IPA_MAPPING, "fields with lists of values", HINT))
        return false;
    bool sound = true;
    for (size_t n = 0; n < grid->n_items; n++)
        sound = holds(reading, grid->items[n], IPA_SEQUENCE, "a list of values", HINT) && sound;
    return sound;
}

static void combine(deck_reading *reading) {
    ipa_deck *deck = reading->deck;
    const ipa_node *product = deck->product;
    const bool sound = product != NULL && holds(reading, product, IPA_SEQUENCE, "a list of lists",
                                                "write `[[{name: …, overlay: {…}}, …], …]`");
    const int n_lists = sound ? (int)product->n_items : 0;
    ipa_deck_entry **lists = IPA_NEW_ARRAY(reading->arena, n_lists, ipa_deck_entry *);
    int *sizes = IPA_NEW_ARRAY(reading->arena, n_lists, int);
    for (int n = 0; n < n_lists; n++)
        sizes[n] = read_choices(reading, product->items[n], &lists[n]);
    for (int n = 0; n < deck->n_entries; n++)
        check_overlay(reading, &deck->entries[n]);
    if (!is_grid(reading, deck->grid))
        deck->grid = NULL;
    ipa_deck_combine(deck, lists, sizes, n_lists, reading->arena, reading->findings);
    deck->assumed = (ipa_deck_scenario){.name = "given"};
    ipa_deck_combine_overlay(&deck->assumed, deck->given, reading->arena);
}

/* A word that must be one of a list ended by NULL. */
static void check_word(deck_reading *reading, const char *word, ipa_mark mark, const char *field,
                       const char *const *known) {
    int n_known = 0;
    const char *all = "known here are";
    for (; known[n_known] != NULL; n_known++) {
        if (strcmp(known[n_known], word) == 0)
            return;
        all = ipa_arena_format(reading->arena, "%s%s `%s`", all, n_known > 0 ? "," : "",
                               known[n_known]);
    }
    const int nearest = ipa_text_nearest(word, known, (size_t)n_known);
    ipa_findings_add(
        reading->findings, IPA_E0109_UNKNOWN_CHOICE, mark, field,
        nearest < 0 ? all : ipa_arena_format(reading->arena, "did you mean `%s`?", known[nearest]),
        "`%s` is not known here", word);
}

static void check_words(deck_reading *reading) {
    const ipa_deck *deck = reading->deck;
    for (int n = 0; n < deck->n_break_even; n++) {
        const ipa_reference *lever = &deck->break_even[n];
        check_word(reading, lever->id, lever->mark, lever->field, ipa_break_even_levers);
    }
    if (deck->targets.class_name != NULL)
        check_word(reading, deck->targets.class_name, ipa_node_mark(deck->targets.node, "class"),
                   "targets.class", ipa_target_rates_classes);
}

static void read_axes(deck_reading *reading) {
    static const char HINT[] = "write `{\"tranches[A].balance\": [94000000, 95000000]}`";
    ipa_deck_sweep *sweep = &reading->deck->sweep;
    const ipa_node *axes = sweep->axes_node;
    if (axes == NULL || !holds(reading, axes, IPA_MAPPING, "fields with lists of values", HINT))
        return;
    for (size_t n = 0; n < axes->n_items; n++) {
        const ipa_node *values = axes->items[n];
        const ipa_deck_axis axis = {.field = values->key, .values = values};
        bool sound = holds(reading, values, IPA_SEQUENCE, "a list of values", HINT);
        for (size_t i = 0; sound && i < values->n_items; i++)
            sound = holds(reading, values->items[i], IPA_SCALAR, "a number or a text", HINT);
        if (!sound)
            continue;
        IPA_PUSH(reading->arena, sweep->axes, sweep->n_axes, axis);
    }
}

/* ---- the file ---- */

static bool has_scenarios(const ipa_deck *deck) {
    return deck->n_entries > 0 || deck->product != NULL || deck->grid != NULL;
}

/* What whoever looks at scenarios asks next, unless the deck says what it wants. */
static void assume_break_even(deck_reading *reading) {
    static const char *const usual[] = {"collections_haircut", "cumulative_default_rate"};
    ipa_deck *deck = reading->deck;
    if (!has_scenarios(deck) || ipa_node_get(deck->node, "break_even") != NULL)
        return;
    for (size_t n = 0; n < sizeof usual / sizeof *usual; n++)
        IPA_PUSH(reading->arena, deck->break_even, deck->n_break_even,
                 ((ipa_reference){.id = usual[n], .field = "break_even"}));
}

static bool is_empty(const ipa_deck *deck) {
    return !has_scenarios(deck) && deck->n_break_even == 0 && deck->targets.node == NULL &&
           deck->large.node == NULL && deck->sensitivities.node == NULL && deck->sweep.node == NULL;
}

static bool check_version(const deck_reading *reading, const ipa_node *root) {
    const ipa_node *version = ipa_node_get(root, "ipabs_deck");
    const bool known = !ipa_node_given(version) ||
                       (version->kind == IPA_SCALAR && strcmp(version->text, "1") == 0);
    if (!known)
        ipa_findings_add(reading->findings, IPA_E0118_FORMAT_VERSION, version->mark, "ipabs_deck",
                         "write `ipabs_deck: 1`", "this version of ipabs reads decks of format 1");
    return known;
}

ipa_deck *ipa_deck_parse(const char *file, const char *text, ipa_arena *arena,
                         ipa_findings *findings) {
    deck_reading reading = {.deck = IPA_NEW(arena, ipa_deck),
                            .arena = arena,
                            .findings = findings,
                            .bind = {.arena = arena, .findings = findings}};
    ipa_deck *deck = reading.deck;
    deck->asked = deck->file = file;
    deck->text = text;
    ipa_findings_source(findings, file, text);
    const ipa_node *root =
        ipa_read_yaml(text, strlen(text), (ipa_mark){file, 1, 1, 1}, arena, findings);
    if (root == NULL)
        return NULL;
    if (root->kind != IPA_MAPPING) {
        refuse_kind(&reading, root, "a deck, `ipabs_deck: 1` and its parts", NULL);
        return NULL;
    }
    if (!check_version(&reading, root))
        return NULL;
    ipa_bind_record(&reading.bind, &ipa_deck_fields, root, deck);
    assume_break_even(&reading);
    combine(&reading);
    check_words(&reading);
    read_axes(&reading);
    if (is_empty(deck) && findings->n_errors == 0)
        ipa_findings_add(findings, IPA_E0603_DECK_EMPTY, root->mark, "",
                         "write `scenarios`, `product`, `grid`, `break_even` or another part",
                         "the deck asks for nothing");
    return deck;
}

const char **ipa_deck_shipped(ipa_arena *arena, int *n_names) {
    const ipa_embedded *first = NULL;
    const size_t n_files = ipa_embedded_list(SHIPPED, &first);
    const char **names = IPA_NEW_ARRAY(arena, n_files, const char *);
    for (size_t n = 0; n < n_files; n++) {
        const char *name = first[n].name + strlen(SHIPPED);
        names[n] = ipa_arena_copy_n(arena, name, strlen(name) - strlen(ENDING));
    }
    *n_names = (int)n_files;
    return names;
}

static ipa_status refuse_name(const char *asked, ipa_arena *arena, ipa_error *error) {
    int n_names = 0;
    const char **names = ipa_deck_shipped(arena, &n_names), *list = "";
    for (int n = 0; n < n_names; n++)
        list = ipa_arena_format(arena, "%s%s%s", list, n > 0 ? ", " : "", names[n]);
    return ipa_fail(error, IPA_MISSING,
                    "there is no file `%s`, and no deck of that name is inside the program: %s",
                    asked, list);
}

static ipa_status load(const char *asked, ipa_arena *arena, ipa_findings *findings,
                       const char **text, ipa_error *error) {
    ipa_status status = IPA_OK;
    char *bytes = NULL;
    size_t n_bytes = 0, n_text = 0, bad = 0;
    *text = NULL;
    IPA_TRY(ipa_text_read_file(arena, asked, IPA_YAML_MAX_BYTES, &bytes, &n_bytes, error));
    if (ipa_text_decode(arena, bytes, n_bytes, text, &n_text, &bad, NULL) != IPA_OK) {
        *text = NULL;
        ipa_findings_add(findings, IPA_E0006_FILE_ENCODING, (ipa_mark){.file = asked}, NULL,
                         "save it as UTF-8", "byte %zu is no character", bad + 1);
    }
out:
    return status;
}

ipa_status ipa_deck_read(const char *asked, ipa_arena *arena, ipa_findings *findings,
                         ipa_deck **deck, ipa_error *error) {
    ipa_status status = IPA_OK;
    struct stat about;
    const char *file = asked, *text = NULL;
    *deck = NULL;
    if (stat(asked, &about) == 0) {
        IPA_TRY(load(asked, arena, findings, &text, error));
    } else {
        file = ipa_arena_format(arena, "%s%s%s", SHIPPED, asked, ENDING);
        text = ipa_embedded_file(file, NULL);
        if (text == NULL)
            return refuse_name(asked, arena, error);
    }
    if (text != NULL)
        *deck = ipa_deck_parse(file, text, arena, findings);
    if (*deck != NULL)
        (*deck)->asked = asked;
out:
    return status;
}
