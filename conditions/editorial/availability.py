"""What a reviewer says of when and about what to ask them, and whom an editor is offered for a text."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions import ledger
from conditions.editorial import checks, rows
from conditions.editorial.catalogue import above
from conditions.editorial.reviewers import stream
from conditions.models import Absence, Assignment, Condition, Reviewer, Revision, Round, Specialty, SpokenLanguage, User
from conditions.permissions import holders

LONGEST = 366  # days
TOLD_OF = 10  # reviewers of whom it is told why they cannot be asked
MOST = 20  # specialties: who knows everything best helps nobody to choose


@transaction.atomic
def say(
    reviewer: Reviewer,
    *,
    languages: Iterable[str],
    specialties: Iterable[Condition],
    by: User,
    at: datetime.datetime,
) -> Reviewer:
    """In which languages, and about which conditions or families of them. Raises: PermissionDenied; ValidationError."""
    now, spoken, known = _own(reviewer, by=by, at=at), sorted(set(languages)), {each.pk for each in specialties}
    if not set(spoken) <= dict(settings.LANGUAGES).keys():
        raise ValidationError({"languages": _("Choose among the languages of this site.")})
    if len(known) > MOST:
        raise ValidationError(
            {"specialties": _("Name at most %(most)d. A family stands for all of its members.") % {"most": MOST}}
        )
    now.languages.all().delete()
    now.specialties.all().delete()
    SpokenLanguage.objects.bulk_create([SpokenLanguage(reviewer=now, language=each) for each in spoken])
    Specialty.objects.bulk_create([Specialty(reviewer=now, condition_id=each) for each in sorted(known)])
    told = {"languages": spoken, "specialties": sorted(known)}
    ledger.record(stream(now), "languages and specialties said", by=by, at=at, data=told)
    return now


@transaction.atomic
def go_away(
    reviewer: Reviewer, *, from_on: datetime.date, until_on: datetime.date, by: User, at: datetime.datetime
) -> Absence:
    """Days on which they would rather not be asked. What they were asked already stays. Raises: as `say`."""
    now = _own(reviewer, by=by, at=at)
    if until_on < timezone.localdate(at):
        raise ValidationError({"until_on": _("This day is over. Write days that are still to come.")})
    if (until_on - from_on).days > LONGEST:
        raise ValidationError({"until_on": _("That is more than a year. Ask an administrator to end your role.")})
    absence = Absence(reviewer=now, from_on=from_on, until_on=until_on)
    absence.full_clean()
    absence.save(force_insert=True)
    told = {"absence": absence.pk, "from": from_on, "until": until_on}
    ledger.record(stream(now), "absence said", by=by, at=at, data=told)
    return absence


@transaction.atomic
def come_back(absence: Absence, *, by: User, at: datetime.datetime) -> None:
    """They can be asked on those days after all. Pressed twice, it changes nothing. Raises: PermissionDenied."""
    now, key = _own(absence.reviewer, by=by, at=at), absence.pk
    if Absence.objects.filter(pk=key).delete()[0]:
        ledger.record(stream(now), "absence taken back", by=by, at=at, data={"absence": key})


def _own(reviewer: Reviewer, *, by: User, at: datetime.datetime) -> Reviewer:
    rows.enter(by, "review", at=at, language=None)
    if reviewer.user_id != by.pk:
        raise PermissionDenied(_("Only the reviewer says this of themselves."))
    return Reviewer.objects.select_for_update(no_key=True).get(pk=reviewer.pk)


def panel(revision: Revision, *, at: datetime.datetime) -> QuerySet[Any]:
    """Those who could sign, the best to ask first: here, knows the field, has little to do.

    Adds `away_until` (nothing for who is here), `knows`, `load`, the number of texts that wait for them, and
    `reads_both`: for a translation, nobody else is among them.
    """
    today = timezone.localdate(at)
    able = checks.askable(revision, at=at).annotate(reads_both=Value(revision.translates_id is not None))
    return described(able, above({revision.answer.condition_id}), on=today).order_by(
        F("away_until").asc(nulls_first=True), "-knows", "load", "name", "pk"
    )


def left_out(round_: Round, *, at: datetime.datetime, but: Iterable[int] = ()) -> list[str]:
    """Of some who have the role there, and are not in the panel, why they cannot be asked. `but` are asked already."""
    answer = round_.answer
    allowed = holders("review", answer.condition, on=timezone.localdate(at), language=answer.language)
    able = checks.askable(round_.revision, at=at).values("pk")
    others = Reviewer.objects.filter(user__in=allowed).exclude(pk__in=able).exclude(pk__in=set(but))
    named = others.select_related("user").order_by("name", "pk")[:TOLD_OF]
    return [said for reviewer in named for said in checks.unaskable(reviewer, round_, at=at)]


def described(found: QuerySet[Reviewer], about: Iterable[int], *, on: datetime.date) -> QuerySet[Any]:
    """Adds what an editor should know before they ask; `about` are the conditions in question and their families."""
    away = Absence.objects.on(on).filter(reviewer=OuterRef("pk")).order_by().values("reviewer")
    waiting = Assignment.objects.waiting().filter(reviewer=OuterRef("pk")).order_by().values("reviewer")
    knows = Specialty.objects.filter(reviewer=OuterRef("pk"), condition__in=set(about))
    return found.annotate(
        away_until=Subquery(away.annotate(last=Max("until_on")).values("last")),
        knows=Exists(knows),
        load=Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0),
    )


def aside(reviewer: Reviewer) -> str:
    """What stands beside the name of one of the `panel`."""
    said = []
    if reviewer.reads_both:  # type: ignore[attr-defined]
        said.append(_("reads both languages"))
    if reviewer.knows:  # type: ignore[attr-defined]
        said.append(_("knows this field"))
    if load := reviewer.load:  # type: ignore[attr-defined]
        said.append(ngettext("%(n)d open review", "%(n)d open reviews", load) % {"n": load})
    if until := reviewer.away_until:  # type: ignore[attr-defined]
        said.append(_("away until %(day)s") % {"day": date_format(until)})
    return "; ".join(said)
