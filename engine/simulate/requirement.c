#include "engine/simulate/requirement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/simulate/path_result.h"
#include "engine/simulate/quantiles.h"
#include "engine/simulate/ratings.h"

/* Places in the table of figures: those of the simulation first, in the order of their table. */
enum {
#define ESTIMATE_PLACE(member, text) FIGURE_##member,
    IPA_ESTIMATE_TABLE(ESTIMATE_PLACE)
#undef ESTIMATE_PLACE
        N_ESTIMATES,
    BEFORE_OTHERS = N_ESTIMATES - 1,
#define OTHER_PLACE(place, name, text) FIGURE_##place,
    IPA_REQUIREMENT_TABLE(OTHER_PLACE)
#undef OTHER_PLACE
        N_FIGURES
};

const ipa_requirement_figure ipa_requirement_figures[] = {
    [FIGURE_default_probability] = {"default_probability", true, false, true, false},
    [FIGURE_expected_loss] = {"expected_loss", true, false, false, false},
    [FIGURE_expected_principal_loss] = {"expected_principal_loss", true, false, false, false},
    [FIGURE_loss_given_default] = {"loss_given_default", true, false, true, false},
    [FIGURE_interest_shortfall_probability] = {"interest_shortfall_probability", true, false, true,
                                               false},
    [FIGURE_extension_probability] = {"extension_probability", true, false, true, false},
    [FIGURE_price] = {"price", true, true, false, false},
    [FIGURE_wal] = {"wal", true, false, false, false},
    [FIGURE_BASE_PRICE] = {"base.price", false, true, false, false},
    [FIGURE_BASE_YIELD] = {"base.yield", false, true, false, false},
    [FIGURE_BASE_WAL] = {"base.wal", false, false, false, false},
    [FIGURE_BASE_COVERAGE] = {"base.coverage_gross", false, true, false, false},
    [FIGURE_GRADE] = {"grade", true, true, true, true},
    [FIGURE_GRADE_BY_PD] = {"grade_by_pd", true, true, true, true},
};
const int ipa_requirement_n_figures = N_FIGURES;

static const size_t estimate_offsets[N_ESTIMATES] = {
#define ESTIMATE_OFFSET(member, text) offsetof(ipa_tranche_figures, member),
    IPA_ESTIMATE_TABLE(ESTIMATE_OFFSET)
#undef ESTIMATE_OFFSET
};

/* Longer ones first: `<=` begins with `<`. */
static const struct {
    const char *text;
    ipa_comparison comparison;
} comparisons[IPA_N_COMPARISONS] = {{"<=", IPA_AT_MOST},
                                    {">=", IPA_AT_LEAST},
                                    {"<", IPA_BELOW},
                                    {">", IPA_ABOVE},
                                    {"=", IPA_EQUAL}};

/* ---- reading ---- */

/** `[tranche.]figure comparison bound` in three pieces. */
typedef struct pieces {
    char name[128], bound[64];
    ipa_comparison comparison;
} pieces;

static bool trim(char *to, size_t size, const char *from, size_t length) {
    while (length > 0 && from[length - 1] == ' ')
        length--;
    while (length > 0 && *from == ' ')
        from++, length--;
    if (length == 0 || length >= size)
        return false;
    memcpy(to, from, length);
    to[length] = '\0';
    return true;
}

static bool split(const char *text, pieces *to) {
    const char *at = strpbrk(text, "<>=");
    for (int n = 0; at != NULL && n < IPA_N_COMPARISONS; n++) {
        const size_t length = strlen(comparisons[n].text);
        if (strncmp(at, comparisons[n].text, length) != 0)
            continue;
        to->comparison = comparisons[n].comparison;
        return trim(to->name, sizeof to->name, text, (size_t)(at - text)) &&
               trim(to->bound, sizeof to->bound, at + length, strlen(at + length));
    }
    return false;
}

static int find_figure(const char *name) {
    for (int n = 0; n < N_FIGURES; n++)
        if (strcmp(ipa_requirement_figures[n].name, name) == 0)
            return n;
    return -1;
}

static int find_tranche(const ipa_plan *plan, const char *id, size_t length) {
    for (int t = 0; t < plan->n_tranches; t++)
        if (strlen(plan->tranches[t].id) == length &&
            strncmp(plan->tranches[t].id, id, length) == 0)
            return t;
    return -1;
}

static ipa_status no_figure(const char *text, const char *name, ipa_error *error) {
    const char *names[N_FIGURES];
    for (int n = 0; n < N_FIGURES; n++)
        names[n] = ipa_requirement_figures[n].name;
    const int nearest = ipa_text_nearest(name, names, N_FIGURES);
    return ipa_fail(error, IPA_RANGE, "`%s`: no figure `%s`%s%s", text, name,
                    nearest >= 0 ? "; did you mean " : "", nearest >= 0 ? names[nearest] : "");
}

/* `base.price` is a figure, `A.price` a tranche's, and `A.base.price` too. */
static ipa_status read_name(const char *name, const ipa_plan *plan, ipa_requirement *to,
                            ipa_error *error) {
    const char *dot = strchr(name, '.');
    to->figure = find_figure(name);
    if (to->figure < 0 && dot != NULL) {
        to->figure = find_figure(dot + 1);
        to->tranche = find_tranche(plan, name, (size_t)(dot - name));
        if (to->tranche < 0 && strncmp(name, "base.", 5) == 0)
            return no_figure(to->text, name, error);
        if (to->tranche < 0)
            return ipa_fail(error, IPA_RANGE, "`%s`: the deal has no tranche `%.*s`", to->text,
                            (int)(dot - name), name);
        name = dot + 1;
    }
    if (to->figure < 0)
        return no_figure(to->text, name, error);
    if (to->tranche < 0)
        return ipa_fail(error, IPA_RANGE, "`%s`: write the tranche too, like `%s.%s`", to->text,
                        plan->tranches[0].id, name);
    return IPA_OK;
}

static ipa_status read_bound(const char *bound, const ipa_plan *plan, ipa_requirement *to,
                             ipa_error *error) {
    const ipa_pd_table *table = &plan->deal->pd_table;
    ipa_decimal number;
    if (!ipa_requirement_figures[to->figure].is_grade) {
        if (!ipa_decimal_parse(bound, &number))
            return ipa_fail(error, IPA_RANGE, "`%s`: `%s` is no number", to->text, bound);
        to->bound = ipa_decimal_value(number);
        return IPA_OK;
    }
    for (int grade = 0; grade < table->n_grades; grade++)
        if (strcmp(table->grades[grade], bound) == 0) {
            to->bound = -grade;
            return IPA_OK;
        }
    const int nearest = ipa_text_nearest(bound, (const char **)table->grades, table->n_grades);
    return ipa_fail(error, IPA_RANGE, "`%s`: the deal's table has no grade `%s`%s%s", to->text,
                    bound, nearest >= 0 ? "; did you mean " : "",
                    nearest >= 0 ? table->grades[nearest] : "");
}

ipa_status ipa_requirement_read(const char *text, const ipa_plan *plan, int tranche,
                                ipa_requirement *requirement, ipa_error *error) {
    ipa_status status = IPA_OK;
    pieces parts;
    *requirement = (ipa_requirement){.text = text, .tranche = tranche};
    if (!split(text, &parts))
        return ipa_fail(error, IPA_RANGE, "`%s`: write it like 'A.expected_loss < 0.001'", text);
    requirement->comparison = parts.comparison;
    IPA_TRY(read_name(parts.name, plan, requirement, error));
    IPA_TRY(read_bound(parts.bound, plan, requirement, error));
out:
    return status;
}

/* ---- judging ---- */

/* Without any default no path tells a grade, but their number bounds what can have been missed. */
static int grade_unseen(const ipa_pd_table *table, double years, long n_paths, double severity) {
    const double bound = ipa_quantiles_upper(0, n_paths);
    int grade = 0;
    while (grade < table->n_grades && severity * ipa_ratings_pd(table, grade, years) < bound)
        grade++;
    return grade;
}

static double grade_value(const ipa_requirement_evidence *evidence, const ipa_tranche_figures *of,
                          bool by_pd) {
    const ipa_pd_table *table = &evidence->plan->deal->pd_table;
    const char *grade = by_pd ? of->rating.by_pd : of->rating.by_el;
    for (int n = 0; n < table->n_grades; n++)
        if (strcmp(table->grades[n], grade) == 0)
            return -n;
    if (table->n_grades == 0 || !(of->wal.mean > 0))
        return NAN;
    if (of->default_probability.mean > 0)
        return -table->n_grades;
    return -grade_unseen(table, of->wal.mean, evidence->n_paths, by_pd ? 1 : IPA_RATINGS_SEVERITY);
}

static double base_value(int figure, const ipa_plan *plan, const ipa_base_tranche *of) {
    switch (figure) {
    case FIGURE_BASE_PRICE:
        return of->valuation.price;
    case FIGURE_BASE_YIELD:
        return of->valuation.yield;
    case FIGURE_BASE_WAL:
        return of->valuation.wal;
    default:
        return ipa_path_result_least_coverage(of, plan->n_periods);
    }
}

ipa_estimate ipa_requirement_value(const ipa_requirement *requirement,
                                   const ipa_requirement_evidence *evidence) {
    const ipa_requirement_figure *figure = &ipa_requirement_figures[requirement->figure];
    if (!figure->simulated)
        return (ipa_estimate){base_value(requirement->figure, evidence->plan,
                                         &evidence->base->tranches[requirement->tranche]),
                              0};
    if (evidence->simulated == NULL)
        return (ipa_estimate){NAN, NAN};
    const ipa_tranche_figures *of = &evidence->simulated[requirement->tranche];
    if (figure->is_grade)
        return (ipa_estimate){grade_value(evidence, of, requirement->figure == FIGURE_GRADE_BY_PD),
                              0};
    const void *member = (const char *)of + estimate_offsets[requirement->figure];
    return *(const ipa_estimate *)member;
}

bool ipa_requirement_holds(const ipa_requirement *requirement, double value) {
    switch (requirement->comparison) {
    case IPA_AT_MOST:
        return value <= requirement->bound;
    case IPA_AT_LEAST:
        return value >= requirement->bound;
    case IPA_BELOW:
        return value < requirement->bound;
    case IPA_ABOVE:
        return value > requirement->bound;
    default:
        return value == requirement->bound;
    }
}

const char *ipa_requirement_grade(const ipa_plan *plan, double value, ipa_arena *arena) {
    const ipa_pd_table *table = &plan->deal->pd_table;
    const int grade = isfinite(value) ? (int)-value : table->n_grades;
    return grade < table->n_grades
               ? table->grades[grade]
               : ipa_arena_format(arena, "below %s",
                                  table->n_grades > 0 ? table->grades[table->n_grades - 1] : "-");
}
