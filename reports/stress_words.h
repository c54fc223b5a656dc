#pragma once
/** What a deck changes, in words: `违约概率倍数 2 倍`, `A: coupon rate 3%`.
 *
 *  Knows: titles and units of levers, meanings of a deal's fields.
 *  Does not know: tables, figures.
 */
#include "reports/views.h"

/** What a lever or a field's path is called. The path itself where no field stands behind it.
 *  @owner the view's arena. */
const char *ipa_stress_words_field(const ipa_view *view, const char *field);

/** The value as people read it: shares in per cent, with the lever's unit, without braces.
 *  @owner the view's arena. */
const char *ipa_stress_words_value(const ipa_view *view, const ipa_stress_override *override);

/** What an assumption is called: what stands before a colon in words too, without the fine print of
 *  its field. @owner the view's arena. */
const char *ipa_stress_words_assumption(const ipa_view *view, const ipa_sensitivity *of);

/** All that a scenario changes, in one line; the deal as it stands changes nothing.
 *  @owner the view's arena. */
const char *ipa_stress_words_overlay(const ipa_view *view, const ipa_stress_override *overlay,
                                     int n_overlay);
