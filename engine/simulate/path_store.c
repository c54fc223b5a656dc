#include "engine/simulate/path_store.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

ipa_status ipa_path_store_create(ipa_path_store *store, int n_series, long n_paths,
                                 ipa_error *error) {
    *store = (ipa_path_store){.n_series = n_series, .n_paths = n_paths};
    const double gigabytes = (double)n_series * (double)n_paths * sizeof(double) / 0x1p30;
    const uint64_t bytes = (uint64_t)n_series * (uint64_t)n_paths * sizeof(double);
    if (gigabytes * 0x1p30 > (double)IPA_PATH_STORE_LIMIT_BYTES)
        return ipa_fail(error, IPA_LIMIT,
                        "%ld paths of this deal need %.1f GiB to keep %d figures of each for exact "
                        "quantiles; the limit is %.0f GiB: simulate fewer paths",
                        n_paths, gigabytes, n_series, (double)IPA_PATH_STORE_LIMIT_BYTES / 0x1p30);
    const size_t page = (size_t)2 << 20;
    store->values = aligned_alloc(page, (bytes + page - 1) / page * page + page);
    if (!store->values)
        return ipa_fail(error, IPA_LIMIT, "no memory for %.1f GiB of path figures", gigabytes);
    madvise(store->values, bytes, MADV_HUGEPAGE); /* only a hint: fewer page faults */
    return IPA_OK;
}

void ipa_path_store_free(ipa_path_store *store) {
    free(store->values);
    store->values = NULL;
}

void ipa_path_store_put(ipa_path_store *store, int series, long first_path, const ipa_row *row,
                        int n_paths) {
    memcpy(ipa_path_store_series(store, series) + first_path, row->lane,
           (size_t)n_paths * sizeof(double));
}

double *ipa_path_store_series(const ipa_path_store *store, int series) {
    return store->values + (size_t)series * (size_t)store->n_paths;
}
