#include "engine/deal/validate_pool.h"

#include <stdlib.h>
#include <string.h>

static const double HALF_A_FEN = 0.005;

static const char *date_text(const ipa_validate_scope *scope, ipa_date date) {
    char text[IPA_DATE_TEXT];
    return ipa_arena_copy(scope->bind->arena, ipa_date_format(date, text));
}

/* ---- credit ---- */

static void check_credit(const ipa_validate_scope *scope, const ipa_deal_credit *credit,
                         ipa_mark mark, const char *field) {
    /* A hazard that was refused was written all the same. */
    bool hazard = credit->hazard.mark.file != NULL;
    int n_given = (credit->rating.id != NULL) + hazard + (credit->pd_curve.id != NULL);
    if (n_given != 1)
        ipa_findings_add(scope->bind->findings, IPA_E0406_CREDIT, mark, field,
                         n_given == 0 ? "add a rating of the PD table" : "keep one of them",
                         n_given == 0
                             ? "none of `rating`, `hazard` and `pd_curve` is given"
                             : "more than one of `rating`, `hazard` and `pd_curve` is given");
}

static void check_credits(const ipa_deal *deal, const ipa_validate_scope *scope) {
    for (int n = 0; n < deal->n_entities; n++)
        check_credit(scope, &deal->entities[n].credit, deal->entities[n].node->mark,
                     ipa_node_path(deal->entities[n].node, scope->bind->arena));
    for (int i = 0; i < deal->n_obligors; i++)
        check_credit(scope, &deal->obligors[i].credit, deal->obligors[i].mark,
                     ipa_arena_format(scope->bind->arena, "obligors[%s]", deal->obligors[i].id));
}

/* ---- contracts ---- */

static void check_contract(const ipa_validate_scope *scope, const ipa_deal_contract *contract) {
    const char *field = ipa_arena_format(scope->bind->arena, "contracts[%s]", contract->id);
    bool dated = contract->start != IPA_NO_DATE && contract->end != IPA_NO_DATE;
    if (dated && contract->end <= contract->start)
        ipa_findings_add(scope->bind->findings, IPA_E0403_DATE_ORDER, contract->mark, field, NULL,
                         "the contract ends on %s and starts on %s",
                         date_text(scope, contract->end), date_text(scope, contract->start));
    bool fixed = contract->kind != IPA_CONTRACT_ROYALTY && (int)contract->kind != IPA_NO_CHOICE;
    if (fixed && (int)contract->frequency == IPA_NO_CHOICE &&
        contract->amortisation != IPA_CONTRACT_SCHEDULE)
        ipa_findings_add(scope->bind->findings, IPA_E0207_TAPE_CELL_BLANK, contract->mark,
                         ipa_arena_format(scope->bind->arena, "%s.frequency", field),
                         "write `quarterly`, or write the dues out in the schedule",
                         "the contract has no frequency");
}

/* Sales are reported some months after they were made. */
static ipa_date last_due(const ipa_deal_contract *contract) {
    bool lags = contract->end != IPA_NO_DATE && contract->kind == IPA_CONTRACT_ROYALTY;
    return lags ? ipa_date_add_months(contract->end, contract->reporting_lag_months, false)
                : contract->end;
}

static void check_contracts(const ipa_deal *deal, const ipa_validate_scope *scope,
                            ipa_date last_collection) {
    int n_eligible = 0;
    int n_late = 0;
    const ipa_deal_contract *first_late = NULL;
    for (int c = 0; c < deal->n_contracts; c++) {
        const ipa_deal_contract *contract = &deal->contracts[c];
        check_contract(scope, contract);
        n_eligible += contract->ineligible == NULL;
        bool late = last_collection != IPA_NO_DATE && contract->end != IPA_NO_DATE &&
                    last_due(contract) > last_collection && !contract->ineligible &&
                    contract->amortisation != IPA_CONTRACT_SCHEDULE;
        if (late && n_late++ == 0)
            first_late = contract;
    }
    if (deal->n_contracts > 0 && n_eligible == 0)
        ipa_findings_add(scope->bind->findings, IPA_E0409_POOL_EMPTY, deal->contracts[0].mark,
                         "contracts", "leave `eligible` blank for the contracts of the pool",
                         "every contract is left out of the pool");
    if (n_late > 0)
        ipa_findings_add(
            scope->bind->findings, IPA_W0412_DUES_AFTER_END, first_late->mark,
            ipa_arena_format(scope->bind->arena, "contracts[%s].end", first_late->id), NULL,
            "dues after %s, the end of the last collection period, are never collected: "
            "contracts %d, this one first",
            date_text(scope, last_collection), n_late);
}

/* ---- dues written out ---- */

typedef struct due_total {
    const ipa_deal_contract *contract;
    double sum;
    int n_rows;
} due_total;

static int compare_totals(const void *left, const void *right) {
    return strcmp(((const due_total *)left)->contract->id,
                  ((const due_total *)right)->contract->id);
}

static due_total *find_total(due_total *totals, int n_totals, const char *id) {
    ipa_deal_contract named = {.id = id};
    due_total key = {.contract = &named};
    return bsearch(&key, totals, (size_t)n_totals, sizeof *totals, compare_totals);
}

static void check_due(const ipa_validate_scope *scope, const ipa_deal_due *due, due_total *total) {
    total->n_rows++;
    total->sum += due->principal.value + due->loss.value;
    if (total->contract->amortisation != IPA_CONTRACT_SCHEDULE)
        ipa_findings_add(scope->bind->findings, IPA_E0404_SCHEDULE_SUM, due->mark,
                         ipa_arena_format(scope->bind->arena, "schedule[%s]", due->contract.id),
                         "give it `amortisation` schedule in the contracts, or delete the row",
                         "the contract `%s` is not one whose dues are written out",
                         due->contract.id);
}

static void check_total(const ipa_validate_scope *scope, const due_total *total) {
    const ipa_deal_contract *contract = total->contract;
    const char *field = ipa_arena_format(scope->bind->arena, "contracts[%s]", contract->id);
    double missing = contract->principal.value - total->sum;
    bool off = missing > HALF_A_FEN || missing < -HALF_A_FEN;
    if (contract->amortisation != IPA_CONTRACT_SCHEDULE)
        return;
    if (total->n_rows == 0)
        ipa_findings_add(scope->bind->findings, IPA_E0404_SCHEDULE_SUM, contract->mark, field,
                         "name the tape under `pool.schedule` and write its dues there",
                         "the contract `%s` has no rows in the schedule", contract->id);
    else if (contract->principal.given && off)
        ipa_findings_add(scope->bind->findings, IPA_E0404_SCHEDULE_SUM, contract->mark, field, NULL,
                         "its rows in the schedule sum to %.2f, its principal is %.2f", total->sum,
                         contract->principal.value);
}

static void check_dues(const ipa_deal *deal, const ipa_validate_scope *scope) {
    due_total *totals = IPA_NEW_ARRAY(scope->bind->arena, deal->n_contracts, due_total);
    for (int c = 0; c < deal->n_contracts; c++)
        totals[c].contract = &deal->contracts[c];
    qsort(totals, (size_t)deal->n_contracts, sizeof *totals, compare_totals);
    bool all_found = true;
    for (int n = 0; n < deal->n_dues; n++) {
        const char *id = deal->dues[n].contract.id;
        due_total *total = id ? find_total(totals, deal->n_contracts, id) : NULL;
        all_found = all_found && total;
        if (total)
            check_due(scope, &deal->dues[n], total);
    }
    for (int c = 0; c < deal->n_contracts && all_found; c++)
        check_total(scope, &totals[c]);
}

/* Rows that the deal will never collect: one warning for each end, at the first of them. */
static void check_due_dates(const ipa_deal *deal, const ipa_validate_scope *scope,
                            ipa_date last_collection) {
    int n_early = 0;
    int n_late = 0;
    const ipa_deal_due *early = NULL;
    const ipa_deal_due *late = NULL;
    for (int n = 0; n < deal->n_dues; n++) {
        const ipa_deal_due *due = &deal->dues[n];
        if (due->due == IPA_NO_DATE)
            continue;
        if (deal->terms.cutoff != IPA_NO_DATE && due->due <= deal->terms.cutoff && n_early++ == 0)
            early = due;
        if (last_collection != IPA_NO_DATE && due->due > last_collection && n_late++ == 0)
            late = due;
    }
    if (early)
        ipa_findings_add(
            scope->bind->findings, IPA_W0414_UNUSED_TAPE_ROW, early->mark, "schedule", NULL,
            "dues on or before the cut-off date %s do not belong to the deal: rows %d, this "
            "one first",
            date_text(scope, deal->terms.cutoff), n_early);
    if (late)
        ipa_findings_add(
            scope->bind->findings, IPA_W0412_DUES_AFTER_END, late->mark, "schedule", NULL,
            "dues after %s, the end of the last collection period, are never collected: "
            "rows %d, this one first",
            date_text(scope, last_collection), n_late);
}

void ipa_validate_pool(const ipa_deal *deal, const ipa_validate_scope *scope,
                       ipa_date last_collection) {
    check_credits(deal, scope);
    check_contracts(deal, scope, last_collection);
    if (scope->dues_known && scope->known[IPA_REFERENT_CONTRACT])
        check_dues(deal, scope);
    check_due_dates(deal, scope, last_collection);
}
