"""The world as it is drawn: what a table lists, each country by its band, and all others alike (A3, C18)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from community.bands import Least

SHIPPED = Path(__file__).parent / "data" / "world.json"
STEPS = (11, 21, 51, 101, 201, 501)  # from how many members on a pattern stands; above the last they look alike
DOT, MARK = 1, 6  # how wide a place is drawn that has no shape, and around one that is listed and too small to see


class Place(NamedTuple):
    """A country that the table lists, with the number of its pattern."""

    name: str
    band: Least
    step: int
    path: str


@dataclass(frozen=True)
class Drawn:
    """`land` is all that is not listed, in one piece, so that nothing tells one country of it from another."""

    land: str
    places: list[Place]
    legend: list[tuple[int, str]]


def drawn(listed: Mapping[str, tuple[str, Least]]) -> Drawn:
    """The countries by their code, each with its name and band, as the table shows them in this order."""
    places = [Place(name, band, _step(band), _path(code)) for code, (name, band) in listed.items()]
    rest = (_plain(code) for code in sorted(codes() - listed.keys()))
    steps = sorted({place.step for place in places})
    return Drawn(_world()["rest"] + "".join(rest), places, [(step, _told(step, places)) for step in steps])


def codes() -> set[str]:
    """Every country that can be drawn."""
    return {*_world()["areas"], *_world()["marks"]}


@cache
def _world() -> Any:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def _step(band: Least) -> int:
    return sum(low <= band.low for low in STEPS)


def _told(step: int, places: list[Place]) -> str:
    """The band of a pattern; of the last one, which may stand for several, from where it begins."""
    if step < len(STEPS):
        return next(str(place.band) for place in places if place.step == step)
    return str(Least(STEPS[-1]))


def _plain(code: str) -> str:
    """A country that is not listed: its shape, or a dot where it has none."""
    return str(_world()["areas"].get(code) or _circle(code, DOT))


def _path(code: str) -> str:
    """A listed one; a circle around it if it could not be seen."""
    return str(_world()["areas"].get(code, "")) + (_circle(code, MARK) if code in _world()["marks"] else "")


def _circle(code: str, radius: int) -> str:
    x, y = map(int, _world()["marks"][code].split())
    return f"M{x - radius} {y}a{radius} {radius} 0 1 1 {2 * radius} 0a{radius} {radius} 0 1 1-{2 * radius} 0z"
