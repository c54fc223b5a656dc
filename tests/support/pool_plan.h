#pragma once
/** Pools by hand: quarters, obligors with flat hazards, contracts a test describes in yuan.
 *
 *  Knows: which fields of a plan the pool reads, and how they hang together.
 *  Does not know: deals, what is tested.
 */
#include "engine/pool/pool.h"

enum { POOL_PLAN_MOST = 8, POOL_PLAN_STEP = 91 };

typedef struct pool_plan {
    ipa_arena *arena;
    ipa_deal deal;
    ipa_plan plan;
    ipa_deal_contract sources[POOL_PLAN_MOST];
} pool_plan;

/** Quarters of 91 days; nobody and nothing yet. @owner pool_plan_free. */
pool_plan *pool_plan_create(int n_periods);
void pool_plan_free(pool_plan *of);

/** An obligor on its own; hazard 0 never defaults. */
int pool_plan_obligor(pool_plan *of, const char *id, double hazard);
/** A granted patent with a flat hazard of lapse. */
int pool_plan_patent(pool_plan *of, const char *id, double hazard);

/** A loan of 100 yuan a quarter, principal 90 and income 10, due `days_before` each period's end;
 *  plain, no recovery. Terms are the test's to change before pool_plan_finish. */
ipa_plan_contract *pool_plan_loan(pool_plan *of, const char *id, int obligor, int days_before);
/** A royalty of 5% on 1,000 yuan of sales a quarter, reported `lag` periods after its period. */
ipa_plan_contract *pool_plan_royalty(pool_plan *of, const char *id, int obligor, int lag);
/** Names the patents of a contract, weighing the same. */
void pool_plan_name(pool_plan *of, ipa_plan_contract *contract, ipa_patent_rule rule, int n_patents,
                    const int *patents);
/** Prepayment with a flat hazard from the cut-off date. */
void pool_plan_prepays(pool_plan *of, ipa_plan_contract *contract, double hazard);

/** Events and thresholds; contracts that are more than plain are marked so. */
const ipa_plan *pool_plan_finish(pool_plan *of);

/** Probability that a flat hazard has not struck by the end of period k. */
double pool_plan_survival(double hazard, int k);
