/* Any bytes as a tape of each kind: read, bound by the table of columns. Every cell stands inside
 * the text, and whatever is wrong is a finding. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/bind.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes) {
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    const char *text = NULL;
    size_t n_text = 0;
    if (ipa_text_decode(arena, (const char *)bytes, n_bytes, &text, &n_text, NULL, NULL) ==
        IPA_OK) {
        const ipa_tape *tape = ipa_tape_parse("t.csv", text, n_text, arena, &findings);
        for (size_t row = 0; row < tape->n_rows; row++)
            for (size_t column = 0; column < tape->n_columns; column++) {
                const ipa_cell *cell = ipa_tape_cell(tape, row, column);
                if (!cell->text || cell->mark.line < 1 || cell->mark.column < 1 ||
                    strlen(cell->text) > n_text)
                    abort();
            }
        ipa_bind bind = {.arena = arena, .findings = &findings};
        for (int kind = 0; kind < IPA_N_TAPES; kind++) {
            int n_rows = 0;
            ipa_bind_tape(&bind, &ipa_fields_tapes[kind], tape, &n_rows);
            if ((size_t)n_rows != tape->n_rows)
                abort();
        }
    }
    ipa_findings_text(&findings, arena, IPA_FORMAT_JSON, false);
    ipa_arena_destroy(arena);
    return 0;
}
