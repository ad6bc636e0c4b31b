"""A map of the npm package world-atlas becomes the small one that the site ships with."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from community.management.commands.pack_world import HEIGHT, WIDTH, pack

pytestmark = pytest.mark.one_engine

# Lines as the file has them: each point by its way from the one before, in degrees.
LEFT, RIGHT, BORDER = [[0, 0], [-20, 0], [0, 20], [20, 0]], [[0, 20], [20, 0], [0, -20], [-20, 0]], [[0, 20], [0, -20]]
BEYOND = [[170, 60], [20, 0], [0, 5], [-20, 0], [0, -5]]
ACROSS = [[170, 60], [-340, 0], [0, 5], [340, 0], [0, -5]]
SMALL = [[4, 50], [2, 0], [0, 1], [-2, 0], [0, -1]]
GUIANA = [[-54, 3], [2, 0], [0, 2], [-2, 0], [0, -2]]


def packed(*shapes):
    arcs = [LEFT, RIGHT, BORDER, BEYOND, ACROSS, GUIANA, SMALL]
    geometries = [
        {"type": "MultiPolygon", "id": number, "properties": {"name": name}, "arcs": [[ring] for ring in rings]}
        for number, name, rings in shapes
    ]
    transform = {"scale": [1, 1], "translate": [0, 0]}
    return pack({"transform": transform, "arcs": arcs, "objects": {"countries": {"geometries": geometries}}})


def corners(path):
    """The points of the first outline."""
    start, steps = re.match(r"M(-?\d+ -?\d+)l([^z]*)z", path).groups()
    x, y = map(int, start.split())
    found, moves = [(x, y)], list(map(int, re.findall(r"-?\d+", steps)))
    for across, down in zip(moves[::2], moves[1::2], strict=True):
        x, y = x + across, y + down
        found.append((x, y))
    return found


def test_neighbours_share_the_points_of_their_border():
    areas = packed(("250", "France", [[0, 2]]), ("276", "Germany", [[1, ~2]]))["areas"]
    middle = (WIDTH // 2, HEIGHT // 2)
    assert middle in corners(areas["FR"])
    assert len(set(corners(areas["FR"])) & set(corners(areas["DE"]))) == 2


def test_what_crosses_the_date_line_is_drawn_in_one_piece():
    areas = packed(("643", "Russia", [[4]]), ("840", "United States", [[3]]))["areas"]
    assert corners(areas["RU"]) == corners(areas["US"])


def test_part_of_a_state_that_is_a_country_of_the_list_is_its_own():
    areas = packed(("250", "France", [[0, 2], [5]]))["areas"]
    assert sorted(areas) == ["FR", "GF"]


def test_land_without_a_number_is_of_nobody_unless_it_has_a_code():
    found = packed((None, "Siachen Glacier", [[0, 2]]), (None, "Kosovo", [[1, ~2]]))
    assert (list(found["areas"]), found["rest"][:1]) == (["XK"], "M")


def test_small_country_has_a_place_and_so_has_what_the_file_lacks():
    found = packed(("250", "France", [[0, 2]]), ("056", "Belgium", [[6]]))
    assert sorted(found["areas"]) == ["BE", "FR"]
    assert {"BE", "TV"} <= found["marks"].keys()
    assert "FR" not in found["marks"]


def test_map_without_a_country_of_the_list_is_not_taken(tmp_path):
    source, to = tmp_path / "countries-50m.json", tmp_path / "world.json"
    for held, sentence in (({}, "can be read"), (world_of(LEFT), "does not show AD, AE")):
        source.write_text(json.dumps(held))
        with pytest.raises(CommandError, match=sentence):
            call_command("pack_world", source, to=to)
    assert not to.exists()


def world_of(line):
    shape = {"type": "Polygon", "id": "250", "properties": {"name": "France"}, "arcs": [[0]]}
    transform = {"scale": [1, 1], "translate": [0, 0]}
    return {"transform": transform, "arcs": [[*line, [0, -20]]], "objects": {"countries": {"geometries": [shape]}}}
