"""What is invented stays out of real sites and out of search engines."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from conditions.health.foundations import invented_people


class Invented:
    """Stops the start of a real site on a database of the demonstration; keeps the demonstration from being listed.

    It is a middleware, since those are made when a web process starts, whatever server it is, and at no other time:
    whoever migrates such a database, or asks the doctor about it, is not stopped.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        refuse_in_production()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEMONSTRATION:
            response["X-Robots-Tag"] = "noindex"
        return response


def refuse_in_production() -> None:
    """Unless the operator said that it is meant. A database that does not answer yet is no reason: health asks again.

    Raises: SystemExit, with a sentence that says what to do.
    """
    if not settings.PRODUCTION or settings.DEMONSTRATION:
        return
    try:
        found = invented_people()
    except DatabaseError:
        return
    if found:
        raise SystemExit(
            "The site does not start, because its database holds invented people and reviews, whose passwords "
            "everybody can read.\n"
            "  - Give the site an empty database of its own, by DATABASE_URL.\n"
            "  - Or say DISEASEMAPS_DEMONSTRATION_IN_PUBLIC=true: every page then says that it is a demonstration."
        )
