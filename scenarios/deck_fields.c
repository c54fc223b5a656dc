#include "scenarios/deck_fields.h"

#include "scenarios/deck.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define COUNTED(type, member) AT(type, member), .count_offset = offsetof(type, n_##member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NODE(type) .node_offset = offsetof(type, node), .mark_offset = IPA_NO_OFFSET

static const ipa_field ENTRY_FIELDS[] = {
    {"name", IPA_FIELD_TEXT, IPA_REQUIRED, "what the results call it", "情景名",
     AT(ipa_deck_entry, name), .example = "mild"},
    {"title", IPA_FIELD_WORDS, IPA_OPTIONAL, "how reports show it", "情景标题",
     AT(ipa_deck_entry, title), .example = "{zh: 轻度, en: Mild}"},
    {"overlay", IPA_FIELD_ANYTHING, IPA_OPTIONAL, "levers and fields with their values",
     "对产品的覆盖", AT(ipa_deck_entry, overlay), .example = "{recovery_multiplier: 0.8}"},
};
const ipa_record ipa_deck_fields_entry = {.title = "scenarios",
                                          .en = "scenarios",
                                          .zh = "情景",
                                          FIELDS(ENTRY_FIELDS),
                                          .size = sizeof(ipa_deck_entry),
                                          NODE(ipa_deck_entry)};

static const ipa_field LOGNORMAL_FIELDS[] = {
    {"mu", IPA_FIELD_NUMBER, IPA_REQUIRED, "mean of the logarithm of the default rate",
     "违约率对数的均值", AT(ipa_deck_targets, mu), .example = "-3.5"},
    {"sigma", IPA_FIELD_NUMBER, IPA_REQUIRED, "its standard deviation", "违约率对数的标准差",
     AT(ipa_deck_targets, sigma), .example = "0.5", .range = IPA_RANGE_POSITIVE},
};
static const ipa_record LOGNORMAL = {.title = "targets.lognormal",
                                     .en = "the distribution of the default rate",
                                     .zh = "违约率分布",
                                     FIELDS(LOGNORMAL_FIELDS),
                                     .node_offset = IPA_NO_OFFSET,
                                     .mark_offset = IPA_NO_OFFSET};

static const ipa_field TARGET_FIELDS[] = {
    {"class", IPA_FIELD_TEXT, IPA_REQUIRED, "class of assets, a row of the table of multipliers",
     "资产类别", AT(ipa_deck_targets, class_name), .example = "sme"},
    {"base_rate", IPA_FIELD_SHARE, IPA_OPTIONAL,
     "base default rate; default: the deal's simulated one", "基准违约率",
     AT(ipa_deck_targets, base_rate), .example = "0.05", .range = IPA_RANGE_POSITIVE_UNIT},
    {"lognormal", IPA_FIELD_SECTION, IPA_OPTIONAL,
     "distribution of the default rate; default: fitted to the simulated one", "违约率分布",
     .offset = 0, .example = "{mu: -3.5, sigma: 0.5}", .record = &LOGNORMAL},
};
static const ipa_record TARGETS = {.title = "targets",
                                   .en = "target default rates by grade",
                                   .zh = "目标违约率",
                                   FIELDS(TARGET_FIELDS),
                                   .size = sizeof(ipa_deck_targets),
                                   NODE(ipa_deck_targets)};

static const ipa_field LARGE_FIELDS[] = {
    {"counts", IPA_FIELD_PAIRS, IPA_REQUIRED, "obligors taken to default, by target grade",
     "各目标评级下假设违约的债务人数", AT(ipa_deck_large_obligors, counts), .example = "{Aaa: 3}",
     .range = IPA_RANGE_COUNT},
    {"recovery", IPA_FIELD_SHARE, IPA_OPTIONAL, "share of the claim that is recovered", "回收率",
     AT(ipa_deck_large_obligors, recovery), .initial = "0", .range = IPA_RANGE_UNIT},
};
static const ipa_record LARGE = {.title = "large_obligors",
                                 .en = "the largest obligors default",
                                 .zh = "大额债务人违约测试",
                                 FIELDS(LARGE_FIELDS),
                                 .size = sizeof(ipa_deck_large_obligors),
                                 NODE(ipa_deck_large_obligors)};

static const ipa_field SENSITIVITY_FIELDS[] = {
    {"bump", IPA_FIELD_SHARE, IPA_OPTIONAL, "relative change of each assumption", "相对变动幅度",
     AT(ipa_deck_sensitivities, bump), .initial = "0.1", .range = IPA_RANGE_POSITIVE_UNIT},
    {"tranche", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "the tranche looked at; default: the first",
     "考察的档", AT(ipa_deck_sensitivities, tranche), .example = "A"},
    {"fields", IPA_FIELD_NAMES, IPA_OPTIONAL, "assumptions; default: all", "考察的参数",
     COUNTED(ipa_deck_sensitivities, fields), .example = "[model.entity_pd]"},
};
static const ipa_record SENSITIVITIES = {.title = "sensitivities",
                                         .en = "figures at higher and lower assumptions",
                                         .zh = "敏感性",
                                         FIELDS(SENSITIVITY_FIELDS),
                                         .size = sizeof(ipa_deck_sensitivities),
                                         NODE(ipa_deck_sensitivities)};

static const ipa_field SWEEP_FIELDS[] = {
    {"tranche", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "the tranche looked at; default: the first",
     "考察的档", AT(ipa_deck_sweep, tranche), .example = "A"},
    {"axes", IPA_FIELD_ANYTHING, IPA_REQUIRED, "fields with lists of their values", "各轴的取值",
     AT(ipa_deck_sweep, axes_node), .example = "{\"tranches[A].balance\": [94000000, 95000000]}"},
    {"keep_total", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "the residual tranche takes what balances on the axes leave of the total", "总规模是否不变",
     AT(ipa_deck_sweep, keep_total), .initial = "true"},
    {"without_support", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "figures without what outside entities promised", "是否剔除外部增信",
     AT(ipa_deck_sweep, without_support), .initial = "false"},
};
static const ipa_record SWEEP = {.title = "sweep",
                                 .en = "structures on the same collections",
                                 .zh = "结构网格",
                                 FIELDS(SWEEP_FIELDS),
                                 .size = sizeof(ipa_deck_sweep),
                                 NODE(ipa_deck_sweep)};

static const ipa_field DECK_FIELDS[] = {
    {"ipabs_deck", IPA_FIELD_INTEGER, IPA_OPTIONAL, "version of the format; default: 1", "格式版本",
     .example = "1", .range = IPA_RANGE_ANY},
    {"name", IPA_FIELD_WORDS, IPA_OPTIONAL, "title of the deck", "名称", AT(ipa_deck, name),
     .example = "{zh: 市场压力, en: Market stress}"},
    {"source", IPA_FIELD_WORDS, IPA_OPTIONAL, "where its figures come from", "数据来源",
     AT(ipa_deck, source), .example = "{zh: 内部判断, en: house view}"},
    {"simulated", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "simulate every scenario too, on the deal's number of paths; else base cases only", "是否模拟",
     AT(ipa_deck, simulated), .initial = "true"},
    {"scenarios", IPA_FIELD_LIST, IPA_OPTIONAL, "a list of scenarios", "情景列表",
     .offset = offsetof(ipa_deck, entries), .size = sizeof(ipa_deck_entry *),
     .count_offset = offsetof(ipa_deck, n_entries), .record = &ipa_deck_fields_entry},
    {"product", IPA_FIELD_ANYTHING, IPA_OPTIONAL, "lists of scenarios, every combination of them",
     "情景列表的笛卡尔积", AT(ipa_deck, product)},
    {"grid", IPA_FIELD_ANYTHING, IPA_OPTIONAL, "fields with lists of values, every combination",
     "字段取值网格", AT(ipa_deck, grid)},
    {"given", IPA_FIELD_ANYTHING, IPA_OPTIONAL,
     "overlay that holds while break-evens are looked for: `{cumulative_default_rate: 0.05}`",
     "求临界值时另设的压力", AT(ipa_deck, given)},
    {"break_even", IPA_FIELD_NAMES, IPA_OPTIONAL,
     "levers whose largest bearable value is looked for; default, where there are scenarios: "
     "[collections_haircut, cumulative_default_rate]",
     "求临界值的压力因子", COUNTED(ipa_deck, break_even), .example = "[collections_haircut]"},
    {"targets", IPA_FIELD_SECTION, IPA_OPTIONAL, "target default rates by grade", "目标违约率",
     AT(ipa_deck, targets), .example = "{class: sme}", .record = &TARGETS},
    {"large_obligors", IPA_FIELD_SECTION, IPA_OPTIONAL, "the test of the largest obligors",
     "大额债务人违约测试", AT(ipa_deck, large), .example = "{recovery: 0.1}", .record = &LARGE},
    {"sensitivities", IPA_FIELD_SECTION, IPA_OPTIONAL, "figures at changed assumptions", "敏感性",
     AT(ipa_deck, sensitivities), .example = "{bump: 0.1}", .record = &SENSITIVITIES},
    {"sweep", IPA_FIELD_SECTION, IPA_OPTIONAL, "structures on the same collections", "结构网格",
     AT(ipa_deck, sweep), .example = "{tranche: A, axes: {…}}", .record = &SWEEP},
};
const ipa_record ipa_deck_fields = {.title = "",
                                    .en = "a deck of scenarios",
                                    .zh = "压力情景组",
                                    FIELDS(DECK_FIELDS),
                                    .size = sizeof(ipa_deck),
                                    NODE(ipa_deck)};
