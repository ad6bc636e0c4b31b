"""How what is known of an answer is said: days, people, sources, countries."""

import datetime
from collections.abc import Iterable

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conditions.countries import country_name
from conditions.standing import Signer

register = template.Library()


@register.filter
def day(on: datetime.date) -> SafeString:
    """The day as people write it and as machines read it (R5)."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on))


@register.filter
def iso_day(said: str) -> SafeString:
    """The same from a day that came as a text, inside a list of rows."""
    return day(datetime.date.fromisoformat(said))


@register.filter
def introduced(signers: Iterable[Signer]) -> str:
    """Each with credential and discipline: “medically reviewed” never stands without (R1)."""
    return "; ".join(f"{signer.name}, {signer.credential}, {signer.discipline}" for signer in signers)


@register.filter
def published(said: str) -> SafeString:
    """When a source came out, as exactly as is known: 2017, 2017-11 or 2017-11-30."""
    year, month, on = (*(int(part) for part in said.split("-")), 1, 1)[:3]
    kind = {4: "Y", 7: "YEAR_MONTH_FORMAT"}.get(len(said), "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', said, date_format(datetime.date(year, month, on), kind))


@register.filter
def by_country(notes: dict[str, str]) -> list[tuple[str, str]]:
    """Name and note of each country, in the order of their names."""
    return sorted((country_name(code), note) for code, note in notes.items())
