"""Citations become numbers, and shared facts the words that stand for them today."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it.token import Token

from conditions.rendering.grammar import Reading


@dataclass(frozen=True)
class Quoted:
    """A shared fact as it may be quoted."""

    text: str  # what stands in the text; several values come joined already
    sources: tuple[str, ...]  # keys of the sources that it rests on, cited right after it


@dataclass
class Numbering:
    """The number of each source, given at its first mention, and how often it was mentioned since."""

    numbers: dict[str, int] = field(default_factory=dict)
    mentions: Counter[str] = field(default_factory=Counter)

    def mention(self, key: str) -> tuple[int, int]:
        """The number of the source, and which mention of it this is."""
        self.mentions[key] += 1
        return self.numbers.setdefault(key, len(self.numbers) + 1), self.mentions[key]


def resolve(reading: Reading, facts: Mapping[str, Quoted], numbering: Numbering) -> None:
    """Puts numbers and facts in the place of their marks, and takes away the editors' excuses."""
    for token in reading.inlines():
        line = _Line(facts, numbering)
        for child in token.children or ():
            line.take(child)
        token.children = line.whole()


class _Line:
    """One run of text, written anew."""

    def __init__(self, facts: Mapping[str, Quoted], numbering: Numbering) -> None:
        self.facts, self.numbering = facts, numbering
        self.tokens: list[Token] = []
        self.is_in_link = False
        self.owed: list[str] = []  # cited within a link, which cannot hold another

    def take(self, token: Token) -> None:
        if token.type in {"link_open", "link_close"}:
            self.is_in_link = token.type == "link_open"
        if token.type == "citation":
            self._cite(token.content)
        elif token.type == "fact":
            quoted = self.facts[token.content]
            self.tokens.append(Token("text", "", 0, content=" ".join(quoted.text.split())))
            self._cite(*quoted.sources)
        elif token.type == "excuse":
            self._close_up()
        else:
            self.tokens.append(token)
        if token.type == "link_close":
            self._cite(*self.owed)
            self.owed = []

    def whole(self) -> list[Token]:
        """What was taken, without the blanks that a mark at its beginning or end has left."""
        self._close_up()
        if self.tokens and self.tokens[0].type == "text":
            self.tokens[0].content = self.tokens[0].content.lstrip(" ")
        return self.tokens

    def _cite(self, *keys: str) -> None:
        """Citations in a row become one group, in which each source stands once."""
        if self.is_in_link:
            self.owed += keys
            return
        if not keys:
            return
        self._close_up()
        if not self.tokens or self.tokens[-1].type != "citations":
            self.tokens.append(Token("citations", "", 0, meta={}))
        group = self.tokens[-1].meta
        for key in keys:
            if key not in group:
                group[key] = self.numbering.mention(key)

    def _close_up(self) -> None:
        """Takes away the blanks before a mark, so that a number stands at its word."""
        while self.tokens and self.tokens[-1].type in {"text", "softbreak"}:
            left = self.tokens[-1].content.rstrip(" ")
            if left:
                self.tokens[-1].content = left
                return
            self.tokens.pop()
