#!/usr/bin/env python3
"""Adds up what test runs report: Criterion's synthesis lines and our scripts' own counts.

    count.py RUN.xml…            ctest's --output-junit files
    count.py --step NAME EXIT LOG    the log of one script and its exit status

Prints what failed, then `N passed, N failed`. A crashed test is a failed one, and so is a program
that ran no test. A program that counts nothing is one test, judged by its exit status.
"""
import re
import sys
import xml.etree.ElementTree as xml

SYNTHESIS = re.compile(r"Synthesis: Tested: (\d+) \| Pass\w+: (\d+) \| Fail\w+: (\d+) \| Crash\w+: (\d+)")
OWN_COUNT = re.compile(r"\b(\d+) passed, (\d+) failed\b")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def judge(output, ended_well):
    """(passed, failed, why) of one program's output and exit."""
    output = ESCAPES.sub("", output)
    if rows := [tuple(map(int, row)) for row in SYNTHESIS.findall(output)]:
        tested = sum(row[0] for row in rows)
        passed, failed = sum(row[1] for row in rows), sum(row[2] + row[3] for row in rows)
        if tested == 0:
            return 0, 1, "ran no test"
    elif rows := OWN_COUNT.findall(output):
        passed, failed = (int(count) for count in rows[-1])
        if passed + failed == 0:
            return 0, 1, "ran no test"
    else:
        passed, failed = int(ended_well), int(not ended_well)
    if not ended_well and failed == 0:
        return passed, 1, "counted no failure but did not end well (sanitizer, crash or time limit)"
    return passed, failed, f"{failed} failed"


def programs(path):
    """(name, output, ended well) of every program in a JUnit file; a file without any is a failure."""
    try:
        cases = list(xml.parse(path).getroot().iter("testcase"))
    except (OSError, xml.ParseError) as problem:
        return [(path, f"unreadable: {problem}", False)]
    if not cases:
        return [(path, "no test", False)]
    return [(case.get("name"), case.findtext("system-out") or "", case.get("status") == "run") for case in cases]


def main(arguments):
    if arguments[:1] == ["--step"]:
        _, name, status, log = arguments
        with open(log, encoding="utf-8", errors="replace") as file:
            runs = [(name, file.read(), status == "0")]
    else:
        runs = [run for path in arguments for run in programs(path)]
    total_passed = total_failed = 0
    for name, output, ended_well in runs:
        passed, failed, why = judge(output, ended_well)
        total_passed, total_failed = total_passed + passed, total_failed + failed
        if failed:
            print(f"FAILED {name}: {why}")
    print(f"{total_passed} passed, {total_failed} failed")
    return total_failed > 0 or not runs


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
