#pragma once
/** The dues of scheduled contracts: level, equal principal, bullet, interest only, written out.
 *
 *  Knows: due dates, income and principal to the fen, what is left after each due.
 *  Does not know: the cut-off date, periods, defaults.
 *
 *  Income of a period = balance × rate ÷ periods a year. Where the contract ends off the grid of
 * its due dates, the last period is a stub: its income is that of a whole period times its days
 * over the days the whole period would have. A level payment is that of as many whole periods; the
 * last due takes what is left.
 */
#include "engine/deal/plan.h"

/** All dues of a contract from its start to its end, ascending; `period` is left for the plan.
 *  Rows of schedule.csv on one date are one due. What cannot be a schedule becomes a finding, and
 *  NULL is returned. @units fen. @owner the arena. @source model 4.1 */
ipa_plan_due *ipa_contract_schedule_dues(const ipa_deal *deal, const ipa_deal_contract *contract,
                                         ipa_arena *arena, ipa_findings *findings, int *n_dues);

/** The level payment of n periods: P·r ÷ (1 − (1 + r)^−n), half up to the fen, r the rate of one
 *  period. @units fen */
double ipa_contract_schedule_level_payment(double principal, ipa_decimal rate, int per_year,
                                           int n_periods);
