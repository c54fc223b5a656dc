#pragma once
/** The program run as a user runs it: a line of shell in a folder of its own.
 *
 *  Knows: a folder for each test, the exit status, what was printed on both streams.
 *  Does not know: what a command should say.
 */

typedef struct shell_outcome {
    int exit;
    char text[4 << 20];
} shell_outcome;

/** For a suite's .init and .fini. */
void shell_enter(void);
void shell_leave(void);

/** The folder of the test. */
const char *shell_folder(void);

/** Runs the line in the test's folder, `ipabs` being the program; both streams joined unless it
 *  redirects them. Until the next call. */
shell_outcome *shell_run(const char *line);
