#include "scenarios/frontier.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

static ipa_structure structure(double cost, double loss) {
    return (ipa_structure){.cost = cost, .expected_loss = {loss, 0}};
}

Test(scenarios_frontier, keeps_what_none_beats) {
    ipa_structure of[] = {structure(0.03, 0.010), structure(0.02, 0.020), structure(0.025, 0.020),
                          structure(0.04, 0.005), structure(0.04, 0.006), structure(0.02, 0.020),
                          structure(0.05, 0.005), structure(NAN, 0.001),  structure(0.01, NAN)};
    static const bool expected[] = {true, true, false, true, false, true, false, false, false};
    ipa_frontier_mark(of, 9);
    for (int n = 0; n < 9; n++)
        cr_expect_eq(of[n].efficient, expected[n], "%d", n);
}

/* Against the definition, pair by pair. */
Test(scenarios_frontier, is_its_definition) {
    enum { N = 500 };
    static ipa_structure of[N];
    srand(1);
    for (int n = 0; n < N; n++)
        of[n] = structure(rand() % 60, rand() % 60);
    ipa_frontier_mark(of, N);
    for (int n = 0; n < N; n++) {
        bool beaten = false;
        for (int m = 0; m < N; m++) {
            const double loss = of[m].expected_loss.mean - of[n].expected_loss.mean;
            beaten |=
                (of[m].cost < of[n].cost && loss <= 0) || (of[m].cost <= of[n].cost && loss < 0);
        }
        cr_expect_eq(of[n].efficient, !beaten, "%d", n);
    }
}
