#include "engine/block/layout.h"

ipa_row *ipa_layout_rows(ipa_arena *arena, int n_rows) {
    return IPA_NEW_ARRAY(arena, n_rows, ipa_row);
}

ipa_collections ipa_layout_collections(ipa_arena *arena, int n_periods, int n_entities,
                                       int n_obligors) {
    ipa_collections rows = {
        .n_periods = n_periods,
        .n_entities = n_entities,
        .n_obligors = n_obligors,
        .performing = ipa_layout_rows(arena, n_periods),
        .delinquent = ipa_layout_rows(arena, n_periods),
        .ip_value = ipa_layout_rows(arena, n_periods),
        .annuities = ipa_layout_rows(arena, n_periods),
        .defaulted = ipa_layout_rows(arena, n_periods),
        .recovered = ipa_layout_rows(arena, n_periods),
        .alive = ipa_layout_rows(arena, n_entities * n_periods),
        .obligor_defaulted = ipa_layout_rows(arena, n_obligors),
        .exhausted = ipa_layout_rows(arena, 1),
    };
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        rows.cash[kind] = ipa_layout_rows(arena, n_periods);
    for (int n = 0; n < IPA_N_DELINQUENCIES; n++)
        rows.overdue[n] = ipa_layout_rows(arena, n_periods);
    return rows;
}

ipa_revolving ipa_layout_revolving(ipa_arena *arena, int n_periods) {
    ipa_revolving rows = {
        .bought = ipa_layout_rows(arena, n_periods),
        .principal = ipa_layout_rows(arena, n_periods),
        .performing = ipa_layout_rows(arena, n_periods),
        .defaulted = ipa_layout_rows(arena, n_periods),
        .last = ipa_layout_rows(arena, 1),
    };
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        rows.cash[kind] = ipa_layout_rows(arena, n_periods);
    return rows;
}

ipa_payments ipa_layout_payments(ipa_arena *arena, ipa_payments counts) {
    ipa_payments rows = counts;
    const struct {
        ipa_row **row;
        int n_items;
    } needed[] = {
        {&rows.opening, counts.n_tranches},
        {&rows.interest_due, counts.n_tranches},
        {&rows.interest_paid, counts.n_tranches},
        {&rows.interest_unpaid, counts.n_tranches},
        {&rows.principal_due, counts.n_tranches},
        {&rows.principal_paid, counts.n_tranches},
        {&rows.residual, counts.n_tranches},
        {&rows.closing, counts.n_tranches},
        {&rows.accreted, counts.n_tranches},
        {&rows.fee_due, counts.n_fees},
        {&rows.fee_paid, counts.n_fees},
        {&rows.fee_unpaid, counts.n_fees},
        {&rows.drawn, counts.n_support},
        {&rows.reimbursed, counts.n_support},
        {&rows.draw_interest_due, counts.n_support},
        {&rows.draw_interest_paid, counts.n_support},
        {&rows.commitment_due, counts.n_support},
        {&rows.commitment_paid, counts.n_support},
        {&rows.trigger_on, counts.n_triggers},
        {&rows.account, counts.n_accounts},
        {&rows.account_interest, counts.n_accounts},
        {&rows.ledger, counts.n_ledgers},
        {&rows.lost, counts.n_servicers},
        {&rows.delayed, counts.n_servicers},
        {&rows.called, 1},
        {&rows.call_price, 1},
        {&rows.waterfall, 1},
        {&rows.ended, 1},
    };
    for (size_t n = 0; n < sizeof needed / sizeof *needed; n++)
        *needed[n].row = ipa_layout_rows(arena, needed[n].n_items * counts.n_periods);
    rows.in_kind = ipa_layout_rows(arena, 1);
    rows.breach = ipa_layout_rows(arena, 1);
    return rows;
}
