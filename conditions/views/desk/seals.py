"""Seals at the desk: one person asks, another confirms or refuses (E19)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conditions.forms.seals import AskSeal, OfSeal
from conditions.models import Revision, Seal
from conditions.views.desk.decisions import decide, of_answer

OF_VERSION = "answer__condition", "answer__question"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.select_related(*OF_VERSION), pk=pk)
    return decide(request, AskSeal, revision, of_answer(revision.answer))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_seal(request: HttpRequest, pk: int, kind: type[OfSeal]) -> HttpResponse:
    found = Seal.objects.select_related("asked_by", *(f"revision__{name}" for name in OF_VERSION))
    seal = get_object_or_404(found, pk=pk)
    return decide(request, kind, seal, of_answer(seal.revision.answer))
