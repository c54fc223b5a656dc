#pragma once
/** Quantile tables made once for each law: contracts of one deal, and deals that differ elsewhere,
 *  share them.
 *
 *  Knows: which laws have been tabulated; may be asked by several threads.
 *  Does not know: who draws from a law.
 */
#include "engine/math/quantile_table.h"

typedef struct ipa_laws ipa_laws;

/** @owner the arena, which the threads that ask must not use otherwise. */
ipa_laws *ipa_laws_create(ipa_arena *arena);

/** As the functions of quantile_table, errors included. @owner the arena of the laws. */
IPA_MUST_USE ipa_status ipa_laws_gamma(ipa_laws *laws, double shape, double scale,
                                       const ipa_quantile_table **table, ipa_error *error);
IPA_MUST_USE ipa_status ipa_laws_beta(ipa_laws *laws, double a, double b,
                                      const ipa_quantile_table **table, ipa_error *error);
