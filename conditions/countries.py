"""How a country is called in the language of the page, as people there write it."""

from babel import Locale
from django.utils.translation import get_language, to_locale

from conditions.names import fold

# What Babel has a name for and nobody lives in: unions, zones and codes for private use.
NOWHERE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def reader_locale() -> Locale:
    """The conventions of the language that the page is in; English ones where Babel knows none."""
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except ValueError:
        return Locale("en")


def country_name(code: str) -> str:
    """Its name, or the code where Babel has none."""
    return str(reader_locale().territories.get(code, code))


def choices() -> list[tuple[str, str]]:
    """Every country and region by its name, as a list to choose from; nothing chosen comes first."""
    named = reader_locale().territories.items()
    places = [(code, str(name)) for code, name in named if len(code) == 2 and code.isalpha() and code not in NOWHERE]
    return [("", ""), *sorted(places, key=lambda place: fold(place[1]))]
