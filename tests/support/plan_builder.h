#pragma once
/** Small plans by hand: a waterfall without a deal folder.
 *
 *  Knows: ids, expressions as text (compiled when the plan is finished), yuan.
 *  Does not know: pools. Quarters of exactly a quarter year unless a test writes other fractions.
 */
#include "engine/waterfall/waterfall.h"

enum { BUILDER_MOST = 8, BUILDER_STEPS = 16 };

/** A step as a deal would write it; ids separated by commas. Unset: not given. */
typedef struct builder_step {
    const char *pay, *move, *draw, *draw_account, *dues, *from;
    bool pro_rata;
    const char *amount, *limit, *when;
    const char *ledger, *price; /**< a price makes it a call */
    bool buy;
} builder_step;

typedef struct plan_builder {
    ipa_arena *arena;
    ipa_deal deal;
    ipa_plan plan;
    const char *fee_base[BUILDER_MOST], *account_target[BUILDER_MOST], *trigger_when[BUILDER_MOST];
    builder_step steps[IPA_N_WATERFALLS][BUILDER_STEPS];
} plan_builder;

/** A deal of quarters from 2025-07-25 with one account, `collection`. @owner plan_builder_free. */
plan_builder *plan_builder_create(int n_periods);
void plan_builder_free(plan_builder *builder);

/** Per-unit rounding with four decimals. */
void plan_builder_round(plan_builder *builder);
int plan_builder_account(plan_builder *builder, const char *id, double yuan, const char *target);
int plan_builder_ledger(plan_builder *builder, const char *id, double yuan);
/** Interest on the account's daily balance, ACT/365F, credited on every payment date. */
void plan_builder_interest(plan_builder *builder, int account, const char *rate);
/** A pass-through tranche of 100 a unit; other fields are the caller's to change. */
ipa_plan_tranche *plan_builder_tranche(plan_builder *builder, const char *id, double yuan,
                                       const char *coupon);
/** Gets what is left. */
ipa_plan_tranche *plan_builder_residual(plan_builder *builder, const char *id, double yuan);
/** rate × base per period; carried. */
ipa_plan_fee *plan_builder_fee(plan_builder *builder, const char *id, const char *rate,
                               const char *base);
ipa_plan_fee *plan_builder_fixed_fee(plan_builder *builder, const char *id, double yuan);
/** Unlimited outside support by an entity of the same index; not reimbursed. */
ipa_plan_support *plan_builder_support(plan_builder *builder, const char *id, const char *entity);
ipa_plan_trigger *plan_builder_trigger(plan_builder *builder, const char *id, const char *when,
                                       ipa_effect effect);
/** Bullet assets bought without end, dues every period, share and share alike among all entities
 *  defined so far. Other fields are the caller's to change. */
ipa_plan_replacement *plan_builder_replacement(plan_builder *builder, int n_dues, double rate);
/** An entity that no support hangs on. */
int plan_builder_entity(plan_builder *builder, const char *id);
void plan_builder_step(plan_builder *builder, ipa_waterfall_kind kind, builder_step step);

/** Compiles everything; aborts the test on a finding. Waterfalls without steps fall back. */
const ipa_plan *plan_builder_finish(plan_builder *builder);

/** One finished plan and the rows of a block. */
typedef struct builder_run {
    const ipa_plan *plan;
    ipa_waterfall *waterfall;
    ipa_collections in;
    ipa_payments out;
    ipa_waterfall_options options;
} builder_run;

/** Rows for one lane: no cash, everyone alive, the pool never exhausted, supports on. */
builder_run plan_builder_run(plan_builder *builder);
/** Principal (fen shown in yuan) collected in period k on lane p. */
void builder_collect(builder_run *run, ipa_collection_kind kind, int k, int p, double yuan);
void builder_go(builder_run *run);
/** A figure of item and period on lane p, in yuan. */
double builder_yuan(const builder_run *run, const ipa_row *rows, int item, int k, int p);
