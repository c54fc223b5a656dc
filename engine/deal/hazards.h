#pragma once
/** The table of hazards of patents: the one built into the library, or a file.
 *
 *  Knows: its columns kind,cause,age_from,hazard, and what a sound one looks like.
 *  Does not know: patents of a deal, integration over their ages.
 */
#include "engine/deal/bind.h"
#include "engine/deal/folder.h"

/** Reads the table that `model.patents.hazards` names, sorted by kind, cause and age; none for
 *  `none`. Lines at its top that begin with `#` are comments. */
void ipa_hazards_read(ipa_folder *folder, ipa_bind *bind, ipa_deal_patent_model *model);
