#include "engine/deal/fields_fees.h"

#include "engine/deal/deal.h"

#define AT(type, member) .offset = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define FIELDS(rows) .fields = rows, .n_fields = sizeof rows / sizeof rows[0]
#define NODE(type) \
    .size = sizeof(type), .node_offset = offsetof(type, node), .mark_offset = IPA_NO_OFFSET
#define ID_ROW(type, en, zh) \
    { "id", IPA_FIELD_ID, IPA_REQUIRED, en, zh, AT(type, id) }

static const ipa_choice DAY_COUNTS[] = {
#define DAY_COUNT_ROW(id, name, text) {name, IPA_DAY_COUNT_##id, false},
    IPA_DAY_COUNT_TABLE(DAY_COUNT_ROW)
#undef DAY_COUNT_ROW
        {NULL, 0, false}};
static const ipa_choice FEE_KINDS[] = {
    {"fee", false, false}, {"tax", true, false}, {NULL, 0, false}};
static const ipa_choice PERS[] = {{"year", IPA_PER_YEAR, false},
                                  {"period", IPA_PER_PERIOD, false},
                                  {"payment", IPA_PER_PAYMENT, false},
                                  {NULL, 0, false}};
static const ipa_choice FEE_ACCRUALS[] = {
    {"interest", false, false}, {"collection", true, false}, {NULL, 0, false}};
static const ipa_choice SUPPORT_KINDS[] = {{"shortfall", IPA_SUPPORT_SHORTFALL, false},
                                           {"guarantee", IPA_SUPPORT_GUARANTEE, false},
                                           {"liquidity", IPA_SUPPORT_LIQUIDITY, false},
                                           {"deposit", IPA_SUPPORT_DEPOSIT, false},
                                           {NULL, 0, false}};

static const ipa_field FEE_FIELDS[] = {
    ID_ROW(ipa_deal_fee, "name in steps and expressions", "费用标识"),
    {"kind", IPA_FIELD_CHOICE, IPA_OPTIONAL, "a fee or a tax", "费用或税", AT(ipa_deal_fee, is_tax),
     .initial = "fee", .choices = FEE_KINDS},
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL, "share of the base, per year with `per: year`", "费率",
     AT(ipa_deal_fee, rate), .example = "0.0015", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"first_rate", IPA_FIELD_RATE, IPA_OPTIONAL, "rate of the first period; default: `rate`",
     "首期费率", AT(ipa_deal_fee, first_rate), .example = "0.002",
     .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"base", IPA_FIELD_FORMULA, IPA_OPTIONAL, "what the rate applies to", "计费基数",
     AT(ipa_deal_fee, base), .example = "balance(A)"},
    {"amount", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "in place of rate and base", "固定金额",
     AT(ipa_deal_fee, amount), .example = "20000", .range = IPA_RANGE_NOT_NEGATIVE},
    {"per", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "year: times the day-count fraction; period: once a date; payment: afresh at its step",
     "year 按年计提；period 每期一次；payment 在支付步骤时计算", AT(ipa_deal_fee, per),
     .initial = "period", .choices = PERS},
    {"floor", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "least that falls due on a date, arrears apart",
     "每期下限", AT(ipa_deal_fee, floor), .example = "10000", .range = IPA_RANGE_NOT_NEGATIVE},
    {"cap", IPA_FIELD_AMOUNT, IPA_OPTIONAL, "most that falls due on a date, arrears apart",
     "每期上限", AT(ipa_deal_fee, cap), .example = "50000", .range = IPA_RANGE_NOT_NEGATIVE},
    {"cumulative_cap", IPA_FIELD_AMOUNT, IPA_OPTIONAL,
     "most that ever falls due, interest on arrears apart", "累计上限",
     AT(ipa_deal_fee, cumulative_cap), .example = "500000", .range = IPA_RANGE_NOT_NEGATIVE},
    {"cumulative", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "due is the rate on the base of all dates so far, less what fell due on the dates before",
     "是否按累计基数计提并扣除以前各期已计提", AT(ipa_deal_fee, cumulative), .initial = "false"},
    {"carry", IPA_FIELD_BOOLEAN, IPA_OPTIONAL, "what is unpaid stays due", "未付部分是否结转",
     AT(ipa_deal_fee, carry), .initial = "true"},
    {"arrears_rate", IPA_FIELD_RATE, IPA_OPTIONAL, "rate at which what is unpaid accrues",
     "欠付费用的计息利率", AT(ipa_deal_fee, arrears_rate), .initial = "0",
     .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"carry_negative", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "a negative due is carried and set off against the next", "负数是否结转抵扣",
     AT(ipa_deal_fee, carry_negative), .initial = "false"},
    {"day_count", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of `per: year` and of interest on arrears",
     "计息惯例", AT(ipa_deal_fee, day_count), .initial = "ACT/365F", .choices = DAY_COUNTS},
    {"accrual", IPA_FIELD_CHOICE, IPA_OPTIONAL,
     "whose days count: the interest period's or the collection period's", "按计息期或收款期计天数",
     AT(ipa_deal_fee, accrues_by_collection), .initial = "interest", .choices = FEE_ACCRUALS},
    {"due", IPA_FIELD_DATES, IPA_OPTIONAL,
     "an amount falls due on these dates, payable from the next payment date on", "应付日列表",
     AT(ipa_deal_fee, due), .example = "[2026-06-30, 2027-06-30]"},
};
const ipa_record ipa_fields_fees = {.title = "fees",
                                    .en = "fees and taxes",
                                    .zh = "费用与税",
                                    FIELDS(FEE_FIELDS),
                                    NODE(ipa_deal_fee)};

static const ipa_field SUPPORT_FIELDS[] = {
    ID_ROW(ipa_deal_support, "name in steps and expressions", "支持标识"),
    {"kind", IPA_FIELD_CHOICE, IPA_REQUIRED, "kind of support", "支持类型",
     AT(ipa_deal_support, kind), .example = "shortfall", .choices = SUPPORT_KINDS},
    {"entity", IPA_FIELD_REFERENCE, IPA_OPTIONAL, "who gives it; blank: it never fails", "提供机构",
     AT(ipa_deal_support, entity), .example = "guarantor", .referent = IPA_REFERENT_ENTITY},
    {"cap", IPA_FIELD_AMOUNT, IPA_OPTIONAL,
     "most that is ever drawn, or that stands drawn where it is revolving; blank: unlimited",
     "累计上限；可循环的为在用上限", AT(ipa_deal_support, cap), .example = "10000000",
     .range = IPA_RANGE_NOT_NEGATIVE},
    {"reimbursed", IPA_FIELD_BOOLEAN, IPA_OPTIONAL, "what was drawn is owed back", "是否需偿还",
     AT(ipa_deal_support, reimbursed), .initial = "false"},
    {"revolving", IPA_FIELD_BOOLEAN, IPA_OPTIONAL,
     "what was reimbursed may be drawn again; a liquidity facility is", "额度是否可循环使用",
     AT(ipa_deal_support, revolving), .initial = "false"},
    {"rate", IPA_FIELD_RATE, IPA_OPTIONAL,
     "interest on what stands drawn, owed with the reimbursement", "动用款项的利率",
     AT(ipa_deal_support, rate), .initial = "0", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"commitment_rate", IPA_FIELD_RATE, IPA_OPTIONAL,
     "fee on the undrawn part of the cap, paid as `<id>.fee`", "未动用额度的承诺费率",
     AT(ipa_deal_support, commitment_rate), .initial = "0", .range = IPA_RANGE_RATE_NOT_NEGATIVE},
    {"day_count", IPA_FIELD_CHOICE, IPA_OPTIONAL, "of `rate` and `commitment_rate`", "计息惯例",
     AT(ipa_deal_support, day_count), .initial = "ACT/365F", .choices = DAY_COUNTS},
    {"lapses", IPA_FIELD_DATE, IPA_OPTIONAL,
     "nothing is drawn on payment dates after it; default: never", "额度失效日",
     AT(ipa_deal_support, lapses), .example = "2027-07-25"},
};
const ipa_record ipa_fields_fees_support = {.title = "support",
                                            .en = "outside money, drawn by `draw` steps",
                                            .zh = "外部增信，由 draw 步骤动用",
                                            FIELDS(SUPPORT_FIELDS),
                                            NODE(ipa_deal_support)};
