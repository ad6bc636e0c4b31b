"""What other apps add to pages of ours and to the map for search engines. They register it in their `surfaces.py`.

It comes with the query that a page asks anyway, and only the template of the page knows how to show it.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

Column = Callable[[datetime.date, str], Any]  # for a day, and the language of the page


class Surface:
    """One kind of page, and the columns that its query brings besides, by their names."""

    def __init__(self) -> None:
        self._columns: dict[str, Column] = {}

    def brings(self, **columns: Column) -> None:
        self._columns.update(columns)

    def told(self, rows: QuerySet[Any], on: datetime.date, language: str) -> QuerySet[Any]:
        """The rows with what was registered, in the same query."""
        found: QuerySet[Any] = rows.annotate(**{name: column(on, language) for name, column in self._columns.items()})
        return found

    def of(self, row: Any) -> dict[str, Any]:
        """What a row has of it, for a page that passes on no more of the row."""
        return {name: getattr(row, name) for name in self._columns}


class Search:
    """What is found beside conditions and answers: rows of JSON, asked for by the words that were typed."""

    def __init__(self) -> None:
        self._finds: Callable[[Any, datetime.date, str], QuerySet[Any]] | None = None
        self.rebuilds: list[Callable[[], int]] = []

    def brings(self, finds: Callable[[Any, datetime.date, str], QuerySet[Any]], rebuild: Callable[[], int]) -> None:
        self._finds = finds
        self.rebuilds.append(rebuild)

    def beside(self, on: datetime.date, language: str) -> Callable[[Any], QuerySet[Any]] | None:
        """For the words of a search on the day."""
        finds = self._finds
        return (lambda words: finds(words, on, language)) if finds else None


ANSWER = Surface()  # rows: publications
CONDITION = Surface()  # rows: conditions
NO_ANSWER = Surface()  # rows: conditions, at the address of a question that has no answer in the language
HOME = Surface()  # rows: publications

SEARCH = Search()
SITEMAPS: "dict[str, Callable[[datetime.date], Sitemap[Any]]]" = {}  # parts of the map, as they are on a day
