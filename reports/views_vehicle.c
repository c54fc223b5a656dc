#include "reports/live.h"
#include "reports/vehicle.h"
#include "reports/views.h"

static const ipa_view_entry *entry_of(ipa_view_function *make) {
    int n = 0;
    while (ipa_view_entries[n].make != make)
        n++;
    return &ipa_view_entries[n];
}

/* A deal without a vehicle has heads alone. */
static ipa_table *none(const ipa_view *view, const ipa_view_entry *entry) {
    ipa_table *table = ipa_table_create(view->arena, entry->id, entry->zh, entry->en);
    ipa_table_add_column(table, "载体", "Vehicle", IPA_FORMAT_TEXT);
    ipa_table_add_column(table, "内容", "Content", IPA_FORMAT_TEXT);
    return table;
}

/* A group's head goes into the heads below it: a CSV has no other place for it. */
static void fold_groups(ipa_table *table) {
    for (int n = 0; n < table->n_columns; n++) {
        ipa_table_column *column = &table->columns[n];
        if (column->group_zh == NULL)
            continue;
        column->name_zh =
            ipa_arena_format(table->arena, "%s %s", column->group_zh, column->name_zh);
        column->name_en =
            ipa_arena_format(table->arena, "%s %s", column->group_en, column->name_en);
        column->group_zh = column->group_en = NULL;
    }
}

/* The deal's table, of the vehicle. Formulas point to the deal's sheets, so figures stand alone. */
static ipa_table *below_of(const ipa_view *view, ipa_view_function *own, ipa_view_function *make) {
    const ipa_view_entry *entry = entry_of(own);
    ipa_view *below = IPA_NEW(view->arena, ipa_view);
    if (!ipa_vehicle_view(view, below))
        return none(view, entry);
    ipa_table *table = make(below);
    bool had_formulas = false;
    for (int n = 0; n < table->n_rows * table->n_columns; n++) {
        had_formulas = had_formulas || table->cells[n].formula != NULL;
        table->cells[n].formula = NULL;
    }
    if (table->note_zh == NULL) {
        table->note_zh = below->deal->terms.name.zh;
        table->note_en = below->deal->terms.name.en;
    }
    table->id = entry->id;
    table->title_zh = entry->zh;
    table->title_en = entry->en;
    if (had_formulas) {
        fold_groups(table);
        table->note_zh = "本表为引擎计算的数值，不含公式。";
        table->note_en = "Figures of the engine, without formulas.";
    }
    return table;
}

#define VEHICLE_VIEW(id, make)                                \
    ipa_table *ipa_views_vehicle_##id(const ipa_view *view) { \
        return below_of(view, ipa_views_vehicle_##id, make);  \
    }
VEHICLE_VIEW(schedule, ipa_views_schedule)
VEHICLE_VIEW(tranche_terms, ipa_views_tranche_terms)
VEHICLE_VIEW(fee_terms, ipa_views_fee_terms)
VEHICLE_VIEW(account_terms, ipa_views_account_terms)
VEHICLE_VIEW(support_terms, ipa_views_support_terms)
VEHICLE_VIEW(trigger_terms, ipa_views_trigger_terms)
VEHICLE_VIEW(waterfall_terms, ipa_views_waterfall_terms)
VEHICLE_VIEW(closing, ipa_views_closing)
VEHICLE_VIEW(waterfall, ipa_live_waterfall)
VEHICLE_VIEW(collections, ipa_views_collections)
VEHICLE_VIEW(payments, ipa_views_tranche_payments)
VEHICLE_VIEW(accounts, ipa_views_accounts)
VEHICLE_VIEW(fees, ipa_views_fees)
VEHICLE_VIEW(triggers, ipa_views_triggers)
VEHICLE_VIEW(support, ipa_views_support)
VEHICLE_VIEW(simulation, ipa_views_simulation)
