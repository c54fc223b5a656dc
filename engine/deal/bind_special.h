#pragma once
/** Readers of values with parts: sections, lists, pairs, and those that have more than one form.
 *
 *  Knows: the forms a value may take (`gaussian` or `{student_t: 6}`).
 *  Does not know: tapes, references between sections.
 */
#include "engine/deal/bind.h"

/** The reader of a kind of value, or NULL when it has no parts. */
ipa_bind_reader *ipa_bind_special_reader(ipa_field_type type);
