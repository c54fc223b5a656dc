#pragma once
/** The keys of a deck file.
 *
 *  Knows: name, kind of value, range, default, meaning.
 *  Does not know: how a deck is combined or run.
 */
#include "engine/deal/fields.h"

extern const ipa_record ipa_deck_fields;
/** A scenario, as one of a list or of a product's lists. */
extern const ipa_record ipa_deck_fields_entry;
