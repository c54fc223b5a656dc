#pragma once
/** The charts of the deal report, each pointing at its own numbers on the chart data sheet.
 *
 *  Knows: which figures of a result a chart shows, and how it looks.
 *  Does not know: where it is placed.
 */
#include "reports/views.h"
#include "reports/xlsx_data.h"

/** An empty chart as all of them look: title, fonts, frame, legend below. */
lxw_chart *ipa_xlsx_chart_make(const ipa_xlsx_style *style, lxw_chart_type type, const char *title);

/** A chart of the result; NULL where the run has no figures for it (no simulation). `tranche`
 *  counts only where the chart is one of a tranche. Each call makes a chart of its own. */
typedef lxw_chart *ipa_xlsx_chart_function(const ipa_view *view, ipa_xlsx_data *data, int tranche);

/** Percentiles of the pool's collections by period; the base case where nothing was simulated. */
ipa_xlsx_chart_function ipa_xlsx_chart_collections;
/** Balances of the tranches after each payment date. */
ipa_xlsx_chart_function ipa_xlsx_chart_balances;
/** Who gets what on each payment date. */
ipa_xlsx_chart_function ipa_xlsx_chart_payees;
/** Coverage by tranche, with the level at which a trigger or the deal breaks. */
ipa_xlsx_chart_function ipa_xlsx_chart_coverage;
/** Distribution of the pool's loss rate, with each tranche's attachment point. */
ipa_xlsx_chart_function ipa_xlsx_chart_losses;
/** Percentiles of a tranche's cash by period. */
ipa_xlsx_chart_function ipa_xlsx_chart_tranche;
