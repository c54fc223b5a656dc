/* Every job is done once, by as many hands as there is work for. */
#include <criterion/criterion.h>
#include <stdatomic.h>

#include "engine/simulate/hands.h"

enum { N_JOBS = 1000 };

static atomic_long next;
static atomic_int done[N_JOBS];

static void *work(void *context) {
    long job, n_own = 0;
    while ((job = atomic_fetch_add(&next, 1)) < N_JOBS) {
        atomic_fetch_add(&done[job], 1);
        n_own++;
    }
    *(long *)context += n_own;
    return NULL;
}

Test(hands, every_job_is_done_once) {
    long n_done[5] = {0};
    ipa_hands_run(work, n_done, sizeof *n_done, 5);
    for (int job = 0; job < N_JOBS; job++)
        cr_assert_eq(atomic_load(&done[job]), 1);
    cr_expect_eq(n_done[0] + n_done[1] + n_done[2] + n_done[3] + n_done[4], N_JOBS);
}

Test(hands, no_more_hands_than_jobs) {
    cr_expect_eq(ipa_hands_count(8, 3), 3);
    cr_expect_eq(ipa_hands_count(2, 1000), 2);
    cr_expect_eq(ipa_hands_count(5, 0), 1);
    cr_expect_eq(ipa_hands_count(100000, 1000000), IPA_HANDS_MOST);
    cr_expect_geq(ipa_hands_count(0, 1000), 1);
}
