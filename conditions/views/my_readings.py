"""What somebody was ever asked to read for plain language: in their account, open also after the role ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conditions.accounts.door import signed_in
from conditions.editorial import declining, lay_names
from conditions.forms.readings import Decline
from conditions.models import Reading
from conditions.models.readings import ReadingQuerySet
from conditions.permissions import may
from conditions.stale import Stale


def asked_of(request: HttpRequest) -> ReadingQuerySet:
    """All that the person was ever asked to read for plain language."""
    told = ("round__revision__answer__condition", "round__closed_by", "asked_by", "reader")
    return Reading.objects.filter(reader=signed_in(request)).select_related(*told)


def own(request: HttpRequest, pk: int) -> Reading:
    """Raises: Http404 for what somebody else was asked: nobody learns what that is."""
    return get_object_or_404(asked_of(request), pk=pk)


@require_safe
@login_required
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    mine = asked_of(request).order_by("-asked_at", "-pk")
    works = may(request.user, "enter_desk", on=timezone.localdate())
    return render(request, "account/readings.html", {"readings": mine, "works": works})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    found = own(request, pk)
    form = Decline(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            declining.decline(found, form.cleaned_data["declined_because"], by=found.reader, at=timezone.now())
        except (Stale, PermissionDenied):
            messages.info(request, _("Nothing waits for you here any more."))
        else:
            messages.success(request, _("Thank you for saying so. The editor asks somebody else."))
        return redirect("my_readings")
    return render(request, "account/reading_decline.html", {"form": form, "reading": found})


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = own(request, pk)
    if request.method == "POST":
        try:
            lay_names.take_back_name(found, by=found.reader, at=timezone.now())
        except Stale:
            messages.info(request, _("There is nothing to take back."))
        else:
            messages.success(request, _("Taken back. Readers are told of “a reader” now."))
        return redirect("my_readings")
    return render(request, "account/reading_take_back.html", {"reading": found})
