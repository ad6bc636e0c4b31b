"""What machines read: the feed of changes, and the map of the site for search engines."""

from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conditions.addresses import public
from conditions.feeds import Changes
from conditions.models import Condition, Question
from conditions.sitemaps import sections
from conditions.views.former import redirect_to_now
from conditions.views.reading import reading_page


@reading_page
def feed(request: HttpRequest) -> HttpResponseBase:
    return by_content(Changes()(request))


@reading_page
def feed_of(request: HttpRequest, slug: str, question: str = "") -> HttpResponseBase:
    """Of a question also where it is asked no more: whoever reads the feed learns that its answer was taken down."""
    about = Condition.objects.named(request.LANGUAGE_CODE).filter(slug=slug).first()
    if about is None:
        return redirect_to_now(request, slug)
    worded = Question.objects.met().worded(request.LANGUAGE_CODE)
    asked = get_object_or_404(worded, slug=question) if question else None
    return by_content(Changes(about, asked)(request))


@reading_page
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The parts of the map, at the address that the operator gave, whatever the host of the request."""
    index = sitemaps.index(request, sections(timezone.localdate()), sitemap_url_name="sitemap_part")
    for part in (index.context_data or {})["sitemaps"]:
        part.location = public(part.location)
    return by_content(index)


@reading_page
def sitemap_part(request: HttpRequest, section: str) -> HttpResponseBase:
    return by_content(sitemaps.sitemap(request, sections(timezone.localdate()), section=section))


def by_content(response: HttpResponseBase) -> HttpResponseBase:
    """What was taken away leaves no later day, so only the content says whether it changed."""
    del response.headers["Last-Modified"]
    return response
