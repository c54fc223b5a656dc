#pragma once
/** Sound deal folders drawn at random from the whole grammar of the pool.
 *
 *  Knows: how a deal and its tapes are written; what the reader would refuse.
 *  Does not know: what is tested.
 */
#include <stdint.h>

#include "tests/support/folders.h"

/** A deal with 1–8 obligors, 1–12 contracts of all kinds and 0–20 patents; the same seed, the same
 *  deal (compilers may order its draws differently). @owner the caller removes the folder. */
test_folder random_pools_create(uint64_t seed);
