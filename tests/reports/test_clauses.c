#include "reports/clauses.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/viewed.h"

static int tranche_of(const viewed *of, const char *id) {
    for (int t = 0; t < of->view.deal->n_tranches; t++)
        if (strcmp(of->view.deal->tranches[t].id, id) == 0)
            return t;
    cr_assert(false, "%s", id);
    return -1;
}

static void expect(const viewed *of, const char *id, const char *text) {
    const char *got = ipa_clauses_tranche(&of->view, tranche_of(of, id));
    cr_expect_str_eq(got ? got : "", text, "%s", id);
}

Test(clauses, say_every_term_in_english) {
    viewed *of = viewed_create("tests/golden/every_tranche", 0, IPA_LANGUAGE_EN);
    expect(of, "A1",
           "floating at LPR1Y - 0.05%; floor 2.80%; cap 3.30%; reset annually; schedule in a1.csv");
    expect(of, "A2",
           "from 2025-01-25 coupon 2.79%; from 2025-09-01 coupon 3.29%; from 2025-09-30 coupon "
           "3.01%; no principal until 2025-07-25");
    expect(of, "P",
           "floating at SHIBOR3M - 2.00%; reset every period; 2026-01-01: 30.00% handed back "
           "(assumed) at 101; coupon 4.05% after it");
    expect(of, "Z", "interest added to the balance until 2026-07-25");
    expect(of, "IO", "interest only, on balance(A1) + balance(A2)");
    expect(of, "SUB", "unpaid interest falls away");
    viewed_free(of);
}

Test(clauses, say_them_in_chinese) {
    viewed *of = viewed_create("tests/golden/every_tranche", 0, IPA_LANGUAGE_ZH);
    expect(of, "A1", "浮动利率 LPR1Y - 0.05%；下限 2.80%；上限 3.30%；按年重置；还本计划见 a1.csv");
    expect(of, "SUB", "未付利息不结转");
    viewed_free(of);
}

Test(clauses, an_ordinary_tranche_has_none) {
    viewed *of = viewed_create("deals/eight-firms", 0, IPA_LANGUAGE_EN);
    for (int t = 0; t < of->view.deal->n_tranches; t++)
        cr_expect_null(ipa_clauses_tranche(&of->view, t));
    viewed_free(of);
}

Test(clauses, say_what_a_model_of_rates_moves) {
    viewed *of = viewed_create("tests/golden/floating_rates", 0, IPA_LANGUAGE_EN);
    expect(of, "C",
           "floating at LPR5Y - 0.15%; reset annually; follows the model of rates on simulated "
           "paths");
    viewed_free(of);
    of = viewed_create("tests/golden/floating_rates", 0, IPA_LANGUAGE_ZH);
    expect(of, "A", "浮动利率 SHIBOR3M + 0.00%；逐期重置；模拟路径上随利率模型变动");
    viewed_free(of);
}
