"""Whether words may tell who somebody is: a date, a number to call or find them by, an address, a name with a number.

Too much is taken for telling rather than too little. What that costs is a name of a condition which is kept for nobody.
"""

import functools
import re
import unicodedata

from django.conf import settings
from django.utils import dates, translation

from conditions import names

TELLING = re.compile(
    r"""@ | \b(?:at|arroba)\b.+\b(?:dot|punto)\b | mail\b  # an address of mail, also in words
    | (?:\d[\W_]*){5}  # a number to call, a day of birth, the number of a patient
    | (?:\d\D*){6}  # the same with anything between
    | [^\W\d_]{3}[\W_]?\d{3}  # a name with a number, as people call themselves
    | (?<!\d)(?:19|20)\d\d(?!\d)  # a year
    | (?<![^\W_])\d{1,2}(?:st|nd|rd|th|º|ª)?[\W_]+\d{1,2}[\W_]+\d{1,2}(?!\d)  # a day in small numbers
    | (?<![^\W_])\d{1,2}[./]\d{1,2}(?![^\W_])  # the same without a year
    | ://|\bwww\b|\w\.[a-z]{2}  # a page
    """,
    re.VERBOSE,
)
PIECES = re.compile(r"\d+|[^\W\d_]+")
FURTHER = {"setiembre", "set"}  # as September is written in some countries
# What stands beside a month where the day is a word: “twelfth of March”, “doce de marzo”, “March the first”.
DAY_BEFORE = re.compile(r"of|de|[a-z]*(?:first|second|third|th)|primero")
DAY_AFTER = re.compile(r"the|[a-z]*(?:first|second|third|th)")


def may_tell(typed: str) -> bool:
    """Whether somebody could be known by the words, in whatever signs they are written.

    Five digits are told by nobody but to call, to find or to date one person, however they are parted. Three that
    end a word of letters are a name in some account; “hla-b27” and “covid19” are not. “anna87” cannot be told from
    “covid19”.
    """
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return bool(TELLING.search(plain)) or _holds_a_day(PIECES.findall(names.fold(typed)))


def _holds_a_day(pieces: list[str]) -> bool:
    """A month by its name, with a number anywhere or, where it is written out, with a day in words beside it."""
    written, short = _months()
    if any(piece.isdigit() for piece in pieces):
        return any(piece in written or piece in short for piece in pieces)
    beside = zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False)
    return any(
        month in written and (DAY_BEFORE.fullmatch(before) or DAY_AFTER.fullmatch(after))
        for before, month, after in beside
    )


@functools.cache
def _months() -> tuple[set[str], set[str]]:
    """How months are called in every language of the site, written out and cut short."""
    written, short = set(FURTHER), set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            written |= {names.fold(str(name)) for name in dates.MONTHS.values()}
            short |= {names.fold(str(name)) for name in (*dates.MONTHS_3.values(), *dates.MONTHS_AP.values())}
    return written, short
