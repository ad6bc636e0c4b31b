"""Every move of following: beginning it, being told by mail or not, ending it; and the mail when something changed."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import changed
from community.models import Following, Member
from community.moderation import letters
from conditions.models import Condition, Question

MOST = 100  # of one member
AT_MOST_EVERY = datetime.timedelta(days=1)


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


def tell(*, at: datetime.datetime) -> int:
    """Writes to everybody for whom there is news, at most once a day to each. Returns how many they are."""
    return sum(_told(pk, at=at) for pk in sorted(set(_due(at=at).values_list("member", flat=True))))


def _due(*, at: datetime.datetime) -> changed.Followings:
    wanted = Following.objects.filter(by_mail=True, told_at__lte=at - AT_MOST_EVERY, member__left_on=None)
    return changed.with_news(wanted, timezone.localdate(at))


@transaction.atomic
def _told(member_pk: int, *, at: datetime.datetime) -> bool:
    """Writes to one member, unless another worker has."""
    member = Member.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=member_pk)
    if not _due(at=at).filter(member=member).exists():
        return False
    member.followings.filter(by_mail=True).update(told_at=at)
    letters.changed(member, at=at)
    return True
