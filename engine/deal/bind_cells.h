#pragma once
/** Cells with parts: `macro:0.3;software:0.2`, `0:0.05;20000000:0.04`, `bass:0.03,0.38`.
 *
 *  Knows: how a cell is cut into parts, and where each part begins.
 *  Does not know: tapes, what a part names.
 */
#include "engine/deal/bind.h"

/** Where the next part of a cell begins. */
typedef struct ipa_bind_cells {
    const ipa_value *cell;
    const char *from;
    int column;
} ipa_bind_cells;

/** One part, `name:text`; without a colon `name` is all of it and `text.text` is NULL. */
typedef struct ipa_bind_part {
    ipa_value name, text;
} ipa_bind_part;

/** The parts of a cell, blanks around them left out. */
ipa_bind_cells ipa_bind_cells_of(const ipa_value *cell);

/** The next part that is not blank; parts end with `separator`. False: there is none. */
bool ipa_bind_cells_next(ipa_bind *bind, ipa_bind_cells *parts, char separator,
                         ipa_bind_part *part);

/** Reads `royalty_rate` into a contract: a rate, or tiers that ascend from 0. */
ipa_bind_reader ipa_bind_cells_tiers;

/** Reads `profile` into a contract. The points of a table are read when the tapes are. */
ipa_bind_reader ipa_bind_cells_profile;
