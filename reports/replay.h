#pragma once
/** One path told period by period: patents, prepayments, defaults and what claims bring, draws,
 *  triggers, payments.
 *
 *  Knows: a replayed path and its events.
 *  Does not know: how the path was drawn.
 */
#include "reports/views.h"

/** `path` counts from 1. @owner the view's arena. */
const char *ipa_replay_text(const ipa_view *view, long path, const ipa_path_result *result,
                            const ipa_path_event *events, int n_events);
