"""My communities: joining that of a condition in a role, saying it differently, and leaving it (R26)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community import membership
from community.forms.communities import Belonging
from community.models import Member, Membership
from community.views.story import happens
from conditions.accounts.door import signed_in
from conditions.models import Condition, Publication
from conditions.names import fold

SUPPORT = "support"  # the question of which the answer leads to patient organisations


@require_safe
@login_required
@never_cache
def communities(request: HttpRequest) -> HttpResponse:
    member = get_object_or_404(Member, user=signed_in(request))
    named = Condition.objects.named(request.LANGUAGE_CODE)
    found = member.memberships.prefetch_related(Prefetch("condition", queryset=named))
    mine = sorted(found, key=lambda each: fold(str(each.condition)))
    shown = {"memberships": mine, "supported": _supported(mine, request.LANGUAGE_CODE)}
    return render(request, "community/communities.html", shown)


def _supported(mine: list[Membership], language: str) -> set[int]:
    """Of their conditions those with an answer on where others are found: organisations, and not messages of ours."""
    there = {"answer__condition__in": [each.condition_id for each in mine], "answer__language": language}
    live = Publication.objects.live().filter(answer__question__slug=SUPPORT, **there)
    return set(live.values_list("answer__condition", flat=True))


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """Joining or, for somebody who belongs to it, saying it differently. A second press changes nothing."""
    about, member = _about(request, slug), Member.objects.filter(user=signed_in(request)).first()
    now = _now(member, about)
    form = Belonging(request.POST if request.method == "POST" else None, now=now)
    if member and form.is_valid() and _kept(form, member, about, now):
        said = _("Changed: {condition}.") if now else _("You have joined the community of {condition}.")
        messages.success(request, said.format(condition=about))
        return redirect("community:communities")
    return render(request, "community/community.html", {"form": form, "about": about, "now": now, "member": member})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """By one press and one confirmation. Who has left already reads the same."""
    about = _about(request, slug)
    now = _now(get_object_or_404(Member, user=signed_in(request)), about)
    if request.method == "GET" and now is None:
        raise Http404
    if request.method == "POST":
        if now:
            membership.leave(now)
        messages.success(
            request, _("You do not belong to the community of {condition} any more.").format(condition=about)
        )
        return redirect("community:communities")
    return render(request, "community/community_leave.html", {"about": about})


def _about(request: HttpRequest, slug: str) -> Condition:
    """A condition by the reader's name for it. A family of conditions has no community of its own."""
    return get_object_or_404(Condition.objects.named(request.LANGUAGE_CODE), slug=slug, is_grouping=False)


def _now(member: Member | None, about: Condition) -> Membership | None:
    return member.memberships.filter(condition=about).first() if member else None


def _kept(form: Belonging, member: Member, about: Condition, now: Membership | None) -> bool:
    def move() -> None:
        if now:
            membership.change(now, **form.cleaned_data, on=timezone.localdate())
        else:
            membership.belong(member, about, **form.cleaned_data, on=timezone.localdate())

    return happens(form, move)
