#include "engine/simulate/summary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/simulate/simulation.h"
#include "tests/support/folders.h"

TestSuite(summary);

/* Royalties of the two firms in place of their loans. */
static const char royalties[] =
    "id,obligor,kind,start,end,royalty_rate,base_sales,royalty_basis,sales_volatility\n"
    "L1,E1,royalty,2025-01-15,2026-07-15,0.05,10000000,period,0.2\n"
    "L2,E2,royalty,2025-01-15,2026-07-15,0:0.05;1000000:0.03,6000000,year,0.1\n";

static const ipa_simulation_result *simulate(const test_folder *folder, ipa_arena *arena,
                                             const ipa_plan **plan) {
    ipa_findings findings = ipa_findings_make(arena);
    const ipa_simulation_options options = {.n_paths = 256, .seed = 7, .n_threads = 1};
    ipa_deal *deal = NULL;
    ipa_plan *resolved = NULL;
    ipa_result *result = NULL;
    cr_assert_eq(ipa_deal_read(folder->path, &(ipa_read_options){0}, arena, &findings, &deal, NULL),
                 IPA_OK, "%s", ipa_findings_text(&findings, arena, IPA_FORMAT_SHORT, false));
    cr_assert_eq(ipa_plan_resolve(deal, arena, &findings, &resolved, NULL), IPA_OK);
    cr_assert_eq(ipa_simulation_run(resolved, &options, arena, &result, NULL), IPA_OK);
    *plan = resolved;
    return result->simulation;
}

Test(summary, a_pool_without_principal_has_no_rates_of_default_and_loss) {
    ipa_arena *arena = ipa_arena_create();
    test_folder folder = folder_create();
    const ipa_plan *plan;
    const ipa_simulation_result *simulation = simulate(&folder, arena, &plan);
    cr_expect(isfinite(simulation->default_rate.mean) && isfinite(simulation->loss_rate.mean));
    folder_write(&folder, "contracts.csv", royalties, strlen(royalties));
    simulation = simulate(&folder, arena, &plan);
    cr_expect_eq(plan->pool_original, 0);
    cr_expect(isnan(simulation->default_rate.mean) && isnan(simulation->loss_rate.mean));
    double expected = 0, due = 0;
    for (int k = 0; k < plan->n_periods; k++) {
        expected += simulation->collections[k].mean.mean;
        for (int c = 0; c < plan->n_contracts; c++)
            for (int d = 0; d < plan->contracts[c].n_dues; d++)
                due += plan->contracts[c].dues[d].period == k
                           ? plan->contracts[c].dues[d].income / 100
                           : 0;
    }
    cr_expect(expected > 0.9 * due && expected < 1.1 * due, "%g of %g", expected, due);
    folder_remove(&folder);
    ipa_arena_destroy(arena);
}
