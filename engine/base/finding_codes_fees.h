#pragma once
/** Finding codes of what fees and supports say about themselves (049x).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_FEES(X)                                                                \
    X(E0490, FEE_TERMS, IPA_ERROR, "terms of a fee do not go together",                          \
      "A floor is at most the cap, a cap at most the cumulative one; a fee on cumulative bases " \
      "is due per period by a rate; interest on arrears needs arrears that are carried.\n"       \
      "Example: `{id: vat, rate: 0.03, base: collections.income, cumulative: true, per: year}`." \
      "\n"                                                                                       \
      "Remedy: correct the term at the place shown, or leave it out.")                           \
    X(E0491, SUPPORT_TERMS, IPA_ERROR, "terms of a support do not go together",                  \
      "Interest and a revolving cap are for support that is paid back; a fee for what is not "   \
      "drawn needs a cap; a liquidity facility is always paid back and always revolves.\n"       \
      "Example: `{id: line, kind: liquidity, commitment_rate: 0.002}` without `cap`.\n"          \
      "Remedy: add what is missing, or leave the term out.")                                     \
    X(E0492, LIQUIDITY_USE, IPA_ERROR, "a liquidity facility is drawn for principal",            \
      "A liquidity facility bridges interest, fees and taxes; what covers principal is credit "  \
      "support.\n"                                                                               \
      "Example: `{draw: line, for: [A.interest, A.principal]}` with `line` of kind liquidity.\n" \
      "Remedy: take the principal out, or draw it from a shortfall undertaking or a guarantee.") \
    X(W0493, LIQUIDITY_RANK, IPA_WARNING, "a liquidity facility is repaid behind the notes",     \
      "A liquidity bank gets back what it lent before the notes it bridges are paid; behind "    \
      "them it bears their credit risk.\n"                                                       \
      "Example: `{pay: line}` after `{pay: A.interest}`.\n"                                      \
      "Remedy: move the step `{pay: line}` above the notes, unless the documents say otherwise.")
