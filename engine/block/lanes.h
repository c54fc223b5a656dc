#pragma once
/** How wide a block of paths is.
 *
 *  Knows: the number of paths in a block and how their arrays are aligned.
 *  Does not know: what the arrays hold.
 */

/** Paths in a block: a constant of the file format and of every result, never of the machine. */
#define IPA_LANES 64

/** For arrays over the paths of a block: one cache line, one AVX-512 vector. */
#define IPA_LANES_ALIGNED __attribute__((aligned(64)))
