"""What a text says, sentence by sentence: what needs a source (R14), and what makes a good short answer (R25)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from conditions.rendering.parts import ordered
from conditions.sentences.claims import Claim, claim
from conditions.sentences.repetition import repeats
from conditions.sentences.splitting import first_paragraph, opening, plain_sentences, sentences
from conditions.sentences.wholeness import ends_whole

__all__ = [
    "Claim",
    "Unsourced",
    "ends_whole",
    "first_paragraph",
    "opening",
    "plain_sentences",
    "repeats",
    "sentences",
    "unsourced",
]

SOURCED = re.compile(r"\[\^[^\[\]]+\]|\{\s*fact\s*:[^{}]+\}", re.IGNORECASE)
EXCUSE = re.compile(r"\{\s*no-source\s*:([^{}]*)\}", re.IGNORECASE)
ENOUGH_WORDS = 3  # “not needed” is no reason

WHY = {
    Claim.NUMBER: gettext_lazy(
        "Sentence %(number)d gives a number without a source. Add one, or say why none is needed."
    ),
    Claim.SURVIVAL: gettext_lazy(
        "Sentence %(number)d speaks of how long people live without a source. Add one, or say why none is needed."
    ),
    Claim.RISK: gettext_lazy(
        "Sentence %(number)d speaks of a risk without a source. Add one, or say why none is needed."
    ),
    Claim.TREATMENT: gettext_lazy(
        "Sentence %(number)d says what a treatment does without a source. Add one, or say why none is needed."
    ),
}
SAID_TOO_LITTLE = gettext_lazy(
    "Sentence %(number)d says in too few words why it needs no source. Give the reason in three words or more."
)
NAMES = {
    "short_answer": gettext_lazy("Short answer"),
    "urgent_help": gettext_lazy("Get help now if"),
    "sources_differ": gettext_lazy("Where good sources differ"),
    "unknowns": gettext_lazy("What nobody knows yet"),
    "country_notes": gettext_lazy("Note for the country %(country)s"),
}


@dataclass(frozen=True)
class Unsourced:
    """A sentence that states something which readers are asked to believe, on nothing."""

    part: str
    number: int  # the first sentence of the part is 1
    sentence: str
    claim: Claim

    @property
    def why(self) -> str:
        """What the editor reads, with the name of the part unless it is the body."""
        said = SAID_TOO_LITTLE if EXCUSE.search(self.sentence) else WHY[self.claim]
        words = said % {"number": self.number}
        if self.part == "body":
            return words
        return gettext("“%(part)s”: %(words)s") % {"part": _name(self.part), "words": words}


def unsourced(parts: Mapping[str, str], language: str) -> list[Unsourced]:
    """The sentences that need a source and have neither one, nor a shared fact, nor a reason why not (R14)."""
    return [found for part, text in ordered(parts).items() for found in _of(part, text, language)]


def _name(part: str) -> str:
    """What stands above the part on the page; country_notes-IE is the note for one country."""
    kind, _, country = part.partition("-")
    return str(NAMES[kind] % {"country": country})


def _of(part: str, text: str, language: str) -> Iterator[Unsourced]:
    for number, sentence in enumerate(sentences(text, part), 1):
        if SOURCED.search(sentence) or _is_excused(sentence):
            continue
        if stated := claim(sentence, language, names_numbers_to_call=part == "urgent_help"):
            yield Unsourced(part, number, sentence, stated)


def _is_excused(sentence: str) -> bool:
    return any(len(reason.split()) >= ENOUGH_WORDS for reason in EXCUSE.findall(sentence))
