"""Makes the shipped map of the world from the npm package world-atlas; for those who work on the site."""

import json
import math
import re
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.atlas import SHIPPED
from conditions.editorial.typed import COUNTRIES

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]

WIDTH, HEIGHT = 1000, 488
CURVE = (1.340264, -0.081106, 0.000893, 0.003796)  # of the projection Equal Earth
TOLERANCE = 0.5  # how far a simpler line may run from the true one, in units of the map
SPECK = 3.0  # an island of a smaller area is left out, unless it is all that a country has
SMALL = 10.0  # a country that is neither wider nor higher also has a place for a mark
HALF_WAY = 180  # degrees

# What ISO 3166 calls by two letters, and what by a number.
ISO_3166 = """
    AD020 AE784 AF004 AG028 AI660 AL008 AM051 AO024 AQ010 AR032 AS016 AT040 AU036 AW533 AX248
    AZ031 BA070 BB052 BD050 BE056 BF854 BG100 BH048 BI108 BJ204 BL652 BM060 BN096 BO068 BQ535
    BR076 BS044 BT064 BV074 BW072 BY112 BZ084 CA124 CC166 CD180 CF140 CG178 CH756 CI384 CK184
    CL152 CM120 CN156 CO170 CR188 CU192 CV132 CW531 CX162 CY196 CZ203 DE276 DJ262 DK208 DM212
    DO214 DZ012 EC218 EE233 EG818 EH732 ER232 ES724 ET231 FI246 FJ242 FK238 FM583 FO234 FR250
    GA266 GB826 GD308 GE268 GF254 GG831 GH288 GI292 GL304 GM270 GN324 GP312 GQ226 GR300 GS239
    GT320 GU316 GW624 GY328 HK344 HM334 HN340 HR191 HT332 HU348 ID360 IE372 IL376 IM833 IN356
    IO086 IQ368 IR364 IS352 IT380 JE832 JM388 JO400 JP392 KE404 KG417 KH116 KI296 KM174 KN659
    KP408 KR410 KW414 KY136 KZ398 LA418 LB422 LC662 LI438 LK144 LR430 LS426 LT440 LU442 LV428
    LY434 MA504 MC492 MD498 ME499 MF663 MG450 MH584 MK807 ML466 MM104 MN496 MO446 MP580 MQ474
    MR478 MS500 MT470 MU480 MV462 MW454 MX484 MY458 MZ508 NA516 NC540 NE562 NF574 NG566 NI558
    NL528 NO578 NP524 NR520 NU570 NZ554 OM512 PA591 PE604 PF258 PG598 PH608 PK586 PL616 PM666
    PN612 PR630 PS275 PT620 PW585 PY600 QA634 RE638 RO642 RS688 RU643 RW646 SA682 SB090 SC690
    SD729 SE752 SG702 SH654 SI705 SJ744 SK703 SL694 SM674 SN686 SO706 SR740 SS728 ST678 SV222
    SX534 SY760 SZ748 TC796 TD148 TF260 TG768 TH764 TJ762 TK772 TL626 TM795 TN788 TO776 TR792
    TT780 TV798 TW158 TZ834 UA804 UG800 UM581 US840 UY858 UZ860 VA336 VC670 VE862 VG092 VI850
    VN704 VU548 WF876 WS882 YE887 YT175 ZA710 ZM894 ZW716
"""
NUMBERS = {number: code for code, number in re.findall("([A-Z]{2})([0-9]{3})", ISO_3166)}
NAMES = {"Kosovo": "XK"}  # of those that have no number, what has two letters

# What the file counts to another country, or lacks: west, south, east and north of it.
PARTS: dict[str, Box] = {
    "AC": (-14.5, -8.1, -14.2, -7.8),
    "BQ": (-68.5, 12.0, -68.1, 12.4),
    "BV": (3.2, -54.5, 3.5, -54.3),
    "CC": (96.7, -12.3, 97.0, -11.7),
    "CP": (-109.3, 10.2, -109.1, 10.4),
    "CQ": (-2.4, 49.4, -2.3, 49.5),
    "CX": (105.4, -10.7, 105.8, -10.3),
    "DG": (72.3, -7.5, 72.5, -7.2),
    "EA": (-5.4, 35.8, -5.2, 36.0),
    "GF": (-55.0, 2.0, -51.0, 6.0),
    "GI": (-5.4, 36.1, -5.3, 36.2),
    "GP": (-62.0, 15.7, -60.9, 16.6),
    "IC": (-18.5, 27.4, -13.2, 29.6),
    "IO": (71.2, -6.8, 72.4, -5.2),
    "MQ": (-61.4, 14.3, -60.7, 15.0),
    "RE": (55.0, -21.6, 56.0, -20.7),
    "SJ": (8.0, 74.0, 36.0, 81.5),
    "TA": (-12.5, -37.3, -12.1, -36.9),
    "TK": (-172.6, -9.5, -171.1, -8.5),
    "TV": (178.9, -8.7, 179.4, -8.3),
    "UM": (166.5, 19.2, 166.8, 19.4),
    "YT": (44.9, -13.1, 45.4, -12.6),
}


class Command(BaseCommand):
    help = "Packs countries-50m.json of the npm package world-atlas into community/data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="The file countries-50m.json, or another of its kind.")
        parser.add_argument("--to", type=Path, default=SHIPPED, help="Where the packed file goes.")

    def handle(self, *, source: Path, to: Path, **options: Any) -> None:
        try:
            packed = pack(json.loads(source.read_bytes()))
        except (OSError, ValueError, LookupError) as error:
            raise CommandError(f"{source} is not a map of world-atlas that can be read: {error}") from error
        if missing := sorted(COUNTRIES - {*packed["areas"], *packed["marks"]}):
            raise CommandError(f"{source} does not show {', '.join(missing)}. Say in PARTS where they are.")
        text = json.dumps(packed, indent=0, sort_keys=True) + "\n"
        to.write_text(text, encoding="utf-8")
        drawn = {*packed["areas"], *packed["marks"]}
        self.stdout.write(f"{to}: {len(drawn)} countries, {len(packed['marks'])} of them small, {len(text):,} bytes.")


def pack(world: Any) -> dict[str, Any]:
    """What is drawn: outlines of countries, places of those too small to be seen so, and land that is of none."""
    lines = [_simpler(_decoded(arc, world["transform"])) for arc in world["arcs"]]
    found: dict[str, list[list[Ring]]] = defaultdict(list)
    for shape in world["objects"]["countries"]["geometries"]:
        whose = NUMBERS.get(shape.get("id", ""), NAMES.get(shape["properties"]["name"], ""))
        for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
            rings = [_joined(ring, lines) for ring in polygon]
            found[_part(rings[0]) or whose].append([[_projected(point) for point in _whole(ring)] for ring in rings])
    land = {code: _worth_drawing(polygons) for code, polygons in found.items()}
    paths = {code: _path(polygons) for code, polygons in land.items()}
    places = {code: _projected(_middle([box[:2], box[2:]])) for code, box in PARTS.items() if code not in found}
    for code, polygons in land.items():
        largest = _box([point for ring in max(polygons, key=_area) for point in ring])
        if code and max(largest[2] - largest[0], largest[3] - largest[1]) <= SMALL:
            places[code] = _middle([largest[:2], largest[2:]])
    marks = {code: f"{x:.0f} {y:.0f}" for code, (x, y) in places.items()}
    return {"rest": paths.pop("", ""), "areas": {code: path for code, path in paths.items() if path}, "marks": marks}


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """A line of the file in degrees: it says each point by its way from the one before (TopoJSON)."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    places = accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
    return [(x * kx + dx, y * ky + dy) for x, y in places]


def _joined(parts: list[int], lines: list[Ring]) -> Ring:
    """An outline from the lines that it shares with its neighbours; ~n is line n, backwards (TopoJSON)."""
    joined = [lines[part] if part >= 0 else lines[~part][::-1] for part in parts]
    return [joined[0][0], *(point for line in joined for point in line[1:])]


def _whole(ring: Ring) -> Ring:
    """The same in one piece: across the date line it goes on, and what goes round the pole is closed there."""
    jumps = [at for at, (one, other) in enumerate(pairwise(ring), 1) if abs(one[0] - other[0]) > HALF_WAY]
    if len(jumps) != 1:
        return [(east % 360, north) for east, north in ring] if jumps else ring
    cut = ring[jumps[0] : -1] + ring[: jumps[0]]
    corners = [(math.copysign(180, point[0]), -90.0) for point in (cut[-1], cut[0])]
    return [*cut, *corners, cut[0]]


def _part(ring: Ring) -> str:
    """Whose the outline is although the file counts it to another country; empty where it is not."""
    west, south, east, north = _box(ring)
    inside = (code for code, (w, s, e, n) in PARTS.items() if w <= west and s <= south and east <= e and north <= n)
    return next(inside, "")


def _projected(point: Point) -> Point:
    """Where a place lies on the map: the projection Equal Earth, in which areas compare (Šavrič and others, 2018)."""
    a, b, c, d = CURVE
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(point[1])))
    square = angle * angle
    stretch = math.sqrt(3) * (a + 3 * b * square + square**3 * (7 * c + 9 * d * square))
    across = 2 * math.radians(point[0]) * math.cos(angle) / stretch
    up = angle * (a + b * square + square**3 * (c + d * square))
    half = 2 * math.pi / (math.sqrt(3) * a)
    return (1 + across / half) * WIDTH / 2, HEIGHT / 2 - up / half * WIDTH / 2


def _simpler(line: Ring) -> Ring:
    """The same line by fewer points; on the map none of those left out lies far from it (Douglas and Peucker)."""
    drawn = [_projected(point) for point in line]
    return [line[at] for at in (*_telling(drawn, 0, len(line) - 1), len(line) - 1)]


def _telling(drawn: Ring, first: int, last: int) -> list[int]:
    """Which points of a part of the line have to stay; the last of them is left to the next part."""
    between = range(first + 1, last)
    away = max(((_distance(drawn[at], drawn[first], drawn[last]), at) for at in between), default=(0.0, 0))
    if away[0] <= TOLERANCE:
        return [first]
    return _telling(drawn, first, away[1]) + _telling(drawn, away[1], last)


def _distance(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    (x, y), (x1, y1), (x2, y2) = point, start, end
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


def _worth_drawing(polygons: list[list[Ring]]) -> list[list[Ring]]:
    """All but islands too small to see; the largest in any case."""
    largest = max(polygons, key=_area)
    return [each for each in polygons if each is largest or _area(each) >= SPECK]


def _area(polygon: list[Ring]) -> float:
    """Of its largest outline: that is the first, unless the pole lies within."""
    return max(abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2 for ring in polygon)


def _box(ring: Ring) -> Box:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _middle(ring: Sequence[Point]) -> Point:
    west, north, east, south = _box(list(ring))
    return (west + east) / 2, (north + south) / 2


def _path(polygons: list[list[Ring]]) -> str:
    """Outlines as SVG writes them, each point by its way from the one before, in whole numbers."""
    return "".join(_outline(ring) for polygon in polygons for ring in polygon)


def _outline(ring: Ring) -> str:
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    moved = [step for step in steps if step != (0, 0)][:-1]  # “z” draws the last
    if len(moved) < 2:
        return ""
    way = "".join(f"{' ' * (x >= 0)}{x}{' ' * (y >= 0)}{y}" for x, y in moved)
    return f"M{points[0][0]} {points[0][1]}l{way.strip()}z"
