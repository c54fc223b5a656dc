#!/usr/bin/env python3
"""expected.csv of this deal, written from the deal and the format page, in exact fractions.

    python3 expected.py > expected.csv

Nothing here comes from the engine: dates by datetime, money in fen as Fraction, each rounding where
the page says so.
"""
import csv
import datetime
from fractions import Fraction as F
from math import floor

HERE = __file__.rsplit("/", 1)[0] if "/" in __file__ else "."
CLOSING = datetime.date(2025, 7, 25)
N_PERIODS = 12
UNITS = 12000
BALANCE = F(1200000_00)
COUPON = F("0.0279")


def nominal(k):
    month = CLOSING.month - 1 + 3 * (k + 1)
    return datetime.date(CLOSING.year + month // 12, month % 12 + 1, 25)


def business(date):
    while date.weekday() > 4:
        date += datetime.timedelta(1)
    return date


def half_up(x):
    return F(floor(x + F(1, 2)))


def per_unit(amount, decimals=4):
    """The most that each unit gets alike."""
    step = F(UNITS * 100, 10**decimals)
    return floor(amount / step) * step


def fen(text):
    return F(text) * 100


dues = list(csv.DictReader(open(HERE + "/schedule.csv")))
credits = [datetime.date(*map(int, d.split("-"))) for d in
           "2025-12-21 2026-03-21 2026-06-21 2026-12-21 2027-06-21".split()]
cash = {"income": F(0), "principal": F(0), "reserve": fen(20000), "liquidity": fen(3000),
        "income.retained": F(0)}
year_rate = {"income": F("0.0035") / 365, "principal": F("0.0035") / 365,
             "reserve": F("0.0075") / 360, "liquidity": F(0), "income.retained": F("0.0035") / 365}
pdl = cure = F(0)
weak = called = ended = False
balance, arrears, owed = BALANCE, F(0), {"vat": F(0), "trustee": F(0)}
kept_days = F(0)  # fen × days of the principal account, not credited yet
original = pool = sum(fen(d["principal"]) + fen(d["loss"]) for d in dues)
before = CLOSING
rows = []

for k in range(N_PERIODS):
    start = CLOSING if k == 0 else nominal(k - 1)
    end, pay = nominal(k), business(nominal(k))
    days = (end - start).days
    row = {"period": k + 1, "residual": F(0), "call": F(0)}
    due_now = [] if called else [d for d in dues if start < datetime.date.fromisoformat(d["due"]) <= end]
    income = sum((fen(d["income"]) for d in due_now), F(0))
    lost = sum((fen(d["loss"]) for d in due_now), F(0))
    repaid = sum((fen(d["principal"]) for d in due_now), F(0))
    if not called:
        pool -= repaid + lost

    # interest on accounts: what stood since the last payment date, and collections from their due
    lie = (pay - before).days
    fen_days = {name: amount * lie for name, amount in cash.items()}
    last_credit = max([c for c in credits if before < c <= pay], default=None)
    by_credit = cash["principal"] * (last_credit - before).days if last_credit else F(0)
    for d in due_now:
        due = datetime.date.fromisoformat(d["due"])
        fen_days["income"] += fen(d["income"]) * (pay - due).days
        fen_days["principal"] += fen(d["principal"]) * (pay - due).days
        if last_credit and last_credit > due:
            by_credit += fen(d["principal"]) * (last_credit - due).days
    to_credit = dict(fen_days)
    if last_credit:
        to_credit["principal"] = kept_days + by_credit
        kept_days = fen_days["principal"] - by_credit
    else:
        to_credit["principal"] = F(0)
        kept_days += fen_days["principal"]
    interest = {n: F(0) if ended else half_up(to_credit[n] * year_rate[n]) for n in cash}
    if not ended:
        cash["income"] += income
        cash["principal"] += repaid
        for n in cash:
            cash[n] += interest[n]

    paid_interest = paid_principal = F(0)
    if not ended:
        # dues
        due = {"vat": owed["vat"] + half_up(F("0.032621") * income),
               "trustee": owed["trustee"] + half_up(F("0.002") * pool * days / 365)}
        factor = balance / (UNITS * 100)
        unit = F(floor(factor * COUPON * F(days, 365) * 10000 + F(1, 2)), 10000)
        coupon = arrears + unit * UNITS * 100

        def move(source, to, most):
            moved = max(F(0), min(cash[source], half_up(most)))
            cash[source] -= moved
            cash[to] += moved
            return moved

        def target():
            stepped = fen(9000) if end > datetime.date(2026, 6, 30) else fen(22000)
            return half_up(max(F("0.02") * balance, stepped))

        pdl += lost
        # draw from the liquidity pot what vat, trustee and interest lack
        move("liquidity", "income", max(sum(due.values()) + coupon - cash["income"], 0))
        move("principal", "income", max(sum(due.values()) + coupon - cash["income"], 0))
        for fee in ("vat", "trustee"):
            amount = min(cash["income"], due[fee])
            cash["income"] -= amount
            owed[fee] = due[fee] - amount
        paid_interest = coupon if cash["income"] >= coupon else per_unit(cash["income"])
        cash["income"] -= paid_interest
        arrears = coupon - paid_interest
        move("income", "liquidity", max(fen(3000) - cash["liquidity"], 0))
        move("income", "reserve", max(target() - cash["reserve"], 0))
        stepped = fen(9000) if end > datetime.date(2026, 6, 30) else fen(22000)
        move("reserve", "income", max(cash["reserve"] - max(F("0.02") * balance, stepped), 0))
        cure = max(F(0), cure + half_up(min(pdl, cash["income"]) - cure))
        move("income", "principal", cure)
        pdl = max(F(0), pdl - cure)
        if not called and pool <= original / 10:
            row["call"] = half_up(F("1.002") * pool)
            cash["principal"] += row["call"]
            pool, called = F(0), True

        def principal(most):
            global balance
            wanted = min(cash["principal"], balance, most)
            amount = max(F(0), balance if wanted == balance else per_unit(wanted))
            cash["principal"] -= amount
            balance -= amount
            return amount

        if pool > 0:
            keep = F(0) if weak else fen(10000)
            paid_principal += principal(half_up(max(cash["principal"] - keep, 0)))
        if pool <= 0:
            paid_principal += principal(balance)
        move("income", "income.retained", F("0.25") * cash["income"] if k + 1 < 6 else F(0))
        if end > datetime.date(2027, 1, 25):
            move("income.retained", "income", cash["income.retained"])

        def residual(source, most):
            amount = F(0) if weak else min(cash[source], half_up(most))
            cash[source] -= amount
            row["residual"] += amount

        residual("income", F("0.4") * cash["income"] if balance > 0 else cash["income"])
        if balance <= 0:
            for source in ("principal", "reserve", "liquidity"):
                residual(source, cash[source])
        weak = pdl > 0

    row.update({"pdl": pdl, "cure": cure, "weak": F(100 * (weak and not ended)), "pool": pool,
                "A.interest": paid_interest, "A.principal": paid_principal, "A.closing": balance})
    row.update({"cash." + n: amount for n, amount in cash.items()})
    row.update({"interest." + n: amount for n, amount in interest.items()})
    rows.append(row)
    ended = ended or k == N_PERIODS - 1 or ((called or pool == 0) and balance <= 0)
    before = pay

names = list(rows[0])
print(",".join(names))
for row in rows:
    print(",".join(str(row[n]) if n == "period" else f"{float(row[n] / 100):.2f}" for n in names))
