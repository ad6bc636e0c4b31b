"""Publishing at a minute that an editor chose: planned, undone, and at that minute done or refused (E9, E18).

A plan decides nothing in advance: at its minute `publications.publish` asks every rule anew, as if whoever planned it
pressed then. Because nobody looks at that minute, it also takes words over which nothing hangs.
"""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conditions import chores, freshness
from conditions.editorial import checks, letters, publications, rounds, rows
from conditions.editorial.drafts import stream
from conditions.models import Caution, Publication, Revision, Round, Schedule, Source, User, Verdict, Verification
from conditions.models.context import name_now, quotes_former_value, wording_now
from conditions.permissions import may
from conditions.stale import Stale

AHEAD = datetime.timedelta(days=365)  # further off nobody can say what will hold
LATE = datetime.timedelta(days=1)  # a worker that slept longer publishes nothing by itself any more
MOST = 500  # letters of a reason
NAMES = re.compile("[“«]")  # our sentences put what they name in quotation marks, and mail names nothing (M22)


@transaction.atomic
def schedule(revision: Revision, *, due_at: datetime.datetime, by: User, at: datetime.datetime, seen: str) -> Schedule:
    """The approved words are to reach readers at that minute. `seen` is the digest that was on screen.

    Raises: PermissionDenied; Stale if the words moved or their review has ended; ValidationError where a rule of
    publishing does not hold now, or cannot hold then.
    """
    round_ = publications.approved(revision, by=by, at=at, seen=seen)
    live = Publication.objects.live().filter(answer=round_.answer).first()
    planned = Schedule(answer=round_.answer, round=round_, digest=seen, by=by, at=at, due_at=due_at)
    last, day = last_day(round_, live, by=by, at=at), timezone.localdate(due_at)
    if day > last:
        raise ValidationError({"day": _("Choose a day up to %(day)s.") % {"day": date_format(last)}})
    _refuse_former_role(planned, on=day)
    unattended(round_, on=timezone.localdate(at))
    rows.write(planned)
    told = {"revision": revision.pk, "digest": seen}
    rows.tell("publication planned", planned, stream=stream(round_.answer), by=by, at=at, **told)
    return planned


@transaction.atomic
def undo(planned: Schedule, *, by: User, at: datetime.datetime) -> Schedule:
    """Nothing is published at that minute. The words, their review and its sign-offs stay as they are (E18).

    Raises: PermissionDenied; Stale if it ended already.
    """
    answer = planned.answer
    rows.enter(by, "publish", answer.condition, at=at, language=answer.language)
    rounds.lock(answer)
    rows.once(planned, ended_at=at, ended_by=by, outcome=Schedule.Outcome.UNDONE)
    rows.tell("plan undone", planned, stream=stream(answer), by=by, at=at)
    if planned.by_id != by.pk:
        _tell_undone(planned, by=by, at=at)
    return planned


def publish_due(*, at: datetime.datetime) -> int:
    """Publishes what was planned for now or before, each in a step of its own. Returns how many plans ended."""
    due = list(Schedule.objects.due(at).values_list("pk", flat=True))
    return chores.each(due, lambda pk: _come(pk, at=at))


def last_day(round_: Round, live: Publication | None, *, by: User, at: datetime.datetime) -> datetime.date:
    """Until when the words can be planned: a year, unless the review or the sign-offs behind it run out before.

    Raises: ValidationError where they cannot be published now.
    """
    fresh, signed = publications.prepared(round_, live, by=by, at=at)
    today = timezone.localdate(at)
    days = [today + AHEAD, _signed_until([each for each in signed if each.round_id == round_.pk], today)]
    if fresh.kind != Publication.Kind.WORDING:
        days.append(fresh.next_due_on)
    return min(days)


def refusal(planned: Schedule, live: Publication | None, *, at: datetime.datetime) -> str:
    """Why it would not be published as things stand; empty where nothing is against it."""
    try:
        _refuse_former_role(planned, on=timezone.localdate(planned.due_at))
        publications.prepared(planned.round, live, by=planned.by, at=at)
        unattended(planned.round, on=timezone.localdate(at))
    except ValidationError as against:
        return " ".join(against.messages)
    return ""


def unattended(round_: Round, *, on: datetime.date) -> None:
    """Raises: ValidationError where somebody should look at the words when they are published: by hand they may be."""
    revision = round_.revision
    gone = Source.objects.filter(Q(retracted_on__isnull=False) | Q(replaced_by__isnull=False))
    if source := gone.filter(citations__revision=revision).first():
        raise ValidationError(
            _("“%(title)s”, which it cites, was retracted or replaced. Look at the text, and publish it yourself.")
            % {"title": source.title}
        )
    if Caution.objects.above(revision, on).exists():
        raise ValidationError(_("A caution stands over this text. Look at it, and publish it yourself."))
    if Caution.objects.to_confirm(on).over(revision).exists():
        raise ValidationError(_("A caution over this text waits for a second person. Decide on that first."))
    last = Publication.objects.filter(answer=round_.answer_id).order_by("-number").values_list("ending", flat=True)
    if last.first() == Publication.Ending.WITHDRAWN:
        raise ValidationError(_("The text before was withdrawn. Look at this one, and publish it yourself."))
    if freshness.of(_sources(revision)) in (freshness.Freshness.MEANING, freshness.Freshness.WITHDRAWN):
        raise ValidationError(
            _("The text that this translates has changed since, or was withdrawn. Look at both before you publish it.")
        )
    if _context_changed(round_):
        raise ValidationError(
            _("A name, the question or a figure changed after this text was signed. Save it again, and have it signed.")
        )


def _sources(revision: Revision) -> list[dict[str, Any]]:
    """The version that the words translate, and those that came after it; none where they translate nothing."""
    if revision.translates is None:
        return []
    source = revision.translates
    since: QuerySet[Any] = Publication.objects.filter(answer=source.answer_id, number__gte=source.number)
    return list(since.order_by("number").values("kind", "ending", "revision_id", revision_before=F("before__revision")))


def _context_changed(round_: Round) -> bool:
    """Whether published words would have to be confirmed at once (E3)."""
    now = Round.objects.filter(pk=round_.pk).annotate(
        name=name_now(), wording=wording_now(), has_new_value=quotes_former_value()
    )
    name, wording, has_new_value = now.values_list("name", "wording", "has_new_value").get()
    signed = round_.revision
    asked = wording.replace("{condition}", signed.condition_name)
    return bool(has_new_value) or (name, asked) != (signed.condition_name, signed.question)


def _signed_until(signed: list[Verdict], today: datetime.date) -> datetime.date:
    """The last day on which as many credentials count as have to sign, as far as somebody has looked them up."""
    behind = [verdict.verification_id for verdict in signed]
    valid = Verification.objects.valid(today).filter(credential__verifications__in=behind).order_by()
    by_signer = valid.values("credential__reviewer").annotate(until=Max("valid_until"))
    until: list[datetime.date] = sorted(by_signer.values_list("until", flat=True), reverse=True)
    return until[1 if signed[0].round.second_clinician else 0]


@transaction.atomic
def _come(pk: int, *, at: datetime.datetime) -> int:
    """The minute of one plan. Nothing at all where another worker was faster, or somebody undid it meanwhile."""
    first = Schedule.objects.select_related("answer").get(pk=pk)
    answer = rounds.lock(first.answer)
    planned = Schedule.objects.due(at).filter(pk=pk).select_related("round__revision", "by").first()
    if planned is None:
        return 0
    planned.answer = planned.round.answer = planned.round.revision.answer = answer
    try:
        with transaction.atomic(), translation.override(planned.by.language):
            _publish(planned, at=at)
    except ValidationError as against:
        _fail(planned, " ".join(against.messages), at=at)
    except Stale:
        with translation.override(planned.by.language):
            moved = _("Something moved in that very moment. Look at the text, and publish it yourself.")
        _fail(planned, moved, at=at)
    return 1


def _publish(planned: Schedule, *, at: datetime.datetime) -> None:
    """Raises: ValidationError with what stands against it; Stale."""
    if at - planned.due_at > LATE:
        raise ValidationError(
            _(
                "The site did not work at that minute, and a day has passed since. Publish it yourself, or plan it "
                "again."
            )
        )
    _refuse_former_role(planned, on=timezone.localdate(at))
    unattended(planned.round, on=timezone.localdate(at))
    rows.once(planned, ended_at=at, outcome=Schedule.Outcome.PUBLISHED)
    revision = planned.round.revision
    publications.publish(revision, by=planned.by, at=at, seen=planned.digest)
    rows.tell("plan came", planned, stream=stream(planned.answer), by=None, at=at)


def _refuse_former_role(planned: Schedule, *, on: datetime.date) -> None:
    answer = planned.answer
    if not may(planned.by, "publish", answer.condition, on=on, language=answer.language):
        told = {"who": planned.by, "day": date_format(on)}
        raise ValidationError(
            _("%(who)s may not publish this on %(day)s. Somebody else with the role publishes it, or plans it again.")
            % told
        )


def _fail(planned: Schedule, because: str, *, at: datetime.datetime) -> None:
    """Nothing was published: the plan ends with the reason. Whoever made it is told; where they may not publish any
    more, all who may.
    """
    because = Truncator(because).chars(MOST)  # what cannot be kept would stop the plan from ever ending
    ended = rows.once(planned, ended_at=at, outcome=Schedule.Outcome.FAILED, because=because)
    rows.tell("plan failed", ended, stream=stream(planned.answer), by=None, at=at)
    answer, on = planned.answer, timezone.localdate(at)
    able = may(planned.by, "publish", answer.condition, on=on, language=answer.language)
    for person in [planned.by] if able else checks.publishers(planned.round.revision, at=at).order_by("pk"):
        with translation.override(person.language):
            why = _("A rule of publishing stands against it.") if NAMES.search(because) else because
            text = _("A text was not published at its time. %(why)s Look at it here:") % {"why": why}
            subject = _("%(site)s: a text was not published")
            letters.send(person, subject, text, _page(planned), purpose="plan-failed", at=at)


def _tell_undone(planned: Schedule, *, by: User, at: datetime.datetime) -> None:
    """To whoever had planned it."""
    with translation.override(planned.by.language):
        text = _("%(who)s undid the publication that you had planned. The text stays approved:") % {"who": by}
        subject = _("%(site)s: a planned publication ended")
        letters.send(planned.by, subject, text, _page(planned), purpose="plan-undone", at=at)


def _page(planned: Schedule) -> str:
    return reverse("desk:answer", args=[planned.answer_id])
