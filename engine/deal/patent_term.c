#include "engine/deal/patent_term.h"

static int term_years(const ipa_deal_patent *patent) {
    switch (patent->kind) {
    case IPA_PATENT_INVENTION:
        return 20;
    case IPA_PATENT_UTILITY_MODEL:
        return 10;
    case IPA_PATENT_DESIGN:
        return patent->filed < ipa_date_from(2021, 6, 1) ? 10 : 15;
    case IPA_PATENT_SOFTWARE:
    case IPA_PATENT_TRADEMARK:
        break;
    }
    return 0;
}

ipa_date ipa_patent_term_end(const ipa_deal_patent *patent) {
    int years = patent->filed == IPA_NO_DATE ? 0 : term_years(patent);
    if (years == 0)
        return patent->expires;
    ipa_date by_law = ipa_date_add_months(patent->filed, 12 * years, false);
    bool earlier = patent->expires != IPA_NO_DATE && patent->expires < by_law;
    return earlier || by_law == IPA_NO_DATE ? patent->expires : by_law;
}
