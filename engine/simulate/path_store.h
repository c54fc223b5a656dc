#pragma once
/** Every path's value of the figures whose quantiles are wanted, so that quantiles are exact.
 *
 *  Knows: series of doubles, one a figure, indexed by path.
 *  Does not know: what the figures mean. Threads write to places of their own.
 */
#include "engine/block/layout.h"

/** The most a store may take: beyond it a run says so instead of filling the machine. */
#define IPA_PATH_STORE_LIMIT_BYTES (UINT64_C(4) << 30)

typedef struct ipa_path_store {
    int n_series;
    long n_paths;
    double *values; /**< [n_series][n_paths] */
} ipa_path_store;

/** @errors IPA_LIMIT. @owner ipa_path_store_free. */
ipa_status ipa_path_store_create(ipa_path_store *store, int n_series, long n_paths,
                                 ipa_error *error) IPA_MUST_USE;
void ipa_path_store_free(ipa_path_store *store);

/** Keeps a block's row of a series. */
void ipa_path_store_put(ipa_path_store *store, int series, long first_path, const ipa_row *row,
                        int n_paths);

/** @shape [n_paths] */
double *ipa_path_store_series(const ipa_path_store *store, int series);
