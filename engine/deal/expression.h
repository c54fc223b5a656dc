#pragma once
/** The small language of `when`, `limit`, `target`, fee bases and trigger tests.
 *
 *  Knows: parsing, types, names; the result is a stack program over quantities.
 *  Does not know: paths, how a quantity is computed (waterfall/evaluate runs the program).
 */
#include "engine/deal/deal.h"
#include "engine/deal/quantities.h"

typedef enum ipa_quantity {
#define IPA_QUANTITY_ENUM(name, text, argument, type, unit, doc) IPA_QUANTITY_##name,
    IPA_QUANTITY_TABLE(IPA_QUANTITY_ENUM)
#undef IPA_QUANTITY_ENUM
        IPA_N_QUANTITIES
} ipa_quantity;

/* X(enum, symbol, operands). Conditions are 1 (true) and 0 (false). */
#define IPA_OPERATION_TABLE(X) \
    X(CONSTANT, "", 0)         \
    X(QUANTITY, "", 0)         \
    X(ADD, "+", 2)             \
    X(SUBTRACT, "-", 2)        \
    X(MULTIPLY, "*", 2)        \
    X(DIVIDE, "/", 2)          \
    X(NEGATE, "-", 1)          \
    X(MIN, "min", 2)           \
    X(MAX, "max", 2)           \
    X(ABS, "abs", 1)           \
    X(LESS, "<", 2)            \
    X(LESS_EQUAL, "<=", 2)     \
    X(GREATER, ">", 2)         \
    X(GREATER_EQUAL, ">=", 2)  \
    X(EQUAL, "==", 2)          \
    X(NOT_EQUAL, "!=", 2)      \
    X(AND, "and", 2)           \
    X(OR, "or", 2)             \
    X(NOT, "not", 1)           \
    X(IF, "if", 3)

#define IPA_MOST_OPERANDS 3

typedef enum ipa_operation {
#define IPA_OPERATION_ENUM(name, symbol, operands) IPA_OPERATION_##name,
    IPA_OPERATION_TABLE(IPA_OPERATION_ENUM)
#undef IPA_OPERATION_ENUM
        IPA_N_OPERATIONS
} ipa_operation;

/** What an expression may be paid to or owed: dense index space of everything with a due. */
typedef enum ipa_payee_kind {
    IPA_PAYEE_FEE,
    IPA_PAYEE_INTEREST,   /**< of a tranche */
    IPA_PAYEE_PRINCIPAL,  /**< of a tranche */
    IPA_PAYEE_RESIDUAL,   /**< of a tranche */
    IPA_PAYEE_SUPPORT,    /**< reimbursement of a support, and interest on what it gave */
    IPA_PAYEE_COMMITMENT, /**< fee of a support for what is not drawn */
    IPA_PAYEE_TRANCHE     /**< interest + principal; in expressions only */
} ipa_payee_kind;

typedef struct ipa_payee {
    ipa_payee_kind kind;
    int index; /**< fee, tranche or support */
} ipa_payee;

typedef struct ipa_instruction {
    ipa_operation operation;
    double constant;       /**< CONSTANT; the serial day of AFTER */
    ipa_quantity quantity; /**< QUANTITY */
    ipa_payee argument;    /**< its argument; only `index` counts unless the argument is a payee */
} ipa_instruction;

#define IPA_EXPRESSION_DEPTH 32 /* deepest stack of a program; deeper text is a finding */

/** An expression in postfix order. */
typedef struct ipa_program {
    ipa_instruction *instructions;
    int n_instructions;
    bool is_condition;
    const char *text;
} ipa_program;

/** Compiles an expression against the names of a deal. A wrong type, an unknown name (with the
 *  nearest known one) and bad syntax become findings at their place; NULL is returned then, and for
 *  an expression that is not given. @owner the arena. */
ipa_program *ipa_expression_compile(const ipa_deal *deal, ipa_formula formula, bool want_condition,
                                    ipa_arena *arena, ipa_findings *findings);

/** What stands between the brackets of a quantity. */
typedef enum ipa_argument {
    IPA_ARGUMENT_NONE,
    IPA_ARGUMENT_DATE,
    IPA_ARGUMENT_ACCOUNT,
    IPA_ARGUMENT_TRANCHE,
    IPA_ARGUMENT_ENTITY,
    IPA_ARGUMENT_SUPPORT,
    IPA_ARGUMENT_TRIGGER,
    IPA_ARGUMENT_LEDGER,
    IPA_ARGUMENT_PAYEE, /**< a fee, `T.interest`, `T.principal`, `T.residual`, T, or a support */
} ipa_argument;

/** A row of the vocabulary. */
typedef struct ipa_quantity_entry {
    const char *name;
    ipa_argument argument;
    bool is_condition;
    bool is_money; /**< held in fen, shown to expressions in yuan */
    const char *text;
} ipa_quantity_entry;

const ipa_quantity_entry *ipa_expression_quantity(ipa_quantity quantity);

/** What a finding or the vocabulary calls such an argument: `a tranche`; "" for none. */
const char *ipa_expression_argument_text(ipa_argument argument);
