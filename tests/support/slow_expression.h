#pragma once
/** Expressions read and computed in one go, straight from their text.
 *
 *  Knows: numbers, `+ - * /`, comparisons, `and or not`, brackets, the functions of the format.
 *  Does not know: quantities (whoever asks answers them), types, programs, rows of paths.
 */

/** Whose quantities an expression is made of. */
typedef struct slow_reader {
    void *world;
    /** `name` alone or `name(argument)`; argument "" where there is none. */
    double (*quantity)(void *world, const char *name, const char *argument);
    /** Whether the date of `stepped` has been passed, as `after` says it. */
    double (*after)(void *world, const char *date);
    double nearest; /**< smallest relative distance of two figures compared, unless both are zero:
                         below 1e-9 the outcome may hang on the last bits */
} slow_reader;

/** The value; conditions are 1 and 0. Aborts the test where the text is not of the language. */
double slow_expression(slow_reader *reader, const char *text);

/** Notes how near two figures that are compared come. */
void slow_expression_compared(slow_reader *reader, double left, double right);
