#pragma once
/** What contracts bring that are more than a schedule paid while the obligor lives: royalties, dues
 *  that hang on patents, dues paid late, contracts settled early.
 *
 *  Knows: the plan's contracts that are not plain, one at a time on a block of paths.
 *  Does not know: plain contracts, what a claim brings. @source model 3.4, 4.1–4.6
 */
#include "engine/pool/defaults.h"
#include "engine/pool/patents.h"
#include "engine/pool/sales.h"

/** The draws of a block. */
typedef struct ipa_contracts_block {
    const ipa_defaults *defaults;
    const ipa_sales *sales;     /**< NULL: no sales are drawn */
    const ipa_patents *patents; /**< NULL: nothing hangs on patents */
    bool is_base; /**< dues are paid on time and as agreed, rounded where the deal rounds */
} ipa_contracts_block;

/** Where the cash goes: rows are added to. */
typedef struct ipa_contracts_rows {
    ipa_collections *collections;
    ipa_row *written_off; /**< [n_periods] scheduled losses of principal */
    ipa_row *cash;        /**< [n_contracts][n_periods] of all kinds; NULL: not wanted */
} ipa_contracts_rows;

/** One thread's scratch. */
typedef struct ipa_contracts ipa_contracts;

/** @owner the arena. */
ipa_contracts *ipa_contracts_create(const ipa_plan *plan, ipa_arena *arena);

/** Turns to another block; the draws stay the caller's. */
void ipa_contracts_begin(ipa_contracts *contracts, ipa_contracts_block block);

/** Cash, balances and delinquency of one contract that is not plain, and how long it keeps the pool
 *  from being exhausted. Allocates nothing. */
void ipa_contracts_collect(ipa_contracts *contracts, int contract, ipa_contracts_rows to);

/** What its obligor owes when it defaults in a period: principal that its patents leave payable,
 *  and late dues. After ipa_contracts_collect. @units fen */
double ipa_contracts_claim(const ipa_contracts *contracts, int contract, int lane, int period);

/** The period the contract is settled early in; n_periods: it is not. NULL: it is plain. */
const ipa_row *ipa_contracts_prepaid_row(const ipa_contracts *contracts, int contract);

/** Whether that is the originator's repurchase of a contract found ineligible. */
bool ipa_contracts_bought(const ipa_contracts *contracts, int contract, int lane);

/** A due that was not paid when it fell due. */
typedef struct ipa_late_due {
    int due;                  /**< of the contract's dues */
    int period, paid;         /**< it fell due and was paid in; n_periods: never */
    double income, principal; /**< fen */
} ipa_late_due;

/** For replays: the late dues of a contract on one lane. Returns how many.
 *  @shape list[n_dues] */
int ipa_contracts_late(ipa_contracts *contracts, int contract, int lane, ipa_late_due *list);
