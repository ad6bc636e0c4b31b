"""What keeps a text from being rendered, each in a sentence that the author can act on."""

import re
from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conditions.rendering.grammar import FIGURES, Reading

# Three lists in one another, or two in a figure; markdown-it drops what lies below twenty levels, without a word.
DEEPEST = 8
MARK = ":::"
UNFINISHED = re.compile(r"\[\^|\{\s*(?:fact|no-source)\b", re.IGNORECASE)
BROKEN_LINK = re.compile(r"\]\(")
NOT_WORDS = re.compile(r"[\s|\\]+")


def refusals(reading: Reading, *, sources: Collection[str], facts: Collection[str]) -> list[ValidationError]:
    """Everything that is wrong with the part, so that its author mends it in one go."""
    unknown = _unknown(reading, sources, facts)
    return [*unknown, *_unfinished(reading), *_figures(reading), *_tables(reading), *_depth(reading)]


def _unknown(reading: Reading, sources: Collection[str], facts: Collection[str]) -> Iterator[ValidationError]:
    for key in reading.marks("citation"):
        if key not in sources:
            message = _("There is no source “%(key)s”. Choose one from the list of sources, or add it.")
            yield ValidationError(message, code="unknown_source", params={"key": key})
    for key in reading.marks("fact"):
        if key not in facts:
            message = _("There is no shared fact “%(key)s”. Choose one from the list of facts, or add it.")
            yield ValidationError(message, code="unknown_fact", params={"key": key})


def _unfinished(reading: Reading) -> Iterator[ValidationError]:
    texts = list(_texts(reading))
    for mark in dict.fromkeys(found[0] for text in texts for found in UNFINISHED.finditer(text)):
        message = _("A mark begins with “%(mark)s” and is not closed. Close it, or take it away.")
        yield ValidationError(message, code="unfinished_mark", params={"mark": mark})
    if any(BROKEN_LINK.search(text) for text in texts):
        message = _(
            "A link does not work. Let its address begin with https://, http://, mailto: or one slash, and put "
            "citations after it."
        )
        yield ValidationError(message, code="broken_link")


def _figures(reading: Reading) -> Iterator[ValidationError]:
    """Figures that nobody closed would fold away the rest of the answer."""
    lines = [*reading.text.split("\n"), ""]
    opened = [token for token in reading.tokens if token.type == f"container_{FIGURES}_open"]
    are_whole = all(token.level == 0 and lines[(token.map or [0, -1])[1]].lstrip().startswith(MARK) for token in opened)
    if not are_whole or any(MARK in text for text in _texts(reading)):
        message = _(
            "Figures are not folded as they should be. Write “::: figures” on a line before them and “:::” on a line "
            "after them, outside of lists, quotes and other figures."
        )
        yield ValidationError(message, code="figures")


def _tables(reading: Reading) -> Iterator[ValidationError]:
    """markdown-it drops the cells of a row that stand under no heading, without a word."""
    lines, rows = reading.text.split("\n"), dict[int, str]()
    for token in reading.tokens:
        if token.type == "tr_open" and token.map:
            rows[token.map[0]] = ""
        elif token.type == "inline" and rows and token.map and token.map[0] in rows:
            rows[token.map[0]] += token.content
    if any(not NOT_WORDS.sub("", lines[line]).endswith(NOT_WORDS.sub("", cells)) for line, cells in rows.items()):
        message = _("A row of a table has more cells than its first row. Give each column a heading.")
        yield ValidationError(message, code="table")


def _depth(reading: Reading) -> Iterator[ValidationError]:
    if any(token.level > DEEPEST for token in reading.tokens):
        message = _("Lists or quotes stand in one another too deeply. Use at most three levels.")
        yield ValidationError(message, code="too_deep")


def _texts(reading: Reading) -> Iterator[str]:
    return (child.content for token in reading.inlines() for child in token.children or () if child.type == "text")
