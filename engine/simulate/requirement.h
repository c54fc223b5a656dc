#pragma once
/** Requirements on a figure of a tranche: `A.expected_loss <= 0.001`, `base.price = 100`,
 *  `A.grade >= Aa3`.
 *
 *  Knows: figures by the names of the result file, of the simulation and of the base case; grades
 *  of the deal's table; comparisons.
 *  Does not know: how a figure came about, what depends on it.
 */
#include "engine/simulate/result.h"

/* Figures beyond those of IPA_ESTIMATE_TABLE: name, meaning. */
#define IPA_REQUIREMENT_TABLE(X)                                                           \
    X(BASE_PRICE, "base.price", "price of the base case at curve + spread")                \
    X(BASE_YIELD, "base.yield", "annual yield of the base case at that price")             \
    X(BASE_WAL, "base.wal", "weighted average life of the base case, years")               \
    X(BASE_COVERAGE, "base.coverage_gross", "least gross coverage of a period, base case") \
    X(GRADE, "grade", "grade by expected loss; `grade_by_pd`: by default probability")     \
    X(GRADE_BY_PD, "grade_by_pd", "grade by default probability")

typedef enum ipa_comparison {
    IPA_AT_MOST,
    IPA_AT_LEAST,
    IPA_BELOW,
    IPA_ABOVE,
    IPA_EQUAL,
    IPA_N_COMPARISONS
} ipa_comparison;

typedef struct ipa_requirement {
    const char *text;
    int tranche;
    int figure; /**< of ipa_requirement_figures */
    ipa_comparison comparison;
    double bound; /**< a grade's: minus its place in the table, the best 0 */
} ipa_requirement;

typedef struct ipa_requirement_figure {
    const char *name;
    bool simulated;
    bool more_is_better; /**< a price, a grade; less of a loss is */
    bool steps;          /**< counts paths or has grades: it jumps where a bound is moved */
    bool is_grade;
} ipa_requirement_figure;
extern const ipa_requirement_figure ipa_requirement_figures[];
extern const int ipa_requirement_n_figures;

/** Reads a requirement on a tranche of the plan; without a tranche in the text it is on `tranche`
 *  (−1: one has to be named). @errors IPA_RANGE, the message saying what to write. */
ipa_status ipa_requirement_read(const char *text, const ipa_plan *plan, int tranche,
                                ipa_requirement *requirement, ipa_error *error) IPA_MUST_USE;

/** What a requirement is about, as found. */
typedef struct ipa_requirement_evidence {
    const ipa_plan *plan;
    const ipa_path_result *base;
    const ipa_tranche_figures *simulated; /**< [n_tranches]; NULL: nothing was */
    long n_paths;
} ipa_requirement_evidence;

/** The figure; NaN where it does not exist. Grades count down from 0. */
ipa_estimate ipa_requirement_value(const ipa_requirement *requirement,
                                   const ipa_requirement_evidence *evidence);

bool ipa_requirement_holds(const ipa_requirement *requirement, double value);

/** The grade of a value of a grade's figure; `below …` beneath the last one. @owner the arena. */
const char *ipa_requirement_grade(const ipa_plan *plan, double value, ipa_arena *arena);
