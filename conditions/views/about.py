"""The pages that say who we are and how we work, reachable from every other page (R20)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse

from conditions.addresses import public
from conditions.views.reading import reading_page


@reading_page
def how_we_review(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/how_we_review.html")


@reading_page
def moderation_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/moderation_rules.html")


@reading_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/privacy.html")


@reading_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/accessibility.html")


@reading_page
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "conditions/contact.html")


@reading_page
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may visit, and the map for them: nothing of a demonstration, else all but one's own pages."""
    starts = ["/" if code == settings.LANGUAGE_CODE else f"/{code}/" for code, _name in settings.LANGUAGES]
    rooms = ["account/", "admin/", "desk/", "me/"]
    closed = [f"{start}{room}" for start in starts for room in rooms]
    is_open = not settings.DEMONSTRATION
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in (closed if is_open else ["/"]))]
    lines += [f"Sitemap: {public(reverse('sitemap'))}"] if is_open else []
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name on pages that name none, such as the administration's."""
    return redirect(static("icon.svg"))
