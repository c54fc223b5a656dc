#pragma once
/** Finished scenarios kept on disk until the whole deck is done, so that an interrupted run can be
 *  taken up where it ended.
 *
 *  Knows: one small file a scenario, named by everything its figures depend on; a file is there
 *  whole or not at all.
 *  Does not know: how a figure came to be.
 */
#include "engine/base/sha256.h"
#include "engine/simulate/stress_result.h"

/** What the figures of a scenario depend on beside its overlay. */
typedef struct ipa_resume_key {
    const char *deal_sha256;
    const char *sampler;
    long n_paths;
    unsigned long long seed;
    bool has_json;
    int n_tranches;
} ipa_resume_key;

/** The name of a scenario's file: a digest of the key, the program's version, the scenario's name
 *  and its overlay. @shape name[IPA_SHA256_TEXT] */
void ipa_resume_name(const ipa_resume_key *key, const ipa_stress_scenario *scenario, char *name);

/** Makes the folder. @errors IPA_OUTPUT. */
ipa_status ipa_resume_open(const char *folder, ipa_error *error) IPA_MUST_USE;

/** Fills the figures from the folder; false where it has none, or a damaged file. Name, title and
 *  overlay stay as they are. @owner the arena. */
bool ipa_resume_take(const char *folder, const ipa_resume_key *key, ipa_arena *arena,
                     ipa_stress_scenario *scenario);

/** Keeps a finished scenario. @errors IPA_OUTPUT. */
ipa_status ipa_resume_keep(const char *folder, const ipa_resume_key *key,
                           const ipa_stress_scenario *scenario, ipa_error *error) IPA_MUST_USE;

/** Removes what was kept, and the folder when nothing else is in it. */
void ipa_resume_close(const char *folder);
