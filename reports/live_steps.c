#include "reports/live_steps.h"

#include <math.h>
#include <string.h>

#define FORMAT(...) ipa_arena_format(book->arena, __VA_ARGS__)

/* ---- columns ---- */

static int add(ipa_live_book *book, ipa_live_title group, const char *zh, const char *en) {
    return ipa_live_book_add_column(book, group, (ipa_live_title){zh, en}, IPA_FORMAT_MONEY);
}

static ipa_live_title numbered(const ipa_live_book *book, const ipa_live_step *step,
                               ipa_live_title what) {
    const ipa_live_title *kind = &ipa_live_book_waterfalls[step->kind];
    return (ipa_live_title){FORMAT("%s %d. %s", kind->zh, step->s + 1, what.zh),
                            FORMAT("%s %d. %s", kind->en, step->s + 1, what.en)};
}

static ipa_live_title source_of(const ipa_live_book *book, const ipa_step *step) {
    return step->support >= 0 ? ipa_live_book_support(book, step->support)
                              : ipa_live_book_account(book, step->account);
}

/* A ledger's entry, a call's price, what is bought: the engine's figures. */
static void declare_entry(ipa_live_book *book, ipa_live_step *to) {
    ipa_live_group *group = &to->groups[0];
    const bool ledger = to->step->verb == IPA_VERB_LEDGER, buys = to->step->verb == IPA_VERB_BUY;
    const char *id = ledger ? book->plan->ledgers[to->step->ledger].id : "";
    const ipa_live_title name = {ledger ? FORMAT("台账 %s", id)
                                 : buys ? "循环购买"
                                        : "清仓回购",
                                 ledger ? FORMAT("Ledger %s", id)
                                 : buys ? "Purchase"
                                        : "Call"};
    const ipa_live_title head = numbered(book, to, name);
    group->available =
        ledger ? add(book, head, "此前", "Before") : add(book, head, "可用", "Available");
    group->due = group->unpaid = -1;
    group->paid = ledger ? add(book, head, "记入", "Entered")
                  : buys ? add(book, head, "支出", "Spent")
                         : add(book, head, "价款", "Price");
}

static void declare_transfer(ipa_live_book *book, ipa_live_step *to) {
    ipa_live_group *group = &to->groups[0];
    const bool draw = to->step->verb == IPA_VERB_DRAW;
    const ipa_live_title other =
        draw ? source_of(book, to->step) : ipa_live_book_account(book, to->step->to);
    const ipa_live_title name = {FORMAT(draw ? "支取%s" : "转入%s", other.zh),
                                 FORMAT(draw ? "Draw: %s" : "Move to: %s", other.en)};
    const ipa_live_title head = numbered(book, to, name);
    group->available = add(book, head, "可用", "Available");
    group->due = draw ? add(book, head, "缺口", "Lacking") : add(book, head, "应转", "To move");
    group->paid = draw ? add(book, head, "支取", "Drawn") : add(book, head, "已转", "Moved");
    group->unpaid = -1;
}

static void declare_payee(ipa_live_book *book, ipa_live_step *to, int n) {
    const ipa_live_title head = numbered(book, to, ipa_live_book_payee(book, to->step->payees[n]));
    ipa_live_group *group = &to->groups[n];
    group->available = add(book, head, "可用", "Available");
    group->due = add(book, head, "应付", "Due");
    group->paid = add(book, head, "已付", "Paid");
    group->unpaid = add(book, head, "未付", "Unpaid");
}

static void declare_step(ipa_live_book *book, ipa_live_step *to) {
    const ipa_step *step = to->step;
    const bool pay = step->verb == IPA_VERB_PAY;
    to->when = to->total = to->pot = -1;
    to->n_groups = pay ? step->n_payees : 1;
    to->groups = IPA_NEW_ARRAY(book->arena, to->n_groups, ipa_live_group);
    if (step->when) {
        const ipa_live_title when = {FORMAT("条件 %s", step->when->text),
                                     FORMAT("When %s", step->when->text)};
        to->when = add(book, numbered(book, to, when), "是否执行", "Holds");
        book->tables[IPA_LIVE_WATERFALL]->columns[to->when].format = IPA_FORMAT_INTEGER;
    }
    if (pay && step->pro_rata && step->n_payees > 1) {
        const ipa_live_title list = numbered(book, to, (ipa_live_title){"按比例", "Pro rata"});
        to->total = add(book, list, "应付合计", "All due");
        to->pot = add(book, list, "可分配", "To share");
    }
    for (int n = 0; pay && n < to->n_groups; n++)
        declare_payee(book, to, n);
    if (step->verb == IPA_VERB_MOVE || step->verb == IPA_VERB_DRAW)
        declare_transfer(book, to);
    else if (!pay)
        declare_entry(book, to);
}

void ipa_live_steps_declare(ipa_live_book *book) {
    ipa_live_columns *columns = &book->columns;
    for (int kind = 0; kind < IPA_N_WATERFALLS; kind++)
        for (int s = 0; columns->ran[kind] >= 0 && s < book->plan->waterfalls[kind].n_steps; s++) {
            ipa_live_step step = {.kind = (ipa_waterfall_kind)kind,
                                  .s = s,
                                  .step = &book->plan->waterfalls[kind].steps[s]};
            declare_step(book, &step);
            IPA_PUSH(book->arena, columns->steps, columns->n_steps, step);
        }
}

/* ---- entering ---- */

/** A step being entered on a date. */
typedef struct entry {
    ipa_live_book *book;
    ipa_live_point *point;
    const ipa_live_step *step;
    const char *flag;  /**< 1 where the step acts */
    bool always;       /**< it acts as long as the deal is in force */
    const char *room;  /**< the most the whole step may pay; NULL: no bound */
    const char *spent; /**< paid in this step so far; NULL: nothing */
    bool unbounded;    /**< there is a bound, but no formula for it */
} entry;

static const char *cell_of(const entry *in, int column) {
    return ipa_live_book_cell(in->book, in->point->k, column);
}

static void put(const entry *in, int column, const char *formula, double engine) {
    ipa_live_book *book = in->book;
    ipa_live_book_enter(book, IPA_LIVE_WATERFALL, in->point->k, column,
                        formula ? FORMAT("=%s", formula) : NULL, engine);
}

static const char *guarded(const entry *in, const char *formula) {
    const ipa_live_book *book = in->book;
    return formula ? FORMAT("IF(%s,%s,0)", in->flag, formula) : NULL;
}

static const char *within_room(const entry *in, const char *formula) {
    const ipa_live_book *book = in->book;
    if (!formula || in->unbounded)
        return NULL;
    if (!in->room)
        return formula;
    return in->spent ? FORMAT("MAX(0,MIN(%s,ROUND(%s-(%s),%d)))", formula, in->room, in->spent,
                              book->decimals)
                     : FORMAT("MIN(%s,%s)", formula, in->room);
}

static void put_available(const entry *in, const ipa_live_group *group,
                          const ipa_ledger_entry *did) {
    put(in, group->available, ipa_live_point_cash(in->point, in->step->step->from),
        did ? did->available : NAN);
}

static const char *bound(entry *in, const ipa_program *program) {
    const ipa_live_book *book = in->book;
    const char *text = ipa_live_point_expression(in->point, program);
    in->unbounded = in->unbounded || !text;
    const bool plain = text && !strpbrk(text, "+-*/("); /* a cell or a number: never negative */
    return plain || !text ? text : FORMAT("MAX(0,ROUND(%s,%d))", text, book->decimals);
}

static void find_room(entry *in) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    if (step->verb == IPA_VERB_LEDGER)
        return;
    const char *limit = step->limit ? bound(in, step->limit) : NULL;
    const char *amount = step->amount ? bound(in, step->amount) : NULL;
    in->room = limit && amount ? FORMAT("MIN(%s,%s)", limit, amount) : limit ? limit : amount;
}

static void find_flag(entry *in) {
    const ipa_live_book *book = in->book;
    const ipa_live_step *step = in->step;
    const int ran = book->columns.ran[step->kind];
    in->flag = cell_of(in, ran);
    in->always = ran == book->columns.live && step->when < 0;
    if (step->when < 0)
        return;
    const ipa_ledger_entry *did =
        ipa_live_book_ledger(book, step, step->step->verb == IPA_VERB_PAY ? 0 : -1, in->point->k);
    const char *text = ipa_live_point_expression(in->point, step->step->when);
    const char *running = cell_of(in, ran);
    put(in, step->when, text ? FORMAT("IF(%s,%s,0)", running, text) : NULL,
        did && !did->skipped ? 1 : 0);
    in->flag = cell_of(in, step->when);
}

/* ---- pay ---- */

/* The most the payee may take, cash apart. */
static const char *ceiling_of(const entry *in, int n, const char *available) {
    const ipa_payee payee = in->step->step->payees[n];
    if (payee.kind == IPA_PAYEE_RESIDUAL)
        return available;
    if (payee.kind == IPA_PAYEE_PRINCIPAL && in->step->step->amount)
        return ipa_live_point_balance(in->point, payee.index);
    return ipa_live_point_unpaid(in->point, payee);
}

/* A junior of a list in order gets principal only when its seniors there stand at zero. */
static const char *in_turn(const entry *in, int n, const char *ceiling) {
    const ipa_live_book *book = in->book;
    const ipa_payee *payees = in->step->step->payees;
    const char *seniors = NULL;
    for (int m = 0; payees[n].kind == IPA_PAYEE_PRINCIPAL && m < n; m++)
        if (payees[m].kind == IPA_PAYEE_PRINCIPAL)
            seniors = ipa_live_book_join(book, seniors, "+",
                                         ipa_live_point_balance(in->point, payees[m].index));
    return seniors && ceiling ? FORMAT("IF(%s>0,0,%s)", seniors, ceiling) : ceiling;
}

/* What is paid in full is paid as it stands; else every unit of a tranche gets alike. */
static const char *paid_text(const entry *in, int n, const char *full) {
    const ipa_live_book *book = in->book;
    const ipa_live_group *group = &in->step->groups[n];
    const ipa_payee payee = in->step->step->payees[n];
    const char *available = cell_of(in, group->available);
    const char *due = cell_of(in, group->due);
    const bool principal = payee.kind == IPA_PAYEE_PRINCIPAL;
    if (!book->plan->rounds || (!principal && payee.kind != IPA_PAYEE_INTEREST))
        return FORMAT("MIN(%s,%s)", available, due);
    const char *units =
        ipa_live_book_link(book, IPA_LIVE_PAYMENTS,
                           ipa_live_book_row(book, payee.index, in->point->k), IPA_LIVE_UNITS);
    const ipa_deal_terms *terms = &book->plan->deal->terms;
    const int decimals = principal ? terms->principal_decimals : terms->interest_decimals;
    double scale = 1;
    for (int d = 0; d < decimals; d++)
        scale *= 10;
    const bool whole = in->step->pot < 0 && !in->room;
    const char *least = whole ? available : FORMAT("MIN(%s,%s)", available, due);
    const char *down =
        FORMAT("ROUND(INT(%s/%s*%.0f+0.000001)/%.0f*%s,2)", least, units, scale, scale, units);
    if (whole)
        return FORMAT("IF(%s>=%s,%s,%s)", available, due, due, down);
    return full ? FORMAT("IF(AND(%s>=%s,%s=%s),%s,%s)", available, due, due, full, due, down)
                : NULL;
}

/* Whether the due is nothing once the deal has ended, so that it needs no flag of its own. */
static bool ends_with_deal(const entry *in, int n) {
    const ipa_payee payee = in->step->step->payees[n];
    if (payee.kind == IPA_PAYEE_FEE)
        return in->book->columns.fee_due[payee.index] >= 0;
    return payee.kind == IPA_PAYEE_INTEREST ||
           (payee.kind == IPA_PAYEE_PRINCIPAL && !in->step->step->amount);
}

static void pay_one(entry *in, int n, const char *due, const char *full) {
    const ipa_live_book *book = in->book;
    const ipa_live_group *group = &in->step->groups[n];
    const ipa_ledger_entry *did = ipa_live_book_ledger(book, in->step, n, in->point->k);
    const char *paid = cell_of(in, group->paid);
    due = within_room(in, due);
    put(in, group->due, in->always && ends_with_deal(in, n) ? due : guarded(in, due),
        did ? did->due : 0);
    put(in, group->paid, paid_text(in, n, full), did ? did->paid : 0);
    put(in, group->unpaid, FORMAT("ROUND(%s-%s,%d)", cell_of(in, group->due), paid, book->decimals),
        NAN);
    const int from = in->step->step->from;
    in->point->cash[from] = FORMAT("%s-%s", cell_of(in, group->available), paid);
    in->spent = ipa_live_book_join(book, in->spent, "+", paid);
    ipa_live_point_pay(in->point, in->step->step->payees[n], paid);
}

static void pay_in_order(entry *in) {
    for (int n = 0; n < in->step->n_groups; n++) {
        const ipa_live_group *group = &in->step->groups[n];
        put_available(in, group, ipa_live_book_ledger(in->book, in->step, n, in->point->k));
        const char *full = ceiling_of(in, n, cell_of(in, group->available));
        pay_one(in, n, in_turn(in, n, full), full);
    }
}

static void pay_pro_rata(entry *in) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    const char *cash = ipa_live_point_cash(in->point, step->from);
    const char *total = cell_of(in, in->step->total), *pot = cell_of(in, in->step->pot);
    const char **weights = IPA_NEW_ARRAY(book->arena, step->n_payees, const char *);
    const char *sum = NULL;
    bool known = true;
    for (int n = 0; n < step->n_payees; n++) {
        weights[n] = step->payees[n].kind == IPA_PAYEE_RESIDUAL
                         ? cash
                         : ipa_live_point_unpaid(in->point, step->payees[n]);
        known = known && weights[n];
        if (known && strpbrk(weights[n], "+-"))
            weights[n] = FORMAT("(%s)", weights[n]);
        sum = ipa_live_book_join(book, sum, "+", weights[n]);
    }
    put(in, in->step->total, known ? guarded(in, FORMAT("ROUND(%s,%d)", sum, book->decimals)) : "0",
        NAN);
    const char *all = step->amount ? cash : FORMAT("MIN(%s,%s)", cash, total);
    const char *share = within_room(in, all);
    put(in, in->step->pot, share ? guarded(in, share) : "0", NAN);
    for (int n = 0; n < step->n_payees; n++) {
        const ipa_live_group *group = &in->step->groups[n];
        put_available(in, group, ipa_live_book_ledger(book, in->step, n, in->point->k));
        const char *full = ceiling_of(in, n, cell_of(in, group->available));
        const char *due = known ? FORMAT("%s*%s/%s", pot, weights[n], total) : NULL;
        if (due && book->plan->rounds)
            due = FORMAT("INT(%s*100+0.000001)/100", due);
        if (due)
            due = FORMAT("IF(%s=%s,%s,%s)", pot, total, weights[n], due);
        if (due && step->amount)
            due = full ? FORMAT("IF(%s=0,0,MIN(%s,%s))", total, full, due) : NULL;
        pay_one(in, n, due, full);
    }
}

/* ---- move and draw ---- */

static void move(entry *in) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    const ipa_live_group *group = &in->step->groups[0];
    const ipa_ledger_entry *did = ipa_live_book_ledger(book, in->step, -1, in->point->k);
    const char *available = cell_of(in, group->available), *moved = cell_of(in, group->paid);
    const ipa_program *target = book->plan->accounts[step->to].target;
    put_available(in, group, did);
    const char *wanted = available;
    if (!step->limit && target) {
        const char *to = ipa_live_point_expression(in->point, target);
        wanted =
            to ? FORMAT("MAX(0,ROUND(%s-(%s),%d))", to, in->point->cash[step->to], book->decimals)
               : NULL;
    }
    put(in, group->due, guarded(in, within_room(in, wanted)), did ? did->due : 0);
    put(in, group->paid, FORMAT("MIN(%s,%s)", available, cell_of(in, group->due)),
        did ? did->paid : 0);
    in->point->cash[step->from] = FORMAT("%s-%s", available, moved);
    in->point->cash[step->to] = FORMAT("%s+%s", in->point->cash[step->to], moved);
}

/* What the listed dues lack, as if all that is drawn for had been paid already. */
static const char *lacking(entry *in, const char *available) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    const char *sum = NULL;
    for (int n = 0; n < step->n_payees; n++)
        in->point->assumed[ipa_live_point_payable(book->plan, step->payees[n])] = true;
    for (int n = 0; n < step->n_payees; n++) {
        const char *unpaid = ipa_live_point_unpaid(in->point, step->payees[n]);
        if (!unpaid)
            return NULL;
        sum = ipa_live_book_join(book, sum, "+", unpaid);
    }
    return FORMAT("MAX(0,ROUND(%s-%s,%d))", sum, available, book->decimals);
}

/* What the support has given up to here: earlier dates, and earlier steps of this one. */
static const char *given_before(const entry *in) {
    const ipa_live_book *book = in->book;
    const int k = in->point->k;
    const char *sum = NULL;
    bool earlier = true;
    for (int n = 0; n < book->columns.n_steps; n++) {
        const ipa_live_step *other = &book->columns.steps[n];
        earlier = earlier && other != in->step;
        if (other->step->verb != IPA_VERB_DRAW || other->step->support != in->step->step->support)
            continue;
        const int column = other->groups[0].paid;
        if (k > 0)
            sum = ipa_live_book_join(book, sum, "-",
                                     FORMAT("SUM(%s:%s)", ipa_live_book_cell(book, 0, column),
                                            ipa_live_book_cell(book, k - 1, column)));
        if (earlier)
            sum = ipa_live_book_join(book, sum, "-", ipa_live_book_cell(book, k, column));
    }
    return sum;
}

/* What counts against the cap: all that was given, or what of it did not come back. */
static const char *used_before(const entry *in) {
    const int n = in->step->step->support;
    const char *given = given_before(in);
    if (in->book->plan->support[n].revolving)
        return ipa_live_point_unpaid(in->point, (ipa_payee){IPA_PAYEE_SUPPORT, n});
    return given ? given : "";
}

/* As far as the account or the support's cap goes; never once the notes are repaid. */
static const char *drawn_text(const entry *in, const char *lack) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    if (step->support < 0)
        return FORMAT("MIN(%s,%s)", lack, ipa_live_point_cash(in->point, step->account));
    const double cap = book->plan->support[step->support].cap;
    const char *notes = NULL;
    for (int t = 0; t < book->plan->n_tranches; t++)
        if (!book->plan->tranches[t].is_residual)
            notes = ipa_live_book_join(book, notes, "+", ipa_live_point_balance(in->point, t));
    if (!notes)
        return NULL;
    if (in->point->k >= book->plan->support[step->support].n_open)
        return "0";
    if (isfinite(cap)) {
        const char *used = used_before(in);
        if (!used)
            return NULL;
        lack = FORMAT("MIN(%s,ROUND(%s,%d))", lack,
                      ipa_live_book_join(book, ipa_live_book_number(book, cap / 100), "-", used),
                      book->decimals);
    }
    return FORMAT("IF(%s>0,%s,0)", notes, lack);
}

static void draw(entry *in) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    const ipa_live_group *group = &in->step->groups[0];
    const ipa_ledger_entry *did = ipa_live_book_ledger(book, in->step, -1, in->point->k);
    const char *available = cell_of(in, group->available), *drawn = cell_of(in, group->paid);
    put_available(in, group, did);
    put(in, group->due, guarded(in, within_room(in, lacking(in, available))), did ? did->due : 0);
    for (int n = 0; n < step->n_payees; n++)
        in->point->assumed[ipa_live_point_payable(book->plan, step->payees[n])] = false;
    put(in, group->paid, drawn_text(in, cell_of(in, group->due)), did ? did->paid : 0);
    in->point->cash[step->from] = FORMAT("%s+%s", available, drawn);
    if (step->support >= 0)
        in->point->drawn[step->support] =
            ipa_live_book_join(book, in->point->drawn[step->support], "+", drawn);
    else
        in->point->cash[step->account] = FORMAT("%s-%s", in->point->cash[step->account], drawn);
}

/* ---- ledger, call and purchase ---- */

static void enter_figures(entry *in) {
    const ipa_live_book *book = in->book;
    const ipa_step *step = in->step->step;
    const ipa_live_group *group = &in->step->groups[0];
    const ipa_ledger_entry *did = ipa_live_book_ledger(book, in->step, -1, in->point->k);
    const bool cash = step->verb != IPA_VERB_LEDGER;
    put(in, group->available, cash ? ipa_live_point_cash(in->point, step->from) : NULL,
        did    ? did->available
        : cash ? NAN
               : 0);
    put(in, group->paid, NULL, did ? did->paid : 0);
    if (cash)
        in->point->cash[step->from] =
            FORMAT(step->verb == IPA_VERB_BUY ? "%s-%s" : "%s+%s", cell_of(in, group->available),
                   cell_of(in, group->paid));
}

void ipa_live_steps_enter(ipa_live_book *book, ipa_live_point *point) {
    for (int n = 0; n < book->columns.n_steps; n++) {
        entry in = {.book = book, .point = point, .step = &book->columns.steps[n]};
        if (n > 0 && in.step->kind != in.step[-1].kind)
            ipa_live_point_turn(point);
        find_flag(&in);
        find_room(&in);
        if (in.step->step->verb == IPA_VERB_MOVE)
            move(&in);
        else if (in.step->step->verb == IPA_VERB_DRAW)
            draw(&in);
        else if (in.step->step->verb != IPA_VERB_PAY)
            enter_figures(&in);
        else if (in.step->pot >= 0)
            pay_pro_rata(&in);
        else
            pay_in_order(&in);
    }
}
