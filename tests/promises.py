"""Holds docs/promises.md against the tests that prove each promise (`make promises`).

Reads text only, the table and the syntax of the test files, so that it needs no database and runs no test.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<id>[A-Z]\d+) \| (?P<sentence>.+) \| (?P<state>[^|]*) \|$", re.MULTILINE)
PROVED = ("kept", "begun")


@dataclass(frozen=True)
class Promise:
    id: str
    sentence: str
    state: str
    missing: str


@dataclass(frozen=True)
class Mark:
    """One id named by one test."""

    id: str
    test: str


def promised(text: str) -> Iterator[Promise]:
    """Every promise of the table, in its order."""
    for row in ROW.finditer(text):
        state, _, missing = row["state"].partition(":")
        yield Promise(row["id"], row["sentence"], state.strip(), missing.strip())


def marked(text: str, file: str) -> Iterator[Mark]:
    """Every id that a test of the file names by `@pytest.mark.promise`."""
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("test_"):
            continue
        for call in (node for decorator in function.decorator_list for node in ast.walk(decorator)):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.promise"):
                yield from (Mark(ast.literal_eval(named), f"{file}::{function.name}") for named in call.args)


def complaints(promises: Iterable[Promise], marks: Iterable[Mark], *, count_all: bool = False) -> Iterator[str]:
    """What does not fit between the promises and the tests, one sentence each."""
    promises, tests = list(promises), {mark.id: mark.test for mark in marks}
    for name, times in Counter(promise.id for promise in promises).items():
        if times > 1:
            yield f"{name} stands in docs/promises.md {times} times. An id belongs to one promise."
    for name in sorted(tests.keys() - {promise.id for promise in promises}):
        yield f"{tests[name]} names {name}, which is not in docs/promises.md. Mend the id."
    for promise in promises:
        yield from _complaints_of(promise, tested=promise.id in tests, count_all=count_all)


def _complaints_of(promise: Promise, *, tested: bool, count_all: bool) -> Iterator[str]:
    if promise.state not in (*PROVED, "to come"):
        yield f"{promise.id} is “{promise.state}”. A state is kept, “begun: what is missing”, or to come."
    if (promise.state == "begun") != bool(promise.missing):
        yield f"{promise.id} is {promise.state}: what is missing stands after “begun:”, and only there."
    if promise.state in PROVED and not tested:
        yield f"{promise.id} is {promise.state}, but no test proves it. Write one, or say that it is to come."
    if promise.state == "to come" and tested:
        yield f"{promise.id} has a test but is still to come. Mark it kept, or begun with what is missing."
    if count_all and promise.state != "kept":
        yield f"{promise.id} is not kept yet ({promise.state})."


def report(promises: Iterable[Promise], marks: Iterable[Mark]) -> str:
    """Every promise with its state, and under it the tests that prove it."""
    marks = list(marks)
    lines = []
    for promise in promises:
        lines.append(f"{promise.id:4} {promise.state:8} {promise.sentence}")
        lines += [f"{'':13} missing: {promise.missing}"] * bool(promise.missing)
        lines += [f"{'':13} {test}" for test in sorted({mark.test for mark in marks if mark.id == promise.id})]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    promises = list(promised((ROOT / "docs/promises.md").read_text(encoding="utf-8")))
    marks = [
        mark
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for mark in marked(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT)))
    ]
    found = list(complaints(promises, marks, count_all="--all" in arguments))
    states = Counter(promise.state for promise in promises)
    counted = ", ".join(f"{states[state]} {state}" for state in (*PROVED, "to come"))
    print(report(promises, marks), "", f"{len(promises)} promises: {counted}.", *found, sep="\n")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
