"""Signs that somebody may be in danger, now or earlier (M11).

Said of now it is acute; said of an earlier time, in somebody's quoted words, or of what somebody doubts, it is read
with care and by two. Only what is denied in so many words is left alone.
"""

import re
from collections.abc import Iterable, Iterator

from community.models import Level
from community.triage.denial import Denial, denial
from community.triage.dying import IN_TIME, NOT_TO_LIVE, OF_NOW, ONCE, TOLD
from community.triage.home import HURT_ONCE, HURT_TODAY, HURTS
from community.triage.marks import LONGEST, QUOTED, SENTENCE, Mark, bare, covered, mark, phrase

WAS = phrase(
    r"(?:had|was|were|felt|there was|made me|kept|used to|began|started|estaba|era|tenía|daban|dieron|sentía|entraron)"
    r"(?: \w{1,12})? $",
    is_bare=True,
)
TODAY = phrase(
    r"(?:tonight|right now|just now|this (?:morning|evening|afternoon)|today|yesterday|last night)\b|"
    r"(?:an hour|\w{1,8} hours|\w{1,8} minutes) ago\b",
    r"(?:esta (?:noche|mañana|tarde)|ahora mismo|hoy|ayer|anoche|anteayer)\b|hace (?:un rato|una hora|unas horas)\b",
    is_bare=True,
)
AGO = phrase(
    r"(?:years?|months|long) (?:ago|before|later|earlier)\b|back then\b|(?:when|while) i was\b|as a (?:\w{1,12} )?"
    r"(?:child|girl|boy|kid|teenager|student)\b|in (?:19|20)\d\d\b",
    r"hace (?:\w{1,12} )?(?:años|meses|mucho|tiempo)\b|(?:años|meses) (?:antes|después)\b|en aquel\w{0,3}\b|"
    r"cuando era\b|"
    r"de (?:niñ[oa]|joven|pequeñ[oa])\b|en (?:19|20)\d\d\b",
    is_bare=True,
)
BEFORE, AFTER = 24, 40  # letters beside what is said, in which a word changes it
JUST = phrase(r"(?:took|swallowed|(?:me )?(?:tomé|tragué)) (?:[\w']{1,12} ){1,5}?[\w']{1,14}$", is_bare=True)
DONE = re.compile(r"\s{0,3}(?:[.!?]|$)")


def marks(written: str) -> Iterator[Mark]:
    text = bare(written)
    quoted = covered(len(text), (match.span() for match in QUOTED.finditer(text)))
    for match, is_of_now in _signs(text):
        remains = Denial.NONE if match.re is NOT_TO_LIVE else denial(text, match.start())
        if remains != Denial.WHOLE:
            is_acute = is_of_now and remains == Denial.NONE and not quoted[match.start()]
            yield mark(match, "danger", Level.DANGER if is_acute else Level.HIGH)


def _signs(text: str) -> "Iterator[tuple[re.Match[str], bool]]":
    """What says it, and whether of now."""
    for match in _all((OF_NOW, NOT_TO_LIVE, HURTS), text):
        is_told = WAS.search(text[max(0, match.start() - BEFORE) : match.start()])
        yield match, not is_told and not IN_TIME.match(text[match.end() : match.end() + AFTER].lstrip())
    for match in _all((ONCE, HURT_ONCE), text):
        yield match, is_today(text, match)
    for match in HURT_TODAY.finditer(text):
        if is_today(text, match):
            yield match, True
    for match in TOLD.finditer(text):
        yield match, False


def _all(patterns: "Iterable[re.Pattern[str]]", text: str) -> "Iterator[re.Match[str]]":
    for pattern in patterns:
        yield from pattern.finditer(text)


def is_today(text: str, match: "re.Match[str]") -> bool:
    """Whether its own sentence speaks of these hours, and of no year long gone; or tells what somebody swallowed, and
    ends."""
    said = sentence(text, match.start())
    if AGO.search(said):
        return False
    return bool(TODAY.search(said)) or bool(JUST.match(match[0]) and DONE.match(text, match.end()))


def is_long_ago(text: str, place: int) -> bool:
    """Whether its own sentence says so."""
    return AGO.search(sentence(text, place)) is not None


def sentence(text: str, place: int) -> str:
    """The one in which the place lies."""
    before = max(text.rfind(sign, max(0, place - LONGEST), place) for sign in ".!?\n") + 1
    found = SENTENCE.match(text, before or max(0, place - LONGEST))
    return found[0] if found else ""
