#include "engine/base/version.h"

#include "ipabs_version.h"

const char *ipa_version(void) {
    return IPABS_VERSION;
}

const char *ipa_version_compiler(void) {
    return IPABS_COMPILER;
}

const ipa_version_part *ipa_version_parts(size_t *n_parts) {
    static const ipa_version_part parts[] = {
#define PART_ROW(name, version) {name, version},
        IPABS_PART_TABLE(PART_ROW)
#undef PART_ROW
    };
    *n_parts = sizeof parts / sizeof *parts;
    return parts;
}
