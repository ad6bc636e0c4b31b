"""Mail about registrations: to whoever holds one, whoever looks it up, and whoever counts on it (E13, M22)."""

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.editorial import letters
from conditions.models import Credential, Publication, SignOff, User, Verification
from conditions.permissions import holders


def counts_until(verification: Verification, *, at: datetime.datetime) -> None:
    """To the reviewer: somebody looks again before the last day."""
    person = verification.credential.reviewer.user
    with translation.override(person.language):
        days = {"day": date_format(verification.valid_until), "on": date_format(verification.verified_on)}
        text = _(
            "We looked your registration up on %(on)s. That counts until %(day)s, and a colleague looks again before "
            "then. Has your name, your number or your register changed? Please tell us here:"
        )
        subject = _("%(site)s: your registration is checked again soon")
        letters.send(person, subject, text % days, reverse("desk:own"), purpose="recheck-soon", at=at)


def to_look_up(person: User, credential: Credential, until: datetime.date, *, at: datetime.datetime) -> None:
    """To whoever looked last time."""
    with translation.override(person.language):
        text = _("The registration of %(name)s counts until %(day)s. Please look it up again:") % {
            "name": credential.reviewer.name,
            "day": date_format(until),
        }
        page = reverse("desk:credential", args=[credential.pk])
        letters.send(person, _("%(site)s: a registration to look up"), text, page, purpose="recheck-wanted", at=at)


def behind(resting: QuerySet[Publication], credential: Credential) -> QuerySet[Publication]:
    """Those among them that somebody signed by this credential, riskiest first."""
    signed = SignOff.objects.filter(publication=OuterRef("pk"), verdict__verification__credential=credential)
    found: QuerySet[Publication] = resting.filter(Exists(signed))
    return found.order_by("answer__question__policy__days", "answer_id")


def ended(
    credential: Credential, resting: Iterable[Publication], last_day: datetime.date, *, at: datetime.datetime
) -> None:
    """To the reviewer, who is asked to renew it, and to the editors of each answer that rests on it alone (E13).

    The last day may be still to come, where somebody revokes it from a day on.
    """
    _ask_to_renew(credential.reviewer.user, last_day, at=at)
    person, on, told = credential.reviewer.user, timezone.localdate(at), Counter[User]()
    for publication in resting:
        answer = publication.answer
        told.update(holders("offer", answer.condition, on=on, language=answer.language).exclude(pk=person.pk))
    for editor, number in told.items():
        _ask_to_recheck(editor, credential, number, last_day, at=at)


def _ask_to_renew(person: User, last_day: datetime.date, *, at: datetime.datetime) -> None:
    with translation.override(person.language):
        subject = _("%(site)s: your registration no longer counts")
        text = _(
            "Your registration counted for the last time on %(day)s. Until a colleague has looked it up again, you "
            "cannot sign by it; what you signed stays on record. If you are still registered, tell us here:"
        )
        if last_day >= timezone.localdate(at):
            subject = _("%(site)s: your registration will no longer count")
            text = _(
                "A colleague noted that your registration counts for the last time on %(day)s. From the next day on "
                "you cannot sign by it; what you signed stays on record. If you will still be registered, tell us here:"
            )
        told = {"day": date_format(last_day)}
        letters.send(person, subject, text % told, reverse("desk:own"), purpose="credential-ended", at=at)


def _ask_to_recheck(
    editor: User, credential: Credential, number: int, last_day: datetime.date, *, at: datetime.datetime
) -> None:
    told = {"name": credential.reviewer.name, "n": number}
    with translation.override(editor.language):
        text = ngettext(
            "The registration of %(name)s no longer counts, and %(n)d live text rests on it alone. Readers are told "
            "that it is being checked again. Please send it to review:",
            "The registration of %(name)s no longer counts, and %(n)d live texts rest on it alone. Readers are told "
            "that they are being checked again. Please send them to review:",
            number,
        )
        if last_day >= timezone.localdate(at):
            told["day"] = date_format(last_day)
            text = ngettext(
                "The registration of %(name)s counts for the last time on %(day)s, and %(n)d live text rests on it "
                "alone. From the next day on readers are told that it is being checked again, and it waits for you "
                "here:",
                "The registration of %(name)s counts for the last time on %(day)s, and %(n)d live texts rest on it "
                "alone. From the next day on readers are told that they are being checked again, and they wait for "
                "you here:",
                number,
            )
        page, purpose = reverse("desk:waiting", args=["recheck"]), "recheck-answers"
        letters.send(editor, _("%(site)s: texts to check again"), text % told, page, purpose=purpose, at=at)
