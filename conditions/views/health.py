"""One page that says whether the site is well, and what to do if it is not."""

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Ready\n", content_type="text/plain")
