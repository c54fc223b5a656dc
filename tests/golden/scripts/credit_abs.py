#!/usr/bin/env python3
"""deals/credit-abs in exact fen: the base case and the paths of credit_abs_cases.csv, on which named obligors default.

Written from the term sheet and from no code of ipabs; tapes are read, terms are stated here. Writes deals/credit-abs/expected/.
An obligor of a case dies as its collection period opens, before any due of the period.
"""
import datetime
import pathlib
from fractions import Fraction as F

from by_hand import add_months, alike, fen, half_up, interest_per_unit, quarterly_dues, rows, write

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "deals" / "credit-abs"
CUTOFF, CLOSING = datetime.date(2026, 1, 1), datetime.date(2026, 3, 26)
N_PERIODS = 20
NOMINAL = [add_months(CLOSING, 3 * (k + 1)) for k in range(N_PERIODS)]
ENDS = [date - datetime.timedelta(5) for date in NOMINAL]
UNITS = {"A1": 1850000, "A2": 1900000, "B": 400000, "C": 250000, "SUB": 400000}
COUPON = {"A1": "0.0398", "A2": "0.0430", "B": "0.0500", "C": "0.0600", "SUB": "0.02"}
A1_LEFT = [F(1) - F(paid) / 100 for paid in ("43.2432", "59.4594", "83.7837")] + [F(0)]
NOTES = ("A1", "A2", "B", "C")
COSTS = ("trustee", "custodian", "paying_agent", "agencies")
FEES = ("vat", *COSTS, "expenses", "servicer")
AGENCIES_DUE = [datetime.date(year, 4, 30) for year in range(2027, 2031)]
THRESHOLD = (("0.05", "2026-12-26"), ("0.08", "2027-12-26"), ("0.11", "2028-12-26"), ("0.13", None))
RESTORE = (("0.03", "2026-12-26"), ("0.06", "2027-12-26"), ("0.09", "2028-12-26"), ("0.11", None))
NORMAL, ACCELERATED, DEFAULT = range(3)


def step_table(table, date):
    return next(F(level) for level, until in table if until is None or date <= datetime.date.fromisoformat(until))


def period_of(date):
    return next((k for k, end in enumerate(ENDS) if date <= end), None)


class Pool:
    """Collections, claims and balances by period; `dead` has the period in which an obligor dies."""

    def __init__(self, dead):
        self.income, self.principal, self.recovery, self.defaults = ([F(0)] * N_PERIODS for _ in range(4))
        self.balance, self.last = [F(0)] * N_PERIODS, 0
        self.original = F(0)
        for contract in rows(FOLDER / "contracts.csv"):
            self.original += fen(contract["principal"])
            self.add(contract, dead.get(contract["obligor"], N_PERIODS))

    def add(self, contract, death):
        left = fen(contract["principal"])
        kept = [(period_of(date), income, principal) for date, income, principal in quarterly_dues(contract)]
        for k in range(N_PERIODS):
            if k == death and left > 0:
                self.default(contract, k, left)
                return
            for _, income, principal in (due for due in kept if due[0] == k):
                self.income[k] += income
                self.principal[k] += principal
                left -= principal
                self.last = max(self.last, k)
            self.balance[k] += left

    def default(self, contract, k, claim):
        self.defaults[k] += claim
        deposit = min(claim, fen(contract["deposit"] or 0))
        self.recovery[k] += deposit
        sold = F(contract["recovery_mean"]) * claim * (1 - F(contract["recovery_cost"]))
        lag = int(contract["recovery_lag_months"])
        arrives = period_of(add_months(ENDS[k], lag))
        self.last = max(self.last, k)
        if arrives is not None:
            self.recovery[arrives] += min(claim - deposit, sold)
            self.last = max(self.last, arrives)


class Deal:
    def __init__(self, pool):
        self.pool = pool
        self.cash = dict.fromkeys(("income", "principal", "tax_reserve", "reserve"), 0)
        self.balance = {t: units * 10000 for t, units in UNITS.items()}
        self.arrears = dict.fromkeys(UNITS, 0)
        self.owed = dict.fromkeys(FEES, 0)
        self.pdl = 0
        self.called = self.over = self.accelerate = self.missed = self.unpaid = False

    # ---- what can be done with cash ----

    def move(self, source, to, most=None):
        moved = self.cash[source] if most is None else max(0, min(self.cash[source], half_up(most)))
        self.cash[source] -= moved
        self.cash[to] += moved
        return moved

    def pay_fee(self, fee, source, most=None):
        amount = min(self.cash[source], self.owed[fee])
        amount = amount if most is None else min(amount, max(0, half_up(most)))
        self.owed[fee] -= amount
        self.cash[source] -= amount
        self.row["fee." + fee] += amount

    def pay_costs(self, source):
        """The four rank alike: in full, or in proportion to what is owed."""
        owed = {fee: self.owed[fee] for fee in COSTS}
        total, pot = sum(owed.values()), min(self.cash[source], sum(owed.values()))
        for fee in COSTS:
            self.pay_fee(fee, source, owed[fee] if pot == total else pot * owed[fee] // total)

    def pay_interest(self, tranche, source, most=None):
        due = self.interest[tranche]
        amount = min(due, self.cash[source]) if most is None else min(due, most)
        amount = amount if amount == due else alike(amount, UNITS[tranche])
        self.interest[tranche] -= amount
        self.cash[source] -= amount
        self.row[tranche + ".interest"] += amount

    def pay_senior_interest(self, source):
        due = {t: self.interest[t] for t in ("A1", "A2")}
        total, pot = sum(due.values()), min(self.cash[source], sum(due.values()))
        for t in due:
            self.pay_interest(t, source, due[t] if pot == total else pot * due[t] // total)

    def pay_principal(self, tranche, source, due=None, most=None):
        due = self.balance[tranche] if due is None else due
        amount = min(due, self.cash[source]) if most is None else min(due, self.cash[source], half_up(most))
        whole = amount in (due, self.balance[tranche])
        amount = amount if whole else alike(amount, UNITS[tranche])
        self.balance[tranche] -= amount
        self.cash[source] -= amount
        self.row[tranche + ".principal"] += amount

    def pay_in_turn(self, tranches, source):
        for t in tranches:
            self.pay_principal(t, source)
            if self.balance[t] > 0:
                return

    def pay_alike(self, source):
        """A1 and A2 by their balances."""
        both = self.balance["A1"] + self.balance["A2"]
        if both > 0:
            self.pay_principal("A2", source, most=F(self.cash[source] * self.balance["A2"], both))
        self.pay_principal("A1", source)

    def pay_residual(self, source):
        amount, self.cash[source] = self.cash[source], 0
        self.row["SUB.residual"] += amount
        self.balance["SUB"] = max(0, self.balance["SUB"] - amount)

    # ---- figures ----

    def outstanding(self, tranches=NOTES):
        return sum(self.balance[t] for t in tranches)

    def target(self):
        if self.outstanding(("A1", "A2")) == 0:
            return 0
        half_year = F("0.0398") * self.balance["A1"] + F("0.0430") * self.balance["A2"] + F("0.0028") * self.held
        return max(half_year / 2, fen(1500000))

    def senior_lack(self):
        return sum(self.owed[fee] for fee in ("vat", *COSTS)) + self.interest["A1"] + self.interest["A2"] - self.cash["income"]

    def is_final(self):
        exhausted = self.called or self.k >= self.pool.last
        return self.k == N_PERIODS - 1 or (exhausted and self.outstanding() == 0)

    def a1_due(self):
        return max(0, self.balance["A1"] - int(A1_LEFT[min(self.k, 3)] * UNITS["A1"] * 10000))

    # ---- priorities of payments ----

    def borrow(self):
        """What costs and senior interest lack comes out of principal, and is remembered."""
        self.pdl += self.move("principal", "income", max(0, self.senior_lack()))

    def set_taxes_aside(self):
        self.move("income", "tax_reserve", max(0, self.owed["vat"] - self.cash["tax_reserve"]))

    def normal(self):
        self.pay_fee("vat", "tax_reserve")
        self.move("reserve", "income", max(0, self.senior_lack()))
        self.borrow()
        self.set_taxes_aside()
        self.pay_costs("income")
        self.pay_fee("expenses", "income", fen(150000))
        self.pay_fee("servicer", "income", F(self.servicer_due, 2))
        self.pay_senior_interest("income")
        self.move("income", "reserve", max(0, half_up(self.target()) - self.cash["reserve"]))
        self.pay_fee("servicer", "income")
        self.pay_interest("B", "income")
        self.pay_interest("C", "income")
        self.pdl -= self.move("income", "principal", self.pdl)
        self.pay_fee("expenses", "income")
        self.pay_interest("SUB", "income")
        self.move("income", "principal")
        self.move("reserve", "principal", max(0, self.cash["reserve"] - self.target()))
        if self.held <= self.pool.original / 10 and self.cash["principal"] + self.held >= self.outstanding() and not self.called:
            self.row["call"] = self.held
            self.cash["principal"] += int(self.held)
            self.called, self.held = True, 0
            self.row["pool"] = 0
        self.pay_principal("A1", "principal", self.a1_due())
        if self.a1_due() == 0:
            self.pay_in_turn(("A2", "B", "C"), "principal")
        if self.is_final():
            self.pay_fee("vat", "tax_reserve")
        if self.outstanding() == 0:
            self.pay_residual("principal")
        if self.is_final():
            self.pay_residual("reserve")
            self.pay_residual("tax_reserve")

    def accelerated(self):
        self.pay_fee("vat", "tax_reserve")
        self.move("reserve", "income")
        self.borrow()
        self.set_taxes_aside()
        self.pay_costs("income")
        self.pay_fee("expenses", "income", fen(150000))
        self.pay_fee("servicer", "income", F(self.servicer_due, 2))
        self.pay_senior_interest("income")
        self.pay_fee("servicer", "income")
        self.pay_interest("B", "income")
        self.pay_interest("C", "income")
        self.pdl = max(0, self.pdl - self.move("income", "principal"))
        self.pay_alike("principal")
        if self.outstanding(("A1", "A2")) == 0:
            self.pay_in_turn(("B", "C"), "principal")
        if self.outstanding() == 0:
            self.pay_fee("expenses", "principal")
        if self.is_final():
            self.pay_fee("vat", "tax_reserve")
        if self.outstanding() == 0:
            self.pay_residual("principal")
        if self.is_final():
            self.pay_residual("tax_reserve")

    def default(self):
        for source in ("reserve", "principal", "tax_reserve"):
            self.move(source, "income")
        self.pay_fee("vat", "income")
        self.pay_costs("income")
        self.pay_fee("expenses", "income", fen(150000))
        self.pay_fee("servicer", "income")
        self.pay_senior_interest("income")
        self.pay_alike("income")
        for junior, above in (("B", ("A1", "A2")), ("C", ("A1", "A2", "B"))):
            if self.outstanding(above) == 0:
                self.pay_interest(junior, "income")
                self.pay_principal(junior, "income")
        if self.outstanding() == 0:
            self.pay_fee("expenses", "income")
            self.pay_residual("income")

    # ---- a date ----

    def open(self, k, days):
        pool, live = self.pool, not self.called
        cash = {"income": pool.income[k], "principal": pool.principal[k], "recovery": half_up(pool.recovery[k])}
        self.k, self.held = k, pool.balance[k] if live else 0
        cash = {kind: amount if live else 0 for kind, amount in cash.items()}
        self.row.update({"collected." + kind: amount for kind, amount in cash.items()})
        self.row["pool"] = self.held
        self.cash["income"] += int(cash["income"] + cash["recovery"])
        self.cash["principal"] += int(cash["principal"])
        self.new_defaults = pool.defaults[k] if live else 0
        self.fix_dues(cash, days)
        self.pdl += half_up(self.new_defaults)

    def fix_dues(self, cash, days):
        base = self.outstanding()
        before = CLOSING if self.k == 0 else NOMINAL[self.k - 1]
        self.interest = {t: self.arrears[t] + interest_per_unit(self.balance[t], units, COUPON[t], days)
                         for t, units in UNITS.items()}
        for fee, rate in (("trustee", "0.0005"), ("custodian", "0.0001"), ("paying_agent", "0.0002"), ("servicer", "0.0020")):
            self.owed[fee] += half_up(F(rate) * base * days / 365)
        self.owed["agencies"] += 12000000 * sum(before < date <= NOMINAL[self.k] for date in AGENCIES_DUE)
        self.owed["vat"] += half_up(F("0.032621") * cash["income"])
        self.owed["expenses"] += half_up(fen(40000) + F("0.012") * self.new_defaults)
        self.servicer_due = self.owed["servicer"]

    def choose(self):
        gone = sum(self.pool.defaults[:self.k + 1]) if not self.called else self.gone
        self.gone, rate = gone, F(gone) / self.pool.original
        if rate > step_table(THRESHOLD, NOMINAL[self.k]):
            self.accelerate = True
        elif rate <= step_table(RESTORE, NOMINAL[self.k]):
            self.accelerate = False
        return DEFAULT if self.unpaid else ACCELERATED if self.accelerate or self.missed else NORMAL

    def close(self):
        self.missed = self.missed or (self.a1_due() > 0 and not self.accelerate)
        self.unpaid = self.unpaid or self.interest["A1"] + self.interest["A2"] > 0
        self.arrears = {t: 0 if t == "SUB" else due for t, due in self.interest.items()}
        self.over = self.is_final()

    def date(self, k):
        days = (NOMINAL[k] - (CLOSING if k == 0 else NOMINAL[k - 1])).days
        self.row = {"period": k + 1, "nominal": NOMINAL[k], "days": days, "waterfall": 0}
        for name in ("collected.income", "collected.principal", "collected.recovery", "pool", "call"):
            self.row[name] = 0
        for t in UNITS:
            self.row.update({t + ".interest": 0, t + (".residual" if t == "SUB" else ".principal"): 0})
        self.row.update({"fee." + fee: 0 for fee in FEES})
        if not self.over:
            self.open(k, days)
            self.row["waterfall"] = self.choose()
            (self.normal, self.accelerated, self.default)[self.row["waterfall"]]()
            self.close()
        self.row.update({t + ".balance": self.balance[t] for t in UNITS})
        self.row.update({"cash." + name: amount for name, amount in self.cash.items()})
        self.row["ledger.pdl"] = self.pdl
        return self.row


def run(dead):
    deal = Deal(Pool(dead))
    return [deal.date(k) for k in range(N_PERIODS)]


if __name__ == "__main__":
    CASES = {"base": {}}
    for line in rows(HERE.parent / "credit_abs_cases.csv"):
        CASES.setdefault(line["case"], {})[line["obligor"]] = int(line["period"]) - 1
    (FOLDER / "expected").mkdir(exist_ok=True)
    for case, dead in CASES.items():
        write(FOLDER / "expected" / f"{case}.csv", run(dead))
