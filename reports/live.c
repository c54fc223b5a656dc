#include "reports/live.h"

#include "reports/live_book.h"

typedef struct sheet_name {
    const char *zh, *en;
} sheet_name;

static const sheet_name sheet_names[] = {
    {"摘要", "Summary"},
    {"产品要素", "Terms"},
    {"日期", "Schedule"},
    {"资产池", "Pool"},
    {"债务人", "Obligors"},
    {"知识产权", "IP register"},
    {"资产现金流", "Collections"},
    {"现金流分配", "Waterfall"},
    {"各档兑付", "Tranche payments"},
    {"账户", "Accounts"},
    {"税费", "Taxes and fees"},
    {"触发", "Triggers"},
    {"增信", "Support"},
    {"覆盖倍数", "Coverage"},
    {"模拟结果", "Simulation"},
    {"定价", "Pricing"},
    {"情景", "Stress"},
    {"敏感性", "Sensitivity"},
    {"专利估值", "Patent values"},
    {"假设", "Assumptions"},
    {"校验", "Checks"},
    {"图表数据", "Chart data"},
    {"释义", "Glossary"},
    {"审计", "Audit"},
    {"下层载体要素", "Vehicle terms"},
    {"下层载体分配", "Vehicle waterfall"},
    {"下层载体兑付", "Vehicle payments"},
    {"下层载体模拟", "Vehicle simulation"},
};

const char *ipa_live_sheet_name(int number, ipa_language language) {
    IPA_ASSERT(number >= 1 && number <= (int)(sizeof sheet_names / sizeof *sheet_names));
    const sheet_name *name = &sheet_names[number - 1];
    return language == IPA_LANGUAGE_EN ? name->en : name->zh;
}

const char *ipa_live_column(int column, ipa_arena *arena) {
    char letters[8];
    int n = (int)sizeof letters;
    letters[--n] = '\0';
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters[--n] = (char)('A' + (rest - 1) % 26);
    return ipa_arena_copy(arena, letters + n);
}

ipa_table *ipa_live_waterfall(const ipa_view *view) {
    return ipa_live_book_make(view)->tables[IPA_LIVE_WATERFALL];
}

ipa_table *ipa_live_payments(const ipa_view *view) {
    return ipa_live_book_make(view)->tables[IPA_LIVE_PAYMENTS];
}

ipa_table *ipa_live_checks(const ipa_view *view) {
    return ipa_live_book_make(view)->tables[IPA_LIVE_CHECKS];
}
