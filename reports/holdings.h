#pragma once
/** What a deal holds, as tables weigh it: amounts of contracts, grades, patents of an obligor.
 *
 *  Knows: the plan's contracts and the base case's cash; amounts in the deal's currency.
 *  Does not know: which table asks.
 */
#include "reports/cells.h"

/** What a contract counts with: its principal at the cut-off date; a royalty, which has none, with
 *  what it brings in the base case. */
double ipa_holdings_amount(const ipa_view *view, int contract);
double ipa_holdings_amounts(const ipa_view *view);
/** Whether royalties are among the contracts. */
bool ipa_holdings_royalties(const ipa_view *view);

/** Adds the column of such amounts; its head says so where royalties are among them. */
void ipa_holdings_column(ipa_cells *cells);

/** A grade, a hazard, or the curve's file; in words where nothing is stated. */
const char *ipa_holdings_rating(const ipa_view *view, const ipa_deal_credit *credit);

/** The text, or words that it is not stated. */
const char *ipa_holdings_known(const ipa_view *view, const char *text);

/** Which patents stand in contracts of the obligor. @shape [n_patents] */
bool *ipa_holdings_patents(const ipa_view *view, int obligor);
