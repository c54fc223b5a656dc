#!/usr/bin/env python3
"""The base case of deals/eight-firms-trust in exact decimals, written from the term sheet and from no code of ipabs.

Writes deals/eight-firms-trust/expected/trust.csv and plan.csv. Tapes are read, terms are stated here.
"""
import csv
import datetime
import pathlib
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
FOLDER = pathlib.Path(__file__).resolve().parents[3] / "deals" / "eight-firms-trust"
FEN = Decimal("0.01")
CLOSING = datetime.date(2025, 7, 25)
N_QUARTERS, N_PERIODS, UNIT_DECIMALS = 12, 20, Decimal("0.0001")


def half_up(exact: Fraction, step: Decimal) -> Decimal:
    steps = exact / Fraction(step)
    return Decimal((2 * steps.numerator + steps.denominator) // (2 * steps.denominator)) * step


def quarter(day: int, first_month: int, k: int) -> datetime.date:
    month = first_month - 1 + 3 * k
    return datetime.date(2025 + month // 12, month % 12 + 1, day)


def rows(name: str):
    with open(FOLDER / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def contract_dues(contract, written):
    """(date, income, principal) of one contract."""
    if contract["amortisation"] == "schedule":
        return [(datetime.date.fromisoformat(row["due"]), Decimal(row["income"]), Decimal(row["principal"]))
                for row in written if row["contract"] == contract["id"]]
    balance, rate = Decimal(contract["principal"]), Fraction(contract["rate"]) / 4
    growth = (1 + rate) ** N_QUARTERS
    level = half_up(Fraction(balance) * rate * growth / (growth - 1), FEN)
    slice_ = half_up(Fraction(balance) / N_QUARTERS, FEN)
    dues = []
    for k in range(N_QUARTERS):
        income = half_up(Fraction(balance) * rate, FEN)
        principal = level - income if contract["amortisation"] == "level" else slice_
        principal = balance if k == N_QUARTERS - 1 else principal
        balance -= principal
        dues.append((quarter(25, 10, k), income, principal))
    return dues


def pool():
    """[(income, principal)] of the trust's collection periods, which end on its nominal dates."""
    written = rows("schedule.csv")
    ends = [quarter(25, 10, k) for k in range(N_PERIODS)]
    cash = [[Decimal(0), Decimal(0)] for _ in ends]
    for contract in rows("contracts.csv"):
        for date, income, principal in contract_dues(contract, written):
            k = next(k for k, end in enumerate(ends) if date <= end)
            cash[k][0] += income
            cash[k][1] += principal
    return ends, cash


class Account:
    def __init__(self):
        self.cash = Decimal(0)

    def pay(self, due: Decimal) -> Decimal:
        paid = max(min(due, self.cash), Decimal(0))
        self.cash -= paid
        return paid


def yearly(rate: str, base: Decimal, days: int) -> Decimal:
    return half_up(Fraction(rate) * Fraction(base) * days / 365, FEN)


def run_trust():
    ends, cash = pool()
    account, balance, start = Account(), Decimal(100000000), CLOSING
    units, out, over = Decimal(1000000), [], False
    last = max(k for k, (income, principal) in enumerate(cash) if income + principal > 0)
    for k, end in enumerate(ends):
        days, start = (end - start).days, end
        income, principal = cash[k]
        row = dict(period=k + 1, nominal=end, days=days, income=income, principal=principal, trust_vat=0, trustee=0,
                   trust_custodian=0, CERT_interest=0, CERT_principal=0, floating=0)
        if not over:
            account.cash += income + principal
            row["trust_vat"] = account.pay(half_up(Fraction("0.029126") * Fraction(income), FEN))
            row["trustee"] = account.pay(yearly("0.0010", balance, days))
            row["trust_custodian"] = account.pay(yearly("0.0001", balance, days))
            per_unit = half_up(Fraction(balance / units) * Fraction("0.0460") * days / 365, UNIT_DECIMALS)
            row["CERT_interest"] = account.pay(per_unit * units)
            assert row["CERT_interest"] == per_unit * units
            repaid = min(balance, (account.cash / units).quantize(UNIT_DECIMALS, ROUND_DOWN) * units)
            row["CERT_principal"] = account.pay(repaid)
            balance -= repaid
            over = k >= last and balance == 0
            if over:
                row["floating"] = account.pay(account.cash)
        row["closing_cash"], row["CERT_balance"] = account.cash, balance
        out.append(row)
    return out


def run_plan(trust):
    account, balance, start = Account(), Decimal(95000000), CLOSING
    units, out, over = Decimal(950000), [], False
    scheduled = [Decimal("8.3333")] * 11 + [Decimal("8.3337")]
    for k in range(N_PERIODS):
        # A trust date of the 25th, rolled by days, lies before the 1st that follows it.
        end = quarter(1, 11, k)
        days, start = (end - start).days, end
        income, principal = trust[k]["CERT_interest"], trust[k]["CERT_principal"]
        row = dict(period=k + 1, nominal=end, days=days, income=income, principal=principal, surcharge=0, manager=0,
                   custodian=0, agencies=0, A_interest=0, A_principal=0, csdc=0, SUB_residual=0)
        if not over:
            account.cash += income + principal
            row["surcharge"] = account.pay(half_up(Fraction("0.003495") * Fraction(income), FEN))
            row["manager"] = account.pay(yearly("0.0010", balance, days))
            row["custodian"] = account.pay(yearly("0.0001", balance, days))
            row["agencies"] = account.pay(Decimal(20000))
            per_unit = half_up(Fraction(balance / units) * Fraction("0.0279") * days / 365, UNIT_DECIMALS)
            due = per_unit * units
            row["A_interest"] = account.pay(due)
            assert row["A_interest"] == due
            due = scheduled[k] * units if k < 12 else Decimal(0)
            row["A_principal"] = account.pay(due)
            assert row["A_principal"] == due
            balance -= due
            row["csdc"] = account.pay(
                half_up(Fraction("0.00005") * Fraction(row["A_interest"] + row["A_principal"]), FEN))
            over = trust[k]["CERT_balance"] == 0 and balance == 0
            if over:
                row["SUB_residual"] = account.pay(account.cash)
        row["closing_cash"], row["A_balance"] = account.cash, balance
        out.append(row)
    return out


def write(name, table):
    with open(FOLDER / "expected" / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table[0])
        for row in table:
            writer.writerow(value.quantize(FEN, ROUND_HALF_UP) if isinstance(value, Decimal) else value
                            for value in row.values())


if __name__ == "__main__":
    TRUST = run_trust()
    write("trust.csv", TRUST)
    write("plan.csv", run_plan(TRUST))
