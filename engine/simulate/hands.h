#pragma once
/** Many hands on one job: the same work done by several threads at once.
 *
 *  Knows: threads, processors.
 *  Does not know: what is worked on; the work itself takes the next piece until there is none.
 */
#include <stddef.h>

enum { IPA_HANDS_MOST = 256 };

/** How many hands to work with: as many as wanted, or one a processor when that is 0, but no more
 *  than there are jobs. @ensures 1…IPA_HANDS_MOST. */
int ipa_hands_count(int wanted, long n_jobs);

/** Calls `work` at once on each of the n contexts, `size` bytes apart (0: all share one), and waits
 *  until all are done. The first is the caller's own thread; a thread that cannot be had is done
 *  without, so that its context is never worked on. */
void ipa_hands_run(void *(*work)(void *), void *contexts, size_t size, int n);
