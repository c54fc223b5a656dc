#pragma once
/** Sound deal folders drawn at random from the whole grammar of the liabilities.
 *
 *  Knows: how accounts, fees, tranches, support, triggers and steps are written; what the reader
 *  would refuse.
 *  Does not know: what is tested. The pool is small, it defaults, pays late and prepays.
 */
#include <stdint.h>

#include "tests/support/folders.h"

/** The same seed, the same deal. @owner the caller removes the folder. */
test_folder random_deals_create(uint64_t seed);

/** A deal of pass-through tranches strictly in order: fees, then interest by rank, then principal
 * in one sequential list; one account, no support, no triggers. @owner the caller removes the
 * folder. */
test_folder random_deals_sequential(uint64_t seed);
