#include <math.h>

#include "reports/cells.h"
#include "reports/clauses.h"
#include "reports/words.h"

static const ipa_cells_column TRANCHE_COLUMNS[] = {
    {"档次", "Tranche", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"规模", "Size", IPA_FORMAT_MONEY},
    {"份数", "Units", IPA_FORMAT_INTEGER},
    {"每份面值", "Face per unit", IPA_FORMAT_PER_UNIT},
    {"票面利率", "Coupon", IPA_FORMAT_RATE},
    {"计息基准", "Day count", IPA_FORMAT_TEXT},
    {"还本方式", "Amortisation", IPA_FORMAT_TEXT},
    {"预期到期日", "Expected final", IPA_FORMAT_DATE},
    {"欠息利率", "Rate on unpaid interest", IPA_FORMAT_RATE},
    {"欠息即违约", "A missed payment of interest is a default", IPA_FORMAT_CHECK},
    {"折现利差", "Discount spread", IPA_FORMAT_RATE},
    {"其他条款", "Further terms", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_tranche_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "tranche_terms", TRANCHE_COLUMNS);
    for (int t = 0; t < view->deal->n_tranches; t++) {
        const ipa_deal_tranche *tranche = &view->deal->tranches[t];
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, tranche->id);
        ipa_cells_text(&cells, ipa_words_tranche(view->language, view->deal, t));
        ipa_cells_number(&cells, tranche->balance.value);
        ipa_cells_number(&cells, view->plan->tranches[t].units);
        ipa_cells_number(&cells, view->deal->terms.face.value);
        ipa_cells_number(&cells, ipa_plan_coupon(&view->plan->tranches[t], 0));
        ipa_cells_text(&cells, ipa_day_count_name(tranche->day_count));
        ipa_cells_text(&cells,
                       ipa_words_of(view->language, IPA_WORDS_AMORTISATION, tranche->amortisation));
        ipa_cells_date(&cells, tranche->expected_final);
        ipa_cells_number(&cells, tranche->arrears_at_coupon
                                     ? ipa_plan_coupon(&view->plan->tranches[t], 0)
                                     : tranche->unpaid_interest_rate.value);
        ipa_cells_bool(&cells, tranche->timely);
        ipa_cells_number(&cells, view->plan->tranches[t].spread);
        ipa_cells_text(&cells, ipa_clauses_tranche(view, t));
    }
    return cells.table;
}

static const ipa_cells_column FEE_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"税或费", "Tax or fee", IPA_FORMAT_TEXT},
    {"费率", "Rate", IPA_FORMAT_PROBABILITY},
    {"首期费率", "First rate", IPA_FORMAT_PROBABILITY},
    {"固定金额", "Amount", IPA_FORMAT_MONEY},
    {"计费基数", "Base", IPA_FORMAT_TEXT},
    {"累计计提", "On the base so far", IPA_FORMAT_CHECK},
    {"每期下限", "Floor", IPA_FORMAT_MONEY},
    {"每期上限", "Cap", IPA_FORMAT_MONEY},
    {"累计上限", "Cap in all", IPA_FORMAT_MONEY},
    {"计提方式", "Accrues", IPA_FORMAT_TEXT},
    {"计息基准", "Day count", IPA_FORMAT_TEXT},
    {"欠费结转", "Arrears carry", IPA_FORMAT_CHECK},
    {"欠费利率", "Rate on arrears", IPA_FORMAT_RATE},
    {"负数抵后期", "Negative is set off", IPA_FORMAT_CHECK}};

ipa_table *ipa_views_fee_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "fee_terms", FEE_COLUMNS);
    for (int n = 0; n < view->deal->n_fees; n++) {
        const ipa_deal_fee *fee = &view->deal->fees[n];
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, fee->id);
        ipa_cells_text(&cells, ipa_words_fee(view->language, fee->id));
        if (fee->is_tax)
            ipa_cells_words(&cells, "税", "tax");
        else
            ipa_cells_words(&cells, "费", "fee");
        ipa_cells_given(&cells, fee->rate);
        ipa_cells_given(&cells, fee->first_rate);
        ipa_cells_given(&cells, fee->amount);
        ipa_cells_text(&cells, fee->base.text);
        ipa_cells_bool(&cells, fee->cumulative);
        ipa_cells_given(&cells, fee->floor);
        ipa_cells_given(&cells, fee->cap);
        ipa_cells_given(&cells, fee->cumulative_cap);
        ipa_cells_text(&cells, ipa_words_of(view->language, IPA_WORDS_FEE_PER, fee->per));
        ipa_cells_text(&cells,
                       fee->per == IPA_PER_YEAR ? ipa_day_count_name(fee->day_count) : NULL);
        ipa_cells_bool(&cells, fee->carry);
        ipa_cells_given(&cells, fee->arrears_rate);
        ipa_cells_bool(&cells, fee->carry_negative);
    }
    return cells.table;
}

static const ipa_cells_column ACCOUNT_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"期初金额", "Initial", IPA_FORMAT_MONEY},
    {"目标金额", "Target", IPA_FORMAT_TEXT},
    {"归集", "Receives", IPA_FORMAT_TEXT},
    {"账户利率", "Interest rate", IPA_FORMAT_RATE},
    {"计息基准", "Day count", IPA_FORMAT_TEXT},
    {"结息日数（空为每个兑付日）", "Credit dates (blank: every payment date)", IPA_FORMAT_INTEGER},
};

ipa_table *ipa_views_account_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "account_terms", ACCOUNT_COLUMNS);
    for (int n = 0; n < view->deal->n_accounts; n++) {
        const ipa_deal_account *account = &view->deal->accounts[n];
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, account->id);
        ipa_cells_text(&cells, ipa_words_account(view->language, account->id));
        ipa_cells_number(&cells, account->initial.value);
        ipa_cells_text(&cells, account->target.text);
        const char *kinds = "";
        for (int kind = 0; kind < 4; kind++)
            if (view->plan->collect[kind] == n)
                kinds =
                    ipa_arena_format(view->arena, "%s%s%s", kinds,
                                     *kinds == '\0' ? "" : ipa_cells_say(view, "、", ", "),
                                     ipa_words_of(view->language, IPA_WORDS_COLLECTION_KIND, kind));
        ipa_cells_text(&cells, kinds);
        ipa_cells_number(&cells, account->rate.value);
        ipa_cells_text(&cells,
                       account->rate.value != 0 ? ipa_day_count_name(account->day_count) : NULL);
        ipa_cells_number(&cells, account->credit.n_dates > 0 ? account->credit.n_dates : NAN);
    }
    return cells.table;
}

static const ipa_cells_column SUPPORT_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},
    {"名称", "Name", IPA_FORMAT_TEXT},
    {"类型", "Kind", IPA_FORMAT_TEXT},
    {"提供方", "Given by", IPA_FORMAT_TEXT},
    {"提供方评级", "Its rating", IPA_FORMAT_TEXT},
    {"上限（空为不限）", "Cap (blank: none)", IPA_FORMAT_MONEY},
    {"需偿还", "Reimbursed", IPA_FORMAT_CHECK},
    {"可循环", "Revolving", IPA_FORMAT_CHECK},
    {"动用利率", "Rate on what is drawn", IPA_FORMAT_RATE},
    {"承诺费率", "Commitment rate", IPA_FORMAT_RATE},
    {"计息基准", "Day count", IPA_FORMAT_TEXT},
    {"额度失效日", "Lapses", IPA_FORMAT_DATE},
    {"计入无支持情形", "In the figures without support", IPA_FORMAT_CHECK}};

static const ipa_deal_entity *entity_of(const ipa_view *view, const ipa_plan_support *support) {
    return support->entity < 0 ? NULL : &view->deal->entities[support->entity];
}

ipa_table *ipa_views_support_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "support_terms", SUPPORT_COLUMNS);
    for (int s = 0; s < view->deal->n_support; s++) {
        const ipa_deal_support *support = &view->deal->support[s];
        const ipa_deal_entity *entity = entity_of(view, &view->plan->support[s]);
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, support->id);
        ipa_cells_text(&cells, ipa_words_support(view->language, support->id));
        ipa_cells_text(&cells, ipa_words_of(view->language, IPA_WORDS_SUPPORT_KIND, support->kind));
        ipa_cells_text(&cells, entity == NULL ? NULL : ipa_words_entity(entity));
        ipa_cells_text(&cells, entity == NULL ? NULL : entity->credit.rating.id);
        ipa_cells_given(&cells, support->cap);
        const ipa_plan_support *plan = &view->plan->support[s];
        const bool charges = support->rate.given || support->commitment_rate.given;
        ipa_cells_bool(&cells, plan->reimbursed);
        ipa_cells_bool(&cells, plan->revolving);
        ipa_cells_given(&cells, support->rate);
        ipa_cells_given(&cells, support->commitment_rate);
        ipa_cells_text(&cells, charges ? ipa_day_count_name(support->day_count) : NULL);
        if (support->lapses == IPA_NO_DATE)
            ipa_cells_blank(&cells);
        else
            ipa_cells_date(&cells, support->lapses);
        ipa_cells_bool(&cells, !view->plan->support[s].outside);
    }
    return cells.table;
}

static const ipa_cells_column TRIGGER_COLUMNS[] = {
    {"代码", "Id", IPA_FORMAT_TEXT},         {"条件", "Condition", IPA_FORMAT_TEXT},
    {"测试时点", "Tested", IPA_FORMAT_TEXT}, {"连续次数", "Dates in a row", IPA_FORMAT_INTEGER},
    {"可恢复", "Curable", IPA_FORMAT_CHECK}, {"恢复条件", "Restored when", IPA_FORMAT_TEXT},
    {"后果", "Effect", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_trigger_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "trigger_terms", TRIGGER_COLUMNS);
    for (int n = 0; n < view->deal->n_triggers; n++) {
        const ipa_deal_trigger *trigger = &view->deal->triggers[n];
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, trigger->id);
        ipa_cells_text(&cells, trigger->when.text);
        if (view->plan->triggers[n].takes_effect_next)
            ipa_cells_words(&cells, "分配前，下期生效", "before payment, for the next date");
        else if (trigger->after_payment)
            ipa_cells_words(&cells, "分配后，下期生效", "after payment, for the next date");
        else
            ipa_cells_words(&cells, "分配前，当期生效", "before payment, for this date");
        ipa_cells_number(&cells, trigger->consecutive);
        ipa_cells_bool(&cells, view->plan->triggers[n].curable);
        ipa_cells_text(&cells, trigger->restore.text);
        ipa_cells_text(&cells, ipa_words_of(view->language, IPA_WORDS_EFFECT, trigger->effect));
    }
    return cells.table;
}

static const ipa_cells_column WATERFALL_COLUMNS[] = {{"分配情形", "Waterfall", IPA_FORMAT_TEXT},
                                                     {"顺序", "Step", IPA_FORMAT_INTEGER},
                                                     {"内容", "What is done", IPA_FORMAT_TEXT},
                                                     {"账户", "From", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_waterfall_terms(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "waterfall_terms", WATERFALL_COLUMNS);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        const ipa_plan_waterfall *waterfall = &view->plan->waterfalls[kind];
        if (!view->deal->waterfalls[kind].given)
            continue;
        for (int n = 0; n < waterfall->n_steps; n++) {
            const ipa_step *step = &waterfall->steps[n];
            ipa_cells_row(&cells);
            ipa_cells_text(&cells, ipa_words_of(view->language, IPA_WORDS_WATERFALL, kind));
            ipa_cells_number(&cells, n + 1);
            ipa_cells_text(&cells, ipa_words_step(view->language, view->plan, step, view->arena));
            if (step->verb == IPA_VERB_LEDGER)
                ipa_cells_blank(&cells);
            else
                ipa_cells_text(
                    &cells, ipa_words_account(view->language, view->plan->accounts[step->from].id));
        }
    }
    return cells.table;
}

static const ipa_cells_column PARTY_COLUMNS[] = {{"角色", "Role", IPA_FORMAT_TEXT},
                                                 {"机构", "Name", IPA_FORMAT_TEXT}};

ipa_table *ipa_views_parties(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "parties", PARTY_COLUMNS);
    for (int n = 0; n < view->deal->terms.n_parties; n++) {
        const ipa_party *party = &view->deal->terms.parties[n];
        ipa_cells_row(&cells);
        cells.role = IPA_ROLE_INPUT;
        ipa_cells_text(&cells, ipa_words_role(view->language, party->role));
        ipa_cells_text(&cells, party->name);
    }
    return cells.table;
}

static const ipa_cells_column CLOSING_COLUMNS[] = {
    {"项目", "Item", IPA_FORMAT_TEXT},
    {"金额（运用为负）", "Amount (uses negative)", IPA_FORMAT_MONEY}};

ipa_table *ipa_views_closing(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "closing", CLOSING_COLUMNS);
    double left = 0;
    for (int n = 0; n < view->plan->n_uses; n++) {
        const ipa_use *use = &view->plan->uses[n];
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, ipa_words_fee(view->language, use->id));
        ipa_cells_number(&cells, use->amount / 100);
        left += use->amount / 100;
    }
    if (view->plan->n_uses == 0)
        return cells.table;
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "余额转入归集账户", "Left: opens the collection account");
    ipa_cells_number(&cells, left);
    return cells.table;
}
