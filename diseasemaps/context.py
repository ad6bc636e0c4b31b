"""What every template may say about the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def site(request: HttpRequest) -> dict[str, Any]:
    """The operator's own words, the day, and whether this is a demonstration."""
    return {
        "site": settings.DISEASEMAPS,
        "demonstration": settings.DEMONSTRATION,
        "today": timezone.localdate(),
    }
