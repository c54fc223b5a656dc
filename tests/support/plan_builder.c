#include "tests/support/plan_builder.h"

#include <math.h>
#include <string.h>

#include "engine/deal/payee.h"

enum { CLOSING = 20294, QUARTER = 91 }; /* 2025-07-25; days between two nominal dates */

static ipa_period period(int k) {
    return (ipa_period){
        .collection_start = CLOSING + QUARTER * k,
        .collection_end = CLOSING + QUARTER * (k + 1),
        .nominal = CLOSING + QUARTER * (k + 1),
        .payment = CLOSING + QUARTER * (k + 1),
        .accrual_start = CLOSING + QUARTER * k,
        .accrual_end = CLOSING + QUARTER * (k + 1),
        .days = QUARTER,
        .years_from_closing = QUARTER * (k + 1) / 365.0,
    };
}

plan_builder *plan_builder_create(int n_periods) {
    ipa_arena *arena = ipa_arena_create();
    plan_builder *builder = IPA_NEW(arena, plan_builder);
    ipa_deal *deal = &builder->deal;
    ipa_plan *plan = &builder->plan;
    builder->arena = arena;
    deal->arena = arena;
    deal->terms.closing = CLOSING;
    deal->accounts = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_account);
    deal->fees = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_fee);
    deal->tranches = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_tranche);
    deal->support = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_support);
    deal->entities = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_entity);
    deal->triggers = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_trigger);
    deal->ledgers = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_deal_ledger);
    plan->deal = deal;
    plan->arena = arena;
    plan->n_periods = n_periods;
    plan->periods = IPA_NEW_ARRAY(arena, n_periods, ipa_period);
    for (int k = 0; k < n_periods; k++)
        plan->periods[k] = period(k);
    plan->accounts = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_account);
    plan->fees = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_fee);
    plan->tranches = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_tranche);
    plan->support = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_support);
    plan->entities = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_entity);
    plan->triggers = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_trigger);
    plan->ledgers = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_ledger);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        plan->waterfalls[kind].steps = IPA_NEW_ARRAY(arena, BUILDER_STEPS, ipa_step);
    plan->pool_original = 1e10;
    plan_builder_account(builder, "collection", 0, NULL);
    return builder;
}

void plan_builder_free(plan_builder *builder) {
    ipa_arena_destroy(builder->arena);
}

void plan_builder_round(plan_builder *builder) {
    builder->plan.rounds = true;
    builder->deal.terms.rounds = true;
    builder->deal.terms.interest_decimals = 4;
    builder->deal.terms.principal_decimals = 4;
}

int plan_builder_account(plan_builder *builder, const char *id, double yuan, const char *target) {
    const int n = builder->plan.n_accounts++;
    builder->deal.n_accounts++;
    builder->deal.accounts[n].id = id;
    builder->plan.accounts[n] = (ipa_plan_account){.id = id, .initial = round(yuan * 100)};
    builder->account_target[n] = target;
    return n;
}

int plan_builder_ledger(plan_builder *builder, const char *id, double yuan) {
    const int n = builder->plan.n_ledgers++;
    builder->deal.n_ledgers++;
    builder->deal.ledgers[n].id = id;
    builder->plan.ledgers[n] = (ipa_plan_ledger){.id = id, .initial = round(yuan * 100)};
    return n;
}

static ipa_decimal decimal(const char *text) {
    ipa_decimal value;
    bool read = ipa_decimal_parse(text, &value);
    IPA_ASSERT(read);
    return value;
}

static ipa_fraction *quarters(plan_builder *builder) {
    ipa_fraction *fractions = IPA_NEW_ARRAY(builder->arena, builder->plan.n_periods, ipa_fraction);
    for (int k = 0; k < builder->plan.n_periods; k++)
        fractions[k] = (ipa_fraction){1, 4};
    return fractions;
}

ipa_plan_tranche *plan_builder_tranche(plan_builder *builder, const char *id, double yuan,
                                       const char *coupon) {
    const int t = builder->plan.n_tranches++;
    builder->deal.n_tranches++;
    builder->deal.tranches[t].id = id;
    builder->plan.tranches[t] = (ipa_plan_tranche){
        .id = id,
        .original = yuan * 100,
        .units = yuan / 100,
        .coupon = decimal(coupon),
        .fraction = quarters(builder),
        .amortisation = IPA_AMORTISATION_PASS_THROUGH,
        .scheduled_balance = IPA_NEW_ARRAY(builder->arena, builder->plan.n_periods, double),
        .expected_final_period = builder->plan.n_periods - 1,
    };
    return &builder->plan.tranches[t];
}

ipa_plan_tranche *plan_builder_residual(plan_builder *builder, const char *id, double yuan) {
    ipa_plan_tranche *tranche = plan_builder_tranche(builder, id, yuan, "0");
    tranche->amortisation = IPA_AMORTISATION_RESIDUAL;
    tranche->is_residual = true;
    return tranche;
}

static ipa_plan_fee *add_fee(plan_builder *builder, const char *id, ipa_plan_fee fee) {
    const int n = builder->plan.n_fees++;
    builder->deal.n_fees++;
    builder->deal.fees[n].id = id;
    fee.id = id;
    fee.carry = true;
    fee.per = IPA_PER_PERIOD;
    fee.fraction = quarters(builder);
    fee.arrears_fraction = quarters(builder);
    fee.cap = fee.cumulative_cap = INFINITY;
    builder->plan.fees[n] = fee;
    return &builder->plan.fees[n];
}

ipa_plan_fee *plan_builder_fee(plan_builder *builder, const char *id, const char *rate,
                               const char *base) {
    builder->fee_base[builder->plan.n_fees] = base;
    return add_fee(builder, id, (ipa_plan_fee){.rate = decimal(rate)});
}

ipa_plan_fee *plan_builder_fixed_fee(plan_builder *builder, const char *id, double yuan) {
    return add_fee(builder, id, (ipa_plan_fee){.is_amount = true, .amount = round(yuan * 100)});
}

ipa_plan_support *plan_builder_support(plan_builder *builder, const char *id, const char *entity) {
    const int n = builder->plan.n_support++;
    const int e = builder->plan.n_entities++;
    builder->deal.n_support++;
    builder->deal.n_entities++;
    builder->deal.support[n].id = id;
    builder->deal.entities[e].id = entity;
    builder->deal.entities[e].credit.rating.id = "A2";
    builder->plan.support[n] = (ipa_plan_support){.id = id,
                                                  .outside = true,
                                                  .entity = e,
                                                  .cap = INFINITY,
                                                  .fraction = quarters(builder),
                                                  .commitment = quarters(builder),
                                                  .n_open = builder->plan.n_periods};
    return &builder->plan.support[n];
}

ipa_plan_trigger *plan_builder_trigger(plan_builder *builder, const char *id, const char *when,
                                       ipa_effect effect) {
    const int n = builder->plan.n_triggers++;
    builder->deal.n_triggers++;
    builder->deal.triggers[n].id = id;
    builder->plan.triggers[n] = (ipa_plan_trigger){.id = id, .consecutive = 1, .effect = effect};
    builder->trigger_when[n] = when;
    return &builder->plan.triggers[n];
}

void plan_builder_interest(plan_builder *builder, int account, const char *rate) {
    builder->plan.accounts[account].rate = decimal(rate);
    builder->plan.accounts[account].year_days = 365;
    builder->plan.bears_interest = true;
}

int plan_builder_entity(plan_builder *builder, const char *id) {
    const int n = builder->plan.n_entities++;
    builder->deal.n_entities++;
    builder->deal.entities[n].id = id;
    return n;
}

ipa_plan_replacement *plan_builder_replacement(plan_builder *builder, int n_dues, double rate) {
    ipa_plan *plan = &builder->plan;
    ipa_arena *arena = builder->arena;
    int *entities = IPA_NEW_ARRAY(arena, plan->n_entities, int);
    for (int n = 0; n < plan->n_entities; n++)
        entities[n] = n;
    if (!plan->replacements)
        plan->replacements = IPA_NEW_ARRAY(arena, BUILDER_MOST, ipa_plan_replacement);
    ipa_plan_replacement *to = &plan->replacements[plan->n_replacements++];
    *to = (ipa_plan_replacement){.entities = entities,
                                 .n_entities = plan->n_entities,
                                 .principal = INFINITY,
                                 .price = 1,
                                 .n_dues = n_dues,
                                 .income = IPA_NEW_ARRAY(arena, n_dues, double),
                                 .repaid = IPA_NEW_ARRAY(arena, n_dues, double),
                                 .outstanding = IPA_NEW_ARRAY(arena, n_dues, double)};
    for (int m = 0; m < n_dues; m++) {
        to->income[m] = rate;
        to->outstanding[m] = 1;
    }
    to->repaid[n_dues - 1] = 1;
    return to;
}

void plan_builder_step(plan_builder *builder, ipa_waterfall_kind kind, builder_step step) {
    builder->steps[kind][builder->plan.waterfalls[kind].n_steps++] = step;
}

/* ---- finishing ---- */

static const ipa_program *compile(plan_builder *builder, const char *text, bool condition) {
    if (!text)
        return NULL;
    ipa_findings findings = ipa_findings_make(builder->arena);
    ipa_formula formula = {.text = text, .field = "test"};
    const ipa_program *program =
        ipa_expression_compile(&builder->deal, formula, condition, builder->arena, &findings);
    IPA_ASSERT(program != NULL);
    return program;
}

static int account_of(const plan_builder *builder, const char *id) {
    for (int n = 0; id && n < builder->plan.n_accounts; n++)
        if (strcmp(builder->plan.accounts[n].id, id) == 0)
            return n;
    return id ? -1 : 0;
}

static int ledger_of(const plan_builder *builder, const char *id) {
    for (int n = 0; id && n < builder->plan.n_ledgers; n++)
        if (strcmp(builder->plan.ledgers[n].id, id) == 0)
            return n;
    return -1;
}

static void resolve_payees(plan_builder *builder, const char *list, ipa_step *step) {
    step->payees = IPA_NEW_ARRAY(builder->arena, BUILDER_MOST, ipa_payee);
    char *text = ipa_arena_copy(builder->arena, list ? list : "");
    char *rest = NULL;
    for (char *id = strtok_r(text, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
        bool known = ipa_payee_find(&builder->deal, id, &step->payees[step->n_payees++]);
        IPA_ASSERT(known);
    }
}

static ipa_step resolve_step(plan_builder *builder, const builder_step *text) {
    ipa_step step = {
        .verb = text->pay      ? IPA_VERB_PAY
                : text->move   ? IPA_VERB_MOVE
                : text->buy    ? IPA_VERB_BUY
                : text->ledger ? IPA_VERB_LEDGER
                : text->price  ? IPA_VERB_CALL
                               : IPA_VERB_DRAW,
        .pro_rata = text->pro_rata,
        .from = account_of(builder, text->from),
        .to = account_of(builder, text->move),
        .support = -1,
        .account = account_of(builder, text->draw_account),
        .ledger = ledger_of(builder, text->ledger),
        .amount = compile(builder, text->amount, false),
        .price = compile(builder, text->price, false),
        .limit = compile(builder, text->limit, false),
        .when = compile(builder, text->when, true),
    };
    for (int n = 0; text->draw && n < builder->plan.n_support; n++)
        if (strcmp(builder->plan.support[n].id, text->draw) == 0)
            step.support = n;
    resolve_payees(builder, text->pay ? text->pay : text->dues, &step);
    return step;
}

const ipa_plan *plan_builder_finish(plan_builder *builder) {
    ipa_plan *plan = &builder->plan;
    for (int n = 0; n < plan->n_fees; n++)
        plan->fees[n].base = compile(builder, builder->fee_base[n], false);
    for (int n = 0; n < plan->n_accounts; n++)
        plan->accounts[n].target = compile(builder, builder->account_target[n], false);
    for (int n = 0; n < plan->n_triggers; n++)
        plan->triggers[n].when = compile(builder, builder->trigger_when[n], true);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        ipa_plan_waterfall *waterfall = &plan->waterfalls[kind];
        for (int s = 0; s < waterfall->n_steps; s++)
            waterfall->steps[s] = resolve_step(builder, &builder->steps[kind][s]);
        for (int s = 0; s < waterfall->n_steps; s++)
            plan->may_be_called |= waterfall->steps[s].verb == IPA_VERB_CALL,
                plan->may_buy |= waterfall->steps[s].verb == IPA_VERB_BUY;
        if (kind > 0 && waterfall->n_steps == 0)
            *waterfall = plan->waterfalls[kind - 1];
    }
    return plan;
}

builder_run plan_builder_run(plan_builder *builder) {
    builder_run run = {.plan = plan_builder_finish(builder)};
    const ipa_plan *plan = run.plan;
    run.waterfall = ipa_waterfall_create(plan, builder->arena);
    run.in = ipa_layout_collections(builder->arena, plan->n_periods, plan->n_entities, 0);
    run.out = ipa_waterfall_payments(plan, builder->arena);
    run.options = (ipa_waterfall_options){.rounding = true, .outside_support = true};
    run.in.n_paths = 1;
    for (int p = 0; p < IPA_LANES; p++) {
        run.in.exhausted->lane[p] = plan->n_periods;
        for (int row = 0; row < plan->n_entities * plan->n_periods; row++)
            run.in.alive[row].lane[p] = 1;
    }
    return run;
}

void builder_collect(builder_run *run, ipa_collection_kind kind, int k, int p, double yuan) {
    run->in.cash[kind][k].lane[p] = yuan * 100;
}

void builder_go(builder_run *run) {
    ipa_waterfall_run(run->waterfall, &run->in, run->options, &run->out);
}

double builder_yuan(const builder_run *run, const ipa_row *rows, int item, int k, int p) {
    return rows[item * run->plan->n_periods + k].lane[p] / 100;
}
