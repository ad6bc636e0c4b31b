"""The rendered HTML of a part as lines of tokens. What readers see and no word says is told by silent tokens."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.differences.tokens import Token, tokens
from conditions.rendering.text import NOT_THE_AUTHORS

BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "details", "tr"}
CELLS = {"td", "th"}
CITED = re.compile(r"#source-([0-9]+)")
SILENT = {"strong": gettext_lazy("strong emphasis"), "em": gettext_lazy("emphasis"), "br": gettext_lazy("new line")}
AROUND = {"details": gettext_lazy("folded figures"), "blockquote": gettext_lazy("quotation")}


def lines(html: str, keys: Mapping[int, str]) -> Iterator[tuple[str, list[Token]]]:
    """Each line with its shape. `keys`: of the sources by their numbers, which change when another is put before."""
    reader = _Reader(keys)
    reader.feed(html)
    reader.close()
    reader.end_line()
    yield from reader.lines


class _Reader(HTMLParser):
    """Reads HTML that was sanitised, so every element is closed."""

    def __init__(self, keys: Mapping[int, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.keys = keys
        self.lines: list[tuple[str, list[Token]]] = []
        self.line: list[Token] = []
        self.path: list[str] = []
        self.skipped: str | None = None
        self.link = ""
        self.is_after_blank = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if (tag, held.get("class")) in NOT_THE_AUTHORS:
            self.skipped = tag
        elif tag in BLOCKS:
            self.end_line()
            self.path.append(f"{tag} {held.get('start', '')}".strip())
        elif tag in CELLS:
            self._cell(tag)
        elif tag == "a":
            self._link(held.get("href", ""))
        elif tag in SILENT:
            self._tell(tag, str(SILENT[tag]))

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipped:
            self.skipped = None
        elif tag in BLOCKS:
            self.end_line()
            self.path.pop()
        elif tag == "a" and self.link:
            self._tell(f"link:{self.link}", self.link)
            self.link = ""
        elif tag in {"strong", "em"}:
            self._tell(f"/{tag}", _("end of emphasis"))

    def handle_data(self, data: str) -> None:
        if self.skipped is None:
            self.line += tokens(data, after_blank=self.is_after_blank)
            self.is_after_blank = data[-1:].isspace()

    def end_line(self) -> None:
        """What was read since the last one, if it says anything."""
        if any(not token.is_silent for token in self.line):
            shape = _shape(self.path)
            self.lines.append((shape.name, [Token(f"\0{shape.key}", f" [{shape.said}]", is_silent=True), *self.line]))
        self.line = []
        self.is_after_blank = True

    def _cell(self, tag: str) -> None:
        if any(not token.is_silent for token in self.line):
            self.line.append(Token(" |", " |"))
        if tag == "th":
            self._tell("th", _("heading"))
        self.is_after_blank = True

    def _link(self, address: str) -> None:
        """A number of a source counts by what it stands for; of another link the address is told where it changed."""
        if cited := CITED.fullmatch(address):
            number = int(cited[1])
            self.line.append(Token(f"\0source:{self.keys.get(number, number)}", f"[{number}]"))
            self.is_after_blank = False
        else:
            self.link = address

    def _tell(self, key: str, said: str) -> None:
        self.line.append(Token(f"\0{key}", f" [{said}]", is_silent=True))


class _Shape(NamedTuple):
    key: str
    name: str
    said: str


def _shape(path: list[str]) -> _Shape:
    """By what a line is compared, how it is called in the data, and how people are told of it where it changed."""
    tags = [each.partition(" ")[0] for each in path]
    if tags[-2:] == ["li", "p"]:
        return _shape(path[:-1])
    around = [str(AROUND[tag]) for tag in tags if tag in AROUND]
    innermost = tags[-1] if tags else "p"
    if innermost == "li":
        kind, said = "item", _("numbered item") if tags[-2] == "ol" else _("list item")
        around += [_("level %(number)d") % {"number": tags.count("li")}] if tags.count("li") > 1 else []
        around += [_("numbered from %(number)s") % {"number": path[-2][3:]}] if path[-2][3:] else []
    elif innermost == "tr":
        kind, said = "row", _("row of a table")
    else:
        is_heading = innermost != "p"
        kind, said = ("heading", _("heading")) if is_heading else ("text", _("paragraph"))
        around += [_("level %(number)s") % {"number": innermost[1]}] if is_heading else []
    return _Shape(" ".join(path), kind, ", ".join([said, *around]))
