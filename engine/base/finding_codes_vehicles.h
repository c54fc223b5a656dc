#pragma once
/** Finding codes of deals with a vehicle below them (0495 on).
 *
 *  Knows: code, name, severity, title, explanation.
 *  Does not know: where a finding arises.
 */
#define IPA_FINDING_TABLE_VEHICLES(X)                                                              \
    X(E0495, VEHICLES, IPA_ERROR, "a vehicle and the deal above it do not fit together",           \
      "A deal may stand on one vehicle: the vehicle holds the pool, the deal holds one of the "    \
      "vehicle's tranches, and what that tranche is paid is what the deal collects.\n"             \
      "Example: `vehicles: [{id: trust, …}]` without `pool: {certificate: trust.CERT}`.\n"       \
      "Remedy: name the tranche under `pool.certificate`, and define its vehicle under "           \
      "`vehicles`.")                                                                               \
    X(E0496, VEHICLE_DATES, IPA_ERROR, "a payment of the vehicle is never collected by the deal",  \
      "What the vehicle pays on a date is collected in the deal's collection period that "         \
      "contains the date; after the last one it would be lost.\n"                                  \
      "Example: the trust pays until 2030-07-25, the plan's last collection period ends "          \
      "2030-04-25.\n"                                                                              \
      "Remedy: let the vehicle's dates end earlier, or the deal's later.")                         \
    X(W0497, VEHICLE_NOTES, IPA_WARNING, "a tranche of the vehicle belongs to nobody in the deal", \
      "Only the certificate's payments reach the deal; what the vehicle's other tranches are "     \
      "paid leaves it.\n"                                                                          \
      "Example: a vehicle with the tranches CERT and REST and `certificate: trust.CERT`.\n"        \
      "Remedy: nothing, where others hold them; else give the vehicle one tranche.")               \
    X(E0498, PURCHASE_ABOVE_VEHICLE, IPA_ERROR, "a deal above a vehicle buys assets",              \
      "The vehicle holds the pool, so purchases are its own: what they bring reaches the deal "    \
      "through the certificate. A `buy` step of the deal above has nothing to buy for.\n"          \
      "Example: `{buy: assets}` in the deal's waterfalls beside `pool: {certificate: "             \
      "trust.CERT}`.\n"                                                                            \
      "Remedy: move the step into the vehicle's `waterfalls`.")
