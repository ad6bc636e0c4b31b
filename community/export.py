"""All that the site holds on a person, member or not, as plain data that a page shows and a file carries (C17).

Never who reported a story, nor which moderator read it: those are other people.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models

from community.at_the_desk import held_at_the_desk, told
from community.models import (
    Appeal,
    Case,
    Decision,
    Hold,
    Member,
    Message,
    OldStory,
    Reminder,
    SafetyStep,
    Story,
    StoryDraft,
    StoryReport,
)
from conditions import outbox
from conditions.accounts import closing
from conditions.models import Condition, Device, Mail, Question, ReaderReport, User

DRAFT = (
    "language", "relation", "attests", "comes_of_age", "title", "text", "since", "country", "ties", "keeps",
    "purposes", "years", "after_death", "saved_at",
)  # fmt: skip
TEXT = (
    "number", "because", "title", "text", "relation", "since", "country", "ties", "salt", "digest", "length",
    "created_at", "accepted_at", "refused_at", "is_sealed",
)  # fmt: skip
CONSENT = (
    "purpose", "given_at", "way", "until", "attests", "comes_of_age", "after_death", "ended_at", "ending",
)  # fmt: skip


def held_on(user: User) -> dict[str, Any]:
    """Everything, newest last: the account, drafts, stories with consents and history, work, mail, erasures."""
    member = Member.objects.select_related("user").filter(user=user).first()
    return {
        "account": _account(user, member),
        **(_joined(member) if member else {}),
        **held_at_the_desk(user),
        **_written_to(closing.addresses(user), user),
    }


def _joined(member: Member) -> dict[str, Any]:
    return {
        "communities": [
            {"condition": str(each.condition), **told(each, "relation", "country", "joined_on", "placed_on")}
            for each in member.memberships.prefetch_related(_named(member.user))
        ],
        "following": [
            {
                "condition": str(each.condition),
                "question": _asked(each),
                **told(each, "language", "by_mail", "begun_at", "told_at"),
            }
            for each in member.followings.prefetch_related(*_worded(member.user))
        ],
        "drafts": [_draft(each) for each in _drafts(member)],
        "stories": [_story(each) for each in _stories(member)],
        "sanctions": [
            told(each, "grade", "rule", "sentence", "until", "at", "lifted_at")
            for each in member.sanctions.order_by("pk")
        ],
        "erasures": [
            {"story": each.story.code if each.story else "", **told(each, "number", "kind", "at")}
            for each in member.erasures.select_related("story").order_by("pk")
        ],
    }


def _account(user: User, member: Member | None) -> dict[str, Any]:
    keys = Authenticator.objects.filter(user=user).order_by("pk")
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    devices = Device.objects.filter(user=user).order_by("pk")
    return {
        **(told(member, "display_name", "age_reached", "joined_on", "left_on") if member else {}),
        **told(user, "email", "name", "language", "news_on", "date_joined", "last_login"),
        "addresses": [told(each, "email", "verified", "primary") for each in addresses],
        "ways_to_sign_in": [told(each, "type", "created_at", "last_used_at") for each in keys],
        "devices": [told(each, "browser", "system", "last_seen_on") for each in devices],
    }


def _named(user: User) -> Any:
    """Conditions by the name that readers of the person's language are shown."""
    return models.Prefetch("condition", Condition.objects.named(user.language))


def _worded(user: User) -> tuple[Any, Any]:
    """The same with the questions as those readers are asked them."""
    questions = Question.objects.worded(user.language, keep_unworded=True)
    return _named(user), models.Prefetch("question", questions)


def _asked(row: Any) -> str:
    """The question of a row that `_worded` brought, as readers of its condition see it; empty where it has none."""
    if row.question is None:
        return ""
    words: str = row.question.text or row.question.slug
    return words.replace("{condition}", str(row.condition or "…"))


def _drafts(member: Member) -> "models.QuerySet[StoryDraft]":
    return member.drafts.prefetch_related(*_worded(member.user)).order_by("pk")


def _draft(draft: StoryDraft) -> dict[str, Any]:
    return {
        "story": draft.story.code if draft.story else "",
        "condition": str(draft.condition or ""),
        "question": _asked(draft),
        **told(draft, *DRAFT),
    }


def _stories(member: Member) -> "models.QuerySet[Story]":
    stories = member.stories.select_related("thanks").order_by("pk")
    stories = stories.prefetch_related(
        *_worded(member.user), "texts__findings", "consents__document", "consents__reminders", "holds"
    )
    stories = stories.prefetch_related("publications__text", "cases__messages", "cases__decisions__text")
    return stories.prefetch_related("cases__decisions__appeal", "cases__safety")


def _story(story: Story) -> dict[str, Any]:
    return {
        **told(story, "code", "language", "created_at"),
        "helped": story.thanks.number if hasattr(story, "thanks") else 0,
        "condition": str(story.condition),
        "question": _asked(story),
        "texts": [
            {
                **told(text, *TEXT),
                "by": "moderator" if text.proposed_by_id else "you",
                "marked": [
                    {"looks_like": each.rule, **told(each, "version", "part", "level", "place", "length", "is_kept")}
                    for each in text.findings.all()
                ],
            }
            for text in story.texts.all()
        ],
        "consents": [
            {
                **told(consent, *CONSENT),
                "words": told(consent.document, "language", "number", "label", "text"),
                "reminders": [told(each, "kind", "at") for each in _reminders(consent.reminders.all())],
            }
            for consent in story.consents.all()
        ],
        "publications": [
            {"text": each.text.number, **told(each, "published_at", "ended_at"), "end": each.ending}
            for each in story.publications.all()
        ],
        "cases": [_case(each) for each in sorted(story.cases.all(), key=lambda case: case.pk) if _is_theirs(each)],
        "safety": [told(each, "kind", "at") for each in _safety(story)],
        "holds": [told(each, "basis", "until", "at", "lifted_at") for each in _known(story.holds.all())],
    }


def _is_theirs(case: Case) -> bool:
    """That readers reported it is told by what was decided, or asked, and not before (M9)."""
    return case.cause != Case.Cause.REPORTED or bool(case.decisions.all() or case.messages.all())


def _known(holds: Iterable[Hold]) -> list[Hold]:
    """Of which the law lets the member know (C8)."""
    return [each for each in holds if each.is_told]


def _safety(story: Story) -> list[SafetyStep]:
    """What was done for somebody's safety, as far as they may know of it (M11)."""
    cases: list[Any] = list(story.cases.all())
    steps = [each for case in cases for each in case.safety.all() if each.is_told]
    return sorted(steps, key=lambda each: each.pk)


def _reminders(reminders: Iterable[Reminder]) -> list[Reminder]:
    return sorted(reminders, key=lambda each: each.pk)


def _case(case: Case) -> dict[str, Any]:
    return {
        **told(case, "cause", "level", "opened_at", "due_on", "closed_at", "outcome"),
        "messages": [_message(each) for each in case.messages.all()],
        "decisions": [_decision(each) for each in case.decisions.all()],
    }


def _message(message: Message) -> dict[str, Any]:
    return {"by": "you" if message.is_from_author else "moderator", **told(message, "text", "at")}


def _decision(decision: Decision) -> dict[str, Any]:
    appeal: Appeal | None = getattr(decision, "appeal", None)
    wish = told(appeal, "text", "at", "decided_at", "outcome", "sentence") if appeal else None
    return {
        "text": decision.text.number,
        **told(decision, "kind", "digest", "rule", "sentence", "cleared", "contest_until", "at"),
        "appeal": wish,
    }


def _written_to(addresses: Iterable[str], user: User) -> dict[str, Any]:
    """Mail to them, and what they reported and are to be answered at one of their addresses."""
    found = [
        (
            Mail.objects.filter(recipient__iexact=address).order_by("pk"),
            ReaderReport.objects.filter(email__iexact=address).order_by("pk"),
            StoryReport.objects.filter(email__iexact=address).order_by("pk"),
            OldStory.objects.filter(email__iexact=address).prefetch_related(*_worded(user)).order_by("pk"),
        )
        for address in sorted(addresses)
    ]
    report = ("number", "reason", "words", "email", "at")
    return {
        "mail": [_mail(each) for mails, _pages, _stories, _olds in found for each in mails],
        "reports_of_pages": [told(each, "page", *report) for _mails, pages, _stories, _olds in found for each in pages],
        "reports_of_stories": [told(each, *report) for _mails, _pages, stories, _olds in found for each in stories],
        "old_stories": [_old(each) for _mails, _pages, _stories, olds in found for each in olds],
    }


def _old(old: OldStory) -> dict[str, Any]:
    words = told(old, "language", "relation", "year", "title", "text", "asked_at", "until")
    return words | {"condition": str(old.condition), "question": _asked(old)}


def _mail(written: Mail) -> dict[str, Any]:
    """A link that opens an account stands in its mail alone: somebody else may be sitting at this page."""
    mail = told(written, "queued_at", "sent_at", "recipient", "subject", "text")
    return mail | ({"text": ""} if written.purpose in outbox.OPENS else {})
