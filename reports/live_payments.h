#pragma once
/** Sheet 9: one row per tranche and payment date, what it was owed and got.
 *
 *  Knows: coupons, schedules, arrears, per-unit amounts.
 *  Does not know: how cash was found (sheet 8 does).
 */
#include "reports/live_book.h"

/** Declares the columns and adds the rows. */
void ipa_live_payments_declare(ipa_live_book *book);

/** Enters what the tranches are owed on a date: nothing else of the date is needed. */
void ipa_live_payments_open(ipa_live_book *book, int k);

/** Enters what they got, once the steps have run. */
void ipa_live_payments_close(ipa_live_book *book, int k);

/** Enters the totals of all tranches. */
void ipa_live_payments_total(ipa_live_book *book);
