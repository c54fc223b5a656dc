#include "engine/deal/money.h"

#include <criterion/criterion.h>

#include "tests/support/written.h"

/* Half a fen of 0.285 must stay half a fen: 100 × 0.285 in doubles is 28.499999999999996. */
Test(money, yuan_become_the_nearest_fen) {
    static const struct {
        const char *yuan;
        double fen;
        bool whole;
    } amounts[] = {{"0", 0, true},
                   {"1", 100, true},
                   {"0.1", 10, true},
                   {"0.29", 29, true},
                   {"1.10", 110, true},
                   {"-350000.01", -35000001, true},
                   {"95000000", 9500000000, true},
                   {"4.35", 435, true},
                   {"0.285", 28.5, false},
                   {"1.005", 100.5, false},
                   {"0.001", 0.1, false},
                   {"0.5000", 50, true},
                   {"12345678901234.56", 1234567890123456, true}};
    for (size_t at = 0; at < sizeof amounts / sizeof amounts[0]; at++) {
        ipa_number yuan = written_number(amounts[at].yuan);
        cr_expect_eq(ipa_money_fen(yuan), amounts[at].fen, "%s: %.17g", amounts[at].yuan,
                     ipa_money_fen(yuan));
        cr_expect_eq(ipa_money_is_whole_fen(yuan), amounts[at].whole, "%s", amounts[at].yuan);
    }
}

Test(money, what_was_left_blank_has_its_default) {
    cr_expect_eq(ipa_money_fen((ipa_number){.value = 0}), 0);
    cr_expect_eq(ipa_money_fen((ipa_number){.value = 100}), 10000);
}
