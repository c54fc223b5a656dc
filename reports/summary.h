#pragma once
/** The summary a banker reads on the terminal.
 *
 *  Knows: the few figures that say what a deal is worth and what it risks.
 *  Does not know: the terminal (cli prints).
 */
#include "reports/views.h"

/** @owner the view's arena. */
const char *ipa_summary_text(const ipa_view *view);
