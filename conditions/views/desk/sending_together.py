"""Sending texts of one condition to review together: which of them, then with which question and to whom."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions import pace
from conditions.accounts.door import signed_in
from conditions.editorial import bundles, drafts, rounds, vouching
from conditions.forms.bundles import ChooseTexts, SendBundle
from conditions.models import Condition
from conditions.permissions import may
from conditions.views.desk import kept

GO_ON = "go"  # the button of the first page
KEY = 18  # digits: more are no key of a row


@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts are chosen in the address, so that a list of answers anywhere can lead here."""
    found = get_object_or_404(Condition.objects.named(request.LANGUAGE_CODE), slug=slug)
    language, now = language_of(request, found), timezone.now()
    listed = wanted(request, found, language, now)
    chosen = [text for text in listed if not text.missing]
    shown = {"condition": found, "spoken": get_language_info(language), "left_out": [t for t in listed if t.missing]}
    if not chosen:
        return render(request, "desk/bundle_choose.html", shown | _choice(request, found, language, now))
    form = _form(request, chosen, now)
    if form.is_valid() and _sent(request, found, language, form, now):
        return redirect("desk:condition", found.slug)
    shown |= {
        "minutes": sum(pace.minutes(text.revision) for text in chosen),
        "warns": any(t.live_until for t in chosen),
        **_outside(request, chosen, now),
    }
    return render(request, "desk/bundle_send.html", {"texts": chosen, "form": form, **shown})


def _outside(request: HttpRequest, chosen: list[bundles.Text], at: datetime.datetime) -> dict[str, Any]:
    """Whether they may ask somebody from outside, and what is against it with these texts."""
    if not may(request.user, "verify_credentials", on=timezone.localdate(at)):
        return {"vouches": False}
    seen = {text.revision.answer_id: text.revision.digest for text in chosen}
    return {"vouches": True, "hindrance": vouching.hindering(seen, by=signed_in(request))}


def language_of(request: HttpRequest, found: Condition) -> str:
    """The one that is asked for, else that of the page. Raises: PermissionDenied for who sends nothing out there."""
    asked = (request.GET.get("language", ""), request.LANGUAGE_CODE, "en")
    language = next(each for each in asked if each in {*drafts.languages(found), "en"})
    if not may(request.user, "offer", found, on=timezone.localdate(), language=language):
        raise PermissionDenied
    return language


def wanted(request: HttpRequest, found: Condition, language: str, at: datetime.datetime) -> list[bundles.Text]:
    """Those whose keys stand in the address; what is no key chooses nothing."""
    keys = [int(key) for key in request.GET.getlist("answer") if key.isdecimal() and len(key) <= KEY]
    return bundles.texts(found, language, at=at, only=keys)[: bundles.MOST] if keys else []


def _choice(request: HttpRequest, found: Condition, language: str, at: datetime.datetime) -> dict[str, Any]:
    """All texts that no review holds: those to choose from, and those that cannot go out yet."""
    every = bundles.texts(found, language, at=at)
    able = [text for text in every if not text.missing]
    form = ChooseTexts(request.GET if GO_ON in request.GET else None, texts=able) if able else None
    return {"form": form, "left_out": [text for text in every if text.missing]}


def _form(request: HttpRequest, chosen: list[bundles.Text], at: datetime.datetime) -> SendBundle:
    about: dict[str, Any] = {"texts": [text.revision for text in chosen], "panel": bundles.panel(chosen, at=at)}
    return SendBundle(request.POST if request.method == "POST" else None, initial=kept.typed(request), **about)


def _sent(request: HttpRequest, found: Condition, language: str, form: SendBundle, at: datetime.datetime) -> bool:
    given = form.cleaned_data
    what: dict[str, Any] = {"question": given["question"], "due_on": given["due_on"]}
    what |= {name: given.get(name, False) for name in ("second_clinician", "lay_reader")}
    try:
        bundle = bundles.send(found, language, form.seen, given["reviewers"], by=signed_in(request), at=at, **what)
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    number = len(form.seen)
    said = ngettext("%(n)d text was sent to review.", "%(n)d texts were sent to review.", number)
    wanted = rounds.still_wanted(bundle.rounds.all(), on=timezone.localdate(at))
    messages.success(request, f"{said % {'n': number}} {wanted}".rstrip())
    return True
