#!/usr/bin/env python3
"""The architecture test tested: each rule fires on the smallest tree that breaks it, and only there."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import house  # noqa: E402

HEADER = "#pragma once\n/** Days.\n *\n *  Knows: days.\n *  Does not know: cash.\n */\n"


def body(n_lines, head="int ipa_date_day(void)"):
    return head + " {\n" + "    /* { */ (void)'{';\n" * (n_lines - 2) + "}\n"


# What to put where, and the one rule that must object.
BREACHES = [
    ("a wing nobody knows", "engine/marketing/date.c", "", "file_on_a_floor"),
    ("a file beside the rooms", "engine/date.c", "", "file_on_a_floor"),
    ("a file at the root", "date.c", "", "file_on_a_floor"),
    ("an include from below to above", "engine/base/date.c", '#include "engine/market/date.h"\n', "includes_go_down"),
    ("engine includes a report", "engine/simulate/run.c", '#include "reports/table.h"\n', "includes_go_down"),
    ("reports include scenarios", "reports/table.c", '#include "scenarios/deck.h"\n', "includes_go_down"),
    ("scenarios include reports", "scenarios/deck.c", '# include "reports/table.h"\n', "includes_go_down"),
    ("engine includes a test", "engine/base/date.c", '#include "tests/support/oracle.h"\n', "includes_go_down"),
    ("a path not from the root", "engine/market/date.c", '#include "status.h"\n', "includes_go_down"),
    ("a workbook written in the engine", "engine/pool/pool.c", "#include <xlsxwriter.h>\n", "foreign_parts_stay_apart"),
    ("a workbook written by another writer", "reports/json.c", "#include <xlsxwriter/workbook.h>\n",
     "foreign_parts_stay_apart"),
    ("a database outside the book", "cli/run.c", "#include <sqlite3.h>\n", "foreign_parts_stay_apart"),
    ("a header without its guard", "engine/base/date.h", HEADER[13:], "headers_say_what_they_know"),
    ("a header that knows nothing", "engine/base/date.h", HEADER.replace("Knows: days.", ""),
     "headers_say_what_they_know"),
    ("a header that knows everything", "engine/base/date.h", HEADER.replace("Does not know", "Also knows"),
     "headers_say_what_they_know"),
    ("a long function", "engine/base/date.c", body(61), "functions_are_short"),
    ("a long static function between others", "cli/date.c", body(3) + body(61, "static char *\nday(int a)") + body(3),
     "functions_are_short"),
    ("seven parameters", "engine/base/date.c", body(3, "int ipa_date_day(int a, int b, int c, int d, int e, int f, int g)"),
     "functions_are_short"),
    ("a long file", "reports/date.c", "\n" * 601, "files_are_short"),
    ("printing below cli", "reports/text.c", 'void f(void) { printf("x"); }\n', "only_cli_prints_and_exits"),
    ("printing by another name", "engine/base/text.c", "void f(void) { fputs(s, stdout); }\n",
     "only_cli_prints_and_exits"),
    ("leaving below cli", "scenarios/deck.c", "void f(void) { exit(1); }\n", "only_cli_prints_and_exits"),
    ("work left over", "cli/main.c", "/* TO" "DO: the rest */\n", "nothing_left_to_do"),
]

# What looks like a breach and is none.
GOOD = {
    "engine/base/status.h": HEADER,
    "engine/market/date.h": HEADER,
    "engine/market/date.c": '#include "engine/market/date.h"\n\n#include "engine/base/status.h"\n' + body(60),
    "engine/base/version.c": '#include "ipabs_version.h"\n',
    "engine/base/arena.c": "void out(void) { exit(70); }\n",
    "engine/base/text.c": '/* printf("x") and mkstemp("XXXXXX") */\nvoid f(char *t) { snprintf(t, 3, "exit"); }\n',
    "engine/base/six.c": body(3, "int ipa_six(int (*f)(int, int), int b, int c, int d, int e, int f, ...)"),
    "engine/base/six_and_error.c": body(3, "int ipa_six(int a, int b, int c, int d, int e, int f, ipa_error *error)"),
    "engine/base/rows.c": "#define ROWS(X) \\\n    X(a) { \\\n    X(b)\nstatic const int rows[] = {\n"
                          + "    1,\n" * 70 + "};\n",
    "reports/xlsx_sheet.c": "#include <xlsxwriter.h>\n",
    "cli/main.c": '#include <getopt.h>\n#include "engine/market/date.h"\n#include "reports/table.h"\n'
                  'int main(void) { puts("x"); exit(0); }\n',
    "reports/table.h": HEADER,
    "tests/engine/market/test_date.c": '#include "reports/table.h"\n',
    "bench/bench_date.c": '#include "engine/market/date.h"\n',
}

# C that is compiled into a library, and the one rule that must object (None: no rule).
OBJECTS = [
    ("a stranger's name", "date", "int ipa_day(void) { return 1; }\n", "symbols_carry_their_module"),
    ("no prefix at all", "date", "int date_day(void) { return 1; }\n", "symbols_carry_their_module"),
    ("a name without its prefix as data", "date", "const int days[] = {31};\n", "symbols_carry_their_module"),
    ("a counter of calls", "date", "int ipa_date_next(void) { static int n; return n++; }\n", "no_mutable_globals"),
    ("a table that can change", "date", "int ipa_date_days[] = {31};\n", "no_mutable_globals"),
    ("its own names, constants and hidden helpers", "date",
     "const char *const ipa_date_names[] = {\"Mon\"};\nstatic int day(void) { return 1; }\n"
     "int ipa_date_day(void) { return day(); }\n", None),
    ("a name that the house knows by another word", "status", "int ipa_fail(void) { return 1; }\n", None),
]


class House(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)

    def fired(self, files, library=None):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        verdict = house.judge(house.Tree(self.root, library))
        return {rule: breaches for rule, breaches in verdict.items() if breaches}

    def test_good_tree_passes(self):
        self.assertEqual(self.fired(GOOD), {})

    def test_lines_are_right(self):
        breaches = self.fired({"engine/base/a.c": "\n/* x\n */\n" + body(61)})["functions_are_short"]
        self.assertEqual([line for _, line, _ in breaches], [4])

    def test_every_rule_has_a_breach(self):
        shown = {rule for *_, rule in BREACHES} | {rule for *_, rule in OBJECTS}
        self.assertEqual({rule.__name__ for rule in house.RULES}, shown - {None})


def breach_test(name, text, rule):
    def test(self):
        extra = {k: v for k, v in GOOD.items() if k.endswith(".h") and k != name}
        self.assertEqual(list(self.fired({**extra, name: text})), [rule])
    return test


def object_test(module, text, rule):
    def test(self):
        source, library = self.root / f"{module}.c", self.root / "libx.a"
        source.write_text(text)
        subprocess.run(["cc", "-c", source, "-o", f"{source}.o"], check=True)
        subprocess.run(["ar", "rc", library, f"{source}.o"], check=True)
        source.unlink()
        self.assertEqual(list(self.fired(GOOD, library)), [rule] if rule else [])
    return test


for what, name, text, rule in BREACHES:
    setattr(House, "test_refuses_" + what.replace(" ", "_"), breach_test(name, text, rule))
for what, module, text, rule in OBJECTS:
    setattr(House, "test_symbols_" + what.replace(" ", "_"), object_test(module, text, rule))


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0)
