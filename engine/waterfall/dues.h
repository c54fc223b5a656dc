#pragma once
/** What is owed on a payment date, and what of it is still open.
 *
 *  Knows: accrual, arrears, amortisation, fees and taxes and when each is fixed.
 *  Does not know: cash, priorities.
 */
#include "engine/waterfall/state.h"

/** Fixes the dues of the date before anything is tested or paid: interest on the opening balance
 *  and on arrears, principal by the amortisation, fees in the order of the deal. A fee that is due
 *  `per: payment` is afresh wherever it is looked at: rate × base at that point + arrears. */
void ipa_dues_fix(ipa_waterfall *waterfall);

/** Due on this date, arrears included, before payments; never negative. Fen. */
void ipa_dues_due(ipa_waterfall *waterfall, ipa_payee payee, double *due);

/** Owed at this point: due less paid on this date; of a support, what it drew and was not
 *  reimbursed. Nothing for a residual. Fen. */
void ipa_dues_unpaid(ipa_waterfall *waterfall, ipa_payee payee, double *unpaid);

/** Likewise, as expressions see it. Yuan. */
void ipa_dues_unpaid_yuan(ipa_waterfall *waterfall, ipa_payee payee, double *unpaid);

/** Paid on this date; inside a draw, what the draw asks for counts as paid. Fen. */
void ipa_dues_paid(ipa_waterfall *waterfall, ipa_payee payee, double *paid);

/** Enters a payment that is among what is paid on this date already: balances and reimbursements go
 *  down. */
void ipa_dues_credit(ipa_waterfall *waterfall, ipa_payee payee, const double *amount);

/** Carries what is unpaid to the next date, where the deal says so. */
void ipa_dues_carry(ipa_waterfall *waterfall);
