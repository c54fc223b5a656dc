#include "tests/support/folders.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name, *text;
} FILES[] = {
    {"deal.yaml",
     "ipabs: 1\n"
     "deal:\n"
     "  name: {zh: 小样本, en: Small}\n"
     "  cutoff: 2025-01-15\n"
     "  closing: 2025-01-15\n"
     "  legal_final: 2026-07-15\n"
     "calendar: {holidays: WEEKENDS}\n"
     "periods: {first_payment: 2025-07-15, frequency: semiannual}\n"
     "pool: {obligors: obligors.csv, contracts: contracts.csv}\n"
     "fees:\n"
     "  - {id: manager, rate: 0.0015, base: balance(A), per: year}\n"
     "tranches:\n"
     "  - {id: A, balance: 800000, coupon: {fixed: 0.03}, amortisation: pass_through}\n"
     "  - {id: SUB, balance: 200000, amortisation: residual}\n"
     "waterfalls:\n"
     "  normal:\n"
     "    - {pay: manager}\n"
     "    - {pay: A.interest}\n"
     "    - {pay: A.principal}\n"
     "    - {pay: SUB.residual, when: \"final\"}\n"
     "market: {discount: {flat: 2%}}\n"
     "model: {factors: [macro, software, medical]}\n"},
    {"obligors.csv", "id,name,rating,loadings\nE1,甲公司,Ba1,macro:0.4\nE2,乙公司,Ba2,macro:0.3\n"},
    {"contracts.csv", "id,obligor,kind,start,end,frequency,principal,rate,amortisation\n"
                      "L1,E1,licence_fee,2025-01-15,2026-07-15,semiannual,600000,0.05,level\n"
                      "L2,E2,loan,2025-01-15,2026-01-15,quarterly,400000,0.06,bullet\n"},
};

char *folder_path(const test_folder *folder, const char *name) {
    char *path = NULL;
    cr_assert_gt(asprintf(&path, "%s/%s", folder->path, name), 0);
    return path;
}

void folder_write(const test_folder *folder, const char *name, const char *bytes, size_t n_bytes) {
    char *path = folder_path(folder, name);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(fwrite(bytes, 1, n_bytes, file), n_bytes);
    cr_assert_eq(fclose(file), 0);
    free(path);
}

test_folder folder_create(void) {
    test_folder folder = {"/tmp/ipabs-test-XXXXXX"};
    cr_assert_not_null(mkdtemp(folder.path));
    for (size_t n = 0; n < sizeof FILES / sizeof FILES[0]; n++)
        folder_write(&folder, FILES[n].name, FILES[n].text, strlen(FILES[n].text));
    return folder;
}

void folder_replace(const test_folder *folder, const char *name, const char *from, const char *to) {
    static char text[1 << 16];
    char *path = folder_path(folder, name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    fclose(file);
    free(path);
    char *at = strstr(text, from);
    cr_assert_not_null(at, "%s does not hold `%s`", name, from);
    char *changed = NULL;
    int n_changed = asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    cr_assert_geq(n_changed, 0);
    folder_write(folder, name, changed, (size_t)n_changed);
    free(changed);
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *walk) {
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

void folder_remove(const test_folder *folder) {
    nftw(folder->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
