"""Which block of a translation stands for which of its source."""

from conditions.editorial import alongside
from conditions.models import Draft

NOTHING = {"short": "", "urgent_help": "", "sources_differ": "", "unknowns": "", "country_notes": {}}


def words(**typed):
    return Draft(**{"body": ""} | NOTHING | typed)


def told(source, own):
    """Of the body: the beginnings of each two that stand together."""
    (part,) = alongside.parts(words(body=source), words(body=own))
    return [tuple(each.text[:9] if each else "" for each in pair) for pair in part.pairs]


def test_blocks_stand_together_in_their_order():
    source = "## One\n\nThe first.\n\nThe second.[^a]\n\n- x\n- y"
    own = "## Uno\n\nEl primero.\n\nEl segundo.[^a]\n\n- x\n- y"
    assert told(source, own) == [
        ("## One", "## Uno"),
        ("The first", "El primer"),
        ("The secon", "El segund"),
        ("- x\n- y", "- x\n- y"),
    ]


def test_paragraph_that_is_missing_leaves_the_others_beside_their_own():
    source = "The first.[^a]\n\nThe second.[^b]\n\nThe third.[^c]"
    assert told(source, "Primero.[^a]\n\nTercero.[^c]") == [
        ("The first", "Primero.["),
        ("The secon", ""),
        ("The third", "Tercero.["),
    ]


def test_what_stands_in_the_translation_alone_is_shown_alone():
    assert told("The first.[^a]", "Primero.[^a]\n\nMás.[^b]") == [("The first", "Primero.["), ("", "Más.[^b]")]


def test_every_part_that_either_has_is_shown_with_its_field():
    source = words(short="Yes.", country_notes={"GB": "Call."})
    found = alongside.parts(source, words(unknowns="Nada."))
    assert [(part.field, part.country, part.label) for part in found] == [
        ("short", "", "Short answer"),
        ("unknowns", "", "What nobody knows yet"),
        ("country_notes", "GB", "Note for a country"),
    ]


def test_folded_figures_are_shown_by_what_they_hold():
    body = "::: figures\nOf 100, 3 died.[^a]\n:::"
    assert told(body, body) == [("Of 100, 3", "Of 100, 3")]
