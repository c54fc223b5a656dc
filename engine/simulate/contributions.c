#include "engine/simulate/contributions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/simulate/base_case.h"
#include "engine/simulate/block.h"
#include "engine/simulate/contract_cash.h"
#include "engine/simulate/quantiles.h"

static const double fen = 100;

/* The atoms of a shortfall are the obligors, then the patents. By path: `[item][n_paths]`, fen. */
typedef struct sample {
    const ipa_plan *plan; /* that holds the contracts */
    long n_paths;
    int n_atoms;
    double *atoms;
    double *total;   /* of the pool [n_paths] */
    double *share;   /* loss of the tranche ÷ Σ of atoms above zero; 0 where there are none */
    long *order;     /* paths, largest total first */
    double *scratch; /* [2][n_paths] */
} sample;

typedef struct second_look {
    const ipa_plan *plan; /* whose tranche it is */
    const ipa_contributions_ask *ask;
    const double *base; /* [n_contracts] fen */
    ipa_block *block;
    ipa_pool *immortal; /* NULL: nothing hangs on patents */
    ipa_collections beside;
    ipa_row *cash, *undying; /* [n_contracts][n_periods] */
    sample *to;
} second_look;

static double life(const ipa_row *cash, int n_periods, int lane) {
    double sum = 0;
    for (int k = 0; k < n_periods; k++)
        sum += cash[k].lane[lane];
    return sum;
}

static double *atom(const sample *of, int n, long path) {
    return &of->atoms[n * of->n_paths + path];
}

/* ---- one path ---- */

/* What a patent counts for over its life on this path. */
static double counted(const ipa_patents *patents, int j, int lane) {
    const int n_periods = patents->plan->n_periods;
    const ipa_row *row =
        &(patents->is_weighted[j] ? patents->counted : patents->alive)[j * n_periods];
    return life(row, n_periods, lane);
}

/* Shares what the patents' deaths cost the contract by weight × periods lost; what no patent can be
 * blamed for is left. Returns what is shared. */
static double share_out(const second_look *look, int c, double lost, int lane, long path) {
    const ipa_plan_contract *contract = &look->to->plan->contracts[c];
    const ipa_patents *here = ipa_pool_patents(look->block->layers->pool);
    const ipa_patents *undying = ipa_pool_patents(look->immortal);
    double all = 0;
    for (int n = 0; n < contract->n_patents; n++) {
        const int j = contract->patents[n];
        all += contract->weights[n] * (counted(undying, j, lane) - counted(here, j, lane));
    }
    for (int n = 0; all > 0 && n < contract->n_patents; n++) {
        const int j = contract->patents[n];
        const double own =
            contract->weights[n] * (counted(undying, j, lane) - counted(here, j, lane));
        *atom(look->to, look->to->plan->n_obligors + j, path) += lost * own / all;
    }
    return all > 0 ? lost : 0;
}

static void look_at_contract(const second_look *look, int c, int lane, long path) {
    const ipa_plan *plan = look->to->plan;
    const int i = plan->contracts[c].obligor;
    const double got = life(look->cash + c * plan->n_periods, plan->n_periods, lane);
    double shortfall = look->base[c] - got;
    look->to->total[path] += shortfall;
    if (look->immortal != NULL && plan->contracts[c].patent_rule != IPA_PATENT_RULE_NONE &&
        plan->contracts[c].n_patents > 0) {
        const double lost = life(look->undying + c * plan->n_periods, plan->n_periods, lane) - got;
        shortfall -= share_out(look, c, lost, lane, path);
    }
    *atom(look->to, i, path) += shortfall;
}

static void look_at_path(const second_look *look, int lane, long path) {
    const sample *to = look->to;
    const ipa_measures *measures = look->block->measures;
    const ipa_variant variant =
        measures->n_variants == IPA_N_VARIANTS ? IPA_WITHOUT_SUPPORT : IPA_SUPPORTED;
    const int t = look->ask->tranche;
    for (int c = 0; c < to->plan->n_contracts; c++)
        look_at_contract(look, c, lane, path);
    const double loss =
        look->block->rows[ipa_measures_row(measures, variant, t, IPA_FIGURE_LOSS)].lane[lane] *
        look->plan->tranches[t].original;
    double positive = 0;
    for (int n = 0; n < to->n_atoms; n++)
        positive += fmax(0, *atom(to, n, path));
    to->share[path] = positive > 0 ? loss / positive : 0;
}

static void look_at_all(second_look *look) {
    for (long first = 0; first < look->to->n_paths; first += IPA_LANES) {
        const long left = look->to->n_paths - first;
        const int n = left < IPA_LANES ? (int)left : IPA_LANES;
        ipa_block_run(look->block, look->ask->seed, (uint64_t)first, n);
        if (look->immortal != NULL)
            ipa_pool_simulate(look->immortal, look->ask->seed, (uint64_t)first, n, &look->beside);
        for (int lane = 0; lane < n; lane++)
            look_at_path(look, lane, first + lane);
    }
}

/* ---- statistics ---- */

static int by_total(const void *a, const void *b, void *context) {
    const double *total = context;
    const long left = *(const long *)a, right = *(const long *)b;
    if (total[left] != total[right])
        return total[left] < total[right] ? 1 : -1;
    return left < right ? -1 : left > right; /* the same order on every machine */
}

/* Mean over the worst (1 − level) of the paths; the path on the edge counts in part. Its standard
 * error is that of the influence (x − x at the edge)·1{worse} ÷ (1 − level), x at the edge taken
 * from the paths around it. */
static ipa_estimate worst_of(const sample *of, const double *x, double level) {
    const double n_worst = (1 - level) * (double)of->n_paths;
    const long whole = (long)n_worst, last = of->n_paths - 1;
    const long edge = whole < last ? whole : last, width = 4 + whole / 10;
    double sum = 0, at_edge = 0, squares = 0;
    long n_edge = 0;
    for (long n = 0; n < whole; n++)
        sum += x[of->order[n]];
    const double mean = (sum + (n_worst - (double)whole) * x[of->order[edge]]) / n_worst;
    for (long n = edge > width ? edge - width : 0; n <= last && n <= edge + width; n++, n_edge++)
        at_edge += x[of->order[n]];
    at_edge /= (double)n_edge;
    for (long n = 0; n < whole; n++) {
        const double influence = (x[of->order[n]] - at_edge) / (1 - level) - (mean - at_edge);
        squares += influence * influence;
    }
    squares += (double)(of->n_paths - whole) * (mean - at_edge) * (mean - at_edge);
    return (ipa_estimate){mean, sqrt(squares) / (double)of->n_paths};
}

static ipa_estimate yuan(ipa_estimate of) {
    return (ipa_estimate){of.mean / fen, of.standard_error / fen};
}

/* What the atoms of a row bring together. */
static void measure(const sample *of, const int *atoms, int n_atoms, ipa_contribution *row) {
    double *sum = of->scratch, *loss = of->scratch + of->n_paths;
    memset(of->scratch, 0, 2 * (size_t)of->n_paths * sizeof *sum);
    for (int n = 0; n < n_atoms; n++)
        for (long p = 0; p < of->n_paths; p++) {
            const double x = *atom(of, atoms[n], p);
            sum[p] += x;
            loss[p] += of->share[p] * fmax(0, x);
        }
    row->expected = yuan(ipa_quantiles_mean(sum, of->n_paths));
    row->cvar95 = yuan(worst_of(of, sum, 0.95));
    row->cvar99 = yuan(worst_of(of, sum, 0.99));
    row->tranche_loss = yuan(ipa_quantiles_mean(loss, of->n_paths));
}

/* ---- rows ---- */

static int by_expected(const void *a, const void *b) {
    const ipa_contribution *left = a, *right = b;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    if (left->expected.mean != right->expected.mean)
        return left->expected.mean < right->expected.mean ? 1 : -1;
    return strcmp(left->id, right->id);
}

static const char *industry_of(const ipa_plan *plan, int obligor) {
    const char *industry = plan->deal->obligors[obligor].industry;
    return industry != NULL ? industry : "";
}

/* A patent is of the industry that the first contract on it is of; NULL: no contract is. */
static const char *atom_industry(const ipa_plan *plan, int n) {
    if (n < plan->n_obligors)
        return industry_of(plan, n);
    for (int c = 0; c < plan->n_contracts; c++)
        for (int m = 0; m < plan->contracts[c].n_patents; m++)
            if (plan->contracts[c].patents[m] == n - plan->n_obligors)
                return industry_of(plan, plan->contracts[c].obligor);
    return NULL;
}

static bool is_same(const char *industry, const char *other) {
    return industry != NULL && other != NULL && strcmp(industry, other) == 0;
}

static bool is_first_of_industry(const char **industries, int n) {
    for (int m = 0; m < n; m++)
        if (is_same(industries[m], industries[n]))
            return false;
    return true;
}

static bool is_zero(const sample *of, int n) {
    for (long p = 0; p < of->n_paths; p++)
        if (*atom(of, n, p) != 0)
            return false;
    return true;
}

static ipa_contribution head_of(const ipa_plan *plan, int n) {
    if (n < plan->n_obligors)
        return (ipa_contribution){.kind = IPA_CONTRIBUTION_OBLIGOR,
                                  .id = plan->deal->obligors[n].id,
                                  .name = plan->deal->obligors[n].name};
    const ipa_deal_patent *patent = plan->patents[n - plan->n_obligors].source;
    return (ipa_contribution){
        .kind = IPA_CONTRIBUTION_PATENT, .id = patent->id, .name = patent->title};
}

/* Patents that never cost anything have no row. */
static ipa_contribution *rows_of(const sample *of, ipa_arena *arena, int *n_rows) {
    const ipa_plan *plan = of->plan;
    ipa_contribution *rows = IPA_NEW_ARRAY(arena, 2 * of->n_atoms, ipa_contribution);
    const char **industries = IPA_NEW_ARRAY(arena, of->n_atoms, const char *);
    int *members = IPA_NEW_ARRAY(arena, of->n_atoms, int);
    *n_rows = 0;
    for (int n = 0; n < of->n_atoms; n++) {
        industries[n] = atom_industry(plan, n);
        if (n >= plan->n_obligors && is_zero(of, n))
            continue;
        rows[*n_rows] = head_of(plan, n);
        measure(of, &n, 1, &rows[(*n_rows)++]);
    }
    for (int i = 0; i < plan->n_obligors; i++) {
        if (!is_first_of_industry(industries, i))
            continue;
        int n_members = 0;
        for (int n = 0; n < of->n_atoms; n++)
            if (is_same(industries[n], industries[i]))
                members[n_members++] = n;
        rows[*n_rows] = (ipa_contribution){
            .kind = IPA_CONTRIBUTION_INDUSTRY, .id = industries[i], .name = industries[i]};
        measure(of, members, n_members, &rows[(*n_rows)++]);
    }
    qsort(rows, (size_t)*n_rows, sizeof *rows, by_expected);
    return rows;
}

/* ---- the whole ---- */

static double *base_of(const ipa_plan *plan, ipa_arena *arena) {
    const double *cash = ipa_contract_cash_base(plan, arena);
    double *to = IPA_NEW_ARRAY(arena, plan->n_contracts, double);
    for (int row = 0; row < plan->n_contracts * plan->n_periods; row++)
        to[row / plan->n_periods] += cash[row] * fen;
    return to;
}

/* Its own model, for a pool of patents that live. */
static void add_immortal(second_look *look, ipa_arena *arena) {
    const ipa_plan *plan = ipa_layers_holder(look->ask->immortal);
    look->immortal = ipa_pool_create_shared(ipa_pool_model_create(plan, arena), arena);
    look->undying = ipa_layout_rows(arena, plan->n_contracts * plan->n_periods);
    look->beside =
        ipa_layout_collections(arena, plan->n_periods, plan->n_entities, plan->n_obligors);
    ipa_pool_watch(look->immortal, look->undying);
}

static bool sample_create(sample *of) {
    const size_t n = (size_t)of->n_paths;
    of->atoms = calloc((size_t)(of->n_atoms + 4) * n, sizeof(double));
    of->order = malloc(n * sizeof(long));
    if (of->atoms == NULL || of->order == NULL)
        return false;
    of->total = of->atoms + (size_t)of->n_atoms * n;
    of->share = of->total + n;
    of->scratch = of->share + n;
    for (long p = 0; p < of->n_paths; p++)
        of->order[p] = p;
    return true;
}

ipa_status ipa_contributions_run(const ipa_plan *plan, const ipa_contributions_ask *ask,
                                 ipa_arena *arena, ipa_contribution **rows, int *n_rows,
                                 ipa_error *error) {
    ipa_status status = IPA_OK;
    const ipa_plan *holder = ipa_layers_holder(plan);
    ipa_arena *own = ipa_arena_create();
    sample of = {.plan = holder,
                 .n_atoms = holder->n_obligors + holder->n_patents,
                 .n_paths = ask->n_paths < IPA_CONTRIBUTIONS_PATHS ? ask->n_paths
                                                                   : IPA_CONTRIBUTIONS_PATHS};
    if (!sample_create(&of)) {
        status =
            ipa_fail(error, IPA_LIMIT, "no memory for the contributions on %ld paths", of.n_paths);
        goto out;
    }
    double *forecast = IPA_NEW_ARRAY(own, ipa_layers_n_forecast(plan), double);
    (void)ipa_base_case_run(plan, own, forecast);
    second_look look = {.plan = plan,
                        .ask = ask,
                        .base = base_of(holder, own),
                        .block = ipa_block_create(ipa_measures_create(plan, ask->rounding, own),
                                                  ipa_pool_model_create(holder, own), forecast,
                                                  ask->rounding, own),
                        .cash = ipa_layout_rows(own, holder->n_contracts * holder->n_periods),
                        .to = &of};
    ipa_pool_watch(look.block->layers->pool, look.cash);
    if (ask->immortal != NULL)
        add_immortal(&look, own);
    look_at_all(&look);
    qsort_r(of.order, (size_t)of.n_paths, sizeof *of.order, by_total, of.total);
    *rows = rows_of(&of, arena, n_rows);
out:
    free(of.atoms);
    free(of.order);
    ipa_arena_destroy(own);
    return status;
}
