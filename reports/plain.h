#pragma once
/** Plain text for a terminal: figures as people read them, tables whose columns line up.
 *
 *  Knows: formats of figures, units, the display width of Chinese text.
 *  Does not know: results, terminals.
 */
#include "engine/base/builder.h"
#include "reports/views.h"

/** A text while it is told. */
typedef struct ipa_plain {
    const ipa_view *view;
    ipa_builder out;
} ipa_plain;

ipa_plain ipa_plain_begin(const ipa_view *view);
void ipa_plain_add(ipa_plain *plain, const char *format, ...) IPA_PRINTF(2, 3);
/** A heading on a line of its own, after a blank line. */
void ipa_plain_heading(ipa_plain *plain, const char *zh, const char *en);

/** A figure as its format says it: `1,234.50`, `2.79%`, `2025-10-27`; amounts in the view's unit.
 *  What is not finite is `-`. @owner the view's arena. */
const char *ipa_plain_figure(const ipa_view *view, double number, ipa_format format);
/** What the view shows amounts in: `元`, `万元` … */
const char *ipa_plain_unit(const ipa_view *view);

/** `1.2345% ± 0.0100%`: a simulated figure with its standard error. @owner the view's arena. */
const char *ipa_plain_estimate(const ipa_view *view, ipa_estimate estimate, ipa_format format);

/** A table with its heads, columns aligned by display width (figures to the right); heads of
 *  amounts name the unit. */
void ipa_plain_table(ipa_plain *plain, const ipa_table *table);
