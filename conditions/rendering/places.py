"""The places of a text on which a reviewer can comment: where each begins and ends, and how it was typed.

What was signed is never taken apart: something may stand between two blocks, and not a byte within one changes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate

from conditions.rendering.grammar import read
from conditions.rendering.layout import lay_out
from conditions.rendering.parts import SHORT_ANSWER
from conditions.rendering.references import Numbering, Quoted, resolve
from conditions.rendering.sanitising import BLOCK_ID, CITATION

# Where a tag names the address of itself or of another; one attribute holds one name here.
ADDRESS = re.compile(r"""(\s(?:id|for|aria-labelledby|aria-describedby)="|\shref="#)(?=[^"])""")
LANDMARK = re.compile(r'(<section\b[^>]*?)\s+aria-labelledby="[^"]*"')
OF_ITS_OWN = re.compile(r"""\s(?:(?:id|for|aria-labelledby|aria-describedby)="[^"]*"|href="#[^"]*")""")
NEVER_CLOSED = {"br", "hr", "img", "input", "link", "meta", "wbr"}


@dataclass(frozen=True)
class Block:
    """A block with an id, as it stands in the HTML from `begins` to before `ends`. Figures hold others."""

    place: str
    begins: int
    ends: int
    sources: tuple[int, ...]  # the numbers that it cites, in its order


def blocks(html: str) -> list[Block]:
    """Every block that has an address, in the order in which they begin."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return sorted(reader.found, key=lambda block: block.begins)


def beside(html: str, notes: Mapping[str, str]) -> str:
    """The same HTML with a note right after each block whose place is named; nothing else differs."""
    pieces, at = [], 0
    for block in sorted(blocks(html), key=lambda block: block.ends):
        pieces += [html[at : block.ends], notes.get(block.place, "")]
        at = block.ends
    return "".join([*pieces, html[at:]])


def apart(html: str, prefix: str) -> str:
    """The same HTML with every address in it, and every way to one, begun with the prefix: so several share a page.

    Its sections are no landmarks then, because those of all texts would have the same names.
    """
    return _retagged(html, lambda tag: ADDRESS.sub(rf"\g<1>{prefix}", LANDMARK.sub(r"\g<1>", tag)))


def unaddressed(html: str) -> str:
    """The same HTML without an address in it or a way to one, to be shown once more on the page of the text."""
    return _retagged(html, lambda tag: OF_ITS_OWN.sub("", tag))


def _retagged(html: str, told: Callable[[str], str]) -> str:
    """The same HTML with each tag that opens an element written anew."""
    reader = _Tags(html)
    reader.feed(html)
    reader.close()
    pieces, at = [], 0
    for begins, tag in reader.found:
        pieces += [html[at:begins], told(tag)]
        at = begins + len(tag)
    return "".join([*pieces, html[at:]])


def markdown(part: str, text: str) -> dict[str, str]:
    """How each block of the part was typed, by its place: what another wording takes the place of.

    The blocks are counted as on the day on which they were rendered.
    """
    if part == SHORT_ANSWER:
        return {}
    reading = read(part, text)
    facts = {key: Quoted("–", ()) for key in reading.marks("fact")}
    resolve(reading, facts, Numbering())
    lines = reading.text.split("\n")
    named = [token for token in lay_out(part, reading.tokens) if token.map and "id" in token.attrs]
    return {str(token.attrs["id"]): "\n".join(lines[slice(*token.map)]).strip() for token in named if token.map}


class _Located(HTMLParser):
    """Knows where in the HTML it reads."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column


class _Tags(_Located):
    """Notes where each tag that opens an element stands, as it is written there."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((self._at(), self.get_starttag_text() or ""))


class _Reader(_Located):
    """Reads HTML in which every element is closed, and notes where the blocks with an id stand."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.open: list[tuple[str, str, int, dict[int, None]]] = []
        self.found: list[Block] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NEVER_CLOSED:
            return
        held = dict(attrs)
        place = held.get("id") or ""
        self.open.append((tag, place if BLOCK_ID.fullmatch(place) else "", self._at(), {}))
        if CITATION.fullmatch(held.get("href") or ""):
            self._cite(int((held["href"] or "").rpartition("-")[2]))

    def _cite(self, number: int) -> None:
        innermost = next((cited for _tag, place, _at, cited in reversed(self.open) if place), {})
        innermost[number] = None

    def handle_endtag(self, tag: str) -> None:
        _tag, place, begins, cited = self.open.pop()
        if place:
            ends = self.html.index(">", self._at()) + 1
            self.found.append(Block(place, begins, ends, tuple(cited)))
