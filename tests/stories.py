"""Builders of stories, which reach a state by the same road as life."""

import datetime
from types import SimpleNamespace
from typing import Any

from community.models import (
    Appeal,
    Case,
    ConsentDocument,
    Death,
    Decision,
    Erasure,
    Hold,
    Member,
    Membership,
    Message,
    OldStory,
    Purpose,
    Reminder,
    Sanction,
    StandIn,
    SteppedBack,
    Story,
    StoryDraft,
    StoryReport,
)
from community.moderation import (
    appeals,
    cases,
    claims,
    consents,
    decisions,
    leaving,
    old_stories,
    reports,
    safety,
    sending,
    threads,
    writing,
)
from conditions.editorial import rows
from conditions.models import Condition, User
from conditions.models.people import Role
from tests import factories
from tests.factories import NOON, TODAY

WORDS = (
    "The letter came on a wet Tuesday, and I read it three times before I understood a single line of it. My sister "
    "sat with me. What helped was that the nurse rang back the same day and let me ask everything twice. On day one I "
    "would tell anybody to write their questions down, to take somebody along, and to sleep on every answer."
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
    seen = why.pop("seen", "") or threads.current(case.story).digest
    return decisions.decide(case, by=by, at=at, seen=seen, kind=kind, **why)


def resent(story: Story, *, at: datetime.datetime = NOON, **typed: Any) -> Case:
    """New words of a story, which wait for a moderator."""
    author = story.author.user
    begun = writing.edit(story, by=author, at=at)
    told = {**ALLOWED, "text": WORDS + " And to eat.", **typed}
    written = writing.save(begun, told, by=author, at=at, seen=begun.version)
    return sending.submit(written, by=author, at=at, seen=written.version)


def kept(report: StoryReport, people: SimpleNamespace, *, at: datetime.datetime = NOON) -> StoryReport:
    """A report that was answered: its story stays as it is, which closes the case."""
    decided(report.case, people.moderator, "keep", at=at)
    report.refresh_from_db()
    return report


def removed(story: Story, by: User, *, at: datetime.datetime = NOON) -> Decision:
    """A reported story, taken away by a moderator."""
    return decided(threads.open_case(story), by, "remove", at=at)


def appealed(
    decision: Decision, *, purposes: tuple[str, ...] = ("display", "indexing"), at: datetime.datetime = NOON
) -> Appeal:
    """A decision that its author contests."""
    author = decision.case.story.author.user
    return appeals.appeal(decision, text="That number is a year.", purposes=purposes, by=author, at=at)


def published(
    people: SimpleNamespace,
    author: User | None = None,
    about: Condition | None = None,
    *,
    cleared: str = "",
    **typed: Any,
) -> Story:
    """A story that readers see; `cleared` says why marked words are no contact data."""
    case, why = sent(author, about, **typed), {"cleared": cleared} if cleared else {}
    decided(case, people.moderator, **why)
    case.refresh_from_db()
    if case.closed_at is None:
        decided(case, people.second, **why)
    return Story.objects.get(pk=case.story_id)


def told(story: Story, *written: Any, by: User) -> list[Any]:
    """Rows with their event, as a move writes them."""
    done = [rows.write(row) for row in written]
    rows.tell("told", *done, stream=threads.stream(story), by=by, at=NOON)
    return done


def whole() -> SimpleNamespace:
    """A row in each table of stories: one was declined and contested, one is public, and one member was banned."""
    people = duty()
    about = factories.condition("Stories disease", "stories-disease")
    case = sent(factories.member("Quiet fern"), about, text=f"{WORDS} Ring me on 020 7946 0123.")
    story, author = case.story, case.story.author.user
    told(
        story, Message(case=case, by=people.moderator, is_from_author=False, text="When?", salt="s", at=NOON), by=author
    )
    told(story, Message(case=case, by=author, is_from_author=True, text="In May.", salt="s", at=NOON), by=author)
    told(story, SteppedBack(case=case, by=people.lead, at=NOON), by=people.lead)
    claims.take(case, by=people.moderator, at=NOON)
    dangerous = cases.raise_level(case, "danger", by=people.moderator, at=NOON)
    safety.note_step(dangerous, kind="called", note="She answered.", is_told=False, by=people.lead, at=NOON)
    away = {"lead": people.lead, "deputy": people.moderator, "from_on": TODAY, "until_on": TODAY, "at": NOON}
    rows.write(StandIn(**away))
    refusal = decided(case, people.moderator, "decline")
    appealed(refusal)
    live = published(people, factories.member("Calm heron"), about)
    consent = live.consents.get(purpose="display")
    told(live, Reminder(consent=consent, kind="first", at=NOON), by=people.lead)
    told(live, Hold(story=live, basis="A court", until=TODAY, is_told=True, by=people.lead, at=NOON), by=people.lead)
    banned = Sanction(
        member=story.author, grade="ban", rule="hate", sentence="It attacks.", by=people.moderator, at=NOON
    )
    of_member(
        story.author,
        banned,
        Death(member=story.author, basis="Her daughter wrote", noted_by=people.lead, noted_at=NOON),
        by=people.lead,
    )
    erased = Erasure(number="AAAAAAAA", member=live.author, kind="name", at=NOON, on=TODAY)
    of_member(live.author, erased, by=live.author.user)
    leaving.close_without_membership(by=factories.holder(Role.LAY_READER), at=NOON)
    report = reports.report(live, reason="other", at=NOON, words="It names my street.")
    draft(live.author.user, about)
    before = OldStory(reference="a-1", email="ana@example.org", language="en", condition=about, text=WORDS)
    old_stories.bring(before, at=NOON)
    Membership.objects.create(member=live.author, condition=about, relation="person", joined_on=TODAY)
    return SimpleNamespace(people=people, declined=story, live=live, report=report)


def of_member(member: Member, *written: Any, by: User) -> None:
    done = [rows.write(row) for row in written]
    rows.tell("told", *done, stream=f"member:{member.pk}", by=by, at=NOON)
