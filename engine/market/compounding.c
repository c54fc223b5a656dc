#include "engine/market/compounding.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    int per_year;
} compoundings[IPA_N_COMPOUNDINGS] = {
#define ROW(id, name, per_year) {name, per_year},
    IPA_COMPOUNDING_TABLE(ROW)
#undef ROW
};

static double portable_exp(double x) {
    return exp(x);
}
static double portable_log(double x) {
    return log(x);
}

bool ipa_compounding_parse(const char *name, ipa_compounding *compounding) {
    for (int at = 0; at < IPA_N_COMPOUNDINGS; at++)
        if (strcmp(name, compoundings[at].name) == 0) {
            *compounding = (ipa_compounding)at;
            return true;
        }
    return false;
}

const char *ipa_compounding_name(ipa_compounding compounding) {
    return compoundings[compounding].name;
}

int ipa_compounding_per_year(ipa_compounding compounding) {
    return compoundings[compounding].per_year;
}

double ipa_compounding_discount(ipa_compounding compounding, double rate, double years) {
    int n = compoundings[compounding].per_year;
    return n == 0 ? portable_exp(-rate * years)
                  : portable_exp(-n * years * portable_log(1 + rate / n));
}

double ipa_compounding_rate(ipa_compounding compounding, double discount, double years) {
    int n = compoundings[compounding].per_year;
    double continuous = -portable_log(discount) / years;
    return n == 0 ? continuous : n * (portable_exp(continuous / n) - 1);
}

double ipa_compounding_growth(ipa_compounding compounding, double rate) {
    int n = compoundings[compounding].per_year;
    return n == 0 ? 1 : 1 + rate / n;
}
