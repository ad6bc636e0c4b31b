"""What of an answer goes on one side of A4, for the visit to a doctor: chosen from the signed words, never rewritten.

docs/decisions/0021-the-page-of-an-answer.md says how. Heights are estimates that err on the side of a wide font; what
is left of the page is for the reader's own questions.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _

from conditions.models import Citation, Revision
from conditions.rendering import Block, blocks, plain
from conditions.standing import Standing

CITED = re.compile(r'href="#source-(\d+)"')
SIDE = 250.0  # millimetres: a side has 261 without its margins, and what is said of the demonstration takes some
QUESTIONS = 35.0  # for the reader to write on
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

    def put(self, point: Point, heights: Mapping[int, float]) -> bool:
        """Takes the point with the sources that it cites, if there is room for both."""
        fresh = _cited(point.html) - self.cited
        fits = self.take(_point_height(point) + sum(heights[number] for number in fresh))
        if fits:
            self.points.append(point)
            self.cited |= fresh
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
    named = format_html("<p>{}</p>", _("There is no room for it here. Read it on the page of this answer."))
    instead = {point: point._replace(html=named) for point in apart(words)}
    found.room -= sum(map(_point_height, instead.values()))
    for point in points(words):
        found.put(point, heights)
    for point, short in instead.items():
        found.room += _point_height(short)
        if not found.put(point, heights):
            found.put(short, heights)
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
    """Under each main heading of the text the first block, and the next where that one only leads up to it."""
    found = [Point(heading, _first(said)) for heading, said in _sections(words.body_html)]
    return [point for point in found if point.html]


def apart(words: Revision) -> list[Point]:
    """Of these a part would mislead, such as one side of two that differ: they come whole, or are only named."""
    found = {
        _("Where good sources differ"): words.sources_differ_html,
        _("What nobody knows yet"): words.unknowns_html,
    }
    whole = {heading: "\n".join(block.html for block in _unfolded(html)) for heading, html in found.items()}
    return [Point(heading, html) for heading, html in whole.items() if html]


def _sections(html: str) -> list[tuple[str, list[Block]]]:
    """The blocks of the body under the words of each main heading."""
    sections: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks(html):
        if block.tag == "h2":
            sections.append((" ".join(plain(block.html)), []))
        elif not block.tag.startswith("h"):
            sections[-1][1].append(block)
    return sections


def _unfolded(html: str) -> list[Block]:
    """Figures that the reader has not opened stay folded: they never go on paper of themselves."""
    return [block for block in blocks(html) if FOLDED not in block.html]


def _first(said: Sequence[Block]) -> str:
    """Nothing, where what a block leads up to is folded."""
    leads_up = bool(said) and " ".join(plain(said[0].html)).endswith((":", "?"))
    told = said[: 2 if leads_up else 1]
    return "" if any(FOLDED in block.html for block in told) else "\n".join(block.html for block in told)


def _head(words: Revision, standing: Standing) -> float:
    """What stands on every sheet: question, short answer, how it stands, headings, whom to call, and the foot."""
    reviewers = sum(len(signer.name + signer.credential + signer.discipline) + 6 for signer in standing.reviewers)
    said = [reviewers + (50 if standing.is_reviewed else 230 if standing.is_overdue else 40)]
    said += [*(130 for _ in standing.causes), *(len(caution) + 100 for caution in standing.cautions)]
    said += [90 * bool(standing.reworded_on), 70 * standing.is_unknown, 90 * bool(standing.behind)]
    said += [150 + len(standing.understood.name)] if standing.understood else []
    told = sum(_lines([length], SMALL) for length in said if length)
    fixed = HEADINGS + (HELP if words.urgent_help_html else 0)
    return _height(words.question, TITLE) + _height(words.short_answer, SHORT) + told + fixed


def _point_height(point: Point) -> float:
    return _height(point.heading, TEXT) + _height(point.html, TEXT)


def _source_height(citation: Citation) -> float:
    return _lines([len(citation.title) + len(citation.publisher) + 25], SOURCE)


def _height(html: str, size: Type) -> float:
    """Each item of a list and each row of a table is a line of its own, indented; columns waste room."""
    said = [line for block in plain(html) for line in block.split("\n")]
    return _lines([len(line) + 4 for line in said], size) * (1.6 if TABLE in html else 1)


def _lines(lengths: Iterable[int], size: Type) -> float:
    return sum(math.ceil(length / size.letters) * size.line + size.gap for length in lengths)
