#pragma once
/** Deal folders that a test makes, changes and throws away.
 *
 *  Knows: a temporary folder with a small sound deal in it.
 *  Does not know: what is tested.
 */
#include <stddef.h>

typedef struct test_folder {
    char path[64];
} test_folder;

/** A folder with the small deal of tests/support/folders.c; aborts the test when it cannot be made.
 */
test_folder folder_create(void);

/** Writes a file in it, in place of one of that name. */
void folder_write(const test_folder *folder, const char *name, const char *bytes, size_t n_bytes);

/** Replaces the first place where a file holds `from`; aborts the test when it does not. */
void folder_replace(const test_folder *folder, const char *name, const char *from, const char *to);

/** The path of a file in it; the text is the test's to free. */
char *folder_path(const test_folder *folder, const char *name);

/** Deletes the folder and what is in it. */
void folder_remove(const test_folder *folder);
