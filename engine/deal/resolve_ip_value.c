#include "engine/deal/money.h"
#include "engine/deal/resolve.h"

static bool program_asks(const ipa_program *program, ipa_quantity quantity) {
    for (int at = 0; program != NULL && at < program->n_instructions; at++) {
        const ipa_instruction *instruction = &program->instructions[at];
        if (instruction->operation == IPA_OPERATION_QUANTITY && instruction->quantity == quantity)
            return true;
    }
    return false;
}

static bool waterfall_asks(const ipa_plan_waterfall *waterfall, ipa_quantity quantity) {
    for (int s = 0; s < waterfall->n_steps; s++) {
        const ipa_step *step = &waterfall->steps[s];
        if (program_asks(step->amount, quantity) || program_asks(step->limit, quantity) ||
            program_asks(step->when, quantity))
            return true;
    }
    return false;
}

/** Whether an expression of the deal names the quantity. */
static bool anything_asks(const ipa_plan *plan, ipa_quantity quantity) {
    bool asks = false;
    for (int n = 0; n < plan->n_accounts; n++)
        asks |= program_asks(plan->accounts[n].target, quantity);
    for (int n = 0; n < plan->n_fees; n++)
        asks |= program_asks(plan->fees[n].base, quantity);
    for (int n = 0; n < plan->n_triggers; n++)
        asks |= program_asks(plan->triggers[n].when, quantity);
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        asks |= waterfall_asks(&plan->waterfalls[kind], quantity);
    return asks;
}

static double value_at_cutoff(const ipa_plan *plan, const ipa_plan_contract *contract) {
    double value = ipa_money_fen(contract->source->valuation), sum = 0;
    for (int n = 0; n < contract->n_patents; n++)
        sum += ipa_money_fen(plan->patents[contract->patents[n]].source->value);
    return value > 0 ? value : sum;
}

void ipa_resolve_ip_value(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    if (!anything_asks(plan, IPA_QUANTITY_IP_VALUE))
        return;
    double *value = IPA_NEW_ARRAY(r->arena, plan->n_contracts * plan->n_periods, double);
    for (int k = 0; k < plan->n_periods; k++) {
        const double left = ipa_resolve_recovery_decay(
            r, (plan->periods[k].collection_end - r->deal->terms.cutoff) / 365.0);
        for (int c = 0; c < plan->n_contracts; c++)
            value[(size_t)c * (size_t)plan->n_periods + (size_t)k] =
                left * value_at_cutoff(plan, &plan->contracts[c]);
    }
    plan->ip_value = value;
}
