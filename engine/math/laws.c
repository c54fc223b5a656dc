#include "engine/math/laws.h"

#include <pthread.h>

typedef ipa_status maker(ipa_arena *arena, double first, double second,
                         const ipa_quantile_table **table, ipa_error *error);

typedef struct law {
    maker *make;
    double first, second; /* parameters */
    const ipa_quantile_table *table;
} law;

struct ipa_laws {
    ipa_arena *arena;
    pthread_mutex_t lock;
    law *known;
    int n_known;
};

ipa_laws *ipa_laws_create(ipa_arena *arena) {
    ipa_laws *laws = IPA_NEW(arena, ipa_laws);
    *laws = (ipa_laws){.arena = arena, .lock = PTHREAD_MUTEX_INITIALIZER};
    return laws;
}

static ipa_status find(ipa_laws *laws, law wanted, const ipa_quantile_table **table,
                       ipa_error *error) {
    ipa_status status = IPA_OK;
    pthread_mutex_lock(&laws->lock);
    for (int n = 0; n < laws->n_known; n++)
        if (laws->known[n].make == wanted.make && laws->known[n].first == wanted.first &&
            laws->known[n].second == wanted.second) {
            *table = laws->known[n].table;
            goto out;
        }
    IPA_TRY(wanted.make(laws->arena, wanted.first, wanted.second, &wanted.table, error));
    IPA_PUSH(laws->arena, laws->known, laws->n_known, wanted);
    *table = wanted.table;
out:
    pthread_mutex_unlock(&laws->lock);
    return status;
}

ipa_status ipa_laws_gamma(ipa_laws *laws, double shape, double scale,
                          const ipa_quantile_table **table, ipa_error *error) {
    return find(laws, (law){ipa_quantile_table_gamma, shape, scale, NULL}, table, error);
}

ipa_status ipa_laws_beta(ipa_laws *laws, double a, double b, const ipa_quantile_table **table,
                         ipa_error *error) {
    return find(laws, (law){ipa_quantile_table_beta, a, b, NULL}, table, error);
}
