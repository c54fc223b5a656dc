#!/usr/bin/env python3
"""deals/supply-chain-revolving in exact fen: the base case and the paths of supply_chain_revolving_cases.csv.

Written from the term sheet and from no code of ipabs; tapes are read, terms are stated here. Writes the deal's expected/. An obligor of a
case dies as its collection period opens, an entity on the day after the payment date before: both are first seen on that period's date.
"""
import datetime
import pathlib
from fractions import Fraction as F

from by_hand import add_months, alike, fen, half_up, interest_per_unit, rows, write

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / "deals" / "supply-chain-revolving"
CUTOFF, CLOSING = datetime.date(2026, 5, 31), datetime.date(2026, 6, 16)
N_PERIODS, LAST_PURCHASE = 12, datetime.date(2027, 6, 16)
NOMINAL = [add_months(CLOSING, 3 * (k + 1)) for k in range(N_PERIODS)]
ENDS = [date - datetime.timedelta(3) for date in NOMINAL]
UNITS, COUPON = {"A": 3050000, "B": 210000, "SUB": 200000}, {"A": "0.0235", "B": "0.0330"}
FEES, COSTS = ("vat", "custodian", "manager", "agencies", "csdc"), ("custodian", "manager", "agencies")
KEPT, CAP = fen(2500000), fen(60000000)
RECOVERED, RECOVERY_PERIODS = F("0.3"), 2
KINDS = ("income", "principal", "recovery")


def period_of(date):
    return next((k for k, end in enumerate(ENDS) if date <= end), None)


class Cash:
    """By kind and period, with what performs, what is claimed, and the last period in which anything is expected."""

    def __init__(self):
        self.kinds = {kind: [F(0)] * N_PERIODS for kind in KINDS}
        self.performing, self.claims, self.last = [F(0)] * N_PERIODS, [F(0)] * N_PERIODS, 0

    def add(self, kind, k, amount):
        if k is not None and k < N_PERIODS and amount > 0:
            self.kinds[kind][k] += amount
            self.last = max(self.last, k)


def initial_pool(cash, dead):
    """Bullets; a guarantor that outlives the collection period of the default pays a period later."""
    guarantors = {row["id"]: (row["guarantor"], F(row["guarantee_share"])) for row in rows(FOLDER / "obligors.csv")}
    dues = {row["contract"]: row for row in rows(FOLDER / "schedule.csv")}
    original = F(0)
    for contract in rows(FOLDER / "contracts.csv"):
        if contract["eligible"]:
            continue
        claim, due = fen(contract["principal"]), period_of(datetime.date.fromisoformat(dues[contract["id"]]["due"]))
        original += claim
        death = dead.get(contract["obligor"], N_PERIODS)
        for k in range(min(due, death)):
            cash.performing[k] += claim
        if death > due:
            cash.add("principal", due, claim)
            continue
        cash.claims[death] += claim
        cash.last = max(cash.last, death)
        entity, share = guarantors[contract["obligor"]]
        guaranteed = share * claim if dead.get(entity, N_PERIODS) > death else 0
        cash.add("recovery", death + 1, guaranteed)
        sold = F(contract["recovery_mean"]) * claim * (1 - F(contract["recovery_cost"]))
        cash.add("recovery", period_of(add_months(ENDS[death], int(contract["recovery_lag_months"]))), min(claim - guaranteed, sold))
    return original


class Asset:
    """Dues per unit of principal, on payment dates."""

    def __init__(self, entity, price, rate, months, amortisation, gap, principal=None, available=None):
        self.entity, self.price, self.offered, self.available = entity, F(price), principal, available
        n, rate, left = months // gap, F(rate) * gap / 12, F(1)
        self.dues = []  # (income, principal, outstanding before)
        for m in range(1, months // 3 + 1):
            if m * 3 % gap:
                self.dues.append((F(0), F(0), left))
                continue
            level = rate / (1 - (1 + rate) ** -n) if rate else F(1, n)
            repaid = {"bullet": F(0), "equal_principal": F(1, n), "level": level - rate * left}[amortisation]
            repaid = left if m == months // 3 else repaid
            self.dues.append((rate * left, repaid, left))
            left -= repaid

    def bring(self, cash, bought, k, death):
        """What is bought on date k, paid while the entity lives, a claim on the first date that sees it dead."""
        cash.performing[k] += bought
        for m, (income, repaid, left) in enumerate(self.dues):
            j = k + 1 + m
            if j >= N_PERIODS:
                return
            cash.last = max(cash.last, j)
            if j >= death:
                cash.claims[j] += bought * left
                cash.add("recovery", j + RECOVERY_PERIODS, RECOVERED * bought * left)
                return
            cash.add("income", j, bought * income)
            cash.add("principal", j, bought * repaid)
            cash.performing[j] += bought * (left - repaid)


def offers():
    listed = [Asset(row["entity"], row["price"], row["rate"], int(row["term_months"]), row["amortisation"],
                    6 if row["frequency"] == "semiannual" else 3, fen(row["principal"]),
                    datetime.date.fromisoformat(row["available_from"])) for row in rows(FOLDER / "assets.csv")]
    return listed + [Asset("core_a", "0.9930", 0, 3, "bullet", 3)]


class Deal:
    def __init__(self, dead):
        self.dead, self.pool = dead, Cash()
        self.original = initial_pool(self.pool, dead)
        self.offers = offers()
        self.cash = 346000000_00 - 345300000_00
        self.balance = {t: units * 10000 for t, units in UNITS.items()}
        self.arrears, self.owed = {"A": 0, "B": 0}, dict.fromkeys(FEES, 0)
        self.drawn = self.offered = self.idle_dates = 0
        self.idle = self.losses = self.accelerate = self.over = False

    # ---- payments out of the one account ----

    def take(self, name, amount):
        self.cash -= amount
        self.row[name] += amount

    def pay_fee(self, fee, most=None):
        amount = min(self.cash, self.owed[fee]) if most is None else most
        self.owed[fee] -= amount
        self.take("fee." + fee, amount)

    def pay_costs(self):
        owed = {fee: self.owed[fee] for fee in COSTS}
        total, pot = sum(owed.values()), min(self.cash, sum(owed.values()))
        for fee in COSTS:
            self.pay_fee(fee, owed[fee] if pot == total else pot * owed[fee] // total)

    def pay_interest(self, t):
        amount = self.interest[t] if self.cash >= self.interest[t] else alike(self.cash, UNITS[t])
        self.interest[t] -= amount
        self.take(t + ".interest", amount)

    def pay_principal(self, t):
        amount = self.balance[t] if self.cash >= self.balance[t] else alike(self.cash, UNITS[t])
        self.balance[t] -= amount
        self.take(t + ".principal", amount)

    def pay_csdc(self):
        paid = sum(self.row[t + part] for t in ("A", "B") for part in (".interest", ".principal"))
        self.owed["csdc"] += half_up(F("0.00005") * paid)
        self.pay_fee("csdc")

    def pay_residual(self):
        if self.balance["A"] + self.balance["B"] == 0:
            self.balance["SUB"] = max(0, self.balance["SUB"] - self.cash)
            self.take("SUB.residual", self.cash)

    def draw(self, dues):
        lack = max(0, sum(dues) - self.cash)
        able = self.k < self.dead.get("core_a", N_PERIODS) and self.balance["A"] + self.balance["B"] > 0
        amount = min(lack, CAP - self.drawn) if able else 0
        self.drawn += amount
        self.cash += int(amount)
        self.row["drawn.shortfall_payer"] += amount

    # ---- purchases ----

    def buy_one(self, asset, room):
        if self.k >= self.dead.get(asset.entity, N_PERIODS):
            return 0
        if asset.available and asset.available > NOMINAL[self.k]:
            return 0
        cost = None if asset.offered is None else half_up(asset.offered * asset.price)
        spent = room if cost is None else min(cost, room)
        bought = asset.offered if spent == cost else spent / asset.price
        if asset.offered is not None:
            asset.offered -= bought
        asset.bring(self.pool, bought, self.k, self.dead.get(asset.entity, N_PERIODS))
        self.row["pool"] += bought
        return spent

    def buy(self):
        room = min(self.offered, self.cash)
        for asset in self.offers:
            spent = self.buy_one(asset, room) if room > 0 else 0
            room -= spent
            self.take("bought", int(spent))

    # ---- priorities of payments ----

    def fees_and_taxes(self):
        self.pay_fee("vat")
        self.pay_costs()

    def normal(self):
        revolving = NOMINAL[self.k] <= LAST_PURCHASE
        senior = [self.owed[fee] for fee in ("vat", *COSTS)] + [self.interest["A"]]
        self.draw(senior)
        self.fees_and_taxes()
        self.pay_interest("A")
        self.pay_interest("B")
        self.offered = max(F(0), self.cash - KEPT) if revolving else 0
        if revolving and not (self.idle or self.losses):
            self.buy()
        if NOMINAL[self.k] > datetime.date(2027, 12, 15):
            self.draw([self.balance["A"]])
        if not revolving or self.idle or self.losses:
            self.pay_principal("A")
            if self.balance["A"] == 0:
                self.pay_principal("B")
        self.pay_csdc()
        self.pay_residual()

    def accelerated(self):
        self.draw([self.owed[fee] for fee in ("vat", *COSTS)] + [self.interest["A"], self.balance["A"]])
        self.fees_and_taxes()
        for t in ("A", "A", "B", "B"):
            (self.pay_interest if self.interest[t] > 0 else self.pay_principal)(t)
        self.pay_csdc()
        self.pay_residual()

    # ---- a date ----

    def is_final(self):
        return self.k == N_PERIODS - 1 or (self.k >= self.pool.last and self.balance["A"] + self.balance["B"] == 0)

    def open(self, k, days):
        self.k = k
        self.row["pool"] = self.pool.performing[k]
        for kind in KINDS:
            self.row["collected." + kind] = half_up(self.pool.kinds[kind][k])
            self.cash += self.row["collected." + kind]
        self.owed["vat"] += half_up(F("0.032621") * self.row["collected.income"])
        base = self.balance["A"] + self.balance["B"]
        self.owed["custodian"] += half_up(F("0.0001") * base * days / 365)
        self.owed["manager"] += half_up(F("0.0008") * base * days / 365)
        self.owed["agencies"] += 2500000
        self.interest = {t: self.arrears[t] + interest_per_unit(self.balance[t], UNITS[t], COUPON[t], days) for t in COUPON}
        self.losses = self.losses or sum(self.pool.claims[:k + 1]) > F("0.10") * self.original

    def close(self):
        short = self.offered > 0 and self.cash - KEPT > F("0.2") * self.offered
        self.idle_dates = self.idle_dates + 1 if short else 0
        self.idle = self.idle or self.idle_dates >= 2
        self.accelerate = self.accelerate or self.interest["A"] > 0
        self.arrears = dict(self.interest)
        self.over = self.is_final()

    def date(self, k):
        days = (NOMINAL[k] - (CLOSING if k == 0 else NOMINAL[k - 1])).days
        self.row = {"period": k + 1, "nominal": NOMINAL[k], "days": days, "waterfall": 0}
        for name in (*("collected." + kind for kind in KINDS), "pool", "bought", "drawn.shortfall_payer", *("fee." + fee for fee in FEES),
                     "A.interest", "A.principal", "B.interest", "B.principal", "SUB.residual"):
            self.row[name] = 0
        if not self.over:
            self.open(k, days)
            self.row["waterfall"] = 1 if self.accelerate else 0
            (self.accelerated if self.accelerate else self.normal)()
            self.close()
        self.row.update({t + ".balance": self.balance[t] for t in UNITS})
        self.row.update({"cash.collection": self.cash, "ledger.offered": self.offered})
        return self.row


def run(dead):
    deal = Deal(dead)
    return [deal.date(k) for k in range(N_PERIODS)]


if __name__ == "__main__":
    CASES = {"base": {}}
    for line in rows(HERE.parent / "supply_chain_revolving_cases.csv"):
        CASES.setdefault(line["case"], {})[line["obligor"]] = int(line["period"]) - 1
    (FOLDER / "expected").mkdir(exist_ok=True)
    for case, dead in CASES.items():
        write(FOLDER / "expected" / f"{case}.csv", run(dead))
