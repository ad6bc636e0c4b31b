"""A bundle before its reviewer: all its texts on one page, and one decision on each under one declaration."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conditions.accounts.door import signed_in
from conditions.editorial import bundles
from conditions.forms.bundles import FinishBundle
from conditions.forms.reviews import Decline
from conditions.models import Bundle, Reviewer
from conditions.stale import Stale
from conditions.views.desk import together
from conditions.views.desk.finish import what_comes_next
from conditions.views.desk.reviews import readable
from conditions.views.desk.together import Sheet


def own(request: HttpRequest, pk: int) -> Sheet:
    """Raises: Http404 for what somebody else was asked: nobody learns what that is."""
    bundle = get_object_or_404(Bundle.objects.select_related("condition", "opened_by"), pk=pk)
    reviewer = get_object_or_404(Reviewer.objects.select_related("user"), user=signed_in(request))
    texts = bundles.theirs(bundle, reviewer)
    if not texts:
        raise Http404
    return Sheet(bundle, reviewer, texts)


@require_GET
@never_cache
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes when it was first opened, which is harmless to repeat: only the first time counts."""
    sheet, open_to_them = own(request, pk), set(readable(request).filter(round__bundle=pk))
    sheet = sheet._replace(texts=[each for each in sheet.texts if each in open_to_them])
    if not sheet.texts:
        raise Http404
    with suppress(Stale, PermissionDenied):
        bundles.read(sheet.bundle, sheet.reviewer, by=signed_in(request), at=timezone.now())
    against = request.GET.get("changes", "")
    shown = {"sheet": sheet, "texts": together.pages(sheet, against), "against": against}
    return render(request, "desk/bundle.html", shown)


@require_POST
@never_cache
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = own(request, pk)
    try:
        bundles.accept(sheet.bundle, sheet.reviewer, by=signed_in(request), at=timezone.now())
    except (Stale, PermissionDenied) as refusal:
        messages.info(request, str(refusal) or _("You answered this already, or nothing of it waits any more."))
    else:
        messages.success(request, _("Thank you: you accepted. Open the texts whenever it suits you."))
    return redirect("desk:reviews")


@require_http_methods(["GET", "POST"])
@never_cache
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = own(request, pk)
    form = Decline(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because = form.cleaned_data["declined_because"]
        try:
            bundles.decline(sheet.bundle, sheet.reviewer, because, by=signed_in(request), at=timezone.now())
        except (Stale, PermissionDenied) as refusal:
            messages.info(request, str(refusal) or _("You answered this already, or nothing of it waits any more."))
        else:
            messages.success(request, _("Thank you for saying so. The editor asks somebody else."))
        return redirect("desk:reviews")
    return render(request, "desk/decline.html", {"form": form, "assignments": sheet.waiting})


@require_http_methods(["GET", "POST"])
@never_cache
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = own(request, pk)
    if not sheet.waiting:
        messages.info(request, _("Nothing of this waits for your decision any more."))
        return redirect("desk:bundle_signed", pk)
    form = together.form(request, sheet)
    if form.is_valid():
        if together.finished(sheet, form):
            return redirect("desk:bundle_signed", pk)
        sheet, form = _as_it_is_now(request, sheet, form)
    return render(request, "desk/bundle_finish.html", together.to_finish(sheet, form))


def _as_it_is_now(request: HttpRequest, sheet: Sheet, form: FinishBundle) -> tuple[Sheet, FinishBundle]:
    """Where words moved in this very moment, the form of what still waits, which says so and keeps what was typed."""
    if form.errors:
        return sheet, form
    now = own(request, sheet.bundle.pk)
    return now, together.form(request, now)


@require_GET
@never_cache
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """What they decided on each text, and truthfully what comes next."""
    sheet = own(request, pk)
    decided = [each for each in sheet.texts if hasattr(each, "verdict")]
    if not decided:
        return redirect("desk:bundle", pk)
    shown = {"sheet": sheet, "decided": [(each, what_comes_next(each.verdict)) for each in decided]}
    return render(request, "desk/bundle_signed.html", shown)
