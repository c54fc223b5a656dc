#include "reports/levers_text.h"

#include "reports/cells.h"

static const char *written(const ipa_node *node, ipa_arena *arena) {
    const char *text = "";
    if (node->kind == IPA_SCALAR)
        return node->text;
    for (size_t n = 0; n < node->n_items; n++) {
        const ipa_node *item = node->items[n];
        const char *value = written(item, arena);
        text = ipa_arena_format(arena, "%s%s%s%s%s", text, n > 0 ? ", " : "",
                                item->key ? item->key : "", item->key ? ": " : "", value);
    }
    return text;
}

const char *ipa_levers_text_value(const ipa_view *view, ipa_lever lever) {
    const ipa_lever_traits *traits = &ipa_levers_traits[lever];
    const ipa_node *node = ipa_node_get(view->deal->stress.node, traits->name);
    const char *unit = ipa_levers_unit_text(traits->unit, view->language == IPA_LANGUAGE_ZH);
    /* A share says what it is of in its title. */
    const bool shows_unit = traits->unit != IPA_LEVER_IN_SHARE && unit[0] != '\0';
    return ipa_arena_format(view->arena, "%s%s%s", node ? written(node, view->arena) : "",
                            shows_unit ? " " : "", shows_unit ? unit : "");
}

const char *ipa_levers_text_all(const ipa_view *view) {
    const char *text = NULL;
    for (int lever = 0; lever < IPA_N_LEVERS; lever++) {
        const ipa_lever_traits *traits = &ipa_levers_traits[lever];
        if (!ipa_levers_in_force(&view->deal->stress, (ipa_lever)lever))
            continue;
        text = ipa_arena_format(view->arena, "%s%s%s %s", text ? text : "",
                                text ? ipa_cells_say(view, "；", "; ") : "",
                                ipa_cells_say(view, traits->zh, traits->en),
                                ipa_levers_text_value(view, (ipa_lever)lever));
    }
    return text;
}
