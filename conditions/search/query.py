"""What a typed text may mean: for each word, the ways in which a name may hold it."""

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, product
from pathlib import Path

from conditions import names
from conditions.search import codes
from conditions.search.vocabulary import STEP, Vocabulary, american, stems

LENGTH = 200
WORDS = 12
WORD_LENGTH = 100
PHRASINGS = 8
WORD = re.compile(r"(?:[a-z0-9]|[^\x00-\x7f])+")
COMMON = 1_500  # names that make a word a common one
SURE = 10  # names that make it unlikely that a word is another one misspelt
GUESSES = 5
TELLING = 6
GENERIC = frozenset(
    {"disease", "diseases", "disorder", "disorders", "syndrome", "syndromes", "infection", "infections"}
    | {"enfermedad", "enfermedades", "sindrome", "trastorno"}
)
LITTLE_WORDS = Path(__file__).resolve().parent.parent / "data" / "little_words.toml"
LITTLE = frozenset(chain.from_iterable(tomllib.loads(LITTLE_WORDS.read_text(encoding="utf-8")).values()))


@dataclass(frozen=True)
class Way:
    """One way for a name to hold a word: `text` is a folded word, its stem or its start."""

    text: str
    cost: int = 0
    is_start: bool = False
    is_whole: bool = True


@dataclass(frozen=True)
class Word:
    """A typed word; `missing` is what it costs a name to hold it in no way."""

    typed: str
    ways: tuple[Way, ...]
    missing: int
    is_common: bool


@dataclass(frozen=True)
class Query:
    """A text, cut to a length that can be searched.

    `words` are for names, in every way that a name may hold them; `asked` are for answers, as typed or in another form.
    """

    typed: str
    folded: str
    words: tuple[Word, ...]
    asked: tuple[Word, ...]
    code: codes.CodeSearch | None
    was_cut: bool
    altered: bool

    @property
    def telling(self) -> list[Word]:
        """The words that tell most, where not all of them can be had: long texts hold too many to weigh them all."""
        return sorted(self.words, key=lambda word: -word.missing)[:TELLING]

    @property
    def phrasings(self) -> list[str]:
        """The text as it may have been meant, likeliest first."""
        choices = [[way.text for way in word.ways if way.is_whole][:2] or [word.typed] for word in self.words]
        spelt = (" ".join(dict.fromkeys(choice)) for choice in product(*choices))
        return list(dict.fromkeys([self.folded, *islice(spelt, PHRASINGS)]))


def understand(text: str, vocabulary: Vocabulary) -> Query:
    """Reads the text, whatever it holds, with the words that occur in names."""
    typed = text[:LENGTH]
    folded = names.fold(typed).replace("\0", "")
    code = codes.read(typed)
    taken = [] if code and code.systems else list(dict.fromkeys(indexed(folded)))[:WORDS]
    words = [part for word in taken for part in _parted(word, vocabulary)]
    unsure = [word for word in words if vocabulary.counts.get(word, 0) < SURE][:GUESSES]
    read = [_word(words, place, vocabulary, guess=words[place] in unsure) for place in range(len(words))]
    known = tuple(word for word in read if word.ways)
    altered = len(known) < len(read) or words != taken
    if altered and all(word.is_common for word in known):
        known = ()  # nobody who asks for "xyz syndrome" wants all syndromes
    return Query(typed, folded, known, _asked(taken), code, len(text) > LENGTH, altered)


def indexed(folded: str) -> list[str]:
    """The words of a folded text as the index holds them: none of a name of nothing but signs, which may be quotes."""
    return [word[:WORD_LENGTH] for word in folded.split() if WORD.fullmatch(word)]


def _asked(words: list[str]) -> tuple[Word, ...]:
    """What an answer has to hold; the last word need not be complete."""
    last = words[-1:]
    telling = [word for word in words if word not in LITTLE]
    telling = [word for word in telling if word not in GENERIC] or telling
    return tuple(Word(word, tuple(_forms(word, is_begun=[word] == last)), 0, False) for word in telling)


def _forms(word: str, *, is_begun: bool) -> Iterator[Way]:
    yield Way(word)
    if is_begun and len(word) > 1 and not word.isdigit():
        yield Way(word, is_start=True, is_whole=False)
    yield from (Way(stem, is_whole=False) for stem in stems(word))


def _word(words: list[str], place: int, vocabulary: Vocabulary, *, guess: bool) -> Word:
    """What may be meant by the word at the place, the last of which need not be complete."""
    word = words[place]
    ways = _as_typed(word, vocabulary, is_last=place == len(words) - 1)
    ways += _joined(words, place, vocabulary)
    ways += [Way(near, cost) for near, cost in vocabulary.near(word)] if guess else []
    ways.sort(key=lambda way: way.cost)
    count = max((vocabulary.counts.get(way.text, 1) for way in ways[:1]), default=1)
    rarity = math.log((len(vocabulary.counts) + 1) / count)
    return Word(word, tuple(ways), 3 * STEP + max(int(STEP * rarity), 0), count > COMMON or len(word) < 3)


def _as_typed(word: str, vocabulary: Vocabulary, *, is_last: bool) -> list[Way]:
    """As typed, or in another form of the word, or begun: a single sign or number is never the start of a word."""
    ways = [Way(word)] if vocabulary.has(word) else []
    if is_last and len(word) > 1 and not word.isdigit() and vocabulary.has_start(word):
        ways.append(Way(word, is_start=True, is_whole=False))
    forms = [stem for stem in stems(word) if vocabulary.has(stem)]
    sure = vocabulary.has(word) or any(map(vocabulary.has, (american(word), word.removesuffix("s"))))
    return ways + [Way(stem, 0 if sure else STEP, is_whole=False) for stem in forms]


def _joined(words: list[str], place: int, vocabulary: Vocabulary) -> list[Way]:
    """The word written together with the one before or after it, as in "hunting ton"."""
    pairs = [words[at] + words[at + 1] for at in (place - 1, place) if 0 <= at < len(words) - 1]
    return [Way(pair, STEP // 2) for pair in pairs if len(pair) > 3 and pair.isalpha() and vocabulary.has(pair)]


def _parted(word: str, vocabulary: Vocabulary) -> list[str]:
    """The two words that were written as one, as in "coeliacdisease"; the word itself where it may be one."""
    if not word.isalpha() or vocabulary.has_start(word) or vocabulary.near(word):
        return [word]
    cuts = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
    known = [pair for pair in cuts if all(map(vocabulary.has, pair))]
    return list(max(known, key=lambda pair: min(map(vocabulary.counts.__getitem__, pair)), default=(word,)))
