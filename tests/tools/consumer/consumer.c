/* A stranger's program: prints the library's version, and is satisfied when the sample deal is in
 * it. */
#include <stdio.h>

#include "engine/base/embedded.h"
#include "engine/base/version.h"

int main(void) {
    puts(ipa_version());
    return ipa_embedded_file("deals/eight-firms/deal.yaml", NULL) ? 0 : 1;
}
