"""What an editor does first: at most ten things, worst first, each with its next step. Computed, never stored."""

import datetime
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from conditions.editorial import cautions, reports, searches, seconds, sources
from conditions.editorial.listings.answers import of_answers
from conditions.editorial.listings.reviewers import silent
from conditions.models import (
    Assignment,
    Condition,
    FailedSearch,
    Notice,
    Publication,
    ReaderReport,
    Round,
    Schedule,
    SignOff,
    User,
    Verdict,
)
from conditions.models.notices import CONFIRMED_WITHIN
from conditions.models.publications import PublicationQuerySet
from conditions.permissions import may, reach
from conditions.stages import DUE_SOON

MOST = 10


class Task(NamedTuple):
    """What is the matter, with what, since or until when, and the one next step. `language` is that of the name."""

    matter: str
    name: str
    said: str
    step: str
    address: str
    language: str = ""


Kind = Callable[[User, datetime.date], Iterator[Task]]


def week(person: User, on: datetime.date) -> list[Task]:
    """What has waited longest or is most urgent to readers comes first within each kind."""
    return list(islice(chain.from_iterable(kind(person, on) for kind in WORST_FIRST), MOST))


def _about(row: Any) -> tuple[str, str]:
    """How the question of a row of `of_answers` reads, and in which language; it never stands without its condition."""
    question = row.wording if "{condition}" in row.wording else f"{{condition}}: {row.wording}"
    return capfirst(question.replace("{condition}", row.name)), row.answer.language


def withdrawals(person: User, on: datetime.date) -> Iterator[Task]:
    """By others, since nobody confirms what they withdrew themselves (E7)."""
    there = reach(person, "take_away", on=on, answer="publication__answer__")
    waiting = Notice.objects.to_confirm().filter(there).exclude(by=person).select_related("by").order_by("at", "pk")
    notices = {notice.publication_id: notice for notice in waiting[:MOST]}
    rows: dict[int, Any] = of_answers(Publication.objects.all()).in_bulk(notices)
    for key, notice in notices.items():
        name, language = _about(rows[key])
        until = timezone.localtime(notice.at + CONFIRMED_WITHIN)
        told = {"who": notice.by, "on": date_format(notice.on), "day": date_format(until)}
        said = _("%(who)s withdrew it on %(on)s. A second person looks at it by %(day)s.") % told
        page = reverse("desk:confirm", args=[rows[key].answer_id])
        yield Task(_("Withdrawal to confirm"), name, said, _("Look at the withdrawal"), page, language)


def own_words(person: User, on: datetime.date) -> Iterator[Task]:
    """Cautions that readers do not see yet, because a colleague wrote them (E21)."""
    theirs = of_answers(cautions.theirs(person, on=on).to_confirm(on).exclude(by=person))
    named: QuerySet[Any] = Condition.objects.named(get_language() or "en").filter(pk=OuterRef("condition"))
    rows: Any = theirs.annotate(all_of=Subquery(named.values("name"))).select_related("by", "source")
    for row in rows.order_by("at", "pk")[:MOST]:
        name, language = _about(row) if row.answer else (row.all_of or row.source.title, "")
        told = {"who": row.by, "words": row.words}
        said = _("%(who)s proposes: “%(words)s” Readers see it when you confirm it.") % told
        page = reverse("desk:confirm_caution", args=[row.pk])
        yield Task(_("Caution to confirm"), name, said, _("Look at the caution"), page, language)


def urgent_reports(person: User, on: datetime.date) -> Iterator[Task]:
    """A reader says that following a page could harm somebody (R19)."""
    waiting = reports.theirs(person, on=on).open().filter(reason=ReaderReport.Reason.DANGER)
    for first, *others in reports.joined(waiting.defer("words"))[:MOST]:
        told = {"day": date_format(timezone.localdate(first.at)), "page": first.page}
        said = _("Sent on %(day)s about %(page)s.") % told
        page = reverse("desk:report", args=[first.number])
        name = _("Report %(number)s") % {"number": first.number}
        if others:
            name = ngettext("%(n)d report", "%(n)d reports", n := 1 + len(others)) % {"n": n}
            page = reverse("desk:reports_of_answer", args=[first.answer_id])
        yield Task(_("Following a page could harm somebody"), name, said, _("Read the report"), page)


def failed_plans(person: User, on: datetime.date) -> Iterator[Task]:
    """Publications that were planned, and that a rule stopped at their minute (E9)."""
    there = reach(person, "publish", on=on, answer="answer__")
    for row in of_answers(Schedule.objects.failed().filter(there)).order_by("due_at", "pk")[:MOST]:
        name, language = _about(row)
        told = {"time": date_format(timezone.localtime(row.due_at), "DATETIME_FORMAT"), "why": row.because}
        said = _("It was planned for %(time)s. %(why)s") % told
        page = reverse("desk:answer", args=[row.answer_id])
        yield Task(_("Not published at its time"), name, said, _("Look at the text"), page, language)


def _to_renew(person: User, on: datetime.date) -> PublicationQuerySet:
    """Live text that is not in review already: there the reviewer is next."""
    in_review = Round.objects.filter(answer=OuterRef("answer"), closed_at=None)
    there = reach(person, "offer", on=on, answer="answer__")
    return of_answers(Publication.objects.live().filter(there, ~Exists(in_review)))


def overdue(person: User, on: datetime.date) -> Iterator[Task]:
    """By risk, then by how long (R7)."""
    for row in _to_renew(person, on).overdue(on).order_by("answer__question__policy__days", "next_due_on", "pk")[:MOST]:
        said = _("Its review ran out on %(day)s; readers are told so.") % {"day": date_format(row.next_due_on)}
        yield _renewing(row, _("Review overdue"), said)


def due_soon(person: User, on: datetime.date) -> Iterator[Task]:
    soon = _to_renew(person, on).in_date(on).due_by(on + DUE_SOON)
    for row in soon.order_by("next_due_on", "answer__question__policy__days", "pk")[:MOST]:
        said = _("Its review runs out on %(day)s.") % {"day": date_format(row.next_due_on)}
        yield _renewing(row, _("Review due soon"), said)


def _renewing(row: Publication, matter: str, said: str) -> Task:
    name, language = _about(row)
    page = reverse("desk:reconfirm", args=[row.answer_id])
    return Task(matter, name, said, _("Send to review again"), page, language)


def lost_sources(person: User, on: datetime.date) -> Iterator[Task]:
    """Each once, with how many live answers cite it; first what the most urgent of them cites (E16).

    Not those whose review began after the source was marked: who signed them knew, and saw that they still hold.
    """
    for row in _lost(person, on)[:MOST]:
        number = row["answers"]
        said = ngettext("%(n)d live answer cites it.", "%(n)d live answers cite it.", number) % {"n": number}
        page = reverse("desk:source", args=[row["key"]])
        matter = _("Source retracted") if row["retracted_on"] else _("Source replaced")
        yield Task(matter, row["title"], said, _("See what rests on it"), page)


def _lost(person: User, on: datetime.date) -> QuerySet[Any, Any]:
    source = "revision__citations__source"
    gone = Q(**{f"{source}__retracted_on__isnull": False}) | Q(**{f"{source}__replaced_by__isnull": False})
    there = reach(person, "offer", on=on, answer="answer__")
    in_review = Round.objects.filter(answer=OuterRef("answer"), closed_at=None)
    since = SignOff.objects.filter(publication=OuterRef("pk"), verdict__round__kind=Round.Kind.MEDICAL)
    knowing = Exists(since.filter(verdict__round__opened_at__gt=OuterRef("marked_at")))
    cited = Publication.objects.live().filter(gone, there, ~Exists(in_review)).order_by()
    marked = cited.annotate(cited=F(f"{source}__key"), marked_at=sources.marked_at("cited")).filter(~knowing)
    each = marked.values(title=F(f"{source}__title"), retracted_on=F(f"{source}__retracted_on"), key=F(source))
    counted = each.annotate(answers=Count("pk"), risk=Min("answer__question__policy__days"))
    return counted.order_by("risk", "key")


def unattended(person: User, on: datetime.date) -> Iterator[Task]:
    """Reviews that stand still until an editor asks somebody: nobody was asked, or the second of two clinicians."""
    there = reach(person, "offer", on=on, answer="answer__")
    found: Any = of_answers(_wanting_somebody(on).filter(there))
    for row in found.order_by("opened_at", "pk")[:MOST]:
        name, language = _about(row)
        told = {"day": date_format(timezone.localdate(row.opened_at))}
        matter, said = _("Nobody reviews it"), _("In review since %(day)s. Nobody who was asked is at it.") % told
        if row.is_asked:
            matter = _("A second clinician is to be asked")
            said = _("In review since %(day)s. Two clinicians sign it, and only one of them is at it.") % told
        page = reverse("desk:offer", args=[row.answer_id])
        yield Task(matter, name, said, _("Ask reviewers"), page, language)


def _wanting_somebody(on: datetime.date) -> QuerySet[Any]:
    """Where changes are asked for, the author is next. `is_asked`: somebody has signed, or still may."""
    given = Verdict.objects.filter(round=OuterRef("pk"))
    may_sign = Q(verdict=None) | Q(verdict__decision=Verdict.Decision.APPROVE)
    able = Assignment.objects.filter(may_sign, round=OuterRef("pk"), declined_at=None)
    opened = Round.objects.filter(~Exists(given.filter(decision=Verdict.Decision.CHANGES)), closed_at=None)
    by_one = Q(pk__in=seconds.wanting(Round.objects.all(), on).values("pk"))
    return opened.annotate(is_asked=Exists(able)).filter(Q(is_asked=False) | by_one)


def silent_reviewers(person: User, on: datetime.date) -> Iterator[Task]:
    """Who was asked, and has not answered."""
    there = reach(person, "offer", on=on, answer="round__answer__")
    waiting = list(silent(on).filter(there).select_related("reviewer")[:MOST])
    rounds: dict[int, Any] = of_answers(Round.objects.all()).in_bulk({each.round_id for each in waiting})
    for each in waiting:
        name, language = _about(rounds[each.round_id])
        told = {"who": each.reviewer.name, "day": date_format(timezone.localdate(each.offered_at))}
        said = _("%(who)s was asked on %(day)s.") % told
        page = reverse("desk:answer", args=[rounds[each.round_id].answer_id])
        yield Task(_("No answer from the reviewer"), name, said, _("See whom else to ask"), page, language)


def failed_searches(person: User, on: datetime.date) -> Iterator[Task]:
    """What many looked for and nobody found, of whom nothing is kept (docs/decisions/0054)."""
    if not may(person, searches.ACTION, on=on):
        return
    for row in FailedSearch.objects.waiting()[:MOST]:
        said = _("It was searched for from %(n)d or more different connections within a month, and nothing was found.")
        page = reverse("desk:settle_search", args=[row.pk])
        said %= {"n": row.connections}
        yield Task(_("Searched for, and not found"), f"“{row.words}”", said, _("Say what it is"), page, row.language)


WORST_FIRST: tuple[Kind, ...] = (
    withdrawals,
    own_words,
    urgent_reports,
    failed_plans,
    overdue,
    lost_sources,
    unattended,
    silent_reviewers,
    due_soon,
    failed_searches,
)
