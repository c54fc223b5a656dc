#pragma once
/** Finding codes of royalties, patents, guarantors, facilities and sales (0211, 047x, 0553 on).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_POOL(X)                                                                  \
    X(E0211, ROYALTY_TIERS, IPA_ERROR, "the tiers of a royalty rate cannot be used",               \
      "A royalty rate is one rate, or tiers `from:rate` with semicolons between them: each rate "  \
      "is on the part of the sales above its figure, up to the next. The first begins at 0, and "  \
      "they ascend.\n"                                                                             \
      "Example: `20000000:0.05;50000000:0.04` says nothing of the first 20 million.\n"             \
      "Remedy: write `0:0.05;20000000:0.04`, or one rate, `0.05`.")                                \
    X(E0470, ROYALTY_PRINCIPAL, IPA_ERROR, "a royalty has no principal",                           \
      "What a running royalty brings depends on sales: it has no principal, rate or "              \
      "amortisation, and no claim to principal at a default.\n"                                    \
      "Example: a contract of kind `royalty` with `principal` 20000000.\n"                         \
      "Remedy: leave the column blank, or give the contract another kind.")                        \
    X(W0471, COLUMN_UNUSED, IPA_WARNING, "a column has no effect on this kind of contract",        \
      "Columns of royalties mean nothing to a contract whose dues are fixed, and the other way "   \
      "round.\n"                                                                                   \
      "Example: `base_sales` on a contract of kind `loan`, `frequency` on a royalty, which is "    \
      "due at the end of each collection period.\n"                                                \
      "Remedy: check the kind of the contract, or leave the column blank.")                        \
    X(E0472, ROYALTY_LIMITS, IPA_ERROR, "the minimum of a royalty lies above its cap",             \
      "A royalty lies between its minimum and its cap.\n"                                          \
      "Example: `minimum` 5000000 with `cap` 1000000.\n"                                           \
      "Remedy: exchange the two, or leave the cap blank.")                                         \
    X(E0473, PATENT_RULE, IPA_ERROR, "a patent rule needs patents",                                \
      "Under the rules `all`, `any` and `weighted` what falls due depends on the patents of the "  \
      "contract: those its column `patents` names, and the rows of patents.csv that name the "     \
      "contract.\n"                                                                                \
      "Example: `patent_rule` weighted on a contract that no patent belongs to.\n"                 \
      "Remedy: name its patents, or write `none`.")                                                \
    X(E0474, GUARANTEE, IPA_ERROR, "a guarantor and its share belong together",                    \
      "A guarantor pays its share of the claim at a default, so an obligor has both or neither.\n" \
      "Example: `guarantee_share` 0.8 without a `guarantor`.\n"                                    \
      "Remedy: fill in the other column, or leave both blank.")                                    \
    X(E0475, VALUATION, IPA_ERROR, "a recovery on the valuation needs a valuation",                \
      "With `recovery_basis` valuation the recovery is a share of the appraised value of the "     \
      "contract's IP.\n"                                                                           \
      "Example: `recovery_basis` valuation and a blank `valuation`.\n"                             \
      "Remedy: fill in the valuation, or write `claim`.")                                          \
    X(W0476, PATENT_EXPIRED, IPA_WARNING, "a patent has expired at the cut-off date",              \
      "The term counts from filing: 20 years for an invention, 10 for a utility model, 15 for a "  \
      "design (10 when filed before 2021-06-01), or ends earlier as `expires` says. The patent "   \
      "counts for nothing in the deal.\n"                                                          \
      "Example: a utility model filed in 2014 in a deal of 2025.\n"                                \
      "Remedy: check the dates and the kind, or delete the patent.")                               \
    X(W0477, ACCELERATED, IPA_WARNING, "a granted patent is not examined any more",                \
      "`accelerated` shortens the time to grant of pending applications; it means nothing where "  \
      "the date of grant is known, or for software and trademarks.\n"                              \
      "Example: `granted` 2020-05-01 with `accelerated` yes.\n"                                    \
      "Remedy: leave `accelerated` blank, or `granted`.")                                          \
    X(W0478, FACILITY_NEVER_PAYS, IPA_WARNING, "a facility will never pay for a contract",         \
      "A facility with `needs_pledge` pays only where the contract has patents and every one of "  \
      "them is registered.\n"                                                                      \
      "Example: `facility` pool1 on a contract one of whose patents has a blank "                  \
      "`registered_on`.\n"                                                                         \
      "Remedy: register the pledge and fill in the date, or leave `facility` blank.")              \
    X(E0553, SALES_PROCESS, IPA_ERROR, "a factor has no sales process",                            \
      "A factor drives the sales of royalties, and under the intensity model the hazards of "      \
      "those who load on it, by its process in `model.sales`.\n"                                   \
      "Example: `factor` software on a contract, and `model.sales: {macro: {volatility: "          \
      "0.15}}`.\n"                                                                                 \
      "Remedy: add `software: {reversion: 0.5, volatility: 0.2}` to `model.sales`.")               \
    X(E0554, GROWTH, IPA_ERROR, "sales cannot revert while their growth does",                     \
      "With `growth` the growth of sales reverts and their level goes wherever it leads; a level " \
      "that reverts as well is another model.\n"                                                   \
      "Example: `macro: {reversion: 0.5, volatility: 0.15, growth: {initial: 0.2}}`.\n"            \
      "Remedy: delete `reversion` beside `growth`, or delete `growth`.")                           \
    X(E0556, PROFILE, IPA_ERROR, "a profile of sales cannot be used",                              \
      "A profile is `constant`, `growth:0.03`, `decay:0.10`, `bass:p,q` (p above 0, q not below "  \
      "0), `gamma:shape,scale_years` (both above 0) or `table:FILE` with columns "                 \
      "years,multiplier, and has sales in its first year.\n"                                       \
      "Example: `bass:0.03` lacks its second parameter.\n"                                         \
      "Remedy: write `bass:0.03,0.38`; a cell with a comma stands in quotes.")
