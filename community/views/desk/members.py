"""What follows for a member who breaks the rules: seen, decided on and lifted (M15)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from community import waiting
from community.forms.sanctions import Impose, Lift
from community.models import Sanction
from community.views.desk.cases import seen_case
from conditions.accounts.door import signed_in
from conditions.models import Condition
from conditions.permissions import may
from conditions.views.desk import decisions as asking
from conditions.views.desk import kept
from conditions.views.desk.decisions import Place

MOST = 100


@require_GET
@never_cache
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote the story of a case: their cases that this moderator may look at, and what followed for them before."""
    case, person, today = seen_case(request, pk), signed_in(request), timezone.localdate()
    member = case.story.author
    named = Prefetch("story__condition", Condition.objects.named(request.LANGUAGE_CODE))
    theirs = waiting.theirs(person, on=today).filter(story__author=member).order_by("-opened_at", "-pk")
    shown = {
        "case": case,
        "member": member,
        "cases": theirs.select_related("story").prefetch_related(named)[:MOST],
        "may_sanction": may(person, "sanction", on=today, language=""),
        "sanctions": Sanction.objects.filter(member=member).select_related("by", "lifted_by"),
        "today": today,
    }
    return render(request, "desk/stories/author_of.html", shown)


@kept.keeps(Sanction)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sanction(request: HttpRequest, pk: int) -> HttpResponse:
    """A warning, a pause or a ban, first as the member will read it."""
    member = seen_case(request, pk).story.author
    place = Place(None, "", str(member), reverse("desk:stories:author", args=[pk]))
    return asking.decide(request, Impose, member, place)


@require_GET
@never_cache
def sanctions(request: HttpRequest) -> HttpResponse:
    """Every sanction, those that stand first."""
    _require(request)
    today = timezone.localdate()
    every = Sanction.objects.select_related("member", "by", "lifted_by")
    standing = every.told(today)
    over = every.exclude(pk__in=standing.values("pk"))[:MOST]
    shown = {"standing": standing, "over": over, "today": today}
    return render(request, "desk/stories/sanctions.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one before its time."""
    _require(request)
    found = get_object_or_404(Sanction.objects.select_related("member"), pk=pk)
    place = Place(None, "", _("Sanctions"), reverse("desk:stories:sanctions"))
    return asking.decide(request, Lift, found, place)


def _require(request: HttpRequest) -> None:
    """Raises: PermissionDenied for everybody who decides on none."""
    if not may(request.user, "sanction", on=timezone.localdate(), language=""):
        raise PermissionDenied
