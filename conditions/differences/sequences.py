"""What two sequences have in common, in order, in time and room that no text can blow up.

A row of the table of the longest common subsequence is held as one number, a bit for each place (Crochemore and
others, 2001; Hyyrö, 2004), so a whole row costs some additions. A table that is too large is cut in two (Hirschberg,
1975).
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import accumulate

TABLE = 40_000_000  # cells held at once: 5 MB

Members = Sequence[Hashable]
Places = list[tuple[int, int]]


def common(old: Members, new: Members) -> Places:
    """The places, in either, of a longest common subsequence."""
    shortest = min(len(old), len(new))
    first = _run(zip(old, new, strict=False), shortest)
    last = _run(zip(reversed(old), reversed(new), strict=False), shortest - first)
    middle = _common(old[first : len(old) - last], new[first : len(new) - last])
    return [
        *((place, place) for place in range(first)),
        *((first + i, first + j) for i, j in middle),
        *((len(old) - place, len(new) - place) for place in range(last, 0, -1)),
    ]


def _run(pairs: Iterable[tuple[Hashable, Hashable]], most: int) -> int:
    """How many pairs are alike before the first that is not."""
    alike = 0
    for one, other in pairs:
        if alike == most or one != other:
            break
        alike += 1
    return alike


def _common(old: Members, new: Members) -> Places:
    if len(old) * len(new) <= TABLE or len(old) < 2:
        rows = list(_rows(old, new))
        return list(_back(rows, len(old), len(new)))[::-1]
    half = len(old) // 2
    before = _lengths(old[:half], new)
    after = _lengths(old[half:][::-1], new[::-1])[::-1]
    cut = max(range(len(new) + 1), key=lambda place: before[place] + after[place])
    return common(old[:half], new[:cut]) + [(half + i, cut + j) for i, j in common(old[half:], new[cut:])]


def _rows(old: Members, new: Members) -> Iterator[int]:
    """After each member of `old`: bit j is clear where taking in `new[j]` makes the common subsequence longer."""
    places: dict[Hashable, int] = {}
    for j, member in enumerate(new):
        places[member] = places.get(member, 0) | 1 << j
    full = row = (1 << len(new)) - 1
    yield row
    for member in old:
        growing = row & places.get(member, 0)
        row = ((row + growing) | (row - growing)) & full
        yield row


def _lengths(old: Members, new: Members) -> list[int]:
    """How long the common subsequence is with the first 0, 1, 2 … members of `new`."""
    last = deque(_rows(old, new), maxlen=1).pop()
    grows = (bit == "0" for bit in reversed(f"{last:0{len(new)}b}")) if new else ()
    return list(accumulate(grows, initial=0))


def _back(rows: list[int], i: int, j: int) -> Iterator[tuple[int, int]]:
    """The places from the last to the first."""
    while i and j:
        if rows[i] >> (j - 1) & 1:
            j -= 1
        elif not rows[i - 1] >> (j - 1) & 1:
            i -= 1
        else:
            i, j = i - 1, j - 1
            yield i, j
