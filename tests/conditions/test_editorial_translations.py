"""A translation takes up the newest version of its source, or says that it fits it still."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from conditions.editorial import publications, rounds, translations
from conditions.models import Draft, Publication
from conditions.models.people import Role
from conditions.stale import Stale
from tests import factories
from tests.factories import NOON
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.promise("R23")]


def built():
    """A live text with a live translation, which the author wrote both."""
    people = factories.desk()
    people.english = factories.published(people)
    people.spanish = factories.translated(people, people.english).answer
    return people


people = made_once(built)


def again(people, revision):
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def said(people, **more):
    return {"by": people.author, "at": NOON, "seen": 0} | more


def test_taking_up_keeps_what_is_written_and_names_the_newer_version(people):
    newer = again(people, factories.approved(people, people.english.answer, short="It is mild."))
    draft = translations.take_up(people.spanish, newer, **said(people))
    assert (draft.translates, draft.short) == (newer, factories.SHORT)


def test_version_that_has_ended_is_not_taken_up(people):
    again(people, factories.approved(people, people.english.answer, short="It is mild."))
    with pytest.raises(Stale):
        translations.take_up(people.spanish, people.english, **said(people))
    assert not Draft.objects.exists()


def test_nobody_takes_it_up_who_may_not_write(people):
    with pytest.raises(PermissionDenied):
        translations.take_up(people.spanish, people.english, **said(people, by=factories.holder(Role.REVIEWER)))


@pytest.mark.promise("R4")
def test_reworded_source_is_followed_by_the_same_words_in_one_press(people):
    newer = again(people, factories.reworded(people, people.english))
    revision = translations.still_fits(people.spanish, newer, **said(people))
    assert (revision.translates, revision.short) == (newer, factories.SHORT)
    assert revision.change == (
        "Sigue una nueva redacción del texto que traduce; no hizo falta cambiar ninguna palabra."
    )
    assert rounds.correct(revision, by=people.author, at=NOON, seen=revision.digest).kind == "wording"


def test_source_that_says_something_else_is_not_followed_by_the_same_words(people):
    newer = again(people, factories.approved(people, people.english.answer, short="It is mild."))
    with pytest.raises(ValidationError, match="What the source says has changed"):
        translations.still_fits(people.spanish, newer, **said(people))
    assert Publication.objects.live().get(answer=people.spanish).revision.translates == people.english
    assert not Draft.objects.exists()


def test_words_that_were_changed_too_say_why_themselves(people):
    newer = again(people, factories.reworded(people, people.english))
    draft = translations.take_up(people.spanish, newer, **said(people))
    Draft.objects.filter(pk=draft.pk).update(short="Es inofensivo.")
    revision = translations.still_fits(people.spanish, newer, **said(people, seen=draft.version))
    assert (revision.short, revision.change) == ("Es inofensivo.", "")
