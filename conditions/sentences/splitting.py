"""A text in sentences. Each heading, each item of a list and each row of a table is at least one."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from conditions.rendering import grammar
from conditions.sentences.words import ends_of_sentences

# Marks after a full stop belong to the sentence that it ends.
MARKS = r"(?:\s*(?:\[\^[^\[\]]*\]|\{\s*no-source\s*:[^{}]*\}))*"
END = re.compile(rf"(?:[.!?…]+[\"'”’»)\]]*|[。！？؟।۔]+[”’»」)]*){MARKS}", re.IGNORECASE)
ALWAYS_ENDS = "。！？؟।۔"
NEAR = 80  # characters around a full stop that say what it means
ENOUGH_WORDS, ENOUGH_LETTERS = 4, 24  # for a line of a list; in scripts without blanks letters are counted alone
NEXT_WORD = re.compile(r"[^\s,;:.]+")
OPENS = "\"'“‘«([¿¡*"


def sentences(text: str, part: str = "body") -> list[str]:
    """The sentences of a Markdown or plain text. Marks of citations, facts and excuses stay where they were written."""
    return [sentence for passage in _passages(part, text) for sentence in _split(passage)]


def opening(plain: str) -> str:
    """As many whole sentences from the beginning as it takes to say something: “No.” alone says too little."""
    said = ""
    for sentence in _split(plain):
        said = f"{said} {sentence}".lstrip()
        if len(said.split()) >= ENOUGH_WORDS or len(said) >= ENOUGH_LETTERS:
            break
    return said


def plain_sentences(plain: str) -> list[str]:
    """The sentences of words without any mark, whose lines stand each by itself."""
    return [sentence for line in plain.split("\n") for sentence in _split(" ".join(line.split()))]


def first_paragraph(text: str) -> str:
    """The first paragraph of a body, without what stands above it; empty if there is none."""
    tokens = grammar.read("body", text).tokens
    opened = (place for place, token in enumerate(tokens) if token.type == "paragraph_open" and token.level == 0)
    return _flat(tokens[next(opened, -2) + 1].children or []) if tokens else ""


def _passages(part: str, text: str) -> Iterator[str]:
    """Each run of text that stands by itself; the cells of a row are one, since one cites what another says."""
    cells: list[str] | None = None
    for token in grammar.read(part, text).tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline" and cells is not None:
            cells.append(_flat(token.children or []))
        elif token.type == "inline":
            yield _flat(token.children or [])
        elif token.type == "tr_close" and cells is not None:
            yield " | ".join(cells)
            cells = None


def _flat(children: list[Token]) -> str:
    return " ".join("".join(_written(child) for child in children).split())


def _written(token: Token) -> str:
    match token.type:
        case "text":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "citation":
            return f"[^{token.content}]"
        case "fact":
            return f"{{fact:{token.content}}}"
        case "excuse":
            return f"{{no-source: {token.content}}}"
        case _:
            return ""


def _split(passage: str) -> Iterator[str]:
    start = 0
    for found in END.finditer(passage):
        before = passage[max(start, found.start() - NEAR) : found.start()]
        if _ends(before, found[0], passage[found.end() : found.end() + NEAR]):
            yield passage[start : found.end()].strip()
            start = found.end()
    if rest := passage[start:].strip():
        yield rest


def _ends(before: str, stop: str, after: str) -> bool:
    if stop[0] in ALWAYS_ENDS:
        return True
    if after[:1].strip():  # 2.71 and e.g
        return False
    following = after.lstrip().lstrip(OPENS)
    if following[:1].islower() or before.strip().isdigit():  # the second is the number of a list
        return False
    return not (stop[0] == "." and stop[1:2] != "." and _is_abbreviated(before, following))


def _is_abbreviated(before: str, following: str) -> bool:
    known = ends_of_sentences()
    *earlier, last = before.split() or [""]
    word = last.lstrip(OPENS)
    first = NEXT_WORD.match(following)
    if len(word) == 1 and word.isupper():
        return not (earlier and earlier[-1].lower().lstrip(OPENS) in known["lettered"])
    if word.lower() in known["before_a_number"]:
        return following[:1].isdigit()
    if word.lower() in known["may_end"]:
        return first is not None and first[0].lower() not in known["beginnings"]
    is_acronym = len(word) > 1 and word.isupper() and "." not in word  # MS is a disease, and Ms a person
    return word.lower() in known["abbreviations"] and not is_acronym
