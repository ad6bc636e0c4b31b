"""A decision at the desk: asked on a page of its own, made by a POST that leads back (E4).

What was typed while somebody else was faster is kept by `kept`.
"""

from typing import Any, NamedTuple

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial.revisions import titled
from conditions.editorial.situations import Situation
from conditions.forms.decision import Decision, OfAnswer
from conditions.models import Answer, Condition
from conditions.permissions import holders, may
from conditions.views.desk import kept
from conditions.views.desk.answers import seen_answer

NAMED = 5  # colleagues who may do what somebody may not


class Place(NamedTuple):
    """Where something is decided: whose role counts there, what the page is about, and where it leads back to.

    Without a language, a role for any of them will do.
    """

    condition: Condition | None
    language: str | None
    heading: str
    address: str
    needs: str = ""  # where it takes another role than the decision mostly does
    leads: str = ""  # where it leads once it is done, if not back


def of_answer(answer: Answer) -> Place:
    back = reverse("desk:answer", args=[answer.pk])
    return Place(answer.condition, answer.language, titled(answer), back)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_answer(request: HttpRequest, pk: int, kind: type[OfAnswer]) -> HttpResponse:
    """A decision about how an answer stands."""
    answer = seen_answer(request, pk)
    return decide(request, kind, Situation(answer, timezone.localdate()), of_answer(answer))


def decide(request: HttpRequest, kind: type[Decision], about: Any, place: Place) -> HttpResponse:
    """Part of a view: asks on a GET, moves on a POST."""
    person, now = signed_in(request), timezone.now()
    if not may(person, place.needs or kind.needs, place.condition, on=timezone.localdate(now), language=place.language):
        return _refused(request, kind, place)
    if kind.proves:
        raise_if_reauthentication_required(request, app="allauth.account")
    posted = request.POST if request.method == "POST" else None
    form = kind(about, posted, by=person, at=now, typed=kept.typed(request))
    if form.is_bound and form.is_valid() and form.moved():
        messages.success(request, form.done)
        return redirect(place.leads or place.address)
    hindrance = form.hindrance()
    shown = {} if hindrance else form.shown()
    return render(request, kind.page, {"form": form, "place": place, "hindrance": hindrance, **shown})


def _refused(request: HttpRequest, kind: type[Decision], place: Place) -> HttpResponse:
    """Says who may do it: somebody with another role is a colleague, and no intruder."""
    allowed = holders(place.needs or kind.needs, place.condition, on=timezone.localdate(), language=place.language)
    shown = {"title": kind.title, "place": place, "colleagues": allowed.order_by("name", "pk")[:NAMED]}
    return render(request, "desk/not_yours.html", shown, status=403)
