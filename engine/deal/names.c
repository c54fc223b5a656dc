#include "engine/deal/names.h"

#include <string.h>

#include "engine/base/status.h"

int ipa_names_count(const ipa_deal *deal, ipa_name_kind kind) {
    switch (kind) {
    case IPA_NAME_ACCOUNT:
        return deal->n_accounts;
    case IPA_NAME_FEE:
        return deal->n_fees;
    case IPA_NAME_TRANCHE:
        return deal->n_tranches;
    case IPA_NAME_SUPPORT:
        return deal->n_support;
    case IPA_NAME_ENTITY:
        return deal->n_entities;
    case IPA_NAME_TRIGGER:
        return deal->n_triggers;
    case IPA_NAME_LEDGER:
        return deal->n_ledgers;
    case IPA_NAME_FACTOR:
        return deal->model.n_factors;
    case IPA_NAME_OBLIGOR:
        return deal->n_obligors;
    case IPA_NAME_CONTRACT:
        return deal->n_contracts;
    case IPA_N_NAME_KINDS:
        break;
    }
    return 0;
}

const char *ipa_names_id(const ipa_deal *deal, ipa_name_kind kind, int index) {
    IPA_ASSERT(index >= 0 && index < ipa_names_count(deal, kind));
    switch (kind) {
    case IPA_NAME_ACCOUNT:
        return deal->accounts[index].id;
    case IPA_NAME_FEE:
        return deal->fees[index].id;
    case IPA_NAME_TRANCHE:
        return deal->tranches[index].id;
    case IPA_NAME_SUPPORT:
        return deal->support[index].id;
    case IPA_NAME_ENTITY:
        return deal->entities[index].id;
    case IPA_NAME_TRIGGER:
        return deal->triggers[index].id;
    case IPA_NAME_LEDGER:
        return deal->ledgers[index].id;
    case IPA_NAME_FACTOR:
        return deal->model.factors[index].id;
    case IPA_NAME_OBLIGOR:
        return deal->obligors[index].id;
    case IPA_NAME_CONTRACT:
        return deal->contracts[index].id;
    case IPA_N_NAME_KINDS:
        break;
    }
    return NULL;
}

int ipa_names_find(const ipa_deal *deal, ipa_name_kind kind, const char *id) {
    if (id == NULL)
        return -1;
    int n_names = ipa_names_count(deal, kind);
    for (int index = 0; index < n_names; index++)
        if (strcmp(ipa_names_id(deal, kind, index), id) == 0)
            return index;
    return -1;
}

const char *ipa_names_kind_text(ipa_name_kind kind) {
    static const char *const texts[IPA_N_NAME_KINDS] = {
#define TEXT(name, text) [IPA_NAME_##name] = text,
        IPA_NAME_TABLE(TEXT)
#undef TEXT
    };
    return texts[kind];
}
