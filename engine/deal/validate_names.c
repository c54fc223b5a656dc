#include "engine/deal/validate_names.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"

/* An id with its place, one of a space of names. */
typedef struct name_entry {
    const char *id;
    const char *what; /* `fee`, for messages */
    const char *field;
    ipa_mark mark;
    uint32_t hash;
    int order;
} name_entry;

typedef struct name_space {
    const ipa_validate_scope *scope;
    name_entry *entries;
    int n_entries;
} name_space;

static void add(name_space *space, const char *id, const char *what, const char *field,
                ipa_mark mark) {
    if (!id || !id[0])
        return;
    name_entry entry = {id, what, field, mark, ipa_text_hash(id), space->n_entries};
    IPA_PUSH(space->scope->bind->arena, space->entries, space->n_entries, entry);
}

static void add_node(name_space *space, const char *id, const char *what, const ipa_node *node) {
    const ipa_node *written = ipa_node_get(node, "id");
    add(space, id, what, ipa_node_path(written, space->scope->bind->arena),
        written ? written->mark : node->mark);
}

static int compare_ids(const void *left, const void *right) {
    const name_entry *a = left;
    const name_entry *b = right;
    int by_id = strcmp(a->id, b->id);
    return by_id ? by_id : (a->order > b->order) - (a->order < b->order);
}

static int compare_hashes(const void *left, const void *right) {
    const name_entry *a = left;
    const name_entry *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return compare_ids(left, right);
}

static void check_unique(name_space *space) {
    if (space->n_entries > 0)
        qsort(space->entries, (size_t)space->n_entries, sizeof *space->entries, compare_ids);
    for (int n = 1; n < space->n_entries; n++) {
        const name_entry *first = &space->entries[n - 1];
        const name_entry *second = &space->entries[n];
        if (strcmp(first->id, second->id) == 0)
            ipa_findings_add(space->scope->bind->findings, IPA_E0402_DUPLICATE_NAME, second->mark,
                             second->field, "give it another id",
                             "`%s` is the id of %s in line %d of %s already", second->id,
                             first->what, first->mark.line, first->mark.file);
    }
}

/* Draws are addressed by the hash alone. */
static void check_hashes(name_space *space) {
    if (space->n_entries > 0)
        qsort(space->entries, (size_t)space->n_entries, sizeof *space->entries, compare_hashes);
    for (int n = 1; n < space->n_entries; n++) {
        const name_entry *first = &space->entries[n - 1];
        const name_entry *second = &space->entries[n];
        if (first->hash == second->hash && strcmp(first->id, second->id) != 0)
            ipa_findings_add(space->scope->bind->findings, IPA_E0407_STREAM_COLLISION, second->mark,
                             second->field, "give one of them another id",
                             "`%s` has the same hash as `%s`, so their draws would be the same",
                             second->id, first->id);
    }
}

static void check_document(const ipa_deal *deal, const ipa_validate_scope *scope) {
    name_space accounts = {scope, NULL, 0};
    for (int n = 0; n < deal->n_accounts - deal->n_pots; n++)
        add_node(&accounts, deal->accounts[n].id, "an account", deal->accounts[n].node);
    check_unique(&accounts);
    name_space ledgers = {scope, NULL, 0};
    for (int n = 0; n < deal->n_ledgers; n++)
        add_node(&ledgers, deal->ledgers[n].id, "a ledger", deal->ledgers[n].node);
    check_unique(&ledgers);
    name_space payees = {scope, NULL, 0};
    for (int n = 0; n < deal->n_fees; n++)
        add_node(&payees, deal->fees[n].id, "a fee", deal->fees[n].node);
    for (int n = 0; n < deal->n_tranches; n++)
        add_node(&payees, deal->tranches[n].id, "a tranche", deal->tranches[n].node);
    for (int n = 0; n < deal->n_support; n++)
        add_node(&payees, deal->support[n].id, "a support", deal->support[n].node);
    check_unique(&payees);
    name_space triggers = {scope, NULL, 0};
    for (int n = 0; n < deal->n_triggers; n++)
        add_node(&triggers, deal->triggers[n].id, "a trigger", deal->triggers[n].node);
    check_unique(&triggers);
    name_space upfront = {scope, NULL, 0};
    for (int n = 0; n < deal->closing.n_upfront; n++)
        add_node(&upfront, deal->closing.upfront[n].id, "a cost", deal->closing.upfront[n].node);
    check_unique(&upfront);
    if (deal->vehicle != NULL)
        return;
    name_space facilities = {scope, NULL, 0};
    for (int n = 0; n < deal->model.n_facilities; n++)
        add_node(&facilities, deal->model.facilities[n].id, "a facility",
                 deal->model.facilities[n].node);
    check_unique(&facilities);
    name_space assets = {scope, NULL, 0};
    for (int n = 0; n < deal->pool.replacement.n_assets; n++)
        add(&assets, deal->pool.replacement.assets[n].id, "an asset", "id",
            deal->pool.replacement.assets[n].mark);
    check_unique(&assets);
}

static void check_drawn(const ipa_deal *deal, const ipa_validate_scope *scope) {
    name_space credits = {scope, NULL, 0};
    for (int n = 0; n < deal->n_entities; n++)
        add_node(&credits, deal->entities[n].id, "an entity", deal->entities[n].node);
    for (int i = 0; i < deal->n_obligors; i++)
        add(&credits, deal->obligors[i].id, "an obligor", "id", deal->obligors[i].mark);
    name_space contracts = {scope, NULL, 0};
    for (int c = 0; c < deal->n_contracts; c++)
        add(&contracts, deal->contracts[c].id, "a contract", "id", deal->contracts[c].mark);
    name_space patents = {scope, NULL, 0};
    for (int j = 0; j < deal->n_patents; j++)
        add(&patents, deal->patents[j].id, "a patent", "id", deal->patents[j].mark);
    name_space factors = {scope, NULL, 0};
    for (int f = 0; f < deal->model.n_factors; f++)
        add(&factors, deal->model.factors[f].id, "a factor", deal->model.factors[f].field,
            deal->model.factors[f].mark);
    name_space *const spaces[] = {&credits, &contracts, &patents, &factors};
    for (size_t n = 0; n < sizeof spaces / sizeof spaces[0]; n++) {
        check_unique(spaces[n]);
        check_hashes(spaces[n]);
    }
}

/* ---- references ---- */

typedef struct name_list {
    const char **ids;   /* sorted when `sorted` */
    const char **found; /* by bsearch in here */
    int n_ids;
    bool known;
} name_list;

typedef const char *get_id(const ipa_deal *deal, int n);

static const char *account_id(const ipa_deal *deal, int n) {
    return deal->accounts[n].id;
}
static const char *ledger_id(const ipa_deal *deal, int n) {
    return deal->ledgers[n].id;
}
static const char *entity_id(const ipa_deal *deal, int n) {
    return deal->entities[n].id;
}
static const char *tranche_id(const ipa_deal *deal, int n) {
    return deal->tranches[n].id;
}
static const char *factor_id(const ipa_deal *deal, int n) {
    return deal->model.factors[n].id;
}
static const char *grade_id(const ipa_deal *deal, int n) {
    return deal->pd_table.grades[n];
}
static const char *support_id(const ipa_deal *deal, int n) {
    return deal->support[n].id;
}
static const char *obligor_id(const ipa_deal *deal, int n) {
    return deal->obligors[n].id;
}
static const char *contract_id(const ipa_deal *deal, int n) {
    return deal->contracts[n].id;
}
static const char *facility_id(const ipa_deal *deal, int n) {
    return deal->model.facilities[n].id;
}
static const char *index_id(const ipa_deal *deal, int n) {
    return deal->market.indices[n].id;
}
static const char *patent_id(const ipa_deal *deal, int n) {
    return deal->patents[n].id;
}

/* Fees, then supports and their fees, then the three dues of each tranche and the tranche itself.
 */
static int n_payees(const ipa_deal *deal) {
    return deal->n_fees + 2 * deal->n_support + 4 * deal->n_tranches;
}

static const char *payee_id(const ipa_deal *deal, int n) {
    static const char *const PARTS[] = {".interest", ".principal", ".residual", ""};
    if (n < deal->n_fees)
        return deal->fees[n].id;
    n -= deal->n_fees;
    if (n < deal->n_support)
        return deal->support[n].id;
    n -= deal->n_support;
    if (n < deal->n_support)
        return deal->support[n].id[0] ? ipa_arena_format(deal->arena, "%s.fee", deal->support[n].id)
                                      : "";
    n -= deal->n_support;
    const char *tranche = deal->tranches[n / 4].id;
    return tranche[0] ? ipa_arena_format(deal->arena, "%s%s", tranche, PARTS[n % 4]) : "";
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void list(const ipa_deal *deal, const ipa_validate_scope *scope, ipa_referent kind,
                 get_id *id, int n_ids, name_list lists[IPA_N_REFERENTS]) {
    name_list *listing = &lists[kind];
    listing->known = scope->known[kind];
    listing->n_ids = n_ids;
    listing->ids = IPA_NEW_ARRAY(scope->bind->arena, n_ids, const char *);
    listing->found = IPA_NEW_ARRAY(scope->bind->arena, n_ids, const char *);
    for (int n = 0; n < n_ids; n++) {
        listing->ids[n] = listing->found[n] = id(deal, n);
        /* A refused id may be the one that is meant. */
        listing->known = listing->known && listing->ids[n][0];
    }
    qsort(listing->found, (size_t)n_ids, sizeof *listing->found, compare_texts);
    scope->known[kind] = listing->known;
}

/* The nearest name is a help for a few slips; a tape whose every row is wrong gets none. */
enum { MOST_CANDIDATES = 5000, MOST_HINTED = 200 };

static void look_up(const ipa_validate_scope *scope, const name_list *listing,
                    const ipa_pending *pending) {
    const char *id = pending->reference.id;
    if (!listing->known ||
        bsearch(&id, listing->found, (size_t)listing->n_ids, sizeof id, compare_texts))
        return;
    bool hinted = listing->n_ids <= MOST_CANDIDATES && scope->bind->findings->n_items < MOST_HINTED;
    int nearest = hinted ? ipa_text_nearest(id, listing->ids, (size_t)listing->n_ids) : -1;
    const char *hint = NULL;
    if (nearest >= 0)
        hint = ipa_arena_format(scope->bind->arena, "did you mean `%s`?", listing->ids[nearest]);
    ipa_findings_add(scope->bind->findings, IPA_E0401_UNKNOWN_NAME, pending->reference.mark,
                     pending->reference.field, hint, "there is no %s `%s`",
                     ipa_fields_referent_text(pending->referent, false), id);
}

/* Whether a list was bound item by item: not misspelt, not refused in part. */
static bool is_whole(const ipa_record *record, const ipa_node *section, const char *key,
                     int n_bound) {
    const ipa_node *written = ipa_node_get(section, key);
    if (ipa_node_given(written))
        return written->kind == IPA_SEQUENCE && written->n_items == (size_t)n_bound;
    for (size_t n = 0; section && n < section->n_items; n++) {
        const char *other = section->items[n]->key;
        const char *nearest =
            other && !ipa_fields_find(record, other) ? ipa_fields_nearest(record, other) : NULL;
        if (nearest && strcmp(nearest, key) == 0)
            return false;
    }
    return true;
}

static void judge_lists(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_record *record = &ipa_fields_deal;
    const ipa_node *root = deal->root;
    const ipa_node *model = ipa_node_get(root, "model");
    const ipa_field *section = ipa_fields_find(record, "model");
    bool accounts = !ipa_node_given(ipa_node_get(root, "accounts"));
    scope->known[IPA_REFERENT_ACCOUNT] =
        is_whole(record, root, "accounts", accounts ? 0 : deal->n_accounts - deal->n_pots);
    scope->known[IPA_REFERENT_LEDGER] = is_whole(record, root, "ledgers", deal->n_ledgers);
    scope->known[IPA_REFERENT_ENTITY] = is_whole(record, root, "entities", deal->n_entities);
    /* Without any tranche that is the finding. */
    scope->known[IPA_REFERENT_TRANCHE] =
        deal->n_tranches > 0 && is_whole(record, root, "tranches", deal->n_tranches);
    scope->known[IPA_REFERENT_SUPPORT] = is_whole(record, root, "support", deal->n_support);
    scope->known[IPA_REFERENT_FACTOR] =
        is_whole(section->record, model, "factors", deal->model.n_factors) &&
        (!model || model->kind == IPA_MAPPING);
    scope->known[IPA_REFERENT_FACILITY] =
        is_whole(section->record, model, "facilities", deal->model.n_facilities) &&
        (!model || model->kind == IPA_MAPPING);
    const ipa_node *market = ipa_node_get(root, "market");
    const ipa_node *indices = ipa_node_get(market, "indices");
    scope->known[IPA_REFERENT_INDEX] = !ipa_node_given(indices) || indices->kind == IPA_MAPPING;
    scope->known[IPA_REFERENT_PAYEE] = scope->known[IPA_REFERENT_TRANCHE] &&
                                       scope->known[IPA_REFERENT_SUPPORT] &&
                                       is_whole(record, root, "fees", deal->n_fees);
}

static void check_references(const ipa_deal *deal, const ipa_validate_scope *scope) {
    judge_lists(deal, scope);
    name_list lists[IPA_N_REFERENTS] = {{0}};
    list(deal, scope, IPA_REFERENT_ACCOUNT, account_id, deal->n_accounts, lists);
    list(deal, scope, IPA_REFERENT_LEDGER, ledger_id, deal->n_ledgers, lists);
    list(deal, scope, IPA_REFERENT_ENTITY, entity_id, deal->n_entities, lists);
    list(deal, scope, IPA_REFERENT_TRANCHE, tranche_id, deal->n_tranches, lists);
    list(deal, scope, IPA_REFERENT_FACTOR, factor_id, deal->model.n_factors, lists);
    list(deal, scope, IPA_REFERENT_GRADE, grade_id, deal->pd_table.n_grades, lists);
    list(deal, scope, IPA_REFERENT_SUPPORT, support_id, deal->n_support, lists);
    list(deal, scope, IPA_REFERENT_PAYEE, payee_id, n_payees(deal), lists);
    list(deal, scope, IPA_REFERENT_OBLIGOR, obligor_id, deal->n_obligors, lists);
    list(deal, scope, IPA_REFERENT_CONTRACT, contract_id, deal->n_contracts, lists);
    list(deal, scope, IPA_REFERENT_FACILITY, facility_id, deal->model.n_facilities, lists);
    list(deal, scope, IPA_REFERENT_PATENT, patent_id, deal->n_patents, lists);
    list(deal, scope, IPA_REFERENT_INDEX, index_id, deal->market.n_indices, lists);
    const ipa_bind *bind = scope->bind;
    for (int n = 0; n < bind->n_pending; n++)
        look_up(scope, &lists[bind->pending[n].referent], &bind->pending[n]);
}

void ipa_validate_names(const ipa_deal *deal, const ipa_validate_scope *scope) {
    check_document(deal, scope);
    if (deal->vehicle == NULL)
        check_drawn(deal, scope);
    check_references(deal, scope);
}
