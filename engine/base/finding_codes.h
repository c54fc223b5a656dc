#pragma once
/** The table of finding codes: E errors, W warnings. A code never changes its meaning.
 *
 *  Knows: code, name, severity, title, and the explanation `ipabs explain` prints.
 *  Does not know: where a finding arises.
 */
/* 00xx files and encodings, 01xx fields of deal.yaml, 02xx tapes, 03xx expressions,
 * 04xx the deal as a whole (references, sums, dates), 05xx the model. */
#define IPA_FINDING_TABLE(X)                                                                       \
    X(E0001, FILE_MISSING, IPA_ERROR, "a file the deal names is missing",                          \
      "Every file named in deal.yaml must lie in the deal's folder.\n"                             \
      "Example: `pool: {contracts: contracts.csv}` needs the file contracts.csv beside "           \
      "deal.yaml.\n"                                                                               \
      "Remedy: put the file there or correct its name; upper and lower case differ.")              \
    X(E0002, FILE_UNREADABLE, IPA_ERROR, "a file cannot be read",                                  \
      "The file is there, but the system refuses to open or read it.\n"                            \
      "Example: contracts.csv belongs to another user and has the mode 600, or it is still being " \
      "written.\n"                                                                                 \
      "Remedy: give yourself the right to read it (`chmod u+r contracts.csv`) and try again.")     \
    X(E0003, FILE_OUTSIDE, IPA_ERROR, "a path leaves the deal's folder",                           \
      "A deal is one folder that can be archived and re-run elsewhere, so paths are relative to "  \
      "it and may not lead out: no `..`, no absolute path, no link to somewhere else.\n"           \
      "Example: `schedule: ../other/schedule.csv` is refused.\n"                                   \
      "Remedy: copy the file into the folder and write `schedule: schedule.csv`.")                 \
    X(E0004, FILE_NOT_REGULAR, IPA_ERROR, "a path does not name a regular file",                   \
      "A folder, device, pipe or socket stands where a file is expected.\n"                        \
      "Example: `pool: {contracts: tapes}` where tapes is a folder.\n"                             \
      "Remedy: name the file itself, `contracts: tapes/contracts.csv`.")                           \
    X(E0005, FILE_TOO_LARGE, IPA_ERROR, "a file is larger than is read",                           \
      "Files over a stated limit are refused rather than read in part.\n"                          \
      "Example: a spreadsheet export with a million empty rows at its end.\n"                      \
      "Remedy: delete the empty rows, or check that the right file is named.")                     \
    X(E0006, FILE_ENCODING, IPA_ERROR, "a file is neither UTF-8 nor GB18030",                      \
      "Text is read as UTF-8 (with or without a byte-order mark), or as GB18030 (GBK, GB2312) "    \
      "when the whole file is well-formed in it. A damaged character is not guessed at.\n"         \
      "Example: a tape saved as \"Unicode text\" (UTF-16), or cut off in the middle of a "         \
      "character.\n"                                                                               \
      "Remedy: save it as \"CSV UTF-8\", or convert it: "                                          \
      "`iconv -f UTF-16 -t UTF-8 old.csv > contracts.csv`.")                                       \
    X(E0007, FILE_CONTROL_CHARACTER, IPA_ERROR, "a file holds a control character",                \
      "Texts may hold tabs and line ends, and no other control character: such a character is "    \
      "invisible and makes two names that look alike differ.\n"                                    \
      "Example: a backspace (U+0008) in an obligor's name copied from a PDF.\n"                    \
      "Remedy: delete the character at the place shown and type the text again.")                  \
    X(E0008, FILE_EMPTY, IPA_ERROR, "a file is empty",                                             \
      "deal.yaml needs at least its required fields, a tape its header row.\n"                     \
      "Example: contracts.csv of 0 bytes after a failed download.\n"                               \
      "Remedy: fetch or export the file again; `ipabs init DIR` writes a complete sample.")
