#pragma once
/** The bivariate normal law, as a witness for joint defaults.
 *
 *  Knows: Plackett's integral.
 *  Does not know: speed.
 */

/** P(X <= a, Y <= b) for standard normals of correlation |rho| < 1, the absolute error about 1e-15.
 *  @source Plackett (1954): dΦ₂/dρ is the bivariate density, integrated over ρ = sin θ. */
double bivariate_cdf(double a, double b, double rho);
