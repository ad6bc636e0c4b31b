"""Marks as somebody who reads the text knows them: the number of a source, the words of a fact; and as marks again.

A doctor who suggests another wording sees [1] and {1 in 2,500}, not [^ers-2017] and {fact:prevalence}. What they send
is told back, mark by mark, or refused: no mark is lost or made by accident.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conditions.rendering.grammar import MARKS

NUMBER = re.compile(r"\[(\d{1,4})\](?!\()")
BRACED = re.compile(r"\{([^{}]*)\}")
TYPED = re.compile(r"\{\s*(?:fact|no-source)\s*:", re.IGNORECASE)
OPEN_NUMBER = re.compile(r"\[\d+(?![\d\]])")


@dataclass(frozen=True)
class Marks:
    """Those of one revision: the numbers of its sources and the words of its facts, by key."""

    sources: Mapping[str, int]
    facts: Mapping[str, str]

    def readable(self, text: str) -> str:
        """The words with numbers and values for marks; just as they were typed where that could not be told back."""
        return self._shown(text) if self.can_tell(text) else text

    def can_tell(self, text: str) -> bool:
        """Whether each mark can be shown so that it is known again: two facts may have one value."""
        try:
            return self.typed(self._shown(text)) == text
        except ValidationError:
            return False

    def typed(self, text: str) -> str:
        """Readable words with their marks again. Raises: ValidationError for what is no source or fact of the text."""
        told = BRACED.sub(self._fact_typed, NUMBER.sub(self._source_typed, text))
        rest = BRACED.sub("", told)
        if "{" in rest or "}" in rest or OPEN_NUMBER.search(rest):
            raise ValidationError(_("A bracket or brace is not closed. Write each mark as it was, or take it away."))
        return told

    def _shown(self, text: str) -> str:
        numbered = MARKS["citation"].sub(self._source_shown, text)
        return MARKS["fact"].sub(self._fact_shown, numbered)

    def _source_shown(self, found: re.Match[str]) -> str:
        number = self.sources.get(found[1])
        return f"[{number}]" if number else found[0]

    def _fact_shown(self, found: re.Match[str]) -> str:
        words = self.facts.get(found[1].strip())
        return f"{{{words}}}" if words else found[0]

    def _source_typed(self, found: re.Match[str]) -> str:
        for key, number in self.sources.items():
            if number == int(found[1]):
                return f"[^{key}]"
        said = _("This text has no source %(number)s. Use the number of one that it has, or name it in your comment.")
        raise ValidationError(said % {"number": found[1]})

    def _fact_typed(self, found: re.Match[str]) -> str:
        if TYPED.match(found[0]):
            return found[0]
        for key, words in self.facts.items():
            if words.split() == found[1].split():
                return f"{{fact:{key}}}"
        said = _("“%(words)s” is no shared figure of this text. Leave it as it was, or take the braces away.")
        raise ValidationError(said % {"words": found[0]})
