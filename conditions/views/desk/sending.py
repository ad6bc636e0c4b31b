"""Sending words to review: of which kind, with which question, to whom."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import availability, checks, readings, rounds
from conditions.editorial.policies import ruling
from conditions.editorial.revisions import told
from conditions.forms.sending import SendForm
from conditions.models import Publication, Reviewer, Revision, Round, User
from conditions.permissions import may
from conditions.views.desk import kept
from conditions.views.desk.sheet import theirs


class Panel(NamedTuple):
    """Those who could sign or read, and why others could not sign; empty for whoever asks nobody here."""

    askable: QuerySet[Reviewer] | None
    others: list[str]
    asks: bool
    readers: QuerySet[User] | None = None


@never_cache
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the newest words are sent, and only if nothing is missing."""
    answer = theirs(request, pk)
    newest = Revision.objects.filter(answer=answer).order_by("-number").first()
    if newest is None:
        messages.info(request, _("Save a revision first. That is what is sent to review."))
        return redirect("desk:write", pk)
    if Round.objects.filter(revision=newest, closed_at=None).exists():
        messages.info(request, _("These words are in review already."))
        return redirect("desk:answer", pk)
    panel = _panel(request, newest)
    live = Publication.objects.live().filter(answer=answer).exclude(revision=newest)
    about: dict[str, Any] = {"has_live": live.exists(), "panel": panel.askable, "readers": panel.readers}
    about["policies"] = ruling([answer])
    if request.method == "POST":
        form = SendForm(request.POST, **about)
        return _sent(request, newest, form) or _page(request, newest, panel, form)
    begun = {"seen": newest.digest, "kind": request.GET.get("kind", Round.Kind.MEDICAL)}
    form = SendForm(initial=begun | kept.typed(request), **about)
    return _page(request, newest, panel, form)


def _sent(request: HttpRequest, newest: Revision, form: SendForm) -> HttpResponse | None:
    """Where it leads once all of it is done; nothing where something was refused, which then stands in the form."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    who: dict[str, Any] = {"by": signed_in(request), "at": timezone.now(), "seen": given["seen"]}
    what: dict[str, Any] = {"question": given["question"], "due_on": given["due_on"]}
    what |= {name: given.get(name, False) for name in ("second_clinician", "lay_reader")}
    kind, asked = given.get("kind") or Round.Kind.MEDICAL, given.get("reviewers") or ()
    try:
        readings.send(newest, kind, asked, given.get("lay_readers") or (), **who, **what)
    except ValidationError as refusal:
        form.refuse(told(refusal))
        return None
    said = _("Sent to review.") if asked else _("Sent to review. Nobody is asked yet.")
    opened = Round.objects.filter(answer=newest.answer_id)
    wanted = rounds.still_wanted(opened, on=timezone.localdate()) if asked else ""
    messages.success(request, f"{said} {wanted}".rstrip())
    return redirect("desk:answer", newest.answer_id)


def _page(request: HttpRequest, newest: Revision, panel: Panel, form: SendForm) -> HttpResponse:
    shown = {"revision": newest, "panel": panel, "form": form, "findings": checks.missing(newest, at=timezone.now())}
    return render(request, "desk/submit.html", shown)


def _panel(request: HttpRequest, newest: Revision) -> Panel:
    """In the order of their names. Of those who have the role there and could not sign, some are told."""
    answer, now, today = newest.answer, timezone.now(), timezone.localdate()
    if not may(request.user, "offer", answer.condition, on=today, language=answer.language):
        return Panel(None, [], asks=False)
    said = availability.left_out(Round(answer=answer, revision=newest), at=now)
    readers = readings.askable(newest, at=now).exclude(pk=signed_in(request).pk)
    return Panel(availability.panel(newest, at=now), said, asks=True, readers=readers)
