#include "tests/support/random_draft.h"

#define SOME(file, ...) fprintf((file), __VA_ARGS__)

static int tranche(random_draft *of) {
    return random_whole(&of->source, 1, of->n_tranches);
}

static void put_account(random_draft *of, FILE *file) {
    const int n = random_whole(&of->source, 0, of->n_accounts - 1);
    SOME(file, "account(%s%s)", of->account[n],
         of->has_pot[n] && random_chance(&of->source, 0.5) ? ".retained" : "");
}

/** Something that is due: a fee written by now, or a tranche's interest or principal. */
static void put_payee(random_draft *of, FILE *file) {
    if (of->n_fees > 0 && random_chance(&of->source, 0.3)) {
        SOME(file, "f%d", random_whole(&of->source, 1, of->n_fees));
        return;
    }
    const int t = tranche(of);
    const bool whole = random_chance(&of->source, 0.2) && !of->residual[t - 1];
    SOME(file, "T%d%s", t,
         whole                                                    ? ""
         : of->residual[t - 1] || random_chance(&of->source, 0.5) ? ".interest"
                                                                  : ".principal");
}

static void put_money(random_draft *of, FILE *file) {
    random_source *source = &of->source;
    switch (random_whole(source, 0, 12)) {
    case 0:
        SOME(file, "balance(T%d)", tranche(of));
        break;
    case 1:
        SOME(file, "opening(T%d)", tranche(of));
        break;
    case 2:
        SOME(file, "original(T%d)", tranche(of));
        break;
    case 3:
    case 4:
        put_account(of, file);
        break;
    case 5:
    case 6:
        SOME(file, "%s(", RANDOM_PICK(source, "due", "unpaid", "paid"));
        put_payee(of, file);
        SOME(file, ")");
        break;
    case 7:
        SOME(file, "collections.%s",
             RANDOM_PICK(source, "income", "principal", "prepayment", "recovery", "total"));
        break;
    case 8:
        SOME(file, "forecast.%s", RANDOM_PICK(source, "income", "principal", "total"));
        break;
    case 9:
        SOME(file, "pool.%s",
             of->may_buy && random_chance(source, 0.3)
                 ? "purchased"
                 : RANDOM_PICK(source, "balance", "original", "defaulted", "delinquent",
                               "delinquent_30", "delinquent_60", "delinquent_90"));
        break;
    case 10:
        if (of->n_support > 0)
            SOME(file, "drawn(S%d)", random_whole(source, 1, of->n_support));
        else
            SOME(file, "%.2f", random_between(source, 0, 0.05) * of->pool);
        break;
    case 11:
        if (of->n_ledgers > 0)
            SOME(file, "ledger(l%d)", random_whole(source, 1, of->n_ledgers));
        else
            SOME(file, "%s",
                 RANDOM_PICK(source, "pool.new_defaults", "pool.original * year_fraction"));
        break;
    default:
        SOME(file, "%.2f", random_between(source, 0, 0.1) * of->pool);
    }
}

void random_amount(random_draft *of, FILE *file, int depth) {
    random_source *source = &of->source;
    const int shape = depth <= 0 ? 0 : random_whole(source, 0, 6);
    if (shape == 1) {
        SOME(file, "%s(", RANDOM_PICK(source, "min", "max"));
        random_amount(of, file, depth - 1);
        SOME(file, ", ");
        random_amount(of, file, depth - 1);
        SOME(file, ")");
    } else if (shape == 2) {
        SOME(file, "(");
        random_amount(of, file, depth - 1);
        SOME(file, " %s ", RANDOM_PICK(source, "+", "-"));
        random_amount(of, file, depth - 1);
        SOME(file, ")");
    } else if (shape == 5) {
        SOME(file, "if(");
        random_condition(of, file, 0);
        SOME(file, ", ");
        random_amount(of, file, depth - 1);
        SOME(file, ", ");
        random_amount(of, file, depth - 1);
        SOME(file, ")");
    } else if (shape == 6) {
        SOME(file, "stepped(");
        random_amount(of, file, depth - 1);
        for (int k = 1; k <= of->n_periods; k += 1 + of->n_periods / 2) {
            SOME(file, ", '");
            random_file_date(file, of->nominal[k - 1]);
            SOME(file, "', %.2f", random_between(source, 0, 0.2) * of->pool);
        }
        SOME(file, ")");
    } else {
        put_money(of, file);
        if (shape == 3)
            SOME(file, " * %.3f", random_between(source, 0, 1.5));
        else if (shape == 4)
            SOME(file, " / %.3f", random_between(source, 0.7, 20));
    }
}

/** A condition on someone or something that a deal may or may not have. */
static void put_test_of_others(random_draft *of, FILE *file, int which) {
    random_source *source = &of->source;
    if (which == 0 && of->n_support > 0)
        SOME(file, "draws(S%d) >= %d", random_whole(source, 1, of->n_support),
             random_whole(source, 1, 4));
    else if (which == 1 && of->n_triggers > 0)
        SOME(file, "on(x%d)", random_whole(source, 1, of->n_triggers));
    else if (which == 2 && of->n_entities > 0)
        SOME(file, "alive(G%d)", random_whole(source, 1, of->n_entities));
    else if (which == 3 && of->n_entities > 0 && of->rated[0])
        SOME(file, "grade(G1) > %d", random_whole(source, 5, 18));
    else if (random_chance(source, 0.5))
        SOME(file, "years > %.2f", random_between(source, 0, 4));
    else
        SOME(file, "final");
}

static void put_test(random_draft *of, FILE *file) {
    random_source *source = &of->source;
    const int t = tranche(of), which = random_whole(source, 0, 11);
    switch (which) {
    case 4:
        SOME(file, "period %s %d", RANDOM_PICK(source, ">=", "<", "==", "!="),
             random_whole(source, 1, of->n_periods));
        break;
    case 5:
        SOME(file, "after('");
        random_file_date(file,
                         of->closing + random_whole(source, 0, of->legal_final - of->closing));
        SOME(file, "')");
        break;
    case 6:
        SOME(file, "%s > %.4f", RANDOM_PICK(source, "cum_default_rate", "cum_net_loss_rate"),
             random_between(source, 0, 0.4));
        break;
    case 7:
        SOME(file, "factor(T%d) < %.3f", of->notional[t - 1] ? 1 : t, random_between(source, 0, 1));
        break;
    case 8:
        SOME(file, "%s(T%d) < %.3f", RANDOM_PICK(source, "coverage", "oc"), t,
             random_between(source, 0.2, 2));
        break;
    case 9:
        SOME(file, "unpaid(T%d.interest) > 0.005", t);
        break;
    case 10:
        SOME(file, "balance(T%d) <= 0", t);
        break;
    case 11:
        random_amount(of, file, 1);
        SOME(file, " %s ", RANDOM_PICK(source, "<", ">", "<=", ">="));
        random_amount(of, file, 1);
        break;
    default:
        put_test_of_others(of, file, which);
    }
}

void random_condition(random_draft *of, FILE *file, int depth) {
    const int shape = depth <= 0 ? 0 : random_whole(&of->source, 0, 5);
    if (shape == 1 || shape == 2) {
        random_condition(of, file, depth - 1);
        SOME(file, shape == 1 ? " and " : " or ");
        random_condition(of, file, 0);
    } else if (shape == 3) {
        SOME(file, "not (");
        random_condition(of, file, depth - 1);
        SOME(file, ")");
    } else {
        put_test(of, file);
    }
}
