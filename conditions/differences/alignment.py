"""Which paragraph became which."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from conditions.differences.reading import Line
from conditions.differences.sequences import Places, common

PAIRS = 20_000  # of paragraphs that are held against each other between two that stayed as they were
ALIKE = 0.45  # share of their words that two have in common, if one became the other

Pairs = list[tuple[Line | None, Line | None]]


def aligned(old: list[Line], new: list[Line]) -> Pairs:
    """Each line beside what became of it, in the order of the new text; what has no partner stands alone.

    Lines that stayed are found with those that changed, so that one short line that was moved does not part a long
    one from what became of it. Only where there are very many do those that stayed go first.
    """
    if any(line.name for line in (*old, *new)):
        return _by_name(old, new)
    if len(old) * len(new) <= PAIRS:
        return _joined(old, new, _alike(old, new))
    places: Places = []
    i = j = 0
    for after_i, after_j in (*common([line.keys for line in old], [line.keys for line in new]), (len(old), len(new))):
        places += [(i + x, j + y) for x, y in _alike(old[i:after_i], new[j:after_j])]
        places += [(after_i, after_j)]
        i, j = after_i + 1, after_j + 1
    return _joined(old, new, places[:-1])


def _by_name(old: list[Line], new: list[Line]) -> Pairs:
    """Lines that have a name, such as sources, wherever they stand."""
    was, now = {line.name: line for line in old}, {line.name for line in new}
    kept: Pairs = [(was.get(line.name), line) for line in new]
    return kept + [(line, None) for line in old if line.name not in now]


def _joined(old: list[Line], new: list[Line], places: Places) -> Pairs:
    """The lines at these places side by side, and in between first those that went, then those that came."""
    pairs: Pairs = []
    i = j = 0
    for after_i, after_j in (*places, (len(old), len(new))):
        pairs += [(line, None) for line in old[i:after_i]]
        pairs += [(None, line) for line in new[j:after_j]]
        pairs += zip(old[after_i : after_i + 1], new[after_j : after_j + 1], strict=True)
        i, j = after_i + 1, after_j + 1
    return pairs


class _Chain(NamedTuple):
    """Pairs in order, the last one first, and how much alike they are together."""

    likeness: int
    place: tuple[int, int]
    before: "_Chain | None"


def _alike(old: list[Line], new: list[Line]) -> Places:
    """The pairs, none before its predecessor, whose likeness adds up to the most."""
    ends: list[int] = []  # of the chains in `new`, ascending; so is their likeness
    chains: list[_Chain] = []
    for i, j, likeness in _likenesses(old, new):
        at = bisect_left(ends, j)
        before = chains[at - 1] if at else None
        chain = _Chain(likeness + (before.likeness if before else 0), (i, j), before)
        worse = at
        while worse < len(chains) and chains[worse].likeness <= chain.likeness:
            worse += 1
        if worse > at or at == len(ends) or ends[at] != j:
            ends[at:worse], chains[at:worse] = [j], [chain]
    places = []
    last = chains[-1] if chains else None
    while last:
        places.append(last.place)
        last = last.before
    return places[::-1]


def _likenesses(old: list[Line], new: list[Line]) -> Iterator[tuple[int, int, int]]:
    """How many words those have in common that are alike; of very many lines, only near where one would expect them.

    By their place in `old`; those of one line from its last partner to its first, so that no chain has it twice.
    """
    if not old or not new:
        return
    counted = [Counter(line.spoken) for line in new]
    reach = max(2, PAIRS // (2 * max(len(old), len(new))))
    for i, line in enumerate(old):
        words = Counter(line.spoken)
        expected = i * len(new) // len(old)
        for j in range(min(len(new), expected + reach + 1) - 1, max(0, expected - reach) - 1, -1):
            if line.keys == new[j].keys:
                yield i, j, len(line.spoken) + 1
            elif shared := _shared(words, len(line.spoken), counted[j], len(new[j].spoken)):
                yield i, j, shared


def _shared(old: Counter[str], length: int, new: Counter[str], new_length: int) -> int:
    """How many words they have in common; none where that is too little to call one what became of the other."""
    enough = ALIKE * (length + new_length) / 2
    if min(length, new_length) < enough:
        return 0
    few, many = (old, new) if len(old) < len(new) else (new, old)
    shared = sum(min(times, many[word]) for word, times in few.items() if word in many)
    return shared if shared >= enough else 0
