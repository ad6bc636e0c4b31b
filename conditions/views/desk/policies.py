"""The review policies: what each asks, what it costs, its versions, and the next one (R6)."""

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions.editorial import policies
from conditions.forms.policies import Add, Change, Proposed, Rules
from conditions.models import Question, ReviewPolicy
from conditions.permissions import may
from conditions.views.desk.decisions import Place, decide


class Line(NamedTuple):
    """A policy with what stands under it, and how many sign-offs a year that costs."""

    policy: ReviewPolicy
    reach: policies.Reach
    a_year: int


ASKS = require_http_methods(["GET", "HEAD", "POST"])


def _editor(request: HttpRequest) -> None:
    """Raises: PermissionDenied."""
    if not may(request.user, policies.ACTION, on=timezone.localdate()):
        raise PermissionDenied


def _newest(slug: str) -> ReviewPolicy:
    found = ReviewPolicy.objects.newest().select_related("by").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    _editor(request)
    reaches, nothing = policies.reaches(), policies.Reach(questions=0, in_review=0, **policies.NOTHING_LIVE)
    told = [(each, reaches.get(each.slug, nothing)) for each in ReviewPolicy.objects.newest()]
    rows = [Line(policy, reach, reach.a_year(policy)) for policy, reach in told]
    return render(request, "desk/policies.html", {"rows": rows, "a_year": sum(row.a_year for row in rows)})


@require_GET
@never_cache
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """What it asks, of which questions, since when and why; and every version before."""
    _editor(request)
    found = _newest(slug)
    asked = Question.objects.worded(request.LANGUAGE_CODE, keep_unworded=True).filter(policy=found)
    reach = policies.reach(found)
    shown = {
        "policy": found,
        "reach": reach,
        "a_year": reach.a_year(found),
        "questions": asked.order_by("position"),
        "versions": ReviewPolicy.objects.filter(slug=slug).select_related("by").order_by("-number"),
    }
    return render(request, "desk/policy.html", shown)


@never_cache
@ASKS
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody would have it ask stands in the address; then it is said what that costs, and decided."""
    _editor(request)
    found = _newest(slug)
    given = request.POST if request.method == "POST" else request.GET
    now = {name: getattr(found, name) for name in policies.RULES}
    rules = Rules(given if "days" in given else None, initial=now, label_suffix="")
    place = Place(None, None, found.name, reverse("desk:policy", args=[slug]))
    if not rules.is_valid():
        shown: dict[str, Any] = {"rules": rules, "place": place, "title": Change.title}
        return render(request, "desk/policy_rules.html", shown)
    return decide(request, Change, Proposed(found, rules.cleaned_data), place)


@never_cache
@ASKS
def add(request: HttpRequest) -> HttpResponse:
    return decide(request, Add, None, Place(None, None, _("Review policies"), reverse("desk:policies")))
