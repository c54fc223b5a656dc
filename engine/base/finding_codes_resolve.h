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
    X(E0453, CONTRACT_FEN, IPA_ERROR, "a contract's principal is no whole number of fen",              \
      "Level payments, instalments and income are rounded to the fen, so what they repay is a "        \
      "whole number of fen.\n"                                                                         \
      "Example: `principal` 100.005 with `amortisation` level.\n"                                      \
      "Remedy: round the principal, or write its dues out in schedule.csv.")                           \
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
    X(W0457, NO_PRINCIPAL, IPA_WARNING, "an expression asks for a share of a principal of 0",          \
      "A royalty owes nothing before it is earned, so a pool of royalties alone has no "               \
      "principal, and "                                                                                \
      "the cumulative rates of default and loss, which are shares of it, are 0 whatever "              \
      "happens.\n"                                                                                     \
      "Example: `when: \"cum_default_rate > 0.10\"` over contracts of kind royalty.\n"                 \
      "Remedy: test collections against what is due or forecast: `collections.total < 0.8 * "          \
      "forecast.total`.")                                                                              \
    X(E0550, LOADINGS, IPA_ERROR, "loadings explain more than the whole of a firm",                    \
      "The share of the factors, the sum of β·C·β, cannot exceed 1: the rest is the firm's own.\n" \
      "Example: `loadings: macro:0.9;software:0.6` with independent factors gives 1.17.\n"             \
      "Remedy: lower the loadings; one factor at 0.4472 is a correlation of 0.2.")                     \
    X(E0552, DISTRIBUTION, IPA_ERROR, "a mean and a standard deviation do not belong together",        \
      "A recovery between 0 and 1 with mean m has a variance below m(1 - m); a lag that varies "       \
      "has a mean above 0.\n"                                                                          \
      "Example: `recovery_mean` 0.15 with `recovery_sd` 0.40.\n"                                       \
      "Remedy: lower the standard deviation, or write 0 for a certain figure.")
