#pragma once
/** Overrides of tape cells: `contracts[L1].recovery_mean=0.2` sets one, `contracts[*].deposit=*1.1`
 *  scales a whole column.
 *
 *  Knows: the tapes of the pool by name, their rows by id, a value or a factor (`*1.1`).
 *  Does not know: what a column means beyond whether it is money.
 */
#include "engine/deal/fields.h"
#include "engine/deal/tape.h"

typedef struct ipa_tape_override {
    ipa_tape_kind tape;
    const char *path;
    const char *row;    /**< id, or `*` */
    const char *column; /**< a column's name or alias */
    const char *value;
    ipa_mark mark;
    bool applied; /**< or refused with a finding */
} ipa_tape_override;

/** Whether the path names a cell of a tape (obligors, contracts, patents). @owner the arena. */
bool ipa_tape_overrides_parse(const char *path, const char *value, ipa_mark mark, ipa_arena *arena,
                              ipa_tape_override *to);

/** Applies those of the tape in their order; what they name and is not there becomes a finding. A
 *  column that the tape does not have is added. Blank cells stay blank when a column is scaled. */
void ipa_tape_overrides_apply(ipa_tape_override *overrides, int n_overrides, ipa_tape_kind kind,
                              ipa_tape *tape, ipa_arena *arena, ipa_findings *findings);
