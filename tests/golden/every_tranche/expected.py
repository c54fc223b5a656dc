#!/usr/bin/env python3
"""What the deal beside this file pays, in exact fractions: writes expected.csv.

Written from the deal's page alone; shares no code and no method with ipabs. Cash in fen, rates and fractions as Fraction.
"""
import csv
import datetime
import math
import pathlib
from fractions import Fraction as F

HERE = pathlib.Path(__file__).parent
D = datetime.date.fromisoformat
CLOSING = D("2025-01-25")
DATES = [D(t) for t in ("2025-04-25", "2025-07-25", "2025-10-25", "2026-01-25",
                        "2026-04-25", "2026-07-25", "2026-10-25", "2027-01-25")]


def rows(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def half_up(x, decimals):
    """Halves away from zero, as contracts round."""
    scaled = abs(x) * 10**decimals
    return (1 if x >= 0 else -1) * F(math.floor(scaled + F(1, 2)), 10**decimals)


def down(x, decimals):
    return F(math.floor(x * 10**decimals), 10**decimals)


def curve(name, date):
    knots = [(F(row["years"]), F(row["rate"])) for row in rows(name)]
    years = F((date - CLOSING).days, 365)
    if years <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in zip(knots, knots[1:]):
        if years <= x1:
            return y0 + (y1 - y0) * (years - x0) / (x1 - x0)
    return knots[-1][1]


def lpr(date):
    fixings = [(D(row["date"]), F(row["rate"])) for row in rows("lpr.csv")]
    if date > fixings[-1][0]:
        return curve("lpr_curve.csv", date)
    return [rate for day, rate in fixings if day <= date][-1]


def act_act(start, end):
    days = [start + datetime.timedelta(n) for n in range((end - start).days)]
    leap = [day for day in days if day.year % 4 == 0]
    return F(len(leap), 366) + F(len(days) - len(leap), 365)


def months(start, end):  # all dates are the 25th: 30/360 is whole months
    return F((end.year - start.year) * 12 + end.month - start.month, 12)


def interest_fractions():
    """Per tranche and period: coupon × fraction of a year."""
    out = {name: [] for name in ("A1", "A2", "P", "S", "Z", "IO", "SUB")}
    steps = [(D("2025-01-25"), F("0.0279")), (D("2025-09-01"), F("0.0329")), (D("2025-09-30"), F("0.0301"))]
    reset = CLOSING
    for start, end in zip([CLOSING] + DATES, DATES):
        days = (end - start).days
        for years in (1, 2):  # annual resets: the first payment date on or after each anniversary
            if start == CLOSING.replace(year=CLOSING.year + years):
                reset = start
        coupon = half_up(lpr(reset), 4) - F("0.0005")
        out["A1"].append(min(max(coupon, F("0.0280")), F("0.0330")) * F(days, 365))
        total = F(0)
        day = start
        while day < end:  # day by day: the rate of the day over the days of its year
            rate = [r for when, r in steps if when <= day][-1]
            total += rate * F(1, 366 if day.year % 4 == 0 else 365)
            day += datetime.timedelta(1)
        out["A2"].append(total)
        after_put = start >= D("2026-01-25")
        floating = half_up(curve("shibor_curve.csv", start), 5) - F("0.02")
        out["P"].append((F("0.0405") if after_put else floating) * F(days, 360))
        out["S"].append(F("0.033") * months(start, end))
        out["Z"].append(F("0.06") * F(days, 365))
        out["IO"].append(F("0.0025") * F(days, 365))
        out["SUB"].append(F("0.02") * F(days, 365))
    return out


def collections():
    got = [F(0)] * len(DATES)
    for row in rows("schedule.csv"):
        for k, date in enumerate(DATES):
            if D(row["due"]) <= date:
                got[k] += F(row["principal"]) + F(row["income"])
                break
    return got


def main():
    size = {"A1": 4000000, "A2": 3000000, "P": 1000000, "S": 500000, "Z": 500000, "IO": 0, "SUB": 1000000}
    unit = {name: F(100) for name in size if name != "IO"}  # what stands per note of 100
    units = {name: size[name] // 100 for name in unit}
    owed = {name: F(0) for name in size}  # interest arrears in all
    cash = F(0)
    fractions = interest_fractions()
    per_100 = {D(row["date"]): F(row["per_100"]) for row in rows("a1.csv")}
    target = {D(row["date"]): F(row["balance"]) / 5000 for row in rows("s.csv")}
    a1_target, s_target, s_factor = F(100), F(100), F(1)
    out = []
    for k, (date, came) in enumerate(zip(DATES, collections())):
        cash += came
        opening = dict(unit)
        due, added = {}, {name: F(0) for name in size}
        for name in size:
            rate = fractions[name][k]
            if name == "IO":
                on = opening["A1"] * units["A1"] + opening["A2"] * units["A2"]
                due[name] = half_up(on * rate, 2) + owed[name]
            elif name == "Z" and date <= D("2026-07-25"):
                added[name] = half_up(opening[name] * rate, 4) * units[name]
                unit[name] += half_up(opening[name] * rate, 4)
                due[name] = F(0)
            else:
                due[name] = half_up(opening[name] * rate, 4) * units[name] + owed[name]
        # principal due per note
        a1_target -= per_100.get(date, 0)
        if date >= D("2026-01-25"):
            a1_target = F(0)
        want = {"A1": max(F(0), unit["A1"] - a1_target)}
        want["P"] = unit["P"] if date >= D("2026-10-25") else F(0)
        if date == D("2026-01-25"):
            want["P"] += down(opening["P"] * F("0.3"), 4)
            due["P"] += half_up(down(opening["P"] * F("0.3"), 4) * units["P"] * F("0.01"), 2)
        s_target = target.get(date, s_target)
        left = half_up(s_target * s_factor, 4)
        if date == D("2025-10-25"):
            back = down(opening["S"] * F("0.333333"), 4)
            s_factor = (s_target - back) / s_target
            left = s_target - back
        want["S"] = max(F(0), unit["S"] - left)
        paid = {name: F(0) for name in size}
        principal = {name: F(0) for name in size}
        for name in ("A1", "A2", "P", "S", "IO", "Z"):  # enough for all, and nothing is owed below zero
            paid[name] = max(F(0), due[name])
            cash -= paid[name]
        assert cash >= 0
        for name in ("P", "A1", "S"):
            principal[name] = want[name] * units[name]
            unit[name] -= want[name]
            cash -= principal[name]
        assert cash >= 0, (k, cash)

        def sub_interest(most):
            amount = min(most, due["SUB"] - paid["SUB"], cash)
            if amount < due["SUB"] - paid["SUB"]:
                amount = down(amount / units["SUB"], 4) * units["SUB"]
            paid["SUB"] += amount
            return amount

        if k + 1 >= 3:
            cash -= sub_interest(half_up(F("0.4") * due["SUB"], 2))
        if date > D("2025-07-25"):
            for name in ("A2", "Z"):
                whole = unit[name] * units[name]
                amount = whole if cash >= whole else down(cash / units[name], 4) * units[name]
                if name == "Z" and unit["A2"] > 0:
                    amount = F(0)
                unit[name] -= amount / units[name]
                principal[name] = amount
                cash -= amount
        elif unit["Z"] > 0:
            # A2 stands, so that nothing goes to Z
            pass
        cash -= sub_interest(cash)
        final = k == len(DATES) - 1
        fee = residual = F(0)
        if final:
            fee = half_up(cash * F("0.2"), 2)
            cash -= fee
            residual, cash = cash, F(0)
            unit["SUB"] -= min(unit["SUB"], residual / units["SUB"])
        for name in size:
            shown_due = max(F(0), due[name])
            owed[name] = F(0) if name == "SUB" else shown_due - paid[name]
            assert owed[name] == 0
            out.append([k + 1, name, shown_due, paid[name], principal[name], added[name],
                        residual if name == "SUB" else 0,
                        unit.get(name, F(0)) * units.get(name, 0), fee if name == "SUB" else 0])
    with open(HERE / "expected.csv", "w", encoding="utf-8", newline="") as file:
        file.write("period,tranche,interest_due,interest_paid,principal_paid,accreted,residual,closing,fee\n")
        for row in out:
            file.write(",".join([str(row[0]), row[1]] + [f"{float(x):.2f}" for x in row[2:]]) + "\n")


if __name__ == "__main__":
    main()
