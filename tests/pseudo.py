"""A language in which every text of the interface stands in ⟦brackets⟧, so that what is not translatable shows.

The catalogue is made as a translator's would be: from the literal texts of templates and code, with those that
Django and allauth bring along, and not from what happens to be asked for while a page is made.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parent.parent
CODE = "io"  # Ido, which nobody has translated into
LAZY = {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
SEEN = {"aria-label", "alt", "placeholder", "title"}
Words = str | tuple[str, str]


def of_code() -> Iterator[tuple[Words, str | None]]:
    for package in ("diseasemaps", "conditions", "community"):
        found = extract_from_dir(str(ROOT / package), [("**.py", "python")], keywords=DEFAULT_KEYWORDS | LAZY)
        yield from ((words, context) for _file, _line, words, _comments, context in found)


def of_templates() -> Iterator[tuple[Words, str | None]]:
    for file in sorted((ROOT / "templates").rglob("*.*")):
        nodes = get_template(str(file.relative_to(ROOT / "templates"))).template.nodelist
        for said in nodes.get_nodes_by_type(TranslateNode):
            yield said.filter_expression.var.literal, said.message_context and said.message_context.resolve({})
        for block in nodes.get_nodes_by_type(BlockTranslateNode):
            forms = [block.render_token_list(tokens)[0] for tokens in (block.singular, block.plural) if tokens]
            yield forms[0] if len(forms) == 1 else (forms[0], forms[1]), None


def of_libraries() -> Iterator[tuple[Words, str | None]]:
    for library, folder in ((django, "conf/locale"), (django, "contrib/auth/locale"), (allauth, "locale")):
        with (Path(library.__file__).parent / folder / "en/LC_MESSAGES/django.po").open("rb") as file:
            yield from ((message.id, message.context) for message in read_po(file) if message.id)


def build(folder: Path) -> None:
    """Writes the catalogue as a folder for LOCALE_PATHS."""
    catalogue = Catalog(locale="en")
    for words, context in (*of_libraries(), *of_templates(), *of_code()):
        forms = words if isinstance(words, tuple) else (words,)
        wrapped = tuple(f"⟦{form}⟧" for form in forms)
        catalogue.add(words, wrapped if len(forms) > 1 else wrapped[0], context=context)
    file = folder / CODE / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_mo(opened, catalogue)


class Text(HTMLParser):
    """What a page says to eyes and ears: its text, and the attributes that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        self.said += [f" {value} " for name, value in attrs if value and name in SEEN]
        if tag == "input" and dict(attrs).get("type") in {"submit", "button"}:
            self.said.append(f" {dict(attrs).get('value')} ")

    def handle_endtag(self, tag: str) -> None:
        self.tag = ""
        self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if self.tag not in {"script", "style"}:
            self.said.append(data)


def untranslated(page: str, *, data: Iterable[str]) -> list[str]:
    """The words of a page that stand outside every bracket and are no data."""
    said = "".join(Text(page).said)
    while "⟦" in said:
        inner = re.sub("⟦[^⟦⟧]*⟧", " ", said)
        if inner == said:
            break
        said = inner
    for known in sorted(data, key=len, reverse=True):
        said = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", said, flags=re.IGNORECASE)
    return re.findall(r"[^\W\d_][^\n]*", re.sub(r"https?://\S+", " ", said))
