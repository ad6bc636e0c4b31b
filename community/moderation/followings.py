"""Every move of following: beginning it, being told by mail or not, ending it; and the mail when something changed.

Each mail carries a key by which whoever has it ends such mail, without signing in: a mistake costs its reader
a few presses in their account, and the key opens nothing and tells nothing.
"""

import datetime
from functools import partial

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import changed
from community.models import Following, Member
from community.moderation import letters
from conditions import outbox
from conditions.chores import each
from conditions.models import Condition, Mail, Question

MOST = 100  # of one member
AT_MOST_EVERY = datetime.timedelta(days=1)
SETTLED = datetime.timedelta(minutes=15)  # what is younger may still be on its way into the database
NEWS = "follow-news"
SIGNER = signing.Signer(salt="the end of mail about what is followed", sep=".")


def follow(
    member: Member,
    condition: Condition,
    question: Question | None = None,
    *,
    language: str,
    by_mail: bool,
    at: datetime.datetime,
) -> Following:
    """Follows it from now on or, where they do already, by mail too or not. What happened before is no news.

    Raises: ValidationError for whoever follows too much already.
    """
    mine = member.followings.filter(condition=condition, question=question, language=language)
    if now := mine.first():
        return _switched(now, by_mail=by_mail, at=at)
    if member.followings.count() >= MOST:
        raise ValidationError(
            _("You follow %(most)d things already. Stop following one of them first.") % {"most": MOST}
        )
    begun = Following(
        member=member,
        condition=condition,
        question=question,
        language=language,
        by_mail=by_mail,
        begun_at=at,
        told_at=at,
    )
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError:  # pressed twice
        return _switched(mine.get(), by_mail=by_mail, at=at)
    return begun


def _switched(now: Following, *, by_mail: bool, at: datetime.datetime) -> Following:
    if now.by_mail != by_mail:
        now.by_mail, now.told_at = by_mail, at
        now.save(update_fields=["by_mail", "told_at"])
    return now


def stop(following: Following) -> None:
    """Follows it no more. Nothing of it is kept."""
    following.delete()


def key(member: Member) -> str:
    return SIGNER.sign(f"{member.pk}")


def of_key(given: str) -> Member | None:
    """Whose mail it ends, while they have an account."""
    try:
        pk = SIGNER.unsign(given)
    except signing.BadSignature:
        return None
    return Member.objects.filter(pk=pk, left_on=None).select_related("user").first()


@transaction.atomic
def stop_mail(member: Member, *, at: datetime.datetime) -> None:
    """Writes to them no more of what they follow, not even what waits. What they follow stands in their account."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # a letter that is being written ends with it
    member.followings.filter(by_mail=True).update(by_mail=False)
    outbox.forget(Mail.objects.filter(purpose=NEWS, recipient=member.user.email, sent_at=None), at=at)


def tell(*, at: datetime.datetime) -> int:
    """Writes to everybody for whom there is news, at most once a day to each. Returns how many they are."""
    until = at - SETTLED
    return each(sorted(set(_due(until=until).values_list("member", flat=True))), partial(_told, until=until, at=at))


def _due(*, until: datetime.datetime) -> changed.Followings:
    wanted = Following.objects.filter(by_mail=True, told_at__lte=until - AT_MOST_EVERY, member__left_on=None)
    return changed.with_news(wanted, until)


@transaction.atomic
def _told(member_pk: int, *, until: datetime.datetime, at: datetime.datetime) -> bool:
    """Writes to one member of what happened until then, unless another worker has."""
    member = Member.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=member_pk)
    if not _due(until=until).filter(member=member).exists():
        return False
    if not member.followings.filter(by_mail=True, told_at__lt=until).update(told_at=until):
        return False
    letters.changed(member, key=key(member), at=at)
    return True
