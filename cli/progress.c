#include "cli/progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A signal handler can reach nothing but a global. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

ipa_progress ipa_progress_start(ipa_when when) {
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return (ipa_progress){.visible = when == IPA_WHEN_ALWAYS ||
                                     (when == IPA_WHEN_AUTO && isatty(STDERR_FILENO)),
                          .shown_permille = -1,
                          .unit = "paths",
                          .scale = 1};
}

bool ipa_progress_report(void *context, long done, long total) {
    enum { WIDTH = 40 };
    ipa_progress *progress = context;
    int permille = total > 0 ? (int)(1000.0 * (double)done / (double)total) : 1000;
    if (progress->visible && permille != progress->shown_permille) {
        char bar[WIDTH + 1];
        int filled = permille * WIDTH / 1000;
        memset(bar, '.', WIDTH);
        memset(bar, '#', (size_t)filled);
        bar[WIDTH] = '\0';
        fprintf(stderr, "\r[%s] %5.1f%%  %ld / %ld %s", bar, permille / 10.0,
                done / progress->scale, total / progress->scale, progress->unit);
        fflush(stderr);
        progress->shown_permille = permille;
    }
    return !interrupted;
}

void ipa_progress_finish(ipa_progress *progress) {
    if (progress->visible && progress->shown_permille >= 0)
        fputs("\r\033[K", stderr);
}
