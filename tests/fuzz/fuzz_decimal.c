/* Exact decimals: what is read is a number, its double has its sign, and writing it as a decimal
 * of the same scale gives it back while a double can tell its neighbours apart. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/decimal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    ipa_decimal decimal;
    if (ipa_decimal_parse(text, &decimal)) {
        double value = ipa_decimal_value(decimal);
        IPA_ASSERT(decimal.scale >= 0 && decimal.scale <= 18);
        IPA_ASSERT(isfinite(value));
        IPA_ASSERT((value > 0) == (decimal.mantissa > 0) && (value < 0) == (decimal.mantissa < 0));
        if (llabs(decimal.mantissa) < INT64_C(1) << 50) {
            ipa_decimal back = ipa_decimal_from(value, decimal.scale);
            IPA_ASSERT(back.mantissa == decimal.mantissa && back.scale == decimal.scale);
        }
    }
    free(text);
    return 0;
}
