#pragma once
/** Finding codes of expressions (03xx) and of what shows only when a deal is resolved (0450, 0550
 * on).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_RESOLVE(X)                                                                   \
    X(E0301, EXPRESSION_SYNTAX, IPA_ERROR, "an expression cannot be read",                             \
      "An expression is made of numbers, quantities, `+ - * /`, comparisons, `and or not`, `min "      \
      "max abs` and brackets.\n"                                                                       \
      "Example: `when: \"balance(A) = 0\"` compares with one sign.\n"                                  \
      "Remedy: write `balance(A) == 0`; the place shown is where reading stopped.")                    \
    X(E0302, EXPRESSION_NAME, IPA_ERROR, "an expression uses an unknown name",                         \
      "Every name is a quantity of the vocabulary or an id of this deal.\n"                            \
      "Example: `when: \"collection.income > 0\"`.\n"                                                  \
      "Remedy: write `collections.income`; `ipabs vocabulary` lists every quantity.")                  \
    X(E0303, EXPRESSION_TYPE, IPA_ERROR, "an expression has the wrong type",                           \
      "Figures and conditions are two types and never stand for each other.\n"                         \
      "Example: `when: \"balance(A)\"` is a number where a condition is due.\n"                        \
      "Remedy: write `balance(A) > 0`.")                                                               \
    X(E0304, EXPRESSION_ARGUMENT, IPA_ERROR, "a quantity has the wrong thing in its brackets",         \
      "Each quantity asks about one kind of thing: an account, a tranche, a fee, a trigger, a "        \
      "date.\n"                                                                                        \
      "Example: `balance(vat)` asks a fee for its balance, `period(1)` asks for nothing.\n"            \
      "Remedy: write `due(vat)`, and `period` alone; `ipabs vocabulary` names the kind.")              \
    X(E0305, EXPRESSION_CHAINED, IPA_ERROR, "comparisons are chained",                                 \
      "`a < b < c` reads differently in different languages, so it is refused.\n"                      \
      "Example: `when: \"1 < period < 5\"`.\n"                                                         \
      "Remedy: write `1 < period and period < 5`.")                                                    \
    X(E0306, EXPRESSION_TOO_DEEP, IPA_ERROR, "an expression is too long or nested too deep",           \
      "Every expression is computed on a small stack of its own, for all paths at once.\n"             \
      "Example: forty brackets one inside the other.\n"                                                \
      "Remedy: take brackets away that are not needed, or name a part of it as a trigger.")            \
    X(E0307, EXPRESSION_NOT_SUPPORTED, IPA_ERROR, "a quantity is not supported yet",                   \
      "The quantity belongs to the deal format, but this version cannot compute it.\n"                 \
      "Example: `ip_value`.\n"                                                                         \
      "Remedy: leave it out, or use a later version.")                                                 \
    X(E0308, EXPRESSION_NO_VALUE, IPA_ERROR, "an expression has no value",                             \
      "A part of it divides by zero, or its figures grow beyond the range of numbers.\n"               \
      "Example: `limit: \"account(reserve) / 0\"`.\n"                                                  \
      "Remedy: correct the figure at the place shown.")                                                \
    X(E0309, EXPRESSION_TOO_LATE, IPA_ERROR, "a quantity is not known on the closing date",            \
      "The base of an upfront cost is computed on the closing date, when nothing has been "            \
      "collected or paid.\n"                                                                           \
      "Example: `upfront: [{id: arranger, rate: 0.002, base: collections.total}]`.\n"                  \
      "Remedy: use `original(A)` or `pool.original`.")                                                 \
    X(E0450, UNITS, IPA_ERROR, "a balance is not a whole number of units",                             \
      "Interest and principal are paid per unit of face value, so a balance must be a whole "          \
      "multiple of it.\n"                                                                              \
      "Example: `balance: 95000050` with `units: {face: 100}`.\n"                                      \
      "Remedy: change the balance or the face, or write `units: none`.")                               \
    X(E0451, CLOSING_NEGATIVE, IPA_ERROR, "the closing spends more than it brings in",                 \
      "What the notes bring in, less upfront costs and the purchase price, opens the collection "      \
      "account and cannot be negative.\n"                                                              \
      "Example: proceeds of 99,000,000 and a purchase price of 99,500,000.\n"                          \
      "Remedy: lower the purchase price or the costs, or correct the issue prices.")                   \
    X(E0452, CONTRACT_PRINCIPAL, IPA_ERROR,                                                            \
      "a contract's schedule does not add up to its principal",                                        \
      "The principal of all dues, with what is written off on schedule, is the contract's "            \
      "principal to the fen.\n"                                                                        \
      "Example: a principal of 7,000,000 and dues of 6,999,999.99.\n"                                  \
      "Remedy: correct the dues in schedule.csv or the principal in contracts.csv.")                   \
    X(E0453, CONTRACT_SCHEDULE, IPA_ERROR, "a contract's dues cannot be worked out",                   \
      "A contract ends after it starts, has dues of its own in schedule.csv when its "                 \
      "amortisation is `schedule`, and a level payment must be a figure.\n"                            \
      "Example: `amortisation: schedule` and no row of schedule.csv that names the contract.\n"        \
      "Remedy: correct the dates, the amortisation or schedule.csv.")                                  \
    X(E0454, PAYEE, IPA_ERROR, "a step names nothing that can be paid",                                \
      "A step pays fees and taxes, `T.interest`, `T.principal`, the `T.residual` of a residual "       \
      "tranche, or a support that is reimbursed.\n"                                                    \
      "Example: `{pay: A}` leaves open what of tranche A is paid.\n"                                   \
      "Remedy: write `{pay: [A.interest, A.principal]}`.")                                             \
    X(E0455, FEE_DUE_DATE, IPA_ERROR, "a due date can never be paid",                                  \
      "A fee that falls due on given dates is paid on the first payment date on or after each.\n"      \
      "Example: `due: [2031-06-30]` in a deal that ends in 2030.\n"                                    \
      "Remedy: take the date out, or move legal_final.")                                               \
    X(E0456, PERIODS, IPA_ERROR, "the payment dates leave no period",                                  \
      "There is at least one payment date after closing, every collection period ends after it "       \
      "begins, and there are at most 1,200 periods.\n"                                                 \
      "Example: a collection lag of 120 days with monthly payments, or a first payment before "        \
      "closing.\n"                                                                                     \
      "Remedy: correct periods or the dates of the deal.")                                             \
    X(E0550, LOADINGS, IPA_ERROR, "loadings explain more than the whole of a firm",                    \
      "The share of the factors, the sum of β·C·β, cannot exceed 1: the rest is the firm's own.\n" \
      "Example: `loadings: macro:0.9;software:0.6` with independent factors gives 1.17.\n"             \
      "Remedy: lower the loadings; one factor at 0.4472 is a correlation of 0.2.")                     \
    X(E0551, CORRELATION, IPA_ERROR, "the correlation of the factors is not possible",                 \
      "No random factors have these correlations: the matrix is not positive semidefinite.\n"          \
      "Example: A and B at 0.9, B and C at 0.9, A and C at -0.9.\n"                                    \
      "Remedy: correct the figures, or ask for the nearest possible matrix with `repair`.")            \
    X(E0552, DISTRIBUTION, IPA_ERROR, "a mean and a standard deviation do not belong together",        \
      "A recovery between 0 and 1 with mean m has a variance below m(1 - m); a lag that varies "       \
      "has a mean above 0.\n"                                                                          \
      "Example: `recovery_mean` 0.15 with `recovery_sd` 0.40.\n"                                       \
      "Remedy: lower the standard deviation, or write 0 for a certain figure.")                        \
    X(E0457, CURVE, IPA_ERROR, "the discount curve cannot be used",                                    \
      "Times ascend from 0, and every rate has a discount factor.\n"                                   \
      "Example: the rows 1,0.0145 and 0.5,0.0142 in this order.\n"                                     \
      "Remedy: correct the row of the curve's file.")                                                  \
    X(W0553, CORRELATION_REPAIRED, IPA_WARNING, "the correlation was repaired",                        \
      "The matrix was not possible and the deal asks for the nearest possible one, which is "          \
      "used.\n"                                                                                        \
      "Example: three factors at 0.9, 0.9 and -0.9.\n"                                                 \
      "Remedy: write correlations that are possible, or accept the distance shown.")
