#include "reports/words.h"

#include <string.h>

typedef struct word {
    const char *zh, *en;
} word;

/* Rows in the order of their enum. */
static const word CONTRACT_KINDS[] = {{"许可费", "licence fee"},  {"提成许可费", "running royalty"},
                                      {"贷款", "loan"},           {"租赁", "lease"},
                                      {"应收账款", "receivable"}, {"里程碑付款", "milestone"}};
static const word CONTRACT_AMORTISATIONS[] = {{"等额本息", "level"},
                                              {"等额本金", "equal principal"},
                                              {"到期一次还本", "bullet"},
                                              {"只付息", "interest only"},
                                              {"逐笔约定", "written out"}};
static const word AMORTISATIONS[] = {{"固定摊还", "scheduled"},
                                     {"过手摊还", "pass-through"},
                                     {"到期一次还本", "bullet"},
                                     {"剩余收益", "residual"}};
static const word FREQUENCIES[] = {{"按月", "monthly"},       {"按季", "quarterly"},
                                   {"每半年", "semiannual"},  {"按年", "annual"},
                                   {"每半月", "semimonthly"}, {"每两月", "bimonthly"}};
static const word ROLLS[] = {{"不调整", "none"},
                             {"顺延至下一工作日", "following"},
                             {"顺延，跨月则提前", "modified following"},
                             {"提前至上一工作日", "preceding"},
                             {"提前，跨月则顺延", "modified preceding"}};
static const word SUPPORT_KINDS[] = {{"差额支付", "shortfall undertaking"},
                                     {"保证担保", "guarantee"},
                                     {"保证金", "deposit"},
                                     {"流动性支持", "liquidity facility"}};
static const word EFFECTS[] = {{"仅作标记", "flag only"},
                               {"加速清偿", "acceleration"},
                               {"违约", "event of default"},
                               {"现金留存，不付次级", "cash trap: nothing to residual tranches"},
                               {"停止循环购买", "no more purchases"}};
static const word WATERFALLS[] = {
    {"正常分配", "normal"}, {"加速清偿后分配", "accelerated"}, {"违约后分配", "default"}};
static const word FEE_PERS[] = {
    {"按年计提", "per year"}, {"按期", "per period"}, {"按支付额", "per payment"}};
static const word PATENT_KINDS[] = {{"发明", "invention"},
                                    {"实用新型", "utility model"},
                                    {"外观设计", "design"},
                                    {"软件著作权", "software"},
                                    {"商标", "trademark"}};
static const word COLLECTION_KINDS[] = {
    {"收入", "income"}, {"本金", "principal"}, {"早偿", "prepayment"}, {"回收", "recovery"}};
static const word PATENT_RULES[] = {{"不影响付款", "payable in any event"},
                                    {"须全部有效", "all must be in force"},
                                    {"任一有效即付", "one in force is enough"},
                                    {"按有效权重折算", "by weight in force"}};
static const word PROFILES[] = {{"不变", "constant"},
                                {"增长", "growth"},
                                {"衰减", "decay"},
                                {"Bass 扩散", "Bass diffusion"},
                                {"Gamma 曲线", "gamma curve"},
                                {"表", "table"}};
static const word EVENTS[] = {{"专利授权", "patent granted"},
                              {"专利申请被驳回", "application refused"},
                              {"专利申请未决即失效", "application falls away"},
                              {"专利终止（未缴年费）", "patent lapses"},
                              {"技术淘汰", "technology overtaken"},
                              {"专利被宣告全部无效", "patent declared invalid"},
                              {"专利被宣告全部无效（同组专利共同冲击）",
                               "patent declared invalid with others of its contract"},
                              {"专利因压力情景失效", "patent lost to a stress"},
                              {"专利被宣告部分无效", "patent declared invalid in part"},
                              {"应付比例（按有效专利）", "share payable by its patents"},
                              {"所涉专利失效，停止付款", "falls away with its patents"},
                              {"逾期未付", "late"},
                              {"补付逾期款", "late dues paid"},
                              {"提前终止", "terminated early"},
                              {"提前还款", "prepayment"},
                              {"原始权益人赎回（不合格资产）", "bought back as ineligible"},
                              {"增信机构违约", "default of the support provider"},
                              {"资产服务机构违约", "default of the servicer"},
                              {"违约", "default"},
                              {"保证金抵扣", "deposit set off"},
                              {"保证人代偿", "paid by the guarantor"},
                              {"风险补偿", "risk compensation"},
                              {"处置回收", "recovery"},
                              {"回购款", "bought back"},
                              {"返还风险补偿资金", "repaid to the facility"}};
static const word UNITS[] = {{"元", "yuan"}, {"万元", "10,000 yuan"}, {"亿元", "100 million yuan"}};

static const struct group {
    const word *words;
    int n_words;
} GROUPS[IPA_N_WORDS_GROUPS] = {
#define GROUP(name, table) [IPA_WORDS_##name] = {table, (int)(sizeof table / sizeof table[0])}
    GROUP(CONTRACT_KIND, CONTRACT_KINDS),
    GROUP(CONTRACT_AMORTISATION, CONTRACT_AMORTISATIONS),
    GROUP(AMORTISATION, AMORTISATIONS),
    GROUP(FREQUENCY, FREQUENCIES),
    GROUP(ROLL, ROLLS),
    GROUP(SUPPORT_KIND, SUPPORT_KINDS),
    GROUP(EFFECT, EFFECTS),
    GROUP(WATERFALL, WATERFALLS),
    GROUP(FEE_PER, FEE_PERS),
    GROUP(PATENT_KIND, PATENT_KINDS),
    GROUP(COLLECTION_KIND, COLLECTION_KINDS),
    GROUP(PATENT_RULE, PATENT_RULES),
    GROUP(PROFILE, PROFILES),
    GROUP(EVENT, EVENTS),
    GROUP(UNIT, UNITS),
#undef GROUP
};

/* Ids that deals commonly use. A deal is free to use others: they are shown as they are. */
typedef struct label {
    const char *id, *zh, *en;
} label;

static const label ROLES[] = {{"originator", "原始权益人", "Originator"},
                              {"manager", "管理人", "Plan manager"},
                              {"trustee", "受托人", "Trustee"},
                              {"custodian", "托管人", "Custodian"},
                              {"servicer", "资产服务机构", "Servicer"},
                              {"guarantor", "担保人", "Guarantor"},
                              {"arranger", "承销机构", "Arranger"},
                              {"rating_agency", "评级机构", "Rating agency"},
                              {"auditor", "会计师事务所", "Auditor"},
                              {"counsel", "法律顾问", "Legal counsel"},
                              {"valuer", "评估机构", "Valuer"},
                              {"supervising_bank", "监管银行", "Account bank"},
                              {"lending_bank", "委托贷款银行", "Lending bank"},
                              {"core_debtor", "核心债务人", "Core debtor"}};
static const label FEES[] = {{"vat", "增值税", "VAT"},
                             {"tax", "税金", "Tax"},
                             {"manager", "管理费", "Management fee"},
                             {"trustee", "受托费", "Trustee fee"},
                             {"custodian", "托管费", "Custody fee"},
                             {"servicer", "资产服务费", "Servicing fee"},
                             {"agencies", "评级与审计费", "Rating and audit fees"},
                             {"rating", "评级费", "Rating fee"},
                             {"audit", "审计费", "Audit fee"},
                             {"arranger", "承销费", "Arrangement fee"},
                             {"legal", "律师费", "Legal fee"},
                             {"csdc", "登记结算手续费", "Clearing house fee"},
                             {"bank", "银行费用", "Bank fee"},
                             {"paying_agent", "兑付代理费", "Paying agency fee"},
                             {"expenses", "费用支出", "Expenses"},
                             {"trust_vat", "信托增值税", "VAT of the trust"},
                             {"purchase_price", "购买基础资产价款", "Purchase price"}};
static const label ACCOUNTS[] = {
    {"collection", "归集账户", "Collection account"},
    {"reserve", "储备账户", "Reserve account"},
    {"trap", "留存账户", "Cash trap account"},
    {"deposit", "保证金账户", "Deposit account"},
    {"income", "收入账户", "Income account"},
    {"principal", "本金账户", "Principal account"},
    {"liquidity", "流动性储备账户", "Liquidity reserve"},
    {"tax_reserve", "税收储备账户", "Tax reserve account"},
    {"collection.retained", "归集账户留存", "Collection account, retained"},
    {"income.retained", "收入账户留存", "Income account, retained"},
    {"principal.retained", "本金账户留存", "Principal account, retained"}};
static const label SUPPORTS[] = {{"shortfall_payer", "差额支付承诺", "Shortfall undertaking"},
                                 {"guarantor", "担保", "Guarantee"},
                                 {"guarantee", "担保", "Guarantee"},
                                 {"deposit", "保证金", "Deposit"}};
static const label INDUSTRIES[] = {
    {"aerospace", "航空航天", "Aerospace"},        {"semiconductor", "半导体", "Semiconductors"},
    {"new_energy", "新能源", "New energy"},        {"software", "软件", "Software"},
    {"medical", "医疗器械", "Medical devices"},    {"biotech", "生物医药", "Biotechnology"},
    {"materials", "新材料", "Advanced materials"}, {"equipment", "高端装备", "Advanced equipment"},
    {"telecom", "通信", "Telecommunications"},     {"media", "文化传媒", "Media"}};

static const char *label_of(const label *labels, size_t n_labels, ipa_language language,
                            const char *id) {
    for (size_t n = 0; id != NULL && n < n_labels; n++)
        if (strcmp(labels[n].id, id) == 0)
            return ipa_words_pick(language, labels[n].zh, labels[n].en);
    return id;
}
#define LABEL_OF(labels, language, id) \
    label_of(labels, sizeof(labels) / sizeof((labels)[0]), language, id)

const char *ipa_words_role(ipa_language language, const char *id) {
    return LABEL_OF(ROLES, language, id);
}

const char *ipa_words_fee(ipa_language language, const char *id) {
    return LABEL_OF(FEES, language, id);
}

const char *ipa_words_account(ipa_language language, const char *id) {
    return LABEL_OF(ACCOUNTS, language, id);
}

const char *ipa_words_industry(ipa_language language, const char *id) {
    return LABEL_OF(INDUSTRIES, language, id);
}

const char *ipa_words_support(ipa_language language, const char *id) {
    return LABEL_OF(SUPPORTS, language, id);
}

const char *ipa_words_pick(ipa_language language, const char *zh, const char *en) {
    return language == IPA_LANGUAGE_EN ? en : zh;
}

const char *ipa_words_of(ipa_language language, ipa_words_group group, int value) {
    const struct group *words = &GROUPS[group];
    IPA_ASSERT(value >= 0 && value < words->n_words);
    return ipa_words_pick(language, words->words[value].zh, words->words[value].en);
}

static bool is_given(const char *text) {
    return text != NULL && *text != '\0';
}

const char *ipa_words_name(ipa_language language, ipa_words_pair name, const char *otherwise) {
    const char *first = ipa_words_pick(language, name.zh, name.en);
    const char *second = ipa_words_pick(language, name.en, name.zh);
    return is_given(first) ? first : is_given(second) ? second : otherwise;
}

const char *ipa_words_entity(const ipa_deal_entity *entity) {
    return is_given(entity->name) ? entity->name : entity->id;
}

const char *ipa_words_tranche(ipa_language language, const ipa_deal *deal, int tranche) {
    return ipa_words_name(language, deal->tranches[tranche].name, deal->tranches[tranche].id);
}

const char *ipa_words_payee(ipa_language language, const ipa_deal *deal, ipa_payee payee,
                            ipa_arena *arena) {
    static const word PARTS[] = {[IPA_PAYEE_INTEREST] = {"利息", " interest"},
                                 [IPA_PAYEE_PRINCIPAL] = {"本金", " principal"},
                                 [IPA_PAYEE_RESIDUAL] = {"剩余收益", " residual"},
                                 [IPA_PAYEE_TRANCHE] = {"本息", " interest and principal"}};
    if (payee.kind == IPA_PAYEE_FEE)
        return ipa_words_fee(language, deal->fees[payee.index].id);
    if (payee.kind == IPA_PAYEE_SUPPORT)
        return ipa_arena_format(arena, "%s%s%s",
                                ipa_words_pick(language, "偿还", "reimbursement of the "),
                                ipa_words_support(language, deal->support[payee.index].id),
                                ipa_words_pick(language, "垫付款", ""));
    if (payee.kind == IPA_PAYEE_COMMITMENT)
        return ipa_arena_format(arena, "%s%s",
                                ipa_words_support(language, deal->support[payee.index].id),
                                ipa_words_pick(language, "承诺费", " commitment fee"));
    return ipa_arena_format(arena, "%s%s", ipa_words_tranche(language, deal, payee.index),
                            ipa_words_pick(language, PARTS[payee.kind].zh, PARTS[payee.kind].en));
}

static const char *payees_of(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                             ipa_arena *arena) {
    const char *text = "";
    for (int n = 0; n < step->n_payees; n++)
        text = ipa_arena_format(arena, "%s%s%s", text,
                                n == 0 ? "" : ipa_words_pick(language, "、", ", "),
                                ipa_words_payee(language, plan->deal, step->payees[n], arena));
    return text;
}

static const char *draw_of(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                           ipa_arena *arena) {
    const char *source = step->support >= 0
                             ? ipa_words_support(language, plan->support[step->support].id)
                             : ipa_words_account(language, plan->accounts[step->account].id);
    return ipa_arena_format(arena, "%s%s", ipa_words_pick(language, "动用", "draw the "), source);
}

static const char *verb_of(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                           ipa_arena *arena) {
    const char *from = ipa_words_account(language, plan->accounts[step->from].id);
    const char *payees = payees_of(language, plan, step, arena);
    if (step->verb == IPA_VERB_MOVE)
        return ipa_arena_format(arena, "%s%s%s%s", ipa_words_pick(language, "由", "move from "),
                                from, ipa_words_pick(language, "转入", " to "),
                                ipa_words_account(language, plan->accounts[step->to].id));
    if (step->verb == IPA_VERB_PAY)
        return ipa_arena_format(arena, "%s%s", ipa_words_pick(language, "支付", "pay "), payees);
    if (step->verb == IPA_VERB_LEDGER)
        return ipa_arena_format(arena, "%s%s",
                                ipa_words_pick(language, "记入台账 ", "enter in ledger "),
                                plan->ledgers[step->ledger].id);
    if (step->verb == IPA_VERB_BUY)
        return ipa_arena_format(
            arena, "%s%s%s", ipa_words_pick(language, "以", "buy replacement assets out of the "),
            from, ipa_words_pick(language, "资金循环购买资产", ""));
    if (step->verb == IPA_VERB_CALL)
        return ipa_arena_format(
            arena, "%s%s",
            ipa_words_pick(language, "清仓回购，价款存入", "clean-up call, the price to the "),
            from);
    return ipa_arena_format(arena, "%s%s%s", draw_of(language, plan, step, arena),
                            ipa_words_pick(language, "，补足", " for "), payees);
}

const char *ipa_words_step(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                           ipa_arena *arena) {
    const char *text = verb_of(language, plan, step, arena);
    const char *comma = ipa_words_pick(language, "，", ", ");
    if (step->verb == IPA_VERB_PAY && step->n_payees > 1)
        text = ipa_arena_format(arena, "%s%s%s", text, comma,
                                step->pro_rata ? ipa_words_pick(language, "按比例", "pro rata")
                                               : ipa_words_pick(language, "依次", "in this order"));
    const struct {
        const ipa_program *program;
        const char *zh, *en;
    } terms[] = {{step->amount, "金额", "amount"},
                 {step->price, "价格", "price"},
                 {step->limit, "上限", "at most"},
                 {step->when, "条件", "when"}};
    for (size_t n = 0; n < sizeof terms / sizeof terms[0]; n++)
        if (terms[n].program != NULL)
            text = ipa_arena_format(arena, "%s%s%s %s", text, comma,
                                    ipa_words_pick(language, terms[n].zh, terms[n].en),
                                    terms[n].program->text);
    return text;
}

const char *ipa_words_step_short(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                                 ipa_arena *arena) {
    return step->verb == IPA_VERB_DRAW ? draw_of(language, plan, step, arena)
                                       : verb_of(language, plan, step, arena);
}

double ipa_words_unit_divisor(ipa_unit unit) {
    static const double DIVISORS[] = {
        [IPA_UNIT_YUAN] = 1, [IPA_UNIT_WAN] = 1e4, [IPA_UNIT_YI] = 1e8};
    return DIVISORS[unit];
}

const char *ipa_words_rating(ipa_language language, const char *rating, ipa_arena *arena) {
    static const struct {
        const char *prefix, *zh;
    } PHRASES[] = {{"not resolved: needs ", "未能分辨，需路径数 "}, {"below ", "低于 "}};
    if (rating == NULL || language == IPA_LANGUAGE_EN)
        return rating;
    for (size_t n = 0; n < sizeof PHRASES / sizeof PHRASES[0]; n++) {
        size_t length = strlen(PHRASES[n].prefix);
        if (strncmp(rating, PHRASES[n].prefix, length) != 0)
            continue;
        const char *rest = rating + length;
        size_t n_rest = strlen(rest);
        const char *paths = " paths";
        if (n_rest > strlen(paths) && strcmp(rest + n_rest - strlen(paths), paths) == 0)
            n_rest -= strlen(paths);
        return ipa_arena_format(arena, "%s%.*s", PHRASES[n].zh, (int)n_rest, rest);
    }
    return rating;
}
