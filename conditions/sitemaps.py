"""What search engines may list: live answers and their conditions, in each language in which they are there.

Both go through the door to public answers, so what was withdrawn, sealed or replaced is in neither. Addresses are at
the one that the operator gave, whatever the host of the request.
"""

import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import override

from conditions.models import Publication
from conditions.models.lists import Rows

Item = dict[str, Any]
if TYPE_CHECKING:
    Map = Sitemap[Item]
else:
    Map = Sitemap


class Spoken(Map):
    """Pages of which each knows the languages in which it is there: `language`, `languages` and `edited_on`."""

    limit = 5_000

    def address(self, item: Item) -> str:
        raise NotImplementedError

    def location(self, item: Item) -> str:
        with override(item["language"]):
            return self.address(item)

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
        """Adds the same page in each other language."""
        urls = super().get_urls(page, site, protocol)
        start = f"{self.get_protocol()}://{self.get_domain()}"
        for url in urls:
            item: Item = url["item"]
            spoken = [each["language"] for each in item["languages"]] if len(item["languages"]) > 1 else []
            url["alternates"] = [
                {"lang_code": code, "location": start + self.location(item | {"language": code})} for code in spoken
            ]
        return urls


class Answers(Spoken):
    """One that stands within another has no page of its own."""

    def items(self) -> "QuerySet[Any, Any]":
        live: QuerySet[Any] = Publication.objects.live().filter(revision__within=None)
        same = live.filter(
            answer__condition=OuterRef("answer__condition"), answer__question=OuterRef("answer__question")
        )
        spoken = same.order_by("answer__language").values(row=JSONObject(language="answer__language"))
        return live.order_by("pk").values(
            "edited_on",
            language=F("answer__language"),
            languages=Rows(spoken),
            condition=F("answer__condition__slug"),
            question=F("answer__question__slug"),
        )

    def address(self, item: Item) -> str:
        return reverse("conditions:answer", args=[item["condition"], item["question"]])


class Conditions(Spoken):
    """In the languages in which they have an answer, with the day on which the last of these was edited."""

    def items(self) -> list[Item]:
        live: QuerySet[Any] = Publication.objects.live()
        pages = live.values(condition=F("answer__condition__slug"), language=F("answer__language"))
        found: list[Any] = list(pages.annotate(edited_on=Max("edited_on")).order_by("condition", "language"))
        spoken: dict[str, list[Item]] = {}
        for item in found:
            spoken.setdefault(item["condition"], []).append(item)
        return [item | {"languages": spoken[item["condition"]]} for item in found]

    def address(self, item: Item) -> str:
        return reverse("conditions:condition", args=[item["condition"]])


def sections() -> dict[str, "type[Sitemap[Any]] | Sitemap[Any]"]:
    """The parts of the map; none of a demonstration, which is in no search engine."""
    return {} if settings.DEMONSTRATION else {"conditions": Conditions, "answers": Answers}
