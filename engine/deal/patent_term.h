#pragma once
/** How long a patent protects.
 *
 *  Knows: terms by law, from the date of filing.
 *  Does not know: annual fees, hazards, the deal's dates.
 */
#include "engine/deal/deal.h"

/** Years of protection from filing; 0 for software and trademarks, whose tape says the end.
 * Designs: of those filed from 2021-06-01. */
int ipa_patent_term_years(ipa_patent_kind kind);

/** The day a right ends: filing and its term by law (20 years for an invention, 10 for a utility
 *  model, 15 for a design, 10 where it was filed before 2021-06-01), or `expires` where that is
 *  earlier. Software and trademarks end as the tape says. IPA_NO_DATE where nothing says it.
 *  @source Patent Law of the People's Republic of China, art. 42, as amended from 2021-06-01 */
ipa_date ipa_patent_term_end(const ipa_deal_patent *patent);
