#include "engine/deal/tape.h"

#include <stdbool.h>
#include <string.h>

#include "engine/base/text.h"

enum { MOST_COLUMNS = 200, MOST_ROWS = 2000000, MOST_CELL_BYTES = 1 << 16 };

typedef struct tape_scanner {
    const char *at;
    const char *end;
    const char *file;
    int line, column; /* of `at`, from 1 */
    ipa_arena *arena;
    ipa_findings *findings;
    bool failed; /* quoting is broken: what follows cannot be told apart */
} tape_scanner;

static void advance(tape_scanner *scanner) {
    char c = *scanner->at++;
    bool ends_line =
        c == '\n' || (c == '\r' && (scanner->at == scanner->end || *scanner->at != '\n'));
    if (ends_line) {
        scanner->line++;
        scanner->column = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
        scanner->column++;
    }
}

static bool at_line_end(const tape_scanner *scanner) {
    return scanner->at == scanner->end || *scanner->at == '\n' || *scanner->at == '\r';
}

static bool at_cell_end(const tape_scanner *scanner) {
    return at_line_end(scanner) || *scanner->at == ',';
}

static void skip_blanks(tape_scanner *scanner) {
    while (!at_line_end(scanner) && (*scanner->at == ' ' || *scanner->at == '\t'))
        advance(scanner);
}

static ipa_mark place(const tape_scanner *scanner) {
    return (ipa_mark){scanner->file, scanner->line, scanner->column, 1};
}

/* An ideographic space trims like any other: it comes with text copied from Chinese forms. */
static const char *trim(ipa_arena *arena, const char *from, const char *to) {
    static const char WIDE_SPACE[] = "\xE3\x80\x80";
    for (;;) {
        if (to > from && (to[-1] == ' ' || to[-1] == '\t'))
            to--;
        else if (to - from >= 3 && memcmp(to - 3, WIDE_SPACE, 3) == 0)
            to -= 3;
        else if (to > from && (*from == ' ' || *from == '\t'))
            from++;
        else if (to - from >= 3 && memcmp(from, WIDE_SPACE, 3) == 0)
            from += 3;
        else
            return ipa_arena_copy_n(arena, from, (size_t)(to - from));
    }
}

static void refuse_quote(tape_scanner *scanner, ipa_mark mark, const char *message) {
    ipa_findings_add(scanner->findings, IPA_E0201_TAPE_QUOTE, mark, NULL,
                     "a cell with commas, quotes or line ends is written \"in quotes\", a quote in "
                     "it twice: \"\"",
                     "%s", message);
    scanner->failed = true;
}

/* A cell in quotes, from its opening quote to the comma or line end behind it. */
static ipa_cell quoted_cell(tape_scanner *scanner) {
    ipa_mark mark = place(scanner);
    advance(scanner);
    const char *from = scanner->at;
    char *text = NULL;
    size_t n_text = 0;
    for (;; advance(scanner)) {
        if (scanner->at == scanner->end) {
            refuse_quote(scanner, mark, "a quoted cell is not closed");
            return (ipa_cell){"", mark};
        }
        if (*scanner->at != '"')
            continue;
        bool doubled = scanner->at + 1 < scanner->end && scanner->at[1] == '"';
        if (!text)
            text = ipa_arena_alloc(scanner->arena, (size_t)(scanner->end - from) + 1, 1);
        size_t n = (size_t)(scanner->at - from) + doubled;
        memcpy(text + n_text, from, n);
        n_text += n;
        advance(scanner);
        if (!doubled)
            break;
        from = scanner->at + 1;
    }
    mark.width = scanner->line == mark.line ? scanner->column - mark.column : 1;
    skip_blanks(scanner);
    if (!at_cell_end(scanner))
        refuse_quote(scanner, place(scanner), "text follows a closed quote");
    return (ipa_cell){trim(scanner->arena, text, text + n_text), mark};
}

static ipa_cell plain_cell(tape_scanner *scanner) {
    ipa_mark mark = place(scanner);
    const char *from = scanner->at;
    while (!at_cell_end(scanner)) {
        if (*scanner->at == '"') {
            refuse_quote(scanner, place(scanner), "a quote stands inside an unquoted cell");
            break;
        }
        advance(scanner);
    }
    const char *text = trim(scanner->arena, from, scanner->at);
    size_t width = ipa_text_length(text);
    mark.width = width > 0 ? (int)width : 1;
    return (ipa_cell){text, mark};
}

static ipa_cell next_cell(tape_scanner *scanner) {
    skip_blanks(scanner);
    bool quoted = scanner->at < scanner->end && *scanner->at == '"';
    ipa_cell cell = quoted ? quoted_cell(scanner) : plain_cell(scanner);
    if (strlen(cell.text) > MOST_CELL_BYTES) {
        ipa_findings_add(scanner->findings, IPA_E0206_TAPE_LIMIT, cell.mark, NULL,
                         "is a closing quote missing?", "a cell of more than 65,536 bytes");
        cell.text = "";
    }
    return cell;
}

/* One row: its cells up to `most`; what stands beyond them is counted, and its first place kept. */
typedef struct tape_row {
    ipa_cell cells[MOST_COLUMNS];
    size_t n_cells;
    size_t n_filled;
    ipa_cell beyond; /* the first cell past `most` that is not blank; text NULL: none */
} tape_row;

static void read_row(tape_scanner *scanner, size_t most, tape_row *row) {
    row->n_cells = row->n_filled = 0;
    row->beyond = (ipa_cell){NULL, place(scanner)};
    for (;;) {
        ipa_cell cell = next_cell(scanner);
        bool filled = cell.text[0] != '\0';
        row->n_filled += filled;
        if (row->n_cells < most)
            row->cells[row->n_cells++] = cell;
        else if (filled && !row->beyond.text)
            row->beyond = cell;
        if (scanner->failed || scanner->at == scanner->end)
            return;
        char separator = *scanner->at;
        advance(scanner);
        if (separator == '\r' && scanner->at < scanner->end && *scanner->at == '\n')
            advance(scanner);
        if (separator != ',')
            return;
    }
}

static void check_header(tape_scanner *scanner, const ipa_tape *tape, const tape_row *row) {
    if (row->beyond.text)
        ipa_findings_add(scanner->findings, IPA_E0206_TAPE_LIMIT, row->beyond.mark, NULL, NULL,
                         "a tape of more than 200 columns");
    const char *only = tape->n_columns == 1 ? tape->header[0].text : "";
    if (strchr(only, ';') || strchr(only, '\t') || strstr(only, "\xEF\xBC\x8C")) {
        ipa_findings_add(scanner->findings, IPA_E0209_TAPE_SEPARATOR, tape->header[0].mark, NULL,
                         "save it as comma-separated CSV", "the columns are not separated by `,`");
        scanner->failed = true;
    }
    for (size_t a = 0; a < tape->n_columns; a++)
        for (size_t b = 0; b < a; b++)
            if (tape->header[a].text[0] && !strcmp(tape->header[a].text, tape->header[b].text)) {
                ipa_findings_add(scanner->findings, IPA_E0204_TAPE_COLUMN_TWICE,
                                 tape->header[a].mark, tape->header[a].text, "keep one of the two",
                                 "two columns are named `%s`", tape->header[a].text);
                break;
            }
}

static void read_header(tape_scanner *scanner, ipa_tape *tape, tape_row *row) {
    do
        read_row(scanner, MOST_COLUMNS, row);
    while (row->n_filled == 0 && scanner->at < scanner->end && !scanner->failed);
    tape->n_columns = row->n_cells;
    while (tape->n_columns > 0 && row->cells[tape->n_columns - 1].text[0] == '\0')
        tape->n_columns--;
    tape->header = IPA_NEW_ARRAY(scanner->arena, tape->n_columns, ipa_cell);
    memcpy(tape->header, row->cells, tape->n_columns * sizeof *tape->header);
    check_header(scanner, tape, row);
}

/* Adds a row; blank cells past a short row's end stand where the row ends. */
static void keep_row(tape_scanner *scanner, ipa_tape *tape, const tape_row *row, size_t *capacity) {
    size_t n = tape->n_columns;
    if (tape->n_rows == *capacity) {
        *capacity = *capacity == 0 ? 64 : 2 * *capacity;
        ipa_cell *larger = IPA_NEW_ARRAY(scanner->arena, *capacity * n, ipa_cell);
        if (tape->n_rows > 0)
            memcpy(larger, tape->cells, tape->n_rows * n * sizeof *larger);
        tape->cells = larger;
    }
    ipa_cell *cells = tape->cells + tape->n_rows++ * n;
    for (size_t at = 0; at < n; at++)
        cells[at] =
            at < row->n_cells ? row->cells[at] : (ipa_cell){"", row->cells[row->n_cells - 1].mark};
}

ipa_tape *ipa_tape_parse(const char *file, const char *text, size_t n_text, ipa_arena *arena,
                         ipa_findings *findings) {
    tape_scanner scanner = {text, text + n_text, file, 1, 1, arena, findings, false};
    ipa_tape *tape = IPA_NEW(arena, ipa_tape);
    tape->file = file;
    size_t capacity = 0;
    tape_row row;
    read_header(&scanner, tape, &row);
    while (scanner.at < scanner.end && !scanner.failed && tape->n_columns > 0) {
        read_row(&scanner, tape->n_columns, &row);
        if (row.n_filled == 0 || scanner.failed)
            continue;
        if (row.beyond.text)
            ipa_findings_add(findings, IPA_E0202_TAPE_ROW_LONG, row.beyond.mark, NULL,
                             "a cell with a comma in it is written \"in quotes\"",
                             "the row has more cells than the header's %zu", tape->n_columns);
        tape->broken = tape->broken || row.beyond.text;
        if (row.beyond.text)
            continue;
        if (tape->n_rows == MOST_ROWS) {
            ipa_findings_add(findings, IPA_E0206_TAPE_LIMIT, row.cells[0].mark, NULL, NULL,
                             "a tape of more than 2,000,000 rows");
            break;
        }
        keep_row(&scanner, tape, &row, &capacity);
    }
    tape->broken = tape->broken || scanner.failed;
    return tape;
}

int ipa_tape_column(const ipa_tape *tape, const char *header) {
    for (size_t n = 0; n < tape->n_columns; n++)
        if (strcmp(tape->header[n].text, header) == 0)
            return (int)n;
    return -1;
}

const ipa_cell *ipa_tape_cell(const ipa_tape *tape, size_t row, size_t column) {
    IPA_ASSERT(row < tape->n_rows && column < tape->n_columns);
    return &tape->cells[row * tape->n_columns + column];
}
