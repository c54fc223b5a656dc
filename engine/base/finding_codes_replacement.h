#pragma once
/** Finding codes of revolving purchases (044x).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_REPLACEMENT(X)                                                         \
    X(E0440, REPLACEMENT, IPA_ERROR, "terms of replacement assets do not go together",           \
      "What a revolving purchase buys is `entities` with their `term_months`, or a file of "     \
      "`assets`, or both. Its dues fall on payment dates: the deal has a `frequency`, that of "  \
      "the assets is a multiple of it, and the term a multiple of that.\n"                       \
      "Example: `term_months: 4` with `frequency: quarterly`.\n"                                 \
      "Remedy: correct the term at the place shown.")                                            \
    X(E0441, NOTHING_TO_BUY, IPA_ERROR, "a step buys assets that are not described",             \
      "A `buy` step spends cash on the assets of `pool.replacement`.\n"                          \
      "Example: `{buy: assets}` in a deal without `pool.replacement`.\n"                         \
      "Remedy: add `replacement: {entities: [core], term_months: 6, rate: 0.06}` to the pool.")  \
    X(W0442, ENDLESS_PURCHASES, IPA_WARNING, "nothing ends the revolving purchases",             \
      "A `buy` step without `when` runs on every payment date, the last one included, unless a " \
      "trigger stops it; what is bought there brings nothing any more.\n"                        \
      "Example: `{buy: assets}` without a trigger of effect `stop_revolving`.\n"                 \
      "Remedy: write `when: \"not after(\\\"2026-07-25\\\")\"` with the end of the revolving "   \
      "period.")                                                                                 \
    X(W0443, NEVER_BOUGHT, IPA_WARNING, "replacement assets are never bought",                   \
      "No step buys what `pool.replacement` describes, or an asset of the file is offered only " \
      "after the last payment date.\n"                                                           \
      "Example: `pool.replacement` in a deal without a `buy` step.\n"                            \
      "Remedy: add a step `{buy: assets, when: …}`, or leave the assets out.")
