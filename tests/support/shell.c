#include "tests/support/shell.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

void shell_enter(void) {
    strcpy(folder, "/tmp/ipabs-cli-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

void shell_leave(void) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

const char *shell_folder(void) {
    return folder;
}

shell_outcome *shell_run(const char *line) {
    static shell_outcome result;
    char command[4096];
    snprintf(command, sizeof command, "cd %s && ipabs() { %s \"$@\"; }; { %s; } 2>&1", folder,
             IPABS_PROGRAM, line);
    FILE *stream = popen(command, "r");
    cr_assert_not_null(stream);
    const size_t length = fread(result.text, 1, sizeof result.text - 1, stream);
    result.text[length] = '\0';
    result.exit = WEXITSTATUS(pclose(stream));
    return &result;
}
