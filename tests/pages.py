"""Every reading page, found from the addresses of the site, so that a new one cannot be left out of a test."""

from django.urls import reverse

from conditions import urls
from conditions.models import Condition
from tests import factories

# Pages that answer with something other than a page to read.
NOT_TO_READ = {"robots"}


def reading_pages(condition: Condition) -> list[str]:
    """The address of each reading page, a few of them in more than one state."""
    found = [
        reverse(f"conditions:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, condition.slug))
        for pattern in urls.urlpatterns
        if pattern.name not in NOT_TO_READ
    ]
    letter = f"{reverse('conditions:a_to_z')}?letter=a"
    family = condition.parents.get().get_absolute_url()
    nowhere = reverse("conditions:condition", args=["never-there"])
    return [*found, letter, family, nowhere]


def library_pages() -> list[str]:
    """The same on the small catalogue of `factories.library`."""
    return reading_pages(factories.library())
