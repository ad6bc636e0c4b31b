"""What readers of feeds get of stories (C6, C9)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from community.feeds import Stories
from conditions.models import Condition, Question
from conditions.views.former import redirect_to_now
from conditions.views.machines import by_content
from conditions.views.reading import reading_page


@reading_page
def feed(request: HttpRequest, slug: str, question: str = "") -> HttpResponseBase:
    about = Condition.objects.named(request.LANGUAGE_CODE).filter(slug=slug, is_grouping=False).first()
    if about is None:
        return redirect_to_now(request, slug)
    worded = Question.objects.met().worded(request.LANGUAGE_CODE)
    asked = get_object_or_404(worded, slug=question) if question else None
    return by_content(Stories(about, asked, on=timezone.localdate())(request))
