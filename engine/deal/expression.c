#include "engine/deal/expression.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/assembly.h"
#include "engine/deal/names.h"
#include "engine/deal/operation.h"
#include "engine/deal/payee.h"
#include "engine/deal/token.h"

/* Recursion of the parser is bounded apart from the stack of the program: brackets leave no trace
 * in it. */
enum { DEEPEST_NESTING = 64, LONGEST_TEXT = 4096, HIGHEST_PRECEDENCE = 4 };

typedef enum value_type { NUMBER, CONDITION, UNKNOWN } value_type;

/** An operand already emitted: its type and the text it came from. */
typedef struct operand {
    value_type type;
    size_t start, end;
} operand;

typedef struct parser {
    const ipa_deal *deal;
    ipa_formula formula;
    ipa_arena *arena;
    ipa_findings *findings;
    ipa_token token; /**< the next one, not yet taken */
    size_t last_end; /**< where the token taken last ended */
    ipa_assembly code;
    int nesting;
    bool failed;
} parser;

static const ipa_quantity_entry quantities[IPA_N_QUANTITIES] = {
#define TYPE_NUMBER false
#define TYPE_CONDITION true
#define UNIT_PLAIN false
#define UNIT_MONEY true
#define ROW(name, text, argument, type, unit, doc) \
    {text, IPA_ARGUMENT_##argument, TYPE_##type, UNIT_##unit, doc},
    IPA_QUANTITY_TABLE(ROW)
#undef ROW
#undef TYPE_NUMBER
#undef TYPE_CONDITION
#undef UNIT_PLAIN
#undef UNIT_MONEY
};

/* Signs and words of other languages, and what is written here. */
static const struct {
    const char *text, *hint;
} habits[] = {
    {"=", "write `==`"},
    {"&", "write `and`"},
    {"|", "write `or`"},
    {"!", "write `not`"},
    {"%", "write 0.0279, not 2.79%"},
    {"true", "write a condition such as `1 > 0`"},
    {"false", "write a condition such as `0 > 1`"},
};

static const struct {
    const char *name;
    ipa_operation operation;
} functions[] = {{"min", IPA_OPERATION_MIN},
                 {"max", IPA_OPERATION_MAX},
                 {"abs", IPA_OPERATION_ABS},
                 {"if", IPA_OPERATION_IF},
                 {"stepped", IPA_OPERATION_IF}};
static const char *const connectives[] = {"and", "or", "not"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const ipa_quantity_entry *ipa_expression_quantity(ipa_quantity quantity) {
    IPA_ASSERT((int)quantity >= 0 && quantity < IPA_N_QUANTITIES);
    return &quantities[quantity];
}

/* ---- findings ---- */

static IPA_PRINTF(6, 7) void report(parser *p, ipa_code code, size_t start, size_t end,
                                    const char *hint, const char *format, ...) {
    ipa_mark mark = p->formula.mark;
    if (mark.line > 0) {
        mark.column += ipa_token_characters(p->formula.text, 0, start);
        mark.width = ipa_token_characters(p->formula.text, start, end);
    }
    va_list arguments;
    va_start(arguments, format);
    const char *message = ipa_arena_vformat(p->arena, format, arguments);
    va_end(arguments);
    ipa_findings_add(p->findings, code, mark, p->formula.field, hint, "%s", message);
    p->failed = true;
}

static const char *text_of(const parser *p, size_t start, size_t end) {
    return ipa_arena_copy_n(p->arena, p->formula.text + start, end - start);
}

static const char *token_text(const parser *p) {
    return text_of(p, p->token.start, p->token.end);
}

static const char *suggestion(parser *p, const char *name, const char *const *candidates,
                              int n_candidates) {
    int at = ipa_text_nearest(name, candidates, (size_t)n_candidates);
    return at < 0 ? NULL : ipa_arena_format(p->arena, "did you mean `%s`?", candidates[at]);
}

/** Nothing after this point is judged: the end is reached at once. */
static void stop(parser *p) {
    size_t n_bytes = strlen(p->formula.text);
    p->token = (ipa_token){IPA_TOKEN_END, n_bytes, n_bytes, 0};
    p->failed = true;
}

static void syntax_error(parser *p, const char *expected) {
    if (p->failed && p->token.kind == IPA_TOKEN_END)
        return; /* already stopped */
    const char *text = token_text(p), *hint = NULL;
    for (size_t at = 0; at < COUNT(habits); at++)
        if (strcmp(text, habits[at].text) == 0)
            hint = habits[at].hint;
    if (p->token.kind == IPA_TOKEN_END)
        report(p, IPA_E0301_EXPRESSION_SYNTAX, p->token.start, p->token.end, hint,
               "the expression ends where %s is expected", expected);
    else
        report(p, IPA_E0301_EXPRESSION_SYNTAX, p->token.start, p->token.end, hint,
               "`%s` stands where %s is expected", text, expected);
    stop(p);
}

/* ---- tokens and code ---- */

static void take(parser *p) {
    p->last_end = p->token.end;
    p->token = ipa_token_read(p->formula.text, p->token.end);
}

static bool token_is(const parser *p, const char *word) {
    size_t n_bytes = p->token.end - p->token.start;
    return p->token.kind == IPA_TOKEN_NAME && strlen(word) == n_bytes &&
           memcmp(p->formula.text + p->token.start, word, n_bytes) == 0;
}

static bool expect(parser *p, ipa_token_kind kind, const char *expected) {
    if (p->token.kind != kind) {
        syntax_error(p, expected);
        return false;
    }
    take(p);
    return true;
}

static void emit_operation(parser *p, ipa_operation operation, size_t start) {
    ipa_assembled became = ipa_assembly_operate(&p->code, operation);
    if (p->failed || became == IPA_ASSEMBLED)
        return;
    if (became == IPA_ASSEMBLED_DIVISION_BY_ZERO)
        report(p, IPA_E0308_EXPRESSION_NO_VALUE, start, p->last_end, NULL, "division by zero");
    else
        report(p, IPA_E0308_EXPRESSION_NO_VALUE, start, p->last_end, NULL,
               "`%s` is beyond the range of numbers", text_of(p, start, p->last_end));
}

static void require(parser *p, operand value, value_type wanted) {
    if (value.type == wanted || value.type == UNKNOWN)
        return;
    report(p, IPA_E0303_EXPRESSION_TYPE, value.start, value.end,
           wanted == CONDITION ? "compare it with something, as in `balance(A) <= 0`" : NULL,
           "`%s` is a %s where a %s is due", text_of(p, value.start, value.end),
           value.type == NUMBER ? "number" : "condition",
           wanted == NUMBER ? "number" : "condition");
}

/* ---- names ---- */

static const struct {
    ipa_name_kind kind;
    const char *text;
} argument_kinds[] = {
    [IPA_ARGUMENT_NONE] = {IPA_N_NAME_KINDS, ""},
    [IPA_ARGUMENT_DATE] = {IPA_N_NAME_KINDS, "a date"},
    [IPA_ARGUMENT_ACCOUNT] = {IPA_NAME_ACCOUNT, "an account"},
    [IPA_ARGUMENT_TRANCHE] = {IPA_NAME_TRANCHE, "a tranche"},
    [IPA_ARGUMENT_ENTITY] = {IPA_NAME_ENTITY, "an entity"},
    [IPA_ARGUMENT_SUPPORT] = {IPA_NAME_SUPPORT, "a support"},
    [IPA_ARGUMENT_TRIGGER] = {IPA_NAME_TRIGGER, "a trigger"},
    [IPA_ARGUMENT_LEDGER] = {IPA_NAME_LEDGER, "a ledger"},
    [IPA_ARGUMENT_PAYEE] = {IPA_N_NAME_KINDS, "a fee, a tranche's due or a support"},
};

const char *ipa_expression_argument_text(ipa_argument argument) {
    return argument_kinds[argument].text;
}

/** Everything the argument may name, for the nearest of them. */
static const char **candidates_of(parser *p, ipa_argument argument, int *n_candidates) {
    const char **names = NULL;
    *n_candidates = 0;
    static const ipa_name_kind payee_kinds[] = {IPA_NAME_FEE, IPA_NAME_TRANCHE, IPA_NAME_SUPPORT};
    bool any_payee = argument == IPA_ARGUMENT_PAYEE;
    const ipa_name_kind *kinds = any_payee ? payee_kinds : &argument_kinds[argument].kind;
    for (size_t at = 0; at < (any_payee ? COUNT(payee_kinds) : 1); at++)
        for (int i = 0; i < ipa_names_count(p->deal, kinds[at]); i++)
            IPA_PUSH(p->arena, names, *n_candidates, ipa_names_id(p->deal, kinds[at], i));
    for (int n = 0; any_payee && n < p->deal->n_support; n++)
        if (p->deal->support[n].commitment_rate.given)
            IPA_PUSH(p->arena, names, *n_candidates,
                     ipa_arena_format(p->arena, "%s.fee", p->deal->support[n].id));
    static const char *const suffixes[] = {"interest", "principal", "residual"};
    for (int t = 0; any_payee && t < p->deal->n_tranches; t++)
        for (size_t at = 0; at < COUNT(suffixes); at++)
            IPA_PUSH(p->arena, names, *n_candidates,
                     ipa_arena_format(p->arena, "%s.%s", p->deal->tranches[t].id, suffixes[at]));
    return names;
}

static void unknown_argument(parser *p, ipa_argument argument, ipa_token token) {
    const char *name = text_of(p, token.start, token.end);
    int n_candidates;
    const char **candidates = candidates_of(p, argument, &n_candidates);
    const char *hint = suggestion(p, name, candidates, n_candidates);
    for (int kind = 0; kind < IPA_N_NAME_KINDS; kind++)
        if (ipa_names_find(p->deal, (ipa_name_kind)kind, name) >= 0) {
            report(p, IPA_E0304_EXPRESSION_ARGUMENT, token.start, token.end, hint,
                   "`%s` is %s, and %s is expected here", name,
                   ipa_names_kind_text((ipa_name_kind)kind), argument_kinds[argument].text);
            return;
        }
    report(p, IPA_E0302_EXPRESSION_NAME, token.start, token.end, hint, "`%s` does not name %s",
           name, argument_kinds[argument].text);
}

static void resolve_argument(parser *p, ipa_argument argument, ipa_token token,
                             ipa_instruction *instruction) {
    const char *name = text_of(p, token.start, token.end);
    ipa_date date;
    if (argument == IPA_ARGUMENT_DATE) {
        if (ipa_date_parse(name, &date))
            instruction->constant = date;
        else
            report(p, IPA_E0304_EXPRESSION_ARGUMENT, token.start, token.end,
                   "write a date as \"2027-07-25\"", "`%s` is not a date", name);
        return;
    }
    if (argument == IPA_ARGUMENT_PAYEE) {
        if (!ipa_payee_find(p->deal, name, &instruction->argument))
            unknown_argument(p, argument, token);
        return;
    }
    int index = ipa_names_find(p->deal, argument_kinds[argument].kind, name);
    instruction->argument.index = index < 0 ? 0 : index;
    if (index < 0)
        unknown_argument(p, argument, token);
    else if (instruction->quantity == IPA_QUANTITY_GRADE &&
             p->deal->entities[index].credit.rating.id == NULL)
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, token.start, token.end, NULL,
               "`%s` has no rating, so it has no grade", name);
}

/** The bracket after a quantity; the next token is what follows it. */
static void parse_argument(parser *p, const ipa_quantity_entry *entry, size_t start,
                           ipa_instruction *instruction) {
    bool bracket = p->token.kind == IPA_TOKEN_OPEN;
    if (!bracket && entry->argument != IPA_ARGUMENT_NONE)
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, start, p->last_end, NULL,
               "`%s` needs %s in brackets", entry->name, argument_kinds[entry->argument].text);
    if (!bracket)
        return;
    size_t after;
    ipa_token token = ipa_token_read_argument(p->formula.text, p->token.end, &after);
    if (entry->argument == IPA_ARGUMENT_NONE)
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, p->token.start, after,
               ipa_arena_format(p->arena, "write `%s` alone", entry->name),
               "`%s` takes nothing in brackets", entry->name);
    else if (token.kind == IPA_TOKEN_NAME)
        resolve_argument(p, entry->argument, token, instruction);
    else if (p->formula.text[after] == ')')
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, start, after + 1, NULL,
               "`%s` needs %s in brackets", entry->name, argument_kinds[entry->argument].text);
    p->token = ipa_token_read(p->formula.text, after);
    expect(p, IPA_TOKEN_CLOSE, "`)`");
}

static void unknown_quantity(parser *p, size_t start, size_t end) {
    const char *name = text_of(p, start, end);
    ipa_payee payee;
    const char *hint = NULL;
    if (ipa_payee_find(p->deal, name, &payee))
        hint = ipa_arena_format(p->arena, "write `due(%s)`, `paid(%s)` or `unpaid(%s)`", name, name,
                                name);
    for (size_t at = 0; at < COUNT(habits); at++)
        if (strcmp(name, habits[at].text) == 0)
            hint = habits[at].hint;
    const char *candidates[IPA_N_QUANTITIES + COUNT(functions) + COUNT(connectives)];
    int n_candidates = 0;
    for (int q = 0; q < IPA_N_QUANTITIES; q++)
        candidates[n_candidates++] = quantities[q].name;
    for (size_t at = 0; at < COUNT(functions); at++)
        candidates[n_candidates++] = functions[at].name;
    for (size_t at = 0; at < COUNT(connectives); at++)
        candidates[n_candidates++] = connectives[at];
    report(p, IPA_E0302_EXPRESSION_NAME, start, end,
           hint ? hint : suggestion(p, name, candidates, n_candidates), "unknown name `%s`", name);
}

static value_type parse_quantity(parser *p) {
    size_t start = p->token.start, end = p->token.end;
    int q = 0;
    while (q < IPA_N_QUANTITIES && !token_is(p, quantities[q].name))
        q++;
    take(p);
    if (q < IPA_N_QUANTITIES) {
        ipa_instruction instruction = {.operation = IPA_OPERATION_QUANTITY,
                                       .quantity = (ipa_quantity)q};
        parse_argument(p, &quantities[q], start, &instruction);
        ipa_assembly_push(&p->code, instruction);
        return quantities[q].is_condition ? CONDITION : NUMBER;
    }
    unknown_quantity(p, start, end);
    if (p->token.kind == IPA_TOKEN_OPEN) { /* what its brackets hold cannot be judged */
        size_t after;
        ipa_token_read_argument(p->formula.text, p->token.end, &after);
        p->token = ipa_token_read(p->formula.text, after);
        expect(p, IPA_TOKEN_CLOSE, "`)`");
    }
    ipa_assembly_constant(&p->code, 1);
    return UNKNOWN;
}

/* ---- grammar ---- */

static operand parse_expression(parser *p, int precedence);

static value_type parse_numbers(parser *p, ipa_operation operation, const char *name) {
    size_t start = p->token.start;
    int n_arguments = 0;
    take(p);
    if (!expect(p, IPA_TOKEN_OPEN, "`(`"))
        return UNKNOWN;
    do {
        if (n_arguments > 0)
            take(p); /* the comma */
        require(p, parse_expression(p, 0), NUMBER);
        if (++n_arguments > 1 && operation != IPA_OPERATION_ABS)
            emit_operation(p, operation, start);
    } while (p->token.kind == IPA_TOKEN_COMMA);
    if (!expect(p, IPA_TOKEN_CLOSE, "`)`"))
        return UNKNOWN;
    bool is_abs = operation == IPA_OPERATION_ABS;
    if (is_abs ? n_arguments != 1 : n_arguments < 2)
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, start, p->last_end, NULL, "`%s` takes %s", name,
               is_abs ? "one number" : "two numbers or more");
    else if (is_abs)
        emit_operation(p, operation, start);
    return NUMBER;
}

static value_type parse_if(parser *p) {
    size_t start = p->token.start;
    take(p);
    if (!expect(p, IPA_TOKEN_OPEN, "`(`"))
        return UNKNOWN;
    require(p, parse_expression(p, 0), CONDITION);
    if (!expect(p, IPA_TOKEN_COMMA, "`,`"))
        return UNKNOWN;
    operand value = parse_expression(p, 0);
    if (!expect(p, IPA_TOKEN_COMMA, "`,`"))
        return UNKNOWN;
    operand otherwise = parse_expression(p, 0);
    if (value.type != UNKNOWN)
        require(p, otherwise, value.type);
    if (!expect(p, IPA_TOKEN_CLOSE, "`)`"))
        return UNKNOWN;
    emit_operation(p, IPA_OPERATION_IF, start);
    return value.type != UNKNOWN ? value.type : otherwise.type;
}

/** A quoted date, later than the one before it (0: none); 0 after a finding. */
static ipa_date parse_step_date(parser *p, ipa_date before) {
    ipa_token token = p->token;
    ipa_date date = 0;
    if (!expect(p, IPA_TOKEN_TEXT, "a date such as \"2027-07-25\""))
        return 0;
    const char *text = text_of(p, token.start + 1, token.end - 1);
    if (!ipa_date_parse(text, &date))
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, token.start, token.end,
               "write a date as \"2027-07-25\"", "`%s` is not a date", text);
    else if (before != 0 && date <= before)
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, token.start, token.end,
               "write the dates of `stepped` in order", "%s does not come after the date before it",
               text);
    return date;
}

/* `after(date)` value: what `stepped` becomes in postfix order is a ladder,
 *     after₁ … afterₙ  vₙ  vₙ₋₁ if … v₀ if
 * whose rungs take one place of the stack each, not two. A new step goes behind the conditions, and
 * its `if` behind the value that stood there. */
static void add_step(parser *p, int behind, int n_value, int new) {
    const int n_new = p->code.n_code - new;
    ipa_assembly_rotate(&p->code, behind, new);
    ipa_assembly_push(&p->code, (ipa_instruction){.operation = IPA_OPERATION_IF});
    ipa_assembly_rotate(&p->code, behind + n_new + n_value, p->code.n_code - 1);
}

static value_type parse_stepped(parser *p) {
    const size_t start = p->token.start;
    int conditions_end = p->code.n_code, n_steps = 0;
    ipa_date date = 0;
    take(p);
    if (!expect(p, IPA_TOKEN_OPEN, "`(`"))
        return UNKNOWN;
    require(p, parse_expression(p, 0), NUMBER);
    int n_value = p->code.n_code - conditions_end;
    for (; p->token.kind == IPA_TOKEN_COMMA; n_steps++) {
        const int new = p->code.n_code;
        take(p);
        date = parse_step_date(p, date);
        if (!expect(p, IPA_TOKEN_COMMA, "`,` and the value after the date"))
            return UNKNOWN;
        ipa_assembly_push(&p->code, (ipa_instruction){.operation = IPA_OPERATION_QUANTITY,
                                                      .quantity = IPA_QUANTITY_AFTER,
                                                      .constant = date});
        require(p, parse_expression(p, 0), NUMBER);
        const int n_next = p->code.n_code - new - 1;
        add_step(p, conditions_end++, n_value, new);
        n_value = n_next;
    }
    if (!expect(p, IPA_TOKEN_CLOSE, "`)`"))
        return UNKNOWN;
    if (n_steps == 0)
        report(p, IPA_E0304_EXPRESSION_ARGUMENT, start, p->last_end,
               "write `stepped(0.1, \"2027-07-25\", 0.05)`",
               "`stepped` takes a value, and a date and a value for each step");
    return NUMBER;
}

static value_type parse_function(parser *p, size_t which) {
    if (strcmp(functions[which].name, "stepped") == 0)
        return parse_stepped(p);
    if (functions[which].operation == IPA_OPERATION_IF)
        return parse_if(p);
    return parse_numbers(p, functions[which].operation, functions[which].name);
}

static value_type parse_name(parser *p) {
    for (size_t at = 0; at < COUNT(functions); at++)
        if (token_is(p, functions[at].name))
            return parse_function(p, at);
    for (size_t at = 0; at < COUNT(connectives); at++)
        if (token_is(p, connectives[at])) {
            syntax_error(p, "a value");
            return UNKNOWN;
        }
    return parse_quantity(p);
}

static operand parse_prefixed(parser *p, ipa_operation operation, int precedence, value_type type) {
    size_t start = p->token.start;
    take(p);
    require(p, parse_expression(p, precedence), type);
    emit_operation(p, operation, start);
    return (operand){type, start, p->last_end};
}

static operand parse_primary(parser *p) {
    operand value = {UNKNOWN, p->token.start, p->token.end};
    switch (p->token.kind) {
    case IPA_TOKEN_NUMBER:
        ipa_assembly_constant(&p->code, p->token.number);
        value.type = NUMBER;
        take(p);
        break;
    case IPA_TOKEN_NAME:
        value.type = parse_name(p);
        break;
    case IPA_TOKEN_OPEN:
        take(p);
        value.type = parse_expression(p, 0).type;
        expect(p, IPA_TOKEN_CLOSE, "`)`");
        break;
    default:
        syntax_error(p, "a value");
    }
    if (p->code.n_code == 0)
        ipa_assembly_constant(&p->code, 1);
    value.end = p->last_end > value.start ? p->last_end : value.start;
    return value;
}

/** The binary operation the next token stands for, at exactly this precedence. */
static bool binary_operation(const parser *p, int precedence, ipa_operation *operation) {
    for (int at = 0; at < IPA_N_OPERATIONS; at++) {
        ipa_operation candidate = (ipa_operation)at;
        const char *symbol = ipa_operation_symbol(candidate);
        size_t n_bytes = p->token.end - p->token.start;
        if (ipa_operation_precedence(candidate) != precedence || strlen(symbol) != n_bytes ||
            strncmp(p->formula.text + p->token.start, symbol, n_bytes) != 0)
            continue;
        *operation = candidate;
        return true;
    }
    return false;
}

static operand parse_operand(parser *p, int precedence) {
    if (precedence == IPA_PRECEDENCE_COMPARISON && token_is(p, "not"))
        return parse_prefixed(p, IPA_OPERATION_NOT, precedence, CONDITION);
    if (precedence < HIGHEST_PRECEDENCE)
        return parse_expression(p, precedence + 1);
    if (p->token.kind == IPA_TOKEN_SUBTRACT)
        return parse_prefixed(p, IPA_OPERATION_NEGATE, HIGHEST_PRECEDENCE + 1, NUMBER);
    return parse_primary(p);
}

/** Precedence climbing: 0 `or`, 1 `and`, 2 comparisons (after `not`), 3 sums, 4 products. */
static operand parse_level(parser *p, int precedence) {
    if (precedence > HIGHEST_PRECEDENCE)
        return p->token.kind == IPA_TOKEN_SUBTRACT ? parse_operand(p, HIGHEST_PRECEDENCE)
                                                   : parse_primary(p);
    operand left = parse_operand(p, precedence);
    ipa_operation operation;
    bool compared = false;
    while (binary_operation(p, precedence, &operation)) {
        if (compared) {
            report(p, IPA_E0305_EXPRESSION_CHAINED, p->token.start, p->token.end,
                   "write `a < b and b < c`", "comparisons cannot be chained");
            stop(p);
            break;
        }
        value_type wanted = precedence < IPA_PRECEDENCE_COMPARISON ? CONDITION : NUMBER;
        take(p);
        require(p, left, wanted);
        require(p, parse_operand(p, precedence), wanted);
        emit_operation(p, operation, left.start);
        compared = precedence == IPA_PRECEDENCE_COMPARISON;
        left = (operand){compared ? CONDITION : wanted, left.start, p->last_end};
    }
    return left;
}

static operand parse_expression(parser *p, int precedence) {
    if (++p->nesting > DEEPEST_NESTING * (HIGHEST_PRECEDENCE + 2)) {
        if (!p->failed)
            report(p, IPA_E0306_EXPRESSION_TOO_DEEP, p->token.start, p->token.end,
                   "split it with `min`, `max` or a trigger",
                   "the expression is nested too deep to be read");
        stop(p);
    }
    operand value = parse_level(p, precedence);
    p->nesting--;
    return value;
}

ipa_program *ipa_expression_compile(const ipa_deal *deal, ipa_formula formula, bool want_condition,
                                    ipa_arena *arena, ipa_findings *findings) {
    if (formula.text == NULL)
        return NULL;
    parser p = {.deal = deal,
                .formula = formula,
                .arena = arena,
                .findings = findings,
                .code = {.arena = arena}};
    size_t n_bytes = strlen(formula.text);
    if (n_bytes > LONGEST_TEXT) {
        report(&p, IPA_E0306_EXPRESSION_TOO_DEEP, 0, n_bytes, NULL,
               "the expression is longer than %d bytes", LONGEST_TEXT);
        return NULL;
    }
    p.token = ipa_token_read(formula.text, 0);
    operand value = parse_expression(&p, 0);
    if (p.token.kind != IPA_TOKEN_END)
        syntax_error(&p, "an operator or the end");
    if (!p.failed)
        require(&p, value, want_condition ? CONDITION : NUMBER);
    if (!p.failed && ipa_assembly_depth(&p.code) > IPA_EXPRESSION_DEPTH)
        report(&p, IPA_E0306_EXPRESSION_TOO_DEEP, 0, n_bytes,
               "write the longer side of an operator first",
               "the expression needs more than %d intermediate figures", IPA_EXPRESSION_DEPTH);
    if (p.failed)
        return NULL;
    ipa_program *program = IPA_NEW(arena, ipa_program);
    *program = (ipa_program){p.code.code, p.code.n_code, want_condition, formula.text};
    return program;
}
