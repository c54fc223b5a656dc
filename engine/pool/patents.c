#include "engine/pool/patents.h"

#include <string.h>

#include "engine/math/instruction_set.h"
#include "engine/random/draw.h"

/** Patents that one shock strikes together: those of the first contract that names them, or one
 *  that no contract names. */
struct ipa_patents_family {
    uint32_t stream;
    bool is_shaken; /**< some threshold of the common shock is above 0 */
    int *patents;
    int n_patents;
};

/** What may end a patent; `shocks`: the rows of its family. Uniforms by cause. */
typedef struct draws {
    ipa_row own[IPA_N_PATENT_CAUSES], shocks[IPA_N_PATENT_CAUSES];
    ipa_row grant[2]; /**< time, outcome */
} draws;

/** What a patent's uniforms must stand above in a period; −1, below every uniform, drawn or not,
 *  where the cause cannot strike. */
typedef struct ipa_patents_limits {
    double own[IPA_N_PATENT_CAUSES], shock[IPA_N_PATENT_CAUSES];
} limits;

static bool has_rule(const ipa_plan_contract *contract) {
    return contract->patent_rule != IPA_PATENT_RULE_NONE && contract->n_patents > 0;
}

bool ipa_patents_needed(const ipa_plan *plan) {
    for (int c = 0; c < plan->n_contracts; c++)
        if (has_rule(&plan->contracts[c]) ||
            (plan->ip_value != NULL && plan->contracts[c].n_patents > 0))
            return true;
    return plan->annuity != NULL && plan->n_patents > 0;
}

static bool ever(const double *thresholds, int n_periods) {
    return thresholds != NULL && n_periods > 0 && thresholds[n_periods - 1] > 0;
}

static void join_family(ipa_patents *patents, int n, uint32_t stream, int patent,
                        ipa_arena *arena) {
    struct ipa_patents_family *family = &patents->families[n];
    const ipa_plan_patent *of = &patents->plan->patents[patent];
    family->stream = stream;
    IPA_PUSH(arena, family->patents, family->n_patents, patent);
    for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++)
        family->is_shaken |= ever(of->family[cause], patents->plan->n_periods);
    patents->family_of[patent] = n;
}

static void find_families(ipa_patents *patents, ipa_arena *arena) {
    const ipa_plan *plan = patents->plan;
    patents->families = IPA_NEW_ARRAY(arena, plan->n_patents, struct ipa_patents_family);
    for (int j = 0; j < plan->n_patents; j++)
        patents->family_of[j] = -1;
    for (int c = 0; c < plan->n_contracts; c++) {
        const ipa_plan_contract *contract = &plan->contracts[c];
        bool is_new = true;
        for (int n = 0; n < contract->n_patents; n++)
            if (patents->family_of[contract->patents[n]] < 0) {
                patents->n_families += is_new;
                is_new = false;
                join_family(patents, patents->n_families - 1, contract->stream,
                            contract->patents[n], arena);
            }
    }
    for (int j = 0; j < plan->n_patents; j++)
        if (patents->family_of[j] < 0)
            join_family(patents, patents->n_families++, plan->patents[j].stream, j, arena);
}

static void find_needs(ipa_patents *patents) {
    const ipa_plan *plan = patents->plan;
    for (int j = 0; j < plan->n_patents; j++)
        for (int k = 0; k < plan->n_periods && plan->annuity != NULL; k++)
            patents->is_drawn[j] |= plan->annuity[j * plan->n_periods + k] > 0;
    for (int c = 0; c < plan->n_contracts; c++)
        for (int n = 0; n < plan->contracts[c].n_patents; n++) {
            const int j = plan->contracts[c].patents[n];
            patents->is_drawn[j] |= plan->ip_value != NULL || has_rule(&plan->contracts[c]);
            patents->is_weighted[j] |= plan->contracts[c].patent_rule == IPA_PATENT_RULE_WEIGHTED;
        }
}

static double limit_at(const double *thresholds, int k) {
    return thresholds != NULL && thresholds[k] > 0 ? thresholds[k] : -1;
}

static limits *limits_of(const ipa_plan *plan, ipa_arena *arena) {
    limits *all = IPA_NEW_ARRAY(arena, plan->n_patents * plan->n_periods, limits);
    for (int j = 0; j < plan->n_patents; j++)
        for (int k = 0; k < plan->n_periods; k++)
            for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++) {
                limits *of = &all[j * plan->n_periods + k];
                of->own[cause] = limit_at(plan->patents[j].own[cause], k);
                of->shock[cause] = limit_at(plan->patents[j].family[cause], k);
            }
    return all;
}

static void fill(double value, ipa_row *row) {
    for (int p = 0; p < IPA_LANES; p++)
        row->lane[p] = value;
}

ipa_patents *ipa_patents_create(const ipa_plan *plan, ipa_arena *arena) {
    ipa_patents *patents = IPA_NEW(arena, ipa_patents);
    patents->plan = plan;
    patents->alive = ipa_layout_rows(arena, plan->n_patents * plan->n_periods);
    patents->counted = ipa_layout_rows(arena, plan->n_patents * plan->n_periods);
    patents->share = ipa_layout_rows(arena, plan->n_contracts * plan->n_periods);
    patents->family_of = IPA_NEW_ARRAY(arena, plan->n_patents, int);
    patents->is_drawn = IPA_NEW_ARRAY(arena, plan->n_patents, bool);
    patents->is_weighted = IPA_NEW_ARRAY(arena, plan->n_patents, bool);
    patents->limits = limits_of(plan, arena);
    find_families(patents, arena);
    find_needs(patents);
    for (int n = 0; n < plan->n_contracts * plan->n_periods; n++)
        fill(1, &patents->share[n]);
    return patents;
}

void ipa_patents_watch(ipa_patents *patents) {
    for (int j = 0; j < patents->plan->n_patents; j++)
        patents->is_drawn[j] = true;
}

/* ---- lane kernels ---- */

/* Alive while every uniform stands above its limit. */
IPA_LANES_INLINE void survive_lanes(int n_periods, const limits *restrict limit,
                                    const draws *restrict from, ipa_row *restrict alive) {
    const double *restrict lapse = from->own[IPA_CAUSE_LAPSE].lane;
    const double *restrict obsolete = from->own[IPA_CAUSE_OBSOLETE].lane;
    const double *restrict invalid = from->own[IPA_CAUSE_INVALID].lane;
    const double *restrict shock = from->shocks[IPA_CAUSE_INVALID].lane;
    for (int k = 0; k < n_periods; k++) {
        double *restrict y = alive[k].lane;
        for (int p = 0; p < IPA_LANES; p++) {
            const double one = lapse[p] > limit[k].own[IPA_CAUSE_LAPSE] ? 1 : 0;
            const double two = obsolete[p] > limit[k].own[IPA_CAUSE_OBSOLETE] ? one : 0;
            const double three = invalid[p] > limit[k].own[IPA_CAUSE_INVALID] ? two : 0;
            y[p] = shock[p] > limit[k].shock[IPA_CAUSE_INVALID] ? three : 0;
        }
    }
}

/* What a patent still counts for: once it is partly invalid, by itself or with others, a part. */
IPA_LANES_INLINE void count_lanes(int n_periods, const limits *restrict limit, double part,
                                  const draws *restrict from, ipa_row *restrict counted) {
    const double *restrict own = from->own[IPA_CAUSE_PARTIAL].lane;
    const double *restrict shock = from->shocks[IPA_CAUSE_PARTIAL].lane;
    for (int k = 0; k < n_periods; k++) {
        double *restrict y = counted[k].lane;
        for (int p = 0; p < IPA_LANES; p++) {
            const double after_own = own[p] > limit[k].own[IPA_CAUSE_PARTIAL] ? 1 : part;
            y[p] *= shock[p] > limit[k].shock[IPA_CAUSE_PARTIAL] ? after_own : part;
        }
    }
}

IPA_PER_INSTRUCTION_SET(static, survive, survive_lanes,
                        (int n_periods, const limits *limit, const draws *from, ipa_row *alive),
                        (n_periods, limit, from, alive))
IPA_PER_INSTRUCTION_SET(static, count, count_lanes,
                        (int n_periods, const limits *limit, double part, const draws *from,
                         ipa_row *counted),
                        (n_periods, limit, part, from, counted))

static void keep_granted(double granted, double probability, const ipa_row *restrict grant,
                         double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++) {
        const double by_time = grant[0].lane[p] <= granted ? y[p] : 0;
        y[p] = grant[1].lane[p] <= probability ? by_time : 0;
    }
}

static void add_weighted(double weight, const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] += weight * x[p];
}

static void multiply(const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] *= x[p];
}

static void raise(const double *restrict x, double *restrict y) {
    for (int p = 0; p < IPA_LANES; p++)
        y[p] = x[p] > y[p] ? x[p] : y[p];
}

/* ---- one patent ---- */

static void draw_pair(const ipa_patents *patents, ipa_stream stream, int pair, ipa_row *rows) {
    ipa_draw_uniform_pairs(patents->seed, patents->first_path, patents->n_paths, stream,
                           (uint64_t)pair, rows->lane);
}

/* Only what can strike is drawn: a uniform nobody compares costs as much as one that matters. */
static void draw_own(const ipa_patents *patents, const ipa_plan_patent *patent, draws *to) {
    const int n_periods = patents->plan->n_periods;
    const ipa_stream own = {IPA_PURPOSE_PATENT, patent->stream};
    for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause += 2)
        if (ever(patent->own[cause], n_periods) || ever(patent->own[cause + 1], n_periods))
            draw_pair(patents, own, cause / 2, &to->own[cause]);
    if (patent->granted != NULL)
        draw_pair(patents, (ipa_stream){IPA_PURPOSE_GRANT, patent->stream}, 0, to->grant);
}

static void live(ipa_patents *patents, int j, const draws *from) {
    const ipa_plan_patent *patent = &patents->plan->patents[j];
    const int n_periods = patents->plan->n_periods;
    const int expired = patent->expired_period < n_periods ? patent->expired_period : n_periods;
    const limits *limit = &patents->limits[j * n_periods];
    ipa_row *alive = &patents->alive[j * n_periods];
    survive(expired, limit, from, alive);
    for (int k = expired; k < n_periods; k++)
        fill(0, &alive[k]);
    for (int k = 0; k < expired && patent->granted != NULL; k++)
        keep_granted(patent->granted[k], patent->grant_probability, from->grant, alive[k].lane);
    if (patents->is_weighted[j]) {
        ipa_row *counted = &patents->counted[j * n_periods];
        memcpy(counted, alive, (size_t)n_periods * sizeof *counted);
        count(expired, limit, patents->plan->partial_factor, from, counted);
    }
}

/* ---- what a contract may still ask for ---- */

static const ipa_row *row_of(const ipa_patents *patents, const ipa_row *rows, int j, int k) {
    return &rows[j * patents->plan->n_periods + k];
}

static void share_of(const ipa_patents *patents, const ipa_plan_contract *contract, int k,
                     ipa_row *share) {
    fill(contract->patent_rule == IPA_PATENT_RULE_ALL ? 1 : 0, share);
    for (int n = 0; n < contract->n_patents; n++) {
        const int j = contract->patents[n];
        if (contract->patent_rule == IPA_PATENT_RULE_ALL)
            multiply(row_of(patents, patents->alive, j, k)->lane, share->lane);
        else if (contract->patent_rule == IPA_PATENT_RULE_ANY)
            raise(row_of(patents, patents->alive, j, k)->lane, share->lane);
        else
            add_weighted(contract->weights[n], row_of(patents, patents->counted, j, k)->lane,
                         share->lane);
    }
}

static void share_all(ipa_patents *patents) {
    const ipa_plan *plan = patents->plan;
    for (int c = 0; c < plan->n_contracts; c++)
        if (has_rule(&plan->contracts[c]))
            for (int k = 0; k < plan->n_periods; k++)
                share_of(patents, &plan->contracts[c], k, &patents->share[c * plan->n_periods + k]);
}

/* ---- a block ---- */

static bool any_drawn(const ipa_patents *patents, const struct ipa_patents_family *family) {
    for (int n = 0; n < family->n_patents; n++)
        if (patents->is_drawn[family->patents[n]])
            return true;
    return false;
}

void ipa_patents_draw(ipa_patents *patents, uint64_t seed, uint64_t first_path, int n_paths) {
    draws rows = {0};
    patents->seed = seed;
    patents->first_path = first_path;
    patents->n_paths = n_paths;
    for (int m = 0; m < patents->n_families; m++) {
        const struct ipa_patents_family *family = &patents->families[m];
        if (!any_drawn(patents, family))
            continue;
        if (family->is_shaken)
            draw_pair(patents, (ipa_stream){IPA_PURPOSE_FAMILY, family->stream},
                      IPA_CAUSE_INVALID / 2, &rows.shocks[IPA_CAUSE_INVALID]);
        for (int n = 0; n < family->n_patents; n++)
            if (patents->is_drawn[family->patents[n]]) {
                draw_own(patents, &patents->plan->patents[family->patents[n]], &rows);
                live(patents, family->patents[n], &rows);
            }
    }
    share_all(patents);
}

void ipa_patents_base(ipa_patents *patents) {
    const ipa_plan *plan = patents->plan;
    patents->n_paths = 1;
    for (int j = 0; j < plan->n_patents; j++)
        for (int k = 0; k < plan->n_periods; k++) {
            const ipa_plan_patent *patent = &plan->patents[j];
            const bool alive = k >= patent->base_granted_period && k < patent->expired_period;
            fill(alive ? 1 : 0, &patents->alive[j * plan->n_periods + k]);
            fill(alive ? 1 : 0, &patents->counted[j * plan->n_periods + k]);
        }
    share_all(patents);
}

/* ---- replay ---- */

static int first_reached(const double *thresholds, int n_periods, double u) {
    int k = 0;
    while (k < n_periods && !(thresholds != NULL && u <= thresholds[k]))
        k++;
    return k;
}

static double uniform(const ipa_patents *patents, int lane, ipa_stream stream, int index) {
    return ipa_draw_uniform(patents->seed, patents->first_path + (uint64_t)lane, stream,
                            (uint64_t)index);
}

/* When the office decides on an application; one granted at the cut-off date was decided then. */
static int decided_period(const ipa_patents *patents, const ipa_plan_patent *patent, int lane) {
    const ipa_stream stream = {IPA_PURPOSE_GRANT, patent->stream};
    return patent->granted == NULL ? 0
                                   : first_reached(patent->granted, patents->plan->n_periods,
                                                   uniform(patents, lane, stream, 0));
}

static bool is_refused(const ipa_patents *patents, const ipa_plan_patent *patent, int lane) {
    const ipa_stream stream = {IPA_PURPOSE_GRANT, patent->stream};
    return patent->granted != NULL && uniform(patents, lane, stream, 1) > patent->grant_probability;
}

ipa_patent_fate ipa_patents_fate(const ipa_patents *patents, int patent, int lane) {
    const ipa_plan_patent *of = &patents->plan->patents[patent];
    const int n_periods = patents->plan->n_periods;
    const ipa_stream streams[2] = {
        {IPA_PURPOSE_PATENT, of->stream},
        {IPA_PURPOSE_FAMILY, patents->families[patents->family_of[patent]].stream}};
    const int decided = decided_period(patents, of, lane);
    const bool refused = is_refused(patents, of, lane);
    ipa_patent_fate fate = {.granted = refused ? n_periods : decided,
                            .refused = refused ? decided : n_periods,
                            .ended = of->expired_period,
                            .cause = IPA_N_PATENT_CAUSES,
                            .partial = n_periods};
    for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++)
        for (int shock = 0; shock < 2; shock++) {
            const int k = first_reached(shock ? of->family[cause] : of->own[cause], n_periods,
                                        uniform(patents, lane, streams[shock], cause));
            if (cause == IPA_CAUSE_PARTIAL)
                fate.partial = k < fate.partial ? k : fate.partial;
            else if (k < fate.ended) {
                fate.ended = k;
                fate.cause = (ipa_patent_cause)cause;
                fate.by_family = shock == 1;
            }
        }
    return fate;
}
