#pragma once
/** The indicator system for patents of GB/T 42748-2023: three first-level indicators and fourteen
 *  second-level ones. Names only: the standard leaves weights to the purpose, and so do we.
 *
 *  Knows: the names in both languages, and which word of a table means which.
 *  Does not know: weights, scores. @source GB/T 42748-2023
 */
#include <stdbool.h>

/* X(enum, name, Chinese, Chinese in full, English) */
#define IPA_INDICATOR_LEVEL_TABLE(X)                                 \
    X(LEGAL, "legal", "法律", "法律价值", "Legal value")             \
    X(TECHNICAL, "technical", "技术", "技术价值", "Technical value") \
    X(ECONOMIC, "economic", "经济", "经济价值", "Economic value")

typedef enum ipa_indicator_level {
#define IPA_INDICATOR_LEVEL_ENUM(id, name, zh, long_zh, en) IPA_LEVEL_##id,
    IPA_INDICATOR_LEVEL_TABLE(IPA_INDICATOR_LEVEL_ENUM)
#undef IPA_INDICATOR_LEVEL_ENUM
        IPA_N_INDICATOR_LEVELS
} ipa_indicator_level;

/* X(name, level, Chinese, English) */
#define IPA_INDICATOR_TABLE(X)                                                 \
    X("stability", LEGAL, "稳定性", "Stability")                               \
    X("scope", LEGAL, "保护范围", "Scope of protection")                       \
    X("detectability", LEGAL, "侵权可判定性", "Detectability of infringement") \
    X("dependency", LEGAL, "依赖性", "Dependency")                             \
    X("advancement", TECHNICAL, "先进性", "Advancement")                       \
    X("substitutability", TECHNICAL, "替代性", "Substitutability")             \
    X("applicability", TECHNICAL, "适用范围", "Range of application")          \
    X("independence", TECHNICAL, "独立性", "Independence")                     \
    X("maturity", TECHNICAL, "成熟度", "Maturity")                             \
    X("field_trend", TECHNICAL, "领域发展态势", "Development of the field")    \
    X("economic_life", ECONOMIC, "剩余经济寿命", "Remaining economic life")    \
    X("competition", ECONOMIC, "竞争态势", "Competition")                      \
    X("market_use", ECONOMIC, "市场应用情况", "Use in the market")             \
    X("operation", ECONOMIC, "专利运营状况", "Operation of the patent")

typedef struct ipa_indicator {
    const char *name;
    ipa_indicator_level level;
    const char *zh, *en;
} ipa_indicator;

/** The second-level indicator that a text names (in any of its forms), or NULL: one of the user's
 *  own, as the standard's extension indicators are. */
const ipa_indicator *ipa_indicators_find(const char *text);

/** Whether two texts name the same indicator. */
bool ipa_indicators_same(const char *left, const char *right);

/** The first-level indicator's name in full. */
const char *ipa_indicators_level_name(ipa_indicator_level level, bool chinese);
