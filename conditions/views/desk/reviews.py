"""What somebody was asked to review, by due date; they say whether they will."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions import pace
from conditions.accounts.door import signed_in
from conditions.editorial import rounds
from conditions.forms.reviews import Decline
from conditions.models import Assignment
from conditions.models.reviews import AssignmentQuerySet
from conditions.permissions import reach
from conditions.stale import Stale

PAST = 50


class Card(NamedTuple):
    """A text to review, or the texts that came together, and how long that takes."""

    assignment: Assignment
    texts: list[Assignment]
    words: int
    minutes: int


def asked_of(request: HttpRequest) -> AssignmentQuerySet:
    """All that the person was ever asked to review, with what every page of it tells."""
    told = (
        "round__revision__answer__condition",
        "round__bundle",
        "round__opened_by",
        "round__closed_by",
        "reviewer__user",
        "verdict",
    )
    return Assignment.objects.filter(reviewer__user=signed_in(request)).select_related(*told)


def own(request: HttpRequest, pk: int) -> Assignment:
    """Raises: Http404 for what somebody else was asked: nobody learns what that is."""
    return get_object_or_404(asked_of(request), pk=pk)


def readable(request: HttpRequest) -> AssignmentQuerySet:
    """What of it they may read: neither declined nor stepped back from, and where they review today or have decided."""
    there = reach(signed_in(request), "review", on=timezone.localdate(), answer="round__answer__")
    return asked_of(request).kept().filter(there and there | Q(verdict__isnull=False))


def opened(request: HttpRequest, pk: int) -> Assignment:
    """Raises: Http404 for what is not, or no longer, theirs to read."""
    return get_object_or_404(readable(request), pk=pk)


@require_GET
@never_cache
def reviews(request: HttpRequest) -> HttpResponse:
    mine, theirs = asked_of(request), readable(request)
    waiting = theirs.waiting().order_by(F("round__due_on").asc(nulls_last=True), "offered_at", "pk")
    past = mine.exclude(pk__in=mine.waiting().values("pk")).order_by("-offered_at", "-pk")
    past = past.annotate(opens=Exists(theirs.filter(pk=OuterRef("pk"))))
    shown = {"cards": _cards(waiting), "past": past[:PAST], "pace": pace.CHECKING}
    return render(request, "desk/reviews.html", shown)


def _cards(waiting: Iterable[Assignment]) -> list[Card]:
    """In the order in which they are due; what came in one bundle stands together."""
    together: dict[object, list[Assignment]] = defaultdict(list)
    for each in waiting:
        together[each.round.bundle or each].append(each)
    return [_card(texts) for texts in together.values()]


def _card(texts: list[Assignment]) -> Card:
    revisions = [each.round.revision for each in texts]
    return Card(texts[0], texts, sum(map(pace.words, revisions)), sum(map(pace.minutes, revisions)))


@require_POST
@never_cache
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = own(request, pk)
    try:
        rounds.accept(assignment, by=signed_in(request), at=timezone.now())
    except (Stale, PermissionDenied) as refusal:
        messages.info(request, _why_not(own(request, pk), refusal))
    else:
        messages.success(request, _("Thank you: you accepted. Open the text whenever it suits you."))
    return redirect("desk:reviews")


@require_http_methods(["GET", "POST"])
@never_cache
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = own(request, pk)
    form = Decline(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            rounds.decline(assignment, form.cleaned_data["declined_because"], by=signed_in(request), at=timezone.now())
        except (Stale, PermissionDenied) as refusal:
            messages.info(request, _why_not(own(request, pk), refusal))
        else:
            messages.success(request, _("Thank you for saying so. The editor asks somebody else."))
        return redirect("desk:reviews")
    return render(request, "desk/decline.html", {"form": form, "assignments": [assignment]})


def _why_not(now: Assignment, refusal: Exception) -> str:
    """Why their answer changes nothing any more."""
    if isinstance(refusal, PermissionDenied):
        return str(refusal)
    if now.round.closed_at:
        return _("This review has ended meanwhile. Nothing is left to do.")
    if now.declined_at:
        return _("You said already that this is not for you. The editor asks somebody else.")
    return _("You accepted this already. Whoever cannot go on steps back under “Finish”.")
