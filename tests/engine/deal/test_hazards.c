#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/deal/hazards.h"
#include "tests/support/folders.h"

static ipa_arena *arena;
static ipa_findings findings;
static ipa_folder *folder;
static test_folder files;

static void set_up(void) {
    arena = ipa_arena_create();
    findings = ipa_findings_make(arena);
    files = folder_create();
    cr_assert_eq(ipa_folder_open(files.path, arena, &findings, &folder, NULL), IPA_OK);
}

static void tear_down(void) {
    folder_remove(&files);
    ipa_arena_destroy(arena);
}

TestSuite(hazards, .init = set_up, .fini = tear_down);

static ipa_deal_patent_model read(const char *name) {
    ipa_bind bind = {.arena = arena, .findings = &findings};
    ipa_deal_patent_model model = {.hazards = {.id = name, .field = "model.patents.hazards"}};
    ipa_hazards_read(folder, &bind, &model);
    return model;
}

/* The hazard of a kind and cause at an age; 0 where the table says nothing. */
static double at(const ipa_deal_patent_model *model, ipa_patent_kind kind, ipa_patent_cause cause,
                 double age) {
    double hazard = 0;
    for (int n = 0; n < model->n_rows; n++)
        if (model->rows[n].kind == kind && model->rows[n].cause == cause &&
            model->rows[n].age_from <= age)
            hazard = model->rows[n].hazard;
    return hazard;
}

static void expect_in_order(const ipa_deal_patent_model *model) {
    for (int n = 1; n < model->n_rows; n++) {
        const ipa_deal_hazard *a = &model->rows[n - 1], *b = &model->rows[n];
        bool same = a->kind == b->kind && a->cause == b->cause;
        cr_expect(a->kind < b->kind || (a->kind == b->kind && a->cause < b->cause) ||
                      (same && a->age_from < b->age_from),
                  "row %d", n);
    }
}

Test(hazards, the_built_in_table_is_what_its_comments_say) {
    ipa_deal_patent_model model = read("builtin");
    static const int TERMS[] = {20, 10, 15};
    static const double FULL[] = {0.0075, 0.012, 0.0138}, PARTIAL[] = {0.0045, 0.0055, 0.00033};
    cr_assert_eq(findings.n_items, 0);
    expect_in_order(&model);
    for (int kind = IPA_PATENT_INVENTION; kind <= IPA_PATENT_DESIGN; kind++) {
        for (int age = 0; age < TERMS[kind]; age++) {
            double weibull = pow((age + 1) / 11.89, 2.94) - pow(age / 11.89, 2.94);
            cr_expect_float_eq(at(&model, kind, IPA_CAUSE_LAPSE, age + 0.5), 0.01 + 0.3 * weibull,
                               5.1e-7, "kind %d age %d", kind, age);
            cr_expect_float_eq(at(&model, kind, IPA_CAUSE_OBSOLETE, age), 0.02 + 0.005 * (age / 5),
                               1e-15);
        }
        cr_expect_eq(at(&model, kind, IPA_CAUSE_INVALID, 7), FULL[kind]);
        cr_expect_eq(at(&model, kind, IPA_CAUSE_PARTIAL, 7), PARTIAL[kind]);
    }
    for (int kind = IPA_PATENT_SOFTWARE; kind <= IPA_PATENT_TRADEMARK; kind++) {
        cr_expect_eq(at(&model, kind, IPA_CAUSE_LAPSE, 9), 0);
        cr_expect_eq(at(&model, kind, IPA_CAUSE_INVALID, 9), 0);
        cr_expect_eq(at(&model, kind, IPA_CAUSE_PARTIAL, 9), 0);
        cr_expect_eq(at(&model, kind, IPA_CAUSE_OBSOLETE, 40), 0.035);
    }
}

Test(hazards, none_is_none) {
    ipa_deal_patent_model model = read("none");
    cr_assert_eq(findings.n_items, 0);
    cr_assert_eq(model.n_rows, 0);
}

Test(hazards, a_file_may_begin_with_comments_and_mix_its_rows) {
    static const char TEXT[] = "# ours, of 2025\n#\n专利类型,失效原因,起始年龄,失效强度\n"
                               "design,lapse,0,1%\ninvention,invalid_partial,2.5,0.004\n"
                               "design,lapse,3,0\ninvention,lapse,0,0.02\n";
    folder_write(&files, "own.csv", TEXT, sizeof TEXT - 1);
    ipa_deal_patent_model model = read("own.csv");
    cr_assert_eq(findings.n_items, 0, "%s",
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    cr_assert_eq(model.n_rows, 4);
    expect_in_order(&model);
    cr_expect_eq(at(&model, IPA_PATENT_DESIGN, IPA_CAUSE_LAPSE, 2.9), 0.01);
    cr_expect_eq(at(&model, IPA_PATENT_DESIGN, IPA_CAUSE_LAPSE, 3), 0);
    cr_expect_eq(at(&model, IPA_PATENT_INVENTION, IPA_CAUSE_PARTIAL, 2.4), 0);
    cr_expect_eq(at(&model, IPA_PATENT_INVENTION, IPA_CAUSE_PARTIAL, 2.5), 0.004);
}

Test(hazards, findings_stand_at_the_rows_behind_comments) {
    static const char TEXT[] = "# ours\nkind,cause,age_from,hazard\ninvention,lapse,0,-1\n";
    folder_write(&files, "own.csv", TEXT, sizeof TEXT - 1);
    read("own.csv");
    cr_assert_eq(findings.n_items, 1);
    cr_assert_eq(findings.items[0].code, IPA_E0108_OUT_OF_RANGE);
    cr_assert_eq(findings.items[0].mark.line, 3);
    cr_assert_eq(findings.items[0].mark.column, 19);
}
