"""What a public story is made of: nothing by which its author could be found (C16)."""

import pytest

from community import letters
from community.forms.walk import STEPS
from community.models import Story, StoryText
from tests import factories, stories
from tests.community.test_surfaces import ANSWER, CONDITION, HOME, world  # noqa: F401 (a fixture)
from tests.community.views.test_reading import GUARDIAN, at, text
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)

PLACE, TIME = {"country"}, {"since", "created_at", "accepted_at", "refused_at"}
WORDS = {"title", "text", "ties", "because", "relation", "language"}
LINKS = {"id", "story", "author", "condition", "question", "proposed_by", "code"}
PROOF = {"number", "salt", "digest", "length", "is_sealed"}
# What the form asks for besides; the year in which a child comes of age stands with the consent, and nowhere else.
ASKED = {"whose", "attests", "guardian", "comes_of_age", "has_ties", "years", "after_death", "words", "seen"}


@pytest.mark.promise("C16")
def test_record_has_no_place_below_a_country_no_birth_and_nothing_to_be_reached_by():
    columns = {field.name for model in (Story, StoryText) for field in model._meta.concrete_fields}
    assert columns == PLACE | TIME | WORDS | LINKS | PROOF
    assert set(letters.COLUMNS) == PLACE | WORDS - {"because"} | {
        "code",
        "since",
        "written",
        "name",
        "slug",
        "about",
        "has_died",
    }


@pytest.mark.promise("C16")
def test_form_asks_for_nothing_of_the_kind():
    asked = {name for step in STEPS for name in step.base_fields}
    assert asked <= PLACE | TIME | WORDS | LINKS | ASKED


@pytest.mark.promise("C16")
@pytest.mark.django_db
def test_no_page_says_how_to_reach_an_author_or_when_a_child_was_born(client, world, clock):  # noqa: F811
    person = factories.member("Quiet fern", email="ada.lovelace@example.org", name="Ada Lovelace")
    story = stories.published(world, person, world.about, question=world.asked, **GUARDIAN)
    lists = ("/conditions/gilbert-syndrome/stories/", "/search/?q=gilbert", "/sitemap-stories.xml")
    for page in (at(story), f"/report/story/{story.code}/", ANSWER, CONDITION, HOME, *lists):
        shown = text(client, page)
        assert [word for word in ("lovelace", "Lovelace", str(GUARDIAN["comes_of_age"])) if word in shown] == []
