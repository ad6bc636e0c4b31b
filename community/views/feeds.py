"""What readers of feeds get of stories (C6, C9)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from community.feeds import Stories
from conditions.models import Condition
from conditions.views.former import redirect_to_now
from conditions.views.machines import by_content
from conditions.views.reading import reading_page


@reading_page
def feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    about = Condition.objects.named(request.LANGUAGE_CODE).filter(slug=slug, is_grouping=False).first()
    if about is None:
        return redirect_to_now(request, slug)
    return by_content(Stories(about, on=timezone.localdate())(request))
