"""All that the site holds on a member, as plain data that a page shows and a file carries (C17).

Never who reported a story, nor which moderator read it: those are other people.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models

from community.models import Appeal, Case, Decision, Hold, Member, Message, Reminder, Story, StoryDraft, StoryReport
from conditions import outbox
from conditions.accounts import closing
from conditions.models import Condition, Device, Mail, ReaderReport

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


def held_on(member: Member) -> dict[str, Any]:
    """Everything, newest last: the account, drafts, stories with consents and history, mail, erasures."""
    return {
        "account": _account(member),
        "communities": [
            {"condition": str(each.condition), **_told(each, "relation", "country", "joined_on")}
            for each in member.memberships.prefetch_related(_named(member))
        ],
        "following": [
            {
                "condition": str(each.condition),
                "question": each.question.slug if each.question else "",
                **_told(each, "language", "by_mail", "begun_at", "told_at"),
            }
            for each in member.followings.select_related("question").prefetch_related(_named(member))
        ],
        "drafts": [_draft(each) for each in _drafts(member)],
        "stories": [_story(each) for each in _stories(member)],
        "sanctions": [
            _told(each, "grade", "rule", "sentence", "until", "at", "lifted_at")
            for each in member.sanctions.order_by("pk")
        ],
        "erasures": [
            {"story": each.story.code if each.story else "", **_told(each, "number", "kind", "at")}
            for each in member.erasures.select_related("story").order_by("pk")
        ],
        **_written_to(closing.addresses(member.user)),
    }


def _account(member: Member) -> dict[str, Any]:
    user = member.user
    keys = Authenticator.objects.filter(user=user).order_by("pk")
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    devices = Device.objects.filter(user=user).order_by("pk")
    return {
        **_told(member, "display_name", "age_reached", "joined_on", "left_on"),
        **_told(user, "email", "name", "language", "news_on", "date_joined", "last_login"),
        "addresses": [_told(each, "email", "verified", "primary") for each in addresses],
        "ways_to_sign_in": [_told(each, "type", "created_at", "last_used_at") for each in keys],
        "devices": [_told(each, "browser", "system", "last_seen_on") for each in devices],
    }


def _named(member: Member) -> Any:
    """Conditions by the name that readers of the member's language are shown."""
    return models.Prefetch("condition", Condition.objects.named(member.user.language))


def _drafts(member: Member) -> "models.QuerySet[StoryDraft]":
    return member.drafts.select_related("question").prefetch_related(_named(member)).order_by("pk")


def _draft(draft: StoryDraft) -> dict[str, Any]:
    return {
        "story": draft.story.code if draft.story else "",
        "condition": str(draft.condition or ""),
        "question": draft.question.slug if draft.question else "",
        **_told(draft, *DRAFT),
    }


def _stories(member: Member) -> "models.QuerySet[Story]":
    stories = member.stories.select_related("question", "thanks").order_by("pk")
    stories = stories.prefetch_related(
        _named(member), "texts__findings", "consents__document", "consents__reminders", "holds"
    )
    stories = stories.prefetch_related("publications__text", "cases__messages", "cases__decisions__text")
    return stories.prefetch_related("cases__decisions__appeal")


def _story(story: Story) -> dict[str, Any]:
    return {
        **_told(story, "code", "language", "created_at"),
        "helped": story.thanks.number if hasattr(story, "thanks") else 0,
        "condition": str(story.condition),
        "question": story.question.slug if story.question else "",
        "texts": [
            {
                **_told(text, *TEXT),
                "by": "moderator" if text.proposed_by_id else "you",
                "marked": [
                    {"looks_like": each.rule, **_told(each, "version", "part", "level", "place", "length", "is_kept")}
                    for each in text.findings.all()
                ],
            }
            for text in story.texts.all()
        ],
        "consents": [
            {
                **_told(consent, *CONSENT),
                "words": _told(consent.document, "language", "number", "label", "text"),
                "reminders": [_told(each, "kind", "at") for each in _reminders(consent.reminders.all())],
            }
            for consent in story.consents.all()
        ],
        "publications": [
            {"text": each.text.number, **_told(each, "published_at", "ended_at"), "end": each.ending}
            for each in story.publications.all()
        ],
        "cases": [_case(each) for each in sorted(story.cases.all(), key=lambda case: case.pk) if _is_theirs(each)],
        "holds": [_told(each, "basis", "until", "at", "lifted_at") for each in _known(story.holds.all())],
    }


def _is_theirs(case: Case) -> bool:
    """That readers reported it is told by what was decided, or asked, and not before (M9)."""
    return case.cause != Case.Cause.REPORTED or bool(case.decisions.all() or case.messages.all())


def _known(holds: Iterable[Hold]) -> list[Hold]:
    """Of which the law lets the member know (C8)."""
    return [each for each in holds if each.is_told]


def _reminders(reminders: Iterable[Reminder]) -> list[Reminder]:
    return sorted(reminders, key=lambda each: each.pk)


def _case(case: Case) -> dict[str, Any]:
    return {
        **_told(case, "cause", "level", "opened_at", "due_on", "closed_at", "outcome"),
        "messages": [_message(each) for each in case.messages.all()],
        "decisions": [_decision(each) for each in case.decisions.all()],
    }


def _message(message: Message) -> dict[str, Any]:
    return {"by": "you" if message.is_from_author else "moderator", **_told(message, "text", "at")}


def _decision(decision: Decision) -> dict[str, Any]:
    appeal: Appeal | None = getattr(decision, "appeal", None)
    told = _told(appeal, "text", "at", "decided_at", "outcome", "sentence") if appeal else None
    return {
        "text": decision.text.number,
        **_told(decision, "kind", "digest", "rule", "sentence", "cleared", "contest_until", "at"),
        "appeal": told,
    }


def _written_to(addresses: Iterable[str]) -> dict[str, Any]:
    """Mail to them, and what they reported and are to be answered at one of their addresses."""
    found = [
        (
            Mail.objects.filter(recipient__iexact=address).order_by("pk"),
            ReaderReport.objects.filter(email__iexact=address).order_by("pk"),
            StoryReport.objects.filter(email__iexact=address).order_by("pk"),
        )
        for address in sorted(addresses)
    ]
    report = ("number", "reason", "words", "email", "at")
    return {
        "mail": [_mail(each) for mails, _pages, _stories in found for each in mails],
        "reports_of_pages": [_told(each, "page", *report) for _mails, pages, _stories in found for each in pages],
        "reports_of_stories": [_told(each, *report) for _mails, _pages, stories in found for each in stories],
    }


def _mail(written: Mail) -> dict[str, Any]:
    """A link that opens an account stands in its mail alone: somebody else may be sitting at this page."""
    told = _told(written, "queued_at", "sent_at", "recipient", "subject", "text")
    return told | ({"text": ""} if written.purpose in outbox.OPENS else {})


def _told(row: models.Model, *columns: str) -> dict[str, Any]:
    return {column: _plain(getattr(row, column)) for column in columns}


def _plain(value: Any) -> Any:
    """What JSON can carry. A key under which somebody signs in is known by its kind alone."""
    return value.isoformat() if isinstance(value, datetime.date) else value
