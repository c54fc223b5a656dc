#include "engine/deal/fields_stress.h"

#include "engine/deal/levers.h"

/* Where the length of a list of names stands. */
#define COUNT_NUMBER(name) 0
#define COUNT_WHOLE(name) 0
#define COUNT_MAP(name) 0
#define COUNT_TIMING(name) 0
#define COUNT_NAMES(name) offsetof(ipa_deal_stress, name.n_items)

static const ipa_field LEVERS[] = {
#define LEVER_ROW(id, key, kind, form, neutral, sample, limits, unit, title_zh, title_en, text_zh, \
                  text_en)                                                                         \
    {.name = #key,                                                                                 \
     .type = IPA_FIELD_##form,                                                                     \
     .need = IPA_OPTIONAL,                                                                         \
     .en = text_en,                                                                                \
     .zh = text_zh,                                                                                \
     .offset = offsetof(ipa_deal_stress, key),                                                     \
     .size = sizeof(((ipa_deal_stress *)0)->key),                                                  \
     .count_offset = COUNT_##kind(key),                                                            \
     .initial = neutral,                                                                           \
     .example = sample,                                                                            \
     .range = IPA_RANGE_##limits},
    IPA_LEVER_TABLE(LEVER_ROW)
#undef LEVER_ROW
};

const ipa_record ipa_fields_stress = {.title = "stress",
                                      .en = "levers of a stress, all neutral unless written",
                                      .zh = "压力参数，未写即不起作用",
                                      .fields = LEVERS,
                                      .n_fields = sizeof LEVERS / sizeof LEVERS[0],
                                      .size = sizeof(ipa_deal_stress),
                                      .node_offset = offsetof(ipa_deal_stress, node),
                                      .mark_offset = IPA_NO_OFFSET};
