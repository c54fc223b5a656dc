#pragma once
/** Finding codes of what the steps of a priority of payments do together (0417, 0418, 0468).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_STEPS(X)                                                                 \
    X(W0468, POT_NEVER_RELEASED, IPA_WARNING, "cash is set aside and never released",              \
      "What `set_aside` moves into a retained pot stays there until a step takes it out; without " \
      "such a step it reaches nobody.\n"                                                           \
      "Example: `{set_aside: collection}` and no step with `from: collection.retained`.\n"         \
      "Remedy: add `{move: collection, from: collection.retained, when: …}`.")                     \
    X(W0417, UNMAPPED_COLLECTIONS, IPA_WARNING, "nothing says where some collections go",          \
      "A deal with several accounts, none of them `collection`, names one for every kind of "      \
      "collections: income, principal, prepayment, recovery. What is left out goes to the first "  \
      "account.\n"                                                                                 \
      "Example: `collect: {income: income, principal: principal}`.\n"                              \
      "Remedy: add `prepayment: principal` and `recovery: income`.")                               \
    X(W0418, ACCOUNT_NEVER_LEFT, IPA_WARNING, "cash of an account reaches nobody",                 \
      "No step of any priority of payments takes cash out of the account, or only to accounts "    \
      "from which nothing is paid: what is collected there or moved there stays to the end.\n"     \
      "Example: `collect: {recovery: recoveries}` and no step with `from: recoveries`.\n"          \
      "Remedy: write `from` in the steps that the account is to pay.")
