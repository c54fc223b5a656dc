#include "tests/support/oracle.h"
int ipa_oracle_placeholder(void);
int ipa_oracle_placeholder(void) { return 0; }
