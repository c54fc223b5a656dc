#pragma once
/** Views: from a run's result to tables, one function a table.
 *
 *  Knows: what each sheet and CSV shows, in which order, under which heads.
 *  Does not know: workbooks, files, terminals.
 */
#include "engine/simulate/patent_value.h"
#include "engine/simulate/price_result.h"
#include "engine/simulate/solution.h"
#include "engine/simulate/stress_result.h"
#include "reports/table.h"

/** What the audit sheet says about a run beyond its figures. */
typedef struct ipa_run_info {
    const char *version; /**< of ipabs and the libraries it runs on */
    const char *command; /**< as the user typed it */
    const char *as_of;   /**< `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`, the run's date */
    const char *sampler;
    const ipa_findings *findings; /**< warnings of the reading; NULL: none */
} ipa_run_info;

typedef struct ipa_view {
    const ipa_deal *deal;
    const ipa_plan *plan;
    const ipa_result *result;        /**< NULL in a value report */
    const ipa_patent_values *value;  /**< NULL: nothing was valued */
    const ipa_price_result *price;   /**< NULL: not a price report */
    const ipa_solution *solution;    /**< NULL: not a solver's report */
    const ipa_stress_result *stress; /**< NULL: no deck was run */
    const ipa_run_info *run;
    ipa_language language;
    ipa_unit unit;
    ipa_arena *arena;
} ipa_view;

/** What the figures of a report were simulated with; no paths: base cases only, of the deal's seed.
 */
typedef struct ipa_view_sample {
    long n_paths;
    unsigned long long seed;
} ipa_view_sample;
ipa_view_sample ipa_views_sample(const ipa_view *view);

typedef ipa_table *ipa_view_function(const ipa_view *view);

/* Those of a vehicle below the deal: the deal's own tables, of the vehicle. */
#define IPA_VIEW_TABLE_VEHICLE(X)                                                       \
    X(3, vehicle_schedule, "下层载体日期", "Schedule of the vehicle")                   \
    X(25, vehicle_tranche_terms, "下层载体各档要素", "Vehicle: tranche terms")          \
    X(25, vehicle_fee_terms, "下层载体税费要素", "Vehicle: fee and tax terms")          \
    X(25, vehicle_account_terms, "下层载体账户要素", "Vehicle: account terms")          \
    X(25, vehicle_support_terms, "下层载体增信要素", "Vehicle: support terms")          \
    X(25, vehicle_trigger_terms, "下层载体触发要素", "Vehicle: trigger terms")          \
    X(25, vehicle_waterfall_terms, "下层载体分配顺序", "Vehicle: priority of payments") \
    X(25, vehicle_closing, "下层载体设立日来源与运用", "Vehicle: sources and uses")     \
    X(26, vehicle_waterfall, "下层载体现金流分配", "Vehicle: waterfall")                \
    X(27, vehicle_collections, "下层载体资产现金流", "Vehicle: collections")            \
    X(27, vehicle_payments, "下层载体各档兑付", "Vehicle: tranche payments")            \
    X(27, vehicle_accounts, "下层载体账户", "Vehicle: accounts")                        \
    X(27, vehicle_fees, "下层载体税费", "Vehicle: taxes and fees")                      \
    X(27, vehicle_triggers, "下层载体触发", "Vehicle: triggers")                        \
    X(27, vehicle_support, "下层载体增信使用", "Vehicle: support")                      \
    X(28, vehicle_simulation, "下层载体模拟结果", "Vehicle: simulation")

/* Every table of the deal report, by sheet (numbers of the workbook's contents list).
 * X(sheet, id, zh, en) → `ipa_table *ipa_views_<id>(const ipa_view *)`. */
#define IPA_VIEW_TABLE(X)                                                     \
    X(1, deal_facts, "产品概况", "Deal facts")                                \
    X(1, capital_structure, "资本结构", "Capital structure")                  \
    X(1, key_coverage, "关键覆盖", "Key coverage")                            \
    X(2, tranche_terms, "各档要素", "Tranche terms")                          \
    X(2, fee_terms, "税费要素", "Fee and tax terms")                          \
    X(2, account_terms, "账户要素", "Account terms")                          \
    X(2, support_terms, "增信要素", "Support terms")                          \
    X(2, trigger_terms, "触发要素", "Trigger terms")                          \
    X(2, waterfall_terms, "分配顺序", "Priority of payments in words")        \
    X(2, guarantor_terms, "债务人担保", "Guarantors of the obligors")         \
    X(2, facility_terms, "风险补偿资金", "Risk-compensation facilities")      \
    X(2, disposal_terms, "处置与回购", "Disposal and buy-back")               \
    X(2, parties, "参与机构", "Parties")                                      \
    X(2, closing, "设立日来源与运用", "Sources and uses at closing")          \
    X(3, schedule, "日期", "Schedule")                                        \
    X(4, by_industry, "行业分布", "By industry")                              \
    X(4, by_region, "地区分布", "By region")                                  \
    X(4, by_rating, "评级分布", "By rating")                                  \
    X(4, by_kind, "合同类型分布", "By contract kind")                         \
    X(4, by_amount, "金额分布", "By amount")                                  \
    X(4, by_remaining_term, "剩余期限分布", "By remaining term")              \
    X(4, by_rate, "利率分布", "By rate")                                      \
    X(4, top_obligors, "前十大债务人", "Top obligors")                        \
    X(4, concentration, "集中度", "Concentration")                            \
    X(5, obligors, "债务人", "Obligors")                                      \
    X(5, obligor_holdings, "债务人持有的知识产权", "IP of the obligors")      \
    X(5, contract_terms, "合同要素", "Contract terms")                        \
    X(5, contract_security, "合同所附权利与处置", "Security and disposal")    \
    X(5, royalty_terms, "提成要素", "Royalty terms")                          \
    X(5, obligor_costs, "企业综合融资成本", "All-in cost of the firms")       \
    X(5, obligor_years, "企业分年收支", "Firms year by year")                 \
    X(6, patents_by_kind, "知识产权构成", "IP by kind")                       \
    X(6, patents, "知识产权登记", "IP register")                              \
    X(6, patent_survival, "存续概率", "Survival of the patents")              \
    X(6, eligibility, "合格性检查", "Eligibility check")                      \
    X(7, collections, "资产现金流", "Collections")                            \
    X(7, revolving, "循环购买", "Revolving purchases")                        \
    X(7, delinquency, "逾期", "Delinquency")                                  \
    X(7, contract_totals, "逐合同合计", "Contract totals")                    \
    X(7, contract_collections, "逐合同现金流", "Collections by contract")     \
    X(9, tranche_payments, "各档兑付", "Tranche payments")                    \
    X(10, accounts, "账户", "Accounts")                                       \
    X(10, ledgers, "台账", "Ledgers")                                         \
    X(11, fees, "税费", "Taxes and fees")                                     \
    X(12, triggers, "触发", "Triggers")                                       \
    X(13, support, "增信使用", "Support")                                     \
    X(14, coverage, "覆盖倍数", "Coverage")                                   \
    X(15, simulation, "模拟结果", "Simulation")                               \
    X(15, simulation_support, "增信与触发", "Support and triggers")           \
    X(15, convergence, "收敛", "Convergence")                                 \
    X(15, loss_histogram, "资产池损失分布", "Pool loss distribution")         \
    X(15, total_histogram, "归集总额分布", "Distribution of all collections") \
    X(15, cashflow_fans, "各档现金流分位", "Tranche cash flow percentiles")   \
    X(15, worst_paths, "最差十条路径", "Ten worst paths")                     \
    X(16, price_grid, "价格收益率表", "Price–yield table")                    \
    X(16, price_summary, "定价要点", "Pricing")                               \
    X(19, patent_values, "专利估值", "Patent values")                         \
    X(20, assumptions, "假设", "Assumptions")                                 \
    X(23, glossary, "释义", "Glossary")                                       \
    X(24, audit, "审计", "Audit")                                             \
    IPA_VIEW_TABLE_VEHICLE(X)

#define IPA_VIEW_DECLARE(sheet, id, zh, en) ipa_view_function ipa_views_##id;
IPA_VIEW_TABLE(IPA_VIEW_DECLARE)
#undef IPA_VIEW_DECLARE

/** A row of the table above. */
typedef struct ipa_view_entry {
    int sheet;
    const char *id, *zh, *en;
    ipa_view_function *make;
} ipa_view_entry;
extern const ipa_view_entry ipa_view_entries[];
extern const int ipa_n_view_entries;
