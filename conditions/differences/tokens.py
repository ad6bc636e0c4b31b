"""Text in the units by which people compare it: a word, a number, a sign; a letter where words have no blanks."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Scripts that set no blanks between words: there each letter, with the marks that belong to it, is a unit.
UNSPACED = (
    (0x0E00, 0x0FFF),  # Thai, Lao, Tibetan
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x312F),  # radicals, kana, Bopomofo
    (0x31A0, 0xA4CF),  # kana, Chinese characters, Yi
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
# Letters with their marks; “3.5”, “1,500” and “don’t” are one unit; any other sign stands alone.
UNIT = re.compile("cm*|[wd](?:[wdm]|(?<=d)[.](?=d)|'(?=w))*|[^ ]m*")


class Token(NamedTuple):
    """A unit: by what it is compared, how it is shown. A silent one is shown only where it changed."""

    key: str
    text: str
    is_silent: bool = False


class _Kinds(dict[int, str]):
    """One letter for the kind of each sign, found when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = kind = _kind(chr(point))
        return kind


def _kind(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign.isspace():
        return " "
    if category[0] == "M" or category == "Cf":
        return "m"
    if category == "Nd":
        return "d"
    if category[0] in "LN":
        return "c" if any(first <= ord(sign) <= last for first, last in UNSPACED) else "w"
    return {".": ".", ",": ".", "'": "'", "’": "'"}.get(sign, "x")


KINDS = _Kinds()


def tokens(text: str, *, after_blank: bool = True) -> Iterator[Token]:
    """The units of the text. A blank belongs to the unit after it; `after_blank`: one stands before the text."""
    kinds = text.translate(KINDS)
    for found in UNIT.finditer(kinds):
        start, end = found.span()
        blank = kinds[start - 1] == " " if start else after_blank
        unit = f" {text[start:end]}" if blank else text[start:end]
        yield Token(unit, unit)
