"""Whether a text says again what stands above it (R25)."""

import re

from conditions import names
from conditions.sentences.splitting import sentences

MARK = re.compile(r"\[\^[^\[\]]*\]|\{\s*no-source\s*:[^{}]*\}", re.IGNORECASE)
RUN = 3  # words; single words return in every text on the same matter, runs of three only in the same wording
MOST = 0.6  # of the runs of the shorter text


def repeats(short_answer: str, first_paragraph: str) -> bool:
    """True if the two are the same text, or nearly so.

    Both are folded (case, accents, signs, marks of citations). They are nearly the same if six in ten of the
    runs of three words of the shorter one stand in the other: so it is found when the short answer was copied with a
    word changed, with a sentence added, or cut; and not when the paragraph tells more about the same matter.
    Where no blanks part the words, only equal texts are found.
    """
    one, other = (_words(text) for text in (short_answer, first_paragraph))
    if not one or not other:
        return False
    shorter, longer = sorted((_runs(one), _runs(other)), key=len)
    if not shorter:
        return one == other
    return len(shorter & longer) >= MOST * len(shorter)


def _words(text: str) -> list[str]:
    return names.words(MARK.sub(" ", " ".join(sentences(text, "short_answer"))))


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
