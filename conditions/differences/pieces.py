"""Two versions of one paragraph as a run of pieces: kept, removed, added."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from conditions.differences.data import Kind, Mark, Paragraph, Piece
from conditions.differences.reading import Line
from conditions.differences.sequences import common
from conditions.differences.tokens import Token

Hunk = tuple[list[Token], list[Token], list[Token]]  # removed, added, and then kept

# A few words kept between two long changes are chance, and hard to read: below this share of the shorter change.
CHANCE = 0.5


def compared(old: Line, new: Line) -> Paragraph:
    """What was kept of the line, and what took the place of the rest."""
    if old.keys == new.keys:
        return whole(new, Kind.SAME)
    pieces = _pieces(_without_chance(_hunks(old.tokens, new.tokens)))
    return Paragraph(Kind.CHANGED, new.shape, tuple(pieces))


def whole(line: Line, kind: Kind) -> Paragraph:
    """A line that stayed, came, went or moved as a whole."""
    mark = {Kind.ADDED: Mark.ADDED, Kind.REMOVED: Mark.REMOVED}.get(kind, Mark.KEPT)
    return Paragraph(kind, line.shape, (Piece(mark, "".join(line.spoken).strip()),))


def _hunks(old: tuple[Token, ...], new: tuple[Token, ...]) -> Iterator[Hunk]:
    i = j = 0
    hunk: Hunk = ([], [], [])
    places = common([token.key for token in old], [token.key for token in new])
    for after_i, after_j in (*places, (len(old), len(new))):
        if (after_i > i or after_j > j) and hunk[2]:
            yield hunk
            hunk = ([], [], [])
        hunk[0].extend(old[i:after_i])
        hunk[1].extend(new[j:after_j])
        hunk[2].extend(new[after_j : after_j + 1])
        i, j = after_i + 1, after_j + 1
    yield hunk


def _without_chance(hunks: Iterable[Hunk]) -> Iterator[Hunk]:
    """Long changes with next to nothing between them become one."""
    former: Hunk | None = None
    for hunk in hunks:
        if former is None:
            former = hunk
            continue
        kept = former[2]
        if kept and len(kept) < CHANCE * min(_size(former), _size(hunk)):
            former = ([*former[0], *kept, *hunk[0]], [*former[1], *kept, *hunk[1]], hunk[2])
        else:
            yield former
            former = hunk
    if former is not None:
        yield former


def _size(hunk: Hunk) -> int:
    return max(len(hunk[0]), len(hunk[1]))


def _pieces(hunks: Iterable[Hunk]) -> Iterator[Piece]:
    """Neighbours of one mark as one text; what is silent is told where it changed. Blanks stand outside of marks."""
    said: list[tuple[Mark, str]] = []
    for hunk in hunks:
        for mark, tokens in zip((Mark.REMOVED, Mark.ADDED, Mark.KEPT), hunk, strict=True):
            text = "".join(token.text for token in tokens if mark != Mark.KEPT or not token.is_silent)
            if mark != Mark.KEPT and text.startswith(" "):
                said.append((Mark.KEPT, " "))
            said.append((mark, text if mark == Mark.KEPT else text.lstrip(" ")))
    filled = ((mark, text) for mark, text in said if text)
    for place, (mark, run) in enumerate(groupby(filled, key=lambda each: each[0])):
        text = "".join(text for _mark, text in run)
        yield Piece(mark, text if place else text.lstrip(" "))
