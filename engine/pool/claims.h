#pragma once
/** What becomes of the claims on one path: deposit, guarantor, facility, disposal.
 *
 *  Knows: the order in which a claim is met, caps, lags, who has to be alive for it.
 *  Does not know: why an obligor defaulted, how a claim came about. @source model 5.1–5.3
 */
#include "engine/pool/defaults.h"

/** A contract in default, and what has been made of it. Fen; period n_periods: lost. */
typedef struct ipa_claim {
    int contract;
    int period;   /**< of default, 0-based, before n_periods */
    double years; /**< τ from the cut-off date: facilities pay in this order */
    double amount;
    double deposit;   /**< set off in the period of default */
    double guarantee; /**< in the period after it */
    double compensation;
    int compensation_period;
    double recovery; /**< of the deal: what a facility is repaid is not in it */
    int recovery_period;
    double repaid; /**< to the facility, in the recovery's period */
    bool bought_back;
} ipa_claim;

/** One thread's scratch: what is left of facilities and caps. */
typedef struct ipa_claims ipa_claims;

/** @owner the arena. */
ipa_claims *ipa_claims_create(const ipa_plan *plan, ipa_arena *arena);

/** Settles all claims of one lane of the block drawn last, which must be there together: facilities
 *  and caps are shared. Fills what each brings; posts nothing, allocates nothing. Each claim comes
 *  with contract, period, years and amount (> 0); the list keeps its order. */
void ipa_claims_settle(ipa_claims *claims, const ipa_defaults *defaults, int lane, int n_claims,
                       ipa_claim *list);

/** Adds the cash of settled claims to the collections of a lane and raises `exhausted`.
 *  `contract_cash`, if not NULL, gets the same: [n_contracts][n_periods]. */
void ipa_claims_post(const ipa_plan *plan, int lane, int n_claims, const ipa_claim *list,
                     ipa_collections *to, ipa_row *contract_cash);
