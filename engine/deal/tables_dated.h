#pragma once
/** Figures by date or year in small CSVs: fixings and curves of indices, schedules of tranches.
 *
 *  Knows: their columns, that dates rise.
 *  Does not know: what holds on a date, payment dates.
 */
#include "engine/deal/bind.h"
#include "engine/deal/folder.h"

/** The curves and fixings that the indices name. */
void ipa_tables_dated_indices(ipa_folder *folder, ipa_bind *bind, ipa_deal_market *market);

/** The schedules in files that tranches name: instalments per 100, or target balances. */
void ipa_tables_dated_schedules(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal);
