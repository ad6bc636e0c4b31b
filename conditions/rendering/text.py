"""Text as it may be stored and shown, and the words of what is shown."""

import re
import unicodedata
from html.parser import HTMLParser

BREAKS = {"\r\n": "\n", "\r": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n\n"}
BREAK = re.compile("|".join(BREAKS))
SEEN = "LNPS"  # letters, numbers, punctuation, symbols: what a text must have one of to say something
# What nobody sees, yet what reorders the signs around it, hides some or is none. Named one by one, because a list by
# category would change with the version of Unicode, and the bytes of what was signed with it. Joiners and the marks
# of direction (200C to 200F, 061C) stay: Persian, Indian scripts and numbers in Arabic text need them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f"  # controls; tab and line feed stay
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # embeddings, overrides and isolates of direction
    "\u115f\u1160\u3164\uffa0\u2061-\u2064\ufeff\ufff9-\ufffc"  # fillers, invisible operators, annotations
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"  # halves of signs, no signs, invisible tags
)
# Composes with the “>” of a tag that stands before it; where it composes with nothing it strikes a sign out.
OVERLAY = "\u0338"
TAG = re.compile(r"(<[^<>]*>)")

BLOCK = re.compile(r"[a-z_]+(?:-[A-Z]{2})?-[0-9]+")
LINES = {"p", "li", "tr", "blockquote", "br", "h2", "h3", "h4", "h5", "h6"}
CELLS = {"td", "th"}
NOT_THE_AUTHORS = {("sup", "citation"), ("p", "averages"), ("summary", None)}


def tidy(text: str) -> str:
    """The text in NFC, with one kind of line break and without hidden signs; the same again when tidied twice."""
    text = HIDDEN.sub("", BREAK.sub(lambda found: BREAKS[found[0]], text))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).replace(OVERLAY, ""))


def shown(text: str) -> str:
    """The same without blanks around it; nothing where nobody would see anything of it."""
    tidied = tidy(text).strip()
    return tidied if any(unicodedata.category(sign)[0] in SEEN for sign in tidied) else ""


def line(text: str) -> str:
    """The same on one line, with single blanks: titles, labels, values, reasons."""
    return " ".join(shown(text).split())


def tidy_between_tags(html: str) -> str:
    """The same for HTML of ours, in whose text every “<” and “>” is escaped: what entities hid is tidied too."""
    return "".join(piece if piece.startswith("<") else tidy(piece) for piece in TAG.split(html))


def plain(html: str) -> list[str]:
    """The author's words in rendered HTML, one text for each block that has an id.

    Items of a list and rows of a table are lines. Left out is what the author did not write: numbers of sources,
    and what stands above folded figures.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \t\n]*\n[ \t\n]*", "\n", re.sub(r"[ \t]+", " ", block)).strip() for block in reader.blocks)
    return [block for block in lines if block]


class _Reader(HTMLParser):
    """Reads HTML that was sanitised, so every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]
        self.skipped: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if (tag, held.get("class")) in NOT_THE_AUTHORS:
            self.skipped = tag
        elif BLOCK.fullmatch(held.get("id") or "") and tag != "a":
            self.blocks.append("")
        elif tag in LINES or tag in CELLS:
            self.blocks[-1] += "\n" if tag in LINES else " "

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipped:
            self.skipped = None
        elif tag in LINES:
            self.blocks[-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.skipped is None:
            self.blocks[-1] += data.replace("\n", " ")
