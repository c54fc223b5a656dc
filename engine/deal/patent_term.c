#include "engine/deal/patent_term.h"

int ipa_patent_term_years(ipa_patent_kind kind) {
    static const int years[] = {[IPA_PATENT_INVENTION] = 20,
                                [IPA_PATENT_UTILITY_MODEL] = 10,
                                [IPA_PATENT_DESIGN] = 15,
                                [IPA_PATENT_SOFTWARE] = 0,
                                [IPA_PATENT_TRADEMARK] = 0};
    return years[kind];
}

/* Designs filed before the amended law came into force keep the term of the old. */
static int years_of(const ipa_deal_patent *patent) {
    const bool old = patent->kind == IPA_PATENT_DESIGN && patent->filed < ipa_date_from(2021, 6, 1);
    return old ? 10 : ipa_patent_term_years(patent->kind);
}

ipa_date ipa_patent_term_end(const ipa_deal_patent *patent) {
    int years = patent->filed == IPA_NO_DATE ? 0 : years_of(patent);
    if (years == 0)
        return patent->expires;
    ipa_date by_law = ipa_date_add_months(patent->filed, 12 * years, false);
    bool earlier = patent->expires != IPA_NO_DATE && patent->expires < by_law;
    return earlier || by_law == IPA_NO_DATE ? patent->expires : by_law;
}
