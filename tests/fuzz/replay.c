/* Runs a fuzz target over the files of its corpus, without libFuzzer. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *folder, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    /* No byte more than the input, so that a sanitizer sees a read past its end. */
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes || fread(bytes, 1, size, file) != size) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fclose(file);
    int result = LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return result;
}

int main(int n_arguments, char **arguments) {
    int n_passed = 0, n_failed = 0;
    for (int at = 1; at < n_arguments; at++) {
        DIR *folder = opendir(arguments[at]);
        if (!folder) {
            perror(arguments[at]);
            return EXIT_FAILURE;
        }
        for (struct dirent *entry; (entry = readdir(folder));)
            if (entry->d_name[0] != '.')
                replay(arguments[at], entry->d_name) == 0 ? n_passed++ : n_failed++;
        closedir(folder);
    }
    printf("%d passed, %d failed\n", n_passed, n_failed);
    return n_passed > 0 && n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
