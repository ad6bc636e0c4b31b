"""How a country is called in the language of the page, as people there write it."""

from babel import Locale
from django.utils.translation import get_language, to_locale


def reader_locale() -> Locale:
    """The conventions of the language that the page is in; English ones where Babel knows none."""
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except ValueError:
        return Locale("en")


def country_name(code: str) -> str:
    """Its name, or the code where Babel has none."""
    return str(reader_locale().territories.get(code, code))
