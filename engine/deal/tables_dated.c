#include "engine/deal/tables_dated.h"

#include "engine/deal/tables.h"

#define AT(member) .offset = offsetof(ipa_dated, member), .size = sizeof(((ipa_dated *)0)->member)
#define DATE_FIELD \
    { "date", IPA_FIELD_DATE, IPA_REQUIRED, "date", "日期", AT(date), .alias = "日期" }
#define RECORD(name, rows)                                                   \
    .title = name, .fields = rows, .n_fields = sizeof rows / sizeof rows[0], \
    .size = sizeof(ipa_dated), .node_offset = IPA_NO_OFFSET,                 \
    .mark_offset = offsetof(ipa_dated, mark)

static const ipa_field LEVEL = {.name = "rate", .type = IPA_FIELD_RATE, .range = IPA_RANGE_RATE};
static const ipa_field FIXINGS[] = {DATE_FIELD,
                                    {"rate", IPA_FIELD_RATE, IPA_REQUIRED, "level of the index",
                                     "利率", AT(number), .alias = "利率", .range = IPA_RANGE_RATE}};
static const ipa_field INSTALMENTS[] = {DATE_FIELD,
                                        {"per_100", IPA_FIELD_NUMBER, IPA_REQUIRED,
                                         "principal per 100 of face", "每百元还本", AT(number),
                                         .alias = "每百元还本", .range = IPA_RANGE_NOT_NEGATIVE}};
static const ipa_field BALANCES[] = {DATE_FIELD,
                                     {"balance", IPA_FIELD_AMOUNT, IPA_REQUIRED,
                                      "balance after the date", "余额", AT(number), .alias = "余额",
                                      .range = IPA_RANGE_NOT_NEGATIVE}};
static const ipa_record FIXING_RECORD = {RECORD("fixings", FIXINGS)};
static const ipa_record INSTALMENT_RECORD = {RECORD("schedule", INSTALMENTS)};
static const ipa_record BALANCE_RECORD = {RECORD("schedule", BALANCES)};

/* Rows up to the first that is out of order. */
static ipa_dated_list rows_of(ipa_folder *folder, ipa_bind *bind, const ipa_record *record,
                              const ipa_tape *tape) {
    ipa_dated_list list = {0};
    const size_t n_errors = folder->findings->n_errors;
    list.items = ipa_bind_tape(bind, record, tape, &list.n_items);
    for (int n = 1; n < list.n_items && folder->findings->n_errors == n_errors; n++)
        if (list.items[n].date <= list.items[n - 1].date)
            ipa_findings_add(folder->findings, IPA_E0210_TAPE_ORDER, list.items[n].mark, "date",
                             NULL, "the date does not come after the date before it");
    if (folder->findings->n_errors > n_errors)
        list.n_items = 0;
    return list;
}

static void read_index(ipa_folder *folder, ipa_bind *bind, ipa_deal_index *index) {
    if (index->curve_file.id)
        index->n_knots = ipa_tables_points(folder, bind, index->curve_file, &LEVEL,
                                           &index->knot_years, &index->knot_rates);
    const ipa_tape *tape =
        index->fixings_file.id ? ipa_tables_load(folder, index->fixings_file) : NULL;
    if (tape)
        index->fixings = rows_of(folder, bind, &FIXING_RECORD, tape);
}

void ipa_tables_dated_indices(ipa_folder *folder, ipa_bind *bind, ipa_deal_market *market) {
    for (int n = 0; n < market->n_indices; n++)
        read_index(folder, bind, &market->indices[n]);
}

void ipa_tables_dated_schedules(ipa_folder *folder, ipa_bind *bind, ipa_deal *deal) {
    for (int t = 0; t < deal->n_tranches; t++) {
        ipa_deal_tranche *tranche = &deal->tranches[t];
        if (!tranche->schedule_file.id)
            continue;
        const ipa_tape *tape = ipa_tables_load(folder, tranche->schedule_file);
        if (!tape)
            continue;
        tranche->schedule_is_balance =
            ipa_tape_column(tape, "balance") >= 0 || ipa_tape_column(tape, "余额") >= 0;
        tranche->schedule =
            rows_of(folder, bind,
                    tranche->schedule_is_balance ? &BALANCE_RECORD : &INSTALMENT_RECORD, tape);
    }
}
