#pragma once
/** The pictures of a stress report: tornado, who brings losses, the frontier, the colours of the
 *  heat map.
 *
 *  Knows: which columns of the stress tables a picture shows, and how it looks.
 *  Does not know: where it is placed.
 */
#include "reports/xlsx_chart.h"
#include "reports/xlsx_table.h"

enum { IPA_XLSX_STRESS_MOST_BARS = 20, IPA_XLSX_STRESS_BAR = 22 /**< pixels */ };

/** Where the numbers of a table stand that a picture shows. */
typedef struct ipa_xlsx_stress_source {
    const ipa_view *view;
    const ipa_table *table;
    ipa_xlsx_page *page;  /**< the table stands there alone … */
    ipa_xlsx_place place; /**< … in these rows, a column of it in one of the sheet */
    ipa_xlsx_data *data;  /**< NULL: as above; else numbers are copied there */
} ipa_xlsx_stress_source;

/** Changes of the expected loss (of the price where no loss moves) by assumption, the largest on
 *  top. NULL: nothing moves; so below. */
lxw_chart *ipa_xlsx_stress_charts_tornado(const ipa_xlsx_stress_source *source, int most_bars);

/** Shares of the expected shortfall and of its worst paths, by part of one kind. */
lxw_chart *ipa_xlsx_stress_charts_parts(const ipa_xlsx_stress_source *source,
                                        ipa_contribution_kind kind);

/** What structures cost against what their notes lose. */
lxw_chart *ipa_xlsx_stress_charts_frontier(const ipa_xlsx_stress_source *source);

/** Rows of the table that a chart of bars shows: of the kind, or all (kind < 0). */
int ipa_xlsx_stress_charts_count(const ipa_view *view, int kind);

/** Pixels a chart of so many bars takes. */
int ipa_xlsx_stress_charts_height(int n_bars);

/** Colours the heat map's figures, wherever the table stands. */
void ipa_xlsx_stress_charts_colour(const ipa_xlsx_page *page, const ipa_table *table,
                                   ipa_xlsx_place place);

/** The tornado of a deal report's summary. */
ipa_xlsx_chart_function ipa_xlsx_stress_charts_summary;
