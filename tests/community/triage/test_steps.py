"""No text keeps a rule busy: what a pattern looks at from any letter has an end, however long the text is (M4)."""

import importlib
import itertools
import pkgutil
import re
import signal
import time
from re import _constants as kinds
from re import _parser as parser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from community import triage

pytestmark = pytest.mark.one_engine
FURTHEST = 700  # letters: a sentence, and what stands around it
MODULES = [importlib.import_module(f"community.triage.{each.name}") for each in pkgutil.iter_modules(triage.__path__)]
PATTERNS = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
# How something begins that a rule looks for, and what then leads nowhere, however often it comes.
BEGUN = [
    "",
    "want to ",
    "Dr ",
    '"',
    "a@",
    "5 mg ",
    "mistake. ",
    "not ",
    "Calle de la ",
    "born on the 3 ",
    "as a ",
    "I am a ",
]
BEGUN += [
    "soy una ",
    "in Aa ",
    "St ",
    "Hospital de la ",
    "stop my ",
    "no quiero ",
    "my sister has ",
    "mi hermana tiene ",
]
BEGUN += [
    "women are ",
    "when I was a ",
    "hits my ",
    "tengo 12 ",
    "his teacher ",
    "leaves the ",
    "my little ",
    "mi padre ",
    "my dad's ",
    "took all my ",
    "not a day ",
    "me he tomado ",
]
ENDLESS = ["a", "1", "a ", "1 ", "Aa ", "a-", "'", ". ", "suicide ", "(555) ", "my ", "de "]


def reach(parsed):
    """How many letters the pattern looks at, at most, with what it only looks ahead or back to."""
    return sum(_reach(kind, value) for kind, value in parsed)


def _reach(kind, value):
    match kind:
        case kinds.MAX_REPEAT | kinds.MIN_REPEAT | kinds.POSSESSIVE_REPEAT:
            _least, most, repeated = value
            return int(most) * reach(repeated) if most != kinds.MAXREPEAT else float("inf")
        case kinds.SUBPATTERN:
            return reach(value[-1])
        case kinds.BRANCH:
            return max(map(reach, value[1]))
        case kinds.ASSERT | kinds.ASSERT_NOT:
            return reach(value[1])
    return 1


@pytest.mark.promise("M4")
def test_no_pattern_looks_further_than_a_sentence():
    assert len(PATTERNS) > 30
    assert {name: far for name, each in PATTERNS.items() if (far := reach(parser.parse(each.pattern))) > FURTHEST} == {}


def seconds(text):
    """What it takes this process alone."""
    begun = time.process_time()
    triage.read(text)
    return time.process_time() - begun


def busy(*_):
    raise TimeoutError


def is_quick(text, most=3):
    """Whether it takes no more than so many seconds: a pattern that goes back and forth would take hours."""
    before = signal.signal(signal.SIGVTALRM, busy)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        triage.read(text)
    except TimeoutError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True


@settings(max_examples=100, deadline=None)
@given(
    some.lists(some.sampled_from(BEGUN), min_size=1, max_size=2),
    some.lists(some.sampled_from(ENDLESS), min_size=1, max_size=2),
)
def test_no_text_keeps_a_rule_busy(begun, endless):
    """A hundred times what the slowest takes."""
    assert is_quick(("".join(begun) + "".join(endless) * 60) * 5)


def test_nothing_that_is_begun_keeps_a_rule_busy_by_what_follows():
    texts = [begun + endless * 60 for begun, endless in itertools.product(BEGUN, ENDLESS)]
    assert next((text for text in texts if not is_quick(text)), None) is None


def test_double_the_letters_take_double_the_time():
    """Four times the letters take four times as long; with each letter against each other it would be sixteen times."""
    part = "My sister has it too. Women are a a a a, I am 12, he hits my, suicide, 3 May, Dr Aa. "
    short, long = (min(seconds(part * n) for _ in range(3)) for n in (100, 400))
    assert long < 8 * short
