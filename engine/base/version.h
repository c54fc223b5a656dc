#pragma once
/** Which ipabs this is, and what it was built with.
 *
 *  Knows: the version, the compiler, the versions of the libraries.
 *  Does not know: how they are shown.
 */
#include <stddef.h>

typedef struct ipa_version_part {
    const char *name;    /**< "libyaml" */
    const char *version; /**< "0.2.5" */
} ipa_version_part;

/** "0.1.0" */
const char *ipa_version(void);

/** "GNU 12.2.0" */
const char *ipa_version_compiler(void);

/** The libraries of the build, in a fixed order; `*n_parts` is how many. */
const ipa_version_part *ipa_version_parts(size_t *n_parts);
