#pragma once
/** The progress bar on standard error, and Ctrl-C.
 *
 *  Knows: terminals, signals.
 *  Does not know: what is being computed.
 */
#include <stdbool.h>

#include "cli/options.h"

typedef struct ipa_progress {
    bool visible;
    int shown_permille; /**< last drawn, so that a bar is redrawn only when it moves */
    const char *unit;   /**< what is counted */
    long scale;         /**< reported per one that is shown */
} ipa_progress;

/** Decides whether a bar is shown and lets Ctrl-C interrupt the run instead of the process. */
ipa_progress ipa_progress_start(ipa_when when);

/** Draws the bar; false once the user has interrupted. Fits ipa_simulation_options.progress. */
bool ipa_progress_report(void *progress, long done, long total);

/** Clears the bar. */
void ipa_progress_finish(ipa_progress *progress);
