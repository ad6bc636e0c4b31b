"""A reviewer's own pages: how readers see them, when and what to ask them, their interests, and a letter for a year."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.accounts.door import signed_in
from conditions.addresses import public
from conditions.editorial import availability, renewals
from conditions.forms.own import Introduce, Own, about
from conditions.models import Absence, Condition, Declaration, Reviewer, SignOff, User, Verdict
from conditions.permissions import may
from conditions.views.desk.decisions import Place, decide

ASKS = require_http_methods(["GET", "HEAD", "POST"])


def _reviewer(request: HttpRequest) -> User:
    """Raises: PermissionDenied for whoever reviews nothing."""
    person = signed_in(request)
    if not may(person, "review", on=timezone.localdate()):
        raise PermissionDenied
    return person


def _place() -> Place:
    return Place(None, None, _("About you"), reverse("desk:own"))


def _topics(person: Reviewer, language: str) -> Any:
    """The conditions on which they ever declared something, with what they said last."""
    said = Declaration.objects.filter(reviewer=person, condition=OuterRef("pk")).order_by("-at", "-pk")
    named = Condition.objects.named(language).filter(declarations__reviewer=person).distinct()
    last = Declaration.objects.filter(pk__in=named.annotate(last=Subquery(said.values("pk")[:1])).values("last"))
    return last.prefetch_related(Prefetch("condition", Condition.objects.named(language))).order_by("-at", "-pk")


@require_GET
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """All that the site knows of them as a reviewer, each part with its page to change it."""
    person, today = _reviewer(request), timezone.localdate()
    profile = Reviewer.objects.filter(user=person).first()
    if profile is None:
        return redirect("desk:introduce")
    known = Condition.objects.named(request.LANGUAGE_CODE).filter(pk__in=profile.specialties.values("condition"))
    signed = Verdict.objects.signed().filter(reviewer=profile)
    shown = {
        "profile": profile,
        "credentials": [(each, renewals.state(each, today)) for each in renewals.queue().filter(reviewer=profile)],
        "languages": profile.languages.all(),
        "specialties": sorted(str(each) for each in known),
        "absences": Absence.objects.not_over(today).filter(reviewer=profile),
        "years": sorted({day.year for day in signed.values_list("on", flat=True)}, reverse=True),
        "is_public": SignOff.objects.filter(verdict__reviewer=profile).exists(),
    }
    return render(request, "desk/own.html", shown)


@never_cache
@ASKS
def introduce(request: HttpRequest) -> HttpResponse:
    if Reviewer.objects.filter(user=_reviewer(request)).exists():
        return redirect("desk:own")
    place = Place(None, None, _("Desk"), reverse("desk:start"), leads=reverse("desk:own"))
    return decide(request, Introduce, None, place)


@never_cache
@ASKS
def change(request: HttpRequest, kind: type[Own]) -> HttpResponse:
    """One part of it."""
    profile = Reviewer.objects.filter(user=_reviewer(request)).first()
    return decide(request, kind, profile, _place()) if profile else redirect("desk:introduce")


@require_POST
@never_cache
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Pressed twice, it says the same again."""
    person, absence = _reviewer(request), Absence.objects.select_related("reviewer").filter(pk=pk).first()
    if absence and absence.reviewer.user_id != person.pk:
        raise Http404
    if absence:
        availability.come_back(absence, by=person, at=timezone.now())
    messages.success(request, _("Taken back: you can be asked on those days."))
    return redirect("desk:own")


@require_GET
@never_cache
def interests(request: HttpRequest) -> HttpResponse:
    """What they declared last, condition by condition."""
    profile = get_object_or_404(Reviewer, user=_reviewer(request))
    return render(request, "desk/own_interests.html", {"declarations": _topics(profile, request.LANGUAGE_CODE)})


@never_cache
@ASKS
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    """Their interests in one condition, outside a sign-off too."""
    profile = get_object_or_404(Reviewer, user=_reviewer(request))
    topic = get_object_or_404(Condition.objects.named(request.LANGUAGE_CODE), slug=slug)
    return decide(request, about(topic), profile, Place(topic, None, str(topic), reverse("desk:interests")))


@require_GET
@never_cache
def letter(request: HttpRequest, year: int) -> HttpResponse:
    """The texts that they signed in a year, each with addresses at which anybody can look: for their own employer."""
    profile, today = get_object_or_404(Reviewer, user=_reviewer(request)), timezone.localdate()
    if not datetime.MINYEAR <= year <= today.year:
        raise Http404
    signed = Verdict.objects.signed().filter(reviewer=profile, on__year=year).order_by("on", "pk")
    told = signed.select_related("revision__answer", "round", "verification__credential__revocation").prefetch_related(
        Prefetch("sign_offs", SignOff.objects.select_related("publication").order_by("publication__number"))
    )
    texts = [(each, [_version(signoff) for signoff in each.sign_offs.all()]) for each in told]
    if not texts:
        raise Http404
    number = len({each.revision.answer_id for each, _versions in texts})
    shown = {"profile": profile, "year": year, "texts": texts, "number": number, "last": texts[-1][0], "today": today}
    shown |= {"publisher": settings.DISEASEMAPS["publisher"], "page": _page_of(profile, texts)}
    return render(request, "desk/own_letter.html", shown)


def _version(signoff: SignOff) -> str:
    return public(reverse("conditions:version", args=[signoff.publication.code]))


def _page_of(profile: Reviewer, texts: list[tuple[Verdict, list[str]]]) -> str:
    """Their public page; nothing while none of what they signed was published."""
    if not any(versions for _each, versions in texts):
        return ""
    return public(reverse("conditions:reviewer", args=[profile.slug]))
