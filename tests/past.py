"""Answers with a past, by the moves by which it happens: old versions, one of them sealed, and one taken down."""

from types import SimpleNamespace

from django.urls import reverse

from conditions.editorial import publications, seals
from conditions.models import Answer, Publication, Revision
from conditions.models.people import Role
from tests import factories
from tests.factories import BODY, NOON

BEFORE, AFTER = "It is a harmless change.", "It is a common, harmless change."
WHY = "A newer count."


def corrected(people: SimpleNamespace, answer: Answer | None = None) -> list[Publication]:
    """An old version and the live one that corrected what it says."""
    first = factories.published(people, answer, short=BEFORE, body=f"{BODY}\n\nAsk a doctor.")
    now = factories.published(people, first.answer, short=AFTER, body=f"{BODY}\n\nAsk a nurse.", change=WHY)
    first.refresh_from_db()
    return [first, now]


def reworded(people: SimpleNamespace, publication: Publication) -> Publication:
    """The live version after it, of which only the wording changed."""
    revision = factories.reworded(people, publication)
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def reconfirmed(people: SimpleNamespace, publication: Publication) -> Publication:
    """The live version after it, in the same words."""
    revision = factories.reconfirmed(people, publication)
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def sealed(revision: Revision, *, includes_notices: bool = False) -> Revision:
    """The revision without its words."""
    asked = seals.ask_seal(
        revision,
        ground="personal",
        reason="It named a patient.",
        by=factories.holder(Role.EDITOR),
        at=NOON,
        includes_notices=includes_notices,
    )
    return seals.seal(asked, by=factories.holder(Role.EDITOR), at=NOON)


def addresses() -> list[str]:
    """Every page about the past, in each of its states."""
    people = factories.desk()
    first, now = corrected(people)
    gone, left = corrected(people)
    factories.withdrawn(left)
    sealed(gone.revision)
    third = reworded(people, corrected(people)[1])
    names = {"slug": now.answer.condition.slug, "question": now.answer.question.slug}
    return [
        reverse("conditions:answer_history", kwargs=names),
        reverse("conditions:corrections"),
        *(reverse("conditions:version", args=[each.code]) for each in (first, gone, left)),
        *(reverse("conditions:version_changes", args=[each.code]) for each in (first, now, left, third)),
    ]
