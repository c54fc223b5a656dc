#pragma once
/** The vehicle below a deal, as reports see it: a deal of its own.
 *
 *  Knows: a view's plan and its lower one.
 *  Does not know: what is shown of it, where.
 */
#include "reports/views.h"

/** The view of the vehicle's own run. @ensures false when the deal has no vehicle. */
bool ipa_vehicle_view(const ipa_view *view, ipa_view *below);
