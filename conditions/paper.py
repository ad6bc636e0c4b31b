"""What of an answer goes on one side of A4, for the visit to a doctor: chosen from the signed words, never rewritten.

docs/decisions/0021-the-page-of-an-answer.md says how. Heights are estimates that err on the side of a wide font; what
is left of the page is for the reader's own questions.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from conditions.models import Citation, Revision
from conditions.rendering import Block, blocks, plain
from conditions.standing import Standing

CITED = re.compile(r'href="#source-(\d+)"')
SIDE = 238.0  # millimetres that every size of paper in use has, without margins and what stands on every page
QUESTIONS = 35.0  # room for the reader's own
HEADINGS, HELP = 33.0, 20.0  # with the foot; and around the signs of danger
FOLDED, TABLE = "<details", "<table"


class Type(NamedTuple):
    """How high a line is, in millimetres, and how many letters it holds at least."""

    line: float
    letters: int
    gap: float


TITLE = Type(7.5, 50, 2.0)
SHORT = Type(5.5, 86, 2.0)
SMALL = Type(4.3, 96, 2.0)
TEXT = Type(4.6, 98, 1.2)
SOURCE = Type(3.7, 112, 0.5)


class Point(NamedTuple):
    """The first thing that is said under a heading; the body may begin without one."""

    heading: str
    html: str


@dataclass
class Sheet:
    """What is printed. `is_help_cut`: there are more signs of danger than room; `is_uncited`: more sources."""

    room: float
    help: list[str] = field(default_factory=list)
    is_help_cut: bool = False
    points: list[Point] = field(default_factory=list)
    cited: set[int] = field(default_factory=set)
    is_uncited: bool = False

    def take(self, height: float) -> bool:
        """Makes room, if there is enough."""
        fits = height <= self.room
        self.room -= height if fits else 0
        return fits


def sheet(words: Revision, standing: Standing, citations: Sequence[Citation]) -> Sheet:
    """Signs of danger first, then what is cited so far, then under each heading what is said first: what has room."""
    heights = {citation.position: _source_height(citation) for citation in citations}
    found = Sheet(room=SIDE - QUESTIONS - _head(words, standing))
    for sign in _signs(words.urgent_help_html):
        if not found.is_help_cut and found.take(_height(sign, TEXT)):
            found.help.append(sign)
        else:
            found.is_help_cut = True
    for number in _cited(words.short_answer_html, *found.help):
        if found.take(heights[number]):
            found.cited.add(number)
        else:
            found.is_uncited = True
    for point in points(words):
        fresh = _cited(point.html) - found.cited
        height = _height(point.heading, TEXT) + _height(point.html, TEXT)
        if found.take(height + sum(heights[number] for number in fresh)):
            found.points.append(point)
            found.cited |= fresh
    return found


def _cited(*parts: str) -> set[int]:
    return {int(number) for html in parts for number in CITED.findall(html)}


def _signs(html: str) -> list[str]:
    """Each item of a list is a sign of its own."""
    signs = []
    for block in _unfolded(html):
        items = blocks(block.html.partition(">")[2].rpartition("<")[0]) if block.tag in {"ul", "ol"} else []
        signs += [f"<ul>{item.html}</ul>" for item in items] or [block.html]
    return signs


def points(words: Revision) -> list[Point]:
    """Under each main heading the first block, whole; and the list after it, where it only leads up to one."""
    others = (
        (_("Where good sources differ"), words.sources_differ_html),
        (_("What nobody knows yet"), words.unknowns_html),
    )
    found = [*_sections(words.body_html), *((heading, _unfolded(html)) for heading, html in others)]
    return [Point(heading, _first(said)) for heading, said in found if said]


def _sections(html: str) -> list[tuple[str, list[Block]]]:
    """The blocks of the body under the words of each main heading."""
    sections: list[tuple[str, list[Block]]] = [("", [])]
    for block in _unfolded(html):
        if block.tag == "h2":
            sections.append((" ".join(plain(block.html)), []))
        else:
            sections[-1][1].append(block)
    return sections


def _unfolded(html: str) -> list[Block]:
    """Figures that the reader has not opened stay folded: they never go on paper of themselves."""
    return [block for block in blocks(html) if FOLDED not in block.html]


def _first(said: Sequence[Block]) -> str:
    told = [block for block in said if not block.tag.startswith("h")]
    if not told:
        return ""
    leads_up = " ".join(plain(told[0].html)).endswith(":")
    return "\n".join(block.html for block in told[: 2 if leads_up else 1])


def _head(words: Revision, standing: Standing) -> float:
    """What stands on every sheet: question, short answer, how it stands, headings, whom to call, and the foot."""
    reviewers = sum(len(signer.name + signer.credential + signer.discipline) + 6 for signer in standing.reviewers)
    said = [reviewers + (50 if standing.is_reviewed else 230 if standing.is_overdue else 40)]
    said += [*(130 for _ in standing.causes), *(len(caution) + 100 for caution in standing.cautions)]
    said += [90 * bool(standing.reworded_on), 70 * standing.is_unknown, 90 * bool(standing.behind)]
    told = sum(_lines([length], SMALL) for length in said if length)
    fixed = HEADINGS + (HELP if words.urgent_help_html else 0)
    return _height(words.question, TITLE) + _height(words.short_answer, SHORT) + told + fixed


def _source_height(citation: Citation) -> float:
    return _lines([len(citation.title) + len(citation.publisher) + 25], SOURCE)


def _height(html: str, size: Type) -> float:
    """Each item of a list and each row of a table is a line of its own, indented; columns waste room."""
    said = [line for block in plain(html) for line in block.split("\n")]
    return _lines([len(line) + 4 for line in said], size) * (1.6 if TABLE in html else 1)


def _lines(lengths: Iterable[int], size: Type) -> float:
    return sum(math.ceil(length / size.letters) * size.line + size.gap for length in lengths)
