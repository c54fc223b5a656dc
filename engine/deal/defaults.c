#include "engine/deal/defaults.h"

#include <string.h>

#include "engine/deal/fields.h"

static const char COLLECTION[] = "collection";

static void fill_text(const char **text, const char *stand_in) {
    if (!*text)
        *text = stand_in ? stand_in : "";
}

static void fill_reference(ipa_reference *reference, const char *id, ipa_mark mark) {
    if (!reference->id)
        *reference = (ipa_reference){id, mark, ""};
}

static void fill_terms(ipa_deal *deal) {
    const char *slash = strrchr(deal->folder, '/');
    const char *folder = slash ? slash + 1 : deal->folder;
    fill_text(&deal->terms.name.zh, folder);
    fill_text(&deal->terms.name.en, folder);
    const ipa_deal_periods *periods = &deal->periods;
    if (periods->dates.n_dates > 0)
        deal->periods.first_payment = periods->dates.dates[0];
    if (deal->market.valuation_date == IPA_NO_DATE)
        deal->market.valuation_date = deal->terms.closing;
    deal->market.flat = deal->market.flat_rate.given || !deal->market.curve_file.id;
    deal->closing.given = ipa_node_given(ipa_node_get(deal->root, "closing"));
}

/* The account that collections go to and steps pay from when they do not say. */
static const char *main_account(ipa_deal *deal) {
    if (!ipa_node_given(ipa_node_get(deal->root, "accounts"))) {
        deal->accounts = IPA_NEW(deal->arena, ipa_deal_account);
        deal->accounts[0] = (ipa_deal_account){.id = COLLECTION, .node = deal->root};
        deal->n_accounts = 1;
    }
    for (int n = 0; n < deal->n_accounts; n++)
        if (deal->accounts[n].id && strcmp(deal->accounts[n].id, COLLECTION) == 0)
            return COLLECTION;
    return deal->n_accounts > 0 && deal->accounts[0].id ? deal->accounts[0].id : "";
}

static void fill_accounts(ipa_deal *deal) {
    const char *account = main_account(deal);
    for (size_t n = 0; n < sizeof deal->collect / sizeof deal->collect[0]; n++)
        fill_reference(&deal->collect[n], account, deal->root->mark);
    const ipa_node *waterfalls = ipa_node_get(deal->root, "waterfalls");
    static const char *const KEYS[] = {"normal", "accelerated", "default"};
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++) {
        ipa_deal_waterfall *waterfall = &deal->waterfalls[kind];
        waterfall->given = ipa_node_given(ipa_node_get(waterfalls, KEYS[kind]));
        for (int s = 0; s < waterfall->n_steps; s++)
            fill_reference(&waterfall->steps[s].from, account, waterfall->steps[s].node->mark);
    }
}

static void fill_liabilities(ipa_deal *deal) {
    for (int n = 0; n < deal->n_accounts; n++)
        fill_text(&deal->accounts[n].id, NULL);
    for (int n = 0; n < deal->n_ledgers; n++)
        fill_text(&deal->ledgers[n].id, NULL);
    for (int n = 0; n < deal->n_fees; n++)
        fill_text(&deal->fees[n].id, NULL);
    for (int t = 0; t < deal->n_tranches; t++) {
        fill_text(&deal->tranches[t].id, NULL);
        fill_text(&deal->tranches[t].name.zh, deal->tranches[t].id);
        fill_text(&deal->tranches[t].name.en, deal->tranches[t].id);
    }
    for (int n = 0; n < deal->n_support; n++)
        fill_text(&deal->support[n].id, NULL);
    for (int n = 0; n < deal->n_entities; n++) {
        fill_text(&deal->entities[n].id, NULL);
        fill_text(&deal->entities[n].name, deal->entities[n].id);
    }
    for (int n = 0; n < deal->n_triggers; n++)
        fill_text(&deal->triggers[n].id, NULL);
    for (int n = 0; n < deal->closing.n_upfront; n++)
        fill_text(&deal->closing.upfront[n].id, NULL);
}

/* `yes` in the languages of the tapes. */
static bool is_eligible(const char *text) {
    return !text || strcmp(text, "yes") == 0 || strcmp(text, "\xE6\x98\xAF") == 0;
}

static void fill_pool(ipa_deal *deal) {
    for (int i = 0; i < deal->n_obligors; i++) {
        ipa_deal_obligor *obligor = &deal->obligors[i];
        fill_text(&obligor->id, NULL);
        fill_text(&obligor->name, obligor->id);
        fill_text(&obligor->industry, NULL);
        fill_text(&obligor->region, NULL);
        fill_text(&obligor->financials, NULL);
    }
    for (int c = 0; c < deal->n_contracts; c++) {
        fill_text(&deal->contracts[c].id, NULL);
        fill_text(&deal->contracts[c].patents, NULL);
        if (is_eligible(deal->contracts[c].ineligible))
            deal->contracts[c].ineligible = NULL;
    }
    for (int n = 0; n < deal->model.n_facilities; n++)
        fill_text(&deal->model.facilities[n].id, NULL);
    for (int j = 0; j < deal->n_patents; j++) {
        fill_text(&deal->patents[j].id, NULL);
        fill_text(&deal->patents[j].title, deal->patents[j].id);
        fill_text(&deal->patents[j].technology, NULL);
        fill_text(&deal->patents[j].owner, NULL);
        fill_text(&deal->patents[j].registration_no, NULL);
    }
}

void ipa_defaults_forget(ipa_deal *deal) {
    if ((int)deal->periods.frequency == IPA_NO_CHOICE)
        deal->periods.frequency = IPA_FREQUENCY_MONTHLY;
    for (int c = 0; c < deal->n_contracts; c++) {
        ipa_deal_contract *contract = &deal->contracts[c];
        if ((int)contract->frequency == IPA_NO_CHOICE)
            contract->frequency = IPA_FREQUENCY_MONTHLY;
        if ((int)contract->amortisation == IPA_NO_CHOICE)
            contract->amortisation = IPA_CONTRACT_LEVEL;
    }
}

void ipa_defaults_fill(ipa_deal *deal) {
    fill_terms(deal);
    fill_accounts(deal);
    fill_liabilities(deal);
    fill_pool(deal);
    ipa_deal_model *model = &deal->model;
    if (model->n_factors > 0 && !model->recovery_factor.id)
        model->recovery_factor = model->factors[0];
}
