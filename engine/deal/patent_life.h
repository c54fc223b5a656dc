#pragma once
/** How long a patent counts: expiry by law, grant, hazards by age, and what keeping it costs.
 *
 *  Knows: annual fees of China's patents, the deal's hazards, the time to grant, renewal
 *  by owners who compare fee and return.
 *  Does not know: contracts, paths, values. @source model 4.4
 */
#include "engine/deal/deal.h"

/** The first day on which it has expired, by law or earlier by the tape.
 *  @ensures the calendar's last day where nothing says. */
ipa_date ipa_patent_life_expiry(const ipa_deal_patent *patent);

/** Years since filing; since the cut-off date where no filing is on the tape. */
double ipa_patent_life_age(const ipa_deal *deal, const ipa_deal_patent *patent, ipa_date date);

/** Integrated hazard of one cause between two ages. */
double ipa_patent_life_hazard(const ipa_deal_patent_model *model, ipa_patent_kind kind,
                              ipa_patent_cause cause, double from_age, double to_age);

/** Whether its outcome is open: an invention, utility model or design without a date of grant. */
bool ipa_patent_life_is_pending(const ipa_deal_patent *patent);

/** Probability that a patent that will be granted has been by the date: 0 or 1 where the date of
 *  grant is known; else the lognormal time from filing, given that it exceeds what had passed by
 *  the cut-off date. */
double ipa_patent_life_granted(const ipa_deal *deal, const ipa_deal_patent *patent, ipa_date date);

/** Probability that a patent counts on a date: granted, not expired, not lapsed, invalidated in
 *  full or obsolete since the cut-off date. */
double ipa_patent_life_survival(const ipa_deal *deal, const ipa_deal_patent *patent, ipa_date date);

/* ---- annual fees ---- */

/** Number of patent years that bear a fee: those of its term; 0 for software and trademarks. */
int ipa_patent_life_term(ipa_patent_kind kind);

/** The official fee of a patent year (from 1, counted from filing), without reductions; 0 outside
 *  the term. @units yuan @source CNIPA schedule of fees */
double ipa_patent_life_annuity(ipa_patent_kind kind, int year);

/** Fees of the years `from` … `to`, each discounted to the beginning of year `from`, fees paid in
 *  advance; `rate` 0 gives their sum. @units yuan; a rate per year, compounded annually */
double ipa_patent_life_annuities(ipa_patent_kind kind, int from, int to, double rate);

/** Surcharge as a multiple of the annual fee, paid this many whole months late: 5% a month after
 *  the first. @ensures NaN after the six months of grace, when the right has lapsed. @source
 *  Implementing Regulations of the Patent Law, rules on annual fees */
double ipa_patent_life_late_fee(int whole_months);

/** Returns of a patent to its owner by Schankerman and Pakes: ln r ~ N(mu, sigma²) in year 1, then
 *  r falls to `decay` of itself each year; the owner renews while r is not below the fee. */
typedef struct ipa_patent_renewal {
    double mu, sigma, decay;
} ipa_patent_renewal;

/** Probability of being renewed in every year up to `year`. */
double ipa_patent_life_renewal(ipa_patent_kind kind, const ipa_patent_renewal *law, int year);

/** Mean present value, at the beginning of year 1, of returns less fees while it is renewed.
 *  @units yuan; a rate per year, compounded annually */
double ipa_patent_life_mean_value(ipa_patent_kind kind, const ipa_patent_renewal *law, double rate);
