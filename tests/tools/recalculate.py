#!/usr/bin/python3
"""Recalculates every formula of workbooks in LibreOffice and compares with the values in the file.

    recalculate.py MINIMUM FILE.xlsx…    MINIMUM: how many formulas each must hold

Needs Debian's python3-uno (hence /usr/bin/python3). A cell that changes, or shows an error, is a
failure; so is a workbook with fewer formulas. Ends in `N passed, N failed`, counted in workbooks.
"""
import contextlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.CellFlags import FORMULA

TOLERANCE = 1e-11
ITERATIVE = 1e-7  # IRR and its kin stop at a tolerance of their own
FORMULA_RESULT_ERROR = 4
# LibreOffice must show what the file holds until we ask it to calculate: OOXMLRecalcMode 1 is never.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>"""


@contextlib.contextmanager
def desktop():
    """A LibreOffice of our own, with a profile of its own, gone afterwards."""
    profile = pathlib.Path(tempfile.mkdtemp(prefix="ipabs-office"))
    (profile / "user").mkdir()
    (profile / "user/registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    pipe = f"pipe,name={profile.name};urp;"
    office = subprocess.Popen(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
                               "--nologo", "--nodefault", f"--accept={pipe}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield connect(f"uno:{pipe}StarOffice.ComponentContext")
    finally:
        office.terminate()
        office.wait(30)
        shutil.rmtree(profile, ignore_errors=True)


def connect(address, seconds=60):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    give_up = time.monotonic() + seconds
    while True:
        try:
            context = resolver.resolve(address)
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # UNO's NoConnectException until the office listens
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def formulas(document):
    """{(sheet, row, column): (value, formula)} of every formula cell."""
    cells = {}
    for sheet in document.Sheets:
        for place in sheet.queryContentCells(FORMULA).RangeAddresses:
            block = sheet.getCellRangeByPosition(place.StartColumn, place.StartRow, place.EndColumn, place.EndRow)
            for row, (values, texts) in enumerate(zip(block.getDataArray(), block.getFormulaArray())):
                for column, (value, text) in enumerate(zip(values, texts)):
                    cells[sheet.Name, place.StartRow + row, place.StartColumn + column] = value, text
    return cells


def errors(document):
    """Every formula cell that shows an error."""
    return {(sheet.Name, row, column)
            for sheet in document.Sheets
            for place in sheet.queryFormulaCells(FORMULA_RESULT_ERROR).RangeAddresses
            for row in range(place.StartRow, place.EndRow + 1)
            for column in range(place.StartColumn, place.EndColumn + 1)}


def agree(before, after, formula):
    if isinstance(before, float) and isinstance(after, float):
        tolerance = ITERATIVE if "IRR" in formula or "YIELD" in formula else TOLERANCE
        return abs(before - after) <= tolerance * max(1.0, abs(before), abs(after))
    return before == after


def cell_name(place):
    sheet, row, column = place
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"'{sheet}'!{letters}{row + 1}"


def recalculate(office, path):
    """(number of formulas, what is wrong)."""
    hidden = PropertyValue(Name="Hidden", Value=True)
    try:
        document = office.loadComponentFromURL(pathlib.Path(path).resolve().as_uri(), "_blank", 0, (hidden,))
    except Exception as problem:  # UNO's exceptions share no nearer ancestor
        return 0, [f"cannot be opened: {problem}"]
    if document is None:
        return 0, ["cannot be opened"]
    before = formulas(document)
    wrong = [f"{cell_name(place)} shows an error in the file" for place in errors(document)]
    document.calculateAll()
    after = formulas(document)
    wrong += [f"{cell_name(place)} shows an error after recalculation" for place in errors(document)]
    wrong += [f"{cell_name(place)}: {value!r} in the file, {after[place][0]!r} recalculated: {text}"
              for place, (value, text) in before.items() if not agree(value, after[place][0], text)]
    document.close(True)
    return len(before), wrong


def main(minimum, paths):
    passed = failed = 0
    with desktop() as office:
        for path in paths:
            count, wrong = recalculate(office, path)
            if count < minimum:
                wrong.append(f"{count} formulas, not {minimum} or more")
            for what in wrong:
                print(f"{path}: {what}")
            print(f"{path}: {count} formulas, {len(wrong)} wrong")
            failed += bool(wrong)
            passed += not wrong
    print(f"LibreOffice: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
