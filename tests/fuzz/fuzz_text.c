/* The decoder of files: whatever the bytes, the text is well-formed UTF-8 and decoding it again
 * changes nothing. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ipa_arena *arena = ipa_arena_create();
    const char *text, *again;
    size_t n_text, n_again, bad = 0;
    ipa_error error;
    ipa_status status =
        ipa_text_decode(arena, (const char *)data, size, &text, &n_text, &bad, &error);
    if (status == IPA_OK) {
        IPA_ASSERT(ipa_text_is_utf8(text, n_text, NULL));
        IPA_ASSERT(ipa_text_length(text) <= n_text);
        IPA_ASSERT(ipa_text_width(text, n_text) >= 0);
        bool marked = n_text >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
        status = ipa_text_decode(arena, text, n_text, &again, &n_again, &bad, &error);
        IPA_ASSERT(status == IPA_OK);
        IPA_ASSERT(marked || (n_again == n_text && memcmp(text, again, n_text) == 0));
    } else {
        IPA_ASSERT(bad < size);
        IPA_ASSERT(error.status == status && error.message[0] != '\0');
    }
    ipa_arena_destroy(arena);
    return 0;
}
