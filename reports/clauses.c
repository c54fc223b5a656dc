#include "reports/clauses.h"

#include "reports/cells.h"

#define FORMAT(...) ipa_arena_format(view->arena, __VA_ARGS__)
/* Both formats are literals, so that the compiler sees what they ask for. */
#define SAY(zh, en, ...) ipa_cells_say(view, FORMAT(zh, __VA_ARGS__), FORMAT(en, __VA_ARGS__))

typedef struct clauses {
    const ipa_view *view;
    const char *text; /* NULL: none so far */
} clauses;

static void add(clauses *to, const char *clause) {
    const ipa_view *view = to->view;
    to->text =
        to->text ? FORMAT("%s%s%s", to->text, ipa_cells_say(view, "；", "; "), clause) : clause;
}

static const char *day(const ipa_view *view, ipa_date date) {
    char text[IPA_DATE_TEXT];
    return FORMAT("%s", ipa_date_format(date, text));
}

/* A rate as a percentage, with the digits it was written with. */
static const char *percent(const ipa_view *view, const ipa_number *rate) {
    const int decimals = rate->exact.scale > 4 ? rate->exact.scale - 2 : 2;
    return FORMAT("%.*f%%", decimals, 100 * rate->value);
}

static void add_steps(clauses *to, const ipa_deal_tranche *tranche) {
    const ipa_view *view = to->view;
    for (int n = 0; n < tranche->coupon_steps.n_items; n++) {
        const ipa_dated *step = &tranche->coupon_steps.items[n];
        add(to, SAY("自 %s 起票面利率 %s", "from %s coupon %s", day(view, step->date),
                    percent(view, &step->number)));
    }
}

static void add_floating(clauses *to, const ipa_deal_floating *floating) {
    static const struct {
        ipa_reset reset;
        const char *zh, *en;
    } RESETS[] = {{IPA_RESET_PERIOD, "逐期重置", "reset every period"},
                  {IPA_RESET_MONTHLY, "按月重置", "reset monthly"},
                  {IPA_RESET_QUARTERLY, "按季重置", "reset quarterly"},
                  {IPA_RESET_SEMIANNUAL, "每半年重置", "reset semiannually"},
                  {IPA_RESET_ANNUAL, "按年重置", "reset annually"}};
    const ipa_view *view = to->view;
    if (!floating->index.id)
        return;
    ipa_number spread = floating->spread;
    const char *sign = spread.value < 0 ? "-" : "+";
    spread.value = spread.value < 0 ? -spread.value : spread.value;
    add(to, SAY("浮动利率 %s %s %s", "floating at %s %s %s", floating->index.id, sign,
                percent(view, &spread)));
    if (floating->floor.given)
        add(to, SAY("下限 %s", "floor %s", percent(view, &floating->floor)));
    if (floating->cap.given)
        add(to, SAY("上限 %s", "cap %s", percent(view, &floating->cap)));
    for (size_t n = 0; n < IPA_CELLS_COUNT(RESETS); n++)
        if (RESETS[n].reset == floating->reset)
            add(to, ipa_cells_say(view, RESETS[n].zh, RESETS[n].en));
}

static void add_model(clauses *to, int t) {
    const ipa_plan_rates *rates = to->view->plan->rates;
    if (rates != NULL && rates->floating[t] != NULL)
        add(to, ipa_cells_say(to->view, "模拟路径上随利率模型变动",
                              "follows the model of rates on simulated paths"));
}

static void add_put(clauses *to, const ipa_deal_put *put) {
    const ipa_view *view = to->view;
    if (put->date == IPA_NO_DATE)
        return;
    add(to, SAY("%s 回售 %s（假设），价格 %g", "%s: %s handed back (assumed) at %g",
                day(view, put->date), percent(view, &put->share), put->price.value));
    if (put->coupon.given)
        add(to, SAY("回售后票面利率 %s", "coupon %s after it", percent(view, &put->coupon)));
}

const char *ipa_clauses_tranche(const ipa_view *view, int t) {
    const ipa_deal_tranche *tranche = &view->deal->tranches[t];
    clauses all = {view, NULL};
    add_steps(&all, tranche);
    add_floating(&all, &tranche->floating);
    add_model(&all, t);
    if (tranche->notional.text)
        add(&all, SAY("只付息，名义本金 %s", "interest only, on %s", tranche->notional.text));
    if (tranche->accrete_until != IPA_NO_DATE)
        add(&all, SAY("%s 及之前利息转增本金", "interest added to the balance until %s",
                      day(view, tranche->accrete_until)));
    if (tranche->lockout != IPA_NO_DATE)
        add(&all, SAY("%s 及之前不还本", "no principal until %s", day(view, tranche->lockout)));
    if (!tranche->interest_carry)
        add(&all, ipa_cells_say(view, "未付利息不结转", "unpaid interest falls away"));
    if (tranche->schedule_file.id)
        add(&all, SAY("还本计划见 %s", "schedule in %s", tranche->schedule_file.id));
    add_put(&all, &tranche->put);
    return all.text;
}
