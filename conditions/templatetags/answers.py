"""How what is known of an answer is said: days, people, sources, countries."""

import datetime
import re
from collections.abc import Iterable

from babel.lists import format_list
from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from conditions import names
from conditions.addresses import public
from conditions.beside import Part
from conditions.countries import country_name, reader_locale
from conditions.rendering import plain
from conditions.standing import Signer

register = template.Library()

HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)

NUMBERED = re.compile(
    r"(?<![\w&#/.-])[^\W\d_]{2,12}-\d{1,4}(?![\w-])(?![^<>]*>)"
)  # as in “alpha-1”; never within a tag


@register.filter
def day(on: datetime.date) -> SafeString:
    """The day as people write it and as machines read it (R5); of a time, the day that it was here."""
    if isinstance(on, datetime.datetime):
        on = timezone.localdate(on)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on))


@register.filter
def iso_day(said: str) -> SafeString:
    """The same from a day that came as a text, inside a list of rows."""
    return day(datetime.date.fromisoformat(said))


@register.filter
def introduced(signers: Iterable[Signer]) -> str:
    """Each with credential and discipline: “medically reviewed” never stands without (R1)."""
    return "; ".join(_introduced(signer) for signer in signers)


def _introduced(signer: Signer) -> str:
    told = f"{signer.name}, {signer.credential}, {signer.discipline}"
    return _("%(expert)s, asked from outside") % {"expert": told} if signer.vouched_by else told


@register.filter
def said_in(text: str, language: str) -> SafeString:
    """Marked with its language where that is another than the page's, so that it is read aloud as it is written."""
    return escape(text) if language == get_language() else format_html('<span lang="{}">{}</span>', language, text)


@register.filter
def declared(signer: Signer) -> SafeString:
    """Their interests; that there are none says the site, in the language of the words that they signed (R11)."""
    return said_in(signer.interests, signer.language) if signer.has_none else escape(signer.interests)


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


@register.filter
def headings(html: str) -> list[tuple[str, str]]:
    """The address and the words of each main heading, for the list of what is on a page."""
    return [(place, " ".join(plain(words))) for place, words in HEADING.findall(html)]


@register.filter
def of_condition(question: str, name: str) -> str:
    """The question with the name of the condition, which its own words may leave out: for titles."""
    return names.of_condition(question, name)


@register.filter
def unbroken(html: str) -> SafeString:
    """No line ends within a word like “alpha-1”. What is copied, searched or read aloud stays letter for letter."""
    return mark_safe(NUMBERED.sub(r'<span class="unbroken">\g<0></span>', conditional_escape(html)))  # noqa: S308


@register.filter
def who(parts: Iterable[Part], role: str) -> str:
    """The names of all who had this part in the words, as people list them."""
    return format_list([part.name for part in parts if part.role == role], locale=reader_locale())


@register.simple_tag
def answer_address(slugs: tuple[str, str], language: str) -> str:
    """Where the answer stands in a language, at the address that the operator gave."""
    with override(language):
        return public(reverse("conditions:answer", args=slugs))
