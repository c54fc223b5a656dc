#pragma once
/** Random numbers by address: the same address gives the same bits, whoever asks and in what order.
 *
 *  Knows: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC 2011; Random123), and how an address
 *  becomes its counter. The seed is the key; the counter's words are {path, low 32 bits}, {path,
 *  high 16 bits, and the purpose above them}, {index / 2}, {id}; an even index takes the first
 *  64-bit half of the output, an odd one the second.
 *  Does not know: what is simulated. Nothing is consumed, so nothing is shared between threads.
 *  @source model 1.1, 1.2
 */
#include <stdint.h>

#include "engine/random/streams.h"

/** Paths are numbered from 0 to this, exclusive. */
#define IPA_DRAW_MOST_PATHS (UINT64_C(1) << 48)
/** Indices of a stream are numbered from 0 to this, exclusive. */
#define IPA_DRAW_MOST_INDICES (UINT64_C(1) << 33)

/** The 64 random bits at an address. */
uint64_t ipa_draw_bits(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index);

/** A uniform in (0, 1): the middle of one of 2⁵² equal intervals, so never 0 and never 1. */
double ipa_draw_uniform(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index);

/** A standard normal, by inversion of the uniform at the same address. */
double ipa_draw_normal(uint64_t seed, uint64_t path, ipa_stream stream, uint64_t index);

/** Uniforms of paths first_path … first_path + n_paths − 1, the bits of the scalar form.
 *  @shape u[n_paths], n_paths at most IPA_LANES. */
void ipa_draw_uniforms(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                       uint64_t index, double *u);

/** Uniforms at indices 2·pair and 2·pair + 1 for little more than the price of one.
 *  @shape u[2][IPA_LANES]; the first n_paths lanes of each row are written. */
void ipa_draw_uniform_pairs(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                            uint64_t pair, double *u);

/** Standard normals of a block of paths. @shape z[n_paths], n_paths at most IPA_LANES. */
void ipa_draw_normals(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                      uint64_t index, double *z);

/** Standard normals at indices 2·pair and 2·pair + 1 for little more than the price of one.
 *  @shape z[2][IPA_LANES]; the first n_paths lanes of each row are written. */
void ipa_draw_normal_pairs(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                           uint64_t pair, double *z);

/** Standard normals at indices 0 … n_rows − 1. @shape z[n_rows][IPA_LANES]; the first n_paths lanes
 *  of each row are written. */
void ipa_draw_normal_rows(uint64_t seed, uint64_t first_path, int n_paths, ipa_stream stream,
                          int n_rows, double *z);
