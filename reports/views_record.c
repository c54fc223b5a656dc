#include "engine/base/version.h"
#include "reports/cells.h"
#include "reports/words.h"
#include "reports/words_terms.h"

ipa_table *ipa_views_glossary(const ipa_view *view) {
    static const ipa_cells_column COLUMNS[] = {{"中文", "Chinese", IPA_FORMAT_TEXT},
                                               {"英文", "English", IPA_FORMAT_TEXT},
                                               {"含义", "Meaning", IPA_FORMAT_TEXT}};
    ipa_cells cells = IPA_CELLS_BEGIN(view, "glossary", COLUMNS);
    int n_terms;
    const ipa_words_term *terms = ipa_words_terms(&n_terms);
    for (int n = 0; n < n_terms; n++) {
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, terms[n].zh);
        ipa_cells_text(&cells, terms[n].en);
        ipa_cells_words(&cells, terms[n].meaning_zh, terms[n].meaning_en);
    }
    return cells.table;
}

static const ipa_cells_column AUDIT_COLUMNS[] = {{"项目", "Item", IPA_FORMAT_TEXT},
                                                 {"内容", "Content", IPA_FORMAT_TEXT}};

static void audit_text(ipa_cells *cells, const char *zh, const char *en, const char *text) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_text(cells, text);
}

static void audit_number(ipa_cells *cells, const char *zh, const char *en, double number,
                         ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_formatted(cells, number, format);
}

static void audit_simulation(ipa_cells *cells) {
    const ipa_view *view = cells->view;
    const ipa_simulation_result *simulation = view->result->simulation;
    if (simulation == NULL) {
        audit_number(cells, "模拟路径数", "Simulated paths", 0, IPA_FORMAT_INTEGER);
        return;
    }
    audit_text(cells, "随机种子", "Seed", ipa_arena_format(view->arena, "%llu", simulation->seed));
    audit_number(cells, "模拟路径数", "Simulated paths", (double)simulation->n_paths,
                 IPA_FORMAT_INTEGER);
    audit_text(cells, "抽样方法", "Sampler", view->run->sampler);
    audit_number(cells, "现金守恒最大误差（元）", "Largest breach of cash conservation (yuan)",
                 simulation->cash_conservation_max_abs, IPA_FORMAT_NUMBER);
    audit_number(cells, "非有限数个数", "Figures that are not finite",
                 (double)simulation->nonfinite, IPA_FORMAT_INTEGER);
}

ipa_table *ipa_views_audit(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "audit", AUDIT_COLUMNS);
    size_t n_parts;
    const ipa_version_part *parts = ipa_version_parts(&n_parts);
    audit_text(&cells, "程序版本", "Version", view->run->version);
    audit_text(&cells, "编译器", "Compiler", ipa_version_compiler());
    for (size_t n = 0; n < n_parts; n++)
        audit_text(&cells, "程序库", "Library",
                   ipa_arena_format(view->arena, "%s %s", parts[n].name, parts[n].version));
    audit_text(&cells, "输入文件指纹（SHA-256）", "Fingerprint of the inputs (SHA-256)",
               view->deal->sha256);
    audit_simulation(&cells);
    for (int n = 0; n < view->deal->n_overrides; n++)
        audit_text(&cells, "覆盖输入", "Override", view->deal->overrides[n]);
    audit_text(&cells, "命令", "Command", view->run->command);
    audit_text(&cells, "运行时间", "Time of the run", view->run->as_of);
    return cells.table;
}
