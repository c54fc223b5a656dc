#!/usr/bin/env python3
"""expected.csv of this deal, written from the deal and the format page, in exact fractions.

    python3 expected.py > expected.csv

Nothing here comes from the engine: money in fen as Fraction, each rounding where the page says so.
"""
import csv
import datetime
from fractions import Fraction as F
from math import floor

HERE = __file__.rsplit("/", 1)[0] if "/" in __file__ else "."
CLOSING = datetime.date(2025, 7, 25)
N_PERIODS, N_DUES, UNITS = 20, 12, 950000
FEES = "vat surtax manager servicer trustee audit set_up csdc".split()
SUPPORTS = "line margin payer surety".split()


def nominal(k):
    month = CLOSING.month - 1 + 3 * (k + 1)
    return datetime.date(CLOSING.year + month // 12, month % 12 + 1, 25)


def half_up(x):
    """Ties away from zero."""
    return F(floor(x + F(1, 2))) if x >= 0 else -F(floor(-x + F(1, 2)))


def fen(text):
    return F(text) * 100


def dues_of(contract):
    """(principal, income) of each quarter."""
    balance, rate = fen(contract["principal"]), F(contract["rate"]) / 4
    level = half_up(balance * rate / (1 - (1 + rate) ** -N_DUES))
    share = half_up(balance / N_DUES)
    for k in range(N_DUES):
        income = half_up(balance * rate)
        principal = level - income if contract["amortisation"] == "level" else share
        principal = balance if k == N_DUES - 1 else principal
        balance -= principal
        yield principal, income


collected = [[F(0), F(0)] for _ in range(N_PERIODS)]
pool = F(0)
for contract in csv.DictReader(open(HERE + "/contracts.csv")):
    pool += fen(contract["principal"])
    if contract["amortisation"] == "schedule":
        rows = [d for d in csv.DictReader(open(HERE + "/schedule.csv")) if d["contract"] == contract["id"]]
        dues = [(fen(d["principal"]), fen(d["income"])) for d in rows]
    else:
        dues = list(dues_of(contract))
    for k, (principal, income) in enumerate(dues):
        collected[k][0] += principal
        collected[k][1] += income

cash = {"collection": fen(400000), "principal": F(0)}
balance, scheduled, unpaid_interest = fen(95000000), fen(95000000), F(0)
arrears = dict.fromkeys(FEES, F(0))
fell = dict.fromkeys(FEES, F(0))
based = {"vat": F(0), "surtax": F(0)}
cap = {"line": fen(600000), "margin": fen(400000), "payer": fen(9000000), "surety": None}
stands = dict.fromkeys(SUPPORTS, F(0))  # drawn and not given back
given = dict.fromkeys(SUPPORTS, F(0))   # drawn in all
line_interest = line_fee = F(0)
audits = [datetime.date(y, 12, 31) for y in (2025, 2026, 2027)]
ended, out = False, []

for k in range(N_PERIODS):
    start, end = (CLOSING if k == 0 else nominal(k - 1)), nominal(k)
    days = (end - start).days
    row = {"period": k + 1, "residual": F(0)}
    row.update({f"{s}.{what}": F(0) for s in SUPPORTS for what in ("drawn", "reimbursed")})
    due, paid = dict.fromkeys(FEES, F(0)), dict.fromkeys(FEES, F(0))
    principal, income = collected[k]
    pool -= principal
    interest = interest_paid = principal_due = principal_paid = back = fee_paid = F(0)
    if not ended:
        cash["collection"] += income
        cash["principal"] += principal

        # what is owed
        based["vat"] += income - fen("250000.01")
        based["surtax"] += income - fen(1100000)
        accrued = {
            "vat": max(F(0), half_up(based["vat"] * F("0.032621")) - fell["vat"]),
            "surtax": min(fen(9000), half_up(based["surtax"] * F("0.0039")) - fell["surtax"]),
            "manager": max(fen(20000), half_up(balance * F("0.0021" if k == 0 else "0.0015") * days / 360)),
            "servicer": min(fen(40000), half_up(pool * F("0.002") * days / 365), fen(300000) - fell["servicer"]),
            "trustee": fen(50000),
            "audit": fen(30000) * sum(start < d <= end for d in audits),
            "set_up": min(fen(25000), fen(60000) - fell["set_up"]),
        }
        for f, amount in accrued.items():
            late = {"trustee": F("0.18") * days / 365, "audit": F("0.05") * days / 360}.get(f, F(0))
            due[f] = amount + arrears[f] + half_up(arrears[f] * late)
            fell[f] += amount
        unit = F(floor(balance / (UNITS * 100) * F("0.062") * days / 365 * 10000 + F(1, 2)), 10000)
        interest = unpaid_interest + unit * UNITS * 100
        scheduled = F(0) if k >= 11 else scheduled - fen(95000000) * F("0.083333")
        principal_due = max(F(0), balance - scheduled)
        line_interest += half_up(stands["line"] * F("0.0435") * days / 360)
        if end <= datetime.date(2027, 10, 25):
            line_fee += half_up((cap["line"] - stands["line"]) * F("0.0025") * days / 360)
        row["line.interest_due"], row["line.fee_due"] = line_interest, line_fee

        def open_of(*names):
            return sum((max(F(0), due[f] - paid[f]) for f in names), F(0))

        def share_out(names, most):
            """Pro rata to what is open, whole fen each."""
            wanted = {f: max(F(0), due[f] - paid[f]) for f in names}
            wanted.update({"line.fee": line_fee} if names == ("manager", "servicer", "set_up") else {})
            total = sum(wanted.values())
            pot = min(cash["collection"], most, total)
            for f, want in wanted.items():
                amount = want if pot == total else F(floor(pot * want / total)) if total else F(0)
                cash["collection"] -= amount
                yield f, amount

        def draw(s, lack, account, most=None):
            room = F(10) ** 20 if most is None else most
            if cap[s] is not None:
                room = min(room, cap[s] - (stands[s] if s in ("line", "margin") else given[s]))
            if s == "line" and end > datetime.date(2027, 10, 25) or balance <= 0:
                room = F(0)
            amount = max(F(0), min(lack - cash[account], room))
            cash[account] += amount
            stands[s] += amount
            given[s] += amount
            row[s + ".drawn"] += amount

        def repay(s, most):
            amount = max(F(0), min(cash["collection"], stands[s], most))
            cash["collection"] -= amount
            stands[s] -= amount
            row[s + ".reimbursed"] += amount

        def release(most):
            moved = min(cash["principal"], most)
            cash["principal"] -= moved
            cash["collection"] += moved

        def per_unit(amount):
            return F(floor(amount / (UNITS * 100) * 10000), 10000) * UNITS * 100

        # the steps
        if k + 1 > 2:
            release(fen(1000000))
        back = min(cash["collection"], line_interest)
        line_interest -= back
        cash["collection"] -= back
        repay("line", stands["line"])
        draw("line", open_of("vat", "surtax", "manager") + interest, "collection")
        for names in (("vat", "surtax"), ("manager", "servicer", "set_up")):
            for f, amount in share_out(names, F(10) ** 20):
                if f == "line.fee":
                    line_fee -= amount
                    fee_paid = amount
                else:
                    paid[f] += amount
        for f, amount in share_out(("trustee",), fen(15000)):
            paid[f] += amount
        draw("margin", interest, "collection")
        if k + 1 != 3:
            draw("payer", interest, "collection")
        interest_paid = interest if cash["collection"] >= interest else per_unit(cash["collection"])
        cash["collection"] -= interest_paid
        unpaid_interest = interest - interest_paid
        draw("payer", principal_due, "principal", fen(1000000))
        draw("surety", principal_due, "principal", fen(50000000))
        principal_paid = principal_due if cash["principal"] >= principal_due else per_unit(cash["principal"])
        cash["principal"] -= principal_paid
        balance -= principal_paid
        if balance <= 0:
            release(cash["principal"])
        accrued["csdc"] = min(fen(500), half_up((interest_paid + principal_paid) * F("0.00005")))
        due["csdc"] = accrued["csdc"] + arrears["csdc"]
        for f, amount in share_out(("csdc",), F(10) ** 20):
            paid[f] += amount
        repay("margin", stands["margin"])
        for f, amount in share_out(("trustee", "audit"), half_up(F("0.4") * cash["collection"])):
            paid[f] += amount
        repay("payer", half_up(F("0.6") * cash["collection"]))
        if k == N_PERIODS - 1 or (pool == 0 and balance <= 0):
            row["residual"], cash["collection"], ended = cash["collection"], F(0), True
        for f in FEES:
            left = due[f] - paid[f]
            arrears[f] = left if left > 0 or f == "surtax" else F(0)
    else:
        row["line.interest_due"] = row["line.fee_due"] = F(0)
    row.update({"line.interest": back, "line.fee": fee_paid, "A.interest": interest_paid,
                "A.principal": principal_paid, "A.closing": balance})
    row.update({f + ".due": max(F(0), due[f]) for f in FEES})
    row.update({f + ".paid": paid[f] for f in FEES})
    row.update({"cash." + n: amount for n, amount in cash.items()})
    out.append(row)

print(",".join(out[0]))
for row in out:
    print(",".join(str(row[n]) if n == "period" else f"{float(row[n] / 100):.2f}" for n in out[0]))
