#include "cli/decks.h"

ipa_status ipa_decks_load(const ipa_options *options, const ipa_overlay_base *base,
                          const ipa_deal *deal, ipa_arena *arena, ipa_deck ***decks,
                          ipa_error *error) {
    ipa_status status = IPA_OK;
    ipa_findings findings = ipa_findings_make(arena);
    *decks = IPA_NEW_ARRAY(arena, options->n_decks, ipa_deck *);
    for (int n = 0; n < options->n_decks; n++)
        IPA_TRY(ipa_deck_read(options->decks[n], arena, &findings, &(*decks)[n], error));
    for (int n = 0; n < options->n_decks; n++)
        if ((*decks)[n] != NULL)
            IPA_TRY(ipa_deck_judge((*decks)[n], base, deal, &findings, error));
    if (options->n_decks > 0)
        IPA_TRY(ipa_commands_judge(options, &findings, arena, error));
out:
    return status;
}
