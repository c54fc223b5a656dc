#pragma once
/** A quantile function tabulated over the normal score: x = F⁻¹(Φ(z)), for drawing from F.
 *
 *  Knows: gamma (and so chi-square) and beta laws; quintic Hermite interpolation of ln x, or of
 *  ln(x/(1−x)) for a share, with exact values and slopes at its nodes.
 *  Does not know: where the score comes from, or what x is.
 *
 *  Portable to the bit: it is built from engine/math alone.
 */
#include "engine/base/arena.h"

/** Scores beyond these are taken as these: a draw's uniform is never below 2⁻⁵³, z = −8.2. */
#define IPA_QUANTILE_TABLE_END 8.5

typedef struct ipa_quantile_table {
    int is_share;     /**< 1: log-odds are interpolated; 0: logarithms */
    int n_intervals;  /**< equal ones, from −8.5 to 8.5 */
    double per_score; /**< intervals in one unit of z: a power of two */
    double scale;     /**< multiplies x */
    double *nodes;    /**< [n_intervals + 1][3]: value, step × slope, ½ step² × curvature */
} ipa_quantile_table;

/** The law of scale × a unit gamma of this shape; scale 2 and shape ν/2 is the chi-square.
 *  @ensures relative error of x at most 1e-9 (checked between all nodes when it is built).
 *  @errors IPA_RANGE unless shape and scale are positive; IPA_NO_CONVERGENCE for shapes so small
 *  that no grid is fine enough.
 *  @owner the arena. */
IPA_MUST_USE ipa_status ipa_quantile_table_gamma(ipa_arena *arena, double shape, double scale,
                                                 const ipa_quantile_table **table,
                                                 ipa_error *error);

/** The beta law with parameters a and b; errors, accuracy and owner as for the gamma. */
IPA_MUST_USE ipa_status ipa_quantile_table_beta(ipa_arena *arena, double a, double b,
                                                const ipa_quantile_table **table, ipa_error *error);

/** x[p] = F⁻¹(Φ(z[p])) for n scores; x may be z. */
void ipa_quantile_table_at(const ipa_quantile_table *table, int n, const double *z, double *x);

/** The same for one score, to the bit. */
double ipa_quantile_table_one(const ipa_quantile_table *table, double z);
