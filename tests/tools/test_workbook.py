#!/usr/bin/python3
"""Opens the workbooks the program writes, without a spreadsheet, and judges what is in them.

    test_workbook.py IPABS    from the root of the source tree

The sample, and a deal with a reserve account and several classes; both languages; standard library
only. Ends in `N passed, N failed`, counted in checks.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SAMPLE = pathlib.Path("deals/eight-firms")
DECK = pathlib.Path("tests/reports/every_section.yaml")
RESERVE = pathlib.Path("tests/golden/e2e18_noG_trigger")
SHEETS = ["目录", "摘要", "产品要素", "日期", "资产池", "债务人", "知识产权", "资产现金流", "现金流分配", "各档兑付", "账户", "税费",
          "触发", "增信", "覆盖倍数", "模拟结果", "定价", "专利估值", "假设", "校验", "图表数据", "释义", "审计"]


def run(deal, path, *options):
    subprocess.run([PROGRAM, "run", deal, "--paths", "500", "--as-of", "2026-01-01", "-o", path, *options],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Book:
    """Parts of a workbook by name, cells of its sheets."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        book = xml.fromstring(self.parts["xl/workbook.xml"])
        self.names = [sheet.get("name") for sheet in book.iter(MAIN + "sheet")]
        strings = xml.fromstring(self.parts["xl/sharedStrings.xml"])
        self.strings = ["".join(text.text or "" for text in item.iter(MAIN + "t")) for item in strings]
        self.charts = [name for name in self.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]

    def cells(self, name):
        number = self.names.index(name) + 1
        sheet = xml.fromstring(self.parts[f"xl/worksheets/sheet{number}.xml"])
        return {cell.get("r"): cell for cell in sheet.iter(MAIN + "c")}

    def value(self, name, place):
        cell = self.cells(name)[place]
        text = cell.findtext(MAIN + "v")
        return self.strings[int(text)] if cell.get("t") == "s" else text

    def formulas(self):
        return {(name, place): cell for name in self.names for place, cell in self.cells(name).items()
                if cell.find(MAIN + "f") is not None}


class Workbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="ipabs-workbook"))
        cls.books = {}
        for name, deal, language in (("zh", SAMPLE, "zh"), ("en", SAMPLE, "en"), ("both", SAMPLE, "both"),
                                     ("reserve", RESERVE, "zh")):
            run(deal, cls.folder / f"{name}.xlsx", "--lang", language)
            cls.books[name] = Book(cls.folder / f"{name}.xlsx")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_every_sheet_in_order(self):
        self.assertEqual(self.books["zh"].names, SHEETS)
        self.assertEqual(self.books["both"].names, SHEETS)
        self.assertEqual(len(self.books["en"].names), len(SHEETS))
        for name in self.books["en"].names:
            self.assertTrue(name.isascii() and len(name) <= 31, name)

    def test_formulas_carry_their_values(self):
        for name, book in self.books.items():
            formulas = book.formulas()
            self.assertGreaterEqual(len(formulas), 400, name)
            for place, cell in formulas.items():
                self.assertTrue(cell.findtext(MAIN + "v"), f"{name} {place} has no value")
                self.assertNotRegex(cell.findtext(MAIN + "f"), r"OFFSET|INDIRECT|AGGREGATE|DURATION|\[", place)

    def test_no_cell_is_not_a_number(self):
        for name, book in self.books.items():
            for sheet in book.names:
                for place, cell in book.cells(sheet).items():
                    if cell.get("t") in (None, "n") and cell.findtext(MAIN + "v") is not None:
                        self.assertRegex(cell.findtext(MAIN + "v"), r"^-?[0-9.]+(E[+-]?[0-9]+)?$|^-?[0-9.]+e[+-]?[0-9]+$",
                                         f"{name} {sheet}!{place}")

    def test_master_check_is_on_every_head(self):
        for book in self.books.values():
            for sheet in book.names:
                self.assertIn("$C$6", book.cells(sheet)["A2"].findtext(MAIN + "f"), sheet)
        self.assertEqual(self.books["zh"].value("校验", "C6"), "1")
        self.assertEqual(self.books["zh"].value("摘要", "A2"), "校验：通过")
        self.assertEqual(self.books["en"].value("Summary", "A2"), "Checks: pass")

    def test_charts_point_at_numbers(self):
        book = self.books["zh"]
        self.assertEqual(len(book.charts), 6 + 3)
        numbers = book.cells("图表数据")
        for chart in book.charts:
            values = [node.text for node in xml.fromstring(book.parts[chart]).iter() if node.tag.endswith("}f")]
            self.assertTrue(values)
            for value in values:
                first = re.fullmatch(r"'?图表数据'?!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$\d+)?", value)
                self.assertTrue(first, value)
                self.assertIsNone(numbers["".join(first.groups())].find(MAIN + "f"), value)

    def test_amounts_of_charts_say_their_unit(self):
        book = self.books["zh"]
        closing = float(book.value("各档兑付", "Q6"))
        titles = [place for place in book.cells("图表数据") if place.startswith("A")
                  and book.value("图表数据", place) == "各档余额（基准）（单位：万元）"]
        self.assertEqual(len(titles), 1)
        row = int(titles[0][1:]) + 2
        self.assertAlmostEqual(float(book.value("图表数据", f"C{row}")) * 10000, closing, 2)

    def test_pages_of_paper(self):
        book = self.books["zh"]
        for number, name in enumerate(book.names, start=1):
            sheet = book.parts[f"xl/worksheets/sheet{number}.xml"].decode()
            self.assertIn('paperSize="9"', sheet, name)
            self.assertIn("第 &amp;P 页 / 共 &amp;N 页", sheet, name)
            self.assertIn('showGridLines="0"', sheet, name)

    def test_the_same_run_writes_the_same_bytes(self):
        run(SAMPLE, self.folder / "again.xlsx", "--lang", "zh")
        self.assertEqual((self.folder / "again.xlsx").read_bytes(), (self.folder / "zh.xlsx").read_bytes())

    def test_values_of_patents(self):
        path = self.folder / "value.xlsx"
        subprocess.run([PROGRAM, "value", SAMPLE, "--paths", "500", "--as-of", "2026-01-01", "-o", path, "-q"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        book = Book(path)
        self.assertEqual(book.names, ["估值摘要", "方法与假设", "合同估值", "合同各方法", "专利估值", "专利寿命", "评分表",
                                      "评估值核对", "逐年收益现值", "审计"])
        formulas = book.formulas()
        self.assertGreater(len(formulas), 100)
        for place, cell in formulas.items():
            self.assertTrue(cell.findtext(MAIN + "v"), f"{place} has no value")
        self.assertEqual(book.cells("专利估值")["L6"].findtext(MAIN + "f"), "H6/K6")

    def test_prices(self):
        path = self.folder / "price.xlsx"
        subprocess.run([PROGRAM, "price", SAMPLE, "--paths", "500", "--as-of", "2026-01-01", "--yield", "3%", "-o", path,
                        "-q"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        book = Book(path)
        self.assertEqual(book.names, ["定价要点", "价格收益率表", "现金流与折现因子", "口径与审计"])
        formulas = book.formulas()
        self.assertGreater(len(formulas), 500)
        for place, cell in formulas.items():
            self.assertTrue(cell.findtext(MAIN + "v"), f"{place} has no value")
            self.assertNotRegex(cell.findtext(MAIN + "f"), r"IRR|YIELD|PRICE\(|DURATION", place)
        self.assertAlmostEqual(float(book.value("定价要点", "D6")), 99.721829, 6)
        self.assertEqual(len(book.charts), 1)
        self.assertIn("'价格收益率表'!$D$15:$D$23", book.parts[book.charts[0]].decode().replace("价格收益率表!", "'价格收益率表'!"))
        self.assertEqual(book.cells("定价要点")["F6"].findtext(MAIN + "f"),
                         "SUMPRODUCT('现金流与折现因子'!F6:F17,'现金流与折现因子'!G6:G17)")

    def test_decks(self):
        """The stress workbook, and sheets 17 and 18 of a deal report run with the deck."""
        paths = {}
        for command in ("stress", "run"):
            paths[command] = self.folder / f"deck-{command}.xlsx"
            subprocess.run([PROGRAM, command, SAMPLE, "--deck", DECK, "--paths", "500", "--as-of", "2026-01-01", "-o",
                            paths[command], "-q"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        book, deal = Book(paths["stress"]), Book(paths["run"])
        self.assertEqual(book.names, ["热力图", "情景与各档", "情景与资产池", "情景内容", "临界值", "目标违约率", "信用保护距离",
                                      "大额债务人", "敏感性", "价格敏感性", "风险贡献", "结构方案", "口径与审计"])
        self.assertEqual(deal.names, SHEETS[:17] + ["情景", "敏感性"] + SHEETS[17:])
        for name, sheet in ((book, "热力图"), (deal, "情景")):
            number = name.names.index(sheet) + 1
            part = name.parts[f"xl/worksheets/sheet{number}.xml"].decode()
            self.assertIn('type="colorScale"', part)
            self.assertEqual(part.count("<cfvo"), 3)
        for place, cell in book.formulas().items():
            self.assertTrue(cell.findtext(MAIN + "v"), f"{place} has no value")
        self.assertEqual(book.cells("信用保护距离")["E7"].findtext(MAIN + "f"), "D7-'目标违约率'!C7")
        self.assertEqual(len(book.charts), 2 + 2 + 1)
        self.assertEqual(len(deal.charts), 6 + 3 + 2 + 2 + 1)
        self.assertEqual(len(deal.formulas()), len(self.books["zh"].formulas()) + 2, "heads of two sheets")
        tornado = "".join(part.decode() for name, part in book.parts.items() if name in book.charts)
        self.assertIn("'敏感性'!$E$6:$E$", tornado)
        live = {f"'{name}'!${place[0]}$" for name, place in book.formulas()}
        for source in re.findall(r"<c:f>('[^']+'!\$[A-Z]\$)", tornado):
            self.assertNotIn(source, live, "a chart over formulas")
        summary = "".join(part.decode() for name, part in deal.parts.items() if name in deal.charts)
        self.assertEqual(summary.count("预期损失的敏感性"), 2, "on the summary and on its own sheet")

    def test_a_name_is_never_a_formula(self):
        names = ["=1+1", "+1", "-1", "@SUM(A1)"]
        deal = self.folder / "hostile"
        shutil.copytree(SAMPLE, deal)
        lines = (deal / "obligors.csv").read_text(encoding="utf-8").splitlines()
        column = lines[0].split(",").index("name")
        for number, name in enumerate(names, start=1):
            cells = lines[number].split(",")
            cells[column] = name
            lines[number] = ",".join(cells)
        (deal / "obligors.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        run(deal, self.folder / "hostile.xlsx")
        book = Book(self.folder / "hostile.xlsx")
        self.assertTrue(set(names) <= set(book.strings))
        self.assertEqual(len(book.formulas()), len(self.books["zh"].formulas()))

    def test_a_run_without_paths_is_a_workbook_too(self):
        run(SAMPLE, self.folder / "base.xlsx", "--paths", "0")
        book = Book(self.folder / "base.xlsx")
        self.assertEqual(book.names, SHEETS)
        self.assertEqual(len(book.charts), 4)

    def test_amounts_stay_yuan_in_every_unit(self):
        run(SAMPLE, self.folder / "wan.xlsx", "--unit", "wan")
        book = Book(self.folder / "wan.xlsx")
        self.assertIn("万元", book.parts["xl/styles.xml"].decode())
        self.assertEqual(book.value("各档兑付", "G6"), self.books["zh"].value("各档兑付", "G6"))


if __name__ == "__main__":
    outcome = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromTestCase(Workbook))
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"workbook: {outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0)
