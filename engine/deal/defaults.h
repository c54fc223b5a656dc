#pragma once
/** Defaults that depend on the rest of the deal: accounts, names, dates that follow others.
 *
 *  Knows: what stands in for what was left out.
 *  Does not know: constant defaults (the table of fields has them), what is wrong with a deal.
 */
#include "engine/deal/deal.h"

/** Fills in what was left out, after the document and the tapes were bound. Every id and name is
 *  then a text, "" where it was refused. */
void ipa_defaults_fill(ipa_deal *deal);

/** Gives choices that may be left out, once that was judged, a value that every table knows: the
 *  frequency of dues and payments that are written out date by date, the amortisation of royalties.
 */
void ipa_defaults_forget(ipa_deal *deal);
