#include "engine/market/compounding.h"

#include <string.h>

#include "engine/math/elementary.h"

static const struct {
    const char *name;
    int per_year;
} compoundings[IPA_N_COMPOUNDINGS] = {
#define ROW(id, name, per_year) {name, per_year},
    IPA_COMPOUNDING_TABLE(ROW)
#undef ROW
};

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
    return n == 0 ? ipa_exp(-rate * years) : ipa_exp(-n * years * ipa_log(1 + rate / n));
}

double ipa_compounding_rate(ipa_compounding compounding, double discount, double years) {
    int n = compoundings[compounding].per_year;
    double continuous = -ipa_log(discount) / years;
    return n == 0 ? continuous : n * (ipa_exp(continuous / n) - 1);
}

double ipa_compounding_growth(ipa_compounding compounding, double rate) {
    int n = compoundings[compounding].per_year;
    return n == 0 ? 1 : 1 + rate / n;
}
