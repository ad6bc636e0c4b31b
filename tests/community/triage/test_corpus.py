"""How often each rule is right, over invented stories; what was found and missed is told in decision 0056 (M4)."""

import hashlib
import importlib
from collections import Counter
from pathlib import Path

import pytest

from community import triage
from tests.community.triage.scores import HELD_OUT, SHAPED_ON, URGENT, expected, scores, stories

pytestmark = pytest.mark.one_engine
EACH = [*(rule.name for rule in triage.RULES), URGENT]
# Recall and precision in per cent, rounded down. Of the rules that are not named all is found, and nothing else.
FLOORS = {
    "danger": (100, 94),
    "cure": (100, 85),
    "hate": (100, 88),
    "recognised": (96, 100),
}
# These stories were written before the rules were shaped, so these figures are the honest ones.
HELD_OUT_FLOORS = {
    "danger": (80, 100),
    "accused": (66, 100),
    "combination": (50, 100),
    "dose": (100, 80),
    "recognised": (92, 92),
    "stopping": (50, 100),
    URGENT: (90, 100),
}
# Whoever changes what a rule finds gives it the next version, and writes down here of which code it is.
VERSIONS = {
    "danger": (1, "1b165d92"),
    "child": (1, "4a7e11f2"),
    "underage": (1, "4a7e11f2"),
    "contact": (1, "9b569932"),
    "address": (1, "131f29a7"),
    "birth": (1, "131f29a7"),
    "accused": (1, "44da2eb1"),
    "dose": (1, "384bb469"),
    "stopping": (1, "384bb469"),
    "cure": (1, "384bb469"),
    "brand": (1, "384bb469"),
    "hate": (1, "0852dad5"),
    "profanity": (1, "0852dad5"),
    "other": (1, "1740d816"),
    "profession": (1, "7d82fc33"),
    "recognised": (1, "e252e765"),
    "combination": (1, "e252e765"),
}


def measured(names):
    return {rule: (int(100 * each.recall), int(100 * each.precision)) for rule, each in scores(names).items()}


def below(names, floors):
    found = measured(names)
    return {rule: found[rule] for rule in EACH if not all(map(int.__ge__, found[rule], floors.get(rule, (100, 100))))}


@pytest.mark.promise("M4", "M11", "M13", "M14")
def test_rules_are_as_often_right_as_was_measured():
    assert below(SHAPED_ON, FLOORS) == {}


def test_rules_are_as_often_right_on_stories_that_they_were_not_shaped_on():
    assert below(HELD_OUT, HELD_OUT_FLOORS) == {}


def test_every_rule_has_stories_that_it_finds_and_some_that_only_look_like_it():
    found = Counter(rule for each in stories(SHAPED_ON + HELD_OUT) for rule in expected(each))
    near = Counter(rule for each in stories(SHAPED_ON + HELD_OUT) for rule in each.get("near", ()))
    assert [rule for rule in EACH if found[rule] < 5] == []
    assert [rule for rule in EACH if near[rule] < 5 and rule != URGENT] == []


def test_a_third_of_the_stories_is_held_out_and_each_says_that_it_is_invented():
    whole, held = list(stories(SHAPED_ON + HELD_OUT)), list(stories(HELD_OUT))
    assert 3 * len(held) >= len(whole) >= 300
    assert [each["text"] for each in whole if not each["text"].startswith(("Invented: ", "Inventado: "))] == []
    assert len({each["text"] for each in whole}) == len(whole)


def code(rule):
    """What the rule is made of, but for its comments and how it is laid out."""
    modules = [importlib.import_module(name) for name in (rule.marks.__module__, "community.triage.marks")]
    lines = [line for each in modules for line in Path(each.__file__).read_text(encoding="utf-8").splitlines()]
    said = (line.split("  # ")[0] for line in lines if not line.lstrip().startswith("#"))
    return hashlib.sha256("".join("".join(said).split()).encode()).hexdigest()[:8]


@pytest.mark.promise("M4")
def test_a_changed_rule_has_the_next_version():
    """If this fails for a rule, give it the next version where it stands, and write both here."""
    assert {rule.name: (rule.version, code(rule)) for rule in triage.RULES} == VERSIONS
