#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/slow_money.h"
#include "tests/support/slow_waterfall.h"

/* ---- names ---- */

#define INDEX_OF(found, array, count, wanted)      \
    int found = -1;                                \
    for (int at = 0; at < (count); at++)           \
        if (strcmp((array)[at].id, (wanted)) == 0) \
            found = at;

int slow_waterfall_account(const ipa_deal *deal, const char *id) {
    INDEX_OF(found, deal->accounts, deal->n_accounts, id ? id : "collection")
    return found < 0 && !id ? 0 : found;
}

slow_payee slow_waterfall_payee(const ipa_deal *deal, const char *id) {
    INDEX_OF(fee, deal->fees, deal->n_fees, id)
    if (fee >= 0)
        return (slow_payee){SLOW_FEE, fee};
    INDEX_OF(support, deal->support, deal->n_support, id)
    if (support >= 0)
        return (slow_payee){SLOW_SUPPORT, support};
    if (strstr(id, ".fee")) {
        char provider[64];
        snprintf(provider, sizeof provider, "%.*s", (int)(strlen(id) - 4), id);
        INDEX_OF(n, deal->support, deal->n_support, provider)
        return (slow_payee){SLOW_COMMITMENT, n};
    }
    static const char *const parts[] = {"interest", "principal", "residual"};
    char name[64];
    snprintf(name, sizeof name, "%s", id);
    char *dot = strchr(name, '.');
    if (dot)
        *dot = '\0';
    INDEX_OF(t, deal->tranches, deal->n_tranches, name)
    cr_assert_geq(t, 0, "%s", id);
    for (int part = 0; dot && part < 3; part++)
        if (strcmp(dot + 1, parts[part]) == 0)
            return (slow_payee){(slow_part)(SLOW_INTEREST + part), t};
    return (slow_payee){SLOW_TRANCHE, t};
}

/* ---- quantities ---- */

static double row(const slow_waterfall *of, const ipa_row *rows) {
    return rows[of->k].lane[of->lane];
}

/** Claims up to a date, which stand still once the pool was called. */
static double defaulted_by(const slow_waterfall *of, int k) {
    const int last = k < of->called ? k : of->called;
    return k < 0 ? 0
                 : of->rows->defaulted[last].lane[of->lane] + slow_purchases_defaulted(of, last);
}

static double recovered_by(const slow_waterfall *of, int k) {
    const int last = k < of->called ? k : of->called;
    return of->rows->recovered[last].lane[of->lane] + slow_purchases_recovered(of, last);
}

static double total(const slow_waterfall *of, const char *kind, bool forecast) {
    static const char *const kinds[] = {"income", "principal", "prepayment", "recovery"};
    double fen = 0;
    for (int n = 0; n < IPA_N_COLLECTION_KINDS; n++)
        if (strcmp(kind, kinds[n]) == 0 || strcmp(kind, "total") == 0)
            fen += forecast ? of->forecast[n * of->n_periods + of->k] : of->arrived[n].fen;
    return fen / 100;
}

double slow_waterfall_performing(const slow_waterfall *of) {
    return of->k >= of->called ? 0 : row(of, of->rows->performing) + slow_purchases_performing(of);
}

static double pool_figure(const slow_waterfall *of, const char *name) {
    const struct {
        const char *name;
        const ipa_row *rows;
    } figures[] = {{"delinquent", of->rows->delinquent},
                   {"delinquent_30", of->rows->overdue[0]},
                   {"delinquent_60", of->rows->overdue[1]},
                   {"delinquent_90", of->rows->overdue[2]}};
    if (strcmp(name, "original") == 0)
        return of->pool_original / 100;
    if (strcmp(name, "balance") == 0)
        return slow_waterfall_performing(of) / 100;
    if (strcmp(name, "defaulted") == 0)
        return defaulted_by(of, of->k) / 100;
    if (strcmp(name, "new_defaults") == 0)
        return (defaulted_by(of, of->k) - defaulted_by(of, of->k - 1)) / 100;
    if (strcmp(name, "purchased") == 0)
        return of->purchased / 100;
    for (size_t n = 0; n < sizeof figures / sizeof figures[0]; n++)
        if (strcmp(name, figures[n].name) == 0)
            return of->k >= of->called ? 0 : row(of, figures[n].rows) / 100;
    cr_assert_fail("pool.%s", name);
    return 0;
}

void slow_waterfall_report_pool(slow_waterfall *of) {
    static const char *const late[] = {"delinquent", "delinquent_30", "delinquent_60",
                                       "delinquent_90"};
    of->out.pool_defaulted[of->k] = defaulted_by(of, of->k);
    of->out.pool_recovered[of->k] = recovered_by(of, of->k);
    for (int n = 0; n < 1 + IPA_N_DELINQUENCIES; n++)
        of->out.pool_delinquent[n][of->k] = 100 * pool_figure(of, late[n]);
    of->out.pool_ip_value[of->k] = of->k >= of->called ? 0 : row(of, of->rows->ip_value);
}

/** Whether nothing more will come: the pool is exhausted or sold, and no money is on its way. */
static bool is_exhausted(const slow_waterfall *of) {
    return of->k >= of->called || (of->k >= of->rows->exhausted->lane[of->lane] &&
                                   !slow_servicer_holds(of) && !slow_purchases_owe(of));
}

bool slow_waterfall_is_final(slow_waterfall *of) {
    return of->k == of->n_periods - 1 || (is_exhausted(of) && slow_dues_all_repaid(of));
}

static double whole_deal(slow_waterfall *of, const char *name) {
    if (strncmp(name, "collections.", 12) == 0)
        return total(of, name + 12, false);
    if (strncmp(name, "forecast.", 9) == 0)
        return total(of, name + 9, true);
    if (strncmp(name, "pool.", 5) == 0)
        return pool_figure(of, name + 5);
    if (strcmp(name, "period") == 0)
        return of->k + 1;
    if (strcmp(name, "final") == 0)
        return slow_waterfall_is_final(of);
    if (strcmp(name, "years") == 0)
        return (of->periods[of->k].nominal - of->deal->terms.closing) / 365.0;
    if (strcmp(name, "year_fraction") == 0)
        return of->periods[of->k].days / 365.0;
    if (strcmp(name, "ip_value") == 0)
        return of->k >= of->called ? 0 : row(of, of->rows->ip_value) / 100;
    if (strcmp(name, "annuities") == 0)
        return of->k > of->called ? 0 : row(of, of->rows->annuities) / 100;
    cr_assert(strncmp(name, "cum_", 4) == 0, "%s", name);
    double lost = defaulted_by(of, of->k);
    if (strcmp(name, "cum_net_loss_rate") == 0)
        lost -= recovered_by(of, of->k);
    return of->claims_original > 0 ? lost / of->claims_original : 0;
}

static double of_tranche(slow_waterfall *of, const char *name, int t) {
    const double collection = of->cash[slow_waterfall_account(of->deal, NULL)];
    const double original = slow_money_fen(of->deal->tranches[t].balance);
    double owed = 0, balances = 0;
    for (int senior = 0; senior <= t; senior++) {
        owed += slow_dues_due(of, (slow_payee){SLOW_TRANCHE, senior});
        balances += of->balance[senior];
    }
    if (strcmp(name, "balance") == 0)
        return of->balance[t] / 100;
    if (strcmp(name, "opening") == 0)
        return of->opening[t] / 100;
    if (strcmp(name, "original") == 0)
        return original / 100;
    if (strcmp(name, "factor") == 0)
        return of->balance[t] / original;
    if (strcmp(name, "coverage") == 0)
        return owed > 0 ? collection / owed : INFINITY;
    cr_assert_str_eq(name, "oc");
    return balances > 0 ? (100 * pool_figure(of, "balance") + collection) / balances : INFINITY;
}

static double of_entity(slow_waterfall *of, const char *name, const char *id) {
    const ipa_deal *deal = of->deal;
    INDEX_OF(entity, deal->entities, deal->n_entities, id)
    cr_assert_geq(entity, 0, "%s", id);
    if (strcmp(name, "alive") == 0)
        return row(of, of->rows->alive + entity * of->n_periods);
    const ipa_deal_entity *rated = &deal->entities[entity];
    const char *rating = rated->credit.rating.id;
    for (int n = 0; n < rated->n_rating_path; n++)
        if (rated->rating_path[n].from <= of->periods[of->k].nominal)
            rating = rated->rating_path[n].rating.id;
    for (int grade = 0; grade < deal->pd_table.n_grades; grade++)
        if (strcmp(deal->pd_table.grades[grade], rating) == 0)
            return grade + 1;
    cr_assert_fail("%s", id);
    return 0;
}

double slow_waterfall_after(void *world, const char *text) {
    const slow_waterfall *of = world;
    ipa_date date;
    cr_assert(ipa_date_parse(text, &date));
    return of->periods[of->k].nominal > date;
}

double slow_waterfall_quantity(void *world, const char *name, const char *argument) {
    slow_waterfall *of = world;
    if (argument[0] == '\0')
        return whole_deal(of, name);
    if (strcmp(name, "after") == 0)
        return slow_waterfall_after(of, argument);
    if (strcmp(name, "account") == 0)
        return of->cash[slow_waterfall_account(of->deal, argument)] / 100;
    if (strcmp(name, "alive") == 0 || strcmp(name, "grade") == 0)
        return of_entity(of, name, argument);
    if (strcmp(name, "on") == 0) {
        INDEX_OF(trigger, of->deal->triggers, of->deal->n_triggers, argument)
        return of->deal->triggers[trigger].takes_effect == IPA_TAKES_EFFECT_NEXT
                   ? of->was_on[trigger]
                   : of->on[trigger];
    }
    if (strcmp(name, "ledger") == 0) {
        INDEX_OF(ledger, of->deal->ledgers, of->deal->n_ledgers, argument)
        return of->ledger[ledger] / 100;
    }
    const slow_payee payee = slow_waterfall_payee(of->deal, argument);
    if (strcmp(name, "draws") == 0)
        return of->draws[payee.index];
    if (strcmp(name, "drawn") == 0)
        return of->drawn[payee.index] / 100;
    if (strcmp(name, "due") == 0)
        return slow_dues_due(of, payee) / 100;
    if (strcmp(name, "unpaid") == 0)
        return slow_dues_unpaid(of, payee) / 100;
    if (strcmp(name, "paid") == 0)
        return slow_dues_paid(of, payee) / 100;
    return of_tranche(of, name, payee.index);
}

double slow_waterfall_value(slow_waterfall *of, ipa_formula formula) {
    return slow_expression(&of->reader, formula.text);
}

double slow_waterfall_amount(slow_waterfall *of, ipa_formula formula) {
    const double fen = 100 * slow_waterfall_value(of, formula);
    if (!(fen > 0))
        return 0;
    return of->rounding && isfinite(fen) ? floor(fen + 0.5) : fen;
}
