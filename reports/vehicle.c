#include "reports/vehicle.h"

bool ipa_vehicle_view(const ipa_view *view, ipa_view *below) {
    const ipa_plan *lower = view->plan->lower;
    if (lower == NULL)
        return false;
    *below = *view;
    below->plan = lower;
    below->deal = lower->deal;
    below->result = view->result != NULL ? view->result->lower : NULL;
    return true;
}
