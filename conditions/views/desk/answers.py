"""One answer at the desk: how it stands, what may be done with it, and all that happened."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions import differences, history
from conditions.accounts.door import signed_in
from conditions.editorial import publications, rounds
from conditions.editorial.revisions import titled
from conditions.editorial.situations import Situation
from conditions.models import Answer, Assignment, Comment, Reading, Revision, Round
from conditions.permissions import may, reads
from conditions.views.desk.copies import threads
from conditions.views.desk.next_step import Desk, next_step
from conditions.views.reading import page_number


def seen_answer(request: HttpRequest, pk: int) -> Answer:
    """The answer, for whoever has a part in answers: that there is one, not what it says.

    Raises: PermissionDenied; Http404.
    """
    if not may(request.user, "see_answers", on=timezone.localdate()):
        raise PermissionDenied
    return get_object_or_404(Answer.objects.select_related("condition", "question__policy"), pk=pk)


def read_answer(request: HttpRequest, pk: int) -> Answer:
    """The answer with all its words, for whoever may read them. Raises: PermissionDenied; Http404."""
    found = seen_answer(request, pk)
    if not reads(signed_in(request), found, on=timezone.localdate()):
        raise PermissionDenied
    return found


@require_GET
@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found, page = read_answer(request, pk), page_number(request)
    person, now = signed_in(request), timezone.now()
    situation = Situation(found, timezone.localdate(now))
    desk = Desk(situation, person, now)
    lines, has_more = history.lines(found, page)
    shown = {
        "title": titled(found),
        "situation": situation,
        "desk": desk,
        "next": next_step(desk),
        "lines": lines,
        "page": page,
        "has_more": has_more,
    }
    return render(request, "desk/answer.html", shown)


@require_GET
@never_cache
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Any two revisions side by side: at first the newest, and what it was made from."""
    found = read_answer(request, pk)
    saved = Situation(found, timezone.localdate()).revisions
    if not saved:
        raise Http404
    by_number = {str(revision.number): revision for revision in saved}
    new = by_number.get(request.GET.get("to", ""), saved[0])
    old = by_number.get(request.GET.get("from", "")) or _before(new, saved)
    shown = {
        "answer": found,
        "title": titled(found),
        "revisions": saved,
        "old": old,
        "new": new,
        "difference": differences.between(*differences.pair(old, new)),
    }
    return render(request, "desk/compare.html", shown)


def _before(new: Revision, saved: list[Revision]) -> Revision | None:
    return next((revision for revision in saved if revision.number < new.number), None)


@require_GET
@never_cache
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """A review, open or over: who was asked, what they said about which words, and what they decided."""
    about = ("answer__condition", "answer__question", "revision", "opened_by", "closed_by")
    found = get_object_or_404(Round.objects.select_related(*about), pk=pk)
    answer = read_answer(request, found.answer_id)
    said = Comment.objects.filter(round=found).select_related("by").order_by("at", "pk")
    shown = {
        "round": found,
        "title": titled(found.answer),
        "asked": Assignment.objects.filter(round=found)
        .select_related("reviewer", "verdict")
        .order_by("offered_at", "pk"),
        "readings": _read(found),
        "understood": publications.understood(found) if found.lay_reader else None,
        "asks": may(request.user, "offer", answer.condition, on=timezone.localdate(), language=answer.language),
        "wanted": rounds.still_wanted(Round.objects.filter(pk=found.pk), on=timezone.localdate()),
        "threads": [thread for place in threads(list(said), found.revision).values() for thread in place],
    }
    return render(request, "desk/round.html", shown)


def _read(found: Round) -> QuerySet[Reading]:
    """What lay readers were asked in the review, and said."""
    told = Reading.objects.filter(round=found).select_related("reader", "removed_by")
    return told.order_by("asked_at", "pk")
