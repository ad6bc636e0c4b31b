"""What the safeguarding lead alone sees and decides: stories that must be kept, and members who have died (C8, C10)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from community.forms.safety import KeepStory, LiftHold, NoteDeath
from community.models import Case, Hold
from community.models.members import Death
from community.moderation import exposure
from community.moderation import safety as log
from conditions.models import Condition
from conditions.permissions import may
from conditions.views.desk import decisions as asking
from conditions.views.desk import kept
from conditions.views.desk.decisions import Place

MOST = 100


@require_GET
@never_cache
def safety(request: HttpRequest) -> HttpResponse:
    """Every hold, those that stand first, and every death that was noted; no word of a story."""
    require_lead(request)
    named = Prefetch("story__condition", Condition.objects.named(request.LANGUAGE_CODE))
    cases = Prefetch("story__cases", Case.objects.order_by("-opened_at", "-pk"))
    every = Hold.objects.select_related("story", "by", "lifted_by").prefetch_related(named, cases)
    standing = every.in_force(timezone.localdate())
    shown = {
        "standing": standing,
        "over": every.exclude(pk__in=standing.values("pk"))[:MOST],
        "duty": log.on_duty(timezone.localdate()),
        "ahead": log.ahead(timezone.localdate()),
        "loads": exposure.load(timezone.localdate()),
        "limit": exposure.limit(),
        "deaths": Death.objects.select_related("member", "noted_by").order_by("-noted_at")[:MOST],
    }
    return render(request, "desk/stories/safety.html", shown)


@kept.keeps(Hold)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Keeps a story for somebody’s safety, with its basis and its end."""
    require_lead(request)
    return asking.decide(request, KeepStory, request.GET.get("story", ""), back())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """The story need not be kept any more."""
    require_lead(request)
    return asking.decide(request, LiftHold, get_object_or_404(Hold.objects.select_related("story"), pk=pk), back())


@kept.keeps(Death)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def death(request: HttpRequest) -> HttpResponse:
    """Notes that a member has died, with who told us and why we believe it."""
    require_lead(request)
    return asking.decide(request, NoteDeath, request.GET.get("story", ""), back())


def back() -> Place:
    return Place(None, "", _("Safety"), reverse("desk:stories:safety"))


def require_lead(request: HttpRequest) -> None:
    """Raises: PermissionDenied for everybody but the safeguarding lead."""
    if not may(request.user, "safeguard", on=timezone.localdate(), language=""):
        raise PermissionDenied
