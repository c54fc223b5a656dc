#pragma once
/** What the names of a deal stand for: fees, tranches, supports, accounts, entities, triggers.
 *
 *  Knows: every id of a deal and what kind of thing it names.
 *  Does not know: expressions, steps.
 */
#include "engine/deal/deal.h"

/* X(enum, what a finding calls one) */
#define IPA_NAME_TABLE(X)    \
    X(ACCOUNT, "an account") \
    X(FEE, "a fee")          \
    X(TRANCHE, "a tranche")  \
    X(SUPPORT, "a support")  \
    X(ENTITY, "an entity")   \
    X(TRIGGER, "a trigger")  \
    X(LEDGER, "a ledger")    \
    X(FACTOR, "a factor")    \
    X(OBLIGOR, "an obligor") \
    X(CONTRACT, "a contract")

typedef enum ipa_name_kind {
#define IPA_NAME_ENUM(name, text) IPA_NAME_##name,
    IPA_NAME_TABLE(IPA_NAME_ENUM)
#undef IPA_NAME_ENUM
        IPA_N_NAME_KINDS
} ipa_name_kind;

/** Number of ids of this kind. */
int ipa_names_count(const ipa_deal *deal, ipa_name_kind kind);

/** The id at this index. */
const char *ipa_names_id(const ipa_deal *deal, ipa_name_kind kind, int index);

/** Index of the id among its kind, or −1 (also for NULL). */
int ipa_names_find(const ipa_deal *deal, ipa_name_kind kind, const char *id);

/** As findings say it: `a fee`. */
const char *ipa_names_kind_text(ipa_name_kind kind);
