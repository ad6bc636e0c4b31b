"""One answer at the desk: how it stands, what may be done with it, and all that happened."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions import history, stages, standing
from conditions.editorial.revisions import question_text
from conditions.editorial.situations import Situation
from conditions.models import Answer
from conditions.permissions import may
from conditions.views.reading import page_number


def seen_answer(request: HttpRequest, pk: int) -> Answer:
    """The answer, for whoever has a part in answers. Raises: PermissionDenied; Http404."""
    if not may(request.user, "see_answers", on=timezone.localdate()):
        raise PermissionDenied
    return get_object_or_404(Answer.objects.select_related("condition", "question__policy"), pk=pk)


@require_GET
@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found, page = seen_answer(request, pk), page_number(request)
    situation = Situation(found, timezone.localdate())
    lines, has_more = history.lines(found, page)
    live = situation.live
    return render(
        request,
        "desk/answer.html",
        {
            "situation": situation,
            "title": question_text(found),
            "standing": standing.of(live, situation.on) if live else None,
            "causes": stages.causes(situation.facts.live, situation.on) if situation.facts.live else (),
            "lines": lines,
            "page": page,
            "has_more": has_more,
        },
    )
