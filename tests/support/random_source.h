#pragma once
/** Chance, and files written by it: what generators of deal folders have in common.
 *
 *  Knows: splitmix64, text files in a temporary folder.
 *  Does not know: deals.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "engine/market/date.h"
#include "tests/support/folders.h"

typedef struct random_source {
    uint64_t state;
} random_source;

/** The same seed, the same figures on any machine. */
random_source random_source_make(uint64_t seed);
uint64_t random_bits(random_source *of);
double random_between(random_source *of, double low, double high);
/** A whole number from low to high, both included. */
int random_whole(random_source *of, int low, int high);
bool random_chance(random_source *of, double p);
const char *random_name(random_source *of, int n, const char *const *names);
#define RANDOM_PICK(of, ...)                                                                    \
    random_name((of), (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)), \
                (const char *const[]){__VA_ARGS__})

typedef struct random_file {
    FILE *file;
    char *bytes;
    size_t n_bytes;
} random_file;

void random_file_begin(random_file *text);
/** Writes it into the folder. */
void random_file_finish(random_file *text, const test_folder *folder, const char *name);
void random_file_date(FILE *file, ipa_date date);
