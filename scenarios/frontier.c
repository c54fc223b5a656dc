#include "scenarios/frontier.h"

#include <math.h>
#include <stdlib.h>

static bool has_figures(const ipa_structure *of) {
    return isfinite(of->cost) && isfinite(of->expected_loss.mean);
}

/* By cost, then by loss; those without figures last. */
static int order(const void *a, const void *b) {
    const ipa_structure *x = *(ipa_structure *const *)a, *y = *(ipa_structure *const *)b;
    if (has_figures(x) != has_figures(y))
        return has_figures(x) ? -1 : 1;
    if (!has_figures(x))
        return 0;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    const double loss_x = x->expected_loss.mean, loss_y = y->expected_loss.mean;
    return (loss_x > loss_y) - (loss_x < loss_y);
}

void ipa_frontier_mark(ipa_structure *structures, int n_structures) {
    ipa_arena *arena = ipa_arena_create();
    ipa_structure **sorted = IPA_NEW_ARRAY(arena, n_structures, ipa_structure *);
    const ipa_structure *last = NULL; /* the dearest efficient one so far: it loses least */
    for (int n = 0; n < n_structures; n++)
        sorted[n] = &structures[n];
    qsort(sorted, (size_t)n_structures, sizeof *sorted, order);
    for (int n = 0; n < n_structures; n++) {
        ipa_structure *at = sorted[n];
        const bool equals = last != NULL && at->cost == last->cost &&
                            at->expected_loss.mean == last->expected_loss.mean;
        at->efficient =
            has_figures(at) &&
            (last == NULL || at->expected_loss.mean < last->expected_loss.mean || equals);
        last = at->efficient ? at : last;
    }
    ipa_arena_destroy(arena);
}
