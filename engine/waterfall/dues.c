#include "engine/waterfall/dues.h"

#include "engine/waterfall/fees.h"
#include "engine/waterfall/notes.h"
#include "engine/waterfall/rounding.h"
#include "engine/waterfall/support.h"

/* ---- fees ---- */

/* A base that leads back to its own fee sees the due as it last stood. */
static void refresh(ipa_waterfall *waterfall, ipa_payee payee) {
    if (payee.kind != IPA_PAYEE_FEE || waterfall->plan->fees[payee.index].per != IPA_PER_PAYMENT ||
        waterfall->refreshing[payee.index])
        return;
    waterfall->refreshing[payee.index] = true;
    ipa_fees_fix(waterfall, payee.index);
    waterfall->refreshing[payee.index] = false;
}

/* ---- the date ---- */

void ipa_dues_fix(ipa_waterfall *waterfall) {
    const ipa_plan *plan = waterfall->plan;
    ipa_notes_fix(waterfall);
    for (int n = 0; n < plan->n_support; n++)
        ipa_support_fix(waterfall, n);
    ipa_fees_fix_all(waterfall);
}

/* One row, or interest + principal of a bare tranche. */
static void sum_of(ipa_waterfall *waterfall, ipa_payee payee, double *y,
                   void (*read)(ipa_waterfall *, ipa_payee, double *)) {
    if (payee.kind != IPA_PAYEE_TRANCHE) {
        read(waterfall, payee, y);
        return;
    }
    ipa_row part;
    read(waterfall, (ipa_payee){IPA_PAYEE_INTEREST, payee.index}, y);
    read(waterfall, (ipa_payee){IPA_PAYEE_PRINCIPAL, payee.index}, part.lane);
    ipa_kernels_add(y, part.lane);
}

static void read_due(ipa_waterfall *waterfall, ipa_payee payee, double *y) {
    refresh(waterfall, payee);
    ipa_kernels_positive_of(waterfall->due[ipa_state_payable(waterfall, payee)]->lane, y);
}

static void read_unpaid(ipa_waterfall *waterfall, ipa_payee payee, double *y) {
    const int row = ipa_state_payable(waterfall, payee);
    if (payee.kind == IPA_PAYEE_PRINCIPAL) {
        ipa_kernels_above_floor(waterfall->live->lane, waterfall->balance[payee.index].lane,
                                waterfall->floor[payee.index].lane, y);
    } else {
        refresh(waterfall, payee);
        ipa_kernels_open(waterfall->due[row]->lane, waterfall->paid[row]->lane, y);
    }
}

static void read_paid(ipa_waterfall *waterfall, ipa_payee payee, double *y) {
    const int row = ipa_state_payable(waterfall, payee);
    ipa_kernels_copy(y, waterfall->paid[row]->lane);
    if (waterfall->assumed[row]) {
        ipa_row open;
        read_unpaid(waterfall, payee, open.lane);
        ipa_kernels_add(y, open.lane);
    }
}

void ipa_dues_due(ipa_waterfall *waterfall, ipa_payee payee, double *due) {
    sum_of(waterfall, payee, due, read_due);
}

void ipa_dues_unpaid(ipa_waterfall *waterfall, ipa_payee payee, double *unpaid) {
    sum_of(waterfall, payee, unpaid, read_unpaid);
}

void ipa_dues_unpaid_yuan(ipa_waterfall *waterfall, ipa_payee payee, double *unpaid) {
    if (payee.kind == IPA_PAYEE_TRANCHE || payee.kind == IPA_PAYEE_PRINCIPAL) {
        ipa_row fen;
        ipa_dues_unpaid(waterfall, payee, fen.lane);
        ipa_kernels_yuan(fen.lane, unpaid);
        return;
    }
    const int row = ipa_state_payable(waterfall, payee);
    refresh(waterfall, payee);
    ipa_kernels_open_yuan(waterfall->due[row]->lane, waterfall->paid[row]->lane, unpaid);
}

void ipa_dues_paid(ipa_waterfall *waterfall, ipa_payee payee, double *paid) {
    sum_of(waterfall, payee, paid, read_paid);
}

void ipa_dues_credit(ipa_waterfall *waterfall, ipa_payee payee, const double *amount) {
    if (payee.kind == IPA_PAYEE_PRINCIPAL || payee.kind == IPA_PAYEE_RESIDUAL)
        waterfall->is_shown[payee.index] = false;
    if (payee.kind == IPA_PAYEE_PRINCIPAL)
        ipa_kernels_repay(waterfall->balance[payee.index].lane, amount);
    if (payee.kind == IPA_PAYEE_SUPPORT)
        ipa_support_credit(waterfall, payee.index, amount);
    if (payee.kind == IPA_PAYEE_RESIDUAL) {
        /* What a residual tranche receives repays its balance first. */
        ipa_kernels_subtract(waterfall->balance[payee.index].lane, amount);
        ipa_kernels_positive(waterfall->balance[payee.index].lane);
    }
}

void ipa_dues_carry(ipa_waterfall *waterfall) {
    for (int n = 0; n < waterfall->plan->n_fees; n++) {
        refresh(waterfall, (ipa_payee){IPA_PAYEE_FEE, n});
        ipa_fees_carry(waterfall, n);
    }
    for (int n = 0; n < waterfall->plan->n_support; n++)
        ipa_support_carry(waterfall, n);
    for (int t = 0; t < waterfall->plan->n_tranches; t++) {
        const ipa_payee interest = {IPA_PAYEE_INTEREST, t};
        ipa_row unpaid;
        if (waterfall->plan->tranches[t].interest_lapses)
            continue; /* so that its arrears are what they were at the start: none */
        ipa_dues_unpaid(waterfall, interest, unpaid.lane);
        ipa_kernels_select(waterfall->live->lane, unpaid.lane,
                           waterfall->arrears[ipa_state_payable(waterfall, interest)]->lane);
    }
}
