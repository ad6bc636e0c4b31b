"""Stories about a condition or one question of it as they appear: only those that search engines may list (C9).

It tells that there is a story and since when, and leads to it; never its words, which a reader of feeds would
keep after their author took them back. What is not public any more is not in it any more (C6).
"""

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import F
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import Story
from conditions import names
from conditions.addresses import public
from conditions.models import Condition

Row = dict[str, Any]

if TYPE_CHECKING:
    Told = Feed[Row, None]
else:
    Told = Feed

MOST = 50


class Stories(Told):
    feed_type = Atom1Feed

    def __init__(self, about: Condition, asked: Any = None, *, on: datetime.date) -> None:
        """`about` has its name in the language of the page, and `asked` its wording."""
        self.about, self.asked, self.on = about, asked, on

    def title(self) -> str:
        told = {"site": settings.DISEASEMAPS["name"], "condition": self._called()}
        return _("%(site)s: stories about %(condition)s") % told

    def _called(self) -> str:
        return names.asked(self.asked.text, str(self.about)) if self.asked else str(self.about)

    def subtitle(self) -> str:
        if settings.DEMONSTRATION:
            return _("This is a demonstration. People in it are invented.")
        return _("Each story is one person’s experience. Read by a moderator, not medically reviewed.")

    def link(self) -> str:
        return self._at("of_question", "of_condition")

    def feed_url(self) -> str:
        return self._at("feed_of_question", "feed")

    def _at(self, of_question: str, of_condition: str) -> str:
        if self.asked:
            return public(reverse(f"stories:{of_question}", args=[self.about.slug, self.asked.slug]))
        return public(reverse(f"stories:{of_condition}", args=[self.about.slug]))

    def author_name(self) -> str:
        return str(settings.DISEASEMAPS["publisher"])

    def items(self) -> list[Row]:
        """The newest in the language of the page."""
        told = Story.objects.listed(self.on).filter(condition=self.about, language=get_language())
        told = told.filter(question=self.asked) if self.asked else told
        dated = told.with_first_day().annotate(at=F("appeared")).order_by("-at", "-pk")
        return list(dated.values("code", "at")[:MOST])

    def item_title(self, item: Row) -> str:
        return _("A story about %(condition)s") % {"condition": self.about}

    def item_description(self, item: Row) -> str:
        return _("Personal experience. Read by a moderator, not medically reviewed.")

    def item_link(self, item: Row) -> str:
        return public(reverse("stories:story", args=[item["code"]]))

    def item_guid(self, item: Row) -> str:
        return self.item_link(item)

    def item_pubdate(self, item: Row) -> datetime.datetime:
        at: datetime.datetime = item["at"]
        return at

    def item_updateddate(self, item: Row) -> datetime.datetime:
        return self.item_pubdate(item)
