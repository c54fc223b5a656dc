#pragma once
/** Break-even: how far a lever may move before a tranche first misses (model 9.1).
 *
 *  Knows: which levers have a worst end, a search that first looks along the whole way and then
 *  halves the step in which the first miss lies.
 *  Does not know: simulation, decks, reports.
 */
#include "scenarios/trial.h"

/* X(lever, neutral value, worst value, whole numbers only). The worst of a delay is the deal's
 * life. */
#define IPA_BREAK_EVEN_TABLE(X)             \
    X(collections_haircut, 0, 1, false)     \
    X(cumulative_default_rate, 0, 1, false) \
    X(sales_haircut, 0, 1, false)           \
    X(royalty_decay, 0, 1, false)           \
    X(season_haircut, 0, 1, false)          \
    X(recovery_multiplier, 1, 0, false)     \
    X(largest_obligors, 0, INFINITY, true)  \
    X(collections_delay, 0, INFINITY, true)

/** Whether a break-even can be sought along the lever. */
bool ipa_break_even_knows(const char *lever);

/** Every such lever, ended by NULL. */
extern const char *const ipa_break_even_levers[];

typedef struct ipa_break_even_search {
    const ipa_overlay_base *base;
    const ipa_stress_override *given; /**< what else holds [n_given] */
    int n_given;
    const char *lever;
} ipa_break_even_search;

/** The break-even of every tranche of the deal, in their order.
 *  @shape rows[n_rows] @errors those of ipa_overlay_apply. @owner the arena. */
ipa_status ipa_break_even_find(const ipa_break_even_search *search, ipa_arena *arena,
                               ipa_break_even **rows, int *n_rows, ipa_error *error) IPA_MUST_USE;
