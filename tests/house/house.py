#!/usr/bin/env python3
"""The architecture test: does the source tree keep the house's rules (docs/architecture.md)?

    house.py [--library libipabs.a] [ROOT]

Prints every breach as `file:line: rule: what`, then one count per rule and `N passed, N failed`.
With --library, the objects of the library are looked at too. Needs the standard library and objdump.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ENGINE = ["base", "math", "market", "deal", "block", "random", "pool", "waterfall", "simulate"]
# Who may include whom, besides their own wing. tests and bench see everything.
WINGS = {f"engine/{room}": [f"engine/{below}" for below in ENGINE[:floor]] for floor, room in enumerate(ENGINE)}
ALL_ENGINE = list(WINGS)
WINGS |= {"scenarios": ALL_ENGINE, "reports": ALL_ENGINE, "book": ALL_ENGINE}
WINGS |= {"cli": list(WINGS)}
OUTSIDE = ["tests", "bench"]
GENERATED_HEADERS = {"ipabs_version.h"}

# One place may include a foreign library: its header, then the files that may.
KEPT_APART = {
    "xlsxwriter": re.compile(r"reports/xlsx[^/]*$"),
    "sqlite3": re.compile(r"book/"),
    "mpi": re.compile(r"engine/simulate/ranks[^/]*$"),
    "getopt": re.compile(r"cli/"),
}

# Symbols named for a word of the house rather than for their file. Keep this short.
OTHER_NAMES = {
    "status": ["ipa_fail", "ipa_assert_failed"],
    "finding": ["ipa_code_"],
    "decimal": ["ipa_fraction_"],
    "elementary": ["ipa_exp", "ipa_log"],
    "embedded_data": ["ipa_embedded_table"],
    "views": ["ipa_view_entries", "ipa_n_view_entries"],
    # A view is named for its table; its file holds the views of a few sheets.
    **{f"views_{sheets}": ["ipa_views_"] for sheets in
       ("summary", "terms", "pool", "obligors", "firms", "patents", "contracts", "assets", "cash",
        "value", "value_notes", "scores", "triggers", "simulation", "pricing", "price", "stress", "stress_heat", "stress_parts",
        "assumptions", "record")},
}

MAX_FUNCTION_LINES, MAX_PARAMETERS, MAX_FILE_LINES = 60, 6, 600


def wing_of(path):
    """'engine/base/status.h' → 'engine/base'; None for a file on no floor."""
    parts = path.split("/")
    if parts[0] in OUTSIDE:
        return parts[0]
    wing = "/".join(parts[:-1])
    return wing if wing in WINGS else None


def blanked(text):
    """The C source with comments, strings and directives blanked: same length, same lines."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", blank, text, flags=re.M)


def functions(code):
    """(first line, last line, parameters) of every function body in blanked source."""
    depth, start = 0, None
    for match in re.finditer(r"[{}]", code):
        if match.group() == "{":
            if depth == 0:
                head = code[:match.start()].rstrip()
                start = match.start() if head.endswith(")") else None
            depth += 1
        else:
            depth -= 1
            if depth == 0 and start is not None:
                head = code[:start].rstrip()
                signature = head[max(head.rfind(";"), head.rfind("}")) + 1:].lstrip()
                first = code[:start].count("\n") - signature.count("\n") + 1
                yield first, code[:match.start()].count("\n") + 1, parameters(signature)
                start = None


def parameters(signature):
    """How many parameters; a variadic tail and the error record, last of every failing call, are none."""
    depth, commas, at = 0, 0, len(signature)
    while at > 0:
        at -= 1
        depth += {")": 1, "(": -1}.get(signature[at], 0)
        commas += signature[at] == "," and depth == 1
        if depth == 0:
            break
    inside = signature[at + 1:-1].strip()
    uncounted = re.search(r"(\.\.\.|ipa_error \*\w+)$", inside) is not None
    return 0 if inside in ("", "void") else commas + 1 - uncounted


class Tree:
    """The C files of a source tree, read once."""

    def __init__(self, root, library=None):
        self.root, self.library = pathlib.Path(root), library
        self.texts = {}
        for path in sorted(self.root.rglob("*.[ch]")):
            name = path.relative_to(self.root).as_posix()
            if not name.startswith(("build", ".git/")):
                self.texts[name] = path.read_text(encoding="utf-8")
        self.codes = {name: blanked(text) for name, text in self.texts.items()}

    def ours(self):
        """The files of the wings, without tests and benchmarks."""
        return [name for name in self.texts if wing_of(name) in WINGS]

    def matches(self, pattern, names, texts=None):
        for name in names:
            for match in re.finditer(pattern, (texts or self.codes)[name], re.M):
                yield name, (texts or self.codes)[name][:match.start()].count("\n") + 1, match

    def symbols(self):
        """(module, symbol, section, is global) of every object and function in the library."""
        if not self.library:
            return
        listing = subprocess.run(["objdump", "-t", self.library], check=True, capture_output=True, text=True)
        module = None
        for line in listing.stdout.splitlines():
            if member := re.match(r"(\S+?)\.c\.o:", line):
                module = member.group(1)
            elif row := re.match(r"[0-9a-f]{16} (.).....([FO ]) (\S+)\t[0-9a-f]{16} (?:\.hidden )?(\S+)$", line):
                scope, kind, section, symbol = row.groups()
                if section != "*UND*" and (kind != " " or section == "*COM*"):
                    yield module, symbol, section, scope in "gu "


def file_on_a_floor(tree):
    for name in tree.texts:
        if wing_of(name) is None:
            yield name, 1, "lies on no floor of the house"


def includes_go_down(tree):
    for name, line, match in tree.matches(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', tree.texts, tree.texts):
        target, wing = match.group(1), wing_of(name)
        theirs = wing_of(target)
        if target in GENERATED_HEADERS or wing is None:
            continue
        if theirs is None:
            yield name, line, f'"{target}" is not a path from the root to a wing'
        elif wing in WINGS and theirs != wing and theirs not in WINGS[wing]:
            yield name, line, f"{wing} may not include {theirs}"


def foreign_parts_stay_apart(tree):
    for name, line, match in tree.matches(r"^[ \t]*#[ \t]*include[ \t]*<([^>.]+)", tree.ours(), tree.texts):
        part = match.group(1).split("/")[0]
        if part in KEPT_APART and not KEPT_APART[part].match(name):
            yield name, line, f"<{match.group(1)}> does not belong here"


def headers_say_what_they_know(tree):
    for name, text in tree.texts.items():
        if name.endswith(".h"):
            if not text.startswith("#pragma once\n/** "):
                yield name, 1, "begins with `#pragma once` and a `/** … */` block"
            for words in ("Knows:", "Does not know:"):
                if words not in text:
                    yield name, 1, f"the block says no `{words}`"


def functions_are_short(tree):
    for name, code in tree.codes.items():
        for first, last, count in functions(code):
            if last - first + 1 > MAX_FUNCTION_LINES:
                yield name, first, f"a function of {last - first + 1} lines (at most {MAX_FUNCTION_LINES})"
            if count > MAX_PARAMETERS:
                yield name, first, f"a function of {count} parameters (at most {MAX_PARAMETERS})"


def files_are_short(tree):
    for name, text in tree.texts.items():
        if text.count("\n") > MAX_FILE_LINES:
            yield name, 1, f"{text.count(chr(10))} lines (at most {MAX_FILE_LINES})"


def only_cli_prints_and_exits(tree):
    names = [name for name in tree.ours() if wing_of(name) != "cli"]
    for name, line, match in tree.matches(r"(?<![\w.])(v?printf|puts|putchar|stdout|exit|_exit)\b", names):
        if (name, match.group(1)) != ("engine/base/arena.c", "exit"):
            yield name, line, f"`{match.group(1)}` outside cli/"


def nothing_left_to_do(tree):
    for name, line, match in tree.matches(r"\b(TODO|FIXME|XXX|HACK)\b", tree.texts, tree.texts):
        yield name, line, f"`{match.group(1)}`: finish it or write it down in an issue"


def symbols_carry_their_module(tree):
    for module, symbol, _, is_global in tree.symbols():
        allowed = [f"ipa_{module}", *OTHER_NAMES.get(module, [])]
        if is_global and not symbol.startswith(tuple(allowed)):
            yield f"{module}.c", 1, f"exports `{symbol}`, which does not begin with ipa_{module}"


def no_mutable_globals(tree):
    for module, symbol, section, _ in tree.symbols():
        if re.match(r"\.(data|bss|tdata|tbss)(?!\.rel\.ro)|\*COM\*", section):
            yield f"{module}.c", 1, f"`{symbol}` can change and outlives a call"


RULES = [file_on_a_floor, includes_go_down, foreign_parts_stay_apart, headers_say_what_they_know,
         functions_are_short, files_are_short, only_cli_prints_and_exits, nothing_left_to_do,
         symbols_carry_their_module, no_mutable_globals]


def judge(tree):
    """{rule name: breaches} of every rule."""
    return {rule.__name__: list(rule(tree)) for rule in RULES}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--library", help="libipabs.a, for the rules about symbols")
    arguments.add_argument("root", nargs="?", default=".")
    options = arguments.parse_args()
    tree = Tree(options.root, options.library)
    if not tree.ours():
        sys.exit(f"{options.root}: no source tree of ipabs")
    if options.library and not any(tree.symbols()):
        sys.exit(f"{options.library}: objdump shows no symbol")
    verdict = judge(tree)
    for rule, breaches in verdict.items():
        for name, line, what in breaches:
            print(f"{name}:{line}: {rule}: {what}")
    failed = sum(bool(breaches) for breaches in verdict.values())
    print(f"{len(tree.texts)} files; rules: {len(verdict) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
