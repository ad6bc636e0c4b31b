"""Whether a name that a member wants to be shown keeps them unknown, and is not taken for somebody else (C15, M3).

Rules read the name as a person would: without accents, with look-alike letters and digits taken for one another.
"""

import datetime
import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 3, 40
OLDEST = 100
KINDS_OF_SIGN = frozenset(["Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc", "Nd", "Zs"])
EAST_ASIAN = frozenset(["CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"])

# What looks like a Latin letter: Cyrillic, Greek, strokes, digits. I, l and 1 are one.
LOOK_ALIKE = {
    ord(sign): like
    for like, signs in {
        "a": "аα4", "b": "вβ8", "c": "с", "d": "ԁđ", "e": "е3", "h": "һн", "k": "кκ", "l": "iıłіӏι1",
        "m": "м", "o": "оοø0", "p": "рρ", "q": "ԛ", "s": "ѕ5", "t": "тτ7", "u": "υ", "v": "ν",
        "w": "ԝω", "x": "хχ", "y": "уγ", "j": "ј",
    }.items()
    for sign in signs
}  # fmt: skip


def fold(name: str) -> str:
    """What two names have in common that readers would take for the same: unaccented letters and digits alone."""
    plain = _plain(name).translate(LOOK_ALIKE)
    return "".join(sign for sign in plain if sign.isalnum() or unicodedata.category(sign).startswith("M"))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


# Contributors are presumed not to be clinicians, and nobody poses as the site.
OFFICE_ANYWHERE = tuple(
    fold(word)
    for word in (
        "doctor", "physician", "surgeon", "nurse", "therapist", "professor", "clinician", "pharmacist",
        "moderator", "administrator", "reviewer", "webmaster", "safeguarding", "helpdesk", "médico", "médica",
        "enfermer", "farmacéutic", "moderador", "administrador", "cirujan", "midwife", "paramedic", "dentist",
        "psychologist", "psychiatrist", "dietitian", "psicólog", "psiquiatra", "matrona",
    )
)  # fmt: skip
OFFICE_AS_A_WORD = frozenset(
    fold(word)
    for word in (
        "dr", "dra", "doc", "md", "mbbs", "rn", "gp", "phd", "prof", "lic", "mod", "admin", "editor", "staff", "team",
        "support", "official", "system", "root", "help", "anonymous",
    )
)  # fmt: skip


def check(name: str, *, email: str, on: datetime.date) -> str:
    """The name, tidied. Raises: ValidationError that says what to change."""
    tidy = " ".join(unicodedata.normalize("NFKC", name).split())
    problem = _signs(tidy) or _length(tidy) or _contact(tidy) or _birth_year(tidy, on) or _office(tidy)
    if not problem and resembles(tidy, email):
        problem = _("This name resembles your e-mail address, so people could guess it. Choose another one.")
    if problem:
        raise ValidationError(problem)
    return tidy


def _signs(name: str) -> str:
    if any(unicodedata.category(sign) not in KINDS_OF_SIGN and sign not in "-'’._" for sign in name):
        return _("Use letters, digits, blanks, hyphens, full stops and apostrophes only.")
    alphabets = {_alphabet(sign) for sign in name if sign.isalpha()}
    if not alphabets:
        return _("Use at least one letter.")
    if len(alphabets) > 1 and not alphabets <= EAST_ASIAN:
        return _("Use letters of one alphabet only, so that no letter is taken for another.")
    return ""


def _alphabet(sign: str) -> str:
    return unicodedata.name(sign, "OTHER").split()[0]


def _length(name: str) -> str:
    shortest = 2 if _alphabet(name[0]) in EAST_ASIAN else SHORTEST
    if shortest <= len(name) <= LONGEST and fold(name):
        return ""
    return _("Use from {shortest} to {longest} characters.").format(shortest=shortest, longest=LONGEST)


def _contact(name: str) -> str:
    if re.search(r"\w\.\w{2,}", name) or len(re.sub(r"\D", "", name)) >= 6:
        return _("Leave out web addresses and long numbers.")
    return ""


def _birth_year(name: str, on: datetime.date) -> str:
    """Four digits that read as a year, or two that read as the birth year of somebody old enough to join."""
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in name)
    joined = re.sub(r"(?<=\d)[\s.\-_'’]+(?=\d)", "", digits)
    born = range(on.year - OLDEST, on.year - int(settings.DISEASEMAPS["minimum_age"]) + 1)
    pairs = [int(pair) for pair in re.findall(r"(?<!\d)\d\d(?!\d)", digits)]
    if re.search(r"(?:19|20)\d\d", joined) or any(1900 + pair in born or 2000 + pair in born for pair in pairs):
        return _("A number in this name reads as a year of birth. Leave the number out or choose another name.")
    return ""


def _office(name: str) -> str:
    folded = fold(name)
    site = fold(settings.DISEASEMAPS["name"])
    words = {fold(word) for word in re.findall(r"[^\W_]+", name)}
    if words & OFFICE_AS_A_WORD or any(office in folded for office in OFFICE_ANYWHERE) or (site and site in folded):
        return _("Readers could take this name for a clinician or for somebody who works here. Choose another one.")
    return ""


def resembles(name: str, email: str) -> bool:
    """Whether a piece of the one is a piece of the other, digits left aside."""
    ours, theirs = _pieces(name), _pieces(email.partition("@")[0])
    return any(
        one == other or (len(one) > 3 and one in other) or (len(other) > 3 and other in one)
        for one in ours
        for other in theirs
    )


def _pieces(text: str) -> set[str]:
    """Every word of three letters or more, digits left out or read as letters, and all of them run together."""
    plain = _plain(text)
    words = [*re.findall(r"[^\W\d_]+", plain), re.sub(r"[\W\d_]", "", plain), *re.findall(r"[^\W_]+", plain)]
    return {word.translate(LOOK_ALIKE) for word in words if len(word) > 2}
