"""What becomes of stories from before this site: their authors send them anew, have them erased, or are silent (C8).

Nothing here can be public: taking one over makes a draft, which goes the way of every other story.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import Member, OldStory, Story, StoryDraft
from community.models.old_stories import OldStoryQuerySet
from community.moderation import letters, writing
from conditions import chores, ledger, outbox
from conditions.editorial import rows
from conditions.models import Mail, User
from conditions.stale import Stale

Ending = OldStory.Ending
LASTS = datetime.timedelta(days=90)  # after which what nobody took over is erased
AGAIN = datetime.timedelta(days=30)  # after which an author who said nothing is asked once more


@transaction.atomic
def bring(old: OldStory, *, at: datetime.datetime) -> bool:
    """Writes the unsaved row, asleep. Whether it is new: the number of one that ended stays taken.

    Raises: ValidationError, also where the same number stands for other words.
    """
    known = OldStory.objects.filter(reference=old.reference).first()
    if known:
        same = (known.email, known.title, known.text) == (old.email, old.title, old.text)
        if known.ended_at is None and not same:
            raise ValidationError(_("It is here already with other words or another address. The first ones stay."))
        return False
    old.imported_at, old.until = at, timezone.localdate(at) + LASTS
    rows.write(old)
    _record(old, "brought in", by=None, at=at)
    return True


def to_ask(*, at: datetime.datetime) -> OldStoryQuerySet:
    """Whose authors were not asked yet, or said nothing for a while."""
    waiting = OldStory.objects.waiting(timezone.localdate(at))
    return (waiting.filter(asked_at=None) | waiting.filter(asked_at__lte=at - AGAIN)).order_by("email", "pk")


def ask(*, at: datetime.datetime) -> int:
    """One mail to each author with one link for all of theirs. Returns how many authors were asked."""
    return chores.each(_emails(to_ask(at=at)), partial(_asked, at=at))


def unasked(*, at: datetime.datetime) -> int:
    """How many authors would be asked now."""
    return len(_emails(to_ask(at=at)))


def _emails(olds: OldStoryQuerySet) -> list[str]:
    return [email for email, _same in groupby(olds.values_list("email", flat=True))]


@transaction.atomic
def _asked(email: str, *, at: datetime.datetime) -> bool:
    """Asks one author, unless another run of the command has. From the first time on they have the whole time."""
    waiting = OldStory.objects.waiting(timezone.localdate(at)).filter(email=email).order_by("pk")
    theirs = list(waiting.select_for_update(no_key=True))  # all that are written below: one may end meanwhile
    if not any(each.asked_at is None or each.asked_at <= at - AGAIN for each in theirs):
        return False
    secret = secrets.token_urlsafe(24)
    for each in theirs:
        each.until = each.until if each.asked_at else timezone.localdate(at) + LASTS
        each.asked_at, each.digest = at, digest(secret)
        each.save(update_fields=["until", "asked_at", "digest"])
        _record(each, "author asked", by=None, at=at)
    until = min(each.until for each in theirs)
    letters.old_stories(email, theirs[0].language, secret, until, at=at)
    return True


def of_link(digested: str, *, on: datetime.date) -> OldStoryQuerySet:
    """All that wait for whoever holds the link."""
    waiting = OldStory.objects.waiting(on).select_related("condition", "question").order_by("pk")
    return waiting.filter(digest=digested) if digested else waiting.none()


@transaction.atomic
def take_over(old: OldStory, *, by: Member, at: datetime.datetime) -> StoryDraft:
    """Its words become a draft of the member, who sends it like every other story; here they are erased.

    Raises: Stale if it has ended meanwhile.
    """
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    now = _locked(old, on=timezone.localdate(at))
    draft = writing.start(by, at=at, language=now.language, condition=now.condition, question=now.question)
    typed = {"title": now.title, "text": _dated(now), "relation": now.relation}
    draft = writing.save(draft, typed, by=by.user, at=at, seen=draft.version)
    _end(now, Ending.TAKEN, by=by.user, at=at, draft=draft)
    return draft


def sent(draft: StoryDraft, story: Story) -> None:
    """Part of a move: where the draft was taken over, the story stands for it from now on."""
    OldStory.objects.filter(draft=draft, story=None).update(story=story)


def _dated(old: OldStory) -> str:
    """With when it was written as a sentence of its own, which its author may change: readers would not know it."""
    if old.year is None:
        return old.text
    with translation.override(old.language):
        return f"{old.text}\n\n" + _("I wrote this in {year}.").format(year=old.year)


@transaction.atomic
def refuse(old: OldStory, *, at: datetime.datetime) -> None:
    """Whoever holds the link has it erased. Raises: Stale if it has ended meanwhile."""
    _end(_locked(old, on=timezone.localdate(at)), Ending.REFUSED, by=None, at=at)


def wait_for(emails: Iterable[str], *, on: datetime.date) -> bool:
    """Whether any waits for the owner of these addresses."""
    waiting = OldStory.objects.waiting(on)
    return any(waiting.filter(email__iexact=email).exists() for email in emails)


def forget(email: str, *, at: datetime.datetime) -> None:
    """Part of a move: all that wait for the owner of an address who closes their account."""
    for old in OldStory.objects.select_for_update(no_key=True).filter(email__iexact=email, ended_at=None):
        _end(old, Ending.REFUSED, by=None, at=at)


def erase_unanswered(*, at: datetime.datetime) -> int:
    """Erases those whose author said nothing in time. Returns how many."""
    over = OldStory.objects.filter(ended_at=None, until__lt=timezone.localdate(at))
    return chores.each(list(over.order_by("pk").values_list("pk", flat=True)), partial(_silent, at=at))


@transaction.atomic
def _silent(pk: int, *, at: datetime.datetime) -> bool:
    over = OldStory.objects.select_for_update(no_key=True).filter(ended_at=None, until__lt=timezone.localdate(at))
    if (old := over.filter(pk=pk).first()) is None:
        return False
    _end(old, Ending.SILENT, by=None, at=at)
    return True


@transaction.atomic
def end_again(reference: str, ending: str, *, at: datetime.datetime) -> bool:
    """What a backup brought back is erased as it was before. Whether there was anything to do."""
    old = OldStory.objects.select_for_update(no_key=True).filter(reference=reference, ended_at=None).first()
    if old is None:
        return False
    _end(old, ending, by=None, at=at)
    return True


def digest(secret: str) -> str:
    """What is kept of a link: 192 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _locked(old: OldStory, *, on: datetime.date) -> OldStory:
    waiting = OldStory.objects.waiting(on).select_related("condition", "question")
    now = waiting.select_for_update(no_key=True, of=("self",)).filter(pk=old.pk).first()
    if now is None:
        raise Stale
    return now


def _end(
    old: OldStory, ending: str, *, by: User | None, at: datetime.datetime, draft: StoryDraft | None = None
) -> None:
    """Its words, the address and the link go, and with the last one of an author the mail that asked them."""
    email = old.email
    rows.once(old, ended_at=at, ending=ending, email="", title="", text="", digest="", draft=draft)
    _record(old, "ended", by=by, at=at, ending=ending)
    if not OldStory.objects.filter(email=email, ended_at=None).exists():
        outbox.forget(Mail.objects.filter(recipient__iexact=email, purpose="old-stories"), at=at)


def _record(old: OldStory, action: str, *, by: User | None, at: datetime.datetime, **data: str) -> None:
    """Neither words nor address: what stands in the ledger stays."""
    ledger.record(f"old-story:{old.pk}", action, by=by, at=at, data=data)
