#pragma once
/** Finding codes of triggers' cures, the servicer and repurchases (0465 on).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_EVENTS(X)                                                                \
    X(E0465, TAKES_EFFECT, IPA_ERROR, "a trigger cannot take effect before it is tested",          \
      "What is tested after the payments of a date can only change the next date.\n"               \
      "Example: `test: after_payment` with `takes_effect: same`.\n"                                \
      "Remedy: write `test: before_payment`, or leave `takes_effect` out.")                        \
    X(E0466, RESTORE, IPA_ERROR, "a trigger that stays on is not restored",                        \
      "`restore` says when a trigger goes off again, so it makes the trigger curable.\n"           \
      "Example: `curable: false` with `restore: \"coverage(A) >= 1.2\"`.\n"                        \
      "Remedy: leave one of the two out.")                                                         \
    X(E0467, REPURCHASE, IPA_ERROR, "a contract cannot be bought back",                            \
      "What is found ineligible on the date in `repurchase_on` is bought back at its outstanding " \
      "principal by the entity that `pool.repurchase` names; a royalty has no principal.\n"        \
      "Example: a `repurchase_on` in a deal without `pool.repurchase`.\n"                          \
      "Remedy: name who buys it back, or leave the cell blank.")                                   \
    X(W0464, REPURCHASE_DATE, IPA_WARNING, "a contract will never be bought back",                 \
      "Nothing of it is left to buy on the date in `repurchase_on`, or the date lies outside the " \
      "collection periods.\n"                                                                      \
      "Example: `repurchase_on` 2030-01-31 on a contract that ends in 2028.\n"                     \
      "Remedy: correct the date, or leave the cell blank.")                                        \
    X(W0469, SERVICER_KEY, IPA_WARNING, "a key of the servicer has no effect",                     \
      "How often collections are handed over decides how much of them is lost with the servicer, " \
      "and without commingling nothing is.\n"                                                      \
      "Example: `servicer: {entity: originator, transfer: monthly}`.\n"                            \
      "Remedy: write `commingling: true`, or leave the key out.")
