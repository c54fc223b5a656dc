#pragma once
/** The glossary: the terms of the reports in both languages, with their meaning.
 *
 *  Knows: terms of securitisation, of risk and of intellectual property.
 *  Does not know: which of them a report uses.
 */
typedef struct ipa_words_term {
    const char *zh, *en;
    const char *meaning_zh, *meaning_en;
} ipa_words_term;

/** All terms, in the order of the reports. */
const ipa_words_term *ipa_words_terms(int *n_terms);
