#include "reports/solve_report.h"

#include <jansson.h>
#include <string.h>

#include "reports/json.h"
#include "reports/plain.h"
#include "reports/words.h"
#include "reports/xlsx_sheets.h"

const ipa_view_entry ipa_solve_report_entries[IPA_N_SOLVE_SHEETS] = {
#define SOLVE_ENTRY(sheet, id, zh, en) {sheet, #id, zh, en, ipa_views_##id},
    IPA_SOLVE_REPORT_TABLE(SOLVE_ENTRY)
#undef SOLVE_ENTRY
};

/* ---- terminal ---- */

const char *ipa_solve_report_text(const ipa_view *view) {
    const ipa_solution *of = view->solution;
    ipa_plain plain = ipa_plain_begin(view);
    ipa_plain_heading(&plain, of->found ? "求解结果" : "无解", of->found ? "Answer" : "No answer");
    ipa_plain_table(&plain, ipa_views_solve_answers(view));
    if (of->reason != NULL)
        ipa_plain_add(&plain, "%s\n", of->reason);
    for (int n = 0; n < of->n_overlay; n++)
        ipa_plain_add(&plain, "--set '%s=%s'\n", of->overlay[n].field, of->overlay[n].value);
    return plain.out.text;
}

ipa_status ipa_solve_report_workbook(const ipa_view *view, const char *path, ipa_error *error) {
    return ipa_xlsx_sheets_write(view, ipa_solve_report_entries, IPA_N_SOLVE_SHEETS, path, error);
}

/* ---- the solve file ---- */

/* One of one, a list of two. */
static json_t *one_or_list(json_t *(*make)(const ipa_solution *, int), const ipa_solution *of,
                           int n) {
    if (n == 1)
        return make(of, 0);
    json_t *list = json_array();
    for (int at = 0; at < n; at++)
        json_array_append_new(list, make(of, at));
    return list;
}

static json_t *name_of(const ipa_solution *of, int n) {
    return json_string(of->unknowns[n].name);
}

static json_t *subject_of(const ipa_solution *of, int n) {
    return json_string(of->unknowns[n].subject);
}

static json_t *target_of(const ipa_solution *of, int n) {
    return json_string(of->targets[n].text);
}

static json_t *target_tranche(const ipa_solution *of, int n) {
    return json_string(of->targets[n].tranche);
}

static json_t *answer_of(const ipa_solution *of, int n) {
    if (!of->found)
        return json_null();
    json_t *object = json_object();
    ipa_json_put(object, "value", of->unknowns[n].value);
    ipa_json_put(object, "stderr", of->unknowns[n].standard_error);
    json_object_set_new(object, "at_end", json_boolean(of->unknowns[n].at_end));
    return object;
}

/* By figure; of two targets by tranche and figure. */
static json_t *reached_of(const ipa_view *view) {
    const ipa_solution *of = view->solution;
    json_t *object = json_object();
    for (int m = 0; of->found && m < of->n_targets; m++) {
        const ipa_solution_target *target = &of->targets[m];
        if (target->figure == NULL)
            continue;
        const char *key = of->n_targets == 1 ? target->figure
                                             : ipa_arena_format(view->arena, "%s.%s",
                                                                target->tranche, target->figure);
        json_object_set_new(object, key,
                            target->grade != NULL ? json_string(target->grade)
                                                  : ipa_json_estimate(target->reached));
    }
    return object;
}

static json_t *tries_of(const ipa_solution *of) {
    json_t *list = json_array();
    for (int n = 0; n < of->n_tries; n++) {
        json_t *object = json_object(), *values = json_array(), *figures = json_array();
        for (int m = 0; m < of->n_unknowns; m++) {
            json_array_append_new(values, json_real(of->tries[n].value[m]));
            json_array_append_new(figures, of->tries[n].possible
                                               ? ipa_json_estimate(of->tries[n].figure[m])
                                               : json_null());
        }
        json_object_set_new(object, "values", values);
        json_object_set_new(object, "figures", figures);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *solve_of(const ipa_view *view) {
    const ipa_solution *of = view->solution;
    json_t *object = json_object(), *set = json_object();
    json_object_set_new(object, "for", one_or_list(name_of, of, of->n_unknowns));
    json_object_set_new(object, "tranche", one_or_list(target_tranche, of, of->n_targets));
    json_object_set_new(object, of->unknowns[0].whose, one_or_list(subject_of, of, of->n_unknowns));
    if (of->lever != NULL)
        json_object_set_new(object, "lever", json_string(of->lever));
    json_object_set_new(object, "target", one_or_list(target_of, of, of->n_targets));
    json_object_set_new(object, "answer", one_or_list(answer_of, of, of->n_unknowns));
    json_object_set_new(object, "reached", reached_of(view));
    if (of->reason != NULL)
        json_object_set_new(object, "reason", json_string(of->reason));
    json_object_set_new(object, "without_support", json_boolean(of->without_support));
    json_object_set_new(object, "evaluations", json_integer(of->n_tries));
    for (int n = 0; n < of->n_overlay; n++)
        json_object_set_new(set, of->overlay[n].field, json_string(of->overlay[n].value));
    json_object_set_new(object, "set", set);
    json_object_set_new(object, "tried", tries_of(of));
    return object;
}

ipa_status ipa_solve_report_json(const ipa_view *view, const char **text, ipa_error *error) {
    json_t *root = json_object();
    json_object_set_new(root, "ipabs", ipa_json_header(view));
    json_object_set_new(root, "solve", solve_of(view));
    return ipa_json_file(root, view->arena, text, error);
}
