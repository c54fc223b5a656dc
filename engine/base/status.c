#include "engine/base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A message that did not fit ends at a whole character, so that it can be printed and put in JSON.
 */
static void drop_partial_character(char *message, size_t length) {
    size_t start = length;
    while (start > 0 && ((unsigned char)message[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)message[start - 1];
    size_t needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (length - start < needed)
        message[start - 1] = '\0';
}

ipa_status ipa_fail(ipa_error *error, ipa_status status, const char *format, ...) {
    if (!error)
        return status;
    /* Formatted beside the record: the old message may be an argument of the new one. */
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (n < 0)
        message[0] = '\0';
    else if ((size_t)n >= sizeof message)
        drop_partial_character(message, sizeof message - 1);
    memcpy(error->message, message, sizeof message);
    error->status = status;
    return status;
}

const char *ipa_status_text(ipa_status status) {
    static const char *const texts[] = {
#define IPA_STATUS_DESCRIPTION(name, text) [IPA_##name] = text,
        IPA_STATUS_TABLE(IPA_STATUS_DESCRIPTION)
#undef IPA_STATUS_DESCRIPTION
    };
    size_t n_texts = sizeof texts / sizeof texts[0];
    return (size_t)status < n_texts ? texts[status] : "unknown status";
}

void ipa_assert_failed(const char *condition, const char *file, int line) {
    fprintf(stderr, "ipabs: internal error at %s:%d: `%s` does not hold; please report this\n",
            file, line, condition);
    abort();
}
