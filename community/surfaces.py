"""Where stories stand beside what medicine says, and which of them search engines may list: all by the one door.

On pages that search engines list, only words of authors who allow it (C9); all public stories are counted (M19).
"""

import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from community import finding, letters
from community.models import Membership, Story
from conditions import surfaces
from conditions.models.lists import Rows
from conditions.sitemaps import Item, Spoken

OF_ANSWER = {
    "condition": OuterRef("answer__condition"),
    "question": OuterRef("answer__question"),
    "language": OuterRef("answer__language"),
}
ABOUT = {"condition": OuterRef("pk")}
HERE = {"condition": OuterRef("pk"), "question__slug": OuterRef("sought")}


def on_answer_counted(on: datetime.date, language: str) -> Rows:
    return letters.counted(Story.objects.published(on).filter(**OF_ANSWER))


def on_answer(on: datetime.date, language: str) -> Rows:
    return letters.gathered(Story.objects.listed(on).filter(**OF_ANSWER), on, language, letters.BESIDE)


def on_condition_counted(on: datetime.date, language: str) -> Rows:
    return letters.counted(Story.objects.published(on).filter(**ABOUT, language=language))


def on_condition(on: datetime.date, language: str) -> Rows:
    stories = letters.calm(Story.objects.listed(on).filter(**ABOUT, language=language))
    return letters.gathered(stories, on, language, letters.BESIDE)


def without_answer_counted(on: datetime.date, language: str) -> Rows:
    return letters.counted(Story.objects.published(on).filter(**HERE, language=language))


def without_answer(on: datetime.date, language: str) -> Rows:
    """That page is in no search engine, so all of them may stand there."""
    stories = Story.objects.published(on).filter(**HERE, language=language)
    return letters.gathered(stories, on, language, letters.BESIDE)


def answer_belonging(on: datetime.date, language: str) -> Subquery:
    return _belonging(OuterRef("answer__condition"))


def condition_belonging(on: datetime.date, language: str) -> Subquery:
    return _belonging(OuterRef("pk"))


def _belonging(condition: OuterRef) -> Subquery:
    """How many belong to its community now; nothing for none. Pages show no more of it than a band (R26)."""
    members = Membership.objects.filter(condition=condition).order_by().values("condition")
    return Subquery(members.values(n=Count("pk")))


def on_home(on: datetime.date, language: str) -> Rows:
    return letters.gathered(letters.calm(Story.objects.listed(on).filter(language=language)), on, language, 1)


class Stories(Spoken):
    """Those that search engines may list, each in its one language."""

    page = "stories:story"
    key = ("code",)

    def __init__(self, on: datetime.date) -> None:
        super().__init__()
        self.on = on

    def items(self) -> QuerySet[Any, Any]:
        listed = letters.live(Story.objects.listed(self.on))
        return listed.order_by("pk").values("code", "language", edited_on=TruncDate("live__text__created_at"))

    def alike(self, items: list[Item]) -> list[Item]:
        return []


surfaces.ANSWER.brings(belonging=answer_belonging, stories_counted=on_answer_counted, letters=on_answer)
surfaces.CONDITION.brings(belonging=condition_belonging, stories_counted=on_condition_counted, letters=on_condition)
surfaces.NO_ANSWER.brings(stories_counted=without_answer_counted, letters=without_answer)
surfaces.HOME.brings(letters=on_home)
surfaces.SEARCH.brings(finding.found, finding.rebuild)
surfaces.SITEMAPS["stories"] = Stories
