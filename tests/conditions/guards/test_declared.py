"""No rule lands unproved."""

import re
from pathlib import Path

from conditions import guards
from tests.conditions.guards.test_rows import KEEPING

TESTS = Path(__file__).parents[2]


def test_every_rule_is_named_by_a_test():
    """`test_rows` goes through those that keep rows of evidence, column by column; a mirror refuses nothing."""
    said = "".join(path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py")))
    refusing = {rule.name for rule in guards.declared() if not isinstance(rule, guards.Mirror)}
    by_hand = refusing - {rule.name for rule in KEEPING.values()}
    assert sorted(name for name in by_hand if not re.search(rf"\b{name}\b", said)) == []
