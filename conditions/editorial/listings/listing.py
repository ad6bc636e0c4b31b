"""What a list is: which rows one person finds on a day, and what is said of each."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from conditions.models import User


class Cell(NamedTuple):
    """A text, a number or a day; perhaps a page behind it, and a language that is not the page's."""

    value: object
    address: str = ""
    language: str = ""

    @property
    def is_day(self) -> bool:
        return isinstance(self.value, datetime.date)


class Listing(NamedTuple):
    """`found` gives rows in their order, `told` the cells of a part of them: both take any number of rows alike.

    `choices` are parts of the list by name; the first is what stands there when nothing was chosen. `pressing` is the
    part that is counted where an editor begins; None for a list that can wait.
    """

    name: str
    needs: str
    title: Any
    says: Any
    columns: tuple[Any, ...]
    found: Callable[[User, datetime.date, str], QuerySet[Any, Any]]
    told: Callable[[Iterable[Any], datetime.date], list[list[Cell]]]
    choices: tuple[tuple[str, Any], ...] = ()
    pressing: str | None = None

    def chosen(self, asked: str) -> str:
        """The part that was asked for, else the first."""
        names = [name for name, _label in self.choices]
        return asked if asked in names else next(iter(names), "")
