"""One answer at the desk: how it stands, what may be done with it, and all that happened."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from conditions import history
from conditions.accounts.door import signed_in
from conditions.editorial import options
from conditions.editorial.revisions import question_text
from conditions.editorial.situations import Situation
from conditions.models import Answer
from conditions.permissions import may
from conditions.views.desk.next_step import Desk, next_step
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
    person, now = signed_in(request), timezone.now()
    situation = Situation(found, timezone.localdate(now))
    desk = Desk(situation, person, now, options.open_to(situation, by=person, at=now))
    lines, has_more = history.lines(found, page)
    shown = {
        "title": question_text(found),
        "situation": situation,
        "person": person,
        "next": next_step(desk),
        "open": desk.open,
        "lines": lines,
        "page": page,
        "has_more": has_more,
    }
    return render(request, "desk/answer.html", shown)
