#include <string.h>

#include "engine/base/text.h"
#include "engine/deal/patent_life.h"
#include "engine/deal/resolve.h"
#include "engine/math/elementary.h"

/* ---- lives ---- */

/** Probabilities of having been struck by each period's end, by `share` of the cause's hazard. */
static double *struck(const ipa_resolver *r, const ipa_deal_patent *source, ipa_patent_cause cause,
                      double share) {
    const double now = ipa_patent_life_age(r->deal, source, r->deal->terms.cutoff);
    double *threshold = IPA_NEW_ARRAY(r->arena, r->plan->n_periods, double);
    for (int k = 0; share > 0 && k < r->plan->n_periods; k++) {
        const double then =
            ipa_patent_life_age(r->deal, source, r->plan->periods[k].collection_end);
        threshold[k] = -ipa_expm1(-share * ipa_patent_life_hazard(&r->deal->model.patents,
                                                                  source->kind, cause, now, then));
    }
    return threshold;
}

static void set_causes(const ipa_resolver *r, ipa_plan_patent *patent) {
    const double family = r->deal->model.patents.family_share.value;
    for (int cause = 0; cause < IPA_N_PATENT_CAUSES; cause++) {
        const bool common = cause == IPA_CAUSE_INVALID || cause == IPA_CAUSE_PARTIAL;
        patent->own[cause] = struck(r, patent->source, cause, common ? 1 - family : 1);
        patent->family[cause] = common ? struck(r, patent->source, cause, family) : NULL;
    }
}

static void set_grant(const ipa_resolver *r, ipa_plan_patent *patent) {
    const ipa_deal_patent *source = patent->source;
    const int n_periods = r->plan->n_periods;
    const bool pending = ipa_patent_life_is_pending(source);
    patent->grant_probability = pending ? r->deal->model.patents.grant_probability.value : 1;
    if (!pending && source->granted <= r->deal->terms.cutoff)
        return;
    patent->granted = IPA_NEW_ARRAY(r->arena, n_periods, double);
    patent->base_granted_period = n_periods;
    for (int k = n_periods - 1; k >= 0; k--) {
        patent->granted[k] =
            ipa_patent_life_granted(r->deal, source, r->plan->periods[k].collection_end);
        if (patent->granted[k] >= 0.5) /* the median has passed */
            patent->base_granted_period = k;
    }
}

static void resolve_patent(const ipa_resolver *r, const ipa_deal_patent *source,
                           ipa_plan_patent *patent) {
    *patent = (ipa_plan_patent){.source = source,
                                .stream = ipa_text_hash(source->id),
                                .expires = ipa_patent_life_expiry(source)};
    while (patent->expired_period < r->plan->n_periods &&
           r->plan->periods[patent->expired_period].collection_end < patent->expires)
        patent->expired_period++;
    set_causes(r, patent);
    set_grant(r, patent);
}

/* ---- annual fees the deal bears ---- */

/** The fee of a patent year falls due on the day the year begins; that of the year of grant is
 *  paid with the grant itself. */
static void add_annuities(const ipa_resolver *r, const ipa_plan_patent *patent, double *fen) {
    const ipa_deal_patent *source = patent->source;
    for (int year = 2; year <= ipa_patent_life_term(source->kind); year++) {
        const ipa_date due = ipa_date_add_months(source->filed, 12 * (year - 1), false);
        if (due == IPA_NO_DATE || due >= patent->expires)
            return;
        const int k = ipa_plan_period(r->plan, due);
        if (due > source->granted && k >= 0 && k < r->plan->n_periods)
            fen[k] += 100 * ipa_patent_life_annuity(source->kind, year);
    }
}

static void resolve_annuities(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    double *annuity = NULL;
    for (int j = 0; j < plan->n_patents; j++) {
        const ipa_plan_patent *patent = &plan->patents[j];
        if (!patent->source->annuity_by_deal || patent->source->filed == IPA_NO_DATE)
            continue;
        if (annuity == NULL)
            annuity = IPA_NEW_ARRAY(r->arena, plan->n_patents * plan->n_periods, double);
        add_annuities(r, patent, annuity + (size_t)j * (size_t)plan->n_periods);
    }
    plan->annuity = annuity;
}

void ipa_resolve_patents(const ipa_resolver *r) {
    ipa_plan *plan = r->plan;
    plan->partial_factor = r->deal->model.patents.partial_factor.value;
    plan->n_patents = r->deal->n_patents;
    plan->patents = IPA_NEW_ARRAY(r->arena, plan->n_patents, ipa_plan_patent);
    for (int j = 0; j < plan->n_patents; j++)
        resolve_patent(r, &r->deal->patents[j], &plan->patents[j]);
    resolve_annuities(r);
}

/* ---- contracts ---- */

/** Whether a list of ids as written, `P1; P2`, holds the id. */
static bool lists(const char *ids, const char *id) {
    const size_t n_id = strlen(id);
    for (const char *at = ids; at != NULL && *at != '\0';) {
        at += strspn(at, "; \t");
        size_t n = strcspn(at, ";");
        const char *next = at + n;
        while (n > 0 && (at[n - 1] == ' ' || at[n - 1] == '\t'))
            n--;
        if (n == n_id && memcmp(at, id, n) == 0)
            return true;
        at = next;
    }
    return false;
}

static bool belongs(const ipa_deal_contract *contract, const ipa_deal_patent *patent) {
    const bool by_patent =
        patent->contract.id != NULL && strcmp(patent->contract.id, contract->id) == 0;
    return by_patent || lists(contract->patents, patent->id);
}

void ipa_resolve_patents_contract(const ipa_resolver *r, ipa_plan_contract *contract) {
    contract->patent_rule = contract->source->patent_rule;
    int n_weights = 0;
    double sum = 0;
    for (int j = 0; j < r->plan->n_patents; j++) {
        const ipa_deal_patent *patent = r->plan->patents[j].source;
        if (!belongs(contract->source, patent))
            continue;
        IPA_PUSH(r->arena, contract->patents, contract->n_patents, j);
        IPA_PUSH(r->arena, contract->weights, n_weights, patent->weight.value);
        sum += patent->weight.value;
    }
    for (int n = 0; n < n_weights; n++)
        contract->weights[n] = sum > 0 ? contract->weights[n] / sum : 1.0 / n_weights;
}
