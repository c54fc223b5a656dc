#!/usr/bin/env python3
"""The counter tested: nothing that went wrong may be counted as passed."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import count  # noqa: E402

GOOD = "[====] Synthesis: Tested: 5 | Passing: 5 | Failing: 0 | Crashing: 0"


class Count(unittest.TestCase):
    def judged(self, output, ended_well=True):
        return count.judge(output, ended_well)[:2]

    def test_criterion(self):
        self.assertEqual(self.judged(GOOD), (5, 0))

    def test_criterion_in_colour_and_older_words(self):
        self.assertEqual(self.judged("[\x1b[0;34m====\x1b[0m] \x1b[0;1mSynthesis: Tested: \x1b[0;34m4\x1b[0m | "
                                     "Passed: \x1b[0;32m3\x1b[0m | Failed: 1 | Crashed: 0", False), (3, 1))

    def test_crashes_are_failures(self):
        self.assertEqual(self.judged(GOOD.replace("Passing: 5", "Passing: 3").replace("Crashing: 0", "Crashing: 2"),
                                     False), (3, 2))

    def test_no_test_is_a_failure(self):
        self.assertEqual(self.judged("Synthesis: Tested: 0 | Passing: 0 | Failing: 0 | Crashing: 0"), (0, 1))
        self.assertEqual(self.judged("0 passed, 0 failed"), (0, 1))

    def test_leak_after_the_synthesis_is_a_failure(self):
        self.assertEqual(self.judged(GOOD + "\nERROR: LeakSanitizer: detected memory leaks", False), (5, 1))

    def test_own_count_the_last_one(self):
        self.assertEqual(self.judged("a: 1 passed, 0 failed\nall: 7 passed, 2 failed", False), (7, 2))

    def test_silent_program_is_one_test(self):
        self.assertEqual(self.judged(""), (1, 0))
        self.assertEqual(self.judged("", False), (0, 1))

    def total(self, *texts):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as printed:
            paths = []
            for at, text in enumerate(texts):
                paths.append(f"{folder}/{at}.xml")
                pathlib.Path(paths[-1]).write_text(text, encoding="utf-8")
            status = count.main(paths)
        return printed.getvalue().splitlines()[-1], bool(status)

    def test_files_add_up(self):
        case = '<testcase name="x" status="{}"><system-out>{}</system-out></testcase>'
        suite = "<testsuite>{}</testsuite>"
        good = suite.format(case.format("run", GOOD))
        self.assertEqual(self.total(good, good), ("10 passed, 0 failed", False))
        self.assertEqual(self.total(good, suite.format(case.format("fail", ""))), ("5 passed, 1 failed", True))
        self.assertEqual(self.total(suite.format(case.format("notrun", ""))), ("0 passed, 1 failed", True))

    def test_empty_and_broken_files_are_failures(self):
        self.assertEqual(self.total("<testsuite></testsuite>"), ("0 passed, 1 failed", True))
        self.assertEqual(self.total("<testsuite>"), ("0 passed, 1 failed", True))


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(failed > 0)
