#include "tests/support/bivariate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <math.h>

/* Panels shrink towards the end, where the integrand bends when |rho| is near 1. */
enum { N_PANELS = 12, N_NODES = 32 };

static double integrand(double a, double b, double angle) {
    const double c = cos(angle);
    return exp(-(a * a + b * b - 2.0 * a * b * sin(angle)) / (2.0 * c * c));
}

double bivariate_cdf(double a, double b, double rho) {
    const double end = asin(rho);
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(N_NODES);
    double sum = 0.0;
    for (int panel = 0; panel < N_PANELS; panel++) {
        const double left = end * (1.0 - ldexp(1.0, -panel));
        const double right = panel == N_PANELS - 1 ? end : end * (1.0 - ldexp(1.0, -panel - 1));
        for (size_t node = 0; node < N_NODES; node++) {
            double at, weight;
            gsl_integration_glfixed_point(left, right, node, &at, &weight, rule);
            sum += weight * integrand(a, b, at);
        }
    }
    gsl_integration_glfixed_table_free(rule);
    return gsl_cdf_ugaussian_P(a) * gsl_cdf_ugaussian_P(b) + sum / (2.0 * M_PI);
}
