"""What a reader sees when something is not there or went wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that we cannot trust to come from our own page."""
    return render(request, "403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Without context processors, so that a page about a broken database does not need one."""
    return HttpResponse(render_to_string("500.html", {"site": settings.DISEASEMAPS}), status=500)
