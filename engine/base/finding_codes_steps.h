#pragma once
/** Finding codes of what the steps of a priority of payments do together (0468, 0469).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_STEPS(X)                                                                 \
    X(W0468, POT_NEVER_RELEASED, IPA_WARNING, "cash is set aside and never released",              \
      "What `set_aside` moves into a retained pot stays there until a step takes it out; without " \
      "such a step it reaches nobody.\n"                                                           \
      "Example: `{set_aside: collection}` and no step with `from: collection.retained`.\n"         \
      "Remedy: add `{move: collection, from: collection.retained, when: …}`.")
