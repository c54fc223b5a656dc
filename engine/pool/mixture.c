#include "engine/pool/mixture.h"

#include <math.h>
#include <string.h>

#include "engine/pool/cash_days.h"

struct ipa_mixture {
    const ipa_plan *plan;
    ipa_arena *arena;
    ipa_pool *pool; /**< of the plan whose thresholds are periods */
    ipa_collections rows;
    ipa_row *cash;  /**< [n_contracts][n_periods] of a block; NULL: not watched */
    ipa_row *watch; /**< where it goes, the caller's */
};

ipa_mixture *ipa_mixture_create(const ipa_plan *plan, ipa_arena *arena) {
    const ipa_plan *defaulting = plan->stress.defaulting;
    ipa_mixture *mixture = IPA_NEW(arena, ipa_mixture);
    *mixture = (ipa_mixture){
        .plan = plan,
        .arena = arena,
        .pool = ipa_pool_create_shared(ipa_pool_model_base(defaulting, arena), arena),
        .rows = ipa_cash_days_collections(defaulting, arena),
    };
    return mixture;
}

static int n_watched(const ipa_plan *plan) {
    return plan->n_contracts * plan->n_periods;
}

void ipa_mixture_watch(ipa_mixture *mixture, ipa_row *contract_cash) {
    if (contract_cash != NULL && mixture->cash == NULL)
        mixture->cash = ipa_layout_rows(mixture->arena, n_watched(mixture->plan));
    mixture->watch = contract_cash;
    ipa_pool_watch(mixture->pool, contract_cash != NULL ? mixture->cash : NULL);
}

/** Rows of a block, and where their weighted sum over the lanes goes; NULL: nobody asks. */
typedef struct mixed {
    const ipa_row *from;
    ipa_row *to;
    int n_rows;
} mixed;

static void add(const mixed *rows, const double *weights, int n_lanes) {
    for (int row = 0; rows->to != NULL && row < rows->n_rows; row++)
        for (int p = 0; p < n_lanes; p++)
            rows->to[row].lane[0] += weights[p] * rows->from[row].lane[p];
}

enum { N_MIXED = 3 * IPA_N_COLLECTION_KINDS + IPA_N_DELINQUENCIES + 7 };

static void list(const ipa_mixture *mixture, ipa_collections *to, mixed rows[N_MIXED]) {
    const ipa_collections *from = &mixture->rows;
    const int n_periods = mixture->plan->n_periods;
    int n = 0;
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++) {
        rows[n++] = (mixed){from->cash[kind], to->cash[kind], n_periods};
        rows[n++] = (mixed){from->cash_days[kind], to->cash_days[kind], n_periods};
        rows[n++] = (mixed){from->credit_days[kind], to->credit_days[kind], n_periods};
    }
    for (int late = 0; late < IPA_N_DELINQUENCIES; late++)
        rows[n++] = (mixed){from->overdue[late], to->overdue[late], n_periods};
    rows[n++] = (mixed){from->delinquent, to->delinquent, n_periods};
    rows[n++] = (mixed){from->performing, to->performing, n_periods};
    rows[n++] = (mixed){from->ip_value, to->ip_value, n_periods};
    rows[n++] = (mixed){from->annuities, to->annuities, n_periods};
    rows[n++] = (mixed){from->defaulted, to->defaulted, n_periods};
    rows[n++] = (mixed){from->obligor_defaulted, to->obligor_defaulted, to->n_obligors};
    rows[n++] = (mixed){mixture->cash, mixture->watch, n_watched(mixture->plan)};
    IPA_ASSERT(n == N_MIXED);
}

static double weight_of(const ipa_plan *plan, int k) {
    double left = 1;
    if (k < plan->n_periods)
        return plan->stress.default_weights[k];
    for (int m = 0; m < plan->n_periods; m++)
        left -= plan->stress.default_weights[m];
    return left > 0 ? left : 0;
}

/* Whoever stands behind the deal lives or not, whatever becomes of the pool. */
static void keep_alive(const ipa_collections *from, ipa_collections *to) {
    for (int row = 0; row < to->n_entities * to->n_periods; row++)
        to->alive[row].lane[0] = from->alive[row].lane[0];
}

static void settle(const ipa_plan *plan, ipa_collections *to) {
    const ipa_row *recovery = to->cash[IPA_COLLECTION_RECOVERY];
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS && plan->rounds; kind++)
        for (int k = 0; k < plan->n_periods; k++)
            to->cash[kind][k].lane[0] = floor(to->cash[kind][k].lane[0] + 0.5);
    for (int k = 0; k < plan->n_periods; k++)
        to->recovered[k].lane[0] = (k > 0 ? to->recovered[k - 1].lane[0] : 0) + recovery[k].lane[0];
}

void ipa_mixture_base(ipa_mixture *mixture, ipa_collections *to) {
    const ipa_plan *plan = mixture->plan;
    const int n_lanes = plan->n_periods + 1;
    mixed rows[N_MIXED];
    list(mixture, to, rows);
    for (int n = 0; n < N_MIXED; n++)
        if (rows[n].to != NULL)
            memset(rows[n].to, 0, (size_t)rows[n].n_rows * sizeof(ipa_row));
    memset(to->exhausted, 0, sizeof(ipa_row));
    to->n_paths = 1;
    for (int first = 0; first < n_lanes; first += IPA_LANES) {
        const int n = n_lanes - first < IPA_LANES ? n_lanes - first : IPA_LANES;
        double weights[IPA_LANES] = {0};
        ipa_pool_base_defaulting(mixture->pool, first, n, &mixture->rows);
        for (int p = 0; p < n; p++) {
            weights[p] = weight_of(plan, first + p);
            if (weights[p] > 0 && mixture->rows.exhausted->lane[p] > to->exhausted->lane[0])
                to->exhausted->lane[0] = mixture->rows.exhausted->lane[p];
        }
        for (int row = 0; row < N_MIXED; row++)
            add(&rows[row], weights, n);
    }
    keep_alive(&mixture->rows, to);
    settle(plan, to);
}
