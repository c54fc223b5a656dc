#include "tests/support/waterfall_agreement.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/pool/cash_days.h"
#include "engine/simulate/layers.h"
#include "tests/support/random_deals.h"
#include "tests/support/slow_certificate.h"
#include "tests/support/slow_money.h"

enum { MOST_PRINTED = 2 };

/** A difference below this share of the deal's size is none. */
static const double tolerance = 1e-9;
/** A comparison of figures nearer than this may fall either way. */
static const double tie = 1e-9;

typedef struct comparison {
    const char *name;
    ipa_payments *ours;
    slow_waterfall *theirs;
    double size;
    bool base;
    long already_wrong; /**< before this deal */
    waterfall_agreement *agreement;
} comparison;

static bool differs(const comparison *of, bool is_flag, double ours, double theirs) {
    const double off = fabs(ours - theirs) / of->size;
    of->agreement->n_figures++;
    of->agreement->n_paid += theirs != 0;
    if (is_flag ? ours == theirs : off <= (of->theirs->rounding ? 0 : tolerance)) {
        if (!is_flag && off > of->agreement->worst)
            of->agreement->worst = off;
        return false;
    }
    return true;
}

/** A difference of one figure, unless it hangs on the last bits. */
static void report(const comparison *of, const char *figure, int n, int k, double ours,
                   double theirs) {
    const long reported = of->agreement->n_wrong - of->already_wrong;
    if (of->theirs->reader.nearest > tie && reported < MOST_PRINTED)
        fprintf(stderr, "%s%s path %d, period %d: %s[%d] is %.4f, not %.4f\n", of->name,
                of->base ? " (base)" : "", of->theirs->lane, k + 1, figure, n, ours, theirs);
}

static bool compare_period(const comparison *of, int p, int k) {
    const ipa_payments *ours = of->ours;
    const slow_figures *theirs = &of->theirs->out;
    const struct {
        int n_tranches, n_fees, n_support, n_accounts, n_triggers, n_ledgers, n_servicers, one;
    } counts = {ours->n_tranches, ours->n_fees,    ours->n_support,   ours->n_accounts,
                ours->n_triggers, ours->n_ledgers, ours->n_servicers, 1};
    bool agrees = true;
#define COMPARE_FIGURE(figure, by, is_flag)                               \
    for (int n = 0; n < counts.by; n++) {                                 \
        const double our = ours->figure[n * ours->n_periods + k].lane[p]; \
        const double their = theirs->figure[n][k];                        \
        if (differs(of, is_flag, our, their)) {                           \
            report(of, #figure, n, k, our, their);                        \
            agrees = false;                                               \
        }                                                                 \
    }
    SLOW_FIGURE_TABLE(COMPARE_FIGURE)
#undef COMPARE_FIGURE
    return agrees;
}

static bool compare_purchases(const comparison *of, int p, int k) {
    const ipa_revolving *ours = &of->ours->revolving;
    const slow_figures *theirs = &of->theirs->out;
    if (ours->bought == NULL)
        return true;
    const double spent = ours->bought[k].lane[p], bought = ours->principal[k].lane[p];
    const bool agrees = !differs(of, false, spent, theirs->bought[k]) &&
                        fabs(bought - theirs->bought_principal[k]) <= tolerance * of->size;
    if (!agrees) {
        report(of, "bought", 0, k, spent, theirs->bought[k]);
        report(of, "bought_principal", 0, k, bought, theirs->bought_principal[k]);
    }
    of->agreement->n_bought += spent > 0;
    return agrees;
}

static bool compare_in_kind(const comparison *of, int p) {
    const double our = of->ours->in_kind->lane[p], their = of->theirs->out.in_kind;
    const bool agrees = fabs(our - their) <= tolerance * of->size; /* no money: not to the fen */
    if (!agrees)
        report(of, "in_kind", 0, of->theirs->n_periods - 1, our, their);
    of->agreement->n_in_kind += their > 0;
    return agrees;
}

/** What is owed nothing in one of the two and a crumb of the other's sums: whatever asks whether it
 *  stands hangs on it. */
static void note_crumb(const comparison *of, double ours, double theirs) {
    if (fmin(ours, theirs) <= 0 && ours != theirs && fabs(ours - theirs) < tolerance * of->size)
        of->theirs->reader.nearest = 0;
}

static void note_crumbs(const comparison *of, int p, int k) {
    const slow_figures *path = &of->theirs->out;
    const ipa_payments *ours = of->ours;
    for (int t = 0; t < ours->n_tranches; t++) {
        const int row = t * ours->n_periods + k;
        note_crumb(of, ours->closing[row].lane[p], path->closing[t][k]);
        note_crumb(of, ours->interest_due[row].lane[p], path->interest_due[t][k]);
    }
    for (int n = 0; n < ours->n_support; n++)
        note_crumb(of, ours->drawn[n * ours->n_periods + k].lane[p], path->drawn[n][k]);
    if (ours->revolving.bought != NULL)
        note_crumb(of, ours->revolving.bought[k].lane[p], path->bought[k]);
}

static void count_variety(const comparison *of) {
    const slow_waterfall *path = of->theirs;
    waterfall_agreement *agreement = of->agreement;
    const int last = path->n_periods - 1;
    agreement->n_ended += path->out.ended[0][last] != 0;
    agreement->n_rounded += path->rounding;
    for (int k = 0; k <= last; k++) {
        agreement->n_accelerated += path->out.waterfall[0][k] == IPA_WATERFALL_ACCELERATED;
        agreement->n_defaulted += path->out.waterfall[0][k] == IPA_WATERFALL_DEFAULT;
        for (int n = 0; n < path->deal->n_support; n++) {
            agreement->n_drawn += path->out.drawn[n][k] > 0;
            agreement->n_reimbursed += path->out.reimbursed[n][k] > 0;
            agreement->n_commitments += path->out.commitment_paid[n][k] > 0;
        }
        agreement->n_lost += path->out.lost[0][k] > 0;
        agreement->n_delayed += path->out.delayed[0][k] > 0;
        agreement->n_called += path->out.call_price[0][k] > 0;
        for (int n = 0; n < path->deal->n_accounts; n++)
            agreement->n_interest += path->out.account_interest[n][k] != 0;
        for (int n = 0; n < path->deal->n_ledgers; n++)
            agreement->n_ledgers += path->out.ledger[n][k] > 0;
        for (int n = 0; n < path->deal->n_triggers; n++)
            agreement->n_trapped += path->out.trigger_on[n][k] != 0 &&
                                    path->deal->triggers[n].effect == IPA_EFFECT_TRAP;
        for (int t = 0; t < path->deal->n_tranches; t++) {
            agreement->n_missed += path->out.interest_unpaid[t][k] > 1;
            agreement->n_accreted += path->out.accreted[t][k] > 0;
        }
    }
}

/** Whether the path's figures agree; one that hangs on the last bits counts as a tie. */
static bool compare_path(const comparison *of, int p) {
    waterfall_agreement *agreement = of->agreement;
    agreement->n_paths++;
    count_variety(of);
    bool agrees = true;
    for (int k = 0; agrees && k < of->theirs->n_periods; k++) {
        note_crumbs(of, p, k);
        agrees = compare_period(of, p, k) && compare_purchases(of, p, k);
    }
    agrees = agrees && compare_in_kind(of, p);
    if (!agrees && of->theirs->reader.nearest <= tie)
        agreement->n_ties++;
    else if (!agrees)
        agreement->n_wrong++;
    return agrees;
}

static double deal_size(const ipa_plan *plan) {
    double size = 1 + plan->pool_original;
    for (int t = 0; t < plan->n_tranches; t++)
        size += plan->tranches[t].original;
    return size;
}

/** One waterfall of the deal, its path yet to be followed. */
static comparison comparison_of(const char *name, ipa_layer *layer, ipa_collections *rows,
                                const double *forecast, ipa_arena *arena,
                                waterfall_agreement *agreement) {
    const ipa_plan *plan = layer->plan;
    slow_waterfall *path = IPA_NEW(arena, slow_waterfall);
    const ipa_deal *trust = plan->lower ? plan->lower->deal : NULL;
    const int certificate = trust ? slow_certificate_tranche(plan->deal) : 0;
    *path = (slow_waterfall){.deal = plan->deal,
                             .periods = plan->periods,
                             .n_periods = plan->n_periods,
                             .pool_original =
                                 trust ? slow_money_fen(trust->tranches[certificate].balance)
                                       : plan->pool_original,
                             .claims_original = plan->pool_original,
                             .forecast = forecast,
                             .rows = rows};
    return (comparison){.name = name,
                        .ours = &layer->payments,
                        .theirs = path,
                        .already_wrong = agreement->n_wrong,
                        .size = deal_size(plan),
                        .agreement = agreement};
}

static void follow(comparison *of, int p, bool base, bool outside_support) {
    of->base = base;
    of->theirs->lane = p;
    of->theirs->rounding = base && of->theirs->deal->terms.rounds;
    of->theirs->outside_support = outside_support;
    slow_waterfall_run(of->theirs);
}

/** The plan above a trust, on what its certificate was paid. */
static void compare_plan(comparison *of, slow_waterfall *trust, ipa_collections *rows, int p,
                         bool base, bool outside_support) {
    of->theirs->lane = p;
    slow_certificate_collect(trust, of->theirs, rows);
    follow(of, p, base, outside_support);
    slow_waterfall *plan = of->theirs;
    plan->reader.nearest = fmin(plan->reader.nearest, trust->reader.nearest);
    compare_path(of, p);
    of->agreement->n_layers++;
}

void waterfall_agreement_compare(const char *name, const ipa_plan *plan, int n_paths,
                                 waterfall_agreement *agreement) {
    ipa_arena *arena = ipa_arena_create();
    ipa_layers *layers =
        ipa_layers_create(plan, ipa_pool_model_create(ipa_layers_holder(plan), arena), arena);
    double *forecast = IPA_NEW_ARRAY(arena, ipa_layers_n_forecast(plan), double);
    double *below = forecast + IPA_N_COLLECTION_KINDS * plan->n_periods;
    const bool layered = plan->lower != NULL;
    ipa_collections rows = ipa_cash_days_collections(plan, arena);
    rows.alive = layers->own.collections.alive;
    comparison own = comparison_of(name, &layers->own, layered ? &rows : &layers->own.collections,
                                   forecast, arena, agreement),
               trust = own;
    if (layered)
        trust = comparison_of(name, &layers->lower, &layers->lower.collections, below, arena,
                              agreement);
    for (int run = 0; run < 4; run++) {
        const bool base = run < 2, outside = run % 2 == 0;
        if (base)
            ipa_layers_base(layers, false, forecast);
        else if (run == 2)
            ipa_layers_simulate(layers, 20251123, 0, n_paths);
        ipa_layers_run(layers,
                       (ipa_waterfall_options){.rounding = base, .outside_support = outside});
        for (int p = 0; p < (base ? 1 : n_paths); p++) {
            follow(&trust, p, base, outside);
            if (compare_path(&trust, p) && layered)
                compare_plan(&own, trust.theirs, &rows, p, base, outside);
        }
    }
    agreement->n_deals++;
    ipa_arena_destroy(arena);
}

void waterfall_agreement_random(uint64_t seed, int n_paths, waterfall_agreement *agreement) {
    const test_folder folder = random_deals_create(seed);
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    ipa_error error = {0};
    ipa_deal *deal = NULL;
    ipa_plan *plan = NULL;
    ipa_status status = ipa_deal_read(folder.path, NULL, arena, &findings, &deal, &error);
    if (status == IPA_OK)
        status = ipa_plan_resolve(deal, arena, &findings, &plan, &error);
    cr_expect_eq(status, IPA_OK, "random deal %llu: %s %s", (unsigned long long)seed, error.message,
                 ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    if (plan != NULL)
        waterfall_agreement_compare(
            ipa_arena_format(arena, "random deal %llu", (unsigned long long)seed), plan, n_paths,
            agreement);
    ipa_arena_destroy(arena);
    if (!getenv("IPABS_KEEP_DEALS"))
        folder_remove(&folder);
    else
        fprintf(stderr, "deal %llu: %s\n", (unsigned long long)seed, folder.path);
}
