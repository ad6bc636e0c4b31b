"""What a reader sees when something is not there or went wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from conditions.views.desk import kept


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that we cannot trust to be what its reader saw. What the desk was sent by a page of ours is given back."""
    return kept.mistrusted(request) or render(request, "403_csrf.html", status=403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What nobody could read: mostly too long a text. The browser still has it, and we do not."""
    return HttpResponse(render_to_string("400.html", {"site": settings.DISEASEMAPS}), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors, so that a page about a broken database does not need one."""
    return HttpResponse(render_to_string("500.html", {"site": settings.DISEASEMAPS}), status=500)
