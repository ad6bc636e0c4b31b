"""What the foot of every page says: whom to call in an emergency, how to reach us, in which languages."""

import datetime
from typing import Any

from babel import Locale
from babel.lists import format_list
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse, translate_url
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from conditions.countries import country_name, reader_locale
from conditions.models import Country, HelpLine

register = template.Library()
register.filter("country_name", country_name)


def _numbers(country: Country) -> SafeString:
    links = [format_html('<a class="phone" href="tel:{0}">{0}</a>', number) for number in country.numbers]
    # Numbers are digits and links are ours, so joining them with “or” stays safe.
    listed = mark_safe(format_list(links, style="or", locale=reader_locale()))  # noqa: S308
    return format_html("{} ({})", listed, country_name(country.code))


def _known(context: Context, on: datetime.date) -> list[Country]:
    """The countries served, with their help lines that were checked within a year; asked for once a page."""
    request = getattr(context, "request", None)
    known: list[Country] | None = getattr(request, "countries_to_call_in", None)
    if known is None:
        served = settings.DISEASEMAPS["countries"]
        found = {country.code: country for country in Country.objects.with_lines(on).filter(code__in=served)}
        known = [found[code] for code in served if code in found]
        if request:
            request.countries_to_call_in = known
    return known


def _numbered(context: Context, on: datetime.date) -> list[Country]:
    """Those of them whose emergency numbers somebody checked within a year."""
    return [country for country in _known(context, on) if country.is_checked(on)]


def _call(line: HelpLine) -> SafeString:
    return format_html('{} <a class="phone" href="tel:{}">{}</a>', line.name, line.dialled, line.number)


@register.simple_tag(takes_context=True)
def help_lines(context: Context, on: datetime.date) -> list[HelpLine]:
    """The help lines of the countries served."""
    return [line for country in _known(context, on) for line in country.lines]


@register.simple_tag
def whom_to_call(country: Country, on: datetime.date) -> SafeString:
    """The numbers of one country and then its lines, as far as somebody checked them within a year."""
    numbers = [_numbers(country)] if country.is_checked(on) else []
    # Each is made safe above, so joining them with “or” stays safe.
    listed = format_list([*numbers, *map(_call, country.lines)], style="or", locale=reader_locale())
    return mark_safe(listed)  # noqa: S308


@register.filter
def checked_in(country: Country, on: datetime.date) -> datetime.date:
    """The day of the check that was longest ago, of all that `whom_to_call` says."""
    days = [line.checked_on for line in country.lines]
    return min([*days, country.checked_on] if country.is_checked(on) else days)


@register.filter
def spoken(line: HelpLine) -> str:
    """The languages of a line in the reader's own."""
    locale = reader_locale()
    names = (Locale.parse(code).get_display_name(locale) or code for code in line.languages.split(", "))
    return format_list(list(names), locale=locale)


@register.simple_tag(takes_context=True)
def numbers_to_call(context: Context, on: datetime.date) -> str:
    """The numbers alone, each once, for a line that leads to the whole sentence; empty where none is known."""
    numbers = dict.fromkeys(number for country in _numbered(context, on) for number in country.numbers)
    return format_list(list(numbers), style="or", locale=reader_locale())


@register.simple_tag(takes_context=True)
def emergency_call(context: Context, on: datetime.date) -> SafeString:
    """Whom to call in the countries served. A number that nobody checked within a year is not shown."""
    served, known = settings.DISEASEMAPS["countries"], _numbered(context, on)
    if not known:
        return escape(_("In an emergency call the emergency number of the country you are in."))
    numbers = format_html_join(_(", "), "{}", ((_numbers(country),) for country in known))
    if len(known) == len(served):
        return format_html(_("In an emergency call {numbers}."), numbers=numbers)
    return format_html(
        _("In an emergency call {numbers}; elsewhere, the emergency number of the country you are in."),
        numbers=numbers,
    )


@register.simple_tag
def operator() -> dict[str, Any]:
    """Who runs the site, whatever else a view calls `site`: allauth's views mean the host by it."""
    own: dict[str, Any] = settings.DISEASEMAPS
    return own


@register.simple_tag
def reach(contact: str) -> SafeString:
    """An e-mail address or web address of the operator as a link."""
    if "://" in contact:
        return format_html('<a href="{0}">{0}</a>', contact)
    return format_html('<a href="mailto:{0}">{0}</a>', contact)


@register.simple_tag
def same_page_in(request: HttpRequest) -> list[dict[str, Any]]:
    """This page in each language of the site; where it has no address of its own, the home page."""
    path = request.get_full_path() if request.resolver_match else reverse("conditions:home")
    return [
        {**get_language_info(code), "address": translate_url(path, code), "current": code == get_language()}
        for code, _name in settings.LANGUAGES
    ]
