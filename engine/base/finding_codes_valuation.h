#pragma once
/** Finding codes of what stands beside a deal: scoring tables, firms' fees and subsidies (046x).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_VALUATION(X)                                                            \
    X(E0460, INDICATOR_WEIGHTS, IPA_ERROR, "the weights of the scoring table cannot be used",     \
      "The weights are the user's own: each indicator stands once, and all weights sum to 1 "     \
      "within 1e-6, so that a score lies between 0 and 100.\n"                                    \
      "Example: three indicators with the weights 0.4, 0.4 and 0.4.\n"                            \
      "Remedy: correct the weights in the file that `valuation.indicators` names.")               \
    X(E0461, SCORE_INDICATOR, IPA_ERROR, "a score cannot be used",                                \
      "A score belongs to an indicator of the table of weights, and a patent has one score of "   \
      "each.\n"                                                                                   \
      "Example: a score of `stabilty`, where the weights name `stability`.\n"                     \
      "Remedy: correct the name, delete the second row, or give the indicator a weight.")         \
    X(W0462, SCORE_MISSING, IPA_WARNING, "a patent is not scored by every indicator",             \
      "A missing score is not guessed at: the patent gets no score as a whole.\n"                 \
      "Example: ten indicators with weights, nine scores of P101.\n"                              \
      "Remedy: add the missing scores, or take the others out.")                                  \
    X(W0463, NO_SALES, IPA_WARNING, "a rate or margin has no sales to apply to",                  \
      "Relief from royalty and profit split start from the sales made with the IP.\n"             \
      "Example: `royalty_rates: {L1: 0.05}` where L1 is a licence fee and `valuation.base_sales`" \
      " does not name it.\n"                                                                      \
      "Remedy: write `base_sales: {L1: 20000000}` under `valuation`.")
