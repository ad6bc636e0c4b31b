"""The quiet line about a lay reader: of these very words alone, and never as part of what is called reviewed."""

import json
import re

import pytest
from django.utils.html import strip_tags

from conditions.editorial import lay_names, publications
from tests import factories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
LINE = "Read for plain language by Fern Reader, who lives with it, on 2 March 2026. This is not a medical review."


def built():
    people = factories.desk()
    reading = factories.read(factories.to_be_read(people))
    factories.signed(people, reading.revision)
    revision = reading.revision
    people.live = publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)
    people.page = f"/conditions/{revision.answer.condition.slug}/{revision.answer.question.slug}/"
    return people


world = made_once(built)


def told(client, page):
    return " ".join(strip_tags(client.get(page).content.decode()).split())


@pytest.fixture(autouse=True)
def that_day(clock):
    clock(NOON)


def test_answer_says_who_understood_it_and_that_this_is_no_review(client, world, django_assert_num_queries):
    client.get(world.page)
    with django_assert_num_queries(3):
        shown = told(client, world.page)
    assert LINE in shown
    assert shown.index("Medically reviewed on") < shown.index(LINE)


def test_version_and_record_say_the_same(client, world):
    assert LINE in told(client, f"{world.page}history/")
    revision = factories.reworded(world, world.live)
    publications.publish(revision, by=world.colleague, at=NOON, seen=revision.digest)
    assert LINE in told(client, f"/v/{world.live.code}/")


@pytest.mark.promise("R1")
def test_machines_and_the_review_line_name_the_clinician_alone(client, world):
    page = client.get(world.page).content.decode()
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    told = json.dumps([json.loads(block) for block in found])
    assert world.reviewer.name in told
    assert "Fern" not in told
    reviewed = re.search(r"<strong>Medically reviewed</strong>.*?</p>", page, re.DOTALL)[0]
    assert world.reviewer.name in reviewed
    assert "Fern" not in reviewed


def test_other_words_are_said_to_be_read_by_nobody(client, world):
    revision = factories.reworded(world, world.live)
    publications.publish(revision, by=world.colleague, at=NOON, seen=revision.digest)
    shown = told(client, world.page)
    assert "Wording corrected on" in shown
    assert "Read for plain language" not in shown


def test_name_that_was_taken_back_stands_nowhere(client, world):
    reading = world.live.reading
    lay_names.take_back_name(reading, by=reading.reader, at=NOON)
    assert "Read for plain language by a reader on 2 March 2026." in told(client, world.page)
    assert "Fern" not in told(client, f"{world.page}history/")
