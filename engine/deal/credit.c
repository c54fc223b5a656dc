#include "engine/deal/credit.h"

#include <math.h>
#include <string.h>

#include "engine/math/elementary.h"
#include "engine/math/normal.h"
#include "engine/math/student.h"

void ipa_credit_set_points(ipa_credit *credit, int n_points, const double *years,
                           const double *cumulative, ipa_arena *arena) {
    double *times = IPA_NEW_ARRAY(arena, n_points + 1, double);
    double *hazard = IPA_NEW_ARRAY(arena, n_points + 1, double);
    int n_kept = 1; /* at time 0 everybody is alive */
    for (int at = 0; at < n_points; at++) {
        if (!(years[at] > 0))
            continue;
        times[n_kept] = years[at];
        hazard[n_kept++] = -ipa_log1p(-cumulative[at]);
    }
    credit->n_points = n_kept;
    credit->years = times;
    credit->cumulative_hazard = hazard;
}

static void set_grade(ipa_credit *credit, const ipa_pd_table *table, const char *grade,
                      ipa_arena *arena) {
    int row = 0;
    while (row < table->n_grades && strcmp(table->grades[row], grade) != 0)
        row++;
    IPA_ASSERT(row < table->n_grades);
    double *years = IPA_NEW_ARRAY(arena, table->n_years, double);
    for (int at = 0; at < table->n_years; at++)
        years[at] = at + 1;
    ipa_credit_set_points(credit, table->n_years, years,
                          table->cumulative + (size_t)row * (size_t)table->n_years, arena);
}

static void set_hazard(ipa_credit *credit, double hazard, ipa_arena *arena) {
    static const double years[] = {0, 1};
    double *cumulative_hazard = IPA_NEW_ARRAY(arena, 2, double);
    cumulative_hazard[1] = hazard;
    credit->n_points = 2;
    credit->years = years;
    credit->cumulative_hazard = cumulative_hazard;
}

void ipa_credit_set_curve(ipa_credit *credit, const ipa_deal *deal, const ipa_deal_credit *source,
                          ipa_arena *arena) {
    if (source->rating.id != NULL) {
        set_grade(credit, &deal->pd_table, source->rating.id, arena);
    } else if (source->pd_curve.id != NULL) {
        int at = 0;
        while (at < deal->n_pd_curves && strcmp(deal->pd_curves[at].file, source->pd_curve.id) != 0)
            at++;
        IPA_ASSERT(at < deal->n_pd_curves);
        const ipa_pd_points *points = &deal->pd_curves[at];
        ipa_credit_set_points(credit, points->n_points, points->years, points->cumulative, arena);
    } else {
        set_hazard(credit, source->hazard.value, arena);
    }
}

/* Index of the knot at which the segment that holds the abscissa ends; the last one beyond. */
static int segment(const double *knots, int n_knots, double x) {
    int at = 1;
    while (at < n_knots - 1 && knots[at] < x)
        at++;
    return at;
}

static double interpolate(const double *x, const double *y, int n, double at_x) {
    if (n < 2 || !(at_x > 0))
        return 0;
    int end = segment(x, n, at_x);
    if (at_x == x[end])
        return y[end];
    double slope = (y[end] - y[end - 1]) / (x[end] - x[end - 1]);
    return y[end - 1] + slope * (at_x - x[end - 1]);
}

double ipa_credit_hazard(const ipa_credit *credit, double years) {
    const double hazard =
        interpolate(credit->years, credit->cumulative_hazard, credit->n_points, years);
    if (!credit->is_multiplied)
        return hazard;
    const double pd = credit->pd_multiplier * -ipa_expm1(-hazard);
    return -ipa_log1p(-(pd < IPA_CREDIT_MOST_PD ? pd : IPA_CREDIT_MOST_PD));
}

double ipa_credit_survival(const ipa_credit *credit, double years) {
    if (credit->is_forced && years >= credit->forced_years)
        return 0;
    return ipa_exp(-ipa_credit_hazard(credit, years));
}

double ipa_credit_default_years(const ipa_credit *credit, double survival) {
    if (credit->is_multiplied) {
        const double pd = (1 - survival) / credit->pd_multiplier;
        if (!(pd <= 1) || 1 - survival > IPA_CREDIT_MOST_PD)
            return INFINITY;
        survival = 1 - pd;
    }
    double hazard = -ipa_log(survival);
    int last = credit->n_points - 1;
    if (last < 1)
        return INFINITY;
    if (!(hazard > 0))
        return 0;
    bool beyond = hazard > credit->cumulative_hazard[last];
    if (beyond && !(credit->cumulative_hazard[last] > credit->cumulative_hazard[last - 1]))
        return INFINITY;
    return interpolate(credit->cumulative_hazard, credit->years, credit->n_points, hazard);
}

double ipa_credit_threshold(const ipa_credit *credit, double years, bool student_t,
                            double degrees_of_freedom) {
    double hazard = ipa_credit_hazard(credit, years);
    if (!(hazard > 0))
        return -INFINITY;
    /* The smaller of PD and survival is the one that keeps its digits; both laws are symmetric. */
    double pd = -ipa_expm1(-hazard), survival = ipa_exp(-hazard);
    double tail = pd < survival ? pd : survival;
    double quantile =
        student_t ? ipa_student_quantile(degrees_of_freedom, tail) : ipa_normal_quantile(tail);
    return pd < survival ? quantile : -quantile;
}
