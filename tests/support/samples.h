#pragma once
/** The sample deals of the project, one folder each.
 *
 *  Knows: what lies under deals/.
 *  Does not know: what is tested on them.
 */

enum { SAMPLES_MOST = 64 };

typedef struct sample {
    char folder[512]; /**< the whole path; its last part is the deal's name */
} sample;

/** All of them by name; aborts the test when there are none. Returns how many. */
int samples_list(sample samples[SAMPLES_MOST]);
