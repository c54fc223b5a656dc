#pragma once
/** A table as CSV: RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read Chinese.
 *
 *  Knows: quoting, heads in one or both languages.
 *  Does not know: results, files.
 */
#include "engine/deal/deal.h"
#include "reports/table.h"

/** The table, lines ended by CR LF. Amounts are in the deal's currency whatever the unit of the
 *  report, rates are decimals, dates `YYYY-MM-DD`, figures with 15 digits (the JSON file has 17). A
 *  text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading apostrophe,
 *  so that no spreadsheet runs it. A head that occurs twice names the column before it too. Both
 *  languages: `中文 / English` in one head.
 *  @owner the arena. */
const char *ipa_csv_text(const ipa_table *table, ipa_language language, ipa_arena *arena);
