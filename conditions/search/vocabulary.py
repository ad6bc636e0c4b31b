"""The words of all names, and which of them somebody may have meant."""

import bisect
import re
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer
from django.conf import settings
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from conditions.models import SearchWord

ALGORITHMS = {"en": "english", "es": "spanish"}
NEAR = 3
MARK = "·"  # never within a word
OUR = re.compile("our(?=s?$)")
STEP = 100  # what one wrong letter costs


@dataclass(frozen=True)
class Vocabulary:
    """The words as they stood when the last of them was written."""

    version: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    spelt: list[str] = field(default_factory=list)

    def has(self, word: str) -> bool:
        return word in self.counts

    def has_start(self, start: str) -> bool:
        """Whether a word begins so."""
        at = bisect.bisect_left(self.ordered, start)
        return at < len(self.ordered) and self.ordered[at].startswith(start)

    def near(self, word: str) -> list[tuple[str, int]]:
        """The words that the misspelt one may have been, likeliest first, with what each costs.

        One wrong letter in words of four or five, two in longer ones; words with digits are never guessed, for
        they tell types of a condition apart. A wrong first letter costs more: people seldom miss it.
        """
        wrong = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 6 else 2
        if not wrong:
            return []
        found = extract(word, self.spelt, scorer=OSA.distance, score_cutoff=wrong, limit=50)
        costs = [(STEP * int(distance) + STEP // 2 * (near[0] != word[0]), near) for near, distance, _ in found]
        costs.sort(key=lambda one: (one[0], -self.counts[one[1]], one[1]))
        return [(near, cost + place) for place, (cost, near) in enumerate(costs[:NEAR])]


class Shelf:
    """Where a process keeps the vocabulary between requests. It never changes, so threads may share it."""

    vocabulary = Vocabulary()


def load() -> Vocabulary:
    """Reads the words anew and keeps them."""
    rows = list(SearchWord.objects.order_by("word").values_list("pk", "word", "count"))
    counts = {word: count for _, word, count in rows}
    Shelf.vocabulary = Vocabulary(
        version=max((pk for pk, _, _ in rows), default=0),
        counts=counts,
        ordered=sorted(counts),
        spelt=[word for word in counts if len(word) > 3 and word.isalpha()],
    )
    return Shelf.vocabulary


def stems(word: str) -> list[str]:
    """The word's stem in each language of the site that has rules for it."""
    return [found for found in (stem(word, code) for code, _ in settings.LANGUAGES) if found]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What the forms of a word share, marked with the language, so that it is no word; empty where we know no rules.

    British and American spelling share one stem: "coeliac" and "celiac", "tumour" and "tumor".
    """
    if language not in ALGORITHMS or len(word) < 3 or not word.isalpha():
        return ""
    american = OUR.sub("or", word.replace("ae", "e").replace("oe", "e")) if len(word) > 4 else word
    return f"{language}{MARK}{snowballstemmer.stemmer(ALGORITHMS[language]).stemWord(american)}"
