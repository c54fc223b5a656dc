#include <string.h>

#include "tests/support/random_draft.h"

/* A waterfall is written in the order of a real one, each part in one of its ways; then steps
 * change places, lose their account or get conditions, so that every oddity comes up. */
enum { MOST_STEPS = 64 };

typedef struct step_list {
    random_draft *of;
    char text[MOST_STEPS][1024];
    int n;
} step_list;

static FILE *open_step(step_list *list) {
    FILE *file = fmemopen(list->text[list->n++], sizeof list->text[0], "w");
    fputs("{", file);
    return file;
}

static void put_formula(random_draft *of, FILE *file, const char *key, int depth) {
    fprintf(file, ", %s: \"", key);
    if (key[0] == 'w')
        random_condition(of, file, depth);
    else
        random_amount(of, file, depth);
    fputs("\"", file);
}

/** Where from, how much at most and when; then the step is done. */
static void close_step(step_list *list, FILE *file, bool account) {
    random_draft *of = list->of;
    if (account && of->n_accounts > 1 && random_chance(&of->source, 0.15))
        fprintf(file, ", from: %s", of->account[random_whole(&of->source, 0, of->n_accounts - 1)]);
    if (random_chance(&of->source, 0.15))
        put_formula(of, file, "limit", 2);
    if (random_chance(&of->source, 0.15))
        put_formula(of, file, "when", 2);
    fputs("}", file);
    fclose(file);
}

static void put_amount(step_list *list, FILE *file, double p) {
    if (random_chance(&list->of->source, p))
        put_formula(list->of, file, "amount", 1);
}

static void put_how(step_list *list, FILE *file) {
    if (random_chance(&list->of->source, 0.4))
        fprintf(file, ", how: %s",
                RANDOM_PICK(&list->of->source, "sequential", "pro_rata", "pro_rata"));
}

/** The tranches' `part`, in one step or in several. */
static void pay_tranches(step_list *list, const char *part, bool residual) {
    random_draft *of = list->of;
    const double together = random_between(&of->source, 0, 1);
    FILE *file = NULL;
    for (int t = 0; t < of->n_tranches; t++) {
        if (of->residual[t] != residual && !(part[0] == 'i' && of->has_coupon[t]))
            continue;
        if (random_chance(&of->source, 0.03))
            continue;
        if (file != NULL && random_chance(&of->source, together)) {
            fprintf(file, ", T%d.%s", t + 1, part);
            continue;
        }
        if (file != NULL) {
            fputs("]", file);
            put_how(list, file);
            put_amount(list, file, part[0] == 'i' ? 0.05 : 0.2);
            close_step(list, file, true);
        }
        file = open_step(list);
        fprintf(file, "pay: [T%d.%s", t + 1, part);
    }
    if (file == NULL)
        return;
    fputs("]", file);
    put_how(list, file);
    put_amount(list, file, part[0] == 'i' ? 0.05 : 0.2);
    if (residual && random_chance(&of->source, 0.5))
        fputs(", when: \"final\"}", file), fclose(file);
    else
        close_step(list, file, true);
}

static void pay_fees(step_list *list) {
    random_draft *of = list->of;
    for (int n = 1; n <= of->n_fees;) {
        FILE *file = open_step(list);
        fprintf(file, "pay: [f%d", n++);
        while (n <= of->n_fees && random_chance(&of->source, 0.5))
            fprintf(file, ", f%d", n++);
        fputs("]", file);
        put_how(list, file);
        put_amount(list, file, 0.08);
        close_step(list, file, true);
    }
}

static void put_for(step_list *list, FILE *file, bool principal) {
    random_draft *of = list->of;
    bool any = false;
    fputs(", for: [", file);
    for (int n = 1; n <= of->n_fees; n++)
        if (random_chance(&of->source, 0.5)) {
            fprintf(file, "%sf%d", any ? ", " : "", n);
            any = true;
        }
    for (int t = 0; t < of->n_tranches; t++) {
        if (of->residual[t])
            continue;
        if (!any || random_chance(&of->source, 0.5))
            fprintf(file, "%sT%d.interest", any ? ", " : "", t + 1);
        if (principal && (!any || random_chance(&of->source, 0.3)))
            fprintf(file, ", T%d.principal", t + 1);
        any = true;
    }
    fputs("]", file);
}

static void draw(step_list *list) {
    random_draft *of = list->of;
    for (int n = 1; n <= of->n_support; n++) {
        if (random_chance(&of->source, 0.15))
            continue;
        FILE *file = open_step(list);
        fprintf(file, "draw: S%d", n);
        put_for(list, file, !of->liquidity[n - 1]);
        close_step(list, file, true);
    }
    for (int n = 1; n < of->n_accounts; n++)
        if (random_chance(&of->source, 0.4)) {
            FILE *file = open_step(list);
            fprintf(file, "draw: {account: %s}", of->account[n]);
            put_for(list, file, true);
            close_step(list, file, false);
        }
}

static void move(step_list *list, double p) {
    random_draft *of = list->of;
    for (int n = 0; n < of->n_accounts && of->n_accounts > 1; n++)
        if (random_chance(&of->source, p)) {
            const int from =
                (n + random_whole(&of->source, 1, of->n_accounts - 1)) % of->n_accounts;
            FILE *file = open_step(list);
            fprintf(file, "move: %s, from: %s", of->account[n], of->account[from]);
            close_step(list, file, false);
        }
}

static void pay_commitments(step_list *list) {
    random_draft *of = list->of;
    for (int n = 1; n <= of->n_support; n++)
        if (of->liquidity[n - 1]) {
            FILE *file = open_step(list);
            fprintf(file, "pay: S%d.fee", n);
            close_step(list, file, true);
        }
}

static void reimburse(step_list *list) {
    random_draft *of = list->of;
    for (int n = 1; n <= of->n_support; n++)
        if (of->reimbursed[n - 1] && random_chance(&of->source, 0.8)) {
            FILE *file = open_step(list);
            fprintf(file, "pay: S%d", n);
            put_amount(list, file, 0.1);
            close_step(list, file, true);
        }
}

/** Into the retained pots, and out of them again. */
static void set_aside(step_list *list, bool must) {
    random_draft *of = list->of;
    for (int n = 0; n < of->n_accounts; n++) {
        if (!of->has_pot[n])
            continue;
        if (must || random_chance(&of->source, 0.5)) {
            FILE *file = open_step(list);
            fprintf(file, "set_aside: %s", of->account[n]);
            close_step(list, file, false);
        }
        if (random_chance(&of->source, 0.5)) {
            FILE *file = open_step(list);
            fprintf(file, "move: %s, from: %s.retained",
                    of->account[random_whole(&of->source, 0, of->n_accounts - 1)], of->account[n]);
            close_step(list, file, false);
        }
    }
}

static void keep_ledgers(step_list *list) {
    random_draft *of = list->of;
    for (int n = 1; n <= of->n_ledgers; n++) {
        FILE *file = open_step(list);
        fprintf(file, "ledger: l%d", n);
        put_formula(of, file, "amount", 2);
        if (random_chance(&of->source, 0.2))
            put_formula(of, file, "when", 1);
        fputs("}", file);
        fclose(file);
    }
}

static void call(step_list *list) {
    random_draft *of = list->of;
    if (!of->may_call)
        return;
    FILE *file = open_step(list);
    fputs("call: ", file);
    put_formula(of, file, "price", 1);
    put_formula(of, file, "when", 1);
    fputs("}", file);
    fclose(file);
}

static void buy(step_list *list, double p) {
    if (!list->of->may_buy || !random_chance(&list->of->source, p))
        return;
    FILE *file = open_step(list);
    fputs("buy: assets", file);
    close_step(list, file, true);
}

static void put_waterfall(random_draft *of, FILE *file, const char *kind) {
    static step_list list;
    list = (step_list){.of = of};
    call(&list);
    move(&list, 0.3);
    draw(&list);
    pay_fees(&list);
    pay_commitments(&list);
    pay_tranches(&list, "interest", false);
    draw(&list);
    if (random_chance(&of->source, 0.3))
        reimburse(&list);
    move(&list, 0.3);
    buy(&list, kind[0] == 'n' ? 1 : 0.2);
    pay_tranches(&list, "principal", false);
    buy(&list, 0.2);
    reimburse(&list);
    keep_ledgers(&list);
    set_aside(&list, kind[0] == 'n');
    move(&list, 0.1);
    pay_tranches(&list, "residual", true);
    for (int swaps = random_whole(&of->source, 0, 3); swaps > 0 && list.n > 1; swaps--) {
        static char spare[sizeof list.text[0]];
        const int s = random_whole(&of->source, 0, list.n - 2);
        memcpy(spare, list.text[s], sizeof spare);
        memcpy(list.text[s], list.text[s + 1], sizeof spare);
        memcpy(list.text[s + 1], spare, sizeof spare);
    }
    fprintf(file, "  %s:\n", kind);
    for (int s = 0; s < list.n; s++)
        fprintf(file, "    - %s\n", list.text[s]);
}

void random_waterfalls(random_draft *of, FILE *file) {
    fputs("waterfalls:\n", file);
    put_waterfall(of, file, "normal");
    if (random_chance(&of->source, 0.6))
        put_waterfall(of, file, "accelerated");
    if (random_chance(&of->source, 0.4))
        put_waterfall(of, file, "default");
}
