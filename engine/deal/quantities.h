#pragma once
/** The vocabulary of expressions: every quantity a `when`, `limit`, `target` or trigger may name.
 *
 *  Knows: name, what stands between the brackets, type, unit, meaning.
 *  Does not know: how a quantity is computed (waterfall/evaluate does).
 */
/* X(enum, name, argument, type, unit, documentation). Argument: what the brackets (or the part
 * after the dot) name. Unit: MONEY is held in fen and shown to expressions in yuan. */
#define IPA_QUANTITY_TABLE(X)                                                                     \
    X(PERIOD, "period", NONE, NUMBER, PLAIN, "number of this payment date, from 1")               \
    X(FINAL, "final", NONE, CONDITION, PLAIN,                                                     \
      "the last period, or the pool is exhausted and every tranche but the residual stands at "   \
      "zero")                                                                                     \
    X(AFTER, "after", DATE, CONDITION, PLAIN, "this nominal payment date is after the date")      \
    X(YEARS, "years", NONE, NUMBER, PLAIN, "years since closing, ACT/365F, on the nominal date")  \
    X(YEAR_FRACTION, "year_fraction", NONE, NUMBER, PLAIN,                                        \
      "years of this interest period, ACT/365F")                                                  \
    X(COLLECTIONS_INCOME, "collections.income", NONE, NUMBER, MONEY,                              \
      "income collected this period")                                                             \
    X(COLLECTIONS_PRINCIPAL, "collections.principal", NONE, NUMBER, MONEY,                        \
      "scheduled principal collected this period")                                                \
    X(COLLECTIONS_PREPAYMENT, "collections.prepayment", NONE, NUMBER, MONEY,                      \
      "prepaid principal collected this period")                                                  \
    X(COLLECTIONS_RECOVERY, "collections.recovery", NONE, NUMBER, MONEY,                          \
      "recoveries collected this period")                                                         \
    X(COLLECTIONS_TOTAL, "collections.total", NONE, NUMBER, MONEY,                                \
      "all collections of this period")                                                           \
    X(POOL_BALANCE, "pool.balance", NONE, NUMBER, MONEY,                                          \
      "performing principal at the period's end")                                                 \
    X(POOL_ORIGINAL, "pool.original", NONE, NUMBER, MONEY, "principal at the cut-off date")       \
    X(POOL_PURCHASED, "pool.purchased", NONE, NUMBER, MONEY,                                      \
      "principal that revolving purchases have bought so far")                                    \
    X(POOL_DEFAULTED, "pool.defaulted", NONE, NUMBER, MONEY,                                      \
      "claims defaulted since the cut-off date")                                                  \
    X(POOL_NEW_DEFAULTS, "pool.new_defaults", NONE, NUMBER, MONEY,                                \
      "claims defaulted in this period, write-offs included")                                     \
    X(POOL_DELINQUENT, "pool.delinquent", NONE, NUMBER, MONEY,                                    \
      "dues that are late at the period's end")                                                   \
    X(POOL_DELINQUENT_30, "pool.delinquent_30", NONE, NUMBER, MONEY,                              \
      "of them, those late by more than 30 days and at most 60")                                  \
    X(POOL_DELINQUENT_60, "pool.delinquent_60", NONE, NUMBER, MONEY,                              \
      "of them, those late by more than 60 days and at most 90")                                  \
    X(POOL_DELINQUENT_90, "pool.delinquent_90", NONE, NUMBER, MONEY,                              \
      "of them, those late by more than 90 days")                                                 \
    X(IP_VALUE, "ip_value", NONE, NUMBER, MONEY,                                                  \
      "value of the performing contracts' living patents at the period's end, decayed since the " \
      "cut-off date")                                                                             \
    X(ANNUITIES, "annuities", NONE, NUMBER, MONEY,                                                \
      "official annual fees of living patents that fall due in the collection period and that "   \
      "the deal bears")                                                                           \
    X(CUM_DEFAULT_RATE, "cum_default_rate", NONE, NUMBER, PLAIN,                                  \
      "pool.defaulted ÷ pool.original; 0 in a pool without principal")                            \
    X(CUM_NET_LOSS_RATE, "cum_net_loss_rate", NONE, NUMBER, PLAIN,                                \
      "(pool.defaulted − recoveries so far) ÷ pool.original; 0 in a pool without principal")      \
    X(ACCOUNT, "account", ACCOUNT, NUMBER, MONEY, "cash in the account at this point")            \
    X(LEDGER, "ledger", LEDGER, NUMBER, MONEY, "what stands on the ledger at this point")         \
    X(BALANCE, "balance", TRANCHE, NUMBER, MONEY,                                                 \
      "outstanding principal of the tranche at this point")                                       \
    X(OPENING, "opening", TRANCHE, NUMBER, MONEY, "its balance before this date's payments")      \
    X(ORIGINAL, "original", TRANCHE, NUMBER, MONEY, "its balance at closing")                     \
    X(FACTOR, "factor", TRANCHE, NUMBER, PLAIN, "balance ÷ original balance")                     \
    X(FORECAST_INCOME, "forecast.income", NONE, NUMBER, MONEY, "this period's base-case income")  \
    X(FORECAST_PRINCIPAL, "forecast.principal", NONE, NUMBER, MONEY,                              \
      "this period's base-case principal")                                                        \
    X(FORECAST_TOTAL, "forecast.total", NONE, NUMBER, MONEY,                                      \
      "this period's base-case collections")                                                      \
    X(GRADE, "grade", ENTITY, NUMBER, PLAIN,                                                      \
      "its grade in notches, the best grade of the table = 1")                                    \
    X(DUE, "due", PAYEE, NUMBER, MONEY, "due on this date, arrears included, before payments")    \
    X(UNPAID, "unpaid", PAYEE, NUMBER, MONEY, "owed at this point: due less paid on this date")   \
    X(PAID, "paid", PAYEE, NUMBER, MONEY, "paid on this date")                                    \
    X(DRAWS, "draws", SUPPORT, NUMBER, PLAIN, "number of payment dates with a draw so far")       \
    X(DRAWN, "drawn", SUPPORT, NUMBER, MONEY, "drawn so far")                                     \
    X(ON, "on", TRIGGER, CONDITION, PLAIN, "the trigger is on")                                   \
    X(ALIVE, "alive", ENTITY, CONDITION, PLAIN,                                                   \
      "the entity has not defaulted by this payment date")                                        \
    X(COVERAGE, "coverage", TRANCHE, NUMBER, PLAIN,                                               \
      "account(collection) ÷ interest and principal due down to the tranche")                     \
    X(OC, "oc", TRANCHE, NUMBER, PLAIN,                                                           \
      "(pool.balance + account(collection)) ÷ balances down to the tranche")
