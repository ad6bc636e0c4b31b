"""How hard a text is to read, measured for its author (A6); readers are never told, and nothing waits for it.

By the length of sentences and words: the grade of Flesch and Kincaid for English, the scale of Szigriszt with the words
of INFLESZ for Spanish. Syllables are counted by how words are spelt (docs/decisions/0033-reading-level.md).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.sentences import sentences

ENOUGH_WORDS = 10  # fewer say nothing about how somebody writes
AIM, UNIVERSITY = 8, 12
MARK = re.compile(r"\[\^[^\[\]]*\]|\{\s*(?:fact|no-source)\s*:[^{}]*\}", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:[-'’‑][^\W\d_]+)*")

ENGLISH_SOUND = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeiouysxzcgh])(?<![^aeiouy]l)es$|(?<![aeiouytd])ed$")
TWO_SOUNDS = re.compile(r"i[ao](?!n)|[aeiou]ing$|ea$|(?<![qg])ua|iet|scie|eum$|eou")
SPANISH_SOUND = re.compile(r"[aeiouáéíóúü]+")
STRONG = re.compile("[aeoáéíóú]")

INFLESZ: tuple[tuple[int, Promise], ...] = (
    (40, gettext_lazy("Reading ease %(ease)d of 100: very hard, as in papers for specialists.")),
    (55, gettext_lazy("Reading ease %(ease)d of 100: rather hard, as in the leading article of a newspaper.")),
    (65, gettext_lazy("Reading ease %(ease)d of 100: normal, as in a daily newspaper.")),
    (80, gettext_lazy("Reading ease %(ease)d of 100: fairly easy, as in a popular novel.")),
    (1_000, gettext_lazy("Reading ease %(ease)d of 100: very easy, as in a comic.")),
)


@dataclass(frozen=True)
class Level:
    """A measure, and what it means."""

    said: str
    is_hard: bool


def level(text: str, language: str, part: str = "body") -> Level | None:
    """How hard the Markdown is to read; nothing for a few words, or in a language that nobody measures here."""
    measure = MEASURES.get(re.split("[-_]", language.lower(), maxsplit=1)[0])
    said = [WORD.findall(MARK.sub("", sentence)) for sentence in sentences(text, part)]
    words = [word.lower() for sentence in said for word in sentence]
    if measure is None or len(words) < ENOUGH_WORDS:
        return None
    return measure(words, sum(bool(sentence) for sentence in said))


def english_syllables(word: str) -> int:
    heard = len(ENGLISH_SOUND.findall(word)) + len(TWO_SOUNDS.findall(word)) - bool(SILENT.search(word))
    return max(heard, 1)


def spanish_syllables(word: str) -> int:
    """A run of vowels is one syllable, and one more for each further vowel in it that is strong or stressed."""
    return max(sum(max(len(STRONG.findall(run)), 1) for run in SPANISH_SOUND.findall(word)), 1)


def _english(words: list[str], sentences: int) -> Level:
    grade = max(round(0.39 * len(words) / sentences + 11.8 * _each(words, english_syllables) - 15.59), 1)
    if grade <= AIM:
        said = _("Reading grade %(grade)d: most people of %(age)d can read this.")
    elif grade <= UNIVERSITY:
        said = _("Reading grade %(grade)d: for people of %(age)d and older. Shorter sentences and plainer words help.")
    else:
        said = _("Reading grade %(grade)d: as hard as a university text. Shorter sentences and plainer words help.")
    return Level(said % {"grade": grade, "age": grade + 5}, is_hard=grade > AIM)


def _spanish(words: list[str], sentences: int) -> Level:
    """From 0 to 100; what lies outside is as hard, or as easy, as it gets."""
    ease = min(max(round(206.835 - 62.3 * _each(words, spanish_syllables) - len(words) / sentences), 0), 100)
    said = next(said for most, said in INFLESZ if ease < most)
    return Level(str(said) % {"ease": ease}, is_hard=ease < 55)


def _each(words: Iterable[str], count: Callable[[str], int]) -> float:
    counted = [count(word) for word in words]
    return sum(counted) / len(counted)


MEASURES: dict[str, Callable[[list[str], int], Level]] = {"en": _english, "es": _spanish}
