#include "engine/base/status.h"
int ipa_status_placeholder(void);
int ipa_status_placeholder(void) { return 0; }
