"""What stands around the words: levels of headings, and an address for each block."""

from collections.abc import Iterator

from markdown_it.token import Token

from conditions.rendering.parts import SHORT_ANSWER, first_heading

LOWEST_HEADING = 6


def lay_out(part: str, tokens: list[Token]) -> list[Token]:
    """The tokens of the part, ready to be written.

    Each block gets an id that follows from its place alone, so that a reviewer can comment on it; the short answer
    is one paragraph of the page, which names it.
    """
    if part == SHORT_ANSWER:
        return tokens
    laid_out = list(_without_what_is_empty(tokens))
    _level_headings(laid_out, first_heading(part))
    _name_blocks(laid_out, part)
    for token in laid_out:
        if token.type in {"th_open", "td_open"}:
            token.attrs = {"scope": "col"} if token.tag == "th" else {}
    return laid_out


def _without_what_is_empty(tokens: list[Token]) -> Iterator[Token]:
    """Drops paragraphs and headings of which nothing is left, such as one that held an excuse alone."""
    place = 0
    while place < len(tokens):
        if tokens[place].type in {"paragraph_open", "heading_open"} and not _says_something(tokens[place + 1]):
            place += 3
        else:
            yield tokens[place]
            place += 1


def _says_something(inline: Token) -> bool:
    return any(child.content or child.type == "citations" for child in inline.children or ())


def _level_headings(tokens: list[Token], first: int) -> None:
    """One and two signs both begin at the first level of the part; no heading is more than one below its former."""
    former = first - 1
    for token in tokens:
        if token.type == "heading_open":
            former = min(first + max(0, int(token.tag[1]) - 2), former + 1, LOWEST_HEADING)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{former}"


def _name_blocks(tokens: list[Token], part: str) -> None:
    blocks = 0
    inside = 0
    for token in tokens:
        if token.nesting == 1 and token.level == inside:
            blocks += 1
            token.attrSet("id", f"{part}-{blocks}")
        if token.type.startswith("container_"):
            inside += token.nesting
