"""The words of all names, and which of them somebody may have meant."""

import bisect
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer
from django.conf import settings
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from conditions.models import SearchWord
from conditions.search.sounds import can_be_misspelt, sound

ALGORITHMS = {"en": "english", "es": "spanish"}
NEAR = 5
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
    heard: list[str] = field(default_factory=list)

    def has(self, word: str) -> bool:
        return word in self.counts

    def has_start(self, start: str) -> bool:
        """Whether a word begins so."""
        at = bisect.bisect_left(self.ordered, start)
        return at < len(self.ordered) and self.ordered[at].startswith(start)

    def near(self, word: str) -> list[tuple[str, int]]:
        """The words that the misspelt one may have been, likeliest first, with what each costs.

        One wrong letter in words of four or five, two in longer ones; or one wrong sound, if most letters are right.
        A wrong first letter costs more, because people seldom miss it, and so does a word of few names.
        """
        if not can_be_misspelt(word):
            return []
        wrong = 1 if len(word) < 6 else 2
        costs: dict[str, int] = {}
        for _, distance, at in extract(word, self.spelt, scorer=OSA.distance, score_cutoff=wrong, limit=500):
            costs[self.spelt[at]] = STEP * int(distance) + STEP // 2 * (self.spelt[at][0] != word[0])
        for _, distance, at in extract(sound(word), self.heard, scorer=OSA.distance, score_cutoff=1, limit=500):
            near, heard = self.spelt[at], STEP - 20 + STEP // 2 * int(distance)
            if OSA.distance(word, near) <= 0.6 * (len(word) + 1):
                costs[near] = min(costs.get(near, heard), heard)
        priced = [(cost + self._rarity(near), near) for near, cost in costs.items() if near != word]
        return [(near, cost) for cost, near in sorted(priced)[:NEAR]]

    def _rarity(self, word: str) -> int:
        """From 60 for the word of one name to nothing for one of 400."""
        return max(60 - int(10 * math.log(self.counts[word])), 0)


class Shelf:
    """Where a process keeps the vocabulary between requests. It never changes, so threads may share it."""

    vocabulary = Vocabulary()


def load() -> Vocabulary:
    """Reads the words anew and keeps them."""
    rows = list(SearchWord.objects.order_by("word").values_list("pk", "word", "count", "sound"))
    counts = {word: count for _, word, count, _ in rows}
    guessed = [(word, sound) for _, word, _, sound in rows if sound]
    Shelf.vocabulary = Vocabulary(
        version=max((pk for pk, *_ in rows), default=0),
        counts=counts,
        ordered=sorted(counts),
        spelt=[word for word, _ in guessed],
        heard=[sound for _, sound in guessed],
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
    return f"{language}{MARK}{snowballstemmer.stemmer(ALGORITHMS[language]).stemWord(american(word))}"


def american(word: str) -> str:
    """The American spelling of a British word."""
    return OUR.sub("or", word.replace("ae", "e").replace("oe", "e")) if len(word) > 4 else word
