#include "engine/deal/patent_life.h"

#include "engine/deal/patent_term.h"
#include "engine/math/normal.h"

/* Fees up to and including a patent year, yuan. Source: CNIPA, schedule of patent fees (annual
 * fees), as shown by the market regulator of Panzhihua, scjgj.panzhihua.gov.cn. */
typedef struct fee_step {
    int last_year;
    double yuan;
} fee_step;

static const fee_step invention_fees[] = {{3, 900},   {6, 1200},  {9, 2000},
                                          {12, 4000}, {15, 6000}, {20, 8000}};
static const fee_step design_fees[] = {{3, 600}, {5, 900}, {8, 1200}, {10, 2000}, {15, 3000}};

/* A utility model pays what a design pays, and ends sooner. */
static const fee_step *const fees[] = {
    [IPA_PATENT_INVENTION] = invention_fees, [IPA_PATENT_UTILITY_MODEL] = design_fees,
    [IPA_PATENT_DESIGN] = design_fees,       [IPA_PATENT_SOFTWARE] = NULL,
    [IPA_PATENT_TRADEMARK] = NULL,
};

ipa_date ipa_patent_life_expiry(const ipa_deal_patent *patent) {
    const ipa_date end = ipa_patent_term_end(patent);
    return end == IPA_NO_DATE ? IPA_DATE_MAX : end;
}

double ipa_patent_life_age(const ipa_deal *deal, const ipa_deal_patent *patent, ipa_date date) {
    ipa_date from = patent->filed != IPA_NO_DATE ? patent->filed : deal->terms.cutoff;
    return (date - from) / 365.0;
}

double ipa_patent_life_hazard(const ipa_deal_patent_model *model, ipa_patent_kind kind,
                              ipa_patent_cause cause, double from_age, double to_age) {
    double hazard = 0;
    for (int n = 0; n < model->n_rows; n++) {
        const ipa_deal_hazard *row = &model->rows[n];
        if (row->kind != kind || row->cause != cause)
            continue;
        const bool last = n + 1 == model->n_rows || row[1].kind != kind || row[1].cause != cause;
        const double from = row->age_from > from_age ? row->age_from : from_age;
        const double to = last || row[1].age_from > to_age ? to_age : row[1].age_from;
        hazard += to > from ? row->hazard * (to - from) : 0;
    }
    return hazard;
}

/* ---- grant ---- */

bool ipa_patent_life_is_pending(const ipa_deal_patent *patent) {
    return patent->granted == IPA_NO_DATE && ipa_patent_term_years(patent->kind) > 0;
}

/** P(time from filing to grant > months). */
static double still_pending(const ipa_deal_patent_model *model, bool accelerated, double months) {
    double median = model->grant_median_months.value;
    if (accelerated)
        median *= model->grant_accelerated_factor.value;
    const double sigma = model->grant_sigma.value;
    if (!(months > 0))
        return 1;
    if (!(median > 0) || !(sigma > 0))
        return months < median ? 1 : 0;
    return ipa_normal_cdf(-ipa_log(months / median) / sigma);
}

double ipa_patent_life_granted(const ipa_deal *deal, const ipa_deal_patent *patent, ipa_date date) {
    if (!ipa_patent_life_is_pending(patent))
        return patent->granted <= date ? 1 : 0; /* IPA_NO_DATE comes before every date */
    const ipa_deal_patent_model *model = &deal->model.patents;
    const double now = ipa_patent_life_age(deal, patent, deal->terms.cutoff) * 12;
    const double then = ipa_patent_life_age(deal, patent, date) * 12;
    const double at_cutoff = still_pending(model, patent->accelerated, now);
    if (!(then > now))
        return 0;
    return at_cutoff > 0 ? 1 - still_pending(model, patent->accelerated, then) / at_cutoff : 1;
}

double ipa_patent_life_survival(const ipa_deal *deal, const ipa_deal_patent *patent,
                                ipa_date date) {
    static const ipa_patent_cause ends[] = {IPA_CAUSE_LAPSE, IPA_CAUSE_OBSOLETE, IPA_CAUSE_INVALID};
    if (date >= ipa_patent_life_expiry(patent))
        return 0;
    const double now = ipa_patent_life_age(deal, patent, deal->terms.cutoff);
    const double then = ipa_patent_life_age(deal, patent, date);
    double hazard = 0;
    for (size_t n = 0; n < sizeof ends / sizeof ends[0]; n++)
        hazard += ipa_patent_life_hazard(&deal->model.patents, patent->kind, ends[n], now, then);
    const double outcome =
        ipa_patent_life_is_pending(patent) ? deal->model.patents.grant_probability.value : 1;
    return outcome * ipa_patent_life_granted(deal, patent, date) * ipa_exp(-hazard);
}

/* ---- annual fees ---- */

int ipa_patent_life_term(ipa_patent_kind kind) {
    return ipa_patent_term_years(kind);
}

double ipa_patent_life_annuity(ipa_patent_kind kind, int year) {
    if (year < 1 || year > ipa_patent_term_years(kind))
        return 0;
    const fee_step *step = fees[kind];
    while (step->last_year < year)
        step++;
    return step->yuan;
}

double ipa_patent_life_annuities(ipa_patent_kind kind, int from, int to, double rate) {
    double sum = 0, discount = 1;
    for (int year = from; year <= to; year++, discount /= 1 + rate)
        sum += discount * ipa_patent_life_annuity(kind, year);
    return sum;
}

double ipa_patent_life_late_fee(int whole_months) {
    enum { GRACE_MONTHS = 6 };
    if (whole_months >= GRACE_MONTHS)
        return NAN;
    return whole_months > 0 ? whole_months / 20.0 : 0;
}

/* ---- renewal ---- */

/** ln of the return in year 1 from which on every fee up to `year` is paid. */
static double least_return(ipa_patent_kind kind, double decay, int year) {
    double least = -INFINITY;
    for (int at = 1; at <= year; at++) {
        const double needed =
            ipa_log(ipa_patent_life_annuity(kind, at)) - (at - 1) * ipa_log(decay);
        least = needed > least ? needed : least;
    }
    return least;
}

double ipa_patent_life_renewal(ipa_patent_kind kind, const ipa_patent_renewal *law, int year) {
    if (year > ipa_patent_term_years(kind))
        return 0;
    return ipa_normal_cdf((law->mu - least_return(kind, law->decay, year)) / law->sigma);
}

double ipa_patent_life_mean_value(ipa_patent_kind kind, const ipa_patent_renewal *law,
                                  double rate) {
    const double variance = law->sigma * law->sigma;
    double value = 0, discount = 1, mean_return = ipa_exp(law->mu + variance / 2);
    for (int year = 1; year <= ipa_patent_term_years(kind); year++) {
        const double least = least_return(kind, law->decay, year);
        const double earned =
            mean_return * ipa_normal_cdf((law->mu + variance - least) / law->sigma);
        const double paid =
            ipa_patent_life_annuity(kind, year) * ipa_normal_cdf((law->mu - least) / law->sigma);
        value += discount * (earned - paid);
        discount /= 1 + rate;
        mean_return *= law->decay;
    }
    return value;
}
