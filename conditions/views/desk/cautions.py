"""Cautions at the desk: those that stand, and every decision about one or about a whole condition or source (E21)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from conditions.accounts.door import signed_in
from conditions.editorial import cautions
from conditions.forms.cautions import OfCaution, PutOverCondition, PutOverSource
from conditions.models import Answer, Caution, Condition, Question, Source
from conditions.permissions import may
from conditions.views.desk.decisions import Place, decide, of_answer

ASKS = require_http_methods(["GET", "HEAD", "POST"])


def _named(language: str) -> Any:
    """Cautions with what they are about, called by its name."""
    conditions = Condition.objects.named(language)
    worded = Prefetch("question", Question.objects.worded(language, keep_unworded=True))
    answers = Answer.objects.prefetch_related(Prefetch("condition", conditions), worded)
    about = (Prefetch("answer", answers), Prefetch("condition", conditions))
    return Caution.objects.select_related("by", "confirmed_by", "source").prefetch_related(*about)


@require_GET
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """Those that stand today, and those whose own words wait for a second person."""
    today = timezone.localdate()
    if not may(request.user, "see_answers", on=today):
        raise PermissionDenied
    standing = _named(request.LANGUAGE_CODE).filter(lifted_at=None, ends_on__gte=today)
    theirs = set(cautions.theirs(signed_in(request), on=today).values_list("pk", flat=True))
    told = [(caution, caution.pk in theirs) for caution in standing.order_by("ends_on", "pk")]
    return render(request, "desk/cautions.html", {"cautions": told, "person": request.user})


@never_cache
@ASKS
def on_caution(request: HttpRequest, pk: int, kind: type[OfCaution]) -> HttpResponse:
    caution = get_object_or_404(_named(request.LANGUAGE_CODE), pk=pk)
    if caution.answer:
        place = of_answer(caution.answer)
    else:
        needs = "caution_sources" if caution.source else ""
        place = Place(caution.condition, "", _("Cautions"), reverse("desk:cautions"), needs)
    return decide(request, kind, caution, place)


@never_cache
@ASKS
def over_condition(request: HttpRequest, slug: str) -> HttpResponse:
    condition = get_object_or_404(Condition.objects.named(request.LANGUAGE_CODE), slug=slug)
    place = Place(condition, "", capfirst(str(condition)), reverse("desk:cautions"))
    return decide(request, PutOverCondition, condition, place)


@never_cache
@ASKS
def over_source(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    return decide(request, PutOverSource, source, Place(None, "", source.title, reverse("desk:cautions")))
