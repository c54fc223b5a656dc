#pragma once
/** Finished parts of a deck kept on disk until the whole deck is done, so that an interrupted run
 *  can be taken up where it ended.
 *
 *  Knows: one small file a part, named by everything its figures depend on; a file is there whole
 *  or not at all. Threads may keep parts at the same time.
 *  Does not know: what a part is.
 */
#include "engine/simulate/stress_result.h"
#include "scenarios/archive.h"

/** Where parts are kept, and the deal they are of. */
typedef struct ipa_resume {
    const char *folder; /**< NULL: nowhere */
    bool takes;         /**< what an earlier run left is taken up */
    const char *deal_sha256, *sampler;
} ipa_resume;

/** One part: the texts that tell it from every other, and the list of its figures. */
typedef struct ipa_resume_part {
    const char *kind; /**< `scenario`, `sensitivity` … */
    long n_paths;
    long long seed;           /**< of the sample; −1 for either: as the deal says */
    const char *const *marks; /**< [n_marks] none NULL */
    int n_marks;
    const ipa_stress_override *overlay; /**< [n_overlay] */
    int n_overlay;
    void (*pass)(ipa_archive *with, void *figures);
    void *figures;
} ipa_resume_part;

/** Makes the folder, where there is to be one. @errors IPA_OUTPUT. */
ipa_status ipa_resume_open(const ipa_resume *at, ipa_error *error) IPA_MUST_USE;

/** Fills the figures from the folder; false where it has none: damaged ones leave them in any
 *  state. NULL: nothing is kept. @owner the arena. */
bool ipa_resume_take(const ipa_resume *at, const ipa_resume_part *part, ipa_arena *arena);

/** Keeps a finished part. NULL: does nothing. @errors IPA_OUTPUT. */
ipa_status ipa_resume_keep(const ipa_resume *at, const ipa_resume_part *part,
                           ipa_error *error) IPA_MUST_USE;

/** Removes what was kept, and the folder when nothing else is in it. */
void ipa_resume_close(const ipa_resume *at);
