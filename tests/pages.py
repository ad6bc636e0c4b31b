"""Every reading page, found from the addresses of the site, so that a new one cannot be left out of a test."""

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conditions import urls
from conditions.models import Condition
from conditions.views.home import Door
from tests import factories

# Found by another name, found in spite of its spelling, and too long.
SEARCHED = ("a1ad", "antitripsin", "x" * 150)

# Made by others, or no page: the admin, files and what machines read.
FEEDS = ("conditions:feed", "conditions:feed_of", "conditions:feed_of_question")
NOT_PAGES = ("admin:", "icon", "robots", "sitemap", "health", "mfa_download_recovery_codes", *FEEDS)

# Small pages with a form, and so with a cookie, to which reading pages lead.
FORMS = frozenset({"report", "report_sent", "clear"})


def reading_pages(condition: Condition) -> list[str]:
    """The address of each reading page, a few of them in more than one state."""
    found = [
        reverse(f"conditions:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, condition.slug))
        for pattern in urls.urlpatterns
        if f"conditions:{pattern.name}" not in NOT_PAGES and pattern.name not in FORMS
    ]
    letter = f"{reverse('conditions:a_to_z')}?letter=a"
    doors = [reverse("conditions:door", args=[door.value]) for door in Door]
    searches = [f"{reverse('conditions:search')}?q={words}" for words in SEARCHED]
    family = condition.parents.get().get_absolute_url()
    nowhere = reverse("conditions:condition", args=["never-there"])
    lived = [reverse(f"stories:{page}", args=[condition.slug]) for page in ("of_condition", "countries")]
    lived += [reverse("stories:figures"), reverse("stories:story", args=["NEVERWAS"])]
    return [*found, *doors, *searches, *lived, letter, family, nowhere]


def library_pages() -> list[str]:
    """The same on the small catalogue of `factories.library`."""
    return reading_pages(factories.library())


def own_pages(patterns: list[URLPattern | URLResolver] | None = None, namespace: str = "") -> list[str]:
    """The name of every page of ours that needs no argument, those behind a sign-in included."""
    found: list[str] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if pattern.pattern.regex.groups:
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += own_pages(pattern.url_patterns, inner)
        elif pattern.name and not f"{namespace}{pattern.name}".startswith(NOT_PAGES):
            found.append(f"{namespace}{pattern.name}")
    return found


def open_pages(client: Client) -> list[str]:
    """The address of every page of ours without an argument that opens for this visitor."""
    answers = {reverse(name): client.get(reverse(name)) for name in own_pages()}
    return [
        address
        for address, answer in answers.items()
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    ]
