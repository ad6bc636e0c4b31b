"""The letters in which rules search: what readers see, without signs that nobody sees and in the plainest spelling.

Word processors put soft hyphens and empty signs into words, and keyboards write one apostrophe in many ways. A rule
that searched what is stored would not find what everybody reads. The stored text stays as it was written.
"""

import re
import unicodedata
from typing import NamedTuple

from community.triage.marks import Mark

# Soft hyphen, joiners, empty signs, marks of direction, what only chooses between two looks of a sign.
HIDDEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07"
HYPHENS = "\u2010\u2011\uff0d"
WIDE = range(0xFF01, 0xFF5F)  # as keyboards for Chinese and Japanese write our letters
FANCY = range(0x1D400, 0x1D800)  # mathematical letters, with which people write in bold or italics where they cannot
PLAIN = {
    **{sign: unicodedata.normalize("NFKC", chr(sign)) for sign in (*WIDE, *FANCY)},
    **dict.fromkeys(map(ord, APOSTROPHES), "'"),
    **dict.fromkeys(map(ord, HYPHENS), "-"),
}


class Seen(NamedTuple):
    """A text to search, and where each of its letters stands in the text that was written."""

    text: str
    places: list[int]

    def back(self, mark: Mark) -> Mark:
        """The mark as it lies on the written text."""
        begin, last = self.places[mark.place], self.places[mark.place + max(mark.length, 1) - 1]
        return Mark(begin, last + 1 - begin, mark.rule, mark.level)


def seen(text: str) -> Seen:
    """Letter for letter: where none is left out, each place is its own."""
    places = [place for place, sign in enumerate(text) if not HIDDEN.match(sign)]
    return Seen(HIDDEN.sub("", text).translate(PLAIN), places)
