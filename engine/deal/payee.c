#include "engine/deal/payee.h"

#include <string.h>

#include "engine/deal/names.h"

/* `facility.fee` */
static bool is_commitment(const char *id, const char *support) {
    const size_t n_bytes = strlen(support);
    return strncmp(id, support, n_bytes) == 0 && strcmp(id + n_bytes, ".fee") == 0;
}

bool ipa_payee_find(const ipa_deal *deal, const char *id, ipa_payee *payee) {
    static const struct {
        const char *suffix;
        ipa_payee_kind kind;
    } dues[] = {{".interest", IPA_PAYEE_INTEREST},
                {".principal", IPA_PAYEE_PRINCIPAL},
                {".residual", IPA_PAYEE_RESIDUAL},
                {"", IPA_PAYEE_TRANCHE}};
    if (id == NULL)
        return false;
    int fee = ipa_names_find(deal, IPA_NAME_FEE, id);
    int support = ipa_names_find(deal, IPA_NAME_SUPPORT, id);
    if (fee >= 0 || support >= 0) {
        *payee =
            fee >= 0 ? (ipa_payee){IPA_PAYEE_FEE, fee} : (ipa_payee){IPA_PAYEE_SUPPORT, support};
        return true;
    }
    for (int n = 0; n < deal->n_support; n++)
        if (is_commitment(id, deal->support[n].id)) {
            *payee = (ipa_payee){IPA_PAYEE_COMMITMENT, n};
            return true;
        }
    for (int t = 0; t < deal->n_tranches; t++) {
        size_t n_bytes = strlen(deal->tranches[t].id);
        if (strncmp(id, deal->tranches[t].id, n_bytes) != 0)
            continue;
        for (size_t due = 0; due < sizeof dues / sizeof dues[0]; due++)
            if (strcmp(id + n_bytes, dues[due].suffix) == 0) {
                *payee = (ipa_payee){dues[due].kind, t};
                return true;
            }
    }
    return false;
}
