#include "tests/support/slow_lives.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/math/normal.h"
#include "engine/math/student.h"
#include "engine/pool/intensity.h"
#include "engine/random/draw.h"

static ipa_stream stream_of(ipa_purpose purpose, const char *id) {
    return (ipa_stream){purpose, ipa_streams_hash(id)};
}

double slow_years(const slow_deal *deal, ipa_date date) {
    return (date - deal->cutoff) / 365.0;
}

bool slow_by(slow_life *life, double time, double limit) {
    const double gap = fabs(time - limit) / fmax(1, fabs(limit));
    if (gap < life->nearest)
        life->nearest = gap;
    return time <= limit;
}

/* ---- sales ---- */

/* Moments of one step of log sales and of their growth: what the shocks add over a time. */
typedef struct moments {
    double sales, growth, both; /* variances and covariance */
} moments;

/* What is left at the end of the step of one unit of growth noise, or of sales noise, that came
   `u` years before it. */
static moments density(const slow_process *of, double u) {
    if (!of->grows) {
        const double sigma = of->volatility * exp(-of->reversion * u);
        return (moments){sigma * sigma, 0, 0};
    }
    const double kappa = of->growth_reversion, left = exp(-kappa * u);
    const double gain = kappa > 0 ? -expm1(-kappa * u) / kappa : u;
    const double sigma = of->volatility, eta = of->growth_volatility;
    const double rho = of->growth_correlation;
    return (moments){sigma * sigma + eta * eta * gain * gain + 2 * rho * sigma * eta * gain,
                     eta * eta * left * left, eta * eta * gain * left + rho * sigma * eta * left};
}

/* The integral of the density over the step: Gauss's five points on 64 panels. */
static moments step_moments(const slow_process *of, double years) {
    const double inner = sqrt(5 - 2 * sqrt(10.0 / 7)) / 3;
    const double outer = sqrt(5 + 2 * sqrt(10.0 / 7)) / 3;
    const double nodes[5] = {-outer, -inner, 0, inner, outer};
    const double near = (322 + 13 * sqrt(70)) / 900, far = (322 - 13 * sqrt(70)) / 900;
    const double weights[5] = {far, near, 128.0 / 225, near, far};
    const double half = years / 128;
    moments sum = {0, 0, 0};
    for (int panel = 0; panel < 64; panel++)
        for (int n = 0; n < 5; n++) {
            const moments at = density(of, half * (2 * panel + 1 + nodes[n]));
            sum.sales += half * weights[n] * at.sales;
            sum.growth += half * weights[n] * at.growth;
            sum.both += half * weights[n] * at.both;
        }
    return sum;
}

static double step_years(const slow_deal *deal, int k) {
    return (deal->end[k] - (k > 0 ? deal->end[k - 1] : deal->cutoff)) / 365.0;
}

/* Every step of a process: what decays, what is added, and the moments of log sales, got by
   propagating mean and covariance matrix from 0 at the cut-off date. */
static void work_out(const slow_deal *deal, slow_process *of) {
    moments sum = {0, 0, 0};
    for (int k = 0; of->given && k < deal->n_periods; k++) {
        const double years = step_years(deal, k), t = slow_years(deal, deal->end[k]);
        const double kappa = of->growth_reversion;
        const double decay = of->grows ? 1 : exp(-of->reversion * years);
        const double growth_decay = exp(-kappa * years);
        const double gain = of->grows ? (kappa > 0 ? -expm1(-kappa * years) / kappa : years) : 0;
        const moments step = step_moments(of, years), was = sum;
        sum.sales = decay * decay * was.sales + 2 * decay * gain * was.both +
                    gain * gain * was.growth + step.sales;
        sum.both = growth_decay * (decay * was.both + gain * was.growth) + step.both;
        sum.growth = growth_decay * growth_decay * was.growth + step.growth;
        of->decay[k] = decay;
        of->gain[k] = gain;
        of->growth_decay[k] = growth_decay;
        of->sd[k] = sqrt(step.sales);
        of->growth_shared[k] = of->sd[k] > 0 ? step.both / of->sd[k] : 0;
        of->growth_own[k] =
            sqrt(fmax(0, step.growth - of->growth_shared[k] * of->growth_shared[k]));
        of->drift[k] = -0.5 * sum.sales;
        if (of->grows)
            of->drift[k] = (of->growth_mean - 0.5 * of->volatility * of->volatility) * t +
                           (of->growth_initial - of->growth_mean) *
                               (kappa > 0 ? -expm1(-kappa * t) / kappa : t);
        of->expected[k] = exp(of->drift[k] + 0.5 * sum.sales);
    }
}

void slow_lives_sales(const slow_process *of, const double *shocks, const double *growth_shocks,
                      int n_periods, double *state, double *multiplier) {
    double x = 0, growth = 0;
    for (int k = 0; k < n_periods; k++) {
        if (of->given) {
            x = of->decay[k] * x + of->gain[k] * growth + of->sd[k] * shocks[k];
            growth = of->growth_decay[k] * growth + of->growth_shared[k] * shocks[k];
            growth += growth_shocks != NULL ? of->growth_own[k] * growth_shocks[k] : 0;
        }
        state[k] = x;
        multiplier[k] = of->given ? exp(x + of->drift[k]) : 1;
    }
}

/* ---- factors ---- */

static void correlated(const slow_deal *deal, const double *normals, double *out) {
    for (int f = 0; f < deal->n_factors; f++) {
        out[f] = 0;
        for (int g = 0; g < deal->n_factors; g++)
            out[f] += deal->root[f][g] * normals[g];
    }
}

/* Period shocks ε_f = H·(Z_f, η_f[1], …), and what they make of sales. */
static void draw_sales(const slow_deal *deal, slow_life *life) {
    static double vector[SLOW_PERIODS][SLOW_FACTORS];
    double normals[SLOW_FACTORS];
    for (int k = 0; k < deal->n_periods; k++) {
        for (int f = 0; f < deal->n_factors; f++)
            normals[f] = ipa_draw_normal(
                life->seed, life->path,
                stream_of(k > 0 ? IPA_PURPOSE_SHOCK : IPA_PURPOSE_FACTOR, deal->factor[f]),
                (uint64_t)k);
        correlated(deal, normals, vector[k]);
    }
    memcpy(life->factor, vector[0], sizeof life->factor);
    for (int f = 0; f < deal->n_factors; f++) {
        double shocks[SLOW_PERIODS], growth[SLOW_PERIODS];
        for (int k = 0; k < deal->n_periods; k++) {
            shocks[k] = 0;
            for (int j = 0; j < deal->n_periods; j++)
                shocks[k] += deal->reflection[k][j] * vector[j][f];
            if (deal->process[f].grows)
                growth[k] =
                    ipa_draw_normal(life->seed, life->path,
                                    stream_of(IPA_PURPOSE_GROWTH, deal->factor[f]), (uint64_t)k);
        }
        slow_lives_sales(&deal->process[f], shocks, deal->process[f].grows ? growth : NULL,
                         deal->n_periods, life->state[f], life->multiplier[f]);
    }
}

/* ---- defaults ---- */

static double cumulative_hazard(const slow_name *name, double years) {
    int n = 1;
    while (n < name->n_knots - 1 && years > name->years[n])
        n++;
    const double slope =
        (name->hazard[n] - name->hazard[n - 1]) / (name->years[n] - name->years[n - 1]);
    return name->hazard[n - 1] + slope * (years - name->years[n - 1]);
}

/* The first time at which the cumulative hazard has reached this much. */
static double hazard_reaches(const slow_name *name, double hazard) {
    for (int n = 1; n < name->n_knots; n++) {
        const double slope =
            (name->hazard[n] - name->hazard[n - 1]) / (name->years[n] - name->years[n - 1]);
        if (slope > 0 && (hazard <= name->hazard[n] || n == name->n_knots - 1))
            return name->years[n - 1] + (hazard - name->hazard[n - 1]) / slope;
    }
    return INFINITY;
}

static double copula_time(const slow_deal *deal, const slow_name *name, ipa_purpose purpose,
                          const slow_life *life) {
    const ipa_deal_model *model = &deal->deal->model;
    double x = name->own * ipa_draw_normal(life->seed, life->path, stream_of(purpose, name->id), 0);
    for (int f = 0; f < deal->n_factors; f++)
        x += name->loadings[f] * life->factor[f];
    double below = ipa_normal_cdf(x), above = ipa_normal_cdf(-x);
    if (model->student_t) {
        const double nu = model->degrees_of_freedom.value;
        const double score =
            ipa_draw_normal(life->seed, life->path, (ipa_stream){IPA_PURPOSE_CHI_SQUARE, 0}, 0);
        x *= sqrt(nu / ipa_quantile_table_one(deal->chi_square, score));
        below = ipa_student_cdf(nu, x);
        above = ipa_student_cdf(nu, -x);
    }
    return hazard_reaches(name, below < 0.5 ? -log1p(-below) : -log(above));
}

/* λ(k) = h(k)·exp(−Σ b·state), constant within the period; then the curve's own hazard, which is
   also that of a name without loadings. */
static double intensity_time(const slow_deal *deal, const slow_name *name, ipa_purpose purpose,
                             const slow_life *life) {
    const double u = ipa_draw_uniform(life->seed, life->path, stream_of(purpose, name->id), 0);
    const double owed = -log1p(-u);
    double met = 0, from = 0, loaded = 0;
    for (int f = 0; f < deal->n_factors; f++)
        loaded += fabs(name->loadings[f]);
    for (int k = 0; loaded > 0 && k < deal->n_periods; k++) {
        double exponent = 0;
        for (int f = 0; f < deal->n_factors; f++)
            exponent -= name->loadings[f] * life->state[f][k];
        const double lambda = name->h[k] * exp(exponent), years = step_years(deal, k);
        if (lambda > 0 && met + lambda * years >= owed)
            return from + (owed - met) / lambda;
        met += lambda * years;
        from += years;
    }
    return hazard_reaches(name, cumulative_hazard(name, from) + owed - met);
}

/* h of one period: Newton's steps from 0, which never overshoot, for the mean is convex. */
static double solve_hazard(const double *survived, const double *years, double target) {
    double h = 0;
    for (int step = 0; step < 200; step++) {
        double mean = 0, slope = 0;
        for (int p = 0; p < IPA_INTENSITY_PATHS; p++) {
            const double left = survived[p] * exp(-h * years[p]) / IPA_INTENSITY_PATHS;
            mean += left;
            slope += left * years[p];
        }
        const double change = (mean - target) / slope;
        h += change;
        if (fabs(change) <= 1e-15 * h)
            break;
    }
    return h > 1e-14 ? h : 0;
}

static void calibrate(slow_deal *deal, slow_name *name, const double *states) {
    double *survived = IPA_NEW_ARRAY(deal->arena, IPA_INTENSITY_PATHS, double);
    double *years = IPA_NEW_ARRAY(deal->arena, IPA_INTENSITY_PATHS, double);
    for (int p = 0; p < IPA_INTENSITY_PATHS; p++)
        survived[p] = 1;
    for (int k = 0; k < deal->n_periods; k++) {
        for (int p = 0; p < IPA_INTENSITY_PATHS; p++) {
            double exponent = 0;
            for (int f = 0; f < deal->n_factors; f++)
                exponent -= name->loadings[f] *
                            states[((long)p * deal->n_factors + f) * deal->n_periods + k];
            years[p] = step_years(deal, k) * exp(exponent);
        }
        name->h[k] = solve_hazard(survived, years,
                                  exp(-cumulative_hazard(name, slow_years(deal, deal->end[k]))));
        for (int p = 0; p < IPA_INTENSITY_PATHS; p++)
            survived[p] *= exp(-name->h[k] * years[p]);
    }
}

static void calibrate_all(slow_deal *deal) {
    static slow_life life;
    const long each = (long)deal->n_factors * deal->n_periods;
    double *states = IPA_NEW_ARRAY(deal->arena, (size_t)(IPA_INTENSITY_PATHS * each + 1), double);
    for (int p = 0; p < IPA_INTENSITY_PATHS; p++) {
        life = (slow_life){.seed = IPA_INTENSITY_SEED, .path = (uint64_t)p};
        draw_sales(deal, &life);
        for (int f = 0; f < deal->n_factors; f++)
            memcpy(&states[p * each + (long)f * deal->n_periods], life.state[f],
                   sizeof(double) * (size_t)deal->n_periods);
    }
    for (int i = 0; i < deal->deal->n_obligors; i++)
        calibrate(deal, &deal->obligors[i], states);
    for (int i = 0; i < deal->deal->n_entities; i++)
        calibrate(deal, &deal->entities[i], states);
}

/* ---- patents ---- */

static ipa_date expiry(const ipa_deal_patent *patent) {
    int years = 0;
    if (patent->kind == IPA_PATENT_INVENTION)
        years = 20;
    if (patent->kind == IPA_PATENT_UTILITY_MODEL)
        years = 10;
    if (patent->kind == IPA_PATENT_DESIGN)
        years = patent->filed < ipa_date_from(2021, 6, 1) ? 10 : 15;
    const ipa_date legal =
        years > 0 ? ipa_date_add_months(patent->filed, 12 * years, false) : IPA_DATE_MAX;
    return patent->expires != IPA_NO_DATE && patent->expires < legal ? patent->expires : legal;
}

/* Years from the cut-off date until `owed` of the hazard's share has been met. */
static double hazard_time(const slow_deal *deal, const ipa_deal_patent *patent,
                          ipa_patent_cause cause, double share, double owed) {
    const ipa_deal_patent_model *model = &deal->deal->model.patents;
    const double start = patent->filed != IPA_NO_DATE ? (deal->cutoff - patent->filed) / 365.0 : 0;
    double met = 0;
    for (int n = 0; n < model->n_rows; n++) {
        const ipa_deal_hazard *row = &model->rows[n];
        if (row->kind != patent->kind || row->cause != cause)
            continue;
        double to = INFINITY;
        for (int m = 0; m < model->n_rows; m++)
            if (model->rows[m].kind == row->kind && model->rows[m].cause == cause &&
                model->rows[m].age_from > row->age_from)
                to = fmin(to, model->rows[m].age_from);
        const double age = fmax(start, row->age_from);
        if (to <= age)
            continue;
        const double hazard = share * row->hazard;
        if (hazard > 0 && met + hazard * (to - age) >= owed)
            return age + (owed - met) / hazard - start;
        met += hazard > 0 ? hazard * (to - age) : 0;
    }
    return INFINITY;
}

static double exponential(const slow_life *life, ipa_stream stream, int index) {
    return -log1p(-ipa_draw_uniform(life->seed, life->path, stream, (uint64_t)index));
}

/* When a cause strikes a patent, by itself or with the others of its contract. */
static double cause_time(const slow_deal *deal, int j, ipa_patent_cause cause,
                         const slow_life *life) {
    const ipa_deal_patent *patent = &deal->deal->patents[j];
    const bool shared = cause == IPA_CAUSE_INVALID || cause == IPA_CAUSE_PARTIAL;
    const double share = shared ? deal->deal->model.patents.family_share.value : 0;
    const double own =
        hazard_time(deal, patent, cause, 1 - share,
                    exponential(life, stream_of(IPA_PURPOSE_PATENT, patent->id), cause));
    if (!shared)
        return own;
    const ipa_stream family =
        stream_of(IPA_PURPOSE_FAMILY,
                  deal->family[j] < 0 ? patent->id : deal->contracts[deal->family[j]]->id);
    return fmin(own, hazard_time(deal, patent, cause, share, exponential(life, family, cause)));
}

/* Months from filing to grant that belong to a uniform, given that it has not come yet. */
static double grant_months(const slow_deal *deal, const ipa_deal_patent *patent, double u) {
    const ipa_deal_patent_model *model = &deal->deal->model.patents;
    const double median = model->grant_median_months.value *
                          (patent->accelerated ? model->grant_accelerated_factor.value : 1);
    const double sigma = model->grant_sigma.value;
    const double pending = (deal->cutoff - patent->filed) / (365.0 / 12);
    const double later = ipa_normal_cdf(-log(pending / median) / sigma) * (1 - u);
    return median * exp(-sigma * ipa_normal_quantile(later));
}

static bool is_application(const ipa_deal_patent *patent) {
    return patent->granted == IPA_NO_DATE && patent->kind <= IPA_PATENT_DESIGN;
}

static void draw_patent(const slow_deal *deal, int j, slow_life *life) {
    const ipa_deal_patent *patent = &deal->deal->patents[j];
    const ipa_stream grant = stream_of(IPA_PURPOSE_GRANT, patent->id);
    double death = INFINITY, partial = INFINITY, months = 0;
    bool succeeds = true;
    if (!life->base) {
        for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++)
            if (cause != IPA_CAUSE_PARTIAL)
                death = fmin(death, cause_time(deal, j, (ipa_patent_cause)cause, life));
        partial = cause_time(deal, j, IPA_CAUSE_PARTIAL, life);
    }
    if (is_application(patent)) {
        months = grant_months(
            deal, patent, life->base ? 0.5 : ipa_draw_uniform(life->seed, life->path, grant, 0));
        succeeds = life->base || slow_by(life, ipa_draw_uniform(life->seed, life->path, grant, 1),
                                         deal->deal->model.patents.grant_probability.value);
    }
    for (int k = 0; k < deal->n_periods; k++) {
        const double t = slow_years(deal, deal->end[k]);
        bool granted = patent->granted == IPA_NO_DATE || patent->granted <= deal->end[k];
        if (is_application(patent)) {
            const double since_filing = (deal->end[k] - patent->filed) / (365.0 / 12);
            granted = slow_by(life, months, since_filing) && succeeds;
        }
        const bool lives = deal->end[k] < expiry(patent) && !slow_by(life, death, t);
        life->alive[j][k] = lives && granted;
        life->partial[j][k] = slow_by(life, partial, t);
    }
}

void slow_lives_draw(const slow_deal *deal, uint64_t seed, uint64_t path, slow_life *life) {
    *life = (slow_life){.seed = seed, .path = path, .nearest = INFINITY};
    draw_sales(deal, life);
    const bool intensity = deal->deal->model.intensity;
    for (int i = 0; i < deal->deal->n_obligors; i++)
        life->obligor_years[i] = (intensity ? intensity_time : copula_time)(
            deal, &deal->obligors[i], IPA_PURPOSE_OBLIGOR, life);
    for (int i = 0; i < deal->deal->n_entities; i++)
        life->entity_years[i] = (intensity ? intensity_time : copula_time)(
            deal, &deal->entities[i], IPA_PURPOSE_ENTITY, life);
    for (int j = 0; j < deal->deal->n_patents; j++)
        draw_patent(deal, j, life);
}

void slow_lives_base(const slow_deal *deal, slow_life *life) {
    *life = (slow_life){.base = true, .nearest = INFINITY};
    for (int f = 0; f < deal->n_factors; f++)
        for (int k = 0; k < deal->n_periods; k++)
            life->multiplier[f][k] = deal->process[f].given ? deal->process[f].expected[k] : 1;
    for (int i = 0; i < SLOW_NAMES; i++)
        life->obligor_years[i] = life->entity_years[i] = INFINITY;
    for (int j = 0; j < deal->deal->n_patents; j++)
        draw_patent(deal, j, life);
}

/* ---- a deal ---- */

static void set_knots(slow_deal *deal, slow_name *name, const ipa_deal_credit *credit) {
    double *years = IPA_NEW_ARRAY(deal->arena, 128, double);
    double *hazard = IPA_NEW_ARRAY(deal->arena, 128, double);
    const ipa_deal *of = deal->deal;
    int n = 1;
    years[0] = hazard[0] = 0;
    if (credit->rating.id != NULL) {
        int grade = 0;
        while (strcmp(of->pd_table.grades[grade], credit->rating.id) != 0)
            grade++;
        for (; n <= of->pd_table.n_years; n++) {
            years[n] = n;
            hazard[n] = -log1p(-of->pd_table.cumulative[grade * of->pd_table.n_years + n - 1]);
        }
    } else if (credit->pd_curve.id != NULL) {
        const ipa_pd_points *points = of->pd_curves;
        while (strcmp(points->file, credit->pd_curve.id) != 0)
            points++;
        for (int m = 0; m < points->n_points; m++)
            if (points->years[m] > 0) {
                years[n] = points->years[m];
                hazard[n++] = -log1p(-points->cumulative[m]);
            }
    } else {
        years[n] = 1;
        hazard[n++] = credit->hazard.value;
    }
    name->n_knots = n;
    name->years = years;
    name->hazard = hazard;
}

static void set_name(slow_deal *deal, slow_name *name, const char *id,
                     const ipa_deal_credit *credit) {
    name->id = id;
    set_knots(deal, name, credit);
    for (int n = 0; n < credit->loadings.n_items; n++)
        for (int f = 0; f < deal->n_factors; f++)
            if (strcmp(deal->factor[f], credit->loadings.items[n].name) == 0)
                name->loadings[f] = credit->loadings.items[n].number.value;
    double systematic = 0;
    for (int f = 0; f < deal->n_factors; f++)
        for (int g = 0; g < deal->n_factors; g++)
            systematic += name->loadings[f] * name->loadings[g] *
                          deal->deal->model.correlation[f * deal->n_factors + g];
    name->own = sqrt(fmax(0, 1 - systematic));
}

static void set_factors(slow_deal *deal) {
    const ipa_deal_model *model = &deal->deal->model;
    deal->n_factors = model->n_factors;
    for (int f = 0; f < deal->n_factors; f++) {
        deal->factor[f] = model->factors[f].id;
        for (int g = 0; g <= f; g++) {
            double left = model->correlation[f * deal->n_factors + g];
            for (int m = 0; m < g; m++)
                left -= deal->root[f][m] * deal->root[g][m];
            if (f == g)
                deal->root[f][g] = sqrt(fmax(0, left));
            else
                deal->root[f][g] = deal->root[g][g] > 0 ? left / deal->root[g][g] : 0;
        }
        for (int n = 0; n < model->n_sales; n++) {
            const ipa_deal_process *row = &model->sales[n];
            if (strcmp(row->factor.id, deal->factor[f]) == 0)
                deal->process[f] =
                    (slow_process){.given = true,
                                   .grows = row->grows,
                                   .reversion = row->reversion.value,
                                   .volatility = row->volatility.value,
                                   .growth_initial = row->growth_initial.value,
                                   .growth_mean = row->growth_mean.value,
                                   .growth_reversion = row->growth_reversion.value,
                                   .growth_volatility = row->growth_volatility.value,
                                   .growth_correlation = row->growth_correlation.value};
        }
        work_out(deal, &deal->process[f]);
    }
}

static void set_reflection(slow_deal *deal) {
    const int n = deal->n_periods;
    double v[SLOW_PERIODS], squared = 0;
    for (int k = 0; k < n; k++) {
        v[k] = (k == 0) - 1 / sqrt(n);
        squared += v[k] * v[k];
    }
    for (int k = 0; k < n; k++)
        for (int j = 0; j < n; j++)
            deal->reflection[k][j] = (k == j) - (n > 1 ? 2 * v[k] * v[j] / squared : 0);
}

static bool names_patent(const ipa_deal_contract *contract, const ipa_deal_patent *patent) {
    if (patent->contract.id != NULL && strcmp(patent->contract.id, contract->id) == 0)
        return true;
    const char *at = contract->patents;
    const size_t length = strlen(patent->id);
    while (at != NULL && *at != '\0') {
        at += strspn(at, "; ");
        if (strncmp(at, patent->id, length) == 0 && strspn(at + length, "; ") > 0)
            return true;
        if (strcmp(at, patent->id) == 0)
            return true;
        at += strcspn(at, ";");
    }
    return false;
}

static void set_contracts(slow_deal *deal) {
    for (int j = 0; j < deal->deal->n_patents; j++)
        deal->family[j] = -1;
    for (int n = 0; n < deal->deal->n_contracts; n++) {
        const ipa_deal_contract *contract = &deal->deal->contracts[n];
        if (contract->ineligible != NULL)
            continue;
        const int c = deal->n_contracts++;
        cr_assert_lt(c, SLOW_CONTRACTS);
        deal->contracts[c] = contract;
        deal->own[c] = (slow_process){.given = contract->sales_volatility.value > 0,
                                      .reversion = contract->sales_reversion.value,
                                      .volatility = contract->sales_volatility.value};
        work_out(deal, &deal->own[c]);
        for (int j = 0; j < deal->deal->n_patents; j++)
            if (names_patent(contract, &deal->deal->patents[j])) {
                deal->patents[c][deal->n_patents[c]++] = j;
                if (deal->family[j] < 0)
                    deal->family[j] = c;
            }
    }
}

slow_deal *slow_deal_create(const ipa_plan *plan, ipa_arena *arena) {
    slow_deal *deal = IPA_NEW(arena, slow_deal);
    *deal = (slow_deal){.deal = plan->deal, .arena = arena, .n_periods = plan->n_periods};
    const ipa_deal_model *model = &plan->deal->model;
    cr_assert_leq(plan->n_periods, SLOW_PERIODS);
    cr_assert_leq(model->n_factors, SLOW_FACTORS);
    cr_assert_leq(plan->deal->n_obligors, SLOW_NAMES);
    cr_assert_leq(plan->deal->n_patents, SLOW_PATENTS);
    deal->cutoff = plan->deal->terms.cutoff;
    for (int k = 0; k < plan->n_periods; k++)
        deal->end[k] = plan->periods[k].collection_end;
    set_factors(deal);
    set_reflection(deal);
    set_contracts(deal);
    for (int i = 0; i < plan->deal->n_obligors; i++)
        set_name(deal, &deal->obligors[i], plan->deal->obligors[i].id,
                 &plan->deal->obligors[i].credit);
    for (int i = 0; i < plan->deal->n_entities; i++)
        set_name(deal, &deal->entities[i], plan->deal->entities[i].id,
                 &plan->deal->entities[i].credit);
    if (model->student_t)
        cr_assert_eq(ipa_quantile_table_gamma(arena, model->degrees_of_freedom.value / 2, 2,
                                              &deal->chi_square, NULL),
                     IPA_OK);
    if (model->intensity)
        calibrate_all(deal);
    return deal;
}
