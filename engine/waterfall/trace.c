#include "engine/waterfall/trace.h"

static void push(ipa_waterfall *waterfall, ipa_trace_entry entry) {
    ipa_trace *trace = waterfall->options.trace;
    entry.period = waterfall->k;
    entry.waterfall = waterfall->kind;
    entry.step = waterfall->s;
    IPA_PUSH(trace->arena, trace->entries, trace->n_entries, entry);
}

void ipa_trace_add(ipa_waterfall *waterfall, int payee, ipa_trace_rows rows) {
    const ipa_trace *trace = waterfall->options.trace;
    if (!trace || waterfall->mask->lane[trace->lane] == 0)
        return;
    const double due = rows.due[trace->lane];
    const double room = rows.room[trace->lane];
    push(waterfall, (ipa_trace_entry){.payee = payee,
                                      .available = rows.available[trace->lane],
                                      .due = room < due ? room : due,
                                      .paid = rows.paid[trace->lane]});
}

void ipa_trace_skip(ipa_waterfall *waterfall, const ipa_step *step, const double *mask) {
    const ipa_trace *trace = waterfall->options.trace;
    if (!trace || mask[trace->lane] == 0 || waterfall->mask->lane[trace->lane] != 0)
        return;
    const ipa_row *stands = step->verb == IPA_VERB_LEDGER ? &waterfall->ledger[step->ledger]
                                                          : &waterfall->cash[step->from];
    const double available = stands->lane[trace->lane];
    if (step->verb != IPA_VERB_PAY)
        push(waterfall, (ipa_trace_entry){.payee = -1, .available = available, .skipped = true});
    else
        for (int n = 0; n < step->n_payees; n++)
            push(waterfall, (ipa_trace_entry){.payee = n, .available = available, .skipped = true});
}
