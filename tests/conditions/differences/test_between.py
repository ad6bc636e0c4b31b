"""What became of a text between two revisions."""

import datetime

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from conditions import differences
from conditions.differences import Kind, Mark
from conditions.differences.pieces import compared
from conditions.differences.reading import Line
from conditions.differences.tokens import tokens
from conditions.editorial import seals
from conditions.models.people import Role
from tests import factories
from tests.factories import BODY, NOON, TODAY

ATTACK = "<script>alert(1)</script>"


def revised(old, new):
    """What became of the first words of an answer in the second."""
    people = factories.desk()
    first = factories.written(people, **old)
    return between(first, factories.written(people, first.answer, **new))


def between(old, new):
    return differences.between(*differences.pair(old, new))


def part(difference, name):
    return next(part for part in difference.parts if part.name == name)


def marked(paragraph):
    signs = {Mark.KEPT: "{}", Mark.ADDED: "+{}+", Mark.REMOVED: "-{}-"}
    return "".join(signs[piece.mark].format(piece.text) for piece in paragraph.pieces)


def told(difference, name):
    return [f"{paragraph.kind}: {marked(paragraph)}" for paragraph in part(difference, name).paragraphs]


def html(difference):
    return render_to_string("components/difference.html", {"difference": difference})


@pytest.mark.django_db
@pytest.mark.promise("R17")
def test_words_that_changed_stand_beside_those_that_stayed():
    found = revised(
        {"body": f"## How often\n\n{BODY}\n\nAbout 3.5 of 1,000 people have it.[^ers-2017]"},
        {"body": f"## How often\n\n{BODY}\n\nSome 3.6 of 1,000 people have it.[^ers-2017]"},
    )
    assert told(found, "body")[2] == "changed: -About 3.5- +Some 3.6+ of 1,000 people have it.[1]"
    assert [paragraph.kind for paragraph in part(found, "body").paragraphs] == ["same", "same", "changed"]
    assert (found.places, part(found, "question").places) == (1, 0)


@pytest.mark.django_db
def test_paragraph_that_moved_is_one_place_and_so_is_one_that_came_or_went():
    stays, moves, goes = BODY, "Nobody needs a special diet.", "Tiredness comes from elsewhere."
    old, new = f"{moves}\n\n{stays}\n\n{goes}", f"Another one came here instead.\n\n{stays}\n\n{moves}"
    found = revised({"body": old}, {"body": new})
    kinds = [paragraph.kind for paragraph in part(found, "body").paragraphs]
    assert (sorted(kinds), found.places) == (sorted([Kind.ADDED, Kind.SAME, Kind.MOVED, Kind.REMOVED]), 3)


@pytest.mark.django_db
def test_emphasis_links_and_lists_count_though_no_word_changed():
    old = f"{BODY}\n\nDo not stop.\n\n[A page](https://example.org/a) of ours.\n\n- One more thing"
    new = f"{BODY}\n\nDo **not** stop.\n\n[A page](https://example.org/b) of ours.\n\n1. One more thing"
    said = told(revised({"body": old}, {"body": new}), "body")
    assert said[1] == "changed: Do +[strong emphasis]+ not +[end of emphasis]+ stop."
    assert said[2].endswith("A page -[https://example.org/a]- +[https://example.org/b]+ of ours.")
    assert said[3] == "changed: -[list item]- +[numbered item]+ One more thing"


@pytest.mark.django_db
def test_source_counts_by_what_it_is_and_not_by_its_number():
    factories.source("who-2020", title="A report")
    body = f"{BODY}\n\nThere is more to say of it.[^ers-2017]"
    found = revised({"body": body}, {"body": f"First of all.[^who-2020]\n\n{body}"})
    assert told(found, "body") == [
        "added: +First of all.[1]+",
        "same: The liver handles the pigment more slowly.[2]",
        "same: There is more to say of it.[2]",
    ]
    assert told(found, "sources")[0].startswith("added: +A report. A journal. 2017. Read on 2 March 2026.")
    assert part(found, "sources").paragraphs[1].kind == Kind.SAME


@pytest.mark.django_db
def test_what_is_said_of_the_text_as_a_whole_counts():
    day = TODAY - datetime.timedelta(days=1)
    note = "Call the national line."
    found = revised(
        {"searched_on": day, "country_notes": {"GB": note}},
        {"is_unknown": True, "machine_help": "drafted", "country_notes": {"GB": note, "IE": note}},
    )
    assert told(found, "about") == [
        "added: +Nobody knows yet.+",
        "changed: Evidence searched up to: -1- +2+ March 2026",
        "added: +A machine helped to draft this text; people checked every sentence.+",
    ]
    assert told(found, "country_notes-IE") == ["added: +Call the national line.+"]
    assert [part.country for part in found.parts if part.country and not part.places] == ["GB"]


@pytest.mark.django_db
def test_quoted_figure_is_told_where_its_value_is_another():
    people = factories.desk()
    about = factories.condition()
    fact = factories.fact(people, about)
    factories.value_accepted(people, fact)
    first = factories.written(people, factories.started(people, condition=about), body=factories.QUOTING)
    factories.value_accepted(people, fact, "1 in 30")
    found = between(first, factories.written(people, first.answer, body=factories.QUOTING))
    label = "How common (adults in Europe): 1 in"
    assert told(found, "facts") == [f"changed: {label} -20 [value 1]- +30 [value 2]+"]
    assert found.places == 2


@pytest.mark.django_db
@pytest.mark.promise("E19")
def test_sealed_words_are_in_no_difference_and_nor_are_those_beside_them():
    people = factories.desk()
    first = factories.written(people)
    second = factories.written(people, first.answer, short="It is common.")
    who = {"at": NOON, "by": people.author}
    asked = seals.ask_seal(first, ground="personal", reason="It named a patient.", **who)
    seals.seal(asked, by=factories.holder(Role.EDITOR), at=NOON)
    found = between(first, second)
    assert (found.is_sealed, found.parts, found.places) == (True, (), 0)
    assert "nothing to compare" in html(found)


@pytest.mark.django_db
def test_first_version_has_no_difference():
    found = between(None, factories.written(factories.desk()))
    assert (found.is_first, found.parts, found.places) == (True, (), 0)
    assert "This is the first version." in html(found)


@pytest.mark.django_db
def test_both_revisions_come_with_one_query(django_assert_num_queries):
    people = factories.desk()
    first = factories.written(people)
    second = factories.written(people, first.answer, short="It is common.")
    with django_assert_num_queries(1):
        found = between(first.pk, second.pk)
    assert [part.name for part in found.changed] == ["short_answer"]


@pytest.mark.django_db
@pytest.mark.promise("S2")
def test_text_of_anyone_is_text_in_a_difference():
    page = html(revised({"body": BODY}, {"body": f"{BODY} {ATTACK}\n\n{ATTACK}", "unknowns": ATTACK}))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 3


@pytest.mark.django_db
def test_marks_are_told_in_words_and_what_stayed_is_folded():
    page = html(revised({"body": f"{BODY}\n\nDo rest."}, {"body": f"{BODY}\n\nDo not rest."}))
    assert "1 place changed." in page
    assert "1 paragraph without a change</summary>" in page
    assert '<ins><span class="visually-hidden" lang="en"> begin of added words: </span>not<span' in page
    assert "Nothing changed in:" in page


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_is_lost_or_made_up(old, new):
    lines = [Line(tuple(tokens(text))) for text in (old, new)]
    paragraph = compared(*lines)
    for text, other in ((old, Mark.ADDED), (new, Mark.REMOVED)):
        kept = "".join(piece.text for piece in paragraph.pieces if piece.mark != other)
        assert "".join(kept.split()) == "".join(text.split())
