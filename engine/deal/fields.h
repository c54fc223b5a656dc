#pragma once
/** Every key of deal.yaml and every column of a tape: one table that the reader, the suggestions,
 *  the vocabulary and the documentation share.
 *
 *  Knows: name, kind of value, range, default, meaning, and where the value goes in a deal.
 *  Does not know: how a value is read (bind does), YAML, CSV.
 */
#include <stdbool.h>
#include <stddef.h>

/* X(enum, name en, name zh, what is written): the kinds of values. */
#define IPA_FIELD_TYPE_TABLE(X)                                                                           \
    X(ID, "id", "标识", "letters, digits and `_`; on a tape anything without blanks `,` `:` `;`")         \
    X(TEXT, "text", "文本", "any text")                                                                   \
    X(WORDS, "name", "名称", "a text, or `{zh: …, en: …}`")                                               \
    X(FILE, "file", "文件", "a file in the deal's folder")                                                \
    X(NUMBER, "number", "数", "a decimal")                                                                \
    X(AMOUNT, "amount", "金额", "a decimal in the deal's currency")                                       \
    X(RATE, "rate", "率", "a decimal per year such as `0.0279`, or `2.79%`")                              \
    X(SHARE, "share", "比例", "a decimal such as `0.15`, or `15%`")                                       \
    X(INTEGER, "whole number", "整数", "a whole number")                                                  \
    X(BOOLEAN, "true or false", "是否", "`true` or `false`")                                              \
    X(DATE, "date", "日期", "`YYYY-MM-DD`")                                                               \
    X(DATES, "list of dates", "日期列表", "`[2025-10-25, 2026-01-25]`")                                   \
    X(CHOICE, "one of a few words", "选项", "one of the words listed")                                    \
    X(FORMULA, "expression", "表达式", "an expression with a number as its value")                        \
    X(CONDITION, "condition", "条件", "an expression that is true or false")                              \
    X(REFERENCE, "reference", "引用", "the id of something in the deal")                                  \
    X(REFERENCES, "list of references", "引用列表", "`[a, b]`; on a tape `a;b`")                          \
    X(PAIRS, "names with numbers", "名称与数值", "`{a: 0.3, b: 0.2}`; on a tape `a:0.3;b:0.2`")           \
    X(TIMES, "names with months or dates", "名称与月数或日期",                                            \
      "`{a: 15, b: 2026-10-25}`: months after the cut-off date, or a date")                               \
    X(PARTIES, "names by role", "参与机构", "`{trustee: …, custodian: …}`")                               \
    X(SECTION, "section", "段", "a mapping, `{key: value, …}`")                                           \
    X(LIST, "list", "列表", "a list of mappings, `[{key: value, …}, …]`")                                 \
    X(NAMES, "list of names", "名称列表", "`[macro, software]`")                                          \
    X(UNITS, "section or `none`", "段或 none", "a mapping, `{key: value, …}`, or `none`")                 \
    X(HOLIDAYS, "calendar", "日历", "`CN`, `WEEKENDS`, `NONE` or a CSV file of closed dates")             \
    X(AMORTISATION, "amortisation", "偿还方式",                                                           \
      "`pass_through`, `bullet`, `residual`, `{schedule_per_100: [8.3333, …]}` or "                     \
      "`{schedule: FILE}` (a CSV date,per_100 or date,balance)")                                          \
    X(ARREARS_RATE, "rate or `coupon`", "利率或 coupon", "a rate, or `coupon`")                           \
    X(PAYEES, "payee or list of payees", "收款项",                                                        \
      "`vat`, `A.interest`, `A.principal`, `SUB.residual`, or a list of them")                            \
    X(DRAW, "support or account", "支持或账户", "a support's id, or `{account: reserve}`")                \
    X(COPULA, "copula", "连接函数", "`gaussian`, `{student_t: 6}` or `intensity`")                        \
    X(CORRELATION, "correlation", "相关矩阵",                                                             \
      "`identity`, a CSV matrix with names, or `{pairs: {macro: {software: 0.3}}}`; "                     \
      "`{file: …}` and `{pairs: …}` take `repair: true`")                                                 \
    X(TIERS, "rate or tiers", "费率或分档费率",                                                           \
      "a rate such as `0.05`, or tiers of sales `0:0.05;20000000:0.04`")                                  \
    X(PROFILE, "profile of sales", "销售曲线",                                                            \
      "`constant`, `growth:0.03`, `decay:0.10`, `bass:0.03,0.38`, `gamma:2,3` or "                        \
      "`table:sales.csv` (a CSV years,multiplier)")                                                       \
    X(PROCESSES, "processes by factor", "各因子的过程",                                                   \
      "`{macro: {reversion: 0.5, volatility: 0.15}, …}`")                                                 \
    X(RATE_STEPS, "rates from dates on", "分段利率",                                                      \
      "`[[2025-07-25, 0.0279], [2027-07-25, 0.0329]]`")                                                   \
    X(INDICES, "indices by name", "基准利率",                                                             \
      "`{LPR1Y: {flat: 0.03}, SHIBOR3M: {curve: shibor.csv, fixings: fixings.csv}}`")                     \
    X(RATING_PATH, "ratings by date", "各日期起的评级",                                                   \
      "`[[2025-07-25, A1], [2026-07-25, Baa1]]`")                                                         \
    X(VEHICLES, "list of one vehicle", "特殊目的载体",                                                    \
      "`[{id: trust, periods: {…}, fees: […], tranches: […], waterfalls: {…}}]`: sections as in " \
      "the deal")                                                                                         \
    X(NAMES_OR_ALL, "names or `all`", "名称列表或 all", "`all`, one id or `[a, b]`")                      \
    X(TIMING, "timing", "时点分布",                                                                       \
      "`even`, `front`, `back` or shares by year from the cut-off date that sum to 1")                    \
    X(ANYTHING, "value", "值", "a value of any form")

typedef enum ipa_field_type {
#define IPA_FIELD_TYPE_ENUM(id, en, zh, text) IPA_FIELD_##id,
    IPA_FIELD_TYPE_TABLE(IPA_FIELD_TYPE_ENUM)
#undef IPA_FIELD_TYPE_ENUM
        IPA_N_FIELD_TYPES
} ipa_field_type;

/* X(enum, text, least, most, least allowed, most allowed) */
#define IPA_FIELD_RANGE_TABLE(X)                                                     \
    X(ANY, "between -1e13 and 1e13", -1e13, 1e13, true, true)                        \
    X(NOT_NEGATIVE, "between 0 and 1e13", 0, 1e13, true, true)                       \
    X(POSITIVE, "above 0, at most 1e13", 0, 1e13, false, true)                       \
    X(UNIT, "between 0 and 1", 0, 1, true, true)                                     \
    X(SIGNED_UNIT, "between -1 and 1", -1, 1, true, true)                            \
    X(RATE, "between -1 and 10", -1, 10, true, true)                                 \
    X(RATE_NOT_NEGATIVE, "between 0 and 10", 0, 10, true, true)                      \
    X(DECIMALS, "between 0 and 8", 0, 8, true, true)                                 \
    X(LAG_DAYS, "between 0 and 366", 0, 366, true, true)                             \
    X(BUSINESS_DAYS, "between 0 and 60", 0, 60, true, true)                          \
    X(PERFECTION, "between 0 and 1000", 0, 1000, true, true)                         \
    X(PRICE, "above 0, at most 2", 0, 2, false, true)                                \
    X(LAG_MONTHS, "between 0 and 600", 0, 600, true, true)                           \
    X(COUNT, "between 1 and 1000", 1, 1000, true, true)                              \
    X(PATHS, "between 1 and 1000000000", 1, 1e9, true, true)                         \
    X(SEED, "between 0 and 999999999999999999", 0, 999999999999999999.0, true, true) \
    X(RANK, "between 1 and 100", 1, 100, true, true)                                 \
    X(SCORE, "between 0 and 100", 0, 100, true, true)                                \
    X(DEGREES, "above 2, at most 1000", 2, 1000, false, true)                        \
    X(LOADING, "between -10 and 10", -10, 10, true, true)                            \
    X(SPEED, "between 0 and 100", 0, 100, true, true)                                \
    X(SPREAD, "above 0, at most 10", 0, 10, false, true)                             \
    X(MONTHS, "above 0, at most 600", 0, 600, false, true)                           \
    X(TENOR, "between 1 and 360", 1, 360, true, true)                                \
    X(YEARS, "above 0, at most 100", 0, 100, false, true)                            \
    X(POSITIVE_UNIT, "above 0, at most 1", 0, 1, false, true)                        \
    X(MULTIPLIER, "between 0 and 1000", 0, 1000, true, true)                         \
    X(PERIODS, "between 0 and 1200", 0, 1200, true, true)                            \
    X(MANY, "between 0 and 100000", 0, 100000, true, true)                           \
    X(BELOW_ONE, "at least 0, below 1", 0, 1, true, false)

typedef enum ipa_field_range {
#define IPA_FIELD_RANGE_ENUM(id, text, least, most, closed_below, closed_above) IPA_RANGE_##id,
    IPA_FIELD_RANGE_TABLE(IPA_FIELD_RANGE_ENUM)
#undef IPA_FIELD_RANGE_ENUM
        IPA_N_FIELD_RANGES
} ipa_field_range;

typedef enum ipa_field_need {
    IPA_OPTIONAL,
    IPA_REQUIRED,
    IPA_LATER /**< known, but only its default is computed with so far */
} ipa_field_need;

/* X(enum, name en, name zh): the kinds of things that a reference may name. */
#define IPA_REFERENT_TABLE(X)                                  \
    X(NOTHING, "nothing", "")                                  \
    X(ACCOUNT, "account", "账户")                              \
    X(ENTITY, "entity", "机构")                                \
    X(TRANCHE, "tranche", "档")                                \
    X(FACTOR, "factor", "因子")                                \
    X(GRADE, "grade of the PD table", "评级")                  \
    X(SUPPORT, "support", "支持")                              \
    X(LEDGER, "ledger", "台账")                                \
    X(PAYEE, "payee", "收款项")                                \
    X(OBLIGOR, "obligor", "企业")                              \
    X(CONTRACT, "contract", "合同")                            \
    X(PATENT, "patent", "专利")                                \
    X(CURVE, "curve of default probabilities", "违约概率曲线") \
    X(FACILITY, "facility", "风险补偿池")                      \
    X(INDEX, "index", "基准利率")

typedef enum ipa_referent {
#define IPA_REFERENT_ENUM(id, en, zh) IPA_REFERENT_##id,
    IPA_REFERENT_TABLE(IPA_REFERENT_ENUM)
#undef IPA_REFERENT_ENUM
        IPA_N_REFERENTS
} ipa_referent;

/** A choice without a default that was not written, or a required one that was refused. */
#define IPA_NO_CHOICE (-1)

typedef struct ipa_choice {
    const char *name; /**< NULL ends a list */
    int value;
    bool later; /**< known, not supported yet */
} ipa_choice;

struct ipa_record;

typedef struct ipa_field {
    const char *name;
    ipa_field_type type;
    ipa_field_need need;
    const char *en, *zh; /**< one line of documentation */
    size_t offset, size; /**< in the record's struct; size 0: checked, not kept */
    size_t count_offset; /**< of a list's length */
    const char *initial; /**< default as it would be written; NULL: none */
    const char *example; /**< NULL: the default serves */
    const char *alias;   /**< a column's Chinese header */
    ipa_field_range range;
    ipa_referent referent; /**< what a reference names */
    const ipa_choice *choices;
    const struct ipa_record *record; /**< of a section or list */
} ipa_field;

#define IPA_NO_OFFSET ((size_t)-1)

/** A mapping with known keys, or a tape with known columns. */
typedef struct ipa_record {
    const char *title; /**< `tranches`, `contracts.csv` */
    const char *en, *zh;
    const ipa_field *fields;
    size_t n_fields;
    size_t size;        /**< of the struct, for lists and tapes */
    size_t node_offset; /**< of the struct's `const ipa_node *node`, or IPA_NO_OFFSET */
    size_t mark_offset; /**< of the struct's `ipa_mark mark`, or IPA_NO_OFFSET */
} ipa_record;

/** deal.yaml as a whole, into an ipa_deal; tapes are other records. */
extern const ipa_record ipa_fields_deal;
/** What stands in `units`. */
extern const ipa_record ipa_fields_deal_units;
/** One of `vehicles`, into an ipa_deal. */
extern const ipa_record ipa_fields_deal_vehicle;
/** What stands in `model`, into the ipa_deal_model. */
extern const ipa_record ipa_fields_model;
/** One tranche, and one index of `market.indices`. */
extern const ipa_record ipa_fields_tranches;
extern const ipa_record ipa_fields_tranches_index;
/** The words for a kind of patent, on the tape and in a table of hazards. */
extern const ipa_choice ipa_fields_tapes_patent_kinds[];

#define IPA_TAPE_TABLE(X)     \
    X(OBLIGORS, obligors)     \
    X(CONTRACTS, contracts)   \
    X(SCHEDULE, schedule)     \
    X(PATENTS, patents)       \
    X(ASSETS, assets)         \
    X(INDICATORS, indicators) \
    X(SCORES, scores)

typedef enum ipa_tape_kind {
#define IPA_TAPE_ENUM(id, name) IPA_TAPE_##id,
    IPA_TAPE_TABLE(IPA_TAPE_ENUM)
#undef IPA_TAPE_ENUM
        IPA_N_TAPES
} ipa_tape_kind;

extern const ipa_record ipa_fields_tapes[IPA_N_TAPES];

const char *ipa_fields_type_name(ipa_field_type type, bool chinese);
const char *ipa_fields_type_text(ipa_field_type type);
const char *ipa_fields_range_text(ipa_field_range range);
const char *ipa_fields_referent_text(ipa_referent referent, bool chinese);

/** Whether a figure lies in the range. */
bool ipa_fields_in_range(ipa_field_range range, double value);

/** The field of that name or alias, or NULL. */
const ipa_field *ipa_fields_find(const ipa_record *record, const char *name);

/** The name of the record's field nearest to a misspelt one, or NULL. */
const char *ipa_fields_nearest(const ipa_record *record, const char *name);
