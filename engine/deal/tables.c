#include "engine/deal/tables.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "engine/deal/bind_scalar.h"

enum { MAX_BYTES = 4 << 20 };

static const char BUILT_IN[] = "idealised";
static const char BUILT_IN_FILE[] = "engine/deal/tables/pd_idealised.csv";
static const char BUILT_IN_TEXT[] =
    "idealised cumulative default rates by grade, years 1 to 10, after Moody's published table; "
    "rounded to 0.001%, check before quoting";

static const ipa_field YEARS = {
    .name = "years", .type = IPA_FIELD_NUMBER, .range = IPA_RANGE_NOT_NEGATIVE};
static const ipa_field ZERO_RATE = {
    .name = "zero_rate", .type = IPA_FIELD_RATE, .range = IPA_RANGE_RATE};
static const ipa_field PD = {
    .name = "cumulative_pd", .type = IPA_FIELD_SHARE, .range = IPA_RANGE_UNIT};
static const ipa_field MULTIPLIER = {
    .name = "multiplier", .type = IPA_FIELD_NUMBER, .range = IPA_RANGE_NOT_NEGATIVE};
static const ipa_field CLOSED = {.name = "date", .type = IPA_FIELD_DATE};

const ipa_tape *ipa_tables_load(ipa_folder *folder, ipa_reference name) {
    const ipa_folder_text *loaded =
        ipa_folder_load(folder, name.id, MAX_BYTES, name.mark, name.field);
    if (!loaded)
        return NULL;
    const ipa_tape *tape =
        ipa_tape_parse(loaded->file, loaded->text, loaded->n_text, folder->arena, folder->findings);
    if (tape->broken)
        return NULL;
    if (tape->n_rows == 0) {
        ipa_findings_add(folder->findings, IPA_E0208_TAPE_NO_ROWS, (ipa_mark){.file = tape->file},
                         NULL, NULL, "the table has no rows");
        return NULL;
    }
    return tape;
}

ipa_value ipa_tables_cell(ipa_folder *folder, const ipa_tape *tape, size_t row, size_t column) {
    const ipa_cell *cell = ipa_tape_cell(tape, row, column);
    return (ipa_value){.text = cell->text,
                       .mark = cell->mark,
                       .path = ipa_arena_format(folder->arena, "%s[%zu]", tape->file, row)};
}

/* The column of a field, or -1 with a finding. */
static int need_column(ipa_folder *folder, const ipa_tape *tape, const char *name) {
    int column = ipa_tape_column(tape, name);
    if (column < 0)
        ipa_findings_add(folder->findings, IPA_E0203_TAPE_COLUMN_MISSING,
                         tape->n_columns > 0 ? tape->header[0].mark
                                             : (ipa_mark){.file = tape->file},
                         name, NULL, "the column `%s` is missing", name);
    return column;
}

/* Two columns of numbers, the first of them rising; false with findings when they are not sound. */
typedef struct point_list {
    double *x, *y;
    ipa_mark *marks; /* of the second */
    int n;
} point_list;

static bool read_points(ipa_folder *folder, ipa_bind *bind, const ipa_tape *tape,
                        const ipa_field *field, point_list *points) {
    int x_column = need_column(folder, tape, YEARS.name);
    int y_column = need_column(folder, tape, field->name);
    if (x_column < 0 || y_column < 0)
        return false;
    points->x = IPA_NEW_ARRAY(folder->arena, tape->n_rows, double);
    points->y = IPA_NEW_ARRAY(folder->arena, tape->n_rows, double);
    points->marks = IPA_NEW_ARRAY(folder->arena, tape->n_rows, ipa_mark);
    size_t n_errors = folder->findings->n_errors;
    for (size_t row = 0; row < tape->n_rows; row++) {
        ipa_value x = ipa_tables_cell(folder, tape, row, (size_t)x_column);
        ipa_value y = ipa_tables_cell(folder, tape, row, (size_t)y_column);
        ipa_number a;
        ipa_number b;
        bool sound = ipa_bind_scalar_number(bind, &YEARS, &x, &a);
        sound = ipa_bind_scalar_number(bind, field, &y, &b) && sound;
        if (!sound)
            continue;
        if (points->n > 0 && a.value <= points->x[points->n - 1])
            ipa_findings_add(folder->findings, IPA_E0210_TAPE_ORDER, x.mark,
                             ipa_bind_path(bind, &YEARS, &x), NULL,
                             "%s does not come after the years before it", x.text);
        points->x[points->n] = a.value;
        points->y[points->n] = b.value;
        points->marks[points->n++] = y.mark;
    }
    return folder->findings->n_errors == n_errors;
}

int ipa_tables_points(ipa_folder *folder, ipa_bind *bind, ipa_reference name,
                      const ipa_field *field, double **years, double **values) {
    const ipa_tape *tape = ipa_tables_load(folder, name);
    point_list points = {0};
    if (!tape || !read_points(folder, bind, tape, field, &points))
        return 0;
    *years = points.x;
    *values = points.y;
    return points.n;
}

void ipa_tables_curve(ipa_folder *folder, ipa_bind *bind, ipa_deal_market *market) {
    if (market->curve_file.id)
        market->n_knots = ipa_tables_points(folder, bind, market->curve_file, &ZERO_RATE,
                                            &market->knot_years, &market->knot_rates);
}

static int compare_dates(const void *left, const void *right) {
    ipa_date a = *(const ipa_date *)left;
    ipa_date b = *(const ipa_date *)right;
    return (a > b) - (a < b);
}

/* A name without a dot is meant for a calendar, not for a file. */
static void refuse_calendar(ipa_folder *folder, ipa_reference name) {
    const char *names[IPA_N_CALENDARS];
    for (int n = 0; n < IPA_N_CALENDARS; n++)
        names[n] = ipa_calendar_name((ipa_calendar_base)n);
    int nearest = ipa_text_nearest(name.id, names, IPA_N_CALENDARS);
    const char *hint = "write `CN`, `WEEKENDS`, `NONE` or the name of a CSV file";
    if (nearest >= 0)
        hint = ipa_arena_format(folder->arena, "did you mean `%s`?", names[nearest]);
    ipa_findings_add(folder->findings, IPA_E0109_UNKNOWN_CHOICE, name.mark, name.field, hint,
                     "`%s` is not a known calendar", name.id);
}

void ipa_tables_holidays(ipa_folder *folder, ipa_bind *bind, const ipa_node *named,
                         ipa_deal_calendar *calendar) {
    ipa_calendar_base base;
    if (!calendar->holidays || ipa_calendar_parse(calendar->holidays, &base))
        return;
    ipa_reference name = {calendar->holidays, named ? named->mark : (ipa_mark){0},
                          "calendar.holidays"};
    if (!strchr(name.id, '.')) {
        refuse_calendar(folder, name);
        return;
    }
    const ipa_tape *tape = ipa_tables_load(folder, name);
    int column = tape ? need_column(folder, tape, CLOSED.name) : -1;
    if (column < 0)
        return;
    ipa_date_list list = {.dates = IPA_NEW_ARRAY(folder->arena, tape->n_rows, ipa_date)};
    for (size_t row = 0; row < tape->n_rows; row++) {
        ipa_value value = ipa_tables_cell(folder, tape, row, (size_t)column);
        ipa_date date = ipa_bind_scalar_date(bind, &CLOSED, &value);
        if (date != IPA_NO_DATE)
            list.dates[list.n_dates++] = date;
    }
    qsort(list.dates, (size_t)list.n_dates, sizeof *list.dates, compare_dates);
    calendar->extra = list;
}

/* ---- profiles of sales ---- */

static void read_profile(ipa_folder *folder, ipa_bind *bind, const ipa_deal *deal, int c) {
    ipa_deal_contract *contract = &deal->contracts[c];
    for (int before = 0; before < c; before++) {
        const ipa_deal_contract *other = &deal->contracts[before];
        if (other->profile_file.id &&
            strcmp(other->profile_file.id, contract->profile_file.id) == 0) {
            contract->profile = other->profile;
            return;
        }
    }
    const ipa_tape *tape = ipa_tables_load(folder, contract->profile_file);
    point_list points = {0};
    if (!tape || !read_points(folder, bind, tape, &MULTIPLIER, &points))
        return;
    contract->profile.years = points.x;
    contract->profile.multipliers = points.y;
    contract->profile.n_points = points.n;
}

void ipa_tables_profiles(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal) {
    for (int c = 0; c < deal->n_contracts; c++)
        if (deal->contracts[c].profile_file.id)
            read_profile(folder, bind, deal, c);
}

/* ---- default rates by grade ---- */

/* A default rate cannot fall with the years nor reach 1. */
static bool check_rate(ipa_folder *folder, ipa_code code, ipa_mark mark, const char *field,
                       double before, double rate) {
    const char *fault = rate >= 1       ? "a probability of default of 1 or more"
                        : rate < before ? "a cumulative probability that falls with the years"
                                        : NULL;
    if (fault)
        ipa_findings_add(folder->findings, code, mark, field, NULL, "%s", fault);
    return !fault;
}

static bool read_grade(ipa_folder *folder, ipa_bind *bind, const ipa_tape *tape, size_t row,
                       ipa_pd_table *table) {
    const ipa_cell *grade = ipa_tape_cell(tape, row, 0);
    const char *fault = grade->text[0] ? NULL : "a row without a grade";
    for (int n = 0; n < table->n_grades; n++)
        if (strcmp(table->grades[n], grade->text) == 0)
            fault = "a grade that stands in the table already";
    if (fault) {
        ipa_findings_add(folder->findings, IPA_E0503_PD_TABLE, grade->mark, "grade", NULL, "%s",
                         fault);
        return false;
    }
    double *rates = table->cumulative + (size_t)table->n_grades * (size_t)table->n_years;
    bool sound = true;
    for (int year = 0; year < table->n_years; year++) {
        ipa_value value = ipa_tables_cell(folder, tape, row, (size_t)year + 1);
        ipa_number number;
        if (!ipa_bind_scalar_number(bind, &PD, &value, &number)) {
            sound = false;
            continue;
        }
        rates[year] = number.value;
        sound = check_rate(folder, IPA_E0503_PD_TABLE, value.mark, value.path,
                           year > 0 ? rates[year - 1] : 0, number.value) &&
                sound;
    }
    table->grades[table->n_grades++] = grade->text;
    return sound;
}

static bool check_pd_header(ipa_folder *folder, const ipa_tape *tape) {
    bool sound = tape->n_columns >= 2 && strcmp(tape->header[0].text, "grade") == 0;
    for (size_t n = 1; n < tape->n_columns && sound; n++)
        sound = strcmp(tape->header[n].text, ipa_arena_format(folder->arena, "y%zu", n)) == 0;
    const ipa_mark start = {tape->file, 1, 1, 1};
    if (!sound)
        ipa_findings_add(folder->findings, IPA_E0503_PD_TABLE, start, NULL,
                         "begin the file with `grade,y1,y2,…`",
                         "the columns are not grade, y1, y2, …");
    return sound;
}

bool ipa_tables_pd(ipa_folder *folder, ipa_bind *bind, ipa_reference name, ipa_pd_table *table) {
    const ipa_tape *tape = NULL;
    bool built_in = strcmp(name.id, BUILT_IN) == 0;
    if (built_in) {
        size_t size = 0;
        const char *bytes = ipa_embedded_file(BUILT_IN_FILE, &size);
        IPA_ASSERT(bytes != NULL);
        tape = ipa_tape_parse("pd_idealised.csv", bytes, size, folder->arena, folder->findings);
    } else {
        tape = ipa_tables_load(folder, name);
    }
    if (!tape || !check_pd_header(folder, tape))
        return false;
    *table = (ipa_pd_table){
        .name = name.id,
        .description = built_in ? BUILT_IN_TEXT : name.id,
        .grades = IPA_NEW_ARRAY(folder->arena, tape->n_rows, const char *),
        .n_years = (int)tape->n_columns - 1,
        .cumulative = IPA_NEW_ARRAY(folder->arena, tape->n_rows * tape->n_columns, double)};
    bool sound = true;
    for (size_t row = 0; row < tape->n_rows; row++)
        sound = read_grade(folder, bind, tape, row, table) && sound;
    return sound;
}

/* ---- default curves ---- */

static void read_pd_curve(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal, ipa_reference name) {
    for (int n = 0; n < deal->n_pd_curves; n++)
        if (strcmp(deal->pd_curves[n].file, name.id) == 0)
            return;
    ipa_pd_points curve = {.file = name.id};
    const ipa_tape *tape = ipa_tables_load(folder, name);
    point_list points = {0};
    if (tape && read_points(folder, bind, tape, &PD, &points)) {
        for (int n = 0; n < points.n; n++)
            check_rate(folder, IPA_E0504_PD_CURVE, points.marks[n], PD.name,
                       n > 0 ? points.y[n - 1] : 0, points.y[n]);
        if (points.x[0] == 0 && points.y[0] != 0)
            ipa_findings_add(folder->findings, IPA_E0504_PD_CURVE, points.marks[0], PD.name, NULL,
                             "a probability of default at year 0");
        curve.years = points.x;
        curve.cumulative = points.y;
        curve.n_points = points.n;
    }
    IPA_PUSH(folder->arena, deal->pd_curves, deal->n_pd_curves, curve);
}

void ipa_tables_pd_curves(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal) {
    for (int n = 0; n < bind->n_pending; n++)
        if (bind->pending[n].referent == IPA_REFERENT_CURVE)
            read_pd_curve(folder, bind, deal, bind->pending[n].reference);
}
