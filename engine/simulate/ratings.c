#include "engine/simulate/ratings.h"

#include <math.h>

#include "engine/simulate/quantiles.h"

static double hazard(const ipa_pd_table *table, int grade, int year) {
    return year == 0 ? 0 : -log1p(-table->cumulative[grade * table->n_years + year - 1]);
}

double ipa_ratings_pd(const ipa_pd_table *table, int grade, double years) {
    int year = (int)floor(years);
    year = year > table->n_years - 1 ? table->n_years - 1 : year;
    const double from = hazard(table, grade, year), to = hazard(table, grade, year + 1);
    return -expm1(-(from + (years - year) * (to - from)));
}

static const char *grade_for(const ipa_pd_table *table, double bound, double severity,
                             ipa_ratings_evidence evidence, ipa_arena *arena) {
    for (int grade = 0; grade < table->n_grades; grade++) {
        const double limit = severity * ipa_ratings_pd(table, grade, evidence.years);
        if (!(limit >= bound)) /* a bound that is no number deserves no grade */
            continue;
        if (grade == 0 || evidence.n_defaults > 0)
            return table->grades[grade];
        break;
    }
    if (evidence.n_defaults > 0)
        return ipa_arena_format(arena, "below %s", table->grades[table->n_grades - 1]);
    const double best = severity * ipa_ratings_pd(table, 0, evidence.years);
    /* without a default the bound is 1 − 0.025^(1/n) */
    return ipa_arena_format(arena, "not resolved: needs %.0f paths",
                            ceil(log(0.025) / log1p(-best)));
}

ipa_rating ipa_ratings_implied(const ipa_pd_table *table, ipa_ratings_evidence evidence,
                               ipa_arena *arena) {
    if (!table->n_grades || !(evidence.years > 0))
        return (ipa_rating){"-", "-"};
    const double pd = ipa_quantiles_upper(evidence.n_defaults, evidence.n_paths);
    const double observed =
        evidence.n_defaults > 0
            ? evidence.coupon_loss.mean * (double)evidence.n_paths / (double)evidence.n_defaults
            : 1;
    /* few defaults leave the normal bound too low, so the exact bound of their number stands in */
    const double by_number = pd * (observed < 1 ? observed : 1);
    const double by_spread =
        evidence.coupon_loss.mean +
        1.959963984540054 * (evidence.n_paths > 1 ? evidence.coupon_loss.standard_error : 0);
    return (ipa_rating){
        .by_pd = grade_for(table, pd, 1, evidence, arena),
        .by_el = grade_for(table, by_number > by_spread ? by_number : by_spread,
                           IPA_RATINGS_SEVERITY, evidence, arena),
    };
}
