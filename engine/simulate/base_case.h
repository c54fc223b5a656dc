#pragma once
/** The base case: nobody defaults, every due is paid, money to the fen as the contracts round it.
 *
 *  Knows: pool, waterfall and valuation on one path.
 *  Does not know: paths, statistics.
 */
#include "engine/simulate/path_result.h"

/** Runs it. `forecast`, of ipa_layers_n_forecast figures, becomes its collections: what the
 * quantities `forecast.…` of an expression mean on every path. @owner the arena. */
ipa_path_result ipa_base_case_run(const ipa_plan *plan, ipa_arena *arena, double *forecast);

/** The same without what outside entities promised. @owner the arena. */
ipa_path_result ipa_base_case_unsupported(const ipa_plan *plan, ipa_arena *arena);
