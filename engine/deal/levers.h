#pragma once
/** The levers of a stress: what the section `stress` of a deal may change, and by how much.
 *
 *  Knows: name, kind of value, neutral value, range, unit, title and meaning of every lever.
 *  Does not know: what a lever does to a plan (resolve_stress does), scenarios.
 *
 *  Months are calendar months after the cut-off date, so that one scenario fits any deal.
 */
#include "engine/deal/fields.h"
#include "engine/deal/written.h"

/* X(enum, name, kind, form, neutral, example, range, unit, title zh, title en, meaning zh,
 *   meaning en). */
#define IPA_LEVER_TABLE(X)                                                                         \
    X(COLLECTIONS_HAIRCUT, collections_haircut, NUMBER, SHARE, "0", "10%", UNIT, SHARE,            \
      "回款折扣", "Haircut on collections",                                                        \
      "每笔回款（含回收）少收的比例；折去部分即为损失，不形成债权",                                \
      "share that every contract pays less on every date, recoveries too; it is lost, no claim")   \
    X(COLLECTIONS_DELAY, collections_delay, WHOLE, INTEGER, "0", "1", PERIODS, PERIODS,            \
      "回款延迟", "Delay of collections", "资产池全部回款推迟的归集期数；超出最后一期即损失",      \
      "collection periods by which all the pool brings arrives later; past the last it is lost")   \
    X(CUMULATIVE_DEFAULT_RATE, cumulative_default_rate, NUMBER, SHARE, NULL, "8%", UNIT, SHARE,    \
      "累计违约率", "Cumulative default rate",                                                     \
      "存续期内违约的本金比例：基准情形按合同均摊，模拟中取代各企业的违约概率曲线",                \
      "share of the original principal that defaults over the life: alike over all contracts in "  \
      "the base case, in place of every obligor's curve in the simulation")                        \
    X(DEFAULT_TIMING, default_timing, TIMING, TIMING, "even", "[0.5, 0.3, 0.2]", UNIT, NONE,       \
      "违约时点分布", "Timing of defaults",                                                        \
      "累计违约率在各期的分布：even、front、back 或逐年比例",                                      \
      "when the cumulative default rate arises: even, front, back, or shares by year")             \
    X(PD_MULTIPLIER, pd_multiplier, NUMBER, NUMBER, "1", "2", MULTIPLIER, MULTIPLE,                \
      "违约概率倍数", "Multiple of default probabilities",                                         \
      "企业累计违约概率的倍数，至多 0.9999；不影响 entities",                                      \
      "times the cumulative default probabilities of obligors, at most 0.9999")                    \
    X(ENTITY_PD_MULTIPLIER, entity_pd_multiplier, NUMBER, NUMBER, "1", "2", MULTIPLIER, MULTIPLE,  \
      "机构违约概率倍数", "Multiple of entities' default probabilities",                           \
      "增信等机构累计违约概率的倍数，至多 0.9999", "the same for the entities of the deal")        \
    X(OBLIGOR_STOPS, obligor_stops, MAP, TIMES, NULL, "{E1: 15}", LAG_MONTHS, MONTHS,              \
      "指定企业违约", "Obligors that default",                                                     \
      "企业（或 all）自截止日起若干个月后或于所写日期违约，当日起到期的不再支付；模拟中取较早者",  \
      "obligor or `all` → months after the cut-off date, or the date, at which it defaults: "    \
      "nothing due from then on is paid; in the simulation the earlier of the two")                \
    X(LARGEST_OBLIGORS, largest_obligors, WHOLE, INTEGER, "0", "2", MANY, COUNT,                   \
      "最大若干企业违约", "Largest obligors that default",                                         \
      "按本金（无本金时按基准回款）最大的若干户企业违约",                                          \
      "number of obligors, largest by principal (by base-case cash without any), that default")    \
    X(LARGEST_DEFAULT_MONTHS, largest_default_months, WHOLE, INTEGER, "1", "12", LAG_MONTHS,       \
      MONTHS, "最大企业违约时点", "When the largest default", "最大若干企业违约的时点（月）",      \
      "months after the cut-off date at which the largest obligors default")                       \
    X(RECOVERY_MULTIPLIER, recovery_multiplier, NUMBER, NUMBER, "1", "0.5", MULTIPLIER, MULTIPLE,  \
      "回收率倍数", "Multiple of recoveries",                                                      \
      "回收率均值的倍数，至多 1；不影响补偿池、保证金与担保",                                      \
      "times the mean recoveries, at most 1; facilities, deposits and guarantees stay")            \
    X(RECOVERY_RATE, recovery_rate, NUMBER, SHARE, NULL, "10%", UNIT, SHARE, "回收率",             \
      "Recovery rate", "取代各合同的回收率均值；其后再乘以倍数",                                   \
      "share of the claim in place of every contract's mean recovery, before the multiple")        \
    X(RECOVERY_LAG_MONTHS, recovery_lag_months, NUMBER, NUMBER, "0", "6", LAG_MONTHS, MONTHS,      \
      "回收再推迟", "Recoveries later by", "各合同回收滞后再加的月数",                             \
      "months added to the lag of every contract's recovery")                                      \
    X(SALES_HAIRCUT, sales_haircut, NUMBER, SHARE, "0", "20%", UNIT, SHARE, "销售额折扣",          \
      "Haircut on sales", "许可费合同预期销售额减少的比例",                                        \
      "share by which the expected sales of royalties fall")                                       \
    X(ROYALTY_DECAY, royalty_decay, NUMBER, RATE, "0", "5%", RATE_NOT_NEGATIVE, RATE,              \
      "销售额衰减", "Further decay of sales", "自截止日起销售额另按此年率连续衰减",                \
      "further decay of sales a year, continuous, from the cut-off date")                          \
    X(PATENT_HAZARD_MULTIPLIER, patent_hazard_multiplier, NUMBER, NUMBER, "1", "2", MULTIPLIER,    \
      MULTIPLE, "专利失效强度倍数", "Multiple of patents' hazards",                                \
      "专利失效、无效、淘汰强度的倍数", "times the hazards of lapse, invalidation, obsolescence")  \
    X(PATENTS_LOST, patents_lost, MAP, TIMES, NULL, "{P1: 12}", LAG_MONTHS, MONTHS,                \
      "指定专利失效", "Patents that are lost",                                                     \
      "专利（或 all）自截止日起若干个月后或于所写日期失效",                                        \
      "patent or `all` → months after the cut-off date, or the date, from which it is dead")       \
    X(KEY_PATENTS, key_patents, WHOLE, INTEGER, "0", "1", MANY, COUNT, "核心专利失效",             \
      "Key patents lost", "价值（无价值时按权重×合同基准回款）最高的若干件专利失效",               \
      "number of patents, of the most value (else weight × base-case cash of contracts), lost")    \
    X(KEY_PATENTS_MONTHS, key_patents_months, WHOLE, INTEGER, "1", "12", LAG_MONTHS, MONTHS,       \
      "核心专利失效时点", "When key patents are lost", "核心专利失效的时点（月）",                 \
      "months after the cut-off date at which the key patents are lost")                           \
    X(KEY_TECHNOLOGIES, key_technologies, WHOLE, INTEGER, "0", "1", MANY, COUNT, "核心技术被淘汰", \
      "Key technologies obsolete", "价值最高的若干项技术的全部专利失效",                           \
      "number of technologies, of the most value, all of whose patents are lost")                  \
    X(KEY_TECHNOLOGIES_MONTHS, key_technologies_months, WHOLE, INTEGER, "1", "12", LAG_MONTHS,     \
      MONTHS, "核心技术淘汰时点", "When key technologies are obsolete",                            \
      "核心技术淘汰的时点（月）",                                                                  \
      "months after the cut-off date at which the key technologies are obsolete")                  \
    X(SEASON_HAIRCUT, season_haircut, NUMBER, SHARE, "0", "50%", UNIT, SHARE, "许可季减收",        \
      "A season's royalties cut", "时段内到期的许可费减少的比例",                                  \
      "share by which royalties due in the season are cut")                                        \
    X(SEASON_FROM_MONTHS, season_from_months, WHOLE, INTEGER, "0", "6", LAG_MONTHS, MONTHS,        \
      "减收起点", "Season from", "减收时段的起点：此后到期的",                                     \
      "the season is what falls due after this")                                                   \
    X(SEASON_TO_MONTHS, season_to_months, WHOLE, INTEGER, "12", "18", LAG_MONTHS, MONTHS,          \
      "减收终点", "Season to", "减收时段的终点：至此到期的",                                       \
      "… and up to this many months after the cut-off date")                                       \
    X(PREPAYMENT_MULTIPLIER, prepayment_multiplier, NUMBER, NUMBER, "1", "2", MULTIPLIER,          \
      MULTIPLE, "提前还款倍数", "Multiple of prepayments", "提前还款强度的倍数",                   \
      "times the hazards of prepayment")                                                           \
    X(LATE_PROBABILITY, late_probability, NUMBER, SHARE, "0", "10%", BELOW_ONE, SHARE,             \
      "逾期概率下限", "Least late probability", "各合同逾期概率不低于此值（模拟）",                \
      "no contract's late probability is below this (simulation)")                                 \
    X(CURVE_SHIFT, curve_shift, NUMBER, RATE, "0", "2%", RATE, RATE, "折现曲线平移",               \
      "Shift of the discount curve", "折现曲线零息利率的平行移动",                                 \
      "parallel shift of the zero rates of the discount curve")                                    \
    X(INDEX_SHIFT, index_shift, NUMBER, RATE, "0", "1%", RATE, RATE, "基准利率平移",               \
      "Shift of reference rates", "估值日后各基准利率的加点；已公布的不变",                        \
      "added to every reference rate after the valuation date; fixings stand")                     \
    X(FACTOR_SHOCK, factor_shock, MAP, PAIRS, NULL, "{macro: -1.5}", LOADING, SIGMAS, "因子冲击",  \
      "Shock to factors", "因子（或 all）的全程取值移动若干个标准差",                              \
      "factor or `all` → standard deviations by which its whole-life value is shifted")            \
    X(CORRELATION_MULTIPLIER, correlation_multiplier, NUMBER, NUMBER, "1", "1.5", MULTIPLIER,      \
      MULTIPLE, "相关性倍数", "Multiple of loadings", "因子载荷的倍数；所解释部分至多 0.99",       \
      "times the loadings on factors, which then explain at most 0.99")                            \
    X(SUPPORT_OFF, support_off, NAMES, NAMES_OR_ALL, NULL, "[shortfall_payer]", ANY, NONE,         \
      "停用支持", "Support switched off", "不再存在的支持，或 all",                                \
      "supports that are not there, or `all`")                                                     \
    X(ENTITY_DEFAULTS, entity_defaults, MAP, TIMES, NULL, "{guarantor: 12}", LAG_MONTHS, MONTHS,   \
      "指定机构违约", "Entities that default",                                                     \
      "机构（或 all）自截止日起若干个月后或于所写日期违约，基准情形同样",                          \
      "entity or `all` → months after the cut-off date, or the date, at which it defaults, "     \
      "in the base case too")

typedef enum ipa_lever {
#define IPA_LEVER_ENUM(id, name, ...) IPA_LEVER_##id,
    IPA_LEVER_TABLE(IPA_LEVER_ENUM)
#undef IPA_LEVER_ENUM
        IPA_N_LEVERS
} ipa_lever;

typedef enum ipa_lever_kind {
    IPA_LEVER_IS_NUMBER, /**< `ipa_number` */
    IPA_LEVER_IS_WHOLE,  /**< `int` */
    IPA_LEVER_IS_MAP,    /**< `ipa_pairs` */
    IPA_LEVER_IS_NAMES,  /**< `ipa_lever_names` */
    IPA_LEVER_IS_TIMING  /**< `ipa_lever_timing` */
} ipa_lever_kind;

/* X(enum, zh, en) */
#define IPA_LEVER_UNIT_TABLE(X)                \
    X(SHARE, "比例", "share")                  \
    X(RATE, "年率", "a year")                  \
    X(MULTIPLE, "倍", "times")                 \
    X(MONTHS, "个月", "months")                \
    X(PERIODS, "期", "collection periods")     \
    X(COUNT, "个", "number")                   \
    X(SIGMAS, "标准差", "standard deviations") \
    X(NONE, "", "")

typedef enum ipa_lever_unit {
#define IPA_LEVER_UNIT_ENUM(id, zh, en) IPA_LEVER_IN_##id,
    IPA_LEVER_UNIT_TABLE(IPA_LEVER_UNIT_ENUM)
#undef IPA_LEVER_UNIT_ENUM
        IPA_N_LEVER_UNITS
} ipa_lever_unit;

typedef struct ipa_lever_names {
    ipa_reference *items;
    int n_items;
} ipa_lever_names;

typedef enum ipa_timing {
    IPA_TIMING_EVEN,
    IPA_TIMING_FRONT,
    IPA_TIMING_BACK,
    IPA_TIMING_BY_YEAR
} ipa_timing;

typedef struct ipa_lever_timing {
    ipa_timing kind;
    ipa_number *shares; /**< [n_shares] by year from the cut-off date */
    int n_shares;
} ipa_lever_timing;

#define IPA_LEVER_TYPE_NUMBER ipa_number
#define IPA_LEVER_TYPE_WHOLE int
#define IPA_LEVER_TYPE_MAP ipa_pairs
#define IPA_LEVER_TYPE_NAMES ipa_lever_names
#define IPA_LEVER_TYPE_TIMING ipa_lever_timing

/** Every lever as written, neutral where it was not. */
typedef struct ipa_deal_stress {
#define IPA_LEVER_MEMBER(id, name, kind, ...) IPA_LEVER_TYPE_##kind name;
    IPA_LEVER_TABLE(IPA_LEVER_MEMBER)
#undef IPA_LEVER_MEMBER
    const ipa_node *node; /**< NULL: the deal has no such section */
} ipa_deal_stress;

/** A row of the table. */
typedef struct ipa_lever_traits {
    const char *name;
    ipa_lever_kind kind;
    ipa_lever_unit unit;
    const char *neutral; /**< as it would be written; NULL: absent */
    const char *zh, *en; /**< title */
} ipa_lever_traits;
extern const ipa_lever_traits ipa_levers_traits[IPA_N_LEVERS];

const char *ipa_levers_unit_text(ipa_lever_unit unit, bool chinese);

/** The lever of that name, or −1. */
int ipa_levers_find(const char *name);

/** The name of the lever nearest to a misspelt one, or NULL. */
const char *ipa_levers_nearest(const char *name);

/** Whether the lever differs from neutral; a time or timing by itself changes nothing. */
bool ipa_levers_in_force(const ipa_deal_stress *stress, ipa_lever lever);

/** Whether any does. */
bool ipa_levers_any(const ipa_deal_stress *stress);

/** A multiple, 1 unless written. */
double ipa_levers_multiple(ipa_number written);

/** The map's figure for an id, that of `all` where it has none of its own; NULL: neither. */
const ipa_pair *ipa_levers_of(const ipa_pairs *map, const char *id);

/** Whether the id, or `all`, stands in the list. */
bool ipa_levers_name(const ipa_lever_names *names, const char *id);

/** What is left of expected sales `years` after the cut-off date. */
double ipa_levers_sales(const ipa_deal_stress *stress, double years);

/** The date that many months after the cut-off date; the calendar's last day beyond it. */
ipa_date ipa_levers_date(ipa_date cutoff, double months);

/** The date a map names: as written, or by its months. */
ipa_date ipa_levers_when(ipa_date cutoff, const ipa_pair *pair);
