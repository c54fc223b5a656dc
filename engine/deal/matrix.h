#pragma once
/** The correlation matrix of the factors, in any of the forms a deal may write it.
 *
 *  Knows: `identity`, a CSV with names, pairs, repair on request.
 *  Does not know: what the factors drive.
 */
#include "engine/deal/bind.h"
#include "engine/deal/folder.h"

/** Reads `model.correlation` for the factors of the model; what cannot be used becomes findings.
 *  @shape model->correlation [n_factors][n_factors], symmetric, unit diagonal, semidefinite. */
void ipa_matrix_read(ipa_folder *folder, ipa_bind *bind, const ipa_node *node,
                     ipa_deal_model *model);
