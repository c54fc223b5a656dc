#pragma once
/** A table as CSV: RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read Chinese.
 *
 *  Knows: quoting, heads in one or both languages.
 *  Does not know: results, files.
 */
#include "engine/deal/deal.h"
#include "reports/table.h"

/** @owner the arena. */
const char *ipa_csv_text(const ipa_table *table, ipa_language language, ipa_arena *arena);
