#pragma once
/** The table of finding codes: E errors, W warnings. A code never changes its meaning.
 *
 *  Knows: code, name, severity, title, and the explanation `ipabs explain` prints.
 *  Does not know: where a finding arises.
 */
/* 00xx files and encodings, 01xx fields of deal.yaml, 02xx tapes, 03xx expressions,
 * 04xx the deal as a whole (references, sums, dates), 05xx the model. */
#define IPA_FINDING_TABLE(X)                                                             \
    X(E0001, FILE_MISSING, IPA_ERROR, "a file the deal names is missing",                \
      "Every file named in deal.yaml must lie in the deal's folder.\n"                   \
      "Example: `pool: {contracts: contracts.csv}` needs the file contracts.csv beside " \
      "deal.yaml.")
