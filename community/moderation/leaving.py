"""A member closes their account: every word goes with it, or the public stories stay without a name (C8)."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community import membership
from community.models import Case, Closure, Consent, Erasure, Hold, Member, Story, StoryReport
from community.moderation import erasures, old_stories, publications, threads
from conditions import evidence
from conditions.accounts import closing
from conditions.editorial import rows
from conditions.models import User
from conditions.stale import Stale

Kind = Erasure.Kind
A_DAY = datetime.timedelta(days=1)


@transaction.atomic
def close_account(member: Member, kind: str, *, by: User, at: datetime.datetime) -> Erasure:
    """Closes the account of a member: with all their words, or with their name alone.

    Without a name only the words that readers see stay: they show until their consent runs out, for nobody can be asked
    again. What else there is of these stories goes: earlier words, the thread with moderators, notes. New words and
    appeals that wait are taken back with the account: nobody could be asked about them, or told how they ended.
    What must be kept for somebody's safety is taken down, and erased when that ends (`erase_the_rest`).
    Raises: PermissionDenied; ValidationError while others count on them; Stale if it was closed already.
    """
    if member.user_id != by.pk:
        raise PermissionDenied(_("Only the member may do this."))
    closing.require_no_role(by, on=timezone.localdate(at))
    member = _locked(member.pk)
    stories = [threads.lock(each) for each in member.stories.filter(erasure__isnull=True).order_by("pk")]
    staying = Story.objects.published(timezone.localdate(at)).filter(author=member) if kind == Kind.NAME else ()
    for story in stories:
        if story not in staying:
            _empty(story, by=by, at=at)
    return forget(member, rows.drawn(Erasure, "number"), kind, by=by, at=at)


def forget(member: Member, number: str, kind: str, *, by: User | None, at: datetime.datetime) -> Erasure:
    """Part of a move: the name, the communities and the account go, and a nameless row stays with its receipt.

    Why a sanction was imposed goes as well: it may say what the member wrote.
    """
    erasure = erasures.noted(member, number, kind, by=by, at=at)
    if emptied := [rows.empty(each) for each in member.sanctions.filter(is_sealed=False).order_by("pk")]:
        rows.tell("erased", *emptied, stream=evidence.home(erasure), by=by, at=at, receipt=number)
    for story in Story.objects.published(erasure.on).filter(author=member).order_by("pk"):
        _leave_what_is_read(story, by=by, at=at)
    _forget_what_they_sent(member.user, at=at)
    member.drafts.all().delete()
    member.memberships.all().delete()
    member.followings.all().delete()
    membership.release(member.display_name)
    member.display_name, member.folded_name, member.left_on = "", f"#{member.pk}", erasure.on
    member.save(update_fields=["display_name", "folded_name", "left_on"])
    closing.close(member.user, at=at)
    return erasure


@transaction.atomic
def close_without_membership(*, by: User, at: datetime.datetime) -> Closure:
    """Closes the account of somebody who worked or read here and never joined. What they signed stays (E1).

    Raises: PermissionDenied for a member; ValidationError while others count on them; Stale if it was closed already.
    """
    if Member.objects.filter(user=by).exists():
        raise PermissionDenied(_("A member closes their account with what they wrote."))
    closing.require_no_role(by, on=timezone.localdate(at))
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not user.is_active:
        raise Stale
    return forget_account(user, rows.drawn(Closure, "number"), by=by, at=at)


def forget_account(user: User, number: str, *, by: User | None, at: datetime.datetime) -> Closure:
    """Part of a move: the account goes, and its receipt stays. Raises: ValidationError while others count on them."""
    closure = rows.write(Closure(user=user, number=number, at=at))
    rows.tell("account closed", closure, stream=f"user:{user.pk}", by=by, at=at, receipt=number)
    _forget_what_they_sent(user, at=at)
    closing.close(user, at=at)
    return closure


def _forget_what_they_sent(user: User, *, at: datetime.datetime) -> None:
    """What came from an address of theirs without an account: reports, and stories from before that wait for them."""
    for address in closing.addresses(user):
        erasures.forget_reports(StoryReport.objects.filter(email__iexact=address), at=at)
        old_stories.forget(address, at=at)


def erase_the_rest(*, at: datetime.datetime) -> int:
    """Of members who left, erases what readers do not see any more and nothing holds. Returns how many stories.

    Of a story that stays, what had to wait when they left: for the end of a hold, or for a report to be answered, which
    goes a day later, so that the answer is out.
    """
    on = timezone.localdate(at)
    left = Story.objects.filter(author__left_on__isnull=False, erasure__isnull=True)
    held = Hold.objects.in_force(on).values("story")
    free = left.exclude(pk__in=held).order_by("pk")
    shown = Story.objects.published(on).values("pk")
    unseen = free.exclude(pk__in=shown).values_list("pk", flat=True)
    sent = {"publications__reports__handled_at__lte": at - A_DAY, "publications__reports__emptied_at__isnull": True}
    late = free.filter(Q(holds__isnull=False) | Q(**sent), pk__in=shown).distinct()
    gone = sum(_erased(pk, at=at) for pk in list(unseen))
    return gone + sum(_lessened(pk, at=at) for pk in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _erased(pk: int, *, at: datetime.datetime) -> bool:
    story = threads.lock(Story.objects.get(pk=pk))
    on = timezone.localdate(at)
    if story in Story.objects.published(on) or Hold.objects.in_force(on).filter(story=story).exists():
        return False
    erasures.empty(story, rows.drawn(Erasure, "number"), by=None, at=at)
    return True


@transaction.atomic
def _lessened(pk: int, *, at: datetime.datetime) -> bool:
    return _leave_what_is_read(Story.objects.get(pk=pk), by=None, at=at)


def _leave_what_is_read(story: Story, *, by: User | None, at: datetime.datetime) -> bool:
    """Of a story that stays: what readers do not see goes too, unless it must be kept."""
    story, on = threads.lock(story), timezone.localdate(at)
    _take_back(story, by=by, at=at)
    is_held = Hold.objects.in_force(on).filter(story=story).exists()
    return not is_held and erasures.empty_unread(story, by=by, at=at)


def take_down_all(member: Member, kind: str, *, at: datetime.datetime) -> None:
    """Part of a move: what a backup brought back of a member of whom every word is to go, and which has to wait."""
    left = Story.objects.filter(author=member, erasure__isnull=True).order_by("pk")
    for story in [threads.lock(each) for each in left] if kind == Kind.WORDS else []:
        _down(story, by=None, at=at)


def _locked(pk: int) -> Member:
    member: Member = Member.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=pk)
    if member.left_on is not None:
        raise Stale
    return member


def _empty(story: Story, *, by: User, at: datetime.datetime) -> None:
    """Erases the story, or takes it down while it must be kept."""
    if not Hold.objects.in_force(timezone.localdate(at)).filter(story=story).exists():
        erasures.empty(story, rows.drawn(Erasure, "number"), by=by, at=at)
        return
    _down(story, by=by, at=at)


def _down(story: Story, *, by: User | None, at: datetime.datetime) -> None:
    if moved := publications.leave(story, publications.Ending.TAKEN_DOWN, Consent.Ending.WITHDRAWN, at=at):
        rows.tell(publications.TAKEN_DOWN, *moved, stream=threads.stream(story), by=by, at=at)


def _take_back(story: Story, *, by: User | None, at: datetime.datetime) -> None:
    """Of a story that stays: what its author asked of a moderator, who could neither ask nor tell anybody any more."""
    case = threads.open_case(story)
    if case and case.cause in (Case.Cause.SENT, Case.Cause.APPEALED):
        moved = threads.closed(case, Case.Outcome.WITHDRAWN, at=at)
        rows.tell("taken back", *moved, stream=threads.stream(story), by=by, at=at)
