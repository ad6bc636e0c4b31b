"""A revision exactly as its readers would see it, and how far it is on its way to them."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions import standing
from conditions.editorial import checks
from conditions.glossary import Glossary, texts
from conditions.models import Answer, Citation, Revision, Round, Verdict
from conditions.permissions import may


@require_GET
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever writes or decides there; reviewers have a page of their own."""
    revision = get_object_or_404(Revision.objects.select_related("answer__condition", "created_by"), pk=pk)
    answer, today = revision.answer, timezone.localdate()
    if not may_preview(request.user, answer, on=today):
        raise PermissionDenied
    writes = may(request.user, "write", answer.condition, on=today, language=answer.language)
    shown = {"revision": revision, "writes": writes, "spoken": get_language_info(answer.language)}
    return render(request, "desk/preview.html", shown | _as_read(revision, today) | _on_its_way(revision))


def may_preview(person: Any, answer: Answer, *, on: datetime.date) -> bool:
    """Whether they write or decide there."""
    actions = ("write", "see_evidence")
    return any(may(person, action, answer.condition, on=on, language=answer.language) for action in actions)


def _as_read(revision: Revision, today: datetime.date) -> dict[str, Any]:
    """All that stands around the words on the page that readers get."""
    live = standing.told(today).filter(revision=revision).first()
    glossary = Glossary(revision.answer.language)
    row = glossary.beside(Revision.objects.filter(pk=revision.pk)).get()
    return {
        "standing": standing.of(live, today) if live else None,
        "explained": glossary.explained(row, texts(revision)),
        "citations": Citation.objects.filter(revision=revision).select_related("source__replaced_by"),
    }


def _on_its_way(revision: Revision) -> dict[str, Any]:
    """What was done with these very words, and what can be done next."""
    newest = Revision.objects.filter(answer=revision.answer_id).order_by("-number").first()
    verdicts = Verdict.objects.filter(revision=revision, decision=Verdict.Decision.APPROVE)
    return {
        "is_newest": newest == revision,
        "review": Round.objects.filter(answer=revision.answer_id, closed_at=None).first(),
        "approvals": verdicts.order_by("at", "pk"),
        "findings": [said for each in checks.missing(revision, at=timezone.now()).values() for said in each],
    }
