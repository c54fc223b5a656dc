#include "scenarios/unknown.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"

static const double most_coupon = 0.25, coupon_step = 1e-8;
static const int coupon_decimals = 8;
static const double fen = 100;

static const struct {
    const char *name, *subject;
    bool largest;
} kinds[IPA_N_UNKNOWNS] = {
#define UNKNOWN_KIND(id, name, subject, largest) {name, subject, largest},
    IPA_UNKNOWN_TABLE(UNKNOWN_KIND)
#undef UNKNOWN_KIND
};

int ipa_unknown_kind_named(const char *word) {
    for (int n = 0; n < IPA_N_UNKNOWNS; n++)
        if (strcmp(kinds[n].name, word) == 0)
            return n;
    return -1;
}

const char *ipa_unknown_name(ipa_unknown_kind kind) {
    return kinds[kind].name;
}

const char *ipa_unknown_whose(ipa_unknown_kind kind) {
    return kinds[kind].subject;
}

/* ---- who it is of ---- */

static bool of_account(ipa_unknown_kind kind) {
    return kind == IPA_UNKNOWN_RESERVE;
}

static int n_subjects(ipa_unknown_kind kind, const ipa_deal *deal) {
    return of_account(kind)                  ? deal->n_accounts - deal->n_pots
           : kind == IPA_UNKNOWN_SUPPORT_CAP ? deal->n_support
                                             : deal->n_tranches;
}

static const char *subject(ipa_unknown_kind kind, const ipa_deal *deal, int n) {
    return of_account(kind)                  ? deal->accounts[n].id
           : kind == IPA_UNKNOWN_SUPPORT_CAP ? deal->support[n].id
                                             : deal->tranches[n].id;
}

static int find_subject(ipa_unknown_kind kind, const ipa_deal *deal, const char *id) {
    for (int n = 0; n < n_subjects(kind, deal); n++)
        if (strcmp(subject(kind, deal, n), id) == 0)
            return n;
    return -1;
}

static ipa_status choose(const ipa_unknown_options *options, const ipa_deal *deal, ipa_unknown *to,
                         ipa_error *error) {
    const char *id = options->subject;
    const int n = n_subjects(to->kind, deal);
    if (id == NULL && of_account(to->kind))
        id = "reserve";
    if (id == NULL && n != 1)
        return ipa_fail(error, IPA_RANGE, "say which %s: --%s ID (the deal has %d)",
                        kinds[to->kind].subject, kinds[to->kind].subject, n);
    to->index = id == NULL ? 0 : find_subject(to->kind, deal, id);
    if (to->index < 0)
        return ipa_fail(error, IPA_RANGE, "the deal has no %s `%s`: name another with --%s",
                        kinds[to->kind].subject, id, kinds[to->kind].subject);
    to->subject = subject(to->kind, deal, to->index);
    return IPA_OK;
}

/* ---- amounts in steps ---- */

static double notes_of(const ipa_deal *deal) {
    double total = 0;
    for (int t = 0; t < deal->n_tranches; t++)
        total += deal->tranches[t].balance.value;
    return total;
}

/* Without units an amount has twelve digits: more than any figure resolves. */
static void choose_step(const ipa_deal *deal, ipa_unknown *to) {
    const bool is_notes =
        to->kind == IPA_UNKNOWN_BALANCE || to->kind == IPA_UNKNOWN_OVERCOLLATERALISATION;
    if (to->kind == IPA_UNKNOWN_COUPON) {
        to->step = coupon_step;
        to->decimals = coupon_decimals;
    } else if (deal->terms.rounds) {
        to->step = is_notes ? deal->terms.face.value : 1 / fen;
        to->decimals = 2;
    } else {
        const int digits = (int)floor(log10(notes_of(deal))) - 11;
        to->decimals = digits < 0 ? -digits : 0;
        to->step = pow(10, -to->decimals);
    }
}

static int64_t steps_of(const ipa_unknown *unknown, double amount) {
    return llround(amount / unknown->step);
}

static int64_t balance_steps(const ipa_unknown *unknown, const ipa_deal *deal, int t) {
    return steps_of(unknown, deal->tranches[t].balance.value);
}

static int residual_of(const ipa_deal *deal, bool keep_total) {
    for (int t = 0; keep_total && t < deal->n_tranches; t++)
        if (deal->tranches[t].amortisation == IPA_AMORTISATION_RESIDUAL)
            return t;
    return -1;
}

/* Notes down to a tranche that are scaled alike; the residual one takes what is left. */
static bool is_scaled(const ipa_unknown *unknown, int t, int residual) {
    return t <= unknown->index && t != residual;
}

static int64_t scaled_steps(const ipa_unknown *unknown, const ipa_deal *deal, int residual) {
    int64_t sum = 0;
    for (int t = 0; t < deal->n_tranches; t++)
        sum += is_scaled(unknown, t, residual) ? balance_steps(unknown, deal, t) : 0;
    return sum;
}

/* ---- how far it goes ---- */

/* What the notes that can give way to this one have, itself included. */
static int64_t most_notes(const ipa_unknown *unknown, const ipa_plan *plan, bool keep_total) {
    const ipa_deal *deal = plan->deal;
    const int residual = residual_of(deal, keep_total);
    const bool scales = unknown->kind == IPA_UNKNOWN_OVERCOLLATERALISATION;
    const int64_t own = scales ? scaled_steps(unknown, deal, residual)
                               : balance_steps(unknown, deal, unknown->index);
    if (residual >= 0)
        return own + balance_steps(unknown, deal, residual) - 1;
    const int64_t pool = steps_of(unknown, ipa_plan_pool_original(plan) / fen);
    return pool > 2 * own ? pool : 2 * own;
}

static double pool_of(const ipa_plan *plan) {
    return ipa_plan_pool_original(plan) / fen;
}

static void set_range(const ipa_plan *plan, bool keep_total, ipa_unknown *to) {
    const int64_t notes = steps_of(to, notes_of(plan->deal));
    to->prefers_high = kinds[to->kind].largest;
    to->low = 0;
    switch (to->kind) {
    case IPA_UNKNOWN_COUPON:
        to->high = steps_of(to, most_coupon);
        break;
    case IPA_UNKNOWN_BALANCE:
    case IPA_UNKNOWN_OVERCOLLATERALISATION:
        to->low = 1;
        to->high = most_notes(to, plan, keep_total);
        break;
    case IPA_UNKNOWN_SUPPORT_CAP:
        to->high = 2 * notes;
        break;
    default:
        to->high = notes;
    }
}

/* Ends given as values; of pool ÷ notes the larger value is the smaller balance. */
static ipa_status narrow(const ipa_unknown_options *options, const ipa_plan *plan, ipa_unknown *to,
                         ipa_error *error) {
    const bool turns = to->kind == IPA_UNKNOWN_OVERCOLLATERALISATION;
    const double low = turns ? pool_of(plan) / options->high : options->low;
    const double high = turns ? pool_of(plan) / options->low : options->high;
    if (isfinite(low) && steps_of(to, low) > to->low)
        to->low = steps_of(to, low);
    if (isfinite(high) && steps_of(to, high) < to->high)
        to->high = steps_of(to, high);
    if (to->low >= to->high)
        return ipa_fail(error, IPA_RANGE,
                        "there is no %s of `%s` to look for between %.10g and %.10g",
                        kinds[to->kind].name, to->subject,
                        ipa_unknown_value(to, plan, turns ? to->high : to->low),
                        ipa_unknown_value(to, plan, turns ? to->low : to->high));
    return IPA_OK;
}

ipa_status ipa_unknown_of(ipa_unknown_kind kind, const ipa_unknown_options *options,
                          const ipa_plan *plan, ipa_unknown *unknown, ipa_error *error) {
    ipa_status status = IPA_OK;
    *unknown = (ipa_unknown){.kind = kind};
    if (kind == IPA_UNKNOWN_OVERCOLLATERALISATION && !(pool_of(plan) > 0))
        return ipa_fail(error, IPA_RANGE,
                        "over-collateralisation is of principal, and the pool has none");
    IPA_TRY(choose(options, plan->deal, unknown, error));
    choose_step(plan->deal, unknown);
    set_range(plan, options->keep_total, unknown);
    IPA_TRY(narrow(options, plan, unknown, error));
out:
    return status;
}

double ipa_unknown_value(const ipa_unknown *unknown, const ipa_plan *plan, int64_t steps) {
    /* decimals whole, then divided: the double nearest to what is written */
    const double amount = unknown->step < 1 ? (double)steps / pow(10, unknown->decimals)
                                            : (double)steps * unknown->step;
    return unknown->kind == IPA_UNKNOWN_OVERCOLLATERALISATION ? pool_of(plan) / amount : amount;
}

/* ---- the deal made so ---- */

typedef struct overlay_list {
    ipa_arena *arena;
    ipa_stress_override *items;
    int n_items;
} overlay_list;

static void put(overlay_list *to, const char *field, const ipa_unknown *unknown, int64_t steps) {
    const double value = unknown->step < 1 ? (double)steps / pow(10, unknown->decimals)
                                           : (double)steps * unknown->step;
    const ipa_stress_override item = {
        field, ipa_arena_format(to->arena, "%.*f", unknown->decimals, value)};
    IPA_PUSH(to->arena, to->items, to->n_items, item);
}

static void set_scaled(const ipa_unknown *unknown, int64_t steps, const ipa_deal *deal,
                       int residual, int64_t *balances) {
    const double share = (double)steps / (double)scaled_steps(unknown, deal, residual);
    int64_t left = steps;
    int last = unknown->index;
    for (int t = 0; t <= unknown->index; t++) {
        if (!is_scaled(unknown, t, residual))
            continue;
        balances[t] = (int64_t)floor(share * (double)balances[t]);
        left -= balances[t];
        last = t;
    }
    balances[last] += left; /* what rounding to whole units left over */
}

static bool is_of_notes(const ipa_unknown *unknown) {
    return unknown->kind == IPA_UNKNOWN_BALANCE ||
           unknown->kind == IPA_UNKNOWN_OVERCOLLATERALISATION;
}

static bool sets_residual(const ipa_unknown_set *set, int residual) {
    for (int n = 0; n < set->n_items; n++)
        if (set->items[n].kind == IPA_UNKNOWN_BALANCE && set->items[n].index == residual)
            return true;
    return false;
}

/* Balances of all notes, in the steps of `notes`. */
static void set_balances(const ipa_unknown_set *set, const int64_t *steps, const ipa_unknown *notes,
                         int64_t *balances) {
    const ipa_deal *deal = set->plan->deal;
    const int residual = residual_of(deal, set->keep_total);
    int64_t total = 0;
    for (int t = 0; t < deal->n_tranches; t++)
        total += balances[t] = balance_steps(notes, deal, t);
    for (int n = 0; n < set->n_items; n++)
        if (set->items[n].kind == IPA_UNKNOWN_BALANCE)
            balances[set->items[n].index] = steps[n];
        else if (is_of_notes(&set->items[n]))
            set_scaled(&set->items[n], steps[n], deal, residual, balances);
    if (residual < 0 || sets_residual(set, residual))
        return;
    balances[residual] = total;
    for (int t = 0; t < deal->n_tranches; t++)
        balances[residual] -= t != residual ? balances[t] : 0;
}

static void put_balances(const ipa_unknown_set *set, const int64_t *steps, overlay_list *to) {
    const ipa_deal *deal = set->plan->deal;
    int64_t *balances = IPA_NEW_ARRAY(to->arena, deal->n_tranches, int64_t);
    ipa_unknown notes = {.kind = IPA_UNKNOWN_BALANCE};
    choose_step(deal, &notes);
    set_balances(set, steps, &notes, balances);
    for (int t = 0; t < deal->n_tranches; t++)
        if (balances[t] != balance_steps(&notes, deal, t))
            put(to, ipa_arena_format(to->arena, "tranches[%s].balance", deal->tranches[t].id),
                &notes, balances[t]);
}

static void put_reserve(const ipa_unknown *of, int64_t steps, const ipa_deal *deal,
                        overlay_list *to) {
    put(to, ipa_arena_format(to->arena, "accounts[%s].initial", of->subject), of, steps);
    if (deal->accounts[of->index].target.text != NULL)
        put(to, ipa_arena_format(to->arena, "accounts[%s].target", of->subject), of, steps);
}

int ipa_unknown_overlay(const ipa_unknown_set *set, const int64_t *steps, ipa_arena *arena,
                        ipa_stress_override **overlay) {
    overlay_list to = {.arena = arena};
    bool notes = false;
    for (int n = 0; n < set->n_items; n++) {
        const ipa_unknown *of = &set->items[n];
        notes = notes || is_of_notes(of);
        if (of->kind == IPA_UNKNOWN_COUPON)
            put(&to, ipa_arena_format(arena, "tranches[%s].coupon.fixed", of->subject), of,
                steps[n]);
        if (of->kind == IPA_UNKNOWN_SUPPORT_CAP)
            put(&to, ipa_arena_format(arena, "support[%s].cap", of->subject), of, steps[n]);
        if (of->kind == IPA_UNKNOWN_RESERVE)
            put_reserve(of, steps[n], set->plan->deal, &to);
    }
    if (notes)
        put_balances(set, steps, &to);
    *overlay = to.items;
    return to.n_items;
}
