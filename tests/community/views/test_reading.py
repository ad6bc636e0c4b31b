"""Stories as readers meet them: letters that nobody takes for an answer, and nothing where there is none."""

import datetime
import re

import pytest

from community import letters
from community.models import Death, Story
from community.moderation import publications
from tests import factories, stories
from tests.conditions.views.conftest import clock  # noqa: F401 (a fixture)
from tests.factories import NOON, TODAY
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

YEAR = datetime.timedelta(days=366)
GUARDIAN = {"relation": "parent", "attests": "guardian", "comes_of_age": TODAY.year + 9}


def of_duty():
    people = stories.duty()
    people.about = factories.condition()
    people.asked = factories.question("causes", "What causes it?")
    return people


world = made_once(of_duty)


def lived(world, name="", **typed):
    return stories.published(world, factories.member(name), world.about, **typed)


def text(client, where, status=200):
    response = client.get(where)
    assert response.status_code == status
    return response.content.decode()


def at(story):
    return f"/stories/{story.code}/"


@pytest.mark.one_engine
@pytest.mark.promise("M17", "C13")
def test_story_is_a_letter_signed_with_name_role_country_and_month(client, world):
    page = text(client, at(lived(world, "Quiet fern", country="IE")))
    assert '<article class="story story-whole"' in page
    assert '<p class="story-kind">Personal experience of Gilbert syndrome</p>' in page
    assert "<bdi>Quiet fern, person with the condition, Ireland</bdi>" in page
    assert f'<time datetime="{TODAY:%Y-%m}">' in page
    assert "Read by a moderator, not medically reviewed." in page
    assert "application/ld+json" not in page


@pytest.mark.promise("M17")
def test_each_letter_of_a_list_is_told_as_one_experience(client, world):
    lived(world)
    page = text(client, "/conditions/gilbert-syndrome/stories/")
    assert "Each story is one person’s experience. Read by a moderator, not medically reviewed." in page
    assert re.search(r'<article class="story">\s*<p class="story-kind">Personal experience</p>', page)


@pytest.mark.one_engine
@pytest.mark.promise("C13", "C14")
def test_nobody_is_named_whose_story_is_about_a_child(client, world):
    page = text(client, at(lived(world, "Quiet fern", **GUARDIAN)))
    assert "<bdi>A parent</bdi>" in page
    assert "Quiet fern" not in page


@pytest.mark.one_engine
@pytest.mark.promise("M3")
def test_verified_reviewer_who_writes_a_story_bears_no_badge(client, world):
    author = factories.member("Quiet fern")
    reviewer = factories.reviewer(author, title="FRCP")
    page = text(client, at(stories.published(world, author, world.about)))
    assert "<bdi>Quiet fern, person with the condition</bdi>" in page
    assert [said for said in ("FRCP", reviewer.name, "Hepatology", "erified") if said in page] == []


@pytest.mark.one_engine
@pytest.mark.promise("M3")
def test_reader_is_told_that_nobody_checked_a_profession(client, world):
    page = text(client, at(lived(world, text=f"{stories.WORDS} I am a nurse.")))
    assert "The author says that they work in health care. Nobody has checked that." in page
    assert "Nobody has checked that." not in text(client, at(lived(world)))


@pytest.mark.one_engine
@pytest.mark.promise("M13")
def test_old_story_says_that_treatment_may_have_changed(client, world, clock):  # noqa: F811
    story = lived(world, years=5)
    note = f"Written in {TODAY.year}. Treatment may have changed."
    assert note not in text(client, at(story))
    clock(NOON + 2 * YEAR)
    assert note in text(client, at(story))


@pytest.mark.one_engine
@pytest.mark.promise("M13")
def test_story_that_others_could_copy_to_their_harm_carries_notes(client, world):
    risky = "In spring I stopped taking my tablets. I took 40 mg of another, and it cured me. I recommend Hexalin."
    story = lived(world, text=f"{stories.WORDS} {risky}")
    notes = {"mentions stopping a medicine", "mentions an amount", "speaks of a cure", "praises a product"}
    for page in (at(story), "/conditions/gilbert-syndrome/stories/"):
        shown = text(client, page)
        assert {note for note in notes if f"<li>This {note}" in shown} == notes
    assert "<li>This" not in text(client, at(lived(world)))


@pytest.mark.one_engine
def test_story_leads_to_the_answer_to_its_question(client, world):
    story = lived(world, question=world.asked)
    assert "What our answer says:" not in text(client, at(story))
    desk = factories.desk()
    factories.published(desk, factories.started(desk, condition=world.about, question=world.asked))
    assert '<a href="/conditions/gilbert-syndrome/causes/" lang="en">What causes it?</a>' in text(client, at(story))


@pytest.mark.promise("S6")
def test_story_that_is_hidden_or_was_never_there_reads_the_same(client, world, clock):  # noqa: F811
    waiting = stories.sent(factories.member(), world.about).story
    gone, asleep = lived(world), lived(world, years=1)
    publications.take_down(gone, by=gone.author.user, at=NOON)
    clock(NOON + YEAR)
    never = text(client, "/stories/AAAAAAAA/", 404)
    assert "There is no story here." in never
    for story in (waiting, gone, asleep):
        assert text(client, at(story), 404).replace(story.code, "AAAAAAAA") == never


@pytest.mark.promise("C9")
def test_story_is_left_to_search_engines_only_where_its_author_allows_it(client, world):
    listed, unlisted = client.get(at(lived(world))), client.get(at(lived(world, purposes=["display"])))
    assert b"noindex" not in listed.content
    assert "X-Robots-Tag" not in listed
    assert b'content="noindex"' in unlisted.content
    assert unlisted["X-Robots-Tag"] == "noindex"


@pytest.mark.one_engine
def test_words_of_a_story_are_words_alone(client, world):
    page = text(client, at(lived(world, text=f"<script>alert(1)</script> {stories.WORDS}\n\n{stories.WORDS}")))
    assert "<script>alert" not in page
    assert page.count("The letter came on a wet Tuesday") == 2


@pytest.mark.one_engine
@pytest.mark.promise("C10")
def test_wish_of_an_author_who_died_is_said(client, world):
    story = lived(world, "Quiet fern")
    death = Death(member=story.author, basis="Her daughter wrote", noted_by=world.lead, noted_at=NOON)
    stories.of_member(story.author, death, by=world.lead)
    assert "The author has died. They wanted this to stay." in text(client, at(story))


@pytest.mark.parametrize("items", [1, 3])
def test_pages_of_stories_cost_three_queries_at_most(client, world, django_assert_num_queries, items):
    told = [lived(world, question=world.asked) for _ in range(items)]
    with django_assert_num_queries(2):
        client.get(at(told[0]))
    for where in ("/conditions/gilbert-syndrome/stories/", "/conditions/gilbert-syndrome/causes/stories/"):
        with django_assert_num_queries(3):
            assert text(client, where).count('<article class="story"') == items


def test_list_of_a_question_holds_its_stories_alone(client, world):
    mine, other = lived(world, question=world.asked), lived(world)
    page = text(client, "/conditions/gilbert-syndrome/causes/stories/")
    assert at(mine) in page
    assert at(other) not in page
    assert "1 first-person story on this question: 1 from a person with Gilbert syndrome." in page
    assert "noindex" in page


def test_list_without_stories_says_so(client, world):
    assert "No story about it has been published here yet." in text(client, "/conditions/gilbert-syndrome/stories/")
    assert client.get("/conditions/gilbert-syndrome/nothing/stories/").url == "/conditions/gilbert-syndrome/stories/"
    assert text(client, "/conditions/nowhere/stories/", 404)
    assert text(client, "/conditions/gilbert-syndrome/stories/?page=2", 404)


@pytest.mark.promise("M18")
def test_order_is_drawn_anew_each_day_and_says_so(client, world):
    for _ in range(4):
        lived(world)
    days = [TODAY + datetime.timedelta(days=number) for number in range(30)]
    firsts = {Story.objects.order_by(letters.in_turn(day)).first() for day in days}
    assert len(firsts) == 4
    first, again = (text(client, "/conditions/gilbert-syndrome/stories/") for _ in range(2))
    assert "The order changes every day" in first
    assert first == again
    drawn = [each.code for each in Story.objects.order_by(letters.in_turn(TODAY))]
    assert re.findall(r'class="story-title"><a href="/stories/(\w+)/', first) == drawn


def test_newest_is_an_order_too(client, world):
    first, *_, last = [lived(world) for _ in range(4)]
    page = text(client, "/conditions/gilbert-syndrome/stories/?order=newest")
    assert page.index(at(last)) < page.index(at(first))
    assert "The order changes every day" not in page


@pytest.mark.promise("C18")
def test_choice_is_by_what_stories_show_alone(client, world):
    parent = lived(world, country="IE", **GUARDIAN)
    other = [lived(world, country="FR"), *(lived(world, relation="unsaid") for _ in range(2))][0]
    page = text(client, "/conditions/gilbert-syndrome/stories/?role=parent&country=IE&order=cruel&age=9")
    assert at(parent) in page
    assert at(other) not in page
    assert 'value="unsaid"' not in page
    assert set(re.findall(r'<option value="([A-Z]{2})"', page)) == {"FR", "IE"}


def test_long_list_comes_in_parts(client, world, monkeypatch):
    monkeypatch.setattr("community.views.reading.PART", 2)
    for _ in range(3):
        lived(world)
    pages = [text(client, f"/conditions/gilbert-syndrome/stories/?page={number}") for number in (1, 2)]
    assert [page.count('<article class="story"') for page in pages] == [2, 1]
    assert "Next part" in pages[0]
    assert "Previous part" in pages[1]


def test_list_leads_to_stories_in_other_languages(client, world):
    stories.asked(world.administrator, language="es")
    for language, question in (("es", world.asked), ("es", None), ("en", None)):
        lived(world, language=language, question=question)
    page = text(client, "/conditions/gilbert-syndrome/stories/")
    assert '<a href="/es/conditions/gilbert-syndrome/stories/" hreflang="es">2 stories in Spanish</a>' in page
    assert "1 story in Spanish" in text(client, "/conditions/gilbert-syndrome/causes/stories/")
    assert "1 testimonio en inglés" in text(client, "/es/conditions/gilbert-syndrome/stories/")
