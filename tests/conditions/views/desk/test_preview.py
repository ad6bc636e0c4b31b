"""A revision as its readers would see it, with the truth about who has reviewed it."""

import pytest
from django.utils.html import strip_tags

from conditions.editorial import seals
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, SHORT
from tests.shared import copied, made_once

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


made = made_once(factories.desk)
people = copied()


def page(people, revision, person=None):
    client = factories.browser(person or people.author, second_factor=True)
    return client.get(f"/desk/revisions/{revision.pk}/")


def read(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_words_stand_as_readers_would_see_them(people):
    revision = factories.written(people)
    shown = page(people, revision).content.decode()
    assert revision.short_answer_html in shown
    assert revision.body_html in shown
    assert 'id="source-1"' in shown


@pytest.mark.promise("R2")
def test_nobody_is_said_to_have_reviewed_what_nobody_reviewed(people):
    live = factories.published(people)
    reviewed = read(page(people, live.revision))
    assert "Medically reviewed on" in reviewed
    revision = factories.written(people, live.answer, short="It is harmless.")
    assert "Nobody has medically reviewed these words." in read(page(people, revision))
    assert "Medically reviewed on" not in read(page(people, revision))


def test_approved_words_say_that_they_are_not_published(people):
    revision = factories.approved(people)
    assert f"{people.reviewer.name}, MD, approved these words on 2 March 2026. They are not published." in read(
        page(people, revision)
    )


@pytest.mark.promise("R14")
def test_what_is_missing_for_a_review_stands_on_top(people):
    revision = factories.written(people, body="It harms 1 in 20.\n\nNobody else.[^ers-2017]")
    said = read(page(people, revision))
    assert "Sentence 1 gives a number without a source." in said
    assert "Send to review" not in said
    assert f"/desk/answers/{revision.answer_id}/write/?check=1#findings" in page(people, revision).content.decode()


@pytest.mark.promise("R22", "R16")
def test_machine_help_and_the_day_of_the_search_are_shown(people):
    revision = factories.written(people, machine_help="drafted", is_unknown=True, unknowns="Why.[^ers-2017]")
    said = read(page(people, revision))
    assert "A machine helped to draft this text; people checked every sentence." in said
    assert "Evidence searched up to 2 March 2026." in said
    assert "What nobody knows yet" in said


def test_next_step_is_the_one_that_is_left(people):
    revision = factories.written(people)
    assert "Send to review" in read(page(people, revision))
    newer = factories.written(people, revision.answer, short="It harms nobody.")
    assert "There is a newer revision of this answer." in read(page(people, revision))
    sent = factories.in_review(people)
    assert "Sent to review on 2 March 2026 (Medical review)." in read(page(people, sent))
    assert "Send to review" in read(page(people, newer))


def test_sealed_words_are_not_shown(people):
    live = factories.published(people)
    factories.withdrawn(live)
    who = {"ground": "personal", "reason": "It named a patient."}
    asked = seals.ask_seal(live.revision, by=factories.holder(Role.EDITOR), at=NOON, **who)
    seals.seal(asked, by=factories.holder(Role.EDITOR), at=NOON)
    said = read(page(people, live.revision))
    assert "These words were sealed" in said
    assert SHORT not in said


def test_whoever_writes_or_decides_there_may_look(people):
    revision = factories.written(people)
    assert page(people, revision, factories.holder(Role.ADMINISTRATOR)).status_code == 200
    for role in (Role.REVIEWER, Role.MODERATOR):
        assert page(people, revision, factories.holder(role)).status_code == 403
