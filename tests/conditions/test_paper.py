"""What of an answer goes on one side of paper."""

from types import SimpleNamespace

import pytest

from conditions import paper
from conditions.models import Citation, Revision, Source
from conditions.rendering import render

STANDING = SimpleNamespace(
    reviewers=(),
    is_reviewed=True,
    is_overdue=False,
    is_unknown=False,
    causes=(),
    cautions=(),
    reworded_on=None,
    behind=None,
    understood=None,
)


def sheet(sources=("one", "two"), standing=STANDING, **parts):
    """The sheet of an answer with these parts."""
    made = render({"short_answer": "It is mild.", **parts}, sources=sources, facts={})
    words = Revision(
        question="What is it?", short_answer=made.short_answer, short_answer_html=made.html["short_answer"]
    )
    for part in parts:
        setattr(words, f"{part}_html", made.html[part])
    cited = [
        Citation(position=number, title=key, publisher="A journal", source=Source())
        for number, key in enumerate(made.citations, start=1)
    ]
    return paper.sheet(words, standing, cited)


def headed(found):
    return [point.heading for point in found.points]


def test_first_block_under_each_heading_is_a_key_point_and_stays_whole():
    found = sheet(body="Before.\n\n## One\n\nFirst. But not for all.\n\nSecond.\n\n## Two\n\n### Small\n\nThird.")
    assert headed(found) == ["", "One", "Two"]
    assert [">First. But not for all.</p>" in point.html for point in found.points] == [False, True, False]
    assert not any("Second." in point.html for point in found.points)


def test_sentence_that_leads_up_to_a_list_brings_it():
    (point,) = sheet(body="It shows by:\n\n- yellow eyes\n- tiredness\n\nAnd more.").points
    assert "tiredness" in point.html
    assert "And more." not in point.html


def test_block_that_leads_up_to_folded_figures_is_no_point():
    assert sheet(body="Of 100 people:\n\n::: figures\n7 died.[^one]\n:::\n\nSeen.").points == []


def test_disagreement_and_doubt_come_whole_under_their_headings():
    found = sheet(sources_differ="One says so.[^one]\n\nThe other does not.[^two]", unknowns="The cause.")
    assert headed(found) == ["Where good sources differ", "What nobody knows yet"]
    assert "The other does not." in found.points[0].html
    assert found.cited == {1, 2}


def test_disagreement_without_room_is_named_and_never_told_in_part():
    found = sheet(body="Text.\n\n" * 9, sources_differ=f"One says so.[^one]\n\n{'Not so. ' * 900}")
    assert headed(found) == ["", "Where good sources differ"]
    assert found.points[1].html == "<p>There is no room for it here. Read it on the page of this answer.</p>"
    assert found.cited == set()


@pytest.mark.parametrize("part", ["body", "unknowns", "sources_differ", "urgent_help"])
def test_figures_that_are_folded_never_go_on_paper(part):
    found = sheet(**{part: "Seen.\n\n::: figures\nOf 100 people 7 died.[^one]\n:::\n\nAlso seen."})
    assert "died" not in str(found)
    assert "Seen." in str(found)
    assert found.cited == set()


def test_section_that_begins_with_folded_figures_has_no_point():
    assert headed(sheet(body="## One\n\n::: figures\n7 died.[^one]\n:::\n\nSeen.\n\n## Two\n\nText.")) == ["Two"]


def test_only_what_is_printed_brings_its_sources():
    found = sheet(body="Said.[^one]\n\nLeft out.[^two]")
    assert found.cited == {1}


def test_signs_of_danger_come_first_and_one_by_one():
    signs = "\n".join(f"- sign {number} {'of danger ' * 40}" for number in range(40))
    found = sheet(urgent_help=signs, body="Text.")
    assert found.is_help_cut
    assert 3 < len(found.help) < 40
    assert "sign 0 " in found.help[0]
    assert not sheet(urgent_help="- one\n- two").is_help_cut


def test_what_finds_no_room_is_left_out_whole():
    long = "Very long words. " * 400
    found = sheet(body=f"## One\n\n{long}\n\n## Two\n\nShort.")
    assert headed(found) == ["Two"]


def test_line_about_a_lay_reader_takes_its_room():
    read = SimpleNamespace(**vars(STANDING) | {"understood": SimpleNamespace(name="Fern Reader")})
    assert sheet(standing=read).room < sheet().room


def test_sources_that_find_no_room_are_said_to_stand_elsewhere():
    many = [f"source-{number}" + "-x" * 20 for number in range(90)]
    found = sheet(sources=many, short_answer="It is mild." + "".join(f"[^{key}]" for key in many))
    assert found.is_uncited
    assert 10 < len(found.cited) < 90
