#pragma once
/** What a draw is for: a purpose and the id of the thing on the tape, hashed to 32 bits.
 *
 *  Knows: the purposes, the hash, and whether two ids would share their draws.
 *  Does not know: generators.
 *
 *  Because ids and not positions address the draws, adding a contract never changes another's.
 */
#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"

/* Numbers are part of every recorded result: append, never renumber. At most 16 bits. */
#define IPA_PURPOSE_TABLE(X)                                                                \
    X(FACTOR, 1, "whole-life value of a systematic factor; id: the factor's name")          \
    X(CHI_SQUARE, 2, "mixing variable of the Student-t copula; id 0")                       \
    X(OBLIGOR, 3, "an obligor's own part of its default; id: the obligor")                  \
    X(ENTITY, 4, "a support provider's own part of its default; id: the entity")            \
    X(RECOVERY, 5, "own part of a contract's recovery share; id: the contract")             \
    X(RECOVERY_LAG, 6, "time to a contract's recovery; id: the contract")                   \
    X(SHOCK, 7, "period shocks of a factor beside its whole-life value, index from 1")      \
    X(GROWTH, 8, "own shocks of a factor's growth; index: period")                          \
    X(SALES, 9, "own shocks of a contract's sales; index: period; id: the contract")        \
    X(PATENT, 10, "end of a patent from its own cause; index: the cause; id: the patent")   \
    X(FAMILY, 11, "shock to all patents of a contract; index: the cause; id: the contract") \
    X(GRANT, 12, "an application: index 0 its time, 1 its outcome; id: the patent")         \
    X(PREPAYMENT, 13, "time of a contract's prepayment; id: the contract")                  \
    X(LATENESS, 14, "lateness of a due; index: the due; id: the contract")                  \
    X(RATE, 15, "shocks of the short rate: 2 × days since the valuation date, + 1 its integral's")

typedef enum ipa_purpose {
#define IPA_PURPOSE_ENUM(name, number, text) IPA_PURPOSE_##name = number,
    IPA_PURPOSE_TABLE(IPA_PURPOSE_ENUM)
#undef IPA_PURPOSE_ENUM
} ipa_purpose;

typedef struct ipa_stream {
    uint32_t purpose; /**< an ipa_purpose; 16 bits */
    uint32_t id;      /**< hash of the id on the tape */
} ipa_stream;

/** The 32-bit address of an id: FNV-1a over its UTF-8 bytes. */
uint32_t ipa_streams_hash(const char *id);

/** Do two different ids share an address, and so their draws? If so, which two (positions in the
 *  list, the smaller first). The arena gives scratch space. */
bool ipa_streams_collide(ipa_arena *arena, int n_ids, const char *const *ids, int pair[2]);
