"""What readers see of a revision, part by part, as lines of tokens."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.differences.markup import lines
from conditions.differences.tokens import Token, tokens

LABELS: dict[str, str | Promise] = {
    "question": gettext_lazy("Question"),
    "about": gettext_lazy("About this text"),
    "short_answer": gettext_lazy("Short answer"),
    "urgent_help": gettext_lazy("Get help now if"),
    "body": gettext_lazy("Text"),
    "sources_differ": gettext_lazy("Where good sources differ"),
    "unknowns": gettext_lazy("What nobody knows yet"),
    "country_notes": gettext_lazy("Note for a country"),
    "facts": gettext_lazy("Figures quoted"),
    "sources": gettext_lazy("Sources"),
}
PLACES = {name: place for place, name in enumerate(LABELS)}
IN_HTML = ("short_answer", "urgent_help", "body", "sources_differ", "unknowns")


@dataclass(frozen=True)
class Line:
    """A paragraph, an item of a list, a row of a table. With a name it is found by that, wherever it stands."""

    tokens: tuple[Token, ...]
    shape: str = "text"
    name: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(token.key for token in self.tokens)

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens if not token.is_silent)

    @property
    def words(self) -> int:
        return len(self.spoken)


@dataclass(frozen=True)
class Read:
    """One part of a revision."""

    name: str
    lines: tuple[Line, ...]

    @property
    def country(self) -> str:
        return self.name.partition("-")[2]

    @property
    def label(self) -> str:
        return str(LABELS[self.name.partition("-")[0]])

    @property
    def place(self) -> tuple[int, str]:
        return PLACES[self.name.partition("-")[0]], self.country


def read(revision: Any) -> dict[str, Read]:
    """The parts of a revision that have any words, by name."""
    found = {
        "question": (_line(revision.question),),
        "about": tuple(_about(revision)),
        "facts": tuple(_fact(row) for row in revision.quoted),
        "sources": tuple(_source(row) for row in revision.cited),
    }
    html = {name: getattr(revision, f"{name}_html") for name in IN_HTML}
    html |= {f"country_notes-{country}": text for country, text in revision.country_notes_html.items()}
    keys = {row["position"]: row["key"] for row in revision.cited}
    found |= {name: tuple(Line(tuple(said), shape) for shape, said in lines(text, keys)) for name, text in html.items()}
    return {name: Read(name, those) for name, those in found.items() if those}


def _line(text: str, name: str = "") -> Line:
    return Line(tuple(tokens(text)), name=name)


def _about(revision: Any) -> Iterator[Line]:
    """What readers are told of the text as a whole, each in a line of its own."""
    if revision.is_unknown:
        yield _line(_("Nobody knows yet."), "is_unknown")
    if revision.searched_on:
        yield _line(_("Evidence searched up to: %(day)s") % {"day": _day(revision.searched_on)}, "searched_on")
    if revision.machine_help:
        yield _line(revision.get_machine_help_display(), "machine_help")
    if revision.within_id:
        asked = (revision.host or "").replace("{condition}", revision.condition_name)
        yield _line(_("Answered within: %(question)s") % {"question": asked or revision.within_id}, "within")
    if revision.translates:
        yield _line(_("Translates version %(code)s") % {"code": revision.translates.code}, "translates")


def _fact(row: dict[str, Any]) -> Line:
    """The number of the value is silent: it is told where the words stayed and what they rest on did not."""
    label = f"{row['label']} ({row['scope']})" if row["scope"] else row["label"]
    said = _line(f"{label}: {row['text']}")
    number = _("value %(number)d") % {"number": row["number"]}
    value = Token(f"\0value:{number}", f" [{number}]", is_silent=True)
    return Line((*said.tokens, value), name=row["key"])


def _source(row: dict[str, Any]) -> Line:
    read_on = _day(datetime.date.fromisoformat(row["read_on"]))
    told = [row["title"], row["publisher"], row["published"], row["link"], row["note"]]
    text = ". ".join(each.rstrip(".") for each in [*told, _("Read on %(day)s") % {"day": read_on}] if each)
    return _line(f"{text}.", row["key"])


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
