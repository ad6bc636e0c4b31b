"""Every word of a story goes, and a receipt stays with digests, lengths, reasons and dates (C8).

What goes and what stays is said in docs/decisions/0040-what-erasing-leaves.md.
"""

import datetime
from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from community.models import (
    Appeal,
    Consent,
    Decision,
    Erasure,
    Member,
    Message,
    SafetyStep,
    Story,
    StoryDraft,
    StoryPublication,
    StoryReport,
    StoryText,
    Thanks,
)
from community.moderation import holds, publications, threads
from conditions import evidence, outbox
from conditions.editorial import rows
from conditions.models import Mail, User
from conditions.stale import Stale

# What holds words of a story, with the way from a row to it.
WORDS: dict[type[models.Model], str] = {
    StoryText: "story",
    Message: "case__story",
    SafetyStep: "case__story",
    Decision: "case__story",
    Appeal: "decision__case__story",
}


@transaction.atomic
def erase(story: Story, *, by: User, at: datetime.datetime) -> Erasure:
    """The author has every word of the story erased. What is public of it is taken down first.

    Raises: PermissionDenied; ValidationError while it must be kept; Stale if it was erased already.
    """
    threads.require_author(story, by)
    story = threads.lock(story)
    if reason := holds.in_the_way(story, on=timezone.localdate(at)):
        raise ValidationError(reason)
    return empty(story, rows.drawn(Erasure, "number"), by=by, at=at)


def empty(story: Story, number: str, *, by: User | None, at: datetime.datetime) -> Erasure:
    """Part of a move: takes a locked story down, writes the receipt, and then takes every word away.

    Raises: Stale if it was erased already, or must be kept.
    """
    if Erasure.objects.filter(story=story).exists():
        raise Stale
    moved = publications.leave(story, publications.Ending.TAKEN_DOWN, Consent.Ending.WITHDRAWN, at=at)
    erasure = noted(story.author, number, Erasure.Kind.WORDS, story=story, by=by, at=at)
    StoryDraft.objects.filter(story=story).delete()
    Thanks.objects.filter(story=story).delete()
    emptied = [rows.empty(row) for model, way in WORDS.items() for row in _of(model, way, story)]
    forget_reports(StoryReport.objects.filter(publication__story=story), at=at)
    stream = threads.stream(story)
    rows.tell("erased", *moved, *emptied, stream=stream, by=by, at=at, receipt=erasure.number)
    return erasure


def empty_unread(story: Story, *, by: User | None, at: datetime.datetime) -> bool:
    """Part of a move: of a locked story that stays without a name, only what readers see is left (C8).

    Earlier and later words, the thread, notes for safety, refusals and appeals go, as far as they are older than the
    closing of the account; so does what readers reported and were answered, and why a moderator proposed the words
    that readers see. Whether there was anything to do.
    """
    live = StoryPublication.objects.live().filter(story=story).values_list("text", flat=True)
    unread = list(_unread(story, list(live)))
    reasons = list(StoryText.objects.filter(pk__in=live).exclude(because="").order_by("pk"))
    answered = StoryReport.objects.filter(publication__story=story, handled_at__isnull=False, emptied_at=None)
    if not unread and not reasons and not answered.exists():
        return False
    emptied = [*(rows.empty(row) for row in unread), *(_without_reason(text) for text in reasons)]
    forget_reports(answered, at=at)
    rows.tell("nameless", *emptied, stream=threads.stream(story), by=by, at=at)
    return True


def _without_reason(text: StoryText) -> StoryText:
    text.because = ""
    text.save(update_fields=["because"])
    return text


def _unread(story: Story, live: Collection[int]) -> Iterator[models.Model]:
    until = Erasure.objects.get(member=story.author_id, story=None).at
    which = {
        StoryText: ~Q(pk__in=live),
        Message: Q(at__lte=until),
        SafetyStep: Q(at__lte=until) & ~Q(note=""),
        Decision: Q(at__lte=until) & ~Q(sentence="", cleared=""),
        Appeal: Q(at__lte=until),
    }
    for model, way in WORDS.items():
        found = model._default_manager.filter(which[model], is_sealed=False, **{way: story})
        yield from found.order_by("pk")


def noted(
    member: Member, number: str, kind: str, *, by: User | None, at: datetime.datetime, story: Story | None = None
) -> Erasure:
    """Part of a move: the receipt, with its event among those of the member."""
    on = timezone.localdate(at)
    erasure = rows.write(Erasure(number=number, member=member, story=story, kind=kind, at=at, on=on))
    rows.tell("erased", erasure, stream=evidence.home(erasure), by=by, at=at, kind=kind)
    return erasure


def forget_reports(reports: "models.QuerySet[StoryReport]", *, at: datetime.datetime) -> None:
    """Part of a move: what readers wrote, and were answered, since both may quote the story. The reasons stay."""
    for number in reports.values_list("number", flat=True):
        outbox.forget(Mail.objects.filter(text__contains=number), at=at)
    reports.filter(emptied_at=None).update(words="", reply="", email="", emptied_at=at)


def _of(model: type[models.Model], way: str, story: Story) -> list[models.Model]:
    return list(model._default_manager.filter(**{way: story}).order_by("pk"))
