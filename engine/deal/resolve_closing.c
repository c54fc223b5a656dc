#include <math.h>

#include "engine/deal/money.h"
#include "engine/deal/names.h"
#include "engine/deal/operation.h"
#include "engine/deal/resolve.h"

/** What a quantity is on the closing date, in yuan. @ensures false when that is not known then. */
static bool quantity_at_closing(const ipa_plan *plan, const ipa_instruction *instruction,
                                double *value) {
    switch (instruction->quantity) {
    case IPA_QUANTITY_ORIGINAL:
    case IPA_QUANTITY_BALANCE:
    case IPA_QUANTITY_OPENING:
        *value = plan->tranches[instruction->argument.index].original / 100;
        return true;
    case IPA_QUANTITY_POOL_ORIGINAL:
    case IPA_QUANTITY_POOL_BALANCE:
        *value = ipa_plan_pool_original(plan) / 100;
        return true;
    case IPA_QUANTITY_ACCOUNT:
        *value = plan->accounts[instruction->argument.index].initial / 100;
        return true;
    default:
        return false;
    }
}

static bool evaluate_at_closing(const ipa_plan *plan, const ipa_program *program, double *result) {
    double stack[IPA_EXPRESSION_DEPTH] = {0};
    int depth = 0;
    for (int at = 0; at < program->n_instructions; at++) {
        const ipa_instruction *instruction = &program->instructions[at];
        int n_operands = ipa_operation_operands(instruction->operation);
        double value = instruction->constant;
        if (instruction->operation == IPA_OPERATION_QUANTITY &&
            !quantity_at_closing(plan, instruction, &value))
            return false;
        if (n_operands > 0)
            value = ipa_operation_apply(instruction->operation, &stack[depth - n_operands]);
        depth -= n_operands;
        stack[depth++] = value;
    }
    *result = stack[0];
    return true;
}

static void use(const ipa_resolver *r, const char *id, double amount) {
    ipa_use item = {id, amount};
    IPA_PUSH(r->arena, r->plan->uses, r->plan->n_uses, item);
}

/** A share of an amount of yuan, in fen: half up to the fen where the deal rounds. */
static double share_of(const ipa_plan *plan, double yuan, ipa_number share, int64_t divisor) {
    if (!plan->rounds)
        return 100 * yuan * share.value / (double)divisor;
    return (double)ipa_decimal_round_product(ipa_decimal_from(yuan, 2), share.exact,
                                             (ipa_fraction){1, divisor}, 2);
}

static void add_proceeds(const ipa_resolver *r) {
    const ipa_pairs *proceeds = &r->deal->closing.proceeds;
    for (int at = 0; at < proceeds->n_items; at++) {
        int t = ipa_names_find(r->deal, IPA_NAME_TRANCHE, proceeds->items[at].name);
        if (t >= 0)
            use(r, proceeds->items[at].name,
                share_of(r->plan, r->plan->tranches[t].original / 100, proceeds->items[at].number,
                         100));
    }
}

static void add_upfront(const ipa_resolver *r, const ipa_deal_upfront *cost) {
    if (cost->amount.given) {
        use(r, cost->id, -ipa_money_fen(cost->amount));
        return;
    }
    const ipa_program *base =
        ipa_expression_compile(r->deal, cost->base, false, r->arena, r->findings);
    double yuan = 0;
    if (base == NULL)
        return;
    if (!evaluate_at_closing(r->plan, base, &yuan) || !isfinite(yuan))
        ipa_findings_add(r->findings, IPA_E0309_EXPRESSION_TOO_LATE, cost->base.mark,
                         cost->base.field, NULL, "`%s` is not known on the closing date",
                         cost->base.text);
    else
        use(r, cost->id, -share_of(r->plan, yuan, cost->rate, 1));
}

void ipa_resolve_closing(const ipa_resolver *r) {
    const ipa_deal_closing *closing = &r->deal->closing;
    if (!closing->given)
        return;
    add_proceeds(r);
    for (int at = 0; at < closing->n_upfront; at++)
        add_upfront(r, &closing->upfront[at]);
    if (closing->purchase_price.given)
        use(r, "purchase_price", -ipa_money_fen(closing->purchase_price));
    double left = 0;
    for (int at = 0; at < r->plan->n_uses; at++)
        left += r->plan->uses[at].amount;
    if (left < 0)
        ipa_findings_add(r->findings, IPA_E0451_CLOSING_NEGATIVE,
                         closing->purchase_price.given ? closing->purchase_price.mark
                                                       : ipa_node_mark(r->deal->root, "closing"),
                         "closing", NULL, "the closing lacks %.2f", -left / 100);
    else
        r->plan->accounts[r->plan->collection_account].initial += left;
}
