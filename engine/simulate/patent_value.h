#pragma once
/** What the patents and contracts are worth, method by method, beside what an appraiser said.
 *
 *  Knows: the income approach split over a contract's patents, relief from royalty, profit split,
 *  annual fees, the renewal model, scores, the appraisal on the tape.
 *  Does not know: reports.
 *
 *  Yuan on the valuation date. NaN where a method has nothing to go by.
 */
#include "engine/simulate/income_value.h"
#include "engine/simulate/patent_score.h"
#include "engine/simulate/relief_value.h"

typedef struct ipa_contract_value {
    ipa_income income;
    bool pays_for_ip; /**< its income is the patents'; not that of a loan or a receivable, whose
                         patents are only pledged */
    double relief, split;
    ipa_relief_terms terms;
    double appraisal;         /**< contracts.valuation; NaN: none */
    double patents_appraisal; /**< sum of its patents' values; NaN: none */
    double annuities;         /**< of its patents */
    double fee_total;         /**< of a licence fee: all still to be paid, undiscounted */
    double fee_multiple; /**< fee_total ÷ the mean of recorded licences; NaN: no licence fee */
} ipa_contract_value;

typedef struct ipa_patent_worth {
    int n_contracts;            /**< that it stands in */
    const char *contract;       /**< id of the first; NULL: none */
    double income_base, income; /**< its part of its contracts' income; expected where simulated */
    double relief, split;
    double appraisal; /**< patents.value; NaN: none */
    ipa_date expires;
    double legal_years; /**< to expiry; 0: expired */
    double survival; /**< chance to count at the end of its (last) contract, or at expiry − 1 day */
    double annuities;                        /**< of the official fees to keep it to its term */
    double lapse_survival, renewal_survival; /**< to that same date: model hazards, and the renewal
                                                model (NaN: none asked) */
} ipa_patent_worth;

typedef struct ipa_patent_values {
    const ipa_plan *plan;
    ipa_income_values income;
    unsigned long long seed;
    ipa_contract_value *contracts; /**< [n_contracts] of the plan */
    ipa_patent_worth *patents;     /**< [n_patents] of the deal */
    ipa_patent_scored *scores;     /**< [n_patents]; NULL: no weights */
} ipa_patent_values;

/** A licence fee this many times the mean of those recorded looks like financing. */
#define IPA_PATENT_VALUE_FINANCING 3.0
/** Mean fixed price of the licence contracts recorded with CNIPA in 2022, and their mean length.
 *  @units yuan; years @source CNIPA, statistics of recorded patent licences 2022 */
#define IPA_PATENT_VALUE_MEAN_FEE 3210000.0
#define IPA_PATENT_VALUE_MEAN_YEARS 3.6

/** Values everything. @errors as ipa_income_value_run. @owner the arena. */
ipa_status ipa_patent_value_run(const ipa_plan *plan, const ipa_income_options *options,
                                ipa_arena *arena, ipa_patent_values **values,
                                ipa_error *error) IPA_MUST_USE;

/** Whether value ÷ appraisal lies outside the deal's band; false where either is missing. */
bool ipa_patent_value_is_off(const ipa_deal *deal, double value, double appraisal);
