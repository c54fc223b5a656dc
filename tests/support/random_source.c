#include "tests/support/random_source.h"

#include <criterion/criterion.h>
#include <stdlib.h>

random_source random_source_make(uint64_t seed) {
    return (random_source){seed * 0x2545f4914f6cdd1du + 1};
}

uint64_t random_bits(random_source *of) {
    uint64_t z = of->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double random_between(random_source *of, double low, double high) {
    return low + (high - low) * ((double)(random_bits(of) >> 11) * 0x1p-53);
}

int random_whole(random_source *of, int low, int high) {
    return low + (int)(random_bits(of) % (uint64_t)(high - low + 1));
}

bool random_chance(random_source *of, double p) {
    return random_between(of, 0, 1) < p;
}

const char *random_name(random_source *of, int n, const char *const *names) {
    return names[random_whole(of, 0, n - 1)];
}

void random_file_begin(random_file *text) {
    text->file = open_memstream(&text->bytes, &text->n_bytes);
    cr_assert_not_null(text->file);
}

void random_file_finish(random_file *text, const test_folder *folder, const char *name) {
    fclose(text->file);
    folder_write(folder, name, text->bytes, text->n_bytes);
    free(text->bytes);
}

void random_file_date(FILE *file, ipa_date date) {
    char text[IPA_DATE_TEXT];
    fputs(ipa_date_format(date, text), file);
}
