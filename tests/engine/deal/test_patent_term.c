#include <criterion/criterion.h>

#include "engine/deal/patent_term.h"

static ipa_date day(const char *text) {
    ipa_date date = IPA_NO_DATE;
    cr_assert(text[0] == '\0' || ipa_date_parse(text, &date));
    return date;
}

Test(patent_term, the_term_counts_from_filing_and_the_tape_may_end_it_earlier) {
    static const struct {
        ipa_patent_kind kind;
        const char *filed, *expires, *end;
    } rows[] = {
        {IPA_PATENT_INVENTION, "2016-09-29", "", "2036-09-29"},
        {IPA_PATENT_INVENTION, "2016-09-29", "2030-01-01", "2030-01-01"},
        {IPA_PATENT_INVENTION, "2016-09-29", "2040-01-01", "2036-09-29"},
        {IPA_PATENT_INVENTION, "2020-02-29", "", "2040-02-29"},
        {IPA_PATENT_UTILITY_MODEL, "2020-02-29", "", "2030-02-28"},
        {IPA_PATENT_DESIGN, "2021-05-31", "", "2031-05-31"},
        {IPA_PATENT_DESIGN, "2021-06-01", "", "2036-06-01"},
        {IPA_PATENT_SOFTWARE, "2016-09-29", "2066-12-31", "2066-12-31"},
        {IPA_PATENT_TRADEMARK, "", "2033-03-13", "2033-03-13"},
        {IPA_PATENT_INVENTION, "", "2033-03-13", "2033-03-13"},
        {IPA_PATENT_INVENTION, "", "", ""},
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++) {
        ipa_deal_patent patent = {
            .kind = rows[n].kind, .filed = day(rows[n].filed), .expires = day(rows[n].expires)};
        cr_expect_eq(ipa_patent_term_end(&patent), day(rows[n].end), "row %zu", n);
    }
}
