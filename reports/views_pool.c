#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/holdings.h"
#include "reports/words.h"

/* ---- dates ---- */

static const ipa_cells_column SCHEDULE_COLUMNS[] = {
    {"期数", "Period", IPA_FORMAT_INTEGER},
    {"归集期初（不含）", "Collection from (excluded)", IPA_FORMAT_DATE},
    {"归集期末（含）", "Collection to (included)", IPA_FORMAT_DATE},
    {"名义兑付日", "Nominal date", IPA_FORMAT_DATE},
    {"兑付日", "Payment date", IPA_FORMAT_DATE},
    {"归集款核算日", "Calculation date", IPA_FORMAT_DATE},
    {"分配通知日", "Notice date", IPA_FORMAT_DATE},
    {"归集款划转日", "Transfer date", IPA_FORMAT_DATE},
    {"资金划付日", "Funding date", IPA_FORMAT_DATE},
    {"权益登记日", "Record date", IPA_FORMAT_DATE},
    {"计息起始日（含）", "Interest from (included)", IPA_FORMAT_DATE},
    {"计息截止日（不含）", "Interest to (excluded)", IPA_FORMAT_DATE},
    {"计息天数", "Days of interest", IPA_FORMAT_INTEGER},
    {"距设立日（年）", "Years from closing", IPA_FORMAT_NUMBER}};

ipa_table *ipa_views_schedule(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "schedule", SCHEDULE_COLUMNS);
    for (int k = 0; k < view->plan->n_periods; k++) {
        const ipa_period *period = &view->plan->periods[k];
        ipa_cells_row(&cells);
        ipa_cells_number(&cells, k + 1);
        ipa_cells_date(&cells, period->collection_start);
        ipa_cells_date(&cells, period->collection_end);
        ipa_cells_date(&cells, period->nominal);
        ipa_cells_date(&cells, period->payment);
        for (int n = 0; n < IPA_N_OFFSETS; n++)
            ipa_cells_date(&cells, period->before[n]);
        ipa_cells_date(&cells, period->accrual_start);
        ipa_cells_date(&cells, period->accrual_end);
        ipa_cells_number(&cells, period->days);
        ipa_cells_number(&cells, period->years_from_closing);
    }
    return cells.table;
}

/* ---- stratifications ---- */

typedef struct stratum {
    const char *label;
    int order; /* of a bucket; of a category 0, then the largest comes first */
    int n_contracts;
    double amount;
} stratum;

typedef stratum stratum_function(const ipa_view *view, int c);

static const ipa_deal_obligor *obligor_of(const ipa_view *view, int c) {
    return &view->deal->obligors[view->plan->contracts[c].obligor];
}

static void add_columns(ipa_cells *cells, const ipa_cells_column *columns, size_t n_columns) {
    for (size_t n = 0; n < n_columns; n++)
        ipa_cells_column_add(cells, columns[n].zh, columns[n].en, columns[n].format);
}

static stratum by_industry(const ipa_view *view, int c) {
    const char *industry = ipa_words_industry(view->language, obligor_of(view, c)->industry);
    return (stratum){.label = ipa_holdings_known(view, industry)};
}

static stratum by_region(const ipa_view *view, int c) {
    return (stratum){.label = ipa_holdings_known(view, obligor_of(view, c)->region)};
}

/* Grades come in the order of the table, best first; others after them. */
static stratum by_rating(const ipa_view *view, int c) {
    stratum found = {.label = ipa_holdings_rating(view, &obligor_of(view, c)->credit)};
    const ipa_pd_table *table = &view->deal->pd_table;
    while (found.order < table->n_grades && strcmp(table->grades[found.order], found.label) != 0)
        found.order++;
    return found;
}

static stratum by_kind(const ipa_view *view, int c) {
    ipa_contract_kind kind = view->plan->contracts[c].source->kind;
    return (stratum){.label = ipa_words_of(view->language, IPA_WORDS_CONTRACT_KIND, kind),
                     .order = kind};
}

typedef struct bucket {
    double most; /* closed above */
    const char *zh, *en;
} bucket;

static const bucket AMOUNTS[] = {{5e6, "500 万元及以下", "up to 5 million"},
                                 {1e7, "500 万至 1000 万元（含）", "5 to 10 million"},
                                 {2e7, "1000 万至 2000 万元（含）", "10 to 20 million"},
                                 {5e7, "2000 万至 5000 万元（含）", "20 to 50 million"},
                                 {INFINITY, "5000 万元以上", "over 50 million"}};
static const bucket TERMS[] = {{1, "1 年及以下", "up to 1 year"},
                               {2, "1 至 2 年（含）", "1 to 2 years"},
                               {3, "2 至 3 年（含）", "2 to 3 years"},
                               {5, "3 至 5 年（含）", "3 to 5 years"},
                               {INFINITY, "5 年以上", "over 5 years"}};
static const bucket RATES[] = {
    {0.04, "4% 及以下", "up to 4%"},          {0.045, "4% 至 4.5%（含）", "4% to 4.5%"},
    {0.05, "4.5% 至 5%（含）", "4.5% to 5%"}, {0.055, "5% 至 5.5%（含）", "5% to 5.5%"},
    {0.06, "5.5% 至 6%（含）", "5.5% to 6%"}, {INFINITY, "6% 以上", "over 6%"}};

static stratum bucket_of(const ipa_view *view, const bucket *buckets, double value) {
    int n = 0;
    while (value > buckets[n].most)
        n++;
    return (stratum){.label = ipa_cells_say(view, buckets[n].zh, buckets[n].en), .order = n};
}

static stratum by_amount(const ipa_view *view, int c) {
    return bucket_of(view, AMOUNTS, ipa_holdings_amount(view, c));
}

static stratum by_remaining_term(const ipa_view *view, int c) {
    const ipa_plan_contract *contract = &view->plan->contracts[c];
    ipa_date cutoff = view->deal->terms.cutoff;
    ipa_date end = contract->n_dues > 0 ? contract->dues[contract->n_dues - 1].date : cutoff;
    int years = 0;
    while (years < 6 && ipa_date_add_months(cutoff, 12 * years, false) < end)
        years++;
    return bucket_of(view, TERMS, years);
}

static stratum by_rate(const ipa_view *view, int c) {
    ipa_number rate = view->plan->contracts[c].source->rate;
    if (!rate.given)
        return (stratum){.label = ipa_holdings_known(view, NULL),
                         .order = (int)IPA_CELLS_COUNT(RATES)};
    return bucket_of(view, RATES, rate.value);
}

static int compare_strata(const void *left, const void *right) {
    const stratum *a = left, *b = right;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    if (a->amount != b->amount)
        return a->amount > b->amount ? -1 : 1;
    return strcmp(a->label, b->label);
}

static int collect_strata(const ipa_view *view, stratum_function *of, stratum *strata) {
    int n_strata = 0;
    for (int c = 0; c < view->plan->n_contracts; c++) {
        stratum found = of(view, c);
        int n = 0;
        while (n < n_strata && strcmp(strata[n].label, found.label) != 0)
            n++;
        if (n == n_strata)
            strata[n_strata++] = found;
        strata[n].n_contracts++;
        strata[n].amount += ipa_holdings_amount(view, c);
    }
    if (n_strata > 0)
        qsort(strata, (size_t)n_strata, sizeof *strata, compare_strata);
    return n_strata;
}

static const ipa_cells_column STRATUM_COLUMNS[] = {{"分组", "Group", IPA_FORMAT_TEXT},
                                                   {"笔数", "Contracts", IPA_FORMAT_INTEGER}};

static ipa_table *stratify(const ipa_view *view, const char *id, stratum_function *of) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, id, STRATUM_COLUMNS);
    ipa_holdings_column(&cells);
    ipa_cells_column_add(&cells, "占比", "Share", IPA_FORMAT_RATE);
    stratum *strata = IPA_NEW_ARRAY(view->arena, view->plan->n_contracts, stratum);
    int n_strata = collect_strata(view, of, strata);
    double all = ipa_holdings_amounts(view);
    for (int n = 0; n < n_strata; n++) {
        ipa_cells_row(&cells);
        ipa_cells_text(&cells, strata[n].label);
        ipa_cells_number(&cells, strata[n].n_contracts);
        ipa_cells_number(&cells, strata[n].amount);
        ipa_cells_number(&cells, strata[n].amount / all);
    }
    ipa_cells_total(&cells);
    ipa_cells_words(&cells, "合计", "Total");
    ipa_cells_number(&cells, view->plan->n_contracts);
    ipa_cells_number(&cells, all);
    ipa_cells_number(&cells, 1);
    return cells.table;
}

#define STRATIFICATION(name)                            \
    ipa_table *ipa_views_##name(const ipa_view *view) { \
        return stratify(view, #name, name);             \
    }
STRATIFICATION(by_industry)
STRATIFICATION(by_region)
STRATIFICATION(by_rating)
STRATIFICATION(by_kind)
STRATIFICATION(by_amount)
STRATIFICATION(by_remaining_term)
STRATIFICATION(by_rate)
#undef STRATIFICATION

/* ---- obligors ---- */

typedef struct ranked {
    int obligor;
    double amount;
} ranked;

static int compare_ranked(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (a->amount != b->amount)
        return a->amount > b->amount ? -1 : 1;
    return a->obligor - b->obligor;
}

/* Obligors by amount, largest first. */
static const ranked *ranks_of(const ipa_view *view) {
    int n_obligors = view->plan->n_obligors;
    ranked *ranks = IPA_NEW_ARRAY(view->arena, n_obligors, ranked);
    for (int i = 0; i < n_obligors; i++)
        ranks[i].obligor = i;
    for (int c = 0; c < view->plan->n_contracts; c++)
        ranks[view->plan->contracts[c].obligor].amount += ipa_holdings_amount(view, c);
    if (n_obligors > 0)
        qsort(ranks, (size_t)n_obligors, sizeof *ranks, compare_ranked);
    return ranks;
}

static const ipa_cells_column TOP_COLUMNS[] = {{"序号", "Rank", IPA_FORMAT_INTEGER},
                                               {"代码", "Id", IPA_FORMAT_TEXT},
                                               {"名称", "Name", IPA_FORMAT_TEXT},
                                               {"行业", "Industry", IPA_FORMAT_TEXT},
                                               {"评级", "Rating", IPA_FORMAT_TEXT}};
static const ipa_cells_column SHARE_COLUMNS[] = {{"占比", "Share", IPA_FORMAT_RATE},
                                                 {"累计占比", "Cumulative share", IPA_FORMAT_RATE}};

ipa_table *ipa_views_top_obligors(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "top_obligors", TOP_COLUMNS);
    ipa_holdings_column(&cells);
    add_columns(&cells, SHARE_COLUMNS, IPA_CELLS_COUNT(SHARE_COLUMNS));
    const ranked *ranks = ranks_of(view);
    double all = ipa_holdings_amounts(view), sum = 0;
    for (int n = 0; n < view->plan->n_obligors && n < 10; n++) {
        const ipa_deal_obligor *obligor = &view->deal->obligors[ranks[n].obligor];
        sum += ranks[n].amount;
        ipa_cells_row(&cells);
        ipa_cells_number(&cells, n + 1);
        ipa_cells_text(&cells, obligor->id);
        ipa_cells_text(&cells, obligor->name);
        ipa_cells_text(&cells, ipa_words_industry(view->language, obligor->industry));
        ipa_cells_text(&cells, ipa_holdings_rating(view, &obligor->credit));
        ipa_cells_number(&cells, ranks[n].amount);
        ipa_cells_number(&cells, ranks[n].amount / all);
        ipa_cells_number(&cells, sum / all);
    }
    return cells.table;
}

static const ipa_cells_column CONCENTRATION_COLUMNS[] = {{"指标", "Measure", IPA_FORMAT_TEXT},
                                                         {"值", "Value", IPA_FORMAT_NUMBER}};

static void measure(ipa_cells *cells, const char *zh, const char *en, double value,
                    ipa_format format) {
    ipa_cells_row(cells);
    ipa_cells_words(cells, zh, en);
    ipa_cells_formatted(cells, value, format);
}

ipa_table *ipa_views_concentration(const ipa_view *view) {
    ipa_cells cells = IPA_CELLS_BEGIN(view, "concentration", CONCENTRATION_COLUMNS);
    const ranked *ranks = ranks_of(view);
    double all = ipa_holdings_amounts(view), herfindahl = 0, largest[3] = {0, 0, 0};
    for (int n = 0; n < view->plan->n_obligors; n++) {
        double share = ranks[n].amount / all;
        herfindahl += share * share;
        largest[0] += n < 1 ? share : 0;
        largest[1] += n < 5 ? share : 0;
        largest[2] += n < 10 ? share : 0;
    }
    measure(&cells, "债务人家数", "Obligors", view->plan->n_obligors, IPA_FORMAT_INTEGER);
    measure(&cells, "最大一户占比", "Largest obligor", largest[0], IPA_FORMAT_RATE);
    measure(&cells, "前五大占比", "Five largest", largest[1], IPA_FORMAT_RATE);
    measure(&cells, "前十大占比", "Ten largest", largest[2], IPA_FORMAT_RATE);
    measure(&cells, "赫芬达尔指数", "Herfindahl index", herfindahl, IPA_FORMAT_NUMBER);
    measure(&cells, "有效户数（1÷赫芬达尔指数）", "Effective number (1 ÷ Herfindahl)",
            1 / herfindahl, IPA_FORMAT_NUMBER);
    return cells.table;
}
