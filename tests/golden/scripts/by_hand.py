"""What the scripts beside it share: exact fen, dates, contracts' dues, the table they write. Standard library only, no code of ipabs."""
import csv
import datetime
from fractions import Fraction
from math import floor


def half_up(exact) -> int:
    """The nearest whole number, ties up."""
    return floor(Fraction(exact) + Fraction(1, 2))


def fen(text) -> Fraction:
    return Fraction(text) * 100


def add_months(date: datetime.date, months: int) -> datetime.date:
    month = date.month - 1 + months
    return datetime.date(date.year + month // 12, month % 12 + 1, date.day)


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def interest_per_unit(balance, units, coupon, days) -> int:
    """Of a whole tranche: per unit, half up at the fourth decimal of a yuan, times the units."""
    return half_up(Fraction(balance) / (units * 100) * Fraction(coupon) * days / 365 * 10000) * units // 100


def alike(amount, units) -> int:
    """The most that every unit gets alike, four decimals of a yuan each."""
    return floor(Fraction(amount) / (units * 100) * 10000) * units // 100


def quarterly_dues(contract):
    """[(date, income, principal)] of a contract of the tape, which runs whole quarters."""
    start, end = (datetime.date.fromisoformat(contract[name]) for name in ("start", "end"))
    n = ((end.year - start.year) * 12 + end.month - start.month) // 3
    assert add_months(start, 3 * n) == end and contract["frequency"] == "quarterly"
    left, rate, kind = fen(contract["principal"]), Fraction(contract["rate"]) / 4, contract["amortisation"]
    growth = (1 + rate) ** n
    level, part = half_up(left * rate * growth / (growth - 1)), half_up(left / n)
    dues = []
    for k in range(n):
        income = half_up(left * rate)
        principal = {"level": level - income, "equal_principal": part, "bullet": 0, "interest_only": 0}[kind]
        principal = left if k == n - 1 else principal
        left -= principal
        dues.append((add_months(start, 3 * (k + 1)), income, principal))
    return dues


def write(path, table):
    """Fen become yuan; whole numbers in columns named in `plain` stay what they are."""
    plain = {"period", "nominal", "days", "waterfall"}
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table[0])
        for row in table:
            writer.writerow(value if name in plain else yuan(value) for name, value in row.items())


def yuan(amount) -> str:
    """Exact where it is whole fen, else to a millionth of one."""
    amount = Fraction(amount)
    if amount.denominator == 1:
        return f"{'-' if amount < 0 else ''}{abs(amount.numerator) // 100}.{abs(amount.numerator) % 100:02d}"
    return f"{half_up(amount * 10**6) / 10**8:.8f}"
