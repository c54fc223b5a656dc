#include "reports/xlsx_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ONE_PAGE = 2100,  /**< pixels of columns that still fit one page across */
    MANY_PAGES = 1250 /**< of each page when they do not */
};

/* Of A4 across, within the margins, in points; a little less, for fonts differ. */
static const double PAPER_WIDE = 780, PAPER_HIGH = 500, PIXEL_POINTS = 0.75;
static const double HEAD_POINTS = 60, EMPTY_ROW = 15;

/* Formats are checked in both languages. */
__attribute__((format_arg(2), format_arg(3))) static const char *
say(const ipa_view *view, const char *zh, const char *en) {
    return view->language == IPA_LANGUAGE_EN ? en : zh;
}

ipa_status ipa_xlsx_file_open(const char *path, lxw_workbook **file, ipa_error *error) {
    /* The library would say on standard error what is said here in the error. */
    FILE *there = fopen(path, "ab");
    if (!there)
        return ipa_fail(error, IPA_OUTPUT, "%s: %s", path, strerror(errno));
    fclose(there);
    *file = workbook_new(path);
    if (!*file)
        return ipa_fail(error, IPA_OUTPUT, "%s: the workbook cannot be begun", path);
    return IPA_OK;
}

ipa_status ipa_xlsx_file_close(const char *path, lxw_workbook *file, ipa_error *error) {
    const lxw_error problem = workbook_close(file);
    if (problem != LXW_NO_ERROR)
        return ipa_fail(error, IPA_OUTPUT, "%s: %s", path, lxw_strerror(problem));
    return IPA_OK;
}

/* The run's date as the file's: with it, two runs write the same bytes. 0: now. */
static time_t created(const char *as_of) {
    char day[IPA_DATE_TEXT] = "";
    ipa_date date;
    long minutes = 0;
    if (!as_of)
        return 0;
    snprintf(day, sizeof day, "%s", as_of);
    if (!ipa_date_parse(day, &date))
        return 0;
    if (strlen(as_of) > strlen(day)) {
        char *rest;
        minutes = 60 * strtol(as_of + strlen(day), &rest, 10);
        minutes += *rest == ':' ? strtol(rest + 1, NULL, 10) : 0;
    }
    return (time_t)date * 86400 + minutes * 60;
}

void ipa_xlsx_file_describe(lxw_workbook *file, const ipa_view *view, const char *title) {
    lxw_doc_properties properties = {
        .title = ipa_arena_copy(view->arena, title),
        .author = ipa_arena_copy(view->arena, "ipabs"),
        .comments = ipa_arena_format(view->arena, "%s %s", say(view, "交易文件哈希", "deal sha256"),
                                     view->deal->sha256),
        .created = created(view->run->as_of),
    };
    workbook_set_properties(file, &properties);
}

ipa_xlsx_imprint ipa_xlsx_file_imprint(const ipa_view *view) {
    const ipa_words_pair name = view->deal->terms.name;
    const char *deal = say(view, name.zh ? name.zh : name.en, name.en ? name.en : name.zh);
    const unsigned long long seed = ipa_views_sample(view).seed;
    const char *footer =
        ipa_arena_format(view->arena,
                         say(view, "&L&8 %.12s · 种子 %llu&C&8第 &P 页 / 共 &N 页&R&8ipabs %.40s",
                             "&L&8 %.12s · seed %llu&C&8Page &P of &N&R&8ipabs %.40s"),
                         view->deal->sha256 ? view->deal->sha256 : "", seed,
                         view->run->as_of ? view->run->as_of : "");
    return (ipa_xlsx_imprint){.deal = deal ? deal : "", .footer = footer};
}

static int pages_across(const ipa_xlsx_page *page) {
    const int pixels = ipa_xlsx_page_pixels(page);
    return pixels <= ONE_PAGE ? 1 : (pixels + MANY_PAGES - 1) / MANY_PAGES;
}

void ipa_xlsx_file_paper(ipa_xlsx_page *page, bool one_portrait) {
    if (one_portrait) {
        worksheet_set_portrait(page->sheet);
        worksheet_fit_to_pages(page->sheet, 1, 1);
        return;
    }
    worksheet_set_landscape(page->sheet);
    worksheet_fit_to_pages(page->sheet, (uint16_t)pages_across(page), 0);
}

/* Points of a page's height at the scale that brings its columns onto the paper. */
static double page_points(const ipa_xlsx_page *page) {
    const double pixels = ipa_xlsx_page_pixels(page);
    const double scale = PAPER_WIDE * pages_across(page) / (PIXEL_POINTS * pixels);
    return PAPER_HIGH / (scale < 1 ? scale : 1);
}

void ipa_xlsx_file_breaks(ipa_xlsx_page *page, const int *rows, const double *heights,
                          int n_tables) {
    const double high = page_points(page), gap = 2 * EMPTY_ROW;
    double filled = HEAD_POINTS;
    for (int n = 0; n < n_tables; n++) {
        if (n > 0 && filled + heights[n] > high) {
            ipa_xlsx_page_break(page, rows[n]);
            filled = 0;
        }
        filled = fmod(filled + heights[n], high) + gap;
    }
}

void ipa_xlsx_file_keep_heads(ipa_xlsx_page *page, ipa_xlsx_place place, int n_columns) {
    worksheet_freeze_panes(page->sheet, (lxw_row_t)place.first_row, (lxw_col_t)n_columns);
    worksheet_repeat_rows(page->sheet, (lxw_row_t)(place.head_row - 1), (lxw_row_t)place.head_row);
    if (n_columns > 1)
        worksheet_repeat_columns(page->sheet, 0, (lxw_col_t)(n_columns - 1));
}

void ipa_xlsx_file_keep_heads_if_long(ipa_xlsx_page *page, ipa_xlsx_place place) {
    if (HEAD_POINTS + place.height > page_points(page))
        ipa_xlsx_file_keep_heads(page, place, 1);
    else
        worksheet_freeze_panes(page->sheet, (lxw_row_t)place.first_row, 1);
    if (pages_across(page) > 1)
        worksheet_repeat_columns(page->sheet, 0, 0);
}
