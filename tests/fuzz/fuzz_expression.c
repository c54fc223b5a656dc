/* Any text is compiled or refused with a finding; a program never needs more than the stack holds.
 */
#include <stdint.h>

#include "engine/deal/expression.h"
#include "engine/deal/operation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static ipa_deal_account accounts[] = {{.id = "collection"}, {.id = "reserve"}};
static ipa_deal_fee fees[] = {{.id = "vat"}};
static ipa_deal_tranche tranches[] = {{.id = "A"}, {.id = "SUB"}};
static ipa_deal_support supports[] = {{.id = "payer"}};
static ipa_deal_entity entities[] = {{.id = "guarantor", .credit.rating.id = "A2"}};
static ipa_deal_trigger triggers[] = {{.id = "twice"}};

static void judge(const ipa_program *program, const ipa_findings *findings) {
    IPA_ASSERT((program == NULL) == (findings->n_errors > 0));
    int depth = 0;
    for (int at = 0; program != NULL && at < program->n_instructions; at++) {
        int n_operands = ipa_operation_operands(program->instructions[at].operation);
        IPA_ASSERT(depth >= n_operands);
        depth += 1 - n_operands;
        IPA_ASSERT(depth <= IPA_EXPRESSION_DEPTH);
    }
    IPA_ASSERT(program == NULL || depth == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ipa_deal deal = {.accounts = accounts,
                           .n_accounts = 2,
                           .fees = fees,
                           .n_fees = 1,
                           .tranches = tranches,
                           .n_tranches = 2,
                           .support = supports,
                           .n_support = 1,
                           .entities = entities,
                           .n_entities = 1,
                           .triggers = triggers,
                           .n_triggers = 1};
    ipa_arena *arena = ipa_arena_create();
    const char *text = ipa_arena_copy_n(arena, (const char *)data, size);
    for (int want_condition = 0; want_condition < 2; want_condition++) {
        ipa_findings findings = ipa_findings_make(arena);
        ipa_formula formula = {text, {"deal.yaml", 1, 1, 1}, "when"};
        judge(ipa_expression_compile(&deal, formula, want_condition != 0, arena, &findings),
              &findings);
    }
    ipa_arena_destroy(arena);
    return 0;
}
