"""A source is added once, and cited by its key from then on."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import sources
from conditions.editorial.revisions import told
from conditions.forms.sources import SourceForm
from conditions.models import Answer, Source
from conditions.permissions import may
from conditions.views.desk import kept


@never_cache
@require_http_methods(["GET", "POST"])
def add_source(request: HttpRequest) -> HttpResponse:
    """Leads back to the answer for which it was added."""
    if not may(request.user, sources.ACTION, on=timezone.localdate()):
        raise PermissionDenied
    answer = _answer(request)
    if request.method == "GET":
        return _page(request, SourceForm(initial={"read_on": timezone.localdate()} | kept.typed(request)), answer)
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            added = sources.add_source(Source(**form.cleaned_data), by=signed_in(request), at=timezone.now())
        except ValidationError as refusal:
            form.refuse(told(refusal))
        else:
            return _back(request, added, answer)
    return _page(request, form, answer)


def _page(request: HttpRequest, form: SourceForm, answer: Answer | None) -> HttpResponse:
    return render(request, "desk/add_source.html", {"form": form, "answer": answer})


def _back(request: HttpRequest, added: Source, answer: Answer | None) -> HttpResponse:
    messages.success(request, _("The source is added. Cite it with [^%(key)s].") % {"key": added.key})
    if answer is None:
        return HttpResponseRedirect(request.get_full_path())
    query = urlencode({"sources": added.key})
    return HttpResponseRedirect(f"{reverse('desk:write', args=[answer.pk])}?{query}#sources")


def _answer(request: HttpRequest) -> Answer | None:
    key = request.GET.get("for", "")
    return Answer.objects.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 19 else None
