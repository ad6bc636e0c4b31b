"""What search engines may list: live answers and their conditions, in each language in which they are there.

Both go through the door to public answers, so what was withdrawn, sealed or replaced is in neither. Addresses are at
the one that the operator gave, whatever the host of the request.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils.translation import override

from conditions import surfaces
from conditions.models import Publication

Item = dict[str, Any]
Key = tuple[str, ...]
if TYPE_CHECKING:
    Map = Sitemap[Item]
else:
    Map = Sitemap


def live(on: datetime.date) -> QuerySet[Any, Any]:
    """Live answers with their own pages; one that stands within another has none, and to an overdue one whose policy
    says so nobody is led.
    """
    unlisted = Publication.objects.unlisted(on).values("pk")
    found: QuerySet[Any] = Publication.objects.live().filter(revision__within=None).exclude(pk__in=unlisted)
    return found.values(
        "edited_on",
        language=F("answer__language"),
        condition=F("answer__condition__slug"),
        question=F("answer__question__slug"),
    )


class Spoken(Map):
    """Pages of which each is there in one language, and perhaps at the like address in others.

    An item has `language`, `edited_on` and what its address is made of, which `key` names.
    """

    limit = 5_000
    page: str
    key: Key

    def alike(self, items: list[Item]) -> Iterable[Item]:
        """All items at addresses like these, in whatever language."""
        raise NotImplementedError

    def location(self, item: Item) -> str:
        with override(item["language"]):
            return reverse(self.page, args=[item[name] for name in self.key])

    def lastmod(self, item: Item) -> datetime.date:
        edited_on: datetime.date = item["edited_on"]
        return edited_on

    def get_latest_lastmod(self) -> None:
        """No day for the whole: what was taken down since has left none, and search engines shall look again."""
        return

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(str(settings.DISEASEMAPS["address"])).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(str(settings.DISEASEMAPS["address"])).scheme

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Adds the same page in each language in which it is there, if these are several."""
        urls = super().get_urls(page, site, protocol)
        start = f"{self.get_protocol()}://{self.get_domain()}"
        spoken: dict[Key, dict[str, str]] = defaultdict(dict)
        for item in self.alike([url["item"] for url in urls]):
            spoken[self._key(item)][item["language"]] = start + self.location(item)
        for url in urls:
            places = spoken[self._key(url["item"])]
            url["alternates"] = [
                {"lang_code": code, "location": place} for code, place in sorted(places.items()) if len(places) > 1
            ]
        return urls

    def _key(self, item: Item) -> Key:
        return tuple(item[name] for name in self.key)


class Answers(Spoken):
    page = "conditions:answer"
    key = ("condition", "question")

    def __init__(self, on: datetime.date) -> None:
        self.on = on

    def items(self) -> QuerySet[Any, Any]:
        return live(self.on).order_by("pk")

    def alike(self, items: list[Item]) -> QuerySet[Any, Any]:
        return live(self.on).filter(answer__condition__slug__in={item["condition"] for item in items})


class Conditions(Spoken):
    """In the languages in which they have an answer, with the day on which the last of these was edited."""

    page = "conditions:condition"
    key = ("condition",)

    def items(self) -> list[Item]:
        found: QuerySet[Any] = Publication.objects.live()
        pages = found.values(condition=F("answer__condition__slug"), language=F("answer__language"))
        return list(pages.annotate(edited_on=Max("edited_on")).order_by("condition", "language"))

    def alike(self, items: list[Item]) -> list[Item]:
        there = {item["condition"] for item in items}
        return [item for item in self.items() if item["condition"] in there]


def sections(on: datetime.date) -> dict[str, "type[Sitemap[Any]] | Sitemap[Any]"]:
    """The parts of the map; none of a demonstration, which is in no search engine."""
    if settings.DEMONSTRATION:
        return {}
    return {
        "conditions": Conditions,
        "answers": Answers(on),
        **{name: of(on) for name, of in surfaces.SITEMAPS.items()},
    }
