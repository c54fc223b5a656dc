#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "tests/support/oracle.h"

static ipa_oracle_row row_of(const char *text) {
    ipa_oracle_row row;
    cr_assert(oracle_next(&text, &row));
    cr_expect_str_eq(text, "");
    return row;
}

Test(oracle, quoting) {
    const char *text = "mean,\"E[\"\"L\"\"], a\nb\",p=1;q=x|y,1.5,exact,m\r\n"
                       "last,,,0,abs 1e-12,\"\"";
    ipa_oracle_row row;
    cr_assert(oracle_next(&text, &row));
    cr_expect_str_eq(row.case_id, "mean");
    cr_expect_str_eq(row.quantity, "E[\"L\"], a\nb");
    cr_expect_eq(row.value, 1.5);
    cr_assert(oracle_next(&text, &row));
    cr_expect_str_eq(row.case_id, "last");
    cr_expect_str_eq(row.params, "");
    cr_expect_not(oracle_next(&text, &row));
}

Test(oracle, tolerances) {
    ipa_oracle_row row = row_of("a,b,c,100,rel 1e-10 or abs 1e-12,m\n");
    cr_expect(row.relative == 1e-10 && row.absolute == 1e-12);
    cr_expect(oracle_agrees(&row, 100 + 0.9e-8) && oracle_agrees(&row, 100 - 0.9e-8));
    cr_expect_not(oracle_agrees(&row, 100 + 1.1e-8));
    row = row_of("a,b,c,0,rel 1e-9 or abs 1e-16,m\n");
    cr_expect(oracle_agrees(&row, 1e-16) && !oracle_agrees(&row, 2e-16));
    row = row_of("a,b,c,100,abs 1e-12,m\n");
    cr_expect(row.relative == 0 && row.absolute == 1e-12);
    row = row_of("a,b,c,-100,rel 1e-2,m\n");
    cr_expect(oracle_agrees(&row, -101) && !oracle_agrees(&row, -101.1));
    row = row_of("a,b,c,7,1e-14,m\n");
    cr_expect(row.relative == 1e-14 && row.absolute == 1e-14);
    row = row_of("a,b,c,7,exact,m\n");
    cr_expect(oracle_agrees(&row, 7) && !oracle_agrees(&row, nextafter(7, 8)));
    cr_expect_not(oracle_agrees(&row, NAN));
    row = row_of("a,b,c,6627e8d5 e169c58d,exact,m\n");
    cr_expect(isnan(row.value) && !oracle_agrees(&row, NAN));
}

Test(oracle, parameters) {
    ipa_oracle_row row = row_of("a,b,E2;n=20;nu=5;p=0.05|0.1;on=2025-03-20;rho=0.25,1,exact,m\n");
    cr_expect_eq(oracle_parameter(&row, "n"), 20);
    cr_expect_eq(oracle_parameter(&row, "rho"), 0.25);
    cr_expect_not(oracle_has(&row, "u"), "the end of a key is no key");
    cr_expect_not(oracle_has(&row, "E2"));
    char text[256];
    cr_expect_str_eq(oracle_text(&row, "p", text), "0.05|0.1");
    cr_expect_str_eq(oracle_text(&row, "on", text), "2025-03-20");
}

static const char *const FILES[] = {
    "00_special_functions.csv",
    "01_vasicek_lhp.csv",
    "02_finite_pool_gaussian.csv",
    "03_hetero_pool_recursion.csv",
    "04_student_t_copula.csv",
    "05_hazard_default_time.csv",
    "06_multifactor_gaussian.csv",
    "07_gbm_royalty.csv",
    "08_ou_meanreverting.csv",
    "09_vasicek_cir_bonds.csv",
    "10_bass_scurve.csv",
    "12_beta_recovery.csv",
    "13_bond_279_act365f.csv",
    "13_bond_schedules.csv",
    "14_patent_renewal.csv",
    "15_waterfall_rational.csv",
    "17_e2e_zero_coupon_turbo.csv",
    "18_e2e_waterfall_enumeration.csv",
    "19_rng_kat.csv",
    "20_sobol_joe_kuo.csv",
    "21_risk_statistics.csv",
};

/* The numbers of rows stand in tests/oracles/README.md. */
Test(oracle, every_file_is_read_whole) {
    static const size_t n_expected[] = {37, 140, 134, 55, 53,  90,  26,  49, 40,  49, 78,
                                        80, 320, 55,  87, 162, 112, 302, 23, 297, 74};
    for (size_t n = 0; n < sizeof FILES / sizeof FILES[0]; n++) {
        size_t n_rows = 0;
        ipa_oracle_row *rows = oracle_read(FILES[n], &n_rows);
        cr_expect_eq(n_rows, n_expected[n], "%s: %zu rows", FILES[n], n_rows);
        free(rows);
    }
}
