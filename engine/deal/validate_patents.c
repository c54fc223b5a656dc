#include "engine/deal/validate_patents.h"

#include <stdlib.h>
#include <string.h>

#include "engine/deal/patent_term.h"

static const char *date_text(const ipa_validate_scope *scope, ipa_date date) {
    char text[IPA_DATE_TEXT];
    return ipa_arena_copy(scope->bind->arena, ipa_date_format(date, text));
}

static const char *path_of(const ipa_validate_scope *scope, const ipa_deal_patent *patent,
                           const char *column) {
    return ipa_arena_format(scope->bind->arena, "patents[%s]%s%s", patent->id, column[0] ? "." : "",
                            column);
}

static bool is_examined(const ipa_deal_patent *patent) {
    return patent->kind == IPA_PATENT_INVENTION || patent->kind == IPA_PATENT_UTILITY_MODEL ||
           patent->kind == IPA_PATENT_DESIGN;
}

static void check_dates(const ipa_validate_scope *scope, const ipa_deal_patent *patent) {
    bool examined = is_examined(patent);
    if (!examined && patent->expires == IPA_NO_DATE)
        ipa_findings_add(scope->bind->findings, IPA_E0207_TAPE_CELL_BLANK, patent->mark,
                         path_of(scope, patent, "expires"), NULL,
                         "software and trademarks need `expires`");
    if (examined && patent->filed == IPA_NO_DATE)
        ipa_findings_add(scope->bind->findings, IPA_E0207_TAPE_CELL_BLANK, patent->mark,
                         path_of(scope, patent, "filed"), NULL,
                         "inventions, utility models and designs need `filed`");
    bool both = patent->filed != IPA_NO_DATE && patent->granted != IPA_NO_DATE;
    if (both && patent->granted < patent->filed)
        ipa_findings_add(scope->bind->findings, IPA_E0403_DATE_ORDER, patent->mark,
                         path_of(scope, patent, ""), NULL,
                         "granted on %s, before it was filed on %s",
                         date_text(scope, patent->granted), date_text(scope, patent->filed));
}

/* What is filed later cannot be in the pool at the cut-off date, unless the date is wrong. */
static void check_filing(const ipa_deal *deal, const ipa_validate_scope *scope,
                         const ipa_deal_patent *patent) {
    if (patent->filed != IPA_NO_DATE && deal->terms.cutoff != IPA_NO_DATE &&
        patent->filed > deal->terms.cutoff)
        ipa_findings_add(scope->bind->findings, IPA_W0415_DATES_UNUSUAL, patent->mark,
                         path_of(scope, patent, "filed"), NULL,
                         "filed on %s, after the cut-off date", date_text(scope, patent->filed));
}

static void check_patents(const ipa_deal *deal, const ipa_validate_scope *scope) {
    const ipa_deal_patent *expired = NULL, *hurried = NULL;
    int n_expired = 0, n_hurried = 0;
    for (int j = 0; j < deal->n_patents; j++) {
        const ipa_deal_patent *patent = &deal->patents[j];
        if ((int)patent->kind == IPA_NO_CHOICE)
            continue;
        check_dates(scope, patent);
        check_filing(deal, scope, patent);
        ipa_date end = ipa_patent_term_end(patent);
        bool over =
            end != IPA_NO_DATE && deal->terms.cutoff != IPA_NO_DATE && end <= deal->terms.cutoff;
        bool idle = patent->accelerated && (patent->granted != IPA_NO_DATE || !is_examined(patent));
        if (over && n_expired++ == 0)
            expired = patent;
        if (idle && n_hurried++ == 0)
            hurried = patent;
    }
    if (expired)
        ipa_findings_add(scope->bind->findings, IPA_W0476_PATENT_EXPIRED, expired->mark,
                         path_of(scope, expired, "filed"), NULL,
                         "expired on %s, by the cut-off date: patents %d, this one first",
                         date_text(scope, ipa_patent_term_end(expired)), n_expired);
    if (hurried)
        ipa_findings_add(scope->bind->findings, IPA_W0477_ACCELERATED, hurried->mark,
                         path_of(scope, hurried, "accelerated"), NULL,
                         "no application is pending that could be accelerated: patents %d, this "
                         "one first",
                         n_hurried);
}

/* ---- patents of a contract ---- */

typedef struct patent_key {
    const char *key;
    const ipa_deal_patent *patent;
} patent_key;

/* The tape in order of its ids, and of the contracts that its rows name. */
typedef struct patent_index {
    patent_key *ids, *contracts;
    int n_ids, n_contracts;
} patent_index;

static int compare_keys(const void *left, const void *right) {
    return strcmp(((const patent_key *)left)->key, ((const patent_key *)right)->key);
}

static patent_index index_patents(const ipa_deal *deal, ipa_arena *arena) {
    patent_index index = {.ids = IPA_NEW_ARRAY(arena, deal->n_patents, patent_key),
                          .contracts = IPA_NEW_ARRAY(arena, deal->n_patents, patent_key)};
    for (int j = 0; j < deal->n_patents; j++) {
        const ipa_deal_patent *patent = &deal->patents[j];
        index.ids[index.n_ids++] = (patent_key){patent->id, patent};
        if (patent->contract.id)
            index.contracts[index.n_contracts++] = (patent_key){patent->contract.id, patent};
    }
    qsort(index.ids, (size_t)index.n_ids, sizeof *index.ids, compare_keys);
    qsort(index.contracts, (size_t)index.n_contracts, sizeof *index.contracts, compare_keys);
    return index;
}

/* How many patents a contract has; `*unregistered` is one without a date of registration, or NULL.
 */
static int count_patents(const patent_index *index, const ipa_deal_contract *contract,
                         ipa_arena *arena, const ipa_deal_patent **unregistered) {
    int n_patents = 0;
    *unregistered = NULL;
    for (const char *from = contract->patents; *from;) {
        size_t n = strcspn(from, ";");
        patent_key wanted = {.key = ipa_arena_copy_n(arena, from, n)};
        const patent_key *found =
            bsearch(&wanted, index->ids, (size_t)index->n_ids, sizeof *index->ids, compare_keys);
        n_patents += found != NULL;
        if (found && found->patent->registered_on == IPA_NO_DATE)
            *unregistered = found->patent;
        from += n + (from[n] == ';');
    }
    patent_key owner = {.key = contract->id};
    const patent_key *row = bsearch(&owner, index->contracts, (size_t)index->n_contracts,
                                    sizeof *index->contracts, compare_keys);
    const patent_key *end = index->contracts + index->n_contracts;
    while (row && row > index->contracts && strcmp(row[-1].key, contract->id) == 0)
        row--;
    for (; row && row < end && strcmp(row->key, contract->id) == 0; row++) {
        n_patents++;
        if (row->patent->registered_on == IPA_NO_DATE)
            *unregistered = row->patent;
    }
    return n_patents;
}

static bool needs_pledge(const ipa_deal *deal, const char *facility) {
    for (int n = 0; facility && n < deal->model.n_facilities; n++)
        if (strcmp(deal->model.facilities[n].id, facility) == 0)
            return deal->model.facilities[n].needs_pledge;
    return false;
}

static void refuse_rule(const ipa_validate_scope *scope, const ipa_deal_contract *contract) {
    ipa_findings_add(
        scope->bind->findings, IPA_E0473_PATENT_RULE, contract->mark,
        ipa_arena_format(scope->bind->arena, "contracts[%s].patent_rule", contract->id),
        "name its patents, or write `none`",
        "the rule depends on patents, and the contract has none");
}

static void check_rules(const ipa_deal *deal, const ipa_validate_scope *scope) {
    patent_index index = index_patents(deal, scope->bind->arena);
    const ipa_deal_contract *first = NULL;
    const ipa_deal_patent *missing = NULL, *unregistered = NULL;
    int n_unpaid = 0;
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_deal_contract *contract = &deal->contracts[c];
        bool rule = contract->patent_rule != IPA_PATENT_RULE_NONE;
        bool pledge = needs_pledge(deal, contract->facility.id);
        if (contract->ineligible || !(rule || pledge))
            continue;
        int n_patents = count_patents(&index, contract, scope->bind->arena, &unregistered);
        if (rule && n_patents == 0)
            refuse_rule(scope, contract);
        if (pledge && (n_patents == 0 || unregistered) && n_unpaid++ == 0) {
            first = contract;
            missing = unregistered;
        }
    }
    if (first)
        ipa_findings_add(
            scope->bind->findings, IPA_W0478_FACILITY_NEVER_PAYS, first->facility.mark,
            first->facility.field, NULL,
            "the facility needs registered patents, and %s: it will never pay; contracts %d, this "
            "one first",
            missing ? ipa_arena_format(scope->bind->arena, "`%s` is not registered", missing->id)
                    : "the contract has none",
            n_unpaid);
}

void ipa_validate_patents(const ipa_deal *deal, const ipa_validate_scope *scope) {
    check_patents(deal, scope);
    bool tape_named = deal->pool.patents.id != NULL;
    if (scope->known[IPA_REFERENT_PATENT] || !tape_named)
        check_rules(deal, scope);
}
