#include "engine/deal/deal.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/bind.h"
#include "engine/deal/defaults.h"
#include "engine/deal/folder.h"
#include "engine/deal/hazards.h"
#include "engine/deal/matrix.h"
#include "engine/deal/read_yaml.h"
#include "engine/deal/tables.h"
#include "engine/deal/tables_dated.h"
#include "engine/deal/tape_overrides.h"
#include "engine/deal/validate.h"
#include "engine/deal/validate_steps.h"
#include "engine/deal/vehicles.h"

static const char OVERRIDES[] = "--set";
static const char VERSION[] = "1";

typedef struct deal_reading {
    ipa_arena *arena;
    ipa_findings *findings;
    ipa_folder *folder;
    ipa_deal *deal;
    ipa_bind bind;
    bool known[IPA_N_REFERENTS];
    bool dues_known;
    ipa_tape_override *cells; /* overrides of the tapes */
    int n_cells;
} deal_reading;

/* ---- overrides ---- */

static void refuse_override(deal_reading *reading, ipa_mark mark, const char *path,
                            const ipa_error *error) {
    ipa_findings_add(reading->findings, IPA_E0116_OVERRIDE, mark, path,
                     "name a field as `tranches[A].coupon.fixed=0.03`", "%s", error->message);
}

/* A path into a tape waits until the tape is read. */
static bool keep_cell(deal_reading *reading, const char *path, const char *value, ipa_mark mark) {
    ipa_tape_override cell;
    const bool is_cell = ipa_tape_overrides_parse(path, value, mark, reading->arena, &cell);
    if (is_cell)
        IPA_PUSH(reading->arena, reading->cells, reading->n_cells, cell);
    return is_cell;
}

/* One that was read elsewhere: everything below it keeps its place. */
static void apply_read(deal_reading *reading, const char *text, const ipa_override_origin *origin) {
    const char *path = ipa_arena_copy_n(reading->arena, text, strcspn(text, "="));
    ipa_node *value = ipa_node_copy(origin->value, reading->arena);
    ipa_error error = {0};
    if (value->kind == IPA_SCALAR && keep_cell(reading, path, value->text, origin->mark))
        return;
    value->key_mark = origin->mark;
    if (ipa_node_set(reading->deal->root, reading->arena, path, value, &error) != IPA_OK)
        refuse_override(reading, origin->mark, path, &error);
}

/* One `field.path=value`, which stands on its own line of a source named `--set`. */
static void apply_override(deal_reading *reading, const char *text, int line) {
    size_t n_path = strcspn(text, "=");
    ipa_mark mark = {OVERRIDES, line, 1, n_path > 0 ? (int)n_path : 1};
    const char *path = ipa_arena_copy_n(reading->arena, text, n_path);
    ipa_error error = {.message = "an override is written `field.path=value`"};
    ipa_status status = IPA_RANGE;
    size_t bad = 0;
    if (!ipa_text_is_utf8(text, strlen(text), &bad)) {
        ipa_fail(&error, IPA_RANGE, "the override is not UTF-8 text");
    } else if (text[n_path] == '=' && n_path > 0) {
        const char *written = text + n_path + 1;
        ipa_mark origin = {OVERRIDES, line, (int)ipa_text_length(path) + 2, 1};
        if (keep_cell(reading, path, written, mark))
            return;
        ipa_node *value = IPA_NEW(reading->arena, ipa_node);
        *value = (ipa_node){.kind = IPA_SCALAR, .mark = origin, .text = ""};
        if (written[strspn(written, " ")])
            value =
                ipa_read_yaml(written, strlen(written), origin, reading->arena, reading->findings);
        if (!value)
            return;
        value->key_mark = mark;
        status = ipa_node_set(reading->deal->root, reading->arena, path, value, &error);
    }
    if (status != IPA_OK)
        refuse_override(reading, mark, path, &error);
}

static void apply_overrides(deal_reading *reading, const ipa_read_options *options) {
    if (!options || options->n_overrides == 0)
        return;
    ipa_deal *deal = reading->deal;
    deal->n_overrides = options->n_overrides;
    deal->overrides = IPA_NEW_ARRAY(reading->arena, options->n_overrides, const char *);
    const char *source = "";
    for (int n = 0; n < options->n_overrides; n++) {
        const char *text = ipa_arena_copy(reading->arena, options->overrides[n]);
        deal->overrides[n] = text;
        source = ipa_arena_format(reading->arena, "%s%s\n", source, text);
        const char *said = ipa_arena_format(reading->arena, "--set %s\n", text);
        ipa_sha256_add(&reading->folder->fingerprint, said, strlen(said));
    }
    ipa_findings_source(reading->findings, OVERRIDES, source);
    for (int n = 0; n < options->n_overrides; n++) {
        const ipa_override_origin *origin = options->origins ? &options->origins[n] : NULL;
        if (origin && origin->value)
            apply_read(reading, deal->overrides[n], origin);
        else
            apply_override(reading, deal->overrides[n], n + 1);
    }
}

/* ---- the document ---- */

static bool check_version(const deal_reading *reading) {
    const ipa_node *version = ipa_node_get(reading->deal->root, "ipabs");
    bool known = !ipa_node_given(version) ||
                 (version->kind == IPA_SCALAR && strcmp(version->text, VERSION) == 0);
    if (!known)
        ipa_findings_add(reading->findings, IPA_E0118_FORMAT_VERSION, version->mark, "ipabs",
                         "write `ipabs: 1`", "this version of ipabs reads format 1");
    return known;
}

/* False when there is nothing to bind: the findings say why. */
static bool read_document(deal_reading *reading, const ipa_read_options *options) {
    ipa_folder *folder = reading->folder;
    const ipa_folder_text *text = ipa_folder_load(folder, folder->document, IPA_YAML_MAX_BYTES,
                                                  (ipa_mark){.file = folder->document}, NULL);
    if (!text)
        return false;
    ipa_mark origin = {text->file, 1, 1, 1};
    ipa_node *root =
        ipa_read_yaml(text->text, text->n_text, origin, reading->arena, reading->findings);
    if (!root)
        return false;
    if (root->kind != IPA_MAPPING) {
        ipa_findings_add(reading->findings, IPA_E0102_WRONG_TYPE, root->mark, NULL,
                         "`ipabs init DIR` writes a complete sample",
                         "the document is not a mapping of sections");
        return false;
    }
    reading->deal->root = root;
    apply_overrides(reading, options);
    return check_version(reading);
}

/* ---- the tapes ---- */

/* The rows of a tape, NULL when it is not named or cannot be used; `*known` says which. */
static void *read_tape(deal_reading *reading, ipa_tape_kind kind, ipa_reference name, int *n_rows,
                       bool *known) {
    const ipa_record *record = &ipa_fields_tapes[kind];
    *known = false;
    if (!name.id)
        return NULL;
    const ipa_folder_text *text =
        ipa_folder_load(reading->folder, name.id, IPA_FOLDER_MAX_TAPE, name.mark, name.field);
    if (!text)
        return NULL;
    ipa_tape *tape =
        ipa_tape_parse(text->file, text->text, text->n_text, reading->arena, reading->findings);
    if (tape->n_rows == 0 && !tape->broken)
        ipa_findings_add(reading->findings, IPA_E0208_TAPE_NO_ROWS, (ipa_mark){.file = tape->file},
                         NULL, NULL, "the tape has no rows");
    /* What stood before a broken quote is judged, but names behind it are not known. */
    *known = !tape->broken && tape->n_rows > 0;
    if (tape->broken && tape->n_rows == 0)
        return NULL;
    ipa_tape_overrides_apply(reading->cells, reading->n_cells, kind, tape, reading->arena,
                             reading->findings);
    return ipa_bind_tape(&reading->bind, record, tape, n_rows);
}

static void refuse_lost_cells(deal_reading *reading) {
    const ipa_error error = {.message = "the deal has no such tape"};
    for (int n = 0; n < reading->n_cells; n++)
        if (!reading->cells[n].applied)
            refuse_override(reading, reading->cells[n].mark, reading->cells[n].path, &error);
}

static void read_tapes(deal_reading *reading) {
    ipa_deal *deal = reading->deal;
    bool known = false;
    deal->obligors = read_tape(reading, IPA_TAPE_OBLIGORS, deal->pool.obligors, &deal->n_obligors,
                               &reading->known[IPA_REFERENT_OBLIGOR]);
    deal->contracts = read_tape(reading, IPA_TAPE_CONTRACTS, deal->pool.contracts,
                                &deal->n_contracts, &reading->known[IPA_REFERENT_CONTRACT]);
    size_t n_errors = reading->findings->n_errors;
    deal->dues = read_tape(reading, IPA_TAPE_SCHEDULE, deal->pool.schedule, &deal->n_dues, &known);
    /* Sums of dues that could not be read would be wrong for that reason alone. */
    reading->dues_known =
        (known && reading->findings->n_errors == n_errors) || !deal->pool.schedule.id;
    deal->patents = read_tape(reading, IPA_TAPE_PATENTS, deal->pool.patents, &deal->n_patents,
                              &reading->known[IPA_REFERENT_PATENT]);
    ipa_deal_replacement *replacement = &deal->pool.replacement;
    replacement->assets = read_tape(reading, IPA_TAPE_ASSETS, replacement->assets_file,
                                    &replacement->n_assets, &known);
    ipa_deal_valuation *valuation = &deal->valuation;
    valuation->indicators = read_tape(reading, IPA_TAPE_INDICATORS, valuation->indicators_file,
                                      &valuation->n_indicators, &known);
    valuation->scores =
        read_tape(reading, IPA_TAPE_SCORES, valuation->scores_file, &valuation->n_scores, &known);
    refuse_lost_cells(reading);
}

/* Before it is completed: its document is its own sections alone. */
static void read_vehicle_tables(deal_reading *reading, ipa_deal *vehicle) {
    ipa_tables_holidays(reading->folder, &reading->bind,
                        ipa_node_get(ipa_node_get(vehicle->root, "calendar"), "holidays"),
                        &vehicle->calendar);
    ipa_tables_dated_schedules(reading->folder, &reading->bind, vehicle);
}

static void read_tables(deal_reading *reading) {
    ipa_deal *deal = reading->deal;
    ipa_tables_holidays(reading->folder, &reading->bind,
                        ipa_node_get(ipa_node_get(deal->root, "calendar"), "holidays"),
                        &deal->calendar);
    for (int n = 0; n < deal->n_vehicles; n++)
        read_vehicle_tables(reading, &deal->vehicles[n]);
    ipa_tables_curve(reading->folder, &reading->bind, &deal->market);
    ipa_tables_dated_indices(reading->folder, &reading->bind, &deal->market);
    ipa_tables_dated_schedules(reading->folder, &reading->bind, deal);
    reading->known[IPA_REFERENT_GRADE] =
        deal->model.pd_table.id &&
        ipa_tables_pd(reading->folder, &reading->bind, deal->model.pd_table, &deal->pd_table);
    ipa_hazards_read(reading->folder, &reading->bind, &deal->model.patents);
    ipa_tables_profiles(reading->folder, &reading->bind, deal);
    ipa_tables_pd_curves(reading->folder, &reading->bind, deal);
    ipa_matrix_read(reading->folder, &reading->bind,
                    ipa_node_get(ipa_node_get(deal->root, "model"), "correlation"), &deal->model);
}

/* A vehicle is judged as a deal is, among names of its own. */
static void judge_vehicle(deal_reading *reading) {
    if (reading->deal->n_vehicles == 0)
        return;
    bool known[IPA_N_REFERENTS];
    memcpy(known, reading->known, sizeof known);
    ipa_bind bind = {.arena = reading->arena,
                     .findings = reading->findings,
                     .pending = reading->bind.below,
                     .n_pending = reading->bind.n_below};
    ipa_validate_scope scope = {.bind = &bind, .known = known, .dues_known = reading->dues_known};
    ipa_validate_deal(&reading->deal->vehicles[0], &scope);
}

static void finish(deal_reading *reading) {
    ipa_deal *deal = reading->deal;
    char digest[IPA_SHA256_TEXT];
    deal->sha256 =
        ipa_arena_copy(reading->arena, ipa_sha256_text(&reading->folder->fingerprint, digest));
    ipa_findings_sort(reading->findings);
}

ipa_status ipa_deal_read(const char *path, const ipa_read_options *options, ipa_arena *arena,
                         ipa_findings *findings, ipa_deal **deal, ipa_error *error) {
    ipa_status status = IPA_OK;
    deal_reading reading = {.arena = arena,
                            .findings = findings,
                            .deal = IPA_NEW(arena, ipa_deal),
                            .bind = {.arena = arena, .findings = findings}};
    *deal = reading.deal;
    IPA_TRY(ipa_folder_open(path, arena, findings, &reading.folder, error));
    reading.deal->arena = arena;
    reading.deal->laws =
        options != NULL && options->laws != NULL ? options->laws : ipa_laws_create(arena);
    reading.deal->folder = reading.folder->real;
    if (read_document(&reading, options)) {
        ipa_bind_record(&reading.bind, &ipa_fields_deal, reading.deal->root, reading.deal);
        read_tapes(&reading);
        ipa_defaults_fill(reading.deal);
        ipa_validate_steps_resolve(reading.deal);
        read_tables(&reading);
        ipa_vehicles_complete(reading.deal);
        ipa_validate_scope scope = {
            .bind = &reading.bind, .known = reading.known, .dues_known = reading.dues_known};
        judge_vehicle(&reading);
        ipa_validate_deal(reading.deal, &scope);
        ipa_defaults_forget(reading.deal);
        for (int n = 0; n < reading.deal->n_vehicles; n++)
            ipa_defaults_forget(&reading.deal->vehicles[n]);
    }
    finish(&reading);
    if (findings->n_errors > 0)
        status = ipa_fail(error, IPA_FINDINGS, "%s: %zu errors", path, findings->n_errors);
out:
    return status;
}
