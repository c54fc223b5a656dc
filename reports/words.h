#pragma once
/** The words of the reports in Chinese and English: one table, never mixed inside a sentence.
 *
 *  Knows: what enum values, units, roles, payees and steps are called.
 *  Does not know: figures, tables, files.
 */
#include "engine/simulate/result.h"

typedef enum ipa_words_group {
    IPA_WORDS_CONTRACT_KIND, /**< ipa_contract_kind */
    IPA_WORDS_CONTRACT_AMORTISATION,
    IPA_WORDS_AMORTISATION, /**< of a tranche */
    IPA_WORDS_FREQUENCY,
    IPA_WORDS_ROLL,
    IPA_WORDS_SUPPORT_KIND,
    IPA_WORDS_EFFECT,
    IPA_WORDS_WATERFALL,
    IPA_WORDS_FEE_PER,
    IPA_WORDS_PATENT_KIND,
    IPA_WORDS_COLLECTION_KIND,
    IPA_WORDS_PATENT_RULE,
    IPA_WORDS_PROFILE, /**< of sales */
    IPA_WORDS_EVENT,   /**< ipa_pool_event_kind */
    IPA_WORDS_UNIT,
    IPA_N_WORDS_GROUPS
} ipa_words_group;

/** The Chinese text, or the English one where the language is English. With both languages cells
 *  are Chinese (heads have both lines). */
const char *ipa_words_pick(ipa_language language, const char *zh, const char *en);

/** What a value of an enum is called. */
const char *ipa_words_of(ipa_language language, ipa_words_group group, int value);

/** A name given in the deal; the other language stands in for a missing one. */
const char *ipa_words_name(ipa_language language, ipa_words_pair name, const char *otherwise);

/** What an id that deals commonly use means: a role, a fee, an account, an industry. The id itself
 *  where the table does not know it. */
const char *ipa_words_role(ipa_language language, const char *id);
const char *ipa_words_fee(ipa_language language, const char *id);
const char *ipa_words_account(ipa_language language, const char *id);
const char *ipa_words_industry(ipa_language language, const char *id);
const char *ipa_words_support(ipa_language language, const char *id);

/** The name of a supporter or guarantor, its id where it has none. */
const char *ipa_words_entity(const ipa_deal_entity *entity);

/** `优先级` or `Senior`. */
const char *ipa_words_tranche(ipa_language language, const ipa_deal *deal, int tranche);

/** `优先级利息`, `Senior interest`, `增值税`: what a step pays. @owner the arena. */
const char *ipa_words_payee(ipa_language language, const ipa_deal *deal, ipa_payee payee,
                            ipa_arena *arena);

/** A step as a sentence: what is drawn, moved or paid, to whom, under which condition.
 *  @owner the arena. */
const char *ipa_words_step(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                           ipa_arena *arena);

/** The same without conditions and without those that a draw is for. @owner the arena. */
const char *ipa_words_step_short(ipa_language language, const ipa_plan *plan, const ipa_step *step,
                                 ipa_arena *arena);

/** What an amount in the deal's currency is divided by to be shown in the unit. */
double ipa_words_unit_divisor(ipa_unit unit);

/** An implied rating as the language says it (`not resolved: needs N paths` in Chinese too).
 *  @owner the arena. */
const char *ipa_words_rating(ipa_language language, const char *rating, ipa_arena *arena);
