"""Rendered HTML, block by block: who shows a part shows whole blocks, so that no sentence loses its “but”."""

import re
from html.parser import HTMLParser
from typing import NamedTuple


class Block(NamedTuple):
    """One paragraph, list, table or heading, or folded figures with all that they hold."""

    tag: str
    html: str


def blocks(html: str) -> list[Block]:
    """The outermost elements of HTML that was sanitised, in their order."""
    splitter = _Splitter(html)
    splitter.feed(html)
    splitter.close()
    return splitter.found


class _Splitter(HTMLParser):
    """Every element is closed, but for breaks of lines."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.depth = self.start = 0
        self.found: list[Block] = []

    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            return
        if self.depth == 0:
            self.start = self.place()
        self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        if self.depth == 0:
            end = self.place() + len(f"</{tag}>")
            self.found.append(Block(tag, self.html[self.start : end]))
