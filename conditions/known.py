"""What is known of a condition at a glance: its facts in force, each value with its source (R27, R29)."""

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from conditions.models import FactValue, FactVersion, Source
from conditions.models.lists import Nested, Rows

MOST = 6


class Value(NamedTuple):
    """One value, and where it stands."""

    text: str
    as_of: str
    title: str
    publisher: str
    year: str
    link: str
    is_retracted: bool


class Known(NamedTuple):
    """One fact. Where good sources differ it has several values; `language` is theirs, `headed_in` that of its label.

    `is_waiting`: a newer value was accepted, and comes into force with the answers that quote it.
    """

    label: str
    scope: str
    headed_in: str
    language: str
    is_waiting: bool
    values: tuple[Value, ...]


def told(language: str) -> Rows:
    """Of a condition: the facts in force that were begun first, with their values in the language and in English."""
    waiting = FactVersion.objects.pending().filter(fact=OuterRef("fact"), accepted_at__isnull=False)
    in_force = FactVersion.objects.in_force().filter(fact__condition=OuterRef("pk")).order_by("fact_id")
    row = JSONObject(
        label="fact__label", scope="fact__scope", is_waiting=Exists(waiting), values=Nested(_values(language))
    )
    return Rows(in_force.values(row=row)[:MOST])


def _values(language: str) -> Rows:
    values = FactValue.objects.filter(version=OuterRef("pk"), language__in={language, "en"}).order_by("position")
    source = ("title", "publisher", "published", "doi", "pmid", "url", "retracted_on")
    row = JSONObject(
        language="language",
        text="text",
        as_of="as_of",
        label="label",
        scope="scope",
        **{name: f"source__{name}" for name in source},
    )
    return Rows(values.values(row=row))


def of(rows: list[dict[str, Any]], language: str) -> tuple[Known, ...]:
    """What `told` brought, in the reader's language where somebody gave it there, else in English."""
    return tuple(fact for row in rows if (fact := _known(row, language)).values)


def _known(row: dict[str, Any], language: str) -> Known:
    spoken = {value["language"] for value in row["values"]}
    chosen = language if language in spoken else "en"
    values = [value for value in row["values"] if value["language"] == chosen]
    heading, headed_in = next(((value, chosen) for value in values if value["label"]), (row, "en"))
    return Known(
        label=heading["label"],
        scope=heading["scope"],
        headed_in=headed_in,
        language=chosen,
        is_waiting=bool(row["is_waiting"]),
        values=tuple(map(_value, values)),
    )


def _value(row: dict[str, Any]) -> Value:
    source = Source(doi=row["doi"], pmid=row["pmid"], url=row["url"])
    return Value(
        text=row["text"],
        as_of=row["as_of"],
        title=row["title"],
        publisher=row["publisher"],
        year=row["published"][:4],
        link=source.link,
        is_retracted=bool(row["retracted_on"]),
    )
