#include "engine/deal/indicators.h"

#include <stddef.h>
#include <string.h>

static const ipa_indicator INDICATORS[] = {
#define INDICATOR_ROW(name, level, zh, en) {name, IPA_LEVEL_##level, zh, en},
    IPA_INDICATOR_TABLE(INDICATOR_ROW)
#undef INDICATOR_ROW
};

static const struct {
    const char *zh, *en;
} LEVELS[] = {
#define LEVEL_ROW(id, name, zh, long_zh, en) {long_zh, en},
    IPA_INDICATOR_LEVEL_TABLE(LEVEL_ROW)
#undef LEVEL_ROW
};

const ipa_indicator *ipa_indicators_find(const char *text) {
    for (size_t n = 0; n < sizeof INDICATORS / sizeof INDICATORS[0]; n++)
        if (strcmp(text, INDICATORS[n].name) == 0 || strcmp(text, INDICATORS[n].zh) == 0 ||
            strcmp(text, INDICATORS[n].en) == 0)
            return &INDICATORS[n];
    return NULL;
}

bool ipa_indicators_same(const char *left, const char *right) {
    const ipa_indicator *known = ipa_indicators_find(left);
    return known ? known == ipa_indicators_find(right) : strcmp(left, right) == 0;
}

const char *ipa_indicators_level_name(ipa_indicator_level level, bool chinese) {
    return chinese ? LEVELS[level].zh : LEVELS[level].en;
}
