#pragma once
/** The table of finding codes: E errors, W warnings. A code never changes its meaning.
 *
 *  Knows: code, name, severity, title, and the explanation `ipabs explain` prints.
 *  Does not know: where a finding arises.
 */
#include "engine/base/finding_codes_decks.h"
#include "engine/base/finding_codes_events.h"
#include "engine/base/finding_codes_fees.h"
#include "engine/base/finding_codes_pool.h"
#include "engine/base/finding_codes_rates.h"
#include "engine/base/finding_codes_replacement.h"
#include "engine/base/finding_codes_resolve.h"
#include "engine/base/finding_codes_steps.h"
#include "engine/base/finding_codes_stress.h"
#include "engine/base/finding_codes_tranches.h"
#include "engine/base/finding_codes_valuation.h"
#include "engine/base/finding_codes_vehicles.h"

/* 00xx files and encodings, 01xx fields of deal.yaml, 02xx tapes, 03xx expressions,
 * 04xx the deal as a whole (references, sums, dates), 05xx the model. */
#define IPA_FINDING_TABLE(X)                                                                        \
    X(E0001, FILE_MISSING, IPA_ERROR, "a file the deal names is missing",                           \
      "Every file named in deal.yaml must lie in the deal's folder.\n"                              \
      "Example: `pool: {contracts: contracts.csv}` needs the file contracts.csv beside "            \
      "deal.yaml.\n"                                                                                \
      "Remedy: put the file there or correct its name; upper and lower case differ.")               \
    X(E0002, FILE_UNREADABLE, IPA_ERROR, "a file cannot be read",                                   \
      "The file is there, but the system refuses to open or read it.\n"                             \
      "Example: contracts.csv belongs to another user and has the mode 600, or it is still being "  \
      "written.\n"                                                                                  \
      "Remedy: give yourself the right to read it (`chmod u+r contracts.csv`) and try again.")      \
    X(E0003, FILE_OUTSIDE, IPA_ERROR, "a path leaves the deal's folder",                            \
      "A deal is one folder that can be archived and re-run elsewhere, so paths are relative to "   \
      "it and may not lead out: no `..`, no absolute path, no link to somewhere else.\n"            \
      "Example: `schedule: ../other/schedule.csv` is refused.\n"                                    \
      "Remedy: copy the file into the folder and write `schedule: schedule.csv`.")                  \
    X(E0004, FILE_NOT_REGULAR, IPA_ERROR, "a path does not name a regular file",                    \
      "A folder, device, pipe or socket stands where a file is expected.\n"                         \
      "Example: `pool: {contracts: tapes}` where tapes is a folder.\n"                              \
      "Remedy: name the file itself, `contracts: tapes/contracts.csv`.")                            \
    X(E0005, FILE_TOO_LARGE, IPA_ERROR, "a file is larger than is read",                            \
      "Files over a stated limit are refused rather than read in part.\n"                           \
      "Example: a spreadsheet export with a million empty rows at its end.\n"                       \
      "Remedy: delete the empty rows, or check that the right file is named.")                      \
    X(E0006, FILE_ENCODING, IPA_ERROR, "a file is neither UTF-8 nor GB18030",                       \
      "Text is read as UTF-8 (with or without a byte-order mark), or as GB18030 (GBK, GB2312) "     \
      "when the whole file is well-formed in it. A damaged character is not guessed at.\n"          \
      "Example: a tape saved as \"Unicode text\" (UTF-16), or cut off in the middle of a "          \
      "character.\n"                                                                                \
      "Remedy: save it as \"CSV UTF-8\", or convert it: "                                           \
      "`iconv -f UTF-16 -t UTF-8 old.csv > contracts.csv`.")                                        \
    X(E0007, FILE_CONTROL_CHARACTER, IPA_ERROR, "a file holds a control character",                 \
      "Texts may hold tabs and line ends, and no other control character: such a character is "     \
      "invisible and makes two names that look alike differ.\n"                                     \
      "Example: a backspace (U+0008) in an obligor's name copied from a PDF.\n"                     \
      "Remedy: delete the character at the place shown and type the text again.")                   \
    X(E0008, FILE_EMPTY, IPA_ERROR, "a file is empty",                                              \
      "deal.yaml needs at least its required fields, a tape its header row.\n"                      \
      "Example: contracts.csv of 0 bytes after a failed download.\n"                                \
      "Remedy: fetch or export the file again; `ipabs init DIR` writes a complete sample.")         \
    X(E0009, FILE_PATH, IPA_ERROR, "a path cannot be used",                                         \
      "A path is relative to the deal's folder, written with `/`, and holds no control "            \
      "characters.\n"                                                                               \
      "Example: `curve: tapes\\curve.csv` is a path of another system.\n"                           \
      "Remedy: write `curve: tapes/curve.csv`.")                                                    \
    X(E0101, YAML_SYNTAX, IPA_ERROR, "deal.yaml is not well-formed YAML",                           \
      "The text breaks the rules of YAML, so what follows cannot be read.\n"                        \
      "Example: `coupon: {fixed: 0.0279` without the closing brace.\n"                              \
      "Remedy: correct the place shown; the cause can stand some lines above it.")                  \
    X(E0102, WRONG_TYPE, IPA_ERROR, "a value of another kind is expected",                          \
      "Every field takes one kind of value: a number, a date, a text, a list, a mapping.\n"         \
      "Example: `balance: {amount: 5}` where a number is expected, or `rate: \"0.03\"`, which "     \
      "the quotes make a text.\n"                                                                   \
      "Remedy: write the value as the documentation of the field shows it: `ipabs vocabulary "      \
      "FIELD`.")                                                                                    \
    X(E0103, DUPLICATE_KEY, IPA_ERROR, "a key is written twice",                                    \
      "Of two values under one key only one could count, and which one is a guess.\n"               \
      "Example: `{balance: 5000000, balance: 6000000}`.\n"                                          \
      "Remedy: delete one of them.")                                                                \
    X(E0104, UNKNOWN_KEY, IPA_ERROR, "a key is not known",                                          \
      "Keys that are not known are refused, because a misspelt one would silently leave a "         \
      "default in force.\n"                                                                         \
      "Example: `coupn: {fixed: 0.0279}`; the nearest known key is suggested.\n"                    \
      "Remedy: correct the key, or delete the line.")                                               \
    X(E0105, MISSING_KEY, IPA_ERROR, "a required key is missing",                                   \
      "The deal cannot be understood without this field, and it has no default.\n"                  \
      "Example: a tranche without `balance`.\n"                                                     \
      "Remedy: add the key; `ipabs vocabulary FIELD` shows its form.")                              \
    X(E0106, BAD_NUMBER, IPA_ERROR, "a value is not a number",                                      \
      "Numbers are decimals of at most 18 digits with a point: `95000000`, `0.0279`, `2.79%`, "     \
      "`1e-4`.\n"                                                                                   \
      "Example: `95,000,000`, `9500万`, `abc`.\n"                                                  \
      "Remedy: write the figure with digits and a point only.")                                     \
    X(E0107, LOOKS_LIKE_PERCENT, IPA_ERROR, "a rate looks like a percentage",                       \
      "Rates and shares are decimals per year; a rate above 1 is nearly always a percentage "       \
      "without its sign.\n"                                                                         \
      "Example: `fixed: 2.79` would be a coupon of 279%.\n"                                         \
      "Remedy: write `0.0279` or `2.79%`.")                                                         \
    X(E0108, OUT_OF_RANGE, IPA_ERROR, "a number lies outside its range",                            \
      "The field's documentation states the range: a share lies between 0 and 1, a balance is "     \
      "above 0.\n"                                                                                  \
      "Example: `balance: -5`, `recovery_mean` of 1.2.\n"                                           \
      "Remedy: write a figure inside the range.")                                                   \
    X(E0109, UNKNOWN_CHOICE, IPA_ERROR, "a value is none of the known ones",                        \
      "The field takes one of a few words.\n"                                                       \
      "Example: `roll: folowing`; the nearest known word is suggested.\n"                           \
      "Remedy: write one of the words the finding lists.")                                          \
    X(E0110, NOT_SUPPORTED, IPA_ERROR, "this part of the format is not supported yet",              \
      "The format knows this field or value, but this version of ipabs does not compute with it. "  \
      "It is refused rather than ignored, for the figures would be those of another deal.\n"        \
      "Example: `sampler: sobol`, a revolving purchase.\n"                                          \
      "Remedy: leave it out or give it the value shown, or use a later version.")                   \
    X(E0111, BAD_DATE, IPA_ERROR, "a value is not a date",                                          \
      "Dates are written `YYYY-MM-DD`, from 1900-01-01 to 2199-12-31, and must exist.\n"            \
      "Example: `2025-02-30`, `2025/7/25`.\n"                                                       \
      "Remedy: write `2025-07-25`.")                                                                \
    X(E0112, BAD_NAME, IPA_ERROR, "an id is not well-formed",                                       \
      "Ids in deal.yaml stand in expressions: letters, digits and `_`, not beginning with a "       \
      "digit. Ids on a tape may hold anything but blanks, commas, colons, semicolons and quotes. "  \
      "64 characters at most.\n"                                                                    \
      "Example: `id: A-1` would read as A minus 1.\n"                                               \
      "Remedy: write `id: A1`; long names belong into `name`.")                                     \
    X(E0113, YAML_ALIAS, IPA_ERROR, "aliases are not read",                                         \
      "A deal is read value by value where each is written, and a few aliases could stand for "     \
      "billions of values.\n"                                                                       \
      "Example: `senior: &x {…}` and later `mezzanine: *x`.\n"                                    \
      "Remedy: write the value out.")                                                               \
    X(E0114, YAML_LIMIT, IPA_ERROR, "the document is too deep or too long",                         \
      "deal.yaml has at most 64 levels and 50,000 values; a whole deal needs a few levels and "     \
      "some hundred values.\n"                                                                      \
      "Example: a list of a million numbers.\n"                                                     \
      "Remedy: put long lists into a tape.")                                                        \
    X(E0115, YAML_FEATURE, IPA_ERROR, "this part of YAML is not read",                              \
      "Tags, keys that are no scalars, and further documents have no meaning in a deal.\n"          \
      "Example: `rate: !!str 0.03`, or a second document after `---`.\n"                            \
      "Remedy: leave it out.")                                                                      \
    X(E0116, OVERRIDE, IPA_ERROR, "an override cannot be applied",                                  \
      "`--set field.path=value` needs a path to a field of the deal and a value.\n"                 \
      "Example: `--set tranches[7].balance=1` in a deal of two tranches.\n"                         \
      "Remedy: name an item by its place from 0 or by its id: `--set "                              \
      "tranches[A].balance=96000000`.")                                                             \
    X(E0117, ONE_OF, IPA_ERROR, "exactly one of several keys is expected",                          \
      "Some fields exclude each other, and one of them is needed.\n"                                \
      "Example: a discount with both `curve` and `flat`, a step with two verbs.\n"                  \
      "Remedy: keep one of them.")                                                                  \
    X(E0118, FORMAT_VERSION, IPA_ERROR, "the format version is not known",                          \
      "This version of ipabs reads format 1.\n"                                                     \
      "Example: `ipabs: 2`.\n"                                                                      \
      "Remedy: write `ipabs: 1`, or use the version of ipabs the deal was written for.")            \
    X(E0201, TAPE_QUOTE, IPA_ERROR, "the quoting of a tape is broken",                              \
      "A cell with commas, quotes or line ends stands in quotes, and a quote in it is written "     \
      "twice. After a broken quote the columns cannot be told apart, so the rest of the tape is "   \
      "not read.\n"                                                                                 \
      "Example: `\"Senior, Ltd.` without the closing quote.\n"                                      \
      "Remedy: write `\"Senior, Ltd.\"`.")                                                          \
    X(E0202, TAPE_ROW_LONG, IPA_ERROR, "a row has more cells than the header",                      \
      "A cell beyond the last column belongs to nothing; most often a text holds an unquoted "      \
      "comma.\n"                                                                                    \
      "Example: `E1,Shaanxi Aero, Ltd.,aerospace`.\n"                                               \
      "Remedy: write the text in quotes: `\"Shaanxi Aero, Ltd.\"`.")                                \
    X(E0203, TAPE_COLUMN_MISSING, IPA_ERROR, "a required column is missing",                        \
      "The tape cannot be understood without this column.\n"                                        \
      "Example: obligors.csv without `id`.\n"                                                       \
      "Remedy: add the column; its name may be the English or the Chinese one.")                    \
    X(E0204, TAPE_COLUMN_TWICE, IPA_ERROR, "two columns have the same name",                        \
      "Of two columns under one name only one could count. The English and the Chinese name of a "  \
      "column are the same name.\n"                                                                 \
      "Example: `id,name,id`.\n"                                                                    \
      "Remedy: delete or rename one of them.")                                                      \
    X(W0205, TAPE_COLUMN_UNKNOWN, IPA_WARNING, "a column is not known",                             \
      "The column is not read. A misspelt name would leave the field at its default.\n"             \
      "Example: `prinicpal` in contracts.csv; the nearest known column is suggested.\n"             \
      "Remedy: correct the name; a column that is meant for people can stay.")                      \
    X(E0206, TAPE_LIMIT, IPA_ERROR, "a tape is larger than is read",                                \
      "A tape has at most 200 columns, 2,000,000 rows and 65,536 bytes in a cell.\n"                \
      "Example: a missing closing quote makes one cell of the rest of the file.\n"                  \
      "Remedy: look at the place shown.")                                                           \
    X(E0207, TAPE_CELL_BLANK, IPA_ERROR, "a required cell is blank",                                \
      "The row cannot be understood without this figure, and it has no default.\n"                  \
      "Example: a contract without `principal`.\n"                                                  \
      "Remedy: fill in the cell, or delete the row.")                                               \
    X(E0208, TAPE_NO_ROWS, IPA_ERROR, "a tape has no rows",                                         \
      "A deal needs at least one obligor and one contract, a curve one knot.\n"                     \
      "Example: contracts.csv with its header only.\n"                                              \
      "Remedy: export the tape again.")                                                             \
    X(E0209, TAPE_SEPARATOR, IPA_ERROR, "the columns of a tape are not separated by commas",        \
      "Tapes are comma-separated (RFC 4180).\n"                                                     \
      "Example: `id;name;industry` from a spreadsheet with other regional settings.\n"              \
      "Remedy: save the tape as comma-separated CSV.")                                              \
    X(E0210, TAPE_ORDER, IPA_ERROR, "the rows of a table are not in order",                         \
      "Years, dates and knots must rise from row to row.\n"                                         \
      "Example: a curve with years 1, 2, 2.\n"                                                      \
      "Remedy: sort the rows and delete repeated ones.")                                            \
    X(E0401, UNKNOWN_NAME, IPA_ERROR, "a name stands for nothing in the deal",                      \
      "A reference must name something that the deal or a tape defines.\n"                          \
      "Example: `entity: guarantr` where the entity is called `guarantor`; the nearest name is "    \
      "suggested.\n"                                                                                \
      "Remedy: correct the name, or define it.")                                                    \
    X(E0402, DUPLICATE_NAME, IPA_ERROR, "an id is given twice",                                     \
      "Fees, tranches and supports share one space of names, for steps pay them by name; "          \
      "obligors and entities share another, for their draws are addressed by id.\n"                 \
      "Example: two rows of contracts.csv with the id L1.\n"                                        \
      "Remedy: rename one of them.")                                                                \
    X(E0403, DATE_ORDER, IPA_ERROR, "dates are not in order",                                       \
      "Cut-off, closing, first payment and legal final follow one another; a contract ends after "  \
      "it starts.\n"                                                                                \
      "Example: `legal_final: 2025-07-25` before `first_payment: 2025-10-25`.\n"                    \
      "Remedy: correct one of the dates named.")                                                    \
    X(E0404, SCHEDULE_SUM, IPA_ERROR, "a written-out schedule does not sum to the principal",       \
      "The principal and losses of a contract's rows in schedule.csv must sum to its principal, "   \
      "to the fen.\n"                                                                               \
      "Example: rows of 6,999,999.99 for a contract of 7,000,000.\n"                                \
      "Remedy: correct the last row, or the principal.")                                            \
    X(E0405, PER_100_SUM, IPA_ERROR, "a schedule per 100 does not sum to 100",                      \
      "The scheduled principal of a tranche is stated per 100 of its balance and sums to 100 "      \
      "within 1e-6; its last non-zero entry is the remainder.\n"                                    \
      "Example: twelve entries of 8.3333 sum to 99.9996.\n"                                         \
      "Remedy: write 8.3337 for the last one.")                                                     \
    X(E0406, CREDIT, IPA_ERROR, "the credit of a name is not stated in one way",                    \
      "Everybody who may default has exactly one of `rating`, `hazard` and `pd_curve`.\n"           \
      "Example: an obligor with a rating and a hazard, or with neither.\n"                          \
      "Remedy: keep one of them.")                                                                  \
    X(E0407, STREAM_COLLISION, IPA_ERROR, "two ids have the same hash",                             \
      "Draws are addressed by a 32-bit hash of the id. Two ids with the same hash would share "     \
      "their draws.\n"                                                                              \
      "Example: a one in four billion chance for each pair.\n"                                      \
      "Remedy: rename one of the two.")                                                             \
    X(E0408, STEP, IPA_ERROR, "a step cannot be carried out",                                       \
      "A step has exactly one verb, and what it names must have a due of that kind.\n"              \
      "Example: `pay: A` without `.interest` or `.principal`; `limit` on nothing.\n"                \
      "Remedy: write `pay: A.interest`.")                                                           \
    X(E0409, POOL_EMPTY, IPA_ERROR, "no contract is in the pool",                                   \
      "Every contract is left out by its `eligible` column.\n"                                      \
      "Example: every row says `eligible: no`.\n"                                                   \
      "Remedy: leave `eligible` blank for the contracts of the pool.")                              \
    X(W0410, SEPARATE_PRINCIPAL, IPA_WARNING,                                                       \
      "a junior's principal follows a senior's in a separate step",                                 \
      "In one sequential list a junior gets principal only when every senior stands at zero. In "   \
      "separate steps what rounding leaves of the senior's payment leaks down to the junior.\n"     \
      "Example: `- {pay: A.principal}` and then `- {pay: B.principal}`.\n"                          \
      "Remedy: write `- {pay: [A.principal, B.principal], how: sequential}`, or give the second "   \
      "step a `when` that says from when on the junior is paid.")                                   \
    X(W0411, CALENDAR_UNCOVERED, IPA_WARNING, "holidays of some years are not known",               \
      "The table of exchange closing days ends before these payment dates; weekends only are "      \
      "known for later years.\n"                                                                    \
      "Example: a legal final in 2030 while the notices reach 2026.\n"                              \
      "Remedy: accept it, or extend the calendar with a CSV: `holidays: closed.csv`.")              \
    X(W0412, DUES_AFTER_END, IPA_WARNING, "dues fall after the last collection period",             \
      "What falls due after the last collection period is never collected by the deal.\n"           \
      "Example: a contract that ends after the legal final.\n"                                      \
      "Remedy: move the legal final, or the contract's end.")                                       \
    X(W0413, NEVER_PAID, IPA_WARNING, "something is owed that no step pays",                        \
      "A fee or tranche that no step names is never paid.\n"                                        \
      "Example: a fee `audit` that appears in no waterfall.\n"                                      \
      "Remedy: add `- {pay: audit}`, or delete it.")                                                \
    X(W0414, UNUSED_TAPE_ROW, IPA_WARNING, "a row has no effect",                                   \
      "The row belongs to a contract that is left out of the pool, or whose dues lie before the "   \
      "cut-off date.\n"                                                                             \
      "Example: a row of schedule.csv due before the cut-off date.\n"                               \
      "Remedy: check the date.")                                                                    \
    X(W0415, DATES_UNUSUAL, IPA_WARNING, "dates are in an unusual order",                           \
      "The cut-off date usually lies on or before the closing date, and after the filing of "       \
      "every patent.\n"                                                                             \
      "Example: `cutoff: 2025-08-31` with `closing: 2025-07-25`.\n"                                 \
      "Remedy: check the two dates.")                                                               \
    X(W0416, NO_DISCOUNT, IPA_WARNING, "no discount curve is given",                                \
      "Without a curve the zero rate is 0 at every date, and prices are sums of cash flows "        \
      "discounted at the spreads alone.\n"                                                          \
      "Example: a deal without `market`.\n"                                                         \
      "Remedy: write `market: {discount: {curve: curve.csv}}` or `{flat: 0.025}`.")                 \
    X(E0501, CORRELATION, IPA_ERROR, "a correlation matrix cannot be used",                         \
      "The matrix of the factors is symmetric, has ones on its diagonal, figures between -1 and "   \
      "1, and is positive semidefinite: otherwise no factors have these correlations.\n"            \
      "Example: `{macro: {software: 0.9}, software: {medical: 0.9}, medical: {macro: -0.9}}`.\n"    \
      "Remedy: correct the figures, or write `repair: true` to use the nearest matrix that can "    \
      "be used.")                                                                                   \
    X(W0502, CORRELATION_REPAIRED, IPA_WARNING, "a correlation matrix was repaired",                \
      "The matrix was not positive semidefinite and `repair: true` replaced it by the nearest "     \
      "one that is.\n"                                                                              \
      "Example: three factors with 0.9, 0.9 and -0.9.\n"                                            \
      "Remedy: look at the matrix in the report before using the figures.")                         \
    X(E0503, PD_TABLE, IPA_ERROR, "a table of default rates cannot be used",                        \
      "A table has one row a grade, best first, and columns grade,y1,y2,…; the rates of a grade " \
      "lie in [0,1) and never fall with the years.\n"                                               \
      "Example: `Ba1,0.0087,0.0050`.\n"                                                             \
      "Remedy: correct the row.")                                                                   \
    X(E0504, PD_CURVE, IPA_ERROR, "a curve of default probabilities cannot be used",                \
      "A curve has columns years,cumulative_pd; years rise, probabilities lie in [0,1) and never "  \
      "fall.\n"                                                                                     \
      "Example: `2,0.03` after `1,0.05`.\n"                                                         \
      "Remedy: correct the row.")                                                                   \
    IPA_FINDING_TABLE_POOL(X)                                                                       \
    IPA_FINDING_TABLE_RESOLVE(X)                                                                    \
    IPA_FINDING_TABLE_RATES(X)                                                                      \
    IPA_FINDING_TABLE_REPLACEMENT(X)                                                                \
    IPA_FINDING_TABLE_VALUATION(X)                                                                  \
    IPA_FINDING_TABLE_FEES(X)                                                                       \
    IPA_FINDING_TABLE_TRANCHES(X)                                                                   \
    IPA_FINDING_TABLE_VEHICLES(X)                                                                   \
    IPA_FINDING_TABLE_EVENTS(X)                                                                     \
    IPA_FINDING_TABLE_STEPS(X)                                                                      \
    IPA_FINDING_TABLE_STRESS(X)                                                                     \
    IPA_FINDING_TABLE_DECKS(X)
