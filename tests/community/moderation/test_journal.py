"""What people had erased or ended is done again after a backup is put back (O3)."""

import datetime
import json

import pytest
from django.db import transaction

from community.models import Consent, Erasure, Story
from community.moderation import consents, erasures, holds, journal, leaving, publications, renewals
from tests import factories, stories
from tests.conditions.evidence import world
from tests.factories import NOON, TODAY
from tests.shared import copied, made_once

pytestmark = pytest.mark.django_db


made = made_once(stories.duty)
people = copied()


def after_restoring(*moves):
    """The journal of what the moves do, in a database that is put back to where it was before them."""
    with transaction.atomic():
        for move in moves:
            move()
        lines = list(journal.journal())
        transaction.set_rollback(True)
    return lines


@pytest.mark.promise("O3")
def test_erased_story_is_erased_again_under_its_receipt(people):
    story = stories.published(people)
    lines = after_restoring(lambda: erasures.erase(story, by=story.author.user, at=NOON))
    assert story in Story.objects.published(TODAY)
    assert journal.replay(lines).waiting == {}
    assert not Story.objects.published(TODAY).exists()
    assert story.texts.get().text == ""
    assert Erasure.objects.get().number == json.loads(lines[-1])["number"]
    assert world.found() == []


@pytest.mark.promise("O3")
def test_closed_account_is_closed_again(people):
    story = stories.published(people)
    person = story.author.user
    lines = after_restoring(lambda: leaving.close_account(person.member, "words", by=person, at=NOON))
    journal.replay(lines)
    person.refresh_from_db()
    story.author.refresh_from_db()
    assert (person.is_active, story.author.display_name, story.texts.get().text) == (False, "", "")


@pytest.mark.promise("O3")
def test_what_was_withdrawn_stays_withdrawn(people):
    shown, other = stories.published(people), stories.published(people, about=factories.condition(slug="other"))
    consent = shown.consents.get(purpose="indexing")
    lines = after_restoring(
        lambda: consents.withdraw(consent, by=shown.author.user, at=NOON),
        lambda: publications.take_down(other, by=other.author.user, at=NOON),
    )
    journal.replay(lines)
    assert list(Story.objects.published(TODAY)) == [shown]
    assert not Story.objects.listed(TODAY).exists()
    assert world.found() == []


def test_replaying_twice_changes_nothing(people):
    story = stories.published(people)
    lines = after_restoring(lambda: erasures.erase(story, by=story.author.user, at=NOON))
    journal.replay(lines)
    assert journal.replay(lines) == (0, len(lines), {})
    assert journal.replay(list(journal.journal())).done == 0


def test_another_person_under_the_same_key_is_left_alone(people):
    story = stories.published(people)
    person = story.author.user
    lines = after_restoring(lambda: leaving.close_account(person.member, "words", by=person, at=NOON))
    person.date_joined += datetime.timedelta(seconds=1)
    person.save()
    journal.replay([line for line in lines if json.loads(line)["what"] == "erased"])
    assert Story.objects.published(TODAY).get() == story


def test_what_is_held_waits_and_is_named(people):
    story = stories.published(people)
    lines = after_restoring(lambda: erasures.erase(story, by=story.author.user, at=NOON))
    held = {"basis": "A court", "until": TODAY + datetime.timedelta(days=9), "is_told": True}
    hold = holds.hold(story, **held, by=people.lead, at=NOON)
    assert list(journal.replay(lines).waiting) == [json.loads(lines[-1])["number"]]
    holds.lift(hold, by=people.lead, at=NOON)
    assert journal.replay(lines).done == 1


def test_journal_names_nobody(people):
    story = stories.published(people)
    person = story.author.user
    lines = after_restoring(lambda: leaving.close_account(person.member, "words", by=person, at=NOON))
    assert not any(word in "".join(lines) for word in (person.email, story.author.display_name, "Tuesday"))
    assert not Consent.objects.filter(ended_at__isnull=False).exists()


@pytest.mark.promise("C6", "O3")
def test_what_must_be_kept_of_who_left_does_not_come_back_with_an_older_consent(people):
    story = stories.published(people)
    person, until = story.author.user, TODAY + datetime.timedelta(days=9)
    holds.hold(story, basis="A court", until=until, is_told=True, by=people.lead, at=NOON)
    asked = [each.pk for each in renewals.asked_again(story)]
    lines = after_restoring(
        lambda: renewals.renew(story, by=person, at=NOON + datetime.timedelta(hours=1), years=1, seen=asked),
        lambda: leaving.close_account(person.member, "words", by=person, at=NOON),
    )
    journal.replay(lines)
    assert not Story.objects.published(TODAY).exists()
    assert story.texts.get().text != ""
