#pragma once
/** How a call says that the world failed.
 *
 *  Knows: the list of status codes and the caller-owned error record.
 *  Does not know: findings (wrong input is not a failure), printing, exit codes.
 */
#include <stdnoreturn.h>

/* One table: enum, name and description all come from it. */
#define IPA_STATUS_TABLE(X)                                         \
    X(OK, "done")                                                   \
    X(FINDINGS, "the input has errors; the findings say which")     \
    X(MISSING, "an input file is missing or cannot be read")        \
    X(OUTPUT, "an output cannot be written")                        \
    X(LIMIT, "a stated limit on size, depth or memory is exceeded") \
    X(RANGE, "an argument lies outside the function's domain")      \
    X(NO_CONVERGENCE, "an iteration found no answer")               \
    X(NONFINITE, "a figure is not finite")                          \
    X(INVARIANT, "an invariant of the model broke")                 \
    X(INTERRUPTED, "the user interrupted the run")                  \
    X(SYSTEM, "the operating system refused a request")

typedef enum ipa_status {
#define IPA_STATUS_ENUM(name, text) IPA_##name,
    IPA_STATUS_TABLE(IPA_STATUS_ENUM)
#undef IPA_STATUS_ENUM
} ipa_status;

#define IPA_MUST_USE __attribute__((warn_unused_result))
#define IPA_PRINTF(text, first) __attribute__((format(printf, text, first)))

/** What failed, in words. Owned by the caller; every function takes NULL for "not wanted". */
typedef struct ipa_error {
    ipa_status status;
    char message[480];
} ipa_error;

/** Records the failure and returns its status, so that `return ipa_fail(…)` reads as one act. */
ipa_status ipa_fail(ipa_error *error, ipa_status status, const char *format, ...) IPA_PRINTF(3, 4);

/** The description of a status code. */
const char *ipa_status_text(ipa_status status);

/** Passes a failure on to the function's one `out:` label, where what it owns is released.
 *  Needs a local `ipa_status status`. */
#define IPA_TRY(call)         \
    do {                      \
        status = (call);      \
        if (status != IPA_OK) \
            goto out;         \
    } while (0)

/** Our own bug: never switched off, prints the place and aborts. */
#define IPA_ASSERT(condition) \
    ((condition) ? (void)0 : ipa_assert_failed(#condition, __FILE__, __LINE__))
noreturn void ipa_assert_failed(const char *condition, const char *file, int line);
