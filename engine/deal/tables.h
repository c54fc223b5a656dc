#pragma once
/** The small tables a deal names: curve, closed dates, default rates, default curves.
 *
 *  Knows: their columns, what a sound one looks like, the table built into the library.
 *  Does not know: the tapes of the pool, interpolation.
 */
#include "engine/deal/bind.h"
#include "engine/deal/folder.h"

/** A named CSV as a tape, or NULL with findings. */
const ipa_tape *ipa_tables_load(ipa_folder *folder, ipa_reference name);

/** A cell as a value of a field, for the readers of single values. */
ipa_value ipa_tables_cell(ipa_folder *folder, const ipa_tape *tape, size_t row, size_t column);

/** Columns years and the field's of a named CSV, years rising. Returns how many rows there are; 0,
 *  with findings, when they cannot be used. @owner the arena. */
int ipa_tables_points(ipa_folder *folder, ipa_bind *bind, ipa_reference name,
                      const ipa_field *field, double **years, double **values);

/** Zero rates of the curve file, if one is named. */
void ipa_tables_curve(ipa_folder *folder, ipa_bind *bind, ipa_deal_market *market);

/** Closed dates of the holiday file, ascending, if one is named. */
void ipa_tables_holidays(ipa_folder *folder, ipa_bind *bind, const ipa_node *named,
                         ipa_deal_calendar *calendar);

/** Cumulative default rates by grade: the built-in table or a file. False: it cannot be used. */
bool ipa_tables_pd(ipa_folder *folder, ipa_bind *bind, ipa_reference name, ipa_pd_table *table);

/** The points of `table:` profiles of sales, into the contracts that name them; each file once. */
void ipa_tables_profiles(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal);

/** The default curves that obligors and entities name, each once. */
void ipa_tables_pd_curves(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal);
