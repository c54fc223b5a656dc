#pragma once
/** Default times whose hazards follow the sales of the factors (model 3.3).
 *
 *  Knows: λ(k) = h(k)·exp(−Σ_f b_f·x_f(k)), h calibrated on a fixed set of paths so that the mean
 *  survival is the credit's curve.
 *  Does not know: cash, copulas. @source model 3.3
 */
#include <stdint.h>

#include "engine/pool/sales.h"
#include "engine/random/streams.h"

/** The paths of the calibration: 0 … IPA_INTENSITY_PATHS − 1 of this seed. Part of every result. */
#define IPA_INTENSITY_SEED UINT64_C(0x697061626d656e65)
#define IPA_INTENSITY_PATHS 16384

/** Calibrated hazards of all obligors and entities; const, shared by threads. */
typedef struct ipa_intensity ipa_intensity;

/** Calibrates period by period. The paths do not depend on the seed of a simulation. @owner the
 *  arena. */
const ipa_intensity *ipa_intensity_calibrate(const ipa_plan *plan, ipa_arena *arena);

/** Default times, years from the cut-off date, of one credit on the block `sales` drew last: where
 *  its integrated hazard meets −ln(1 − U), U the uniform of its own stream. After the last period
 *  the curve's own hazard goes on. `credit`: obligors, then entities. @shape years[IPA_LANES] */
void ipa_intensity_times(const ipa_intensity *intensity, int credit, const ipa_sales *sales,
                         double *years);

/** h [n_periods] of a credit; NULL where it loads on no factor and its curve is followed as it is.
 */
const double *ipa_intensity_hazards(const ipa_intensity *intensity, int credit);
