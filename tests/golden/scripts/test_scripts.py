#!/usr/bin/env python3
"""Runs the scripts beside it on copies of their deals: what stands in the deals' expected/ must be what they write."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent
ROOT = SCRIPTS.parents[2]


class Scripts(unittest.TestCase):
    def test_expected_figures_are_what_the_scripts_write(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            shutil.copytree(SCRIPTS, copy / "tests/golden/scripts")
            for cases in SCRIPTS.parent.glob("*_cases.csv"):
                shutil.copy(cases, copy / "tests/golden")
            for name in ("eight_firms_trust", "credit_abs", "supply_chain_revolving"):
                with self.subTest(name):
                    self.compare(copy, name)

    def compare(self, copy, name):
        deal = pathlib.Path("deals") / name.replace("_", "-")
        shutil.copytree(ROOT / deal, copy / deal)
        kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / deal / "expected").iterdir()}
        for path in (copy / deal / "expected").iterdir():
            path.unlink()
        subprocess.run([sys.executable, copy / f"tests/golden/scripts/{name}.py"], check=True)
        written = {path.name: path.read_text(encoding="utf-8") for path in (copy / deal / "expected").iterdir()}
        self.assertGreaterEqual(len(kept), 2)
        self.assertEqual(kept.keys(), written.keys())
        for file, text in kept.items():
            self.assertEqual(text, written[file], f"{deal}/expected/{file}")


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0)
