#pragma once
/** What a stress deck found out about a deal: plain data between those who compute it and the
 *  reports.
 *
 *  Knows: scenarios and their figures, break-even, target rates, the largest obligors,
 * sensitivities, contributions, structures. Does not know: how any of it was computed or how it is
 * shown.
 *
 *  Amounts in the deal's currency (yuan), rates and shares as decimals, periods from 0; NaN: the
 *  figure does not exist (nothing was simulated; it never misses).
 */
#include "engine/simulate/measures.h"
#include "engine/simulate/result.h"

/** `lever=value` or `field.path=value`, as the deck has it. */
typedef struct ipa_stress_override {
    const char *field, *value;
} ipa_stress_override;

/** A tranche under one scenario, with or without outside support. */
typedef struct ipa_stress_tranche {
    /* the base case under the scenario */
    double unpaid;          /**< principal and interest unpaid at the end ÷ original */
    double interest_missed; /**< interest unpaid when due, at its largest */
    int first_miss;         /**< period of the first interest or principal not paid on time; −1 */
    double wal, price;      /**< as in the base case's valuation */
    double least_coverage;  /**< smallest coverage_gross of a period; NaN: none */
    /* the simulation under it */
    ipa_estimate default_probability, expected_loss, simulated_price, simulated_wal;
    ipa_rating rating;
} ipa_stress_tranche;

typedef struct ipa_stress_scenario {
    const char *name;     /**< unique in the deck */
    ipa_words_pair title; /**< `name` where the deck gives none */
    ipa_stress_override *overlay;
    int n_overlay;
    double collections, default_rate; /**< of the base case: total, claims ÷ original */
    double drawn;                     /**< of outside support in the base case, total */
    int first_draw;                   /**< −1: none */
    ipa_estimate simulated_default_rate, simulated_loss_rate, simulated_drawn;
    int n_tranches;
    ipa_stress_tranche *tranches[IPA_N_VARIANTS]; /**< [n_tranches] */
    const char *json; /**< the scenario as the result file shows it: `{"name": …, "base": …}` */
} ipa_stress_scenario;

/** How far a lever may move before a tranche misses: the last value at which it still holds, from
 *  the neutral one on. NaN: it misses at the neutral value; infinity (of the sign of the lever's
 *  direction): at no value the lever can take. */
typedef struct ipa_break_even {
    const char *lever;
    const ipa_stress_override *given; /**< what else holds [n_given] */
    int n_given;
    int tranche;
    double timely_interest[IPA_N_VARIANTS]; /**< every interest payment in full on its date */
    double principal[IPA_N_VARIANTS];       /**< all principal by the end */
    double timely[IPA_N_VARIANTS];          /**< every yuan of both on its date, and of what
                                                 is charged on them */
} ipa_break_even;

/** Target default rate of a grade, by two methods, and the distance of a tranche from it. */
typedef struct ipa_target_rate {
    const char *grade;
    double multiplier, by_multiplier; /**< base rate × multiplier */
    double probability, by_lognormal; /**< exp(μ + σ·Φ⁻¹(1 − p)); NaN: the table has no p */
} ipa_target_rate;

/** What a tranche's critical default rate means: `distance = critical − target`. */
typedef struct ipa_protection {
    int tranche;
    double critical[IPA_N_VARIANTS];      /**< cumulative default rate it bears */
    double *distance[IPA_N_VARIANTS][2];  /**< [n_targets], by multiplier and by lognormal */
    const char *grade[IPA_N_VARIANTS][2]; /**< best grade with distance ≥ 0; `below …` else */
} ipa_protection;

/** The largest obligors below a grade default at once (model 9.2). */
typedef struct ipa_large_obligors {
    const char *grade;              /**< target */
    int n_defaulting;               /**< obligors taken to default */
    double exposure;                /**< their principal ÷ the pool's */
    double recovery;                /**< of the claim, stated */
    double *unpaid[IPA_N_VARIANTS]; /**< [n_tranches] ÷ original */
    bool *holds[IPA_N_VARIANTS];    /**< [n_tranches] */
} ipa_large_obligors;

/** One bar of a tornado: a tranche's figures at a lower and a higher value of one assumption, on
 * the same paths as the deal as it stands. */
typedef struct ipa_sensitivity {
    const char *field; /**< path, column (`contracts[*].deposit`) or lever */
    ipa_words_pair title;
    const char *low, *base, *high;                                  /**< values as shown */
    ipa_estimate loss[IPA_N_VARIANTS][2], price[IPA_N_VARIANTS][2]; /**< at low, high */
    ipa_estimate loss_change[IPA_N_VARIANTS][2], price_change[IPA_N_VARIANTS][2];
} ipa_sensitivity;

typedef enum ipa_contribution_kind {
    IPA_CONTRIBUTION_OBLIGOR,
    IPA_CONTRIBUTION_INDUSTRY,
    IPA_CONTRIBUTION_PATENT
} ipa_contribution_kind;

/** A part's share in what collections fall short of the base case (Euler: parts add up). */
typedef struct ipa_contribution {
    ipa_contribution_kind kind;
    const char *id;
    const char *name;
    ipa_estimate expected, cvar95, cvar99; /**< yuan of the pool's shortfall */
    ipa_estimate tranche_loss; /**< yuan of the loss of the tranche looked at, without support */
} ipa_contribution;

/** One structure of a sweep; figures are NaN where the deal's rules forbid it. */
typedef struct ipa_structure {
    double *values;       /**< [n_axes]; NaN: the value is a text */
    const char **written; /**< [n_axes] as written */
    double cost; /**< coupons of all notes ÷ (balance × life): what the money costs a year */
    ipa_estimate expected_loss, default_probability, price; /**< of the tranche looked at */
    double coverage; /**< least coverage_gross in the base case */
    bool efficient;  /**< none costs less at no more expected loss */
} ipa_structure;

typedef struct ipa_stress_sweep {
    int tranche;
    const char **axes; /**< [n_axes] field paths */
    int n_axes;
    ipa_structure *structures;
    int n_structures;
    double kept_bytes; /**< of collections kept */
    bool spilled;      /**< to disk */
    long n_paths;
} ipa_stress_sweep;

typedef struct ipa_stress_result {
    const ipa_result *unstressed; /**< base case and simulation of the deal as it stands */
    const char *deck;             /**< as the user named it; several joined by `, ` */
    ipa_words_pair title;
    ipa_words_pair source; /**< of the decks, one after another */
    long n_paths;          /**< of whatever was simulated; 0: base cases only */
    unsigned long long seed;
    ipa_stress_scenario *scenarios;
    int n_scenarios;
    ipa_break_even *break_even; /**< by lever, then tranche */
    int n_break_even;
    const char *target_class;    /**< NULL: none were asked for */
    ipa_words_pair target_table; /**< where the multipliers and probabilities come from */
    double target_base;          /**< base default rate */
    double target_mu, target_sigma;
    ipa_target_rate *targets;
    int n_targets;
    ipa_protection *protection; /**< [n_tranches but the residual ones] */
    int n_protection;
    ipa_large_obligors *large;
    int n_large;
    int sensitivity_tranche;
    double sensitivity_bump;            /**< NaN: none were asked for */
    ipa_sensitivity *sensitivities;     /**< largest change of the loss without support first */
    int n_sensitivities, n_insensitive; /**< assumptions that move nothing have no row */
    ipa_contribution *contributions;
    int n_contributions;
    ipa_stress_sweep *sweep; /**< NULL: none */
} ipa_stress_result;
