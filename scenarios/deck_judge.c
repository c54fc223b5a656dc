#include <string.h>

#include "engine/base/text.h"
#include "scenarios/deck.h"
#include "scenarios/structure.h"

typedef struct judging {
    const ipa_deck *deck;
    const ipa_overlay_base *base;
    const ipa_deal *deal;
    ipa_findings *findings;
} judging;

static bool is_known(const ipa_findings *findings, const ipa_finding *item) {
    for (size_t n = 0; n < findings->n_items; n++) {
        const ipa_finding *other = &findings->items[n];
        if (other->code == item->code && other->mark.line == item->mark.line &&
            other->mark.column == item->mark.column &&
            strcmp(other->mark.file, item->mark.file) == 0 &&
            strcmp(other->message, item->message) == 0)
            return true;
    }
    return false;
}

/* What an entry of a product gets wrong is wrong in every combination: it is said once. */
static void take(judging *to, const ipa_finding *item) {
    if (!is_known(to->findings, item))
        ipa_findings_add(to->findings, item->code, item->mark, item->field, item->hint, "%s",
                         item->message);
}

/* An error elsewhere in the deal that only the scenario brings about; its warnings are those of the
 * deal as it stands, and have been given. */
static void take_outside(judging *to, const ipa_deck_scenario *scenario, const ipa_finding *item,
                         ipa_arena *arena) {
    if (ipa_code_lookup(item->code)->severity != IPA_ERROR)
        return;
    ipa_finding moved = *item;
    moved.mark = scenario->mark;
    moved.message = item->mark.line > 0
                        ? ipa_arena_format(arena, "with `%s`: %s (%s:%d)", scenario->name,
                                           item->message, item->mark.file, item->mark.line)
                        : ipa_arena_format(arena, "with `%s`: %s", scenario->name, item->message);
    take(to, &moved);
}

/* `field=value` is cut at the first sign of equality. */
static void judge_fields(judging *to, const ipa_deck_scenario *scenario) {
    for (int n = 0; n < scenario->n_overlay; n++)
        if (strchr(scenario->overlay[n].field, '=') != NULL) {
            const ipa_finding item = {.code = IPA_E0116_OVERRIDE,
                                      .mark = scenario->origins[n].mark,
                                      .field = scenario->overlay[n].field,
                                      .message = "a field has no `=` in its name",
                                      .hint = "write `field: value`"};
            take(to, &item);
        }
}

static ipa_status judge_scenario(judging *to, const ipa_deck_scenario *scenario, ipa_error *error) {
    ipa_arena *arena = ipa_arena_create();
    ipa_overlaid of;
    judge_fields(to, scenario);
    ipa_status status = ipa_overlay_judge(to->base, scenario->overlay, scenario->origins,
                                          scenario->n_overlay, arena, &of, error);
    for (size_t n = 0; n < of.findings.n_items; n++) {
        const ipa_finding *item = &of.findings.items[n];
        if (strcmp(item->mark.file, to->deck->file) == 0)
            take(to, item);
        else
            take_outside(to, scenario, item, arena);
    }
    ipa_arena_destroy(arena);
    return status == IPA_FINDINGS ? IPA_OK : status;
}

static ipa_status judge_axis(judging *to, const ipa_deck_axis *axis, ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_error why = {0};
    const char *field = ipa_overlay_field(axis->field, to->findings->arena);
    if (ipa_structure_allows(field, &why) != IPA_OK) {
        ipa_findings_add(to->findings, IPA_E0110_NOT_SUPPORTED, axis->values->key_mark,
                         axis->values->key, NULL, "%s", why.message);
        return IPA_OK;
    }
    for (size_t n = 0; status == IPA_OK && n < axis->values->n_items; n++) {
        const ipa_node *value = axis->values->items[n];
        ipa_stress_override override = {axis->field, value->text};
        ipa_override_origin origin = {axis->values->key_mark, value};
        const ipa_deck_scenario one = {.name = axis->field,
                                       .overlay = &override,
                                       .origins = &origin,
                                       .n_overlay = 1,
                                       .mark = value->mark};
        status = judge_scenario(to, &one, error);
    }
    return status;
}

static void judge_tranche(judging *to, const ipa_reference *tranche, ipa_arena *arena) {
    const ipa_deal *deal = to->deal;
    const char **ids = IPA_NEW_ARRAY(arena, deal->n_tranches, const char *);
    if (tranche->id == NULL)
        return;
    for (int t = 0; t < deal->n_tranches; t++) {
        ids[t] = deal->tranches[t].id;
        if (strcmp(ids[t], tranche->id) == 0)
            return;
    }
    const int nearest = ipa_text_nearest(tranche->id, ids, (size_t)deal->n_tranches);
    const char *hint =
        nearest < 0 ? NULL : ipa_arena_format(arena, "did you mean `%s`?", ids[nearest]);
    ipa_findings_add(to->findings, IPA_E0401_UNKNOWN_NAME, tranche->mark, tranche->field, hint,
                     "the deal has no tranche `%s`", tranche->id);
}

static void judge_grades(judging *to, const ipa_deck_large_obligors *large, ipa_arena *arena) {
    const ipa_pd_table *table = &to->deal->pd_table;
    const ipa_node *counts = ipa_node_get(large->node, "counts");
    for (size_t n = 0; counts != NULL && n < counts->n_items; n++) {
        const ipa_node *count = counts->items[n];
        int grade = 0;
        while (grade < table->n_grades && strcmp(table->grades[grade], count->key) != 0)
            grade++;
        if (grade < table->n_grades)
            continue;
        const int nearest = ipa_text_nearest(count->key, table->grades, (size_t)table->n_grades);
        const char *hint =
            nearest < 0 ? NULL
                        : ipa_arena_format(arena, "did you mean `%s`?", table->grades[nearest]);
        ipa_findings_add(to->findings, IPA_E0401_UNKNOWN_NAME, count->key_mark,
                         ipa_node_path(count, arena), hint,
                         "the deal's table of default probabilities has no grade `%s`", count->key);
    }
}

ipa_status ipa_deck_judge(const ipa_deck *deck, const ipa_overlay_base *base, const ipa_deal *deal,
                          ipa_findings *findings, ipa_error *error) {
    ipa_status status = IPA_OK;
    judging to = {deck, base, deal, findings};
    for (int n = 0; n < deck->n_scenarios; n++)
        IPA_TRY(judge_scenario(&to, &deck->scenarios[n], error));
    IPA_TRY(judge_scenario(&to, &deck->assumed, error));
    for (int n = 0; n < deck->sweep.n_axes; n++)
        IPA_TRY(judge_axis(&to, &deck->sweep.axes[n], error));
    judge_tranche(&to, &deck->sensitivities.tranche, findings->arena);
    judge_tranche(&to, &deck->sweep.tranche, findings->arena);
    judge_grades(&to, &deck->large, findings->arena);
out:
    return status;
}
