#!/usr/bin/python3
"""The second witness: recalculates workbooks in Gnumeric and compares every cell with the file's.

    recalculate_gnumeric.py FILE.xlsx…

Numbers agree within 1e-9 of their size, all else to the letter. Ends in `N passed, N failed`, counted in
workbooks.
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

TOLERANCE = 1e-9


def sheets(path, folder, *options):
    """The rows of every sheet, as Gnumeric shows them."""
    subprocess.run(["ssconvert", *options, "-S", str(path), f"{folder}/sheet.csv"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    files = sorted(pathlib.Path(folder).glob("sheet.csv.*"), key=lambda file: int(file.suffix[1:]))
    return [list(csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True))) for file in files]


def agree(before, after):
    if before == after:
        return True
    try:
        one, other = float(before), float(after)
    except ValueError:
        return False
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one))


def compare(path):
    """(number of cells, what changed)."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        try:
            before, after = sheets(path, one), sheets(path, other, "--recalc")
        except subprocess.CalledProcessError as problem:
            return 0, [str(problem)]
    wrong = [] if len(before) == len(after) else [f"{len(before)} sheets became {len(after)}"]
    count = 0
    for number, (old, new) in enumerate(zip(before, after), start=1):
        if [len(row) for row in old] != [len(row) for row in new]:
            wrong.append(f"sheet {number} changed its shape")
        for row, (old_row, new_row) in enumerate(zip(old, new), start=1):
            for column, (left, right) in enumerate(zip(old_row, new_row), start=1):
                count += 1
                if not agree(left, right):
                    wrong.append(f"sheet {number}, row {row}, column {column}: {left} became {right}")
    return count, wrong


def main(paths):
    passed = failed = 0
    for path in paths:
        count, wrong = compare(path)
        if count == 0:
            wrong.append("no cells")
        for what in wrong:
            print(f"{path}: {what}")
        print(f"{path}: {count} cells, {len(wrong)} changed")
        passed += not wrong
        failed += bool(wrong)
    print(f"Gnumeric: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
