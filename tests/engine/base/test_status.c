#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "engine/base/status.h"
#include "engine/base/text.h"

Test(status, failure_keeps_code_and_words) {
    ipa_error error = {0};
    cr_expect_eq(ipa_fail(&error, IPA_LIMIT, "%d rows, %s", 7, "合同"), IPA_LIMIT);
    cr_expect_eq(error.status, IPA_LIMIT);
    cr_expect_str_eq(error.message, "7 rows, 合同");
    cr_expect_eq(ipa_fail(NULL, IPA_RANGE, "unwanted"), IPA_RANGE);
}

Test(status, old_message_may_be_wrapped_in_the_new) {
    ipa_error error = {0};
    ipa_fail(&error, IPA_MISSING, "curve.csv");
    ipa_fail(&error, IPA_MISSING, "deal of %s: %s", "2025", error.message);
    cr_expect_str_eq(error.message, "deal of 2025: curve.csv");
}

Test(status, long_message_ends_at_a_whole_character) {
    char text[1024];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'x', shift);
        text[shift] = '\0';
        for (int n = 0; n < 200; n++)
            strcat(text, "知");
        ipa_error error;
        ipa_fail(&error, IPA_LIMIT, "%s", text);
        size_t length = strlen(error.message);
        cr_expect(ipa_text_is_utf8(error.message, length, NULL));
        cr_expect_geq(length, sizeof error.message - 4);
        cr_expect_eq(strncmp(text, error.message, length), 0);
    }
}

Test(status, every_code_has_its_own_words) {
    for (ipa_status a = IPA_OK; a <= IPA_SYSTEM; a++)
        for (ipa_status b = IPA_OK; b < a; b++)
            cr_expect_str_neq(ipa_status_text(a), ipa_status_text(b));
    cr_expect_str_eq(ipa_status_text((ipa_status)4711), "unknown status");
}

static int n_released;

static ipa_status try_it(ipa_status first, ipa_status second) {
    ipa_status status = IPA_OK;
    IPA_TRY(first);
    IPA_TRY(second);
out:
    n_released++;
    return status;
}

Test(status, try_passes_the_first_failure_through_out) {
    cr_expect_eq(try_it(IPA_OK, IPA_OK), IPA_OK);
    cr_expect_eq(try_it(IPA_LIMIT, IPA_RANGE), IPA_LIMIT);
    cr_expect_eq(try_it(IPA_OK, IPA_RANGE), IPA_RANGE);
    cr_expect_eq(n_released, 3);
}

Test(status, a_broken_assertion_aborts, .signal = SIGABRT) {
    IPA_ASSERT(n_released == 17);
}
