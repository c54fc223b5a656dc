#include "engine/deal/money.h"

double ipa_money_fen(ipa_number amount) {
    if (!amount.given)
        return 100 * amount.value;
    ipa_decimal yuan = amount.exact;
    if (yuan.scale >= 2)
        return ipa_decimal_value((ipa_decimal){yuan.mantissa, yuan.scale - 2});
    /* Fewer than two decimals: the product may pass 2^53, where the double still is the nearest. */
    return (double)yuan.mantissa * (yuan.scale == 0 ? 100 : 10);
}

bool ipa_money_is_whole_fen(ipa_number amount) {
    ipa_decimal yuan = amount.exact;
    while (yuan.scale > 2 && yuan.mantissa % 10 == 0) {
        yuan.mantissa /= 10;
        yuan.scale--;
    }
    return yuan.scale <= 2;
}
