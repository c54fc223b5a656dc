#pragma once
/** The collections of every block of a run, kept: the waterfall of another structure runs on the
 *  very same paths without drawing them again.
 *
 *  Knows: which rows a waterfall can read of this pool; memory, and an unlinked temporary file
 *  beyond a limit.
 *  Does not know: notes, payments, what is measured.
 *
 *  Rows that this pool leaves at zero are not kept: they read as zero.
 */
#include "engine/simulate/layers.h"

#define IPA_COLLECTION_STORE_MEMORY_BYTES 0x1p31

typedef struct ipa_collection_store_options {
    long n_paths; /**< at least 1 */
    unsigned long long seed;
    int n_threads;       /**< 0: one per processor */
    double memory_bytes; /**< more goes to disk; 0: IPA_COLLECTION_STORE_MEMORY_BYTES */
    const char *folder;  /**< of the file; NULL: TMPDIR, else the system's */
    /** As of ipa_simulation_options, called by one thread at a time. */
    bool (*progress)(void *context, long done, long total);
    void *context;
} ipa_collection_store_options;

/** Const once made, shared by threads. */
typedef struct ipa_collection_store ipa_collection_store;

/** A kept block on its way into a waterfall: pointers into the store. */
typedef struct ipa_kept_block {
    ipa_collections collections; /**< of the holder's plan */
    const ipa_row *entities;     /**< [n_entities]; NULL: no vehicle asks for them */
} ipa_kept_block;

/** What keeping so many paths takes, known before anything is drawn. */
double ipa_collection_store_bytes(const ipa_plan *plan, long n_paths);

/** Draws the paths of a run of the plan and keeps what they bring: the same bits for any number of
 *  threads. @errors IPA_LIMIT (memory), IPA_OUTPUT (disk), IPA_INTERRUPTED.
 *  @owner ipa_collection_store_free. */
ipa_status ipa_collection_store_create(const ipa_plan *plan,
                                       const ipa_collection_store_options *options,
                                       ipa_collection_store **made, ipa_error *error) IPA_MUST_USE;
/** NULL allowed. */
void ipa_collection_store_free(ipa_collection_store *store);

/** What its paths were drawn from. */
unsigned long long ipa_collection_store_seed(const ipa_collection_store *store);
long ipa_collection_store_paths(const ipa_collection_store *store);
long ipa_collection_store_blocks(const ipa_collection_store *store);
bool ipa_collection_store_spilled(const ipa_collection_store *store);

/** The block of a number (from 0). */
ipa_kept_block ipa_collection_store_block(const ipa_collection_store *store, long index);

/** Whether another plan's pool is the one kept, as far as its base case and the rows it asks for
 *  show. @ensures NULL when it is; else what differs. */
const char *ipa_collection_store_difference(const ipa_collection_store *store,
                                            const ipa_plan *plan);
