#include "engine/deal/validate_contracts.h"

#include "engine/deal/validate_model.h"

/* A refused figure was written all the same, and has its finding. */
static bool is_written(const ipa_number *number) {
    return number->mark.file != NULL;
}

static const char *column_of(const ipa_validate_scope *scope, const ipa_deal_contract *contract,
                             const char *column) {
    return ipa_arena_format(scope->bind->arena, "contracts[%s].%s", contract->id, column);
}

static void miss(const ipa_validate_scope *scope, const ipa_deal_contract *contract,
                 const char *column, const char *hint) {
    ipa_findings_add(scope->bind->findings, IPA_E0207_TAPE_CELL_BLANK, contract->mark,
                     column_of(scope, contract, column), hint, "the contract has no %s", column);
}

/* `minimum`, `cap`: the columns that are filled in of a few. */
typedef struct column_use {
    const char *name;
    bool used;
} column_use;

static const char *used_columns(ipa_arena *arena, const column_use *columns, size_t n_columns) {
    const char *list = "";
    for (size_t n = 0; n < n_columns; n++)
        if (columns[n].used)
            list = ipa_arena_format(arena, "%s%s`%s`", list, list[0] ? ", " : "", columns[n].name);
    return list;
}

#define USED(arena, columns) used_columns(arena, columns, sizeof columns / sizeof columns[0])

/* ---- royalties ---- */

static void check_royalty(const ipa_deal *deal, const ipa_validate_scope *scope,
                          const ipa_deal_contract *contract) {
    const column_use columns[] = {
        {"principal", contract->principal.value != 0},
        {"rate", contract->rate.value != 0},
        {"amortisation", (int)contract->amortisation != IPA_NO_CHOICE},
    };
    const char *fixed = USED(scope->bind->arena, columns);
    if (fixed[0])
        ipa_findings_add(scope->bind->findings, IPA_E0470_ROYALTY_PRINCIPAL, contract->mark,
                         ipa_arena_format(scope->bind->arena, "contracts[%s]", contract->id),
                         "leave it blank", "a royalty has no %s", fixed);
    if (contract->n_tiers == 0)
        miss(scope, contract, "royalty_rate", "write a rate such as `0.05`, or tiers");
    if (!is_written(&contract->base_sales))
        miss(scope, contract, "base_sales", "write the sales a year at the cut-off date");
    if (contract->cap.given && contract->minimum.value > contract->cap.value)
        ipa_findings_add(scope->bind->findings, IPA_E0472_ROYALTY_LIMITS, contract->minimum.mark,
                         column_of(scope, contract, "minimum"), NULL,
                         "the minimum of %.2f lies above the cap of %.2f", contract->minimum.value,
                         contract->cap.value);
    if (contract->factor.id)
        ipa_validate_model_process(deal, scope, contract->factor);
}

static const char *unused_by_royalty(ipa_arena *arena, const ipa_deal_contract *contract) {
    const column_use columns[] = {
        {"frequency", (int)contract->frequency != IPA_NO_CHOICE},
        {"prepay_fee", contract->prepay_fee.value != 0},
    };
    return USED(arena, columns);
}

/* ---- fixed dues ---- */

static void check_fixed(const ipa_validate_scope *scope, const ipa_deal_contract *contract) {
    if (!is_written(&contract->principal))
        miss(scope, contract, "principal", "write the principal outstanding at the start");
    else if (contract->principal.given && contract->principal.value == 0)
        ipa_findings_add(scope->bind->findings, IPA_E0108_OUT_OF_RANGE, contract->principal.mark,
                         column_of(scope, contract, "principal"), NULL, "0 is not %s",
                         ipa_fields_range_text(IPA_RANGE_POSITIVE));
    if ((int)contract->amortisation == IPA_NO_CHOICE)
        miss(scope, contract, "amortisation", "write `level`, or `schedule` for dues written out");
}

static const char *unused_by_fixed(ipa_arena *arena, const ipa_deal_contract *contract) {
    bool rate =
        contract->n_tiers > 1 || (contract->n_tiers == 1 && contract->tiers[0].rate.value != 0);
    const column_use columns[] = {
        {"royalty_rate", rate},
        {"base_sales", contract->base_sales.value != 0},
        {"minimum", contract->minimum.value != 0},
        {"cap", contract->cap.value != 0},
        {"royalty_basis", contract->royalty_by_period},
        {"profile", contract->profile.kind != IPA_PROFILE_CONSTANT},
        {"factor", contract->factor.id != NULL},
        {"sales_volatility", contract->sales_volatility.value != 0},
        {"sales_reversion", contract->sales_reversion.value != 0},
        {"reporting_lag_months", contract->reporting_lag_months != 0},
    };
    return USED(arena, columns);
}

/* ---- both ---- */

static void check_contract(const ipa_deal *deal, const ipa_validate_scope *scope,
                           const ipa_deal_contract *contract) {
    if (contract->kind == IPA_CONTRACT_ROYALTY)
        check_royalty(deal, scope, contract);
    else
        check_fixed(scope, contract);
    if (contract->recovery_by_valuation && !(contract->valuation.value > 0))
        ipa_findings_add(scope->bind->findings, IPA_E0475_VALUATION, contract->mark,
                         column_of(scope, contract, "recovery_basis"),
                         "fill in `valuation`, or write `claim`",
                         "the recovery is a share of a valuation that is not given");
}

static void check_guarantors(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int i = 0; i < deal->n_obligors; i++) {
        const ipa_deal_obligor *obligor = &deal->obligors[i];
        bool share = is_written(&obligor->guarantee_share);
        bool lonely = obligor->guarantor.id ? !share : obligor->guarantee_share.value != 0;
        if (lonely)
            ipa_findings_add(
                scope->bind->findings, IPA_E0474_GUARANTEE, obligor->mark,
                ipa_arena_format(scope->bind->arena, "obligors[%s].%s", obligor->id,
                                 obligor->guarantor.id ? "guarantee_share" : "guarantor"),
                "fill in both, or neither", "%s",
                obligor->guarantor.id ? "a guarantor without the share that it pays"
                                      : "a guaranteed share without a guarantor");
    }
}

void ipa_validate_contracts(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_contract *first = NULL;
    const char *columns = NULL;
    int n_unused = 0;
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_deal_contract *contract = &deal->contracts[c];
        if ((int)contract->kind == IPA_NO_CHOICE)
            continue;
        check_contract(deal, scope, contract);
        const char *unused = contract->kind == IPA_CONTRACT_ROYALTY
                                 ? unused_by_royalty(scope->bind->arena, contract)
                                 : unused_by_fixed(scope->bind->arena, contract);
        if (unused[0] && n_unused++ == 0) {
            first = contract;
            columns = unused;
        }
    }
    if (first)
        ipa_findings_add(scope->bind->findings, IPA_W0471_COLUMN_UNUSED, first->mark,
                         ipa_arena_format(scope->bind->arena, "contracts[%s]", first->id), NULL,
                         "without meaning for a contract of this kind: %s; contracts %d, this one "
                         "first",
                         columns, n_unused);
    check_guarantors(deal, scope);
}
