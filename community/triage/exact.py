"""Where somebody lives, to the house, and on which day they were born (C16)."""

from collections.abc import Iterator

from community.triage.marks import NAME, Mark, mark, phrase
from community.triage.recognised import MES, MONTH

STREET = (
    r"(?:Street|Road|Avenue|Lane|Drive|Close|Crescent|Terrace|Gardens|Boulevard|Court|Place|Square|Way|Parade|"
    r"St|Rd|Ave|Dr|Blvd|Str)\b"
)
CALLE = r"(?:[Cc]alle|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|C/)"
ADDRESS = phrase(
    rf"(?!(?:19|20)\d\d )\d{{1,4}}[a-zA-Z]?,? {NAME}(?: {NAME}){{0,2}} {STREET}",
    rf"{CALLE} ?(?:(?:de|del|la|las|los|el) ){{0,2}}{NAME}(?: (?:(?:de|del|la|los) )?{NAME}){{0,2}}"
    r",? (?:n\.?º ?|número )?\d{1,4}\b",
    rf"(?:Via|Viale|Piazza|Rua|Rue|[Uu]l\.|Calle|Carrer) (?:(?:de|del|della|la|do|da|"
    rf"dos) ){{0,2}}{NAME}(?: {NAME}){{0,2}},? "
    r"\d{1,4}\b",
    r"[A-ZÄÖÜ][\w-]{1,20}(?:strasse|straße|str\.|weg|gasse|platz|allee|straat|laan|gade|gata|katu|vägen) \d{1,4}\b",
    rf"{NAME} (?:Strasse|Straße|Weg|Platz|Allee|út|utca) \d{{1,4}}\b",
    r"(?:Apt|Apartment|Suite|Unit|Flat|P\.?O\.? [Bb]ox|Apartado)\.? (?:n\.?º ?)?\d{1,5}\b",
    r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",  # a British postcode
    exact=True,
)
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}} de {MES}|"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})"
)
BORN = phrase(
    rf"(?:born|birthday is|birthday was|birthday,|date of birth:?|dob:?)(?: on)?(?: the)? {DAY}(?:,? \d{{4}})?",
    rf"(?:nac(?:í|ió|imos|ieron|ida|ido)|cumpleaños es|fecha de nacimiento(?::| es)?)(?: el)? {DAY}(?: de \d{{4}})?",
)


def addresses(text: str) -> Iterator[Mark]:
    for match in ADDRESS.finditer(text):
        yield mark(match, "address")


def births(text: str) -> Iterator[Mark]:
    for match in BORN.finditer(text):
        yield mark(match, "birth")
