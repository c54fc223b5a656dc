#pragma once
/** The pictures of a stress report: tornado, who brings losses, the frontier, the colours of the
 *  heat map.
 *
 *  Knows: which columns of the stress tables a picture shows, how it looks, how much room it takes.
 *  Does not know: sheets.
 */
#include "reports/stress_report.h"
#include "reports/xlsx_chart.h"
#include "reports/xlsx_table.h"

/** A table that is shown in pictures too. */
typedef struct ipa_xlsx_stress_source {
    const ipa_view *view;
    const ipa_table *table;
    ipa_xlsx_page *page; /**< pictures go below what stands there */
    ipa_xlsx_place place;
    /** The numbers that charts point at are copied there; NULL: they are the table's own cells,
     * each of its columns being one of the sheet. */
    ipa_xlsx_data *data;
} ipa_xlsx_stress_source;

/** Draws what belongs to the table: charts below it, colours in it. */
void ipa_xlsx_stress_charts_adorn(const ipa_xlsx_stress_source *source, ipa_stress_sheet sheet);

/** The tornado of a deal report's summary; NULL: no sensitivities were run. */
ipa_xlsx_chart_function ipa_xlsx_stress_charts_summary;
