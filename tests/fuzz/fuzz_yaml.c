/* Any bytes as deal.yaml: read, bound to a deal by the table of fields, overridden. Nothing may
 * crash, leak or take long, and whatever is wrong is a finding. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/bind.h"
#include "engine/deal/read_yaml.h"

static void check_tree(const ipa_node *node) {
    for (size_t n = 0; n < node->n_items; n++) {
        if (node->items[n]->parent != node || node->items[n]->index != n)
            abort();
        check_tree(node->items[n]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes) {
    ipa_arena *arena = ipa_arena_create();
    ipa_findings findings = ipa_findings_make(arena);
    const char *text = NULL;
    size_t n_text = 0;
    ipa_status status =
        ipa_text_decode(arena, (const char *)bytes, n_bytes, &text, &n_text, NULL, NULL);
    ipa_node *root =
        status == IPA_OK
            ? ipa_read_yaml(text, n_text, (ipa_mark){"deal.yaml", 1, 1, 1}, arena, &findings)
            : NULL;
    if (status == IPA_OK && !root && findings.n_errors == 0)
        abort();
    if (root) {
        check_tree(root);
        ipa_deal deal = {.arena = arena, .root = root};
        ipa_bind bind = {.arena = arena, .findings = &findings};
        ipa_bind_record(&bind, &ipa_fields_deal, root->kind == IPA_MAPPING ? root : NULL, &deal);
        ipa_node *value = IPA_NEW(arena, ipa_node);
        *value = (ipa_node){.text = "1"};
        ipa_status set = ipa_node_set(root, arena, "tranches[A].coupon.fixed", value, NULL);
        if (set != IPA_OK && set != IPA_RANGE)
            abort();
    }
    ipa_findings_sort(&findings);
    ipa_findings_text(&findings, arena, IPA_FORMAT_LONG, false);
    ipa_arena_destroy(arena);
    return 0;
}
