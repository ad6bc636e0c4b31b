"""The search page lists answers beneath conditions, each with how it stands."""

import datetime
import re

import pytest

from conditions.editorial import publications
from conditions.search.vocabulary import load
from tests import factories
from tests.factories import NOON, findable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def text(client, words, **more):
    return re.sub(r"\s+", " ", client.get("/search/", {"q": words, **more}).content.decode())


def answered(people, short="It needs no treatment at all.", *, about=None, slug="treatment", **asked):
    about = about or findable("Gilbert syndrome", "Meulengracht disease")
    question = factories.question(slug, "What can be done?", **asked)
    return factories.published(people, factories.started(people, condition=about, question=question), short=short)


@pytest.mark.promise("R1", "R2")
def test_answer_is_found_and_says_how_it_stands(client):
    people = factories.desk()
    answered(people)
    page = text(client, "gilbert treatment")
    assert '<a href="/conditions/gilbert-syndrome/treatment/"><span class="about">Gilbert syndrome</span>' in page
    assert '<p class="preview">It needs no treatment at all.</p>' in page
    assert 'Medically reviewed on <time datetime="2026-03-02">2 March 2026</time>' in page
    assert f"by {people.reviewer.name}, MD, Hepatology</p>" in page


def test_conditions_go_first_unless_a_condition_and_a_topic_were_typed(client):
    answered(factories.desk())

    def order(words):
        return re.findall(r">(Conditions|Answers)</h2>", text(client, words))

    assert order("gilbert") == order("what is gilbert") == ["Conditions", "Answers"]
    assert order("gilbert treatment") == order("treatments for meulengracht") == ["Answers", "Conditions"]
    assert order("gilbert needs") == ["Conditions", "Answers"]


@pytest.mark.promise("R2", "R7")
def test_overdue_answer_stays_findable_without_the_claim(client, clock):
    answered(factories.desk())
    clock(NOON + datetime.timedelta(days=1097))
    page = text(client, "gilbert treatment")
    assert "/conditions/gilbert-syndrome/treatment/" in page
    assert 'Review overdue. Last checked on <time datetime="2026-03-02">' in page
    assert "Medically reviewed" not in page


def test_sensitive_or_doubtful_answer_has_no_preview(client):
    people = factories.desk()
    live = answered(people, is_sensitive=True)
    assert "It needs no treatment" not in text(client, "gilbert treatment")
    doubtful = answered(people, "It is harmless.", about=live.answer.condition, slug="causes")
    factories.cautioned(people, doubtful.answer)
    page = text(client, "gilbert causes")
    assert "Being checked again</p>" in page
    assert "It is harmless" not in page


@pytest.mark.promise("S6", "E20")
def test_withdrawn_words_are_found_no_more_at_once(client):
    live = answered(factories.desk(), "The pigment rises.")
    assert "The pigment rises." in text(client, "pigment rises")
    factories.withdrawn(live)
    page = text(client, "pigment rises")
    assert "We found nothing" in page
    assert "/conditions/gilbert-syndrome/treatment/" not in page


@pytest.mark.promise("R3")
def test_only_the_words_that_readers_have_are_found(client):
    people = factories.desk()
    live = answered(people, "The pigment rises.")
    newer = factories.approved(people, live.answer, short="The pigment falls.")
    assert "/conditions/gilbert-syndrome/treatment/" not in text(client, "falls")
    publications.publish(newer, by=people.colleague, at=NOON, seen=newer.digest)
    assert "The pigment falls." in text(client, "falls")
    assert "The pigment rises." not in text(client, "rises")


def test_misspelt_condition_leads_to_its_answers_too(client):
    answered(factories.desk())
    page = text(client, "gillbert treatment")
    assert "These are results for “<bdi>gilbert</bdi>”" in page
    assert "/conditions/gilbert-syndrome/treatment/" in page


def test_answers_of_another_condition_are_not_offered_instead(client):
    answered(factories.desk())
    findable("asthma")
    page = text(client, "asthma treatment")
    assert "/conditions/asthma/" in page
    assert "/treatment/" not in page


def test_answers_that_hold_what_was_typed_go_before_conditions_that_were_guessed(client):
    findable("Lyme disease")
    answered(factories.desk(), "It stays as it is.", slug="life-expectancy")
    page = text(client, "life expectancy")
    assert "No condition is called “<bdi>life expectancy</bdi>”. These are results for “<bdi>lyme</bdi>”." in page
    assert page.index("/life-expectancy/") < page.index("/conditions/lyme-disease/")


def test_door_asks_for_a_condition_and_shows_no_answers(client):
    answered(factories.desk())
    assert "/treatment/" not in text(client, "gilbert", door="just-told")


def test_hit_says_whether_we_have_written_about_it(client):
    answered(factories.desk())
    findable("asthma")
    assert "We have written about it." in text(client, "gilbert")
    assert "We know this name but have not written about it yet." in text(client, "asthma")
    assert "We have written about it." not in text(client, "asthma")


def test_more_answers_than_are_shown_are_told_of(client):
    people, about = factories.desk(), findable("Gilbert syndrome")
    for number in range(11):
        answered(people, about=about, slug=f"question-{number}")
    page = text(client, "gilbert")
    assert len(set(re.findall(r"/conditions/gilbert-syndrome/question-\d+/", page))) == 10
    assert "There are more." in page


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("words", ["gilbert", "gillbert treatment"])
def test_search_with_answers_costs_three_queries(client, django_assert_num_queries, items, words):
    people, about = factories.desk(), findable("Gilbert syndrome")
    for number in range(items):
        answered(people, about=about, slug=f"question-{number}")
    load()
    with django_assert_num_queries(3):  # the count, the list, the emergency numbers in the foot
        page = text(client, words)
    assert page.count("Medically reviewed on") == items
