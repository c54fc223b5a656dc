#pragma once
/** Names: unique, free of hash collisions, and every reference leads to one.
 *
 *  Knows: which kinds of things share a space of names, and which share draws.
 *  Does not know: what a name is used for.
 */
#include "engine/deal/validate.h"

/** @ensures scope->known is false of every kind that has a refused id. */
void ipa_validate_names(const ipa_deal *deal, const ipa_validate_scope *scope);
