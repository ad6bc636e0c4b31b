"""Words for paper, on which every paragraph, item and row has a number that one can name by phone or with a pencil."""

import copy
from collections import defaultdict
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions.accounts.door import signed_in
from conditions.models import Assignment, Citation, Publication, Revision, Verdict
from conditions.rendering.places import apart
from conditions.views.desk import bundles
from conditions.views.desk.preview import may_preview
from conditions.words import SECTIONS

FOLDED, OPEN = '<details class="figures"', '<details open class="figures"'


class Paper(NamedTuple):
    """A revision, its words with nothing folded away, its sources, and how far it is."""

    revision: Revision
    words: Revision
    citations: list[Citation]
    live: Publication | None
    approval: Verdict | None


@require_GET
@never_cache
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever may see it as readers would, and for those who were asked to review it."""
    found = get_object_or_404(Revision.objects.select_related("answer__condition", "created_by"), pk=pk)
    asked = Assignment.objects.filter(round__revision=found, reviewer__user=signed_in(request), declined_at=None)
    if not may_preview(request.user, found.answer, on=timezone.localdate()) and not asked.exists():
        raise PermissionDenied
    return _page(request, [found])


@require_GET
@never_cache
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """All texts that one person was asked to review together, each beginning on a page of its own."""
    return _page(request, [each.round.revision for each in bundles.own(request, pk).texts])


def _page(request: HttpRequest, revisions: list[Revision]) -> HttpResponse:
    papers = _papers([each for each in revisions if not each.is_sealed])
    return render(request, "desk/numbered.html", {"papers": [_sheet(each) for each in papers]})


def _sheet(paper: Paper) -> SafeString:
    """The addresses in it are told apart from those of the other texts."""
    html = render_to_string("desk/numbered/paper.html", {"paper": paper, "today": timezone.localdate()})
    return mark_safe(apart(html, f"text-{paper.revision.pk}-"))  # noqa: S308 (made by our own template)


def _papers(found: list[Revision]) -> list[Paper]:
    """Any number of them takes as many queries."""
    prefetch_related_objects(found, "created_by")
    cited: dict[int, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(revision__in=found).select_related("source__replaced_by"):
        cited[citation.revision_id].append(citation)
    live = {each.revision_id: each for each in Publication.objects.live().filter(revision__in=found)}
    approvals = Verdict.objects.filter(revision__in=found, decision=Verdict.Decision.APPROVE).order_by("at", "pk")
    last = {each.revision_id: each for each in approvals}
    return [Paper(each, _unfolded(each), cited[each.pk], live.get(each.pk), last.get(each.pk)) for each in found]


def _unfolded(found: Revision) -> Revision:
    """Who reads on paper cannot open anything."""
    shown = copy.copy(found)
    for name in SECTIONS:
        setattr(shown, f"{name}_html", getattr(found, f"{name}_html").replace(FOLDED, OPEN))
    shown.country_notes_html = {code: html.replace(FOLDED, OPEN) for code, html in found.country_notes_html.items()}
    return shown
