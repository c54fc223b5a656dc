#include "engine/market/holidays_cn.h"

#include "engine/base/status.h"

/* Closing periods as the yearly notices of the two exchanges name them (休市安排), weekends inside
 * a period included; "make-up" working weekends stay closed. The exchanges follow the holiday
 * notice of the General Office of the State Council (国务院办公厅) except where a line below says
 * so. Each year was compared with the texts named beside it; two were not at hand and rest on the
 * open calendars alone: the notice of May 2015 for September 2015, and that of December 2018 for
 * 2019. All years up to 2024 were compared day by day with exchange_calendars (XSHG), and 2015 with
 * QuantLib (China, SSE). They agree with this table except on:
 *   2024-02-09  New Year's Eve was a working day by the State Council's notice, but both exchanges
 *               closed on it; older releases of exchange_calendars hold it as a trading day. */
typedef struct closing {
    signed char from_month, from_day, to_month, to_day;
} closing;

typedef struct closing_year {
    int year;
    const char *source;
    closing closings[8]; /* ascending; a month of 0 ends the list */
} closing_year;

static const closing_year years[] = {
    {2015,
     "notices of the Shanghai and Shenzhen exchanges of December 2014 for 2015; State Council "
     "notice of 2014-12-16 (gov.cn content_9302); 3 to 5 September: State Council notice of May "
     "2015 on the 70th anniversary of victory",
     {{1, 1, 1, 3},
      {2, 18, 2, 24},
      {4, 5, 4, 6},
      {5, 1, 5, 3},
      {6, 20, 6, 22},
      {9, 3, 9, 5},
      {9, 27, 9, 27},
      {10, 1, 10, 7}}},
    {2016,
     "SSE 上证公告〔2015〕36号 of 2015-12-24 under CSRC 证监办发〔2015〕88号; State Council notice "
     "of 2015-12-10 (gov.cn content_10394)",
     {{1, 1, 1, 3},
      {2, 7, 2, 13},
      {4, 2, 4, 4},
      {4, 30, 5, 2},
      {6, 9, 6, 11},
      {9, 15, 9, 17},
      {10, 1, 10, 7}}},
    {2017,
     "SSE notice of 2016-12-22 under CSRC 证监办发〔2016〕111号; State Council "
     "国办发明电〔2016〕17号 of 2016-12-01",
     {{1, 1, 1, 2}, {1, 27, 2, 2}, {4, 2, 4, 4}, {4, 29, 5, 1}, {5, 28, 5, 30}, {10, 1, 10, 8}}},
    /* 30 and 31 December 2018 belong to the New Year of 2019. */
    {2018,
     "State Council notice of 2017-11-30 (gov.cn content_5243579); end of December by the notice "
     "for 2019",
     {{1, 1, 1, 1},
      {2, 15, 2, 21},
      {4, 5, 4, 7},
      {4, 29, 5, 1},
      {6, 16, 6, 18},
      {9, 22, 9, 24},
      {10, 1, 10, 7},
      {12, 30, 12, 31}}},
    {2019,
     "State Council notice of December 2018 for 2019; 1 to 4 May: State Council "
     "国办发明电〔2019〕3号 of 2019-03-22",
     {{1, 1, 1, 1},
      {2, 4, 2, 10},
      {4, 5, 4, 7},
      {5, 1, 5, 4},
      {6, 7, 6, 9},
      {9, 13, 9, 15},
      {10, 1, 10, 7}}},
    {2020,
     "SSE 上证公告〔2019〕65号 for 2020; Spring Festival extended to 2 February by both exchanges "
     "on "
     "2020-01-27 after the State Council's notice of that day",
     {{1, 1, 1, 1}, {1, 24, 2, 2}, {4, 4, 4, 6}, {5, 1, 5, 5}, {6, 25, 6, 27}, {10, 1, 10, 8}}},
    {2021,
     "SSE 上证公告〔2020〕48号 of 2020-12-24 under CSRC 证监办发〔2020〕74号",
     {{1, 1, 1, 3},
      {2, 11, 2, 17},
      {4, 3, 4, 5},
      {5, 1, 5, 5},
      {6, 12, 6, 14},
      {9, 19, 9, 21},
      {10, 1, 10, 7}}},
    {2022,
     "SSE notice of 2021-12-20 under CSRC 证监办发〔2021〕90号",
     {{1, 1, 1, 3},
      {1, 31, 2, 6},
      {4, 3, 4, 5},
      {4, 30, 5, 4},
      {6, 3, 6, 5},
      {9, 10, 9, 12},
      {10, 1, 10, 7}}},
    {2023,
     "SSE notice of 2022-12-27 under CSRC 证监办发〔2022〕113号",
     {{1, 1, 1, 2}, {1, 21, 1, 27}, {4, 5, 4, 5}, {4, 29, 5, 3}, {6, 22, 6, 24}, {9, 29, 10, 6}}},
    {2024,
     "notices of the Shanghai, Shenzhen and Beijing exchanges of 2023-12-26 (closed on New Year's "
     "Eve, 9 February, too)",
     {{1, 1, 1, 1},
      {2, 9, 2, 17},
      {4, 4, 4, 6},
      {5, 1, 5, 5},
      {6, 10, 6, 10},
      {9, 15, 9, 17},
      {10, 1, 10, 7}}},
    {2025,
     "notices of the Shanghai, Shenzhen and Beijing exchanges of 2024-12-23; State Council "
     "国办发明电〔2024〕12号 of 2024-11-12",
     {{1, 1, 1, 1}, {1, 28, 2, 4}, {4, 4, 4, 6}, {5, 1, 5, 5}, {5, 31, 6, 2}, {10, 1, 10, 8}}},
    {2026,
     "notices of the Shanghai, Shenzhen and Beijing exchanges of 2025-12-22; State Council notice "
     "of 2025-11-04",
     {{1, 1, 1, 3},
      {2, 15, 2, 23},
      {4, 4, 4, 6},
      {5, 1, 5, 5},
      {6, 19, 6, 21},
      {9, 25, 9, 27},
      {10, 1, 10, 7}}},
};

enum {
    N_YEARS = sizeof years / sizeof *years,
    N_CLOSINGS = sizeof years[0].closings / sizeof *years[0].closings,
};

int ipa_holidays_cn_first_year(void) {
    return years[0].year;
}
int ipa_holidays_cn_last_year(void) {
    return years[N_YEARS - 1].year;
}

/* The years follow one another without a gap. */
static const closing_year *find(int year) {
    int at = year - years[0].year;
    if (at < 0 || at >= N_YEARS)
        return NULL;
    IPA_ASSERT(years[at].year == year);
    return &years[at];
}

const char *ipa_holidays_cn_source(int year) {
    const closing_year *found = find(year);
    return found == NULL ? NULL : found->source;
}

bool ipa_holidays_cn_is_closed(ipa_date date) {
    ipa_date_parts parts = ipa_date_split(date);
    const closing_year *found = find(parts.year);
    if (found == NULL || ipa_date_weekday(date) >= IPA_SATURDAY)
        return false;
    int day = 100 * parts.month + parts.day;
    for (int at = 0; at < N_CLOSINGS && found->closings[at].from_month != 0; at++) {
        const closing *c = &found->closings[at];
        if (day >= 100 * c->from_month + c->from_day && day <= 100 * c->to_month + c->to_day)
            return true;
    }
    return false;
}

size_t ipa_holidays_cn_count(int year) {
    if (find(year) == NULL)
        return 0;
    size_t n_closed = 0;
    ipa_date end = ipa_date_from(year, 12, 31);
    for (ipa_date date = ipa_date_from(year, 1, 1); date <= end; date++)
        n_closed += ipa_holidays_cn_is_closed(date);
    return n_closed;
}
