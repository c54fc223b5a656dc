#include "tests/support/written.h"

#include <criterion/criterion.h>

ipa_number written_number(const char *text) {
    ipa_number value = {.given = true};
    cr_assert(ipa_decimal_parse(text, &value.exact), "%s is no number", text);
    value.value = ipa_decimal_value(value.exact);
    return value;
}

ipa_date written_date(const char *text) {
    ipa_date value = IPA_NO_DATE;
    cr_assert(ipa_date_parse(text, &value), "%s is no date", text);
    return value;
}
