#include <string.h>

#include "engine/deal/fields.h"
#include "engine/deal/fields_stress.h"
#include "engine/market/holidays_cn.h"
#include "reports/cells.h"
#include "reports/levers_text.h"
#include "reports/words.h"

static const ipa_cells_column COLUMNS[] = {
    {"字段", "Field", IPA_FORMAT_TEXT},   {"取值", "Value", IPA_FORMAT_TEXT},
    {"含义", "Meaning", IPA_FORMAT_TEXT}, {"来源", "Source", IPA_FORMAT_TEXT},
    {"行", "Line", IPA_FORMAT_INTEGER},   {"标记", "Mark", IPA_FORMAT_TEXT}};

/* One row; line 0: no place. */
static void row(ipa_cells *cells, const char *field, const char *value, const char *meaning,
                ipa_mark mark) {
    ipa_cells_row(cells);
    cells->role = IPA_ROLE_INPUT;
    ipa_cells_text(cells, field);
    ipa_cells_text(cells, value);
    ipa_cells_text(cells, meaning);
    ipa_cells_text(cells, mark.file);
    if (mark.line > 0)
        ipa_cells_number(cells, mark.line);
    else
        ipa_cells_blank(cells);
}

static const char *meaning_of(const ipa_view *view, const ipa_field *field) {
    return field == NULL ? NULL : ipa_cells_say(view, field->zh, field->en);
}

static const char *joined(const ipa_view *view, const char *path, const char *name) {
    return ipa_arena_format(view->arena, "%s%s%s", path, *path == '\0' ? "" : ".", name);
}

/* Every scalar below a node as it was written, with its place. */
static void written(ipa_cells *cells, const ipa_node *node, const ipa_field *field) {
    const ipa_view *view = cells->view;
    if (node->kind != IPA_SCALAR) {
        for (size_t n = 0; n < node->n_items; n++)
            written(cells, node->items[n], field);
        return;
    }
    row(cells, ipa_node_path(node, view->arena), node->text, meaning_of(view, field), node->mark);
    if (node->overridden)
        ipa_cells_words(cells, "命令行覆盖", "overridden");
}

static void fields(ipa_cells *cells, const ipa_record *record, const ipa_node *node,
                   const char *path);

static bool is_section(const ipa_field *field) {
    return field->record != NULL &&
           (field->type == IPA_FIELD_SECTION || field->type == IPA_FIELD_UNITS);
}

static void field_given(ipa_cells *cells, const ipa_field *field, const ipa_node *node,
                        const char *path) {
    if (is_section(field) && node->kind == IPA_MAPPING) {
        fields(cells, field->record, node, path);
    } else if ((field->type == IPA_FIELD_LIST && field->record != NULL &&
                node->kind == IPA_SEQUENCE) ||
               ((field->type == IPA_FIELD_PROCESSES || field->type == IPA_FIELD_INDICES) &&
                node->kind == IPA_MAPPING)) {
        for (size_t n = 0; n < node->n_items; n++)
            fields(cells, field->record, node->items[n],
                   ipa_node_path(node->items[n], cells->view->arena));
    } else {
        written(cells, node, field);
    }
}

/* Sections whose defaults hold only where the section is written. */
static bool means_nothing_absent(const char *section) {
    static const char *const SECTIONS[] = {"closing", "growth", "buyback",      "put",
                                           "stress",  "rates",  "nelson_siegel"};
    for (size_t n = 0; n < IPA_CELLS_COUNT(SECTIONS); n++)
        if (strcmp(SECTIONS[n], section) == 0)
            return true;
    return false;
}

/* The fields of a section in the order of the format: as written, else their default. */
/* A default of a coupon of another kind: a fixed rate beside steps, a spread over no index. */
static bool is_of_another_kind(const ipa_record *record, const ipa_node *node,
                               const ipa_field *field) {
    const bool floats = ipa_node_given(ipa_node_get(node, "floating"));
    const bool steps = ipa_node_given(ipa_node_get(node, "step"));
    if (strcmp(record->title, "coupon") != 0 || strcmp(field->name, "day_count") == 0)
        return false;
    return strcmp(field->name, "fixed") == 0 ? floats || steps : !floats;
}

static void fields(ipa_cells *cells, const ipa_record *record, const ipa_node *node,
                   const char *path) {
    const ipa_view *view = cells->view;
    for (size_t n = 0; n < record->n_fields; n++) {
        const ipa_field *field = &record->fields[n];
        const ipa_node *child = ipa_node_get(node, field->name);
        const char *field_path = joined(view, path, field->name);
        if (field->need == IPA_LATER)
            continue;
        if (ipa_node_given(child)) {
            field_given(cells, field, child, field_path);
        } else if (is_section(field) && field->need != IPA_REQUIRED &&
                   !means_nothing_absent(field->name)) {
            fields(cells, field->record, NULL, field_path);
        } else if (field->initial != NULL && record != &ipa_fields_stress &&
                   !is_of_another_kind(record, node, field)) {
            row(cells, field_path, field->initial, meaning_of(view, field), (ipa_mark){0});
            ipa_cells_words(cells, "默认值", "default");
        }
    }
}

/* ---- tapes ---- */

typedef struct tape_columns {
    const ipa_record *record;
    const char *file;
    const char *rows; /* structs of record->size bytes */
    int n_rows;
} tape_columns;

static int line_of(const tape_columns *tape, int n) {
    ipa_mark mark;
    memcpy(&mark, tape->rows + (size_t)n * tape->record->size + tape->record->mark_offset,
           sizeof mark);
    return mark.line;
}

static bool is_number(const ipa_field *field) {
    return field->size == sizeof(ipa_number) &&
           (field->type == IPA_FIELD_NUMBER || field->type == IPA_FIELD_AMOUNT ||
            field->type == IPA_FIELD_RATE || field->type == IPA_FIELD_SHARE);
}

/* `8 values, 7000000 to 20000000`: how a column of figures reads in one line. */
static const char *column_of_numbers(const ipa_view *view, const tape_columns *tape,
                                     const ipa_field *field) {
    int n_given = 0;
    double least = 0, most = 0;
    for (int n = 0; n < tape->n_rows; n++) {
        ipa_number number;
        memcpy(&number, tape->rows + (size_t)n * tape->record->size + field->offset, sizeof number);
        if (!number.given)
            continue;
        least = n_given == 0 || number.value < least ? number.value : least;
        most = n_given == 0 || number.value > most ? number.value : most;
        n_given++;
    }
    if (n_given == 0)
        return NULL;
    return ipa_arena_format(view->arena, "%d %s%.12g%s%.12g", n_given,
                            ipa_cells_say(view, "个值，", "values, "), least,
                            ipa_cells_say(view, " 至 ", " to "), most);
}

static const char *column_of_texts(const ipa_view *view, const tape_columns *tape,
                                   const ipa_field *field) {
    int n_given = 0;
    bool is_text = field->size == sizeof(const char *) &&
                   (field->type == IPA_FIELD_TEXT || field->type == IPA_FIELD_ID);
    bool is_reference = field->size == sizeof(ipa_reference) && field->type == IPA_FIELD_REFERENCE;
    bool is_date = field->size == sizeof(ipa_date) && field->type == IPA_FIELD_DATE;
    if (!is_text && !is_reference && !is_date)
        return ipa_arena_format(view->arena, "%d %s", tape->n_rows,
                                ipa_cells_say(view, "行", "rows"));
    for (int n = 0; n < tape->n_rows; n++) {
        const char *cell = tape->rows + (size_t)n * tape->record->size + field->offset;
        const char *text = NULL; /* a reference begins with its id */
        ipa_date date = IPA_NO_DATE;
        if (is_date)
            memcpy(&date, cell, sizeof date);
        else
            memcpy(&text, cell, sizeof text);
        n_given += date != IPA_NO_DATE || (text != NULL && *text != '\0');
    }
    return n_given == 0 ? NULL
                        : ipa_arena_format(view->arena, "%d %s", n_given,
                                           ipa_cells_say(view, "个值", "values"));
}

/* Rates by tiers and shapes of sales stand in more than one member of a contract. */
static const char *column_of_royalties(const ipa_view *view, const ipa_field *field) {
    int n_given = 0;
    for (int c = 0; c < view->deal->n_contracts; c++) {
        const ipa_deal_contract *contract = &view->deal->contracts[c];
        n_given += field->type == IPA_FIELD_TIERS ? contract->n_tiers > 0
                                                  : contract->profile.kind != IPA_PROFILE_CONSTANT;
    }
    return n_given == 0 ? NULL
                        : ipa_arena_format(view->arena, "%d %s", n_given,
                                           ipa_cells_say(view, "个值", "values"));
}

static void tape_rows(ipa_cells *cells, const tape_columns *tape) {
    const ipa_view *view = cells->view;
    if (tape->n_rows == 0 || tape->file == NULL)
        return;
    for (size_t n = 0; n < tape->record->n_fields; n++) {
        const ipa_field *field = &tape->record->fields[n];
        const bool of_royalties =
            field->type == IPA_FIELD_TIERS || field->type == IPA_FIELD_PROFILE;
        if (field->need == IPA_LATER || (field->size == 0 && !of_royalties))
            continue;
        const char *value = of_royalties       ? column_of_royalties(view, field)
                            : is_number(field) ? column_of_numbers(view, tape, field)
                                               : column_of_texts(view, tape, field);
        bool is_default = value == NULL;
        ipa_mark place = {.file = is_default ? NULL : tape->file,
                          .line = is_default ? 0 : line_of(tape, 0)};
        if (is_default && field->initial == NULL)
            continue;
        row(cells, ipa_arena_format(view->arena, "%s:%s", tape->file, field->name),
            is_default ? field->initial : value, meaning_of(view, field), place);
        if (is_default)
            ipa_cells_words(cells, "默认值", "default");
        else
            ipa_cells_text(cells, ipa_arena_format(view->arena, "%s%d",
                                                   ipa_cells_say(view, "至行 ", "to line "),
                                                   line_of(tape, tape->n_rows - 1)));
    }
}

static void tapes(ipa_cells *cells) {
    const ipa_deal *deal = cells->view->deal;
    const tape_columns all[] = {
        {&ipa_fields_tapes[IPA_TAPE_OBLIGORS], deal->pool.obligors.id, (const char *)deal->obligors,
         deal->n_obligors},
        {&ipa_fields_tapes[IPA_TAPE_CONTRACTS], deal->pool.contracts.id,
         (const char *)deal->contracts, deal->n_contracts},
        {&ipa_fields_tapes[IPA_TAPE_SCHEDULE], deal->pool.schedule.id, (const char *)deal->dues,
         deal->n_dues},
        {&ipa_fields_tapes[IPA_TAPE_PATENTS], deal->pool.patents.id, (const char *)deal->patents,
         deal->n_patents},
        {&ipa_fields_tapes[IPA_TAPE_ASSETS], deal->pool.replacement.assets_file.id,
         (const char *)deal->pool.replacement.assets, deal->pool.replacement.n_assets}};
    for (size_t n = 0; n < IPA_CELLS_COUNT(all); n++)
        tape_rows(cells, &all[n]);
}

/* ---- what is built in or read from a file of figures ---- */

static void built_in(ipa_cells *cells, const char *field, const char *value, const char *meaning) {
    row(cells, field, value, meaning, (ipa_mark){0});
    ipa_cells_words(cells, "内置数据", "built in");
}

static void pd_table(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_pd_table *table = &view->deal->pd_table;
    const char *size =
        ipa_arena_format(view->arena, "%s: %d × %d", table->name == NULL ? "" : table->name,
                         table->n_grades, table->n_years);
    if (table->name == NULL || strcmp(table->name, "idealised") != 0)
        row(cells, "model.default.pd_table", size,
            ipa_cells_say(view, "累计违约率表（评级 × 年）",
                          "cumulative default rates (grades × years)"),
            (ipa_mark){.file = table->name});
    else
        built_in(cells, "model.default.pd_table", size,
                 ipa_cells_say(view,
                               "理想化累计违约率表（评级 × 年，据穆迪公开发布的表，"
                               "舍入至 0.001%，引用前请核对）",
                               "Moody's idealised cumulative default rates (grades × years), after "
                               "the published table; rounded to 0.001%, check before quoting"));
}

static void holidays(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_deal_terms *terms = &view->deal->terms;
    const char *name = view->deal->calendar.holidays;
    if (name != NULL && (strcmp(name, "WEEKENDS") == 0 || strcmp(name, "NONE") == 0))
        return;
    for (int year = ipa_date_split(terms->closing).year;
         year <= ipa_date_split(terms->legal_final).year; year++) {
        const char *source = ipa_holidays_cn_source(year);
        const char *field = ipa_arena_format(view->arena, "calendar.holidays:%d", year);
        if (source != NULL)
            built_in(cells, field,
                     ipa_arena_format(view->arena, "%zu %s", ipa_holidays_cn_count(year),
                                      ipa_cells_say(view, "个休市日（周末除外）",
                                                    "closing days besides weekends")),
                     source);
        else
            built_in(cells, field, ipa_cells_say(view, "仅周末", "weekends only"),
                     ipa_cells_say(view, "内置节假日表尚无该年安排，兑付日可能因节假日再顺延",
                                   "the built-in table does not hold this year yet: a payment date "
                                   "may still roll on for a holiday"));
    }
}

static void curve(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_deal_market *market = &view->deal->market;
    for (int n = 0; n < market->n_knots; n++)
        row(cells,
            ipa_arena_format(view->arena, "market.discount.curve:%.12g", market->knot_years[n]),
            ipa_arena_format(view->arena, "%.12g", market->knot_rates[n]),
            ipa_cells_say(view, "该期限（年）的零息利率", "zero rate for this time in years"),
            (ipa_mark){.file = market->curve_file.id, .line = n + 2});
}

/* A file of points: one row each, the first on line 2. */
static void points(ipa_cells *cells, const char *field, const char *file, const char *meaning,
                   int n_points, const double *const columns[2]) {
    ipa_arena *arena = cells->view->arena;
    for (int n = 0; n < n_points; n++)
        row(cells, ipa_arena_format(arena, "%s:%.12g", field, columns[0][n]),
            ipa_arena_format(arena, "%.12g", columns[1][n]), meaning,
            (ipa_mark){.file = file, .line = n + 2});
}

static void pd_curves(ipa_cells *cells) {
    const ipa_deal *deal = cells->view->deal;
    for (int n = 0; n < deal->n_pd_curves; n++) {
        const ipa_pd_points *from = &deal->pd_curves[n];
        points(cells, "pd_curve", from->file,
               ipa_cells_say(cells->view, "该期限（年）内的累计违约率",
                             "cumulative probability of default by this time in years"),
               from->n_points, (const double *const[]){from->years, from->cumulative});
    }
}

static bool is_first_of_its_file(const ipa_deal *deal, int c) {
    for (int before = 0; before < c; before++)
        if (deal->contracts[before].profile.kind == IPA_PROFILE_POINTS &&
            strcmp(deal->contracts[before].profile_file.id, deal->contracts[c].profile_file.id) ==
                0)
            return false;
    return true;
}

static void profiles(ipa_cells *cells) {
    const ipa_deal *deal = cells->view->deal;
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_profile *profile = &deal->contracts[c].profile;
        if (profile->kind == IPA_PROFILE_POINTS && is_first_of_its_file(deal, c))
            points(cells, "contracts.csv:profile", deal->contracts[c].profile_file.id,
                   ipa_cells_say(cells->view, "该时点（年）销售额的倍数",
                                 "multiple of sales at this time in years"),
                   profile->n_points,
                   (const double *const[]){profile->years, profile->multipliers});
    }
}

static bool holds_kind(const ipa_deal *deal, ipa_patent_kind kind) {
    for (int j = 0; j < deal->n_patents; j++)
        if (deal->patents[j].kind == kind)
            return true;
    return false;
}

/* Of the kinds that the deal holds, under the ids of the table's file. */
static void hazards(ipa_cells *cells) {
    static const char *const CAUSES[] = {
#define CAUSE_NAME(id, name) name,
        IPA_PATENT_CAUSE_TABLE(CAUSE_NAME)
#undef CAUSE_NAME
    };
    static const char *const KINDS[] = {"invention", "utility_model", "design", "software",
                                        "trademark"};
    const ipa_view *view = cells->view;
    const ipa_deal_patent_model *model = &view->deal->model.patents;
    const bool is_built_in = model->hazards.id == NULL || strcmp(model->hazards.id, "builtin") == 0;
    for (int n = 0; n < model->n_rows; n++) {
        const ipa_deal_hazard *hazard = &model->rows[n];
        if (!holds_kind(view->deal, hazard->kind))
            continue;
        row(cells,
            ipa_arena_format(view->arena, "model.patents.hazards:%s.%s:%.12g", KINDS[hazard->kind],
                             CAUSES[hazard->cause], hazard->age_from),
            ipa_arena_format(view->arena, "%.12g", hazard->hazard),
            is_built_in ? ipa_cells_say(view, "自该年龄（年）起每年的失效强度（假设，非估计值）",
                                        "hazard a year from this age in years on (an assumption, "
                                        "not an estimate)")
                        : ipa_cells_say(view, "自该年龄（年）起每年的失效强度",
                                        "hazard a year from this age in years on"),
            hazard->mark);
        if (is_built_in)
            ipa_cells_words(cells, "内置数据", "built in");
    }
}

static void warnings(ipa_cells *cells) {
    const ipa_findings *findings = cells->view->run->findings;
    for (size_t n = 0; findings != NULL && n < findings->n_items; n++) {
        const ipa_finding *finding = &findings->items[n];
        row(cells, finding->field, finding->message, finding->hint, finding->mark);
        ipa_cells_text(cells, ipa_arena_format(cells->view->arena, "%s %s",
                                               ipa_cells_say(cells->view, "警告", "warning"),
                                               ipa_code_lookup(finding->code)->code));
    }
}

/* First of all: whatever stands below is under these. */
static void levers(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    for (int lever = 0; lever < IPA_N_LEVERS; lever++) {
        const ipa_lever_traits *traits = &ipa_levers_traits[lever];
        const ipa_node *node = ipa_node_get(view->deal->stress.node, traits->name);
        if (!ipa_levers_in_force(&view->deal->stress, (ipa_lever)lever) || node == NULL)
            continue;
        row(cells, ipa_cells_say(view, traits->zh, traits->en),
            ipa_levers_text_value(view, (ipa_lever)lever),
            meaning_of(view, ipa_fields_find(&ipa_fields_stress, traits->name)), node->mark);
        ipa_cells_words(cells, "压力情景", "under stress");
    }
}

ipa_table *ipa_views_assumptions(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "assumptions", COLUMNS);
    levers(&cells);
    warnings(&cells);
    fields(&cells, &ipa_fields_deal, view->deal->root, "");
    tapes(&cells);
    curve(&cells);
    pd_table(&cells);
    pd_curves(&cells);
    profiles(&cells);
    hazards(&cells);
    holidays(&cells);
    return cells.table;
}
