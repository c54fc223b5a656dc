#include "scenarios/deck_combine.h"

#include <string.h>

/* Every field once: what was written before gives way, so that a wider path written later is not
 * put in front of a narrower one. */
static void add_override(ipa_deck_scenario *to, const char *field, const ipa_node *value,
                         ipa_mark mark, ipa_arena *arena) {
    int n_kept = 0;
    for (int n = 0; n < to->n_overlay; n++)
        if (strcmp(ipa_overlay_field(to->overlay[n].field, arena),
                   ipa_overlay_field(field, arena)) != 0) {
            to->overlay[n_kept] = to->overlay[n];
            to->origins[n_kept++] = to->origins[n];
        }
    int n_origins = n_kept;
    to->n_overlay = n_kept;
    const ipa_stress_override override = {field, ipa_node_flow(value, arena)};
    const ipa_override_origin origin = {mark, value};
    IPA_PUSH(arena, to->overlay, to->n_overlay, override);
    IPA_PUSH(arena, to->origins, n_origins, origin);
}

void ipa_deck_combine_overlay(ipa_deck_scenario *scenario, const ipa_node *overlay,
                              ipa_arena *arena) {
    for (size_t n = 0; overlay != NULL && n < overlay->n_items; n++)
        add_override(scenario, overlay->items[n]->key, overlay->items[n],
                     overlay->items[n]->key_mark, arena);
}

/* ---- names ---- */

static bool is_taken(const ipa_deck *deck, const char *name) {
    for (int n = 0; n < deck->n_scenarios; n++)
        if (strcmp(deck->scenarios[n].name, name) == 0)
            return true;
    return false;
}

static void add_scenario(ipa_deck *deck, ipa_deck_scenario scenario, ipa_arena *arena,
                         ipa_findings *findings) {
    if (is_taken(deck, scenario.name)) {
        ipa_findings_add(findings, IPA_E0601_SCENARIO_TWICE, scenario.mark, scenario.name,
                         "rename one of the two", "the name `%s` is already taken", scenario.name);
        return;
    }
    if (scenario.title.zh == NULL)
        scenario.title = (ipa_words_pair){scenario.name, scenario.name};
    IPA_PUSH(arena, deck->scenarios, deck->n_scenarios, scenario);
}

static const char *joined(const char *left, const char *between, const char *right,
                          ipa_arena *arena) {
    return left == NULL || left[0] == '\0'
               ? right
               : ipa_arena_format(arena, "%s%s%s", left, between, right);
}

/* ---- lists ---- */

static ipa_mark mark_of(const ipa_deck_entry *entry) {
    return ipa_node_mark(entry->node, "name");
}

static void add_entry(ipa_deck_scenario *to, const ipa_deck_entry *entry, ipa_arena *arena) {
    const bool titled = entry->title.zh != NULL;
    to->title.zh = joined(to->title.zh, " × ", titled ? entry->title.zh : entry->name, arena);
    to->title.en = joined(to->title.en, " × ", titled ? entry->title.en : entry->name, arena);
    to->name = joined(to->name, " × ", entry->name, arena);
    to->mark = mark_of(entry);
    ipa_deck_combine_overlay(to, entry->overlay, arena);
}

static void combine_list(ipa_deck *deck, ipa_arena *arena, ipa_findings *findings) {
    for (int n = 0; n < deck->n_entries; n++) {
        ipa_deck_scenario scenario = {0};
        if (deck->entries[n].name == NULL)
            continue;
        add_entry(&scenario, &deck->entries[n], arena);
        add_scenario(deck, scenario, arena, findings);
    }
}

/* ---- products ---- */

/* Steps through all combinations, the last place fastest; false after the last of them. */
static bool next_combination(int *at, const int *sizes, int n) {
    for (int place = n - 1; place >= 0; place--) {
        if (++at[place] < sizes[place])
            return true;
        at[place] = 0;
    }
    return false;
}

/* How many there are, up to one more than are run. */
static long count_of(const int *sizes, int n) {
    long count = n > 0 ? 1 : 0;
    for (int place = 0; place < n; place++)
        count = count * sizes[place] > IPA_DECK_MOST_SCENARIOS ? IPA_DECK_MOST_SCENARIOS + 1
                                                               : count * sizes[place];
    return count;
}

static bool fits(const ipa_deck *deck, const int *sizes, int n, ipa_mark mark,
                 ipa_findings *findings) {
    const long count = count_of(sizes, n);
    if (deck->n_scenarios + count <= IPA_DECK_MOST_SCENARIOS)
        return count > 0;
    ipa_findings_add(findings, IPA_E0602_DECK_LARGE, mark, "",
                     "take fewer values, or split the deck",
                     "with this the deck has more than %d scenarios", IPA_DECK_MOST_SCENARIOS);
    return false;
}

static void combine_product(ipa_deck *deck, ipa_deck_entry *const *products, const int *n_entries,
                            int n_products, ipa_arena *arena, ipa_findings *findings) {
    int *at = IPA_NEW_ARRAY(arena, n_products, int);
    if (n_products == 0 || !fits(deck, n_entries, n_products, deck->product->mark, findings))
        return;
    do {
        ipa_deck_scenario scenario = {0};
        for (int place = 0; place < n_products; place++)
            add_entry(&scenario, &products[place][at[place]], arena);
        add_scenario(deck, scenario, arena, findings);
    } while (next_combination(at, n_entries, n_products));
}

/* ---- grids ---- */

static void combine_grid(ipa_deck *deck, ipa_arena *arena, ipa_findings *findings) {
    const ipa_node *grid = deck->grid;
    const int n_fields = grid != NULL ? (int)grid->n_items : 0;
    int *at = IPA_NEW_ARRAY(arena, n_fields, int), *sizes = IPA_NEW_ARRAY(arena, n_fields, int);
    for (int place = 0; place < n_fields; place++)
        sizes[place] = (int)grid->items[place]->n_items;
    if (n_fields == 0 || !fits(deck, sizes, n_fields, grid->mark, findings))
        return;
    do {
        ipa_deck_scenario scenario = {0};
        for (int place = 0; place < n_fields; place++) {
            const ipa_node *field = grid->items[place], *value = field->items[at[place]];
            const char *part =
                ipa_arena_format(arena, "%s=%s", field->key, ipa_node_flow(value, arena));
            scenario.name = joined(scenario.name, ", ", part, arena);
            scenario.mark = value->mark;
            add_override(&scenario, field->key, value, field->key_mark, arena);
        }
        add_scenario(deck, scenario, arena, findings);
    } while (next_combination(at, sizes, n_fields));
}

void ipa_deck_combine(ipa_deck *deck, ipa_deck_entry *const *products, const int *n_entries,
                      int n_products, ipa_arena *arena, ipa_findings *findings) {
    combine_list(deck, arena, findings);
    combine_product(deck, products, n_entries, n_products, arena, findings);
    combine_grid(deck, arena, findings);
    if (deck->n_scenarios > IPA_DECK_MOST_SCENARIOS)
        ipa_findings_add(findings, IPA_E0602_DECK_LARGE, deck->node->mark, "", "split the deck",
                         "the deck has more than %d scenarios", IPA_DECK_MOST_SCENARIOS);
}
