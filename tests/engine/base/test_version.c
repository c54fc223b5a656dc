#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>
#include <yaml.h>

#include "engine/base/version.h"

static const char *part(const char *name) {
    size_t n_parts;
    const ipa_version_part *parts = ipa_version_parts(&n_parts);
    for (size_t at = 0; at < n_parts; at++)
        if (strcmp(parts[at].name, name) == 0)
            return parts[at].version;
    return NULL;
}

Test(version, is_three_numbers) {
    int major, minor, patch, end = 0;
    cr_assert_eq(sscanf(ipa_version(), "%d.%d.%d%n", &major, &minor, &patch, &end), 3);
    cr_expect_eq((size_t)end, strlen(ipa_version()));
}

Test(version, parts_are_those_the_program_runs_with) {
    cr_expect_str_eq(part("libyaml"), yaml_get_version_string());
    cr_expect_str_eq(part("jansson"), jansson_version_str());
}

Test(version, no_part_is_without_a_version) {
    size_t n_parts;
    const ipa_version_part *parts = ipa_version_parts(&n_parts);
    cr_assert_gt(n_parts, 0);
    for (size_t at = 0; at < n_parts; at++) {
        const char *dot = strchr(parts[at].version, '.');
        cr_expect(dot && dot > parts[at].version, "%s %s", parts[at].name, parts[at].version);
    }
    cr_expect_not_null(strchr(ipa_version_compiler(), ' '));
}
