"""The Markdown of an answer: CommonMark and tables, with marks of our own for citations, facts and figures.

Left out: raw HTML and images; code, which a few blanks at the start of a line would begin by accident; underlined
headings and rules, which a line of dashes would make of a paragraph; definitions of links, which readers never see.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from conditions.rendering.parts import SHORT_ANSWER
from conditions.rendering.sanitising import may_link
from conditions.rendering.text import tidy

# Wider than what is right, so that a slip is refused by name and never read out to readers.
MARKS = {
    "citation": re.compile(r"\[\^([^\[\]]*)\]"),
    "fact": re.compile(r"\{\s*fact\s*:([^{}]*)\}", re.IGNORECASE),
    "excuse": re.compile(r"\{\s*no-source\s*:([^{}]*)\}", re.IGNORECASE),
}
FIGURES = "figures"
NEVER = [
    "code", "fence", "hr", "html_block", "lheading", "reference", "backticks", "html_inline", "image",
]  # fmt: skip
NESTING = 20  # where markdown-it stops and drops what lies deeper; `refusals` stops before
BLANKS = re.compile(r"[ \t\n]+")


@dataclass(frozen=True)
class Reading:
    """A part as it was read: its tidy text, and the tokens that were found in it."""

    text: str
    tokens: list[Token]

    def inlines(self) -> Iterator[Token]:
        """Each run of text, such as that of a paragraph, with its children."""
        return (token for token in self.tokens if token.type == "inline")

    def marks(self, kind: str) -> list[str]:
        """The keys of the marks of the kind, in the order of the text, each once."""
        found = (child for token in self.inlines() for child in token.children or () if child.type == kind)
        return list(dict.fromkeys(child.content for child in found))


def read(part: str, text: str) -> Reading:
    """The tokens of the part. A short answer is one run of text, whatever lines it was typed in."""
    text = tidy(text)
    if part == SHORT_ANSWER:
        return Reading(text, _PARSER.parseInline(BLANKS.sub(" ", text).strip()))
    return Reading(text, _PARSER.parse(text))


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (its name there)
        return may_link(url)


def _mark(kind: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (as the parser calls it)
        found = pattern.match(state.src, state.pos, state.posMax)
        if found is None:
            return False
        if not silent:
            state.push(kind, "", 0).content = " ".join(found[1].split())
        state.pos = found.end()
        return True

    return rule


def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": False, "xhtmlOut": False, "maxNesting": NESTING})
    parser.enable("table").disable(NEVER)
    for kind, pattern in MARKS.items():
        parser.inline.ruler.before("link", kind, _mark(kind, pattern))
    container_plugin(parser, FIGURES, validate=lambda name, markup: name.strip() == FIGURES)
    return parser


_PARSER = _parser()
