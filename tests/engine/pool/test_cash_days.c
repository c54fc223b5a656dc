#include "engine/pool/cash_days.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/pool/pool.h"
#include "tests/support/folders.h"

typedef struct pooled {
    ipa_arena *arena;
    ipa_plan *plan;
    ipa_pool *pool;
    ipa_collections rows;
} pooled;

static pooled load(const test_folder *folder) {
    pooled it = {.arena = ipa_arena_create()};
    ipa_findings findings = ipa_findings_make(it.arena);
    ipa_deal *deal;
    ipa_error error;
    cr_assert_eq(ipa_deal_read(folder->path, NULL, it.arena, &findings, &deal, &error), IPA_OK,
                 "%s", ipa_findings_text(&findings, it.arena, IPA_FORMAT_SHORT, false));
    cr_assert_eq(ipa_plan_resolve(deal, it.arena, &findings, &it.plan, &error), IPA_OK);
    it.pool = ipa_pool_create(it.plan, it.arena);
    it.rows = ipa_cash_days_collections(it.plan, it.arena);
    return it;
}

/* The small deal: semiannual to July 2026, L2 pays income of 6,000 in April and October, too. */
static test_folder folder_of(const char *accounts, const char *late) {
    test_folder folder = folder_create();
    char text[600];
    snprintf(text, sizeof text, "accounts: %s\nfees:", accounts);
    folder_replace(&folder, "deal.yaml", "fees:", text);
    snprintf(text, sizeof text,
             "id,obligor,kind,start,end,frequency,principal,rate,amortisation,recovery_mean,"
             "late_probability\n"
             "L1,E1,licence_fee,2025-01-15,2026-07-15,semiannual,600000,0.05,level,0.4,%s\n"
             "L2,E2,loan,2025-01-15,2026-01-15,quarterly,400000,0.06,bullet,0.4,%s\n",
             late, late);
    folder_write(&folder, "contracts.csv", text, strlen(text));
    return folder;
}

static double income_days(const pooled *it, int k) {
    return it->rows.cash_days[IPA_COLLECTION_INCOME][k].lane[0];
}

/* Payment dates 2025-07-15, 2026-01-15, 2026-07-15, all business days: what falls due on them lies
 * no day, 6,000 of 15 April 91 days and 6,000 of 15 October 92. A contract that may be late is not
 * late in the base case. */
Test(cash_days, dues_lie_from_their_date_on) {
    static const char *const chances[] = {"0", "0.1"};
    for (size_t n = 0; n < 2; n++) {
        test_folder folder = folder_of("[{id: collection, rate: 0.0035}]", chances[n]);
        pooled it = load(&folder);
        ipa_pool_base(it.pool, &it.rows);
        cr_expect_eq(income_days(&it, 0), 600000.0 * 91);
        cr_expect_eq(income_days(&it, 1), 600000.0 * 92);
        cr_expect_eq(income_days(&it, 2), 0);
        cr_expect_eq(it.rows.cash_days[IPA_COLLECTION_PRINCIPAL][1].lane[0], 0);
        cr_expect_null(it.rows.credit_days[IPA_COLLECTION_INCOME]);
        ipa_arena_destroy(it.arena);
        folder_remove(&folder);
    }
}

/* From closing on 1 May to 15 July are 75 days; to the date of credit, 21 June, 51. */
Test(cash_days, not_before_closing_and_up_to_the_credit) {
    test_folder folder =
        folder_of("[{id: collection, rate: 0.0035, credit: [2025-06-21, 2026-06-21]}]", "0");
    folder_replace(&folder, "deal.yaml", "closing: 2025-01-15", "closing: 2025-05-01");
    pooled it = load(&folder);
    ipa_pool_base(it.pool, &it.rows);
    cr_expect_eq(income_days(&it, 0), 600000.0 * 75);
    const ipa_row *credited = it.rows.credit_days[IPA_COLLECTION_INCOME];
    cr_expect_eq(credited[0].lane[0], 600000.0 * 51);
    cr_expect_eq(credited[1].lane[0], 0);
    cr_expect_eq(credited[2].lane[0], 0);
    ipa_arena_destroy(it.arena);
    folder_remove(&folder);
}

/* Collection periods end 10 days before the payment dates: recoveries lie exactly that long, dues
 * longer, up to the length of their period; late ones as recoveries do. */
static void expect_bounds(const pooled *it) {
    int n_recovered = 0, n_longer = 0;
    for (int k = 0; k < it->plan->n_periods; k++)
        for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
            for (int p = 0; p < it->rows.n_paths; p++) {
                const ipa_period *period = &it->plan->periods[k];
                const double cash = it->rows.cash[kind][k].lane[p];
                const double lain = it->rows.cash_days[kind][k].lane[p];
                const int most = period->payment - period->collection_start;
                const double least = cash * (period->payment - period->collection_end);
                cr_assert(lain >= least * (1 - 1e-12) && lain <= cash * most * (1 + 1e-12),
                          "kind %d, period %d: %g lay %g", kind, k + 1, cash, lain);
                if (kind == IPA_COLLECTION_RECOVERY)
                    cr_assert_float_eq(lain, least, 1e-9 * least);
                n_recovered += kind == IPA_COLLECTION_RECOVERY && cash > 0;
                n_longer += lain > least * (1 + 1e-9);
            }
    cr_expect_gt(n_recovered, 0);
    cr_expect_gt(n_longer, 0);
}

Test(cash_days, paths_lie_between_the_ends_of_their_period) {
    static const char *const chances[] = {"0", "0.3"};
    for (size_t n = 0; n < 2; n++) {
        test_folder folder = folder_of("[{id: collection, rate: 0.0035}]", chances[n]);
        folder_replace(&folder, "deal.yaml", "frequency: semiannual",
                       "frequency: semiannual, collection_lag_days: 10");
        static const char obligors[] = "id,name,hazard,loadings\nE1,甲公司,0.5,macro:0.4\n"
                                       "E2,乙公司,0.5,macro:0.3\n";
        folder_write(&folder, "obligors.csv", obligors, strlen(obligors));
        pooled it = load(&folder);
        ipa_pool_simulate(it.pool, 5, 0, IPA_LANES, &it.rows);
        expect_bounds(&it);
        ipa_arena_destroy(it.arena);
        folder_remove(&folder);
    }
}

/* Rows are cleared between blocks, and there are none where no account asks. */
Test(cash_days, only_where_an_account_earns) {
    test_folder folder =
        folder_of("[{id: collection}, {id: reserve, initial: 5, rate: 0.0035}]", "0");
    pooled it = load(&folder);
    for (int kind = 0; kind < IPA_N_COLLECTION_KINDS; kind++)
        cr_expect_null(it.rows.cash_days[kind]);
    ipa_arena_destroy(it.arena);
    folder_remove(&folder);
    folder = folder_of("[{id: collection, rate: 0.01}]", "0");
    it = load(&folder);
    ipa_pool_base(it.pool, &it.rows);
    ipa_pool_base(it.pool, &it.rows);
    cr_expect_eq(income_days(&it, 0), 600000.0 * 91);
    ipa_arena_destroy(it.arena);
    folder_remove(&folder);
}
