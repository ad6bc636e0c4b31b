"""A text before its reviewer, exactly as readers will see it, with what changed and what was said beside it."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions import differences, pace
from conditions.accounts.door import signed_in
from conditions.editorial import comments, rounds
from conditions.forms.reviews import Remark
from conditions.models import Assignment, Comment, Publication, Revision, Round, User
from conditions.rendering.parts import SHORT_ANSWER
from conditions.stale import Stale
from conditions.views.desk import both_texts
from conditions.views.desk.copies import WHOLE, Copy, Place, marks
from conditions.views.desk.overtaken import news, overtaken
from conditions.views.desk.reviews import opened

LIVE, MINE = "live", "mine"  # against which text the changes are shown


@require_GET
@never_cache
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes when it was first opened, which is harmless to repeat: only the first time counts."""
    assignment = opened(request, pk)
    if assignment.round.closed_at is None:
        with suppress(Stale, PermissionDenied):
            rounds.opened_by_reviewer(assignment, by=signed_in(request), at=timezone.now())
    told = as_it_lies_there(assignment, request.GET.get("changes", ""))
    shown = {"minutes": pace.minutes(assignment.round.revision), "news": news(assignment)}
    return render(request, "desk/review.html", told | shown)


def as_it_lies_there(assignment: Assignment, against: str, *, link: int = 0) -> dict[str, Any]:
    """The copy of the text, with what was said and what changed; `link` as in `Copy`."""
    mine = Copy(assignment, link=link)
    told = {"copy": mine, "wanted": against in {LIVE, MINE}}
    return told if mine.revision.is_sealed else told | _compared(mine, against) | _beside(mine)


def _beside(mine: Copy) -> dict[str, Any]:
    notes = {"short": mine.note(SHORT_ANSWER), "whole": mine.note(WHOLE)}
    return notes | {"readers": mine.as_readers_see_it(), "both": both_texts.of(mine)}


def _compared(mine: Copy, against: str) -> dict[str, Any]:
    """What changed since their last decision, and the text to compare with that they ask for.

    Where only the wording is said to have changed, the comparison with what readers have is the very question.
    """
    live = Publication.objects.live().filter(answer=mine.round.answer_id).exclude(revision=mine.revision).first()
    last = mine.last_verdict
    if not against and mine.round.kind == Round.Kind.WORDING:
        against = LIVE
    since = _between(last.revision_id, mine.revision) if last else None
    chosen = {LIVE: live and _between(live.revision_id, mine.revision), MINE: since}.get(against)
    return {"live": live, "last": last, "since": since, "against": against if chosen else "", "changes": chosen}


def _between(old: int, new: Revision) -> differences.Difference:
    return differences.between(*differences.pair(old, new))


@require_http_methods(["GET", "POST"])
@never_cache
def comment(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    assignment = opened(request, pk)
    return commented(request, assignment, place, back=came_from(assignment, place))


def commented(request: HttpRequest, assignment: Assignment, place: str, *, back: str) -> HttpResponse:
    """Part of a view, whoever was asked: at the desk, or by a link."""
    mine = Copy(assignment)
    form = _form(request, mine, _found(mine, place))
    if form.is_valid():
        try:
            _say(mine, place, form, by=assignment.reviewer.user)
        except Stale:
            return overtaken(request, assignment, form, back=back)
        except (ValidationError, PermissionDenied) as refusal:
            form.refuse(refusal)
        else:
            return redirect(back)
    if request.method == "GET" and not mine.may_comment:
        return redirect(back.partition("#")[0])
    shown = {"form": form, "assignment": assignment, "place": mine.places[place], "back": back}
    return render(request, "desk/review_comment.html", shown)


def came_from(assignment: Assignment, place: str) -> str:
    """The place where they read it: among the texts of its bundle, else on its own page."""
    bundle = assignment.round.bundle_id
    if bundle is None:
        return f"{reverse('desk:review', args=[assignment.pk])}#{place}"
    return f"{reverse('desk:bundle', args=[bundle])}#text-{assignment.pk}-{place}"


def _found(mine: Copy, place: str) -> Place:
    """Raises: Http404 for a place that the text does not have."""
    if mine.revision.is_sealed or place not in mine.places:
        raise Http404
    return mine.places[place]


def _form(request: HttpRequest, mine: Copy, place: Place) -> Remark:
    return Remark(
        request.POST if request.method == "POST" else None,
        typed=mine.typed(place.name),
        marks=marks(mine.revision),
        sentences=place.sentences,
        said=[thread.comment for thread in place.threads if not thread.comment.is_sealed],
        language=mine.revision.answer.language,
        initial={"seen": mine.revision.digest, "weight": Comment.Weight.SHOULD, "to": request.GET.get("to", "")},
    )


def _say(mine: Copy, place: str, form: Remark, *, by: User) -> Comment:
    name, said = mine.places[place].name, form.cleaned_data
    told = {"by": by, "at": timezone.now(), "seen": said["seen"], "weight": form.weighs, "place": name}
    if form.suggests:
        quote, suggestion = mine.typed(name), said["suggestion"]
        return comments.suggest(mine.round, text=said["text"], quote=quote, suggestion=suggestion, **told)
    return comments.comment(mine.round, said["text"], quote=form.quote, reply_to=form.answered, **told)
