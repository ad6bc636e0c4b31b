"""Builders of stories, which reach a state by the same road as life."""

import datetime
from types import SimpleNamespace
from typing import Any

from community.models import Case, ConsentDocument, Decision, Purpose, Story, StoryDraft
from community.moderation import consents, decisions, sending, threads, writing
from conditions.models import Condition, User
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON

WORDS = (
    "The letter came on a wet Tuesday, and I read it three times before I understood a single line of it. My sister sat "
    "with me. What helped was that the nurse rang back the same day and let me ask everything twice. On day one I would "
    "tell anybody to write their questions down, to take somebody along, and to sleep on every answer."
)
ALLOWED = {
    "relation": "person",
    "title": "A wet Tuesday",
    "text": WORDS,
    "purposes": ["display", "indexing"],
    "years": 3,
    "after_death": "keep",
}


def duty() -> SimpleNamespace:
    """Two moderators, a safeguarding lead, and what members are asked: with them the form is open."""
    people = SimpleNamespace(
        moderator=factories.holder(Role.MODERATOR),
        second=factories.holder(Role.MODERATOR),
        lead=factories.holder(Role.SAFEGUARDING),
        administrator=factories.administrator(),
    )
    asked(people.administrator)
    return people


def asked(by: User, *purposes: str, language: str = "en") -> list[ConsentDocument]:
    """What members may allow: to show a story, and to have it listed."""
    return [
        consents.describe(purpose, language, label=f"Allow {purpose}.", text=f"What {purpose} means.", by=by, at=NOON)
        for purpose in purposes or (Purpose.DISPLAY, Purpose.INDEXING)
    ]


def draft(author: User, about: Condition | None = None, *, language: str = "en", **typed: Any) -> StoryDraft:
    """A draft that could be sent as it is."""
    begun = writing.start(author.member, at=NOON, language=language)
    told = {"condition": about or factories.condition(), **ALLOWED, **typed}
    return writing.save(begun, told, by=author, at=NOON, seen=begun.version)


def sent(author: User | None = None, about: Condition | None = None, **typed: Any) -> Case:
    """A story that waits for a moderator."""
    author = author or factories.member()
    written = draft(author, about, **typed)
    return sending.submit(written, by=author, at=typed.pop("at", NOON), seen=written.version)


def decided(case: Case, by: User, kind: str = "publish", *, at: datetime.datetime = NOON, **why: str) -> Decision:
    """What one moderator decides on the words as they are."""
    if kind in ("decline", "remove"):
        why = {"rule": "contact", "sentence": "It gives a telephone number."} | why
    seen = threads.current(case.story).digest
    return decisions.decide(case, by=by, at=at, seen=seen, kind=kind, **why)


def published(
    people: SimpleNamespace, author: User | None = None, about: Condition | None = None, **typed: Any
) -> Story:
    """A story that readers see."""
    case = sent(author, about, **typed)
    decided(case, people.moderator)
    case.refresh_from_db()
    if case.closed_at is None:
        decided(case, people.second)
    return Story.objects.get(pk=case.story_id)
